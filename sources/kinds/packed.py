"""Files read forward in pieces, packed or not: a place in one is found again without keeping it open, and without
beginning anew where places are asked for in their order."""

from __future__ import annotations

import zlib
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sources.http.decoding import BadEncoding, TooLarge

Coding = Literal["plain", "gzip", "deflate"]
_PIECE = 256 * 1024  # read at once; unpacked at once at most four times as much
_MOST_UNPACKED = 4 * _PIECE
_GZIP_HEADER = 10  # bytes at least; fewer at the end of a file are no further member
# Text packs to a third or a tenth. What unpacks to more than a hundred times its size, and is large, is a trap.
_LEAST_BOMB, _BOMB_RATIO = 1_000_000_000, 100


@dataclass(frozen=True)
class Region:
    """Bytes of a file: all of it, or `length` of them from `start` (a member of a zip archive)."""

    path: Path
    coding: Coding
    start: int = 0
    length: int | None = None


def most_unpacked(packed: int) -> int:
    """How many bytes may come of so many packed ones."""
    return max(_LEAST_BOMB, _BOMB_RATIO * packed)


class Unpacking:
    """The unpacked bytes of a region, from its start on. It holds no file open between two calls."""

    def __init__(self, region: Region) -> None:
        self._region = region
        self._at = region.start
        self._end = region.start + (region.path.stat().st_size if region.length is None else region.length)
        self._limit = most_unpacked(self._end - region.start)
        self._zlib = _fresh(region.coding)
        self._packed = b""
        self._whole = False  # whether a gzip member came to its end
        self._begun = False  # whether the gzip member at hand has given anything
        self._ahead = b""
        self.position = 0
        self.crc = 0

    def piece(self) -> bytes:
        """The next bytes, at most a megabyte; none at the end. Raises BadEncoding for what is broken or cut, TooLarge
        for a bomb, OSError."""
        if self._ahead:
            found, self._ahead = self._ahead, b""
        else:
            found = self._unpack()
            self.crc = zlib.crc32(found, self.crc)
        self.position += len(found)
        if self.position > self._limit:
            raise TooLarge(f"unpacks to more than {self._limit} bytes")
        return found

    def take(self, offset: int, length: int) -> bytes:
        """The bytes at a place that is not behind; fewer where they end."""
        parts: list[bytes] = []
        while self.position < offset + length and (piece := self.piece()):
            start = self.position - len(piece)
            used = piece[max(0, offset - start) : offset + length - start]
            parts.append(used)
            if self.position > offset + length:
                self._ahead = piece[offset + length - start :]
                self.position = offset + length
        return b"".join(parts)

    def _unpack(self) -> bytes:
        while True:
            if not self._packed:
                self._packed = self._read()
            if self._zlib is None:
                found, self._packed = self._packed, b""
                return found
            is_last = not self._packed
            if found := self._inflate(self._zlib):  # without input, too: zlib may hold back output
                return found
            if is_last and self._begun:
                raise BadEncoding("the compressed data is cut")
            if is_last:
                return b""

    def _inflate(self, inflater: zlib._Decompress) -> bytes:
        begins = len(self._packed) >= (_GZIP_HEADER if self._region.coding == "gzip" else 1)
        try:
            found = inflater.decompress(self._packed, _MOST_UNPACKED)
        except zlib.error as error:
            if not self._begun and self._whole:  # bytes after the last member that are no gzip, as gunzip has it
                self._packed, self._at = b"", self._end
                return b""
            raise BadEncoding(f"the compressed data is broken: {error}") from error
        self._begun = self._begun or begins
        self._packed = inflater.unconsumed_tail
        if inflater.eof:
            self._packed, self._begun, self._whole = inflater.unused_data, False, True
            self._zlib = _fresh(self._region.coding)
            if self._region.coding == "deflate":
                self._packed, self._at = b"", self._end
        return found

    def _read(self) -> bytes:
        size = min(_PIECE, self._end - self._at)
        if size <= 0:
            return b""
        with self._region.path.open("rb") as handle:
            handle.seek(self._at)
            found = handle.read(size)
        self._at = self._at + len(found) if found else self._end
        return found


def _fresh(coding: Coding) -> zlib._Decompress | None:
    if coding == "plain":
        return None
    return zlib.decompressobj(31 if coding == "gzip" else -15)


def lines(unpacking: Unpacking, most: int) -> Iterator[tuple[int, int, bytes | None]]:
    """The lines as (offset, length, bytes without the line break); None in place of one of more than `most` bytes.
    Raises as `Unpacking.piece`."""
    start, length, parts = 0, 0, list[bytes]()
    while piece := unpacking.piece():
        at = 0
        while (end := piece.find(b"\n", at)) >= 0:
            length += end - at
            parts.append(piece[at:end])
            yield start, length, b"".join(parts) if length <= most else None
            start, length, parts = start + length + 1, 0, []
            at = end + 1
        length += len(piece) - at
        if length <= most:
            parts.append(piece[at:])
        else:
            parts.clear()
    if length:
        yield start, length, b"".join(parts) if length <= most else None


# Where readers stand, so that the next line of a packed file need not be looked for from its start: one is taken out
# while it is used, so that two threads never share it. Each holds about a megabyte.
_STANDING: OrderedDict[tuple[object, ...], Unpacking] = OrderedDict()
_MOST_STANDING = 4


def bytes_at(region: Region, offset: int, length: int) -> bytes:
    """So many bytes from a place of the unpacked region; fewer where it ends. Raises as `Unpacking.piece`."""
    if region.coding == "plain":
        with region.path.open("rb") as handle:
            handle.seek(region.start + offset)
            return handle.read(length)
    status = region.path.stat()
    key = (region, status.st_size, status.st_mtime_ns)
    unpacking = _STANDING.pop(key, None)
    if unpacking is None or unpacking.position > offset:
        unpacking = Unpacking(region)
    found = unpacking.take(offset, length)
    _STANDING[key] = unpacking
    while len(_STANDING) > _MOST_STANDING:
        _STANDING.popitem(last=False)
    return found
