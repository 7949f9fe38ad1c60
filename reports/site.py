"""Wiring: the snapshot's answers and the templates become a folder of pages, swapped in as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from contracts.reasons import STATUS_MEANING, Status
from core import VERSION
from reports import badges, charts, words
from reports.folder import replace_folder
from reports.queries import GAP_DAYS, WEEKS, Connection, read_snapshot
from reports.rows import BlockedVerdict, CountryRow, LedgerLine, Snapshot, TopicRow, Window

__all__ = ["BlockedVerdict", "build_site"]

_TEMPLATES = Path(__file__).parent / "templates"
_STYLE = Path(__file__).parent / "style.css"
SMALL_MULTIPLES = 8  # on the pages of their own; the overview shows the first six
TOP = 10


@dataclass(frozen=True)
class Page:
    """A page of the site and its entry in the navigation."""

    file: str
    name: str
    title: str


PAGES = (
    Page("index.html", "Overview", "Overview"),
    Page("countries.html", "Countries", "Countries"),
    Page("topics.html", "Topics", "Topics"),
    Page("sources.html", "Sources", "Sources"),
    Page("quality.html", "Quality", "Data quality"),
    Page("quarantine.html", "Quarantine", "Quarantine"),
)


@dataclass(frozen=True)
class StatusLine:
    """A line of the ledger's table: documents of one status, and their reasons."""

    status: Status
    meaning: str
    documents: int
    reasons: tuple[LedgerLine, ...]


@dataclass(frozen=True)
class Trend:
    """A small chart, its name and its numbers by week."""

    name: str
    weekly: tuple[int, ...]
    chart: Markup


def build_site(
    con: Connection, out: Path, *, verdict: BlockedVerdict | None = None, generated_at: datetime
) -> list[Path]:
    """Writes the report into the folder `out` and returns its files, index.html first. `con` is a read-only connection
    to the published snapshot; `verdict` says that a later publish was blocked, and every page then carries it. The same
    snapshot, verdict and time give the same bytes. The folder is replaced as a whole: a reader never meets half a site.
    Raises UsageError when `out` holds something that is not a report, WorkspaceError when it cannot be written."""
    snapshot = read_snapshot(con)
    environment = _environment()
    texts = {
        page.file: environment.get_template(page.file).render(
            page=page, s=snapshot, verdict=verdict, generated_at=generated_at, **_derived(snapshot)
        )
        for page in PAGES
    }
    texts["style.css"] = _STYLE.read_text(encoding="utf-8")
    replace_folder(out, texts)
    return [out / name for name in texts]


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_clean,
    )
    environment.filters.update(
        number=words.number, share=words.share, moment=words.moment, day=words.day, shorten=words.shorten,
        plural=words.plural, span=words.span, web=words.web_address, with_code=words.with_code,
        num_column=_column("num"), slanted=_column("slant"),
    )  # fmt: skip
    environment.globals.update(
        pages=PAGES, version=VERSION, weeks=WEEKS, top=TOP, gap_days=GAP_DAYS, bar=charts.bar,
        sparkline=charts.sparkline, shade=charts.shade, health=badges.health, run_badge=badges.run_badge,
        suite_badge=badges.suite_badge,
        audit_badge=badges.audit_badge, check_badge=badges.check_badge, reason_meaning=words.reason_meaning,
    )  # fmt: skip
    return environment


def _clean(value: object) -> object:
    """Whatever a template prints: strings lose their control characters; markup of ours is left alone."""
    return words.clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _column(style: str) -> Callable[[str], tuple[str, str]]:
    """A filter that makes a heading of a table of this class."""
    return lambda heading: (heading, style)


def _derived(snapshot: Snapshot) -> dict[str, object]:
    """What the templates need beyond the rows: charts, and rows arranged for their tables."""
    lines = _status_lines(snapshot.ledger)
    return {
        "statuses": lines,
        "documents": sum(line.documents for line in lines),
        "ledger_chart": charts.stack(
            "ledger",
            "What happened to each document of the last run",
            "documents",
            [charts.Part(line.status.value, line.documents, f"s-{line.status.value}") for line in lines],
        ),
        "country_trends": _trends("country", snapshot.window, snapshot.countries),
        "topic_trends": _trends("topic", snapshot.window, snapshot.topics),
        "grid": (grid := _grid(snapshot)),
        "grid_most": max((value for _, values in grid for value in values), default=0),
        "most_naming": max((row.naming for row in snapshot.countries), default=0),
        "most_paired": max((pair.articles for pair in snapshot.pairs), default=0),
        "healthy": sum(badges.health(source).style in ("good", "quiet") for source in snapshot.sources),
        "waiting": sum(row.waiting for row in snapshot.rejected_reasons),
        "released": sum(row.released for row in snapshot.rejected_reasons),
    }


def _status_lines(ledger: Sequence[LedgerLine]) -> tuple[StatusLine, ...]:
    """All eight statuses, those without a document too: the equation is to be read off."""
    by_status = {status: tuple(line for line in ledger if line.status == status) for status in Status}
    return tuple(
        StatusLine(status, STATUS_MEANING[status], sum(line.documents for line in lines), lines)
        for status, lines in by_status.items()
    )


def _trends(kind: str, window: Window | None, rows: Sequence[CountryRow] | Sequence[TopicRow]) -> tuple[Trend, ...]:
    """The first rows that have anything to draw, on one scale."""
    if window is None:
        return ()
    shown = [row for row in rows if any(row.weekly)][:SMALL_MULTIPLES]
    ceiling = max((value for row in shown for value in row.weekly), default=1)
    made = []
    for row in shown:
        key, name = (row.iso3, row.name) if isinstance(row, CountryRow) else (row.topic_id, row.label)
        unit = f"articles about {name}" if isinstance(row, CountryRow) else f"articles tagged “{name}”"
        title = f"{name}: {unit}, last {WEEKS} weeks"
        chart = charts.trend(f"{kind}-{key}", title, unit, window.mondays, row.weekly, ceiling, window.partial)
        made.append(Trend(name, row.weekly, chart))
    return tuple(made)


def _grid(snapshot: Snapshot) -> tuple[tuple[CountryRow, tuple[int, ...]], ...]:
    """The top countries, each with its articles by top topic, in the order of `snapshot.topics`."""
    cells = {(cell.iso3, cell.topic_id): cell.articles for cell in snapshot.cells}
    topics = snapshot.topics[:TOP]
    rows = ((row, tuple(cells.get((row.iso3, topic.topic_id), 0) for topic in topics)) for row in snapshot.countries)
    return tuple((row, values) for row, values in rows if any(values))[:TOP]
