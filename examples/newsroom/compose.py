"""Writing: an event file and a cast become the text of an article.

An event file (data/events/*.yml) holds titles, leads and the parts of a body, each with several ways to say it, a blank
line between them; one that begins with `[label]` fits only an article whose lead or cast has that label. Slots are Python format fields: `{a}` `{a.adj}` `{a.foreign}` `{expert}` `{dead}` `{num[3..9]}`
`{any[one|another]}` `{w[FRA]}` `{day}`; `cast.py` says what they give. A part whose name ends in `+` may give two
paragraphs, one in `?` may be left out."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from examples.newsroom.cast import APPOSITION, DATA, Number, Stage, countries, draw, load_yaml
from examples.newsroom.model import Block, Figure


# Of the wording of two articles of one event; slots break it up, so that under .4 of it gives a Jaccard of 5-word
# shingles under .29 (measured over 12 seeds).
MOST_SHARED = 0.4


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
    """What is chosen before a text is written: title, lead and, in order, which way of which part."""

    title: int
    lead: int
    ways: tuple[tuple[str, int], ...]
    labels: frozenset[str]


def plan(event: Event, cast: dict[str, str], length: int, rng: Random, before: list[Plan]) -> Plan:
    """Chooses ways that fit one another and have little in common with earlier articles: the best of 30 draws, without
    the paragraphs by which it would still be too like another."""
    weights = {(part.name, i): len(way.text) for part in event.parts for i, way in enumerate(part.ways)}
    weights.update({("lead", i): len(way.text) for i, way in enumerate(event.leads)})
    earlier = [{*p.ways, ("lead", p.lead)} for p in before]

    def likeness(candidate: Plan) -> float:
        own = {*candidate.ways, ("lead", candidate.lead)}
        return max((_share(own, other, weights) for other in earlier), default=0.0)

    best = min((_draw_plan(event, cast, length, rng, before) for _ in range(30)), key=likeness)
    while likeness(best) > MOST_SHARED and len(best.ways) > 6:
        shorter = [replace(best, ways=best.ways[:i] + best.ways[i + 1 :]) for i in range(len(best.ways) - 1)]
        best = min(shorter, key=likeness)
    return best


def _share(own: set[tuple[str, int]], other: set[tuple[str, int]], weights: dict[tuple[str, int], int]) -> float:
    common = sum(weights[way] for way in own & other)
    return common / (sum(weights[way] for way in own | other))


def _draw_plan(event: Event, cast: dict[str, str], length: int, rng: Random, before: list[Plan]) -> Plan:
    """The lead sets the frame of the article: title and parts are drawn from the ways that fit it."""
    own = frozenset(cast.get("tags", "").split()) | ({"b"} if "b" in cast else set())
    uses = [sum(p.lead == i for p in before) for i in range(len(event.leads))]
    lead = rng.choice([i for i, n in enumerate(uses) if n <= min(uses) + 1])
    labels = own | event.leads[lead].labels
    title = rng.choice(fitting(event.titles, labels))
    return Plan(title, lead, _choose(event, length, labels, rng), labels)


def fitting(ways: tuple[Way, ...], labels: frozenset[str]) -> list[int]:
    """Which of the ways fit."""
    return [i for i, way in enumerate(ways) if way.fits(labels)]


def _choose(event: Event, length: int, labels: frozenset[str], rng: Random) -> tuple[tuple[str, int], ...]:
    """`length` 0 short, 1 usual, 2 long: optional parts go first, parts that may repeat give two when long."""
    picked: list[tuple[str, int]] = []
    for part in event.parts:
        if part.optional and rng.random() >= (0.6, 0.85, 1.0)[length]:
            continue
        count = 2 if part.may_repeat and (length == 2 or (length == 1 and rng.random() < 0.25)) else 1
        ways = fitting(part.ways, labels)
        picked.extend((part.name, way) for way in rng.sample(ways, min(count, len(ways))))
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
