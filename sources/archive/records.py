"""WARC records as bytes, each a gzip member of its own (WARC 1.1, annex D). Built by warcio.

Digests are SHA-256 in lower-case hexadecimal, as the community's notes on WARC 1.1 recommend for it: the payload's is
the `sha256` that the journal and raw.documents hold."""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import quote
from uuid import uuid4

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from core.clock import iso
from core.ids import sha256
from sources.http.fetcher import Answer

SAME_DIGEST = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_VERSION = "WARC/1.1"
_LEVEL = 6  # 561 pages, 118 MB: 1.7 s and 20.8 MB; level 9 takes 2.7 s for 20.6 MB, level 4 takes 1.0 s for 21.9 MB
_ON_THE_WIRE = {"content-encoding", "content-length", "transfer-encoding"}
_SAFE_IN_URI = "%/:=&?~#+!$,;'@()*[]-._"  # RFC 3986; what stands escaped already stays so


def new_id() -> str:
    """A name for a record, as its own header and those that refer to it have it."""
    return f"<urn:uuid:{uuid4()}>"


def response(answer: Answer, moment: datetime, record_id: str) -> bytes:
    """An answer, with its body as it is kept."""
    return _record("response", answer.final_url, moment, answer.body, _head(answer, _as_kept(answer)), record_id)


def request(answer: Answer, moment: datetime, concurrent_to: str) -> bytes:
    """The request that brought an answer; `concurrent_to` is the id of the answer's record."""
    path = "/" + answer.final_url.partition("://")[2].partition("/")[2]
    head = StatusAndHeaders(f"GET {_uri(path)} HTTP/1.1", list(answer.request_headers), is_http_request=True)
    more = {"WARC-Concurrent-To": concurrent_to}
    return _record("request", answer.final_url, moment, b"", head, new_id(), more=more)


def revisit(
    answer: Answer, moment: datetime, record_id: str, kept_sha256: str | None, kept_at: datetime | None, kept_url: str
) -> bytes:
    """An answer that brought nothing new: a 304, or a body that is kept already. It has the answer's head and no body;
    `kept_…` say which record has that (WARC 1.1, 'revisit')."""
    unmodified = answer.status == 304
    more = {
        "WARC-Profile": NOT_MODIFIED if unmodified else SAME_DIGEST,
        "WARC-Refers-To-Target-URI": _uri(kept_url),
        **({"WARC-Refers-To-Date": iso(kept_at)} if kept_at else {}),
        **({"WARC-Payload-Digest": f"sha256:{kept_sha256}"} if kept_sha256 else {}),
        **({} if unmodified else {"WARC-Truncated": "length"}),
    }
    head = _head(answer, _clean(answer) if unmodified else _as_kept(answer))
    return _record("revisit", answer.final_url, moment, b"", head, record_id, more=more)


def captured(answer: Answer, at: datetime, origin: str, moment: datetime) -> bytes:
    """An answer out of someone else's archive, dated as they have it. Where it came from and when stand in two headers
    that pywb writes for the same purpose. An answer of no protocol is the bare content: a `resource`."""
    more = {"WARC-Source-URI": _uri(origin), "WARC-Creation-Date": iso(moment)}
    if answer.protocol:
        head = _head(answer, _as_kept(answer))
        return _record("response", answer.final_url, at, answer.body, head, new_id(), more=more)
    return _record("resource", answer.final_url, at, answer.body, None, new_id(), answer.content_type or "", more)


def resource(uri: str, body: bytes, content_type: str, moment: datetime) -> bytes:
    """The content of a file."""
    return _record("resource", uri, moment, body, None, new_id(), content_type)


def warcinfo(name: str, info: Mapping[str, str], moment: datetime) -> bytes:
    """What a file is and what wrote it: its first record."""
    fields = "".join(f"{key}: {value}\r\n" for key, value in info.items()).encode("utf-8")
    return _record("warcinfo", "", moment, fields, None, new_id(), more={"WARC-Filename": name})


def _head(answer: Answer, headers: list[tuple[str, str]]) -> StatusAndHeaders:
    return StatusAndHeaders(f"{answer.status} {_ascii_line(answer.reason)}".strip(), headers, answer.protocol)


def _as_kept(answer: Answer) -> list[tuple[str, str]]:
    """The answer's headers, true for the body as it is kept."""
    kept = [(f"X-Crawl-{name}" if name.lower() in _ON_THE_WIRE else name, value) for name, value in _clean(answer)]
    return [*kept, ("Content-Length", str(len(answer.body)))]


def _clean(answer: Answer) -> list[tuple[str, str]]:
    return [(_ascii_line(name), value.replace("\r", "").replace("\n", "")) for name, value in answer.headers]


def _ascii_line(text: str) -> str:
    """A reason phrase or header name as WARC can hold it; warcio itself percent-encodes header values."""
    return " ".join(text.encode("ascii", "replace").decode("ascii").split())


def _uri(text: str) -> str:
    """A URI without spaces, all of it ASCII."""
    return quote(text, safe=_SAFE_IN_URI, errors="replace")


def _record(
    kind: str,
    uri: str,
    moment: datetime,
    body: bytes,
    http: StatusAndHeaders | None,
    record_id: str,
    content_type: str = "",
    more: Mapping[str, str] | None = None,
) -> bytes:
    """One record as a gzip member. Whole digests at once: warcio takes 16 KB at a time, and the interpreter's lock
    with each."""
    block = body
    if http is not None:
        http.compute_headers_buffer()
        block = http.headers_buff + body
    fields = {"WARC-Date": iso(moment), "WARC-Record-ID": record_id, **(more or {})}
    if kind not in ("warcinfo", "revisit"):
        fields["WARC-Payload-Digest"] = f"sha256:{sha256(body)}"
    fields["WARC-Block-Digest"] = f"sha256:{sha256(block)}"
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=False, warc_version=_VERSION)
    record = writer.create_warc_record(
        _uri(uri),
        kind,
        payload=io.BytesIO(body),
        length=len(body),
        warc_content_type=content_type,
        http_headers=http,
        warc_headers_dict=fields,
    )
    writer.write_record(record)
    return _member(buffer.getvalue())


def _member(data: bytes) -> bytes:
    compressor = zlib.compressobj(_LEVEL, zlib.DEFLATED, 31)
    return compressor.compress(data) + compressor.flush()
