"""What went wrong with a request, in the ledger's words."""

from __future__ import annotations

import http.client

import urllib3.exceptions as u3

from contracts.reasons import Reason

_STATUS_REASONS = {
    401: Reason.HTTP_401,
    403: Reason.HTTP_403,
    404: Reason.HTTP_404,
    408: Reason.TIMEOUT,
    410: Reason.HTTP_410,
    425: Reason.RATE_LIMITED,
    429: Reason.RATE_LIMITED,
    451: Reason.HTTP_451,
}


NOT_NOW = (408, 425, 429)  # the statuses of 4xx that speak of the moment, as 5xx do, and not of the page


def failure_of_status(status: int, conditional: bool) -> tuple[Reason, str] | None:
    """Why an answer of this status brings no body, or None where it does (2xx but 206, and 304 if it was asked for).
    Those that are NOT_NOW get a reason to come back for."""
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


def failure_of(error: Exception, sent: bool) -> tuple[Reason, str]:
    """The reason and a short detail for what urllib3, http.client or the socket raised, before or after the request was
    sent. The innermost cause decides: urllib3 wraps it up to three times."""
    chain = _chain(error)
    detail = _words(chain)
    if any(isinstance(e, u3.SSLError) for e in chain):
        return Reason.TLS_ERROR, detail
    if any(isinstance(e, u3.NewConnectionError) for e in chain):
        return Reason.UNREACHABLE, detail
    if any(isinstance(e, u3.TimeoutError | TimeoutError) for e in chain):
        return Reason.TIMEOUT, detail
    # InvalidChunkLength is an IncompleteRead, yet says that the answer is no HTTP, not that it was cut.
    if any(isinstance(e, u3.InvalidChunkLength) for e in chain):
        return Reason.BAD_RESPONSE, detail
    if any(isinstance(e, http.client.IncompleteRead | u3.IncompleteRead | OSError) for e in chain):
        return Reason.UNREACHABLE, detail
    if any("ended prematurely" in str(e) for e in chain):  # urllib3's only word for chunks that stop
        return Reason.UNREACHABLE, "the answer was cut"
    # A ValueError is that of a host name or header that cannot be written down, or of a size that is none.
    return (Reason.BAD_RESPONSE if sent else Reason.BAD_URL), detail


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
