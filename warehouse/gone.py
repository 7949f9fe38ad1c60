"""Which articles are gone from the web, as the ledger tells it."""

from __future__ import annotations

import duckdb

# The owner's address (the one under which an article came in) answered 404 or 410 after the last time that it was
# there. The first such answer is the moment. It follows from ledger and documents alone: a rebuild comes to the same.
_GONE = """
    WITH missed AS (
        SELECT source_id, url, recorded_at FROM ops.ledger WHERE reason IN ('http_404', 'http_410')
    ), seen AS (
        SELECT source_id, url, max(seen_at) AS last_seen FROM (
            SELECT source_id, url, fetched_at AS seen_at FROM raw.documents
            UNION ALL
            SELECT source_id, url, recorded_at FROM ops.ledger WHERE status = 'unchanged'
        ) WHERE (source_id, url) IN (SELECT (source_id, url) FROM missed) GROUP BY ALL
    ), gone AS (
        SELECT missed.source_id, missed.url, min(missed.recorded_at) AS gone_at
        FROM missed JOIN seen USING (source_id, url) WHERE missed.recorded_at > seen.last_seen GROUP BY ALL
    )
    SELECT articles.article_id, gone.gone_at
    FROM news.articles JOIN raw.documents USING (document_id)
    LEFT JOIN gone ON gone.source_id = documents.source_id AND gone.url = documents.url
    WHERE articles.gone_at IS DISTINCT FROM gone.gone_at
"""


def refresh_gone(con: duckdb.DuckDBPyConnection, among: str = "news.articles") -> None:
    """Sets news.articles.gone_at where a page was found gone, and clears it where the page came back: for all articles,
    or for those of the table `among`. Part of the caller's transaction."""
    if con.execute("SELECT 1 FROM ops.ledger WHERE reason IN ('http_404', 'http_410') LIMIT 1").fetchone():
        con.execute(
            f"""
            UPDATE news.articles SET gone_at = now.gone_at
            FROM ({_GONE} AND articles.article_id IN (SELECT article_id FROM {among})) AS now
            WHERE articles.article_id = now.article_id
            """
        )
