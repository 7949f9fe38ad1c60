"""The archive of what was fetched: `writer` appends WARC records, `reader` reads one back, `records` is their form."""
