"""Title, byline, sections, keywords and address: what the page's data say, weighed against what it shows."""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from contracts.records import PageContext
from core.urls import is_web_url, normalise_url, same_site
from transforms.pages import clean
from transforms.pages.bylines import byline
from transforms.pages.bylines import people as people
from transforms.pages.clean import one_line
from transforms.pages.html_data import PageData, strings
from transforms.pages.notes import Note
from transforms.pages.patterns import words

flat = functools.lru_cache(4096)(clean.flat)  # a page's few titles and names are compared with each other over and over
_WORD = re.compile(r"\w+")
_SECTION_MARK = re.compile(r"\s*[,;>]\s*")
_KEYWORD_MARK = re.compile(r"\s*[,;،؛、，；]\s*")
_SEPARATOR = re.compile(r"\s+[|–—•·»›:/-]\s+|\s*[|»›]\s+|\s+::\s+")
_DOMAIN = re.compile(r"^(?:[\w-]+\.)+(?:com|org|net|info|news|co|[a-z]{2})$", re.IGNORECASE)
_NO_SECTION = words(
    """
    home homepage startseite inicio accueil uncategorized uncategorised allgemein blog articles article
    news-article index post posts page pages archive archives all content root website front popular latest
    首页 主页 首頁 正文 ホーム トップ 홈 الرئيسية главная accueil startseite початок ראשי
    """
) | {"home page", "front page", "featured posts", "top stories"}
# What stands behind a headline in the same heading: a source's host, a number of comments.
_COUNTED = re.compile(r"\s+(?:\((?:[\w-]+\.)+[a-z]{2,10}\)\s*)?(?:[(\[]?\d{1,5}[)\]]?)?$(?<=[\d)\]])")
# Tags that style a headline. Others are what it is about: "#include <vector>", "Vec<T>".
_STYLE = re.compile(
    r"</?(?:i|b|em|strong|span|sup|sub|u|q|p|a|font|cite|small|mark|div|nobr|wbr|h[1-6])(?:\s[^<>]{0,60})?/?>|<br\s*/?>",
    re.IGNORECASE,
)
# What publishing systems keep among keywords for themselves: "contentId: 15cd344d-456b", "hasProduct: true",
# "type_news", "@post-id:1913719", "/article", numbers, hashes, addresses, pieces of sentences; not "Star Trek: a film".
_MACHINE = re.compile(
    r"^[@/_]|^(?!(?:topics?|tags?|categor(?:y|ies)|keywords?|subjects?)\s?:)[a-z][\w@.-]*\s?:|^(?:Section|AdNode)\s?:|"
    r"[^\W_]_[^\W_]|^(?:true|false|null|none|undefined|n/a)$|^(?!\d{4}$)[\d\W]+$|^(?=[a-f\d-]*\d)[a-f\d-]{12,}$|"
    r"\w@\w|https?:|www\.|[.!?] [A-Z]|(?:\S+ ){7}",
)
_KEY = re.compile(r"^(?:topics?|tags?|categor(?:y|ies)|keywords?|subjects?)\s?:\s*|^[A-Z]{0,3}\|", re.IGNORECASE)
MAX_KEYWORDS = 25  # of 481 articles, 12 have more: what a system found in the text, and lists of a shop's brands
MAX_LIST = 40  # sections or keywords of one article


@dataclass(frozen=True)
class PageFacts:
    """The article's parts that are not its text."""

    title: str | None
    byline: str | None
    sections: tuple[str, ...]
    keywords: tuple[str, ...]
    canonical_url: str | None
    standfirst: str | None
    notes: tuple[Note, ...] = ()


class Shown(Protocol):
    """What a page shows above its body: lines that name authors, sections, keywords."""

    @property
    def authors(self) -> Iterable[str]: ...

    @property
    def sections(self) -> list[str]: ...

    @property
    def keywords(self) -> list[str]: ...


def read_facts(data: PageData, context: PageContext, show: Callable[[str | None], Shown]) -> PageFacts:
    """All of them. `show(title)` reads what the page shows above its body, for what its data leave out."""
    site = _site_names(data, context)
    title, notes = choose_title(data, context, site)
    canonical, more = canonical_url(data, context)
    shown = show(title)
    return PageFacts(
        title=title,
        byline=byline(data, context, site, shown.authors),
        sections=sections(data, title, site, shown.sections) or sections_of_feed(context, site),
        keywords=keywords(data) or _distinct(k for k in shown.keywords if k not in shown.sections),
        canonical_url=canonical,
        standfirst=data.first("og:description", "description", "twitter:description"),
        notes=(*notes, *more),
    )


def page_title(data: PageData, context: PageContext) -> str | None:
    """The headline alone."""
    return choose_title(data, context, _site_names(data, context))[0]


def choose_title(data: PageData, context: PageContext, site: set[str]) -> tuple[str | None, tuple[Note, ...]]:
    """The headline, without the site's name. The heading that the page shows wins where the data agree with it in
    substance (data are often cut or reworded for search engines); data win over a heading they do not know."""
    tag = strip_site(data.title_tag, site)
    stated = [strip_site(text, site) for text in _stated_titles(data)]
    stated = [text for text in stated if text and flat(text) not in site]
    shown = [text for text in map(_unescaped, data.headings) if len(flat(text)) > 3 and flat(text) not in site]
    shown = [text for text in shown if len(text) <= 300 and not _names_the_site(text, stated, tag)]
    for heading in shown:
        for text in (*stated, tag):
            if _alike(heading, text):
                return (text if _less_is_said_better(heading, text) else heading), ()
    agreed = bool(stated) and (_alike(stated[0], tag) or not tag)
    if len(shown) == 1 and len(shown[0].split()) >= 3 and not agreed:
        return shown[0], () if stated else (Note.TITLE_FROM_H1,)
    if stated:
        return stated[0], ()
    if shown:
        return shown[0], (Note.TITLE_FROM_H1,)
    if tag:
        return tag, (Note.TITLE_FROM_TITLE_TAG,)
    hint = one_line(context.hints.title)
    return (hint, (Note.TITLE_FROM_HINT,)) if hint else (None, ())


def _less_is_said_better(heading: str, text: str) -> bool:
    """Whether the data's title is the heading without what is not its own: a label before it ("Analysis: …", "18 May
    …"; a bare year is no label), a source or a count behind it ("… (example.org) 87"), capitals throughout."""
    if heading.isupper() and not text.isupper() and len(text.split()) >= 3:
        return True
    own, whole = flat(text), flat(heading)
    if len(own) < 20 or own == whole:
        return False
    if whole.endswith(own):
        return not whole.removesuffix(own).isdigit()
    rest = heading[len(text) :] if heading.startswith(text) else ""
    return bool(_COUNTED.match(rest))


def _names_the_site(heading: str, stated: list[str], tag: str) -> bool:
    """Whether a heading is what the <title> adds to the title that the data state: "The Example Blog: Talks resume"."""
    own, whole = flat(heading), flat(tag)
    return any(len(flat(text)) >= 12 and whole in (own + flat(text), flat(text) + own) for text in stated)


def _stated_titles(data: PageData) -> list[str]:
    article = strings(data.article.get("headline"))[:1] if data.article else []
    named = [
        data.first(name)
        for name in ("og:title", "twitter:title", "parsely-title", "dc.title", "citation_title", "headline")
    ]
    return [_unescaped(text) for text in (*article, *named) if text]


def _unescaped(text: str) -> str:
    """Entities that were escaped twice, and tags within a title."""
    return one_line(_STYLE.sub(_styled, html.unescape(html.unescape(text)))) if ("&" in text or "<" in text) else text


def _styled(tag: re.Match[str]) -> str:
    return " " if tag[0][1:3].lower() == "br" else ""


def _alike(a: str, b: str) -> bool:
    """Whether two titles say the same: equal, one within the other, or three of four words shared."""
    x, y = flat(a), flat(b)
    if not x or not y:
        return False
    if x == y or (min(len(x), len(y)) >= 12 and (x in y or y in x)):
        return True
    p, q = set(_WORD.findall(a.casefold())), set(_WORD.findall(b.casefold()))
    return len(p & q) >= 0.6 * min(len(p), len(q)) and len(p & q) >= 3


def strip_site(title: str, site: set[str]) -> str:
    """A title without the site's name before or behind it. Without a name to go by, only a short last part after a bar
    goes: "Talks resume | The Daily Example"."""
    title = _unescaped(title)
    labelled = re.match(r"(.{2,40}?):\s+(?=.{8})", title)
    if labelled and flat(labelled[1]) in site:
        title = title[labelled.end() :]
    parts = _SEPARATOR.split(title)
    if len(parts) < 2:
        return title
    if _DOMAIN.match(parts[-1]):
        site = site | {flat(parts[-1])}
    marks = _SEPARATOR.findall(title)
    while len(parts) > 1 and flat(parts[-1]) in site:
        parts, marks = parts[:-1], marks[:-1]
    while len(parts) > 1 and flat(parts[0]) in site:
        parts, marks = parts[1:], marks[1:]
    if len(parts) > 1 and marks[-1].strip() in ("|", "»", "›") and len(parts[-1].split()) <= 5 < len(title.split()):
        parts, marks = parts[:-1], marks[:-1]
    return "".join(part + mark for part, mark in zip(parts, [*marks, ""], strict=False)).strip()


def _site_names(data: PageData, context: PageContext) -> set[str]:
    names = [data.first("og:site_name", "application-name", "twitter:site", "al:ios:app_name"), context.outlet]
    for obj in data.objects:
        if obj.get("@type") in ("WebSite", "NewsMediaOrganization", "Organization"):
            names += strings(obj.get("name"))[:1] + strings(obj.get("alternateName"))[:2]
    if data.article:
        names += strings(data.article.get("publisher"))
    url = context.final_url or context.url or ""
    host = re.sub(r"^(?:www|m|amp|news|blog)\.", "", url.split("//", 1)[-1].split("/", 1)[0].split(":")[0])
    names += [host, host.rsplit(".", 1)[0], host.split(".")[0]]
    return {flat(name) for name in names if name and len(flat(name)) > 1}


def sections(data: PageData, title: str | None, site: set[str], shown: Iterable[str]) -> tuple[str, ...]:
    """The outlet's own sections: article:section, JSON-LD articleSection, the breadcrumbs without home and headline,
    and what the page shows above its headline."""
    named = [
        *data.meta.get("article:section", ()),
        *data.meta.get("parsely-section", ()),
        *data.meta.get("section", ()),
    ]
    if data.article:
        named += strings(data.article.get("articleSection"))
    named += data.breadcrumbs
    named += shown
    own = flat(title)
    kept = [_unescaped(name) for text in named for name in _SECTION_MARK.split(text)]
    return _distinct(
        n
        for n in kept
        if flat(n) not in site | {own} and n.lower() not in _NO_SECTION and len(n) <= 60 and flat(n)[:30] != own[:30]
    )


def sections_of_feed(context: PageContext, site: set[str]) -> tuple[str, ...]:
    """The sections that a feed or an API gave for a page that names none itself."""
    named = [one_line(name) for name in context.hints.sections]
    return _distinct(n for n in named if flat(n) not in site and n.lower() not in _NO_SECTION and len(n) <= 60)


def keywords(data: PageData) -> tuple[str, ...]:
    """The outlet's own keywords: meta keywords, article:tag, JSON-LD keywords."""
    named = [
        *data.meta.get("article:tag", ()),
        *data.meta.get("article.tag", ()),
        *data.meta.get("news_keywords", ()),
        *data.meta.get("parsely-tags", ()),
    ]
    if data.article:
        named += strings(data.article.get("keywords"))
    named += data.meta.get("keywords", [])
    parts = (k for text in named for k in _KEYWORD_MARK.split(_unescaped(text)))
    return _distinct(_KEY.sub("", k) for k in parts if k and len(k) <= 60 and not _MACHINE.search(k))[:MAX_KEYWORDS]


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for text in texts:
        text = one_line(text)
        if flat(text):
            found.setdefault(flat(text), text)
    return tuple(found.values())[:MAX_LIST]


def canonical_url(data: PageData, context: PageContext) -> tuple[str | None, tuple[Note, ...]]:
    """A web page's rel=canonical where it stays on the site or leads to a host that the source lists, else the address
    it was fetched from; a file's own absolute canonical link or og:url, else None. Normalised."""
    own = context.final_url or context.url
    if own is None:
        stated = [url for url in (data.canonical, data.first("og:url")) if url]
        absolute = [normalise_url(url) for url in stated if is_web_url(url)]
        # A template that names the front page as every page's canonical address is wrong; og:url may know better.
        return next(iter([url for url in absolute if not _is_front(url)] + absolute), None), ()
    if not is_web_url(own):
        return None, ()
    own = normalise_url(own)
    try:
        canonical = normalise_url(data.canonical, own) if data.canonical else own
    except ValueError:
        return own, ()
    if _is_front(canonical) and not _is_front(own):
        return own, ()
    if same_site(canonical, own) or urlsplit(canonical).hostname in context.sites:
        return canonical, ()
    return own, (Note.CANONICAL_OFF_SITE,)


def _is_front(url: str) -> bool:
    """Whether an address is a site's front page."""
    parts = urlsplit(url)
    return parts.path == "/" and not parts.query
