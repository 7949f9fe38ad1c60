"""A plain text that was set in pages (pdftotext, a browser's "print"): its pages as one text, without what each of them
carries above and below: numbers, addresses, the moment of printing, lines that stand on all of them."""

from __future__ import annotations

import re
from collections import Counter

MAX_PAGES = 500
_EDGE = 3  # lines at a page's top and bottom that may be furniture
_NUMBER = re.compile(
    r"^(?:page |seite |p\. ?)?[-–—(\[]?\s?\d{1,4}\s?[-–—)\]]?(?:\s?(?:/|of|von|de|sur)\s?\d{1,4})?$", re.IGNORECASE
)
_ADDRESS = re.compile(r"^(?:https?://|www\.)\S+(?:\s+\d{1,4}\s?/\s?\d{1,4})?$")
_PRINTED = re.compile(
    r"^\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? \d{1,2}[:.]\d{2}(?::\d{2})?(?: ?[AP]M)?(?:\s{2,}.{0,200}| .{0,200})?$"
)
_ENDED = re.compile(r"[.!?…:][\"'”’»)\]]*$")


def unpaged(text: str) -> str:
    """The text without form feeds and the furniture of its pages; a text without form feeds as it is."""
    if "\f" not in text:
        return text
    pages = [_lines(page) for page in text.split("\f", MAX_PAGES)]
    pages = [page for page in pages if page]
    said = Counter(line for page in pages for line in {*page[:_EDGE], *page[-_EDGE:]})
    often = {line for line, count in said.items() if count >= 2 and len(pages) >= 2}
    kept = [_inner(page, often, first=number == 0) for number, page in enumerate(pages)]
    whole = ""
    for page in filter(None, kept):
        joint = "" if not whole else "\n\n" if _ENDED.search(whole) or not page[0][:1].islower() else "\n"
        whole += joint + "\n".join(page)
    return whole


def _lines(page: str) -> list[str]:
    """A page's lines, stripped, without the blank ones at its ends."""
    return page.strip().split("\n") if page.strip() else []


def _inner(page: list[str], often: set[str], first: bool) -> list[str]:
    """A page without the furniture at its edges. What the first has on top is its title, even if others repeat it."""
    start, end = 0, len(page)
    printed = False
    for line in page[:_EDGE]:
        text = line.strip()
        furniture = not text or _is_furniture(text) or (line in often and not first) or (printed and not first)
        if not furniture:
            break
        printed = bool(_PRINTED.match(text))
        start += 1
    while end > max(start, len(page) - 2 * _EDGE):
        text = page[end - 1].strip()
        if text and not _is_furniture(text) and page[end - 1] not in often:
            break
        end -= 1
    return [line.strip() for line in page[start:end]]


def _is_furniture(text: str) -> bool:
    return bool(_NUMBER.match(text) or _ADDRESS.match(text) or _PRINTED.match(text))
