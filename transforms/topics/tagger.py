"""The topic tagger: phrases found in title, body and captions add up to a log-odds per topic.

A topic's score is 1 / (1 + exp(-SLOPE x z)), z = bias + evidence - beside. Evidence is the sum over its phrases of
weight x (1 - exp(-m)); m is what the phrase's occurrences add up to: `TITLE` for one in the title, `LEAD` for one in
the first words of the body, less for one further down, the less the longer the text. So a phrase that is repeated
without end counts as one phrase, and a long text has no more topics than a short one. Beside is what a topic of more
evidence takes: the flooded mine of a story on copper makes no natural disaster of it.
"""

from __future__ import annotations

import math
import sys
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from contracts.records import Field, Texts, TopicMention, TopicScore, TopicTags
from reference.topics.taxonomy import EVERY, Taxonomy
from transforms.topics.words import Reading, read_field, rule_matches

TITLE = 1.0
LEAD = 0.9
HEADING = 0.4
CAPTION = 0.15
MANY = 4.0  # headings, or captions: of so many each says half as much
REST = 0.8
LEAD_WORDS = 100
# After the lead an occurrence adds REST / (1 + words / REST_WORDS): the share of a text that a topic takes counts, not
# how often it is named.
REST_WORDS = 250
# In a text of few words each says more, in a long one less, since what an article is about it says more than once: an
# occurrence in n words adds (SHORT / n) ** power times as much, n at least SHORTEST. Of `SHORT_POWER` .4 / .5 / .6 five
# folds give .703 / .700 / .699 on nyt_frontpage and .840 / .841 / .841 on reuters_1987. `LONG_POWER`, `LEAD_WORDS`,
# `REST` and `REST_WORDS` were set with whole articles and web pages (docs/topic-tags.md).
SHORT, SHORTEST, SHORT_POWER, LONG_POWER = 60, 12, 0.45, 0.3
# What a topic of little evidence loses beside one of much, in log-odds. By five folds, with 0 / 1 / 3 / 6:
# nyt_frontpage .7011 / .7035 / .7030 / .7060, reuters_1987 .8388 / .8455 / .8404 / .8414, our first headlines .85 / .87
# / .92 / .93; above 3 a text of two topics loses one of them.
BESIDE = 3.0
# The sum promises more than it keeps: of sums of 3.9 people give the topic to 82 in 100 texts, not to 98 (five folds,
# nyt_frontpage). The slope brings scores near to what is kept, and leaves the tag, which is where the sum is 0.
SLOPE = 0.65
LISTED = 0.2  # scores below are not listed: on a news day all topics of all articles would be
_LEAST = math.log(LISTED / (1.0 - LISTED)) / SLOPE
# Evidence listed per phrase and field; later occurrences count for the score all the same. Six in the lead saturate a
# phrase at .995.
KEPT = 12


class _Part(NamedTuple):
    """A field with the rules that hold in it: each with its place, and what it adds before the rule's weight."""

    field: Field
    item: int | None
    reading: Reading
    matches: list[tuple[int, int, int]]
    masses: list[float]


def tag_topics(texts: Texts, taxonomy: Taxonomy) -> TopicTags:
    """The topics of a text, the surest first, and the words that speak for and against each of them, in their order.
    Spans are of the field as it is given; nothing is listed below `LISTED`."""
    parts = _parts(texts, taxonomy)
    masses = _masses(parts)
    listed = _scores(masses, taxonomy)
    if not listed:
        return TopicTags()
    order = sorted(listed.items(), key=lambda pair: (-pair[1].score, pair[0]))
    return TopicTags(tuple(_mentions(parts, masses, taxonomy, listed)), tuple(score for _, score in order))


def rule_masses(texts: Texts, taxonomy: Taxonomy) -> dict[int, float]:
    """What each rule's occurrences add up to in a text, by the rule's place: what the weights are fitted on."""
    return _masses(_parts(texts, taxonomy))


def _scores(masses: Mapping[int, float], taxonomy: Taxonomy) -> dict[int, TopicScore]:
    """The score of each topic that is listed, by the topic's place."""
    sums: dict[int, float] = defaultdict(float)
    rules = taxonomy.rules
    for number, mass in masses.items():
        rule = rules[number]
        sums[rule.topic] += rule.weight * saturated(mass)
    against = sums.pop(EVERY, 0.0)
    most = max(sums.values(), default=0.0) + against
    listed: dict[int, TopicScore] = {}
    for index, alone in sums.items():
        topic, evidence = taxonomy.topics[index], alone + against
        beside = taken_beside(evidence, most)
        log_odds = topic.bias + evidence - beside
        if log_odds >= _LEAST:
            score = round(1.0 / (1.0 + math.exp(-SLOPE * min(50.0, log_odds))), 4)
            listed[index] = TopicScore(topic.topic_id, score, topic.bias, evidence, beside)
    return listed


def taken_beside(evidence: float, most: float) -> float:
    """What the topic of most evidence takes from another, in log-odds."""
    return BESIDE * (1.0 - evidence / most) if 0.0 < evidence < most else 0.0


def saturated(mass: float) -> float:
    """0..1: one occurrence in the title is .63, title and lead .82, many .99."""
    return 1.0 - math.exp(-mass)


class _Spans:
    """Ranges that do not overlap, asked for what lies in one of them in a time that hardly grows with their number."""

    def __init__(self, ranges: list[tuple[int, int]]) -> None:
        self._ranges = sorted(ranges)

    def hold(self, place: int) -> bool:
        number = bisect_right(self._ranges, (place, sys.maxsize)) - 1
        return number >= 0 and place < self._ranges[number][1]


def _by_length(words: int) -> float:
    """How much an occurrence says in a text of so many words, in one of `SHORT` words 1."""
    power = SHORT_POWER if words < SHORT else LONG_POWER
    return float((SHORT / max(SHORTEST, words)) ** power)


def _masses(parts: list[_Part]) -> dict[int, float]:
    masses: dict[int, float] = defaultdict(float)
    for part in parts:
        for (rule, _, _), mass in zip(part.matches, part.masses, strict=True):
            masses[rule] += mass
    return masses


def _parts(texts: Texts, taxonomy: Taxonomy) -> list[_Part]:
    scanner = taxonomy.scanner
    title = read_field(texts.title or "", scanner)
    body = read_field(texts.body, scanner)
    unit = scanner.writing.unit
    words = round(body.count() / unit)
    again = body.between(*texts.repeated_title) if texts.title and texts.repeated_title else (0, 0)
    skipped = round(max(0, body.count(again[1]) - body.count(again[0])) / unit) if again[1] else 0
    factor = _by_length(round(title.count() / unit) + words - skipped)
    in_title, in_body = rule_matches(title, scanner), rule_matches(body, scanner)
    lead_words = LEAD_WORDS if skipped and body.count(again[0]) >= LEAD_WORDS * unit else LEAD_WORDS + skipped
    lead_end, lead = body.place_of_word(round(lead_words * unit)), LEAD if texts.title else TITLE
    rest = REST / (1.0 + max(0, words - LEAD_WORDS) / REST_WORDS)
    heading = HEADING / (1.0 + len(texts.headings) / MANY)
    headings = _Spans([body.between(*span) for span in texts.headings])
    masses = [
        0.0
        if skipped and again[0] <= first < again[1]  # the title said again adds nothing
        else factor * max(lead if first < lead_end else rest, heading if headings.hold(first) else 0.0)
        for _, first, _ in in_body
    ]
    parts = [
        _Part("title", None, title, in_title, [factor * TITLE] * len(in_title)),
        _Part("body", None, body, in_body, masses),
    ]
    caption_mass = CAPTION / (1.0 + len(texts.captions) / MANY)
    for item, caption in enumerate(texts.captions):
        reading = read_field(caption, scanner)
        matches = rule_matches(reading, scanner)
        parts.append(_Part("caption", item, reading, matches, [caption_mass] * len(matches)))
    return parts


def _mentions(
    parts: list[_Part], masses: Mapping[int, float], taxonomy: Taxonomy, listed: Mapping[int, TopicScore]
) -> Iterator[TopicMention]:
    """The evidence of the listed topics. Weights are what each piece adds to the log-odds: they sum to the topic's
    `evidence`, up to rounding."""
    rules = taxonomy.rules
    adding = {
        number: rule.weight * saturated(mass)
        for number, mass in masses.items()
        if (rule := rules[number]).weight and (rule.topic in listed or rule.topic == EVERY)
    }
    kept: dict[tuple[int, Field], int] = defaultdict(int)
    told: dict[int, float] = defaultdict(float)
    chosen: list[tuple[_Part, list[tuple[int, int, int]], list[float]]] = []
    for part in parts:
        matches, occurrences = [], []
        for match, mass in zip(part.matches, part.masses, strict=True):
            number = match[0]
            if number in adding:
                kept[number, part.field] += 1
                if kept[number, part.field] <= KEPT:
                    matches.append(match)
                    occurrences.append(mass)
                    told[number] += mass
        chosen.append((part, matches, occurrences))
    for part, matches, occurrences in chosen:
        text = part.reading.text
        for (number, _, _), mass, (start, end) in zip(matches, occurrences, part.reading.spans(matches), strict=True):
            rule = rules[number]
            weight = round(adding[number] * mass / told[number], 4) if mass else 0.0
            for topic in listed if rule.topic == EVERY else (rule.topic,):
                yield TopicMention(
                    listed[topic].topic_id, part.field, start, end, text[start:end], rule.text, weight, part.item
                )
