"""The archive of what was fetched. `writer` appends WARC records, whose form is `records`; `reader` reads one back, and
`members` all of a file; `repair` cuts off what a killed run left half-written; `verify` and `stats` look at the whole,
by way of `files` and `spoken` (what lies there, and what the journals say of it)."""
