"""Robots tags: what `X-Robots-Tag` headers and `<meta name="robots">` say of keeping a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from contracts.reasons import Reason
from sources.polite.metas import Pairs

HEADER = "x-robots-tag"
META = "robots"
_TO_ALL = ("*", "robots")
_WITH_VALUE = ("unavailable_after", "max-snippet", "max-image-preview", "max-video-preview")
_NAMED = re.compile(r"([\w.*-]+)(?:/[^\s:]*)?\s*:\s*(.*)", re.DOTALL)  # `otherbot: noindex`, `max-snippet: 50`
_WORDS = {"noindex": Reason.NOINDEX, "none": Reason.NOINDEX, "noarchive": Reason.NOARCHIVE, "nocache": Reason.NOARCHIVE}


def refusal_by_tags(headers: Pairs, metas: Pairs, agent: str, now: datetime) -> tuple[Reason, str] | None:
    """NOINDEX, else NOARCHIVE, else None, with the words that say so. `metas`: names in lower case. `agent` is our
    product token. Rules add up: one that refuses is not taken back by another that allows (Google: "in the case of
    conflicting robots rules, the more restrictive rule applies")."""
    named = [("X-Robots-Tag", value) for name, value in headers if name.lower() == HEADER]
    named += [(f"meta {name}", value) for name, value in metas if name in (META, agent.lower())]
    found: dict[Reason, str] = {}
    for where, value in named:
        for reason, words in _refusals(value, agent.lower(), now):
            found.setdefault(reason, f"{where}: {words}")
    for reason in (Reason.NOINDEX, Reason.NOARCHIVE):
        if reason in found:
            return reason, found[reason]
    return None


def _refusals(value: str, agent: str, now: datetime) -> Iterator[tuple[Reason, str]]:
    """What refuses us in one header or meta: a list of rules with commas, or with blanks by mistake. A name and a colon
    say whom the rules after it are for."""
    ours = True
    parts = [part.strip() for part in value.split(",")]
    while parts:
        part = parts.pop(0)
        named = _NAMED.fullmatch(part)
        while named and named[1].lower() not in _WITH_VALUE:
            ours = named[1].lower() in (agent, *_TO_ALL)
            part = named[2]
            named = _NAMED.fullmatch(part)
        if named and named[1].lower() == "unavailable_after":
            day = named[2]
            if parts and not any(letter.isdigit() for letter in day):
                day = f"{day}, {parts.pop(0)}"  # RFC 850 and 822 have a comma of their own, after the day of the week
            moment = _moment(day)
            if ours and moment is not None and moment <= now:
                yield Reason.NOINDEX, f"unavailable_after {moment:%Y-%m-%d}"
        elif ours and not named:
            for word in re.split(r"[\s;]+", part.lower()):
                if word in _WORDS:
                    yield _WORDS[word], word


def _moment(text: str) -> datetime | None:
    """A date in one of the forms that Google names (RFC 822, RFC 850, ISO 8601), without a zone as UTC; None for any
    other, which is passed over as Google does."""
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = parse(text.strip())
            return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
        except (ValueError, TypeError, OverflowError):
            continue
    return None
