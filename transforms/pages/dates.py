"""When an article was published: every statement of the page weighed, none guessed.

A candidate is what one place says. The order of trust is that of `_TRUST` and of the ranks above it. How often the
first candidate of a place names the known day, of the 268 development pages whose day is known:

    JSON-LD of the page's article     90 of 103     13 times the truth is the day of a change, or another page's
    meta tags                        132 of 144
    the address                       15 of 15      a day without a time, so that it stands behind what has one
    beside the headline, labelled     24 of 29      "Published", or an attribute that says so
    microdata                         29 of 34      5 of related stories
    beside the headline, bare        134 of 145
    in a box named after a date       11 of 33      mostly of other stories: it serves where nothing else says
    hidden, or the first `time`        6 of 7

Data come before what is shown although the shown day is the known one about as often: where both differ by more than
two days and the shown one is later (10 pages), it is mostly the day of a change that the page shows without saying so
(8 of 10 by its own data), and "published" means the first time. Where the shown one is *earlier* and nothing beside the
headline agrees with the data, the page was moved or published again, and the shown one is taken (2 of 2): nothing is
printed before it exists. The first trusted one is taken; one that is finer and of the same day takes its place, and so
does one of the same moment that knows the local time. A page that only shows when it was updated is dated by that, with
a note: of 15 such pages 9 have that day, and what was published is not told on the others at all.

Refused, and kept in news.article_dates with the reason: a moment later than a day after the fetch; what lies before
1990 or is a database's way to say nothing; a change before the publication. Copyright years and dates within running
text are no candidates at all. The time of day never comes from the clock: `fetched_at` is the only now."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from contracts.records import DateOrigin, StatedDate
from transforms.pages.clock_times import Moment as Moment
from transforms.pages.date_words import Role as Role
from transforms.pages.moments import day_moment
from transforms.pages.moments import parse_moment as parse_moment
from transforms.pages.months import MONTHS
from transforms.pages.notes import Note

EARLIEST = date(1990, 1, 1)  # before the web; what stands before it is a default of some software
_DEFAULTS = frozenset((date(1999, 11, 30), date(2000, 1, 1)))  # PHP's and MySQL's way to write no day
_MAX_STATEMENTS = 60  # of an article; 9 of 10 of 268 pages state fewer than 10


@dataclass(frozen=True)
class DateCandidate:
    """What one place of the page says. `where` names the place for people: `article:published_time`. `rank` orders the
    places of one origin, 0 the most trusted. `counted` is told as a span of time before the fetch."""

    moment: Moment
    origin: DateOrigin
    where: str
    role: Role = "published"
    rank: int = 0
    refused: str | None = None
    counted: bool = False


# Ranks of what is no data of the page's own (`text`): beside the headline with a word for publication, microdata,
# beside the headline without a word, in a box named after a date, where no reader sees it, the first `time` of all.
# From WEAK_RANK on, what any origin says serves only where no other place says anything.
LABELLED_RANK, MICRODATA_RANK, BESIDE_RANK, BOXED_RANK, HIDDEN_RANK, FIRST_RANK, WEAK_RANK = range(7)


@dataclass(frozen=True)
class Dates:
    """The decision, and what it was made from: all statements in the order of trust."""

    published: Moment | None = None
    published_from: DateOrigin = "none"
    modified: Moment | None = None
    statements: tuple[StatedDate, ...] = field(default=())
    notes: tuple[Note, ...] = ()


_TRUST: tuple[DateOrigin, ...] = ("json-ld", "meta", "feed", "url", "text")
_URL_DAY = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d{2})[/_-]?(?P<m>0[1-9]|1[0-2])[/_-]?(?P<d>0[1-9]|[12]\d|3[01])(?!\d)")
_URL_LOOSE = re.compile(r"/(?P<y>(?:19|20)\d{2})/(?P<m>\d{1,2}|[a-z]{3,9})/(?P<d>\d{1,2})(?:/|$|-)", re.IGNORECASE)


def date_in_url(url: str) -> Moment | None:
    """The day that an address carries (`/2025/03/14/`, `-20250314`); a month alone is none."""
    path = re.sub(r"^[a-z]+://[^/]*", "", url).split("?", 1)[0]
    for pattern in (_URL_LOOSE, _URL_DAY):
        for found in pattern.finditer(path):
            month = found["m"]
            number = int(month) if month.isdigit() else MONTHS.get(month.lower(), 0)
            moment = day_moment(int(found["y"]), number, int(found["d"]))
            if moment:
                return moment
    return None


def decide(candidates: Iterable[DateCandidate], fetched_at: datetime) -> Dates:
    """The publication and the modification that the candidates support. Refused ones leave a note."""
    ranked = sorted(candidates, key=lambda c: (c.rank >= WEAK_RANK, _TRUST.index(c.origin), c.rank))
    weighed = [replace(c, refused=c.refused or _refusal(c.moment, fetched_at)) for c in _in_order(ranked)]
    fit = [c for c in weighed if c.refused is None]
    published, notes = _published(fit)
    changes = [c for c in fit if c.role == "modified"]
    if published:
        early = [c for c in changes if c.moment.at < published.moment.at and c.moment.day < published.moment.day]
        weighed = [replace(c, refused="before_publication") if c in early else c for c in weighed]
        changes = [c for c in changes if c not in early]
    modified = _choose(changes)
    return Dates(
        published=published.moment if published else None,
        published_from=published.origin if published else "none",
        modified=modified.moment if modified else None,
        statements=_statements(weighed, published, modified),
        notes=tuple(dict.fromkeys((*_refusal_notes(weighed), *notes))),
    )


def _refusal(moment: Moment, fetched_at: datetime) -> str | None:
    if moment.at > fetched_at + timedelta(days=1):
        return "future"
    if moment.at.date() < EARLIEST or (moment.precision == "day" and moment.at.date() in _DEFAULTS):
        return "implausible"
    return None


def _refusal_notes(weighed: list[DateCandidate]) -> list[Note]:
    codes = {"future": Note.FUTURE_DATE, "implausible": Note.DATE_IMPLAUSIBLE}
    return [codes[c.refused] for c in weighed if c.refused in codes]


def _published(fit: list[DateCandidate]) -> tuple[DateCandidate | None, list[Note]]:
    """The candidate for the publication among those in the order of trust, and what is to be noted of it."""
    notes: list[Note] = []
    stated = [c for c in fit if c.role == "published"]
    chosen = _choose(stated)
    if chosen is None:
        # A page that only says "Updated 9 March 2025" beside its headline: that is the day of what stands there.
        chosen = next((c for c in fit if c.role == "modified" and c.origin == "text"), None)
        notes += [Note.DATE_FROM_UPDATE] if chosen else []
    else:
        chosen = _shown_before(chosen, stated) or chosen
    if chosen is None:
        return None, notes
    sure = [
        c for c in stated if c.origin in ("json-ld", "meta", "url") or (c.origin == "text" and c.rank == LABELLED_RANK)
    ]
    if any(abs(c.moment.at - chosen.moment.at) > timedelta(days=2) for c in sure):
        notes.append(Note.DATE_CONFLICT)
    if chosen.moment.order_assumed:
        notes.append(Note.DATE_ORDER_ASSUMED)
    if chosen.counted:
        notes.append(Note.DATE_COUNTED_BACK)
    return chosen, notes


def _shown_before(chosen: DateCandidate, stated: list[DateCandidate]) -> DateCandidate | None:
    """What stands beside the headline, where it is days before what the page's data say: it was published again."""
    if chosen.origin == "text":
        return None
    shown = (LABELLED_RANK, BESIDE_RANK)
    beside = [c for c in stated if c.origin == "text" and c.rank in shown and not c.counted]
    if any(abs(chosen.moment.at - c.moment.at) <= timedelta(days=2) for c in beside):
        return None
    first = beside[0] if beside else None
    return first if first and not first.moment.order_assumed and first.moment.at < chosen.moment.at else None


def _in_order(candidates: list[DateCandidate]) -> list[DateCandidate]:
    """The candidates, with dates in digits read the other way round where another statement of the page says so."""
    sure = {c.moment.day for c in candidates if not c.moment.order_assumed}
    settled = []
    for c in candidates:
        at = c.moment.at
        if c.moment.order_assumed and at.day <= 12:
            other_way = replace(c.moment, at=at.replace(month=at.day, day=at.month), order_assumed=False)
            if c.moment.day in sure:
                c = replace(c, moment=replace(c.moment, order_assumed=False))
            elif other_way.day in sure:
                c = replace(c, moment=other_way)
        settled.append(c)
    return settled


def _choose(ranked: list[DateCandidate]) -> DateCandidate | None:
    """The most trusted; a finer statement of the same day takes the place of a coarser one, and one of the same moment
    that knows the local time the place of one in UTC."""
    if not ranked:
        return None
    best = ranked[0]
    if best.moment.precision == "day":
        best = next((c for c in ranked if c.moment.precision != "day" and c.moment.day == best.moment.day), best)
    if best.moment.precision == "second" and not best.moment.offset:
        same = (c for c in ranked if c.moment.offset and abs(c.moment.at - best.moment.at) < timedelta(minutes=1))
        return next((c for c in same if c.moment.precision == "second"), best)
    return best


def _statements(
    weighed: list[DateCandidate], published: DateCandidate | None, modified: DateCandidate | None
) -> tuple[StatedDate, ...]:
    """The rows of news.article_dates: each statement once, the chosen ones marked."""
    rows: dict[StatedDate, bool] = {}
    for c in weighed:
        moment = c.moment
        said = StatedDate(moment.at, moment.offset, moment.precision, c.origin, c.where, c.role, refused=c.refused)
        rows[said] = rows.get(said, False) or c is published or c is modified
    kept = [(said, chosen) for number, (said, chosen) in enumerate(rows.items()) if chosen or number < _MAX_STATEMENTS]
    return tuple(replace(said, chosen=chosen) for said, chosen in kept)
