"""What the published snapshot cannot know: the runs that came after it, and the verdict that blocked a publish."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from contracts.journal import Entry, Fate, Fetched, RunEnded, RunStarted, from_json
from core.clock import parse_iso
from core.errors import WorkspaceError
from core.files import disk_errors, read_json_lines
from core.workspace import Workspace
from warehouse.connection import connect_reader


@dataclass(frozen=True)
class LaterRun:
    """A run that the snapshot does not hold. `status` is what its journal ends with: done, failed, blocked or
    interrupted; None while it has no end. `documents` are those it settled or archived."""

    run_id: str
    verb: str
    status: str | None
    reason: str | None
    started_at: datetime
    ended_at: datetime | None
    documents: int


@dataclass(frozen=True)
class FailedExpectation:
    """A row of quality.results that did not hold."""

    suite: str
    expectation: str
    severity: str
    unexpected_count: int
    element_count: int
    observed: str | None


@dataclass(frozen=True)
class BlockedPublish:
    """The last audit, where it was against publishing."""

    run_id: str
    audited_at: datetime
    failures: tuple[FailedExpectation, ...]


def later_runs(raw: Path, newest: str | None) -> tuple[LaterRun, ...]:
    """The runs after `newest` (all when it is None), newest first, read from their journals alone: that is in nobody's
    way, also while a run is at work. A journal that cannot be read is passed over; loading it says what is wrong."""
    journals = [path for path in raw.rglob("*.journal.jsonl") if _run_of(path) > (newest or "")]
    runs = (_run(path) for path in sorted(journals, key=_run_of, reverse=True))
    return tuple(run for run in runs if run is not None)


def blocked_publish(workspace: Workspace) -> BlockedPublish | None:
    """The verdict of the last audit when it was against publishing, from the writer's database; None when it was for
    it. Raises WorkspaceError (WorkspaceBusy while a run is at work) when the database cannot be read."""
    if not workspace.warehouse.exists():
        return None
    try:
        with closing(connect_reader(workspace.warehouse)) as con:
            return _blocked(con)
    except duckdb.Error as error:
        raise WorkspaceError(f"cannot read {workspace.warehouse}: {str(error).splitlines()[0]}") from error


def _blocked(con: duckdb.DuckDBPyConnection) -> BlockedPublish | None:
    run_id, audited_at, held = con.execute(
        """
        SELECT run_id, max(validated_at), bool_and(success) FROM quality.validations
        WHERE starts_with(suite, 'audit:') GROUP BY run_id ORDER BY run_id DESC LIMIT 1
        """
    ).fetchone() or (None, None, True)
    if held:
        return None
    failures = con.execute(
        """
        SELECT suite, expectation, severity, unexpected_count, element_count, observed FROM quality.results
        WHERE run_id = ? AND starts_with(suite, 'audit:') AND NOT success ORDER BY severity, suite, expectation
        """,
        [run_id],
    ).fetchall()
    return BlockedPublish(run_id, audited_at, tuple(FailedExpectation(*row) for row in failures))


def _run_of(path: Path) -> str:
    return path.name.removesuffix(".journal.jsonl")


def _run(path: Path) -> LaterRun | None:
    begun: RunStarted | None = None
    ended: RunEnded | None = None
    documents = 0
    try:
        for entry in _entries(path):
            if isinstance(entry, RunStarted):
                begun = entry
            elif isinstance(entry, RunEnded):
                ended = entry
            documents += isinstance(entry, Fetched | Fate)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    if begun is None:
        return None
    return LaterRun(
        begun.run_id,
        begun.verb,
        ended.status if ended else None,
        ended.reason if ended else None,
        parse_iso(begun.started_at),
        parse_iso(ended.ended_at) if ended else None,
        documents,
    )


def _entries(path: Path) -> list[Entry]:
    with disk_errors(path, "read"):
        return [from_json(value) for _, value in read_json_lines(path)]
