"""What of one text stands in another, and what the rest of it brings."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.text import placed_words, words
from transforms.stories.shingles import SHINGLE, Hashes, shingle_hashes

# Small numbers are no facts to tell texts by: one desk writes them as words, the next as digits.
_SMALL_NUMBERS = frozenset(map(str, range(13)))
_BREAKS = frozenset('.!?:\n"“”«»„(')
_NEAR_START = 25  # words

Span = tuple[int, int]


@dataclass(frozen=True)
class Text:
    """A text read for comparison: its words casefolded, its shingles in order and sorted, and its facts: numbers, and
    words with a capital where no sentence begins."""

    words: tuple[str, ...]
    hashes: Hashes
    distinct: Hashes
    facts: frozenset[str]


@functools.lru_cache(maxsize=8192)
def distinct_shingles(text: str) -> Hashes:
    """The shingles of a text, sorted, each once. 0.3 ms for 700 words, and kept."""
    return np.unique(shingle_hashes(words(text.casefold())))


@functools.lru_cache(maxsize=1024)
def read(text: str) -> Text:
    """The text for comparison. 1 ms for 700 words, and kept."""
    found = list(placed_words(text))
    folded = tuple(word.casefold() for word, _ in found)
    return Text(folded, shingle_hashes(folded), distinct_shingles(text), frozenset(_facts(text, found)))


def most_contained(one: Hashes, two: Hashes) -> float:
    """The shared shingles over those of the text that has fewer."""
    return float(np.intersect1d(one, two, assume_unique=True).size / min(one.size, two.size))


@dataclass(frozen=True)
class Overlap:
    """What of the shorter text stands in the longer one. `contained` is the share of its shingles, `shared` says it of
    each."""

    shorter: Text
    longer: Text
    contained: float
    jaccard: float
    shared: npt.NDArray[np.bool_]

    @functools.cached_property
    def longest(self) -> Span:
        """The longest run of shared shingles: where it begins and ends in the shorter text."""
        return max(_runs(self.shared), key=lambda run: (run[1] - run[0], -run[0]), default=(0, 0))

    @property
    def unbroken(self) -> float:
        """The words of that run over all of the shorter text."""
        begin, end = self.longest
        return (end - begin + SHINGLE - 1) / len(self.shorter.words) if end > begin else 0.0

    @property
    def opens_one(self) -> bool:
        """Whether one of the texts begins with that run, and the other has it within 25 words of its beginning."""
        begin, _ = self.longest
        found = np.flatnonzero(self.longer.hashes == self.shorter.hashes[begin])
        places = sorted((begin, int(found[0]) if found.size else _NEAR_START + 1))
        return places[0] <= 1 and places[1] <= _NEAR_START

    @functools.cached_property
    def gaps(self) -> tuple[Span, ...]:
        """Pieces of the shorter text, in words, that no shared shingle covers."""
        covered = np.zeros(len(self.shorter.words), np.bool_)
        for i in range(SHINGLE):
            covered[i : i + len(self.shared)] |= self.shared
        return tuple(_runs(~covered))

    @functools.cached_property
    def known(self) -> frozenset[str]:
        """The longer text's words."""
        return frozenset(self.longer.words)

    @functools.cached_property
    def news(self) -> tuple[frozenset[str], ...]:
        """For each gap its words that the longer text does not have, but for small numbers."""
        return tuple(frozenset(self.shorter.words[begin:end]) - self.known - _SMALL_NUMBERS for begin, end in self.gaps)

    @functools.cached_property
    def alien(self) -> tuple[int, ...]:
        """For each gap how many facts are among these."""
        return tuple(len(words & self.shorter.facts) for words in self.news)

    @property
    def alien_within(self) -> int:
        """Alien facts in gaps that have shared pieces on both sides."""
        last = len(self.shorter.words)
        return sum(n for n, (begin, end) in zip(self.alien, self.gaps, strict=True) if begin > 0 and end < last)

    @property
    def alien_strewn(self) -> int:
        """Alien facts in all gaps but the one that has most."""
        return sum(self.alien) - max(self.alien, default=0)


def overlap(one: Text, two: Text) -> Overlap:
    """The overlap of two texts, whichever is given first."""
    shorter, longer = sorted((one, two), key=lambda text: (len(text.words), text.words))
    common = np.intersect1d(shorter.distinct, longer.distinct, assume_unique=True).size
    return Overlap(
        shorter,
        longer,
        contained=common / shorter.distinct.size,
        jaccard=common / (shorter.distinct.size + longer.distinct.size - common),
        shared=np.isin(shorter.hashes, longer.distinct),
    )


def _facts(text: str, found: list[tuple[str, int]]) -> Iterator[str]:
    before = 0
    for word, start in found:
        named = word[0].isupper() and before and _BREAKS.isdisjoint(text[before:start])
        if named or (word[0].isdecimal() and word not in _SMALL_NUMBERS):
            yield word.casefold()
        before = start + len(word)


def _runs(mask: npt.NDArray[np.bool_]) -> list[Span]:
    """Where the mask is set: beginning and end of each run."""
    steps = np.diff(np.concatenate(([0], mask.astype(np.int8), [0])))
    return list(zip(np.flatnonzero(steps == 1).tolist(), np.flatnonzero(steps == -1).tolist(), strict=True))
