"""The words of a text with their places, and the phrases of a taxonomy among them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, islice

from reference.topic_phrases import fold
from reference.topic_scanner import BREAK, COMMA, MOST_WORDS, Conditions, Ending, Scanner, Spelling

AROUND = 8  # words before and after a phrase in which its conditions look
_WINDOW = 3 * AROUND  # symbols: words and what stands between them
SHOUTING = 0.6  # share of capitals from which a field is in capitals, and they tell nothing
_CAPITAL, _SMALL = re.compile("[A-Z]"), re.compile("[a-z]")
_WORD = re.compile(r"(?:[A-Za-z]\.){2,}|[^\W_]+(?:['’][^\W_]+)*")
_JOINT = re.compile(r"(?:[ \t\u00a0\u202f]|[-‐‑–/&\"“”'’‘]|\r?\n(?!\s*\n)){1,4}")


@dataclass(frozen=True)
class Reading:
    """A field as symbols, chunk by chunk: what stands between two blanks or line ends. Words are told by their place
    among the symbols. At most `MOST_WORDS` words are read: what follows is no news article, and a page has seconds."""

    text: str
    chunks: list[str]
    pieces: list[str]  # the symbols of each chunk
    symbols: str
    spelling: Spelling
    between_chunks: int = 1  # characters
    reach: int = AROUND

    @cached_property
    def breaks(self) -> bool:
        return BREAK in self.symbols or COMMA in self.symbols

    def count(self, end: int | None = None) -> int:
        """How many words there are, or how many before a symbol."""
        end = len(self.symbols) if end is None else end
        return end - self.symbols.count(BREAK, 0, end) - self.symbols.count(COMMA, 0, end)

    def place_of_word(self, number: int) -> int:
        """The place of a word by its number, that of the end when there are fewer."""
        place = min(number, len(self.symbols))
        while place < len(self.symbols) and (missing := number - self.count(place)):
            place = min(place + missing, len(self.symbols))
        return place

    @cached_property
    def _symbols_before(self) -> list[int]:
        return list(accumulate(map(len, self.pieces), initial=0))

    @cached_property
    def _characters_before(self) -> list[int]:
        return list(accumulate(map(self.between_chunks.__add__, map(len, self.chunks)), initial=0))

    def span(self, first: int, last: int) -> tuple[int, int]:
        """First character of a word, and the one after the last of another."""
        chunk = bisect_right(self._symbols_before, first) - 1
        start, end = self.spelling.places(self.chunks[chunk])[first - self._symbols_before[chunk]]
        before = self._characters_before[chunk]
        if first == last:
            return before + start, before + end
        chunk = bisect_right(self._symbols_before, last) - 1
        _, end = self.spelling.places(self.chunks[chunk])[last - self._symbols_before[chunk]]
        return before + start, self._characters_before[chunk] + end

    def between(self, low: int, high: int) -> tuple[int, int]:
        """The places of the words that begin in a span of characters, as a range."""
        return self._place(low), self._place(high)

    def _place(self, character: int) -> int:
        """The first symbol that begins at a character or behind it."""
        chunk = bisect_right(self._characters_before, character) - 1
        if chunk < 0:
            return 0
        if chunk >= len(self.chunks):
            return len(self.symbols)
        inside = character - self._characters_before[chunk]
        starts = [start for start, _ in self.spelling.places(self.chunks[chunk])]
        return self._symbols_before[chunk] + bisect_left(starts, inside)

    def around(self, first: int, last: int) -> str:
        """The words near a phrase, as symbols, its own not among them."""
        symbols = self.symbols
        before, after = symbols[max(0, first - _WINDOW) : first], symbols[last + 1 : last + 1 + _WINDOW]
        if self.breaks:
            before = before.replace(BREAK, "").replace(COMMA, "")
            after = after.replace(BREAK, "").replace(COMMA, "")
        return before[-self.reach :] + after[: self.reach]


def read_field(text: str, scanner: Scanner) -> Reading:
    """A field as the scanner reads it, in one pass."""
    head = text[:400]
    spelling = scanner.plain if _mostly_small(head) or not _shouts(head) else scanner.shouting
    chunks: list[str] = []
    pieces: list[str] = []
    spell = spelling.__getitem__
    if (cut := scanner.writing.cut) is not None:
        chunks = cut(text)[:MOST_WORDS]
        pieces = [spell(chunk) for chunk in chunks]
        return Reading(text, chunks, pieces, "".join(pieces), spelling, 0, round(AROUND * scanner.writing.unit))
    for line in text.split("\n"):
        if not line or line.isspace():
            chunks.append(line)
            pieces.append(BREAK)
        else:
            parts = line.split(" ", MOST_WORDS)
            chunks += parts
            pieces += map(spell, parts)
        if len(chunks) > MOST_WORDS:
            del chunks[MOST_WORDS:], pieces[MOST_WORDS:]
            break
    return Reading(text, chunks, pieces, "".join(pieces), spelling)


def _mostly_small(head: str) -> bool:
    """A cheap look that settles it for nearly every text: one letter in two is one of seven."""
    return 5 * sum(map(head.count, "eaionst")) > len(head)


def _shouts(head: str) -> bool:
    capitals = len(_CAPITAL.findall(head))
    return capitals > 12 and capitals > SHOUTING * (capitals + len(_SMALL.findall(head)))


def rule_matches(reading: Reading, scanner: Scanner) -> list[tuple[int, int, int]]:
    """Rules that hold, with the places of their first and last word. A phrase inside a longer one of the same topic, or
    inside an idiom, is not counted ("nuclear family" is not "nuclear"); of two on the same words the one with
    conditions is."""
    holding: list[tuple[int, int, int]] = []
    reach: dict[int, int] = {}  # the last word taken so far, by topic; spans come from the left, the longest first
    idiom, rules = scanner.idiom, scanner.rules
    chosen: set[int] = set()
    begun = ended = 0
    for first, minus_last, rank in _found(reading.symbols, scanner):
        rule = rules[rank]
        topic = rule.topic
        if first != begun or minus_last != ended:
            begun, ended = first, minus_last
            chosen = set()
        elif topic in chosen:
            continue
        if rule.conditional and not _allowed(rule, reading, first, -minus_last):
            continue
        chosen.add(topic)
        if -minus_last <= reach.get(topic, -1):
            continue
        reach[topic] = -minus_last
        if topic != idiom and (topic < 0 or -minus_last > reach.get(idiom, -1)):
            holding.append((rule.number, first, -minus_last))
    return holding


def _allowed(rule: Conditions, reading: Reading, first: int, last: int) -> bool:
    around = reading.around(first, last)
    near, without = rule.near, rule.without
    return (near is None or not near.isdisjoint(around)) and (without is None or without.isdisjoint(around))


def _found(symbols: str, scanner: Scanner) -> list[tuple[int, int, int]]:
    """(first word, minus last word, rank) of each phrase, in this order, conditions not looked at yet."""
    if scanner.automaton is None:
        return []
    ranks, gapped = scanner.ranks, scanner.gapped
    matches = scanner.automaton.find_matches_as_indexes(symbols, overlapping=True)
    found = [(first, 1 - end, rank) for pattern, first, end in matches for rank in ranks[pattern]]
    across = {
        (first, -last, rank)
        for pattern, first, end in matches
        if pattern in gapped
        for ending in gapped[pattern]
        for rank, last in _gaps(ending, end - 1, symbols)
    }
    found += across.difference(found) if across else ()
    found.sort()
    return found


def _ends(ending: Ending, last: int, symbols: str) -> Iterator[tuple[int, int]]:
    """(rank, last word) of the rules that a phrase may end with, one word of it being read."""
    for rank in ending.ranks:
        yield rank, last
    for follower in ending.following.get(symbols[last + 1 : last + 2], ()):
        yield from _ends(follower, last + 1, symbols)
    yield from _gaps(ending, last, symbols)


def _gaps(ending: Ending, last: int, symbols: str) -> Iterator[tuple[int, int]]:
    for size, following in ending.gaps:
        yield from _across(following, size, last, symbols)


def _across(following: Mapping[str, tuple[Ending, ...]], size: int, last: int, symbols: str
            ) -> Iterator[tuple[int, int]]:  # fmt: skip
    """The first place within the gap where the phrase goes on."""
    passed = 0
    for place in range(last + 1, min(last + 2 + 2 * size, len(symbols))):
        symbol = symbols[place]
        if symbol == BREAK or passed > size:
            return
        if symbol in following:
            for ending in following[symbol]:
                yield from _ends(ending, place, symbols)
            return
        passed += symbol != COMMA


@dataclass(frozen=True)
class Words:
    """The words of one field: first character, character after the last, and folded form of each."""

    text: str
    starts: list[int]
    ends: list[int]
    folded: list[str]

    def joined(self, index: int) -> bool:
        """Whether a word follows the one before it with nothing between that ends a phrase."""
        return _JOINT.fullmatch(self.text, self.ends[index - 1], self.starts[index]) is not None


def read_words(text: str) -> Words:
    """The first `MOST_WORDS` words of a text, for those who look for words that no phrase has yet."""
    starts, ends, folded = [], [], []
    for match in islice(_WORD.finditer(text), MOST_WORDS):
        starts.append(match.start())
        ends.append(match.end())
        folded.append(fold(match.group()))
    return Words(text, starts, ends, folded)
