"""The declared tables are the migrated ones, and hold together among themselves."""

from __future__ import annotations

import duckdb
import pytest

from contracts import render, tables
from contracts.schema import Table, View
from core.workspace import Workspace
from warehouse.connection import connect_writer

_DUCKDB_NAME = {"TIMESTAMPTZ": "TIMESTAMP WITH TIME ZONE"}
Shape = dict[str, tuple[str, bool, str]]


def _declared(table: Table | View) -> Shape:
    """A view's columns may all be NULL, as DuckDB has it."""
    return {
        c.name: (_DUCKDB_NAME.get(c.type, c.type), c.nullable or isinstance(table, View), c.comment)
        for c in table.columns
    }


def _stored(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, Shape]]:
    shapes: dict[str, tuple[str, Shape]] = {
        f"{schema}.{name}": (comment, {})
        for schema, name, comment in con.execute(
            "SELECT schema_name, table_name, comment FROM duckdb_tables() WHERE schema_name <> 'main' "
            "UNION ALL SELECT schema_name, view_name, comment FROM duckdb_views() WHERE NOT internal"
        ).fetchall()
    }
    for schema, table, column, kind, nullable, comment in con.execute(
        "SELECT schema_name, table_name, column_name, data_type, is_nullable, comment FROM duckdb_columns() "
        "WHERE NOT internal AND schema_name <> 'main'"
    ).fetchall():
        shapes[f"{schema}.{table}"][1][column] = (kind, nullable, comment)
    return shapes


def test_the_migrated_schema_is_the_declared_one(tmp_path):
    con = connect_writer(Workspace(tmp_path))
    try:
        stored = _stored(con)
    finally:
        con.close()
    declared = {t.qualified: (render.table_comment(t), _declared(t)) for t in tables.ALL}
    assert stored == declared | {v.qualified: (render.view_comment(v), _declared(v)) for v in tables.VIEWS}


@pytest.mark.parametrize("table", tables.ALL, ids=lambda table: table.qualified)
def test_every_rendering_of_a_table_takes_the_same_rows(table):
    con = duckdb.connect()
    con.execute(f"CREATE SCHEMA {table.schema}; {render.create_table(table)}")
    empty = render.arrow_schema(table).empty_table()
    con.register("arrow_rows", empty)
    con.register("polars_rows", render.polars_schema(table).to_frame().to_arrow())
    con.execute(f"INSERT INTO {table.qualified} BY NAME FROM arrow_rows")
    con.execute(f"INSERT INTO {table.qualified} BY NAME FROM polars_rows")
    back = con.execute(f"FROM {table.qualified}").to_arrow_table().schema
    assert [(f.name, f.type.id) for f in back] == [(f.name, f.type.id) for f in empty.schema]


@pytest.mark.parametrize("table", tables.ALL, ids=lambda table: table.qualified)
def test_keys_days_and_references_name_columns_that_exist(table):
    assert set(table.key) <= set(table.column_names)
    assert table.day is None or table.day in table.column_names
    for columns, target in table.references:
        assert set(columns) <= set(table.column_names)
        assert len(tables.BY_NAME[target].key) == len(columns)


def test_the_questions_that_tables_give_as_examples_can_be_asked(tmp_path):
    con = connect_writer(Workspace(tmp_path))
    try:
        asked = {table.qualified: con.execute(table.example).fetchall() for table in tables.ALL if table.example}
    finally:
        con.close()
    assert asked
    assert not any(asked.values())


def test_every_table_and_column_says_what_it_means():
    for table in (*tables.ALL, *tables.VIEWS):
        assert table.row, table.qualified
        assert all(column.comment.strip() for column in table.columns), table.qualified
