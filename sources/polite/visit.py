"""The pages of one source visited with manners: on its own site, as robots.txt and the publisher's rights allow."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from contracts.reasons import Reason
from core.clock import Clock
from sources.http.fetcher import Answer, Fetcher, FetchFailure, Validators
from sources.polite.asking import Asker, Random, Request, Tally
from sources.polite.gate import HostGate
from sources.polite.host_files import Manner
from sources.polite.rights import Rights
from sources.polite.robots import Robots
from sources.site import belongs
from sources.spec import SourceSpec


@dataclass(frozen=True)
class Means:
    """What a visit needs from outside. Without `rights`, pages are asked for and kept as robots.txt allows."""

    fetcher: Fetcher
    robots: Robots
    gate: HostGate
    clock: Clock
    stop: Callable[[], bool]
    rights: Rights | None = None
    random: Random = random.random


class Visitor:
    """Visits the addresses of one source in one run. What it learns of hosts is with the gate, for all sources."""

    def __init__(self, spec: SourceSpec, means: Means) -> None:
        self._spec = spec
        self._means = means
        self._asker = Asker(means.fetcher, means.gate, means.clock, means.random)
        self._homes: list[str] = [spec.address]
        self._tally = Tally()

    @property
    def requests(self) -> int:
        """Requests made so far, redirects and further tries among them; robots.txt and tdmrep.json are not."""
        return self._tally.requests

    @property
    def bytes(self) -> int:
        """Bytes of bodies so far, decompressed. A body over the limit counts as large as the limit."""
        return self._tally.bytes

    def add_home(self, url: str) -> None:
        """A further address whose site is the source's own (a feed says which site it is of)."""
        self._homes.append(url)

    def on_site(self, url: str) -> bool:
        """Whether the page belongs to the source."""
        return belongs(url, self._homes, self._spec.sites)

    def get(self, url: str, validators: Validators, *, anywhere: bool = False) -> Answer | FetchFailure:
        """The answer, after as many as three tries. `anywhere` lets redirects leave the site (feeds move; an article
        that leads elsewhere is not this outlet's). Never raises for what a server does."""
        return self._ask(url, validators, anywhere, None)

    def page(self, url: str, validators: Validators) -> Answer | FetchFailure:
        """A page of the source as `get` brings it, unless its publisher reserves the rights in it: one that the host's
        tdmrep.json reserves is not asked for (nor is a redirect to one followed), one whose headers or head say so is
        not handed out. The failure's `status` is then that of the answer, 0 where there was no request."""
        rights = self._means.rights
        answer = self._ask(url, validators, False, rights)
        refused = rights.refusal(answer) if rights is not None and isinstance(answer, Answer) else None
        if refused is None or isinstance(answer, FetchFailure):
            return answer
        return FetchFailure(*refused, status=answer.status)

    def _ask(self, url: str, validators: Validators, anywhere: bool, rights: Rights | None) -> Answer | FetchFailure:
        spec, stop = self._spec, self._means.stop

        def admit(hop: str) -> float | FetchFailure:
            if hop != url and not anywhere and not self.on_site(hop):
                return FetchFailure(Reason.OFF_SITE, f"redirects to {hop[:200]}")
            pause = self._pause(hop)
            if rights is not None and not isinstance(pause, FetchFailure):
                refused = rights.before(hop, Manner(pause, spec.max_wait_seconds, stop))
                return FetchFailure(*refused) if refused else pause
            return pause

        return self._asker.get(Request(url, admit, spec.max_wait_seconds, stop, validators, tally=self._tally))

    def _pause(self, url: str) -> float | FetchFailure:
        """Seconds between two requests to this host, or what robots.txt has against this one."""
        spec = self._spec
        manner = Manner(spec.delay_seconds, spec.max_wait_seconds, self._means.stop)
        verdict = self._means.robots.verdict(url, manner=manner)
        if verdict.reason is not None:
            return FetchFailure(verdict.reason, verdict.detail)
        pause = max(spec.delay_seconds, verdict.crawl_delay or 0.0)
        if pause > max(spec.max_wait_seconds, spec.delay_seconds):
            detail = f"Crawl-delay of {pause:g} s is above max_wait_seconds ({spec.max_wait_seconds:g})"
            return FetchFailure(Reason.HOST_BACKING_OFF, detail)
        return pause
