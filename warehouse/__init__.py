"""The DuckDB warehouse: lock, migrations, loading, state, marts, publishing, questions. Only importer of duckdb.

Everything here is a function of journals, archive and rules: any table can be dropped and comes back the same."""
