"""`desk rebuild`, and what a change of the rules moved, as it is printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cli.console import note, print_json, print_rows
from cli.progress import watching
from cli.stopping import StopSignal
from contracts.records import TagChange
from core.errors import UsageError
from core.workspace import Workspace

if TYPE_CHECKING:
    from flows.rebuilding import From

_SHOWN = 40  # rows of each table that a terminal gets; --json and quality.rule_changes have all


def run_rebuild(workspace: Workspace, start: From, *, as_json: bool) -> None:
    """Rebuilds the workspace. Raises UsageError when there is nothing to rebuild from."""
    if start == "tags" and not workspace.warehouse.exists():
        raise UsageError(f"there is no {workspace.warehouse}", "`desk rebuild` makes it from the archive.")
    if not any(workspace.raw.rglob("*.journal.jsonl")):
        raise UsageError(f"there is no journal in {workspace.raw}", "A rebuild needs the archive of earlier runs.")
    from flows.context import Run
    from flows.locking import holding
    from flows.rebuilding import rebuild

    stop = StopSignal()
    with watching() as observer, stop.armed():
        run = Run(workspace, "rebuild", observer=observer, stop=stop, recorded=False)
        with holding(workspace, "rebuild", run.clock):
            changes = rebuild(run, start)
    report = workspace.site / "index.html"
    if as_json:
        print_json({"snapshot": workspace.snapshot, "report": report, "rule_changes": changes})
    else:
        show_changes(changes)
    note(f"Rebuilt. Snapshot {workspace.snapshot}, report {report}")


def show_changes(changes: Sequence[TagChange]) -> None:
    """What tagging again changed, per country, region and topic, the largest changes first; nothing where it
    changed nothing."""
    for kind, columns in _COLUMNS.items():
        rows = [
            (c.tag, c.articles_before, c.articles_now, c.gained, c.lost, c.focus_before, c.focus_now)[: len(columns)]
            for c in changes
            if c.kind == kind
        ]
        if rows:
            print_rows(columns, rows[:_SHOWN], as_json=False, title=f"What the changed rules moved, by {kind}")
        if len(rows) > _SHOWN:
            note(f"the first {_SHOWN} of {len(rows)}; quality.rule_changes has all")


_COLUMNS = {
    "country": ("country", "articles before", "now", "gained", "lost", "focus before", "focus now"),
    "region": ("region", "articles before", "now", "gained", "lost"),
    "topic": ("topic", "articles before", "now", "gained", "lost"),
}
