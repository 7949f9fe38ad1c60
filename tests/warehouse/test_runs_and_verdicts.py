"""The book of runs, its equation, and the verdicts beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pytest

from contracts.reasons import Reason, Status
from core.errors import PipelineFault
from tests.warehouse.kit import fate, fetched, moment, run_id, settings, unfit, work, write_journal
from warehouse.journal import load_journals
from warehouse.quality import write_verdict
from warehouse.query import status
from warehouse.reference import load_reference
from warehouse.runs import Gap, last_run, ledger_gaps, refresh_run_counts


@dataclass(frozen=True)
class Validation:
    run_id: str
    suite: str
    success: bool
    severity: str | None
    element_count: int
    validated_at: datetime


@pytest.fixture
def press(con, workspace):
    entries = [
        settings(0, "alpha"), fetched(0, "alpha", 0, "a", "x"), fetched(0, "alpha", 1, "b", "x"),
        fate(0, "alpha", 2, "c", Status.SKIPPED, Reason.NOT_DUE),
        fate(0, "alpha", 3, "d", Status.FAILED, Reason.TIMEOUT),
    ]  # fmt: skip
    write_journal(workspace.raw, 0, entries, end=False)
    load_journals(con, workspace.raw, current_run=run_id(0))
    return con


def _counts(con):
    row = con.execute("SELECT discovered, held, quarantined, skipped, failed, loaded FROM ops.runs").fetchone()
    return dict(zip(("discovered", "held", "quarantined", "skipped", "failed", "loaded"), row, strict=True))


def test_a_runs_counts_are_the_sums_of_its_ledger_and_follow_it(press, workspace):
    assert [gap.what for gap in ledger_gaps(press)] == ["ledger rows of the run"]
    refresh_run_counts(press)
    assert _counts(press) == {"discovered": 4, "held": 2, "quarantined": 0, "skipped": 1, "failed": 1, "loaded": 0}
    assert ledger_gaps(press) == []
    work(press, workspace.staging, unfit)
    refresh_run_counts(press)
    assert _counts(press) == {"discovered": 4, "held": 0, "quarantined": 2, "skipped": 1, "failed": 1, "loaded": 0}
    assert last_run(press) == run_id(0)


def test_each_way_to_break_the_equation_is_found(press):
    refresh_run_counts(press)
    doubled = press.execute("SELECT document_id FROM ops.ledger WHERE reason = 'timeout'").fetchone()[0]
    press.execute("INSERT INTO ops.ledger SELECT * FROM ops.ledger WHERE reason = 'timeout'")
    press.execute("DELETE FROM ops.ledger WHERE url LIKE '%/a'")
    press.execute("UPDATE ops.runs SET skipped = 5")
    assert set(ledger_gaps(press)) == {
        Gap(run_id(0), f"ledger rows of document {doubled}", 1, 2),
        Gap(run_id(0), "fetched bodies in the ledger", 2, 1),
        Gap(run_id(0), "sum of the eight statuses", 4, 8),
    }
    press.execute("DELETE FROM ops.runs")
    assert Gap(run_id(0), "ledger rows of the run", 0, 4) in ledger_gaps(press)


def test_no_run_yet_is_none(con):
    assert last_run(con) is None
    assert ledger_gaps(con) == []


def test_a_suites_verdict_replaces_its_last_in_the_run_and_leaves_the_others(con):
    gate = Validation(run_id(0), "gate:news.articles", True, None, 9, moment(0))
    audit = Validation(run_id(0), "audit:news.articles", False, "critical", 9, moment(0))
    result = (run_id(0), "audit:news.articles", "title is set", "critical", False, 2, 9, "a, b")
    write_verdict(con, run_id(0), [gate], [])
    write_verdict(con, run_id(0), [audit], [result])
    write_verdict(con, run_id(0), [audit], [result])
    assert con.execute("SELECT suite, success FROM quality.validations ORDER BY suite").fetchall() == [
        ("audit:news.articles", False), ("gate:news.articles", True),
    ]  # fmt: skip
    assert con.execute("FROM quality.results").fetchall() == [result]
    suites = {line.suite: (line.success, line.expectations, line.failed) for line in status(con).suites}
    assert suites == {"audit:news.articles": (False, 1, 1), "gate:news.articles": (True, 0, 0)}


def test_reference_tables_become_what_they_are_given(con):
    countries = [(code, None, code, None, None, None, None, "state") for code in ("CHN", "USA")]
    topic = ("war", "War", "what it is", None, ["battles"], [], ["01", "02"], ["a", "b"], ["01", "03"], "1")
    load_reference(con, countries, [topic])
    load_reference(con, countries[:1], [topic])
    assert con.execute("SELECT iso3 FROM ref.countries").fetchall() == [("CHN",)]
    assert con.execute("FROM ref.topics").fetchall() == [topic]


def test_a_reference_row_that_lacks_a_value_changes_nothing(con):
    load_reference(con, [("CHN", None, "China", None, None, None, None, "state")], [])
    with pytest.raises(PipelineFault, match=r"countries\.name.*nothing was written"):
        load_reference(con, [("USA", None, None, None, None, None, None, "state")], [])
    assert con.execute("SELECT iso3 FROM ref.countries").fetchall() == [("CHN",)]
