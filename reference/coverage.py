"""What is known in which language: counted from the data files, for ref.coverage."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Literal

from contracts.records import MentionKind
from reference import gazetteer
from reference.languages import language_rows, load_profiles
from reference.regions import load_regions
from reference.topics.languages import language_topics, topic_languages
from reference.topics.taxonomy import load_taxonomy, phrases_for

WHAT: dict[MentionKind, str] = {
    "name": "country_names", "demonym": "demonyms", "capital": "capitals", "city": "cities", "division": "divisions",
    "institution": "institutions", "leader": "leaders", "alias": "aliases",
}  # fmt: skip
ENGLISH = "en"
Judged = Literal["countries", "regions", "topics"]


@dataclass(frozen=True)
class Coverage:
    """A row of ref.coverage."""

    language: str
    what: str
    entries: int
    checked_sentences: int | None


@dataclass(frozen=True)
class TopicCoverage:
    """A row of ref.topic_coverage: a topic that can be judged in a language, and how many phrases speak for it."""

    topic_id: str
    language: str
    phrases: int


@cache
def judged_in(what: Judged) -> frozenset[str]:
    """The languages (ISO 639-1) in which it can be told that a text has none: those with a gazetteer, with names of
    regions of their own, with phrases of topics: of which ones says `judged_topics`. In others what is missing is not
    known to be missing."""
    if what == "countries":
        return frozenset((ENGLISH, *load_profiles()))
    return frozenset(load_regions().languages) if what == "regions" else topic_languages() | {ENGLISH}


@cache
def judged_topics(language: str) -> frozenset[str]:
    """The topics (ids) of which it can be told that a text in a language (ISO 639-1) is not about them: all in English,
    those that its file has phrases for in another."""
    return frozenset(_topic_phrases(language))


def judging_languages(topic_id: str) -> tuple[str, ...]:
    """The languages (ISO 639-1) in which it can be told that a text is not about a topic, English first."""
    others = (language for language in sorted(judged_in("topics") - {ENGLISH}) if topic_id in judged_topics(language))
    return (ENGLISH, *others)


def topic_coverage() -> list[TopicCoverage]:
    """The topics that can be judged in each language: what `judged_topics` says, as rows."""
    return [
        TopicCoverage(topic_id, language, phrases)
        for language in sorted(judged_in("topics"))
        for topic_id, phrases in _topic_phrases(language).items()
    ]


def _topic_phrases(language: str) -> dict[str, int]:
    return phrases_for(load_taxonomy()) if language == ENGLISH else language_topics(language)


def coverage() -> list[Coverage]:
    """What each language has: rows of its files by kind, and the sentences that were written to check them; of regions
    how many can be named in it, of topics how many it has phrases for."""
    english = Counter(cells[2] for name in gazetteer.REVIEWED for _, cells in gazetteer.rows(name, 7))
    found = [Coverage(ENGLISH, what, english[kind], None) for kind, what in WHAT.items() if english[kind]]
    found += [
        Coverage(language, "topics", len(judged_topics(language)), None) for language in sorted(judged_in("topics"))
    ]
    for profile in load_profiles().values():
        kinds = Counter(cells[2] for _, cells in language_rows(f"{profile.language}.tsv") if len(cells) > 2)
        found += [
            Coverage(profile.language, what, kinds[kind], profile.checked_sentences)
            for kind, what in WHAT.items()
            if kinds[kind]
        ]
    return found + [Coverage(language, "regions", entries, None) for language, entries in _regions()]


def _regions() -> list[tuple[str, int]]:
    """The languages that have words of their own for regions, and how many regions have a surface in each: such as are
    written alike everywhere ("EFTA") among them."""
    regions = load_regions()
    named: dict[str | None, set[str | None]] = {}
    for _, _, surfaces in regions.patterns:
        for surface in surfaces:
            named.setdefault(surface.language, set()).add(surface.region_id)
    alike = named.get(None, set())
    return [(language, len((named[language] | alike) - {None})) for language in sorted(regions.languages)]
