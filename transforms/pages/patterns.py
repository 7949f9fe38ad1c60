"""Long vocabularies as readable patterns: alternatives over several lines, joined."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from itertools import product

from ahocorasick_rs import AhoCorasick, MatchKind


def words(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


def joined(text: str) -> str:
    """A pattern that was written over several lines: line breaks and the white space around them go."""
    return re.sub(r"\s*\n\s*", "", text)


def any_of(text: str) -> re.Pattern[str]:
    """Alternatives with `|` between them, in any case."""
    return re.compile(joined(text), re.IGNORECASE)


class Names:
    """A pattern over class names and ids, none of which it spans. Site templates say the same names over and over, and
    different names are made of few words: answers for both are remembered."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        compiled = re.compile(pattern).search

        def search(word: str) -> str | None:
            found = compiled(word)
            return found.group() if found else None

        known = functools.lru_cache(maxsize=16384)(search)

        @functools.lru_cache(maxsize=8192)
        def find(names: str) -> str | None:
            return next((found for found in map(known, names[:400].split()) if found), None)

        self.search = search  # not remembered, for callers that do so themselves
        self.find = find


def names(text: str) -> Names:
    """Alternatives as whole words of class names and ids: no lower-case letter before or after ("share" is one,
    "shareholders" is none), and none that only tells how a page is set up ("has-sidebar")."""
    return Names(rf"(?<![a-z])(?<!has-)(?<!no-)(?<!with-)(?<!hide-)(?<!show-)(?:{joined(text)})(?![a-z])")


def either(*several: Names) -> Names:
    """What any of several patterns finds: one search that tells whether theirs are worth it."""
    return Names("|".join(f"(?:{one.pattern})" for one in several))


def whole_line(text: str) -> re.Pattern[str]:
    """Alternatives that make up a whole line, a colon behind it aside, in any case."""
    return re.compile(rf"^(?:{joined(text)})\s*:?\s*$", re.IGNORECASE)


class Phrases:
    """Phrases to count in texts, whole words of them, all in one pass: a tenth of the time that a pattern of as many
    alternatives takes, which looks for each at every word."""

    def __init__(self, **kinds: Iterable[str]) -> None:
        """Each kind with its phrases, in lower case; "our team|teams" says two. A phrase may be of several kinds."""
        self._kinds = tuple(kinds)
        phrases: dict[str, list[int]] = {}
        for number, said in enumerate(kinds.values()):
            for phrase in _expanded(said):
                phrases.setdefault(phrase, []).append(number)
        self._meant = tuple(phrases.values())
        self._automaton = AhoCorasick(list(phrases), matchkind=MatchKind.LeftmostLongest, store_patterns=False)

    def counts(self, lower: str) -> dict[str, int]:
        """How often each kind stands in a text in lower case."""
        found = [0] * len(self._kinds)
        for number, start, end in self._automaton.find_matches_as_indexes(lower):
            if not (_in_word(lower, start - 1) or _in_word(lower, end)):
                for kind in self._meant[number]:
                    found[kind] += 1
        return dict(zip(self._kinds, found, strict=True))


def _expanded(phrases: Iterable[str]) -> list[str]:
    """Every phrase that is meant: "a|the plan|plans" are four."""
    return [" ".join(words) for phrase in phrases for words in product(*(w.split("|") for w in phrase.split(" ")))]


def _in_word(text: str, at: int) -> bool:
    return 0 <= at < len(text) and (text[at].isalnum() or text[at] == "_")
