"""One declaration, rendered to each backend: DuckDB DDL with comments, parquet (arrow) and polars schemas, Markdown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from contracts.schema import Column, Table, View

if TYPE_CHECKING:  # heavy imports, needed only where they are used
    import polars as pl
    import pyarrow as pa


def quoted(text: str) -> str:
    """An SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def table_comment(table: Table) -> str:
    """One row per what, its key, and what to know."""
    return f"One row per {table.row}. Key: {', '.join(table.key)}.{' ' + table.notes if table.notes else ''}"


def create_table(table: Table) -> str:
    """CREATE TABLE and its COMMENTs as SQL statements; no primary key, no index (see the design: DuckLake has none)."""
    columns = ",\n".join(f"    {c.name} {c.type}{'' if c.nullable else ' NOT NULL'}" for c in table.columns)
    statements = [f"CREATE TABLE {table.qualified} (\n{columns}\n);"]
    statements.append(f"COMMENT ON TABLE {table.qualified} IS {quoted(table_comment(table))};")
    statements += [f"COMMENT ON COLUMN {table.qualified}.{c.name} IS {quoted(c.comment)};" for c in table.columns]
    return "\n".join(statements)


def create_all(tables: Iterable[Table]) -> str:
    """The whole DDL: schemas in the order of their first table, then tables."""
    tables = tuple(tables)
    schemas = list(dict.fromkeys(table.schema for table in tables))
    return "\n\n".join([*(f"CREATE SCHEMA {name};" for name in schemas), *map(create_table, tables)]) + "\n"


def view_comment(view: View) -> str:
    """One row per what, and what to know."""
    return f"One row per {view.row}.{' ' + view.notes if view.notes else ''}"


def create_view(view: View) -> str:
    """CREATE VIEW and its COMMENTs as SQL statements."""
    statements = [f"CREATE VIEW {view.qualified} AS\n{view.query};"]
    statements.append(f"COMMENT ON VIEW {view.qualified} IS {quoted(view_comment(view))};")
    statements += [f"COMMENT ON COLUMN {view.qualified}.{c.name} IS {quoted(c.comment)};" for c in view.columns]
    return "\n".join(statements)


def arrow_schema(table: Table) -> pa.Schema:
    """The parquet schema: UTC microseconds for times, comments as field metadata."""
    import pyarrow as pa

    types = {
        "VARCHAR": pa.string(), "VARCHAR[]": pa.list_(pa.string()), "BIGINT": pa.int64(), "INTEGER": pa.int32(),
        "DOUBLE": pa.float64(), "BOOLEAN": pa.bool_(), "DATE": pa.date32(), "TIMESTAMPTZ": pa.timestamp("us", tz="UTC"),
    }  # fmt: skip
    return pa.schema(
        [pa.field(c.name, types[c.type], nullable=c.nullable, metadata={"comment": c.comment}) for c in table.columns]
    )


def polars_schema(table: Table) -> pl.Schema:
    """The schema of a polars frame that holds rows of the table."""
    import polars as pl

    types = {
        "VARCHAR": pl.String(), "VARCHAR[]": pl.List(pl.String()), "BIGINT": pl.Int64(), "INTEGER": pl.Int32(),
        "DOUBLE": pl.Float64(), "BOOLEAN": pl.Boolean(), "DATE": pl.Date(), "TIMESTAMPTZ": pl.Datetime("us", "UTC"),
    }  # fmt: skip
    return pl.Schema({c.name: types[c.type] for c in table.columns})


def markdown(table: Table) -> str:
    """The table's section of docs/tables.md."""
    lines = [f"### {table.qualified}", "", table_comment(table), "", *_column_lines(table.columns)]
    if table.example:
        lines += ["", "```sql", table.example, "```"]
    return "\n".join(lines) + "\n"


def view_markdown(view: View) -> str:
    """The view's section of docs/tables.md, with the question that it asks."""
    lines = [f"### {view.qualified}", "", view_comment(view), "", *_column_lines(view.columns)]
    return "\n".join([*lines, "", "```sql", view.query, "```"]) + "\n"


def _column_lines(columns: Iterable[Column]) -> list[str]:
    rows = [f"| {c.name} | {c.type}{', may be NULL' if c.nullable else ''} | {_meaning(c)} |" for c in columns]
    return ["| column | type | meaning |", "|---|---|---|", *rows]


def _meaning(column: Column) -> str:
    allowed = (
        "" if not column.allowed or len(column.allowed) > 10 else f": {', '.join(f'`{a}`' for a in column.allowed)}"
    )
    return (column.comment + allowed).replace("|", "\\|")
