"""A cheap look at markup before it is parsed: what would make a parser slow is dropped, never text.

Measured with lexbor: 10,000 nested tags take 0.05 s, but the time grows with the square; 2,000 unclosed <b> across
paragraphs grow to two million nodes (1 s); one tag with 30,000 attributes takes 2.4 s."""

from __future__ import annotations

import re
from collections import Counter

from transforms.pages.patterns import words

MANY_TAGS = 2_000  # below this no page can be slow
VERY_MANY_TAGS = 15_000  # 5 of 561 real pages have more
MAX_DEPTH = 400  # browsers stop at 512
MAX_UNCLOSED = 150  # unclosed formatting tags of one name
LONG_TAG = 6_000  # characters of one tag; longer ones are looked at
MANY_ATTRIBUTES = 400

_FORMATTING = re.compile(r"<(/?)(a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s>/])", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)((?:[^<>\"']|\"[^\"<>]*\"|'[^'<>]*')*)>")
_LONG_TAG = re.compile(rf"<([a-zA-Z][a-zA-Z0-9]*)(\s[^<>]{{{LONG_TAG},}})(?:>|$)")
_RAW = re.compile(r"<(script|style)\b(?![^<>]{0,200}ld\+json)[^<>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_VOID = words(
    """
    area base br col embed hr img input link meta param source track wbr
    """
)
_SELF_CLOSING = words(
    """
    p li td th tr dd dt option optgroup thead tbody tfoot
    """
)


def tame(text: str) -> tuple[str, bool]:
    """The markup, safe to parse, and whether anything was dropped that a browser would have used."""
    tags = text.count("<")
    changed = False
    if len(text) > LONG_TAG:
        before = len(text)
        text = _LONG_TAG.sub(_bare, text)
        changed = len(text) != before
    if tags <= MANY_TAGS:
        return text, changed
    closing_tags = text.count("</")
    balance: Counter[str] = Counter()
    unbalanced = tags - 2 * closing_tags > MAX_UNCLOSED
    for closing, name in _FORMATTING.findall(text) if unbalanced else ():
        balance[name.lower()] += -1 if closing else 1
    unclosed = [name for name, count in balance.items() if count > MAX_UNCLOSED]
    if unclosed:
        text = re.sub(rf"</?(?:{'|'.join(unclosed)})(?=[\s>/])[^<>]*>", "", text, flags=re.IGNORECASE)
        changed = True
    if tags > VERY_MANY_TAGS:
        text = _RAW.sub("", text)
        text, flattened = _flatten(text)
        changed = changed or flattened
    return text, changed


def _bare(tag: re.Match[str]) -> str:
    """A tag without its attributes, where they are too many."""
    return tag[0] if len(tag[2].split(None, MANY_ATTRIBUTES)) <= MANY_ATTRIBUTES else f"<{tag[1]}>"


def _flatten(text: str) -> tuple[str, bool]:
    """Drops the tags that stand deeper than MAX_DEPTH, and their ends."""
    open_tags: list[str] = []
    dropped: Counter[str] = Counter()
    parts: list[str] = []
    last = 0
    for match in _TAG.finditer(text):
        name = match[2].lower()
        if name in _VOID or name in _SELF_CLOSING or match[3].endswith("/"):
            continue
        if match[1]:
            if dropped[name]:
                dropped[name] -= 1
                parts.append(text[last : match.start()])
                last = match.end()
            elif name in open_tags[-40:]:
                while open_tags.pop() != name:
                    pass
        elif len(open_tags) >= MAX_DEPTH:
            dropped[name] += 1
            parts.append(text[last : match.start()])
            last = match.end()
        else:
            open_tags.append(name)
    if not parts:
        return text, False
    parts.append(text[last:])
    return "".join(parts), True
