"""What comes of a request: an answer, a place to go instead, or why there is neither."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.reasons import Reason

Headers = tuple[tuple[str, str], ...]


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
    """Go there instead; `status` is that of the answer that says so."""

    target: str
    status: int = 302


@dataclass(frozen=True)
class FetchFailure:
    """No usable answer. `status` is the HTTP status, 0 where there was none; `retry_after` is the header as sent.
    `said` is the beginning of a JSON body, in which an API says what it objects to. `at`: when it was answered, where
    someone else asked."""

    reason: Reason
    detail: str
    status: int = 0
    retry_after: str | None = None
    said: bytes = b""
    at: datetime | None = None


@dataclass(frozen=True)
class Validators:
    """What makes a request conditional."""

    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[str, str]:
        pairs = (("If-None-Match", self.etag), ("If-Modified-Since", self.last_modified))
        return {name: value for name, value in pairs if value}


NO_CONDITION = Validators()
