"""Values as words for a page: numbers, times, and texts of strangers made safe to lay out."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from contracts.reasons import REASON_MEANING

# C0 and C1 controls (NUL among them) mean nothing in HTML; the explicit bidirectional overrides can turn the text
# around them. Right-to-left scripts themselves stay, each text isolated by <bdi>.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")

_MEANINGS = {reason.value: meaning for reason, (_, meaning) in REASON_MEANING.items()}


def clean(text: str) -> str:
    """The text without control characters."""
    return _CONTROLS.sub("", text)


def shorten(text: str | None, limit: int = 160) -> str:
    """At most `limit` characters, cut with an ellipsis; empty for None."""
    text = clean(text or "").strip()
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def number(value: int | float) -> str:
    """1,234,567; a float without a fraction."""
    return f"{value:,.0f}"


def share(value: float | None) -> str:
    """A share from 0 to 1 as a percentage; a dash where it is unknown. Never 0% for something, nor 100% for almost
    all."""
    if value is None:
        return "–"
    if 0 < value < 0.005:
        return "<1%"
    return ">99%" if 0.995 <= value < 1 else f"{value:.0%}"


def moment(value: datetime | None) -> str:
    """2026-11-25 06:04 UTC; a dash for None."""
    return f"{value.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if value else "–"


def day(value: date | None) -> str:
    """2026-11-25; a dash for None."""
    return value.isoformat() if value else "–"


def plural(count: int, one: str, many: str = "") -> str:
    """1 article, 2 articles, with the number."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def span(hours: float) -> str:
    """A length of time in the unit that reads best: 40 minutes, 26 hours, 4 days."""
    if hours < 1.5:
        return plural(round(hours * 60), "minute")
    return plural(round(hours), "hour") if hours < 72 else plural(round(hours / 24), "day")


def web_address(url: str | None) -> str:
    """The address when it is one that a link may lead to (http or https with a host), else empty: no `javascript:`."""
    try:
        parts = urlsplit(url or "")
        return url or "" if parts.scheme in ("http", "https") and parts.hostname else ""
    except ValueError:
        return ""


def reason_meaning(reason: str) -> str:
    """What a reason means; the reason itself where this program does not know it."""
    return _MEANINGS.get(reason, reason)


def with_code(text: str) -> Markup:
    """The text with what stands between backticks as code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(clean(text)))))
