"""The candidates of one turn: what needs no request is settled as it is met, the rest waits in the order in which it is
to be asked for.

New pages come first, in the order of the source, then those that it lists again and that are due for another look, then
the due ones that it lists no more, longest due first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from contracts.reasons import Reason
from contracts.records import Candidate, UrlState
from core.clock import Clock, iso
from core.urls import is_web_url
from sources.dates import Window, hinted_moment, outside, outside_words
from sources.kinds.registry import FROM_FILES
from sources.ledger import Ledger, Met
from sources.revisits import ages_for, is_passing, next_look
from sources.spec import SourceSpec
from sources.states import FetchStates

# Full texts of an API wait with their candidates, for so many times the pages that a run may fetch; what comes after
# them will hardly get its turn, and has no second opinion if it does.
_TEXTS_HELD = 2


@dataclass
class Triage:
    """`window` leaves out what the source dates outside it; `since` unknown pages that are older, for good."""

    spec: SourceSpec
    state: FetchStates
    ledger: Ledger
    clock: Clock
    window: Window
    since: date | None
    _seen: set[str] = field(init=False, default_factory=set)
    _new: list[Met] = field(init=False, default_factory=list)
    _due: list[Met] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self._ages = ages_for(self.spec.revisits, self.state.edits(self.spec.source_id))

    def meet(self, candidates: Sequence[Candidate]) -> int:
        """Takes the candidates of a poll, each once in a turn. How many of them earlier runs knew."""
        known = 0
        for candidate in candidates:
            state = self.state.get(self.spec.source_id, candidate.url)
            known += state is not None
            if candidate.key not in self._seen:
                self._meet(self._numbered(candidate), state)
        return known

    def waiting(self) -> Iterator[Met]:
        """What is to be asked for of all that was met. Each is held no longer than until it is taken."""
        for batch in (self._new, self._due):
            batch.reverse()
            while batch:
                yield batch.pop()

    def no_longer_listed(self, on_site: Callable[[str], bool]) -> Iterator[Met]:
        """Due pages that the source did not offer in this turn. Those of a site that it has left are let be."""
        if self.spec.kind in FROM_FILES:
            return
        now, due = self.clock(), []
        for known in self.state.pages(self.spec.source_id):
            moment = next_look(known, self._ages)
            if moment is None or moment > now or known.url in self._seen:
                continue
            first_day = (known.first_seen_at or known.fetched_at).date()
            if not outside(first_day, self.window) and is_web_url(known.url) and on_site(known.url):
                due.append((moment, known.url))
        for _, url in sorted(due):
            yield replace(self._numbered(Candidate(url)), listed=False)

    def _meet(self, met: Met, known: UrlState | None) -> None:
        candidate, fate = met.candidate, self.ledger.fate
        if words := outside_words(candidate.hints, self.window):
            return fate(met, Reason.OUTSIDE_WINDOW, words)
        if self.spec.kind in FROM_FILES:
            return self._new.append(met)
        if known is None and not is_web_url(candidate.url):
            return fate(met, Reason.BAD_URL, f"not an http or https address: {candidate.url[:200]}")
        if known is None and (words := outside_words(candidate.hints, (self.since, None))):
            return fate(
                met, Reason.OUTSIDE_WINDOW, f"{words}; read from {self.since} on (lookback_days)", passing=False
            )
        if known is None or (known.sha256 is None and is_passing(known.status)):
            return self._new.append(self._lightened(met))
        moment = next_look(known, self._ages, hinted_moment(candidate.hints.modified))
        if moment is not None and moment <= self.clock():
            return self._due.append(self._lightened(met))
        when = f"next at {iso(moment)}" if moment else "all looks done"
        return fate(met, Reason.NOT_DUE, f"looked at {iso(known.fetched_at)}; {when}")

    def _numbered(self, candidate: Candidate) -> Met:
        self._seen.add(candidate.key)
        return Met(len(self._seen) - 1, candidate)

    def _lightened(self, met: Met) -> Met:
        if len(self._new) + len(self._due) < self.spec.max_pages * _TEXTS_HELD or met.candidate.hints.text is None:
            return met
        return replace(met, candidate=replace(met.candidate, hints=replace(met.candidate.hints, text=None)))
