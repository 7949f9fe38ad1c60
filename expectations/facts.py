"""What the gate needs to know of an article: numbers and truth values, no text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from contracts.records import Article, CountryMention, Reading, RegionMention, Texts, TopicMention

# A page dated a little ahead of the fetch is a clock or a time zone, not a prophecy.
_AHEAD = timedelta(days=1)
Mention = CountryMention | RegionMention | TopicMention


@dataclass(frozen=True)
class ArticleFacts:
    """One article as the gate sees it. `released`: a steward let it in, so that the gate does not apply. NULLs (None)
    mean that a rule does not apply."""

    document_id: str
    article_id: str
    released: bool
    word_count: int
    body_has_text: bool
    replaced_share: float  # U+FFFD among the body's characters: what no charset could read
    title_length: int | None
    language_is_code: bool | None
    date_is_consistent: bool
    not_in_the_future: bool | None
    published_year: int | None
    confidence: float
    spans_hold: bool
    salience: float | None  # its sum over the article's countries


def article_facts(reading: Reading) -> ArticleFacts:
    """The facts of a document that was read."""
    article, published = reading.article, reading.article.published_at
    language, body, unknown = article.language, article.body, published is None
    tags = reading.tags
    mentions: list[Mention] = [*tags.countries.mentions, *tags.regions, *tags.topics.mentions]
    countries = reading.countries.countries
    return ArticleFacts(
        document_id=reading.document.document_id,
        article_id=reading.article_id,
        released=reading.document.released,
        word_count=len(body.split()),
        body_has_text=bool(body.strip()),
        replaced_share=body.count("\ufffd") / max(1, len(body)),
        title_length=None if article.title is None else len(article.title),
        language_is_code=None if language is None else len(language) == 2 and language.isalpha() and language.islower(),
        date_is_consistent=unknown == (article.published_precision == "none") == (article.published_from == "none"),
        not_in_the_future=None if published is None else published <= reading.document.fetched_at + _AHEAD,
        published_year=None if published is None else published.year,
        confidence=article.extraction_confidence,
        spans_hold=spans_hold(article, mentions),
        salience=sum(country.salience for country in countries) if countries else None,
    )


def spans_hold(article: Article | Texts, mentions: Iterable[Mention]) -> bool:
    """Whether every mention's words stand where it says: `field[start:end] == surface`."""
    return all(m.start < m.end and _field(article, m)[m.start : m.end] == m.surface for m in mentions)


def _field(article: Article | Texts, mention: Mention) -> str:
    if mention.field == "title":
        return article.title or ""
    if mention.field == "body":
        return article.body
    item = mention.item
    return article.captions[item] if item is not None and 0 <= item < len(article.captions) else ""
