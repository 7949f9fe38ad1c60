"""Event files (data/events/*.yml): kinds of events, and how they are told.

A file holds titles, leads and the parts of a body, each with several ways to say it, a blank line between them; one
that begins with `[label]` fits only an article whose lead or cast has that label. Slots are Python format fields:
`{a}` `{a.adj}` `{a.foreign}` `{expert}` `{dead}` `{num[3..9]}` `{any[one|another]}` `{w[FRA]}` `{day}`; `cast.py` says
what they give. A part whose name ends in `+` may give two paragraphs, one in `?` may be left out."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from random import Random

from examples.newsroom.cast import DATA, Number, draw, load_yaml


@dataclass(frozen=True)
class Way:
    """One way to say something; with labels it fits only articles that have one of them."""

    text: str
    labels: frozenset[str] = frozenset()

    def fits(self, labels: frozenset[str]) -> bool:
        return not self.labels or bool(self.labels & labels)


@dataclass(frozen=True)
class Part:
    """A part of a body and the ways to say it."""

    name: str
    ways: tuple[Way, ...]
    may_repeat: bool = False
    optional: bool = False


@dataclass(frozen=True)
class Event:
    """A kind of event as its file describes it."""

    id: str
    topics: tuple[str, ...]
    section: str
    experts: str
    casts: tuple[dict[str, str], ...]
    facts: dict[str, object]
    titles: tuple[Way, ...]
    leads: tuple[Way, ...]
    parts: tuple[Part, ...]
    headings: tuple[Way, ...]
    captions: tuple[Way, ...]


@functools.cache
def events() -> tuple[Event, ...]:
    """All kinds of events, by name."""
    return tuple(_event(load_yaml(path)) for path in sorted((DATA / "events").glob("*.yml")))


def _event(raw: object) -> Event:
    assert isinstance(raw, dict)
    parts = tuple(
        Part(name.rstrip("+?"), _ways(text), "+" in name, "?" in name) for name, text in raw.get("body", {}).items()
    )
    return Event(
        raw["id"],
        tuple(raw["topics"]),
        raw["section"],
        raw["experts"],
        tuple(raw["cast"]),
        raw.get("facts", {}),
        _ways(raw["titles"]),
        _ways(raw["leads"]),
        parts,
        _ways(raw.get("headings", "")),
        _ways(raw.get("captions", "")),
    )


def _ways(text: str) -> tuple[Way, ...]:
    return tuple(_way(" ".join(way.split())) for way in re.split(r"\n\s*\n", text.strip()) if way.strip())


def _way(text: str) -> Way:
    label = re.match(r"\[([a-z, ]+)\] ", text)
    if not label:
        return Way(text)
    return Way(text[label.end() :], frozenset(label[1].split(", ")))


def facts(event: Event, rng: Random) -> dict[str, object]:
    """The article's figures and words: a list gives one of its entries, `lo..hi/step` a number, `{of, plus}` a number
    that much above another."""
    drawn: dict[str, object] = {}
    for name, rule in event.facts.items():
        if isinstance(rule, list):
            drawn[name] = rng.choice(rule)
        elif isinstance(rule, dict):
            base = drawn[rule["of"]]
            assert isinstance(base, int)
            drawn[name] = Number(base + draw(rule["plus"], rng))
        else:
            drawn[name] = draw(str(rule), rng)
    return drawn
