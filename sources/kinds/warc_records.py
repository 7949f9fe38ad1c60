"""A record of someone else's archive as the answer that it holds: HTTP head parsed, transfer and content coding undone.

What archives have that servers do not: bodies whose coding was undone while the header stayed (so they are taken as
they are when they do not begin as that coding does), bodies that a crawler cut, heads without carriage returns."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from fastwarc.stream_io import ZstdReader
from fastwarc.warc import WarcRecord

from contracts.reasons import Reason
from sources.http.answers import Answer, FetchFailure, Headers
from sources.http.decoding import BadEncoding, TooLarge, decode
from sources.http.failures import failure_of_status

PAGES = frozenset(("text/html", "application/xhtml+xml", "text/plain"))
_HEAD_ENDS = re.compile(rb"\r?\n\r?\n")
_STATUS_LINE = re.compile(r"(HTTP/\d(?:\.\d)?) +(\d{3})(?: +(.*))?")
_CHUNK = re.compile(rb"\s*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_HEAD_BYTES = 1 << 18  # as the fetcher allows
_UNREADABLE = Reason.UNREADABLE_FILE


@dataclass(frozen=True)
class _Head:
    protocol: str
    status: int
    reason: str
    headers: Headers

    def get(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name), None)


def kind_of(record: WarcRecord) -> str:
    """Its type in lower case: response, revisit, resource …"""
    return (record.headers.get("WARC-Type") or "").lower()


def target_of(record: WarcRecord) -> str:
    """The address that was captured. WARC 1.0 was read by some to want it in angle brackets."""
    return (record.headers.get("WARC-Target-URI") or "").strip().strip("<>")


def date_of(record: WarcRecord) -> datetime | None:
    """The moment of capture; None for what is no date."""
    return record.record_date or moment_of(record.headers.get("WARC-Date"))


def moment_of(text: str | None) -> datetime | None:
    """A date in WARC's form (W3C's profile of ISO 8601, up to the day at least), in UTC; None for what is none."""
    try:
        moment = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)


def length_of(record: WarcRecord) -> int:
    """The length of its block, as its header has it; -1 for nonsense."""
    text = (record.headers.get("Content-Length") or "").strip()
    return int(text) if text.isdecimal() else -1


def answer_of(record: WarcRecord, limit: int) -> Answer | FetchFailure:
    """The answer of a `response` or `resource` record, its body whole, decoded and at most `limit` bytes; or why there
    is none that a page could be read from. An answer of a `resource` has no protocol. Raises OSError."""
    if "WARC-Segment-Number" in record.headers:
        return FetchFailure(_UNREADABLE, "continued in another record")
    first = _read(record, _HEAD_BYTES)
    if kind_of(record) == "resource":
        content_type = record.headers.get("Content-Type") or ""
        head, start = _Head("", 200, "OK", (("Content-Type", content_type),)), 0
    else:
        ends = _HEAD_ENDS.search(first)
        parsed = _parsed(first[: ends.start()] if ends else first)
        if parsed is None:
            return FetchFailure(_UNREADABLE, "no HTTP head that can be read")
        head, start = parsed, ends.end() if ends else len(first)
    refused = _refused(record, head)
    if refused is not None:
        return refused
    size = length_of(record) - start
    if size > limit:
        return FetchFailure(Reason.TOO_LARGE, f"{size} bytes, the limit is {limit}")
    body = first[start:] + _read(record, limit)
    if len(body) != size:
        return FetchFailure(_UNREADABLE, "the record is cut")
    try:
        body = _decoded(_unchunked(body, head), head.get("content-encoding"), limit)
    except TooLarge as error:
        return FetchFailure(Reason.TOO_LARGE, str(error))
    except BadEncoding as error:
        return FetchFailure(_UNREADABLE, str(error))
    url = target_of(record)
    return Answer(url, url, head.status, head.reason, head.headers, body, protocol=head.protocol)


def _read(record: WarcRecord, most: int) -> bytes:
    parts: list[bytes] = []
    while most > 0 and (piece := record.reader.read(most)):
        parts.append(piece)
        most -= len(piece)
    return b"".join(parts)


def _parsed(head: bytes) -> _Head | None:
    """The head of an answer; a line that is no header is passed over. None for what is no HTTP."""
    first, *lines = re.split(r"\r?\n", head.decode("latin-1"))
    found = _STATUS_LINE.match(first)
    if not found:
        return None
    headers: list[tuple[str, str]] = []
    for line in lines:
        name, colon, value = line.partition(":")
        if line[:1] in (" ", "\t") and headers:
            headers[-1] = (headers[-1][0], f"{headers[-1][1]} {line.strip()}")
        elif colon and name.strip():
            headers.append((name.strip(), value.strip()))
    protocol = found[1] if "." in found[1] else "HTTP/1.1"
    return _Head(protocol, int(found[2]), (found[3] or "").strip(), tuple(headers))


def _refused(record: WarcRecord, head: _Head) -> FetchFailure | None:
    """Why a record is no page, by its head."""
    if 300 <= head.status < 400:
        where = head.get("location")
        return FetchFailure(
            Reason.OTHER_MEDIA_TYPE, f"HTTP {head.status}" + (f", leads to {where[:200]}" if where else "")
        )
    refused = failure_of_status(head.status, conditional=False)
    if refused is not None:
        return FetchFailure(*refused, head.status)
    types = [head.get("content-type"), record.headers.get("WARC-Identified-Payload-Type")]
    named = [text.partition(";")[0].strip().lower() for text in types if text and text.strip()]
    if named and not PAGES.intersection(named):
        return FetchFailure(Reason.OTHER_MEDIA_TYPE, named[0][:100])
    truncated = record.headers.get("WARC-Truncated")
    if truncated:
        reason = Reason.TOO_LARGE if truncated.strip().lower() == "length" else _UNREADABLE
        return FetchFailure(reason, f"a part only: WARC-Truncated: {truncated.strip()[:40]}")
    return None


def _unchunked(body: bytes, head: _Head) -> bytes:
    """RFC 9112, section 7.1; a body that does not begin with a chunk was put together already. Raises BadEncoding where
    it is cut."""
    if "chunked" not in (head.get("transfer-encoding") or "").lower() or not _CHUNK.match(body):
        return body
    parts, at = list[bytes](), 0
    while (found := _CHUNK.match(body, at)) is not None:
        size = int(found[1], 16)
        if size == 0:
            return b"".join(parts)
        parts.append(body[found.end() : found.end() + size])
        at = found.end() + size
    raise BadEncoding("the last chunk is missing")


def _decoded(body: bytes, coding: str | None, limit: int) -> bytes:
    try:
        if (coding or "").strip().lower() == "zstd":
            return _unzstd(body, limit)
        return decode(body, coding, limit)
    except BadEncoding:
        if body.lstrip().startswith(b"<"):
            return body
        raise


def _unzstd(body: bytes, limit: int) -> bytes:
    reader, out = ZstdReader(io.BytesIO(body)), bytearray()
    try:
        while piece := reader.read(1 << 16):
            out += piece
            if len(out) > limit:
                raise TooLarge(f"over {limit} bytes decompressed")
    except OSError as error:
        raise BadEncoding(f"not zstd: {error}") from error
    return bytes(out)
