"""HTTP as a careful guest: one request at a time to a checked address, under limits that hold whatever the server does.

`Fetcher.once` makes one request; `follow` goes after redirects by hand. Every outcome is a value: an Answer, or a
FetchFailure with the reason that goes into the ledger. What politeness asks for (robots.txt, pauses, Retry-After) is
not here but in `sources.polite.visit`."""

from __future__ import annotations

import contextlib
import http.client
import logging
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType

import urllib3
from urllib3.exceptions import HTTPError, ProtocolError
from urllib3.response import BaseHTTPResponse
from urllib3.util import Retry, Url, parse_url

from contracts.reasons import Reason
from core.settings import Settings
from core.urls import is_web_url
from sources.http.addresses import Resolve, resolve
from sources.http.answers import NO_CONDITION, Answer, FetchFailure, Redirect, Validators
from sources.http.connection import ATTEMPT, Attempt, RefusedAddress, connection_pools
from sources.http.decoding import ACCEPTED, BadEncoding, TooLarge, decode
from sources.http.failures import failure_of, failure_of_status
from sources.http.redirects import follow, redirect, without_user
from sources.http.watchdog import Watch

_MAX_SAID = 16_384  # bytes; WordPress takes about 200 to say what is wrong
_REDIRECTS = (301, 302, 303, 307, 308)
_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
_NO_RETRIES = Retry.from_int(False, redirect=False)
_FOLD = re.compile(r"[ \t]*[\r\n]+[ \t]*")
_WORTH_READING = 65_536, 1.0  # bytes and seconds that a connection is worth: a new one costs a handshake


@dataclass(frozen=True)
class HttpLimits:
    """What a request may take. Seconds, bytes; the body's limit holds before and after decompression."""

    connect_seconds: float = 10.0
    read_seconds: float = 20.0
    request_seconds: float = 60.0
    max_body_bytes: int = 10_000_000
    user_agent: str = "ForeignDesk"
    allow_loopback: bool = False
    ca_file: str | None = None  # certificates to trust instead of certifi's

    @classmethod
    def of(cls, settings: Settings) -> HttpLimits:
        """The limits as set for this process."""
        return cls(
            connect_seconds=settings.connect_seconds,
            read_seconds=settings.read_seconds,
            request_seconds=settings.request_seconds,
            max_body_bytes=int(settings.max_body_mb * 1_000_000),
            user_agent=settings.user_agent,
            allow_loopback=settings.allow_loopback,
            ca_file=str(settings.ca_file) if settings.ca_file else None,
        )


@dataclass
class Allowance:
    """Seconds left for a request and its redirects. Each step uses it up; waiting for a host's turn does not."""

    left: float


def never() -> bool:
    """The `stop` of who is never stopped."""
    return False


class Fetcher:
    """Makes requests. A context manager; may be used by several threads, and keeps one connection for each of the hosts
    that were asked last. Keeps no cookies, always verifies TLS, reads no proxy, netrc or other setting from the
    environment (a proxy would hide the address that is connected to). A user name and password in an address are taken
    off before anything is done with it: `core.urls` knows the page without them, and nobody gave them to us to use.
    Raises UsageError when `limits.ca_file` cannot be read."""

    def __init__(self, limits: HttpLimits, resolve: Resolve = resolve) -> None:
        self.limits = limits
        self._resolve = resolve
        self._pools = connection_pools(limits.ca_file)
        self._timeout = urllib3.Timeout(connect=limits.connect_seconds, read=limits.read_seconds)
        # urllib3 logs a traceback for each odd header line of a server: that is news about the server, not about us.
        logging.getLogger("urllib3").setLevel(logging.ERROR)

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._pools.clear()

    def get(
        self, url: str, validators: Validators = NO_CONDITION, stop: Callable[[], bool] = never
    ) -> Answer | FetchFailure:
        """The answer at the end of the redirects, all within `request_seconds`."""
        allowance = self.allowance()
        return follow(url, lambda hop: self.once(hop, validators, allowance, stop))

    def allowance(self) -> Allowance:
        """The time that one request may take, redirects included."""
        return Allowance(self.limits.request_seconds)

    def once(
        self,
        url: str,
        validators: Validators = NO_CONDITION,
        allowance: Allowance | None = None,
        stop: Callable[[], bool] = never,
    ) -> Answer | Redirect | FetchFailure:
        """One request, cut when the allowance is used up and soon after `stop` says true. Never raises for what a
        server does."""
        url = without_user(url)
        if not is_web_url(url):
            return FetchFailure(Reason.BAD_URL, f"not an http or https address: {url.rpartition('@')[2][:200]}")
        allowance = allowance or self.allowance()
        began = time.monotonic()
        with Watch(allowance.left, stop) as watch:
            outcome = self._outcome(url, validators.headers(), watch)
        allowance.left = max(0.001, allowance.left - (time.monotonic() - began))
        if watch.stopped:
            return FetchFailure(Reason.INTERRUPTED, "the run was stopped during the request")
        settled = isinstance(outcome, Redirect) or (isinstance(outcome, FetchFailure) and outcome.status)
        if watch.expired and not settled:
            return FetchFailure(Reason.TIMEOUT, f"not done within {self.limits.request_seconds:g} s")
        return outcome

    def _outcome(self, url: str, conditions: dict[str, str], watch: Watch) -> Answer | Redirect | FetchFailure:
        """What came, or why nothing did, as a value."""
        limit = self.limits.max_body_bytes
        # Chunks of a hundred bytes have a twentieth of framing; such as have more than a quarter are there to be slow.
        attempt = Attempt(watch, self._resolve, self.limits.allow_loopback, limit + limit // 4 + 400_000)
        token = ATTEMPT.set(attempt)
        try:
            return self._exchange(url, conditions, attempt)
        except RefusedAddress as error:
            return FetchFailure(Reason.PRIVATE_ADDRESS, str(error))
        except TooLarge as error:  # before a status was read
            return FetchFailure(Reason.TOO_LARGE, str(error))
        except BadEncoding as error:
            return FetchFailure(Reason.BAD_RESPONSE, str(error))
        except (HTTPError, http.client.HTTPException, OSError, ValueError) as error:
            return FetchFailure(*failure_of(error, attempt.sent))
        finally:
            ATTEMPT.reset(token)

    def _exchange(self, url: str, conditions: dict[str, str], attempt: Attempt) -> Answer | Redirect | FetchFailure:
        address = parse_url(url)
        # http.client would add Host unseen; set here, the archive's request record is what went over the wire.
        headers = {
            "Host": str(address.netloc),
            "User-Agent": self.limits.user_agent,
            "Accept": _ACCEPT,
            "Accept-Encoding": ACCEPTED,
            **conditions,
        }
        with contextlib.closing(self._response(address, headers, attempt)) as response:
            location = next((value for value in response.headers.getlist("Location") if value.strip()), None)
            if response.status in _REDIRECTS and location:
                _rest(response, attempt.watch)
                return redirect(url, location, response.status)
            refused = failure_of_status(response.status, bool(conditions))
            if refused is not None:
                said = _said(response, _rest(response, attempt.watch))
                return FetchFailure(*refused, response.status, response.headers.get("Retry-After"), said)
            try:
                body = self._body(response)
            except TooLarge as error:
                return FetchFailure(Reason.TOO_LARGE, str(error), response.status)
            return Answer(
                url=url,
                final_url=f"{address.scheme}://{address.netloc}{address.request_uri}",
                status=response.status,
                reason=response.reason or "",
                headers=tuple((name, _unfolded(value)) for name, value in response.headers.items()),
                body=body,
                request_headers=tuple(headers.items()),
                protocol="HTTP/1.0" if response.version == 10 else "HTTP/1.1",
            )

    def _response(self, address: Url, headers: dict[str, str], attempt: Attempt) -> BaseHTTPResponse:
        """The head of the answer. A server may give up a kept connection at the moment of its use, before a word or
        with a 408 that closes it (RFC 9112, section 9.3.1), and what comes first over one may be the rest of an earlier
        answer: then the request is made once more, over a new one."""
        try:
            response = self._send(address, headers)
            closes = "close" in response.headers.get("Connection", "").lower()
            if not (attempt.reused and response.status == 408 and closes):
                return response
            response.close()
        except ProtocolError as error:
            unheard = not attempt.answered or any(isinstance(cause, http.client.BadStatusLine) for cause in error.args)
            if not (attempt.reused and unheard) or attempt.watch.fired:
                raise
        return self._send(address, headers)

    def _send(self, address: Url, headers: dict[str, str]) -> BaseHTTPResponse:
        pool = self._pools.connection_from_host(address.host, address.port, address.scheme)
        return pool.urlopen(
            "GET",
            address.request_uri,
            headers=headers,
            retries=_NO_RETRIES,
            redirect=False,
            assert_same_host=False,
            timeout=self._timeout,
            preload_content=False,
            decode_content=False,
        )

    def _body(self, response: BaseHTTPResponse) -> bytes:
        limit, promised = self.limits.max_body_bytes, response.length_remaining or 0
        if promised > limit:
            raise TooLarge(f"{promised} bytes, the limit is {limit}")
        body = bytearray()
        for part in response.stream(65536, decode_content=False):
            body += part
            if len(body) > limit:
                raise TooLarge(f"over {limit} bytes")
        return decode(bytes(body), response.headers.get("Content-Encoding"), limit)


def _unfolded(value: str) -> str:
    """A header's value on one line (RFC 9112, section 5.2)."""
    return _FOLD.sub(" ", value) if "\n" in value or "\r" in value else value


def _rest(response: BaseHTTPResponse, watch: Watch) -> bytes:
    """The body of an answer that is not wanted, as it comes, where it is short: read to its end, the connection can
    serve again. A longer one, or one that does not come at once, goes with the connection."""
    most, seconds = _WORTH_READING
    body = b""
    if (response.length_remaining or 0) > most:
        return body
    watch.shorten(seconds)
    with contextlib.suppress(HTTPError, http.client.HTTPException, OSError, ValueError, TooLarge):
        for part in response.stream(most, decode_content=False):
            body += part
            if len(body) > most:
                break
    return body


def _said(response: BaseHTTPResponse, body: bytes) -> bytes:
    """The beginning of a JSON body; nothing where it is no JSON, or cannot be read."""
    if "json" in response.headers.get("Content-Type", "").lower():
        with contextlib.suppress(BadEncoding, TooLarge):
            return decode(body, response.headers.get("Content-Encoding"), _WORTH_READING[0])[:_MAX_SAID]
    return b""
