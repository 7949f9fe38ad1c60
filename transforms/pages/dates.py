"""When an article was published: every statement of the page weighed, none guessed.

A candidate is what one place says. The order of trust: JSON-LD of the page's own article, meta tags, microdata and
`time` elements, the feed, the address, the visible text beside the headline. Copyright years and dates within running
text are no candidates at all. A day after the fetch (and one more for time zones) is refused, as are days before 1990.
The time of day never comes from the clock: `fetched_at` is the only now."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Literal

from contracts.records import DateOrigin, Precision
from transforms.pages.months import MONTHS
from transforms.pages.notes import Note

EARLIEST = date(1990, 1, 1)  # before the web; what stands before it is a default of some software

Role = Literal["published", "modified"]


@dataclass(frozen=True)
class Moment:
    """A point in time as it was stated: UTC, the offset in minutes where one was given, and how exact it is.
    A day without a time is midnight UTC of that day, without an offset."""

    at: datetime
    offset: int | None
    precision: Precision
    order_assumed: bool = False


@dataclass(frozen=True)
class DateCandidate:
    """What one place of the page says. `where` names the place for people: `article:published_time`."""

    moment: Moment
    origin: DateOrigin
    where: str
    role: Role = "published"


@dataclass(frozen=True)
class Dates:
    """The decision, and what it was made from."""

    published: Moment | None = None
    published_from: DateOrigin = "none"
    modified: Moment | None = None
    candidates: tuple[DateCandidate, ...] = ()
    notes: tuple[Note, ...] = ()


_TRUST: tuple[DateOrigin, ...] = ("json-ld", "meta", "feed", "url", "text")

_ISO = re.compile(
    r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)"
    r"(?:(?:T|\s+|,\s*)(?P<H>\d{1,2}):(?P<M>\d{2})(?::(?P<S>\d{2})(?:[.,]\d+)?)?\s*(?P<half>[AaPp]\.?[Mm]\b)?"
    r"\s*(?P<z>Z\b|UTC|GMT|[+-]\d{2}:?\d{2}\b|[+-]\d{2}\b)?)?"
)
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?(Z)?$")
_EPOCH = re.compile(r"^\d{10}(?:\d{3})?$")
_WORD_MONTH = r"[^\s\d,.;:/|()\[\]·–—-]{2,12}"  # not \w: it leaves out the vowel signs of Indic scripts
_DAY_FIRST = re.compile(
    rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|ª|\.)?[\s-]*(?:de\s+|of\s+)?(?P<m>{_WORD_MONTH})\.?,?[\s-]*"
    r"(?:de\s+|del\s+)?(?P<y>\d{4})(?!\d)"
)
_MONTH_FIRST = re.compile(rf"(?P<m>{_WORD_MONTH})\.?\s*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s+(?P<y>\d{{4}})(?!\d)")
_YEAR_FIRST = re.compile(rf"(?<!\d)(?P<y>\d{{4}})\.?\s+(?P<m>{_WORD_MONTH})\.?\s+(?P<d>\d{{1,2}})(?!\d)")
_CJK = re.compile(r"(?P<y>\d{4})\s*[年년]\s*(?P<m>\d{1,2})\s*[月월]\s*(?P<d>\d{1,2})\s*[日일]")
_DIGITS = re.compile(r"(?<![\d/.-])(?P<a>\d{1,2})[/.-](?P<b>\d{1,2})[/.-](?P<y>\d{4}|\d{2})(?![\d/-])")
_CLOCK = re.compile(
    r"(?<![\d:])(?P<H>\d{1,2})[:.h](?P<M>\d{2})(?::(?P<S>\d{2}))?\s*(?P<half>[AaPp]\.?\s?[Mm]\b\.?)?"
    r"\s*(?P<z>UTC|GMT|Z\b|EST|EDT|CST|CDT|MST|MDT|PST|PDT|CET|CEST|BST|IST|JST|[+-]\d{2}:?\d{2}\b)?"
)
# IST is left out on purpose: it is India's, Ireland's and Israel's. Sources: RFC 2822 section 4.3, and the EU's zones.
_ZONES = {"UTC": 0, "GMT": 0, "Z": 0, "EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360,
          "PST": -480, "PDT": -420, "CET": 60, "CEST": 120, "BST": 60, "JST": 540}  # fmt: skip
_EASTERN_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९", "0123456789" * 3)
_URL_DAY = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d{2})[/_-]?(?P<m>0[1-9]|1[0-2])[/_-]?(?P<d>0[1-9]|[12]\d|3[01])(?!\d)")
_URL_LOOSE = re.compile(r"/(?P<y>(?:19|20)\d{2})/(?P<m>\d{1,2}|[a-z]{3,9})/(?P<d>\d{1,2})(?:/|$|-)", re.IGNORECASE)


def parse_moment(text: str, language: str | None = None, only: bool = True) -> Moment | None:
    """The moment that a short text states: ISO 8601 and its relatives, RFC 2822, epoch seconds, or a written date in
    some twenty languages. With `only` (data fields) the text must be no longer than such a statement can be. None
    when it states none, or one that no calendar has."""
    text = text.translate(_EASTERN_DIGITS).strip()
    if not text or len(text) > (80 if only else 400):
        return None
    try:
        return _iso(text) or _compact(text) or _epoch(text) or _rfc2822(text) or _written(text, language)
    except (ValueError, OverflowError):
        return None


def date_in_url(url: str) -> Moment | None:
    """The day that an address carries (`/2025/03/14/`, `-20250314`); a month alone is none."""
    path = re.sub(r"^[a-z]+://[^/]*", "", url).split("?", 1)[0]
    for pattern in (_URL_LOOSE, _URL_DAY):
        for found in pattern.finditer(path):
            month = found["m"]
            number = int(month) if month.isdigit() else MONTHS.get(month.lower(), 0)
            moment = _day(int(found["y"]), number, int(found["d"]))
            if moment:
                return moment
    return None


def decide(candidates: Iterable[DateCandidate], fetched_at: datetime) -> Dates:
    """The publication and the modification that the candidates support. Refused ones leave a note."""
    notes: list[Note] = []
    fit: list[DateCandidate] = []
    for candidate in candidates:
        at = candidate.moment.at
        if at > fetched_at + timedelta(days=1):
            notes.append(Note.FUTURE_DATE)
        elif at.date() < EARLIEST:
            notes.append(Note.DATE_IMPLAUSIBLE)
        else:
            fit.append(candidate)
    published = _choose([c for c in fit if c.role == "published"])
    if published is None:
        # A page that only says "Updated 9 March 2025" beside its headline: that is the day of what stands there.
        published = next((c for c in fit if c.role == "modified" and c.origin == "text"), None)
        notes += [Note.DATE_FROM_UPDATE] if published else []
    elif published.moment.order_assumed:
        published = _swapped(published, fit)
    if published:
        sure = [c for c in fit if c.role == "published" and c.origin in ("json-ld", "meta", "url")]
        if any(abs(c.moment.at - published.moment.at) > timedelta(days=2) for c in sure):
            notes.append(Note.DATE_CONFLICT)
        if published.moment.order_assumed:
            notes.append(Note.DATE_ORDER_ASSUMED)
    modified = _choose([c for c in fit if c.role == "modified"])
    if modified and published and modified.moment.at < published.moment.at:
        modified = None
    return Dates(
        published=published.moment if published else None,
        published_from=published.origin if published else "none",
        modified=modified.moment if modified else None,
        candidates=tuple(fit),
        notes=tuple(dict.fromkeys(notes)),
    )


def _swapped(candidate: DateCandidate, others: list[DateCandidate]) -> DateCandidate:
    """A date in digits read the other way round, where another statement of the page says so."""
    at = candidate.moment.at
    if at.day > 12:
        return candidate
    other_way = at.replace(month=at.day, day=at.month)
    agree = any(c.moment.at.date() == other_way.date() for c in others if not c.moment.order_assumed)
    return (
        replace(candidate, moment=replace(candidate.moment, at=other_way, order_assumed=False)) if agree else candidate
    )


def _choose(candidates: list[DateCandidate]) -> DateCandidate | None:
    """The most trusted; a finer statement of the same day takes the place of a coarser one."""
    if not candidates:
        return None
    ranked = sorted(candidates, key=lambda c: _TRUST.index(c.origin))
    best = ranked[0]
    if best.moment.precision == "day":
        for other in ranked[1:]:
            local = other.moment.at + timedelta(minutes=other.moment.offset or 0)
            if other.moment.precision != "day" and local.date() == best.moment.at.date():
                return other
    return best


def _day(year: int, month: int, day: int, assumed: bool = False) -> Moment | None:
    try:
        return Moment(datetime(year, month, day, tzinfo=UTC), None, "day", assumed)
    except ValueError:
        return None


def _at(day: Moment, hour: int, minute: int, second: str | None, half: str | None, zone: str | None) -> Moment:
    """A day with a time. Midnight to the second is how software writes a day without a time: it stays a day."""
    if half:
        hour = hour % 12 + (12 if half[0] in "Pp" else 0)
    seconds = int(second or 0)
    if hour > 23 or minute > 59 or seconds > 59 or (hour == minute == seconds == 0 and not half):
        return day
    offset = _offset(zone)
    stated = day.at.replace(hour=hour, minute=minute, second=seconds, tzinfo=timezone(timedelta(minutes=offset or 0)))
    return Moment(stated.astimezone(UTC), offset, "second" if second else "minute", day.order_assumed)


def _offset(zone: str | None) -> int | None:
    if not zone:
        return None
    zone = zone.strip().upper()
    if zone in _ZONES:
        return _ZONES[zone]
    found = re.fullmatch(r"([+-])(\d{2}):?(\d{2})?", zone)
    if not found:
        return None
    minutes = int(found[2]) * 60 + int(found[3] or 0)
    return (minutes if found[1] == "+" else -minutes) if minutes <= 14 * 60 else None


def _iso(text: str) -> Moment | None:
    found = _ISO.search(text)
    if not found:
        return None
    day = _day(int(found["y"]), int(found["m"]), int(found["d"]))
    if day is None or found["H"] is None:
        return day
    return _at(day, int(found["H"]), int(found["M"]), found["S"], found["half"], found["z"])


def _compact(text: str) -> Moment | None:
    found = _COMPACT.match(text)
    if not found:
        return None
    day = _day(int(found[1]), int(found[2]), int(found[3]))
    if day is None or found[4] is None:
        return day
    return _at(day, int(found[4]), int(found[5]), found[6], None, found[7])


def _epoch(text: str) -> Moment | None:
    if not _EPOCH.match(text):
        return None
    seconds = int(text[:10])
    return Moment(datetime.fromtimestamp(seconds, UTC), 0, "second")


def _rfc2822(text: str) -> Moment | None:
    if not re.search(r"\d{1,2} [A-Z][a-z]{2} \d{4} \d{1,2}:\d{2}", text):
        return None
    stated = parsedate_to_datetime(text)
    offset = None
    if stated.tzinfo is not None:
        offset = int((stated.utcoffset() or timedelta()).total_seconds() // 60)
    else:
        stated = stated.replace(tzinfo=UTC)
    return Moment(stated.astimezone(UTC), offset, "second")


def _written(text: str, language: str | None) -> Moment | None:
    day, end = _written_day(text, language)
    if day is None:
        return None
    clock = _CLOCK.search(text, end) or _CLOCK.search(text[: max(0, end - 8)])
    if not clock:
        return day
    zone = None if clock["z"] == "IST" else clock["z"]
    return _at(day, int(clock["H"]), int(clock["M"]), clock["S"], clock["half"], zone)


def _written_day(text: str, language: str | None) -> tuple[Moment | None, int]:
    lower = text.lower()
    for pattern in (_CJK, _DAY_FIRST, _MONTH_FIRST, _YEAR_FIRST):
        for found in pattern.finditer(lower):
            month = int(found["m"]) if found["m"].isdigit() else MONTHS.get(found["m"].strip("."), 0)
            day = _day(int(found["y"]), month, int(found["d"])) if month else None
            if day:
                return day, found.end()
    found_digits = _DIGITS.search(lower)
    if found_digits:
        return _digits(found_digits, language), found_digits.end()
    return None, 0


def _digits(found: re.Match[str], language: str | None) -> Moment | None:
    """A date in digits: the day comes first nearly everywhere, the month first in American English."""
    a, b, year = int(found["a"]), int(found["b"]), int(found["y"])
    year += 0 if year > 99 else 2000
    if a > 12 or b > 12:
        day, month = (a, b) if a > 12 else (b, a)
        return _day(year, month, day)
    american = (language or "en").lower() in ("en", "en-us", "en_us", "en-ph") and "." not in found.group()
    month, day = (a, b) if american else (b, a)
    return _day(year, month, day, assumed=a != b and "." not in found.group())
