"""What a kind of source is: how it finds candidates, and how it gets the body of one.

Kinds on the web differ only in how they read what they polled: `WebConnector` takes that one function, and does the
rest. A new kind is a module with a connector, and a line in `sources.kinds.registry`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from contracts.records import Candidate, UrlState
from core.urls import normalise_url
from sources.http.fetcher import Answer, FetchFailure
from sources.spec import SourceSpec

Ask = Callable[[str], Answer | FetchFailure]  # an address of the source itself -> its answer, 304 among them
Visit = Callable[[str], Answer | FetchFailure]  # a page
Known = Callable[[str], UrlState | None]  # an address of the source itself -> what earlier runs know of it


@dataclass(frozen=True)
class FileBody:
    """The content of a file, unpacked. `final_url` is the candidate's; a file has no validators."""

    final_url: str
    body: bytes
    content_type: str
    status: int = 200
    etag: None = None
    last_modified: None = None


@dataclass(frozen=True)
class Captured:
    """A body that someone else fetched, `at` that moment, as their archive has it."""

    answer: Answer
    at: datetime


Obtained = Answer | FileBody | Captured | FetchFailure


@dataclass(frozen=True)
class Offer:
    """What one polled page says. `more`: further pages to poll. `home`: an address of the site that it speaks for;
    `homes`: further addresses whose sites are the source's own, where somebody listed its pages one by one.
    `cursor`: how far the source is read with it; the next run is given it back (`UrlState.cursor`). `note`: what was
    left out of a page that could be read only in part. `problem`: why it is not what the source should give."""

    candidates: tuple[Candidate, ...] = ()
    more: tuple[str, ...] = ()
    home: str | None = None
    homes: tuple[str, ...] = ()
    cursor: str | None = None
    note: str | None = None
    problem: str | None = None


@dataclass(frozen=True)
class Poll:
    """One look at the source: the address, what came (None for a folder), and what it offers."""

    url: str
    answer: Answer | FetchFailure | None
    offer: Offer

    @property
    def homes(self) -> tuple[str, ...]:
        """Addresses whose sites are the source's own: those that it speaks for, and the one where it was found."""
        here = (self.answer.final_url,) if isinstance(self.answer, Answer) else ()
        return (*((self.offer.home,) if self.offer.home else ()), *self.offer.homes, *here)


class Connector(Protocol):
    """One kind of source."""

    def discover(self, spec: SourceSpec, ask: Ask, known: Known, since: date | None = None) -> Iterator[Poll]:
        """Polls the source, page by page. Never raises for the world's faults. `since`: a source that shows years need
        not be read for what is older than that day; what it offers of it all the same is left out later."""
        ...

    def obtain(self, spec: SourceSpec, candidate: Candidate, visit: Visit, limit: int) -> Obtained:
        """The body of one candidate, at most `limit` bytes of it."""
        ...


@dataclass(frozen=True)
class WebConnector:
    """A kind whose pages are polled and fetched over HTTP. `read` gives what an answer (of status 2xx) offers."""

    read: Callable[[SourceSpec, Answer], Offer]

    def discover(self, spec: SourceSpec, ask: Ask, known: Known, since: date | None = None) -> Iterator[Poll]:
        """The source's own address first, then the further pages that it names, each once and at most
        `max_polls` in all."""
        waiting = [spec.address]
        polled: set[str] = set()
        while waiting and len(polled) < spec.polls:
            url = waiting.pop(0)
            polled.add(url)
            answer = ask(url)
            offer = self._read(spec, answer) if isinstance(answer, Answer) and answer.status != 304 else Offer()
            yield Poll(url, answer, offer)
            waiting += [more for more in offer.more if more not in polled and more not in waiting]

    def obtain(self, spec: SourceSpec, candidate: Candidate, visit: Visit, limit: int) -> Obtained:
        """The page; its size is limited by the fetcher."""
        return visit(candidate.url)

    def _read(self, spec: SourceSpec, answer: Answer) -> Offer:
        try:
            return self.read(spec, answer)
        except Exception as error:  # parsers of other people's formats raise many things, and a feed is not our fault
            return Offer(problem=f"cannot be read: {type(error).__name__}: {error}"[:300])


def web_address(link: str, base: str) -> str:
    """The candidate URL for a link as it stands in a page: normalised where it is a web address, else as written (the
    ledger then says bad_url)."""
    try:
        return normalise_url(link, base)
    except ValueError:
        return " ".join(link.split())[:2000]
