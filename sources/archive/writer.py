"""The archive: what was fetched, as WARC records in `raw/YYYY/MM/DD/<source>-<run>.warc.gz`, append only.

Each record is a gzip member of its own, so that one can be read by offset and length, and a tail cut by a crash hurts
nothing before it. A response is kept with its entity body decompressed; the headers that spoke of the coding on the
wire become `X-Crawl-…`, as in Common Crawl's files, and Content-Length is that of the body as kept. An answer that
brought nothing new is a `revisit`, a file of a folder source a `resource`. A file begins with a `warcinfo` record."""

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
        return WarcFile(self._raw_root, relative, {**info, "http-header-user-agent": self._user_agent}, moment)


class WarcFile:
    """An append-only WARC file of one thread. A context manager. OSErrors of the disk (full, no permission) are raised
    as they come; what was half written then is cut off again. Nothing waits for the disk but `sync`."""

    def __init__(self, raw_root: Path, relative: str, info: dict[str, str], moment: datetime) -> None:
        self.path = raw_root / relative
        self._relative = relative
        self._info = info
        self._moment = moment
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
        name = records.new_id()
        return self._append(records.response(answer, moment, name), records.request(answer, moment, name))

    def revisit(
        self,
        answer: Answer,
        moment: datetime,
        *,
        sha256: str | None,
        kept_at: datetime | None,
        kept_url: str | None = None,
    ) -> Place:
        """Appends that an answer brought nothing new, and the request that brought it. A 304 is one by its status; any
        other answer is one whose body has the SHA-256 of a body that is kept already. `sha256`, `kept_at` (the record's
        date) and `kept_url` (its address; the answer's own by default) say which record has the body."""
        name = records.new_id()
        record = records.revisit(answer, moment, name, sha256, kept_at, kept_url or answer.final_url)
        return self._append(record, records.request(answer, moment, name))

    def captured(self, answer: Answer, at: datetime, origin: str, moment: datetime) -> Place:
        """Appends an answer out of someone else's archive, with the date that it has there (`at`). `origin` says where
        it lay (a URI reference: file and offset); `moment` is now. An answer of no protocol becomes a `resource`."""
        return self._append(records.captured(answer, at, origin, moment))

    def resource(self, uri: str, body: bytes, content_type: str, moment: datetime) -> Place:
        """Appends the content of a file."""
        return self._append(records.resource(uri, body, content_type, moment))

    def sync(self) -> None:
        """Waits until all that was appended is on the disk: before that, no journal line may speak of it."""
        if self._handle is not None:
            os.fdatasync(self._handle)

    def _append(self, *members: bytes) -> Place:
        """Writes the records with one call; gives the place of the first."""
        if self._handle is None:
            self._handle = self._open()
            if self._end == 0:
                self._write(records.warcinfo(self.path.name, self._info, self._moment))
        start = self._end
        self._write(b"".join(members))
        return Place(self._relative, start, len(members[0]))

    def _write(self, data: bytes) -> None:
        assert self._handle is not None
        view = memoryview(data)
        try:
            while view:
                view = view[os.write(self._handle, view) :]
        except BaseException:
            os.ftruncate(self._handle, self._end)
            raise
        self._end += len(data)

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
