"""Reading the archive back, a record at a time. Imports nothing beyond the standard library: the workers that read
pages start with it."""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path

from core.errors import DeskError
from sources.archive.members import parse


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
        body = parse(zlib.decompress(member, 31)).payload
    except (zlib.error, ValueError) as error:
        raise ArchiveDamaged(f"the archive record in {where} is damaged: {error}", _REMEDY) from error
    if hashlib.sha256(body).hexdigest() != sha256:
        raise ArchiveDamaged(f"the archive record in {where} is not what was fetched", _REMEDY)
    return body


_REMEDY = "Put the file back from a copy; the document can be fetched again by running its source."
