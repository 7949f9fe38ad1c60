"""A first look at a source: a little is fetched, nothing is kept. `desk sources check` shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import islice

from contracts.records import Candidate
from core.clock import Clock, utc_now
from core.urls import is_web_url
from sources.http.fetcher import Fetcher, FetchFailure, Validators, never
from sources.kinds.connector import Captured, Poll
from sources.kinds.registry import KINDS
from sources.polite.gate import HostGate
from sources.polite.rights import Rights
from sources.polite.robots import Robots
from sources.polite.visit import Means, Visitor
from sources.spec import SourceSpec

_SHOWN = 5
_TRIED = 3  # the first page may be withheld, or the first record of an archive a picture
_POLLS = 3  # an index of sitemaps names its candidates one step further


@dataclass(frozen=True)
class FirstPage:
    """What came for the first candidate that is a page of the source. `body` is for the caller to extract from."""

    candidate: Candidate
    final_url: str
    status: int
    content_type: str | None
    body: bytes


@dataclass(frozen=True)
class CheckReport:
    """What a run of the source would meet. `robots` is the verdict in words; `failure` why the source or its first page
    could not be read; `missing` what the YAML or the source leaves open, one sentence each."""

    source_id: str
    robots: str
    found: int
    candidates: tuple[Candidate, ...]
    first: FirstPage | None
    failure: str | None
    missing: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether candidates were found and the first of them could be fetched."""
        return self.first is not None


def check_source(
    spec: SourceSpec,
    *,
    fetcher: Fetcher,
    robots: Robots,
    gate: HostGate,
    rights: Rights | None = None,
    clock: Clock = utc_now,
    stop: Callable[[], bool] = never,
) -> CheckReport:
    """Polls the source until it names candidates (three pages of it at most) and fetches the first of them that can be
    had (three are tried). Never raises for the world's faults."""
    visitor = Visitor(spec, Means(fetcher, robots, gate, clock, stop, rights))
    connector = KINDS[spec.kind]
    ask = partial(visitor.get, validators=Validators(), anywhere=True)
    for poll in islice(connector.discover(spec, ask, lambda _: None), _POLLS):
        for home in poll.homes:
            visitor.add_home(home)
        if poll.offer.candidates or _words(poll):
            break
    candidates = poll.offer.candidates
    failure, first = _words(poll), None
    own = [candidate for candidate in candidates if spec.path or visitor.on_site(candidate.url)]
    if failure is None and not own:
        failure = "no candidate" if not candidates else "no candidate is on the source's own site (see `sites:`)"
    if failure is None:
        visit = partial(visitor.page, validators=Validators())
        for candidate in own[:_TRIED]:
            got = connector.obtain(spec, candidate, visit, fetcher.limits.max_body_bytes)
            if not isinstance(got, FetchFailure):
                page = got.answer if isinstance(got, Captured) else got
                first = FirstPage(candidate, page.final_url, page.status, page.content_type, page.body)
                failure = None
                break
            failure = failure or f"{candidate.url}: {got.reason}: {got.detail}"
    rules = "no host is asked" if not is_web_url(spec.address) else _robots_words(robots, spec.address, stop)
    missing = tuple(_missing(spec, fetcher, candidates))
    return CheckReport(spec.source_id, rules, len(candidates), candidates[:_SHOWN], first, failure, missing)


def _words(poll: Poll) -> str | None:
    if isinstance(poll.answer, FetchFailure):
        return f"{poll.url}: {poll.answer.reason}: {poll.answer.detail}"
    return f"{poll.url}: {poll.offer.problem}" if poll.offer.problem else None


def _robots_words(robots: Robots, url: str, stop: Callable[[], bool]) -> str:
    verdict = robots.verdict(url, stop)
    delay = f", Crawl-delay {verdict.crawl_delay:g} s" if verdict.crawl_delay else ""
    return f"allowed{delay}" if verdict.reason is None else f"{verdict.reason}: {verdict.detail}"


def _missing(spec: SourceSpec, fetcher: Fetcher, candidates: tuple[Candidate, ...]) -> list[str]:
    web = spec.url is not None
    dated = [candidate for candidate in candidates if candidate.hints.published]
    says = (
        (spec.outlet_country is None, "outlet_country is not set: foreign_share leaves these articles out"),
        (spec.language is None, "language is not set: each page is guessed by itself"),
        (web and spec.articles_per_day is None, "articles_per_day is not set: a silent source goes unnoticed longer"),
        (web and "@" not in fetcher.limits.user_agent, "DESK_CONTACT holds no address: the publisher cannot reach you"),
        (
            spec.kind == "feed" and candidates and not dated,
            "no entry has a date: --since and --until cannot leave any out",
        ),
    )
    return [text for applies, text in says if applies]
