"""One address asked for with patience: each request in its host's turn, a second and third try after a pause where that
makes sense, and the host's gate told how it went."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial

from contracts.reasons import Reason
from core.clock import Clock, utc_now
from core.urls import host_key
from sources.http.failures import NOT_NOW
from sources.http.fetcher import Allowance, Answer, Fetcher, FetchFailure, Redirect, Validators, follow, never
from sources.polite.gate import HostGate, Turn

# What speaks of a host's health. A page that is missing, forbidden or broken does not.
_STRAINED = (Reason.TIMEOUT, Reason.UNREACHABLE, Reason.TLS_ERROR, Reason.RATE_LIMITED, Reason.HTTP_5XX)
_ONCE_MORE = (Reason.UNREACHABLE, Reason.HTTP_5XX)  # may be a hiccup; a timeout has cost a minute already

Admit = Callable[
    [str], float | FetchFailure
]  # an address -> pause in seconds before it, or why it may not be asked for
Random = Callable[[], float]  # evenly from 0 up to 1


@dataclass
class Tally:
    """What was asked for so far. `bytes` are those of bodies, decompressed; a body that was over the limit counts as
    large as the limit, for so much of it was read."""

    requests: int = 0
    bytes: int = 0


@dataclass(frozen=True)
class Request:
    """What to ask for, and how. `admit` is heard before each hop of a redirect; `patience`: seconds that a host may
    make us wait; `tries`: at most so many, and only for failures that may pass."""

    url: str
    admit: Admit
    patience: float
    stop: Callable[[], bool] = never
    validators: Validators = field(default_factory=Validators)
    tries: int = 3
    tally: Tally = field(default_factory=Tally)


@dataclass
class _Attempt:
    number: int
    allowance: Allowance
    again: bool = False


@dataclass(frozen=True)
class Asker:
    """Asks. `random` spreads the pauses before another try, so that many clients do not come back at one moment."""

    fetcher: Fetcher
    gate: HostGate
    clock: Clock = utc_now
    random: Random = random.random

    def get(self, request: Request) -> Answer | FetchFailure:
        """The answer at the end of the redirects, or the last try's failure. Never raises for what a server does."""
        number = 0
        while True:
            attempt = _Attempt(number, self.fetcher.allowance())
            outcome = follow(request.url, partial(self._hop, request=request, attempt=attempt))
            number += 1
            if isinstance(outcome, Answer) or not attempt.again:
                break
        if isinstance(outcome, FetchFailure) and outcome.status == 503 and outcome.retry_after:
            return replace(outcome, reason=Reason.RATE_LIMITED)
        return outcome

    def _hop(self, url: str, request: Request, attempt: _Attempt) -> Answer | Redirect | FetchFailure:
        pause = request.admit(url)
        if isinstance(pause, FetchFailure):
            return pause
        host, tally = host_key(url), request.tally
        with self.gate.turn(host, pause, request.patience, request.stop) as turn:
            if turn.reason is not None:
                return FetchFailure(turn.reason, turn.detail)
            tally.requests += 1
            outcome = self.fetcher.once(url, request.validators, attempt.allowance, request.stop)
            if isinstance(outcome, Answer):
                tally.bytes += len(outcome.body)
            elif isinstance(outcome, FetchFailure) and outcome.reason is Reason.TOO_LARGE:
                tally.bytes += self.fetcher.limits.max_body_bytes
            return self._told(host, outcome, turn, pause, request, attempt)

    def _told(
        self,
        host: str,
        outcome: Answer | Redirect | FetchFailure,
        turn: Turn,
        pause: float,
        request: Request,
        attempt: _Attempt,
    ) -> Answer | Redirect | FetchFailure:
        """Tells the gate, still within the turn, and notes whether to try again. What opened the breaker says so."""
        if not isinstance(outcome, FetchFailure) or outcome.reason not in _STRAINED:
            if not isinstance(outcome, FetchFailure) or outcome.status:
                self.gate.well(host)
            return outcome
        asked = asked_to_wait(outcome)
        left = attempt.number + 1 < (request.tries if asked else min(request.tries, 2))
        again = left and not turn.trial and (asked or outcome.reason in _ONCE_MORE or outcome.status in NOT_NOW)
        wait = seconds_to_wait(outcome.retry_after, self.clock()) if asked else None
        if wait is None:  # no word, or nonsense: twice as long each time
            wait = max(1.0, pause) * 2 ** (attempt.number + 1) * (0.75 + self.random() / 2)
            wait = min(wait, max(request.patience, pause))
        if asked or again:
            self.gate.hold_back(host, wait)
        attempt.again = again and wait <= request.patience
        words = None if attempt.again else self.gate.strained(host)
        return replace(outcome, detail=f"{outcome.detail}; {words}") if words else outcome


def asked_to_wait(failure: FetchFailure) -> bool:
    """Whether the server asks for time: 429, or 503 with a Retry-After."""
    return failure.status == 429 or (failure.status == 503 and bool(failure.retry_after))


def seconds_to_wait(retry_after: str | None, now: datetime) -> float | None:
    """What a Retry-After header asks for, in seconds from now: a number or an HTTP date (RFC 9110, section 10.2.3).
    None where it is missing, neither, or a date that has passed: then their clock is wrong, or ours."""
    text = (retry_after or "").strip()
    if text.isascii() and text.isdecimal():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
        wait = (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds()
    except (TypeError, ValueError, OverflowError):
        return None
    return wait if wait > 0 else None
