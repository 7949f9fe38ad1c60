"""Candidates for country mentions: every surface of the gazetteer that stands in a field as words of its own, written
the way that the gazetteer writes it."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import NamedTuple

from contracts.records import Field, Role, Texts
from reference.gazetteer import Entry, Gazetteer, fold

# "MEMPHIS, Tenn., March 11 -", "Milan, March 4 -", "ISLAMABAD, Pakistan (AP) —", "Lagos (Reuters)": at the start of
# a line or after a repeated title.
_DATELINE = re.compile(
    r"(?:\A|\n|[.!?][\"”]?\s)[ \t]*"
    r"(?:([A-Z][A-Z.'’ -]{2,30}[A-Z](?:,[^\n;:]{0,40}?)?)\s*(?:\([A-Za-z /]{2,25}\)\s*)?[-–—]{1,2}\s"
    r"|([A-Z][\w.'’ -]{2,30}(?:, [A-Z][\w.]+)?), "
    r"(?:Jan|Feb|March|Mar|April|Apr|May|June|July|Aug|Sep|Oct|Nov|Dec)\w*\.?"
    r" \d{1,2}\s*(?:\([A-Za-z /]{2,25}\)\s*)?[-–—]{1,2}\s"
    r"|([A-Z][\w.'’ -]{2,30}(?:, [A-Z][\w. ]+)?) \((?:AP|AFP|Reuters|REUTERS|UPI|CNN|Xinhua|dpa|ANSA|EFE|TASS|Kyodo)\)"
    r"\s*[-–—]{0,2}\s)"
)
_DATELINE_REACH = 600
_CAPITALS_WINDOW = 30
_SMALL_LETTERS = re.compile(r"(?:[^a-z]*[a-z]){12}")  # a fifth of two windows: more cannot be the small part of them


class Passage(NamedTuple):
    """One field of a text, with its spans."""

    field: Field
    item: int | None
    text: str
    folded: str
    lower: bool  # written without any capitals
    capitals: bool  # written in capitals only
    dateline: tuple[int, int] | None = None
    repeated: tuple[int, int] | None = None
    headings: tuple[tuple[int, int], ...] = ()
    quotes: tuple[tuple[int, int], ...] = ()

    def role(self, start: int) -> Role:
        """What part of the field a character stands in."""
        if self.dateline and self.dateline[0] <= start < self.dateline[1]:
            return "dateline"
        if self.headings and _within(self.headings, start):
            return "heading"
        return "quote" if self.quotes and _within(self.quotes, start) else "text"


# A tuple, as verdicts are: a text has dozens of them, and a frozen dataclass takes four times as long to make.
class Hit(NamedTuple):
    """A surface of the gazetteer at its place."""

    passage: Passage
    start: int
    end: int
    surface: str
    entry: Entry
    role: Role
    in_capitals: bool  # the words around it are in capitals too


@lru_cache(1)  # countries and regions are tagged one after the other
def passages(texts: Texts) -> tuple[Passage, ...]:
    """Title, body and captions; a dateline is looked for where none is given."""
    found = [_passage("title", None, texts.title)] if texts.title else []
    dateline = texts.dateline or _find_dateline(texts.body, texts.repeated_title)
    body = _passage("body", None, texts.body)
    headings, quotes = tuple(sorted(texts.headings)), tuple(sorted(texts.quotes))
    found.append(body._replace(dateline=dateline, repeated=texts.repeated_title, headings=headings, quotes=quotes))
    found += [_passage("caption", item, caption) for item, caption in enumerate(texts.captions)]
    return tuple(found)


def scan(passage: Passage, gazetteer: Gazetteer) -> list[Hit]:
    """The hits of a field in order, none overlapping another: of those that fit, the leftmost and of these the longest.
    Every surface begins at a blank, so that a word has few of them, and time grows with the length of the text only."""
    text, entries = passage.text, gazetteer.entries
    any_spelling = "spelling" in gazetteer.without
    fitting: list[tuple[int, int, int]] = []
    for number, start, end in gazetteer.automaton.find_matches_as_indexes(f" {passage.folded} ", overlapping=True):
        if any_spelling or _written_so(passage, text[start : end - 2], entries[number], gazetteer):
            fitting.append((start, 2 - end, number))
    fitting.sort()
    hits: list[Hit] = []
    last = 0
    for start, minus_end, number in fitting:
        if start >= last:
            last = -minus_end
            surface = text[start:last]
            in_capitals = surface.isupper() and (passage.capitals or capitals_around(text, start, last))
            hits.append(Hit(passage, start, last, surface, entries[number], passage.role(start), in_capitals))
    return hits


_SHORT_AND_SURE = frozenset(("uae", "uk", "usa"))  # that are no words: "us" and "roc" are


def _written_so(passage: Passage, surface: str, entry: Entry, gazetteer: Gazetteer) -> bool:
    """Whether the capitals of the text are those of the entry. A text without any capitals may name a country in
    small letters, where the word means little else."""
    written = entry.surface
    if passage.lower:
        sure = (
            bool(entry.senses)
            and entry.senses[0].weight >= 0.95
            and (len(surface) > 3 or surface in _SHORT_AND_SURE)
            and surface not in gazetteer.lower_case_words
        )
        return sure or entry.refused is not None or "." in surface
    if surface == written:
        return True
    if written[0].isupper() and not surface[0].isupper():  # nine of ten that do not fit
        return False
    if not any(char.islower() for char in written):
        return surface.isupper()
    return all(ours.isupper() for ours, theirs in zip(surface, written, strict=False) if theirs.isupper())


def _passage(field: Field, item: int | None, text: str) -> Passage:
    lower = not any(map(str.isupper, text))
    return Passage(field, item, text, fold(text), lower, len(text) < 500 and text.isupper())


def capitals_around(text: str, start: int, end: int) -> bool:
    """Whether the line around is in capitals: at least 8 letters near by, all but a few of them capitals."""
    around = (
        text[max(0, start - _CAPITALS_WINDOW) : start].rpartition("\n")[2]
        + text[end : end + _CAPITALS_WINDOW].partition("\n")[0]
    )
    if _SMALL_LETTERS.match(around):  # nearly always, and told in a third of the time that counting takes
        return False
    letters = sum(map(str.isalpha, around))
    return letters >= 8 and sum(map(str.isupper, around)) > 0.8 * letters


def _find_dateline(body: str, repeated: tuple[int, int] | None) -> tuple[int, int] | None:
    begin = max(0, repeated[1] - 2) if repeated else 0
    found = _DATELINE.search(body, begin, begin + _DATELINE_REACH)
    return found.span(found.lastindex or 0) if found else None


def _within(spans: tuple[tuple[int, int], ...], at: int) -> bool:
    place = bisect_right(spans, (at, len(spans) and 1 << 60)) - 1
    return place >= 0 and spans[place][0] <= at < spans[place][1]
