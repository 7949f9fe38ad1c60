"""Printing: a text in the clothes of an outlet. Also what others copy from the wire, and what the evening edits."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from random import Random
from typing import Any

from core.ids import slug
from examples.newsroom.cast import DATA, Stage, load_yaml
from examples.newsroom.choice import fitting
from examples.newsroom.compose import Draft, Order, write
from examples.newsroom.events import facts
from examples.newsroom.model import Article, Site

WIRE = "equator-wire"
_COPYING = (("harbour-ledger", "kauri-post", "rio-austral", "cape-meridian"), ("malabar-standard", "polar-dispatch"))


@dataclass(frozen=True)
class Assignment:
    """An order with the outlet and the time of its printing."""

    order: Order
    site: Site
    when: datetime
    story: str


@functools.cache
def sites() -> tuple[Site, ...]:
    """The ten outlets."""
    raw = load_yaml(DATA / "sites.yml")
    assert isinstance(raw, list)
    return tuple(_site(entry) for entry in raw)


def _site(entry: dict[str, Any]) -> Site:
    fields: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
    return Site(**fields)


def local(when: datetime, site: Site) -> datetime:
    """The moment in the outlet's own time."""
    return when.astimezone(timezone(timedelta(minutes=site.offset)))


def print_article(assigned: Assignment) -> Article:
    """The assigned article as its outlet prints it."""
    site = assigned.site
    draft = write(assigned.order, local(assigned.when, site), site.curly)
    return article(draft, site, assigned.when, assigned.order.key, assigned.story)


def article(draft: Draft, site: Site, when: datetime, key: str, story: str) -> Article:
    """A draft in an outlet's clothes: address, byline, sections, and the date as exactly as the outlet states it."""
    rng = Random(f"{key}|{site.name}|print")
    stated: dict[str, datetime | None] = {
        "second": when,
        "minute": when.replace(second=0),
        "day": datetime.combine(local(when, site).date(), time(), UTC),
        "none": None,
    }
    signed = rng.choice(site.bylines) if site.bylines else None
    number = 10000 + rng.randrange(80000)
    return Article(
        key=f"{site.name}/{key.split('|')[0]}",
        site=site.name,
        path=_path(site, draft.title, local(when, site), number),
        title=draft.title,
        blocks=draft.blocks,
        figures=draft.figures,
        signed=signed,
        byline=signed if signed not in site.desks else None,
        published=stated[site.states],
        # The feed of an outlet that states minutes states seconds too.
        precision="second" if site.states == "minute" else site.states,
        written=when,
        modified=None,
        sections=_sections(site, draft),
        focus=draft.focus,
        mentioned=draft.mentioned,
        topics=draft.topics,
        event=draft.event,
        story=story.split("|")[0],
        dateline=draft.dateline if site.style == "wire" or (site.style == "table" and rng.random() < 0.6) else None,
    )


def _path(site: Site, title: str, when: datetime, number: int) -> str:
    plain = unicodedata.normalize("NFKD", re.sub("[’',]", "", title)).encode("ascii", "ignore").decode("ascii")
    words = "-".join(slug(plain).split("-")[:9])
    return {
        "wordpress_jsonld": f"/{when:%Y/%m}/{words}/",
        "wordpress_plain": f"/{words}/",
        "table": f"/news/n{number}.htm",
        "atom": f"/world/{words}",
        "rss": f"/news/world/{words}/article{number}.html",
        "thinktank": f"/publications/{words}/",
        "austral": f"/nota/{number}-{words}",
        "latin": f"/actualite/{when:%Y/%m/%d}/{words}.html",
        "wire": f"/article/idEW{number}",
        "sidebar": f"/world-news/{words}-{number:x}",
    }[site.style]


def _sections(site: Site, draft: Draft) -> tuple[str, ...]:
    if site.style == "thinktank":
        return draft.region, site.sections[draft.event in ("trawler_crisis", "ceasefire", "chips")]
    for wanted in (draft.section, draft.region):
        for section in site.sections:
            if wanted.casefold()[:5] == section.casefold()[:5]:
                return (section,)
    return (site.sections[-1] if site.style == "table" else next(s for s in site.sections[1:]),)


def wire_copies(printing: list[Assignment]) -> list[Article]:
    """Two stories of the wire, carried by four and by two other outlets with a lead, title and byline of their own."""
    sent = [a for a in printing if a.site.name == WIRE and a.order.length and _has_leads(a.order)]
    by_name = {site.name: site for site in sites()}
    found = []
    for source, names in zip(sent, _COPYING, strict=False):
        for number, name in enumerate(names):
            found.append(_copy(source, by_name[name], number))
    return found


def _has_leads(order: Order) -> bool:
    """Whether a copy can begin in other words, and is not about the crisis."""
    return len(fitting(order.event.leads, order.plan.labels)) >= 3


def _copy(source: Assignment, site: Site, number: int) -> Article:
    order, event = source.order, source.order.event
    leads, titles = (fitting(ways, order.plan.labels) for ways in (event.leads, event.titles))
    lead = leads[(leads.index(order.plan.lead) + 1 + number % (len(leads) - 1)) % len(leads)]
    title = titles[(titles.index(order.plan.title) + 1 + number) % len(titles)]
    when = source.when + timedelta(minutes=47 + 83 * number)
    draft = write(replace(order, plan=replace(order.plan, lead=lead, title=title)), local(when, site), site.curly)
    # An outlet reprints the text with the day of the original: its weekdays stay.
    credit = ("Equator Wire", "Staff and Equator Wire", "Agencies", "Equator Wire, with our own reporting")[number % 4]
    printed = article(draft, site, when, f"copy{number}-{order.key}", source.story)
    note = f"This story was provided by the Equator Wire agency and edited by {site.outlet}."
    return replace(printed, signed=credit, byline=None, note=note)


def edit(assigned: Assignment, today: date, toll: bool) -> Article:
    """The article as the evening prints it: under the same address, with a further paragraph, a later time, and where
    the event counts its dead a higher toll."""
    before = print_article(assigned)
    order = assigned.order
    many = max(order.event.parts, key=lambda part: (part.may_repeat, len(part.ways)))
    used = {way for name, way in order.plan.ways if name == many.name}
    extra = (many.name, next(way for way in fitting(many.ways, order.plan.labels) if way not in used))
    ways = (*order.plan.ways[:-1], extra, order.plan.ways[-1])
    figures = tuple(_higher(order)) if toll else ()
    changed = replace(order, plan=replace(order.plan, ways=ways), figures=figures)
    draft = write(changed, local(assigned.when, assigned.site), assigned.site.curly)
    later = datetime.combine(today - timedelta(days=1), time(21, 40, 12), UTC)
    return replace(
        before,
        title=draft.title,
        blocks=draft.blocks,
        mentioned=draft.mentioned,
        modified=later,
        figures=before.figures,
    )


def _higher(order: Order) -> Iterator[tuple[str, int]]:
    drawn = facts(order.event, Stage(order.key, order.seed).rng)
    for name in ("dead", "hurt"):
        value = drawn.get(name)
        if isinstance(value, int):
            yield name, value + 13
