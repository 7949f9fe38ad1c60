"""Countries, regions and topics by name, as the rules know them, for whoever reads the tables."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from contracts import ref
from warehouse.connection import transaction
from warehouse.rows import insert_rows


def load_reference(
    con: duckdb.DuckDBPyConnection,
    countries: Iterable[object],
    topics: Iterable[object],
    regions: Iterable[object] = (),
    members: Iterable[object] = (),
    coverage: Iterable[object] = (),
    topic_changes: Iterable[object] = (),
) -> None:
    """ref.countries, ref.topics, ref.regions, ref.region_members, ref.coverage and ref.topic_crosswalk become these:
    objects with the tables' columns as attributes, or tuples in their order. One transaction."""
    given = (
        (ref.COUNTRIES, countries), (ref.TOPICS, topics), (ref.REGIONS, regions), (ref.REGION_MEMBERS, members),
        (ref.COVERAGE, coverage), (ref.TOPIC_CROSSWALK, topic_changes),
    )  # fmt: skip
    with transaction(con):
        for table, items in given:
            con.execute(f"DELETE FROM {table.qualified}")
            insert_rows(con, table, items)
