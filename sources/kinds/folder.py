"""Folders: documents that lie on this machine, at any depth. A .html, .htm, .txt or .md is one document, plain or as
.gz, and so is such a member of a .zip; a .jsonl, plain, as .gz or in a .zip, has one a line.

A candidate's URL is `folder:` and the percent-encoded path within the folder, so that the folder may move without
becoming another source; after it `!/` and a member's name, or `#` and a line's number. A line that says its web address
has that one, and with it the identity that it has on the web. Hidden files and folders are passed over, links to
folders are not followed. What cannot be read fails by name, and the others come."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

from contracts.reasons import Reason
from contracts.records import Candidate
from sources.http.decoding import BadEncoding, TooLarge
from sources.http.fetcher import FetchFailure
from sources.kinds.connector import Ask, Known, Obtained, Offer, Poll, Visit
from sources.kinds.containers import SCHEME, candidates_of, content_of, file_of
from sources.spec import SourceSpec, is_readable_name


class FolderConnector:
    """Finds and reads files."""

    def discover(self, spec: SourceSpec, ask: Ask, known: Known, since: date | None = None) -> Iterator[Poll]:
        """One poll, with all documents in the order of the files' paths, and of their places in them."""
        path = spec.path or Path()
        try:
            path.stat()
            names = [path.name] if path.is_file() else sorted(_walk(path))
        except OSError as error:
            detail = f"{spec.address}: {error.strerror}"
            yield Poll(spec.address, FetchFailure(Reason.UNREADABLE_FILE, detail), Offer())
            return
        root = _root(spec)
        yield Poll(spec.address, None, Offer(tuple(found for name in names for found in _documents(root, name))))

    def obtain(self, spec: SourceSpec, candidate: Candidate, visit: Visit, limit: int) -> Obtained:
        """The document, unpacked. UNREADABLE_FILE where it cannot be had: no permission, a link that leads out of the
        folder, no regular file, broken or encrypted. TOO_LARGE above `limit` bytes, packed or unpacked."""
        try:
            return content_of(_inside(_root(spec), os.fsdecode(unquote_to_bytes(file_of(candidate)))), candidate, limit)
        except TooLarge as error:
            return FetchFailure(Reason.TOO_LARGE, str(error))
        except (OSError, BadEncoding) as error:
            return FetchFailure(Reason.UNREADABLE_FILE, getattr(error, "strerror", None) or str(error))


def _documents(root: Path, name: str) -> Iterator[Candidate]:
    quoted = quote(os.fsencode(name))
    try:
        path = _inside(root, name)
    except (OSError, BadEncoding):
        yield Candidate(SCHEME + quoted)  # `obtain` says why
        return
    yield from candidates_of(path, quoted)


def _root(spec: SourceSpec) -> Path:
    path = spec.path or Path()
    return path.parent if path.is_file() else path


def _inside(root: Path, name: str) -> Path:
    """The path of a regular file of the folder. Raises BadEncoding for what is none, OSError."""
    path = root / name
    try:
        if not path.resolve().is_relative_to(root.resolve()):
            raise BadEncoding("a link that leads out of the folder")
    except RuntimeError as error:  # before Python 3.13
        raise BadEncoding("a circle of links") from error
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode):
        raise BadEncoding("a folder that cannot be listed" if stat.S_ISDIR(mode) else "not a regular file")
    return path


def _walk(root: Path) -> Iterator[str]:
    """Paths of readable files relative to the root, and of folders in it that cannot be listed: they fail by name, too.
    Raises OSError when the root itself cannot be listed."""
    closed: list[OSError] = []
    for folder, subfolders, files in os.walk(root, onerror=closed.append):
        subfolders[:] = [name for name in subfolders if not name.startswith(".")]
        for name in files:
            if not name.startswith(".") and is_readable_name(name):
                yield (Path(folder) / name).relative_to(root).as_posix()
    for error in closed:
        if Path(str(error.filename)) == root:
            raise error
        yield Path(str(error.filename)).relative_to(root).as_posix()


FOLDER = FolderConnector()
