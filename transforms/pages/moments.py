"""Dates as texts state them: ISO 8601 and its relatives, RFC 2822, epoch seconds, digits in the order of a language,
and days written out in some eighty languages. `parse_moment` reads a data field, `moments_in` a line of the page, which
may state several. Pure: nothing here knows what time it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from transforms.pages.calendars import ERAS, PERSIAN_MONTHS, common_year, looks_persian, persian_day
from transforms.pages.clock_times import Moment, stated, with_clock, zone_offset
from transforms.pages.months import month_number

MAX_LINE = 400  # characters in which a date is looked for
MAX_FIELD = 80  # of a data field; longer is prose
_YEARS = range(1900, 2200)


@dataclass(frozen=True)
class Found:
    """A moment in a text and where it stands there, in characters of the text as `normal` leaves it."""

    moment: Moment
    start: int
    end: int


_NUMERIC_ENGLISH = ("en", "en-us", "en_us", "en-ph", "en-ca", "es-us", "fil")  # where the month comes first
_W = r"[^\s\d,.;:/|()\[\]·–—'’\"-]{2,14}"  # a word; not \w: that leaves out the vowel signs of Indic scripts
_M = rf"(?P<m>{_W})(?:\s?/\s?{_W})?"  # Arabic papers write a month by both its names
_Y = r"(?P<y>\d{4})(?!\d(?!\d?:\d\d))"  # a page may lack the blank before its time: "20228:23 PM"
_D = r"(?<!\d)(?P<d>\d{1,2})"
_CLOCK_WITHIN = r"\d{1,2}:\d{2}(?::\d{2})?(?:\s[a-z]{2,4}|\s[+-]\d{4})?"
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?(Z)?$")
_EPOCH = re.compile(r"^(\d{10})(?:\d{3})?(?:\.\d+)?$")
_RFC2822 = re.compile(r"\d{1,2} [A-Z][a-z]{2} \d{4} \d{1,2}:\d{2}")
_ISO_TIME = re.compile(
    r"\s*[Tt]?\s*(?P<H>\d{1,2}):(?P<M>\d{2})(?::(?P<S>\d{2})(?:[.,]\d+)?)?\s*(?P<z>Z\b|[+-]\d{2}:?\d{2}\b|[+-]\d{2}\b)?"
)
_ISO = re.compile(
    r"(?<![\d.])(?P<y>\d{4})(?:(?P<sep>[-/.\u2010-\u2015])\s?)(?P<m>\d{1,2})(?P=sep)\s?(?P<d>\d{1,2})(?!\d|[-/]\d)"
)
_DIGITS = re.compile(
    r"(?<![\d/.:-])(?P<a>\d{1,2})(?P<sep>[/.-]|\.\s)(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4}|\d{2})(?![\d/-]|[.:]\d)"
)
_WRITTEN = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<era>{'|'.join(ERAS)})\s?(?P<y>\d{{1,3}}|元)\s?年\s?(?P<m>\d{{1,2}})\s?月\s?(?P<d>\d{{1,2}})\s?日",
        r"(?P<y>\d{4})\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日일号號]",
        r"(?P<y>\d{4})\s?оны?\s(?P<m>\d{1,2})[\s-]?(?:дугаар|дүгээр|р)?\s?сарын\s(?P<d>\d{1,2})",
        rf"{_D}\s?tháng\s(?P<m>\d{{1,2}})(?:\s?,|\s?/|\snăm)?\s?{_Y}",
        rf"{_D}(?:st|nd|rd|th|er|\u00ba|\u00aa|\.|a|-?(?:го|е|ші|шы))?[\s/.-]*(?:(?:de|of|di|ta['’])\s|d['’])?{_M}\.?,?[\s/-]*"
        rf"(?:de\s|del\s|ano\s|[,.]\s)*(?:{_CLOCK_WITHIN},?\s)?{_Y}",
        rf"(?<!\d)(?P<y>\d{{4}})(?:\.|\s?m\.|-?yil|-?[йі]ыл|-(?:eko|ko))?,?[\s-]+{_M}\.?\s(?P<d>\d{{1,2}})(?![\d:])",
        rf"(?<!\d)(?P<y>\d{{4}})[.-]?\s?(?:gada|yil|жылғы|жылдын|წლის|թվականի)?[,\s-]\s?(?P<d>\d{{1,2}})[.\s-]\s?{_M}",
        rf"{_M}\.?[\s-]*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:\s?,\s?|[\s-]+|\sng\s)(?:{_CLOCK_WITHIN},?\s)?{_Y}",
        rf"{_D}-(?P<m>[a-z]{{3}})-(?P<y>\d{{2}})(?!\d)",
    )
)  # fmt: skip
_LIKE_A_DATE = re.compile("\\d{4}|\\d[\u200e\u200f]?(?:[/-]|[.] ?)[\u200e\u200f]?[\\dA-Za-z]|\u5e74")
_DIRECTION = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# Names of months that a word pattern cannot hold: several words, or full stops within.
_AS_ONE = {
    "كانون الثاني": "يناير", "كانون ثاني": "يناير", "تشرين الأول": "أكتوبر", "تشرين الاول": "أكتوبر",
    "تشرين الثاني": "نوفمبر", "كانون الأول": "ديسمبر", "كانون الاول": "ديسمبر",
    "ม.ค.": "มกราคม", "ก.พ.": "กุมภาพันธ์", "มี.ค.": "มีนาคม", "เม.ย.": "เมษายน", "พ.ค.": "พฤษภาคม", "มิ.ย.": "มิถุนายน",
    "ก.ค.": "กรกฎาคม", "ส.ค.": "สิงหาคม", "ก.ย.": "กันยายน", "ต.ค.": "ตุลาคม", "พ.ย.": "พฤศจิกายน", "ธ.ค.": "ธันวาคม",
    "พ.ศ.": "", "ค.ศ.": "", "lúc": "", "thg ": "tháng ",
    **{f"tháng {word}": f"tháng {number}" for word, number in (
        ("mười một", 11), ("mười hai", 12), ("giêng", 1), ("một", 1), ("hai", 2), ("ba", 3), ("tư", 4), ("bốn", 4),
        ("năm ", "5 "), ("sáu", 6), ("bảy", 7), ("tám", 8), ("chín", 9), ("mười", 10), ("chạp", 12))},
}  # fmt: skip
_ONE = re.compile("|".join(map(re.escape, sorted(_AS_ONE, key=len, reverse=True))), re.IGNORECASE)


def parse_moment(text: str, language: str | None = None, only: bool = True) -> Moment | None:
    """The moment that a short text states, the first of several. With `only` (data fields) the text must be no longer
    than such a statement can be. None when it states none, or one that no calendar has."""
    text = text.strip()
    if not text or len(text) > (MAX_FIELD if only else MAX_LINE):
        return None
    for read in (_compact, _epoch, _rfc2822):
        try:
            if moment := read(text):
                return moment
        except (ValueError, OverflowError, IndexError, TypeError):  # what the standard library's reader of mail raises
            continue
    return next((found.moment for found in moments_in(text, language)), None)


def moments_in(text: str, language: str | None = None) -> list[Found]:
    """Every moment that a line states, in its order. Positions are those of `normal(text)`."""
    if not may_state(text):
        return []
    text = normal(text[:MAX_LINE])
    days = list(_apart(_days(text, language)))
    if not days:
        return []
    ends = [start for _, start, _ in days[1:]] + [len(text)]
    found: list[Found] = []
    for (day, start, end), limit in zip(days, ends, strict=True):
        begin = found[-1].end if found else 0
        found.append(Found(_timed(day, text, max(begin, start), end, limit), start, end))
    return found


def may_state(text: str) -> bool:
    """Whether a text has what every date in a line has: a year, or digits with marks between. Nineteen lines in twenty
    have none, and reading one takes twenty times as long as this look."""
    return _LIKE_A_DATE.search(text) is not None


def normal(text: str) -> str:
    """The text as positions count it: Western digits, no marks of direction, plain blanks."""
    text = _DIRECTION.sub("", text)
    if text.isascii():
        return " ".join(text.split())
    digits = "".join(str(unicodedata.decimal(c, 0)) if c.isdecimal() and not c.isascii() else c for c in text)
    return " ".join(_ONE.sub(lambda found: str(_AS_ONE[found.group().lower()]), digits).split())


def day_moment(year: int, month: int, day: int, assumed: bool = False) -> Moment | None:
    """Midnight UTC of a day, or None where no calendar has it or no page could mean it."""
    if year not in _YEARS:
        return None
    try:
        return Moment(datetime(year, month, day, tzinfo=UTC), None, "day", assumed)
    except ValueError:
        return None


def orders_in(text: str) -> set[str]:
    """`day` and `month`: what comes first in the text's dates in digits that can be read in one way only."""
    numbers = [(int(found["a"]), int(found["b"])) for found in _DIGITS.finditer(text)]
    return {"day" if a > 12 else "month" for a, b in numbers if (a > 12) != (b > 12) and max(a, b) <= 31}


Day = tuple[Moment, int, int]


def _apart(days: Iterator[Day]) -> Iterator[Day]:
    """Those that do not lie over one another, in their order; of two that do, the one found first."""
    taken: list[Day] = []
    for day in days:
        if all(day[2] <= start or day[1] >= end for _, start, end in taken):
            taken.append(day)
    return iter(sorted(taken, key=lambda day: day[1]))


def _days(text: str, language: str | None) -> Iterator[Day]:
    lower = text.lower()
    if len(lower) != len(text):
        lower = text
    for found in _ISO.finditer(lower):
        if day := _year_first(int(found["y"]), int(found["m"]), int(found["d"]), language):
            yield day, found.start(), found.end()
    for pattern in _WRITTEN:
        for found in pattern.finditer(lower):
            if day := _written(found, language):
                yield day, found.start(), found.end()
    for found in _DIGITS.finditer(lower):
        if day := _in_digits(found, language):
            yield day, found.start(), found.end()


def _year_first(year: int, month: int, day: int, language: str | None) -> Moment | None:
    if looks_persian(year):
        gregorian = persian_day(year, month, day)
        return day_moment(gregorian.year, gregorian.month, gregorian.day) if gregorian else None
    return day_moment(common_year(year), month, day)


def _written(found: re.Match[str], language: str | None) -> Moment | None:
    said, groups = found["m"], found.groupdict()
    year = 1 if found["y"] == "元" else int(found["y"])
    if groups.get("era"):
        year += ERAS[found["era"]]
    elif year < 100:
        year += 2000 if year < 70 else 1900
    if said in PERSIAN_MONTHS and looks_persian(year):
        return _year_first(year, PERSIAN_MONTHS[said], int(found["d"]), language)
    month = int(said) if said.isdigit() else month_number(said, language)
    return day_moment(common_year(year), month, int(found["d"])) if month else None


def _in_digits(found: re.Match[str], language: str | None) -> Moment | None:
    """A date in digits: the day comes first nearly everywhere, the month first in American English. With full stops
    the day comes first in every language that writes them."""
    a, b, year = int(found["a"]), int(found["b"]), int(found["y"])
    year = common_year(year + (0 if year > 99 else 2000))
    if a > 12 or b > 12:
        day, month = (a, b) if a > 12 else (b, a)
        return day_moment(year, month, day)
    stops = "." in found["sep"]
    month, day = (a, b) if (language or "en").lower() in _NUMERIC_ENGLISH and not stops else (b, a)
    return day_moment(year, month, day, assumed=a != b and not stops)


def _timed(day: Moment, text: str, start: int, end: int, limit: int) -> Moment:
    """The day with the time beside it: ISO 8601's, else as people write it."""
    iso = _ISO_TIME.match(text, end)
    if iso and not re.match(r"\s?[AaPp]\.?[Mm]\b", text[iso.end() :]):
        hour, minute, second = int(iso["H"]), int(iso["M"]), int(iso["S"] or 0)
        if hour > 23 or minute > 59 or second > 59 or hour == minute == second == 0:
            return day
        local = day.at.replace(hour=hour, minute=minute, second=second)
        if iso["z"] or text[iso.start() : iso.end()].lstrip()[:1] in "Tt":
            return stated(local, zone_offset(iso["z"], local), "second" if iso["S"] else "minute", day.order_assumed)
    return with_clock(day, text, start, end, limit)


def _compact(text: str) -> Moment | None:
    found = _COMPACT.match(text)
    day = day_moment(int(found[1]), int(found[2]), int(found[3])) if found else None
    if not found or day is None or found[4] is None:
        return day
    local = day.at.replace(hour=int(found[4]), minute=int(found[5]), second=int(found[6] or 0))
    return stated(local, 0 if found[7] else None, "second" if found[6] else "minute")


def _epoch(text: str) -> Moment | None:
    found = _EPOCH.match(text)
    return Moment(datetime.fromtimestamp(int(found[1]), UTC), 0, "second") if found else None


def _rfc2822(text: str) -> Moment | None:
    if not _RFC2822.search(text):
        return None
    told = parsedate_to_datetime(text)
    offset = None
    if told.tzinfo is not None:
        offset = int((told.utcoffset() or timedelta()).total_seconds() // 60)
    return stated(told, offset, "second" if re.search(r":\d{2}:\d{2}", text) else "minute")
