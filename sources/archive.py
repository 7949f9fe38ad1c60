"""The archive: what was fetched, as WARC records in `raw/YYYY/MM/DD/<source>-<run>.warc.gz`, append only.

Each record is a gzip member of its own, so that one can be read by offset and length, and a tail cut by a crash hurts
nothing before it. A response is kept with its entity body decompressed; the headers that spoke of the coding on the
wire become `X-Crawl-…`, as in Common Crawl's files, and Content-Length is that of the body as kept. A file of a folder
source is a `resource` record. A file begins with a `warcinfo` record."""

from __future__ import annotations

import hashlib
import io
import os
import zlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from core import VERSION
from core.clock import iso
from core.errors import DeskError
from sources.http import Answer

_VERSION = "WARC/1.1"
_LEVEL = 6  # 561 pages, 118 MB: 1.7 s and 20.8 MB; level 9 takes 2.7 s for 20.6 MB, level 4 takes 1.0 s for 21.9 MB
_ON_THE_WIRE = {"content-encoding", "content-length", "transfer-encoding"}


class ArchiveDamaged(DeskError):
    """A record is missing, cut, or not what it was."""


@dataclass(frozen=True)
class Place:
    """Where a record is: file relative to raw/, offset and length of its gzip member in bytes."""

    warc_path: str
    offset: int
    length: int


class Archive:
    """The archive of one run under `raw_root`; gives a writer per source."""

    def __init__(self, raw_root: Path, run_id: str, user_agent: str = "ForeignDesk") -> None:
        self._raw_root = raw_root
        self._run_id = run_id
        self._user_agent = user_agent

    def writer(self, source_id: str, moment: datetime) -> WarcFile:
        """The file of this source and run, in the folder of the moment's UTC day; made at the first record."""
        relative = f"{moment:%Y/%m/%d}/{source_id}-{self._run_id}.warc.gz"
        info = {"software": f"ForeignDesk/{VERSION}", "format": "WARC File Format 1.1"}
        return WarcFile(self._raw_root, relative, {**info, "http-header-user-agent": self._user_agent})


class WarcFile:
    """An append-only WARC file. A context manager. OSErrors of the disk (full, no permission) are raised as they come;
    what was half written then is cut off again."""

    def __init__(self, raw_root: Path, relative: str, info: dict[str, str]) -> None:
        self.path = raw_root / relative
        self._relative = relative
        self._info = info
        self._handle: int | None = None
        self._end = 0

    def __enter__(self) -> WarcFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def response(self, answer: Answer, moment: datetime) -> Place:
        """Appends an answer and, after it, the request that brought it; gives the place of the answer."""
        line = f"{answer.status} {_ascii_line(answer.reason)}".strip()
        headers = StatusAndHeaders(line, _as_kept(answer), answer.protocol)
        target = answer.final_url
        place = self._append(_record("response", target, moment, answer.body, headers))
        path = "/" + target.partition("://")[2].partition("/")[2]
        asked = StatusAndHeaders(f"GET {path} HTTP/1.1", list(answer.request_headers), is_http_request=True)
        self._append(_record("request", target, moment, b"", asked))
        return place

    def resource(self, uri: str, body: bytes, content_type: str, moment: datetime) -> Place:
        """Appends the content of a file."""
        return self._append(_record("resource", uri, moment, body, None, content_type))

    def sync(self) -> None:
        """Waits until all that was appended is on the disk: before that, no journal line may speak of it."""
        if self._handle is not None:
            os.fdatasync(self._handle)

    def _append(self, record: bytes) -> Place:
        if self._handle is None:
            self._handle = self._open()
            if self._end == 0:
                self._write(_warcinfo(self.path.name, self._info))
        return self._write(record)

    def _write(self, record: bytes) -> Place:
        assert self._handle is not None
        start = self._end
        view = memoryview(record)
        try:
            while view:
                view = view[os.write(self._handle, view) :]
        except OSError:
            os.ftruncate(self._handle, start)
            raise
        self._end = start + len(record)
        return Place(self._relative, start, len(record))

    def _open(self) -> int:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        self._end = os.fstat(handle).st_size
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)  # the file's name has to survive a power cut, too
        finally:
            os.close(folder)
        return handle


def read_payload(raw_root: Path, warc_path: str, offset: int, length: int, sha256: str) -> bytes:
    """The body of one record: one seek, one gzip member. Raises ArchiveDamaged when the file is missing, the record is
    cut, or the body's SHA-256 is another."""
    path = raw_root / warc_path
    where = f"{path} at byte {offset}"
    try:
        with path.open("rb") as handle:
            handle.seek(offset)
            member = handle.read(length)
    except OSError as error:
        raise ArchiveDamaged(f"archive file {path} cannot be read: {error.strerror}", _REMEDY) from error
    if len(member) < length:
        raise ArchiveDamaged(f"the archive record in {where} is cut", _REMEDY)
    try:
        body = _payload(zlib.decompress(member, 31))
    except (zlib.error, ValueError) as error:
        raise ArchiveDamaged(f"the archive record in {where} is damaged: {error}", _REMEDY) from error
    if hashlib.sha256(body).hexdigest() != sha256:
        raise ArchiveDamaged(f"the archive record in {where} is not what was fetched", _REMEDY)
    return body


_REMEDY = "Put the file back from a copy; the document can be fetched again by running its source."


def _payload(record: bytes) -> bytes:
    """The entity body within a whole, decompressed WARC record of ours. Raises ValueError."""
    head, separator, rest = record.partition(b"\r\n\r\n")
    if not separator or not head.startswith(b"WARC/"):
        raise ValueError("no WARC record")
    fields = dict(line.split(b": ", 1) for line in head.split(b"\r\n")[1:] if b": " in line)
    size = int(fields.get(b"Content-Length", b"-1"))
    if not 0 <= size <= len(rest):
        raise ValueError("shorter than its header says")
    block = rest[:size]
    return block.partition(b"\r\n\r\n")[2] if fields.get(b"WARC-Type") == b"response" else block


def _as_kept(answer: Answer) -> list[tuple[str, str]]:
    """The answer's headers, true for the body as it is kept."""
    kept = [
        (
            _ascii_line(f"X-Crawl-{name}" if name.lower() in _ON_THE_WIRE else name),
            value.replace("\r", "").replace("\n", ""),
        )
        for name, value in answer.headers
    ]
    return [*kept, ("Content-Length", str(len(answer.body)))]


def _ascii_line(text: str) -> str:
    """A reason phrase or header name as WARC can hold it; warcio itself percent-encodes header values."""
    return " ".join(text.encode("ascii", "replace").decode("ascii").split())


def _record(
    kind: str, uri: str, moment: datetime, body: bytes, http: StatusAndHeaders | None, content_type: str = ""
) -> bytes:
    """One record as a gzip member."""
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=False, warc_version=_VERSION)
    record = writer.create_warc_record(
        uri,
        kind,
        payload=io.BytesIO(body),
        length=len(body),
        warc_content_type=content_type,
        http_headers=http,
        warc_headers_dict={"WARC-Date": iso(moment)},
    )
    writer.write_record(record)
    return _member(buffer.getvalue())


def _warcinfo(name: str, info: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=False, warc_version=_VERSION)
    writer.write_record(writer.create_warcinfo_record(name, info))
    return _member(buffer.getvalue())


def _member(data: bytes) -> bytes:
    compressor = zlib.compressobj(_LEVEL, zlib.DEFLATED, 31)
    return compressor.compress(data) + compressor.flush()
