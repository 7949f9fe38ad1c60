"""The candidates for an article's dates in what an HTML page shows: `time` elements and lines beside its headline, in
boxes that are named after a date, at the end of its text, with the word before each that says what it is the date of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from contracts.records import PageContext
from transforms.pages.clean import flat
from transforms.pages.clock_times import Moment
from transforms.pages.date_words import ago, role_of
from transforms.pages.dates import BESIDE_RANK, DateCandidate, Role
from transforms.pages.html_scan import Scan
from transforms.pages.moments import MAX_LINE, moments_in, normal, parse_moment
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
_PROSE = 40  # characters beside the date in a line of the body's own; more is a sentence about that day
_BEFORE, _AFTER = 6, 2  # fragments before the headline and after the body's beginning
_FOOT = 8  # fragments behind the body's end
_FAR = 400  # fragments after the body's beginning in which dated boxes are looked at
_LABELLED, _BESIDE, _BOXED, _LAST = 0, BESIDE_RANK, 2, 5


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
        said = [i for i in range(min(start + 1, count)) if flat(page.fragments[i].text[:300]) == own]
        levels = [i for i in levels if i in said] or said[-1:] or levels
    end = last if last is not None else start
    return Place(levels[-1] if levels else max(0, start - 8), start, end, bool(levels))


def shown_dates(page: Scan, place: Place, context: PageContext, language: str | None) -> list[DateCandidate]:
    """What the page shows, the most trusted first: dates with a word for publication beside the headline, those beside
    it without, those in boxes named after a date and at the end of the text."""
    found = [*_times(page, place, language), *_lines(page, place, language)]
    near = [c for _, c in found if c.rank <= _BESIDE]
    if not near and context.url is not None:  # a file's fetch is not the moment at which it was shown
        found += _counted_back(page, place, context.fetched_at)
    return [c for _, c in sorted(found, key=lambda pair: (pair[1].rank, pair[0]))]


def first_time(page: Scan, place: Place, language: str | None) -> Iterator[DateCandidate]:
    """The first `time` behind the headline that no list of others holds: a forum's first post."""
    for said, box, i, _ in page.times:
        if i >= place.head and not _among_others(page, box, place) and (moment := parse_moment(said, language)):
            yield DateCandidate(moment, "text", "first time", rank=_LAST)
            return


Placed = tuple[int, DateCandidate]


def _distance(i: int, place: Place) -> int:
    """How far a fragment lies from the headline; what stands before it counts double, it may belong to a list."""
    return i - place.head if i >= place.head else 2 * (place.head - i) + 1


def _is_near(i: int, place: Place) -> bool:
    return place.head - _BEFORE <= i <= place.start + _AFTER


def _times(page: Scan, place: Place, language: str | None) -> Iterator[Placed]:
    for said, box, i, labels in page.times:
        line = page.fragments[i].text if i < len(page.fragments) else ""
        near = _is_near(i, place) and not _among_others(page, box, place)
        if not near and (not _is_dated_box(page, box) or _is_elsewhere(page, box)):
            continue
        moment = parse_moment(said, language)
        if moment:
            role = _role_by_names(labels) or _role_in(line, moment, language)
            rank = _rank(near, role)
            yield _distance(i, place), DateCandidate(moment, "text", "time", role or "published", rank)


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
    line = normal(text[:MAX_LINE])
    for number, one in enumerate(found):
        before = line[found[number - 1].end if number else 0 : one.start]
        behind = line[one.end : found[number + 1].start if number + 1 < len(found) else len(line)]
        role = role_of(before)
        if role is None and (
            number + 1 == len(found) or re.match(r"[^\w\d]{0,3}\d{0,2}:?\d{0,2}[^\w]{0,3}$", behind) is None
        ):
            role = role_of("", behind) if number + 1 == len(found) else None
        yield one.moment, role, one.end - one.start


def _rank(near: bool, role: Role | None) -> int:
    return _BOXED if not near else _LABELLED if role == "published" else _BESIDE


def _lines(page: Scan, place: Place, language: str | None) -> Iterator[Placed]:
    for i, fragment in enumerate(page.fragments[: place.start + _FAR]):
        text = fragment.text
        if len(text) > _MAX_SHOWN or not any(map(str.isdigit, text)) or _COPYRIGHT.search(text):
            continue
        near = _is_near(i, place) and i != place.head and not _among_others(page, fragment.box, place)
        foot = place.end - 2 <= i <= place.end + _FOOT and not _among_others(page, fragment.box, place)
        if not (near or foot or (fragment.linked <= 0.7 * len(text) and _is_dated_box(page, fragment.box))):
            continue
        for moment, role, length in _labelled(text, language):
            if i >= place.start and not foot and len(text) - length > _PROSE and role is None and near:
                continue
            if foot and not near and role is None and not _is_dated_box(page, fragment.box):
                continue
            yield _distance(i, place), DateCandidate(moment, "text", "line", role or "published", _rank(near, role))


def _counted_back(page: Scan, place: Place, fetched_at: datetime) -> Iterator[Placed]:
    for i in range(max(0, place.head - _BEFORE), min(place.start + _AFTER, len(page.fragments))):
        fragment = page.fragments[i]
        if i == place.head or _among_others(page, fragment.box, place):
            continue
        if moment := ago(fragment.text, fetched_at):
            role: Role = role_of(fragment.text) or "published"
            yield _distance(i, place), DateCandidate(moment, "text", "line", role, _BESIDE, counted=True)


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
