"""Pages of the newsroom: articles, listings, feeds and the rest, in each outlet's own markup (templates/)."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path

import jinja2

from core.ids import slug
from examples.newsroom.cast import DATA, load_yaml
from examples.newsroom.model import Article, Edition, Newsroom, Offer, Site

STANDING = ("about", "privacy", "contact")
TEMPLATES = Path(__file__).resolve().parent / "templates"
_BARE = frozenset({"consent", "captcha", "script_shell"})
_FEED_TEMPLATES = {"atom": ("feed_atom.xml.j2", "application/atom+xml; charset=utf-8")}
_RSS = ("feed_rss.xml.j2", "application/rss+xml")


@dataclass(frozen=True)
class Item:
    """A line of a listing or feed."""

    title: str
    href: str
    when: datetime | None
    article: Article | None


@functools.cache
def _templates() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["rfc822"] = format_datetime
    environment.filters["section_path"] = section_path
    return environment


@functools.cache
def _texts() -> dict[str, dict[str, str]]:
    raw = load_yaml(DATA / "pages.yml")
    assert isinstance(raw, dict)
    return raw


def section_path(section: str) -> str:
    """Where a section's own page stands."""
    return f"/section/{slug(section)}"


def listing_pages(newsroom: Newsroom, site: Site, edition: Edition) -> int:
    """How many pages the site's listing has."""
    return -(-len(newsroom.offered(site.name, edition)) // site.page_size)


def listing_path(site: Site, number: int) -> str:
    """The address of a page of the listing, counted from 0."""
    if number == 0:
        return site.entry
    if site.style == "table":
        return site.entry.replace(".", f"{number + 1}.")
    return f"{site.entry.rstrip('/')}/page/{number + 1}/"


def article_page(newsroom: Newsroom, site: Site, article: Article, edition: Edition, bases: Mapping[str, str]) -> bytes:
    """The page of an article, encoded as its outlet encodes."""
    context = _context(newsroom, site, edition, bases)
    when = stated(site, article)
    context.update(
        kind="article",
        article=article,
        figures=list(article.figures),
        when=when,
        modified=_local(site, article.modified or article.future or article.written),
        url=bases[site.name] + article.path,
        jsonld=_jsonld(site, article, bases),
        related=_others(newsroom, site, article, 4),
        # The counter of the oldest site turns with each edition: other bytes, the same article.
        counter=48213 + 17 * (edition == "evening"),
    )
    return _render(f"{site.style}.html.j2", site, context)


def other_page(
    newsroom: Newsroom,
    site: Site,
    name: str,
    edition: Edition,
    bases: Mapping[str, str],
    *,
    number: int = 0,
    offer: Offer | None = None,
) -> bytes:
    """A listing, section or standing page, or one of the dirty ones."""
    context = _context(newsroom, site, edition, bases)
    if name in _BARE:
        return _render(f"{name}.html.j2", site, {**context, "title": offer.title if offer else site.outlet})
    if name in ("listing", "section"):
        items = _items(newsroom, site, edition, bases)
        shown = items[number * site.page_size : (number + 1) * site.page_size] if name == "listing" else items[:9]
        more = name == "listing" and (number + 1) * site.page_size < len(items)
        context.update(
            kind="list",
            title=site.sections[0],
            items=shown,
            older=listing_path(site, number + 1) if more else None,
            newer=listing_path(site, number - 1) if number else None,
            candidates=name == "listing",
        )
    else:
        text = _texts()[name]
        title = offer.title if offer and text["title"] == "=" else text["title"]
        paragraphs = [p.format(outlet=site.outlet, city=site.city) for p in text["text"].strip().split("\n\n")]
        context.update(kind="text", title=title.format(outlet=site.outlet), paragraphs=paragraphs, page=name)
    return _render(f"{site.style}.html.j2", site, context)


def feed(newsroom: Newsroom, site: Site, edition: Edition, bases: Mapping[str, str]) -> tuple[bytes, str]:
    """The site's feed and its content type."""
    template, kind = _FEED_TEMPLATES.get(site.style, _RSS)
    context = _context(newsroom, site, edition, bases)
    items = _items(newsroom, site, edition, bases)
    context["items"] = items
    return _templates().get_template(template).render(context).encode("utf-8"), kind


def picture(path: str) -> bytes:
    """A plain picture for the address: the newsroom has no photographs."""
    hue = int(hashlib.sha256(path.encode()).hexdigest()[:4], 16) % 360
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360" width="640" height="360">'
        f'<rect width="640" height="360" fill="hsl({hue} 28% 72%)"/>'
        f'<path d="M0 260 Q160 180 320 250 T640 220 V360 H0Z" fill="hsl({hue} 30% 46%)"/>'
        f'<circle cx="500" cy="96" r="38" fill="hsl({hue} 40% 86%)"/></svg>'
    ).encode("ascii")


def pdf() -> bytes:
    """A PDF of one empty page."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )


def made_at(newsroom: Newsroom, site: Site, edition: Edition) -> datetime:
    """When the site's feed or listing was last made: quiet sites make it once."""
    late = edition == "evening" and site.name not in newsroom.quiet
    return datetime.combine(newsroom.today, time(), UTC) - timedelta(minutes=5 if late else 240)


def stated(site: Site, article: Article) -> datetime | None:
    """The time of publication that the page states, in the outlet's own time."""
    if site.states == "none":
        return None
    return _local(site, article.future or article.written)


def _local(site: Site, when: datetime) -> datetime:
    zone = timezone(timedelta(minutes=site.offset))
    return when.astimezone(zone).replace(second=when.second if site.states == "second" else 0)


def _context(newsroom: Newsroom, site: Site, edition: Edition, bases: Mapping[str, str]) -> dict[str, object]:
    shown = [o for o in newsroom.offered(site.name, "morning") if o.article]
    return {
        "site": site,
        "base": bases[site.name],
        "today": newsroom.today,
        "standing": STANDING,
        "counter": 48213,
        "most_read": [(o.title, o.path) for o in shown[2:7]],
        "made": _local(site, made_at(newsroom, site, edition)),
    }


def _items(newsroom: Newsroom, site: Site, edition: Edition, bases: Mapping[str, str]) -> list[Item]:
    from examples.newsroom.server import absolute

    items = []
    for offer in newsroom.offered(site.name, edition):
        article = newsroom.article(offer.article, edition) if offer.article else None
        when = article.future or article.written if article and offer.dirt != "second_address" else offer.at
        title = article.title if article else offer.title
        items.append(Item(title, absolute(offer.href, site.name, bases), _local(site, when), article))
    return items


def _others(newsroom: Newsroom, site: Site, article: Article, count: int) -> list[Article]:
    """Related articles: older ones of the morning, the same in both editions."""
    shown = [newsroom.article(o.article) for o in newsroom.offered(site.name, "morning") if o.article]
    older = [a for a in shown if a.key != article.key and a.written < article.written and not a.future]
    return (older or [a for a in shown if a.key != article.key])[:count]


def _jsonld(site: Site, article: Article, bases: Mapping[str, str]) -> str:
    """schema.org/NewsArticle as plug-ins write it, fit to stand inside a script element."""
    when = stated(site, article)
    url = bases[site.name] + article.path
    organisation = {"@type": "NewsMediaOrganization", "name": site.outlet, "url": bases[site.name] + "/"}
    node: dict[str, object] = {
        "@type": "NewsArticle",
        "@id": f"{url}#article",
        "mainEntityOfPage": url,
        "headline": article.title,
        "articleSection": list(article.sections),
        "inLanguage": "en",
        "publisher": organisation,
        "author": {"@type": "Person", "name": article.byline} if article.byline else organisation,
    }
    if when is not None:
        node["datePublished"] = when.isoformat()
        node["dateModified"] = _local(site, article.modified or article.future or article.written).isoformat()
    graph = {
        "@context": "https://schema.org",
        "@graph": [node, {"@type": "WebPage", "@id": url, "name": article.title}],
    }
    single = {"@context": "https://schema.org", **node}
    text = json.dumps(single if site.style == "wire" else graph, ensure_ascii=False)
    return text.replace("<", "\\u003c")


def _render(template: str, site: Site, context: dict[str, object]) -> bytes:
    text = _templates().get_template(template).render(context)
    return text.encode(site.encoding, "xmlcharrefreplace")
