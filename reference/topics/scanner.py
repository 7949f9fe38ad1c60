"""The phrases of a taxonomy as one automaton over words.

Each word of a text becomes one character, its *symbol*: words that the phrases cannot tell apart share one, all words
that no phrase has are `OTHER`. A phrase is then a short string, and a text is searched for all of them in one compiled
scan. What is found is rare, so only that is looked at in Python: gaps, neighbours, places.
"""

from __future__ import annotations

import contextlib
import gc
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from reference.topics.writing import ENGLISH, Writing

OTHER = "o"
# What stands between two words and ends a phrase: a full stop, a colon, an empty line; or a comma: a gap may hold it.
BREAK, COMMA = ".", ","
_FIRST_SYMBOL = 0x100
_SURROGATES = range(0xD800, 0xE000)
_POSSESSIVE = re.compile(r"['’]s\Z")
_Signature = tuple[tuple[int, ...], tuple[int, ...]]  # written words that a form may stand for, conditions it meets
MOST_REMEMBERED = 200_000  # chunks of text whose symbols are kept: some 20 MB
LONGEST_REMEMBERED = 40  # characters
MOST_WORDS = 30_000  # of one chunk of text; see `transforms.topics.words`


# A tuple: a text has dozens to take apart. Of two on the same words the lower rank is asked first.
class Conditions(NamedTuple):
    """A rule as the scan needs it. `near` and `without`: symbols that must, or must not, be close by."""

    rank: int
    number: int
    topic: int
    near: frozenset[str] | None
    without: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Ending:
    """Where a phrase or its part before a gap has been read: rules that end there, and what may follow."""

    rules: tuple[Conditions, ...]
    following: Mapping[str, tuple[Ending, ...]]
    gaps: tuple[Gap, ...]


Gap = tuple[int, Mapping[str, tuple[Ending, ...]]]  # the most words that it may have, and what may follow


class Spelling(dict[str, str]):
    """The symbols of chunks of text (what stands between two blanks), worked out once each. `places`: first character
    and the one after the last of each symbol of a chunk."""

    def __init__(
        self,
        symbols: Mapping[_Signature, str],
        forms: Mapping[str, tuple[int, ...]],
        capitals: Mapping[str, tuple[int, ...]],
        conditions: Mapping[str, tuple[int, ...]],
        writing: Writing,
    ) -> None:
        super().__init__()
        self._writing, self._key = writing, writing.key
        self._symbols, self._forms, self._capitals, self._conditions = symbols, forms, capitals, conditions
        self._places: dict[str, tuple[tuple[int, int], ...]] = {}

    def __missing__(self, chunk: str) -> str:
        spelled = list(self._spelled(chunk))
        symbols = "".join(symbol for symbol, _, _ in spelled)
        if len(chunk) <= LONGEST_REMEMBERED:
            if len(self) >= MOST_REMEMBERED:
                self.clear()
                self._places.clear()
            self[chunk] = symbols
            self._places[chunk] = tuple((start, end) for _, start, end in spelled)
        return symbols

    def places(self, chunk: str) -> tuple[tuple[int, int], ...]:
        """Where each symbol of a chunk stands in it."""
        return self._places.get(chunk) or tuple((start, end) for _, start, end in self._spelled(chunk))

    def _spelled(self, chunk: str) -> Iterator[tuple[str, int, int]]:
        end = 0
        for number, match in enumerate(self._writing.words.finditer(chunk)):
            if number == MOST_WORDS:
                return
            yield from self._between(chunk, end, match.start())
            yield self.symbol(match.group()), match.start(), match.end()
            end = match.end()
        yield from self._between(chunk, end, len(chunk))

    def symbol(self, word: str) -> str:
        """The symbol of a word as it is written."""
        form = self._key(word)
        numbers = self._forms.get(form, ())
        if self._capitals and word[0].isupper():
            numbers += self._capitals.get(_POSSESSIVE.sub("", word).replace(".", ""), ())
        conditions = self._conditions.get(form, ())
        return self._symbols.get((numbers, conditions), OTHER)

    def _between(self, chunk: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        if start < end and not self._writing.joint.fullmatch(chunk, start, end):
            yield COMMA if chunk[start:end].strip() in self._writing.commas else BREAK, start, end


@dataclass(frozen=True, slots=True)
class Scanner:
    """`rules` and `gaps` belong to the automaton's patterns: the rules that end with each, by rank, and the gaps that
    may follow. `shouting` spells fields that are in capitals throughout, where capitals tell nothing."""

    automaton: AhoCorasick | None
    rules: tuple[tuple[Conditions, ...], ...]
    gaps: Mapping[int, tuple[Gap, ...]]
    plain: Spelling
    shouting: Spelling
    idiom: int  # the topic whose phrases take their words from all others
    writing: Writing


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """Without the garbage collector, which would look again and again through all that is built here and stays: half of
    the time to load the topics."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


class Node:
    """A place in the tree of phrases: where each next word leads, which rules end here, where a gap leads."""

    __slots__ = ("gaps", "next", "rules")

    def __init__(self) -> None:
        self.next: dict[int, Node] = {}
        self.rules: list[int] = []
        self.gaps: list[tuple[int, Node]] = []


class Asked(Protocol):
    """What a rule asks: its topic's place, and the folded forms near by that it needs or refuses."""

    @property
    def topic(self) -> int: ...
    @property
    def near(self) -> frozenset[str]: ...
    @property
    def without(self) -> frozenset[str]: ...


@uncollected()
def build_scanner(root: Node, forms: Mapping[str, tuple[int, ...]], capitals: Mapping[str, tuple[int, ...]],
                  rules: Sequence[Asked], idiom: int, writing: Writing = ENGLISH) -> Scanner:  # fmt: skip
    """The automaton of a tree of phrases over written words. `forms` leads from a folded form to the written words that
    it may stand for, `capitals` the same for words that count in capitals only. Of two rules on the same words those
    of the topic `idiom` are asked first, then those with conditions."""
    order = sorted(range(len(rules)), key=lambda n: (rules[n].topic != idiom, not (rules[n].near or rules[n].without)))
    sets = list(dict.fromkeys(each for rule in rules for each in (rule.near, rule.without) if each))
    conditions: dict[str, tuple[int, ...]] = defaultdict(tuple)
    for number, each in enumerate(sets):
        for form in each:
            conditions[form] += (number,)
    symbols = _symbols(forms, capitals, conditions, writing)
    standing: dict[int, str] = defaultdict(str)
    asked = [""] * len(sets)
    for (numbers, wanted), symbol in symbols.items():
        for number in numbers:
            standing[number] += symbol
        for number in wanted:
            asked[number] += symbol
    near = {each: frozenset(asked[number]) for number, each in enumerate(sets)}
    conditions_of = {
        number: Conditions(
            rank, number, rules[number].topic, near.get(rules[number].near), near.get(rules[number].without)
        )
        for rank, number in enumerate(order)
    }
    patterns: dict[str, list[Ending]] = defaultdict(list)
    for pattern, ending in _patterns(root, "", _Endings(conditions_of, standing), standing):
        patterns[pattern].append(ending)
    texts = list(patterns)
    kind, how = MatchKind.Standard, Implementation.ContiguousNFA
    return Scanner(
        AhoCorasick(texts, matchkind=kind, implementation=how) if texts else None,
        tuple(map(_rules, patterns.values())),
        {n: gaps for n, endings in enumerate(patterns.values()) if (gaps := tuple(g for e in endings for g in e.gaps))},
        Spelling(symbols, forms, capitals, conditions, writing),
        Spelling(symbols, forms, {}, conditions, writing),
        idiom,
        writing,
    )  # fmt: skip


def _rules(endings: Sequence[Ending]) -> tuple[Conditions, ...]:
    """Those of a pattern, by rank; nearly always of one ending, which has them so."""
    return endings[0].rules if len(endings) == 1 else tuple(sorted(rule for each in endings for rule in each.rules))


def _symbols(forms: Mapping[str, tuple[int, ...]], capitals: Mapping[str, tuple[int, ...]],
             conditions: Mapping[str, tuple[int, ...]], writing: Writing) -> dict[_Signature, str]:  # fmt: skip
    """A symbol for each set of written words and conditions that some word of a text may stand for."""
    signatures = [(forms.get(form, ()), conditions.get(form, ())) for form in {**forms, **conditions}]
    for word, numbers in capitals.items():
        form = writing.key(word)
        signatures.append((forms.get(form, ()) + numbers, conditions.get(form, ())))
    unique = dict.fromkeys(signatures)
    return {signature: _character(number) for number, signature in enumerate(unique)}


def _character(number: int) -> str:
    code = _FIRST_SYMBOL + number
    return chr(code if code < _SURROGATES.start else code + len(_SURROGATES))


class _Endings:
    """The endings of the tree's places, each built once."""

    def __init__(self, rules: Mapping[int, Conditions], standing: Mapping[int, str]) -> None:
        self._rules, self._standing = rules, standing
        self._built: dict[int, Ending] = {}

    def of(self, node: Node, follow: bool) -> Ending:
        """`follow`: with the words that may come next, which the automaton knows itself before the first gap."""
        rules = tuple(sorted(self._rules[number] for number in node.rules))
        gaps = tuple((size, self._next(following)) for size, following in node.gaps)
        return Ending(rules, self._next(node) if follow else {}, gaps)

    def _next(self, node: Node) -> dict[str, tuple[Ending, ...]]:
        places: dict[str, tuple[Ending, ...]] = defaultdict(tuple)
        for number, child in node.next.items():
            ending = self._built.get(id(child)) or self._built.setdefault(id(child), self.of(child, True))
            for symbol in self._standing[number]:
                places[symbol] += (ending,)
        return dict(places)


def _patterns(node: Node, before: str, endings: _Endings, standing: Mapping[int, str]
              ) -> Iterator[tuple[str, Ending]]:  # fmt: skip
    for number, child in node.next.items():
        ending = endings.of(child, False) if child.rules or child.gaps else None
        for symbol in standing[number]:
            if ending is not None:
                yield before + symbol, ending
            if child.next:
                yield from _patterns(child, before + symbol, endings, standing)
