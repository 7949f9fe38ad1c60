"""The records that travel between stages: frozen, typed, picklable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, Literal

from contracts.reasons import Reason, Status

Field = Literal["title", "body", "caption"]
MentionKind = Literal["name", "demonym", "capital", "city", "division", "leader", "institution", "alias"]
Role = Literal["text", "heading", "quote", "dateline"]
Precision = Literal["second", "minute", "hour", "day", "none"]
DateOrigin = Literal["json-ld", "meta", "feed", "url", "text", "none"]


@dataclass(frozen=True)
class Hints:
    """What a feed, an API or a listing said of a page before it was fetched: second opinions, as the source wrote them.
    `text` is the body as a full-text feed or an API gives it, HTML or plain."""

    title: str | None = None
    published: str | None = None
    author: str | None = None
    modified: str | None = None
    sections: tuple[str, ...] = ()
    text: str | None = None

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Hints:
        """Hints again from their JSON object. Fields that it lacks are empty, fields that a newer program added are
        passed over."""
        known = {f.name: values[f.name] for f in fields(cls) if values.get(f.name) is not None}
        return cls(**{**known, "sections": tuple(known.get("sections", ()))})


@dataclass(frozen=True)
class Candidate:
    """A URL that a source offers. `url` is normalised; for a file of a folder it is `folder:` and the path within it.
    `locator` says where the body lies for a kind that brings bodies along (a place in an archive file): one URL may
    then stand there several times, and each is a candidate of its own."""

    url: str
    hints: Hints = Hints()
    locator: str | None = None

    @property
    def key(self) -> str:
        """What makes it one candidate: its URL, and its locator where there is one."""
        return self.url if self.locator is None else f"{self.url} {self.locator}"


@dataclass(frozen=True)
class Document:
    """A fetched body: where its bytes lie, and what is known of it from outside. A row of raw.documents and more."""

    document_id: str
    source_id: str
    run_id: str
    sequence: int
    url: str
    final_url: str
    fetched_at: datetime
    status: int
    content_type: str | None
    sha256: str
    warc_path: str
    warc_offset: int
    warc_length: int
    hints: Hints = Hints()
    outlet: str | None = None
    outlet_country: str | None = None
    language: str | None = None  # the source's, as set in its YAML
    sites: tuple[str, ...] = ()  # further hosts whose pages belong to the source
    released: bool = False  # a steward let it in: gates are not applied
    stopped: tuple[str, str] | None = None  # (reason, detail) when an earlier reading had to be stopped


@dataclass(frozen=True)
class PageContext:
    """What a reader of a page knows from outside of it. `url` and `final_url` are None for a file."""

    fetched_at: datetime
    url: str | None = None
    final_url: str | None = None
    content_type: str | None = None
    hints: Hints = Hints()
    language: str | None = None  # ISO 639-1, as set for the source
    outlet: str | None = None
    sites: tuple[str, ...] = ()  # further hosts whose pages belong to the source
    gated: bool = True  # False: a steward released it, so that everything that has any text is read

    @classmethod
    def of(cls, document: Document) -> PageContext:
        """The context of a fetched document."""
        from_web = not document.url.startswith("folder:")
        return cls(
            fetched_at=document.fetched_at,
            url=document.url if from_web else None,
            final_url=document.final_url if from_web else None,
            content_type=document.content_type,
            hints=document.hints,
            language=document.language,
            outlet=document.outlet,
            sites=document.sites,
            gated=not document.released,
        )


@dataclass(frozen=True)
class StatedDate:
    """One place of a page, or a feed, that states a date: `at` in UTC (midnight for a day), `offset` in minutes as it was
    stated, `place` for people (`article:published_time`). `refused` says why it cannot be the article's; at most one of
    a role is `chosen`."""

    at: datetime
    offset: int | None
    precision: Precision
    origin: DateOrigin
    place: str
    role: Literal["published", "modified"]
    chosen: bool = False
    refused: str | None = None


@dataclass(frozen=True)
class Article:
    """What a page says, cleaned. Texts are NFC; paragraphs and headings of `body` are separated by a blank line.
    `headings`, `quotes` and `dateline` are character spans of `body`."""

    canonical_url: str | None
    title: str | None
    body: str
    lead: str | None = None
    byline: str | None = None
    published_at: datetime | None = None  # UTC
    published_offset: int | None = None  # minutes east of UTC that the page stated
    published_precision: Precision = "none"
    published_from: DateOrigin = "none"
    modified_at: datetime | None = None
    language: str | None = None  # ISO 639-1
    sections: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    kind: str = "article"
    extracted_by: str = ""
    extraction_confidence: float = 0.0
    notes: tuple[str, ...] = ()
    headings: tuple[tuple[int, int], ...] = ()
    quotes: tuple[tuple[int, int], ...] = ()
    dateline: tuple[int, int] | None = None
    dates: tuple[StatedDate, ...] = ()  # every statement of a date, in the order of trust


@dataclass(frozen=True)
class Rejection:
    """A page that is not fit, and why. `detail` is for people: what was seen."""

    reason: Reason
    detail: str
    stage: str = "extract"


@dataclass(frozen=True)
class Texts:
    """What a tagger reads. Spans are of `body`. `repeated_title` is the span of the body that says the title again: words
    there are evidence, but do not count twice."""

    title: str | None
    body: str
    captions: tuple[str, ...] = ()
    headings: tuple[tuple[int, int], ...] = ()
    quotes: tuple[tuple[int, int], ...] = ()
    dateline: tuple[int, int] | None = None
    repeated_title: tuple[int, int] | None = None
    language: str | None = None
    year: int | None = None  # of publication, where known

    def text_of(self, field: Field, item: int | None) -> str:
        """The text of a field; `item` is the caption's place."""
        return self.captions[item or 0] if field == "caption" else self.body if field == "body" else self.title or ""

    @classmethod
    def of(cls, article: Article) -> Texts:
        """The texts of an article; its title is not in its body."""
        return cls(
            title=article.title,
            body=article.body,
            captions=article.captions,
            headings=article.headings,
            quotes=article.quotes,
            dateline=article.dateline,
            language=article.language,
            year=article.published_at.year if article.published_at else None,
        )


@dataclass(frozen=True)
class CountryMention:
    """Words that name a country. Offsets are characters of the field: `text[start:end] == surface`. For captions
    `item` is the caption's place in the list (from 0)."""

    iso3: str
    field: Field
    start: int
    end: int
    surface: str
    kind: MentionKind
    rule: str
    role: Role = "text"
    item: int | None = None


@dataclass(frozen=True)
class Refusal:
    """Words that look like a country and are none, and the rule that said so ("South China Sea", rule "sea")."""

    field: Field
    start: int
    end: int
    surface: str
    rule: str
    item: int | None = None


@dataclass(frozen=True)
class CountryShare:
    """What an article has to do with a country. `salience` 0..1; the shares of an article's countries sum to 1."""

    iso3: str
    mentions: int
    in_title: bool
    in_lead: bool
    salience: float
    is_focus: bool


@dataclass(frozen=True)
class CountryTags:
    """What a text names. Where its language has no gazetteer it is not `covered`: nothing can be said, which is not the
    same as no country, and `reason` says why."""

    mentions: tuple[CountryMention, ...] = ()
    countries: tuple[CountryShare, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    covered: bool = True
    reason: str | None = None


@dataclass(frozen=True)
class RegionMention:
    """Words that name a group of countries or a part of the world ("NATO", "the Sahel"). Offsets and `item` are as in a
    CountryMention. It says nothing of the countries that belong to it."""

    region_id: str
    field: Field
    start: int
    end: int
    surface: str
    rule: str
    role: Role = "text"
    item: int | None = None


@dataclass(frozen=True)
class TopicMention:
    """Words that speak for a topic; `weight` may be negative (words that speak against it)."""

    topic_id: str
    field: Field
    start: int
    end: int
    surface: str
    rule: str
    weight: float
    item: int | None = None


@dataclass(frozen=True)
class TopicScore:
    """How surely an article is about a topic, 0..1; .5 and more is the tag. It rises with z = `bias` +
    `evidence` (what the words add up to) - `beside` (what a topic of more evidence takes)."""

    topic_id: str
    score: float
    bias: float = 0.0
    evidence: float = 0.0
    beside: float = 0.0


@dataclass(frozen=True)
class TopicTags:
    mentions: tuple[TopicMention, ...] = ()
    topics: tuple[TopicScore, ...] = ()


@dataclass(frozen=True)
class Tags:
    """All that the taggers find in one text: what is replaced when the rules of tagging change. The two reasons say why
    regions and topics could not be judged (None: they could); what is missing then is not known to be missing."""

    countries: CountryTags = CountryTags()
    topics: TopicTags = TopicTags()
    regions: tuple[RegionMention, ...] = ()
    regions_reason: str | None = None
    topics_reason: str | None = None


@dataclass(frozen=True)
class Reading:
    """A document read to the end: an article with its tags."""

    document: Document
    article: Article
    article_id: str
    content_sha256: str
    countries: CountryTags = field(default_factory=CountryTags)
    topics: TopicTags = field(default_factory=TopicTags)
    signature: tuple[int, ...] = ()  # hashes by which copies of the body are found, 64 bits signed
    regions: tuple[RegionMention, ...] = ()
    regions_reason: str | None = None  # why regions and topics could not be judged; None where they could
    topics_reason: str | None = None

    @property
    def tags(self) -> Tags:
        return Tags(self.countries, self.topics, self.regions, self.regions_reason, self.topics_reason)


@dataclass(frozen=True)
class Unfit:
    """A document that ended in quarantine."""

    document: Document
    rejection: Rejection


Outcome = Reading | Unfit


@dataclass(frozen=True)
class ArticleState:
    """What the warehouse knows of an article, as far as the next look at it needs. `url` is the owner's address: the
    one whose changes make revisions."""

    article_id: str
    source_id: str
    url: str
    document_id: str
    revision: int
    content_sha256: str
    title: str | None
    body: str
    first_seen_at: datetime
    seen_at: datetime  # when the current revision was fetched


@dataclass(frozen=True)
class Revision:
    """A text that was replaced by a newer one. `changed_share` 0..1: how much of the body the newer one changed."""

    article_id: str
    revision: int
    document_id: str
    title: str | None
    body: str
    content_sha256: str
    seen_at: datetime
    changed_share: float


@dataclass(frozen=True)
class LedgerEntry:
    """The final status of one document in one run."""

    run_id: str
    document_id: str
    source_id: str
    url: str
    status: Status
    reason: Reason
    detail: str | None = None
    article_id: str | None = None


@dataclass(frozen=True)
class ArticleVersion:
    """An article as it is to stand in the warehouse after a batch."""

    reading: Reading
    revision: int
    first_seen_at: datetime


@dataclass(frozen=True)
class BatchResult:
    """What a batch of outcomes means for the warehouse, given what it held before."""

    articles: tuple[ArticleVersion, ...]
    revisions: tuple[Revision, ...]
    ledger: tuple[LedgerEntry, ...]
    quarantine: tuple[Unfit, ...]


@dataclass(frozen=True)
class TagChange:
    """What a change of the rules of tagging did to one country or topic (`kind`): articles that had it before and have
    it now, those that gained and that lost it, and, for a country, of how many it was the focus."""

    kind: str
    tag: str
    articles_before: int
    articles_now: int
    gained: int
    lost: int
    focus_before: int | None
    focus_now: int | None

    @property
    def moved(self) -> int:
        """Articles for which something changed, at least."""
        focus = abs((self.focus_now or 0) - (self.focus_before or 0))
        return max(self.gained + self.lost, focus)


@dataclass(frozen=True)
class UrlState:
    """What is known of a URL from earlier runs. `fetched_at` and `status` are those of the last look that was answered;
    `sha256` is that of the last body kept, at `kept_at`. `looks` counts the looks that were answered, the first at
    `first_seen_at`; `edited_at` is the last look that made a new revision. `cursor` is how far a poll had come."""

    url: str
    fetched_at: datetime
    status: int
    etag: str | None
    last_modified: str | None
    sha256: str | None
    kind: Literal["page", "poll"] = "page"
    first_seen_at: datetime | None = None
    kept_at: datetime | None = None
    looks: int = 1
    edited_at: datetime | None = None
    cursor: str | None = None
