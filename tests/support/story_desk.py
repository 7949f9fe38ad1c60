"""A warehouse with nothing but what stories need: articles put in bulk, then settled as the flows do it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from transforms.stories import signature
from warehouse.connection import connect_memory, open_writable
from warehouse.migrations import migrate

FIRST_DAY = date(2026, 1, 1)
_SCHEMA = {"article_id": pl.String, "source_id": pl.String, "day": pl.Date, "title": pl.String, "body": pl.String}


@dataclass(frozen=True)
class Put:
    """An article as it stands from here on; put again, it is a revision. `day` counts from the first of January 2026."""

    article_id: str
    source_id: str
    day: int
    body: str
    title: str = "A title"

    @property
    def row(self) -> tuple[str, str, date, str, str]:
        return self.article_id, self.source_id, FIRST_DAY + timedelta(days=self.day), self.title, self.body


def story_desk(sources: Iterable[str], path: Path | None = None) -> Any:
    """An empty warehouse in memory, or in a new file, that knows some sources; an outlet is called as its source, in
    capitals."""
    con = open_writable(path) if path else connect_memory()
    migrate(con)
    rows = pl.DataFrame({"source_id": sorted(set(sources))}, schema={"source_id": pl.String})
    _insert(
        con,
        rows,
        """
        INSERT INTO ref.sources BY NAME
        SELECT source_id, upper(source_id) AS outlet, 'feed' AS kind, '' AS url, '' AS settings, '' AS last_run_id
        FROM given
        """,
    )
    return con


def put(con: Any, articles: Sequence[Put]) -> None:
    """Takes in articles as a load does: what hangs on them is replaced, and they are marked as changed."""
    frame = pl.DataFrame([article.row for article in articles], schema=_SCHEMA, orient="row")
    _insert(con, frame, _ARTICLES)
    numbers = [(a.article_id, place, value) for a in articles for place, value in enumerate(signature(a.body))]
    schema = {"article_id": pl.String, "place": pl.Int32, "hash": pl.Int64}
    _insert(con, pl.DataFrame(numbers, schema=schema, orient="row"), "INSERT INTO state.signatures FROM given")


_ARTICLES = """
    CREATE OR REPLACE TEMP TABLE known AS SELECT article_id, story_id FROM news.articles SEMI JOIN given USING (article_id);
    DELETE FROM news.articles WHERE article_id IN (SELECT article_id FROM given);
    DELETE FROM state.signatures WHERE article_id IN (SELECT article_id FROM given);
    INSERT INTO news.articles BY NAME
    SELECT given.*, 'd' AS document_id, 'none' AS published_precision, 'none' AS published_from,
           now() AS first_seen_at, 'published' AS day_basis, [] AS sections, [] AS keywords, [] AS captions,
           1 AS word_count, 'article' AS kind, 'x' AS extracted_by, 1.0 AS extraction_confidence, [] AS notes,
           'x' AS content_sha256, coalesce(known.story_id, article_id) AS story_id, 1 AS revision, 'r' AS rules_version
    FROM given LEFT JOIN known USING (article_id);
    INSERT INTO state.changed_articles
    SELECT article_id FROM given ANTI JOIN state.changed_articles USING (article_id)
"""


def _insert(con: Any, frame: pl.DataFrame, statement: str) -> None:
    con.register("given", frame.to_arrow())
    con.execute(statement)
    con.unregister("given")


def story_of(con: Any) -> dict[str, str]:
    """The story of each article."""
    return dict(con.execute("SELECT article_id, story_id FROM news.articles").fetchall())
