"""The words of a text with their places, and the phrases of a taxonomy among them."""

from __future__ import annotations

import re
import string
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, islice

from reference.topics.phrases import fold
from reference.topics.scanner import BREAK, COMMA, MOST_WORDS, Conditions, Ending, Gap, Scanner, Spelling

AROUND = 8  # words before and after a phrase in which its conditions look
_WINDOW = 3 * AROUND  # symbols: words and what stands between them
SHOUTING = 0.6  # share of capitals from which a field is in capitals, and they tell nothing
_CAPITALS, _LETTERS = string.ascii_uppercase.encode(), string.ascii_letters.encode()
_WORD = re.compile(r"(?:[A-Za-z]\.){2,}|[^\W_]+(?:['’][^\W_]+)*")
_JOINT = re.compile(r"(?:[ \t\u00a0\u202f]|[-‐‑–/&\"“”'’‘]|\r?\n(?!\s*\n)){1,4}")
_Found = tuple[int, int, tuple[Conditions, ...]]  # first word, minus last word, rules on them


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

    def spans(self, matches: Sequence[tuple[int, int, int]]) -> Iterator[tuple[int, int]]:
        """First character of each match, and the one after its last; see `rule_matches`."""
        if not matches:
            return
        chunks, symbols_before, characters_before = self.chunks, self._symbols_before, self._characters_before
        places = self.spelling.places
        for _, first, last in matches:
            chunk = bisect_right(symbols_before, first) - 1
            start, end = places(chunks[chunk])[first - symbols_before[chunk]]
            start += characters_before[chunk]
            if first != last:
                chunk = bisect_right(symbols_before, last) - 1
                _, end = places(chunks[chunk])[last - symbols_before[chunk]]
            yield start, characters_before[chunk] + end

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


def read_field(text: str, scanner: Scanner) -> Reading:
    """A field as the scanner reads it, in one pass."""
    spelling = scanner.shouting if _shouts(text[:400]) else scanner.plain
    spell = spelling.__getitem__
    if (cut := scanner.writing.cut) is not None:
        chunks = cut(text)[:MOST_WORDS]
        pieces = [spell(chunk) for chunk in chunks]
        return Reading(text, chunks, pieces, "".join(pieces), spelling, 0, round(AROUND * scanner.writing.unit))
    chunks, pieces = [], []
    lines = text.split("\n")
    blank = [number for number, line in enumerate(lines) if not line or line.isspace()]
    begin = 0
    for end in (*blank, len(lines)):
        if begin < end:
            parts = " ".join(lines[begin:end]).split(" ", MOST_WORDS)[:MOST_WORDS]
            chunks += parts
            pieces += map(spell, parts)
        if len(chunks) >= MOST_WORDS:
            del chunks[MOST_WORDS:], pieces[MOST_WORDS:]
            break
        if end < len(lines):
            chunks.append(lines[end])
            pieces.append(BREAK)
        begin = end + 1
    return Reading(text, chunks, pieces, "".join(pieces), spelling)


def _shouts(head: str) -> bool:
    written = head.encode("ascii", "ignore")
    capitals = len(written) - len(written.translate(None, _CAPITALS))
    letters = len(written) - len(written.translate(None, _LETTERS))
    # "WORLD NEWS: ASIA; Talks Resume": small letters enough for a text of its own, a seventh of a text are these
    return capitals > 12 and capitals > SHOUTING * letters and 5 * sum(map(head.count, "eaionst")) <= len(head)


def rule_matches(reading: Reading, scanner: Scanner) -> list[tuple[int, int, int]]:
    """Rules that hold, with the places of their first and last word. A phrase inside a longer one of the same topic, or
    inside an idiom, is not counted ("nuclear family" is not "nuclear"); of two on the same words the one with
    conditions is."""
    holding: list[tuple[int, int, int]] = []
    reach: dict[int, int] = defaultdict(lambda: -1)  # the last word taken so far, by topic
    idiom = scanner.idiom
    for first, minus_last, rules in _found(reading.symbols, scanner):  # from the left, the longest first
        last = -minus_last
        for _, number, topic, near, without in rules:
            if last <= reach[topic] or ((near or without) and not _allowed(near, without, reading, first, last)):
                continue
            reach[topic] = last
            if topic != idiom and (topic < 0 or last > reach[idiom]):
                holding.append((number, first, last))
    return holding


def _allowed(
    near: frozenset[str] | None, without: frozenset[str] | None, reading: Reading, first: int, last: int
) -> bool:
    """Whether the words around a phrase are as its rule asks; its own are not among them."""
    symbols, reach = reading.symbols, reading.reach
    before = symbols[max(0, first - _WINDOW) : first].replace(BREAK, "").replace(COMMA, "")[-reach:]
    around = before + symbols[last + 1 : last + 1 + _WINDOW].replace(BREAK, "").replace(COMMA, "")[:reach]
    return (near is None or not near.isdisjoint(around)) and (without is None or without.isdisjoint(around))


def _found(symbols: str, scanner: Scanner) -> list[_Found]:
    """The phrases of a field from the left, the longest first; conditions are not looked at yet."""
    if scanner.automaton is None:
        return []
    rules, gaps = scanner.rules, scanner.gaps
    matches = scanner.automaton.find_matches_as_indexes(symbols, overlapping=True)
    found: list[_Found] = [(first, 1 - end, rules[pattern]) for pattern, first, end in matches]
    across: list[_Found] = [
        (first, -last, (rule,))
        for pattern, first, end in matches
        if pattern in gaps
        for rule, last in _gaps(gaps[pattern], end - 1, symbols)
    ]
    if across:  # rule by rule, so that those on the same words come by rank
        across += [(first, minus_last, (rule,)) for first, minus_last, each in found for rule in each]
        found = across
    found.sort()
    return found


def _ends(ending: Ending, last: int, symbols: str) -> Iterator[tuple[Conditions, int]]:
    """(rule, last word) of the rules that a phrase may end with, one word of it being read."""
    for rule in ending.rules:
        yield rule, last
    for follower in ending.following.get(symbols[last + 1 : last + 2], ()):
        yield from _ends(follower, last + 1, symbols)
    yield from _gaps(ending.gaps, last, symbols)


def _gaps(gaps: tuple[Gap, ...], last: int, symbols: str) -> Iterator[tuple[Conditions, int]]:
    """The same, of the first places within the gaps where the phrase goes on."""
    for size, following in gaps:
        near = symbols[last + 1 : last + 2 + 2 * size]
        if following.keys().isdisjoint(near):  # of ten gaps nine
            continue
        passed = 0
        for place, symbol in enumerate(near, last + 1):
            if symbol == BREAK or passed > size:
                break
            if symbol in following:
                for ending in following[symbol]:
                    yield from _ends(ending, place, symbols)
                break
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
