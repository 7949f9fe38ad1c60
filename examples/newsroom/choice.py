"""Choosing how an article is told: ways that fit one another, and that no other article of the event has in common."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from examples.newsroom.events import Event, Way

# Of the wording of two articles of one event; slots break it up, so that under .4 of it gives a Jaccard of 5-word
# shingles under .3 (measured over 12 seeds; .27 with the default).
MOST_SHARED = 0.4


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
    while likeness(best) > MOST_SHARED and len(best.ways) > 7:
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
        if part.optional and rng.random() >= (0.8, 0.9, 1.0)[length]:
            continue
        count = 2 if part.may_repeat and (length == 2 or (length == 1 and rng.random() < 0.25)) else 1
        ways = fitting(part.ways, labels)
        picked.extend((part.name, way) for way in rng.sample(ways, min(count, len(ways))))
    return tuple(picked)
