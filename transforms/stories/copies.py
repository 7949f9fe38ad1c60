"""Whether two texts are copies of one, decided on the texts themselves.

The measurements in the comments are of the labelled pairs of tests/support/story_pairs.py, sixty and more of each of
36 kinds; docs/benchmarks.md has the scores by kind, and those on texts of others."""

from __future__ import annotations

from transforms.stories.overlap import Overlap, distinct_shingles, most_contained, overlap, read
from transforms.stories.signature import SHORT_WORDS
from transforms.stories.standing import own_words

# Share of the shorter text's shingles that the longer has too. Each edited word costs five shingles: .55 leaves room
# for an edit every eleven words, or for another first third (.58 and more). Reports of one event share quotes,
# follow-ups share background: .35 at most.
_CONTAINED = 0.55
# An unbroken piece with which one of the texts begins, near the beginning of the other: a copy cut short, whatever the
# outlet set around it; two lines of its own can be longer than what it kept. Standing words, which two unlike texts may
# share, stand below. What lies between two shared pieces must not bring facts: a template has its blanks there.
_OPENING, _OPENING_CONTAINED, _FACTS_WITHIN = 0.45, 0.45, 1  # share, share, facts
# A digest holds many texts whole; below a fifth of the common text it would tie together what has nothing in common. A
# text that is the longer one's beginning and nothing else may be shorter.
_JACCARD, _TEASER_JACCARD, _TEASER_CONTAINED = 0.2, 0.1, 0.9
# Facts (names and numbers) of the shorter text that the longer does not know, over all its facts. Texts from one
# template differ by them, strewn all over (.20 and more, half of them .45 and more); an edit changes a few (.14 at
# most), and an outlet's own opening brings them in one place.
_STREWN = 0.18
_ALIEN = 0.25
# A template filled in anew, however many other facts stay (in German every noun has a capital): three or more gaps, and
# most of them, change nothing but facts, one every sixty words and closer; or half the numbers and more are others, in
# three places and more. Editors change one or two.
_PLACES, _REPLACED, _REPLACED_WORDS, _OTHER_NUMBERS = 3, 0.75, 60, 0.5
# With more alien facts than _ALIEN, an unbroken half below another opening: the same article if the opening is about
# what the longer text is about, different articles over the same standing words if not. Summed are the share of the
# opening's words and the share of its facts that the longer text has anywhere: under .44 for a tenth of the openings
# that were written anew, over .44 for a twentieth of the articles over one footer.
_UNBROKEN, _MOST_ALIEN, _FEW_STREWN, _ABOUT_THE_SAME = 0.5, 0.6, 0.06, 0.42
_FEWEST_FACTS = 3  # fewer say nothing
_CONTAINED_WITHOUT_FACTS = 0.7
_LONG_WORD = 5  # letters: shorter ones are in every text


def are_copies(a: str, b: str, standing: frozenset[int] = frozenset()) -> bool:
    """Whether two bodies are copies of one text. Symmetric. `standing` holds the hashes of paragraphs (see
    `paragraph_hashes`) that their outlets set under many articles: they are left out. Texts that keep under 30 words
    are copies only word for word."""
    own_a, own_b = own_words(a, standing), own_words(b, standing)
    # Most candidates share a paragraph or two: told by their shingles alone, in a tenth of the time.
    if most_contained(distinct_shingles(own_a), distinct_shingles(own_b)) < _OPENING_CONTAINED:
        return False
    one, two = read(own_a), read(own_b)
    short = min(len(one.words), len(two.words)) < SHORT_WORDS
    if one.words == two.words:
        return bool(one.words) and (not short or (own_a == a and own_b == b))
    return not short and _copied(overlap(one, two))


def _copied(pair: Overlap) -> bool:
    if pair.contained < _OPENING_CONTAINED:
        return False
    if pair.unbroken >= _OPENING and pair.opens_one and pair.alien_within <= _FACTS_WITHIN:
        beginning = pair.contained >= _TEASER_CONTAINED
        return pair.jaccard >= (_TEASER_JACCARD if beginning else _JACCARD)
    return pair.jaccard >= _JACCARD and pair.contained >= _CONTAINED and _same_facts(pair)


def _same_facts(pair: Overlap) -> bool:
    """Whether the shorter text tells of what the longer one tells of."""
    facts = len(pair.shorter.facts)
    if facts < _FEWEST_FACTS:
        return pair.contained >= _CONTAINED_WITHOUT_FACTS or pair.unbroken >= _UNBROKEN
    strewn, alien = pair.alien_strewn / facts, sum(pair.alien) / facts
    if strewn > _STREWN or _filled_in(pair) or _other_numbers(pair):
        return False
    own_opening = alien <= _MOST_ALIEN and strewn <= _FEW_STREWN and pair.unbroken >= _UNBROKEN
    return alien <= _ALIEN or (own_opening and _about_the_same(pair))


def _filled_in(pair: Overlap) -> bool:
    """Whether most of what the shorter text changed are facts, one for another."""
    changed = sum(map(bool, pair.news))
    replaced = sum(0 < facts == len(words) for facts, words in zip(pair.alien, pair.news, strict=True))
    often = replaced * _REPLACED_WORDS >= len(pair.shorter.words)
    return replaced >= max(_PLACES, _REPLACED * changed) and often


def _other_numbers(pair: Overlap) -> bool:
    numbers = frozenset(fact for fact in pair.shorter.facts if fact[0].isdecimal())
    others = [words & numbers for words in pair.news]
    return sum(map(bool, others)) >= _PLACES and len(frozenset().union(*others)) >= _OTHER_NUMBERS * len(numbers)


def _about_the_same(pair: Overlap) -> bool:
    own = {word for begin, end in pair.gaps for word in pair.shorter.words[begin:end]}
    topics = {word for word in own if len(word) >= _LONG_WORD and not word[0].isdecimal()}
    shares = [len(some & pair.known) / len(some) for some in (topics, own & pair.shorter.facts) if some]
    return sum(shares) >= _ABOUT_THE_SAME
