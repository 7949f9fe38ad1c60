"""The candidates for an article's dates in an HTML page: JSON-LD, meta tags, microdata, `time`, address, and the lines
beside the headline."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from contracts.records import DateOrigin, PageContext
from transforms.pages.dates import DateCandidate, Role, date_in_url, parse_moment
from transforms.pages.html_data import PageData, strings
from transforms.pages.html_scan import Scan
from transforms.pages.patterns import any_of
from transforms.pages.patterns import names as names

# Names that publishing systems use, most exact first; each was seen on real pages or stands in the makers' documents.
_PUBLISHED = (
    "article:published_time", "article:published", "datepublished", "og:published_time",
    "og:article:published_time", "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued",
    "dcterms.created", "dc.date.created", "dc.date", "dcterms.date", "citation_publication_date",
    "citation_online_date", "citation_date", "pubdate", "publishdate", "publish-date", "publish_date",
    "publication_date", "published-date", "published_date", "article_date_original", "article.published",
    "originalpublicationdate", "cxenseparse:recs:publishtime", "displaydate", "datecreated", "rnews:datepublished",
    "bt:pubdate", "analyticsattributes.articledate", "article-publication-date",
    "shareaholic:article_published_time", "gentime", "releasedate", "ptime", "created", "date",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:updated_time", "datemodified", "article:modified", "lastmod", "last-modified",
    "dcterms.modified", "dc.date.modified", "revision_date", "updated_time", "parsely-updated", "modified_time",
)  # fmt: skip
_PUBLISHED_NAME = re.compile(
    r"(?:^|[-_.:])(?:publish(?:ed)?|pub|publication|released?|issued)(?:[-_.:]?(?:date|time|on|at))?$"
)
_DATE_CLASS = names(
    r"""
    date\w*|time(?:stamp)?|pub-?date|publish\w*|posted\w*|byline\w*|meta\w*|entry-date|article-?info|dateline|
    published
    """
)
_ELSEWHERE = names(
    r"""
    related|comment\w*|sidebar|footer|teaser|card|widget|recommend\w*|more|latest|popular|trending|nav|menu|promo|
    list|feed|recirc\w*|copyright
    """
)
_MODIFIED_WORD = any_of(
    r"""
    (?<!\w)(?:updated|modified|last (?:edited|reviewed|changed)|aktualisiert|mis à jour|actualizado|atualizado|
    aggiornato|обновлено|bijgewerkt)(?!\w)
    """
)
_PUBLISHED_WORD = any_of(
    r"""
    (?<!\w)(?:published|posted|publié|publicado|pubblicato|veröffentlicht|опубликовано|gepubliceerd|first published|
    created)(?!\w)
    """
)
_COPYRIGHT = re.compile(r"©|\(c\)|copyright|all rights reserved", re.IGNORECASE)
_KEYS: tuple[tuple[str, Role], ...] = (
    ("datePublished", "published"), ("dateCreated", "published"), ("dateModified", "modified"),
)  # fmt: skip
_MAX_LINE = 120  # characters of a line beside the headline that may carry a date


def html_candidates(
    data: PageData, tree: LexborHTMLParser, page: Scan, first: int | None, context: PageContext, language: str | None
) -> Iterator[DateCandidate]:
    """Every statement of the page, in the order of trust within its kind. `first` is the fragment with which the body
    begins: lines before it, and close to a heading, may carry the date."""
    if data.article:
        for key, role in _KEYS:
            for text in strings(data.article.get(key))[:1]:
                yield from _stated(text, "json-ld", key, role, language)
    for obj in data.objects:
        if obj is not data.article and data.article is None and obj.get("@type") in ("WebPage", "ItemPage", "Recipe"):
            for text in strings(obj.get("datePublished"))[:1]:
                yield from _stated(text, "json-ld", "WebPage.datePublished", "published", language)
    metas: tuple[tuple[tuple[str, ...], Role], ...] = ((_PUBLISHED, "published"), (_MODIFIED, "modified"))
    for group, role in metas:
        for name in group:
            for text in data.meta.get(name, ())[:1]:
                yield from _stated(text, "meta", name, role, language)
    for name, values in data.meta.items():
        if name not in _PUBLISHED and _PUBLISHED_NAME.search(name):
            yield from _stated(values[0], "meta", name, "published", language)
    if context.hints.published:
        yield from _stated(context.hints.published, "feed", "hint", "published", language)
    if context.hints.modified:
        yield from _stated(context.hints.modified, "feed", "hint", "modified", language)
    for url in (context.final_url, context.url, data.canonical):
        if url and (moment := date_in_url(url)):
            yield DateCandidate(moment, "url", "address")
            break
    yield from _microdata(tree, language)
    yield from _beside_the_headline(page, first, language)


def _stated(text: str, origin: DateOrigin, where: str, role: Role, language: str | None) -> Iterator[DateCandidate]:
    moment = parse_moment(text, language)
    if moment:
        yield DateCandidate(moment, origin, where, role)


def _microdata(tree: LexborHTMLParser, language: str | None) -> Iterator[DateCandidate]:
    """datePublished and dateModified as microdata on elements other than meta tags."""
    roles: tuple[tuple[str, Role], ...] = (("datePublished", "published"), ("dateModified", "modified"))
    for name, role in roles:
        for node in tree.css(f'[itemprop~="{name}"]')[:1]:
            attributes = node.attributes
            for said in (attributes.get("datetime"), attributes.get("content"), node.text(deep=True)):
                if said and (moment := parse_moment(said, language)):
                    yield DateCandidate(moment, "text", f"itemprop {name}", role)
                    break


def _beside_the_headline(page: Scan, first: int | None, language: str | None) -> Iterator[DateCandidate]:
    """`time` elements and short lines between the headline and the body's beginning, or in boxes that are named after
    a date, the closest to the headline first."""
    start = first if first is not None else len(page.fragments)
    head = max((i for i in range(start) if page.fragments[i].level == 1), default=max(0, start - 8))
    found: list[tuple[int, DateCandidate]] = []
    for said, box, i, labels in page.times:
        line = page.fragments[i].text if i < len(page.fragments) else ""
        near = head - 4 <= i <= start + 1
        if (near or _is_dated_box(page, box)) and not _is_elsewhere(page, box) and (m := parse_moment(said, language)):
            changed = "modified" in labels or "updated" in labels or _is_update(line if len(line) < 200 else "")
            found.append((abs(i - head), DateCandidate(m, "text", "time", "modified" if changed else "published")))
    for i, fragment in enumerate(page.fragments[: start + 400]):
        text = fragment.text
        if len(text) > _MAX_LINE or fragment.linked > 0.7 * len(text) or _COPYRIGHT.search(text):
            continue
        if not head - 4 <= i <= start + 1 and not _is_dated_box(page, fragment.box):
            continue
        if moment := parse_moment(text, language, only=False):
            role: Role = "modified" if _is_update(text) else "published"
            found.append((abs(i - head), DateCandidate(moment, "text", "line", role)))
    yield from (candidate for _, candidate in sorted(found, key=lambda pair: pair[0]))


def _is_update(line: str) -> bool:
    """Whether a line tells a change and not also the publication."""
    return bool(_MODIFIED_WORD.search(line)) and not _PUBLISHED_WORD.search(line)


def _is_elsewhere(page: Scan, number: int) -> bool:
    """Whether a box stands in a list of other stories."""
    for _ in range(4):
        if number <= 0 or page.boxes[number].tag in ("article", "main"):
            return False
        if _ELSEWHERE.find(page.boxes[number].names):
            return True
        number = page.boxes[number].parent
    return False


def _is_dated_box(page: Scan, number: int) -> bool:
    for _ in range(2):
        if number <= 0:
            return False
        box = page.boxes[number]
        if _ELSEWHERE.find(box.names):
            return False
        if _DATE_CLASS.find(box.names):
            return True
        number = box.parent
    return False
