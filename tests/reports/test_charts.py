"""Charts and words as pure functions."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import badges, charts, words
from reports.rows import FailedCheck, Snapshot, SourceRow, Suite, Window

MONDAYS = tuple(date(2026, 10, 5) + timedelta(weeks=week) for week in range(8))


def test_a_window_is_whole_weeks_from_a_monday_to_the_week_of_the_last_day() -> None:
    window = Window.ending(date(2026, 11, 25), 8)
    assert (window.first, window.mondays, window.partial) == (date(2026, 10, 5), MONDAYS, True)
    assert not Window.ending(date(2026, 11, 29), 8).partial


def test_a_trend_says_its_numbers_in_its_description() -> None:
    chart = charts.trend("c", "Kenya", "articles about Kenya", MONDAYS[:2], (1200, 3), 2000, partial=True)
    assert "2026-10-05: 1,200, 2026-10-12: 3. The last week is not over." in chart


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=8), st.booleans())
def test_a_trend_stays_within_its_box(values: list[int], partial: bool) -> None:
    chart = charts.trend("c", "t", "articles", MONDAYS[: len(values)], values, max(values), partial)
    assert "nan" not in chart
    points = re.findall(r"(-?[\d.]+),(-?[\d.]+)", " ".join(re.findall(r'<path[^>]* d="([^"]*)"', chart)))
    assert len(points) >= len(values) - 1
    assert all(0 <= float(x) <= 280 and 0 <= float(y) <= 122 for x, y in points)


def test_parts_of_nothing_are_left_out_of_a_stack() -> None:
    parts = [charts.Part("loaded", 3, "s-loaded"), charts.Part("failed", 0, "s-failed")]
    assert charts.stack("l", "t", "documents", parts).count("<rect") == 1


def test_titles_in_charts_are_escaped() -> None:
    chart = charts.trend("c", "<script>\x00", "a & b", MONDAYS, (0,) * 8, 0, partial=False)
    assert "<script>" not in chart
    assert "\x00" not in chart
    assert "a &amp; b" in chart


def test_shades_rise_with_the_number_from_nothing_to_five() -> None:
    assert [charts.shade(value, 25) for value in (0, 1, 4, 9, 16, 25)] == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("value", "shown"), [(None, "–"), (0.0, "0%"), (0.001, "<1%"), (0.5, "50%"), (0.999, ">99%"), (1.0, "100%")]
)
def test_a_share_is_never_rounded_to_none_or_all(value: float | None, shown: str) -> None:
    assert words.share(value) == shown


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "folder:a/b.html", "http://", "http://[", ""]
)
def test_only_web_addresses_become_links(url: str) -> None:
    assert words.web_address(url) == ""
    assert words.web_address("https://rift-herald.example/a") == "https://rift-herald.example/a"


def source(**changes: object) -> SourceRow:
    values: dict[str, object] = {
        "source_id": "s", "outlet": "S", "country": None, "kind": "feed", "url": "u", "articles": 0, "weekly": (),
        "last_day": None, "run_id": "r", "discovered": 10, "loaded": 4, "quarantined": 0, "failed": 0, "failure": None,
        "failure_detail": None, "complete": None,
    }  # fmt: skip
    return SourceRow(**{**values, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({}, "well"),
        ({"loaded": 0}, "nothing new"),
        ({"run_id": None}, "not run yet"),
        ({"failure": "timeout"}, "failed"),
        ({"failed": 6}, "failing"),
        ({"failed": 5}, "well"),
        ({"quarantined": 6}, "rejected"),
        ({"complete": False}, "behind"),
    ],
)
def test_health_is_the_worst_that_is_true(changes: dict[str, object], word: str) -> None:
    assert badges.health(source(**changes)).word == word


def snapshot(*suites: Suite) -> Snapshot:
    empty: dict[str, object] = {field.name: () for field in fields(Snapshot)}
    return Snapshot(**{**empty, "suites": suites})  # type: ignore[arg-type]


def suite(name: str, severity: str | None) -> Suite:
    return Suite(name, severity != "critical", severity, 10, 2, 1, datetime(2026, 11, 25, tzinfo=UTC))


@pytest.mark.parametrize(
    ("suites", "word"),
    [
        ((), "none yet"),
        ((suite("audit:news.articles", None),), "passed"),
        ((suite("audit:news.articles", "warning"),), "passed with warnings"),
        ((suite("audit:news.articles", "critical"),), "critical"),
        ((suite("audit:news.articles", None), suite("gate:news.articles", "critical")), "passed"),
    ],
)
def test_what_the_gate_sent_to_quarantine_does_not_spoil_the_audit(suites: tuple[Suite, ...], word: str) -> None:
    assert badges.audit_badge(snapshot(*suites), None)[0] == word
    if len(suites) == 2:
        assert badges.suite_badge(suites[1]) == ("rows rejected", "warn")
        check = FailedCheck("gate:news.articles", "body holds text", "critical", 1, 10, "document_id=d1")
        assert badges.check_badge(check) == ("to quarantine", "warn")
