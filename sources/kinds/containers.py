"""Files that hold documents: which candidates they give, and how the content of one is found again.

A candidate's `locator` says where it lies, or why it cannot be had, in words apart by spaces: `failed`, the reason and
the words for it; `member` and what its archive says of it; `line`, its number, the offset and length in bytes of the
unpacked file, that file's name, and where it lies in its archive, if in one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast
from urllib.parse import quote, unquote

from contracts.reasons import Reason
from contracts.records import Candidate
from sources.http.decoding import BadEncoding, TooLarge, gunzip
from sources.kinds.connector import FileBody
from sources.kinds.json_lines import read_row
from sources.kinds.packed import Coding, Region, Unpacking, bytes_at, lines
from sources.kinds.zipped import Member, members, read_member, region

SCHEME = "folder:"
WITHIN = "!/"  # between an archive's name and that of its member; a `!` in a name is percent-encoded
_MOST_LINE = 32_000_000  # bytes; a longer line fails unread
_MOST_LINES = 1_000_000  # documents of one file: each waits its turn with its title and date, in about 1 KB


def candidates_of(path: Path, name: str) -> Iterator[Candidate]:
    """The documents of a file; `name` is its percent-encoded path in the folder. Never raises for what is wrong with a
    file: that is a candidate, which fails by name. Files of one document are not opened."""
    try:
        if name.lower().endswith(".zip.gz"):
            raise BadEncoding("a packed archive is not read; unpack it")
        if name.lower().endswith(".zip"):
            yield from _in_archive(path, name)
        elif _is_lines(name):
            yield from _in_lines(Region(path, "gzip" if name.lower().endswith(".gz") else "plain"), name)
        else:
            yield Candidate(SCHEME + name)
    except (BadEncoding, TooLarge, OSError) as error:
        yield _failed(name, error)


def content_of(path: Path, candidate: Candidate, limit: int) -> FileBody:
    """The content of a candidate that `candidates_of` gave for this file. Raises BadEncoding for what is broken,
    refused or no longer there, TooLarge above `limit` bytes, packed or unpacked, OSError."""
    kind, _, place = (candidate.locator or "").partition(" ")
    if kind == "failed":
        reason, _, words = place.partition(" ")
        raise TooLarge(words) if reason == Reason.TOO_LARGE else BadEncoding(words)
    if kind == "line":
        return _line(path, candidate, place, limit)
    name = unquote(candidate.url)
    if kind == "member":
        header, packed, size, crc, coding = place.split(" ")
        member = Member(name, int(header), int(packed), int(size), int(crc), cast(Coding, coding))
        body = read_member(path, member, limit)
    else:
        body = _read(path, limit)
    if name.lower().endswith(".gz"):
        body = gunzip(body, limit)
    is_html = name.lower().removesuffix(".gz").endswith((".html", ".htm"))
    return FileBody(candidate.url, body, "text/html" if is_html else "text/plain")


def file_of(candidate: Candidate) -> str:
    """The percent-encoded path of the file that the candidate lies in."""
    kind, _, place = (candidate.locator or "").partition(" ")
    name = place.split(" ")[3] if kind == "line" else candidate.url.removeprefix(SCHEME)
    return name.partition(WITHIN)[0].partition("#")[0]


def _is_lines(name: str) -> bool:
    return name.lower().removesuffix(".gz").endswith(".jsonl")


def _failed(name: str, error: BadEncoding | TooLarge | OSError) -> Candidate:
    reason = Reason.TOO_LARGE if isinstance(error, TooLarge) else Reason.UNREADABLE_FILE
    words = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return Candidate(SCHEME + name, locator=f"failed {reason} {words}")


def _in_archive(path: Path, name: str) -> Iterator[Candidate]:
    for member in members(path):
        inner = name + WITHIN + quote(member.name)
        if member.refusal is not None:
            yield _failed(inner, BadEncoding(member.refusal))
        elif _is_lines(member.name):
            try:
                place = region(path, member.header, member.packed, member.coding)
                yield from _in_lines(place, inner, member)
            except (BadEncoding, TooLarge, OSError) as error:
                yield _failed(inner, error)
        else:
            said = f"{member.header} {member.packed} {member.size} {member.crc} {member.coding}"
            yield Candidate(SCHEME + inner, locator=f"member {said}")


def _in_lines(place: Region, name: str, member: Member | None = None) -> Iterator[Candidate]:
    unpacking, number, documents = Unpacking(place), 0, 0
    archive = f" {member.header} {member.packed} {member.coding}" if member else ""
    try:
        for number, (offset, length, line) in enumerate(lines(unpacking, _MOST_LINE), start=1):
            if line is not None and not line.strip():
                continue
            documents += 1
            if documents > _MOST_LINES:
                raise TooLarge(f"more than {_MOST_LINES} documents; divide it")
            yield _in_line(line, name, number, f"{offset} {length} {name}{archive}")
    except BadEncoding as error:
        raise BadEncoding(f"after line {number}: {error}") from error
    if member is not None and unpacking.crc != member.crc:
        raise BadEncoding("it does not match its checksum")


def _in_line(line: bytes | None, name: str, number: int, place: str) -> Candidate:
    numbered = f"{name}#{number}"
    if line is None:
        return _failed(numbered, TooLarge(f"line {number}: over {_MOST_LINE} bytes"))
    row = read_row(line)
    if isinstance(row, str):
        return _failed(numbered, BadEncoding(f"line {number}: {row}"))
    return Candidate(row.url or SCHEME + numbered, row.hints, f"line {number} {place}")


def _line(path: Path, candidate: Candidate, said: str, limit: int) -> FileBody:
    number, offset, length, name, *archive = said.split(" ")
    if archive:
        header, packed, coding = archive
        place = region(path, int(header), int(packed), cast(Coding, coding))
    else:
        place = Region(path, "gzip" if name.lower().endswith(".gz") else "plain")
    row = read_row(bytes_at(place, int(offset), int(length)))
    if isinstance(row, str):
        raise BadEncoding(f"line {number}: {row}")
    if len(body := row.body) > limit:
        raise TooLarge(f"line {number}: {len(body)} bytes, the limit is {limit}")
    return FileBody(candidate.url, body, row.content_type)


def _read(path: Path, limit: int) -> bytes:
    with path.open("rb") as handle:
        body = handle.read(limit + 1)
    if len(body) > limit:
        raise TooLarge(f"over {limit} bytes")
    return body
