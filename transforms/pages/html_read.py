"""An HTML page read to the end: parsed once, then data, body, title, dates and captions from the same tree."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser

from contracts.records import PageContext
from transforms.pages import html_body
from transforms.pages.clean import Block, BlockKind, flat
from transforms.pages.dates import Dates, decide
from transforms.pages.html_captions import captions
from transforms.pages.html_data import PageData, read_data
from transforms.pages.html_dates import html_candidates
from transforms.pages.html_guard import tame
from transforms.pages.html_scan import Fragment, Scan, scan
from transforms.pages.html_second import second_reading
from transforms.pages.html_shell import script_shell, without_notices
from transforms.pages.html_top import read_top
from transforms.pages.metadata import PageFacts, page_title, read_facts
from transforms.pages.notes import Note
from transforms.pages.sureness import MIN_MASS, Features, features, sureness

# The second reader is asked below this: on 1 % of 481 articles. F1 rises from .944 to .950 on wcxb and stays at .979 on
# zyte; asked on 5 % of them it is .949 and .976, on all .946 and .970. Where the first reader found a text, the second
# is seldom the better one (benchmarks/fit_sureness.py prints the curve).
UNSURE = 0.3
SECOND = 0.5  # the second reader's text, where the first found next to none: 2 of 481 articles, too few to measure
STATED = 0.5  # what the text in a page's JSON-LD is worth: paragraphs run together; too few pages to measure
DISAGREEING = 0.4
CLEARLY_MORE = 1.5  # as long as the first reader's text: the second's is believed
AGREEING = 0.4  # share of the JSON-LD text's word triples below which one of the two texts is wrong
_BLOCK_KINDS: dict[str, BlockKind] = {"heading": "heading", "item": "item", "row": "row", "pre": "pre"}


@dataclass(frozen=True)
class HtmlReading:
    """All that was read of a page; `scan` and `data` serve the verdict on its kind."""

    blocks: list[Block]
    facts: PageFacts
    dates: Dates
    captions: tuple[str, ...]
    data: PageData
    page: Scan
    taken: html_body.Taken
    extracted_by: str
    confidence: float
    notes: tuple[Note, ...]
    shell: str | None  # the sign by which a script fills the page


@dataclass(frozen=True)
class First:
    """A page as the first reader leaves it."""

    markup: str
    flattened: bool
    tree: LexborHTMLParser
    data: PageData
    page: Scan
    taken: html_body.Taken
    signs: Features


@dataclass(frozen=True)
class Body:
    """The blocks of the reader that is to be believed, its name (`desk`, `trafilatura`, `json-ld`), how sure, notes."""

    blocks: list[Block]
    by: str
    confidence: float
    notes: tuple[Note, ...] = ()


def first_reading(text: str, url: str | None) -> First:
    """The first tier: the page parsed and its text sought. Total, as everything here."""
    markup, flattened = tame(text)
    tree = LexborHTMLParser(markup)
    data = read_data(tree, url)
    page = _scan(tree)
    taken = html_body.read_body(page)
    signs = features(page, taken, data.first("og:description", "description", "twitter:description"))
    return First(markup, flattened, tree, data, page, taken, signs)


def read_text(text: str, context: PageContext) -> Body:
    """The text alone, by the same readers and with the same result as `read_html`."""
    first = first_reading(text, context.final_url or context.url)
    return read_body(first, page_title(first.data, context))


def read_html(text: str, context: PageContext) -> HtmlReading:
    """Reads the page. Total: any text gives a reading, perhaps one without blocks."""
    first = first_reading(text, context.final_url or context.url)
    tree, data, page, taken = first.tree, first.data, first.page, first.taken
    begin, end = (taken.fragments[0], taken.fragments[-1]) if taken.fragments else (None, None)
    facts = read_facts(data, context, lambda title: read_top(tree, page, begin, title))
    language = data.language or context.language
    dates = decide(html_candidates(data, tree, page, begin, context, language, end), context.fetched_at)
    body = read_body(first, facts.title)
    return HtmlReading(
        blocks=body.blocks,
        facts=facts,
        dates=dates,
        captions=captions(page, taken.fragments, taken.captions, taken.bad, facts.title, facts.byline),
        data=data,
        page=page,
        taken=taken,
        extracted_by=body.by,
        confidence=body.confidence,
        notes=(*((Note.MARKUP_FLATTENED,) if first.flattened else ()), *facts.notes, *dates.notes, *body.notes),
        shell=script_shell(tree, page, taken.bad),
    )


def _scan(tree: LexborHTMLParser) -> Scan:
    body = tree.body or tree.root
    if body is None:
        return Scan([], [], [], [], [])
    return scan(body)


def read_body(first: First, title: str | None) -> Body:
    """The text in tiers: the first reader's, where it is sure of itself; else trafilatura's, where that finds clearly
    more; the one in the page's JSON-LD, where the markup shows none. What the page says of itself is a check."""
    body = _tiers(first)
    return replace(body, blocks=_without_title(body.blocks, title))


def first_blocks(first: First, title: str | None) -> list[Block]:
    """The first reader's text."""
    return _without_title([_block(first.page.fragments[i]) for i in first.taken.fragments], title)


def _tiers(first: First) -> Body:
    blocks = first_blocks(first, None)
    sure = sureness(first.signs, first.taken.mass)
    stated = _stated_body(first.data)
    if stated and _length(blocks) < 0.2 * len(stated):
        parts = [Block(part) for part in re.split(r"\n\s*\n|(?<=[.!?])\s{2,}", stated)]
        return Body(parts, "json-ld", STATED, (Note.BODY_FROM_JSON_LD,))
    agreed = _agreement(stated, blocks) if stated else 1.0
    by, notes = "desk", []
    if agreed < AGREEING or (sure < UNSURE and not _holds_most(first, blocks)):
        second = second_reading(without_notices(first.markup))
        better = _agreement(stated, second) > agreed if stated else prefer_second(second, blocks)
        if second and better:
            blocks, by, sure = second, "trafilatura", SECOND
            agreed = _agreement(stated, blocks) if stated else 1.0
            notes.append(Note.BODY_FROM_SECOND_READER)
    if agreed < AGREEING:
        notes.append(Note.BODY_DISAGREES_WITH_JSON_LD)
        sure = min(sure, DISAGREEING)
    return Body(blocks, by, sure, tuple(notes))


def _holds_most(first: First, blocks: list[Block]) -> bool:
    """Whether the first reader has so much of the page's paragraph text that the second can find half as much again
    only in menus and forms. Of 30 pages of 561 that were not sure it spares 13, and two thirds of the time."""
    most = sum(map(html_body.mass_of, first.page.fragments))
    return _length(blocks) >= 3 * MIN_MASS and most <= CLEARLY_MORE * _length(blocks)


def _stated_body(data: PageData) -> str:
    """The text that the page's JSON-LD gives as the article's; empty where it is too short to judge by. HTML in it is
    taken off."""
    texts = (str(obj["articleBody"]) for obj in data.objects if isinstance(obj.get("articleBody"), str))
    text = html.unescape(re.sub(r"<[a-zA-Z/][^<>]{0,300}>", " ", max(texts, key=len, default="")))
    return text if len(text) >= 600 else ""


def _length(blocks: list[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def prefer_second(second: list[Block], first: list[Block]) -> bool:
    """Whether the second reader's text is to be believed: only where it finds clearly more."""
    a, b = _length(first), _length(second)
    return b > CLEARLY_MORE * a or (a < MIN_MASS and b > a)


def _agreement(stated: str, blocks: list[Block]) -> float:
    """The share of a stated text's word triples that the blocks hold."""
    words = re.findall(r"\w+", stated)
    wanted = set(zip(words, words[1:], words[2:], strict=False))
    own = re.findall(r"\w+", " ".join(block.text for block in blocks))
    return len(wanted & set(zip(own, own[1:], own[2:], strict=False))) / (len(wanted) or 1)


def _block(fragment: Fragment) -> Block:
    kind = _BLOCK_KINDS.get(fragment.kind, "paragraph")
    if (
        kind == "paragraph"
        and fragment.strong
        and len(fragment.text.split()) <= 14
        and fragment.text[-1:] not in ".!,;"
    ):
        kind = "heading"
    return Block(fragment.text, kind)


def _without_title(blocks: list[Block], title: str | None) -> list[Block]:
    """The body without the title said again at its top and the short lines around it (trail, byline, date), and
    without headings that nothing follows."""
    own = flat(title)
    said = [i for i, block in enumerate(blocks[:8]) if _says(block, own)]
    start = 0
    if said and all(_is_label(block) for block in blocks[: said[0]]):
        start = said[0] + 1
        while start < len(blocks) - 1 and blocks[start].kind != "heading" and _is_label(blocks[start]):
            start += 1
    kept = [block for i, block in enumerate(blocks[start:]) if i >= 8 or not _says(block, own)]
    while kept and kept[-1].kind == "heading":
        kept.pop()
    return kept


def _says(block: Block, own: str) -> bool:
    """Whether a block is the title and nothing else. Paragraphs need no look: they are longer than any title."""
    return bool(own) and len(own) <= len(block.text) <= 3 * len(own) + 20 and flat(block.text) == own


def _is_label(block: Block) -> bool:
    return (
        block.kind != "item" and len(block.text) < 100 and not block.text.endswith((".", "!", "?", "”", '"', "…", ":"))
    )
