"""`desk sql`: a question to the published snapshot."""

from __future__ import annotations

from contextlib import closing

from cli.console import note
from core.errors import UsageError
from core.workspace import Workspace
from warehouse.connection import connect_memory, connect_snapshot
from warehouse.query import QueryResult, run_query


def ask(workspace: Workspace, query: str) -> QueryResult:
    """The answer. What needs no table is answered without a snapshot too: `desk sql "SELECT 1"` shows that it works.
    Raises UsageError for SQL that is wrong or that writes, and where a table is needed and nothing is published."""
    if workspace.snapshot.exists():
        with closing(connect_snapshot(workspace)) as con:
            return run_query(con, query)
    with closing(connect_memory()) as con:
        try:
            result = run_query(con, query)
        except UsageError as error:
            if "does not exist" not in error.message:
                raise
            connect_snapshot(workspace)  # says that nothing is published, and what to do
            raise
    note(f"Nothing is published in {workspace.root} yet: there are no tables.")
    return result
