"""Requests under watch: cut when their time is up or the run is stopped, whatever the server does.

One thread of the process looks after all of them (a thread for each cost 0.2 ms of a request's 1.0 ms). It shuts a
request's connections down from outside, so that a server that sends a byte a second, in headers, body or TLS handshake,
is stopped all the same: no call that waits for a socket outlives its socket's shutdown."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
from collections.abc import Callable
from types import TracebackType

TICK = 0.2  # seconds between two looks at the clock and at `stop`: Ctrl-C is to end a run within 5 s
_IDLE_LOOKS = 25  # with nothing to watch, before the thread sleeps for good: waking it costs a switch of threads


class Watch:
    """One request. Cuts its connections after `seconds`, or soon after `stop` says true. A context manager.

    `stop` is called from the watchdog's thread and has to answer at once: all requests wait for it."""

    def __init__(self, seconds: float, stop: Callable[[], bool]) -> None:
        self.deadline = time.monotonic() + seconds
        self._stop = stop
        self._lock = threading.Lock()
        self._guards: list[int] = []
        self.expired = False
        self.stopped = False

    def __enter__(self) -> Watch:
        _DOG.add(self)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        _DOG.remove(self)
        with self._lock:
            guards, self._guards = self._guards, []
        for guard in guards:
            os.close(guard)

    @property
    def fired(self) -> bool:
        """Whether it cut anything: what came then is not a whole answer."""
        return self.expired or self.stopped

    def remaining(self) -> float:
        """Seconds left, never less than a millisecond (0 would mean a non-blocking socket)."""
        return max(0.001, self.deadline - time.monotonic())

    def shorten(self, seconds: float) -> None:
        """From now on at most so many seconds."""
        self.deadline = min(self.deadline, time.monotonic() + seconds)

    def guard(self, connection: socket.socket) -> None:
        """Adds a connection, if only one about to be made. A duplicate of its descriptor is kept: shutting that down
        ends reads on the original, even when that is wrapped in TLS meanwhile, and never hits another's socket."""
        copy = os.dup(connection.fileno())
        with self._lock:
            self._guards.append(copy)
            if self.fired:
                _shut_down(copy)

    def look(self) -> None:
        """Cuts if it is time to."""
        if self.fired:
            return
        with self._lock:
            self.expired = time.monotonic() >= self.deadline
            self.stopped = not self.expired and self._asked_to_stop()
            if self.fired:
                for guard in self._guards:
                    _shut_down(guard)

    def _asked_to_stop(self) -> bool:
        with contextlib.suppress(Exception):  # one who cannot say must not take the watch from all others
            return self._stop()
        return False


class _Watchdog:
    """The thread, begun with the first request and again should it ever have ended."""

    def __init__(self) -> None:
        self._changed = threading.Condition(threading.Lock())
        self._watches: set[Watch] = set()
        self._thread: threading.Thread | None = None
        self._next_look = 0.0  # monotonic seconds

    def add(self, watch: Watch) -> None:
        with self._changed:
            self._watches.add(watch)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="request-watchdog", daemon=True)
                self._next_look = 0.0
                self._thread.start()
            elif watch.deadline < self._next_look:
                self._changed.notify()

    def remove(self, watch: Watch) -> None:
        with self._changed:
            self._watches.discard(watch)

    def _run(self) -> None:
        idle = 0
        while True:
            with self._changed:
                pause = self._pause(idle)
                self._next_look = time.monotonic() + pause if pause is not None else float("inf")
                self._changed.wait(pause)
                watches = tuple(self._watches)
            idle = 0 if watches else idle + 1
            for watch in watches:
                watch.look()

    def _pause(self, idle: int) -> float | None:
        if self._watches:
            return min(TICK, *(watch.remaining() for watch in self._watches))
        return TICK if idle < _IDLE_LOOKS else None


_DOG = _Watchdog()


def _shut_down(descriptor: int) -> None:
    with contextlib.suppress(OSError):  # the other side may have been quicker
        guard = socket.socket(fileno=descriptor)
        try:
            guard.shutdown(socket.SHUT_RDWR)
        finally:
            guard.detach()
