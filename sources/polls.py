"""What was seen of the source itself in one run: each page of it that was asked for candidates, without its body."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from contracts.journal import Polled
from contracts.reasons import Reason
from contracts.records import UrlState
from core.clock import Clock, iso
from sources.http.fetcher import Answer, FetchFailure
from sources.kinds.connector import Poll


@dataclass(frozen=True)
class _Look:
    """A poll's entry as it is when nothing is left to come back for, and the cursor that stands if something is."""

    polled: Polled
    old_cursor: str | None


class Polls:
    """Keeps of each poll what its entry says. `known` gives what earlier runs know of an address of the source."""

    def __init__(self, run_id: str, source_id: str, known: Callable[[str], UrlState | None], clock: Clock) -> None:
        self._names = run_id, source_id
        self._known, self._clock = known, clock
        self._looks: list[_Look] = []

    def add(self, poll: Poll, known_candidates: int) -> None:
        """A poll whose candidates were taken; so many of them were known from earlier runs."""
        before, failure = self._known(poll.url), problem(poll)
        note = f"{failure.reason}: {failure.detail}" if failure else poll.offer.note
        etag, last_modified = _validators(poll, before)
        polled = Polled(
            *self._names,
            url=poll.url,
            at=iso(self._clock()),
            status=200 if poll.answer is None else poll.answer.status,
            etag=etag,
            last_modified=last_modified,
            candidates=len(poll.offer.candidates),
            known=known_candidates,
            cursor=poll.offer.cursor or (before.cursor if before else None),
            note=note,
        )
        self._looks.append(_Look(polled, before.cursor if before else None))

    def entries(self, all_settled: bool) -> Sequence[Polled]:
        """The polls in their order. Validators and new cursors count only if nothing is left to come back for: else the
        next run would hear "not modified", and never learn of what this one did not get to."""
        if all_settled:
            return [look.polled for look in self._looks]
        return [replace(look.polled, etag=None, last_modified=None, cursor=look.old_cursor) for look in self._looks]


def problem(poll: Poll) -> FetchFailure | None:
    """Why a poll gave nothing, where it should have."""
    if isinstance(poll.answer, FetchFailure):
        return poll.answer
    return FetchFailure(Reason.BAD_RESPONSE, poll.offer.problem) if poll.offer.problem else None


def _validators(poll: Poll, before: UrlState | None) -> tuple[str | None, str | None]:
    """ETag and Last-Modified that the next poll is to be conditional on; a 304 may leave out what has not changed (RFC
    9110, 15.4.5)."""
    answer = poll.answer
    if not isinstance(answer, Answer):
        return None, None
    if answer.status != 304 or before is None:
        return answer.etag, answer.last_modified
    return answer.etag or before.etag, answer.last_modified or before.last_modified
