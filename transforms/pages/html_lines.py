"""The candidates for an article's dates in what an HTML page shows: `time` elements and lines beside its headline, in
boxes that are named after a date and at the end of its text, with the word that says what each is the date of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from selectolax.lexbor import LexborNode

from contracts.records import PageContext
from transforms.pages.clean import flat
from transforms.pages.clock_times import Moment
from transforms.pages.date_words import ago, role_of
from transforms.pages.dates import BESIDE_RANK, BOXED_RANK, FIRST_RANK, LABELLED_RANK, DateCandidate, Role
from transforms.pages.html_scan import Scan
from transforms.pages.moments import MAX_LINE, may_state, moments_in, normal, parse_moment
from transforms.pages.patterns import names

_DATE_CLASS = names(
    r"""
    date\w*|time(?:stamp)?|pub-?date|publish\w*|posted\w*|byline\w*|meta\w*|entry-date|article-?info|dateline|
    published
    """
)
# Lists of other stories and what readers wrote: a date in them is another text's.
_OTHERS = names(
    r"""
    related\w*|recirc\w*|recommend\w*|comment\w*|popular|trending|teasers?|latest|read-?(?:more|next|also)|
    more-?(?:from|stories|news|articles|posts)|next-?(?:post|article)|prev-?(?:post|article)|pagination\w*|
    (?:most|top)-?(?:read|viewed|stories)|nav|menu|footer
    """
)
_ELSEWHERE = names(
    r"""
    related|comment\w*|sidebar|footer|teaser|card|widget|recommend\w*|more|latest|popular|trending|nav|menu|promo|
    list|feed|recirc\w*|copyright|pagination\w*|articles-recent
    """
)
_COPYRIGHT = re.compile(r"©|\(c\)|copyright|all rights reserved", re.IGNORECASE)
_MAX_SHOWN = 120  # characters of a line that may carry a date
_BARE = 20
_PROSE = 40  # characters beside the date in a line of the body's own; more is a sentence about that day
_BEFORE, _AFTER = 6, 2  # fragments before the headline and after the body's beginning
_OPENING = 5  # and after it for a line that is hardly more than its date: a standfirst may have begun the body
_FOOT = 8  # fragments behind the body's end
_FAR = 400  # fragments after the body's beginning in which dated boxes are looked at


Placed = tuple[int, DateCandidate]


@dataclass(frozen=True)
class Place:
    """Where on the page to look: the fragments of the headline, of the body's first and of its last."""

    head: int
    start: int
    end: int
    found: bool  # there is a headline


def place_of(page: Scan, first: int | None, last: int | None, title: str | None) -> Place:
    """The place of the headline and the body. The headline is the last h1 before the body, else the line that says the
    title; without one it is taken to stand shortly before the body."""
    count = len(page.fragments)
    start = first if first is not None else count
    levels = [i for i in range(min(start + 1, count)) if page.fragments[i].level == 1]
    own = flat(title)
    if own:
        above = enumerate(page.fragments[: start + 1])
        said = [i for i, f in above if len(own) <= 2 * len(f.text) <= 5 * len(own) and flat(f.text[:300]) == own]
        levels = [i for i in levels if i in said] or said[-1:] or levels
    end = last if last is not None else start
    return Place(levels[-1] if levels else max(0, start - 8), start, end, bool(levels))


def shown_dates(page: Scan, place: Place, context: PageContext, language: str | None) -> list[DateCandidate]:
    """What the page shows, the most trusted first: dates with a word for publication beside the headline, those beside
    it without, those in boxes named after a date and at the end of the text."""
    found = _agreed([*_times(page, place, language), *_lines(page, place, language)])
    near = [c for _, c in found if c.rank <= BESIDE_RANK]
    if not near and context.url is not None:  # a file's fetch is not the moment at which it was shown
        found += _counted_back(page, place, context.fetched_at)
    return [c for _, c in sorted(found, key=lambda pair: (pair[1].rank, pair[0]))]


def _agreed(found: list[Placed]) -> list[Placed]:
    """A date without a word of its own is an update where the same day stands there with one: the `time` of a line that
    says "Updated" before it."""
    days: dict[Role, set[str]] = {"published": set(), "modified": set()}
    for _, c in found:
        if c.role == "modified" or c.rank == LABELLED_RANK:
            days[c.role].add(c.moment.day)
    changed = days["modified"] - days["published"]
    if not changed:
        return found
    return [(at, replace(c, role="modified") if c.moment.day in changed else c) for at, c in found]


def first_time(page: Scan, place: Place, language: str | None) -> Iterator[DateCandidate]:
    """The first `time` behind the headline that no list of others holds: a forum's first post."""
    for said, box, i, _ in page.times:
        if i >= place.head and not _among_others(page, box, place) and (moment := parse_moment(said, language)):
            yield DateCandidate(moment, "text", "first time", rank=FIRST_RANK)
            return


def _distance(i: int, place: Place) -> int:
    """How far a fragment lies from the headline; what stands before it counts double, it may belong to a list."""
    return 2 * (i - place.head) if i >= place.head else 4 * (place.head - i) + 1


def _is_near(i: int, place: Place, after: int = _AFTER) -> bool:
    return place.head - _BEFORE <= i <= place.start + after


def _times(page: Scan, place: Place, language: str | None) -> Iterator[Placed]:
    for said, box, i, labels in page.times:
        line = page.fragments[i].text if i < len(page.fragments) else ""
        near = _is_near(i, place) and not _among_others(page, box, place)
        if not near and (not _is_dated_box(page, box) or _is_elsewhere(page, box)):
            continue
        moment = parse_moment(said, language)
        if moment:
            role = _role_by_names(labels) or _role_in(line, moment, language)
            shown = moment.offset == 0 and any(m.day != moment.day for m, _, _ in _labelled(line[:MAX_LINE], language))
            away = _distance(i, place) + (1 if shown else 0)  # in UTC, where the line shows the day of the place
            yield away, DateCandidate(moment, "text", "time", role or "published", _rank(near, role))


def _role_by_names(labels: str) -> Role | None:
    if "modified" in labels or "updated" in labels:
        return "modified"
    return "published" if "published" in labels else None


def _role_in(line: str, moment: Moment, language: str | None) -> Role | None:
    """The role that the line of a `time` gives it; of several dates in the line, the one of its day."""
    if len(line) > 200:
        return None
    labelled = list(_labelled(line, language))
    for stated, role, _ in labelled:
        if stated.day == moment.day:
            return role
    return role_of(line) if not labelled else labelled[0][1]


def _labelled(text: str, language: str | None) -> Iterator[tuple[Moment, Role | None, int]]:
    """The moments of a line, each with the role that the words beside it say and its length in characters."""
    found = moments_in(text, language)
    line = normal(text[:MAX_LINE]) if found else ""
    edges = [0, *(edge for one in found for edge in (one.start, one.end)), len(line)]
    gaps = [line[edges[i] : edges[i + 1]] for i in range(0, len(edges), 2)]
    behind = len(found) > 1 and role_of(gaps[0]) is None and role_of("", gaps[-1]) is not None  # as Japanese has them
    for number, one in enumerate(found):
        last = number + 1 == len(found)
        role = role_of("" if behind else gaps[number], gaps[number + 1] if behind or last else "")
        yield one.moment, role, one.end - one.start


def _rank(near: bool, role: Role | None) -> int:
    return BOXED_RANK if not near else LABELLED_RANK if role == "published" else BESIDE_RANK


def _lines(page: Scan, place: Place, language: str | None) -> Iterator[Placed]:
    for i, fragment in enumerate(page.fragments[: place.start + _FAR]):
        text = fragment.text
        if len(text) > _MAX_SHOWN or not may_state(text) or _COPYRIGHT.search(text):
            continue
        near, foot = _is_near(i, place, _OPENING) and i != place.head, place.end - 2 <= i <= place.end + _FOOT
        if near or foot:
            own = not _among_others(page, fragment.box, place)
            near, foot = near and own, foot and own
        boxed = fragment.linked <= 0.7 * len(text) and _is_dated_box(page, fragment.box)
        if not (near or foot or boxed):
            continue
        for moment, role, length in _labelled(text, language):
            beside = near and len(text) - length <= _room(i, place)
            if beside or boxed or (foot and role):
                rank = _rank(beside, role)
                yield _distance(i, place), DateCandidate(moment, "text", "line", role or "published", rank)


def _room(i: int, place: Place) -> int:
    """How many characters may stand beside the date in a line: few where the body may have begun."""
    return _MAX_SHOWN if i < place.start else _PROSE if i <= place.start + _AFTER else _BARE


def _counted_back(page: Scan, place: Place, fetched_at: datetime) -> Iterator[Placed]:
    for i in range(max(0, place.head - _BEFORE), min(place.start + _AFTER, len(page.fragments))):
        fragment = page.fragments[i]
        if i == place.head or _among_others(page, fragment.box, place):
            continue
        if moment := ago(fragment.text, fetched_at):
            role: Role = role_of(fragment.text) or "published"
            yield _distance(i, place), DateCandidate(moment, "text", "line", role, BESIDE_RANK, counted=True)


def _among_others(page: Scan, number: int, place: Place) -> bool:
    """Whether a box, or one around it that does not hold the headline too, is a list of other stories or comments."""
    while number > 0:
        box = page.boxes[number]
        if place.found and box.start <= place.head < box.end:
            return False
        if box.roles.comments or _OTHERS.find(box.names):
            return True
        number = box.parent
    return False


def among_others(node: LexborNode) -> bool:
    """Whether an element of the tree, or one around it up to the article's own, is named after a list of others."""
    around: LexborNode | None = node
    while around is not None and around.tag not in ("article", "main", "body", "html"):
        named = around.attributes
        if _OTHERS.find(f"{named.get('class') or ''} {named.get('id') or ''}".lower()):
            return True
        around = around.parent
    return False


def _is_elsewhere(page: Scan, number: int) -> bool:
    """Whether a box stands in a list of other stories."""
    for _ in range(4):
        if number <= 0 or page.boxes[number].tag in ("article", "main"):
            return False
        if _ELSEWHERE.find(page.boxes[number].names):
            return True
        number = page.boxes[number].parent
    return False


def _is_dated_box(page: Scan, number: int) -> bool:
    for _ in range(2):
        if number <= 0:
            return False
        box = page.boxes[number]
        if _ELSEWHERE.find(box.names):
            return False
        if _DATE_CLASS.find(box.names):
            return True
        number = box.parent
    return False
