"""All taggers over one text: what a page, an article of the warehouse and a text of one's own go through alike."""

from __future__ import annotations

from contracts.records import Tags, Texts
from transforms.countries import tag_countries
from transforms.regions import part_countries, tag_regions
from transforms.rules import Rules
from transforms.topics import tag_topics


def tag(texts: Texts, rules: Rules, *, outlet_country: str | None = None) -> Tags:
    """What the taggers find in a text, whether it was read just now, stands in the warehouse or is someone's own.
    `outlet_country` is for those who ask for it (see `tag_countries`); the pipeline does not."""
    countries = tag_countries(texts, rules.gazetteer, outlet_country=outlet_country)
    countries, regions = part_countries(texts, countries, tag_regions(texts, rules.regions))
    return Tags(countries, tag_topics(texts, rules.taxonomy), regions)
