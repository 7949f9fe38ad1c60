"""The dates that a source gives for an entry: for `--since` and `--until`, for how far back a source is read, and for
what was changed since the last look."""

from __future__ import annotations

from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from contracts.records import Hints

Window = tuple[date | None, date | None]


def hinted_moment(text: str | None) -> datetime | None:
    """The moment of a date as feeds, sitemaps and APIs write it: RFC 822 (RSS) or RFC 3339 and its short forms (Atom,
    sitemaps), without a zone taken as UTC; a day alone is its first moment. None where it is missing or written
    otherwise."""
    if not text:
        return None
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = parse(text.strip())
            return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        except (ValueError, TypeError, OverflowError):
            continue
    return None


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
    published = hinted_day(hints.published)
    if published is not None:
        return f"dated {hints.published}" if outside(published, window) else None
    if outside(hinted_day(hints.modified), (window[0], None)):
        return f"last changed {hints.modified}"
    return None
