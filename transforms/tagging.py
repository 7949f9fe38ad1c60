"""All taggers over one text: what a page, an article of the warehouse and a text of one's own go through alike."""

from __future__ import annotations

from contracts.records import Tags, Texts, TopicTags
from reference.coverage import Judged, judged_in
from reference.topics.languages import load_language_topics
from reference.topics.taxonomy import Taxonomy
from transforms.countries import latin, tag_plain
from transforms.marks import PlainTexts
from transforms.regions import part_countries, tag_regions
from transforms.rules import Rules
from transforms.topics import tag_topics


def tag(texts: Texts, rules: Rules, *, outlet_country: str | None = None) -> Tags:
    """What the taggers find in a text, whether it was read just now, stands in the warehouse or is someone's own, and
    why regions or topics could not be judged in its language (the countries' tags say that of themselves). What could
    not be judged has no tags. `outlet_country` is for those who ask for it (see `tag_countries`); the pipeline does
    not."""
    given = PlainTexts(texts, texts.language)
    texts = given.texts
    countries = tag_plain(texts, rules.gazetteer, outlet_country, texts.language)
    parted, regions = part_countries(texts, countries, tag_regions(texts, rules.regions))
    topics_reason = _unjudged("topics", texts.language, countries.reason)
    return given.all(
        Tags(
            parted,
            TopicTags() if topics_reason else _topics(texts, rules.taxonomy),
            regions,
            regions_reason=_unjudged("regions", texts.language, countries.reason),
            topics_reason=topics_reason,
        )
    )


def topics_of(texts: Texts, taxonomy: Taxonomy) -> TopicTags:
    """The topics that `tag` gives of a text, without the rest: in half the time."""
    given = PlainTexts(texts, texts.language)
    if _unjudged("topics", texts.language, None if latin(given.texts) else "language_unknown"):
        return TopicTags()
    return given.all(Tags(topics=_topics(given.texts, taxonomy))).topics


def _topics(texts: Texts, taxonomy: Taxonomy) -> TopicTags:
    """By the phrases of the text's language; `taxonomy` has the English ones, and is for texts in no known language
    too."""
    other = load_language_topics(texts.language) if texts.language else None
    return tag_topics(texts, other or taxonomy)


def _unjudged(what: Judged, language: str | None, reason: str | None) -> str | None:
    """Why it could not be judged; None where it could. A text in an unknown language is read as English or not at all,
    as the country tagger decided, and for its `reason`."""
    if language is None:
        return reason
    return None if language in judged_in(what) else "language_not_covered"
