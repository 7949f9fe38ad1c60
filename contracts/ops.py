"""ops: runs, polls, what is known of each URL, and the one final status of each document in each run."""

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
    "ops", "fetch_state", "url and what it is asked as", ("source_id", "url", "kind"),
    (
        SOURCE_ID,
        Column("url", "VARCHAR", "A page, a feed, a listing, a sitemap"),
        Column("kind", "VARCHAR", "page: asked for its text; poll: asked for candidates", allowed=("page", "poll")),
        Column("first_seen_at", "TIMESTAMPTZ", "The first look that was answered"),
        Column("looks", "BIGINT", "Looks that were answered, whatever the answer", minimum=1),
        Column("fetched_at", "TIMESTAMPTZ", "The last look that was answered"),
        Column("status", "INTEGER", "HTTP status of that answer; 200 for a file", minimum=1),
        Column("kept_at", "TIMESTAMPTZ", "When its last body was kept; NULL without one", nullable=True),
        Column("sha256", "VARCHAR", "SHA-256 of that body", nullable=True),
        Column("etag", "VARCHAR", "Validator of that body; of a poll, of the last one whose candidates are all settled", nullable=True),
        Column("last_modified", "VARCHAR", "The other validator", nullable=True),
        Column("cursor", "VARCHAR", "How far a poll has read the source, in its kind's own words", nullable=True),
    ),
    notes="A look that brought no body to keep (304, 404, noindex) moves fetched_at, status and looks, nothing else.",
)  # fmt: skip

POLLS = Table(
    "ops", "polls", "run x source x address polled", ("run_id", "source_id", "url"),
    (
        RUN_ID,
        SOURCE_ID,
        Column("url", "VARCHAR", "The feed, listing, sitemap or API page; a path for files"),
        Column("polled_at", "TIMESTAMPTZ", "When"),
        Column("status", "INTEGER", "HTTP status of the answer; 0 without one, 200 for files", minimum=0),
        count("candidates", "Candidates that it offered"),
        Column("known", "BIGINT", "Of them, met in an earlier run; NULL in journals that did not say", nullable=True, minimum=0),
        Column("cursor", "VARCHAR", "How far the source was read with it; NULL for kinds that show what they have", nullable=True),
        Column("note", "VARCHAR", "What was left out of a poll that could be read only in part", nullable=True),
        Column("is_gap", "BOOLEAN", "Whether the source may have moved on by more than it shows: it was polled before with candidates, and of all that it offers in this run none had been met; NULL where known is", nullable=True),
    ),
    references=((("run_id",), "ops.runs"),),
    notes="A gap means articles that were never seen: poll the source more often.",
    example="""SELECT source_id, count(DISTINCT run_id) AS gaps, max(polled_at) AS last_gap
FROM ops.polls WHERE is_gap GROUP BY source_id ORDER BY last_gap DESC""",
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

TABLES = (RUNS, LEDGER, FETCH_STATE, POLLS, SOURCE_FAILURES)
