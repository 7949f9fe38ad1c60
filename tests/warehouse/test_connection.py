"""Opening the databases: migrated, in UTC, and with plain words when it cannot be."""

from __future__ import annotations

import subprocess
import sys
import time

import duckdb
import pytest

from core.errors import UsageError, WorkspaceBusy, WorkspaceError
from warehouse import connection
from warehouse.connection import connect_reader, connect_snapshot, connect_writer, transaction
from warehouse.migrations import FOLDER, known_migrations, migrate, pending_migrations


def test_a_new_warehouse_is_migrated_once(workspace):
    for _ in range(2):
        con = connect_writer(workspace)
        assert pending_migrations(con) == []
        names = con.execute("SELECT name FROM schema_migrations ORDER BY number").fetchall()
        assert names == [(step.name,) for step in known_migrations()]
        con.close()


def test_a_file_of_a_newer_program_is_refused_and_left_as_it_is(workspace):
    con = connect_writer(workspace)
    con.execute("INSERT INTO schema_migrations VALUES (9001, '9001_from_the_future', '99.0')")
    con.close()
    before = workspace.warehouse.read_bytes()
    with pytest.raises(WorkspaceError, match=r"newer Foreign Desk \(it has 9001_from_the_future.*\n.*Update"):
        connect_writer(workspace)
    assert workspace.warehouse.read_bytes() == before


def test_a_migration_that_fails_leaves_nothing_of_itself(tmp_path):
    for step in known_migrations():
        (tmp_path / step.path.name).write_text(step.path.read_text())
    number = len(known_migrations()) + 1
    (tmp_path / f"{number:04d}_half.sql").write_text("CREATE TABLE ops.half (a INTEGER); SELECT * FROM ops.nowhere;")
    con = duckdb.connect()
    with pytest.raises(duckdb.CatalogException):
        migrate(con, folder=tmp_path)
    assert [step.number for step in pending_migrations(con, folder=tmp_path)] == [number]
    assert con.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'half'").fetchone() == (0,)
    (tmp_path / f"{number:04d}_half.sql").write_text("CREATE TABLE ops.half (a INTEGER);")
    assert [step.number for step in migrate(con, folder=tmp_path)] == [number]


def test_migrations_with_a_gap_in_their_numbers_are_refused(tmp_path):
    (tmp_path / "0002_second.sql").write_text("SELECT 1")
    with pytest.raises(ValueError, match="without a gap"):
        known_migrations(tmp_path)
    assert known_migrations(FOLDER)[0].name == "0001_spine"


def test_times_come_back_in_utc_wherever_the_machine_is(workspace, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        con = connect_writer(workspace)
        for connection in (con, con.cursor()):
            moment = connection.execute("SELECT TIMESTAMPTZ '2026-03-01 23:30:00+00', current_date").fetchone()[0]
            assert moment.isoformat() == "2026-03-01T23:30:00+00:00"
            assert connection.execute("SELECT ('2026-03-01T23:30:00Z'::TIMESTAMPTZ)::DATE::VARCHAR").fetchone() == (
                "2026-03-01",
            )
        con.close()
    finally:
        monkeypatch.undo()
        time.tzset()


def test_nothing_published_yet_is_a_wrong_question_with_a_remedy(workspace):
    with pytest.raises(UsageError, match=r"nothing is published in .*\n.*desk run"):
        connect_snapshot(workspace)


def test_a_reader_cannot_write(workspace):
    connect_writer(workspace).close()
    con = connect_reader(workspace.warehouse)
    with pytest.raises(duckdb.InvalidInputException, match="read-only"):
        con.execute("DELETE FROM ops.runs")
    con.close()


def test_a_damaged_file_is_named_and_a_way_out_given(workspace):
    workspace.root.mkdir()
    workspace.warehouse.write_bytes(b"no database" * 1000)
    with pytest.raises(WorkspaceError, match=r"warehouse.duckdb.*not a valid DuckDB.*\n.*desk rebuild"):
        connect_writer(workspace)


def test_a_missing_file_and_a_path_through_a_file_are_named(workspace, tmp_path):
    with pytest.raises(WorkspaceError, match="there is no database"):
        connect_reader(workspace.warehouse)
    (tmp_path / "workspace").write_text("a file")
    with pytest.raises(WorkspaceError, match="cannot open"):
        connect_writer(workspace)


def test_a_database_that_another_process_has_open_is_busy(workspace, monkeypatch):
    monkeypatch.setattr(connection.time, "sleep", lambda _: None)
    connect_writer(workspace).close()
    code = "import duckdb, sys; con = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(workspace.warehouse)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "open\n"
        with pytest.raises(WorkspaceBusy, match="another process has the database open"):
            connect_writer(workspace)
        other.stdin.close()


def test_a_transaction_is_all_or_nothing_whatever_breaks_it(con):
    def broken_by(error: type[BaseException]) -> None:
        with transaction(con):
            con.execute("INSERT INTO state.facts VALUES ('a', 'b')")
            raise error

    for error in (RuntimeError, KeyboardInterrupt):
        with pytest.raises(error):
            broken_by(error)
    assert con.execute("FROM state.facts").fetchall() == []
    with transaction(con):
        con.execute("INSERT INTO state.facts VALUES ('a', 'b')")
    assert con.execute("FROM state.facts").fetchall() == [("a", "b")]


def test_a_look_into_the_writers_file_is_waited_for(workspace):
    """Another process has it open to read, and lets go of it when it is told to."""
    connect_writer(workspace).close()
    look = f"import duckdb, sys; c = duckdb.connect({str(workspace.warehouse)!r}, read_only=True); print(1, flush=True); sys.stdin.read(1)"
    with subprocess.Popen([sys.executable, "-c", look], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as reader:
        assert reader.stdout is not None
        assert reader.stdin is not None
        reader.stdout.readline()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(connection.time, "sleep", lambda _: reader.communicate(b"x"))
            connect_writer(workspace).close()
