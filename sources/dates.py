"""The dates that a source gives for an entry: for `--since` and `--until`, for how far back a source is read, and for
what was changed since the last look."""

from __future__ import annotations

from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from contracts.records import Hints
from sources.kinds.lastmod import span_of

Window = tuple[date | None, date | None]
_FIRST_YEAR = 1990  # before it stand the zeros of programs: 1970-01-01, 0001-01-01


def hinted_moment(text: str | None) -> datetime | None:
    """The moment of a date as feeds, sitemaps and APIs write it, without a zone taken as UTC; of a day alone its first
    moment; of what says less (a month) or says it oddly, the first that it may mean. None where it says nothing."""
    moment = _plainly(text)
    if moment is None and (span := span_of(text)):
        return span.first
    return moment


def hinted_day(text: str | None) -> date | None:
    """The UTC day of such a date."""
    moment = hinted_moment(text)
    return moment.date() if moment else None


def outside(day: date | None, window: Window) -> bool:
    """Whether a day is known and before the first or after the last day of the window; both days belong to it."""
    since, until = window
    return day is not None and ((since is not None and day < since) or (until is not None and day > until))


def outside_words(hints: Hints, window: Window) -> str | None:
    """What speaks against an entry whose day lies outside the window; None where nothing does, or no day is known. What
    was last changed before the window was published before it, too: sitemaps often know no other date."""
    since, until = window
    if days := _days(hints.published):
        first, last = days
        is_outside = outside(last, (since, None)) or outside(first, (None, until))
        return f"dated {hints.published}" if is_outside else None
    days = _days(hints.modified)
    return f"last changed {hints.modified}" if days and outside(days[1], (since, None)) else None


def _days(text: str | None) -> tuple[date, date] | None:
    """The first and the last day (UTC) that a date may mean."""
    if moment := _plainly(text):
        return moment.date(), moment.date()
    span = span_of(text)
    return (span.first.date(), span.last.date()) if span else None


def _plainly(text: str | None) -> datetime | None:
    """A date by RFC 3339 (Atom, sitemaps) and its short forms, or RFC 822 (RSS)."""
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = parse((text or "").strip())
            moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return moment if moment.year >= _FIRST_YEAR else None
    return None
