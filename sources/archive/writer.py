"""The archive: what was fetched, as WARC records in `raw/YYYY/MM/DD/<source>-<run>.warc.gz`, append only.

Each record is a gzip member of its own, so that one can be read by offset and length, and a tail cut by a crash hurts
nothing before it. A response is kept with its entity body decompressed; the headers that spoke of the coding on the
wire become `X-Crawl-…`, as in Common Crawl's files, and Content-Length is that of the body as kept. A file of a folder
source is a `resource` record. A file begins with a `warcinfo` record."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType

from core import VERSION
from sources.archive import records
from sources.http.fetcher import Answer


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
        place = self._append(records.response(answer, moment))
        self._append(records.request(answer, moment))
        return place

    def resource(self, uri: str, body: bytes, content_type: str, moment: datetime) -> Place:
        """Appends the content of a file."""
        return self._append(records.resource(uri, body, content_type, moment))

    def sync(self) -> None:
        """Waits until all that was appended is on the disk: before that, no journal line may speak of it."""
        if self._handle is not None:
            os.fdatasync(self._handle)

    def _append(self, record: bytes) -> Place:
        if self._handle is None:
            self._handle = self._open()
            if self._end == 0:
                self._write(records.warcinfo(self.path.name, self._info))
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
