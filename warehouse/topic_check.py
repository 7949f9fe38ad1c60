"""How a topic fares on the articles of a snapshot: hits, phrases that decided, neighbours, sources, doubtful articles.

All questions are put to two temporary relations, `topic_scores` and `topic_words`: what the snapshot has, or what the
rules as they stand give for its texts (a topic that was just written is in no snapshot yet)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

import duckdb
import pyarrow as pa

from contracts import news
from contracts.records import TopicTags
from contracts.render import arrow_schema
from contracts.schema import Table

TAGGED = 0.5  # the score from which it is a tag (contracts.news)
_CHUNK = 1000  # articles written at a time
_WORDS = 6  # pieces of evidence shown of a doubtful article


@dataclass(frozen=True)
class Hits:
    """How many articles carry the topic, `below` how many are listed under the tag's score, `judged` of how many it
    could be told whether they carry it."""

    articles: int
    below: int
    stories: int
    sources: int
    judged: int
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True)
class Overlap:
    """Another topic on the same articles: how many carry both, as a share of this topic's and of both together."""

    topic_id: str
    articles: int
    share: float
    jaccard: float


@dataclass(frozen=True)
class OfSource:
    """A source's articles on the topic, and their share of all its articles that could be judged for it."""

    source_id: str
    articles: int
    stories: int
    share: float


@dataclass(frozen=True)
class Phrase:
    """A phrase of the topic: tagged articles that have it, those in which nothing weighs more, and its mean weight in
    an article, which is what it adds to the log-odds there."""

    rule: str
    articles: int
    decided: int
    weight: float


@dataclass(frozen=True)
class Weighed:
    """Words of an article that speak for a topic, or against it, and how much they add to the log-odds."""

    words: str
    weight: float


@dataclass(frozen=True)
class Doubtful:
    """An article near the border, and its words for and against the topic, the heaviest first."""

    article_id: str
    title: str | None
    source_id: str
    day: date
    score: float
    words: tuple[Weighed, ...]


@dataclass(frozen=True)
class TopicCheck:
    """All of it. Lists are sorted by what they count."""

    hits: Hits
    overlaps: tuple[Overlap, ...]
    sources: tuple[OfSource, ...]
    phrases: tuple[Phrase, ...]
    doubtful: tuple[Doubtful, ...]


def stored_rules(con: duckdb.DuckDBPyConnection) -> set[str]:
    """The versions of the rules that gave the snapshot's articles: one, or none where there is no article."""
    return {version for (version,) in con.execute("SELECT DISTINCT rules_version FROM news.articles").fetchall()}


def take_stored(con: duckdb.DuckDBPyConnection) -> None:
    """Has the questions asked of the tags as the snapshot has them."""
    con.execute("CREATE OR REPLACE TEMP VIEW topic_scores AS FROM news.article_topics")
    con.execute("CREATE OR REPLACE TEMP VIEW topic_words AS FROM news.topic_mentions")


def take_given(con: duckdb.DuckDBPyConnection, tagged: Iterable[tuple[str, TopicTags]], rules_version: str) -> None:
    """Has the questions asked of these tags of its articles instead. They are kept in memory, or spilled to disk."""
    for name, table in (("topic_scores", news.ARTICLE_TOPICS), ("topic_words", news.TOPIC_MENTIONS)):
        con.execute(f"CREATE TEMP TABLE {name} AS FROM {table.qualified} LIMIT 0")
    for part in _parts(iter(tagged)):
        scores = [(article_id, t.topic_id, t.score) for article_id, tags in part for t in tags.topics]
        words = [
            (article_id, m.topic_id, m.field, m.item, m.start, m.end, m.surface, m.rule, m.weight, rules_version)
            for article_id, tags in part
            for m in tags.mentions
        ]
        _insert(con, "topic_scores", news.ARTICLE_TOPICS, scores)
        _insert(con, "topic_words", news.TOPIC_MENTIONS, words)


def check_topic(con: duckdb.DuckDBPyConnection, topic_id: str, languages: Collection[str], doubtful: int) -> TopicCheck:
    """The figures of a topic, with so many doubtful articles; after `take_stored` or `take_given`. `languages` (ISO
    639-1) are those in which it can be judged: of the others' articles nothing can be said."""
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE of_topic AS
        SELECT scores.article_id, score, score >= {TAGGED} AS tagged, story_id, source_id, day
        FROM topic_scores AS scores JOIN news.articles USING (article_id) WHERE topic_id = $topic
        """,
        {"topic": topic_id},
    )
    # Whether a text in no known language was read, as English, the snapshot says.
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE judged AS
        SELECT article_id, source_id FROM news.articles JOIN news.article_coverage USING (article_id)
        WHERE article_id IN (SELECT article_id FROM of_topic)
           OR CASE WHEN language IS NULL THEN topics_judged ELSE language IN (SELECT unnest($languages::VARCHAR[])) END
        """,
        {"languages": sorted(languages)},
    )
    return TopicCheck(_hits(con), _overlaps(con, topic_id), _sources(con), _phrases(con, topic_id),
                      _doubtful(con, topic_id, doubtful))  # fmt: skip


def _parts(tagged: Iterator[tuple[str, TopicTags]]) -> Iterator[list[tuple[str, TopicTags]]]:
    while part := list(islice(tagged, _CHUNK)):
        yield part


def _insert(con: duckdb.DuckDBPyConnection, name: str, table: Table, rows: Sequence[tuple[object, ...]]) -> None:
    if not rows:
        return
    columns = zip(zip(*rows, strict=True), arrow_schema(table), strict=True)
    arrays = [pa.array(values, field.type) for values, field in columns]
    con.register("tagged_now", pa.Table.from_arrays(arrays, names=list(table.column_names)))
    con.execute(f"INSERT INTO {name} FROM tagged_now")
    con.unregister("tagged_now")


def _hits(con: duckdb.DuckDBPyConnection) -> Hits:
    row = con.execute(
        """
        SELECT count(*) FILTER (tagged), count(*) FILTER (NOT tagged), count(DISTINCT story_id) FILTER (tagged),
               count(DISTINCT source_id) FILTER (tagged),
               (SELECT count(*) FROM judged),
               min(day) FILTER (tagged), max(day) FILTER (tagged)
        FROM of_topic
        """
    ).fetchall()[0]
    return Hits(*row)


def _overlaps(con: duckdb.DuckDBPyConnection, topic_id: str) -> tuple[Overlap, ...]:
    rows = con.execute(
        f"""
        WITH here AS (SELECT article_id FROM of_topic WHERE tagged),
        other AS (SELECT topic_id, article_id FROM topic_scores WHERE score >= {TAGGED} AND topic_id <> $topic),
        sizes AS (SELECT topic_id, count(*) AS articles FROM other GROUP BY topic_id)
        SELECT topic_id, count(*) AS shared, shared / (SELECT count(*) FROM here),
               shared / ((SELECT count(*) FROM here) + any_value(sizes.articles) - shared) AS jaccard
        FROM other JOIN here USING (article_id) JOIN sizes USING (topic_id)
        GROUP BY topic_id ORDER BY jaccard DESC, topic_id
        """,
        {"topic": topic_id},
    ).fetchall()
    return tuple(Overlap(*row) for row in rows)


def _sources(con: duckdb.DuckDBPyConnection) -> tuple[OfSource, ...]:
    rows = con.execute(
        """
        WITH sizes AS (SELECT source_id, count(*) AS articles FROM judged GROUP BY source_id)
        SELECT source_id, count(*) AS found, count(DISTINCT story_id), found / any_value(sizes.articles)
        FROM of_topic JOIN sizes USING (source_id) WHERE tagged
        GROUP BY source_id ORDER BY found DESC, source_id
        """
    ).fetchall()
    return tuple(OfSource(*row) for row in rows)


def _phrases(con: duckdb.DuckDBPyConnection, topic_id: str) -> tuple[Phrase, ...]:
    rows = con.execute(
        """
        WITH sums AS (
            SELECT article_id, rule, sum(weight) AS weight
            FROM topic_words JOIN of_topic USING (article_id) WHERE topic_id = $topic AND tagged
            GROUP BY article_id, rule
        ), ranked AS (
            SELECT *, weight > 0 AND rank() OVER (PARTITION BY article_id ORDER BY weight DESC) = 1 AS decided FROM sums
        )
        SELECT rule, count(*) AS articles, count(*) FILTER (decided) AS decisive, avg(weight)
        FROM ranked GROUP BY rule ORDER BY decisive DESC, articles DESC, rule
        """,
        {"topic": topic_id},
    ).fetchall()
    return tuple(Phrase(*row) for row in rows)


def _doubtful(con: duckdb.DuckDBPyConnection, topic_id: str, limit: int) -> tuple[Doubtful, ...]:
    rows = con.execute(
        """
        WITH nearest AS (FROM of_topic ORDER BY abs(score - .5), article_id LIMIT $limit),
        words AS (
            SELECT article_id, lower(surface) AS said, sum(weight) AS weight
            FROM topic_words WHERE topic_id = $topic AND article_id IN (SELECT article_id FROM nearest) GROUP BY ALL
        ), lists AS (
            SELECT article_id, list([said, weight::VARCHAR] ORDER BY abs(weight) DESC, said) AS said
            FROM words GROUP BY article_id
        )
        SELECT article_id, title, source_id, nearest.day, score, coalesce(lists.said, [])
        FROM nearest JOIN (SELECT article_id, title FROM news.articles) USING (article_id)
        LEFT JOIN lists USING (article_id)
        ORDER BY abs(score - .5), article_id
        """,
        {"topic": topic_id, "limit": limit},
    ).fetchall()
    return tuple(
        Doubtful(article_id, title, source_id, day, score, _weighed(words))
        for article_id, title, source_id, day, score, words in rows
    )


def _weighed(words: list[tuple[str, str]]) -> tuple[Weighed, ...]:
    return tuple(Weighed(said, round(float(weight), 4)) for said, weight in words[:_WORDS])
