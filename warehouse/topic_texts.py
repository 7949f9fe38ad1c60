"""The texts of a topic's stories and of the rest, for what is said in the one and not in the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from warehouse.evidence import sentence

_CHUNK = 1000  # articles fetched at a time


@dataclass(frozen=True)
class StoryText:
    """One article of a story, the first by id. `covered`: spans (field, start, end) that speak for the topic already.
    Offsets are of the title, and of the body as far as it is given."""

    article_id: str
    source_id: str
    title: str
    body: str
    covered: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Example:
    """A sentence of an article."""

    article_id: str
    source_id: str
    sentence: str


def story_texts(
    con: duckdb.DuckDBPyConnection, topic_id: str, *, tagged: bool, language: str, most: int, characters: int
) -> Iterator[StoryText]:
    """The stories of a language that carry the topic, or of the others those that could be judged: at most so many,
    chosen by a hash of their ids, which is the same in every run. Of a body its first characters. After `take_stored`
    or `take_given` of `warehouse.topic_check`. Copies of one text are one story."""
    of_topic = "story_id IN (SELECT story_id FROM carrying)"
    query = f"""
        WITH carrying AS (
            SELECT article_id, story_id, language FROM topic_scores JOIN news.articles USING (article_id)
            WHERE topic_id = $topic AND score >= .5
        ), chosen AS (
            SELECT story_id, min(article_id) AS article_id
            FROM {"carrying" if tagged else "news.articles JOIN news.article_coverage USING (article_id)"}
            WHERE language = $language AND {"true" if tagged else f"topics_judged AND NOT {of_topic}"}
            GROUP BY story_id ORDER BY md5(story_id) LIMIT $most
        ), words AS (
            SELECT article_id, list([field, start_char::VARCHAR, end_char::VARCHAR]) AS covered
            FROM topic_words WHERE topic_id = $topic AND weight > 0 AND article_id IN (SELECT article_id FROM chosen)
            GROUP BY article_id
        )
        SELECT article_id, source_id, coalesce(title, ''), left(body, $characters), coalesce(covered, [])
        FROM chosen JOIN news.articles USING (article_id) LEFT JOIN words USING (article_id) ORDER BY article_id
    """
    found = con.execute(query, {"topic": topic_id, "language": language, "most": most, "characters": characters})
    while part := found.fetchmany(_CHUNK):
        for article_id, source_id, title, body, covered in part:
            spans = tuple((field, int(start), int(end)) for field, start, end in covered)
            yield StoryText(article_id, source_id, title, body, spans)


def example(con: duckdb.DuckDBPyConnection, article_id: str, field: str, start: int, end: int) -> Example:
    """The sentence in which those characters stand."""
    column = "body" if field == "body" else "title"
    source_id, text = con.execute(
        f"SELECT source_id, coalesce({column}, '') FROM news.articles WHERE article_id = $id", {"id": article_id}
    ).fetchall()[0]
    return Example(article_id, source_id, sentence(text, start, end))
