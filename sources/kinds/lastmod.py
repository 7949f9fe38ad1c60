"""Dates as sitemaps write them: W3C's date and time formats in every precision, and what is written in their stead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

# https://www.w3.org/TR/NOTE-datetime, and its usual wrong forms: a space for the T, slashes, no colons, no zone, a
# zone without colon or minutes, AM and PM.
_WRITTEN = re.compile(
    r"(?P<year>\d{4})(?:[-/.]?(?P<month>\d{2})(?:[-/.]?(?P<day>\d{2})(?:[T\s]+(?P<hour>\d{1,2}):?(?P<minute>\d{2})"
    r"(?::?(?P<second>\d{2})(?:[.,]\d+)?)?\s*(?P<half>[AP]M)?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?)?)?",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"(\d{10})(?:\d{3})?")  # Unix time in seconds or milliseconds
_LONGEST = 60
_FIRST_YEAR = 1990  # before it stand the zeros of programs: 0000-00-00, 0001-01-01, 1970-01-01
_WEST, _EAST = timedelta(hours=12), timedelta(hours=14)  # how far clocks stand behind and before UTC


@dataclass(frozen=True)
class Span:
    """The moments (UTC) that a date may mean: a day alone, or a time without a zone, means many."""

    first: datetime
    last: datetime


def span_of(text: str | None) -> Span | None:
    """What a date as written may mean; None where it says nothing: missing, no date, the zero of some program."""
    text = (text or "").strip()
    if len(text) > _LONGEST:
        return None
    epoch = _EPOCH.fullmatch(text)
    try:
        if epoch:
            moment = datetime.fromtimestamp(int(epoch[1]), UTC)
            span = Span(moment, moment)
        else:
            written = _WRITTEN.fullmatch(text)
            span = _span(written) if written else _of_mail(text)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return span if span.last.year >= _FIRST_YEAR else None


def _span(written: re.Match[str]) -> Span:
    year, month, day = int(written["year"]), int(written["month"] or 1), int(written["day"] or 1)
    if written["hour"] is None:
        first = datetime(year, month, day, tzinfo=UTC)
        if written["day"]:
            after = first + timedelta(days=1)
        elif written["month"]:
            after = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
        else:
            after = datetime(year + 1, 1, 1, tzinfo=UTC)
        return Span(first - _EAST, after + _WEST)
    hour, half = int(written["hour"]), (written["half"] or "").upper()
    hour = hour % 12 + 12 * (half == "PM") if half else hour
    second = int(written["second"] or 0)
    moment = datetime(year, month, day, hour, int(written["minute"]), min(second, 59), tzinfo=UTC)
    open_end = timedelta(seconds=1) if written["second"] else timedelta(minutes=1)
    if written["zone"] is None:
        return Span(moment - _EAST, moment + _WEST + open_end)
    moment = moment.replace(tzinfo=_zone(written["zone"])).astimezone(UTC)
    return Span(moment, moment + open_end)


def _zone(text: str) -> timezone:
    if text[0] not in "+-":
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[3:].lstrip(":") or 0)
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))


def _of_mail(text: str) -> Span:
    """RFC 822, as feeds have it. Raises ValueError or TypeError."""
    moment = parsedate_to_datetime(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
        return Span(moment - _EAST, moment + _WEST)
    moment = moment.astimezone(UTC)
    return Span(moment, moment + timedelta(seconds=1))
