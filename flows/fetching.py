"""Stage one: the world -> archive and journal. Touches no table."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from contracts.records import UrlState
from core.errors import UsageError
from core.files import disk_errors
from flows.context import Run
from sources.archive.repair import repair_tails
from sources.archive.writer import Archive
from sources.collect import SourceReport, collect
from sources.http.fetcher import Fetcher, HttpLimits
from sources.polite.gate import LocalHostGate
from sources.polite.memory import FileMemory
from sources.polite.rights import Rights
from sources.polite.robots import Robots
from sources.revisits import Edits
from sources.spec import SourceSpec
from sources.spec_files import folder_source, load_sources
from warehouse.connection import connect_writer
from warehouse.journal import load_journals
from warehouse.state import edit_shares, fetch_states

STAGE = "fetch"
_NAMED = 5  # failed sources that the one line names
Window = tuple[date | None, date | None]


def choose_sources(targets: Sequence[str], folder: Path) -> tuple[SourceSpec, ...]:
    """The sources that are meant: all enabled ones when nothing is named; else each target by its name, or, where it is
    a path, as a folder source. Raises UsageError for a name that is neither."""
    paths = [target for target in targets if _is_path(target)]
    names = [target for target in targets if target not in paths]
    known = {spec.name: spec for spec in load_sources(folder)} if names or not targets else {}
    for name in names:
        if name not in known:
            raise UsageError(
                f"no source and no folder is called {name!r}",
                f"`desk sources list` shows the sources in {folder}; a folder needs a path that exists.",
            )
    if not targets:
        return tuple(spec for spec in known.values() if spec.enabled)
    return (*(known[name] for name in dict.fromkeys(names)), *(folder_source(Path(path)) for path in paths))


def _is_path(target: str) -> bool:
    return Path(target).exists() or "/" in target


@dataclass(frozen=True)
class _States:
    """What earlier runs know of one source's URLs, as `collect` asks for it. It lasts for the source's turn: 100,000
    URLs take about 100 MB."""

    by_url: Mapping[str, UrlState]
    edited: Edits

    def get(self, source_id: str, url: str) -> UrlState | None:
        return self._of_kind(url, "page")

    def poll(self, source_id: str, url: str) -> UrlState | None:
        return self._of_kind(url, "poll")

    def pages(self, source_id: str) -> Iterator[UrlState]:
        return (state for state in self.by_url.values() if state.kind == "page")

    def edits(self, source_id: str) -> Edits:
        return self.edited

    def _of_kind(self, url: str, kind: str) -> UrlState | None:
        state = self.by_url.get(url)
        return state if state is not None and state.kind == kind else None


class FetchDesk:
    """What the sources of one run share: one gate for all hosts, what hosts say of themselves, one archive and one
    journal. Sources of tier 1 come first in `specs`. Not a dataclass: Prefect walks through dataclasses that it is
    handed."""

    def __init__(self, run: Run, specs: Sequence[SourceSpec], window: Window, fetcher: Fetcher) -> None:
        self.run, self.window = run, window
        self.specs = {spec.name: spec for spec in sorted(specs, key=lambda spec: spec.tier)}
        self._fetcher = fetcher  # one for all: a host that several sources share has one connection
        memory = FileMemory(run.workspace.cache / "hosts", run.clock)
        self._gate = LocalHostGate(memory=memory, clock=run.clock)
        self._robots = Robots(fetcher, self._gate, memory=memory, clock=run.clock)
        self._rights = Rights(fetcher, self._gate, self._robots, memory=memory, clock=run.clock)
        self._archive = Archive(run.workspace.raw, run.run_id, run.settings.user_agent)
        self._database = threading.Lock()
        self._begun: set[str] = set()
        self._edits = self._take_journals()

    def fetch(self, name: str) -> SourceReport:
        """Asks one source for what it has and fetches what is new. The world's faults end in the journal, not here."""
        run = self.run
        report = collect(
            self.specs[name],
            run_id=run.run_id,
            fetcher=self._fetcher,
            robots=self._robots,
            gate=self._gate,
            state=self._states(name),
            archive=self._archive,
            journal=run.journal.append,
            clock=run.clock,
            rights=self._rights,
            window=self.window,
            stop=run.stop,
        )
        run.observer.advance(STAGE)
        return report

    def _take_journals(self) -> dict[str, Edits]:
        """Brings the warehouse up to the last entry, so that it knows of each URL what there is to know. It is opened
        for a moment: a run of hours must not keep `desk status` out of it."""
        with self._database, closing(connect_writer(self.run.workspace)) as con:
            load_journals(con, self.run.workspace.raw, current_run=self.run.run_id)
            return {name: Edits(*figures) for name, figures in edit_shares(con).items()}

    def _states(self, name: str) -> _States:
        if name in self._begun:  # a second try: what the first one fetched is not to be fetched again
            self._take_journals()
        self._begun.add(name)
        with self._database, closing(connect_writer(self.run.workspace)) as con:
            return _States(fetch_states(con, name), self._edits.get(name, Edits()))


@contextmanager
def fetch_desk(run: Run, specs: Sequence[SourceSpec], window: Window = (None, None)) -> Iterator[FetchDesk]:
    """A desk for these sources. What a run that was killed left half-written is cut off first."""
    with disk_errors(run.workspace.raw, "repair"):
        cuts = repair_tails(run.workspace.raw, run.run_id)
    for cut in cuts:
        run.observer.done("repair", f"{cut.file}: {cut.cut} bytes cut off that a killed run left half-written")
    with Fetcher(HttpLimits.of(run.settings)) as fetcher:
        yield FetchDesk(run, specs, window, fetcher)


def unchecked(specs: Sequence[SourceSpec]) -> tuple[str, ...]:
    """The sources on the web that `desk sources check` has never seen work on this machine: their addresses are what a
    list said, no more."""
    return tuple(spec.name for spec in specs if spec.path is None and spec.checked is None)


def summary(reports: Sequence[SourceReport]) -> str:
    """One line on what all sources brought."""
    totals: dict[str, int] = {}
    for report in reports:
        for status, number in report.counts.items():
            totals[str(status)] = totals.get(str(status), 0) + number
    failed = [report.source_id for report in reports if report.failure]
    words = ", ".join(f"{number} {status}" for status, number in sorted(totals.items())) or "nothing new"
    names = ", ".join(failed[:_NAMED]) + (" …" if len(failed) > _NAMED else "")
    return words + (f"; {len(failed)} source(s) failed: {names}" if failed else "")
