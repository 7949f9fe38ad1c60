"""From an article or a number back to the words that gave it, and from there to the archived bytes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import duckdb

from contracts import mart
from contracts.tables import BY_NAME
from core.errors import UsageError
from core.urls import is_web_url, normalise_url
from warehouse.evidence import Archived, Evidence, archived, country_evidence, region_evidence, topic_evidence


@dataclass(frozen=True)
class CountryLine:
    """What an article has to do with a country."""

    iso3: str
    name: str | None
    mentions: int
    in_title: bool
    in_lead: bool
    salience: float
    is_focus: bool


@dataclass(frozen=True)
class TopicLine:
    """A topic of an article: its score, and what the words for and against it add up to, in log-odds."""

    topic_id: str
    label: str | None
    score: float
    weight: float


@dataclass(frozen=True)
class Coverage:
    """Why countries, regions and topics of an article could not be judged; None where they could."""

    countries: str | None
    regions: str | None
    topics: str | None


@dataclass(frozen=True)
class ArticleExplained:
    """An article and all that was concluded from it, with the words."""

    article_id: str
    title: str | None
    canonical_url: str | None
    source_id: str
    outlet: str | None
    outlet_country: str | None
    byline: str | None
    published_at: datetime | None
    published_precision: str
    published_from: str
    day: date
    day_basis: str
    language: str | None
    word_count: int
    kind: str
    extracted_by: str
    extraction_confidence: float
    notes: list[str]
    story_id: str
    copies: int
    revision: int
    gone_at: datetime | None
    rules_version: str
    not_judged: Coverage
    countries: tuple[CountryLine, ...]
    country_evidence: tuple[Evidence, ...]
    region_evidence: tuple[Evidence, ...]
    topics: tuple[TopicLine, ...]
    topic_evidence: tuple[Evidence, ...]
    archive: Archived


@dataclass(frozen=True)
class ArticleBehind:
    """An article that a number counts, the words for which it is counted, and its bytes."""

    article_id: str
    title: str | None
    source_id: str
    canonical_url: str | None
    evidence: tuple[Evidence, ...]
    archive: Archived


@dataclass(frozen=True)
class CellExplained:
    """A row of a mart (`values`: column to value; empty where the mart has none for that key) and the articles that it
    counts: how many, and the first of them by id."""

    table: str
    values: dict[str, object]
    counted: int
    articles: tuple[ArticleBehind, ...]


@contextmanager
def as_declared() -> Iterator[None]:
    """For questions to a snapshot that was published before a table or a column was there."""
    try:
        yield
    except (duckdb.BinderException, duckdb.CatalogException) as error:
        raise UsageError(
            f"the published snapshot is of an older Foreign Desk ({str(error).splitlines()[0]})",
            "`desk process` and `desk publish` bring the workspace up to this one.",
        ) from error


def article_by(con: duckdb.DuckDBPyConnection, wanted: str) -> str:
    """The id of the article of that id (or the beginning of one, six digits or more), canonical URL, or address under
    which it was fetched. Raises UsageError when there is none, or when a beginning fits several."""
    normal = normalise_url(wanted) if is_web_url(wanted) else wanted
    rows = con.execute(
        """
        SELECT article_id FROM news.articles WHERE article_id = $wanted OR canonical_url IN ($wanted, $normal)
        UNION
        SELECT ledger.article_id FROM raw.documents JOIN ops.ledger USING (document_id)
        WHERE (documents.url IN ($wanted, $normal) OR documents.final_url IN ($wanted, $normal)
               OR document_id = $wanted) AND ledger.article_id IS NOT NULL
        UNION
        SELECT article_id FROM news.articles WHERE length($wanted) >= 6 AND starts_with(article_id, $wanted)
        ORDER BY article_id
        """,
        {"wanted": wanted, "normal": normal},
    ).fetchall()
    if len(rows) == 1:
        return str(rows[0][0])
    if rows:
        raise UsageError(f"{wanted!r} fits {len(rows)} articles: {', '.join(row[0] for row in rows[:5])}", "Name one.")
    raise UsageError(
        f"no published article has the id or the address {wanted!r}",
        "Look it up: desk sql \"SELECT article_id, title FROM news.articles WHERE title ILIKE '%word%'\"",
    )


@as_declared()
def explain_article(con: duckdb.DuckDBPyConnection, article_id: str) -> ArticleExplained:
    """Everything that is known of an article and the words for it. Raises UsageError for an unknown id."""
    head = con.execute(
        """
        SELECT article_id, title, canonical_url, source_id, outlet, sources.outlet_country, byline, published_at,
               published_precision, published_from, day, day_basis, articles.language, word_count, articles.kind,
               extracted_by, extraction_confidence, notes, story_id, coalesce(stories.articles, 1), revision, gone_at,
               rules_version
        FROM news.articles LEFT JOIN ref.sources USING (source_id) LEFT JOIN news.stories USING (story_id)
        WHERE article_id = ?
        """,
        [article_id],
    ).fetchone()
    if head is None:
        raise UsageError(f"no published article has the id {article_id!r}", "Its address works as well.")
    countries = con.execute(
        """
        SELECT iso3, name, mentions, in_title, in_lead, salience, is_focus
        FROM news.article_countries LEFT JOIN ref.countries USING (iso3) WHERE article_id = ?
        ORDER BY salience DESC, iso3
        """,
        [article_id],
    ).fetchall()
    topics = con.execute(
        """
        SELECT topic_id, label, score, coalesce((
            SELECT sum(weight) FROM news.topic_mentions AS m
            WHERE m.article_id = t.article_id AND m.topic_id = t.topic_id
        ), 0) FROM news.article_topics AS t LEFT JOIN ref.topics USING (topic_id) WHERE article_id = ?
        ORDER BY score DESC, topic_id
        """,
        [article_id],
    ).fetchall()
    reasons = con.execute(
        "SELECT countries_reason, regions_reason, topics_reason FROM news.article_coverage WHERE article_id = ?",
        [article_id],
    ).fetchone()
    explained = (
        *head,
        Coverage(*(reasons or (None, None, None))),
        tuple(CountryLine(*row) for row in countries),
        country_evidence(con, [article_id])[article_id],
        region_evidence(con, [article_id])[article_id],
        tuple(TopicLine(*row) for row in topics),
        topic_evidence(con, [article_id])[article_id],
        archived(con, [article_id])[article_id],
    )
    return ArticleExplained(*explained)


# The articles that a row counts, by table: named countries (`{focus}` asks for focus countries), and tags from .5.
_NAMES = "article_id IN (SELECT article_id FROM news.article_countries WHERE iso3 = $country)"
_FOCUS = "article_id IN (SELECT article_id FROM news.article_countries WHERE iso3 = $country AND is_focus)"
_NAMES_OTHER = "article_id IN (SELECT article_id FROM news.article_countries WHERE iso3 = $other)"
_TAGGED = "article_id IN (SELECT article_id FROM news.article_topics WHERE topic_id = $topic AND score >= .5)"
_BELOW = "SELECT topic_id FROM ref.topics WHERE parent_id = $topic"
_TAGGED_BELOW = (
    f"article_id IN (SELECT article_id FROM news.article_topics WHERE topic_id IN ({_BELOW}) AND score >= .5)"
)
_COUNTED: dict[str, tuple[str, ...]] = {
    mart.COUNTRY_DAILY.qualified: (_NAMES,),
    mart.TOPIC_DAILY.qualified: (_TAGGED,),
    mart.COUNTRY_TOPIC_DAILY.qualified: (_FOCUS, _TAGGED),
    mart.COUNTRY_PAIR_DAILY.qualified: (_NAMES, _NAMES_OTHER),
    mart.TOPIC_PARENT_DAILY.qualified: (_TAGGED_BELOW,),
}
_KEYS = {name: BY_NAME[name].key if name in BY_NAME else ("day", "parent_id") for name in _COUNTED}


@as_declared()
def explain_cell(
    con: duckdb.DuckDBPyConnection,
    table: str,
    day: date | None,
    *,
    country: str | None = None,
    topic: str | None = None,
    pair: str | None = None,
    limit: int = 50,
) -> CellExplained:
    """The row of a mart for a day and a country, a topic (or a parent of topics) or a pair (`CHN-USA`, in any order),
    and the articles that it counts with the sentences that it counts them for; `limit` of them. Raises UsageError when
    the table is none of these, or when what its key needs is missing."""
    name = table if "." in table else f"mart.{table}"
    if name not in _COUNTED:
        raise UsageError(f"{table!r} is no mart that can be explained", f"These can: {', '.join(_COUNTED)}.")
    key = _key(name, day, country, topic, pair)
    first, second = key.get("iso3") or key.get("iso3_a"), key.get("iso3_b")
    given = {"day": key["day"], "country": first, "other": second, "topic": key.get("topic_id") or key.get("parent_id")}
    conditions = " AND ".join(("day = $day", *_COUNTED[name]))
    used = {name: value for name, value in given.items() if f"${name}" in conditions}
    ids = [row[0] for row in con.execute(
        f"SELECT article_id FROM news.articles WHERE {conditions} ORDER BY article_id", used
    ).fetchall()]  # fmt: skip
    where = " AND ".join(f"{column} = ${column}" for column in key)
    answer = con.execute(f"FROM {name} WHERE {where}", key)
    columns, row = [column[0] for column in answer.description or ()], answer.fetchone()
    values = dict(zip(columns, row, strict=True)) if row else {}
    countries = [code for code in (first, second) if code]
    topics = [key["topic_id"]] if "topic_id" in key else []
    if "parent_id" in key:
        topics = [row[0] for row in con.execute(_BELOW, {"topic": topic}).fetchall()]
    return CellExplained(name, values, len(ids), _behind(con, ids[:limit], countries, topics))


def _key(name: str, day: date | None, country: str | None, topic: str | None, pair: str | None) -> dict[str, Any]:
    """The key of the row that is asked for, column by column."""
    countries = sorted(pair.upper().replace("/", "-").split("-")) if pair else []
    if pair and len(countries) != 2:
        raise UsageError(f"a pair is written as CHN-USA, not {pair!r}", "Two ISO3 codes, in any order.")
    given: dict[str, Any] = {
        "day": day,
        "iso3": country.upper() if country else None,
        "topic_id": topic,
        "parent_id": topic,
        "iso3_a": countries[0] if pair else None,
        "iso3_b": countries[1] if pair else None,
    }
    options = {
        "day": "--day", "iso3": "--country", "topic_id": "--topic", "parent_id": "--topic", "iso3_a": "--pair",
        "iso3_b": "--pair",
    }  # fmt: skip
    missing = dict.fromkeys(options[column] for column in _KEYS[name] if given[column] is None)
    if missing:
        raise UsageError(f"a number of {name} needs {' and '.join(missing)}", "`desk explain --help` shows an example.")
    return {column: given[column] for column in _KEYS[name]}


def _behind(
    con: duckdb.DuckDBPyConnection, ids: list[str], countries: list[str], topics: list[str]
) -> tuple[ArticleBehind, ...]:
    heads = con.execute(
        """
        SELECT article_id, title, source_id, canonical_url FROM news.articles
        WHERE article_id IN (SELECT unnest($ids::VARCHAR[])) ORDER BY article_id
        """,
        {"ids": ids},
    ).fetchall()
    named, tagged, where = country_evidence(con, ids, countries), topic_evidence(con, ids, topics), archived(con, ids)
    rows = [(*head, named[head[0]] + tagged[head[0]], where[head[0]]) for head in heads]
    return tuple(ArticleBehind(*row) for row in rows)
