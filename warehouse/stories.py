"""Copies of one text: candidates out, verified pairs in, and the stories that follow from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb
import polars as pl

from warehouse.connection import transaction

WINDOW_DAYS = 30
# Pairs handed out at a time; with two bodies of 5 kB each that share none, 50 MB.
_CHUNK = 5_000


@dataclass(frozen=True)
class Candidates:
    """Pairs of articles (article_a < article_b) that may be copies of each other, and the bodies of all of them."""

    pairs: tuple[tuple[str, str], ...]
    bodies: dict[str, str]


@dataclass(frozen=True)
class StoryInputs:
    """What the stories follow from. `pairs`: article_a, article_b, similarity, all verified copies. `articles`:
    article_id, day, of every article whose story may have to change; the others keep theirs."""

    pairs: pl.DataFrame
    articles: pl.DataFrame


def changed_articles(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The articles that a load brought or changed since the stories were last settled."""
    return [row[0] for row in con.execute("FROM state.changed_articles ORDER BY article_id").fetchall()]


def candidate_pairs(con: duckdb.DuckDBPyConnection, chunk: int = _CHUNK) -> Iterator[Candidates]:
    """Each pair of a changed article and any other that share a band hash and whose days lie at most 30 apart: once, in
    order, `chunk` pairs at a time. Finish or drop the iterator before the connection is used for anything else."""
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE candidates AS
        SELECT DISTINCT least(one.article_id, two.article_id) AS article_a,
               greatest(one.article_id, two.article_id) AS article_b
        FROM state.signatures AS one SEMI JOIN state.changed_articles USING (article_id)
        JOIN state.signatures AS two ON two.band = one.band AND two.hash = one.hash AND two.article_id <> one.article_id
        JOIN news.articles AS a ON a.article_id = one.article_id
        JOIN news.articles AS b ON b.article_id = two.article_id
        WHERE abs(a.day - b.day) <= {WINDOW_DAYS}
        ORDER BY article_a, article_b;
        CREATE OR REPLACE TEMP TABLE candidate_bodies AS
        SELECT article_id, body FROM news.articles
        WHERE article_id IN (SELECT article_a FROM candidates UNION SELECT article_b FROM candidates)
        """
    )
    done = 0
    while pairs := con.execute(f"FROM candidates LIMIT {chunk} OFFSET {done}").fetchall():
        bodies = con.execute(
            "FROM candidate_bodies WHERE article_id IN (SELECT unnest($ids::VARCHAR[]))",
            {"ids": sorted({article for pair in pairs for article in pair})},
        ).fetchall()
        yield Candidates(tuple(pairs), dict(bodies))
        done += len(pairs)
    con.execute("DROP TABLE candidates; DROP TABLE candidate_bodies")


def replace_copies(con: duckdb.DuckDBPyConnection, pairs: pl.DataFrame) -> None:
    """The copies of the changed articles become `pairs` (article_a, article_b, similarity), in one transaction: every
    pair that `candidate_pairs` gave was looked at, so what is not among them is no copy any more."""
    con.register("verified", pairs.to_arrow())
    try:
        with transaction(con):
            con.execute(
                """
                DELETE FROM state.copies WHERE article_a IN (FROM state.changed_articles)
                                            OR article_b IN (FROM state.changed_articles);
                INSERT INTO state.copies BY NAME FROM verified
                """
            )
    finally:
        con.unregister("verified")


def story_inputs(con: duckdb.DuckDBPyConnection) -> StoryInputs:
    """All pairs of copies, and the articles to place: those in a pair, the changed ones, and those that stand in a
    story of several (whose copy may be none any more)."""
    pairs = con.sql("FROM state.copies ORDER BY article_a, article_b").pl()
    articles = con.sql(
        """
        SELECT article_id, day FROM news.articles
        WHERE article_id IN (
            SELECT article_a FROM state.copies UNION SELECT article_b FROM state.copies
            UNION FROM state.changed_articles
        ) OR story_id IN (SELECT story_id FROM news.stories WHERE articles > 1)
        ORDER BY article_id
        """
    ).pl()
    return StoryInputs(pairs, articles)


def apply_stories(con: duckdb.DuckDBPyConnection, assignment: pl.DataFrame) -> int:
    """Gives articles their stories (`article_id`, `story_id`; what is not named keeps its own), recomputes the stories
    that gained, lost or changed a member, notes the days of articles whose story changed, and takes the changed
    articles as settled: one transaction. Returns how many articles changed their story."""
    con.register("assignment", assignment.select("article_id", "story_id").to_arrow())
    try:
        with transaction(con):
            con.execute(
                """
                CREATE OR REPLACE TEMP TABLE moved AS
                SELECT article_id, day, articles.story_id AS old_story, assignment.story_id AS new_story
                FROM news.articles JOIN assignment USING (article_id) WHERE articles.story_id <> assignment.story_id;
                CREATE OR REPLACE TEMP TABLE touched AS
                SELECT old_story AS story_id FROM moved UNION SELECT new_story FROM moved
                UNION SELECT assignment.story_id FROM assignment SEMI JOIN state.changed_articles USING (article_id);
                UPDATE news.articles SET story_id = moved.new_story FROM moved
                WHERE articles.article_id = moved.article_id;
                DELETE FROM news.stories WHERE story_id IN (FROM touched);
                INSERT INTO news.stories BY NAME
                SELECT story_id, arg_min(article_id, (day, article_id)) AS first_article_id,
                       arg_min(source_id, (day, article_id)) AS origin_source_id, count(*) AS articles,
                       count(DISTINCT source_id) AS sources, min(day) AS first_day, max(day) AS last_day
                FROM news.articles WHERE story_id IN (FROM touched) GROUP BY story_id;
                INSERT INTO state.affected_days
                SELECT DISTINCT day FROM moved ANTI JOIN state.affected_days USING (day);
                DELETE FROM state.changed_articles
                """
            )
            moved = con.execute("SELECT count(*) FROM moved").fetchone()
            con.execute("DROP TABLE moved; DROP TABLE touched")
    finally:
        con.unregister("assignment")
    return moved[0] if moved else 0
