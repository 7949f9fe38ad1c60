"""What a run shows at its end: what happened to each document, and where to look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import typer

from cli.console import note, print_json, print_rows
from cli.rebuilding import show_changes
from contracts.reasons import Status
from contracts.records import TagChange
from core.workspace import Workspace

_ORDER = "CASE status " + " ".join(f"WHEN '{s.value}' THEN {i}" for i, s in enumerate(Status)) + " END"
_NAMED = 10  # failed sources that are named one by one: without a network a whole catalogue fails
_FATES = f"""
    SELECT status, reason, count(*) AS documents, count(DISTINCT source_id) AS sources,
           min(url) AS for_example, min_by(detail, url) AS detail
    FROM ops.ledger
    WHERE $run IS NULL OR run_id = $run OR document_id IN (SELECT unnest($waiting::VARCHAR[]))
    GROUP BY status, reason ORDER BY {_ORDER}, documents DESC, reason"""
_COUNTS = ", ".join(f"count(*) FILTER (status = '{s.value}') AS {s.value}" for s in Status)
_BY_SOURCE = f"SELECT source_id, {_COUNTS}, count(*) AS discovered FROM ops.ledger GROUP BY ALL ORDER BY source_id"


@dataclass(frozen=True)
class Fate:
    """Documents that ended alike, with the first of them by address."""

    status: str
    reason: str
    documents: int
    sources: int
    for_example: str
    detail: str | None


@dataclass(frozen=True)
class SourceFailure:
    """A source that could not be read at all."""

    source_id: str
    reason: str
    detail: str | None


@dataclass(frozen=True)
class Closing:
    """How a run ended: its own documents and those that had waited for it."""

    run_id: str
    fates: tuple[Fate, ...]
    failed_sources: tuple[SourceFailure, ...]
    rule_changes: tuple[TagChange, ...] = ()


def waiting_documents(workspace: Workspace) -> list[str]:
    """Documents that earlier runs archived and nobody has read yet: a run ends them, whoever fetched them. The caller
    holds the workspace."""
    from warehouse.connection import connect_writer
    from warehouse.journal import load_journals

    with closing(connect_writer(workspace)) as con:
        load_journals(con, workspace.raw)
        return [row[0] for row in con.execute("SELECT document_id FROM ops.ledger WHERE status = 'held'").fetchall()]


def read_closing(workspace: Workspace, run_id: str, waiting: Collection[str] = ()) -> Closing:
    """The end of a run, from the writer's database. The caller holds the workspace."""
    from warehouse.connection import connect_writer
    from warehouse.journal import load_journals
    from warehouse.retagging import rule_changes

    with closing(connect_writer(workspace)) as con:
        load_journals(con, workspace.raw, current_run=run_id)
        failures = con.execute(
            "SELECT source_id, reason, detail FROM ops.source_failures WHERE run_id = ? ORDER BY source_id", [run_id]
        ).fetchall()
        return Closing(
            run_id,
            fates_of(con, run_id, waiting),
            tuple(SourceFailure(*row) for row in failures),
            tuple(rule_changes(con, run_id)),
        )


def show_closing(workspace: Workspace, end: Closing, *, as_json: bool, strict: bool = False) -> None:
    """Prints how a run ended. With `strict`, exits 1 when a source failed."""
    if as_json:
        print_json(end)
    else:
        if end.fates:
            print_fates(end.fates)
        show_changes(end.rule_changes)
    for failed in end.failed_sources[:_NAMED]:
        note(f"source {failed.source_id} failed: {failed.reason} ({failed.detail or 'no detail'})")
    rest = Counter(failed.reason for failed in end.failed_sources[_NAMED:])
    if rest:
        reasons = ", ".join(f"{number} {reason}" for reason, number in rest.most_common())
        note(f"{rest.total()} more sources failed: {reasons}. `desk sources list` shows them.")
    if not as_json:
        if not end.fates:
            note("No document came, and none was waiting.")
        paths_of(workspace, end.run_id)
    if end.failed_sources and strict:
        raise typer.Exit(1)


def fates_of(con: Any, run_id: str | None = None, waiting: Collection[str] = ()) -> tuple[Fate, ...]:
    """The fates of the documents of a run, and of those that had waited for it; of all runs when none is named."""
    rows = con.execute(_FATES, {"run": run_id, "waiting": list(waiting)}).fetchall()
    return tuple(Fate(*row) for row in rows)


def print_fates(fates: Sequence[Fate]) -> None:
    """The fates as a table."""
    print_rows(
        ("status", "reason", "documents", "sources", "for example", "detail"),
        [(f.status, f.reason, f.documents, f.sources, _cut(f.for_example), _cut(f.detail)) for f in fates],
        as_json=False,
        title="What happened to each document",
    )


def sums_of(con: Any) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Columns and rows of the ledger by source, all runs: the eight statuses, and `discovered`, which is their sum."""
    return ("source", *(s.value for s in Status), "discovered"), con.execute(_BY_SOURCE).fetchall()


def paths_of(workspace: Workspace, run_id: str) -> None:
    """Where to look on; only what is there."""
    places = (
        ("report", workspace.site / "index.html", ""),
        ("snapshot", workspace.snapshot, f'   (desk sql --workspace {workspace.root} "FROM mart.country_daily")'),
        ("parquet", workspace.parquet, "/"),
        ("archive", workspace.raw, "/"),
    )
    note(f"{'run':<8} {run_id}")
    for name, path, more in places:
        if path.exists():
            note(f"{name:<8} {path}{more}")


def _cut(text: str | None, width: int = 48) -> str | None:
    return text if text is None or len(text) <= width else text[: width - 1] + "…"
