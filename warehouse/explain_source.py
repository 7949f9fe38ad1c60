"""From a number of a source's day back to the documents that it counts, each with its one final status."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb

from contracts import mart


@dataclass(frozen=True)
class DocumentLine:
    """A document of the day: how it ended in which run, and where its bytes are (NULL where it was not fetched;
    relative to raw/, bytes)."""

    run_id: str
    document_id: str
    url: str
    status: str
    reason: str
    detail: str | None
    article_id: str | None
    warc_path: str | None
    warc_offset: int | None
    warc_length: int | None


@dataclass(frozen=True)
class SourceDayExplained:
    """The row of mart.source_daily (`values`: empty where there is none) and the rows of the ledger behind it,
    by status."""

    table: str
    values: dict[str, object]
    documents: tuple[DocumentLine, ...]


def explain_source_day(con: duckdb.DuckDBPyConnection, day: date, source_id: str) -> SourceDayExplained:
    """The row for a day and a source, and the documents that it counts. The day is the article's, else the UTC day on
    which the document was first seen: as in `warehouse.marts.source_day_counts`."""
    key = {"day": day, "source": source_id}
    table = mart.SOURCE_DAILY
    row = con.execute(f"FROM {table.qualified} WHERE day = $day AND source_id = $source", key).fetchone()
    documents = con.execute(
        """
        SELECT ledger.run_id, ledger.document_id, ledger.url, ledger.status, ledger.reason, ledger.detail,
               ledger.article_id, warc_path, warc_offset, warc_length
        FROM ops.ledger LEFT JOIN news.articles USING (article_id)
        LEFT JOIN raw.documents ON documents.document_id = ledger.document_id
        WHERE ledger.source_id = $source
          AND coalesce(articles.day, documents.fetched_at::DATE, ledger.recorded_at::DATE) = $day
        ORDER BY ledger.status, ledger.reason, ledger.url, ledger.run_id
        """,
        key,
    ).fetchall()
    values = dict(zip(table.column_names, row, strict=True)) if row else {}
    return SourceDayExplained(table.qualified, values, tuple(DocumentLine(*line) for line in documents))
