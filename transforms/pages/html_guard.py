"""A cheap look at markup before it is parsed: what would make a parser slow is dropped, never text.

Measured with lexbor: 10,000 nested tags take 0.05 s, but the time grows with the square; 2,000 unclosed <b> across
paragraphs grow to two million nodes (1 s); one tag with 30,000 attributes takes 2.4 s; 50,000 <option> take 16 s."""

from __future__ import annotations

import re
from collections import Counter

from transforms.pages.patterns import words

MANY_TAGS = 2_000  # below this no page can be slow
VERY_MANY_TAGS = 15_000  # 5 of 561 real pages have more
LARGE_DATA = 1_000_000  # characters of a piece of JSON-LD in a page that is longer than any page
MAX_DEPTH = 400  # browsers stop at 512
MAX_UNCLOSED = 150  # unclosed formatting tags of one name
LONG_TAG = 6_000  # characters of one tag; longer ones are looked at
MANY_ATTRIBUTES = 400
MANY_OPTIONS = 2_000  # choices of a form, which are no text of an article

_OPENED = re.compile(r"<(/?[a-zA-Z]{1,6})[\s>/]")
_FORMATTING = ("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)((?:[^<>\"']|\"[^\"<>]*\"|'[^'<>]*')*)>")
_LONG_TAG = re.compile(rf"<([a-zA-Z][a-zA-Z0-9]*)(\s[^<>]{{{LONG_TAG},}})(?:>|$)")
_RAW = re.compile(
    r"<([sS](?:[cC][rR][iI][pP][tT]|[tT][yY][lL][eE]))\b[^<>]*>"
)  # begins with a letter that search finds
_RAW_END = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("script", "style")}
_OPTION = re.compile(r"<option\b[^<>]*>[^<]*(?:</option\s*>)?", re.IGNORECASE)
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
    if _may_hold_long_tag(text):
        before = len(text)
        text = _LONG_TAG.sub(_bare, text)
        changed = len(text) != before
    if tags <= MANY_TAGS:
        return text, changed
    if text.count("<option") > MANY_OPTIONS:
        text = _OPTION.sub("", text)
    closing_tags = text.count("</")
    unbalanced = tags - 2 * closing_tags > MAX_UNCLOSED
    seen = Counter(map(str.lower, Counter(_OPENED.findall(text)).elements())) if unbalanced else Counter()
    unclosed = [name for name in _FORMATTING if seen[name] - seen[f"/{name}"] > MAX_UNCLOSED]
    if unclosed:
        text = re.sub(rf"</?(?:{'|'.join(unclosed)})(?=[\s>/])[^<>]*>", "", text, flags=re.IGNORECASE)
        changed = True
    if tags > VERY_MANY_TAGS:
        text = without_raw(text)
        text, flattened = _flatten(text)
        changed = changed or flattened
    return text, changed


def lightened(text: str) -> str:
    """Markup that is longer than any page, without what is no text: scripts, styles, the attributes of long tags."""
    text = without_raw(text, most=LARGE_DATA)
    return _LONG_TAG.sub(_bare, text) if _may_hold_long_tag(text) else text


def without_raw(text: str, most: int | None = None) -> str:
    """The markup without scripts and styles, but with its JSON-LD, as far as a piece of it is not longer than `most`.
    One look at each character: 100,000 scripts without an end are no work."""
    parts: list[str] = []
    last = 0
    ends = {"script": 0, "style": 0}  # where the next end of each stands; -1: nowhere any more
    while (opened := _RAW.search(text, last)) is not None:
        name = opened[1].lower()
        if ends[name] != -1:
            ended = _RAW_END[name].search(text, opened.end())
            ends[name] = ended.end() if ended else -1
        end = ends[name]
        if end == -1:
            parts.append(text[last : opened.end()])
            last = opened.end()
            continue
        data = "ld+json" in opened[0].lower() and (most is None or end - opened.start() <= most)
        parts.append(text[last : end if data else opened.start()])
        last = end
    parts.append(text[last:])
    return "".join(parts)


def _may_hold_long_tag(text: str) -> bool:
    """Whether a tag is as long as half a long one: a hundred looks at stretches instead of one at every character."""
    step = LONG_TAG // 2
    for start in range(0, len(text) - step, step):
        if text.find("<", start, start + step) < 0 and text.find(">", start, start + step) < 0:
            opened = text.rfind("<", 0, start)
            if opened >= 0 and text.find(">", opened, start) < 0:
                return True
    return False


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
