"""What the files about topics share: rows with tabs between, days, and how a line that cannot be used is refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn

from core.errors import UsageError
from reference.lines import read_lines


def refuse(path: Path, line: int, why: str, remedy: str = "") -> NoReturn:
    """Raises the UsageError of a line that cannot be used."""
    raise UsageError(f"{path.name}, line {line}: {why}", f"Correct that line of {path}. {remedy}".strip())


def read_day(path: Path, number: int, written: str) -> date:
    """A day as the files have it. Raises UsageError naming the line."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        refuse(path, number, f"a day is written as 2026-11-25, not {written!r}")


def read_rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of each row of a table, whose first line names the columns; missing cells at the end are
    empty. No file, no rows. Raises UsageError naming the line."""
    header = False
    for number, line in enumerate(read_lines(path) if path.exists() else (), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if not header:
            header = True
            if tuple(cells) != tuple(columns):
                refuse(path, number, f"name the columns {', '.join(columns)}, with tabs between")
            continue
        if len(cells) > len(columns):
            refuse(path, number, f"a row has the columns {', '.join(columns)}, with tabs between")
        yield number, cells + [""] * (len(columns) - len(cells))
