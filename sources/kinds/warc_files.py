"""Files of other people's archives, read by fastwarc, whether packed record by record or as one piece.

A place in a file is the byte at which a record's own member begins. A file that was packed as one piece has no such
places: there it is `unpacked-` and the byte in what it unpacks to. Records of it are found by reading on from the last
one, so that a file is gone through once as long as they are asked for in its order."""

from __future__ import annotations

import os
import stat
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecord

from core.ids import sha256
from sources.archive.members import Gap, walk
from sources.kinds.warc_streams import (
    BY_DICTIONARY,
    GZIP,
    PLAIN,
    RECORD_ENDS,
    File,
    NotAnArchive,
    Packing,
    Unpacked,
    packing_of,
    unpacked,
)

SUFFIXES = (".warc", ".warc.gz", ".warc.zst", ".warc.lz4", ".arc", ".arc.gz")
_UNPACKED = "unpacked-"
_ENDS = 65536  # bytes at each end of a file that tell it from another
_FIRST_BYTES = 4096  # in which the id of a record mostly stands
_CUT = "the end of the file is cut"


class _OnePiece(Exception):
    """Records do not begin where members do."""


def archive_names(root: Path) -> Iterator[str]:
    """Paths of archive files relative to the root, and of folders in it that cannot be listed: a note will say so.
    Raises OSError when the root itself cannot be listed."""
    closed: list[OSError] = []
    for folder, subfolders, files in os.walk(root, onerror=closed.append):
        subfolders[:] = [name for name in subfolders if not name.startswith(".")]
        for name in files:
            if not name.startswith(".") and name.lower().endswith(SUFFIXES):
                yield (Path(folder) / name).relative_to(root).as_posix()
    for error in closed:
        if Path(str(error.filename)) == root:
            raise error
        yield Path(str(error.filename)).relative_to(root).as_posix()


def inside(root: Path, name: str) -> Path:
    """The path of a regular file of the folder. Raises NotAnArchive for what is none, OSError."""
    path = root / name
    try:
        if not path.resolve().is_relative_to(root.resolve()):
            raise NotAnArchive("a link that leads out of the folder")
    except RuntimeError as error:  # before Python 3.13
        raise NotAnArchive("a circle of links") from error
    if not stat.S_ISREG(path.stat().st_mode):
        raise NotAnArchive("not a regular file, or a folder that cannot be listed")
    return path


def stamp(path: Path) -> str:
    """What tells this content from another without reading all of it: size, and a digest of both ends."""
    with path.open("rb") as handle:
        size = handle.seek(0, os.SEEK_END)
        handle.seek(0)
        ends = handle.read(_ENDS)
        handle.seek(max(0, size - _ENDS))
        return f"{size}-{sha256(ends + handle.read(_ENDS))[:16]}"


def records(path: Path) -> Iterator[tuple[str, WarcRecord]]:
    """All records in order, each with its place; a record is good until the next one is asked for. Raises NotAnArchive
    before the first, OSError where the file cannot be read on, or its end is none of a record."""
    packing = packing_of(path)
    passed, place = 0, 0
    try:
        for place, record in _in_place(path, packing):
            yield str(place), record
            passed += 1
        _check_end(path, packing, place)
    except OSError as error:
        if passed == 0:
            raise NotAnArchive(f"not a WARC file: {error}") from error
        raise
    except _OnePiece:
        stream = unpacked(path, packing)
        for number, record in enumerate(_records_of(stream)):
            if number >= passed:
                yield f"{_UNPACKED}{record.stream_pos}", record
        _check_last(stream.last)


@contextmanager
def record_at(path: Path, place: str) -> Iterator[WarcRecord]:
    """The record at a place. Raises OSError and NotAnArchive, LookupError where none begins there."""
    if place.startswith(_UNPACKED):
        yield _reading_on(path, int(place.removeprefix(_UNPACKED)))
        return
    record = _first_at(path, int(place))
    if record is None:
        raise LookupError("no record begins there")
    yield record


def _in_place(path: Path, packing: Packing) -> Iterator[tuple[int, WarcRecord]]:
    """Records with the places of their members. Raises _OnePiece at the first that has none."""
    last = -1
    with path.open("rb") as handle:
        for record in _records_of(File(path)):
            place = record.stream_pos
            if packing is not PLAIN:
                start = os.pread(handle.fileno(), _FIRST_BYTES, place)
                if packing is BY_DICTIONARY or place <= last or not _is_at(path, place, start, record):
                    raise _OnePiece
            last = place
            yield place, record


def _is_at(path: Path, place: int, start: bytes, record: WarcRecord) -> bool:
    """Whether the record is the one that begins there: of several in one member, fastwarc says the place of the next
    member. A look at the first bytes mostly shows (15 µs; reading it anew takes 120)."""
    name = record.headers.get("WARC-Record-ID")
    if name:
        try:
            if name.encode() in zlib.decompressobj(31).decompress(start, _FIRST_BYTES):
                return True
        except zlib.error:
            pass
    try:
        there = _first_at(path, place)
    except OSError:
        return False
    return there is not None and there.headers.to_tuples() == record.headers.to_tuples()


def _first_at(path: Path, place: int) -> WarcRecord | None:
    handle = File(path)
    handle.seek(place)
    return next(_records_of(handle), None)


def _records_of(stream: File | Unpacked) -> Iterator[WarcRecord]:
    return iter(ArchiveIterator(stream, parse_http=False, stream_detect=isinstance(stream, File)))


def _check_end(path: Path, packing: Packing, last: int) -> None:
    """Raises OSError where the file ends within a record: fastwarc passes over one of which it has only a part of the
    header. `last` is the place of the last record that it has."""
    if packing is GZIP:
        with path.open("rb") as handle:
            if any(isinstance(found, Gap) for found in walk(handle, last)):
                raise OSError(_CUT)
    elif packing is PLAIN:
        with path.open("rb") as handle:
            handle.seek(max(last, handle.seek(0, os.SEEK_END) - len(RECORD_ENDS)))
            _check_last(handle.read())
    else:
        stream = unpacked(path, packing, last)
        while stream.read(_ENDS):
            pass
        _check_last(stream.last)


def _check_last(last: bytes) -> None:
    if not last.endswith((RECORD_ENDS, b"\n\n")):
        raise OSError(_CUT)


@dataclass
class _Reading:
    """How far a file that is packed as one piece was read; `size` and `changed` tell it from a later one."""

    path: Path
    size: int
    changed: int
    rest: Iterator[WarcRecord]
    at: int = -1


_local = threading.local()  # one reading a thread: a thread reads the pages of one source, file by file


def _reading_on(path: Path, wanted: int) -> WarcRecord:
    now = path.stat()
    here: _Reading | None = getattr(_local, "reading", None)
    stays = here is not None and (here.path, here.size, here.changed) == (path, now.st_size, now.st_mtime_ns)
    if here is None or not stays or here.at >= wanted:
        here = _local.reading = _Reading(
            path, now.st_size, now.st_mtime_ns, _records_of(unpacked(path, packing_of(path)))
        )
    for record in here.rest:
        here.at = record.stream_pos
        if here.at == wanted:
            return record
        if here.at > wanted:
            break
    raise LookupError("no record begins there")
