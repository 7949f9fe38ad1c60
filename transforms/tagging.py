"""All taggers over one text: what a page, an article of the warehouse and a text of one's own go through alike."""

from __future__ import annotations

from contracts.records import CountryTags, Tags, Texts
from reference.coverage import Judged, judged_in
from transforms.countries import tag_plain
from transforms.marks import PlainTexts
from transforms.regions import part_countries, tag_regions
from transforms.rules import Rules
from transforms.topics import tag_topics


def tag(texts: Texts, rules: Rules, *, outlet_country: str | None = None) -> Tags:
    """What the taggers find in a text, whether it was read just now, stands in the warehouse or is someone's own, and
    why regions or topics could not be judged in its language (the countries' tags say that of themselves).
    `outlet_country` is for those who ask for it (see `tag_countries`); the pipeline does not."""
    given = PlainTexts(texts, texts.language)
    texts = given.texts
    countries = tag_plain(texts, rules.gazetteer, outlet_country, texts.language)
    parted, regions = part_countries(texts, countries, tag_regions(texts, rules.regions))
    return given.all(
        Tags(
            parted,
            tag_topics(texts, rules.taxonomy),
            regions,
            regions_reason=_unjudged("regions", texts.language, countries),
            topics_reason=_unjudged("topics", texts.language, countries),
        )
    )


def _unjudged(what: Judged, language: str | None, countries: CountryTags) -> str | None:
    """Why it could not be judged; None where it could. A text in an unknown language is read as English for names, as
    the country tagger decided; what it is about is not said of it."""
    if language is None:
        return "language_unknown" if what == "topics" else countries.reason
    return None if language in judged_in(what) else "language_not_covered"
