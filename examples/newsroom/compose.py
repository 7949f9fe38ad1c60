"""Writing: an event file and a cast become the text of an article.

An event file (data/events/*.yml) holds titles, leads and the parts of a body, each with several ways to say it, a blank
line between them. Slots are Python format fields: `{a}` `{a.adj}` `{a.foreign}` `{expert}` `{dead}` `{num[3..9]}`
`{any[one|another]}` `{w[FRA]}` `{day}`; `cast.py` says what they give. A part whose name ends in `+` may give two
paragraphs, one in `?` may be left out."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from examples.newsroom.cast import DATA, Number, Stage, countries, draw, load_yaml
from examples.newsroom.model import Block, Figure


@dataclass(frozen=True)
class Part:
    """A part of a body and the ways to say it."""

    name: str
    ways: tuple[str, ...]
    may_repeat: bool = False
    optional: bool = False


@dataclass(frozen=True)
class Event:
    """A kind of event as its file describes it."""

    id: str
    topics: tuple[str, ...]
    section: str
    casts: tuple[dict[str, str], ...]
    facts: dict[str, object]
    titles: tuple[str, ...]
    leads: tuple[str, ...]
    parts: tuple[Part, ...]
    headings: tuple[str, ...]
    captions: tuple[str, ...]


@dataclass(frozen=True)
class Draft:
    """A written text without a place to be printed yet."""

    event: str
    section: str
    region: str
    title: str
    blocks: tuple[Block, ...]
    figures: tuple[Figure, ...]
    focus: tuple[str, ...]
    mentioned: tuple[str, ...]
    topics: tuple[str, ...]
    dateline: str


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
        tuple(raw["cast"]),
        raw.get("facts", {}),
        _ways(raw["titles"]),
        _ways(raw["leads"]),
        parts,
        _ways(raw.get("headings", "")),
        _ways(raw.get("captions", "")),
    )


def _ways(text: str) -> tuple[str, ...]:
    return tuple(" ".join(way.split()) for way in re.split(r"\n\s*\n", text.strip()) if way.strip())


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


def calendar(when: datetime) -> dict[str, str]:
    """The days an article speaks of, in the outlet's own time."""
    soon = when + timedelta(days=9 + when.day % 20)
    return {
        "day": f"{when:%A}",
        "eve": f"{when - timedelta(days=1):%A}",
        "soon": f"{soon.day} {soon:%B}",
        "thismonth": f"{when:%B}",
        "lastmonth": f"{when.replace(day=1) - timedelta(days=1):%B}",
        "nextmonth": f"{when.replace(day=28) + timedelta(days=5):%B}",
        "year": f"{when.year}",
        "lastyear": f"{when.year - 1}",
        "nextyear": f"{when.year + 1}",
    }


@dataclass(frozen=True)
class Plan:
    """What is chosen before a text is written: which way of each part, in order."""

    title: int
    lead: int
    ways: tuple[tuple[str, int], ...]

    def shared(self, other: Plan) -> int:
        return len(set(self.ways) & set(other.ways)) + 2 * (self.lead == other.lead)


def plan(event: Event, length: int, rng: Random, before: list[Plan], used_titles: list[int]) -> Plan:
    """Chooses ways so that no two articles of an event have much in common: the best of 30 draws."""
    best: tuple[int, int] = (1 << 30, 0)
    chosen: Plan | None = None
    titles = [used_titles.count(i) for i in range(len(event.titles))]
    for attempt in range(30):
        ways = _choose(event, length, rng)
        title = rng.choice([i for i, n in enumerate(titles) if n == min(titles)])  # the least used
        candidate = Plan(title, rng.randrange(len(event.leads)), ways)
        overlaps = [candidate.shared(earlier) for earlier in before]
        cost = (max(overlaps, default=0) * 100 + sum(overlaps), attempt)
        if cost < best:
            best, chosen = cost, candidate
    assert chosen is not None
    return chosen


def _choose(event: Event, length: int, rng: Random) -> tuple[tuple[str, int], ...]:
    """`length` 0 short, 1 usual, 2 long: optional parts go first, parts that may repeat give two when long."""
    picked: list[tuple[str, int]] = []
    for part in event.parts:
        if part.optional and (length == 0 or (length == 1 and rng.random() < 0.4)):
            continue
        count = 2 if part.may_repeat and (length == 2 or (length == 1 and rng.random() < 0.25)) else 1
        picked.extend((part.name, way) for way in rng.sample(range(len(part.ways)), min(count, len(part.ways))))
    return tuple(picked)


@dataclass(frozen=True)
class Order:
    """What to write: the event with its cast, the ways chosen, where and when it is printed. `figures` replaces facts."""

    key: str
    seed: int
    event: Event
    cast: dict[str, str]
    plan: Plan
    length: int
    figures: tuple[tuple[str, int], ...] = ()


def write(order: Order, when: datetime, curly: bool) -> Draft:
    """Fills the slots in reading order, so that a person's full name comes first. Raises KeyError for an unknown slot."""
    event, chosen = order.event, order.plan
    stage = Stage(order.key, order.seed)
    slots = {**cast_slots(order.cast, stage), **facts(event, stage.rng), **stage.slots(when.year), **calendar(when)}
    slots.update((name, Number(value)) for name, value in order.figures)

    def say(name: str, text: str) -> str:
        stage.turn(name)
        return tidy(text.format_map(slots), curly)

    ways = {part.name: part.ways for part in event.parts}
    texts = [say(f"lead{chosen.lead}", event.leads[chosen.lead])]
    texts += [say(f"{name}{way}", ways[name][way]) for name, way in chosen.ways]
    blocks = [Block("paragraph", text) for text in texts]
    stage.turn("layout")
    if order.length == 2 and event.headings and len(blocks) > 5:
        blocks.insert(len(blocks) // 2 + 1, Block("heading", say("heading", stage.rng.choice(event.headings))))
        stage.turn("figures")
    count = min(len(event.captions), stage.rng.choice((0, 1, 1, 2) if order.length else (0, 0, 1)))
    captions = stage.rng.sample(event.captions, count)
    figures = tuple(figure(say(caption, caption), stage.rng) for caption in captions)
    first = stage.place(order.cast["a"])
    title = say("title", event.titles[chosen.title])
    return Draft(
        event=event.id,
        section=event.section,
        region=str(first.region),
        title=title,
        blocks=tuple(blocks),
        figures=figures,
        focus=tuple(sorted(order.cast[role] for role in ("a", "b") if role in order.cast)),
        mentioned=tuple(sorted(stage.mentioned)),
        topics=event.topics,
        dateline=str(first.capital),
    )


def cast_slots(cast: dict[str, str], stage: Stage) -> dict[str, object]:
    """The cast as slots: a country where the value is a code of one, else the words themselves."""
    return {role: stage.place(value) if value in countries() else value for role, value in cast.items()}


def figure(text: str, rng: Random) -> Figure:
    """`alt :: caption`, with a made-up credit."""
    alt, _, caption = text.partition(" :: ")
    credit = rng.choice(("Staff photo", "Handout", "Pool photo", "File photo", "Press office", "Lantern Pictures"))
    return Figure(alt, caption or alt, credit)


_A = re.compile(r"\b([Aa]) (?=(?:[AEIOaeio](?!u?ro|ne\b|nce\b)|Uzb|8|11\b|18\b))")


def tidy(text: str, curly: bool) -> str:
    """Capital letters after full stops, "an" before vowels, and typographic quotes where the outlet sets them."""
    text = _A.sub(lambda m: m[1] + "n ", text)
    text = re.sub(r"(?:^|(?<=[.!?] ))([\"]?)([a-zé])", lambda m: m[1] + m[2].upper(), text)
    if not curly:
        return text
    parts = text.split('"')
    quoted = "".join(part + ("" if i == len(parts) - 1 else "“" if i % 2 == 0 else "”") for i, part in enumerate(parts))
    return quoted.replace("'", "’")
