"""Which articles are gone from the web, as the ledger tells it."""

from __future__ import annotations

import duckdb

# The owner's address (the one under which an article came in) answered 404 or 410 after the last time that it was
# there: a body, "not modified", or a page that only asked not to be kept. The first such answer is the moment. It
# follows from ledger and documents alone: a rebuild comes to the same.
#
# Each condition is an equality, which DuckDB asks of its dictionaries; IN and OR are asked of every row, which takes
# three times as long over a million of them.
_ADDRESSES = """
    CREATE OR REPLACE TEMP TABLE addresses AS
    SELECT articles.article_id, articles.gone_at, documents.source_id, documents.url
    FROM news.articles JOIN raw.documents USING (document_id)
    WHERE articles.article_id IN (SELECT article_id FROM {among})
"""
_MISSED = """
    CREATE OR REPLACE TEMP TABLE missed AS
    SELECT source_id, url, recorded_at FROM ops.ledger
    WHERE status = 'failed' AND reason IN ('http_404', 'http_410')
      AND (source_id, url) IN (SELECT (source_id, url) FROM addresses)
"""
_GONE = """
    UPDATE news.articles SET gone_at = now.gone_at
    FROM (
        WITH seen AS (
            SELECT source_id, url, max(seen_at) AS last_seen FROM (
                SELECT source_id, url, fetched_at AS seen_at FROM raw.documents
                UNION ALL
                SELECT source_id, url, recorded_at FROM ops.ledger WHERE status = 'unchanged'
                UNION ALL
                SELECT source_id, url, recorded_at FROM ops.ledger WHERE reason = 'noindex'
                UNION ALL
                SELECT source_id, url, recorded_at FROM ops.ledger WHERE reason = 'noarchive'
            ) WHERE (source_id, url) IN (SELECT (source_id, url) FROM missed) GROUP BY ALL
        ), gone AS (
            SELECT missed.source_id, missed.url, min(missed.recorded_at) AS gone_at
            FROM missed JOIN seen USING (source_id, url) WHERE missed.recorded_at > seen.last_seen GROUP BY ALL
        )
        SELECT addresses.article_id, gone.gone_at FROM addresses LEFT JOIN gone USING (source_id, url)
        WHERE addresses.gone_at IS DISTINCT FROM gone.gone_at
    ) AS now
    WHERE articles.article_id = now.article_id
"""


def refresh_gone(con: duckdb.DuckDBPyConnection, among: str = "news.articles") -> None:
    """Sets news.articles.gone_at where a page was found gone, and clears it where the page came back: for all articles,
    or for those of the table `among`. Part of the caller's transaction."""
    con.execute(_ADDRESSES.format(among=among))
    con.execute(_MISSED)
    if con.execute("SELECT 1 FROM missed LIMIT 1").fetchone():
        con.execute(_GONE)
    con.execute("DROP TABLE addresses; DROP TABLE missed")
