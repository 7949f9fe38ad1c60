"""An HTML page read to the end: parsed once, then data, body, title, dates and captions from the same tree."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

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
from transforms.pages.metadata import PageFacts, read_facts
from transforms.pages.notes import Note

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


def read_html(text: str, context: PageContext) -> HtmlReading:
    """Reads the page. Total: any text gives a reading, perhaps one without blocks."""
    markup, flattened = tame(text)
    tree = LexborHTMLParser(markup)
    data = read_data(tree, context.final_url or context.url)
    page = _scan(tree)
    taken = html_body.read_body(page)
    first = taken.fragments[0] if taken.fragments else None
    facts = read_facts(data, context, lambda title: read_top(tree, page, first, title))
    language = data.language or context.language
    dates = decide(html_candidates(data, tree, page, first, context, language), context.fetched_at)
    blocks, by, confidence, notes = _body(markup, data, page, taken, facts.title)
    return HtmlReading(
        blocks=blocks,
        facts=facts,
        dates=dates,
        captions=captions(page, taken.fragments, taken.captions, taken.bad, facts.title, facts.byline),
        data=data,
        page=page,
        taken=taken,
        extracted_by=by,
        confidence=confidence,
        notes=(*((Note.MARKUP_FLATTENED,) if flattened else ()), *facts.notes, *dates.notes, *notes),
        shell=script_shell(tree, page, taken.bad),
    )


def _scan(tree: LexborHTMLParser) -> Scan:
    body = tree.body or tree.root
    if body is None:
        return Scan([], [], [], [], [])
    return scan(body)


def _body(
    markup: str, data: PageData, page: Scan, taken: html_body.Taken, title: str | None
) -> tuple[list[Block], str, float, list[Note]]:
    """The blocks of the reader that is to be believed, its name, how sure, and notes."""
    blocks = [_block(page.fragments[i]) for i in taken.fragments]
    confidence = html_body.confidence(taken)
    notes: list[Note] = []
    by = "desk"
    stated = _stated_body(data)
    if stated and _length(blocks) < 0.2 * len(stated):
        blocks = [Block(part) for part in re.split(r"\n\s*\n|(?<=[.!?])\s{2,}", stated)]
        by, confidence = "json-ld", 0.5
        notes.append(Note.BODY_FROM_JSON_LD)
    elif confidence < html_body.SURE or (stated and _agreement(stated, blocks) < AGREEING):
        second = second_reading(without_notices(markup))
        if second and _prefer_second(second, blocks, stated):
            blocks, by, confidence = second, "trafilatura", max(0.5, confidence)
            notes.append(Note.BODY_FROM_SECOND_READER)
    if stated and _agreement(stated, blocks) < AGREEING:
        notes.append(Note.BODY_DISAGREES_WITH_JSON_LD)
        confidence = min(confidence, 0.4)
    return _without_title(blocks, title), by, confidence, notes


def _stated_body(data: PageData) -> str:
    """The text that the page's JSON-LD gives as the article's; empty where it is too short to judge by. HTML in it is
    taken off."""
    texts = (str(obj["articleBody"]) for obj in data.objects if isinstance(obj.get("articleBody"), str))
    text = html.unescape(re.sub(r"<[a-zA-Z/][^<>]{0,300}>", " ", max(texts, key=len, default="")))
    return text if len(text) >= 600 else ""


def _length(blocks: list[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def _prefer_second(second: list[Block], first: list[Block], stated: str) -> bool:
    a, b = _length(first), _length(second)
    if stated:
        return _agreement(stated, second) > _agreement(stated, first)
    return b > 1.2 * a or (a < 200 and b > a)


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
    said = [i for i, block in enumerate(blocks[:8]) if own and flat(block.text) == own]
    start = 0
    if said and all(_is_label(block) for block in blocks[: said[0]]):
        start = said[0] + 1
        while start < len(blocks) - 1 and blocks[start].kind != "heading" and _is_label(blocks[start]):
            start += 1
    kept = [block for i, block in enumerate(blocks[start:]) if i >= 8 or flat(block.text) != own or not own]
    while kept and kept[-1].kind == "heading":
        kept.pop()
    return kept


def _is_label(block: Block) -> bool:
    return (
        block.kind != "item" and len(block.text) < 100 and not block.text.endswith((".", "!", "?", "”", '"', "…", ":"))
    )
