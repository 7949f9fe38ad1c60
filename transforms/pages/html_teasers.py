"""Teasers: headlines that lead to other pages of the site, each with a sentence or two. A page of them is a listing,
however much text they hold together."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from core.urls import same_site
from transforms.pages.html_body import mass_of
from transforms.pages.html_scan import Link, Scan
from transforms.pages.patterns import any_of

MAX_GAP = 70  # words after a headline that are its teaser; what is longer is text of the page's own
MIN_HEAD = 15  # characters of a headline; shorter links are names of sections

_MORE = any_of(
    r"""
    (?:read|view|see|learn) (?:more|on|full|the (?:full )?(?:story|article|post))|full (?:story|article|post)|
    continue reading|keep reading|more\s*(?:…|»|→|>|\.\.\.)?$|weiter\s?lesen|mehr (?:lesen|erfahren)?|zum artikel|
    lire (?:la suite|plus|l['’]article)|(?:leer|ver|seguir) (?:más|leyendo)|leia mais|ler mais|continua a leggere|
    leggi (?:tutto|di più)|lees (?:meer|verder)|läs mer|les mer|læs mere|lue lisää|czytaj (?:więcej|dalej)|читать|
    подробнее|devamını oku|selengkapnya|xem thêm|اقرأ|続きを読む|阅读全文
    """
)


@dataclass(frozen=True)
class Teasers:
    """`count`: other pages of the site that have a teaser; `share`: of the page's text outside furniture that is
    teasers; `prose`: characters of the longest run of paragraphs that is none."""

    count: int
    share: float
    prose: int


NO_TEASERS = Teasers(0, 0.0, 0)


def read_teasers(page: Scan, bad: list[bool], first: int | None, url: str) -> Teasers:
    """The teasers among the fragments that are not furniture (`bad`). `first` is where the body begins; `url` is the
    page's own, perhaps empty."""
    bad = _in_place(page, bad, first)
    heads = _heads(page, bad, url)
    if not heads:
        return NO_TEASERS
    teased = _teased(page, bad, sorted(heads))
    total = inside = run = longest = 0
    for i, fragment in enumerate(page.fragments):
        if bad[i]:
            continue
        size = len(fragment.text)
        if i in teased:
            inside, total, run = inside + size, total + size, 0
            continue
        if fragment.linked > 0.8 * size:
            continue  # menus and page numbers are no text
        total += size
        run += mass_of(fragment)
        longest = max(longest, run)
    return Teasers(len(set(heads.values())), inside / (total or 1), longest)


def _in_place(page: Scan, bad: list[bool], first: int | None) -> list[bool]:
    """Furniture without what stands between the main heading and a short body: where a listing names its boxes
    "teaser", the body that was read is only what the site says below them."""
    top = next((i for i, fragment in enumerate(page.fragments) if fragment.level == 1), None)
    if top is None or first is None or sum(mass_of(f) for f, b in zip(page.fragments, bad, strict=True) if not b) > 400:
        return bad
    return [stands and not top < i < first for i, stands in enumerate(bad)]


def _heads(page: Scan, bad: list[bool], url: str) -> dict[int, str]:
    """Fragments that are a teaser's headline, with the address that each leads to."""
    heads: dict[int, str] = {}
    for link in page.links:
        if link.start >= len(page.fragments):
            continue
        number = link.start if _is_head(page, link) else _headed(page, link)
        if number is None or bad[number] or number in heads:
            continue
        target = _target(link.href, url)
        if target is not None:
            heads[number] = target
    return heads


def _is_head(page: Scan, link: Link) -> bool:
    """Whether the link is a headline: a heading, or a line of its own that begins with it."""
    fragment = page.fragments[link.start]
    if fragment.linked < MIN_HEAD or not (link.leads or fragment.kind in ("item", "row")):
        return False
    if fragment.kind == "heading" or fragment.linked > 0.6 * len(fragment.text):
        return len(fragment.text) <= 250
    return link.leads and fragment.kind in ("item", "row") and len(fragment.text) <= 400


def _headed(page: Scan, link: Link) -> int | None:
    """The heading up to four fragments above a link that only says "Read more"."""
    fragment = page.fragments[link.start]
    if not _MORE.search(fragment.text[-40:]) or len(fragment.text) > 500:
        return None
    for number in range(link.start - 1, max(-1, link.start - 5), -1):
        if page.fragments[number].kind == "heading":
            return number
    return None


def _target(href: str, url: str) -> str | None:
    """The address of another page of the same site, without query and fragment; None for any other."""
    if href.startswith(("#", "mailto:", "tel:", "javascript:", "data:")):
        return None
    try:
        full = urljoin(url, href) if url else href
        parts = urlsplit(full)
        if parts.netloc and not (url and same_site(full, url)):
            return None
        own = urlsplit(url).path.rstrip("/")
    except ValueError:
        return None
    path = parts.path.rstrip("/")
    return f"{path}?{parts.query}" if (path and path != own) or "p=" in parts.query else None


def _teased(page: Scan, bad: list[bool], heads: list[int]) -> set[int]:
    """The fragments of teasers: the headlines, and what stands between two of them where it is short."""
    found = set(heads)
    for head, following in zip(heads, [*heads[1:], len(page.fragments)], strict=True):
        last = following == len(page.fragments)
        between = [i for i in range(head + 1, min(following, head + 6 if last else following)) if not bad[i]]
        if page.fragments[head].kind == "p":
            continue  # "Read also" between an article's paragraphs
        if sum(len(page.fragments[i].text.split()) for i in between) <= MAX_GAP and len(between) <= 6:
            found.update(between)
    return found
