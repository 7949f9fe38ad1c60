"""Everything anew from archive and journal, or all tags anew from the warehouse, without network: `desk rebuild`."""

from __future__ import annotations

from contextlib import closing
from typing import Literal

from contracts.records import TagChange
from flows.context import Run
from flows.publishing import publish_desk
from flows.reading import reading_desk, rewrite_warehouse
from warehouse.connection import connect_writer
from warehouse.retagging import rule_changes
from warehouse.runs import last_run

From = Literal["archive", "tags"]


def rebuild(run: Run, start: From = "archive") -> list[TagChange]:
    """Warehouse, snapshot and report anew: from the archive, or with `tags` from the texts that the warehouse has.
    Returns what that changed in the tags, where it began with them. The run itself leaves no trace in the journal: a
    rebuild decides nothing, and its audit is that of the last run. Raises PublishBlocked when the audit is against the
    result."""
    if start == "archive":
        rewrite_warehouse(run)
    else:
        with reading_desk(run, again=True) as reading:  # what is archived and not read yet is read on the way
            reading.work_all()
    with publish_desk(run) as desk:
        desk.run_id = last_run(desk.con) or run.run_id
        desk.publish()
    with closing(connect_writer(run.workspace)) as con:
        return rule_changes(con, run.run_id)
