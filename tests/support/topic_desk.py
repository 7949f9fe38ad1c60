"""Articles with topics, straight into a warehouse: for questions that are asked of what the stages leave."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any


def add_article(
    con: Any,
    article_id: str,
    *,
    day: date,
    scores: Mapping[str, float],
    story_id: str = "",
    source_id: str = "alpha",
    title: str | None = None,
    body: str = "b",
    judged: bool = True,
    language: str | None = "en",
) -> None:
    """An article, its scores by topic, and whether its topics could be judged. It is its own story unless named."""
    con.execute(
        "INSERT INTO news.articles BY NAME SELECT $a AS article_id, $s AS story_id, $o AS source_id, $d AS day, "
        "$t AS title, $b AS body, $l AS language, 'd' AS document_id, 'none' AS published_precision, 'none' AS published_from, "
        "now() AS first_seen_at, 'first_seen' AS day_basis, [] AS sections, [] AS keywords, '' AS lead, [] AS captions, "
        "1 AS word_count, 'article' AS kind, 'kit' AS extracted_by, 1 AS extraction_confidence, [] AS notes, "
        "'0' AS content_sha256, 1 AS revision, 'rules-1' AS rules_version",
        {"a": article_id, "s": story_id or article_id, "o": source_id, "d": day, "t": title, "b": body, "l": language},
    )
    if scores:
        con.executemany("INSERT INTO news.article_topics VALUES (?, ?, ?)", [(article_id, *s) for s in scores.items()])
    reason = None if judged else "language_unknown"
    con.execute(
        "INSERT INTO news.article_coverage VALUES (?, true, NULL, true, NULL, ?, ?)", [article_id, judged, reason]
    )


def add_words(con: Any, article_id: str, topic_id: str, text: str, *words: tuple[str, str, float]) -> None:
    """Evidence in the body: (words, rule, weight), at the first place where they stand."""
    con.executemany(
        "INSERT INTO news.topic_mentions VALUES (?, ?, 'body', NULL, ?, ?, ?, ?, ?, 'rules-1')",
        [
            (article_id, topic_id, text.index(said), text.index(said) + len(said), said, rule, weight)
            for said, rule, weight in words
        ],
    )
