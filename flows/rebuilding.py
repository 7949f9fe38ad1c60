"""Everything anew from archive and journal, without network: what `desk rebuild` does."""

from __future__ import annotations

from flows.context import Run
from flows.publishing import publish_desk
from flows.reading import rewrite_warehouse
from warehouse.runs import last_run


def rebuild(run: Run) -> None:
    """Warehouse, snapshot and report anew. The run itself leaves no trace in the journal: a rebuild decides nothing,
    and its audit is that of the last run. Raises PublishBlocked when the audit is against the result."""
    rewrite_warehouse(run)
    with publish_desk(run) as desk:
        desk.run_id = last_run(desk.con) or run.run_id
        desk.publish()
