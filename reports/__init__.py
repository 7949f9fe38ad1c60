"""The report: a static site from the published snapshot, openable from disk, with no script and no network."""
