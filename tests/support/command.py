"""The real command, as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document on standard output. Raises ValueError when there is anything beside it."""
        return json.loads(self.out)

    def clean(self) -> bool:
        """Whether no traceback and no warning of a library reached the terminal."""
        return not any(word in self.out + self.err for word in ("Traceback", "Warning", "internal error"))


def environment(**changes: str) -> dict[str, str]:
    """An environment without any setting of ours, and then with these; output is 160 columns wide."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DESK_")}
    return kept | {"PYTHONPATH": str(ROOT), "COLUMNS": "160", "TERM": "dumb"} | changes


def command(*arguments: str | Path) -> list[str]:
    """The command line of `desk` with these arguments, run by this Python."""
    return [sys.executable, "-m", "cli.main", *map(str, arguments)]


def desk(
    *arguments: str | Path, env: Mapping[str, str] | None = None, stdin: str | None = None, seconds: float = 180
) -> Said:
    """Runs `desk` to its end."""
    done = subprocess.run(
        command(*arguments),
        cwd=ROOT,
        env=environment(**(env or {})),
        input=stdin or "",
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    return Said(done.returncode, done.stdout, done.stderr)


def source_file(folder: Path, address: str, name: str = "courier", more: str = "") -> Path:
    """A source's YAML file that reads the test site's feed."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.yml"
    path.write_text(
        f"kind: feed\nurl: {address}/feed\noutlet: The Test Courier\noutlet_country: NOR\nlanguage: en\n"
        f"delay_seconds: 0\nrevisits: [0s]\nmax_wait_seconds: 1\n{more}",
        encoding="utf-8",
    )
    return path
