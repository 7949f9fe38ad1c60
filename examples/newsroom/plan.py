"""The plan of eight weeks: which outlet prints what, and when; and the week of the crisis."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from examples.newsroom.cast import DATA, Stage, load_yaml
from examples.newsroom.choice import Plan, plan
from examples.newsroom.compose import Draft, Order, calendar, cast_slots, figure, tidy
from examples.newsroom.events import events
from examples.newsroom.model import Article, Block
from examples.newsroom.printing import Assignment, article, local, sites

DAYS = 56
EVENING_NEW = 4


def burst_monday(today: date) -> date:
    """The Monday of the last week but one that is over before `today`."""
    return today - timedelta(days=today.weekday() + 14)


def assignments(today: date, seed: int) -> list[Assignment]:
    """All regular articles, the oldest first; those of the crisis's countries outside the week of the crisis."""
    rng = Random(seed)  # the day moves the dates, not the choice of words: texts are as different on any day
    orders = list(_orders(seed, rng))
    rng.shuffle(orders)
    whens = _times(today, len(orders), rng)
    _keep_apart(orders, whens, burst_monday(today))
    printing: list[Assignment] = []
    for index, (order, when) in enumerate(zip(orders, whens, strict=True)):
        if index % len(sites()) == 0:
            lap = rng.sample(sites(), len(sites()))
        printing.append(Assignment(order, lap[index % len(sites())], when, order.key))
    return printing


def _orders(seed: int, rng: Random) -> Iterator[Order]:
    for event in events():
        plans: list[Plan] = []
        for number, cast in enumerate(event.casts):
            length = rng.choice((0, 1, 1, 2, 2, 2, 2, 2))
            chosen = plan(event, cast, length, rng, plans)
            plans.append(chosen)
            yield Order(f"{event.id}-{number}|{seed}", seed, event, cast, chosen, length)


def _times(today: date, count: int, rng: Random) -> list[datetime]:
    """Spread over the eight weeks, all of them before `today` begins in UTC; the last few in yesterday's late evening.
    Between 5 and 19 h UTC the outlets that state only a day are on the UTC day."""
    regular = count - EVENING_NEW
    first = today - timedelta(days=DAYS)
    found = [
        datetime.combine(
            first + timedelta(days=i * (DAYS - 1) // regular), time(rng.randrange(5, 19), rng.randrange(60)), UTC
        )
        + timedelta(seconds=rng.randrange(60))
        for i in range(regular)
    ]
    late = datetime.combine(today - timedelta(days=1), time(20, 5), UTC)
    return found + [late + timedelta(minutes=14 * i, seconds=i) for i in range(EVENING_NEW)]


def _keep_apart(orders: list[Order], whens: list[datetime], monday: date) -> None:
    """Moves articles about the countries of the crisis out of its week, each to another's place."""
    quiet = [i for i, when in enumerate(whens) if not _in_week(when, monday)]
    for index, when in enumerate(whens):
        if _in_week(when, monday) and _of_crisis(orders[index]):
            other = next(i for i in quiet[len(quiet) // 3 :: 7] + quiet if not _of_crisis(orders[i]))
            orders[index], orders[other] = orders[other], orders[index]


def _in_week(when: datetime, monday: date) -> bool:
    return monday <= when.date() < monday + timedelta(days=7)


def _of_crisis(order: Order) -> bool:
    return bool({order.cast.get("a"), order.cast.get("b")} & {crisis()["a"], crisis()["b"]})


@functools.cache
def crisis() -> dict[str, str]:
    """The two countries of the burst, `a` and `b`."""
    raw = load_yaml(DATA / "crisis.yml")
    assert isinstance(raw, dict)
    return {"a": raw["a"], "b": raw["b"]}


def crisis_articles(today: date, seed: int) -> list[Article]:
    """The crisis as all outlets told it."""
    raw = load_yaml(DATA / "crisis.yml")
    assert isinstance(raw, dict)
    by_name = {site.name: site for site in sites()}
    found = []
    for number, text in enumerate(raw["texts"]):
        site = by_name[text["by"]]
        start = datetime.combine(burst_monday(today), time(text["hour"], (number * 17) % 60, (number * 7) % 60), UTC)
        when = start + timedelta(days=text["weekday"])
        key = f"crisis-{number}|{seed}"
        draft = _crisis_draft(raw, text, key, seed, local(when, site), site.curly)
        found.append(replace(article(draft, site, when, key, key), burst=True))
    return found


def _crisis_draft(
    raw: dict[str, object], text: dict[str, str], key: str, seed: int, when: datetime, curly: bool
) -> Draft:
    stage = Stage(key, seed)
    words = raw["facts"]
    assert isinstance(words, dict)
    slots = {**cast_slots(crisis(), stage), **words, **stage.slots(when.year, str(raw["experts"])), **calendar(when)}
    pieces = [" ".join(piece.split()) for piece in text["body"].strip().split("\n\n")]
    blocks = tuple(
        Block(
            "heading" if piece.startswith("## ") else "paragraph",
            tidy(piece.removeprefix("## ").format_map(slots), curly),
        )
        for piece in pieces
    )
    captions = [tidy(text["caption"].format_map(slots), curly)] if "caption" in text else []
    title = tidy(text["title"].format_map(slots), curly)
    return Draft(
        event=str(raw["id"]),
        section=str(raw["section"]),
        region="Americas",
        title=title,
        blocks=blocks,
        figures=tuple(figure(caption, stage.rng) for caption in captions),
        focus=tuple(sorted(crisis().values())),
        mentioned=tuple(sorted(stage.mentioned)),
        topics=tuple(text["topics"]),
        dateline="Arica",
    )
