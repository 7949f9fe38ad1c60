"""Folders: pages that lie on this machine, .html, .htm, .txt and .md, plain or as .gz, at any depth.

A candidate's URL is `folder:` and the percent-encoded path within the folder: the folder may move without becoming
another source. Hidden files and folders are passed over, links to folders are not followed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from datetime import datetime
from datetime import date
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

from contracts.reasons import Reason
from contracts.records import Candidate
from sources.http.decoding import BadEncoding, TooLarge, gunzip
from sources.http.fetcher import FetchFailure
from sources.kinds.connector import Ask, FileBody, Known, Obtained, Offer, Poll, Visit
from sources.spec import SourceSpec, is_readable_name

_SCHEME = "folder:"


class FolderConnector:
    """Finds and reads files."""

    def discover(self, spec: SourceSpec, ask: Ask, known: Known, since: date | None = None) -> Iterator[Poll]:
        """One poll, with all files in the order of their paths."""
        path = spec.path or Path()
        try:
            path.stat()
            names = [path.name] if path.is_file() else sorted(_walk(path))
        except OSError as error:
            detail = f"{spec.address}: {error.strerror}"
            yield Poll(spec.address, FetchFailure(Reason.UNREADABLE_FILE, detail), Offer())
            return
        candidates = tuple(Candidate(_SCHEME + quote(os.fsencode(name))) for name in names)
        yield Poll(spec.address, None, Offer(candidates))

    def obtain(self, spec: SourceSpec, candidate: Candidate, visit: Visit, limit: int) -> Obtained:
        """The file's content, unpacked. UNREADABLE_FILE where it cannot be had: no permission, a link that leads out of
        the folder, no regular file, a broken .gz. TOO_LARGE above `limit` bytes, packed or unpacked."""
        name = os.fsdecode(unquote_to_bytes(candidate.url.removeprefix(_SCHEME)))
        try:
            root = _root(spec)
            path = root / name
            if not path.resolve().is_relative_to(root.resolve()):
                return FetchFailure(Reason.UNREADABLE_FILE, "a link that leads out of the folder")
            mode = path.stat().st_mode
            if not stat.S_ISREG(mode):
                what = "a folder that cannot be listed" if stat.S_ISDIR(mode) else "not a regular file"
                return FetchFailure(Reason.UNREADABLE_FILE, what)
            body = _read(path, limit)
            if name.lower().endswith(".gz"):
                body = gunzip(body, limit)
        except (OSError, RuntimeError) as error:  # RuntimeError: a circle of links, before Python 3.13
            return FetchFailure(Reason.UNREADABLE_FILE, getattr(error, "strerror", None) or "a circle of links")
        except BadEncoding as error:
            return FetchFailure(Reason.UNREADABLE_FILE, str(error))
        except TooLarge as error:
            return FetchFailure(Reason.TOO_LARGE, str(error))
        html = name.lower().removesuffix(".gz").endswith((".html", ".htm"))
        return FileBody(candidate.url, body, "text/html" if html else "text/plain")


def _root(spec: SourceSpec) -> Path:
    path = spec.path or Path()
    return path.parent if path.is_file() else path


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


def _read(path: Path, limit: int) -> bytes:
    with path.open("rb") as handle:
        body = handle.read(limit + 1)
    if len(body) > limit:
        raise TooLarge(f"over {limit} bytes")
    return body


FOLDER = FolderConnector()
