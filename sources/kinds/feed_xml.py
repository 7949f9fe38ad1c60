"""RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, as one form of entry.

Specifications: RSS 2.0.11 and its Advisory Board's profile, RSS 1.0 with mod_content and Dublin Core, RFC 4287 (Atom),
xml:base. Elements are known by name, with the prefix that their namespace usually has; a prefix that is not declared
is taken for what it says."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from sources.kinds.hinting import unescaped
from sources.kinds.markup import Piece, pieces

ROOTS = ("rss", "rdf:rdf", "feed")
_ENTRIES = ("item", "entry")
_LONG = ("content", "content:encoded", "description", "summary")  # may hold anything, tags of these names among it
_CONTAINERS = ("image", "textinput", "source", "contributor")  # with a title and a link that are not the entry's
_SHORT = (
    "title", "link", "guid", "id", "feedburner:origlink", "pubdate", "dc:date", "published", "issued", "created",
    "updated", "modified", "dcterms:issued", "dcterms:created", "dcterms:modified", "author", "dc:creator",
    "itunes:author", "category", "dc:subject",
)  # fmt: skip
_FIELDS = frozenset((*_LONG, *_CONTAINERS, *_SHORT))
_PREFIXES = {
    "http://www.w3.org/2005/Atom": "", "http://purl.org/atom/ns#": "", "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "", "http://backend.userland.com/rss2": "",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf", "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms", "http://purl.org/rss/1.0/modules/content/": "content",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner", "http://search.yahoo.com/mrss/": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
}  # fmt: skip
# 2,000 entries of 100 tags with text between: 2 s. A document of nothing but tags must not take longer.
_MOST_PIECES = 1_000_000
_MOST_BASES = 2  # of a feed: the root's and its channel's
_ENTRY_TAG = re.compile(r"<(?:[\w.-]{1,20}:)?(?:item|entry)[\s>]", re.IGNORECASE)
# An entity that is a name for a few characters, as `nbsp` is. Anything longer, nested or external serves to make a
# small file large, or to read another.
_DECLARATION = "<!ENTITY"
_CHARACTERS = re.compile(
    r"""<!ENTITY\s+([\w.:-]{1,40})\s+(?:"((?:&\#\w+;|[^&"%<]){0,8})"|'((?:&\#\w+;|[^&'%<]){0,8})')\s*>"""
)
_ANY_TAG = re.compile(r"<[A-Za-z]")


class Value(NamedTuple):
    """What an element holds. `text` has its character references resolved, or is HTML where `is_html` says that tags
    stood in it."""

    text: str
    attributes: dict[str, str]
    is_html: bool = False


@dataclass
class Entry:
    """An item: its elements by name, in their order, and the xml:base values around it, outermost first."""

    bases: tuple[str, ...] = ()
    values: dict[str, list[Value]] = field(default_factory=dict)

    def all(self, *names: str) -> list[Value]:
        """The elements of these names, in the order of the names."""
        return [value for name in names for value in self.values.get(name, ())]

    def text(self, *names: str) -> str | None:
        """The text of the first that has any."""
        return next((text for value in self.all(*names) if (text := value.text.strip())), None)


@dataclass
class FeedDocument:
    """A feed as it is written. `root` is empty where there is none; `about` holds what it says of itself; `left_out`
    counts the entries (about) that were not read; `ended`: whether the reader met its end, or chose to stop."""

    root: str = ""
    about: Entry = field(default_factory=Entry)
    entries: list[Entry] = field(default_factory=list)
    left_out: int = 0
    ended: bool = False


def declared_entities(text: str) -> dict[str, str] | None:
    """The names for a few characters that a document declares before its first tag; None where it declares more."""
    first = _ANY_TAG.search(text)
    prolog = text[: first.start()] if first else text
    found = {match[1]: unescaped(match[2] or match[3] or "") for match in _CHARACTERS.finditer(prolog)}
    return found if prolog.count(_DECLARATION) == len(_CHARACTERS.findall(prolog)) else None


def read_document(text: str, most: int, entities: Mapping[str, str] = {}) -> FeedDocument:
    """The first `most` entries of a feed, without reading the others. An entry that is cut has what came before the
    cut. Never raises."""
    reader = _Reader(entities)
    position = 0
    for piece in islice(pieces(text), _MOST_PIECES):
        reader.take(piece)
        position = piece.end
        if len(reader.feed.entries) >= most:
            position -= len(piece.source) if reader.entry is not None else 0  # this one is the first that is left out
            break
    else:
        reader.close()
    reader.feed.ended = reader.feed.ended or position < len(text)
    reader.feed.left_out = sum(1 for _ in _ENTRY_TAG.finditer(text, position))
    return reader.feed


@dataclass
class _Capture:
    """An element whose end has not come yet."""

    name: str
    attributes: dict[str, str]
    depth: int = 1
    parts: list[Piece] = field(default_factory=list)


class _Reader:
    """Takes the pieces of a document one by one."""

    def __init__(self, entities: Mapping[str, str]) -> None:
        self.feed = FeedDocument()
        self.entry: Entry | None = None
        self._entities = entities
        self._prefixes: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._capture: _Capture | None = None

    def take(self, piece: Piece) -> None:
        if piece.kind == "start":
            self._start(piece)
        elif piece.kind == "end":
            self._end(piece)
        elif self._capture is not None and piece.kind != "other":
            self._capture.parts.append(piece)

    def close(self) -> None:
        """The document is at its end: an element that is still open was cut, and is none."""
        self._capture = None
        self._leave_entry()

    def _name(self, written: str) -> str:
        """The element's name with the usual prefix, in lower case."""
        if (name := self._names.get(written)) is None:
            prefix, _, local = written.rpartition(":")
            prefix = self._prefixes.get(prefix, prefix)
            name = self._names[written] = (f"{prefix}:{local}" if prefix else local).lower()
        return name

    def _start(self, piece: Piece) -> None:
        if "xmlns:" in piece.inside:
            self._declare(piece)
        name = self._name(piece.name)
        capture = self._capture
        if capture is not None and name not in _ENTRIES and not self._ends(capture, name):
            capture.depth += name == capture.name and not piece.is_empty
            capture.parts.append(piece)
            return
        if capture is not None:
            self._leave_capture()
        if name in _ENTRIES and self.feed.root:
            self._leave_entry()
            bases = (*self.feed.about.bases, *_base(piece))
            self.entry = Entry(bases)
        elif name in ROOTS and not self.feed.root:
            self.feed.root = name
            self.feed.about.bases = _base(piece)
        elif name == "channel" and self.feed.root and len(self.feed.about.bases) < _MOST_BASES:
            self.feed.about.bases += _base(piece)
        elif name in _FIELDS and self.feed.root:
            self._capture = _Capture(name, piece.attributes())
            if piece.is_empty:
                self._leave_capture()

    def _end(self, piece: Piece) -> None:
        name = self._name(piece.name)
        capture = self._capture
        if name in _ENTRIES and self.entry is not None:
            self._leave_capture()
            self._leave_entry()
        elif capture is not None and name == capture.name:
            capture.depth -= 1
            if capture.depth == 0:
                self._leave_capture()
            else:
                capture.parts.append(piece)
        elif name == self.feed.root:
            self._leave_capture()
            self._leave_entry()
            self.feed.ended = True
        elif capture is not None:
            capture.parts.append(piece)

    def _ends(self, capture: _Capture, name: str) -> bool:
        """Whether the start of an element ends the one before, which has lost its end tag."""
        return capture.name in _SHORT and name in _FIELDS and capture.name != "author"

    def _declare(self, piece: Piece) -> None:
        for name, value in piece.attributes().items():
            if name.startswith("xmlns:") and value in _PREFIXES:
                self._prefixes[name.removeprefix("xmlns:")] = _PREFIXES[value]
                self._names.clear()

    def _leave_capture(self) -> None:
        capture, self._capture = self._capture, None
        if capture is not None and capture.name not in _CONTAINERS:
            target = self.entry or self.feed.about
            target.values.setdefault(capture.name, []).append(self._value(capture))

    def _leave_entry(self) -> None:
        if self.entry is not None:
            self.feed.entries.append(self.entry)
            self.entry = None

    def _value(self, capture: _Capture) -> Value:
        parts = capture.parts
        if any(part.kind in ("start", "end") for part in parts):
            written = (html.escape(part.source, quote=False) if part.kind == "cdata" else part.source for part in parts)
            return Value("".join(written), capture.attributes, is_html=True)
        texts = (part.source if part.kind == "cdata" else unescaped(part.source, self._entities) for part in parts)
        return Value("".join(texts), capture.attributes)


def _base(piece: Piece) -> tuple[str, ...]:
    base = piece.attributes().get("xml:base") if "base" in piece.inside else None
    return (base,) if base else ()
