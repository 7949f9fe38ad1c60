"""Copies of one text: found by MinHash bands, verified on the texts themselves, clustered to stories.

A copy is another outlet's printing of the same text: with a lead of its own, cut short, lightly edited, or with the
site's standing words around it. Two reports of one event in different words are no copies, and neither are two texts
from one template (earthquake notices, market closes) whose facts differ."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
from rensa import RMinHash

from core.ids import stable_id
from core.text import words

WINDOW_DAYS = 30
SHORT_WORDS = 30  # below it five words in a row say too little: such texts are copies only word for word

_SHINGLE = 5  # words
# 32 bands of 2 values: a pair of Jaccard .2 becomes a candidate with .73, of .3 with .95, of .5 with .9999; unrelated
# news (.005 and less) with .0008. Copies cut to a third have Jaccard .33: more rows a band would lose them.
_BANDS, _ROWS, _SEED = 32, 2, 20260101
# Share of the shorter text's shingles that the longer has too. Each edited word costs five shingles: .6 leaves room for
# an edit every dozen words, or for a new first third. Reports of one event in their own words share quotes: under .3.
_CONTAINED = 0.6
# A digest holds many texts whole; below a fifth of the common text it would tie together what has nothing in common.
_JACCARD = 0.2
# Texts from one template share up to .7 of their shingles, but not their names and numbers, and what differs is strewn
# all over; a copy shares the facts or, where its outlet's own words bring others, a long unbroken piece. Looked at on
# 3,500 wire reports of 1987 that hold 375 pairs with a shared band and .6 of the shingles: the copies share .78 and
# more of their facts, two bond notices from one template .76. 178 articles made from templates share .52 of their
# shingles at most.
_FACTS, _UNBROKEN = 0.77, 0.5
_FEWEST_FACTS = 3


@dataclass(frozen=True)
class _Profile:
    words: tuple[str, ...]
    shingles: frozenset[tuple[str, ...]]
    facts: frozenset[str]


def band_hashes(body: str) -> tuple[int, ...]:
    """The bands of a text's MinHash over its word 5-shingles, each a signed 64-bit integer. Texts that share one,
    at the same place, may be copies. The same everywhere and always. A text under 30 words has one
    band, of all its words."""
    folded = words(body.casefold())
    if len(folded) < SHORT_WORDS:
        digest = hashlib.sha256(" ".join(folded).encode("utf-8", "surrogatepass")).digest()
        return (int.from_bytes(digest[:8], "big", signed=True),)
    sketch = RMinHash(_BANDS * _ROWS, _SEED)
    sketch.update([" ".join(folded[i : i + _SHINGLE]) for i in range(len(folded) - _SHINGLE + 1)])
    values = sketch.digest()
    return tuple(_signed(high << 32 | low) for high, low in zip(values[::2], values[1::2], strict=True))


def similarity(a: str, b: str) -> float:
    """The exact Jaccard similarity of two texts' word 5-shingles, 0..1."""
    return _jaccard(_profile(a), _profile(b))


def are_copies(a: str, b: str) -> float | None:
    """The Jaccard similarity of two texts that are copies of one; None where they are not. Symmetric."""
    one, two = _profile(a), _profile(b)
    if one.words == two.words:
        return 1.0 if one.words else None
    if min(len(one.words), len(two.words)) < SHORT_WORDS:
        return None
    jaccard = _jaccard(one, two)
    copied = (
        jaccard >= _JACCARD
        and _contained(one.shingles, two.shingles) >= _CONTAINED
        and (_same_facts(one, two) or _unbroken_share(one, two) >= _UNBROKEN)
    )
    return jaccard if copied else None


def verify(candidates: Iterable[tuple[str, str]], bodies: Mapping[str, str]) -> pl.DataFrame:
    """Which candidate pairs (of article ids) are copies: a frame article_a < article_b, similarity, sorted, each pair
    once. `bodies` holds the text of every article named. Raises KeyError for one that is missing."""
    pairs = sorted({(min(pair), max(pair)) for pair in candidates if pair[0] != pair[1]})
    rows = [(a, b, score) for a, b in pairs if (score := are_copies(bodies[a], bodies[b])) is not None]
    schema = {"article_a": pl.String, "article_b": pl.String, "similarity": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def cluster(pairs: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """The story of each article: a frame article_id, story_id, sorted by article_id.

    `pairs` (article_a, article_b) are verified copies, `articles` (article_id, day) all articles to place. Pairs whose
    days lie more than 30 days apart do not count, nor do pairs with an article that is not given. Connected pairs make
    a story; its id comes from its first member by (day, article_id). The order of rows means nothing."""
    days = dict(zip(articles["article_id"].to_list(), articles["day"].to_list(), strict=True))
    parent = {article: article for article in days}

    def root(article: str) -> str:
        while parent[article] != article:
            parent[article] = parent[parent[article]]
            article = parent[article]
        return article

    for a, b in zip(pairs["article_a"].to_list(), pairs["article_b"].to_list(), strict=True):
        if a in days and b in days and abs((days[a] - days[b]).days) <= WINDOW_DAYS:
            one, two = root(a), root(b)
            # The earlier one becomes the root, so that a root is always its story's first member.
            first, second = (one, two) if (days[one], one) <= (days[two], two) else (two, one)
            parent[second] = first
    ordered = sorted(days)
    stories = [story_id(root(article)) for article in ordered]
    schema = {"article_id": pl.String, "story_id": pl.String}
    return pl.DataFrame({"article_id": ordered, "story_id": stories}, schema=schema)


def story_id(first_article_id: str) -> str:
    """The id of the story whose first member this article is."""
    return stable_id("story", first_article_id)


@functools.lru_cache(maxsize=128)
def _profile(text: str) -> _Profile:
    written = words(text)
    folded = tuple(words(text.casefold()))
    # A name is written with a capital wherever it stands; a word that also stands small only began a sentence.
    small = {word for word in written if word[0].islower()}
    facts = frozenset(
        word.casefold() for word in written if word[0].isdecimal() or (word[0].isupper() and word.lower() not in small)
    )
    return _Profile(folded, frozenset(_in_order(folded)), facts)


def _jaccard(one: _Profile, two: _Profile) -> float:
    shared = len(one.shingles & two.shingles)
    union = len(one.shingles) + len(two.shingles) - shared
    return shared / union if union else 1.0


def _contained(one: frozenset[Any], two: frozenset[Any]) -> float:
    return len(one & two) / (min(len(one), len(two)) or 1)


def _same_facts(one: _Profile, two: _Profile) -> bool:
    few = min(len(one.facts), len(two.facts)) < _FEWEST_FACTS
    return few or _contained(one.facts, two.facts) >= _FACTS


def _unbroken_share(one: _Profile, two: _Profile) -> float:
    """The longest piece of the shorter text of which every shingle stands in the longer, over the shorter's words."""
    shorter, longer = sorted((one, two), key=lambda profile: (len(profile.words), profile.words))
    run = longest = 0
    for shingle in _in_order(shorter.words):
        run = run + 1 if shingle in longer.shingles else 0
        longest = max(longest, run)
    return (longest + _SHINGLE - 1) / len(shorter.words) if longest else 0.0


def _in_order(of: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    size = min(_SHINGLE, len(of)) or 1
    return zip(*(of[i:] for i in range(size)), strict=False)


def _signed(value: int) -> int:
    return value - (1 << 64) if value >= 1 << 63 else value
