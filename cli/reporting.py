"""`desk report`: the pages anew, with the verdict that blocked a later publish where there is one."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from cli.console import note, print_json
from core.clock import utc_now
from core.errors import WorkspaceError
from core.workspace import Workspace
from reports.site import BlockedVerdict, build_site
from warehouse.connection import connect_snapshot
from warehouse.unpublished import blocked_publish


def write_report(workspace: Workspace, output: Path | None, *, as_json: bool) -> None:
    """Writes the site. Whether a publish was blocked only the writer's database knows; while a run has it open, the
    report is made without and says so."""
    folder = output or workspace.site
    with closing(connect_snapshot(workspace)) as con:
        blocked, unknown = _verdict(workspace)
        build_site(con, folder, verdict=blocked, generated_at=utc_now())
    if as_json:
        run = blocked.run_id if blocked else None
        print_json({"report": folder / "index.html", "blocked_run": run, "verdict_unknown": unknown})
    if blocked is not None:
        note(f"The publish of run {blocked.run_id} was blocked; the report says what failed.")
    if unknown is not None:
        note(f"Whether a later publish was blocked cannot be told now: {unknown}")
    note(f"report {folder / 'index.html'}")


def _verdict(workspace: Workspace) -> tuple[BlockedVerdict | None, str | None]:
    """The verdict against the last publish, if there was one; or why it cannot be known."""
    try:
        blocked = blocked_publish(workspace)
    except WorkspaceError as error:
        return None, error.message
    if blocked is None:
        return None, None
    return BlockedVerdict.of(blocked.run_id, blocked.audited_at, blocked.failures), None
