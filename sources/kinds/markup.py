"""XML as feeds really write it, cut into its pieces, in time linear in its length and without ever failing.

Parsers of XML stop at the first fault; those that go on repair by guessing, and can be held up: feedparser 6.0.14 takes
20 s and 790 MB for 300 KB of nested `xml:base`, and minutes for 300 KB of `a.a.a.` in an author. No piece matched here
reaches beyond the next `<`, but for those that end with a mark of their own, which is looked for once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from sources.kinds.hinting import unescaped

# A tag whose attributes are quoted as they should be (so that they may hold a `>`), and one where they are not.
_TAG = re.compile(r"""<(/?)([^\W\d][\w:.-]*+)((?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+)>""")
_SLOPPY_TAG = re.compile(r"<(/?)([^\W\d][\w:.-]*+)([^<>]*+)>")
_TEXT = re.compile(r"<?[^<]*+(?:<(?![\w/!?])[^<]*+)*+")  # `A < B` is text
_ATTRIBUTE = re.compile(r"""(?<![\w:.-])([\w:.-]++)\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s"'<>]++)""")
_ENCLOSED: tuple[tuple[str, str, Literal["cdata", "other"]], ...] = (
    ("<![CDATA[", "]]>", "cdata"),
    ("<!--", "-->", "other"),
    ("<?", "?>", "other"),
    ("<!", ">", "other"),
)


class Piece(NamedTuple):
    """A start or end tag with its name as written, text with its character references, or CDATA. `source` is how it
    stands in the document; for CDATA, what is within. `end` is where the document goes on."""

    kind: Literal["start", "end", "text", "cdata", "other"]
    source: str
    end: int
    name: str = ""
    inside: str = ""  # of a start tag: what follows the name

    @property
    def is_empty(self) -> bool:
        """Whether it is a start tag that is its own end."""
        return self.inside.endswith("/")

    def attributes(self) -> dict[str, str]:
        """The attributes by name in lower case, the first of each."""
        found: dict[str, str] = {}
        for match in _ATTRIBUTE.finditer(self.inside):
            found.setdefault(match[1].lower(), unescaped(match[2].strip("\"'")).strip())
        return found


def pieces(text: str) -> Iterator[Piece]:
    """The pieces of a document, in order, nothing left out."""
    position = 0
    missing: set[str] = set()  # ends that occur no more: not to be looked for again
    while position < len(text):
        piece = _tag(text, position) or _enclosed(text, position, missing) or _plain(text, position)
        yield piece
        position = piece.end


def _tag(text: str, position: int) -> Piece | None:
    match = _TAG.match(text, position) or _SLOPPY_TAG.match(text, position)
    if match is None:
        return None
    kind: Literal["start", "end"] = "end" if match[1] else "start"
    return Piece(kind, match[0], match.end(), match[2], match[3].rstrip())


def _enclosed(text: str, position: int, missing: set[str]) -> Piece | None:
    for opening, closing, kind in _ENCLOSED:
        if text.startswith(opening, position):
            start = position + len(opening)
            end = -1 if closing in missing else text.find(closing, start)
            if end >= 0:
                source = text[start:end] if kind == "cdata" else text[position : end + len(closing)]
                return Piece(kind, source, end + len(closing))
            missing.add(closing)
            return Piece("other", opening, start)  # never closed: what follows counts as if it were not there
    return None


def _plain(text: str, position: int) -> Piece:
    match = _TEXT.match(text, position)
    assert match is not None  # there is a character left
    return Piece("text", match[0], match.end())
