"""The day that a feed gives for an entry, for `--since` and `--until`."""

from __future__ import annotations

from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

Window = tuple[date | None, date | None]


def hinted_day(text: str | None) -> date | None:
    """The UTC day of a date as feeds write it: RFC 822 (RSS) or RFC 3339 (Atom), without a zone taken as UTC. None
    where it is missing or written otherwise."""
    if not text:
        return None
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = parse(text.strip())
            return (moment.astimezone(UTC) if moment.tzinfo else moment).date()
        except (ValueError, TypeError, OverflowError):
            continue
    return None


def outside(day: date | None, window: Window) -> bool:
    """Whether a day is known and before the first or after the last day of the window; both days belong to it."""
    since, until = window
    return day is not None and ((since is not None and day < since) or (until is not None and day > until))
