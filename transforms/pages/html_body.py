"""The first reader of a page's body: our own, over the flat lists of `html_scan`.

In this order: furniture by class and tag is set aside, as long as what remains still holds most of the paragraphs (else
the pages of some site builders come out empty); then the container is sought, by its own word (`articleBody`, article,
main, the class names that publishing systems use) or as the deepest box that holds most of the paragraph text; then its
blocks are trimmed by link density, at leading furniture and at the marks of an ending."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from transforms.pages.furniture import END_MARK, NOISE, NOTICE
from transforms.pages.html_scan import Box, Fragment, Scan

_FURNITURE_TAGS = frozenset(("nav", "aside", "footer", "form", "menu", "hgroup"))
_SENTENCE_END = (".", "!", "?", "…", "”", '"', "’", ":", ";", "»", "。", "！", "？", "।", "؟", ")")
_WHOLE = frozenset(("article", "main", "body", "html"))  # their class names carry tags and settings of the whole page
_LEAVES = frozenset(("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "tr", "td", "th", "dd", "dt"))


@dataclass(frozen=True)
class Taken:
    """What the reader took: indexes of fragments, its container, and the shares by which it is judged.

    `held`: share of the page's paragraph text (outside furniture) that lies in the container; `kept`: share of the
    container's text that was taken; `mass`: characters of paragraph text taken."""

    fragments: list[int]
    captions: list[int]
    bad: list[bool]
    root: int
    held: float
    kept: float
    mass: int
    by_name: bool


def mass_of(fragment: Fragment) -> int:
    """Characters that speak for running text: a paragraph's, links aside; 0 for short lines, labels and headings."""
    if fragment.kind in ("heading", "caption", "row"):
        return 0
    own = len(fragment.text) - fragment.linked
    if own < 0.5 * len(fragment.text) or own < 25:
        return 0
    if own >= 80 or (fragment.kind != "item" and fragment.text.endswith(_SENTENCE_END)):
        return own
    return 0


def read_body(page: Scan) -> Taken:
    """The article's fragments, in order. An empty list when the page holds no running text."""
    mass = [mass_of(fragment) for fragment in page.fragments]
    bad = _furniture(page, mass)
    sums = [0, *accumulate(0 if bad[i] else m for i, m in enumerate(mass))]
    root, by_name = _container(page.boxes, sums)
    box = page.boxes[root]
    total = sums[-1] or 1
    chosen, captions = _trim(page, root, bad, mass)
    inside = sum(len(page.fragments[i].text) for i in range(box.start, box.end)) or 1
    return Taken(
        fragments=chosen,
        captions=captions,
        bad=bad,
        root=root,
        held=(sums[box.end] - sums[box.start]) / total,
        kept=sum(len(page.fragments[i].text) for i in chosen) / inside,
        mass=sum(mass[i] for i in chosen),
        by_name=by_name,
    )


MAX_NOISE = 400  # characters of a line of furniture; its patterns end before
COMMENTS = 0.99  # share of a page's text that comments may have: hundreds of them under a short article


def _furniture(page: Scan, mass: list[int]) -> list[bool]:
    """Which fragments stand in furniture. A name or tag that covers over a quarter of the page's paragraph text is none
    on this page: site builders call every block a widget."""
    bad = [False] * len(page.fragments)
    comments = [box for box in page.boxes[1:] if box.roles.comments and box.tag not in _WHOLE]
    _mark(bad, comments, mass, COMMENTS)
    _mark(bad, _articles_within_articles(page.boxes), mass, 0.9)
    groups: dict[str, list[Box]] = {}
    for box in page.boxes[1:]:
        name = _furniture_name(box)
        if name and box.start < box.end:
            groups.setdefault(name, []).append(box)
    for boxes in groups.values():
        _mark(bad, boxes, mass, 0.25)
    return bad


def _articles_within_articles(boxes: list[Box]) -> list[Box]:
    """Three or more article elements within another are its teasers (or comments), not its parts."""
    inside = [False] * len(boxes)
    found = []
    for number, box in enumerate(boxes[1:], 1):
        inside[number] = inside[box.parent] or boxes[box.parent].tag == "article"
        if box.tag == "article" and inside[number]:
            found.append(box)
    return found if len(found) >= 3 else []


def _furniture_name(box: Box) -> str | None:
    """The tag or the part of its names by which a box is furniture."""
    if box.tag in _FURNITURE_TAGS:
        return box.tag
    if not box.names or box.tag in _WHOLE or box.itemprop == "articleBody":
        return None
    return box.roles.furniture if not (box.roles.caption or box.roles.body) else None


def _mark(bad: list[bool], boxes: list[Box], mass: list[int], most: float) -> None:
    """Marks what the boxes hold, unless that is over `most` of the paragraph text that is not marked yet."""
    held = {i for box in boxes for i in range(box.start, box.end) if not bad[i]}
    weight = sum(mass[i] for i in held)
    left = sum(m for i, m in enumerate(mass) if not bad[i]) if weight else 0
    if not held or weight > most * left or (weight > 0.9 * left and left - weight < 400):
        return
    for i in held:
        bad[i] = True


def _container(boxes: list[Box], sums: list[int]) -> tuple[int, bool]:
    """The box that is the article, and whether it says so itself."""
    total = sums[-1]
    if not total:
        return 0, False

    def held(number: int) -> int:
        return sums[boxes[number].end] - sums[boxes[number].start]

    named = [i for i, box in enumerate(boxes) if box.roles.body or box.itemprop == "articleBody"]
    articles = [i for i, box in enumerate(boxes) if box.tag == "article"]
    mains = [i for i, box in enumerate(boxes) if box.tag == "main" or "main" in box.names]
    current, by_name = 0, False
    for group, least in ((named, 0.35), (articles, 0.5), (mains, 0.5)):
        fit = [i for i in group if i and boxes[i].tag not in _LEAVES and held(i) > 0]
        most = max(map(held, fit), default=0)
        together = _union(boxes, fit)
        all_of_them = sum(map(held, together))
        if max(most, all_of_them if group is named else 0) < least * total or not most:
            continue
        if group is named and all_of_them > 1.15 * most:
            large = [i for i in together if held(i) >= 0.05 * all_of_them]
            return _common(boxes, large if len(large) > 1 else together), True
        current, by_name = max(i for i in fit if held(i) >= 0.95 * most), True
        break
    children: list[list[int]] = [[] for _ in boxes]
    for number, box in enumerate(boxes[1:], 1):
        children[box.parent].append(number)
    while True:
        most = held(current)
        heavy = [c for c in children[current] if held(c) >= 0.9 * most and boxes[c].tag not in _LEAVES]
        if not heavy:
            return current, by_name
        current = heavy[0]


def _union(boxes: list[Box], group: list[int]) -> list[int]:
    """The outermost boxes of a group: bodies that are cut into several boxes of one name."""
    outer: list[int] = []
    for number in group:
        if not outer or boxes[number].start >= boxes[outer[-1]].end:
            outer.append(number)
    return outer


def _common(boxes: list[Box], group: list[int]) -> int:
    """The innermost box around all of a group."""
    first, last = min(boxes[i].start for i in group), max(boxes[i].end for i in group)
    current = group[0]
    while current > 0 and not (boxes[current].start <= first and boxes[current].end >= last):
        current = boxes[current].parent
    return current


def _trim(page: Scan, root: int, bad: list[bool], mass: list[int]) -> tuple[list[int], list[int]]:
    """The fragments of the container that are the article's, and those that are captions."""
    box = page.boxes[root]
    captions = _captions(page, root)
    dense = _link_lists(page, root, mass)
    chosen: list[int] = []
    seen = 0
    total = sum(mass[i] for i in range(box.start, box.end) if not bad[i]) or 1
    for i in range(box.start, box.end):
        fragment = page.fragments[i]
        if bad[i] or i in captions or i in dense:
            continue
        text = fragment.text
        if len(text) < 100 and seen > 0.5 * total and END_MARK.match(text) and not _is_said(fragment):
            if total - seen < 0.25 * total:
                break
            continue
        if len(text) < MAX_NOISE and NOISE.match(text):
            continue
        if fragment.linked > 0.85 * len(text) and fragment.kind != "heading" and not _in_mixed_list(page, i):
            continue
        seen += mass[i]
        chosen.append(i)
    chosen = _ends(page, chosen, mass)
    while len(chosen) > 1 and _is_notice(page.fragments[chosen[0]]):
        chosen = chosen[1:]
    return chosen, sorted(captions)


def _is_notice(fragment: Fragment) -> bool:
    """What a shop's helpers must say before their text: "We may earn a commission if you buy through our links."."""
    return len(fragment.text) < MAX_NOISE and NOTICE.search(fragment.text) is not None


def _is_said(fragment: Fragment) -> bool:
    """Whether words that elsewhere mark an ending are a sentence of the text: "More on that in a later post."."""
    return fragment.kind in ("p", "item") and fragment.text.endswith((".", ":", "!"))


def _in_mixed_list(page: Scan, i: int) -> bool:
    """Whether an item that is all link stands in a list that is not: a checklist, some of it for sale."""
    if page.fragments[i].kind != "item":
        return False
    around = page.boxes[page.boxes[page.fragments[i].box].parent]
    inside = page.fragments[around.start : around.end]
    return sum(f.linked for f in inside) < 0.6 * sum(len(f.text) for f in inside)


def _captions(page: Scan, root: int) -> set[int]:
    """Fragments that are captions: in the container, and just above it (the picture over the text)."""
    first, last = max(0, page.boxes[root].start - 8), page.boxes[root].end
    found = {i for i in range(first, last) if page.fragments[i].kind == "caption"}
    for box in page.boxes:
        small = first <= box.start < last and box.end - box.start <= 4
        if small and (box.tag == "figcaption" or box.roles.caption):
            found.update(range(box.start, box.end))
    return found


def _link_lists(page: Scan, root: int, mass: list[int]) -> set[int]:
    """Fragments of boxes that are mostly links: lists of other stories, tags, navigation."""
    found: set[int] = set()
    first, last = page.boxes[root].start, page.boxes[root].end
    inside = page.fragments[first:last]
    lengths = [0, *accumulate(len(fragment.text) for fragment in inside)]
    linked = [0, *accumulate(fragment.linked for fragment in inside)]
    weights = [0, *accumulate(mass[first:last])]
    total = weights[-1] or 1
    for box in page.boxes[root + 1 :]:
        if box.start >= last:
            break
        start, end = box.start - first, min(box.end, last) - first
        if start < 0 or end - start < 2 or box.tag == "p":
            continue
        of_links = linked[end] - linked[start] > 0.6 * (lengths[end] - lengths[start])
        if of_links and weights[end] - weights[start] < 0.2 * total:
            found.update(range(box.start, box.end))
    return found


def _ends(page: Scan, chosen: list[int], mass: list[int]) -> list[int]:
    """Without the short lines before the first sentence (byline, date, trail, all up to the main heading), without
    headings that have no text after them, and without short lines after the last sentence."""
    begin = next((n for n, i in enumerate(chosen) if mass[i]), 0)
    main = max((n for n in range(begin) if page.fragments[chosen[n]].level == 1), default=-1)
    start, end = main + 1, len(chosen)
    while start < end and not mass[chosen[start]] and _is_label(page.fragments[chosen[start]]):
        start += 1
    while end > start and _hangs(page.fragments[chosen[end - 1]]):
        end -= 1
    return chosen[start:end]


def _hangs(fragment: Fragment) -> bool:
    """A heading or a short label: nothing that an article ends with."""
    return fragment.kind == "heading" or (fragment.kind == "text" and len(fragment.text) < 40 and _is_label(fragment))


def _is_label(fragment: Fragment) -> bool:
    """A short line that is no sentence, no heading and no item of a list."""
    return (
        fragment.kind in ("text", "p", "row") and len(fragment.text) < 120 and not fragment.text.endswith(_SENTENCE_END)
    )
