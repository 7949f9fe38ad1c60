"""The world to raw documents: sources as YAML, polite HTTP, connectors, the WARC archive."""
