"""Whether two texts are copies of one, decided on the texts themselves.

The measurements in the comments are of the 2,400 labelled pairs of tests/support/story_pairs.py; docs/benchmarks.md has
the figures per class of edit, and those on texts of others."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.text import placed_words, words
from transforms.stories.shingles import SHINGLE, Hashes, shingle_hashes, words_hash
from transforms.stories.signature import SHORT_WORDS

# Share of the shorter text's shingles that the longer has too. Each edited word costs five shingles: .55 leaves room
# for an edit every eleven words, or for another first third (.58 and more). Reports of one event share quotes,
# follow-ups share background: .35 at most.
_CONTAINED = 0.55
# An unbroken piece that opens both texts is a copy cut short, whatever the outlet set below it: two lines of its own
# can be longer than what it kept. Standing words, which two unlike texts may share, stand below.
_OPENING, _OPENING_CONTAINED, _NEAR_START = 0.45, 0.45, 25  # share, share, words
# A digest holds many texts whole; below a fifth of the common text it would tie together what has nothing in common. A
# text that is the longer one's beginning and nothing else may be shorter.
_JACCARD, _TEASER_JACCARD, _TEASER_CONTAINED = 0.2, 0.1, 0.9
# Facts (names and numbers) of the shorter text that the longer does not know, over all its facts. Texts from one
# template differ by them, strewn all over (.20 and more, half of them .45 and more); an edit changes a few (.14 at
# most), and an outlet's own opening brings them in one place.
_STREWN = 0.18
_ALIEN = 0.25
# With more alien facts than that, an unbroken half below another opening: the same article if the opening speaks of
# what the longer text speaks of (the tenth part of rewritten openings share under .19 of their words with it),
# different articles over the same standing words if not (nine in ten share under .13).
_UNBROKEN, _MOST_ALIEN, _FEW_STREWN, _ON_TOPIC = 0.5, 0.5, 0.04, 0.16
_FEWEST_FACTS = 3  # fewer say nothing
_CONTAINED_WITHOUT_FACTS = 0.7
_LONG_WORD = 5  # letters: shorter ones are in every text


@dataclass(frozen=True)
class _Text:
    words: tuple[str, ...]
    hashes: Hashes  # of the shingles, in order
    distinct: Hashes  # the same, sorted, each once
    facts: frozenset[str]
    whole: bool  # nothing was left out as standing words


@dataclass(frozen=True)
class _Overlap:
    """What of the shorter text stands in the longer one."""

    shorter: _Text
    longer: _Text
    contained: float
    jaccard: float
    shared: npt.NDArray[np.bool_]  # for each shingle of the shorter

    @functools.cached_property
    def longest(self) -> tuple[int, int]:
        """The longest run of shared shingles: where it begins and ends in the shorter text."""
        return max(_runs(self.shared), key=lambda run: (run[1] - run[0], -run[0]), default=(0, 0))

    @property
    def unbroken(self) -> float:
        """The words of that run over all of the shorter text."""
        begin, end = self.longest
        return (end - begin + SHINGLE - 1) / len(self.shorter.words) if end > begin else 0.0

    @property
    def opens_both(self) -> bool:
        begin, _ = self.longest
        found = np.flatnonzero(self.longer.hashes == self.shorter.hashes[begin])
        return begin <= _NEAR_START and bool(found.size) and int(found[0]) <= _NEAR_START

    @functools.cached_property
    def gaps(self) -> tuple[tuple[int, int], ...]:
        """Pieces of the shorter text, in words, that no shared shingle covers."""
        covered = np.zeros(len(self.shorter.words), np.bool_)
        for i in range(SHINGLE):
            covered[i : i + len(self.shared)] |= self.shared
        return tuple(_runs(~covered))


def are_copies(a: str, b: str, standing: frozenset[int] = frozenset()) -> bool:
    """Whether two bodies are copies of one text. Symmetric. `standing` holds the hashes of paragraphs (see
    `paragraph_hashes`) that their outlets set under many articles: they are left out. Texts that keep under 30 words
    are copies only word for word."""
    one, two = _read(a, standing), _read(b, standing)
    short = min(len(one.words), len(two.words)) < SHORT_WORDS
    if one.words == two.words:
        return bool(one.words) and (not short or (one.whole and two.whole))
    return not short and _copied(_overlap(one, two))


def _copied(pair: _Overlap) -> bool:
    if pair.contained < _OPENING_CONTAINED:
        return False
    if pair.unbroken >= _OPENING and pair.opens_both:
        beginning = pair.contained >= _TEASER_CONTAINED
        return pair.jaccard >= (_TEASER_JACCARD if beginning else _JACCARD)
    if pair.jaccard < _JACCARD or pair.contained < _CONTAINED:
        return False
    facts = pair.shorter.facts
    if len(facts) < _FEWEST_FACTS:
        return pair.contained >= _CONTAINED_WITHOUT_FACTS or pair.unbroken >= _UNBROKEN
    known = frozenset(pair.longer.words)
    alien = [len({w for w in pair.shorter.words[begin:end] if w in facts} - known) for begin, end in pair.gaps]
    strewn = (sum(alien) - max(alien, default=0)) / len(facts)
    share = sum(alien) / len(facts)
    if strewn > _STREWN:
        return False
    return share <= _ALIEN or (
        share <= _MOST_ALIEN and strewn <= _FEW_STREWN and pair.unbroken >= _UNBROKEN and _on_topic(pair, known)
    )


def _on_topic(pair: _Overlap, known: frozenset[str]) -> bool:
    """Whether the shorter text's own words speak of what the longer one speaks of."""
    own = {
        word
        for begin, end in pair.gaps
        for word in pair.shorter.words[begin:end]
        if len(word) >= _LONG_WORD and not word[0].isdecimal()
    }
    return not own or len(own & known) / len(own) >= _ON_TOPIC


def _overlap(one: _Text, two: _Text) -> _Overlap:
    shorter, longer = sorted((one, two), key=lambda text: (len(text.words), text.words))
    common = np.intersect1d(shorter.distinct, longer.distinct, assume_unique=True).size
    return _Overlap(
        shorter,
        longer,
        contained=common / shorter.distinct.size,
        jaccard=common / (shorter.distinct.size + longer.distinct.size - common),
        shared=np.isin(shorter.hashes, longer.distinct),
    )


@functools.lru_cache(maxsize=128)
def _read(body: str, standing: frozenset[int]) -> _Text:
    text = body
    if standing:
        kept = [p for p in body.split("\n\n") if words_hash(words(p.casefold())) not in standing]
        text = "\n\n".join(kept)
    found = list(placed_words(text))
    folded = tuple(word.casefold() for word, _ in found)
    hashes = shingle_hashes(folded)
    return _Text(folded, hashes, np.unique(hashes), frozenset(_facts(text, found)), len(text) == len(body))


_BREAKS = frozenset('.!?:\n"“”«»„(')


def _facts(text: str, found: list[tuple[str, int]]) -> Iterator[str]:
    """Numbers, and words with a capital where no sentence begins."""
    before = 0
    for word, start in found:
        if word[0].isdecimal() or (word[0].isupper() and before and _BREAKS.isdisjoint(text[before:start])):
            yield word.casefold()
        before = start + len(word)


def _runs(mask: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where the mask is set: beginning and end of each run."""
    steps = np.diff(np.concatenate(([0], mask.astype(np.int8), [0])))
    return list(zip(np.flatnonzero(steps == 1).tolist(), np.flatnonzero(steps == -1).tolist(), strict=True))
