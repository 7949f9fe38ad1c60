"""Publishing: whole, described, verified, in one step, and never in a reader's way."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime

import duckdb
import pyarrow.parquet as pq
import pytest

from contracts import render, tables
from core.errors import PipelineFault, WorkspaceError
from tests.warehouse.kit import dump, fetched, reading, settings, unfit, work, write_journal
from warehouse import publish as publishing
from warehouse.connection import connect_snapshot
from warehouse.journal import load_journals
from warehouse.publish import publish
from warehouse.reference import load_reference
from warehouse.state import fact


def _clock():
    return datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def filled(con, workspace):
    _bring(con, workspace, 0)
    load_reference(con, [("USA", "US", "United States", None, None, None, None, "state")], [])
    return con


def _bring(con, workspace, run):
    entries = [fetched(run, "alpha", i, f"p{run}-{i}", "x") for i in range(5)]
    write_journal(workspace.raw, run, [settings(run, "alpha"), *entries])
    load_journals(con, workspace.raw)
    work(con, workspace.staging, lambda d: reading(d, f"USA #war {d.url}") if d.sequence else unfit(d))


def _names(workspace):
    return sorted(path.name for path in workspace.root.iterdir())


def _articles(con):
    return con.execute("SELECT count(*) FROM news.articles").fetchone()[0]


def test_the_snapshot_holds_every_public_row_in_the_order_of_its_key_and_nothing_else(filled, workspace):
    published = publish(filled, workspace, _clock)
    assert (published.articles, published.tables, published.at) == (
        4,
        len(tables.PUBLIC),
        "2026-03-02T12:00:00.000000Z",
    )
    assert published.bytes == workspace.snapshot.stat().st_size
    private = [table.qualified for table in tables.ALL if not table.public]
    with connect_snapshot(workspace) as con:
        names = {f"{s}.{t}" for s, t in con.execute("SELECT schema_name, table_name FROM duckdb_tables()").fetchall()}
        assert names == {table.qualified for table in tables.PUBLIC}
        for table in tables.PUBLIC:
            rows = con.execute(f"FROM {table.qualified}").fetchall()
            assert rows == filled.execute(f"FROM {table.qualified} ORDER BY {', '.join(table.key)}").fetchall()
            assert published.rows[table.qualified] == len(rows)
    assert private


def test_every_table_and_column_of_the_snapshot_says_what_it_means(filled, workspace):
    publish(filled, workspace, _clock)
    with connect_snapshot(workspace) as con:
        comments = dict(con.execute("SELECT schema_name || '.' || table_name, comment FROM duckdb_tables()").fetchall())
        columns = con.execute(
            "SELECT schema_name || '.' || table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal"
        ).fetchall()
    assert comments == {table.qualified: render.table_comment(table) for table in tables.PUBLIC}
    assert {(t, c): comment for t, c, comment in columns} == {
        (one.qualified, column.name): column.comment
        for one in (*tables.PUBLIC, *tables.VIEWS)
        for column in one.columns
    }


def test_parquet_holds_the_same_as_any_tool_reads_it(filled, workspace):
    publish(filled, workspace, _clock)
    assert workspace.parquet.is_symlink()
    for table in tables.PUBLIC:
        stored = pq.read_table(workspace.parquet / table.qualified / "data.parquet")
        assert stored.num_rows == filled.execute(f"SELECT count(*) FROM {table.qualified}").fetchone()[0]
        declared = render.arrow_schema(table)
        assert [(f.name, f.type.id) for f in stored.schema] == [(f.name, f.type.id) for f in declared]
        assert all(f.type == d.type for f, d in zip(stored.schema, declared, strict=True) if "timestamp" in str(d.type))


def test_a_reader_finishes_on_the_old_snapshot_while_a_new_one_is_published(filled, workspace):
    publish(filled, workspace, _clock)
    code = (
        "import duckdb, sys\n"
        "con = duckdb.connect(sys.argv[1], read_only=True)\n"
        "for line in sys.stdin: print(con.execute(line).fetchone()[0], flush=True)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(workspace.snapshot)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:

        def ask(sql: str) -> str:
            other.stdin.write(sql + "\n")
            other.stdin.flush()
            return other.stdout.readline().strip()

        assert ask("SELECT count(*) FROM news.articles") == "4"
        _bring(filled, workspace, 1)
        assert publish(filled, workspace, _clock).articles == 8
        assert ask("SELECT count(*) FROM news.articles") == "4"
        assert ask("SELECT count(body) FROM news.articles") == "4"
        with connect_snapshot(workspace) as con:
            assert _articles(con) == 8
        other.stdin.close()


def test_publishing_again_leaves_one_version_of_everything_and_an_empty_staging(filled, workspace):
    for _ in range(3):
        publish(filled, workspace, _clock)
    assert list(workspace.staging.iterdir()) == []
    assert len([name for name in _names(workspace) if name.startswith(".parquet-")]) == 1
    assert not [name for name in _names(workspace) if name.endswith(".tmp")]
    assert fact(filled, "last_published_at") == "2026-03-02T12:00:00.000000Z"
    assert workspace.snapshot.stat().st_mode & 0o444 == 0o444
    assert filled.execute("SELECT current_database()").fetchone() == ("warehouse",)


def test_a_copy_that_does_not_hold_what_it_should_is_not_published(filled, workspace, monkeypatch):
    publish(filled, workspace, _clock)
    _bring(filled, workspace, 1)
    before, names = dump(filled), _names(workspace)

    def copy_without_a_row(con, copy):
        rows = copied(con, copy)
        return rows | {"news.articles": rows["news.articles"] + 1}

    copied = publishing._copy_tables
    monkeypatch.setattr(publishing, "_copy_tables", copy_without_a_row)
    with pytest.raises(PipelineFault, match=r"the copy of news.articles has 8 of 9 rows"):
        publish(filled, workspace, _clock)
    assert _names(workspace) == names
    assert dump(filled) == before
    with connect_snapshot(workspace) as con:
        assert _articles(con) == 4


def test_a_publish_that_the_disk_refuses_leaves_the_last_good_snapshot(filled, workspace):
    publish(filled, workspace, _clock)
    workspace.parquet.unlink()
    (workspace.parquet / "somebody's").mkdir(parents=True)
    _bring(filled, workspace, 1)
    with pytest.raises(WorkspaceError, match=r"cannot publish to .*"):
        publish(filled, workspace, _clock)
    with connect_snapshot(workspace) as con:
        assert _articles(con) == 4
    assert not [name for name in _names(workspace) if name.endswith(".tmp")]
    assert list(workspace.staging.iterdir()), "staging is kept on failure"
    (workspace.parquet / "somebody's").rmdir()
    workspace.parquet.rmdir()
    assert publish(filled, workspace, _clock).articles == 8


def test_what_a_killed_publish_left_behind_goes_with_the_next(filled, workspace):
    (workspace.root / ".publish-killed.tmp").mkdir()
    (workspace.root / ".publish-killed.tmp" / "desk.duckdb").write_bytes(b"half")
    publish(filled, workspace, _clock)
    assert not (workspace.root / ".publish-killed.tmp").exists()


def test_the_snapshot_is_compact(filled, workspace):
    filled.execute("CREATE TABLE state.ballast AS SELECT repeat(md5(i::VARCHAR), 100) AS t FROM range(20000) AS r(i)")
    filled.execute("CHECKPOINT")
    published = publish(filled, workspace, _clock)
    assert published.bytes < workspace.warehouse.stat().st_size / 2


def test_the_snapshot_opens_in_plain_duckdb(filled, workspace):
    publish(filled, workspace, _clock)
    with duckdb.connect(str(workspace.snapshot), read_only=True) as con:
        assert con.execute("SELECT count(*) FROM desk.news.articles").fetchone() == (4,)
