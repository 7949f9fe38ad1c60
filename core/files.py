"""Files that survive a crash: append-only JSON lines, atomic replacement, and plain words for what the disk says."""

from __future__ import annotations

import errno
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from core.errors import WorkspaceError


@contextmanager
def disk_errors(path: Path, doing: str) -> Iterator[None]:
    """Turns what the operating system says about a path into a WorkspaceError that names it and the remedy."""
    try:
        yield
    except OSError as error:
        named = Path(error.filename) if isinstance(error.filename, str) else path
        remedy = {
            errno.ENOSPC: "The disk is full: free some space and run it again; nothing half-written is in use.",
            errno.EDQUOT: "The disk quota is used up: free some space and run it again.",
            errno.EACCES: "Give this user permission there, or choose another folder with --workspace.",
            errno.EPERM: "Give this user permission there, or choose another folder with --workspace.",
            errno.EROFS: "The file system is read-only: choose another folder with --workspace.",
            errno.EFBIG: "The disk takes no larger file (ulimit -f): raise the limit and run it again.",
            errno.ENOENT: "Check the path.",
            errno.EEXIST: "A file is in the way: choose another folder with --workspace.",
            errno.ENOTDIR: "A part of this path is a file: choose another folder with --workspace.",
        }.get(error.errno or 0, "")
        raise WorkspaceError(f"cannot {doing} {named}: {error.strerror or error}", remedy) from error


@contextmanager
def atomic_path(target: Path) -> Iterator[Path]:
    """A temporary path beside `target`; it replaces `target` in one step when the block ends well, else it goes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        # mkstemp makes files private; what replaces a public file gets the permissions a new file would have.
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)
        os.replace(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def write_text(target: Path, text: str) -> None:
    """Replaces a text file atomically."""
    with atomic_path(target) as temporary:
        temporary.write_text(text, encoding="utf-8")


class JsonLines:
    """An append-only file of JSON objects, one a line. Each append is a single write that reaches the disk: waiting
    for the disk costs 1 to 4 ms, however many records there are."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)

    def append(self, *records: dict[str, Any]) -> None:
        """Writes the records and waits until they are on the disk. Raises OSError when it cannot."""
        lines = (json.dumps(record, ensure_ascii=False, sort_keys=True) + "\n" for record in records)
        view = memoryview("".join(lines).encode("utf-8"))
        before = os.fstat(self._handle).st_size
        try:
            while view:
                view = view[os.write(self._handle, view) :]
            os.fdatasync(self._handle)
        except OSError:
            os.ftruncate(self._handle, before)  # half a line would run into the next one
            raise

    def close(self) -> None:
        os.close(self._handle)


def read_json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Line number and object of each whole line. A last line without its newline is what a crash left: not read.
    Raises ValueError, with the line's number, for a whole line that is not a JSON object."""
    with path.open("rb") as handle:
        for number, line in enumerate(handle, 1):
            if not line.endswith(b"\n"):
                return
            value = json.loads(line)
            if not isinstance(value, dict):
                raise ValueError(f"line {number} of {path.name} is not an object")
            yield number, value
