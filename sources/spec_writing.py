"""What the program itself writes into sources' files: a new one by `desk sources add`, and the day of a good check."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import yaml

from core.errors import UsageError
from core.files import disk_errors, write_text
from core.settings import PROJECT

SCHEMA = PROJECT / "docs" / "source.schema.json"
_CHECKED = re.compile(r"^checked:.*$", re.MULTILINE)


def add_source(folder: Path, name: str, values: Mapping[str, object]) -> Path:
    """Writes `<folder>/<country>/<name>.yml` (without a country: `<folder>/<name>.yml`) and gives its path. Values that
    are None or empty are left out. Raises UsageError when the name is taken, WorkspaceError when it cannot be
    written."""
    taken = next((path for path in sorted(folder.rglob("*.y*ml")) if path.stem == name), None)
    if taken is not None:
        raise UsageError(f"a source called {name!r} is there already: {taken}", "Choose another name with --name.")
    country = str(values.get("outlet_country") or "").lower()
    path = folder / country / f"{name}.yml" if country else folder / f"{name}.yml"
    with disk_errors(path, "write"):
        write_text(path, source_text(path, values))
    return path


def source_text(path: Path, values: Mapping[str, object]) -> str:
    """The file's text; its first line tells editors the schema."""
    kept = {key: value for key, value in values.items() if value not in (None, "", (), [])}
    schema = os.path.relpath(SCHEMA, path.parent)
    body = yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=120, default_flow_style=False)
    return f"# yaml-language-server: $schema={Path(schema).as_posix()}\n{body}"


def mark_checked(path: Path, day: date) -> None:
    """Notes in a source's file that a check succeeded on this day; every other line stays as it is written. Raises
    WorkspaceError when it cannot be written."""
    with disk_errors(path, "write"):
        text = path.read_text(encoding="utf-8")
        line = f"checked: {day.isoformat()}"
        marked = _CHECKED.sub(line, text, count=1) if _CHECKED.search(text) else f"{text.rstrip()}\n{line}\n"
        if marked != text:
            write_text(path, marked)
