"""Who may call which host now: one request at a time and a pause between two, across all sources that share a host;
and nobody while the host asked to be left alone, or keeps failing.

The circuit breaker of a host opens after five failures in a row. It then stays open for a cool-down of five minutes;
the first request after it is a trial: if that fails, too, the next cool-down is twice as long, up to a day, else all is
well again. Until when a host is left alone is remembered across runs (`sources.polite.memory`)."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

from contracts.reasons import Reason
from core.clock import Clock, utc_now
from sources.polite.memory import HostMemory, HostRecord, RunMemory

_SLICE = 0.2  # seconds slept at a time, so that a stop is noticed
_ROUNDING = 0.001  # (now + 30) - now may come out above 30
_LONGEST_HOLD = 86_400.0  # seconds; a Retry-After of ten years must not blind a scheduler that runs for months
_FAILURES = 5  # in a row; at 60 s for each request that is 5 minutes
_FIRST_COOLDOWN = 300.0  # seconds; doubles with each trial that fails


@dataclass(frozen=True)
class Turn:
    """How waiting for a turn ended. Granted, or why not, with the moment from which the host may be asked again.
    `trial`: the breaker is half open, and this request decides whether it closes; it is to be the only one."""

    reason: Reason | None = None
    detail: str = ""
    trial: bool = False

    @property
    def granted(self) -> bool:
        return self.reason is None


_STOPPED = Turn(Reason.INTERRUPTED, "stopped while waiting for the host's turn")


class HostGate(Protocol):
    """The key of a host is `core.urls.host_key`. An implementation for many processes needs the same verbs."""

    def turn(self, host: str, delay: float, patience: float, stop: Callable[[], bool]) -> AbstractContextManager[Turn]:
        """Waits for this host's turn, at least `delay` seconds after the last request to it ended, and keeps everyone
        else away until the block ends; first come, first served. Without waiting the turn is refused as
        HOST_BACKING_OFF when the host is held back for longer than `patience` seconds, or its breaker is open; soon
        after `stop` says true it is refused as INTERRUPTED."""
        ...

    def hold_back(self, host: str, seconds: float) -> None:
        """No turn for this host in the next `seconds`: it asked for that."""
        ...

    def strained(self, host: str) -> str | None:
        """A request failed in a way that speaks of the host's health. Says what follows, when the breaker opens."""
        ...

    def well(self, host: str) -> None:
        """A request was answered: what failed before is forgotten."""
        ...


@dataclass
class _Host:
    """`line`: who waits for the turn, first come first served; the first has it. Times are monotonic seconds."""

    line: deque[threading.Event] = field(default_factory=deque)
    last_end: float = float("-inf")
    held_until: float = float("-inf")
    failures: int = 0
    open_until: float | None = None
    cooldown: float = 0.0


class LocalHostGate:
    """The gate for the threads of one process. Clocks and sleep are arguments, so that tests need no time.

    A turn costs 10 µs where nobody waits, and comes 0.1 ms late where many do (99 of 100 within 0.6 ms): waiting in
    line ends the moment the one before leaves, and the pause is slept to its end, in slices for the sake of `stop`."""

    def __init__(
        self,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        *,
        memory: HostMemory | None = None,
        clock: Clock = utc_now,
    ) -> None:
        self._monotonic = monotonic
        self._sleep = sleep
        self._memory = memory or RunMemory()
        self._clock = clock
        self._guard = threading.Lock()  # over all that is written in _Host
        self._hosts: dict[str, _Host] = {}

    @contextmanager
    def turn(self, host: str, delay: float, patience: float, stop: Callable[[], bool]) -> Iterator[Turn]:
        """See HostGate."""
        entry, place, turn = self._host(host), threading.Event(), _STOPPED
        try:
            with self._guard:
                entry.line.append(place)
                entry.line[0].set()
            if self._first_in_line(place, stop):
                turn = self._pause(host, entry, delay, patience, stop)
            yield turn
        finally:
            with self._guard:
                if turn.granted:
                    entry.last_end = self._monotonic()
                entry.line.remove(place)
                if entry.line:
                    entry.line[0].set()

    def hold_back(self, host: str, seconds: float) -> None:
        """See HostGate."""
        entry, seconds = self._host(host), min(seconds, _LONGEST_HOLD)
        with self._guard:
            until = self._monotonic() + seconds
            if until <= entry.held_until:
                return
            entry.held_until = until
        moment = self._clock() + timedelta(seconds=seconds)
        self._memory.update(host, lambda record: replace(record, wait_until=moment))

    def strained(self, host: str) -> str | None:
        """See HostGate."""
        entry = self._host(host)
        with self._guard:
            now = self._monotonic()
            entry.failures += 1
            already_open = entry.open_until is not None and entry.open_until > now
            words = None
            if entry.failures >= _FAILURES and not already_open:
                entry.cooldown = min(max(_FIRST_COOLDOWN, 2 * entry.cooldown), _LONGEST_HOLD)
                entry.open_until = now + entry.cooldown
                words = self._breaker_words(host, entry, entry.open_until)
            self._keep_breaker(host, entry)
        return words

    def well(self, host: str) -> None:
        """See HostGate."""
        entry = self._host(host)
        with self._guard:
            if entry.failures or entry.open_until is not None:
                entry.failures, entry.open_until, entry.cooldown = 0, None, 0.0
                self._keep_breaker(host, entry)

    def _host(self, key: str) -> _Host:
        with self._guard:
            entry = self._hosts.get(key)
            if entry is None:
                entry = self._hosts[key] = self._remembered(self._memory.recall(key))
        return entry

    def _remembered(self, record: HostRecord) -> _Host:
        now, clock = self._monotonic(), self._clock()

        def monotonic(moment: datetime) -> float:  # a clock that was set wrong meanwhile must not hold for months
            return now + min((moment - clock).total_seconds(), _LONGEST_HOLD)

        entry = _Host(failures=record.failures, cooldown=min(record.cooldown, _LONGEST_HOLD))
        if record.wait_until is not None:
            entry.held_until = monotonic(record.wait_until)
        if record.open_until is not None:
            entry.open_until = monotonic(record.open_until)
        return entry

    def _keep_breaker(self, host: str, entry: _Host) -> None:
        until = None if entry.open_until is None else self._moment(entry.open_until)
        failures, cooldown = entry.failures, entry.cooldown
        self._memory.update(
            host, lambda record: replace(record, failures=failures, open_until=until, cooldown=cooldown)
        )

    def _first_in_line(self, place: threading.Event, stop: Callable[[], bool]) -> bool:
        while not place.wait(_SLICE):
            if stop():
                return False
        return True

    def _pause(self, host: str, entry: _Host, delay: float, patience: float, stop: Callable[[], bool]) -> Turn:
        while True:
            now = self._monotonic()
            if (until := entry.open_until) is not None and until > now:
                return Turn(Reason.HOST_BACKING_OFF, self._breaker_words(host, entry, until))
            if entry.held_until - now > patience + _ROUNDING:
                held = _words(self._moment(entry.held_until))
                return Turn(Reason.HOST_BACKING_OFF, f"{host} asked to be left alone until {held}")
            left = max(entry.last_end + delay, entry.held_until) - now
            if stop():
                return _STOPPED
            if left <= 0:
                return Turn(trial=entry.open_until is not None)
            # At least a millisecond: a wait of one rounding error would never move the clock on.
            self._sleep(max(0.001, min(left, _SLICE)))

    def _breaker_words(self, host: str, entry: _Host, until: float) -> str:
        return f"{host} failed {entry.failures} times in a row and is left alone until {_words(self._moment(until))}"

    def _moment(self, monotonic: float) -> datetime:
        return self._clock() + timedelta(seconds=monotonic - self._monotonic())


def _words(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
