"""Captions and alternative texts of an article's images, apart from its body and without the makers' credits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.pages.clean import flat, one_line
from transforms.pages.html_names import CREDIT
from transforms.pages.html_scan import Scan
from transforms.pages.patterns import any_of, names
from transforms.pages.plain_lines import without_credit

MAX_CAPTIONS = 60
_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|avif)\b|^(?:img|dsc|image|photo|screenshot|untitled)[\s_-]*\d*$|^\d+$|^[\w-]*_[\w-]*$|"
    r"^\w+(?:-\w+)+$|\[object \w+\]",
    re.IGNORECASE,
)
_NOT_A_PICTURE = any_of(
    r"""
    ^(?:logo|icon|avatar|banner|advertisement|image|photo|picture|thumbnail|share|facebook|twitter|email|print|play|
    close|menu|search|author|profile|arrow|placeholder|loading|spacer|pixel|caption|less|more)\b.{0,20}$|
    ^(?:main|featured|hero|cover|header|lead|post|article|blog) image$|\b(?:logo|icon|avatar|headshot|mugshot)\b|
    ^(?:cta|call to action)\b
    """
)
# What stands beside a credit in a line of its own, an account's name, and what no caption begins with.
_BESIDE_CREDIT = re.compile(
    r"^(?:photos?|fotos?|фото|bild|image|credits?|crédits?|source|quelle|fonte|fuente|via|©|[@,;.)]).{0,1}$|^[@,;)]",
    re.IGNORECASE,
)
_APART = names(
    r"""
    related\w*|recirc\w*|authors?|bio|avatar\w*|share|sharing|social\w*|sidebar|promo\w*|teaser\w*|sponsor\w*|logo\w*|
    (?:site-?)?branding|site-?header\w*|masthead|navbar\w*|rss\w*|badges?|trust\w*|icons?|emoji|qr-?code
    """
)
_QUOTED = names(r"quote\w*|pull-?quote\w*|testimonial\w*")
_FURNITURE_TAGS = frozenset(("aside", "nav", "footer", "button"))
_LIST_TAGS = frozenset(("li", "button"))
_SAME = 0.8  # share of an alternative text's words that its image's caption holds, where one says what the other does


def captions(
    page: Scan, chosen: list[int], marked: list[int], bad: list[bool], title: str | None, authors: str | None
) -> tuple[str, ...]:
    """In the order of the page: the fragments marked as captions, and alternative texts of images within the article
    that say something else. What only repeats the title, a heading beside it, a file's name or an author is none."""
    if not chosen:
        return ()
    above = [i for i in range(max(0, chosen[0] - 8), chosen[0] + 1) if page.fragments[i].level == 1]
    first, last = (above[-1] if above else max(0, chosen[0] - 2)), chosen[-1] + 2
    own, people = flat(title), flat(authors)
    shown: list[tuple[float, str]] = []
    for i in marked:
        box = page.fragments[i].box
        if (bad[i] and not (first <= i <= chosen[-1] and _is_figure(page, box))) or _is_no_caption(page, box):
            continue
        shown.append((float(i), without_credit(page.fragments[i].text)))
    said = [set(text.casefold().split()) for _, text in shown]
    pieces = shown + [
        (at - 0.5, without_credit(text))
        for text, box, at in page.images
        if first <= at <= last
        and not _is_one_word(text)
        and not _FILE.search(text)
        and _within_article(page, box, at, chosen, bad)
        and not _stands_beside(page, text, at)
        and not _says_the_same(text, said)
    ]
    found: dict[str, str] = {}
    for _, caption in sorted(pieces, key=lambda piece: piece[0]):
        key = flat(caption)
        if (
            len(key) < 4
            or key == own
            or (people and key in people)
            or _FILE.search(caption)
            or _NOT_A_PICTURE.search(caption)
            or _BESIDE_CREDIT.search(caption)
        ):
            continue
        found.setdefault(key, one_line(caption))
    return tuple(_whole(found))[:MAX_CAPTIONS]


def _around(page: Scan, number: int, steps: int) -> Iterator[int]:
    """A box and those around it, innermost first."""
    while number > 0 and steps:
        yield number
        number, steps = page.boxes[number].parent, steps - 1


def _is_figure(page: Scan, number: int) -> bool:
    """Whether a fragment stands in a figure of the article, whatever the boxes around that are called."""
    return any(page.boxes[n].tag in ("figure", "figcaption") for n in _around(page, number, 3)) and not _in_furniture(
        page, number
    )


def _is_no_caption(page: Scan, number: int) -> bool:
    """Whether a box is named for the maker of an image, or names whom a quotation is of."""
    if CREDIT.find(page.boxes[number].names) and "caption" not in page.boxes[number].names:
        return True
    near = [page.boxes[n] for n in _around(page, number, 3)]
    return any(
        box.tag == "blockquote"
        or _QUOTED.find(box.names)
        or (box.tag == "figure" and any(f.kind == "quote" for f in page.fragments[box.start : box.end]))
        for box in near
    )


def _within_article(page: Scan, number: int, at: int, chosen: list[int], bad: list[bool]) -> bool:
    """Whether an image stands among the article's texts: not in the site's head or a card of another story, above the
    body in no list (of icons), and behind it only in a box that holds some of the body."""
    if _in_furniture(page, number):
        return False
    near = list(_around(page, number, 4))
    if at < len(bad) and bad[at] and bad[max(0, at - 1)] and not any(page.boxes[n].tag == "figure" for n in near[:3]):
        return False
    held = next((page.boxes[n] for n in near[:3] if page.boxes[n].end > page.boxes[n].start), None)
    if held is not None and held.end - held.start <= 6 and all(bad[held.start : held.end]) and held.tag != "figure":
        return False
    if at <= chosen[0]:
        return not any(page.boxes[n].tag in _LIST_TAGS for n in near)
    return at <= chosen[-1] or any(page.boxes[n].start <= chosen[-1] for n in near[:3])


def _in_furniture(page: Scan, number: int) -> bool:
    near = (page.boxes[n] for n in _around(page, number, 4))
    return any(box.tag in _FURNITURE_TAGS or (box.names and _APART.find(box.names)) for box in near)


def _is_one_word(text: str) -> bool:
    """A single word is a logo's, an account's or a product's name; scripts that set no spaces are not judged so."""
    return " " not in text and max(text) < "\u0e00"


def _stands_beside(page: Scan, text: str, at: int) -> bool:
    """Whether the text before or behind an image begins with its alternative text: a name with its portrait."""
    own = flat(text)
    beside = [f.text[: len(text) + 20] for f in page.fragments[max(0, at - 1) : at + 1]]
    return len(own) >= 4 and any(flat(other).startswith(own) for other in beside if len(other) >= len(own))


def _says_the_same(text: str, said: list[set[str]]) -> bool:
    """Whether a caption says what an alternative text says."""
    own = set(text.casefold().split()) if said else set()
    return any(len(own & other) >= _SAME * min(len(own), len(other)) for other in said if len(other) >= 3)


def _whole(found: dict[str, str]) -> Iterator[str]:
    """Captions without those that another one carries on: "Two flags over … more"."""
    for key, caption in found.items():
        begun = flat(re.sub(r"\s*(?:\.{3}|…)\s*\w{0,8}$", "", caption))
        if len(begun) < 20 or not any(other.startswith(begun) for other in found if other != key):
            yield caption
