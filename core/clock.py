"""Time as an argument: whoever needs the time of day takes a `Clock`, so that a test can say what time it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The time now, in UTC, with its zone, in whole microseconds (what DuckDB keeps)."""
    return datetime.now(UTC)


def iso(moment: datetime) -> str:
    """RFC 3339 text in UTC with microseconds: sorts as it reads, and parses back to the same moment."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def parse_iso(text: str) -> datetime:
    """The moment that `iso` wrote. Raises ValueError on anything that is not RFC 3339 with a zone."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"no time zone in {text!r}")
    return moment.astimezone(UTC)
