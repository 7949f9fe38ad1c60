"""Pure functions: bytes to article to tags to aggregates. No I/O, no Prefect, no DuckDB."""
