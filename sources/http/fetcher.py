"""HTTP as a careful guest: one request at a time to a checked address, under limits that hold whatever the server does.

`Fetcher.once` makes one request; `follow` goes after redirects by hand. Every outcome is a value: an Answer, or a
FetchFailure with the reason that goes into the ledger. What politeness asks for (robots.txt, pauses, Retry-After) is
not here but in `sources.polite.visit`."""

from __future__ import annotations

import contextlib
import http.client
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from http.cookiejar import DefaultCookiePolicy
from types import TracebackType
from urllib.parse import urljoin, urlsplit

import requests
import urllib3

from contracts.reasons import Reason
from core.settings import Settings
from core.urls import is_web_url
from sources.http.addresses import Resolve, resolve
from sources.http.connection import ATTEMPT, Attempt, GuardedAdapter, RefusedAddress, Watchdog
from sources.http.decoding import ACCEPTED, BadEncoding, TooLarge, decode
from sources.http.failures import failure_of, failure_of_status

MAX_REDIRECTS = 10
_MAX_SAID = 16_384  # bytes; WordPress takes about 200 to say what is wrong
_REDIRECTS = (301, 302, 303, 307, 308)
_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

Headers = tuple[tuple[str, str], ...]


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
        )


@dataclass(frozen=True)
class Answer:
    """A whole answer: 2xx, or 304 where that was asked for. `body` is decompressed; header names are as sent."""

    url: str
    final_url: str
    status: int
    reason: str
    headers: Headers
    body: bytes
    request_headers: Headers = ()
    protocol: str = "HTTP/1.1"

    def header(self, name: str) -> str | None:
        """The first header of that name."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def content_type(self) -> str | None:
        return self.header("Content-Type")

    @property
    def etag(self) -> str | None:
        return self.header("ETag")

    @property
    def last_modified(self) -> str | None:
        return self.header("Last-Modified")


@dataclass(frozen=True)
class Redirect:
    """Go there instead."""

    target: str


@dataclass(frozen=True)
class FetchFailure:
    """No usable answer. `status` is the HTTP status, 0 where there was none; `retry_after` is the header as sent.
    `said` is the beginning of a JSON body, in which an API says what it objects to."""

    reason: Reason
    detail: str
    status: int = 0
    retry_after: str | None = None
    said: bytes = b""


@dataclass(frozen=True)
class Validators:
    """What makes a request conditional."""

    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[str, str]:
        pairs = (("If-None-Match", self.etag), ("If-Modified-Since", self.last_modified))
        return {name: value for name, value in pairs if value}


@dataclass
class Allowance:
    """Seconds left for a request and its redirects. Each step uses it up; waiting for a host's turn does not."""

    left: float


def never() -> bool:
    """The `stop` of who is never stopped."""
    return False


class Fetcher:
    """Makes requests. A context manager; may be used by several threads. Keeps no cookies, always verifies TLS, reads
    no proxy, netrc or other setting from the environment (a proxy would hide the address that is connected to)."""

    def __init__(self, limits: HttpLimits, resolve: Resolve = resolve) -> None:
        self.limits = limits
        self._resolve = resolve
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.verify = limits.ca_file or True
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._session.headers.clear()
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, GuardedAdapter())
        # urllib3 logs a traceback for each odd header line of a server: that is news about the server, not about us.
        logging.getLogger("urllib3").setLevel(logging.ERROR)

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._session.close()

    def get(
        self, url: str, validators: Validators = Validators(), stop: Callable[[], bool] = never
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
        validators: Validators = Validators(),
        allowance: Allowance | None = None,
        stop: Callable[[], bool] = never,
    ) -> Answer | Redirect | FetchFailure:
        """One request, cut when the allowance is used up and soon after `stop` says true. Never raises for what a
        server does."""
        if not is_web_url(url):
            return FetchFailure(Reason.BAD_URL, f"not an http or https address: {url[:200]}")
        conditions = validators.headers()
        allowance = allowance or self.allowance()
        began = time.monotonic()
        with Watchdog(allowance.left, stop) as watchdog:
            token = ATTEMPT.set(Attempt(watchdog, self._resolve, self.limits.allow_loopback))
            try:
                outcome = self._exchange(url, conditions)
            except RefusedAddress as error:
                return FetchFailure(Reason.PRIVATE_ADDRESS, str(error))
            except TooLarge as error:
                return FetchFailure(Reason.TOO_LARGE, str(error))
            except BadEncoding as error:
                outcome = FetchFailure(Reason.BAD_RESPONSE, str(error))
            except (
                requests.RequestException,
                urllib3.exceptions.HTTPError,
                http.client.HTTPException,
                OSError,
            ) as error:
                outcome = FetchFailure(*failure_of(error))
            except ValueError as error:  # a host name or header that cannot even be written down
                outcome = FetchFailure(Reason.BAD_URL, str(error)[:200])
            finally:
                ATTEMPT.reset(token)
                allowance.left = max(0.001, allowance.left - (time.monotonic() - began))
        if watchdog.stopped:
            return FetchFailure(Reason.INTERRUPTED, "the run was stopped during the request")
        if watchdog.expired:
            return FetchFailure(Reason.TIMEOUT, f"not done within {self.limits.request_seconds:g} s")
        return outcome

    def _exchange(self, url: str, conditions: dict[str, str]) -> Answer | Redirect | FetchFailure:
        headers = {
            "User-Agent": self.limits.user_agent,
            "Accept": _ACCEPT,
            "Accept-Encoding": ACCEPTED,
            **conditions,
        }
        prepared = self._session.prepare_request(requests.Request("GET", url, headers=headers))
        # http.client would add it unseen; set here, the archive's request record is what went over the wire.
        prepared.headers["Host"] = urlsplit(str(prepared.url)).netloc.rpartition("@")[2]
        timeout = (self.limits.connect_seconds, self.limits.read_seconds)
        with self._session.send(prepared, stream=True, allow_redirects=False, timeout=timeout) as response:
            location = response.headers.get("Location")
            if response.status_code in _REDIRECTS and location:
                return Redirect(_target(url, location))
            refused = failure_of_status(response.status_code, bool(conditions))
            if refused is not None:
                retry_after, said = response.headers.get("Retry-After"), _said(response)
                return FetchFailure(*refused, response.status_code, retry_after, said)
            return Answer(
                url=url,
                final_url=str(prepared.url),
                status=response.status_code,
                reason=response.reason or "",
                headers=tuple((str(name), str(value)) for name, value in response.raw.headers.items()),
                body=self._body(response),
                request_headers=tuple((str(name), str(value)) for name, value in prepared.headers.items()),
                protocol="HTTP/1.0" if response.raw.version == 10 else "HTTP/1.1",
            )

    def _body(self, response: requests.Response) -> bytes:
        limit = self.limits.max_body_bytes
        promised = response.headers.get("Content-Length", "")
        if promised.isdigit() and int(promised) > limit:
            raise TooLarge(f"{promised} bytes, the limit is {limit}")
        body = bytearray()
        for part in response.raw.stream(65536, decode_content=False):
            body += part
            if len(body) > limit:
                raise TooLarge(f"over {limit} bytes")
        return decode(bytes(body), response.headers.get("Content-Encoding"), limit)


def _said(response: requests.Response) -> bytes:
    """The beginning of a JSON body; nothing where it is no JSON, or cannot be read."""
    if "json" not in response.headers.get("Content-Type", "").lower():
        return b""
    try:
        body = response.raw.read(_MAX_SAID, decode_content=False)
        return decode(body, response.headers.get("Content-Encoding"), _MAX_SAID)
    except (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError, BadEncoding, TooLarge):
        return b""


def follow(url: str, step: Callable[[str], Answer | Redirect | FetchFailure]) -> Answer | FetchFailure:
    """Goes after redirects, `step` by step. A hop to an address that was asked before is a loop, more than 10 hops are
    too many; what else is to be checked of a hop is up to `step`."""
    asked: list[str] = []
    here = url
    while True:
        outcome = step(here)
        if isinstance(outcome, Answer):
            return replace(outcome, url=url)
        if isinstance(outcome, FetchFailure):
            return outcome
        asked.append(here)
        here = outcome.target
        if here in asked:
            return FetchFailure(Reason.REDIRECT_LOOP, f"back at {here[:200]} after {len(asked)} redirects")
        if len(asked) > MAX_REDIRECTS:
            return FetchFailure(Reason.REDIRECT_LOOP, f"more than {MAX_REDIRECTS} redirects")


def _target(url: str, location: str) -> str:
    """Where a Location header leads; its bytes are UTF-8 in practice though HTTP reads them as Latin-1."""
    with contextlib.suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    return urljoin(url, location.strip()).partition("#")[0]
