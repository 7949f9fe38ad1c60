"""Verdicts on candidates, and what the modules that give them have in common."""

from __future__ import annotations

from typing import NamedTuple

from contracts.records import MentionKind
from reference.gazetteer import Entry, Sense
from transforms.countries.scan import Hit

PLACES = frozenset({"city", "division", "capital", "name"})  # kinds of mentions that are places
SURE = 0.5  # a sense of this weight is taken where nothing speaks against it
DOUBTFUL = 0.25  # under it, a sense needs both a preposition of place and the document
LEAD = 8  # years before the first in office from which a full name stands for its country
FAMOUS = 0.85  # a town of this weight gives way to a namesake only where a town's own words follow it


class Verdict(NamedTuple):
    """What became of a hit: a country, or None and the rule that refused it."""

    hit: Hit
    iso3: str | None
    kind: MentionKind
    rule: str


def in_time(entry: Entry, year: int | None) -> tuple[Sense, ...]:
    """The senses that held in the year of the article or before. By the surname alone nobody leads before the first;
    a full name is in the news some years before."""
    if year is None:
        return entry.senses
    year += LEAD if " " in entry.surface else 0
    return tuple(sense for sense in entry.senses if sense.since is None or sense.since <= year)


def folded_name(hit: Hit) -> str:
    """The words of a hit as the gazetteer compares them."""
    return hit.passage.folded[hit.start : hit.end]
