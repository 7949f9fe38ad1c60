"""The writer's memory: what is known of each URL, and facts about the warehouse itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import duckdb

from contracts.records import UrlState

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_STATES = """
    SELECT url, epoch_us(fetched_at), status, etag, last_modified, sha256, fetch_state.kind, epoch_us(first_seen_at),
           epoch_us(kept_at), looks, epoch_us(edited_at), cursor
    FROM ops.fetch_state
    LEFT JOIN (
        SELECT url, max(recorded_at) AS edited_at FROM ops.ledger WHERE source_id = $source AND status = 'updated'
        GROUP BY url
    ) USING (url)
    LEFT JOIN ref.sources ON sources.source_id = $source
    WHERE fetch_state.source_id = $source
    ORDER BY (fetch_state.kind = 'poll') = coalesce(sources.kind NOT IN ('urls', 'warc', 'folder'), true)
"""


def fetch_states(con: duckdb.DuckDBPyConnection, source_id: str) -> dict[str, UrlState]:
    """What earlier runs of a source know of its pages and polls, by URL. An address that is asked as both is given as
    the poll: taken for the page, its validators would let a poll hear "not modified" while candidates of the last one
    are still to be come back for. Kinds that poll nothing over HTTP (a list of addresses, files) have no such
    validators, and there it is the page. 100,000 URLs take half a second."""
    rows = con.execute(_STATES, {"source": source_id}).fetchall()
    return {
        url: UrlState(
            url, _moment(fetched), status, etag, last_modified, sha256, kind, _moment(first), kept and _moment(kept),
            looks, edited and _moment(edited), cursor,
        )
        for url, fetched, status, etag, last_modified, sha256, kind, first, kept, looks, edited, cursor in rows
    }  # fmt: skip


def _moment(microseconds: int) -> datetime:
    """DuckDB's own conversion takes 10 us a value, and there are four in a row."""
    return _EPOCH + timedelta(microseconds=microseconds)


# The looks at pages already had that ended in an article: with a new revision, or with the one that stands.
EDIT_SHARES = """
    SELECT source_id, avg((status = 'updated')::INTEGER) AS share, count(*) AS looks FROM ops.ledger
    WHERE status IN ('updated', 'unchanged')
      AND recorded_at > (SELECT max(recorded_at) FROM ops.ledger) - to_days({days})
    GROUP BY source_id
"""


def edit_shares(con: duckdb.DuckDBPyConnection, days: int = 90) -> dict[str, tuple[float, int]]:
    """By source, the share (0..1) of looks at pages already had that found an edit, and how many such looks there were,
    over the last `days` days up to the ledger's newest row. A source without any is not in it."""
    rows = con.execute(EDIT_SHARES.format(days=days)).fetchall()
    return {source_id: (share, looks) for source_id, share, looks in rows}


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
