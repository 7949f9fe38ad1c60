"""The words of a text with their places, and the phrases of a taxonomy among them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from reference.taxonomy import Node, Taxonomy
from reference.topic_phrases import fold

AROUND = 8  # words before and after a phrase in which its conditions look
_WORD = re.compile(r"(?:[A-Za-z]\.){2,}|[^\W_]+(?:['’][^\W_]+)*")
# What may stand between the words of one phrase; a full stop, a colon or an empty line ends it.
_JOINT = re.compile(r"(?:[ \t\u00a0\u202f]|[-‐‑–/&\"“”'’‘]|\r?\n(?!\s*\n)){1,4}")
# Words that are read of one field: what follows is no news article, and a page has seconds ("war" endlessly: .5 s).
MOST_WORDS = 30_000
SHOUTING = 0.6  # share of capitals from which a field is in capitals, and they tell nothing


@dataclass(frozen=True)
class Words:
    """The words of one field: first character, character after the last, and folded form of each."""

    text: str
    starts: list[int]
    ends: list[int]
    folded: list[str]
    shouting: bool

    def around(self, first: int, last: int) -> list[str]:
        """The folded words near a phrase, its own not among them."""
        return self.folded[max(0, first - AROUND) : first] + self.folded[last + 1 : last + 1 + AROUND]

    def between(self, low: int, high: int) -> range:
        """The numbers of the words that begin in a span of characters."""
        return range(bisect_left(self.starts, low), bisect_left(self.starts, high))

    def joined(self, index: int) -> bool:
        """Whether a word follows the one before it with nothing between that ends a phrase."""
        return _JOINT.fullmatch(self.text, self.ends[index - 1], self.starts[index]) is not None


def read_words(text: str) -> Words:
    """The first `MOST_WORDS` words of a text, in one pass."""
    starts, ends, folded = [], [], []
    cache: dict[str, str] = {}
    for match in islice(_WORD.finditer(text), MOST_WORDS):
        word = match.group()
        form = cache.get(word)
        if form is None:
            form = cache[word] = fold(word)
        starts.append(match.start())
        ends.append(match.end())
        folded.append(form)
    upper = sum(map(str.isupper, text[:400]))
    lower = sum(map(str.islower, text[:400]))
    return Words(text, starts, ends, folded, upper > SHOUTING * (upper + lower) and upper > 12)


def phrase_matches(words: Words, taxonomy: Taxonomy) -> Iterator[tuple[int, int, int]]:
    """(rule, first word, last word) of each phrase found, conditions not looked at yet."""
    numbers = _numbers(words, taxonomy)
    root = taxonomy.root
    for first, begun in enumerate(numbers):
        for number in begun:
            node = root.next.get(number)
            if node is not None:
                yield from _walk(node, first, first, words, numbers)


def _numbers(words: Words, taxonomy: Taxonomy) -> list[tuple[int, ...]]:
    """For each word of the text, the written words of the taxonomy that it may stand for."""
    none: tuple[int, ...] = ()
    numbers = [taxonomy.forms.get(form, none) for form in words.folded]
    if words.shouting or not taxonomy.capitals:
        return numbers
    for index, (start, end) in enumerate(zip(words.starts, words.ends, strict=True)):
        if 2 <= end - start <= 12 and words.text[start].isupper():
            capital = taxonomy.capitals.get(words.text[start:end].replace(".", ""))
            if capital:
                numbers[index] += capital
    return numbers


def _walk(
    node: Node, first: int, last: int, words: Words, numbers: list[tuple[int, ...]]
) -> Iterator[tuple[int, int, int]]:
    for rule in node.rules:
        yield rule, first, last
    after = last + 1
    if node.next and after < len(numbers) and numbers[after]:
        for number in numbers[after]:
            child = node.next.get(number)
            if child is not None and words.joined(after):
                yield from _walk(child, first, after, words, numbers)
    for size, following in node.gaps:
        yield from _walk_gap(following, size, first, last, words, numbers)


def _walk_gap(
    node: Node, size: int, first: int, last: int, words: Words, numbers: list[tuple[int, ...]]
) -> Iterator[tuple[int, int, int]]:
    """The first place within the gap where the phrase goes on."""
    for after in range(last + 1, min(last + 2 + size, len(numbers))):
        if not words.joined(after) and words.text[words.ends[after - 1] : words.starts[after]].strip() != ",":
            return
        for number in numbers[after]:
            child = node.next.get(number)
            if child is not None:
                yield from _walk(child, first, after, words, numbers)
                return
