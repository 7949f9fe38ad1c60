"""Lines of a data file that people edit."""

from __future__ import annotations

from pathlib import Path

from core.errors import UsageError


def read_lines(path: Path) -> list[str]:
    """The lines of a file in UTF-8, a mark of byte order left out. Raises UsageError with file, line and remedy where
    it is not UTF-8."""
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UsageError(f"{path.parent.name}/{path.name}: line {line} is not in UTF-8", "Save it as UTF-8.") from error


def read_words(path: Path) -> frozenset[str]:
    """The words of a file that has one in a line, comments left out. Raises UsageError, as above."""
    return frozenset(line.strip() for line in read_lines(path) if line.strip() and not line.startswith("#"))
