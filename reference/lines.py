"""Lines of a data file that people edit."""

from __future__ import annotations

from pathlib import Path

from core.errors import UsageError


def read_lines(path: Path) -> list[str]:
    """The lines of a file in UTF-8, a mark of byte order left out. Raises UsageError with file, line and remedy where
    it is not UTF-8, or not there."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"{path.parent.name}/{path.name} cannot be read: {error.strerror}", f"Put it back: git checkout -- {path}"
        ) from error
    try:
        text = data.decode("utf-8-sig")
        wrong = text.encode().find(b"\0") if "\0" in text else -1  # UTF-16 without a mark decodes, to every other byte
    except UnicodeDecodeError as error:
        wrong = error.start
    if wrong >= 0:
        line = data[:wrong].count(b"\n") + 1
        raise UsageError(f"{path.parent.name}/{path.name}: line {line} is not in UTF-8", "Save it as UTF-8.")
    return text.splitlines()


def read_words(path: Path) -> frozenset[str]:
    """The words of a file that has one in a line, comments left out. Raises UsageError, as above."""
    return frozenset(line.strip() for line in read_lines(path) if line.strip() and not line.startswith("#"))
