"""Collecting one source: it is polled for candidates, each of them is asked for once, bodies go into the archive, and
one entry a candidate into the journal.

The whole source is polled first, but of a poll only the candidates that wait are held: no answer, no body."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from contracts.reasons import Reason, Status
from contracts.records import UrlState
from core.clock import Clock, iso
from core.files import disk_errors
from core.ids import sha256
from core.urls import normalise_url
from sources.archive.writer import Archive, WarcFile
from sources.budget import Budget
from sources.dates import Window
from sources.http.fetcher import Answer, Fetcher, FetchFailure, Validators, never
from sources.kinds.connector import Captured, FileBody, Obtained, Visit
from sources.kinds.registry import FROM_FILES, KINDS, LOOKBACK_DAYS
from sources.ledger import Journal, Ledger, Met
from sources.polite.gate import HostGate
from sources.polite.rights import Rights
from sources.polite.robots import Robots
from sources.polite.visit import Means, Visitor
from sources.polls import Polls, problem
from sources.spec import SourceSpec
from sources.states import FetchStates
from sources.triage import Triage

_ALL: Window = (None, None)


@dataclass(frozen=True)
class SourceReport:
    """How a source's turn ended. `counts` is by status, `held` for what was fetched; their sum is what was discovered.
    `failure` and `detail` say why the source itself could not be read."""

    source_id: str
    counts: Mapping[Status, int]
    failure: Reason | None = None
    detail: str | None = None


def collect(
    spec: SourceSpec,
    *,
    run_id: str,
    fetcher: Fetcher,
    robots: Robots,
    gate: HostGate,
    state: FetchStates,
    archive: Archive,
    journal: Journal,
    clock: Clock,
    rights: Rights | None = None,
    window: Window = _ALL,
    stop: Callable[[], bool] = never,
) -> SourceReport:
    """Runs one source. Never raises for the world's faults; raises WorkspaceError when the archive cannot be written.

    When `stop` says true, a request under way is cut and the remaining candidates become skipped/interrupted. `window`
    leaves out what the source dates outside it, and pages that it lists no more and that were first seen outside it.
    `rights`: what publishers reserve; without it, pages are kept as robots.txt allows."""
    visitor = Visitor(spec, Means(fetcher, robots, gate, clock, stop, rights))
    writer = archive.writer(spec.source_id, clock())
    with disk_errors(writer.path, "write the archive"), writer as warc:
        ledger = Ledger(spec, run_id, journal, warc, clock)
        limit = fetcher.limits.max_body_bytes
        return _Turn(spec, run_id, visitor, state, warc, ledger, clock, rights, window, stop, limit).run()


@dataclass
class _Turn:
    spec: SourceSpec
    run_id: str
    visitor: Visitor
    state: FetchStates
    warc: WarcFile
    ledger: Ledger
    clock: Clock
    rights: Rights | None
    window: Window
    stop: Callable[[], bool]
    limit: int

    def __post_init__(self) -> None:
        self._connector = KINDS[self.spec.kind]
        self._polls = Polls(self.run_id, self.spec.source_id, partial(self.state.poll, self.spec.source_id), self.clock)
        self._budget = Budget(self.spec, self.clock, lambda: self.visitor.bytes)
        self._since = self._lookback()
        self._triage = Triage(self.spec, self.state, self.ledger, self.clock, self.window, self._since)

    def run(self) -> SourceReport:
        self.ledger.begin()
        failure = self._discover()
        if failure is not None:
            self.ledger.failed(failure)
            return SourceReport(self.spec.source_id, {}, failure.reason, failure.detail)
        for met in self._triage.waiting():
            self._settle(met)
        if not self.stop():
            for met in self._triage.no_longer_listed(self.visitor.on_site):
                self._settle(met)
        self.ledger.end(self._polls)
        return SourceReport(self.spec.source_id, self.ledger.counts)

    def _discover(self) -> FetchFailure | None:
        """Polls the source and takes its candidates. Gives why, where its first page could not be read; a later one
        that cannot leaves the others alone."""
        first = True
        self.ledger.all_settled = self.window == _ALL  # what a window shows says nothing of where the next run goes on
        for poll in self._connector.discover(self.spec, self._ask, self._known_poll, self._since):
            failure = problem(poll)
            if failure is not None and first:
                return failure
            first = False
            self.ledger.all_settled = self.ledger.all_settled and failure is None
            for home in poll.homes:
                self.visitor.add_home(home)
            self._polls.add(poll, self._triage.meet(poll.offer.candidates))
        return None

    def _lookback(self) -> date | None:
        """The day from which on unknown pages are taken, for kinds that show years: some days back from the last poll,
        so that a program that was down misses nothing. A window says it otherwise."""
        days = self.spec.lookback_days or LOOKBACK_DAYS.get(self.spec.kind)
        if days is None or self.window != _ALL:
            return self.window[0]
        last = self._known_poll(self.spec.address)
        return (last.fetched_at if last else self.clock()).date() - timedelta(days=days)

    def _known_poll(self, url: str) -> UrlState | None:
        """What earlier runs know of an address of the source. A window asks for what is older than the last poll."""
        return self.state.poll(self.spec.source_id, url) if self.window == _ALL else None

    def _ask(self, url: str) -> Answer | FetchFailure:
        """Polls an address of the source itself."""
        if words := self._budget.used_up_by_polls():
            return FetchFailure(Reason.BUDGET_USED, words)
        self.ledger.flush()
        known = self._known_poll(url)
        answer = self.visitor.get(url, _condition(known) if known else Validators(), anywhere=True)
        if isinstance(answer, Answer) and answer.status == 304:
            self.warc.revisit(answer, self.clock(), sha256=None, kept_at=None)
        elif isinstance(answer, Answer):
            self.warc.response(answer, self.clock())
        return answer

    def _settle(self, met: Met) -> None:
        """Gives a candidate that waited its one entry."""
        if self.stop():
            return self.ledger.fate(met, Reason.INTERRUPTED, None)
        known = self.state.get(self.spec.source_id, met.candidate.url)
        before = self.visitor.requests
        visit: Visit = partial(self._visit, known)
        got = self._connector.obtain(self.spec, met.candidate, visit, self.limit)
        self._record(met, known, got)
        if self.visitor.requests > before:
            self.ledger.flush()

    def _visit(self, known: UrlState | None, url: str) -> Answer | FetchFailure:
        """A page over HTTP, if nothing speaks against it."""
        if not self.visitor.on_site(url):
            return FetchFailure(
                Reason.OFF_SITE, "not of the source's site; name its host in `sites:` if it belongs to it"
            )
        if words := self._budget.used_up():
            return FetchFailure(Reason.BUDGET_USED, words)
        self.ledger.flush()
        before = self.visitor.requests
        answer = self.visitor.page(url, _condition(known) if known and known.sha256 else Validators())
        self._budget.pages += self.visitor.requests > before
        return answer

    def _record(self, met: Met, known: UrlState | None, got: Obtained) -> None:
        """Archives what came, and says what became of the candidate."""
        if isinstance(got, FetchFailure):
            passing = self.spec.kind not in FROM_FILES
            return self.ledger.fate(met, got.reason, got.detail, got.status, passing=passing, at=got.at)
        now = self.clock()
        digest = sha256(got.answer.body if isinstance(got, Captured) else got.body)
        if isinstance(got, Answer) and known and (got.status == 304 or known.sha256 == digest):
            self.warc.revisit(got, now, sha256=known.sha256, kept_at=known.kept_at)
            self.ledger.archived()
            return self.ledger.fate(
                met, Reason.NOT_MODIFIED if got.status == 304 else Reason.SAME_CONTENT, None, got.status
            )
        at = got.at if isinstance(got, Captured) else None
        if known and known.sha256 == digest:
            return self.ledger.fate(met, Reason.SAME_CONTENT, None, at=at)
        if isinstance(got, Captured) and known and known.kept_at and got.at <= known.kept_at:
            return self.ledger.fate(met, Reason.NOT_DUE, f"captured {iso(got.at)}; kept {iso(known.kept_at)}", at=at)
        if isinstance(got, Captured):
            if refused := self.rights.refusal(got.answer, captured=True) if self.rights else None:
                return self.ledger.fate(met, *refused, at=at)
            origin = met.candidate.locator or met.candidate.url
            place = self.warc.captured(got.answer, got.at, origin, now)
            return self.ledger.fetched(met, got.answer, normalise_url(got.answer.final_url), digest, place, got.at)
        if isinstance(got, FileBody):
            place = self.warc.resource(got.final_url, got.body, got.content_type, now)
            return self.ledger.fetched(met, got, got.final_url, digest, place, now)
        place = self.warc.response(got, now)
        return self.ledger.fetched(met, got, normalise_url(got.final_url), digest, place, now)


def _condition(known: UrlState) -> Validators:
    return Validators(known.etag, known.last_modified)
