"""How each source fares: one question to the snapshot for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import duckdb

from contracts.render import quoted
from core.errors import UsageError
from warehouse.state import EDIT_SHARES

SPARK_DAYS = 14
# Pages that a run met and left for the next one.
WAITING = ("interrupted", "budget_used", "host_backing_off")


@dataclass(frozen=True)
class SourceHealth:
    """A source and how it fares.

    `last_success` is when it last brought or confirmed a page, or could be polled; `last_failure` when it last could
    not be polled or a page of it failed. `days` has its new articles by day, the oldest first: the 14 days up to
    `last_looked`, the day on which any source was last looked at. `expected_low` and `expected_high` are what is to be
    expected of a day: from its own last weeks, else its file's articles_per_day, else None. `complete`: whether its
    last day of mart.source_daily reached that, None without an expectation. `edit_share` (0..1) is the share of `looks`
    at pages already had, over 90 days, that found an edit. `last_gap` is when it had last moved on by more than it
    shows. `waiting` pages were met in its last run and left for the next one, for `waiting_reason` most of all."""

    source_id: str
    outlet: str
    kind: str
    articles: int
    last_day: date | None
    last_success: datetime | None
    last_failure: datetime | None
    last_failure_reason: str | None
    complete: bool | None
    tier: int | None
    last_looked: date | None
    days: list[int]
    expected_low: float | None
    expected_high: float | None
    edit_share: float | None
    looks: int
    last_gap: datetime | None
    waiting: int
    waiting_reason: str | None


_WAITING = " UNION ALL ".join(
    f"SELECT run_id, source_id, reason FROM ops.ledger WHERE reason = {quoted(reason)}" for reason in WAITING
)
_HEALTH = f"""
    WITH looked AS (
        SELECT max(recorded_at)::DATE AS day FROM ops.ledger
    ), written AS (
        SELECT source_id, count(*) AS articles, max(day) AS last_day FROM news.articles GROUP BY source_id
    ), reached AS (
        SELECT source_id, max(there_at) AS last_success FROM (
            SELECT source_id, greatest(kept_at, CASE WHEN status < 400 THEN fetched_at END) AS there_at
            FROM ops.fetch_state
            UNION ALL
            SELECT source_id, polled_at FROM ops.polls WHERE status BETWEEN 200 AND 399
        ) GROUP BY source_id
    ), missed AS (
        SELECT source_id, max(failed_at) AS last_failure, max_by(reason, (failed_at, reason)) AS reason FROM (
            SELECT source_id, failed_at, reason FROM ops.source_failures
            UNION ALL
            SELECT source_id, recorded_at, reason FROM ops.ledger WHERE status = 'failed'
        ) GROUP BY source_id
    ), filled AS (
        SELECT source_id, max_by(complete, day) AS complete,
               max_by(expected_low, day) FILTER (expected_high > 0) AS low,
               max_by(expected_high, day) FILTER (expected_high > 0) AS high
        FROM mart.source_daily GROUP BY source_id
    ), spark AS (
        SELECT sources.source_id, list(coalesce(loaded, 0)::BIGINT ORDER BY back DESC) AS days
        FROM ref.sources CROSS JOIN looked CROSS JOIN range({SPARK_DAYS}) AS r(back)
        LEFT JOIN mart.source_daily AS daily
          ON daily.source_id = sources.source_id AND daily.day = looked.day - back::INTEGER
        GROUP BY sources.source_id
    ), edits AS (
        {EDIT_SHARES.format(days=90)}
    ), gaps AS (
        SELECT source_id, max(polled_at) AS last_gap FROM ops.polls WHERE is_gap GROUP BY source_id
    ), left_over AS (
        SELECT source_id, sum(pages)::BIGINT AS waiting, max_by(reason, (pages, reason)) AS reason FROM (
            SELECT waiting.source_id, waiting.reason, count(*) AS pages
            FROM ({_WAITING}) AS waiting JOIN ref.sources
              ON sources.source_id = waiting.source_id AND sources.last_run_id = waiting.run_id
            GROUP BY ALL
        ) GROUP BY source_id
    )
    SELECT sources.source_id, outlet, kind, coalesce(articles, 0), last_day, last_success, last_failure, missed.reason,
           complete, tier, looked.day, coalesce(days, []), coalesce(low, floor_per_day),
           coalesce(high, ceiling_per_day), edits.share, coalesce(edits.looks, 0), last_gap,
           coalesce(left_over.waiting, 0), left_over.reason
    FROM ref.sources CROSS JOIN looked LEFT JOIN written USING (source_id) LEFT JOIN reached USING (source_id)
    LEFT JOIN missed USING (source_id) LEFT JOIN filled USING (source_id) LEFT JOIN spark USING (source_id)
    LEFT JOIN edits USING (source_id) LEFT JOIN gaps USING (source_id) LEFT JOIN left_over USING (source_id)
    ORDER BY sources.source_id
"""


def source_health(con: duckdb.DuckDBPyConnection) -> tuple[SourceHealth, ...]:
    """Each source that a run has used, by name, and how it fares. Raises UsageError for a snapshot that an earlier
    release published: it lacks the tables that this asks."""
    try:
        return tuple(SourceHealth(*row) for row in con.execute(_HEALTH).fetchall())
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise UsageError(
            f"the snapshot was published by an earlier release: {str(error).splitlines()[0]}",
            "Run `desk publish`: it brings the warehouse up to this release and publishes it anew.",
        ) from error
