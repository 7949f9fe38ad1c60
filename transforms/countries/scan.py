"""Candidates for country mentions: every surface of the gazetteer that stands in a field as words of its own, written
the way that the gazetteer writes it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

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


@dataclass(frozen=True, slots=True)
class Passage:
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
        if _within(self.headings, start):
            return "heading"
        return "quote" if _within(self.quotes, start) else "text"


@dataclass(frozen=True, slots=True)
class Hit:
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
    body = _passage("body", None, texts.body)
    dateline = texts.dateline or _find_dateline(texts.body, texts.repeated_title)
    found.append(
        Passage(
            "body", None, body.text, body.folded, body.lower, body.capitals, dateline, texts.repeated_title,
            tuple(sorted(texts.headings)), tuple(sorted(texts.quotes)),
        )
    )  # fmt: skip
    found += [_passage("caption", item, caption) for item, caption in enumerate(texts.captions)]
    return tuple(found)


def scan(passage: Passage, gazetteer: Gazetteer) -> list[Hit]:
    """The hits of a field in order, none overlapping another: of those that fit, the leftmost and of these the longest.
    Every surface begins at a blank, so that a word has few of them, and time grows with the length of the text only."""
    fitting: list[tuple[int, int, Entry]] = []
    padded = f" {passage.folded} "
    any_spelling = "spelling" in gazetteer.without
    for number, start, end in gazetteer.automaton.find_matches_as_indexes(padded, overlapping=True):
        if padded[end].isalnum():
            continue
        entry = gazetteer.entry(number)
        if any_spelling or _written_so(passage, passage.text[start : end - 1], entry, gazetteer):
            fitting.append((start, end - 1, entry))
    fitting.sort(key=lambda found: (found[0], -found[1]))
    hits: list[Hit] = []
    for start, end, entry in fitting:
        if not hits or start >= hits[-1].end:
            hits.append(_hit(passage, start, end, entry))
    return hits


def _hit(passage: Passage, start: int, end: int, entry: Entry) -> Hit:
    surface = passage.text[start:end]
    in_capitals = surface.isupper() and (passage.capitals or capitals_around(passage.text, start, end))
    return Hit(passage, start, end, surface, entry, passage.role(start), in_capitals)


def _written_so(passage: Passage, surface: str, entry: Entry, gazetteer: Gazetteer) -> bool:
    """Whether the capitals of the text are those of the entry. A text without any capitals may name a country in
    small letters, where the word means little else."""
    written = entry.surface
    if passage.lower:
        sure = (
            bool(entry.senses)
            and entry.senses[0].weight >= 0.95
            and len(surface) > 3
            and surface not in gazetteer.lower_case_words
        )
        return sure or entry.refused is not None or "." in surface
    if surface == written:
        return True
    if not any(char.islower() for char in written):
        return surface.isupper()
    return all(ours.isupper() for ours, theirs in zip(surface, written, strict=False) if theirs.isupper())


def _passage(field: Field, item: int | None, text: str) -> Passage:
    lower = not any(char.isupper() for char in text[:2000]) and not any(char.isupper() for char in text)
    return Passage(field, item, text, fold(text), lower, len(text) < 500 and text.isupper())


def capitals_around(text: str, start: int, end: int) -> bool:
    """Whether the line around is in capitals: at least 8 letters near by, all but a few of them capitals."""
    before = text[max(0, start - _CAPITALS_WINDOW) : start].rpartition("\n")[2]
    after = text[end : end + _CAPITALS_WINDOW].partition("\n")[0]
    letters = [char for char in before + after if char.isalpha()]
    return len(letters) >= 8 and sum(char.isupper() for char in letters) > 0.8 * len(letters)


def _find_dateline(body: str, repeated: tuple[int, int] | None) -> tuple[int, int] | None:
    begin = max(0, repeated[1] - 2) if repeated else 0
    found = _DATELINE.search(body, begin, begin + _DATELINE_REACH)
    return found.span(found.lastindex or 0) if found else None


def _within(spans: tuple[tuple[int, int], ...], at: int) -> bool:
    place = bisect_right(spans, (at, len(spans) and 1 << 60)) - 1
    return place >= 0 and spans[place][0] <= at < spans[place][1]
