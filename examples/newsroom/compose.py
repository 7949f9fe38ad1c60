"""Writing: an event, a cast and a choice of ways become the text of an article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from examples.newsroom.cast import APPOSITION, Number, Stage, countries
from examples.newsroom.choice import Plan
from examples.newsroom.events import Event, facts
from examples.newsroom.model import Block, Figure


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
class Order:
    """What to write: the event with its cast and the ways chosen. `figures` replaces facts."""

    key: str
    seed: int
    event: Event
    cast: dict[str, str]
    plan: Plan
    length: int
    figures: tuple[tuple[str, int], ...] = ()


def write(order: Order, when: datetime, curly: bool) -> Draft:
    """Fills the slots in reading order, so that a full name comes first. Raises KeyError for an unknown slot."""
    event, chosen = order.event, order.plan
    stage = Stage(order.key, order.seed)
    slots = {
        **cast_slots(order.cast, stage),
        **facts(event, stage.rng),
        **stage.slots(when.year, event.experts),
        **calendar(when),
    }
    slots.update((name, Number(value)) for name, value in order.figures)

    def say(name: str, text: str) -> str:
        stage.turn(name)
        return tidy(text.format_map(slots), curly)

    ways = {part.name: part.ways for part in event.parts}
    texts = [say("lead", event.leads[chosen.lead].text)]
    texts += [say(f"{name}{way}", ways[name][way].text) for name, way in chosen.ways]
    blocks = [Block("paragraph", text) for text in texts]
    stage.turn("layout")
    if order.length == 2 and event.headings and len(blocks) > 5:
        blocks.insert(len(blocks) // 2 + 1, Block("heading", say("heading", stage.rng.choice(event.headings).text)))
        stage.turn("figures")
    count = min(len(event.captions), stage.rng.choice((0, 1, 1, 2) if order.length else (0, 0, 1)))
    captions = stage.rng.sample(event.captions, count)
    figures = tuple(figure(say("caption", caption.text), stage.rng) for caption in captions)
    first = stage.place(order.cast["a"])
    title = say("title", event.titles[chosen.title].text)
    return Draft(
        event=event.id,
        section=event.section,
        region=str(first.region),
        title=title,
        blocks=tuple(blocks),
        figures=figures,
        focus=tuple(sorted(iso3 for iso3 in (order.cast["a"], order.cast.get("b", "")) if _prominent(stage, iso3))),
        mentioned=tuple(sorted(stage.mentioned)),
        topics=event.topics,
        dateline=str(first.capital),
    )


def _prominent(stage: Stage, iso3: str) -> bool:
    """Whether title or lead name the country."""
    return bool(stage.mentioned.get(iso3, set()) & {"title", "lead"})


def cast_slots(cast: dict[str, str], stage: Stage) -> dict[str, object]:
    """The cast as slots: a country where the value is a code of one, else the words themselves."""
    cities = {"a": cast.get("city"), "b": cast.get("city_b")}
    return {
        role: stage.place(value, cities.get(role)) if value in countries() else value for role, value in cast.items()
    }


def figure(text: str, rng: Random) -> Figure:
    """`alt :: caption`, with a made-up credit."""
    alt, _, caption = text.partition(" :: ")
    credit = rng.choice(("Staff photo", "Handout", "Pool photo", "File photo", "Press office", "Lantern Pictures"))
    return Figure(alt, caption or alt, credit)


_A = re.compile(r"\b([Aa]) (?=(?:[AEIOaeio](?!u?ro|ne\b|nce\b)|Uzb|8|11\b|18\b))")


def tidy(text: str, curly: bool) -> str:
    """Capital letters after full stops, "an" before vowels, and typographic quotes where the outlet sets them."""
    text = re.sub(APPOSITION + "([,.;:!?])?", lambda m: m[1] or ",", text)
    text = re.sub(r"(?<=(?:ines|ates|ands))'s\b", "'", text)  # the Philippines' and the Netherlands'
    text = _A.sub(lambda m: m[1] + "n ", text)
    text = re.sub(r"(?:^|(?<=[.!?] ))([\"]?)([a-zé])", lambda m: m[1] + m[2].upper(), text)
    if not curly:
        return text
    parts = text.split('"')
    quoted = "".join(part + ("" if i == len(parts) - 1 else "“" if i % 2 == 0 else "”") for i, part in enumerate(parts))
    return quoted.replace("'", "’")
