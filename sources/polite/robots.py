"""robots.txt by RFC 9309: asked once per host and run, and never taken for a yes when it could not be read."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from contracts.reasons import Reason
from core.urls import host_key
from sources.http.fetcher import Answer, Fetcher, FetchFailure, Redirect, Validators, follow, never
from sources.polite.gate import HostGate

_MAX_BYTES = 512 * 1024  # RFC 9309, section 2.5: at least 500 KiB are to be read; what is beyond is not
_TRIES = 2  # one hiccup of a server should not cost a source its run


@dataclass(frozen=True)
class Verdict:
    """Whether a page may be asked for. `reason` and `detail` say why not; `crawl_delay` in seconds, where stated."""

    reason: Reason | None = None
    detail: str = ""
    crawl_delay: float | None = None

    @property
    def allowed(self) -> bool:
        return self.reason is None


class Robots:
    """The rules of all hosts that a run meets; shared by its threads. `delay` and `patience` are those of the gate."""

    def __init__(self, fetcher: Fetcher, gate: HostGate, delay: float = 0.0, patience: float = 30.0) -> None:
        self._fetcher = fetcher
        self._gate = gate
        self._delay = delay
        self._patience = patience
        self._agent = fetcher.limits.user_agent.partition("/")[0]
        self._guard = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}
        self._known: dict[str, Protego | Verdict] = {}

    def verdict(self, url: str, stop: Callable[[], bool] = never) -> Verdict:
        """What the host's robots.txt says of this URL to us. 4xx (but 429) means no rules; 5xx, 429, no connection or
        no end of redirects mean ROBOTS_UNREACHABLE; a host that may not be connected to keeps its own reason."""
        host = host_key(url)
        with self._guard:
            lock = self._locks.setdefault(host, threading.Lock())
        with lock:
            rules = self._known.get(host)
            if rules is None:
                rules = self._ask(url, stop)
                if not (isinstance(rules, Verdict) and rules.reason in (Reason.INTERRUPTED, Reason.HOST_BACKING_OFF)):
                    self._known[host] = rules
        if isinstance(rules, Verdict):
            return rules
        delay = rules.crawl_delay(self._agent)
        if not rules.can_fetch(url, self._agent):
            return Verdict(Reason.ROBOTS_DISALLOWED, f"robots.txt of {host}", delay)
        return Verdict(crawl_delay=delay)

    def _ask(self, page: str, stop: Callable[[], bool]) -> Protego | Verdict:
        parts = urlsplit(page)
        address = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/robots.txt"
        allowance = self._fetcher.allowance()

        def step(url: str) -> Answer | Redirect | FetchFailure:
            with self._gate.turn(host_key(url), self._delay, self._patience, stop) as refusal:
                if refusal is not None:
                    return FetchFailure(refusal, address)
                return self._fetcher.once(url, Validators(), allowance, stop)

        outcome: Answer | FetchFailure = FetchFailure(Reason.UNREACHABLE, "")
        for _ in range(_TRIES):
            outcome = follow(address, step)
            if isinstance(outcome, Answer) or outcome.reason not in (Reason.HTTP_5XX, Reason.UNREACHABLE):
                break
        if isinstance(outcome, Answer):
            return Protego.parse(_text(outcome.body))
        if 400 <= outcome.status < 500 and outcome.status != 429:
            return Protego.parse("")
        if outcome.reason in (Reason.PRIVATE_ADDRESS, Reason.BAD_URL, Reason.INTERRUPTED, Reason.HOST_BACKING_OFF):
            return Verdict(outcome.reason, outcome.detail)
        return Verdict(Reason.ROBOTS_UNREACHABLE, f"{address}: {outcome.reason}: {outcome.detail}")


def _text(body: bytes) -> str:
    """UTF-8 as the RFC wants it; a byte order mark of UTF-16 is heeded, for the file would say nothing otherwise."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body[:_MAX_BYTES].decode("utf-16", "replace")
    return body[:_MAX_BYTES].decode("utf-8-sig", "replace")
