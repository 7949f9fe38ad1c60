"""A warehouse made anew, beside the old one, which stands until the new one is whole."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from core.files import disk_errors
from core.workspace import Workspace
from warehouse.connection import open_writable


@contextmanager
def new_warehouse(workspace: Workspace) -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty, migrated database to rebuild into. It takes the old one's place when the block ends well; otherwise it
    goes, and the old one stands. The caller holds `writer_lock` and has no connection to the old one open."""
    path = workspace.root / "rebuilding.duckdb"
    _remove(path)
    con = open_writable(path)
    try:
        yield con
        con.execute("CHECKPOINT")
        con.close()
        with disk_errors(workspace.warehouse, "replace"):
            _wal(workspace.warehouse).unlink(missing_ok=True)  # the old file's: it must not be played into the new one
            os.replace(path, workspace.warehouse)
    finally:
        con.close()
        _remove(path)


def _remove(path: Path) -> None:
    for part in (path, _wal(path)):
        part.unlink(missing_ok=True)


def _wal(path: Path) -> Path:
    return path.with_name(path.name + ".wal")
