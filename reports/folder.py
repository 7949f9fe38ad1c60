"""A folder replaced as a whole: written beside, then exchanged in one step."""

from __future__ import annotations

import ctypes
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from core.errors import UsageError
from core.files import disk_errors

MARK = '<meta name="generator" content="Foreign Desk'
_SUFFIXES = (".html", ".css")
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # <fcntl.h>, <linux/fs.h>


def replace_folder(out: Path, texts: Mapping[str, str]) -> None:
    """Makes `out` a folder of exactly these files. Raises UsageError when it is something else than an earlier report
    (it would be lost), WorkspaceError when the disk says no; in both cases it is left as it was."""
    if not _is_ours(out):
        raise UsageError(f"{out} is not an earlier report, and would be replaced", "Name a new or an empty folder.")
    with disk_errors(out, "write the report"):
        out.parent.mkdir(parents=True, exist_ok=True)
        room = Path(tempfile.mkdtemp(prefix=f".{out.name}.", suffix=".tmp", dir=out.parent))
        try:
            new = room / "new"
            new.mkdir()
            for name, text in texts.items():
                (new / name).write_text(text, encoding="utf-8")
            if out.exists():
                _exchange(new, out)
            else:
                os.rename(new, out)
        finally:
            shutil.rmtree(room, ignore_errors=True)


def _is_ours(out: Path) -> bool:
    """Whether nothing is lost when `out` is replaced: it is absent, empty, or holds an earlier report and no more."""
    if not out.exists():
        return not out.is_symlink()
    if not out.is_dir() or out.is_symlink():
        return False
    entries = list(out.iterdir())
    if not entries:
        return True
    index = out / "index.html"
    known = all(entry.is_file() and entry.suffix in _SUFFIXES for entry in entries)
    return known and index.exists() and MARK in index.read_text(encoding="utf-8", errors="replace")[:2000]


def _exchange(new: Path, old: Path) -> None:
    """Swaps two folders of one file system: atomically where the system can (Linux, renameat2), else by two renames,
    between which `old` is missing for a moment."""
    try:
        swap = ctypes.CDLL(None, use_errno=True).renameat2
        if swap(_AT_FDCWD, os.fsencode(new), _AT_FDCWD, os.fsencode(old), _RENAME_EXCHANGE) == 0:
            return
    except (AttributeError, OSError):
        pass  # no such call here: not Linux, or an old C library
    aside = new.with_name("old")
    os.rename(old, aside)
    os.rename(new, old)
