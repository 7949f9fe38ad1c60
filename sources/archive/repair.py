"""What a run that was killed left half-written is cut off: the last record of an archive file, the last line of a
journal. Nothing that a journal speaks of is touched: it was whole on the disk before the journal spoke."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from contracts.journal import Fetched, RunEnded, from_json
from sources.archive.files import RunFiles, raw_files
from sources.archive.members import Member, walk

# A run that ended so was not cut off at its writing. One that failed or was interrupted may have been: its other
# threads go on for a while after the journal has said so.
_WHOLE = ("done", "blocked")
_MEMBER, _LINE = b"\x1f\x8b\x08", b"{"
_TAIL = 4096  # bytes; the last line of a journal that has its end is one of 150


@dataclass(frozen=True)
class Cut:
    """A file that lost its torn end: its name relative to `raw/`, bytes cut off, and bytes left (0: it is gone)."""

    file: str
    cut: int
    left: int


def repair_tails(raw_root: Path, current_run: str | None = None) -> tuple[Cut, ...]:
    """Cuts back what was torn, and says what. The caller holds the workspace; the files of `current_run` are in use and
    left alone. Idempotent, and a crash in it does no harm. Raises OSError where a file cannot be read or cut.

    A run that ended well costs the last bytes of its journal (10,000 of them: 0.5 s), a killed one a look through its
    journal and the records behind the last that it speaks of."""
    cuts: list[Cut] = []
    for run in raw_files(raw_root).runs:
        if run.journal is not None and run.run_id != current_run and not _ended_well(raw_root / run.journal):
            cuts += _repair_run(raw_root, run, run.journal)
    return tuple(cuts)


def _ended_well(path: Path) -> bool:
    with path.open("rb") as handle:
        size = handle.seek(0, os.SEEK_END)
        handle.seek(max(0, size - _TAIL))
        lines = handle.read().splitlines(keepends=True)
    try:
        last = from_json(json.loads(lines[-1])) if lines and lines[-1].endswith(b"\n") else None
    except (ValueError, AttributeError):
        return False
    return isinstance(last, RunEnded) and last.status in _WHOLE


def _repair_run(raw_root: Path, run: RunFiles, journal: str) -> list[Cut]:
    data = (raw_root / journal).read_bytes()
    cuts = [_cut(raw_root, name, _last_whole(raw_root / name, data, name), _MEMBER) for name in run.archives]
    cuts.append(_cut(raw_root, journal, data.rfind(b"\n") + 1, _LINE))
    return [cut for cut in cuts if cut is not None]


def _last_whole(path: Path, journal: bytes, name: str) -> int | None:
    """Where the last whole record of a file ends, beginning with the last that the journal speaks of. None where that
    is not there, or the journal cannot be read: such a file is damaged, not torn, and nothing for us."""
    try:
        spoken = _spoken_of(journal, name)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    with path.open("rb") as handle:
        found = walk(handle, spoken.warc_offset if spoken else 0)
        if spoken is not None:
            first = next(found, None)
            if not isinstance(first, Member) or first.length != spoken.warc_length:
                return None
        least = spoken.warc_offset + spoken.warc_length if spoken else 0
        return max((one.offset + one.length for one in found if isinstance(one, Member)), default=least)


def _spoken_of(journal: bytes, name: str) -> Fetched | None:
    """The last entry that speaks of an archive file. Raises as `from_json` does for a line that cannot be
    read."""
    end, needle = journal.rfind(b"\n") + 1, name.encode()
    while (at := journal.rfind(needle, 0, end)) >= 0:
        end = journal.rfind(b"\n", 0, at) + 1
        entry = from_json(json.loads(journal[end : journal.index(b"\n", at)]))
        if isinstance(entry, Fetched) and entry.warc_path == name:
            return entry
    return None


def _cut(raw_root: Path, name: str, end: int | None, beginning: bytes) -> Cut | None:
    """Cuts a file there, if what follows is the beginning of a record or line, or zeros, as a power cut leaves them. A
    file of which nothing is left goes."""
    path = raw_root / name
    size = path.stat().st_size
    if end is None or size < end or size == end > 0:
        return None
    with path.open("r+b") as handle:
        handle.seek(end)
        tail = handle.read(len(beginning)).strip(b"\0")
        if not beginning.startswith(tail):
            return None
        if end == 0:
            path.unlink()
        else:
            handle.truncate(end)
            os.fsync(handle.fileno())
    return Cut(name, size - end, end)
