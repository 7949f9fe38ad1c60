"""What stands right beside a name in other languages and makes something else of it: seas, streets, teams, languages
(`data/gazetteer/languages/beside.tsv`), and given names in scripts other than Latin (`given_names.tsv`)."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from core.errors import UsageError
from reference.inflection import NONE, Endings, forms, load_endings
from reference.lines import read_lines

DATA = Path(__file__).parent / "data" / "gazetteer" / "languages"
REACH = 32  # characters on either side: longer than any of the words
_OF = {"place": (False,), "town": (False,), "people": (True,), "any": (False, True)}
_SIDES = ("before", "after", "itself")
_BESIDE = (
    "A row is: language, before or after, place, people or any, the words with | between, the rule, and perhaps a form."
)
_NAMES = "A row is a language and given names, with | between."


@dataclass(frozen=True)
class Beside:
    """One rule: its name, where its words stand (None: the name's own form is enough), and what they look like. `form`
    is what the name itself fits, to be matched where it begins. `town`: only of towns, not of countries and parts."""

    rule: str
    before: bool
    words: re.Pattern[str] | None
    form: re.Pattern[str] | None
    town: bool = False

    def speaks(self, text: str, start: int, end: int) -> bool:
        """Whether the rule holds for the name at that place."""
        if self.form is not None and self.form.match(text, start) is None:
            return False
        if self.words is None:
            return True
        if self.before:
            return self.words.search(text[max(0, start - REACH) : start]) is not None
        return self.words.match(text[end : end + REACH]) is not None


@functools.cache
def beside(language: str) -> dict[bool, tuple[Beside, ...]]:
    """The rules of a language, by whether the name is a demonym. Prefixes and suffixes that are written together with
    a name may stand between it and the words. Raises UsageError with file, line and remedy."""
    found: dict[bool, list[Beside]] = {False: [], True: []}
    for number, cells in _rows("beside.tsv"):
        if len(cells) not in (5, 6) or cells[1] not in _SIDES or cells[2] not in _OF:
            raise _wrong("beside.tsv", number, _BESIDE)
        if cells[0] != language:
            continue
        try:
            form = re.compile(rf"(?:{cells[5]})(?![^\W_])") if len(cells) == 6 else None
        except re.error as error:
            raise _wrong("beside.tsv", number, f"The form is a regular expression: {error}.") from error
        for people in _OF[cells[2]]:
            affixes = load_endings().get((language, "people" if people else "place"), NONE)
            words = None if cells[1] == "itself" else _words(cells[3].split("|"), cells[1] == "before", affixes)
            found[people].append(Beside(cells[4].strip(), cells[1] == "before", words, form, cells[2] == "town"))
    return {people: tuple(rules) for people, rules in found.items()}


def _words(words: Iterable[str], before: bool, affixes: Endings) -> re.Pattern[str]:
    between = "|".join(map(re.escape, sorted(affixes.prefixes if before else affixes.suffixes, key=len, reverse=True)))
    if before:
        ways = (_written(word) + ("" if word[-1] in "'’" else "[ \u00a0\u200c]") for word in words)
        return re.compile(rf"(?<!\w)(?:{'|'.join(ways)})(?:{between})?\Z")
    return re.compile(rf"(?:{between})?[ \u00a0-](?:{'|'.join(map(_written, words))})(?![^\W_])")


def _written(word: str) -> str:
    """A word as a pattern: one in small letters may begin with a capital, `*` is any ending."""
    stem = word.rstrip("*")
    first = f"[{stem[0]}{stem[0].upper()}]" if stem[0].islower() and len(stem[0].upper()) == 1 else re.escape(stem[0])
    return first + re.escape(stem[1:]) + (r"\w*" if word.endswith("*") else "")


@functools.cache
def given_names_in(language: str) -> frozenset[str]:
    """Given names in a language's own script, in all their forms; empty where none are listed."""
    endings = load_endings().get((language, "place"), NONE)
    names = frozenset(
        form
        for number, cells in _rows("given_names.tsv")
        for name in _named(number, cells, language)
        for form in forms(name, endings, together=True)
    )
    return names


@functools.cache
def place_given_names_in(language: str) -> frozenset[str]:
    """Given names of persons that places bear too, of a language's own."""
    rows = _rows("place_given_names.tsv")
    return frozenset(name for number, cells in rows for name in _named(number, cells, language))


def _named(number: int, cells: list[str], language: str) -> list[str]:
    if len(cells) != 2:
        raise _wrong("given_names.tsv", number, _NAMES)
    return cells[1].split("|") if language in cells[0].split("|") else []


def _rows(file: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(read_lines(DATA / file), 1):
        if line.strip() and not line.startswith(("#", "language\t")):
            yield number, line.split("\t")


def _wrong(file: str, line: int, remedy: str) -> UsageError:
    return UsageError(f"languages/{file}: line {line} is not right", remedy)
