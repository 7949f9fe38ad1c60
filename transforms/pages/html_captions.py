"""Captions and alternative texts of an article's images, apart from its body and without the makers' credits."""

from __future__ import annotations

import re

from transforms.pages.clean import flat, one_line
from transforms.pages.html_scan import Scan
from transforms.pages.patterns import any_of
from transforms.pages.plain_lines import without_credit

MAX_CAPTIONS = 60
_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|avif)\b|^(?:img|dsc|image|photo|screenshot|untitled)[\s_-]*\d*$|^\d+$|^[\w-]*_[\w-]*$",
    re.IGNORECASE,
)
_NOT_A_PICTURE = any_of(
    r"""
    ^(?:logo|icon|avatar|banner|advertisement|image|photo|picture|thumbnail|share|facebook|twitter|email|print|play|
    close|menu|search|author|profile|arrow|placeholder|loading|spacer|pixel)\b.{0,20}$|\b(?:logo|icon|avatar|
    headshot)\b
    """
)


def captions(
    page: Scan, chosen: list[int], marked: list[int], bad: list[bool], title: str | None, authors: str | None
) -> tuple[str, ...]:
    """In the order of the page: alternative texts of images within the article, and the fragments marked as captions.
    What only repeats the title, a file's name or an author is none."""
    if not chosen:
        return ()
    above = [i for i in range(max(0, chosen[0] - 8), chosen[0] + 1) if page.fragments[i].level == 1]
    first, last = (above[-1] if above else max(0, chosen[0] - 2)), chosen[-1] + 2
    pieces: list[tuple[float, str]] = [(float(i), page.fragments[i].text) for i in marked if not bad[i]]
    for text, box, at in page.images:
        inside = first <= at <= last and not (at < len(bad) and bad[at] and bad[max(0, at - 1)])
        if inside and not _in_furniture(page, box):
            pieces.append((at - 0.5, text))
    own, people = flat(title), flat(authors)
    found: dict[str, str] = {}
    for _, text in sorted(pieces, key=lambda piece: piece[0]):
        caption = without_credit(text)
        key = flat(caption)
        if (
            len(key) < 4
            or key == own
            or (people and key in people)
            or _FILE.search(caption)
            or _NOT_A_PICTURE.search(caption)
        ):
            continue
        found.setdefault(key, one_line(caption))
    return tuple(found.values())[:MAX_CAPTIONS]


def _in_furniture(page: Scan, number: int) -> bool:
    for _ in range(4):
        if number <= 0:
            return False
        box = page.boxes[number]
        if box.tag in ("aside", "nav", "footer") or re.search(
            r"(?<![a-z])(?:related|author|bio|avatar|share|social|sidebar|promo|recirc)", box.names
        ):
            return True
        number = box.parent
    return False
