"""The words behind tags, each in the sentence that it stands in, and where the bytes of an article are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import duckdb

# A sentence ends at a full stop, question or exclamation mark (Latin, Arabic, Devanagari, CJK) with what closes a
# quote, and a paragraph at its line break.
_END = re.compile(r"[.!?؟।][\"'”’»)\]]*\s|[。！？]|\n")
# A full stop after these, or after a single capital ("U.S. forces", "J. Smith"), ends nothing. Where it does end the
# sentence all the same, the next one is shown with it: too much context is better than half a sentence.
_ABBREVIATED = {
    "Adm", "Amb", "Brig", "Capt", "Cmdr", "Col", "Cpl", "Dr", "Fr", "Gen", "Gov", "Hon", "Lt", "Maj", "Mr", "Mrs",
    "Ms", "Mt", "No", "Pres", "Prof", "Rep", "Rev", "Sen", "Sgt", "St", "Ste", "vs", "etc", "approx", "est", "Inc",
    "Ltd", "Corp", "Co", "Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec",
}  # fmt: skip
_BEFORE = re.compile(r"([^\W\d_]+)\.$")
_WIDEST = 240  # characters on either side: enough for a long sentence, and no body that has no full stop


@dataclass(frozen=True)
class Archived:
    """Where a document's bytes are: a file relative to raw/, offset and length of the record in bytes."""

    document_id: str
    url: str
    fetched_at: datetime
    warc_path: str
    warc_offset: int
    warc_length: int
    sha256: str


@dataclass(frozen=True)
class Evidence:
    """Words that speak for a country, a region or a topic (`tag`), in their sentence. `kind` is a country mention's,
    `role` that of a country or a region, `weight` is a topic's. Offsets are characters of the field, as stored."""

    tag: str
    field: str
    item: int | None
    start_char: int
    end_char: int
    surface: str
    rule: str
    kind: str | None
    role: str | None
    weight: float | None
    sentence: str


def country_evidence(
    con: duckdb.DuckDBPyConnection, article_ids: Collection[str], countries: Collection[str] | None = None
) -> dict[str, tuple[Evidence, ...]]:
    """The mentions of countries (of all, or of these) by article, in the order in which they are read."""
    return _evidence(con, "news.country_mentions", "iso3, {span}, kind, role, NULL", article_ids, "iso3", countries)


def region_evidence(
    con: duckdb.DuckDBPyConnection, article_ids: Collection[str], regions: Collection[str] | None = None
) -> dict[str, tuple[Evidence, ...]]:
    """The mentions of groups and regions (of all, or of these) by article, in the order in which they are read."""
    return _evidence(
        con, "news.region_mentions", "region_id, {span}, NULL, role, NULL", article_ids, "region_id", regions
    )


def topic_evidence(
    con: duckdb.DuckDBPyConnection, article_ids: Collection[str], topics: Collection[str] | None = None
) -> dict[str, tuple[Evidence, ...]]:
    """The evidence for topics (for all, or for these) by article, in the order in which it is read."""
    return _evidence(
        con, "news.topic_mentions", "topic_id, {span}, NULL, NULL, weight", article_ids, "topic_id", topics
    )


def archived(con: duckdb.DuckDBPyConnection, article_ids: Collection[str]) -> dict[str, Archived]:
    """Where the bytes of each article's current revision are."""
    rows = con.execute(
        """
        SELECT article_id, documents.document_id, url, fetched_at, warc_path, warc_offset, warc_length, sha256
        FROM news.articles JOIN raw.documents USING (document_id)
        WHERE article_id IN (SELECT unnest($ids::VARCHAR[]))
        """,
        {"ids": list(article_ids)},
    ).fetchall()
    return {row[0]: Archived(*row[1:]) for row in rows}


def sentence(text: str, start: int, end: int) -> str:
    """The sentence of `text` that `start:end` stands in, on one line; cut with an ellipsis where it is long."""
    left = max(0, start - _WIDEST)
    ends = [match.end() for match in _END.finditer(text, left, start) if _is_end(text, match.start())]
    after = next((m for m in _END.finditer(text, end, end + _WIDEST) if _is_end(text, m.start())), None)
    first = ends[-1] if ends else left
    last = after.end() if after else min(len(text), end + _WIDEST)
    cut_left, cut_right = first > 0 and not ends, last < len(text) and after is None
    return ("…" if cut_left else "") + " ".join(text[first:last].split()) + ("…" if cut_right else "")


def _is_end(text: str, mark: int) -> bool:
    """Whether the mark at this place ends a sentence: a full stop may belong to an abbreviation or an initial."""
    word = _BEFORE.search(text, max(0, mark - 20), mark + 1)
    if word is None:
        return True
    return word[1] not in _ABBREVIATED and not (len(word[1]) == 1 and word[1].isupper())


def _evidence(
    con: duckdb.DuckDBPyConnection,
    table: str,
    columns: str,
    article_ids: Collection[str],
    tag: str,
    tags: Collection[str] | None,
) -> dict[str, tuple[Evidence, ...]]:
    span = "field, item, start_char, end_char, surface, rule"
    rows = con.execute(
        f"""
        SELECT article_id, {columns.format(span=span)} FROM {table}
        WHERE article_id IN (SELECT unnest($ids::VARCHAR[]))
          AND ($tags::VARCHAR[] IS NULL OR list_contains($tags::VARCHAR[], {tag}))
        ORDER BY article_id, CASE field WHEN 'title' THEN 0 WHEN 'body' THEN 1 ELSE 2 END, item, start_char, {tag}, rule
        """,
        {"ids": list(article_ids), "tags": None if tags is None else list(tags)},
    ).fetchall()
    texts = _texts(con, article_ids)
    found: dict[str, list[Evidence]] = defaultdict(list)
    for article_id, *row in rows:
        text = texts.get((article_id, row[1], row[2] or 0), "")
        values = (*row, sentence(text, row[3], row[4]) if text else row[5])
        found[article_id].append(Evidence(*values))
    return {article_id: tuple(found[article_id]) for article_id in article_ids}


def _texts(con: duckdb.DuckDBPyConnection, article_ids: Collection[str]) -> dict[tuple[str, str, int], str]:
    """The texts of the articles, by article, field and item."""
    texts: dict[tuple[str, str, int], str] = {}
    for article_id, title, body, captions in con.execute(
        "SELECT article_id, title, body, captions FROM news.articles "
        "WHERE article_id IN (SELECT unnest($ids::VARCHAR[]))",
        {"ids": list(article_ids)},
    ).fetchall():
        texts[article_id, "title", 0] = title or ""
        texts[article_id, "body", 0] = body
        texts.update({(article_id, "caption", item): caption for item, caption in enumerate(captions)})
    return texts
