"""The published state: a compact copy of the public tables, put in place in one step."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from contracts import news, tables
from contracts.render import create_all, create_view, quoted
from contracts.schema import Table
from core.clock import Clock, iso, utc_now
from core.errors import PipelineFault
from core.files import disk_errors
from core.workspace import Workspace
from warehouse.connection import connect_reader, database_errors
from warehouse.state import set_fact


@dataclass(frozen=True)
class Published:
    """What analysts see from now on. `rows` by table's qualified name; `bytes` of the database file."""

    path: Path
    at: str
    rows: dict[str, int]
    bytes: int

    @property
    def tables(self) -> int:
        return len(self.rows)

    @property
    def articles(self) -> int:
        return self.rows[news.ARTICLES.qualified]


def publish(con: duckdb.DuckDBPyConnection, workspace: Workspace, clock: Clock = utc_now) -> Published:
    """Copies the public tables to `desk.duckdb` and `parquet/`, each replaced in one step when it is whole and
    verified, and empties `staging/`. A reader that has the old snapshot open finishes on it.

    Raises WorkspaceError when the disk says no, PipelineFault when the copy does not hold what it should; in both cases
    the old snapshot stands and nothing half-written stays behind."""
    at = iso(clock())
    with disk_errors(workspace.root, "publish to"), _scratch(workspace.root, "publish") as scratch:
        copy = scratch / workspace.snapshot.name
        with database_errors(copy):
            rows = _copy_tables(con, copy)
            _verify(copy, rows)
            _write_parquet(copy, scratch / "parquet")
        umask = os.umask(0)
        os.umask(umask)
        copy.chmod(0o666 & ~umask)
        size = copy.stat().st_size
        _swap_parquet(workspace, scratch / "parquet", at)
        os.replace(copy, workspace.snapshot)
    set_fact(con, "last_published_at", at)
    _empty(workspace.staging)
    return Published(workspace.snapshot, at, rows, size)


def _copy_tables(con: duckdb.DuckDBPyConnection, copy: Path) -> dict[str, int]:
    """All public tables into a new file, in the order of their keys: equal contents are equal files to read, and zone
    maps serve who looks up a key. The catalog that the copy is attached under is not stored in it."""
    source = '"' + con.execute("SELECT current_database()").fetchall()[0][0] + '"'
    con.execute(f"ATTACH {quoted(str(copy))} AS publishing")
    try:
        con.execute(f"USE publishing; {create_all(tables.PUBLIC)} USE {source}")
        for table in tables.PUBLIC:
            order = ", ".join(table.key)
            con.execute(
                f"INSERT INTO publishing.{table.qualified} BY NAME FROM {source}.{table.qualified} ORDER BY {order}"
            )
        rows = {table.qualified: _count(con, table) for table in tables.PUBLIC}
        con.execute(f"USE publishing; {' '.join(map(create_view, tables.VIEWS))} USE {source}")
        con.execute("CHECKPOINT publishing")
    finally:
        con.execute(f"USE {source}; DETACH publishing")
    return rows


def _verify(copy: Path, rows: dict[str, int]) -> None:
    """Looks at the copy as a reader will. Raises PipelineFault for a table that lacks rows, a column or a comment."""
    con = connect_reader(copy)
    try:
        for table in tables.PUBLIC:
            found = _count(con, table)
            if found != rows[table.qualified]:
                raise PipelineFault(f"the copy of {table.qualified} has {found} of {rows[table.qualified]} rows")
            columns = con.execute(
                "SELECT column_name, data_type, comment FROM duckdb_columns() WHERE schema_name = ? AND table_name = ? "
                "ORDER BY column_index",
                [table.schema, table.name],
            ).fetchall()
            if columns != [(c.name, _STORED.get(c.type, c.type), c.comment) for c in table.columns]:
                raise PipelineFault(f"the copy of {table.qualified} is not as declared: {columns}")
        for view in tables.VIEWS:  # a view is bound when it is asked: its tables stand in the copy, or this raises
            con.execute(f"SELECT {', '.join(view.column_names)} FROM {view.qualified} LIMIT 0")
    finally:
        con.close()


_STORED = {"TIMESTAMPTZ": "TIMESTAMP WITH TIME ZONE"}


def _write_parquet(copy: Path, folder: Path) -> None:
    con = connect_reader(copy)
    try:
        for table in tables.PUBLIC:
            target = folder / table.qualified / "data.parquet"
            target.parent.mkdir(parents=True)
            con.execute(f"COPY {table.qualified} TO {quoted(str(target))} (FORMAT parquet, COMPRESSION zstd)")
    finally:
        con.close()


def _swap_parquet(workspace: Workspace, built: Path, at: str) -> None:
    """`parquet` becomes a link to the new folder, in one step; the folders before it go."""
    version = Path(tempfile.mkdtemp(prefix=f".parquet-{at[:10]}-", dir=workspace.root))
    version.chmod(built.stat().st_mode)
    os.replace(built, version)  # onto the empty folder of that name
    link = built.parent / "link"
    link.symlink_to(version.name)
    try:
        os.replace(link, workspace.parquet)
    except OSError:
        shutil.rmtree(version, ignore_errors=True)
        raise
    for old in workspace.root.glob(".parquet-*"):
        if old != version:
            shutil.rmtree(old, ignore_errors=True)


def _empty(staging: Path) -> None:
    """What is left of batches that are loaded is of no more use."""
    for path in staging.glob("*") if staging.is_dir() else ():
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _scratch(root: Path, name: str) -> Iterator[Path]:
    """A folder in the workspace (a rename cannot cross file systems) that goes whatever happens, and with it what a
    killed process left of such folders: only the holder of the writer's lock comes here."""
    for left in root.glob(f".{name}-*.tmp"):
        shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{name}-", suffix=".tmp", dir=root))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _count(con: duckdb.DuckDBPyConnection, table: Table) -> int:
    return int(con.execute(f"SELECT count(*) FROM {table.qualified}").fetchall()[0][0])
