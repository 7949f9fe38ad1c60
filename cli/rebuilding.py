"""`desk rebuild`."""

from __future__ import annotations

from cli.console import note, print_json
from cli.progress import watching
from cli.stopping import StopSignal
from core.errors import UsageError
from core.workspace import Workspace


def run_rebuild(workspace: Workspace, *, as_json: bool) -> None:
    """Rebuilds the workspace. Raises UsageError when there is no archive to rebuild from."""
    if not any(workspace.raw.rglob("*.journal.jsonl")):
        raise UsageError(f"there is no journal in {workspace.raw}", "A rebuild needs the archive of earlier runs.")
    from flows.context import Run
    from flows.locking import holding
    from flows.rebuilding import rebuild

    stop = StopSignal()
    with watching() as observer, stop.armed():
        run = Run(workspace, "rebuild", observer=observer, stop=stop, recorded=False)
        with holding(workspace, "rebuild", run.clock):
            rebuild(run)
    if as_json:
        print_json({"snapshot": workspace.snapshot, "report": workspace.site / "index.html"})
    note(f"Rebuilt. Snapshot {workspace.snapshot}, report {workspace.site / 'index.html'}")
