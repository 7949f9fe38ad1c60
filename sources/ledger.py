"""The entries of one source's turn in one run: one for each candidate that was met, and those that frame them.

Order is what makes it durable: a body is on the disk before the journal speaks of it, and the journal knows of a page
before the next one is asked for. Skips cost no request, so they wait for each other: one wait for the disk for hundreds
of them (50,000 skips of a sitemap: 6 s, reading it included; with a wait for each, 59 s)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from contracts.journal import Entry, Fate, Fetched, SourceFailed, SourceSettings
from contracts.reasons import REASON_MEANING, Reason, Status
from contracts.records import Candidate
from core.clock import Clock, iso
from core.ids import document_id
from sources.archive.writer import Place, WarcFile
from sources.http.fetcher import Answer, FetchFailure
from sources.kinds.connector import FileBody
from sources.polls import Polls
from sources.spec import SourceSpec

# Files cost no politeness and come by the thousand: one wait for the disk of the archive, and one of the journal, for
# so many of them (561 pages: 1.8 s with one of the journal for each).
_BODIES_PER_SYNC = 64
_ENTRIES_PER_SYNC = 512

# Fates after which a candidate is to be met again in the next run, so the source's validators are not kept.
_TO_COME_BACK_FOR = {
    Reason.INTERRUPTED, Reason.BUDGET_USED, Reason.HOST_BACKING_OFF, Reason.ROBOTS_UNREACHABLE, Reason.OUTSIDE_WINDOW,
    Reason.TIMEOUT, Reason.UNREACHABLE, Reason.TLS_ERROR, Reason.BAD_RESPONSE, Reason.RATE_LIMITED, Reason.HTTP_5XX,
}  # fmt: skip


class Journal(Protocol):
    """Where entries go. They have to be on the disk when it returns."""

    def __call__(self, *entries: Entry) -> None: ...


@dataclass(frozen=True)
class Met:
    """A candidate that was met in this run; `sequence` is its place among them, from 0. One that the source does not
    list is known from earlier runs and will come up again by itself."""

    sequence: int
    candidate: Candidate
    listed: bool = True


class Ledger:
    """Writes them. `all_settled`: whether nothing is left to come back for."""

    def __init__(self, spec: SourceSpec, run_id: str, journal: Journal, warc: WarcFile, clock: Clock) -> None:
        self._spec, self._run_id, self._journal, self._warc, self._clock = spec, run_id, journal, warc, clock
        self._counts: dict[Status, int] = {}
        self._waiting: list[Entry] = []
        self._bodies = 0
        self._unsynced = False
        self.all_settled = True

    @property
    def counts(self) -> Mapping[Status, int]:
        """Candidates by status so far, `held` for what was fetched."""
        return dict(self._counts)

    def begin(self) -> None:
        """Says how the source is set."""
        spec = self._spec
        self._journal(
            SourceSettings(
                run_id=self._run_id,
                source_id=spec.source_id,
                outlet=spec.outlet,
                outlet_country=spec.outlet_country,
                language=spec.language,
                kind=spec.kind,
                url=spec.address,
                settings=spec.model_dump_json(),
            )
        )

    def failed(self, failure: FetchFailure) -> None:
        """Says that the source itself could not be read."""
        self._warc.sync()
        at = iso(self._clock())
        self._journal(SourceFailed(self._run_id, self._spec.source_id, failure.reason.value, failure.detail, at))

    def end(self, polls: Polls) -> None:
        """Writes what waits, and last the polls: what they say counts only when all before it is on the disk."""
        self.flush()
        self._warc.sync()
        self._journal(*polls.entries(self.all_settled))

    def fetched(
        self, met: Met, body: Answer | FileBody, final_url: str, digest: str, place: Place, moment: datetime
    ) -> None:
        """A body that was appended to the archive at `place`, fetched at that moment."""
        entry = Fetched(
            run_id=self._run_id,
            source_id=self._spec.source_id,
            document_id=self._document_id(met.candidate),
            sequence=met.sequence,
            url=met.candidate.url,
            final_url=final_url,
            fetched_at=iso(moment),
            status=body.status,
            content_type=body.content_type,
            sha256=digest,
            warc_path=place.warc_path,
            warc_offset=place.offset,
            warc_length=place.length,
            etag=body.etag,
            last_modified=body.last_modified,
            hints=met.candidate.hints,
        )
        self.archived()
        self._bodies += 1
        self._add(entry, Status.HELD)

    def fate(
        self,
        met: Met,
        reason: Reason,
        detail: str | None,
        http_status: int = 0,
        *,
        passing: bool = True,
        at: datetime | None = None,
    ) -> None:
        """A candidate that ended without a new body. `passing` is False for a fate that will be the same in the next
        run, where its reason alone does not say so. `at`: its moment, where that is not now."""
        self.all_settled = self.all_settled and not (met.listed and passing and reason in _TO_COME_BACK_FOR)
        status = REASON_MEANING[reason][0]
        identity, moment = self._document_id(met.candidate), iso(at or self._clock())
        names = self._run_id, self._spec.source_id, identity
        url = met.candidate.url
        self._add(Fate(*names, met.sequence, url, status.value, reason.value, detail, moment, http_status), status)

    def archived(self) -> None:
        """Something was appended to the archive that the next entries rest on."""
        self._unsynced = True

    def flush(self) -> None:
        """Brings what waits to the disk, the archive first."""
        if self._unsynced:
            self._warc.sync()
        if self._waiting:
            self._journal(*self._waiting)
        self._waiting.clear()
        self._bodies, self._unsynced = 0, False

    def _add(self, entry: Entry, status: Status) -> None:
        self._counts[status] = self._counts.get(status, 0) + 1
        self._waiting.append(entry)
        if len(self._waiting) >= _ENTRIES_PER_SYNC or self._bodies >= _BODIES_PER_SYNC:
            self.flush()

    def _document_id(self, candidate: Candidate) -> str:
        return document_id(self._run_id, self._spec.source_id, candidate.key)
