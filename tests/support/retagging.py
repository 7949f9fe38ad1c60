"""Articles tagged again in a process of its own, which may be killed:

    python -m tests.support.retagging WORKSPACE [MODULE:NAME:CALL:before|after]     as `desk rebuild --from tags`
    python -m tests.support.retagging WORKSPACE runs                                as two runs that fetch nothing

Prints the changes: kind, tag, articles before and now, gained, lost."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

from tests.support.killed import wrap


def main() -> None:
    name, *points = sys.argv[1:]
    for point in points if points != ["runs"] else []:
        wrap(point)
    from core.workspace import Workspace
    from flows.context import Run
    from flows.locking import holding
    from flows.progress import Silent
    from flows.rebuilding import rebuild
    from tests.support.pipeline import configuration, run_once
    from warehouse.connection import connect_writer
    from warehouse.retagging import rule_changes

    workspace = Workspace(Path(name))
    if points == ["runs"]:
        first, _ = run_once(workspace, []), run_once(workspace, [])
        with closing(connect_writer(workspace)) as con:
            changes = rule_changes(con, first)
    else:
        run = Run(workspace, "rebuild", configuration=configuration(), observer=Silent(), recorded=False)
        with holding(workspace, "rebuild", run.clock):
            changes = rebuild(run, "tags")
    for c in changes:
        print(c.kind, c.tag, c.articles_before, c.articles_now, c.gained, c.lost)


if __name__ == "__main__":
    main()
