"""What a page says of itself in data: meta tags, links, JSON-LD, headings. Read once, from the parsed tree."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser

from transforms.pages.clean import flat, one_line
from transforms.pages.patterns import words

JsonObject = dict[str, object]

_ARTICLE_TYPES = words(
    """
    Article NewsArticle BlogPosting ReportageNewsArticle OpinionNewsArticle AnalysisNewsArticle
    BackgroundNewsArticle ReviewNewsArticle AskPublicNewsArticle LiveBlogPosting Report ScholarlyArticle
    TechArticle SatiricalArticle AdvertiserContentArticle MedicalScholarlyArticle SocialMediaPosting Review
    """
)
MAX_SCRIPT = 1_000_000  # characters of one JSON-LD script; the largest of 561 pages has 330,000
MAX_OBJECTS = 3_000
MAX_META = 500
LISTED = 3  # articles with headlines in the JSON-LD of a listing; an article's page may name one more
_WRAPPING = re.compile(
    r"^\s*(?:<!--|/\*\s*<!\[CDATA\[\s*\*/|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|/\*\s*\]\]>\s*\*/|(?://\s*)?\]\]>)\s*$"
)


@dataclass(frozen=True)
class PageData:
    """The page's own statements. `meta` has lower-case names (name, property or itemprop) with values in their order;
    `objects` every JSON-LD object, outer before inner; `article` the one that is this page's article."""

    meta: dict[str, list[str]]
    objects: list[JsonObject]
    article: JsonObject | None
    canonical: str | None
    title_tag: str
    headings: list[str]  # the h1s in order, or the h2s of a page without
    language: str | None
    breadcrumbs: list[str]
    json_ld_broken: bool = False
    links: dict[str, list[str]] = field(default_factory=dict)  # rel -> addresses
    listed: bool = False  # `article` is one of several, and nothing says that it is this page's own

    def first(self, *names: str) -> str | None:
        """The first value that any of these meta names has, in the order asked."""
        for name in names:
            for value in self.meta.get(name, ()):
                if value:
                    return value
        return None

    @property
    def types(self) -> set[str]:
        """All JSON-LD types of the page."""
        return {name for obj in self.objects for name in types_of(obj)}


def types_of(obj: JsonObject) -> list[str]:
    """The types of a JSON-LD object, without the schema's address."""
    raw = obj.get("@type")
    names = raw if isinstance(raw, list) else [raw]
    return [name.rsplit("/", 1)[-1].removeprefix("schema:") for name in names if isinstance(name, str)]


def strings(value: object, depth: int = 0) -> list[str]:
    """The texts in a JSON-LD value: a string, a list of them, or objects with a name or @value."""
    if isinstance(value, str):
        text = one_line(value)
        return [text] if text else []
    if isinstance(value, dict):
        return strings(value.get("name") or value.get("@value"), depth + 1) if depth < 5 else []
    if isinstance(value, list):
        return [text for item in value[:200] for text in strings(item, depth + 1)] if depth < 5 else []
    return []


def read_data(tree: LexborHTMLParser, url: str | None) -> PageData:
    """All of it, from a parsed page. `url` tells which of several JSON-LD articles is this page's."""
    meta: dict[str, list[str]] = {}
    for node in tree.css("meta")[:MAX_META]:
        attributes = node.attributes
        content = one_line(attributes.get("content"))
        for key in ("name", "property", "itemprop", "http-equiv"):
            name = attributes.get(key)
            if name and content:
                meta.setdefault(name.strip().lower(), []).append(content[:5000])
    links: dict[str, list[str]] = {}
    for node in tree.css("link[rel]"):
        attributes = node.attributes
        if attributes.get("href"):
            links.setdefault((attributes.get("rel") or "").lower(), []).append((attributes["href"] or "").strip())
    objects, broken = _json_ld(tree)
    html = tree.css_first("html")
    title = tree.css_first("head > title") or tree.css_first("title")
    title_tag = one_line(title.text(deep=True)) if title else ""
    article, alone = _main_article(objects, url)
    return PageData(
        meta=meta,
        objects=objects,
        article=article,
        canonical=next(iter(links.get("canonical", ())), None),
        title_tag=title_tag,
        headings=_headings(tree),
        language=(html.attributes.get("lang") or html.attributes.get("xml:lang")) if html else None,
        breadcrumbs=_breadcrumbs(tree, objects),
        json_ld_broken=broken,
        links=links,
        listed=not alone and not _heads(article, title_tag),
    )


def _headings(tree: LexborHTMLParser) -> list[str]:
    """The h1s; on a page without any, the h2s."""
    for tag in ("h1", "h2"):
        texts = [one_line(node.text(deep=True, separator=" ")) for node in tree.css(tag)[:12]]
        if any(texts):
            return [text for text in texts if text]
    return []


def _json_ld(tree: LexborHTMLParser) -> tuple[list[JsonObject], bool]:
    objects: list[JsonObject] = []
    broken = False
    for node in tree.css('script[type*="ld+json"]')[:60]:
        raw = node.text(deep=True)
        if not raw or len(raw) > MAX_SCRIPT:
            continue
        value = _loads(raw)
        broken = broken or value is None
        objects += _objects(value, MAX_OBJECTS - len(objects))
    return objects, broken


def _loads(raw: str) -> object | None:
    """JSON as it is found: wrapped in comments, with raw line breaks in strings, with a comma too many."""
    text = _WRAPPING.sub("", raw).strip().rstrip(";")
    for attempt in (text, re.sub(r",(\s*[}\]])", r"\1", text)):
        try:
            value: object = json.loads(attempt, strict=False)
            return value
        except (ValueError, RecursionError):
            continue
    return None


def _objects(value: object, limit: int) -> list[JsonObject]:
    """Every object in it, breadth first, at most `limit`."""
    found: list[JsonObject] = []
    waiting = [value]
    for current in waiting:
        if len(found) >= limit or len(waiting) > 20 * MAX_OBJECTS:
            break
        if isinstance(current, dict):
            found.append(current)
            waiting.extend(current.values())
        elif isinstance(current, list):
            waiting.extend(current)
    return found


def _main_article(objects: list[JsonObject], url: str | None) -> tuple[JsonObject | None, bool]:
    """The article that this page is: the one that names the page's address, else the first with a headline; and whether
    no others stand beside it with the same right."""
    articles = [obj for obj in objects if _ARTICLE_TYPES.intersection(types_of(obj))]
    if url:
        path = url.split("//", 1)[-1].split("?", 1)[0].rstrip("/")
        for obj in articles:
            if obj.get("headline") and any(path and path in said for said in _addresses(obj)):
                return obj, True
    ranked = [obj for obj in articles if obj.get("headline") and "Review" not in types_of(obj)] or articles
    return (ranked[0], len(ranked) < LISTED) if ranked else (None, True)


def _heads(article: JsonObject | None, title_tag: str) -> bool:
    """Whether the article's headline is the page's title."""
    own = flat(next(iter(strings(article.get("headline"))), None)) if article else ""
    return bool(own) and own in flat(title_tag)


def _addresses(obj: JsonObject) -> Iterator[str]:
    for value in (obj.get("url"), obj.get("@id"), obj.get("mainEntityOfPage")):
        inner = value.get("@id") if isinstance(value, dict) else value
        if isinstance(inner, str):
            yield inner.split("?", 1)[0].split("#", 1)[0].rstrip("/")


def _breadcrumbs(tree: LexborHTMLParser, objects: list[JsonObject]) -> list[str]:
    """The names of the page's trail, from JSON-LD, else from markup; the first is often the home page."""
    for obj in objects:
        if "BreadcrumbList" in types_of(obj):
            items = obj.get("itemListElement")
            names = [
                text
                for item in (items if isinstance(items, list) else [items])[:12]
                if isinstance(item, dict)
                for text in (strings(item.get("name")) or strings(item.get("item")))[:1]
            ]
            if names:
                return names
    trail = tree.css_first('[class*="breadcrumb"], [id*="breadcrumb"], [aria-label*="readcrumb"]')
    if trail is None:
        return []
    names = [one_line(link.text(deep=True)) for link in trail.css("a")[:12]]
    return [name for name in names if 1 < len(name) <= 60]
