"""Which files lie under `raw/`: each run's journal and archive files, and what else has come there."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ARCHIVE, JOURNAL = ".warc.gz", ".journal.jsonl"
_DAY = re.compile(r"(\d{4})/(\d\d)/(\d\d)/")


@dataclass(frozen=True)
class RunFiles:
    """The files of one run, relative to `raw/`, in order. `journal` is None where there is none."""

    run_id: str
    journal: str | None
    archives: tuple[str, ...]

    @property
    def last_day(self) -> date | None:
        """The day of the latest of its folders; None where none is a day's."""
        days = [day for name in (self.journal, *self.archives) if name and (day := day_of(name))]
        return max(days, default=None)


@dataclass(frozen=True)
class RawFiles:
    """All files under `raw/`: by run, and those that are neither journal nor archive."""

    runs: tuple[RunFiles, ...]
    others: tuple[str, ...]


def raw_files(raw_root: Path) -> RawFiles:
    """What lies there, in the order of the runs. An archive file belongs to the run after which it is named; where no
    journal has that name, the run is called as the file. A folder that is not there holds nothing; raises OSError for
    one that cannot be listed."""
    names = sorted(_names(raw_root))
    journals = {_stem(name, JOURNAL): name for name in names if name.endswith(JOURNAL)}
    archives: dict[str, list[str]] = {}
    for name in names:
        if name.endswith(ARCHIVE):
            archives.setdefault(_run_of(_stem(name, ARCHIVE), journals), []).append(name)
    runs = [RunFiles(run, journals.get(run), tuple(archives.get(run, ()))) for run in sorted({*journals, *archives})]
    return RawFiles(tuple(runs), tuple(name for name in names if not name.endswith((ARCHIVE, JOURNAL))))


def day_of(name: str) -> date | None:
    """The UTC day in whose folder a file lies (YYYY/MM/DD); None where that is no day."""
    found = _DAY.match(name)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def source_of(name: str, run_id: str) -> str:
    """The source after which an archive file is named."""
    return _stem(name, ARCHIVE).removesuffix(f"-{run_id}")


def _stem(name: str, suffix: str) -> str:
    return name.rpartition("/")[2].removesuffix(suffix)


def _run_of(stem: str, known: dict[str, str]) -> str:
    """The run in `<source>-<run>`, both of which may have dashes."""
    parts = stem.split("-")
    ends = ("-".join(parts[at:]) for at in range(1, len(parts)))
    return next((run for run in ends if run in known), stem)


def _names(raw_root: Path) -> Iterator[str]:
    def refuse(error: OSError) -> None:
        raise error

    if raw_root.exists():
        for folder, _, files in os.walk(raw_root, onerror=refuse):
            for file in files:
                yield (Path(folder) / file).relative_to(raw_root).as_posix()
