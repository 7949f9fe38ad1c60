"""What the pages show, typed. Every number says in its field's comment what it counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol


@dataclass(frozen=True)
class FailedCheck:
    """An expectation that did not hold. `observed` is what was seen: a value, or keys of failing rows (at most 20)."""

    suite: str
    expectation: str
    severity: str
    unexpected_count: int
    element_count: int
    observed: str | None


class Finding(Protocol):
    """A result of an expectation, as the room that validates gives it: a row of quality.results."""

    @property
    def suite(self) -> str: ...
    @property
    def expectation(self) -> str: ...
    @property
    def severity(self) -> str: ...
    @property
    def unexpected_count(self) -> int: ...
    @property
    def element_count(self) -> int: ...
    @property
    def observed(self) -> str | None: ...


@dataclass(frozen=True)
class BlockedVerdict:
    """Why the last publish did not happen: the run it was for, and the expectations that failed."""

    run_id: str
    audited_at: datetime
    failures: tuple[FailedCheck, ...]

    @classmethod
    def of(cls, run_id: str, audited_at: datetime, findings: Iterable[Finding]) -> BlockedVerdict:
        """The verdict from the failed results of an audit."""
        failures = tuple(
            FailedCheck(f.suite, f.expectation, f.severity, f.unexpected_count, f.element_count, f.observed)
            for f in findings
        )
        return cls(run_id, audited_at, failures)


@dataclass(frozen=True)
class Run:
    """A row of ops.runs; `discovered` counts documents of all statuses."""

    run_id: str
    verb: str
    status: str
    reason: str | None
    started_at: datetime
    ended_at: datetime | None
    version: str
    discovered: int


@dataclass(frozen=True)
class LedgerLine:
    """Documents of one run that ended in this status for this reason."""

    status: str
    reason: str
    documents: int


@dataclass(frozen=True)
class Window:
    """Whole weeks from a Monday on; `last` is the last day with an article and lies in the last of them."""

    first: date
    last: date
    weeks: int

    @classmethod
    def ending(cls, last: date, weeks: int) -> Window:
        """The weeks up to and including the one of `last`."""
        monday = last - timedelta(days=last.weekday())
        return cls(monday - timedelta(weeks=weeks - 1), last, weeks)

    @property
    def mondays(self) -> tuple[date, ...]:
        return tuple(self.first + timedelta(weeks=week) for week in range(self.weeks))

    @property
    def partial(self) -> bool:
        """Whether the last week has days after `last` still to come."""
        return self.last.weekday() != 6


@dataclass(frozen=True)
class Totals:
    """What the snapshot holds: `articles` in all, `in_window` of them in the window, from `first_day` to `last_day`;
    `naming` is how many articles name any country, `tagged` how many carry any topic."""

    articles: int
    in_window: int
    stories: int
    sources: int
    outlet_countries: int
    naming: int
    tagged: int
    first_day: date
    last_day: date


@dataclass(frozen=True)
class CountryRow:
    """A country over the window. `focus`: articles about it; `naming`: articles that name it at all; `weekly`: articles
    about it by week; `foreign`: share (0..1) of the naming articles whose outlet's country is known and differs."""

    iso3: str
    name: str
    focus: int
    naming: int
    stories: int
    sources: int
    mentions: int
    foreign: float | None
    weekly: tuple[int, ...]


@dataclass(frozen=True)
class TopicRow:
    """A topic over the window. `articles` tagged with it; `weekly`: the same by week."""

    topic_id: str
    label: str
    definition: str
    articles: int
    stories: int
    sources: int
    weekly: tuple[int, ...]


@dataclass(frozen=True)
class Pair:
    """Two countries over the window: `articles` name both, `focus` of them are about both."""

    a: str
    b: str
    name_a: str
    name_b: str
    articles: int
    focus: int


@dataclass(frozen=True)
class Cell:
    """Articles about a country that carry a topic."""

    iso3: str
    topic_id: str
    articles: int


@dataclass(frozen=True)
class Headline:
    """An article as a line."""

    article_id: str
    title: str | None
    url: str | None
    outlet: str
    day: date
    dated: bool  # False: it states no date, and `day` is when it was first seen
    countries: tuple[str, ...]  # names of those it is about, by falling salience


@dataclass(frozen=True)
class SourceRow:
    """A source: articles in the window (in all and by week), and the documents of the last run it took part in."""

    source_id: str
    outlet: str
    country: str | None
    kind: str
    url: str
    articles: int
    weekly: tuple[int, ...]
    last_day: date | None
    run_id: str | None
    discovered: int
    loaded: int  # new articles and new revisions
    quarantined: int
    failed: int
    failure: str | None  # why it could not be polled in that run
    failure_detail: str | None
    complete: bool | None  # mart.source_daily of its last day with an expectation
    gap: bool = False  # whether it is among the snapshot's `gaps`


@dataclass(frozen=True)
class Gap:
    """A source that had moved on by more than it shows, in `gaps` runs of the last 30 days: at `last_gap` it offered so
    many `candidates`, none of them met before, and the look before that one was at `looked_before`."""

    source_id: str
    outlet: str
    gaps: int
    last_gap: datetime
    looked_before: datetime
    candidates: int

    @property
    def hours(self) -> float:
        """Between the two looks."""
        return (self.last_gap - self.looked_before).total_seconds() / 3600


@dataclass(frozen=True)
class Suite:
    """A suite of the last run that was validated: `held` of `expectations` held over `elements` rows."""

    name: str
    success: bool
    severity: str | None
    elements: int
    expectations: int
    held: int
    validated_at: datetime


@dataclass(frozen=True)
class Rejected:
    """A document in quarantine, and where its bytes lie. The address is NULL when the archive's record is unknown."""

    document_id: str
    source_id: str
    url: str
    stage: str
    reason: str
    detail: str | None
    run_id: str
    quarantined_at: datetime
    released_at: datetime | None
    warc_path: str | None
    warc_offset: int | None
    warc_length: int | None


@dataclass(frozen=True)
class ReasonCount:
    """Documents in quarantine for a reason: still `waiting`, and `released`."""

    reason: str
    waiting: int
    released: int


@dataclass(frozen=True)
class Snapshot:
    """All that the pages show. `window` and `totals` are None while there is no article."""

    run: Run | None
    runs: tuple[Run, ...]
    ledger_run: Run | None
    ledger: tuple[LedgerLine, ...]
    window: Window | None
    totals: Totals | None
    countries: tuple[CountryRow, ...]
    topics: tuple[TopicRow, ...]
    pairs: tuple[Pair, ...]
    cells: tuple[Cell, ...]
    headlines: tuple[Headline, ...]
    sources: tuple[SourceRow, ...]
    gaps: tuple[Gap, ...]
    quality_run: str | None
    suites: tuple[Suite, ...]
    failures: tuple[FailedCheck, ...]
    rejected: tuple[Rejected, ...]
    rejected_reasons: tuple[ReasonCount, ...]
