"""What a run shows at its end: what happened to each document, and where to look."""

from __future__ import annotations

from typing import Any

import typer

from cli.console import note, print_json, print_rows
from contracts.reasons import Status
from core.workspace import Workspace

_FATES = """
    SELECT status, reason, count(*) AS documents, count(DISTINCT source_id) AS sources,
           min(url) AS for_example, min_by(detail, url) AS detail
    FROM ops.ledger WHERE run_id = $run OR $run IS NULL GROUP BY status, reason
    ORDER BY {order}, documents DESC, reason"""
_ORDER = "CASE status " + " ".join(f"WHEN '{s.value}' THEN {i}" for i, s in enumerate(Status)) + " END"
_BY_SOURCE = "SELECT source_id, {counts}, count(*) AS discovered FROM ops.ledger WHERE run_id = $run OR $run IS NULL " \
    "GROUP BY ALL ORDER BY source_id"  # fmt: skip


def fates_of(con: Any, *, run_id: str | None = None, as_json: bool) -> None:
    """The fate of each document of a run (of all runs), grouped by status and reason."""
    rows = con.execute(_FATES.format(order=_ORDER), {"run": run_id}).fetchall()
    columns = ("status", "reason", "documents", "sources", "for example", "detail")
    shown = rows if as_json else [(*row[:4], _cut(row[4], 48), _cut(row[5], 48)) for row in rows]
    print_rows(columns, shown, as_json=as_json, title="What happened to each document")


def sums_of(con: Any, *, run_id: str | None = None, as_json: bool) -> None:
    """The same by source, with the sums that must agree."""
    counts = ", ".join(f"count(*) FILTER (status = '{s.value}') AS {s.value}" for s in Status)
    rows = con.execute(_BY_SOURCE.format(counts=counts), {"run": run_id}).fetchall()
    if not as_json and rows:
        rows.append(("all", *(sum(row[i] for row in rows) for i in range(1, len(rows[0])))))
    print_rows(("source", *(s.value for s in Status), "discovered"), rows, as_json=as_json, title="By source")


def paths_of(workspace: Workspace, run_id: str) -> None:
    """Where to look on."""
    note(f"run      {run_id}")
    note(f"report   {workspace.site / 'index.html'}")
    note(f'snapshot {workspace.snapshot}   (desk sql --workspace {workspace.root} "FROM mart.country_daily")')
    note(f"parquet  {workspace.parquet}/")
    note(f"archive  {workspace.raw}/")


def close_run(workspace: Workspace, run_id: str, *, as_json: bool, strict: bool = False) -> None:
    """The closing table of a run. With `strict`, exits 1 when a source failed."""
    from warehouse.connection import connect_writer

    con = connect_writer(workspace)
    try:
        failures = con.execute(
            "SELECT source_id, reason, detail FROM ops.source_failures WHERE run_id = ? ORDER BY source_id", [run_id]
        ).fetchall()
        if as_json:
            fates = con.execute(_FATES.format(order=_ORDER), {"run": run_id}).fetchall()
            print_json({"run_id": run_id, "fates": fates, "failed_sources": failures})
        else:
            fates_of(con, run_id=run_id, as_json=False)
    finally:
        con.close()
    for source, reason, detail in failures:
        note(f"source {source} failed: {reason} ({detail or 'no detail'})")
    if not as_json:
        paths_of(workspace, run_id)
    if failures and strict:
        raise typer.Exit(1)


def _cut(text: str | None, width: int) -> str | None:
    return text if text is None or len(text) <= width else text[: width - 1] + "…"
