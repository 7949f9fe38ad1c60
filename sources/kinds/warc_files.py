"""Files of other people's archives, read by fastwarc: .warc, plain, as gzip, zstd or LZ4, record by record or as one
piece.

A place in a file is the byte at which a record's own member begins. A file that was packed as one piece has no such
places: there it is `unpacked-` and the byte in what it unpacks to. Records of it are found by reading on from the last
one, so that a file is gone through once as long as they are asked for in its order."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fastwarc.stream_io import GzipReader, Lz4Reader, WarcReader, ZstdReader
from fastwarc.warc import ArchiveIterator, WarcRecord

from core.ids import sha256

SUFFIXES = (".warc", ".warc.gz", ".warc.zst", ".warc.lz4", ".arc", ".arc.gz")
_UNPACKED = "unpacked-"
_ENDS = 65536  # bytes at each end of a file that tell it from another


@dataclass(frozen=True)
class _Packing:
    """How a file is packed: what each of its members begins with, and what unpacks it."""

    magic: bytes
    reader: Callable[[str], WarcReader] | None = None


_PLAIN = _Packing(b"WARC/")
# zstd with a dictionary before its records ("Use of Zstandard in WARC"): they cannot be read by themselves.
_BY_DICTIONARY = _Packing(b"\x5d\x2a\x4d\x18", ZstdReader)
_PACKINGS = (
    _PLAIN,
    _Packing(b"\x1f\x8b\x08", GzipReader),
    _Packing(b"\x28\xb5\x2f\xfd", ZstdReader),
    _BY_DICTIONARY,
    _Packing(b"\x04\x22\x4d\x18", Lz4Reader),
)


class NotAnArchive(Exception):
    """A file that is no WARC file; the message says what it seems to be."""


class _OnePiece(Exception):
    """Records do not begin where members do."""


class _Unpacked:
    """What a file unpacks to, as a stream that knows how far it was read."""

    def __init__(self, reader: WarcReader) -> None:
        self._reader, self._at = reader, 0

    def read(self, size: int = -1) -> bytes:
        piece = self._reader.read(size)
        self._at += len(piece)
        return piece

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        raise OSError("cannot go back")

    def close(self) -> None:
        self._reader.close()


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
    before the first, OSError where the file cannot be read on."""
    packing = _packing(path)
    passed = 0
    try:
        for place, record in _in_place(path, packing):
            yield str(place), record
            passed += 1
    except OSError as error:
        if passed == 0:
            raise NotAnArchive(f"not a WARC file: {error}") from error
        raise
    except _OnePiece:
        for number, record in enumerate(_in_one_piece(path, packing)):
            if number >= passed:
                yield f"{_UNPACKED}{record.stream_pos}", record


@contextmanager
def record_at(path: Path, place: str) -> Iterator[WarcRecord]:
    """The record at a place. Raises OSError and NotAnArchive, LookupError where none begins there."""
    if place.startswith(_UNPACKED):
        yield _reading_on(path, int(place.removeprefix(_UNPACKED)))
        return
    with path.open("rb") as handle:
        handle.seek(int(place))
        record = next(iter(ArchiveIterator(handle, parse_http=False)), None)
        if record is None:
            raise LookupError("no record begins there")
        yield record


def _packing(path: Path) -> _Packing:
    with path.open("rb") as handle:
        start = handle.read(16)
    if not start:
        raise NotAnArchive("no bytes in it")
    found = next((packing for packing in _PACKINGS if start.startswith(packing.magic)), None)
    if found is None or path.name.lower().endswith((".arc", ".arc.gz")):
        is_arc = start.startswith(b"filedesc:") or found is not None
        raise NotAnArchive("an ARC file; `warcio recompress` makes a WARC file of it" if is_arc else "not a WARC file")
    return found


def _in_place(path: Path, packing: _Packing) -> Iterator[tuple[int, WarcRecord]]:
    """Records with the places of their members. Raises _OnePiece at the first that has none."""
    last = -1
    with path.open("rb") as handle:
        for record in ArchiveIterator(str(path), parse_http=False):
            place = record.stream_pos
            if packing is not _PLAIN:
                begins = os.pread(handle.fileno(), len(packing.magic), place) == packing.magic
                if packing is _BY_DICTIONARY or place <= last or not begins:
                    raise _OnePiece
            last = place
            yield place, record


def _in_one_piece(path: Path, packing: _Packing) -> Iterator[WarcRecord]:
    assert packing.reader is not None
    return iter(ArchiveIterator(_Unpacked(packing.reader(str(path))), parse_http=False, stream_detect=False))


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
        here = _local.reading = _Reading(path, now.st_size, now.st_mtime_ns, _in_one_piece(path, _packing(path)))
    for record in here.rest:
        here.at = record.stream_pos
        if here.at == wanted:
            return record
        if here.at > wanted:
            break
    raise LookupError("no record begins there")
