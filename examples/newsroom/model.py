"""What the example newsroom is made of, and the truth about it. Frozen: a newsroom is a value."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Edition = Literal["morning", "evening"]
EDITIONS: tuple[Edition, ...] = ("morning", "evening")
BlockKind = Literal["paragraph", "heading"]


@dataclass(frozen=True)
class Block:
    """A paragraph or a sub-heading of a body."""

    kind: BlockKind
    text: str


@dataclass(frozen=True)
class Figure:
    """An image with its alternative text and its caption; the credit is chrome."""

    alt: str
    caption: str
    credit: str


@dataclass(frozen=True)
class Site:
    """An outlet: `style` names its template, `offset` is minutes east of UTC, `states` says how it dates its articles,
    `validators` what it sends for conditional requests, `encoding` what its bytes are in and `charset` what its header
    claims (None: says nothing)."""

    name: str
    outlet: str
    tagline: str
    country: str
    city: str
    kind: Literal["feed", "listing"]
    style: str
    entry: str
    offset: int
    sections: tuple[str, ...]
    states: Literal["second", "minute", "day", "none"]
    validators: Literal["etag", "last-modified", "both", "none"]
    encoding: str
    charset: str | None
    curly: bool
    bylines: tuple[str, ...]
    desks: tuple[str, ...] = ()
    link_selector: str | None = None
    next_selector: str | None = None
    page_size: int = 50
    server: str = "nginx"


@dataclass(frozen=True)
class Article:
    """The truth of one article: what a perfect reader would take from its page.

    `published` is None where the page states no date, or one that must be refused; at day precision it is midnight UTC
    of the day that the page states. `signed` is what stands where the author does, `byline` the same where it is a
    person. `mentioned` are all countries that title, body or captions name, `focus` those it
    is about. Copies of one text share `story`."""

    key: str
    site: str
    path: str
    title: str
    blocks: tuple[Block, ...]
    figures: tuple[Figure, ...]
    signed: str | None
    byline: str | None
    published: datetime | None
    precision: Literal["second", "minute", "day", "none"]
    written: datetime
    modified: datetime | None
    sections: tuple[str, ...]
    focus: tuple[str, ...]
    mentioned: tuple[str, ...]
    topics: tuple[str, ...]
    event: str
    story: str
    dateline: str | None = None
    note: str | None = None
    future: datetime | None = None
    burst: bool = False

    @property
    def body(self) -> str:
        """Paragraphs and headings with a blank line between."""
        return "\n\n".join(block.text for block in self.blocks)

    @property
    def lead(self) -> str:
        return self.blocks[0].text

    @property
    def captions(self) -> tuple[str, ...]:
        return tuple(figure.caption for figure in self.figures)

    @property
    def words(self) -> int:
        return len(self.body.split())


@dataclass(frozen=True)
class Outcome:
    """How the ledger is to end for an address: a status and a reason. More than one pair where a sound program may
    differ (a page of nested tags is stopped by time, by memory, or found empty)."""

    options: tuple[tuple[str, str], ...]

    @property
    def status(self) -> str:
        """The status to expect first of all."""
        return self.options[0][0]

    @property
    def reason(self) -> str:
        return self.options[0][1]

    def accepts(self, status: str, reason: str) -> bool:
        """Whether a ledger row with these is right."""
        return (str(status), str(reason)) in self.options


@dataclass(frozen=True)
class Offer:
    """An address that a site's feed or listing offers. `href` is as written there (with tracking parameters and all);
    `path` is where it stands without them. `dirt` names what is wrong with it. An outcome is None in an edition that
    does not offer it; that of the evening is for a run that follows one in the morning."""

    site: str
    href: str
    path: str
    title: str
    at: datetime
    morning: Outcome | None
    evening: Outcome | None
    article: str | None = None
    dirt: str | None = None

    def outcome(self, edition: Edition) -> Outcome | None:
        return self.morning if edition == "morning" else self.evening


@dataclass(frozen=True)
class Newsroom:
    """All of it: sites, articles as of the morning, edits of the evening, and every address that a source offers.

    `quiet` are the sites whose feed or listing is the same in the evening: who asks conditionally hears 304 there, and
    meets none of its addresses again."""

    today: date
    seed: int
    sites: tuple[Site, ...]
    articles: tuple[Article, ...]
    edits: tuple[Article, ...]
    offers: tuple[Offer, ...]
    quiet: frozenset[str]
    burst_week: date
    burst_countries: tuple[str, str]
    _by_key: dict[str, Article] = field(default_factory=dict, repr=False, compare=False)

    def site(self, name: str) -> Site:
        """The site of that name. Raises KeyError."""
        for site in self.sites:
            if site.name == name:
                return site
        raise KeyError(name)

    def article(self, key: str, edition: Edition = "morning") -> Article:
        """The article as that edition prints it. Raises KeyError."""
        if edition == "evening":
            for edit in self.edits:
                if edit.key == key:
                    return edit
        if not self._by_key:
            self._by_key.update({article.key: article for article in self.articles})
        return self._by_key[key]

    def offered(self, site: str, edition: Edition) -> tuple[Offer, ...]:
        """What the site's feed or listing offers, the newest first."""
        return tuple(offer for offer in self.offers if offer.site == site and offer.outcome(edition))
