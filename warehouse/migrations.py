"""Numbered SQL files, `warehouse/sql/0001_spine.sql` first. Each is applied once, together with its record in
`main.schema_migrations`, in one transaction.

The first was written once, by
`python -c "from contracts import render, tables; print(render.create_all(tables.ALL), end='')"`.
A change of a table is a new file (`0002_what_it_does.sql`) beside its change in `contracts/`; a test holds that the
migrated schema is the declared one. A file that was released is never edited."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from core import VERSION
from core.errors import WorkspaceError

FOLDER = Path(__file__).resolve().parent / "sql"
_RECORDS = "main.schema_migrations"


@dataclass(frozen=True)
class Migration:
    """One step of the schema."""

    number: int
    path: Path

    @property
    def name(self) -> str:
        return self.path.stem


def known_migrations(folder: Path = FOLDER) -> list[Migration]:
    """The steps that this program knows, in order. Their numbers run from 1 without a gap (ValueError otherwise)."""
    steps = [Migration(int(path.name[:4]), path) for path in sorted(folder.glob("[0-9][0-9][0-9][0-9]_*.sql"))]
    if [step.number for step in steps] != list(range(1, len(steps) + 1)):
        raise ValueError(f"the migrations in {folder} are not numbered from 0001 without a gap")
    return steps


def pending_migrations(
    con: duckdb.DuckDBPyConnection, path: Path | None = None, folder: Path = FOLDER
) -> list[Migration]:
    """The steps that the database has not seen. Raises WorkspaceError when it has seen one that this program does not
    know: it was written by a newer program. `path` is only for the message."""
    steps = known_migrations(folder)
    applied = _applied(con)
    newest = steps[-1].number if steps else 0
    unknown = [name for number, name in applied if number > newest]
    if unknown:
        raise WorkspaceError(
            f"{path or 'the warehouse'} was written by a newer Foreign Desk (it has {', '.join(unknown)}; "
            f"this is version {VERSION}, up to {steps[-1].name})",
            "Update this checkout (git pull, make install), or choose another workspace.",
        )
    done = {number for number, _ in applied}
    return [step for step in steps if step.number not in done]


def migrate(con: duckdb.DuckDBPyConnection, path: Path | None = None, folder: Path = FOLDER) -> list[Migration]:
    """Brings the database up to this program; returns the steps that were needed. Each step commits together with its
    record, so that a crash leaves either none or all of a step."""
    steps = pending_migrations(con, path, folder)
    for step in steps:
        con.execute("BEGIN TRANSACTION")
        try:
            con.execute(
                f"CREATE TABLE IF NOT EXISTS {_RECORDS} "
                "(number INTEGER NOT NULL, name VARCHAR NOT NULL, version VARCHAR NOT NULL)"
            )
            con.execute(step.path.read_text(encoding="utf-8"))
            con.execute(f"INSERT INTO {_RECORDS} VALUES (?, ?, ?)", [step.number, step.name, VERSION])
            con.execute("COMMIT")
        except BaseException:
            with suppress(duckdb.Error):  # a failed commit has rolled back by itself
                con.execute("ROLLBACK")
            raise
    return steps


def _applied(con: duckdb.DuckDBPyConnection) -> list[tuple[int, str]]:
    exists = con.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE database_name = current_database() "
        "AND schema_name = 'main' AND table_name = 'schema_migrations'"
    ).fetchone()
    if not exists or not exists[0]:
        return []
    return con.execute(f"SELECT number, name FROM {_RECORDS} ORDER BY number").fetchall()
