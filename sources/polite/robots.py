"""robots.txt by RFC 9309: asked once per host and day, and never taken for a yes when it could not be read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from protego import Protego

from contracts.reasons import Reason
from core.clock import Clock, utc_now
from core.urls import host_key
from sources.http.fetcher import Fetcher, FetchFailure, never
from sources.polite.asking import Asker
from sources.polite.gate import HostGate
from sources.polite.host_files import HostFiles, Manner
from sources.polite.memory import HostMemory, RunMemory

PATH = "/robots.txt"
_TRIES = 2  # one hiccup of a server should not cost a source its run
_USER_AGENT = re.compile(r"(\s*user[ -]?agent\s*:?\s*)([a-z_*-]+)", re.IGNORECASE)
_OWN_REASONS = (Reason.PRIVATE_ADDRESS, Reason.BAD_URL, Reason.INTERRUPTED, Reason.HOST_BACKING_OFF)


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
    """The rules of all hosts that a run meets; shared by its threads. Answers are gone by for a day, across runs where
    `memory` outlives them. `delay` and `patience` are those of the gate where a verdict does not bring its own."""

    def __init__(
        self,
        fetcher: Fetcher,
        gate: HostGate,
        delay: float = 0.0,
        patience: float = 30.0,
        *,
        memory: HostMemory | None = None,
        clock: Clock = utc_now,
    ) -> None:
        self._manner = Manner(delay, patience)
        self.agent = product_token(fetcher.limits.user_agent)
        self._files: HostFiles[Protego] = HostFiles(
            PATH, partial(parse, agent=self.agent), Asker(fetcher, gate, clock), memory or RunMemory(), tries=_TRIES
        )

    def verdict(self, url: str, stop: Callable[[], bool] = never, *, manner: Manner | None = None) -> Verdict:
        """What the host's robots.txt says of this URL to us. 4xx means no rules; 5xx, 408, 425, 429, no connection or
        no end of redirects mean ROBOTS_UNREACHABLE; a host that may not be connected to, or that is left alone for a
        while, keeps its own reason. `manner` is how robots.txt is asked for, should it come to that."""
        rules = self._files.get(url, manner or replace(self._manner, stop=stop))
        if isinstance(rules, FetchFailure):
            if rules.reason in _OWN_REASONS:
                return Verdict(rules.reason, rules.detail)
            return Verdict(Reason.ROBOTS_UNREACHABLE, f"{self._files.address(url)}: {rules.reason}: {rules.detail}")
        delay = _delay(rules, self.agent)
        if not rules.can_fetch(url, self.agent):
            return Verdict(Reason.ROBOTS_DISALLOWED, f"robots.txt of {host_key(url)}", delay)
        return Verdict(crawl_delay=delay)

    def sitemaps(self, url: str, stop: Callable[[], bool] = never) -> tuple[str, ...]:
        """The sitemaps that the host's robots.txt names, as it writes them; none where it cannot be had."""
        rules = self._files.get(url, replace(self._manner, stop=stop))
        return () if isinstance(rules, FetchFailure) else tuple(rules.sitemaps)


def product_token(user_agent: str) -> str:
    """The name by which rules mean us: `ForeignDesk` of `ForeignDesk/0.1 (…)`. RFC 9309, section 2.2.1."""
    return user_agent.partition("/")[0].strip()


def parse(text: str, agent: str) -> Protego:
    """The rules of a robots.txt. A page of HTML in its place has none, unless lines of it read as rules.

    A group is ours when the token of its user-agent line is `agent`, whatever follows it (`ForeignDesk/2.0`) and
    however it is written: so RFC 9309, section 2.2.1, and Google's parser. Protego compares the whole value, and takes
    a group `Foreign` for ours, too: the lines are put right for it."""
    lines = (_user_agent_line(line, agent.lower()) for line in text.splitlines())
    return Protego.parse("\n".join(lines))


def _user_agent_line(line: str, agent: str) -> str:
    found = _USER_AGENT.match(line)
    if found is None:
        return line
    token = found[2].lower()
    if token == agent:
        return f"{found[1]}{agent}"
    return f"{found[1]}not-{token}" if agent.startswith(token) else line


def _delay(rules: Protego, agent: str) -> float | None:
    """The longest pause asked for: `Crawl-delay` in seconds, or `Request-rate` (pages/seconds)."""
    rate = rules.request_rate(agent)
    delays = [rules.crawl_delay(agent), rate.seconds / rate.requests if rate else None]
    return max((delay for delay in delays if delay is not None), default=None)
