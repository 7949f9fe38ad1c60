"""What a page shows above its body: authors and sections, for what its data leave out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from transforms.pages.bylines import people
from transforms.pages.clean import flat, one_line
from transforms.pages.html_scan import Scan
from transforms.pages.html_signed import signed_near
from transforms.pages.patterns import Names, names, words
from transforms.pages.plain_top import sections_of

_BYLINE_BOX = names(
    r"""
    byline\w*|_?author-?_{0,2}(?:name|link|s|info|meta|details)?|by-?author|article-?author|post-?author|writer|contributor|autor\w*|auteurs?|
    verfasser|firma
    """
)
_SECTION_BOX = names(
    r"""
    kicker|eyebrow|rubri(?:c|k|que)s?|categor(?:y|ies)|cat-?links|article-?section|section-?(?:name|label|title)|
    post-?categor(?:y|ies)|entry-?categor(?:y|ies)|overline|dachzeile|antetitulo
    """
)
_TRAIL_BOX = names(r"(?:bread)?crumbs?\w*|chemin|fil-?d?-?ariane|ariane|path|pfad|trail|migas")
_MENU = names(r"menu\w*|nav|navbar|navigation|sub-?menu|site-?header|drop-?down\w*|cta\w*")
_TAG_BOX = names(
    r"[\w-]*tags?(?:-?_?(?:box|list|links|container|cloud|wrap\w*))?|tagged|cat-?links|[\w-]*categor(?:y|ies)|taxonomy[\w-]*|"
    r"(?:post|entry|article)-?(?:meta|footer|header|info|details)\w*|meta(?:-?text|data)?|topics?|keywords?|minor-?meta"
)
_ITEMS = frozenset(("li", "p", "span"))
_NO_SECTION = re.compile(
    r"^by\s|\d\s*comments?$|^in\s|\b(?:19|20)\d\d\b|^\w+ \d{1,2}(?:, \d{4})?$|^\d+$", re.IGNORECASE
)
_HOME = words(
    """
    home homepage start startseite accueil inicio início archive archives front index главная strona 首页 主页 首頁
    ホーム トップ 홈 الرئيسية ראשי
    """
)
_BY_LINE = re.compile(
    r"^(?:.{0,40}\d\S*\s*[|·•–—-]?\s*)?(?:(?:written|posted|story|words|text|reported) )?by:?\s+(?=[A-ZÀ-Þ])|"
    r"^authors?:\s+",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"^(?:written|words|text) by:?\s+(?=[A-ZÀ-Þ])|^authors?:\s+", re.IGNORECASE)
_AFTER_NAME = re.compile(
    r"\s*(?:[|·⋅•–—]|\.\s|\s-\s|\bon\b|\d|\b(?:published|posted|updated|in)\b).*", re.IGNORECASE | re.DOTALL
)
_TRAIL = re.compile(r"\s*[>»›/→|]\s*")
_MAX_LINE = 120


@dataclass(frozen=True)
class Top:
    """Lines that name authors, best first (an iterator: they are read once, when asked for), sections, keywords."""

    authors: Iterator[str]
    sections: list[str]
    keywords: list[str]


def read_top(tree: LexborHTMLParser, page: Scan, first: int | None, title: str | None) -> Top:
    """Authors and sections around the headline. `first` is the fragment with which the body begins."""
    start = first if first is not None else len(page.fragments)
    head = max((i for i in range(start) if page.fragments[i].level == 1), default=max(0, start - 6))
    sections = _tags(page, start, category=True)  # by the post's own mark: what else is named so is a menu
    if not sections:
        most = _MAX_LINE + len(title or "")
        for i in range(max(0, head - 6, start - 40), min(len(page.fragments), start + 1)):
            if len(page.fragments[i].text) <= most:
                sections += _sections(page, i, title)
    return Top(_authors(tree, page, head, start, title), sections, _tags(page, start, category=False))


def _authors(tree: LexborHTMLParser, page: Scan, head: int, start: int, title: str | None) -> Iterator[str]:
    """Read only when asked for: most pages name their authors in their data."""
    marked = tree.css('[itemprop~="author"] [itemprop~="name"], [itemprop~="author"], a[rel~="author"]')[:6]
    authors = [text for text in (one_line(node.text(deep=True)) for node in marked) if 2 < len(text) <= 60]
    most = _MAX_LINE + len(title or "")
    for i in range(max(0, start - 40), min(len(page.fragments), start + 6)):
        text = page.fragments[i].text
        if len(text) > most:
            continue
        said = _BY_LINE.match(text)
        if said or _within(page, i, _BYLINE_BOX):
            authors.append(_signature(text, said.end() if said else 0))
    if not people(authors[:12], set()):
        authors += signed_near(page, head, start, title) or _signed_below(page, start)
    yield from authors[:12]


def _signature(text: str, begin: int) -> str:
    """The names in a line that is a byline: up to the first mark, or the whole line where that is none ("Dec. 19 ·
    Anna Lindqvist")."""
    first = _AFTER_NAME.sub("", text[begin:].split("\n")[0])
    return first if people([first], set()) or begin else text


def _signed_below(page: Scan, start: int) -> list[str]:
    """Who "Written by …" names below the top, where it is one: cards of other stories name several."""
    below = [f.text for f in page.fragments[start + 6 :] if len(f.text) <= 80 and _SIGNED.match(f.text)]
    names = {_AFTER_NAME.sub("", _SIGNED.sub("", text).split("\n")[0]) for text in below}
    return sorted(names) if len(names) == 1 else []


def _tags(page: Scan, start: int, category: bool) -> list[str]:
    """The texts of links with rel=tag, or of those that name a category, in the first box of such links that is a box
    for them: at the headline, or below the body. Menus and cards of other stories have such links too."""
    found: list[str] = []
    around = -1
    for text, rel, box, at in page.tags:
        if ("category" in rel) is not category or at < start - 12:
            continue
        outer = page.boxes[box].parent if page.boxes[box].tag in _ITEMS else box
        if around < 0 and _is_named(page, box, _TAG_BOX, 3) and not _is_named(page, box, _MENU, 6):
            around = outer
        if outer == around:
            found.append(one_line(text).lstrip("# "))
    return [name for name in found if 1 < len(name) <= 40]


def _sections(page: Scan, i: int, title: str | None) -> list[str]:
    text = page.fragments[i].text
    if _is_named(page, page.fragments[i].box, _MENU, 6):
        return []
    return [part for part in _named_sections(page, i, text, title) if not _NO_SECTION.search(part)]


def _named_sections(page: Scan, i: int, text: str, title: str | None) -> list[str]:
    if _within(page, i, _SECTION_BOX):
        return [part for part in re.split(r"\s*[,|/·]\s*|\n", text) if 1 < len(part) <= 40 and len(part.split()) <= 4]
    parts = [part for part in _TRAIL.split(text) if part]
    if len(parts) >= 2 and len(text) <= _MAX_LINE and (parts[0].lower() in _HOME or _within(page, i, _TRAIL_BOX)):
        own = flat(title)
        return [part for part in parts if part.lower() not in _HOME and not own.startswith(flat(part)[:40])]
    on = sections_of(text, title) if re.search(r"\bcomments?\b", text, re.IGNORECASE) else None
    return on or []


def _within(page: Scan, i: int, named: Names) -> bool:
    """Whether the fragment's box, or the one around it, is named so."""
    return _is_named(page, page.fragments[i].box, named, 2)


def _is_named(page: Scan, number: int, named: Names, steps: int) -> bool:
    """Whether a box, or one of those around it, is named so."""
    while number > 0 and steps:
        if page.boxes[number].names and named.find(page.boxes[number].names) is not None:
            return True
        number, steps = page.boxes[number].parent, steps - 1
    return False
