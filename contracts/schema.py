"""What a table declaration is. Renderings (DDL, parquet, polars, docs) are in `contracts.render`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Type = Literal["VARCHAR", "VARCHAR[]", "BIGINT", "INTEGER", "DOUBLE", "BOOLEAN", "DATE", "TIMESTAMPTZ"]


@dataclass(frozen=True)
class Column:
    """One column: what it means, and what must always hold of it (the structural expectations come from here)."""

    name: str
    type: Type
    comment: str
    nullable: bool = False
    allowed: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    long_text: bool = False  # bodies and the like: never sent to pandas


@dataclass(frozen=True)
class Table:
    """One table: a row per what, keyed by which columns. `public` tables are published; others are the writer's own."""

    schema: str
    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    public: bool = True
    day: str | None = None  # the column by which a mart is recomputed
    notes: str = ""
    may_be_empty: bool = True
    references: tuple[tuple[tuple[str, ...], str], ...] = field(default=())  # ((columns), "schema.table") by its key
    example: str = ""  # a question that it answers, in SQL; shown in docs/tables.md

    @property
    def qualified(self) -> str:
        return f"{self.schema}.{self.name}"

    def column(self, name: str) -> Column:
        """The column of that name. Raises KeyError."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.qualified} has no column {name}")

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True)
class View:
    """A question that is asked so often that it has a name: published beside the tables, holding no rows of its own."""

    schema: str
    name: str
    row: str
    columns: tuple[Column, ...]
    query: str
    notes: str = ""

    @property
    def qualified(self) -> str:
        return f"{self.schema}.{self.name}"

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)
