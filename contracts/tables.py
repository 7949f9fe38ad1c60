"""All tables, in the order in which they are created and published, and the views on them."""

from __future__ import annotations

from contracts import mart, news, ops, quality, raw, ref, state
from contracts.schema import Table, View

ALL: tuple[Table, ...] = (
    *ref.TABLES, *raw.TABLES, *news.TABLES, *mart.TABLES, *quality.TABLES, *ops.TABLES, *state.TABLES,
)  # fmt: skip
PUBLIC: tuple[Table, ...] = tuple(table for table in ALL if table.public)
VIEWS: tuple[View, ...] = mart.VIEWS
BY_NAME: dict[str, Table] = {table.qualified: table for table in ALL}
