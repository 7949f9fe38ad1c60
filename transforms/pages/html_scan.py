"""One pass over a page's tree: its texts in order, and the containers they stand in.

The page becomes two flat lists. A Fragment is one run of text without a block boundary in it (a paragraph, a heading,
a list item, a table row). A Box is one element around fragments; because fragments are in document order, what a box
holds is a range of them, and every question of the body reader is a sum over a range. lexbor parses some 800 pages/s;
this pass is the cost, so each node is touched once."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from transforms.pages.html_names import CREDIT, NO_ROLES, Roles, roles
from transforms.pages.patterns import words

MAX_DEPTH = 250  # deeper than any of 561 real pages (98); below it a subtree is read as one fragment
MAX_NODES = 150_000

_INLINE = words(
    """
    a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rp rt ruby s samp
    small span strike strong sub sup time tt u var wbr amp-fit-text custom-text
    """
)
_SKIP = words(
    """
    script style noscript template svg math iframe object embed applet head meta link base input select option
    optgroup textarea button datalist audio video source track canvas map area dialog frame frameset param amp-ad
    amp-iframe amp-sidebar progress meter title
    """
)
_LEVELS = {f"h{level}": level for level in range(1, 7)}
_CONTAINERS = frozenset(("div", "section", "article", "ul", "ol", "table", "main", "figure"))
_KINDS = {
    "p": "p", "li": "item", "dt": "item", "dd": "item", "blockquote": "quote", "pre": "pre", "figcaption": "caption",
    "caption": "caption", **dict.fromkeys(_LEVELS, "heading"),
}  # fmt: skip
_NAMING = ("id", "role", "data-testid", "data-component", "aria-label")  # beside class
_TEXT, _BLOCK, _INLINE_ELEMENT, _LINK, _BREAK, _IMAGE, _SKIPPED = range(7)
_TREATED = {
    **dict.fromkeys(_INLINE, _INLINE_ELEMENT), **dict.fromkeys(_SKIP, _SKIPPED),
    "-text": _TEXT, "a": _LINK, "br": _BREAK, "img": _IMAGE, "amp-img": _IMAGE,
}  # fmt: skip
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(slots=True)
class Fragment:
    """A run of text. `kind`: p, heading, item, quote, pre, caption, row or text (bare text of a container).
    `linked`: characters within links; `box`: the innermost container; `level`: of a heading, 1 to 6."""

    text: str
    kind: str
    linked: int
    box: int
    level: int = 0
    strong: bool = False


@dataclass(slots=True)
class Box:
    """An element around fragments[start:end]. `names` is its class, id and role as written, in lower case, and `roles`
    what they say that it is."""

    tag: str
    names: str
    parent: int
    start: int
    end: int
    roles: Roles
    itemprop: str = ""


@dataclass(slots=True)
class Link:
    """An address and the fragments that it reaches over, start to end (at least one). `leads`: nothing stands before
    it in its fragment."""

    href: str
    start: int
    end: int
    leads: bool


@dataclass(slots=True)
class Scan:
    """A page's texts and containers; boxes[0] is the body. `images` are alternative texts with the box they stand in
    and the fragment they come before."""

    fragments: list[Fragment]
    boxes: list[Box]
    images: list[tuple[str, int, int]]
    times: list[tuple[str, int, int, str]]  # datetime attribute (or text), box, fragment, names and itemprop
    links: list[Link]
    tags: list[tuple[str, str, int, int]] = field(default_factory=list)  # links with rel=tag: text, rel, box, fragment


class _Scanner:
    """The state of one pass: what is gathered of the current run of text."""

    def __init__(self) -> None:
        self.fragments: list[Fragment] = []
        self.boxes: list[Box] = []
        self.images: list[tuple[str, int, int]] = []
        self.times: list[tuple[str, int, int, str]] = []
        self.links: list[Link] = []
        self.tags: list[tuple[str, str, int, int]] = []
        self.parts: list[str] = []  # one list for the whole pass: its methods are bound where the loop needs them
        self.linked = 0
        self.strong = 0
        self.nodes = 0

    def flush(self, box: int, kind: str, level: int = 0) -> None:
        """Closes the current run as a fragment, if there is any text in it. Called where `parts` is not empty."""
        parts = self.parts
        raw = parts[0] if len(parts) == 1 else "".join(parts)
        parts.clear()
        if kind == "pre":
            text = raw.strip("\n ")
        elif "\n" in raw:
            text = "\n".join([" ".join(line.split()) for line in raw.split("\n")]).strip("\n")
        else:
            text = " ".join(raw.split())
        if text:
            strong = self.strong > 0 and kind in ("p", "text") and self.strong >= 0.9 * len(text)
            self.fragments.append(Fragment(text, kind, min(self.linked, len(text)), box, level, strong))
        self.linked = self.strong = 0

    def element(self, node: LexborNode, box: int, kind: str, depth: int, in_link: bool, bold: bool) -> None:
        """Reads the children of one element into the box."""
        self.nodes += 1
        if self.nodes > MAX_NODES:
            return
        parts = self.parts
        for child in node.iter(include_text=True):
            name = child.tag or "-"
            what = _TREATED.get(name, _BLOCK)
            if what == _TEXT:
                if child.is_empty_text_node:  # line ends between tags: half of all texts
                    if parts:
                        parts.append(" " if kind != "pre" else child.text_content or "")
                    continue
                text = child.text_content or ""
                if "\n" in text and kind != "pre":
                    text = text.replace("\n", " ")
                parts.append(text)
                if in_link:
                    self.linked += len(text.strip())
                if bold:
                    self.strong += len(text)
            elif what == _BLOCK:
                if name[0] != "-":
                    self.block(child, name, box, kind, depth, in_link)
            elif what == _LINK:
                self.link(child, box, kind, depth, bold)
            elif what == _BREAK:
                parts.append("\n")
            elif what == _IMAGE:
                self.image(child, box)
            elif what == _INLINE_ELEMENT:
                self.inline(child, name, box, kind, depth, in_link, bold)

    def inline(self, node: LexborNode, name: str, box: int, kind: str, depth: int, in_link: bool, bold: bool) -> None:
        if depth > MAX_DEPTH:
            self.parts.append(node.text(deep=True, separator=" "))
            return
        if name in ("span", "small", "sup", "label"):
            attributes = node.attributes
            if attributes:
                names = _names(attributes)
                if roles(names).hidden or _is_hidden(name, attributes) or (kind == "caption" and CREDIT.find(names)):
                    return
        elif name == "time" and len(self.times) < 100:
            self.time(node, box)
        self.element(node, box, kind, depth + 1, in_link, bold or name in ("b", "strong"))

    def link(self, node: LexborNode, box: int, kind: str, depth: int, bold: bool) -> None:
        if depth > MAX_DEPTH:
            self.parts.append(node.text(deep=True, separator=" "))
            return
        start, leads = len(self.fragments), not any(map(str.strip, self.parts))
        self.element(node, box, kind, depth + 1, True, bold)
        attributes = node.attributes
        href = attributes.get("href")
        if href:
            rel = attributes.get("rel")
            if rel and "tag" in rel:
                self.tags.append((node.text(deep=True), rel, box, start))
            self.links.append(Link(href, start, max(start + 1, len(self.fragments)), leads))

    def block(self, node: LexborNode, name: str, box: int, kind: str, depth: int, in_link: bool) -> None:
        attributes = node.attributes
        names, itemprop, said = "", "", NO_ROLES
        if attributes:
            # A heading's id is made of its own words: "gemini-cli", "what-share-of-them" name no furniture.
            names = _names(attributes) if name not in _LEVELS else (attributes.get("class") or "").lower()
            said = roles(names) if names else NO_ROLES
            if said.hidden or _is_hidden(name, attributes):
                return
            itemprop = attributes.get("itemprop") or ""
        if name in ("td", "th") or (kind == "row" and name not in ("table", "tr")):
            self.cell(node, name, names, said, box, depth, in_link)
            return
        inner = _inner(name, kind)
        if self.parts:
            self.flush(box, kind, _LEVELS.get(self.boxes[box].tag, 0))
        if depth > MAX_DEPTH:
            self.parts.append(node.text(deep=True, separator=" "))
            self.flush(box, inner)
            return
        number = len(self.boxes)
        opened = Box(name, names, box, len(self.fragments), 0, said, itemprop)
        self.boxes.append(opened)
        self.element(node, number, inner, depth + 1, in_link, False)
        if self.parts:
            self.flush(number, inner, _LEVELS.get(name, 0))
        opened.end = len(self.fragments)

    def cell(
        self, node: LexborNode, name: str, names: str, said: Roles, box: int, depth: int, in_link: bool
    ) -> None:  # fmt: skip
        """A table cell stays in its row's run of text unless it holds blocks of its own (tables made for layout)."""
        if depth <= MAX_DEPTH and node.css_first("p, div, table, ul, h1, h2, h3, article, section") is not None:
            if self.parts:
                self.flush(box, "row")
            number = len(self.boxes)
            opened = Box(name, names, box, len(self.fragments), 0, said)
            self.boxes.append(opened)
            self.element(node, number, "text", depth + 1, in_link, False)
            if self.parts:
                self.flush(number, "text")
            opened.end = len(self.fragments)
            return
        if "caption" in names:
            if self.parts:
                self.flush(box, "row")
            self.element(node, box, "caption", depth + 1, in_link, False)
            if self.parts:
                self.flush(box, "caption")
            return
        if self.parts:
            self.parts.append(" | ")
        self.element(node, box, "row", depth + 1, in_link, False)

    def time(self, node: LexborNode, box: int) -> None:
        attributes = node.attributes
        said = attributes.get("datetime") or attributes.get("content") or node.text(deep=True)
        self.times.append((said, box, len(self.fragments), f"{_itemprop(attributes)} {_names(attributes)}".lower()))

    def image(self, node: LexborNode, box: int) -> None:
        text = " ".join((node.attributes.get("alt") or "").split())
        if text:
            self.images.append((text, box, len(self.fragments)))


def scan(body: LexborNode) -> Scan:
    """Reads the tree under `body`. What is hidden from readers is passed over with all that it holds."""
    scanner = _Scanner()
    names = _names(body.attributes)
    scanner.boxes.append(Box("body", names, -1, 0, 0, roles(names)))
    scanner.element(body, 0, "text", 0, False, False)
    if scanner.parts:
        scanner.flush(0, "text")
    scanner.boxes[0].end = len(scanner.fragments)
    return Scan(scanner.fragments, scanner.boxes, scanner.images, scanner.times, scanner.links, scanner.tags)


@functools.lru_cache(maxsize=1024)
def _inner(name: str, kind: str) -> str:
    """The kind of the text in a block, by its tag and the kind of what it stands in."""
    if name in _CONTAINERS and kind in ("p", "row", "pre"):
        return "text" if kind != "row" else "row"
    if name == "tr":
        return "row"
    return _KINDS.get(name, "text" if kind in ("heading", "caption") else kind)


def _is_hidden(name: str, attributes: dict[str, str | None]) -> bool:
    if "hidden" in attributes or (attributes.get("aria-hidden") == "true" and name not in ("div", "section")):
        return True
    style = attributes.get("style")
    return bool(style) and _HIDDEN_STYLE.search(style or "") is not None


def _names(attributes: dict[str, str | None]) -> str:
    names = attributes.get("class") or ""
    if len(attributes) > 1 or not names:
        for key in _NAMING:
            if more := attributes.get(key):
                names = f"{names} {more}"
    return names.lower()


def _itemprop(attributes: dict[str, str | None]) -> str:
    return (attributes.get("itemprop") or "") if attributes else ""
