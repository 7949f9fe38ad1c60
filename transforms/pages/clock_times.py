"""The time of day beside a day, and its zone, as pages write them.

Zone letters are read where they mean one thing in news: those of RFC 2822 section 4.3, the EU's, and the ones of single
countries. Left out on purpose: IST (India, Ireland, Israel), CST in Asia, AST, WST, BDT. `ET`, `CT`, `MT`, `PT` stand
for winter and summer time alike: which it is follows from the day (the time-zone database)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from contracts.records import Precision


@dataclass(frozen=True)
class Moment:
    """A point in time as it was stated: UTC, the offset in minutes where one was given, and how exact it is.
    A day without a time is midnight UTC of that day, without an offset."""

    at: datetime
    offset: int | None
    precision: Precision
    order_assumed: bool = False

    @property
    def day(self) -> str:
        """The day where it was stated, ISO 8601."""
        return (self.at + timedelta(minutes=self.offset or 0)).date().isoformat()


_ZONES = {"UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 60, "EST": -300, "EDT": -240, "CST": -360, "CDT": -300,
          "MST": -420, "MDT": -360, "PST": -480, "PDT": -420, "CET": 60, "CEST": 120, "MEZ": 60, "MESZ": 120, "BST": 60,
          "JST": 540, "KST": 540, "HKT": 480, "SGT": 480, "MYT": 480, "PHT": 480, "WIB": 420, "WITA": 480, "WIT": 540,
          "ICT": 420, "MSK": 180, "EET": 120, "EEST": 180, "TRT": 180, "EAT": 180, "WAT": 60, "CAT": 120, "SAST": 120,
          "PKT": 300, "NPT": 345, "GST": 240, "AEST": 600, "AEDT": 660, "ACST": 570, "AWST": 480, "NZST": 720,
          "NZDT": 780, "BRT": -180, "ART": -180, "МСК": 180}  # fmt: skip
_PLACES = {"ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles"}
_ZONE = (
    r"(?P<z>(?:UTC|GMT)\s?[+-]\s?\d{1,2}(?::?\d{2})?|[+-]\d{2}:?\d{2}(?!\d)|[+-]\d{2}(?![\d:])|"
    + "|".join(sorted((*_ZONES, *_PLACES, "мск"), key=len, reverse=True))
    + r"(?!\w))"
)
# Halves of the day before the hour (Chinese, Japanese, Korean) and behind it (Latin, Greek, Arabic, Persian, Hindi).
_BEFORE = r"(?P<first>오전|오후|上午|下午|午前|午後|晚上|凌晨|早上)"
_BEHIND = r"(?P<half>[AaPp]\.?\s?[Mm]\b\.?|[πμ]\.?μ\.?|[صم](?!\w)|ق\.ظ|ب\.ظ|पूर्वाह्न|अपराह्न)"
_CLOCK = re.compile(
    rf"(?<![\d:.,/-])(?:{_BEFORE}\s*)?(?:(?P<H>\d{{1,2}})(?:\s?[:.h]\s?|[時时點点시]\s?)(?P<M>\d{{2}})(?!\d|\.\d)"
    rf"(?:\s?[:.분分]\s?(?P<S>\d{{2}})(?!\d)(?:[.,]\d+)?)?[分분]?|(?P<hour>\d{{1,2}})(?:\s?(?=[AaPp]\.?\s?[Mm]\b)|\s?Uhr|[時时點点시]|h(?!\w)|\s?годин))"
    rf"\s*(?:{_BEHIND})?(?:\s*\(?\s?{_ZONE})?"
)
_AFTERNOON = ("오후", "下午", "午後", "晚上")
_LATER = ("p", "μ", "م", "ب", "अ")
_BEFORE_GAP = 32  # characters between a day and its time: ", 2025 года в ", " | Actualizado a las "
_BEHIND_GAP = 14


def with_clock(day: Moment, text: str, start: int, end: int, limit: int) -> Moment:
    """The day with the time that stands behind it in the text (before `limit`), within it (`Mar 4 09:30 UTC 2025`), or
    shortly before it."""
    if ":" in text[start:end] and (found := _CLOCK.search(text[start:end])):
        return _at(day, found)
    behind = text[end:limit]
    found = _CLOCK.search(behind)
    if not found or found.start() > _BEFORE_GAP or re.search(r"\d", behind[: found.start()]):
        found = _last_before(text, start)
    return _at(day, found) if found else day


def _last_before(text: str, start: int) -> re.Match[str] | None:
    begin = max(0, start - 40)
    found = next(reversed(list(_CLOCK.finditer(text, begin, start))), None)
    if found and start - found.end() <= _BEHIND_GAP and not re.search(r"\d", text[found.end() : start]):
        return found
    return None


def _at(day: Moment, clock: re.Match[str]) -> Moment:
    """A day with a time. Midnight to the second is how software writes a day without a time: it stays a day."""
    whole = clock["hour"]
    hour, minute, second = int(whole or clock["H"]), int(clock["M"] or 0), int(clock["S"] or 0)
    half = (clock["half"] or "").lower()
    if (half or clock["first"]) and 1 <= hour <= 12:
        later = clock["first"] in _AFTERNOON or half.startswith(_LATER)
        hour = hour % 12 + (12 if later else 0)
    if hour > 23 or minute > 59 or second > 59 or (hour == minute == second == 0 and not half):
        return day
    local = day.at.replace(hour=hour, minute=minute, second=second)
    precision: Precision = "hour" if whole else "second" if clock["S"] else "minute"
    return stated(local, zone_offset(clock["z"], local), precision, day.order_assumed)


def stated(local: datetime, offset: int | None, precision: Precision, assumed: bool = False) -> Moment:
    """The moment of a local time (its own zone is passed over) at an offset in minutes; without one it is UTC."""
    zone = timezone(timedelta(minutes=offset or 0))
    return Moment(local.replace(tzinfo=zone).astimezone(UTC), offset, precision, assumed)


def zone_offset(zone: str | None, local: datetime) -> int | None:
    """Minutes east of UTC that a zone's name or offset says on that day; None where it says nothing sure."""
    if not zone:
        return None
    zone = zone.strip().upper()
    if zone in _ZONES:
        return _ZONES[zone]
    if zone in _PLACES:
        return _offset_there(_PLACES[zone], local)
    found = re.fullmatch(r"(?:UTC|GMT)?\s?([+-])\s?(\d{1,2}):?(\d{2})?", zone)
    if not found:
        return None
    minutes = int(found[2]) * 60 + int(found[3] or 0)
    return (minutes if found[1] == "+" else -minutes) if minutes <= 14 * 60 else None


def _offset_there(place: str, local: datetime) -> int | None:
    try:
        there = local.replace(tzinfo=ZoneInfo(place)).utcoffset()
    except (ZoneInfoNotFoundError, ValueError):
        return None
    return int(there.total_seconds() // 60) if there is not None else None
