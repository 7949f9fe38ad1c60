"""Questions to the published snapshot: SQL, the state of things, the quarantine. Reading only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import duckdb

from core.errors import UsageError
from warehouse.health import SourceHealth, source_health

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
