"""Connections to the writer's database and to the published one, and transactions that speak plainly when they fail."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from core.errors import PipelineFault, UsageError, WorkspaceBusy, WorkspaceError
from core.files import disk_errors
from core.workspace import Workspace
from warehouse.migrations import migrate

_TRIES, _PAUSE_SECONDS = 20, 0.1
# DuckDB takes four fifths of the machine's memory as its own: 100,000 articles' stories left 8 GB in use, and are as
# fast in 2 GB. What does not fit is spilled to the disk beside the file.
_MOST_GIB = 2.0

# Nothing is installed from the network behind the user's back: what the wheel carries is all that is used.
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


def connect_writer(workspace: Workspace) -> duckdb.DuckDBPyConnection:
    """The writer's own database, created where there is none and migrated. The caller holds `writer_lock`.
    Raises WorkspaceError when it cannot be opened, is damaged, or was written by a newer program."""
    return open_writable(workspace.warehouse)


def open_writable(path: Path) -> duckdb.DuckDBPyConnection:
    """A database to write, created where there is none and migrated. Raises WorkspaceError."""
    with disk_errors(path.parent, "open"):
        path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and not os.access(path, os.W_OK):
        raise WorkspaceError(f"cannot write {path}", "Give this user permission there, or choose another folder.")
    con = _open_patiently(path)
    try:
        with database_errors(path):
            migrate(con, path)
    except BaseException:
        con.close()
        raise
    return con


def _open_patiently(path: Path) -> duckdb.DuckDBPyConnection:
    """The database to write. `desk report` and `desk status` look into it for an instant: that is waited for."""
    for _ in range(_TRIES - 1):
        try:
            return _open(path, read_only=False)
        except WorkspaceBusy:
            time.sleep(_PAUSE_SECONDS)
    return _open(path, read_only=False)


def connect_snapshot(workspace: Workspace) -> duckdb.DuckDBPyConnection:
    """The published snapshot, read-only. Raises UsageError when nothing was published yet.

    A connection stays on the snapshot that it opened, also after a newer one was published. DuckDB shares one instance
    per path within a process: close an old connection before you open the new snapshot from the same process."""
    if not workspace.snapshot.exists():
        raise UsageError(
            f"nothing is published in {workspace.root} yet: there is no {workspace.snapshot.name}",
            "Run `desk run` or `desk demo` first, or name another workspace with --workspace.",
        )
    return connect_reader(workspace.snapshot)


def connect_reader(path: Path) -> duckdb.DuckDBPyConnection:
    """A database file, read-only. Raises WorkspaceError when it is missing or cannot be read."""
    if not path.is_file():
        raise WorkspaceError(f"there is no database {path}", "Check the path.")
    if not os.access(path, os.R_OK):
        raise WorkspaceError(f"cannot read {path}", "Give this user permission there.")
    return _open(path, read_only=True)


def connect_memory() -> duckdb.DuckDBPyConnection:
    """An empty database in memory: for SQL that needs no table."""
    return _open(":memory:", read_only=False)


def _open(path: Path | str, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    with database_errors(Path(path)):
        con = duckdb.connect(str(path), read_only=read_only, config=_CONFIG)
        # GLOBAL: cursors are connections of their own, and would show times in the machine's zone.
        con.execute("SET GLOBAL TimeZone = 'UTC'; SET enable_progress_bar = false")
        if not read_only:
            _bound_memory(con)
    return con


def _bound_memory(con: duckdb.DuckDBPyConnection) -> None:
    """Lowers the limit that DuckDB found for this machine or container ("12.4 GiB") where it is generous."""
    ((limit,),) = con.execute("SELECT current_setting('memory_limit')").fetchall()
    number, _, unit = limit.partition(" ")
    if unit not in ("KiB", "MiB") and (unit != "GiB" or float(number) > _MOST_GIB):
        con.execute(f"SET memory_limit = '{_MOST_GIB:g} GiB'")


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All of the block, or nothing of it. What the disk says becomes a WorkspaceError, a row that lacks a value that
    its table must have a PipelineFault; the rest is raised as it is."""
    with database_errors():
        con.execute("BEGIN TRANSACTION")
        try:
            yield
            con.execute("COMMIT")
        except BaseException as error:
            with suppress(duckdb.Error):  # a failed commit has rolled back by itself
                con.execute("ROLLBACK")
            if isinstance(error, duckdb.ConstraintException):
                raise PipelineFault(f"{error}: nothing was written", "Please report this.") from error
            raise


@contextmanager
def database_errors(path: Path | None = None) -> Iterator[None]:
    """Turns what DuckDB says about its file, the disk and memory into a WorkspaceError with a remedy."""
    try:
        yield
    except duckdb.TransactionException as e:
        if "Could not" not in str(e):  # a commit that the disk did not take, as against one that had a conflict
            raise
        raise WorkspaceError(f"{path or 'the database'}: {str(e).splitlines()[0]}", _remedy(str(e))) from e
    except (duckdb.IOException, duckdb.FatalException, duckdb.OutOfMemoryException, duckdb.SerializationException) as e:
        first = str(e).strip().splitlines()[0]
        where = f"{path}: " if path else ""
        if "Could not set lock" in first:
            raise WorkspaceBusy(
                f"{where}another process has the database open ({first})", "Close it there, and run this again."
            ) from e
        raise WorkspaceError(f"{where}{first}", _remedy(first)) from e


def _remedy(message: str) -> str:
    lowered = message.lower()
    if "no space left" in lowered or "disk" in lowered:
        return "Free some space and run it again; nothing half-written is in use."
    if "out of memory" in lowered or "failed to allocate" in lowered:
        return "Free some memory, or give DuckDB room to spill on the workspace's disk, and run it again."
    if "not a valid duckdb" in lowered or "newer version" in lowered or "serializ" in lowered or "corrupt" in lowered:
        return (
            "The file is damaged or was written by a newer DuckDB. Update Foreign Desk; or move the file away and run "
            "`desk rebuild`: everything in it comes back from raw/."
        )
    return "Check the workspace's folder and disk, and run it again; nothing half-written is in use."
