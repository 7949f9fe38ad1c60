"""Text set in order, and a body composed of its blocks with spans that hold.

Offsets are counted on the composed body and never moved afterwards: normalising comes first, composing last."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["paragraph", "heading", "item", "row", "pre"]

# Soft hyphens, zero-width spaces, word joiners, byte-order marks, direction marks and overrides, variation of nothing.
# The zero-width (non-)joiners U+200C and U+200D stay: Persian and Indic spelling and emoji need them.
_INVISIBLE = re.compile("[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BLANK = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_BREAK = re.compile("\r\n|[\r\u0085\u2028\u2029]")
_QUOTED = re.compile(
    '“(?P<a>[^”“]{1,1500})(?:”|$)|"(?<!\\w")(?P<b>[^"]{1,1500})"(?!\\w)|«(?P<c>[^»«]{1,1500})(?:»|$)|'
    "„(?P<d>[^“”„]{1,1500})[“”]|「(?P<e>[^」]{1,800})」|『(?P<f>[^』]{1,800})』"
)
_WORD = re.compile(r"\w+")
_AGENCY = r"(?:\s*\([A-Z][\w .,/&-]{1,40}\))"
_MONTH_DAY = r"(?:,? (?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:,? \d{4})?)"
_DASH = r"\s*(?:—|–|--|-)\s"
_CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’ -]{2,40}(?:[,/] ?[A-ZÀ-Þ][\w.'’ -]{1,30}){0,2}"
_CITY = r"[A-ZÀ-Þ][\w.'’-]+(?: [A-ZÀ-Þ][\w.'’-]+){0,3}(?:, [A-ZÀ-Þ][\w.'’ -]{1,30})?"
# "GENEVA, March 3 (Agency) - ", "KYIV, Ukraine (AP) — ", "Geneva (Agency) — ": capitals, or an agency, and a dash.
_DATELINE = re.compile(
    rf"(?P<place>{_CAPITALS}{_MONTH_DAY}?{_AGENCY}?){_DASH}|(?P<city>{_CITY}{_MONTH_DAY}?{_AGENCY}){_DASH}"
)


@dataclass(frozen=True)
class Block:
    """A piece of the body: a paragraph, a heading, an item of a list, a row of a table, or preformatted text."""

    text: str
    kind: BlockKind = "paragraph"


@dataclass(frozen=True)
class Composed:
    """A body and the spans in it: headings, quoted speech, dateline."""

    body: str
    headings: tuple[tuple[int, int], ...] = ()
    quotes: tuple[tuple[int, int], ...] = ()
    dateline: tuple[int, int] | None = None


def normalise(text: str) -> str:
    """NFC, plain spaces, plain line ends; no invisible marks, no control characters. Lines are stripped; idempotent."""
    if text.isprintable():  # nothing invisible, no control, no other blank than the space, one line: nine of ten
        text = unicodedata.normalize("NFC", text).strip()
        return " ".join(text.split()) if "  " in text else text
    text = unicodedata.normalize("NFC", _CONTROL.sub("", _INVISIBLE.sub("", _BREAK.sub("\n", text))))
    text = _BLANK.sub(" ", text)
    return "\n".join(line.strip() for line in text.split("\n")).strip("\n")


def one_line(text: str | None) -> str:
    """A title, name or caption: normalised, white space single."""
    return " ".join(normalise(text).split()) if text else ""


def flat(text: str | None) -> str:
    """Lower-case letters and digits only, for comparing titles and lines."""
    return re.sub(r"[\W_]+", "", (text or "").casefold())


def compose(blocks: Iterable[Block]) -> Composed:
    """The body of the blocks. Items of one list and rows of one table stand on lines of their own; everything else is
    separated by a blank line. Empty blocks vanish."""
    parts: list[str] = []
    headings: list[tuple[int, int]] = []
    quotes: list[tuple[int, int]] = []
    dateline: tuple[int, int] | None = None
    position, before, first = 0, "", True
    for block in _split(blocks):
        joint = "" if not parts else "\n" if block.kind == before and before in ("item", "row") else "\n\n"
        position += len(joint)
        parts += (joint, block.text)
        if block.kind == "heading":
            headings.append((position, position + len(block.text)))
        elif block.kind != "pre":  # strings of a program are nobody's words
            quotes += [(position + a, position + b) for a, b in quoted(block.text)]
            if first:
                found = _DATELINE.match(block.text)
                if found:
                    name = "place" if found.group("place") else "city"
                    start = position + found.start(name)
                    dateline = (start, start + len(found.group(name).rstrip()))
                first = False
        position += len(block.text)
        before = block.kind
    return Composed("".join(parts), tuple(headings), tuple(quotes), dateline)


def compose_within(blocks: list[Block], limit: int) -> tuple[Composed, bool]:
    """The body of as many blocks as the limit of characters holds (a single longer one is cut), and whether it did not
    hold all."""
    kept: list[Block] = []
    room = limit
    for block in blocks:
        if len(block.text) > room:
            return compose([*kept, Block(block.text[:room], block.kind)]), True
        kept.append(block)
        room -= len(block.text)
    return compose(kept), False


def quoted(text: str) -> list[tuple[int, int]]:
    """Spans of quoted speech with their marks: three words and more, so that a title or a word in quotes is none. A
    quotation that a paragraph leaves open goes to its end."""
    return [m.span() for m in _QUOTED.finditer(text) if len(_WORD.findall(m.group())) >= 3 or "「" in m.group()]


def _split(blocks: Iterable[Block]) -> Iterable[Block]:
    for block in blocks:
        text = normalise(block.text)
        if "\n" not in text:
            if text:
                yield block if text is block.text else Block(text, block.kind)
            continue
        if block.kind in ("heading", "item", "row"):
            text = re.sub(r"\n+", " ", text)
        for part in re.split(r"\n{2,}", text):
            if part.strip():
                yield Block(part.strip(), block.kind)
