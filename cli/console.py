"""What verbs print: tables for people, JSON for programs."""

from __future__ import annotations

import dataclasses
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import typer

from core.clock import iso
from core.workspace import Workspace

OPERATOR, ANALYST, STEWARD = "Operator", "Analyst", "Data steward"

WorkspaceOption = Annotated[
    Path,
    typer.Option("--workspace", "-w", envvar="DESK_WORKSPACE", help="Folder of archive, warehouse and report."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON for programs instead of a table for people.")]
DEFAULT_WORKSPACE = Path("data")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def workspace_at(path: Path) -> Workspace:
    """The workspace in a folder."""
    return Workspace(path)


@contextmanager
def without_pandas() -> Iterator[None]:
    """For verbs that only ask and print. As soon as a statement has a parameter, DuckDB imports pandas, and with it
    pyarrow, to see whether the value is one of pandas' own: 0.4 s of the 0.9 s that `desk status` took. Inside the
    block it finds no pandas, which it takes for an answer."""
    absent = "pandas" not in sys.modules
    if absent:
        sys.modules["pandas"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        if absent:
            del sys.modules["pandas"]


def plain(value: Any) -> Any:
    """A value as JSON has it: dataclasses as objects, times as RFC 3339, everything unknown as text."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, datetime):
        return iso(value) if value.tzinfo else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def print_json(value: Any) -> None:
    """One JSON document on standard output."""
    sys.stdout.write(json.dumps(plain(value), ensure_ascii=False, indent=2) + "\n")


def print_rows(
    columns: Sequence[str], rows: Iterable[Sequence[Any]], *, as_json: bool, title: str = "", broken: str | None = None
) -> None:
    """Rows as a table, or as a JSON list of objects. Numbers stand to the right. Where there is little room every
    column is broken, or only the one named `broken`."""
    rows = [tuple(row) for row in rows]
    if as_json:
        print_json([dict(zip(columns, row, strict=True)) for row in rows])
        return
    from rich.box import SIMPLE_HEAD
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, title=title or None, title_justify="left", title_style="bold", pad_edge=False)
    for index, name in enumerate(columns):
        numeric = bool(rows) and all(isinstance(row[index], int | float) or row[index] is None for row in rows)
        table.add_column(
            escape(name), justify="right" if numeric else "left", overflow="fold", no_wrap=broken not in (None, name)
        )
    for row in rows:
        table.add_row(*(escape(cell(value)) for value in row))
    out().print(table)


def cell(value: Any) -> str:
    """A value as a person reads it."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.3f}".rstrip("0").rstrip(".")
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}" + ("" if value.microsecond == 0 else f".{value.microsecond // 1000:03d}")
    if isinstance(value, list | tuple):
        return ", ".join(cell(item) for item in value)
    return str(value)


def harmless(text: str) -> str:
    """The text without what a terminal would act on: control characters, and those that turn the direction of writing.
    One character for one."""
    return _CONTROLS.sub("\ufffd", text)


def out() -> Any:
    """Rich's console on standard output: as wide as the terminal, wide enough for a table in a file."""
    from rich.console import Console

    return Console(highlight=False, soft_wrap=False, width=None if sys.stdout.isatty() else 160)


def note(text: str) -> None:
    """A line for people, on standard error, so that standard output stays clean."""
    typer.echo(text, err=True)
