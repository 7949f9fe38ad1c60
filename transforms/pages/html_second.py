"""The second reader of a page's body: trafilatura, for pages on which the first is not sure of itself."""

from __future__ import annotations

import warnings

from transforms.pages.clean import Block, BlockKind

MAX_TAGS = 10_000  # trafilatura takes half a second on so many, a minute on twenty times as many
MAX_CHARS = 2_500_000


def second_reading(text: str) -> list[Block]:
    """trafilatura's blocks of a page; an empty list when it finds none, cannot read it, or would take too long."""
    if len(text) > MAX_CHARS or text.count("<") > MAX_TAGS:
        return []
    from trafilatura import bare_extraction

    try:
        with warnings.catch_warnings():  # its parsers warn of markup that looks like a file name or of deprecations
            warnings.simplefilter("ignore")
            document = bare_extraction(text, include_comments=False, with_metadata=False)
    except Exception:  # whatever the parsers raise on hostile markup means the same: no second opinion
        return []
    body = getattr(document, "body", None)
    return list(_blocks(body)) if body is not None else []


def _blocks(body: object) -> list[Block]:
    found: list[Block] = []
    for node in body.iter("p", "head", "item", "quote", "row", "code", "ab"):  # type: ignore[attr-defined]
        tag = str(node.tag)
        if tag == "p" and node.getparent() is not None and node.getparent().tag in ("item", "quote", "cell"):
            continue
        if tag == "row":
            cells = [" ".join("".join(cell.itertext()).split()) for cell in node.iter("cell")]
            found.append(Block(" | ".join(cell for cell in cells if cell), "row"))
            continue
        kinds: dict[str, BlockKind] = {"head": "heading", "item": "item", "code": "pre"}
        inner = "\n".join(part.strip() for part in "".join(_texts(node)).split("\n"))
        found.append(Block(inner, kinds.get(tag, "paragraph")))
    return [block for block in found if block.text.strip()]


def _texts(node: object) -> list[str]:
    parts: list[str] = []
    for event in node.iter():  # type: ignore[attr-defined]
        if event is not node and event.tag in ("p", "lb", "item"):
            parts.append("\n")
        if event.text:
            parts.append(event.text)
        if event is not node and event.tail:
            parts.append(event.tail)
    return parts
