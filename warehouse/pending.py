"""What is to be worked on next, and what the warehouse knows of the articles it will meet."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import replace
from typing import Any

import duckdb

from contracts.records import ArticleState, Document, Hints

# A release stands in the order at its own run: incrementally it is read then, so in a rebuild too. The settings are
# those of the last run up to then that said any: the source's as they were.
_DUE = """
    WITH due AS (
        SELECT documents.*, context.sequence, context.hints, false AS released, context.stop_reason, context.stop_detail
        FROM state.document_context AS context JOIN raw.documents USING (document_id)
        WHERE NOT context.processed
        UNION ALL
        SELECT documents.* REPLACE (releases.run_id AS run_id), context.sequence, context.hints, true,
               releases.stop_reason, releases.stop_detail
        FROM state.releases JOIN raw.documents USING (document_id) JOIN state.document_context AS context
          USING (document_id)
        WHERE NOT releases.processed
    )
"""
_AGAIN = """
    WITH next AS (
        SELECT documents.*, context.sequence, context.hints, false AS released, context.stop_reason, context.stop_detail
        FROM state.document_context AS context JOIN raw.documents USING (document_id)
        WHERE document_id IN (SELECT unnest($ids::VARCHAR[]))
    )
"""
_PENDING = f"""
    {_DUE}, next AS (
        FROM due ORDER BY run_id, source_id, sequence, document_id LIMIT $limit
    )
"""
_DOCUMENTS = """
    SELECT next.document_id, next.source_id, next.run_id, next.sequence, next.url, next.final_url, next.fetched_at,
           next.status, next.content_type, next.sha256, next.warc_path, next.warc_offset, next.warc_length, next.hints,
           settings.outlet, settings.outlet_country, settings.language, settings.sites, next.released,
           next.stop_reason, next.stop_detail
    FROM next ASOF LEFT JOIN state.source_settings AS settings
      ON next.source_id = settings.source_id AND next.run_id >= settings.run_id
    ORDER BY next.run_id, next.source_id, next.sequence, next.document_id
"""

_NAMES = ("document_id", "source_id", "url", "run_id")


def pending_documents(con: duckdb.DuckDBPyConnection, limit: int | None = None) -> list[Document]:
    """The documents not worked on yet, in the order in which they count: (run_id, source_id, sequence). Releases are
    among them, `released`, with the run of the release. With `limit`, the first so many: load what came of them, and
    ask again (10,000 documents take about 12 MB)."""
    return _documents(con, _PENDING, {"limit": limit if limit is not None else 2**62})


def documents_again(con: duckdb.DuckDBPyConnection, ids: Collection[str]) -> list[Document]:
    """The documents of these ids as `pending_documents` gave them when they were first read, in the same order."""
    return _documents(con, _AGAIN, {"ids": sorted(set(ids))}) if ids else []


def _documents(con: duckdb.DuckDBPyConnection, which: str, given: dict[str, Any]) -> list[Document]:
    documents = [_document(*row) for row in con.execute(which + _DOCUMENTS, given).fetchall()]
    bare = [document for document in documents if document.hints == Hints()]
    said = _said_before(con, bare) if bare else {}
    return [replace(d, hints=said[d.document_id]) if d.document_id in said else d for d in documents]


def _said_before(con: duckdb.DuckDBPyConnection, documents: Collection[Document]) -> dict[str, Hints]:
    """By document, what the source said of its page when it last said anything, in an earlier run: a page that is
    looked at again after it has left the feed is still the one that the feed had dated. Its text and its last change
    are those of another version, and are left out. Costs a look through the addresses of raw.documents."""
    rows = con.execute(
        """
        SELECT wanted.document_id, arg_max(context.hints, (earlier.run_id, context.sequence))
        FROM (SELECT unnest($documents, recursive := true)) AS wanted
        JOIN raw.documents AS earlier ON earlier.source_id = wanted.source_id AND earlier.url = wanted.url
         AND earlier.run_id < wanted.run_id
        JOIN state.document_context AS context ON context.document_id = earlier.document_id
        WHERE coalesce(context.hints->>'$.published', context.hints->>'$.title', context.hints->>'$.author') IS NOT NULL
        GROUP BY wanted.document_id
        """,
        {"documents": [{key: getattr(d, key) for key in _NAMES} for d in documents]},
    ).fetchall()
    return {identity: replace(Hints.of(json.loads(hints)), text=None, modified=None) for identity, hints in rows}


def _document(*row: Any) -> Document:
    """A row of `_PENDING`; its first columns stand in the order of the record's fields."""
    *plain, hints, outlet, outlet_country, language, sites, released, stop_reason, stop_detail = row
    stopped = (stop_reason, stop_detail or "") if stop_reason else None
    said = (outlet, outlet_country, language, tuple(sites or ()))
    values = (*plain, Hints.of(json.loads(hints)), *said, released, stopped)
    return Document(*values)


def count_pending(con: duckdb.DuckDBPyConnection) -> int:
    """How many documents `pending_documents` would give."""
    row = con.execute(f"{_DUE} SELECT count(*) FROM due").fetchone()
    return row[0] if row else 0


def article_states(con: duckdb.DuckDBPyConnection, article_ids: Collection[str]) -> dict[str, ArticleState]:
    """The articles of these ids that the warehouse has, as the next look at them needs them. `url` is the address under
    which the article came in."""
    if not article_ids:
        return {}
    rows = con.execute(
        """
        SELECT articles.article_id, articles.source_id, documents.url, articles.document_id, articles.revision,
               articles.content_sha256, articles.title, articles.body, articles.first_seen_at, documents.fetched_at
        FROM news.articles JOIN raw.documents USING (document_id)
        WHERE articles.article_id IN (SELECT unnest($ids::VARCHAR[]))
        """,
        {"ids": sorted(set(article_ids))},
    ).fetchall()
    return {row[0]: ArticleState(*row) for row in rows}
