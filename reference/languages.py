"""What the country tagger knows in languages other than English: one reviewed file a language under
`data/gazetteer/languages/`, phrases that are refused beside it, and how its words bend (`inflection.py`).

A gazetteer is built when a text of its language is met first, in 0.01 to 0.05 s, and kept. `profiles.tsv` names the
languages that are covered: one that has no row there has no gazetteer, and nothing can be said of its texts."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from core.errors import UsageError
from reference.gazetteer import Entry, Sense
from reference.inflection import NONE, Endings, Sort, forms, load_endings
from reference.language_shared import shared_in
from reference.lines import read_lines
from reference.marks import plain
from reference.surfaces import fewer_capitals, sense_of

DATA = Path(__file__).parent / "data" / "gazetteer" / "languages"
COLUMNS = ("surfaces", "iso3", "kind", "weight", "since", "until", "source")
_HEADS = ("surfaces", "language")  # what the first column of a file is called


# Letters that keyboards and the press of Cairo and Tehran write one for another.
_ARABIC = {"ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ک": "ك", "ڪ": "ك", "ہ": "ه", "ە": "ه", "ھ": "ه", "ۀ": "ه", "ٱ": "ا"}


class _Fold(dict[int, str]):
    """Maps each character to exactly one: lower case, and a blank for what parts words. Marks that follow their letter
    (Hindi, Thai, Arabic) stay; accents go only where the language's press leaves them out at times."""

    def __init__(self, strip: bool) -> None:
        self._strip = strip

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char in "ıİ":
            folded = "i"
        elif char in "ёЁ":
            folded = "е"
        elif char in _ARABIC:
            folded = _ARABIC[char]
        elif char == "." or unicodedata.category(char).startswith("M"):
            folded = char
        else:
            wide = unicodedata.normalize("NFKC", char) if 0xFF00 <= code < 0xFFF0 else char
            bare = unicodedata.normalize("NFD", wide) if self._strip and _accented(code) else wide
            lower = bare[0].lower()
            folded = lower[0] if lower[0].isalnum() else " "
        self[code] = folded
        return folded


def _accented(code: int) -> bool:
    """Latin, Greek and Arabic: scripts whose marks may fall. The marks of kana and Hangul make other letters."""
    return code < 0x400 or 0x600 <= code < 0x700 or 0x1E00 <= code < 0x2000


_FOLDS = {"strip": _Fold(True), "keep": _Fold(False)}


@dataclass(frozen=True)
class Profile:
    """A row of `profiles.tsv`. `spaced`: words have blanks between. `checked_sentences`: rows of the language's
    table in tests/eval/languages."""

    language: str
    name: str
    spaced: bool
    accents: str
    checked_sentences: int


@dataclass(frozen=True)
class Part:
    """A stretch of a surface that is a mention of its own: each letter of "日米韓", the first of "米、"."""

    start: int
    end: int
    entry: Entry


@dataclass(frozen=True)
class LanguageGazetteer:
    """What is known in one language. `automaton` calls `entries` by number."""

    profile: Profile
    automaton: AhoCorasick
    entries: tuple[Entry, ...]
    affixes: dict[bool, Endings]  # by whether the entry is a demonym
    parts: dict[str, tuple[Part, ...]]  # by the entry's surface: what of it is a mention, where that is not all of it

    def fold(self, text: str) -> str:
        """The text as surfaces are compared. Its length is the text's."""
        return text.translate(_FOLDS[self.profile.accents])


@functools.cache
def load_profiles() -> dict[str, Profile]:
    """The languages that are covered besides English, by ISO 639-1 code. Raises UsageError with file, line, remedy."""
    found: dict[str, Profile] = {}
    for number, cells in language_rows("profiles.tsv"):
        language, name, words, accents, checked = (cells + [""] * 5)[:5]
        if words not in ("spaced", "unspaced") or accents not in _FOLDS or not checked.isdigit():
            raise _wrong(
                "profiles.tsv", number, "write language, name, spaced or unspaced, strip or keep, and a number"
            )
        found[language] = Profile(language, name, words == "spaced", accents, int(checked))
    return found


@functools.cache
def load_language(language: str) -> LanguageGazetteer | None:
    """The gazetteer of a language (ISO 639-1); None where it has none. Raises UsageError with file, line and remedy."""
    profile = load_profiles().get(language)
    if profile is None:
        return None
    fold = _FOLDS[profile.accents]
    senses: dict[str, list[Sense]] = {}
    written: dict[str, str] = {}
    parts: dict[str, tuple[Part, ...]] = {}
    for surface, found_senses in _bent(language):
        sense = found_senses[0]
        mention, slash, beside = surface.partition("/")
        surface = mention + beside
        folded = surface.translate(fold)
        if not slash:  # what is looked for begins and ends with a letter, and so does what is written ("'s-Gravenhage")
            begin = len(folded) - len(folded.lstrip())
            folded = folded.strip()
            mention = surface = surface[begin : begin + len(folded)]
        if slash or len(found_senses) > 1:
            parts[surface] = _parts(mention, found_senses)
        written[folded] = fewer_capitals(written.get(folded), surface)
        same = senses.setdefault(folded, [])
        if all((sense.iso3, sense.kind) != (other.iso3, other.kind) for other in same):
            same.append(sense)
    entries = {
        folded: Entry(written[folded], tuple(sorted(found, key=lambda sense: -sense.weight)))
        for folded, found in senses.items()
    }
    for surface, rule in _refused(language):
        folded = surface.translate(fold).strip()
        before = entries.get(folded)
        refused_before = before.surface if before is not None and before.refused is not None else None
        if fewer_capitals(refused_before, surface) != refused_before:
            entries[folded] = Entry(surface, refused=rule)
    affixes = {sort == "people": _affixes(language, sort, profile) for sort in get_args(Sort)}
    return LanguageGazetteer(
        profile,
        AhoCorasick(
            list(entries),
            matchkind=MatchKind.Standard,
            implementation=Implementation.ContiguousNFA,
            store_patterns=False,
        ),
        tuple(entries.values()),
        affixes,
        parts,
    )


def _stretches(mention: str) -> list[str]:
    """The words of "Mỹ - Trung" and "한·미", the letters of "日米韓"."""
    words = re.findall(r"\w+", mention)
    return words if len(words) > 1 else list(mention)


def _parts(mention: str, senses: tuple[Sense, ...]) -> tuple[Part, ...]:
    """A sense for each of the mention's stretches; one sense has the whole."""
    stretches = [mention] if len(senses) == 1 else _stretches(mention)
    found, at = [], 0
    for stretch, sense in zip(stretches, senses, strict=True):
        at = mention.index(stretch, at)
        found.append(Part(at, at + len(stretch), Entry(stretch, (sense,))))
        at += len(stretch)
    return tuple(found)


def _bent(language: str) -> Iterator[tuple[str, tuple[Sense, ...]]]:
    """Each form of each surface of a language's file, with its sense, or one for each country that it joins."""
    file = f"{language}.tsv"
    source = next((line.partition("source: ")[2] for line in read_lines(DATA / file) if "source: " in line), "")
    table = load_endings()
    of_places = table.get((language, "place"), NONE)
    for surface, shared in shared_in(language):
        yield from ((form, (shared,)) for form in forms(plain(surface, language).text, of_places, together=True))
    for number, cells in language_rows(file):
        cells += [""] * (len(COLUMNS) - len(cells))
        senses = tuple(_sense(file, number, [cells[0], iso3, *cells[2:]], source) for iso3 in cells[1].split(","))
        people = senses[0].kind == "demonym"
        endings = table.get((language, "people" if people else "place"), NONE)
        for surface in cells[0].split("|"):
            if not any(map(str.isalnum, surface)):
                raise _wrong(file, number, "each surface, with | between them, has a letter or a figure")
            mention = surface.partition("/")[0].strip()
            if not any(map(str.isalnum, mention)):
                raise _wrong(file, number, "the mention stands before the /, and has a letter or a figure")
            if len(senses) > 1 and len(senses) != len(_stretches(mention)):
                raise _wrong(file, number, f"{mention!r} has not as many parts as there are countries")
            surface = plain(surface, language).text
            for form in [surface] if "/" in surface else forms(surface.strip(), endings, together=not people):
                yield form, senses


def _refused(language: str) -> Iterator[tuple[str, str]]:
    file = f"{language}.refusals.tsv"
    if not (DATA / file).exists():
        return
    endings = load_endings().get((language, "place"), NONE)
    for number, cells in language_rows(file):
        if len(cells) < 2 or not all(any(map(str.isalnum, surface)) for surface in cells[0].split("|")):
            raise _wrong(file, number, "a row has the phrases, with | between them, and the rule that refuses them")
        for surface in plain(cells[0], language).text.split("|"):
            for form in forms(surface.strip(), endings, together=True):
                yield form, cells[1].strip()


def _affixes(language: str, sort: Sort, profile: Profile) -> Endings:
    given = load_endings().get((language, sort), NONE)
    fold = _FOLDS[profile.accents]
    return Endings(
        prefixes={one.translate(fold) for one in given.prefixes},
        suffixes={one.translate(fold) for one in given.suffixes},
    )


def _sense(file: str, number: int, cells: list[str], source: str) -> Sense:
    try:
        return sense_of(cells, source)
    except ValueError as error:
        raise _wrong(file, number, str(error)) from error


def language_rows(file: str) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of each row of a file, after its header."""
    if not (DATA / file).exists():
        raise UsageError(f"languages/{file} is missing", "Add it, or take its language out of profiles.tsv.")
    header = False
    for number, line in enumerate(read_lines(DATA / file), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not header:
            if cells[0] not in _HEADS:
                raise _wrong(file, number, "the first row names the columns, with tabs between")
            header = True
            continue
        if len(cells) < 2 or not cells[0].strip():
            raise _wrong(file, number, "a row needs its surfaces and the columns of the header, with tabs between")
        yield number, cells


def _wrong(file: str, line: int, remedy: str) -> UsageError:
    return UsageError(f"languages/{file}: line {line} is not right", remedy[0].upper() + remedy[1:] + ".")
