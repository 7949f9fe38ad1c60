"""Collecting one source: candidates found, each asked for once, bodies into the archive, and one entry a candidate into
the journal.

The order of writing is what makes it durable: a body is on the disk before the journal speaks of it, and the validators
of the feed itself (ETag, Last-Modified) are written last, and only if no candidate is left to come back for. Else the
next run would hear "not modified" from the feed and never learn of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol

from contracts.journal import Entry, Fate, Fetched, Polled, SourceFailed, SourceSettings
from contracts.reasons import REASON_MEANING, Reason, Status
from contracts.records import Candidate, UrlState
from core.clock import Clock, iso
from core.files import disk_errors
from core.ids import document_id, sha256
from core.urls import is_web_url, normalise_url
from sources.archive.writer import Archive, WarcFile
from sources.dates import Window, hinted_day, outside
from sources.http.fetcher import Answer, Fetcher, FetchFailure, Validators, never
from sources.kinds.connector import Captured, FileBody, Poll
from sources.kinds.registry import KINDS
from sources.polite.gate import HostGate
from sources.polite.robots import Robots
from sources.polite.visit import Means, Visitor
from sources.spec import SourceSpec

# Files cost no politeness and come by the thousand: one fdatasync of the archive, and one of the journal, for so many
# of them (561 pages: 1.8 s of waiting for the disk with one of the journal for each).
_FILES_PER_SYNC = 64

# Fates after which a candidate is to be met again in the next run, so the feed's validators are not kept.
_TO_COME_BACK_FOR = {
    Reason.INTERRUPTED, Reason.BUDGET_USED, Reason.HOST_BACKING_OFF, Reason.ROBOTS_UNREACHABLE, Reason.OUTSIDE_WINDOW,
    Reason.TIMEOUT, Reason.UNREACHABLE, Reason.TLS_ERROR, Reason.BAD_RESPONSE, Reason.RATE_LIMITED, Reason.HTTP_5XX,
}  # fmt: skip


class FetchStates(Protocol):
    """What is known of URLs from earlier runs."""

    def get(self, source_id: str, url: str) -> UrlState | None:
        """The state of a page, or of the feed or listing itself; None for one never asked for."""
        ...


class Journal(Protocol):
    """Where entries go. They have to be on the disk when it returns."""

    def __call__(self, *entries: Entry) -> None: ...


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
    window: Window = (None, None),
    stop: Callable[[], bool] = never,
) -> SourceReport:
    """Runs one source. Never raises for the world's faults; raises WorkspaceError when the archive cannot be written.

    When `stop` says true, a request under way is cut and the remaining candidates become skipped/interrupted. `window`
    leaves out entries that the feed dates outside it."""
    visitor = Visitor(spec, Means(fetcher, robots, gate, clock, stop))
    writer = archive.writer(spec.source_id, clock())
    with disk_errors(writer.path, "write the archive"), writer as warc:
        limit = fetcher.limits.max_body_bytes
        return _Collection(spec, run_id, visitor, state, warc, journal, clock, window, stop, limit).run()


@dataclass
class _Collection:
    spec: SourceSpec
    run_id: str
    visitor: Visitor
    state: FetchStates
    warc: WarcFile
    journal: Journal
    clock: Clock
    window: Window
    stop: Callable[[], bool]
    limit: int

    def __post_init__(self) -> None:
        self._counts: dict[Status, int] = {}
        self._pending: list[Entry] = []
        self._pages = 0
        self._all_settled = True

    def run(self) -> SourceReport:
        self.journal(self._settings())
        polls: list[tuple[Poll, datetime]] = []
        known = partial(self.state.get, self.spec.source_id)
        for poll in KINDS[self.spec.kind].discover(self.spec, self._ask, known):
            polls.append((poll, self.clock()))
            if _problem(poll) is not None:
                self._all_settled = False
                break
            for home in (poll.offer.home, poll.answer.final_url if isinstance(poll.answer, Answer) else None):
                if home is not None:
                    self.visitor.add_home(home)
        failure = _problem(polls[0][0])
        if failure is not None:
            return self._failed(failure)
        found: dict[str, Candidate] = {}
        for candidate in (candidate for poll, _ in polls for candidate in poll.offer.candidates):
            found.setdefault(candidate.url, candidate)
        for sequence, candidate in enumerate(found.values()):
            self._settle(sequence, candidate)
        self._flush()
        self._write_polls(polls)
        return SourceReport(self.spec.source_id, dict(self._counts))

    def _settings(self) -> SourceSettings:
        spec = self.spec
        return SourceSettings(
            run_id=self.run_id,
            source_id=spec.source_id,
            outlet=spec.outlet,
            outlet_country=spec.outlet_country,
            language=spec.language,
            kind=spec.kind,
            url=spec.address,
            settings=spec.model_dump_json(),
        )

    def _failed(self, failure: FetchFailure) -> SourceReport:
        self.warc.sync()
        reason, detail = failure.reason, failure.detail
        self.journal(SourceFailed(self.run_id, self.spec.source_id, reason.value, detail, iso(self.clock())))
        return SourceReport(self.spec.source_id, {}, reason, detail)

    def _ask(self, url: str) -> Answer | FetchFailure:
        """Polls an address of the source itself. A window asks for what is older than the last poll: no condition."""
        known = self.state.get(self.spec.source_id, url) if self.window == (None, None) else None
        validators = Validators(known.etag, known.last_modified) if known else Validators()
        answer = self.visitor.get(url, validators, anywhere=True)
        if isinstance(answer, Answer) and answer.status != 304:
            self.warc.response(answer, self.clock())
        return answer

    def _visit(self, url: str) -> Answer | FetchFailure:
        """A page over HTTP, if nothing speaks against it."""
        if not is_web_url(url):
            return FetchFailure(Reason.BAD_URL, f"not an http or https address: {url[:200]}")
        if not self.visitor.on_site(url):
            return FetchFailure(
                Reason.OFF_SITE, "not of the source's site; name its host in `sites:` if it belongs to it"
            )
        known = self.state.get(self.spec.source_id, url)
        if known and _answered(known) and self._age(known) < min(self.spec.revisits).total_seconds():
            return FetchFailure(Reason.NOT_DUE, f"looked at {iso(known.fetched_at)}")
        if self._pages >= self.spec.max_pages:
            return FetchFailure(Reason.BUDGET_USED, f"max_pages is {self.spec.max_pages}")
        before = self.visitor.requests
        had = known is not None and known.sha256 is not None
        validators = Validators(known.etag, known.last_modified) if known and had else Validators()
        answer = self.visitor.get(url, validators)
        self._pages += self.visitor.requests > before
        return answer

    def _age(self, known: UrlState) -> float:
        return (self.clock() - known.fetched_at).total_seconds()

    def _settle(self, sequence: int, candidate: Candidate) -> None:
        """Gives a candidate its one entry."""
        if self.stop():
            return self._fate(sequence, candidate, Reason.INTERRUPTED, None)
        if outside(hinted_day(candidate.hints.published), self.window):
            return self._fate(sequence, candidate, Reason.OUTSIDE_WINDOW, f"dated {candidate.hints.published}")
        got = KINDS[self.spec.kind].obtain(self.spec, candidate, self._visit, self.limit)
        if isinstance(got, FetchFailure):
            return self._fate(sequence, candidate, got.reason, got.detail)
        if isinstance(got, Answer) and got.status == 304:
            return self._fate(sequence, candidate, Reason.NOT_MODIFIED, None)
        digest = sha256(got.answer.body if isinstance(got, Captured) else got.body)
        known = self.state.get(self.spec.source_id, candidate.url)
        if known and known.sha256 == digest:
            return self._fate(sequence, candidate, Reason.SAME_CONTENT, None)
        self._keep(sequence, candidate, got, digest)

    def _keep(self, sequence: int, candidate: Candidate, got: Answer | FileBody | Captured, digest: str) -> None:
        """Archives a body."""
        now = self.clock()
        if isinstance(got, Captured):
            now, got = got.at, got.answer
        if isinstance(got, Answer):
            place, final_url = self.warc.response(got, now), normalise_url(got.final_url)
        else:
            place, final_url = self.warc.resource(got.final_url, got.body, got.content_type, now), got.final_url
        self._pending.append(
            Fetched(
                run_id=self.run_id,
                source_id=self.spec.source_id,
                document_id=document_id(self.run_id, self.spec.source_id, candidate.url),
                sequence=sequence,
                url=candidate.url,
                final_url=final_url,
                fetched_at=iso(now),
                status=got.status,
                content_type=got.content_type,
                sha256=digest,
                warc_path=place.warc_path,
                warc_offset=place.offset,
                warc_length=place.length,
                etag=got.etag,
                last_modified=got.last_modified,
                hints=candidate.hints,
            )
        )
        self._count(Status.HELD)
        if isinstance(got, Answer) or len(self._pending) >= _FILES_PER_SYNC:
            self._flush()

    def _fate(self, sequence: int, candidate: Candidate, reason: Reason, detail: str | None) -> None:
        self._all_settled = self._all_settled and reason not in _TO_COME_BACK_FOR
        status = REASON_MEANING[reason][0]
        url, identity = candidate.url, document_id(self.run_id, self.spec.source_id, candidate.url)
        at = iso(self.clock())
        fate = Fate(self.run_id, self.spec.source_id, identity, sequence, url, status.value, reason.value, detail, at)
        self._pending.append(fate)
        self._count(status)
        if len(self._pending) == 1:  # nothing waits for the archive
            self._flush()

    def _count(self, status: Status) -> None:
        self._counts[status] = self._counts.get(status, 0) + 1

    def _flush(self) -> None:
        if any(isinstance(entry, Fetched) for entry in self._pending):
            self.warc.sync()
        if self._pending:
            self.journal(*self._pending)
        self._pending.clear()

    def _write_polls(self, polls: list[tuple[Poll, datetime]]) -> None:
        self.warc.sync()
        for poll, moment in polls:
            kept = self._validators(poll) if self._all_settled else Validators()
            status = 200 if poll.answer is None else poll.answer.status
            offered = len(poll.offer.candidates)
            at, name = iso(moment), self.spec.source_id
            self.journal(
                Polled(self.run_id, name, poll.url, at, status, kept.etag, kept.last_modified, candidates=offered)
            )

    def _validators(self, poll: Poll) -> Validators:
        """What the next poll is to be conditional on; a 304 may leave out what has not changed (RFC 9110, 15.4.5)."""
        if not isinstance(poll.answer, Answer):
            return Validators()
        known = self.state.get(self.spec.source_id, poll.url) if poll.answer.status == 304 else None
        return Validators(
            poll.answer.etag or (known.etag if known else None),
            poll.answer.last_modified or (known.last_modified if known else None),
        )


def _answered(known: UrlState) -> bool:
    """Whether the last look at a page had a lasting answer; what failed for the moment is due again at once."""
    return known.sha256 is not None or (400 <= known.status < 500 and known.status != 429)


def _problem(poll: Poll) -> FetchFailure | None:
    """Why a poll gave nothing, where it should have."""
    if isinstance(poll.answer, FetchFailure):
        return poll.answer
    return FetchFailure(Reason.BAD_RESPONSE, poll.offer.problem) if poll.offer.problem else None
