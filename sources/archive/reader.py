"""Reading the archive back, a record at a time. Imports nothing but the standard library: the workers that read pages
start with it."""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path

from core.errors import DeskError


class ArchiveDamaged(DeskError):
    """A record is missing, cut, or not what it was."""


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
