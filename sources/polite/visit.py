"""One page asked for with manners: robots.txt, the host's turn, redirects, and patience where a server asks for it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parsedate_to_datetime

from contracts.reasons import Reason
from core.clock import Clock
from core.urls import host_key
from sources.http.fetcher import Allowance, Answer, Fetcher, FetchFailure, Redirect, Validators, follow
from sources.polite.gate import HostGate
from sources.polite.robots import Robots
from sources.site import belongs
from sources.spec import SourceSpec

_TRIES = 3
_BREAKER = (
    5  # failures in a row after which a host is left alone for the rest of the run: at 60 s each that is 5 minutes
)
_STRAINED = (Reason.TIMEOUT, Reason.UNREACHABLE, Reason.TLS_ERROR, Reason.RATE_LIMITED, Reason.HTTP_5XX)


@dataclass(frozen=True)
class Means:
    """What a visit needs from outside."""

    fetcher: Fetcher
    robots: Robots
    gate: HostGate
    clock: Clock
    stop: Callable[[], bool]


class Visitor:
    """Visits the pages of one source in one run. It remembers hosts that keep failing, nothing else."""

    def __init__(self, spec: SourceSpec, means: Means) -> None:
        self._spec = spec
        self._means = means
        self._homes: list[str] = [spec.address]
        self._failures: dict[str, int] = {}
        self.requests = 0

    def add_home(self, url: str) -> None:
        """A further address whose site is the source's own (a feed says which site it is of)."""
        self._homes.append(url)

    def on_site(self, url: str) -> bool:
        """Whether the page belongs to the source."""
        return belongs(url, self._homes, self._spec.sites)

    def get(self, url: str, validators: Validators, *, anywhere: bool = False) -> Answer | FetchFailure:
        """The answer, after as many as three tries. `anywhere` lets redirects leave the site (feeds move; an article
        that leads elsewhere is not this outlet's). Never raises for what a server does."""
        if self._failures.get(host_key(url), 0) >= _BREAKER:
            return FetchFailure(Reason.HOST_BACKING_OFF, f"{_BREAKER} failures in a row; left alone until the next run")

        asked, allowance = url, self._means.fetcher.allowance()

        def step(hop: str) -> Answer | Redirect | FetchFailure:
            nonlocal asked
            asked = hop
            if hop != url and not anywhere and not self.on_site(hop):
                return FetchFailure(Reason.OFF_SITE, f"redirects to {hop[:200]}")
            return self._ask(hop, validators, allowance)

        outcome: Answer | FetchFailure = FetchFailure(Reason.UNREACHABLE, "")
        for attempt in range(_TRIES):
            allowance = self._means.fetcher.allowance()
            outcome = follow(url, step)
            if isinstance(outcome, Answer) or not self._try_again(host_key(asked), outcome, attempt):
                break
        self._note(host_key(url), outcome)
        if isinstance(outcome, FetchFailure) and outcome.status == 503 and outcome.retry_after:
            return replace(outcome, reason=Reason.RATE_LIMITED)
        return outcome

    def _ask(self, url: str, validators: Validators, allowance: Allowance) -> Answer | Redirect | FetchFailure:
        """One hop, in the host's turn."""
        means, spec = self._means, self._spec
        verdict = means.robots.verdict(url, means.stop)
        if verdict.reason is not None:
            return FetchFailure(verdict.reason, verdict.detail)
        pause = max(spec.delay_seconds, verdict.crawl_delay or 0.0)
        if pause > max(spec.max_wait_seconds, spec.delay_seconds):
            detail = f"Crawl-delay of {pause:g} s is above max_wait_seconds ({spec.max_wait_seconds:g})"
            return FetchFailure(Reason.HOST_BACKING_OFF, detail)
        with means.gate.turn(host_key(url), pause, spec.max_wait_seconds, means.stop) as refusal:
            if refusal is Reason.INTERRUPTED:
                return FetchFailure(refusal, "the run was stopped while waiting for the host's turn")
            if refusal is not None:
                return FetchFailure(refusal, f"{host_key(url)} asked to be left alone for longer than max_wait_seconds")
            self.requests += 1
            return means.fetcher.once(url, validators, allowance, means.stop)

    def _try_again(self, host: str, failure: FetchFailure, attempt: int) -> bool:
        """Whether another try makes sense; if so, or if the host asked for more time than there is, the gate knows."""
        asked_to_wait = failure.status == 429 or (failure.status == 503 and failure.retry_after)
        if not asked_to_wait:
            return attempt == 0 and failure.reason in (Reason.HTTP_5XX, Reason.UNREACHABLE)
        wait = seconds_to_wait(failure.retry_after, self._means.clock())
        if wait is None:  # no word, or nonsense: twice as long each time, and not all clients at the same moment
            wait = max(1.0, self._spec.delay_seconds) * 2 ** (attempt + 1) * random.uniform(0.75, 1.25)
        self._means.gate.hold_back(host, wait)
        return wait <= self._spec.max_wait_seconds

    def _note(self, host: str, outcome: Answer | FetchFailure) -> None:
        if isinstance(outcome, FetchFailure) and outcome.reason in _STRAINED:
            self._failures[host] = self._failures.get(host, 0) + 1
        elif isinstance(outcome, Answer) or outcome.status:
            self._failures.pop(host, None)


def seconds_to_wait(retry_after: str | None, now: datetime) -> float | None:
    """What a Retry-After header asks for, in seconds from now: a number or an HTTP date (RFC 9110, section 10.2.3).
    None where it is missing or neither."""
    text = (retry_after or "").strip()
    if text.isdecimal():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
        return max(0.0, (moment - now).total_seconds())
    except (TypeError, ValueError, OverflowError):
        return None
