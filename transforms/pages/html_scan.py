"""One pass over a page's tree: its texts in order, and the containers they stand in.

The page becomes two flat lists. A Fragment is one run of text without a block boundary in it (a paragraph, a heading,
a list item, a table row). A Box is one element around fragments; because fragments are in document order, what a box
holds is a range of them, and every question of the body reader is a sum over a range. lexbor parses some 800 pages/s;
this pass is the cost, so each node is touched once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

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
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_KINDS = {
    "p": "p", "li": "item", "dt": "item", "dd": "item", "blockquote": "quote", "pre": "pre", "figcaption": "caption",
    "caption": "caption", **{tag: "heading" for tag in _HEADINGS},
}  # fmt: skip
_NAMING = ("id", "role", "data-testid", "data-component", "aria-label")  # beside class
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
    """An element around fragments[start:end]. `names` is its class, id and role as written, in lower case."""

    tag: str
    names: str
    parent: int
    start: int
    end: int = 0
    children: list[int] = field(default_factory=list)
    itemprop: str = ""
    links: int = 0


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


class _Scanner:
    """The state of one pass: what is gathered of the current run of text."""

    def __init__(self, dropped: Callable[[str], str | None]) -> None:
        self.fragments: list[Fragment] = []
        self.boxes: list[Box] = []
        self.images: list[tuple[str, int, int]] = []
        self.times: list[tuple[str, int, int, str]] = []
        self.links: list[Link] = []
        self.parts: list[str] = []
        self.linked = 0
        self.strong = 0
        self.nodes = 0
        self.dropped = dropped

    def flush(self, box: int, kind: str, level: int = 0) -> None:
        """Closes the current run as a fragment, if there is any text in it."""
        if not self.parts:
            return
        raw = "".join(self.parts)
        text = raw.strip("\n ") if kind == "pre" else _lines(raw)
        if text:
            strong = kind in ("p", "text") and self.strong >= 0.9 * len(text)
            self.fragments.append(Fragment(text, kind, min(self.linked, len(text)), box, level, strong))
        self.parts, self.linked, self.strong = [], 0, 0

    def element(self, node: LexborNode, tag: str, box: int, kind: str, depth: int, in_link: bool, bold: bool) -> None:
        """Reads the children of one element into the box."""
        for child in node.iter(include_text=True):
            self.nodes += 1
            if self.nodes > MAX_NODES:
                return
            name = child.tag or ""
            if name == "-text":
                self.text(child, in_link, bold, kind)
            elif name == "br":
                self.parts.append("\n")
            elif name == "img" or name == "amp-img":
                self.image(child, box)
            elif name in _INLINE:
                self.inline(child, name, box, kind, depth, in_link, bold)
            elif name not in _SKIP and not name.startswith("-"):
                self.block(child, name, box, kind, depth, in_link)

    def text(self, node: LexborNode, in_link: bool, bold: bool, kind: str) -> None:
        text = node.text_content
        if not text:
            return
        if kind != "pre" and ("\n" in text or "\r" in text):
            text = text.replace("\r", " ").replace("\n", " ")
        self.parts.append(text)
        if in_link:
            self.linked += len(text.strip())
        if bold:
            self.strong += len(text)

    def inline(self, node: LexborNode, name: str, box: int, kind: str, depth: int, in_link: bool, bold: bool) -> None:
        if depth > MAX_DEPTH:
            self.parts.append(node.text(deep=True, separator=" "))
            return
        if name in ("span", "small", "sup", "label"):
            attributes = node.attributes
            if attributes and self.hidden(name, attributes, _names(attributes)):
                return
        if name == "a":
            self.link(node, box, kind, depth, bold)
            return
        if name == "time" and len(self.times) < 100:
            self.time(node, box)
        self.element(node, name, box, kind, depth + 1, in_link, bold or name in ("b", "strong"))

    def link(self, node: LexborNode, box: int, kind: str, depth: int, bold: bool) -> None:
        self.boxes[box].links += 1
        start, leads = len(self.fragments), not any(map(str.strip, self.parts))
        self.element(node, "a", box, kind, depth + 1, True, bold)
        href = node.attributes.get("href")
        if href:
            self.links.append(Link(href, start, max(start + 1, len(self.fragments)), leads))

    def block(self, node: LexborNode, name: str, box: int, kind: str, depth: int, in_link: bool) -> None:
        attributes = node.attributes
        names = _names(attributes) if attributes else ""
        if attributes and self.hidden(name, attributes, names):
            return
        inner = _KINDS.get(name, "row" if name == "tr" else "text" if kind in ("heading", "caption") else kind)
        if name in ("div", "section", "article", "ul", "ol", "table", "main", "figure") and kind in ("p", "row", "pre"):
            inner = "text" if kind != "row" else "row"
        if name in ("td", "th") or (kind == "row" and name not in ("table", "tr")):
            self.cell(node, name, names, box, depth, in_link)
            return
        self.flush(box, kind, self.level(box))
        if depth > MAX_DEPTH:
            self.parts.append(node.text(deep=True, separator=" "))
            self.flush(box, inner)
            return
        number = len(self.boxes)
        self.boxes.append(Box(name, names, box, len(self.fragments), itemprop=_itemprop(attributes)))
        self.boxes[box].children.append(number)
        self.element(node, name, number, inner, depth + 1, in_link, False)
        self.flush(number, inner, int(name[1]) if name in _HEADINGS else 0)
        self.boxes[number].end = len(self.fragments)

    def cell(self, node: LexborNode, name: str, names: str, box: int, depth: int, in_link: bool) -> None:
        """A table cell stays in its row's run of text unless it holds blocks of its own (tables made for layout)."""
        if depth <= MAX_DEPTH and node.css_first("p, div, table, ul, h1, h2, h3, article, section") is not None:
            self.flush(box, "row")
            number = len(self.boxes)
            self.boxes.append(Box(name, names, box, len(self.fragments)))
            self.boxes[box].children.append(number)
            self.element(node, name, number, "text", depth + 1, in_link, False)
            self.flush(number, "text")
            self.boxes[number].end = len(self.fragments)
            return
        if "caption" in names:
            self.flush(box, "row")
            self.element(node, name, box, "caption", depth + 1, in_link, False)
            self.flush(box, "caption")
            return
        if self.parts:
            self.parts.append(" | ")
        self.element(node, name, box, "row", depth + 1, in_link, False)

    def time(self, node: LexborNode, box: int) -> None:
        attributes = node.attributes
        said = attributes.get("datetime") or attributes.get("content") or node.text(deep=True)
        self.times.append((said, box, len(self.fragments), f"{_itemprop(attributes)} {_names(attributes)}".lower()))

    def image(self, node: LexborNode, box: int) -> None:
        text = " ".join((node.attributes.get("alt") or "").split())
        if text:
            self.images.append((text, box, len(self.fragments)))

    def level(self, box: int) -> int:
        tag = self.boxes[box].tag
        return int(tag[1]) if tag in _HEADINGS else 0

    def hidden(self, name: str, attributes: dict[str, str | None], names: str) -> bool:
        if "hidden" in attributes or (attributes.get("aria-hidden") == "true" and name not in ("div", "section")):
            return True
        style = attributes.get("style")
        if style and _HIDDEN_STYLE.search(style):
            return True
        return bool(names) and self.dropped(names) is not None


def scan(body: LexborNode, dropped: Callable[[str], str | None]) -> Scan:
    """Reads the tree under `body`. `dropped(names)` says which elements are passed over with all they hold."""
    scanner = _Scanner(dropped)
    scanner.boxes.append(Box("body", _names(body.attributes), -1, 0))
    scanner.element(body, "body", 0, "text", 0, False, False)
    scanner.flush(0, "text")
    for box in scanner.boxes:
        box.end = box.end or len(scanner.fragments) if box.parent == -1 else box.end
    return Scan(scanner.fragments, scanner.boxes, scanner.images, scanner.times, scanner.links)


def _names(attributes: dict[str, str | None]) -> str:
    names = attributes.get("class") or ""
    for key in _NAMING:
        if more := attributes.get(key):
            names = f"{names} {more}"
    return names.lower()


def _itemprop(attributes: dict[str, str | None]) -> str:
    return (attributes.get("itemprop") or "") if attributes else ""


def _lines(raw: str) -> str:
    """White space set in order: single spaces, breaks kept, two or more breaks a paragraph's end."""
    if "\n" not in raw:
        return " ".join(raw.split())
    return "\n".join(" ".join(line.split()) for line in raw.split("\n")).strip("\n")
