"""What a tagger reads of the articles that the warehouse has: the same as was read from their pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import duckdb

from contracts.records import Texts

CHUNK = 1000  # articles fetched at a time: about 5 MB of text
_TEXTS = """
    SELECT article_id, title, body, captions, language, year(published_at), spans
    FROM news.articles LEFT JOIN (
        SELECT article_id, list([role, start_char::VARCHAR, end_char::VARCHAR] ORDER BY start_char) AS spans
        FROM news.article_spans GROUP BY article_id
    ) USING (article_id)
"""


def article_texts(con: duckdb.DuckDBPyConnection, chunk: int = CHUNK) -> Iterator[tuple[str, Texts]]:
    """All articles, in no order, each with what a tagger reads of it: the same as was read from its page. They are
    fetched as they are taken, so that the texts of a large warehouse are never in memory together."""
    with closing(con.cursor()) as cursor:
        found = cursor.execute(_TEXTS)
        while rows := found.fetchmany(chunk):
            for article_id, *row in rows:
                yield article_id, _texts(*row)


def texts_of(con: duckdb.DuckDBPyConnection, article_id: str) -> Texts:
    """What a tagger reads of one article. Raises KeyError where there is none of that id."""
    row = con.execute(f"{_TEXTS} WHERE article_id = $id", {"id": article_id}).fetchone()
    if row is None:
        raise KeyError(article_id)
    return _texts(*row[1:])


def count_articles(con: duckdb.DuckDBPyConnection) -> int:
    """How many `article_texts` gives."""
    ((number,),) = con.execute("SELECT count(*) FROM news.articles").fetchall()
    return int(number)


def _texts(
    title: str | None,
    body: str,
    captions: list[str],
    language: str | None,
    year: int | None,
    spans: list[tuple[str, str, str]] | None,
) -> Texts:
    by_role: dict[str, list[tuple[int, int]]] = {}
    for role, start, end in spans or ():
        by_role.setdefault(role, []).append((int(start), int(end)))
    return Texts(
        title=title,
        body=body,
        captions=tuple(captions),
        headings=tuple(by_role.get("heading", ())),
        quotes=tuple(by_role.get("quote", ())),
        dateline=next(iter(by_role.get("dateline", ())), None),
        language=language,
        year=year,
    )
