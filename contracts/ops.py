"""ops: runs, and the one final status of each document in each run."""

from __future__ import annotations

from contracts.common import DOCUMENT_ID, RUN_ID, SOURCE_ID, count
from contracts.reasons import Reason, Status
from contracts.schema import Column, Table

_COUNTS = tuple(count(status.value, f"Documents that ended {status.value}") for status in Status)

RUNS = Table(
    "ops", "runs", "run", ("run_id",),
    (
        RUN_ID,
        Column("verb", "VARCHAR", "What was asked for: run, ingest, process, demo …"),
        Column("status", "VARCHAR", "How it ended", allowed=("running", "done", "failed", "blocked", "interrupted")),
        Column("reason", "VARCHAR", "Why, where it is not done", nullable=True),
        Column("started_at", "TIMESTAMPTZ", "When it began"),
        Column("ended_at", "TIMESTAMPTZ", "When it ended; NULL if it was killed", nullable=True),
        Column("version", "VARCHAR", "Version of the program"),
        count("discovered", "Documents it met: the sum of the eight statuses"),
        *_COUNTS,
    ),
)  # fmt: skip

LEDGER = Table(
    "ops", "ledger", "document x run", ("run_id", "document_id"),
    (
        RUN_ID,
        DOCUMENT_ID,
        SOURCE_ID,
        Column("url", "VARCHAR", "Its address"),
        Column("status", "VARCHAR", "Its one final status", allowed=tuple(s.value for s in Status)),
        Column("reason", "VARCHAR", "Why", allowed=tuple(r.value for r in Reason)),
        Column("detail", "VARCHAR", "What was seen", nullable=True),
        Column("article_id", "VARCHAR", "The article it belongs to, where there is one", nullable=True),
        Column("recorded_at", "TIMESTAMPTZ", "When its fate at the source was known"),
    ),
    references=((("run_id",), "ops.runs"),),
)  # fmt: skip

FETCH_STATE = Table(
    "ops", "fetch_state", "url", ("source_id", "url"),
    (
        SOURCE_ID,
        Column("url", "VARCHAR", "A page, a feed or a listing"),
        Column("kind", "VARCHAR", "page or poll", allowed=("page", "poll")),
        Column("fetched_at", "TIMESTAMPTZ", "When it was last asked for"),
        Column("status", "INTEGER", "What the last answer was; 0 without one", minimum=0),
        Column("etag", "VARCHAR", "Its validator", nullable=True),
        Column("last_modified", "VARCHAR", "Its other validator", nullable=True),
        Column("sha256", "VARCHAR", "SHA-256 of its last body", nullable=True),
    ),
)  # fmt: skip

SOURCE_FAILURES = Table(
    "ops", "source_failures", "source that could not be polled in a run", ("run_id", "source_id"),
    (
        RUN_ID,
        SOURCE_ID,
        Column("reason", "VARCHAR", "Why", allowed=tuple(r.value for r in Reason)),
        Column("detail", "VARCHAR", "What was seen", nullable=True),
        Column("failed_at", "TIMESTAMPTZ", "When"),
    ),
)  # fmt: skip

TABLES = (RUNS, LEDGER, FETCH_STATE, SOURCE_FAILURES)
