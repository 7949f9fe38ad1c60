"""How archive files are packed, and the streams that they are read through: plain, gzip, zstd, LZ4."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fastwarc.stream_io import GzipReader, Lz4Reader, WarcReader, ZstdReader

RECORD_ENDS = b"\r\n\r\n"


class NotAnArchive(Exception):
    """A file that is no WARC file; the message says what it seems to be."""


@dataclass(frozen=True)
class Packing:
    """How a file is packed: what each of its members begins with, and what unpacks it."""

    magic: bytes
    reader: Callable[[File], WarcReader] | None = None


PLAIN, GZIP = Packing(b"WARC/"), Packing(b"\x1f\x8b\x08", GzipReader)
# zstd with a dictionary before its records ("Use of Zstandard in WARC"): they cannot be read by themselves.
BY_DICTIONARY = Packing(b"\x5d\x2a\x4d\x18", ZstdReader)
PACKINGS = (
    PLAIN,
    GZIP,
    Packing(b"\x28\xb5\x2f\xfd", ZstdReader),
    BY_DICTIONARY,
    Packing(b"\x04\x22\x4d\x18", Lz4Reader),
)


class File:
    """A file to read from, that is closed when nobody holds it any more. (fastwarc itself opens no path whose name is
    no text, and what reads on for a whole turn has no moment to be closed.)"""

    _handle = -1

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)

    def read(self, size: int = -1) -> bytes:
        return os.read(self._handle, size if size >= 0 else 1 << 20)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return os.lseek(self._handle, offset, whence)

    def tell(self) -> int:
        return os.lseek(self._handle, 0, os.SEEK_CUR)

    def close(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def __del__(self) -> None:
        self.close()


class Unpacked:
    """What a file unpacks to, as a stream that knows how far it was read, and the last that it read."""

    def __init__(self, reader: WarcReader) -> None:
        self._reader, self._at, self.last = reader, 0, b""

    def read(self, size: int = -1) -> bytes:
        piece = self._reader.read(size)
        self._at += len(piece)
        self.last = (self.last + piece)[-len(RECORD_ENDS) :]
        return piece

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        raise OSError("cannot go back")

    def tell(self) -> int:
        return self._at

    def close(self) -> None:
        self._reader.close()


def packing_of(path: Path) -> Packing:
    """By the first bytes, whatever the name says. Raises NotAnArchive, OSError."""
    with path.open("rb") as handle:
        start = handle.read(16)
    if not start:
        raise NotAnArchive("no bytes in it")
    found = next((packing for packing in PACKINGS if start.startswith(packing.magic)), None)
    if found is None or path.name.lower().endswith((".arc", ".arc.gz")):
        is_arc = start.startswith(b"filedesc:") or found is not None
        raise NotAnArchive("an ARC file; `warcio recompress` makes a WARC file of it" if is_arc else "not a WARC file")
    return found


def unpacked(path: Path, packing: Packing, start: int = 0) -> Unpacked:
    """What a packed file unpacks to from a byte on, where a member begins."""
    assert packing.reader is not None
    handle = File(path)
    handle.seek(start)
    return Unpacked(packing.reader(handle))
