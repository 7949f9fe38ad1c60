"""Members of .zip archives. Nothing is unpacked to the disk: a member's name is an identity, never a path."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from sources.http.decoding import BadEncoding, TooLarge
from sources.kinds.packed import Coding, Region, most_unpacked
from sources.spec import is_readable_name

_LOCAL_HEADER = struct.Struct("<4s5H3I2H")  # APPNOTE.TXT 6.3.10, section 4.3.7
_CODINGS: dict[int, Coding] = {zipfile.ZIP_STORED: "plain", zipfile.ZIP_DEFLATED: "deflate"}
_MACOS = "__MACOSX"  # beside each file one that describes it
_ENCRYPTED = 0x1


@dataclass(frozen=True)
class Member:
    """A member that a folder source would read as a file. `refusal` says why it cannot be."""

    name: str
    header: int  # where its local header is
    packed: int
    size: int
    crc: int
    coding: Coding = "plain"
    refusal: str | None = None


def members(path: Path) -> Iterator[Member]:
    """The readable members in the archive's order; of several of one name the last, as unzip leaves it. Raises
    BadEncoding for what is no zip archive, TooLarge for one made to burst, OSError."""
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, EOFError) as error:
        raise BadEncoding(f"not a zip archive that can be read: {error}"[:200]) from error
    size = path.stat().st_size
    if sum(info.compress_size for info in infos) > size:
        raise TooLarge("its members lie over each other, as in an archive made to burst")
    if sum(info.file_size for info in infos) > most_unpacked(size):
        raise TooLarge(f"unpacks to more than {most_unpacked(size)} bytes")
    last = {info.filename: info for info in infos if _is_wanted(info)}
    for info in last.values():
        yield Member(
            info.filename,
            info.header_offset,
            info.compress_size,
            info.file_size,
            info.CRC,
            _CODINGS.get(info.compress_type, "plain"),
            _refusal(info),
        )


def region(path: Path, header: int, packed: int, coding: Coding) -> Region:
    """Where a member's bytes are. Raises BadEncoding when there is no member, OSError."""
    with path.open("rb") as handle:
        handle.seek(header)
        head = handle.read(_LOCAL_HEADER.size)
    if len(head) < _LOCAL_HEADER.size:
        raise BadEncoding("the archive is cut")
    fields = _LOCAL_HEADER.unpack(head)
    if fields[0] != b"PK\x03\x04":
        raise BadEncoding("the archive is broken: there is no member where it says")
    return Region(path, coding, header + _LOCAL_HEADER.size + fields[-2] + fields[-1], packed)


def read_member(path: Path, member: Member, limit: int) -> bytes:
    """A member's content, unpacked. Raises TooLarge above `limit` bytes; BadEncoding for what is cut, broken, or not
    what the archive says; OSError."""
    if max(member.size, member.packed) > limit:
        raise TooLarge(f"{max(member.size, member.packed)} bytes, the limit is {limit}")
    place = region(path, member.header, member.packed, member.coding)
    with path.open("rb") as handle:
        handle.seek(place.start)
        body = handle.read(member.packed)
    if member.coding == "deflate":
        inflater = zlib.decompressobj(-15)
        try:
            body = inflater.decompress(body, member.size + 1)
        except zlib.error as error:
            raise BadEncoding(f"the member is broken: {error}") from error
    if len(body) != member.size or zlib.crc32(body) != member.crc:
        raise BadEncoding("the member is cut, or does not match its checksum")
    return body


def _is_wanted(info: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(info.filename.replace("\\", "/")).parts
    if info.is_dir() or not parts or _MACOS in parts:
        return False
    return is_readable_name(parts[-1]) and not any(part.startswith(".") and part != ".." for part in parts)


def _refusal(info: zipfile.ZipInfo) -> str | None:
    name = info.filename.replace("\\", "/")
    if ".." in name.split("/") or name.startswith("/") or name[1:2] == ":":
        return "its name leads out of the archive"
    if info.flag_bits & _ENCRYPTED:
        return "it is encrypted"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "it is a link"
    if info.compress_type not in _CODINGS:
        return f"it is packed by method {info.compress_type}, which is not read"
    if name.lower().removesuffix(".gz").endswith(".zip"):
        return "an archive within an archive is not read; unpack it"
    if name.lower().endswith(".jsonl.gz"):
        return "packed lines within an archive are not read; unpack them"
    return None
