"""The topic tagger: phrases found in title, body and captions add up to a log-odds per topic.

A topic's score is 1 / (1 + exp(-z)), z = bias + evidence - beside. Evidence is the sum over its phrases of weight x
(1 - exp(-m)); m is what the phrase's occurrences add up to: `TITLE` for one in the title, `LEAD` for one in the first
words of the body, less for one further down, the less the longer the text. So a phrase that is repeated without end
counts as one phrase, and a long text has no more topics than a short one. Beside is what a topic of more evidence
takes: the flooded mine of a story on copper makes no natural disaster of it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from contracts.records import Field, Texts, TopicMention, TopicScore, TopicTags
from reference.taxonomy import EVERY, Taxonomy, Topic
from transforms.topics.words import Reading, read_field, rule_matches

TITLE = 1.0
LEAD = 0.9
HEADING = 0.4
CAPTION = 0.15
REST = 0.3
LEAD_WORDS = 60
# After the lead an occurrence adds REST / (1 + words / REST_WORDS): the share of a text that a topic takes counts, not
# how often it is named.
REST_WORDS = 400
# In a text of few words each says more: an occurrence in n < SHORT words adds (SHORT / n) ** SHORT_POWER times as much,
# n at least SHORTEST.
SHORT, SHORTEST, SHORT_POWER = 60, 12, 0.6
# What a topic of little evidence loses beside one of much, in log-odds. By five folds, with 0 / 1 / 3 / 6:
# nyt_frontpage .7011 / .7035 / .7030 / .7060, reuters_1987 .8388 / .8455 / .8404 / .8414, our first headlines .85 / .87
# / .92 / .93; above 3 a text of two topics loses one of them.
BESIDE = 3.0
LISTED = 0.1  # scores below are not listed: on a news day all topics of all articles would be
# Evidence listed per phrase and field; later occurrences count for the score all the same. Six in the lead saturate a
# phrase at .995.
KEPT = 12


class _Hit(NamedTuple):
    """An occurrence of a rule: its place among the words of a field, and what it adds before the rule's weight."""

    rule: int
    field: Field
    item: int | None
    first: int
    last: int
    mass: float
    reading: Reading


def tag_topics(texts: Texts, taxonomy: Taxonomy) -> TopicTags:
    """The topics of a text, the surest first, and the words that speak for and against each of them, in their order.
    Spans are of the field as it is given; nothing is listed below `LISTED`."""
    hits = _hits(texts, taxonomy)
    scores = topic_scores(_masses(hits), taxonomy)
    listed = {index: score for index, score in scores.items() if score.score >= LISTED}
    order = sorted(listed.items(), key=lambda pair: (-pair[1].score, pair[0]))
    return TopicTags(tuple(_mentions(hits, taxonomy, listed)), tuple(score for _, score in order))


def rule_masses(texts: Texts, taxonomy: Taxonomy) -> dict[int, float]:
    """What each rule's occurrences add up to in a text, by the rule's place: what the weights are fitted on."""
    return _masses(_hits(texts, taxonomy))


def topic_scores(masses: Mapping[int, float], taxonomy: Taxonomy) -> dict[int, TopicScore]:
    """The score of each topic that has evidence, by the topic's place."""
    sums: dict[int, float] = defaultdict(float)
    for number, mass in masses.items():
        rule = taxonomy.rules[number]
        sums[rule.topic] += rule.weight * saturated(mass)
    against = sums.pop(EVERY, 0.0)
    most = max(sums.values(), default=0.0) + against
    return {index: _score(taxonomy.topics[index], evidence + against, most) for index, evidence in sums.items()}


def taken_beside(evidence: float, most: float) -> float:
    """What the topic of most evidence takes from another, in log-odds."""
    return BESIDE * (1.0 - evidence / most) if 0.0 < evidence < most else 0.0


def _score(topic: Topic, evidence: float, most: float) -> TopicScore:
    beside = taken_beside(evidence, most)
    score = round(_logistic(topic.bias + evidence - beside), 4)
    return TopicScore(topic.topic_id, score, topic.bias, evidence, beside)


def saturated(mass: float) -> float:
    """0..1: one occurrence in the title is .63, title and lead .82, many .99."""
    return 1.0 - math.exp(-mass)


def _logistic(log_odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, log_odds))))


def _masses(hits: list[_Hit]) -> dict[int, float]:
    masses: dict[int, float] = defaultdict(float)
    for hit in hits:
        masses[hit.rule] += hit.mass
    return masses


def _hits(texts: Texts, taxonomy: Taxonomy) -> list[_Hit]:
    scanner = taxonomy.scanner
    title = read_field(texts.title or "", scanner)
    body = read_field(texts.body, scanner)
    weights = _Weights.of(body, texts)
    said = title.count() + weights.words
    factor = (SHORT / max(SHORTEST, min(SHORT, said))) ** SHORT_POWER
    mass = TITLE * factor
    hits = [_Hit(rule, "title", None, first, last, mass, title) for rule, first, last in rule_matches(title, scanner)]
    for rule, first, last in rule_matches(body, scanner):
        hits.append(_Hit(rule, "body", None, first, last, weights.at(first) * factor, body))
    for item, caption in enumerate(texts.captions):
        words = read_field(caption, scanner)
        hits += [
            _Hit(rule, "caption", item, first, last, CAPTION, words)
            for rule, first, last in rule_matches(words, scanner)
        ]
    return hits


@dataclass(frozen=True, slots=True)
class _Weights:
    """What an occurrence at each word of the body adds. The title said again adds nothing (`again`: its words)."""

    words: int
    lead: float
    lead_end: int
    rest: float
    again: tuple[int, int]
    headings: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, body: Reading, texts: Texts) -> _Weights:
        count = body.count()
        again = body.between(*texts.repeated_title) if texts.title and texts.repeated_title else (0, 0)
        before, skipped = body.count(again[0]), body.count(again[1]) - body.count(again[0])
        lead_end = body.place_of_word(LEAD_WORDS if before >= LEAD_WORDS else LEAD_WORDS + max(0, skipped))
        rest = REST / (1.0 + max(0, count - LEAD_WORDS) / REST_WORDS)
        headings = tuple(body.between(*heading) for heading in texts.headings)
        return cls(count - max(0, skipped), LEAD if texts.title else TITLE, lead_end, rest, again, headings)

    def at(self, place: int) -> float:
        if self.again[0] <= place < self.again[1]:
            return 0.0
        weight = self.lead if place < self.lead_end else self.rest
        if self.headings and any(low <= place < high for low, high in self.headings):
            return max(weight, HEADING)
        return weight


def _mentions(hits: list[_Hit], taxonomy: Taxonomy, listed: Mapping[int, TopicScore]) -> Iterator[TopicMention]:
    """The evidence of the listed topics. Weights are what each piece adds to the log-odds: they sum to the topic's
    `evidence`, up to rounding."""
    if not listed:
        return
    rules = taxonomy.rules
    kept: dict[tuple[int, Field], int] = defaultdict(int)
    chosen: list[_Hit] = []
    for hit in hits:
        rule = rules[hit.rule]
        if rule.weight and (rule.topic in listed or rule.topic == EVERY):
            kept[hit.rule, hit.field] += 1
            if kept[hit.rule, hit.field] <= KEPT:
                chosen.append(hit)
    every, told = _masses(hits), _masses(chosen)
    for hit in chosen:
        rule = rules[hit.rule]
        share = hit.mass / told[hit.rule] if hit.mass else 0.0
        weight = round(rule.weight * saturated(every[hit.rule]) * share, 4)
        start, end = hit.reading.span(hit.first, hit.last)
        surface = hit.reading.text[start:end]
        for topic in listed if rule.topic == EVERY else (rule.topic,):
            topic_id = taxonomy.topics[topic].topic_id
            yield TopicMention(topic_id, hit.field, start, end, surface, rule.text, weight, hit.item)
