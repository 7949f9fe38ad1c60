"""Words that both taggers claim. A country's mention and a region's never share a character: the longer name has the
words, and where both are the same, the country, but for its towns and provinces: of "the Sahel" Burkina Faso has a
province, of "Balkan" Turkmenistan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from contracts.records import CountryMention, CountryTags, Refusal, RegionMention, Texts
from transforms.countries.salience import shares

Place = tuple[str, int | None]


def part_countries(
    texts: Texts, countries: CountryTags, regions: tuple[RegionMention, ...]
) -> tuple[CountryTags, tuple[RegionMention, ...]]:
    """Both without overlaps. A country's mention that gives way is a refusal of the rule "region" ("Indian
    subcontinent"), and the article's countries are weighed without it."""
    claims: dict[Place, list[CountryMention]] = defaultdict(list)
    for claim in countries.mentions:
        claims[claim.field, claim.item].append(claim)
    lost: set[CountryMention] = set()
    kept: list[RegionMention] = []
    for region, rivals in _rivals(claims, regions):
        if all(_gives_way(rival, region) for rival in rivals):
            kept.append(region)
            lost.update(rivals)
    if not lost:
        return countries, tuple(kept)
    mentions = tuple(mention for mention in countries.mentions if mention not in lost)
    refused = (Refusal(m.field, m.start, m.end, m.surface, "region", m.item) for m in countries.mentions if m in lost)
    parted = replace(
        countries, mentions=mentions, countries=shares(texts, mentions), refusals=(*countries.refusals, *refused)
    )
    return parted, tuple(kept)


def _rivals(
    claims: dict[Place, list[CountryMention]], regions: Iterable[RegionMention]
) -> Iterable[tuple[RegionMention, list[CountryMention]]]:
    """Each region's mention with the countries' mentions that overlap it. Both go forward only: they are in order."""
    at: dict[Place, int] = defaultdict(int)
    for region in regions:
        place = region.field, region.item
        field = claims.get(place, [])
        while at[place] < len(field) and field[at[place]].end <= region.start:
            at[place] += 1
        beyond = at[place]
        while beyond < len(field) and field[beyond].start < region.end:
            beyond += 1
        yield region, field[at[place] : beyond]


def _gives_way(rival: CountryMention, region: RegionMention) -> bool:
    if _length(rival) == _length(region):
        return rival.kind in ("city", "division")
    return _length(rival) < _length(region)


def _length(mention: CountryMention | RegionMention) -> int:
    return mention.end - mention.start
