"""Listings: a page with links to articles, found by a CSS selector, and perhaps a link to older entries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from selectolax.lexbor import LexborHTMLParser, LexborNode

from contracts.records import Candidate, Hints
from core.text import words
from core.urls import is_web_url
from sources.http.fetcher import Answer
from sources.kinds.charset import as_text
from sources.kinds.connector import Ask, Known, Offer, Poll, WebConnector, web_address
from sources.kinds.hinting import one_line
from sources.spec import SourceSpec

_MOST_LINKS = 5_000  # selected on one page: a sitemap in HTML has some thousands
_LINKS = "a[href], area[href], link[href]"
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
# Elements that end by themselves or have no content, and those that a parser opens anew in each paragraph.
_SHALLOW = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "p", "li",
    "dt", "dd", "option", "tr", "td", "th",
))  # fmt: skip
_REOPENED = frozenset((
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
))  # fmt: skip
# The work of an HTML parser grows with the sum, over all tags, of the elements that are open. 20,000 nested div, a sum
# of 200 million, take it 0.7 s and a selector of two steps 3 s; 300,000 (1.5 MB) take minutes. Elements opened anew
# cost 370 bytes each time. The most in 561 pages of newspapers: 1.1 million, and 84,000 to open anew.
_MOST_OPEN = 20_000_000
_MOST_REOPENED = 1_000_000
# A headline has three words and 12 to 300 characters, or, without spaces between words, eight.
_LEAST_WORDS, _LEAST_LENGTH, _LEAST_UNSPACED, _MOST_LENGTH = 3, 12, 8, 300
# Links that call to the article without naming it, in the languages of the catalogue.
_CALLS = (
    "read more", "read the full", "read full", "continue reading", "full story", "learn more", "see more", "view all",
    "see all", "show more", "click here", "more on this", "weiterlesen", "mehr lesen", "mehr erfahren", "zum artikel",
    "lire la suite", "lire l'article", "lire l’article", "en savoir plus", "leer más", "seguir leyendo", "ver más",
    "ler mais", "leia mais", "saiba mais", "leggi tutto", "continua a leggere", "leggi di più", "lees verder",
    "lees meer", "läs mer", "les mer", "læs mere", "lue lisää", "czytaj więcej", "czytaj dalej", "číst dále",
    "čítaj viac", "olvass tovább", "citește mai mult", "прочети още", "прочитај", "читать далее", "подробнее",
    "читати далі", "devamını oku", "اقرأ المزيد", "ادامه مطلب", "קרא עוד", "続きを読む", "阅读全文", "閱讀更多",
    "더 보기", "อ่านต่อ",
)  # fmt: skip


def read_listing(spec: SourceSpec, answer: Answer) -> Offer:
    """The links that `links` selects, in the page's order, each once; links back to the listing itself are none. What
    is selected may be a link, an element within one, or one around several. A link's text is the hint of a title where
    it is a headline. `more` is where `next` leads."""
    text = as_text(answer.body, answer.content_type)
    if _is_too_deep(text):
        return Offer(problem="its elements are nested too deeply to be read")
    tree = LexborHTMLParser(text)
    base = _base(tree, answer.final_url)
    here = {web_address(answer.final_url, ""), web_address(answer.url, "")}
    selected = _links(tree, spec.links or "")
    titles: dict[str, str | None] = {}
    for link in selected[:_MOST_LINKS]:
        url = web_address(link.attributes.get("href") or "", base)
        titles[url] = titles.get(url) or _headline(link)
    candidates = tuple(Candidate(url, Hints(title=title)) for url, title in titles.items() if url not in here)
    following = _links(tree, spec.next) if spec.next else []
    more = dict.fromkeys(web_address(link.attributes.get("href") or "", base) for link in following[:_MOST_LINKS])
    left_out = len(selected) - _MOST_LINKS
    return Offer(
        candidates,
        tuple(url for url in more if is_web_url(url) and url not in here),
        note=f"{left_out} more links were left out" if left_out > 0 else None,
        problem=None if selected else f"no link matches `links: {spec.links}`",
    )


def _is_too_deep(text: str) -> bool:
    """Whether a parser would take long, or much memory, for the page."""
    depth = reopened = work = work_reopened = 0
    for match in _TAG.finditer(text):
        name, step = match[2].lower(), -1 if match[1] else 1
        depth = max(0, depth + step * (name not in _SHALLOW))
        reopened = max(0, reopened + step * (name in _REOPENED))
        work, work_reopened = work + depth, work_reopened + reopened
        if work > _MOST_OPEN or work_reopened > _MOST_REOPENED:
            return True
    return False


def _links(tree: LexborHTMLParser, selector: str) -> list[LexborNode]:
    """The links that are selected, stand around something selected, or within it, in the page's order."""
    selected = {node.mem_id: node for node in tree.css(selector)}
    wanted = {link for node in selected.values() if (link := _link_around(node)) is not None}
    within: dict[int, bool] = {}  # whether an element, or one around it, is selected
    return [
        link
        for link in tree.css(_LINKS)
        if (link.attributes.get("href") or "").strip()
        and (link.mem_id in wanted or (link.tag != "link" and _is_within(link, selected, within)))
    ]


def _link_around(node: LexborNode) -> int | None:
    """The link that the element is or stands in."""
    around: LexborNode | None = node
    while around is not None and around.tag not in ("a", "area", "link"):
        around = around.parent
    return around.mem_id if around is not None else None


def _is_within(node: LexborNode, selected: dict[int, LexborNode], known: dict[int, bool]) -> bool:
    way: list[int] = []
    around: LexborNode | None = node
    while around is not None and around.mem_id not in known and around.mem_id not in selected:
        way.append(around.mem_id)
        around = around.parent
    found = around is not None and (around.mem_id in selected or known[around.mem_id])
    known.update(dict.fromkeys(way, found))
    return found


def _headline(link: LexborNode) -> str | None:
    """The text of the link where it reads as the title of what it leads to: that of a heading in it, else all of it,
    else its `title`."""
    heading = link.css_first(", ".join(_HEADINGS))
    texts = (heading.text(separator=" ") if heading is not None else None, link.text(separator=" "))
    for text in (*texts, link.attributes.get("title")):
        line = one_line(text)
        if line and _is_headline(line):
            return line
    return None


def _is_headline(line: str) -> bool:
    if len(line) > _MOST_LENGTH or line.casefold().startswith(_CALLS):
        return False
    count = len(words(line))  # a character counts as a word where words are not spaced
    return count >= _LEAST_WORDS and (len(line) >= _LEAST_LENGTH or count >= _LEAST_UNSPACED)


def _base(tree: LexborHTMLParser, url: str) -> str:
    """What links are relative to: the first `<base>` that has a web address, resolved against the page's own."""
    for node in tree.css("base[href]"):
        base = web_address(node.attributes.get("href") or "", url)
        if is_web_url(base):
            return base
    return url


@dataclass(frozen=True)
class ListingConnector(WebConnector):
    """Reads a listing page by page, until one brings nothing new or `max_polls` is reached: a calendar has a next month
    for ever, and a page number beyond the last shows the last page again."""

    def discover(self, spec: SourceSpec, ask: Ask, known: Known, since: date | None = None) -> Iterator[Poll]:
        """The polls; the last says in its note why older pages were left."""
        seen: set[str] = set()
        asked: set[str] = set()
        for number, poll in enumerate(super().discover(spec, ask, known, since), start=1):
            asked.add(poll.url)
            offer = poll.offer
            new = {candidate.url for candidate in offer.candidates} - seen
            seen |= new
            older = [url for url in offer.more if url not in asked]
            if number > 1 and isinstance(poll.answer, Answer) and not new:
                yield replace(poll, offer=replace(offer, problem=None, note=_joined(offer.note, "nothing new on it")))
                return
            if older and number == spec.polls:
                said = f"older entries follow at {older[0][:200]}; max_polls is {spec.polls}"
                poll = replace(poll, offer=replace(offer, note=_joined(offer.note, said)))
            yield poll


def _joined(*notes: str | None) -> str:
    return "; ".join(note for note in notes if note)


LISTING = ListingConnector(read_listing)
