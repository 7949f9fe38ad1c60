"""Small sets of rows, as objects or tuples, into a table."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb
import pyarrow as pa

from contracts.render import arrow_schema
from contracts.schema import Table


def insert_rows(con: duckdb.DuckDBPyConnection, table: Table, items: Iterable[object]) -> None:
    """Inserts rows given as objects that have the table's columns as attributes, or as tuples in their order. Part of
    the caller's transaction."""
    rows = [item if isinstance(item, tuple) else tuple(getattr(item, n) for n in table.column_names) for item in items]
    if not rows:
        return
    arrays = [
        pa.array(values, field.type) for values, field in zip(zip(*rows, strict=True), arrow_schema(table), strict=True)
    ]
    con.register("new_rows", pa.Table.from_arrays(arrays, names=list(table.column_names)))
    try:
        con.execute(f"INSERT INTO {table.qualified} BY NAME FROM new_rows")
    finally:
        con.unregister("new_rows")
