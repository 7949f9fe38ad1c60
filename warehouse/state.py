"""The writer's memory: what is known of each URL, and facts about the warehouse itself."""

from __future__ import annotations

import duckdb

from contracts.records import UrlState


def fetch_states(con: duckdb.DuckDBPyConnection, source_id: str) -> dict[str, UrlState]:
    """What earlier runs of a source know of its pages and polls, by URL: the last answer and its validators."""
    rows = con.execute(
        "SELECT url, fetched_at, status, etag, last_modified, sha256 FROM ops.fetch_state WHERE source_id = ?",
        [source_id],
    ).fetchall()
    return {row[0]: UrlState(*row) for row in rows}


def fact(con: duckdb.DuckDBPyConnection, name: str) -> str | None:
    """A fact about the warehouse (`rules_version`, …); None where it was never noted."""
    row = con.execute("SELECT value FROM state.facts WHERE name = ?", [name]).fetchone()
    return row[0] if row else None


def set_fact(con: duckdb.DuckDBPyConnection, name: str, value: str) -> None:
    """Notes a fact. Part of the caller's transaction, or one of its own."""
    con.execute(
        """
        MERGE INTO state.facts AS old USING (SELECT $name AS name, $value AS value) AS new ON old.name = new.name
        WHEN MATCHED THEN UPDATE SET value = new.value
        WHEN NOT MATCHED THEN INSERT (name, value) VALUES (new.name, new.value)
        """,
        {"name": name, "value": value},
    )
