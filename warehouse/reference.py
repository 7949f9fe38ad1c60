"""Countries, regions and topics by name, as the rules know them, for whoever reads the tables."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from contracts import ref
from warehouse.connection import transaction
from warehouse.rows import insert_rows

# Articles in no known language are read as English, or not at all.
_NOTE_DAYS = """
    WITH now AS (SELECT topic_id, language FROM ref.topic_coverage),
    moved AS ((FROM judged_before EXCEPT FROM now) UNION (FROM now EXCEPT FROM judged_before))
    INSERT INTO state.affected_days
    SELECT DISTINCT day FROM news.articles
    WHERE coalesce(language, 'en') IN (SELECT language FROM moved) AND day NOT IN (SELECT day FROM state.affected_days)
"""


def load_reference(
    con: duckdb.DuckDBPyConnection,
    countries: Iterable[object],
    topics: Iterable[object],
    regions: Iterable[object] = (),
    members: Iterable[object] = (),
    coverage: Iterable[object] = (),
    topic_changes: Iterable[object] = (),
    topic_coverage: Iterable[object] = (),
) -> None:
    """ref.countries, ref.topics, ref.regions, ref.region_members, ref.coverage, ref.topic_crosswalk and
    ref.topic_coverage become these: objects with the tables' columns as attributes, or tuples in their order. Days with
    articles in a language that can be judged for other topics than before are noted for the marts, whose judged_share
    counts by them. One transaction."""
    given = (
        (ref.COUNTRIES, countries), (ref.TOPICS, topics), (ref.REGIONS, regions), (ref.REGION_MEMBERS, members),
        (ref.COVERAGE, coverage), (ref.TOPIC_CROSSWALK, topic_changes),
        (ref.TOPIC_COVERAGE, topic_coverage),
    )  # fmt: skip
    with transaction(con):
        con.execute("CREATE OR REPLACE TEMP TABLE judged_before AS SELECT topic_id, language FROM ref.topic_coverage")
        for table, items in given:
            con.execute(f"DELETE FROM {table.qualified}")
            insert_rows(con, table, items)
        con.execute(_NOTE_DAYS)
        con.execute("DROP TABLE judged_before")


def lost_topics(con: duckdb.DuckDBPyConnection, known: Iterable[str]) -> list[str]:
    """The topics of ref.topics that are not among these ids, sorted: those whose series would end."""
    rows = con.execute("SELECT topic_id FROM ref.topics WHERE parent_id IS NOT NULL ORDER BY topic_id").fetchall()
    kept = frozenset(known)
    return [topic_id for (topic_id,) in rows if topic_id not in kept]
