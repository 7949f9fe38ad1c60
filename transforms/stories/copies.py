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
from transforms.stories.shingles import SHINGLE, Hashes, shingle_hashes
from transforms.stories.signature import SHORT_WORDS
from transforms.stories.standing import own_words

# Share of the shorter text's shingles that the longer has too. Each edited word costs five shingles: .55 leaves room
# for an edit every eleven words, or for another first third (.58 and more). Reports of one event share quotes,
# follow-ups share background: .35 at most.
_CONTAINED = 0.55
# An unbroken piece with which one of the texts begins, near the beginning of the other: a copy cut short, whatever the
# outlet set around it; two lines of its own can be longer than what it kept. Standing words, which two unlike texts may
# share, stand below. What lies between two shared pieces must not bring facts: a template has its blanks there.
_OPENING, _OPENING_CONTAINED, _NEAR_START, _FACTS_WITHIN = 0.45, 0.45, 25, 1  # share, share, words, facts
# A digest holds many texts whole; below a fifth of the common text it would tie together what has nothing in common. A
# text that is the longer one's beginning and nothing else may be shorter.
_JACCARD, _TEASER_JACCARD, _TEASER_CONTAINED = 0.2, 0.1, 0.9
# Facts (names and numbers) of the shorter text that the longer does not know, over all its facts. Texts from one
# template differ by them, strewn all over (.20 and more, half of them .45 and more); an edit changes a few (.14 at
# most), and an outlet's own opening brings them in one place.
_STREWN = 0.18
_ALIEN = 0.25
# Three or more gaps, and most of them, that change nothing but facts, one every sixty words and closer: a template
# filled in anew, however many other facts stay. In German every noun has a capital.
_FEWEST_REPLACED, _REPLACED, _REPLACED_WORDS = 3, 0.75, 60
# With more alien facts than that, an unbroken half below another opening: the same article if the opening is about what
# the longer text is about, different articles over the same standing words if not. Summed are the share of the
# opening's words and the share of its facts that the longer text has anywhere: under .44 for a tenth of the openings
# that were written anew, over .44 for a twentieth of the articles over one footer.
_UNBROKEN, _MOST_ALIEN, _FEW_STREWN, _ABOUT_THE_SAME = 0.5, 0.6, 0.06, 0.42
_FEWEST_FACTS = 3  # fewer say nothing
_CONTAINED_WITHOUT_FACTS = 0.7
_LONG_WORD = 5  # letters: shorter ones are in every text


@dataclass(frozen=True)
class _Text:
    words: tuple[str, ...]
    hashes: Hashes  # of the shingles, in order
    distinct: Hashes  # the same, sorted, each once
    facts: frozenset[str]


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
    def opens_one(self) -> bool:
        """Whether one of the texts begins with that run, and the other has it near its beginning."""
        begin, _ = self.longest
        found = np.flatnonzero(self.longer.hashes == self.shorter.hashes[begin])
        places = sorted((begin, int(found[0]) if found.size else _NEAR_START + 1))
        return places[0] <= 1 and places[1] <= _NEAR_START

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
    own_a, own_b = _own(a, standing), _own(b, standing)
    # Most candidates share a paragraph or two: told by their shingles alone, in a tenth of the time.
    if _common(_distinct(own_a), _distinct(own_b)) < _OPENING_CONTAINED:
        return False
    one, two = _read(own_a), _read(own_b)
    short = min(len(one.words), len(two.words)) < SHORT_WORDS
    if one.words == two.words:
        return bool(one.words) and (not short or (own_a == a and own_b == b))
    return not short and _copied(_overlap(one, two))


def _copied(pair: _Overlap) -> bool:
    if pair.contained < _OPENING_CONTAINED:
        return False
    known = frozenset(pair.longer.words)
    changed = [frozenset(pair.shorter.words[begin:end]) - known for begin, end in pair.gaps]
    alien = [len(words & pair.shorter.facts) for words in changed]
    if pair.unbroken >= _OPENING and pair.opens_one and _within(pair, alien) <= _FACTS_WITHIN:
        beginning = pair.contained >= _TEASER_CONTAINED
        return pair.jaccard >= (_TEASER_JACCARD if beginning else _JACCARD)
    return pair.jaccard >= _JACCARD and pair.contained >= _CONTAINED and _same_facts(pair, known, changed, alien)


def _within(pair: _Overlap, alien: list[int]) -> int:
    """Alien facts in gaps that have shared pieces on both sides."""
    last = len(pair.shorter.words)
    return sum(n for n, (begin, end) in zip(alien, pair.gaps, strict=True) if begin > 0 and end < last)


def _same_facts(pair: _Overlap, known: frozenset[str], changed: list[frozenset[str]], alien: list[int]) -> bool:
    """Whether the shorter text tells of what the longer one tells of. `known` are the longer one's words, `changed`
    those of each gap that it does not know, `alien` how many of these are facts."""
    facts = pair.shorter.facts
    if len(facts) < _FEWEST_FACTS:
        return pair.contained >= _CONTAINED_WITHOUT_FACTS or pair.unbroken >= _UNBROKEN
    strewn = (sum(alien) - max(alien, default=0)) / len(facts)
    share = sum(alien) / len(facts)
    replaced = sum(0 < number == len(words) for number, words in zip(alien, changed, strict=True))
    filled_in = replaced >= max(
        _FEWEST_REPLACED, _REPLACED * sum(map(bool, changed))
    ) and replaced * _REPLACED_WORDS >= len(pair.shorter.words)
    if strewn > _STREWN or filled_in:
        return False
    own_opening = share <= _MOST_ALIEN and strewn <= _FEW_STREWN and pair.unbroken >= _UNBROKEN
    return share <= _ALIEN or (own_opening and _about_the_same(pair, known))


def _about_the_same(pair: _Overlap, known: frozenset[str]) -> bool:
    own = {word for begin, end in pair.gaps for word in pair.shorter.words[begin:end]}
    topics = {word for word in own if len(word) >= _LONG_WORD and not word[0].isdecimal()}
    shares = [len(some & known) / len(some) for some in (topics, own & pair.shorter.facts) if some]
    return sum(shares) >= _ABOUT_THE_SAME


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


def _common(one: Hashes, two: Hashes) -> float:
    """The shared shingles over those of the text that has fewer."""
    return float(np.intersect1d(one, two, assume_unique=True).size / min(one.size, two.size))


@functools.lru_cache(maxsize=8192)
def _own(body: str, standing: frozenset[int]) -> str:
    return own_words(body, standing)


@functools.lru_cache(maxsize=8192)
def _distinct(text: str) -> Hashes:
    return np.unique(shingle_hashes(words(text.casefold())))


@functools.lru_cache(maxsize=1024)
def _read(text: str) -> _Text:
    found = list(placed_words(text))
    folded = tuple(word.casefold() for word, _ in found)
    return _Text(folded, shingle_hashes(folded), _distinct(text), frozenset(_facts(text, found)))


_SMALL_NUMBERS = frozenset(map(str, range(13)))
_BREAKS = frozenset('.!?:\n"“”«»„(')


def _facts(text: str, found: list[tuple[str, int]]) -> Iterator[str]:
    """Numbers, but for small ones, which one desk writes as words and the next as digits; and words with a capital
    where no sentence begins."""
    before = 0
    for word, start in found:
        named = word[0].isupper() and before and _BREAKS.isdisjoint(text[before:start])
        if named or (word[0].isdecimal() and word not in _SMALL_NUMBERS):
            yield word.casefold()
        before = start + len(word)


def _runs(mask: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where the mask is set: beginning and end of each run."""
    steps = np.diff(np.concatenate(([0], mask.astype(np.int8), [0])))
    return list(zip(np.flatnonzero(steps == 1).tolist(), np.flatnonzero(steps == -1).tolist(), strict=True))
