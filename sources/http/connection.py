"""Connections under guard: made only to an address that was checked, cut when the request's time is up, and read within
limits whatever is sent.

The check is on the very address that the socket connects to: names are resolved here, once, and the socket is opened to
what passed, so a name that resolves differently a moment later (rebinding) changes nothing. urllib3 and http.client do
the rest. What they leave open is closed here: the size of a head as a whole, answers that go before the answer (1xx
other than 100), header lines that are none, and the bytes taken off the wire (a chunk of size -1 reads for ever)."""

from __future__ import annotations

import functools
import http.client
import io
import re
import socket
import ssl
import time
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import certifi
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from core.errors import UsageError
from sources.http.addresses import Resolve, why_refused
from sources.http.decoding import TooLarge
from sources.http.lookup import look_up
from sources.http.watchdog import Watch

_HOSTS = 128  # whose connection is kept, two files each at most; a run asks 64 hosts at once
_IDLE_SECONDS = 60.0  # a connection unused for longer may have been forgotten on the way without a word
_MOST_ADDRESSES = 8  # of one host that are tried
_MAX_HEAD = 262_144  # bytes of all headers together, those of interim answers too; what Chromium takes
_MOST_INTERIM = 20  # answers before the answer
_FIELD = re.compile(rb"[!-9;-~]+:")  # what http.client's parser takes for a header; anything else ends its reading


class RefusedAddress(Exception):
    """The host has no address that may be connected to. Not an OSError: urllib3 must let it through."""


@dataclass
class Attempt:
    """What the connections of the request under way in this thread have to keep to, and what became of it."""

    watch: Watch
    resolve: Resolve
    allow_loopback: bool
    max_wire_bytes: int
    reused: bool = False  # over a connection that served before
    sent: bool = False
    answered: bool = False  # at least a byte came


ATTEMPT: ContextVar[Attempt] = ContextVar("attempt")


def connection_pools(ca_file: str | None) -> PoolManager:
    """Pools of guarded connections, one kept for each host. Nothing is read from the environment. Raises UsageError
    when `ca_file` holds no certificates."""
    pools = PoolManager(num_pools=_HOSTS, maxsize=1, ssl_context=_tls_context(ca_file or certifi.where()))
    pools.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}
    return pools


@functools.cache
def _tls_context(ca_file: str) -> ssl.SSLContext:
    """Verifies certificate and name, always. Shared by the process: reading certifi's file takes 20 ms and 1 MB."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_verify_locations(Path(ca_file))
    except (OSError, ssl.SSLError) as error:
        raise UsageError(
            f"no certificates can be read from {ca_file}: {error}",
            "DESK_CA_FILE has to name a file of certificates in PEM form; unset, the usual authorities are trusted.",
        ) from error
    return context


class _Guarded:
    """What both kinds of connections do beside urllib3's."""

    used_at = 0.0  # monotonic seconds, 0 before its first request

    def _new_conn(self: Any) -> socket.socket:
        self.used_at = 0.0
        return _connect(self)

    def request(self: Any, *args: Any, **kwargs: Any) -> None:
        attempt = ATTEMPT.get()
        attempt.reused = self.sock is not None and self.used_at > 0
        if attempt.reused:
            attempt.watch.guard(self.sock)
        super().request(*args, **kwargs)  # type: ignore[misc]
        attempt.sent = True
        self.used_at = time.monotonic()

    @property
    def is_connected(self: Any) -> bool:
        """Whether a kept connection can serve again; urllib3 asks."""
        return time.monotonic() - self.used_at < _IDLE_SECONDS and bool(super().is_connected)  # type: ignore[misc]


class _Response(http.client.HTTPResponse):
    """An answer's head read with patience, and all of it off the wire within a limit."""

    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp = io.BufferedReader(_Meter(self.fp.detach(), ATTEMPT.get()))

    def begin(self) -> None:
        """Reads up to the end of the head, through answers that only go before (102, 103; RFC 9110, section 15.2).
        Raises HTTPException when it is theirs without end; 101, which nobody asked for, has no answer after it."""
        wire = self.fp
        self.fp = _Head(wire)  # type: ignore[assignment]
        try:
            super().begin()
            for _ in range(_MOST_INTERIM):
                if not 100 <= self.status < 200 or self.status == http.HTTPStatus.SWITCHING_PROTOCOLS:
                    break
                self.headers = self.msg = None  # type: ignore[assignment]
                super().begin()
            if self.status < 200:
                raise http.client.HTTPException(f"HTTP {self.status}, and no answer after it")
        finally:
            if self.fp is not None:  # else it was closed, for what came is no HTTP
                self.fp = wire


class _HTTPConnection(_Guarded, HTTPConnection):
    response_class = _Response


class _HTTPSConnection(_Guarded, HTTPSConnection):
    response_class = _Response


class _HTTPPool(HTTPConnectionPool):
    ConnectionCls = _HTTPConnection


class _HTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _HTTPSConnection


class _Meter(io.RawIOBase):
    """Bytes off the wire, counted: framing, trailers and all."""

    def __init__(self, wire: io.RawIOBase, attempt: Attempt) -> None:
        self._wire = wire
        self._left = attempt.max_wire_bytes
        self._attempt = attempt

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        got = self._wire.readinto(buffer)
        self._left -= got or 0
        self._attempt.answered = self._attempt.answered or bool(got)
        if self._left < 0:
            raise TooLarge("more came than the limit on bodies, framing included")
        return got

    def close(self) -> None:
        self._wire.close()
        super().close()


class _Head:
    """The lines of a head. Lines that are no header are left out, with what is folded under them: http.client would
    take the first for the end of the head, and lose what says how long the body is."""

    def __init__(self, wire: io.BufferedReader) -> None:
        self._wire = wire
        self._left = _MAX_HEAD
        self._status_line = True
        self._wanted = False

    def readline(self, limit: int) -> bytes:
        while True:
            line = self._wire.readline(limit)
            self._left -= len(line)
            if self._left < 0:
                raise http.client.HTTPException(f"headers of over {_MAX_HEAD} bytes")
            blank = line in (b"\r\n", b"\n")
            if blank and self._status_line:
                continue  # before an answer: to be passed over (RFC 9112, section 2.2)
            if self._status_line or blank or not line:
                self._status_line = blank
                self._wanted = False
                return line
            if line[:1] not in b" \t":
                self._wanted = _FIELD.match(line) is not None
            if self._wanted or len(line) >= limit:
                return line

    def close(self) -> None:
        self._wire.close()


def _connect(connection: HTTPConnection) -> socket.socket:
    """A socket to the first of the host's permitted addresses that answers."""
    attempt = ATTEMPT.get()
    port = connection.port or connection.default_port
    limit = connection.timeout if isinstance(connection.timeout, int | float) else attempt.watch.remaining()
    try:
        addresses = look_up(attempt.resolve, connection.host, port, attempt.watch, limit)
    except socket.gaierror as error:
        raise NameResolutionError(connection.host, connection, error) from error
    except TimeoutError as error:
        raise ConnectTimeoutError(connection, str(error)) from error
    refused = {address: why_refused(address, attempt.allow_loopback) for address in addresses}
    permitted = [address for address, why in refused.items() if why is None]
    if addresses and not permitted:
        raise RefusedAddress(", ".join(f"{address} is {why}" for address, why in refused.items())[:200])
    failure: OSError = OSError("the name has no address")
    for address in permitted[:_MOST_ADDRESSES]:
        try:
            return _open(address, port, limit, attempt.watch)
        except OSError as error:
            failure = error
    if isinstance(failure, TimeoutError):
        raise ConnectTimeoutError(connection, f"no connection to {connection.host} in time") from failure
    raise NewConnectionError(connection, str(failure)) from failure


def _open(address: str, port: int, seconds: float, watch: Watch) -> socket.socket:
    """A connection to an address. It is under guard before it is made, so that `stop` ends the wait for it, too."""
    opened = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    try:
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        opened.settimeout(min(seconds, watch.remaining()))
        watch.guard(opened)
        opened.connect((address, port))
        opened.settimeout(seconds)
    except BaseException:
        opened.close()
        raise
    return opened
