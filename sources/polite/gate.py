"""Who may call which host now: one request at a time and a pause between two, across all sources that share a host."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from contracts.reasons import Reason

_SLICE = 0.2  # seconds slept at a time, so that a stop is noticed
_ROUNDING = 0.001  # (now + 30) - now may come out above 30
_LONGEST_HOLD = 86_400.0  # seconds; a Retry-After of ten years must not blind a scheduler that runs for months


class HostGate(Protocol):
    """The key of a host is `core.urls.host_key`. An implementation for many processes needs the same two verbs."""

    def turn(
        self, host: str, delay: float, patience: float, stop: Callable[[], bool]
    ) -> AbstractContextManager[Reason | None]:
        """Waits for this host's turn, at least `delay` seconds after the last request to it ended, and keeps everyone
        else away until the block ends. Gives None when the turn has come; HOST_BACKING_OFF, without waiting, when the
        host is held back for longer than `patience` seconds; INTERRUPTED when `stop` said true meanwhile."""
        ...

    def hold_back(self, host: str, seconds: float) -> None:
        """No turn for this host in the next `seconds`: it asked for that."""
        ...


@dataclass
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    last_end: float = float("-inf")
    held_until: float = float("-inf")


class LocalHostGate:
    """The gate for the threads of one process. Clock and sleep are arguments, so that tests need no time."""

    def __init__(
        self, monotonic: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._monotonic = monotonic
        self._sleep = sleep
        self._guard = threading.Lock()
        self._hosts: dict[str, _Host] = {}

    @contextmanager
    def turn(self, host: str, delay: float, patience: float, stop: Callable[[], bool]) -> Iterator[Reason | None]:
        """See HostGate."""
        entry = self._host(host)
        while not entry.lock.acquire(timeout=_SLICE):
            if stop():
                yield Reason.INTERRUPTED
                return
        try:
            refusal = self._wait(entry, delay, patience, stop)
            try:
                yield refusal
            finally:
                if refusal is None:
                    entry.last_end = self._monotonic()
        finally:
            entry.lock.release()

    def hold_back(self, host: str, seconds: float) -> None:
        """See HostGate."""
        entry = self._host(host)
        entry.held_until = max(entry.held_until, self._monotonic() + min(seconds, _LONGEST_HOLD))

    def _host(self, key: str) -> _Host:
        with self._guard:
            return self._hosts.setdefault(key, _Host())

    def _wait(self, entry: _Host, delay: float, patience: float, stop: Callable[[], bool]) -> Reason | None:
        while True:
            now = self._monotonic()
            if entry.held_until - now > patience + _ROUNDING:
                return Reason.HOST_BACKING_OFF
            left = max(entry.last_end + delay, entry.held_until) - now
            if stop():
                return Reason.INTERRUPTED
            if left <= 0:
                return None
            # At least a millisecond: a wait of one rounding error would never move the clock on.
            self._sleep(max(0.001, min(left, _SLICE)))
