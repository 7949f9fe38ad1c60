"""The article in a plain text that was copied or dumped from a page, with the page's furniture around it.

The text becomes a list of lines (wrapped ones joined). Then: the title is the line that the top says twice, or marks as
one; what lies between it and the first running paragraph is furniture to be understood (sections, byline, date); the
tail begins at the first mark of an ending after which little running text is left; image blocks (an alternative text, a
caption with its credit) stand apart; short lines between paragraphs are headings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from contracts.records import PageContext
from transforms.pages.clean import Block, flat, normalise
from transforms.pages.dates import DateCandidate
from transforms.pages.furniture import END_MARK, NOISE
from transforms.pages.plain_lines import Line, ends_sentence, is_caption, is_prose, read_lines, without_credit
from transforms.pages.plain_pages import unpaged
from transforms.pages.plain_top import (
    COMMENTS_ON,
    authors_of,
    date_of,
    find_title,
    names_author,
    sections_of,
    unbroken_top,
)

_COPYRIGHT = re.compile(r"copyright\b|©|\(c\) \d{4}", re.IGNORECASE)
_ALT_WORDS = 14  # an alternative text or a heading has no more words


@dataclass
class PlainArticle:
    """What was found. `blocks` are the body's; `title` may be None; `lines` between title and body gave the rest."""

    title: str | None = None
    blocks: list[Block] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    dates: list[DateCandidate] = field(default_factory=list)
    standfirst: str | None = None
    prose_share: float = 0.0  # characters of running text among all that the text holds


def read_plain(text: str, context: PageContext) -> PlainArticle:
    """The article of a plain text. Total: an empty text gives an empty article."""
    lines = unbroken_top(read_lines(normalise(unpaged(text))))
    found = PlainArticle()
    if not lines:
        return found
    first = _first_prose(lines)
    found.title, title_at = find_title(lines[:first], context)
    _read_top(lines[:first], title_at, found, context.language)
    _read_body(lines[first : _tail(lines, first)], found)
    prose = sum(len(line.text) for line in lines if is_prose(line))
    found.prose_share = prose / (sum(len(line.text) for line in lines) or 1)
    return found


def _first_prose(lines: list[Line]) -> int:
    """Where the body begins: at the first running paragraph that is no furniture. Where all lines are short (a brief),
    at the first that ends like a sentence."""
    for i, line in enumerate(lines):
        if is_prose(line) and not is_caption(line) and not NOISE.match(line.text):
            return i
    for i, line in enumerate(lines[1:], 1):
        if ends_sentence(line.text) and len(line.text.split()) > 5:
            return i
    return min(1, len(lines) - 1)


def _read_top(top: list[Line], title_at: int, found: PlainArticle, language: str | None) -> None:
    """Sections, byline, date, captions and standfirst from the lines above the body. Menus stand far above the title:
    only what is close to it counts for byline and date."""
    for i, line in enumerate(top):
        text = line.text
        if flat(text) == flat(found.title):
            continue
        named = sections_of(text, found.title)
        if named is not None:
            found.sections += named
        elif is_caption(line):
            _add_captions(top, i, found)
        elif i >= title_at - 3:
            _read_line(text, i > title_at >= 0, found, language)
            if not found.authors and i == title_at + 1:
                found.authors = names_author(text, top[i + 1 : i + 2])


def _read_line(text: str, below_title: bool, found: PlainArticle, language: str | None) -> None:
    authors = authors_of(text)
    found.authors = found.authors or authors
    date = date_of(text, language)
    if date:
        found.dates.append(date)
    elif below_title and not authors and not NOISE.match(text) and ends_sentence(text) and len(text.split()) >= 6:
        found.standfirst = found.standfirst or text


def _tail(lines: list[Line], first: int) -> int:
    """Where the article ends: at a mark of an ending after which at most two fifths of the running text are left, and
    without the short lines that stand before it."""
    sizes = [len(line.text) if is_prose(line) else 0 for line in lines]
    total = sum(sizes[first:]) or 1
    end, seen = len(lines), 0
    for i in range(first, len(lines)):
        if seen and total - seen <= 0.4 * total and _ends_here(lines[i].text):
            end = i
            break
        seen += sizes[i]
    last = max((i for i in range(first, end) if _is_sentence(lines[i])), default=end - 1)
    return last + 1


def _is_sentence(line: Line) -> bool:
    return is_prose(line) or (ends_sentence(line.text) and len(line.text.split()) >= 4 and not NOISE.match(line.text))


def _ends_here(text: str) -> bool:
    return len(text) < 160 and bool(
        END_MARK.match(text)
        or COMMENTS_ON.match(text)
        or re.match(r"(?:copyright\b|©|\(c\) \d{4})", text, re.IGNORECASE)
    )


def _read_body(lines: list[Line], found: PlainArticle) -> None:
    title = flat(found.title)
    apart = _image_lines(lines)
    for i, line in enumerate(lines):
        text = line.text
        if i in apart:
            if is_caption(line):
                _add_captions(lines, i, found)
            continue
        if NOISE.match(text) or flat(text) == title or line.linked > 0.9 or (END_MARK.match(text) and len(text) < 60):
            continue
        if is_prose(line) or line.kind == "pre" or ends_sentence(text):
            found.blocks.append(Block(text, "item" if line.kind == "item" else "paragraph"))
        elif line.kind == "item":
            found.blocks.append(Block(text, "item"))
        elif len(text.split()) <= 14:
            found.blocks.append(Block(text, "heading"))
        else:
            found.blocks.append(Block(text))
    while found.blocks and found.blocks[-1].kind == "heading":
        found.blocks.pop()


def _image_lines(lines: list[Line]) -> set[int]:
    """Lines of image blocks: captions, and a short line right above one in the same block (its alternative text)."""
    apart = {i for i, line in enumerate(lines) if is_caption(line)}
    for i in sorted(apart):
        above = i - 1
        if (
            above >= 0
            and lines[above].block == lines[i].block
            and not ends_sentence(lines[above].text)
            and len(lines[above].text.split()) <= 14
        ):
            apart.add(above)
    return apart


def _add_captions(lines: list[Line], at: int, found: PlainArticle) -> None:
    above = at - 1
    if above >= 0 and lines[above].block == lines[at].block and not is_caption(lines[above]):
        text = lines[above].text
        if not ends_sentence(text) and len(text.split()) <= 14 and flat(text) != flat(found.title):
            found.captions.append(text)
    caption = without_credit(lines[at].text)
    if caption:
        found.captions.append(caption)
