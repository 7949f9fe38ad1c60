"""Questions to the published snapshot: SQL, the state of things, the quarantine. Reading only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import duckdb

from core.errors import UsageError

_READS = {"SELECT", "EXPLAIN"}
_ELSEWHERE = re.compile(r"^\s*explain\s+(analyze\s+)?(copy|export|attach|install|load)\b", re.IGNORECASE)


@dataclass(frozen=True)
class QueryResult:
    """The rows of the last statement, with the names and DuckDB types of their columns."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True)
class RunLine:
    """A run, as the book of runs has it."""

    run_id: str
    verb: str
    status: str
    reason: str | None
    started_at: datetime
    ended_at: datetime | None
    discovered: int
    loaded: int
    updated: int
    unchanged: int
    duplicate: int
    quarantined: int
    held: int
    skipped: int
    failed: int


@dataclass(frozen=True)
class SourceHealth:
    """A source and how it fares. `last_success` is when it last brought or confirmed a page, `last_failure` when it
    last could not be polled or a page of it failed; `complete` its last day's, NULL without an expectation."""

    source_id: str
    outlet: str
    kind: str
    articles: int
    last_day: date | None
    last_success: datetime | None
    last_failure: datetime | None
    last_failure_reason: str | None
    complete: bool | None


@dataclass(frozen=True)
class SuiteLine:
    """The latest verdict of a suite, and how many of its expectations failed."""

    suite: str
    run_id: str
    success: bool
    severity: str | None
    expectations: int
    failed: int


@dataclass(frozen=True)
class StatusReport:
    """The state of things: what is there, the last runs (newest first), the sources, the latest verdict per suite."""

    articles: int
    first_day: date | None
    last_day: date | None
    in_quarantine: int
    held: int
    runs: tuple[RunLine, ...]
    sources: tuple[SourceHealth, ...]
    suites: tuple[SuiteLine, ...]


@dataclass(frozen=True)
class QuarantineItem:
    """A rejected document: why, and where its bytes are (relative to raw/; bytes)."""

    document_id: str
    source_id: str
    url: str
    stage: str
    reason: str
    detail: str | None
    run_id: str
    quarantined_at: datetime
    released_at: datetime | None
    fetched_at: datetime
    content_type: str | None
    warc_path: str
    warc_offset: int
    warc_length: int
    sha256: str


def run_query(con: duckdb.DuckDBPyConnection, sql: str) -> QueryResult:
    """Answers SQL; of several statements, the last. Raises UsageError, with what DuckDB says and where, for SQL that is
    wrong or that does anything but read."""
    try:
        statements = con.extract_statements(sql)
        for statement in statements:
            _check_reads(statement)
        if not statements:
            raise UsageError("no SQL was given", 'Give it as an argument: desk sql "SHOW ALL TABLES"')
        answer = con.execute(sql)
        description = answer.description or []
        rows = answer.fetchall()
    except duckdb.InterruptException:
        raise KeyboardInterrupt from None
    except duckdb.Error as error:
        raise UsageError(
            str(error).strip(), "`desk sql 'SHOW ALL TABLES'` shows what there is; see docs/tables.md."
        ) from error
    return QueryResult(tuple(c[0] for c in description), tuple(str(c[1]) for c in description), tuple(rows))


def _check_reads(statement: Any) -> None:
    kind, text = statement.type.name, statement.query
    # PIVOT makes itself an enum of the columns it finds, a CREATE that nobody wrote: it has no text.
    if (kind in _READS and not _ELSEWHERE.match(text)) or (kind == "CREATE" and not text):
        return
    raise UsageError(
        f"`desk sql` only reads, and this is {kind}",
        "Use --format csv or --json to take rows elsewhere, or read parquet/ with any tool.",
    )


def status(con: duckdb.DuckDBPyConnection, runs: int = 10) -> StatusReport:
    """The state of things, with the last `runs` runs."""
    articles, first_day, last_day = con.execute("SELECT count(*), min(day), max(day) FROM news.articles").fetchall()[0]
    waiting = con.execute("SELECT count(*) FROM quality.quarantine WHERE released_at IS NULL").fetchall()[0][0]
    held = con.execute("SELECT count(*) FROM ops.ledger WHERE status = 'held'").fetchall()[0][0]
    lines = con.execute(
        """
        SELECT run_id, verb, status, reason, started_at, ended_at, discovered, loaded, updated, unchanged, duplicate,
               quarantined, held, skipped, failed
        FROM ops.runs ORDER BY run_id DESC LIMIT ?
        """,
        [runs],
    ).fetchall()
    suites = con.execute(
        """
        WITH latest AS (
            FROM quality.validations QUALIFY row_number() OVER (PARTITION BY suite ORDER BY run_id DESC) = 1
        )
        SELECT latest.suite, latest.run_id, latest.success, latest.severity, count(results.suite),
               count(*) FILTER (NOT results.success)
        FROM latest LEFT JOIN quality.results USING (run_id, suite) GROUP BY ALL ORDER BY latest.suite
        """
    ).fetchall()
    return StatusReport(
        articles, first_day, last_day, waiting, held, tuple(RunLine(*row) for row in lines), source_health(con),
        tuple(SuiteLine(*row) for row in suites),
    )  # fmt: skip


def source_health(con: duckdb.DuckDBPyConnection) -> tuple[SourceHealth, ...]:
    """Each source that a run has used, by name, and how it fares."""
    rows = con.execute(
        """
        WITH written AS (
            SELECT source_id, count(*) AS articles, max(day) AS last_day FROM news.articles GROUP BY source_id
        ), looked AS (
            SELECT source_id, max(fetched_at) AS last_success FROM ops.fetch_state WHERE status > 0 GROUP BY source_id
        ), missed AS (
            SELECT source_id, max(failed_at) AS last_failure, max_by(reason, failed_at) AS reason FROM (
                SELECT source_id, failed_at, reason FROM ops.source_failures
                UNION ALL
                SELECT source_id, recorded_at, reason FROM ops.ledger WHERE status = 'failed'
            ) GROUP BY source_id
        ), filled AS (
            SELECT source_id, max_by(complete, day) AS complete FROM mart.source_daily GROUP BY source_id
        )
        SELECT source_id, outlet, kind, coalesce(articles, 0), last_day, last_success, last_failure, reason, complete
        FROM ref.sources LEFT JOIN written USING (source_id) LEFT JOIN looked USING (source_id)
        LEFT JOIN missed USING (source_id) LEFT JOIN filled USING (source_id)
        ORDER BY source_id
        """
    ).fetchall()
    return tuple(SourceHealth(*row) for row in rows)


_QUARANTINE = """
    SELECT document_id, quarantine.source_id, quarantine.url, stage, reason, detail, quarantine.run_id, quarantined_at,
           released_at, fetched_at, content_type, warc_path, warc_offset, warc_length, sha256
    FROM quality.quarantine JOIN raw.documents USING (document_id)
"""


def quarantine_list(
    con: duckdb.DuckDBPyConnection,
    *,
    reason: str | None = None,
    source_id: str | None = None,
    released: bool = False,
) -> tuple[QuarantineItem, ...]:
    """The documents that wait in quarantine, newest first; with `released` also those that were let in."""
    rows = con.execute(
        f"""
        {_QUARANTINE}
        WHERE (reason = $reason OR $reason IS NULL) AND (quarantine.source_id = $source OR $source IS NULL)
          AND (released_at IS NULL OR $released)
        ORDER BY quarantined_at DESC, document_id
        """,
        {"reason": reason, "source": source_id, "released": released},
    ).fetchall()
    return tuple(QuarantineItem(*row) for row in rows)


def quarantine_item(con: duckdb.DuckDBPyConnection, document_id: str) -> QuarantineItem | None:
    """The rejected document of that id; None where none is in quarantine."""
    row = con.execute(f"{_QUARANTINE} WHERE document_id = ?", [document_id]).fetchone()
    return QuarantineItem(*row) if row else None
