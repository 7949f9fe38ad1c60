"""Connections under guard: made only to an address that was checked, and cut when the request's time is up.

The check is on the very address that the socket connects to: names are resolved here, once, and the socket is opened to
what passed, so a name that resolves differently a moment later (rebinding) changes nothing. The watchdog shuts the
socket down from another thread, so that a server that sends a byte a second, in headers, body or TLS handshake, is
stopped all the same. Not covered: the time of the system's name resolution, which cannot be cut."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from sources.http.addresses import Resolve, why_refused

_TICK = 0.2  # seconds between two looks at the clock and at `stop`: Ctrl-C is to end a run within 5 s


class RefusedAddress(Exception):
    """The host has no address that may be connected to. Not an OSError: urllib3 must let it through."""


class Watchdog:
    """Cuts the connections it watches after `seconds`, or soon after `stop` says true. Use as a context manager."""

    def __init__(self, seconds: float, stop: Callable[[], bool]) -> None:
        self._deadline = time.monotonic() + seconds
        self._stop = stop
        self._done = threading.Event()
        self._lock = threading.Lock()
        self._guards: list[socket.socket] = []
        self._thread = threading.Thread(target=self._run, name="request-watchdog", daemon=True)
        self.expired = False
        self.stopped = False

    def __enter__(self) -> Watchdog:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._done.set()
        self._thread.join()
        for guard in self._guards:
            guard.close()

    @property
    def fired(self) -> bool:
        """Whether it cut anything: what came then is not a whole answer."""
        return self.expired or self.stopped

    def remaining(self) -> float:
        """Seconds left, never less than a millisecond (0 would mean a non-blocking socket)."""
        return max(0.001, self._deadline - time.monotonic())

    def watch(self, connection: socket.socket) -> None:
        """Adds a connection. A duplicate of its descriptor is kept: shutting that down ends reads on the original, even
        when the original is wrapped in TLS meanwhile."""
        guard = socket.socket(fileno=os.dup(connection.fileno()))
        with self._lock:
            self._guards.append(guard)
            if self.fired:
                _shut_down(guard)

    def _run(self) -> None:
        while not self._done.wait(min(_TICK, self.remaining())):
            self.expired = time.monotonic() >= self._deadline
            self.stopped = not self.expired and self._stop()
            if self.fired:
                with self._lock:
                    for guard in self._guards:
                        _shut_down(guard)
                return


@dataclass(frozen=True)
class Attempt:
    """What the connections of the request under way in this thread have to keep to."""

    watchdog: Watchdog
    resolve: Resolve
    allow_loopback: bool


ATTEMPT: ContextVar[Attempt] = ContextVar("attempt")


class GuardedAdapter(HTTPAdapter):
    """requests' adapter over guarded connections. It makes no retries of its own."""

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **pool_kwargs: Any) -> None:
        self.poolmanager = PoolManager(num_pools=connections, maxsize=maxsize, block=block, **pool_kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}


class _GuardedHTTP(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _connect(self)

    def request(self, *args: Any, **kwargs: Any) -> None:
        _watch_reused(self)
        super().request(*args, **kwargs)


class _GuardedHTTPS(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _connect(self)

    def request(self, *args: Any, **kwargs: Any) -> None:
        _watch_reused(self)
        super().request(*args, **kwargs)


class _HTTPPool(HTTPConnectionPool):
    ConnectionCls = _GuardedHTTP


class _HTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _GuardedHTTPS


def _watch_reused(connection: HTTPConnection) -> None:
    if connection.sock is not None:
        ATTEMPT.get().watchdog.watch(connection.sock)


def _connect(connection: HTTPConnection) -> socket.socket:
    """A socket to the first of the host's permitted addresses that answers."""
    attempt = ATTEMPT.get()
    port = connection.port or connection.default_port
    try:
        addresses = attempt.resolve(connection.host, port)
    except (socket.gaierror, UnicodeError) as error:
        reason = error if isinstance(error, socket.gaierror) else socket.gaierror(str(error))
        raise NameResolutionError(connection.host, connection, reason) from error
    refused = {address: why_refused(address, attempt.allow_loopback) for address in addresses}
    permitted = [address for address, why in refused.items() if why is None]
    if addresses and not permitted:
        raise RefusedAddress(", ".join(f"{address} is {why}" for address, why in refused.items()))
    return _first_that_answers(connection, permitted, port, attempt.watchdog)


def _first_that_answers(
    connection: HTTPConnection, addresses: list[str], port: int, watchdog: Watchdog
) -> socket.socket:
    limit = connection.timeout if isinstance(connection.timeout, int | float) else watchdog.remaining()
    failure: OSError = OSError("the name has no address")
    for address in addresses:
        try:
            opened = socket.create_connection((address, port), timeout=min(limit, watchdog.remaining()))
        except OSError as error:
            failure = error
            continue
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        opened.settimeout(limit)
        watchdog.watch(opened)
        return opened
    if isinstance(failure, TimeoutError):
        raise ConnectTimeoutError(connection, f"no connection to {connection.host} in time") from failure
    raise NewConnectionError(connection, str(failure)) from failure


def _shut_down(guard: socket.socket) -> None:
    with contextlib.suppress(OSError):  # the other side may have been quicker
        guard.shutdown(socket.SHUT_RDWR)
