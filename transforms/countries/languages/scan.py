"""Candidates in one field of a text: surfaces of the language's gazetteer where its words begin and end."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right

from reference.gazetteer import Entry
from reference.languages import LanguageGazetteer
from transforms.countries.scan import Hit, Passage, capitals_around
from transforms.countries.verdicts import PLACES

_AFFIX = 14  # characters: longer than any prefix or suffix of the table
SURE = 0.95


def scan_language(passage: Passage, gazetteer: LanguageGazetteer) -> list[Hit]:
    """The hits of a field in order, none overlapping another: the leftmost, and of these the longest."""
    folded = gazetteer.fold(passage.text)
    fitting: list[tuple[int, int, Entry]] = []
    for number, start, end in gazetteer.automaton.find_matches_as_indexes(folded, overlapping=True):
        entry = gazetteer.entries[number]
        if not _bounded(folded, start, end, entry, gazetteer):
            continue
        if _written_so(passage, passage.text[start:end], entry):
            fitting.append((start, end, entry))
    taken = 0
    hits: list[Hit] = []
    for start, end, entry in _preferred(fitting, gazetteer):
        if start >= taken:
            taken = end
            parts = gazetteer.parts.get(entry.surface, ())
            hits += [_hit(passage, start + part.start, start + part.end, part.entry) for part in parts]
            if not parts:
                hits.append(_hit(passage, start, end, entry))
    return hits


def _preferred(fitting: list[tuple[int, int, Entry]], gazetteer: LanguageGazetteer) -> list[tuple[int, int, Entry]]:
    """By place, the longest first. Without blanks a short form may stand across two words ("其中日本"): where a place's
    full name begins within it, that counts."""
    fitting.sort(key=lambda found: (found[0], -found[1]))
    if gazetteer.profile.spaced:
        return fitting
    full = [(start, end) for start, end, entry in fitting if entry.senses and entry.senses[0].kind in PLACES]
    starts = [start for start, _ in full]
    return [
        (start, end, entry)
        for start, end, entry in fitting
        if not (entry.senses and entry.senses[0].kind == "alias")
        or all(beyond <= end for _, beyond in full[bisect_right(starts, start) : bisect_left(starts, end)])
    ]


def _hit(passage: Passage, start: int, end: int, entry: Entry) -> Hit:
    surface = passage.text[start:end]
    in_capitals = surface.isupper() and (passage.capitals or capitals_around(passage.text, start, end))
    return Hit(passage, start, end, surface, entry, passage.role(start), in_capitals)


def _bounded(folded: str, start: int, end: int, entry: Entry, gazetteer: LanguageGazetteer) -> bool:
    """Whether a word begins and ends here. Where words have no blanks between them, only letters of one alphabet (kana,
    Latin) make longer words, and a mark belongs to the letter before it."""
    if not gazetteer.profile.spaced:
        return not (
            _runs_on(folded[start - 1 : start], folded[start])
            or _runs_on(folded[end : end + 1], folded[end - 1])
            or unicodedata.category(folded[end : end + 1] or " ").startswith("M")
        )
    before, after = _joined(folded, start, -1), _joined(folded, end, 1)
    if entry.refused is not None and "\uac00" <= folded[end - 1] <= "\ud7a3":
        after = ""  # a Korean phrase may end within a word that goes on as its verb bends ("인도를 걷다가")
    if not before and not after:
        return True
    # "سورية" is the country and its people: what may be written together with either, may be.
    sorts = {sense.kind == "demonym" for sense in entry.senses} or {False}
    return any(
        (not before or before in affixes.prefixes) and (not after or after in affixes.suffixes)
        for affixes in (gazetteer.affixes[people] for people in sorts)
    )


def _joined(folded: str, at: int, step: int) -> str:
    """The letters written together with a word, before or after it; no more of them than an affix can have."""
    if step < 0:
        begin = at
        while begin > 0 and at - begin < _AFFIX and _in_word(folded[begin - 1]):
            begin -= 1
        return folded[begin:at]
    end = at
    while end < len(folded) and end - at < _AFFIX and _in_word(folded[end]):
        end += 1
    return folded[at:end]


def _in_word(char: str) -> bool:
    return char.isalnum() or (char > "\u02ff" and unicodedata.category(char).startswith("M"))


def _runs_on(char: str, beside: str) -> bool:
    """Whether two neighbours are letters of one alphabet that writes words as a whole: katakana, or Latin."""
    if not char:
        return False
    kana = "\u30a1" <= char <= "\u30fa" or char == "\u30fc"
    beside_kana = "\u30a1" <= beside <= "\u30fa" or beside == "\u30fc"
    latin = char.isalnum() and char < "\u0250" and beside.isalnum() and beside < "\u0250"
    return latin or (kana and beside_kana)


def _written_so(passage: Passage, surface: str, entry: Entry) -> bool:
    """Whether the capitals of the text are those of the entry, in scripts that have them. A text without any capitals
    may name a country in small letters, where the word means little else."""
    written = entry.surface
    if surface == written or written.lower() == written:
        return True
    if passage.lower:
        sure = bool(entry.senses) and entry.senses[0].weight >= SURE and len(surface) > 3
        return sure or entry.refused is not None or "." in surface
    if not any(char.islower() for char in written):
        return surface.isupper()
    return all(ours.isupper() for ours, theirs in zip(surface, written, strict=False) if theirs.isupper())
