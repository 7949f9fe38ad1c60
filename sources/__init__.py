"""The world to raw documents. In the order of the work:

spec            what a source is (spec_files reads it, spec_schema and spec_writing are its form and its writing)
kinds/          how a kind of source finds candidates: feed, sitemap, wordpress, listing, urls, warc, folder
collect         one source's turn in a run; the door for everyone outside
├── polls       what was seen of the source itself
├── triage      which candidates need a request: revisits (when a page is due again), budget, dates, site
├── ledger      one journal entry for each candidate
└── states      what earlier runs know, handed in by flows
polite/         manners: robots.txt, the host's turn, patience, reserved rights
http/           one request to a checked address, within limits
archive/        WARC records of what came: written, read back, repaired, verified

check and finding serve `desk sources check` and `desk sources add`."""
