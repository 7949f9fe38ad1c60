"""Hard topics of whole articles in seven languages.

`topic_articles_languages.jsonl` has articles with the language, the kind of text, the ten hard topics in `labels`, and
in `doubtful` those that another reader might give, which are neither right nor wrong. A text without labels is about
none of them, and has their words in soft senses. The parts:
first    150 to 250 words (Chinese: 440 to 480 signs); six of nine texts a language report on hard topics as news, three
         are of sport, advice and firms; written and labelled before their author had read a phrase or run a tagger
second   160 to 210 words; one text a language tells of a hard topic with few of its words, two are of courts, arts, towns
         and work; written when the phrases had been mended with the first part at hand
third    120 to 160 words; one of a hard topic and one of none; written when they had been mended with the second

Each part was measured before the phrases were changed again; precision, recall, micro F1, and texts of none that got a
hard topic: first .827, .977, .896, 4 of 21 (F1 by language: ar .923, de 1, es .933, fr .800, pt .800, ru .857, zh 1);
second .571, .571, .571, 3 of 14; third .750, .429, .545, 1 of 7. The later parts tell what a text gets that has few words
of its topic. Mending has been by classes, but with the misses in view: what the floors hold is no estimate for new texts."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from benchmarks.topic_sets import HARD
from contracts.records import Texts
from core.ids import sha256
from reference.topics.taxonomy import load_taxonomy
from transforms.tagging import topics_of

SET = Path(__file__).parent / "topic_articles_languages.jsonl"
SET_SHA256 = "421438ebacc7ad8c288b1886eeba5d6a4eb5980a2cd96c3ab0ff29dffa8580d9"
LANGUAGES = ("ar", "de", "es", "fr", "pt", "ru", "zh")
# Micro F1 at least: of a language's articles, where one mistake in seven labels is .93, and of a part's; and of the texts
# of a part that are about no hard topic, how many may get one.
F1_AT_LEAST = {"ar": 0.93, "de": 0.93, "es": 0.93, "fr": 0.93, "pt": 0.93, "ru": 0.93, "zh": 0.93}
PART_F1_AT_LEAST = {"first": 0.985, "second": 0.93, "third": 0.92}
ALARMS_AT_MOST = {"first": 0, "second": 1, "third": 0}


class Item(NamedTuple):
    part: str
    language: str
    title: str
    labels: frozenset[str]
    wrong: frozenset[str]
    found: frozenset[str]

    @property
    def missed(self) -> frozenset[str]:
        return self.labels - self.found


@cache
def items() -> tuple[Item, ...]:
    taxonomy, read = load_taxonomy(), []
    for row in map(json.loads, SET.read_text(encoding="utf-8").splitlines()):
        labels, doubtful = frozenset(row["labels"]), frozenset(row["doubtful"])
        tags = topics_of(Texts(row["title"], row["text"], language=row["language"]), taxonomy).topics
        found = frozenset(topic.topic_id for topic in tags if topic.score >= 0.5) & HARD
        read.append(Item(row["part"], row["language"], row["title"], labels, found - labels - doubtful, found))
    return tuple(read)


def micro_f1(name: str, chosen: list[Item]) -> float:
    """Of some articles; what is missed or wrong is printed."""
    for item in chosen:
        if item.wrong or item.missed:
            print(f"{item.language} {item.title}\n    missed {sorted(item.missed)}, wrong {sorted(item.wrong)}")
    hit = sum(len(item.labels & item.found) for item in chosen)
    false, missed = sum(len(item.wrong) for item in chosen), sum(len(item.missed) for item in chosen)
    f1 = 2 * hit / max(1, 2 * hit + false + missed)
    print(f"{name}: precision {hit / max(1, hit + false):.3f}, recall {hit / max(1, hit + missed):.3f}, F1 {f1:.4f}")
    return f1


def test_the_articles_are_those_that_the_floors_were_measured_on() -> None:
    assert sha256(SET.read_bytes()) == SET_SHA256, "other articles: measure the floors anew"
    assert len({item.title for item in items()}) == len(items()) == 98
    assert all(item.labels <= HARD for item in items())


def test_each_hard_topic_is_a_label_four_times_and_each_language_has_six_texts_of_none() -> None:
    assert min(sum(topic in item.labels for item in items()) for topic in HARD) >= 4
    for language in LANGUAGES:
        assert sum(item.language == language and not item.labels for item in items()) == 6


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_hard_topics_of_a_languages_articles_are_found_at_its_floor_or_above(language: str) -> None:
    assert micro_f1(language, [item for item in items() if item.language == language]) >= F1_AT_LEAST[language]


@pytest.mark.parametrize("part", sorted(PART_F1_AT_LEAST))
def test_the_hard_topics_of_a_part_are_found_at_its_floor_or_above(part: str) -> None:
    assert micro_f1(part, [item for item in items() if item.part == part]) >= PART_F1_AT_LEAST[part]


@pytest.mark.parametrize("part", sorted(ALARMS_AT_MOST))
def test_few_texts_about_none_of_the_hard_topics_get_one(part: str) -> None:
    alarms = [item for item in items() if item.part == part and not item.labels and item.found]
    for item in alarms:
        print(f"{item.language} {item.title}\n    found {sorted(item.found)}")
    assert len(alarms) <= ALARMS_AT_MOST[part]
