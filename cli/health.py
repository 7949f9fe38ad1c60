"""`desk sources list`: each source's settings beside how it fares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from cli.console import print_rows
from sources.spec import SourceSpec

if TYPE_CHECKING:
    from warehouse.health import SourceHealth

_BARS = "▁▂▃▄▅▆▇█"
_GAP_IS_NEWS = timedelta(days=14)


@dataclass(frozen=True)
class SourceLine:
    """A source as the list shows it. `days` are its articles of the last 14 days, the oldest first; `state` says in
    words what is to be done about it, if anything."""

    source: str
    kind: str
    outlet: str
    country: str | None
    tier: int
    enabled: bool
    checked: date | None
    last_success: datetime | None
    articles: int
    days: Sequence[int]
    expected: str | None
    state: str


def source_line(spec: SourceSpec, health: SourceHealth | None) -> SourceLine:
    """One line; `health` is None for a source that no published run has used."""
    return SourceLine(
        source=spec.name,
        kind=spec.kind,
        outlet=spec.outlet,
        country=spec.outlet_country,
        tier=spec.tier,
        enabled=spec.enabled,
        checked=spec.checked,
        last_success=health.last_success if health else None,
        articles=health.articles if health else 0,
        days=health.days if health else (),
        expected=_expected(spec, health),
        state=_state(spec, health),
    )


def print_lines(lines: Sequence[SourceLine], *, as_json: bool) -> None:
    """The list as a table, or as JSON with the days as numbers."""
    if as_json:
        from cli.console import print_json

        print_json(lines)
        return
    columns = (
        "source",
        "kind",
        "country",
        "tier",
        "checked",
        "last success",
        "14 days",
        "expected",
        "articles",
        "state",
    )
    rows = [
        (
            line.source,
            line.kind,
            line.country,
            line.tier,
            line.checked,
            f"{line.last_success:%Y-%m-%d %H:%M}" if line.last_success else None,
            sparkline(line.days),
            line.expected,
            line.articles,
            line.state,
        )
        for line in lines
    ]
    print_rows(columns, rows, as_json=False)


def sparkline(numbers: Sequence[int]) -> str:
    """Numbers as bars of eight heights; a day with none is a dot, so that silence is seen."""
    top = max(numbers, default=0)
    return "".join(_BARS[min(7, (8 * number - 1) // top)] if number else "·" for number in numbers)


def _expected(spec: SourceSpec, health: SourceHealth | None) -> str | None:
    if health and health.expected_low is not None:
        high = "" if health.expected_high is None else f"{health.expected_high:.0f}"
        return f"{health.expected_low:.0f}-{high}"
    if spec.articles_per_day:
        return f"{spec.articles_per_day.floor}-{spec.articles_per_day.ceiling}"
    return None


def _state(spec: SourceSpec, health: SourceHealth | None) -> str:
    """What a person should know first."""
    if not spec.enabled:
        return "off"
    if health is None:
        return "never run" if spec.checked or spec.path else "never run, never checked here"
    said = []
    failing = health.last_failure is not None and (
        health.last_success is None or health.last_failure > health.last_success
    )
    if failing:
        said.append(f"failing since {health.last_failure:%Y-%m-%d %H:%M}: {health.last_failure_reason}")
    if health.last_gap and health.last_looked and health.last_looked - health.last_gap.date() <= _GAP_IS_NEWS:
        said.append(f"gap on {health.last_gap:%Y-%m-%d}: poll it more often")
    if health.complete is False:
        said.append("fewer articles than expected")
    if health.waiting:
        said.append(f"{health.waiting:,} pages wait ({health.waiting_reason})")
    return "; ".join(said) or "well"
