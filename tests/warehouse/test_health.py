"""How sources fare: one answer for all of them, out of a snapshot."""

from __future__ import annotations

import polars as pl
import pytest

from contracts import mart
from contracts.journal import SourceFailed
from contracts.reasons import Reason, Status
from contracts.render import polars_schema
from core.clock import iso
from core.errors import UsageError
from tests.warehouse.kit import days, fate, fetched, moment, polled, reading, run_id, settings, work, write_journal
from warehouse.health import SPARK_DAYS, source_health
from warehouse.journal import load_journals
from warehouse.marts import replace_all

BUDGET, BACKING_OFF = (Status.SKIPPED, Reason.BUDGET_USED), (Status.SKIPPED, Reason.HOST_BACKING_OFF)


def _run(con, workspace, number, *entries):
    write_journal(workspace.raw, number, entries)
    load_journals(con, workspace.raw)
    work(con, workspace.staging, lambda d: reading(d, f"USA {d.sha256}"))


def _source_days(con, *rows):
    """Rows of mart.source_daily: day, source, loaded, expected_low, expected_high."""
    full = [(day, source, loaded, loaded, 0, 0, low, high, None) for day, source, loaded, low, high in rows]
    replace_all(con, mart.SOURCE_DAILY, pl.DataFrame(full, schema=polars_schema(mart.SOURCE_DAILY), orient="row"))


def test_days_expectation_edits_gap_and_what_waits(con, workspace):
    alpha = settings(0, "alpha", tier=1, articles_per_day={"floor": 2, "ceiling": 8})
    _run(con, workspace, 0, alpha, fetched(0, "alpha", 0, "a", "one"), polled(0, "alpha", 1, 0))
    left = [
        fate(1, "alpha", 1, "b", *BUDGET),
        fate(1, "alpha", 2, "c", *BUDGET),
        fate(1, "alpha", 3, "d", *BACKING_OFF),
    ]
    entries = [settings(1, "alpha", tier=1), fetched(1, "alpha", 0, "a", "two"), *left, polled(1, "alpha", 9, 0)]
    _run(con, workspace, 1, *entries, settings(1, "beta", articles_per_day={"floor": 2, "ceiling": 8}))
    thirteen_before, last = days(-12, 1)
    _source_days(
        con,
        (thirteen_before, "alpha", 7, None, None),
        (days(-13)[0], "alpha", 99, None, None),
        (last, "alpha", 4, 1.5, 6.5),
    )
    one, two = source_health(con)
    assert (one.tier, two.tier) == (1, None)
    assert one.last_looked == last
    assert one.days == [7, *[0] * (SPARK_DAYS - 2), 4]
    assert two.days == [0] * SPARK_DAYS
    assert (one.expected_low, one.expected_high) == (1.5, 6.5)
    assert (two.expected_low, two.expected_high) == (2, 8)
    assert (one.edit_share, one.looks) == (1.0, 1)
    assert (two.edit_share, two.looks) == (None, 0)
    assert (one.last_gap, two.last_gap) == (moment(1, 120), None)
    assert (one.waiting, one.waiting_reason) == (3, "budget_used")
    assert (two.waiting, two.waiting_reason) == (0, None)


def test_only_what_waits_since_the_last_run_is_waiting(con, workspace):
    _run(con, workspace, 0, settings(0, "alpha"), fate(0, "alpha", 0, "a", *BUDGET))
    _run(con, workspace, 1, settings(1, "alpha"), fetched(1, "alpha", 0, "a", "one"))
    (alpha,) = source_health(con)
    assert (alpha.waiting, alpha.articles) == (0, 1)


def test_success_is_an_answer_and_a_missing_page_no_success(con, workspace):
    gone = fate(1, "alpha", 0, "a", Status.FAILED, Reason.HTTP_410, http_status=410)
    failure = SourceFailed(run_id(2), "alpha", Reason.TIMEOUT, "60 s", iso(moment(2)))
    _run(con, workspace, 0, settings(0, "alpha"), fetched(0, "alpha", 0, "a", "one"))
    _run(con, workspace, 1, settings(1, "alpha"), gone)
    (alpha,) = source_health(con)
    assert (alpha.last_success, alpha.last_failure, alpha.last_failure_reason) == (moment(0), moment(1), "http_410")
    _run(con, workspace, 2, settings(2, "alpha"), failure, polled(2, "alpha", 0, 0, status=304))
    (alpha,) = source_health(con)
    assert (alpha.last_success, alpha.last_failure, alpha.last_failure_reason) == (
        moment(2, 120), moment(2), "timeout",
    )  # fmt: skip


def test_a_warehouse_without_a_run_has_no_sources(con):
    assert source_health(con) == ()


def test_a_snapshot_of_an_earlier_release_is_named_as_one_with_the_remedy(con):
    con.execute("DROP TABLE ops.polls")
    with pytest.raises(UsageError, match=r"earlier release.*\n?.*desk publish"):
        source_health(con)
