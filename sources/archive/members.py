"""The gzip members of an archive file, one record in each, and what lies between them where the file is damaged.

zlib rather than fastwarc, which reads as fast but takes a record whose end is cut for a whole one, and cannot go on
behind a damaged place. Imports the standard library only: the workers that read pages start with it."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

CUT, NO_GZIP, ZEROS = "cut", "no gzip", "zeros"  # why bytes are no member, where that is not zlib's word
_PIECE = 1 << 16
_MAGIC = b"\x1f\x8b\x08"  # RFC 1952: what a gzip member begins with
_FIRST = b"WARC/"
_LARGEST = 1 << 28  # bytes of a record, unpacked; bodies are limited to a few MB when they are fetched
_MANDATORY = ("warc-record-id", "warc-type", "warc-date", "content-length")  # WARC 1.1, section 5
_HTTP = "application/http"


@dataclass(frozen=True)
class Member:
    """A whole member: where it lies, and its content."""

    offset: int
    length: int
    data: bytes


@dataclass(frozen=True)
class Gap:
    """Bytes that are no whole member, and why. `last`: they go to the end of the file."""

    offset: int
    length: int
    why: str
    last: bool


@dataclass(frozen=True)
class Record:
    """A WARC record. Names of `fields` are in lower case. `payload` is what was captured: the block without the HTTP
    head, where there is one."""

    fields: dict[str, str]
    block: bytes
    payload: bytes

    @property
    def kind(self) -> str:
        """response, request, revisit, resource, warcinfo …"""
        return self.fields["warc-type"]


def walk(handle: BinaryIO, start: int = 0) -> Iterator[Member | Gap]:
    """All members from `start` to the end, in order, and the gaps between them: after damaged bytes it goes on at the
    next member that begins with a record."""
    position = start
    while (found := _member_at(handle, position)) is not None:
        here = _gap(handle, position, found) if isinstance(found, str) else found
        yield here
        position = here.offset + here.length


def parse(data: bytes) -> Record:
    """The one record that a member holds. Raises ValueError, saying what is wrong with it."""
    head, separator, rest = data.partition(b"\r\n\r\n")
    if not separator or not head.startswith(_FIRST):
        raise ValueError("no WARC record")
    lines = head.decode("utf-8", "replace").split("\r\n")[1:]
    pairs = [line.partition(":") for line in lines]
    fields: dict[str, str] = {}
    for name, _, value in pairs:
        fields.setdefault(name.strip().lower(), value.strip())
    missing = [name for name in _MANDATORY if not fields.get(name)]
    if missing:
        raise ValueError(f"its header lacks {', '.join(missing)}")
    size = fields["content-length"]
    if not size.isdecimal() or len(rest) < int(size):
        raise ValueError("shorter than its header says")
    block, after = rest[: int(size)], rest[int(size) :]
    if after != b"\r\n\r\n":
        raise ValueError("longer than its header says")
    is_http = fields.get("content-type", "").startswith(_HTTP)
    return Record(fields, block, block.partition(b"\r\n\r\n")[2] if is_http else block)


def _member_at(handle: BinaryIO, position: int) -> Member | str | None:
    """The member that begins there, or why there is none; None at the end of the file."""
    handle.seek(position)
    piece = handle.read(_PIECE)
    if not piece:
        return None
    if not piece.startswith(_MAGIC[: len(piece)]):
        return NO_GZIP if piece.strip(b"\0") else ZEROS
    decompressor, parts, read, size = zlib.decompressobj(31), list[bytes](), 0, 0
    while piece:
        read += len(piece)
        try:
            while piece and size <= _LARGEST and not decompressor.eof:
                parts.append(decompressor.decompress(piece, _PIECE << 4))
                size += len(parts[-1])
                piece = decompressor.unconsumed_tail
        except zlib.error as error:
            return f"damaged: {error}"
        if size > _LARGEST:
            return f"more than {_LARGEST >> 20} MB unpacked"
        if decompressor.eof:
            return Member(position, read - len(decompressor.unused_data), b"".join(parts))
        piece = handle.read(_PIECE)
    return CUT


def _gap(handle: BinaryIO, position: int, why: str) -> Gap:
    behind = _next_record(handle, position + 1)
    end = behind if behind is not None else handle.seek(0, os.SEEK_END)
    return Gap(position, end - position, why, last=behind is None)


def _next_record(handle: BinaryIO, position: int) -> int | None:
    """Where the next member begins that holds a record."""
    overlap = len(_MAGIC) - 1
    while True:
        handle.seek(position)
        piece = handle.read(_PIECE)
        at = piece.find(_MAGIC)
        if at < 0:
            if len(piece) < _PIECE:
                return None
            position += len(piece) - overlap
        elif _begins_record(handle, position + at):
            return position + at
        else:
            position += at + 1


def _begins_record(handle: BinaryIO, position: int) -> bool:
    handle.seek(position)
    try:
        return zlib.decompressobj(31).decompress(handle.read(_PIECE), len(_FIRST)) == _FIRST
    except zlib.error:
        return False
