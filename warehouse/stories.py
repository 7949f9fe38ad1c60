"""The stories that follow from copies: who is in which, where they began, and what that touches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import duckdb
import polars as pl

from core.ids import stable_id
from warehouse.connection import transaction
from warehouse.state import fact, set_fact

_SOURCES = "sources_credited"  # the names with which credits were matched


@dataclass(frozen=True)
class Credits:
    """Where the members of a story may name its origin."""

    story_id: str
    source_id: str
    canonical_url: str | None
    byline: str | None
    head: str
    tail: str


def members(con: duckdb.DuckDBPyConnection, stories: Iterable[str]) -> pl.DataFrame:
    """The articles to place: the changed ones, and all members of the settled stories that are named. A frame
    article_id, day, story_id; story_id is NULL for the changed ones."""
    con.execute("CREATE OR REPLACE TEMP TABLE named (story_id VARCHAR)")
    frame = pl.DataFrame({"story_id": sorted(set(stories))}, schema={"story_id": pl.String})
    con.register("given", frame.to_arrow())
    try:
        con.execute("INSERT INTO named FROM given")
    finally:
        con.unregister("given")
    return con.sql(
        """
        SELECT article_id, day, CASE WHEN NOT changed THEN story_id END AS story_id
        FROM (SELECT *, article_id IN (FROM state.changed_articles) AS changed FROM news.articles)
        WHERE changed OR story_id IN (FROM named) ORDER BY article_id
        """
    ).pl()


def propose_stories(con: duckdb.DuckDBPyConnection, assignment: pl.DataFrame) -> list[Credits]:
    """Takes down the stories that articles are to have (`article_id`, `story_id`; what is not named keeps its own).
    Returns, by story, day and article, where the members of each story of several that gains, loses or changes a
    member may name its origin; those of all such stories when the sources, whose names a credit is matched with, are
    others than before."""
    con.register("assignment", assignment.select("article_id", "story_id").to_arrow())
    try:
        con.execute("CREATE OR REPLACE TEMP TABLE proposed AS FROM assignment")
    finally:
        con.unregister("assignment")
    rows = con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE moved AS
        SELECT article_id, day, articles.story_id AS old_story, proposed.story_id AS new_story
        FROM news.articles JOIN proposed USING (article_id) WHERE articles.story_id <> proposed.story_id;
        CREATE OR REPLACE TEMP TABLE touched AS
        SELECT old_story AS story_id FROM moved UNION SELECT new_story FROM moved
        UNION SELECT proposed.story_id FROM proposed SEMI JOIN state.changed_articles USING (article_id)
        UNION SELECT story_id FROM news.stories WHERE articles > 1 AND {_sources(con) != fact(con, _SOURCES)};
        WITH now AS (
            SELECT articles.* REPLACE (coalesce(proposed.story_id, articles.story_id) AS story_id)
            FROM news.articles LEFT JOIN proposed USING (article_id)
        )
        SELECT story_id, source_id, canonical_url, byline, left(body, 400), right(body, 600)
        FROM now SEMI JOIN touched USING (story_id)
        QUALIFY count(*) OVER (PARTITION BY story_id) > 1 ORDER BY story_id, day, article_id
        """
    ).fetchall()
    return [Credits(*row) for row in rows]


def source_names(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str, list[str]]]:
    """Each source with its outlet's name and the addresses and hosts where its pages are."""
    return con.execute(
        """
        SELECT source_id, sources.outlet, [url] || coalesce(sites, [])
        FROM ref.sources LEFT JOIN (
            FROM state.source_settings QUALIFY row_number() OVER (PARTITION BY source_id ORDER BY run_id DESC) = 1
        ) AS settings USING (source_id) ORDER BY source_id
        """
    ).fetchall()


def _sources(con: duckdb.DuckDBPyConnection) -> str:
    return stable_id(*(repr(row) for row in source_names(con)))


def apply_stories(con: duckdb.DuckDBPyConnection, origins: Mapping[str, str]) -> int:
    """Gives articles the stories proposed, recomputes the stories that gained, lost or changed a member (`origins` has
    the source that a story's members credit, where they do), notes the days of articles whose story changed, and takes
    the changed articles as settled: one transaction. Returns how many articles changed their story."""
    frame = pl.DataFrame(list(origins.items()), schema={"story_id": pl.String, "source_id": pl.String}, orient="row")
    con.register("credited", frame.to_arrow())
    try:
        with transaction(con):
            con.execute(
                """
                UPDATE news.articles SET story_id = moved.new_story FROM moved
                WHERE articles.article_id = moved.article_id;
                DELETE FROM news.stories WHERE story_id IN (FROM touched);
                INSERT INTO news.stories BY NAME
                SELECT story_id, arg_min(article_id, (day, article_id)) AS first_article_id,
                       coalesce(any_value(credited.source_id), arg_min(articles.source_id, (day, article_id)))
                           AS origin_source_id,
                       count(*) AS articles, count(DISTINCT articles.source_id) AS sources,
                       min(day) AS first_day, max(day) AS last_day
                FROM news.articles LEFT JOIN credited USING (story_id)
                WHERE story_id IN (FROM touched) GROUP BY story_id;
                INSERT INTO state.affected_days
                SELECT DISTINCT day FROM moved ANTI JOIN state.affected_days USING (day);
                DELETE FROM state.changed_articles
                """
            )
            set_fact(con, _SOURCES, _sources(con))
            moved = con.execute("SELECT count(*) FROM moved").fetchone()
            con.execute("DROP TABLE moved; DROP TABLE touched; DROP TABLE proposed")
    finally:
        con.unregister("credited")
    return moved[0] if moved else 0
