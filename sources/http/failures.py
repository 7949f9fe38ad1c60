"""What went wrong with a request, in the ledger's words."""

from __future__ import annotations

import http.client

import requests
import urllib3.exceptions as u3

from contracts.reasons import Reason

_STATUS_REASONS = {
    401: Reason.HTTP_401,
    403: Reason.HTTP_403,
    404: Reason.HTTP_404,
    410: Reason.HTTP_410,
    429: Reason.RATE_LIMITED,
    451: Reason.HTTP_451,
}


def failure_of_status(status: int, conditional: bool) -> tuple[Reason, str] | None:
    """Why an answer of this status brings no body, or None where it does (2xx but 206, and 304 if it was asked for)."""
    if status == 304:
        return None if conditional else (Reason.BAD_RESPONSE, "304 to a request without a condition")
    if status == 206:
        return Reason.BAD_RESPONSE, "206: a part, though the whole was asked for"
    if 200 <= status < 300:
        return None
    if status in (301, 302, 303, 307, 308):
        return Reason.REDIRECT_LOOP, f"HTTP {status} without a Location"
    if status in _STATUS_REASONS:
        return _STATUS_REASONS[status], f"HTTP {status}"
    if 400 <= status < 500:
        return Reason.HTTP_4XX, f"HTTP {status}"
    if 500 <= status < 600:
        return Reason.HTTP_5XX, f"HTTP {status}"
    return Reason.BAD_RESPONSE, f"HTTP {status}"


def failure_of(error: Exception) -> tuple[Reason, str]:
    """The reason and a short detail for what requests, urllib3, http.client or the socket raised. The innermost cause
    decides: requests and urllib3 wrap it up to four times."""
    chain = _chain(error)
    detail = _words(chain)
    if any(isinstance(e, requests.exceptions.SSLError | u3.SSLError) for e in chain):
        return Reason.TLS_ERROR, detail
    if any(isinstance(e, u3.NewConnectionError) for e in chain):  # a ConnectTimeoutError by descent only
        return Reason.UNREACHABLE, detail
    if any(isinstance(e, requests.Timeout | u3.TimeoutError | TimeoutError) for e in chain):
        return Reason.TIMEOUT, detail
    if any(isinstance(e, requests.exceptions.InvalidURL | u3.LocationValueError) for e in chain):
        return Reason.BAD_URL, detail
    # InvalidChunkLength is an IncompleteRead, yet says that the answer is no HTTP, not that it was cut.
    if any(isinstance(e, u3.InvalidChunkLength | u3.DecodeError) for e in chain):
        return Reason.BAD_RESPONSE, detail
    # requests' own errors, which are OSErrors by name, stand first in the chain and say nothing by themselves.
    if any(isinstance(e, http.client.IncompleteRead | u3.IncompleteRead | OSError) for e in chain[1:]):
        return Reason.UNREACHABLE, detail
    if any(isinstance(e, http.client.HTTPException | u3.ProtocolError | u3.InvalidHeader) for e in chain):
        cut = any("ended prematurely" in str(e) for e in chain)  # urllib3's only word for chunks that stop
        return (Reason.UNREACHABLE, "the answer was cut") if cut else (Reason.BAD_RESPONSE, detail)
    return Reason.UNREACHABLE, detail


def _chain(error: BaseException) -> list[BaseException]:
    """The error and what it wraps, outermost first: by cause, by context, or as an argument or `reason`."""
    chain: list[BaseException] = []
    waiting: list[BaseException] = [error]
    while waiting:
        current = waiting.pop(0)
        if any(current is seen for seen in chain):
            continue
        chain.append(current)
        inner = (current.__cause__, current.__context__, getattr(current, "reason", None), *current.args)
        waiting += [e for e in inner if isinstance(e, BaseException)]
    return chain


def _words(chain: list[BaseException]) -> str:
    """What the innermost error says, in one short line without this process's object addresses."""
    innermost = next((e for e in reversed(chain) if str(e)), chain[0])
    text = " ".join(str(innermost).split()) or type(innermost).__name__
    return text.split(" object at 0x")[0][:200]
