"""How the names of countries bend in each language: a closed table that a linguist can read and correct
(`data/gazetteer/languages/endings.tsv`), and the forms of a word by it.

A row of the table says for a language and a sort of words (`place`: countries, towns, seats of power, and phrases that
are refused; `people`: demonyms) one of three things:

form     words that end so take these endings instead, `~` for the ending itself. The longest ending counts; an ending
         that is the whole word is an exception of that word. Of places the forms stand in the order of the cases, so
         that the words of "Южная Корея" bend together; several ways of one case have "/" between.
prefix   what may be written together with the word, before it ("وال")
suffix   what may be written together with the word, after it ("ların", "에서")"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Literal, get_args

from core.errors import UsageError
from reference.lines import read_lines

PATH = Path(__file__).parent / "data" / "gazetteer" / "languages" / "endings.tsv"
Sort = Literal["place", "people"]
_WHATS = ("form", "prefix", "suffix")
_REMEDY = "A row is: language, place or people (or both with |), form, prefix or suffix, the endings, and the forms."


@dataclass(frozen=True)
class Endings:
    """The endings of one sort of words of a language. `forms` maps an ending to what may stand for it."""

    forms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    prefixes: set[str] = field(default_factory=set)
    suffixes: set[str] = field(default_factory=set)


@functools.cache
def load_endings() -> dict[tuple[str, Sort], Endings]:
    """The table by language and sort. Raises UsageError with file, line and remedy."""
    table: dict[tuple[str, Sort], Endings] = {}
    for number, line in enumerate(read_lines(PATH), 1):
        if not line.strip() or line.startswith(("#", "language\t")):
            continue
        cells = line.split("\t")
        sorts = cells[1].split("|") if len(cells) > 1 else []
        right = len(cells) >= 4 and cells[2] in _WHATS and set(sorts) <= set(get_args(Sort))
        if not right or (cells[2] == "form" and len(cells) < 5):
            raise UsageError(f"{PATH.parent.name}/{PATH.name}: line {number} is not right", _REMEDY)
        for sort in get_args(Sort):
            if sort in sorts:
                _add(table.setdefault((cells[0], sort), Endings()), cells)
    return table


def _add(endings: Endings, cells: list[str]) -> None:
    parts = [part.strip() for part in cells[3].split("|")]
    if cells[2] == "form":
        for part in parts:
            endings.forms[part] = tuple(form.strip().replace("~", part) for form in cells[4].split("|"))
    else:
        (endings.prefixes if cells[2] == "prefix" else endings.suffixes).update(parts)


NONE = Endings()


def forms(surface: str, endings: Endings, *, together: bool) -> set[str]:
    """All forms of a surface, itself among them. The words of a phrase bend `together`, case by case; else each word of
    a phrase takes any of its forms."""
    words = surface.split(" ")
    bent = [_word(word, endings.forms) for word in words]
    if len(words) == 1:
        return {surface, *_ways(bent[0])}
    found = {surface}
    if together:
        # A word that does not bend stays as it is beside those that do.
        cases = max(map(len, bent))
        full = [ways if len(ways) == cases else (word,) * cases for word, ways in zip(words, bent, strict=True)]
        for case in zip_longest(*full, fillvalue=""):
            found |= _phrases(case)
    elif len(words) <= 3:
        found |= _phrases(tuple("/".join(sorted({word, *ways})) for word, ways in zip(words, bent, strict=True)))
    return found


def _phrases(case: Iterable[str]) -> set[str]:
    phrases = [""]
    for ways in case:
        phrases = [f"{phrase} {way}".strip() for phrase in phrases for way in ways.split("/")]
    return set(phrases)


def _ways(bent: tuple[str, ...]) -> set[str]:
    return {way for form in bent for way in form.split("/")}


def _word(word: str, table: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The forms of a word; an abbreviation or a word that no ending fits has only itself."""
    if len(word) > 1 and word.isupper() and word.lower() != word:
        return (word,)
    for at in range(len(word) + 1):
        ending = word[at:]
        if ending in table:
            stem = word[:at]
            return tuple("/".join(stem + way for way in form.split("/")) for form in table[ending])
    return (word,)
