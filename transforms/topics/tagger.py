"""The topic tagger: phrases found in title, body and captions add up to a log-odds per topic.

A topic's score is 1 / (1 + exp(-z)), z = bias + sum over its phrases of weight x (1 - exp(-m)). m is what the phrase's
occurrences add up to: `TITLE` for one in the title, `LEAD` for one in the first words of the body, less for one
further down, the less the longer the text. So a phrase that is repeated without end counts as one phrase, and a long
text has no more topics than a short one.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from contracts.records import Field, Texts, TopicMention, TopicScore, TopicTags
from reference.taxonomy import EVERY, IDIOM, Rule, Taxonomy
from transforms.topics.words import Words, phrase_matches, read_words

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
LISTED = 0.05  # scores below are not listed: on a news day all topics of all articles would be
# Evidence listed per phrase and field; later occurrences count for the score all the same. Six in the lead saturate a
# phrase at .995.
KEPT = 12


@dataclass(frozen=True)
class _Hit:
    """An occurrence of a rule: its place, and what it adds before the rule's weight."""

    rule: int
    field: Field
    item: int | None
    start: int
    end: int
    mass: float


def tag_topics(texts: Texts, taxonomy: Taxonomy) -> TopicTags:
    """The topics of a text, the surest first, and the words that speak for and against each of them, in their order.
    Spans are of the field as it is given; nothing is listed below `LISTED`."""
    hits = list(_hits(texts, taxonomy))
    scores = topic_scores(_masses(hits), taxonomy)
    listed = {index: score for index, score in scores.items() if score >= LISTED}
    topics = tuple(
        TopicScore(taxonomy.topics[index].topic_id, round(score, 4))
        for index, score in sorted(listed.items(), key=lambda pair: (-pair[1], pair[0]))
    )
    return TopicTags(tuple(_mentions(texts, hits, taxonomy, listed)), topics)


def rule_masses(texts: Texts, taxonomy: Taxonomy) -> dict[int, float]:
    """What each rule's occurrences add up to in a text, by the rule's place: what the weights are fitted on."""
    return _masses(_hits(texts, taxonomy))


def topic_scores(masses: dict[int, float], taxonomy: Taxonomy) -> dict[int, float]:
    """The score of each topic that has evidence, by the topic's place."""
    sums: dict[int, float] = defaultdict(float)
    for number, mass in masses.items():
        rule = taxonomy.rules[number]
        sums[rule.topic] += rule.weight * saturated(mass)
    against = sums.pop(EVERY, 0.0)
    return {index: _logistic(taxonomy.topics[index].bias + total + against) for index, total in sums.items()}


def saturated(mass: float) -> float:
    """0..1: one occurrence in the title is .63, title and lead .82, many .99."""
    return 1.0 - math.exp(-mass)


def _logistic(log_odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, log_odds))))


def _masses(hits: Iterator[_Hit] | list[_Hit]) -> dict[int, float]:
    masses: dict[int, float] = defaultdict(float)
    for hit in hits:
        masses[hit.rule] += hit.mass
    return masses


def _hits(texts: Texts, taxonomy: Taxonomy) -> Iterator[_Hit]:
    title = read_words(texts.title or "")
    body = read_words(texts.body)
    weights = _weights(body, texts)
    said = len(title.starts) + sum(1 for weight in weights if weight)
    factor = (SHORT / max(SHORTEST, min(SHORT, said))) ** SHORT_POWER
    for rule, first, last in _kept(title, taxonomy):
        yield _Hit(rule, "title", None, title.starts[first], title.ends[last], TITLE * factor)
    for rule, first, last in _kept(body, taxonomy):
        yield _Hit(rule, "body", None, body.starts[first], body.ends[last], weights[first] * factor)
    for item, caption in enumerate(texts.captions):
        words = read_words(caption)
        for rule, first, last in _kept(words, taxonomy):
            yield _Hit(rule, "caption", item, words.starts[first], words.ends[last], CAPTION)


def _weights(words: Words, texts: Texts) -> list[float]:
    """What an occurrence at each word of the body adds. The title said again adds nothing."""
    count = len(words.starts)
    skipped = 0
    weights = [0.0] * count
    if texts.title and texts.repeated_title:
        low, high = texts.repeated_title
        repeated = [low <= start < high for start in words.starts]
    else:
        repeated = []
    rest = REST / (1.0 + max(0, count - LEAD_WORDS) / REST_WORDS)
    lead = LEAD if texts.title else TITLE
    for index in range(count):
        if repeated and repeated[index]:
            skipped += 1
        else:
            weights[index] = lead if index - skipped < LEAD_WORDS else rest
    for low, high in texts.headings:
        for index in words.between(low, high):
            weights[index] = max(weights[index], HEADING) if weights[index] else 0.0
    return weights


def _kept(words: Words, taxonomy: Taxonomy) -> Iterator[tuple[int, int, int]]:
    """Rules that hold, with their first and last word. A phrase inside a longer one of the same topic, or inside an
    idiom, is not counted ("nuclear family" is not "nuclear"); of two on the same words the one with conditions is."""
    found = sorted({(first, -last, number) for number, first, last in phrase_matches(words, taxonomy)})
    reach: dict[
        int, int
    ] = {}  # the last word taken so far, by topic; spans come by their first word, the longest first
    for (first, minus_last), same in groupby(found, key=_span):
        last = -minus_last
        chosen: dict[int, int] = {}
        for number in sorted((number for _, _, number in same), key=lambda n: not _conditional(taxonomy.rules[n])):
            rule = taxonomy.rules[number]
            if rule.topic not in chosen and _allowed(rule, words, first, last):
                chosen[rule.topic] = number
        idiom = IDIOM in chosen or last <= reach.get(IDIOM, -1)
        for topic, number in chosen.items():
            if last > reach.get(topic, -1):
                reach[topic] = last
                if topic != IDIOM and not (idiom and topic >= 0):
                    yield number, first, last


def _span(match: tuple[int, int, int]) -> tuple[int, int]:
    return match[0], match[1]


def _conditional(rule: Rule) -> bool:
    return bool(rule.near or rule.without)


def _allowed(rule: Rule, words: Words, first: int, last: int) -> bool:
    if not rule.near and not rule.without:
        return True
    around = words.around(first, last)
    return (not rule.near or not rule.near.isdisjoint(around)) and rule.without.isdisjoint(around)


def _mentions(texts: Texts, hits: list[_Hit], taxonomy: Taxonomy, listed: dict[int, float]) -> Iterator[TopicMention]:
    kept: dict[tuple[int, Field], int] = defaultdict(int)
    for hit in hits:
        rule = taxonomy.rules[hit.rule]
        topics = listed if rule.topic == EVERY else {rule.topic} & listed.keys()
        kept[hit.rule, hit.field] += 1
        if rule.weight == 0.0 or kept[hit.rule, hit.field] > KEPT:
            continue
        surface = _text(texts, hit)[hit.start : hit.end]
        weight = round(rule.weight * hit.mass, 4)
        for topic in topics:
            yield TopicMention(
                taxonomy.topics[topic].topic_id, hit.field, hit.start, hit.end, surface, rule.text, weight, hit.item
            )


def _text(texts: Texts, hit: _Hit) -> str:
    if hit.field == "title":
        return texts.title or ""
    return texts.body if hit.item is None else texts.captions[hit.item]
