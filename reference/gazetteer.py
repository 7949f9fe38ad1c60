"""The gazetteer: words that name a country, what else they may mean, and an automaton that finds them all in one pass.

Reviewed files, one entry a line, are the last word on a surface; `places.tsv.gz` and `towns.txt.gz` are built from
packaged data by `scripts/build_gazetteer.py` (sources and licences: `data/README.md`). Loading takes about 0.2 s."""

from __future__ import annotations

import functools
import gzip
import hashlib
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from core.errors import UsageError
from reference.countries import iso3_codes
from reference.lines import read_lines, read_words
from reference.surfaces import Entries, Entry, Sense, fewer_capitals, fold, sense_of, unpacked

__all__ = ["DATA", "REVIEWED", "Entry", "Gazetteer", "Sense", "fold", "gazetteer_version", "load_gazetteer", "rows"]

DATA = Path(__file__).parent / "data" / "gazetteer"
# Later files do not override earlier ones: senses of one surface are put together.
REVIEWED = ("names", "former_states", "demonyms", "divisions", "cities", "institutions", "leaders", "heads")
FOLDED = (*REVIEWED, "refusals", "misspellings")  # their surfaces are looked for in folded texts
_NOWHERE: tuple[Mapping[str, int], bool] = {}, False
_ENDS = (" ", ".")  # what a folded text has where a word ends


@dataclass(frozen=True)
class Gazetteer:
    """All entries. `automaton` finds the surfaces in a folded text with a blank before and after it, as whole words: a
    match has the blank before, and the blank or dot after. Its numbers are those of `entries`. What the entries mean
    is for the tagger's rules to say."""

    version: str
    automaton: AhoCorasick
    entries: Mapping[int, Entry]
    surfaces: tuple[str, ...]
    reviewed: dict[str, Entry]
    packed: dict[str, str]
    towns: list[str]
    given_names: frozenset[str]
    place_given_names: frozenset[str]
    civic_words: frozenset[str]
    languages: frozenset[str]
    lower_case_words: frozenset[str]
    cue_words: AhoCorasick
    cue_meaning: tuple[tuple[str, int], ...]
    after: dict[str, str]
    before: dict[str, str]
    # Names of rules that are switched off; `benchmarks/tag.py --ablation` measures what each of them gains.
    without: frozenset[str] = frozenset()
    # Towns that texts have asked for: the same few thousand names come again and again.
    asked: dict[str, tuple[Mapping[str, int], bool]] = field(default_factory=dict, repr=False, compare=False)

    def entry_of(self, folded: str) -> Entry:
        """The entry of a folded surface. Raises KeyError."""
        known = self.reviewed.get(folded)
        return known if known is not None else unpacked(self.packed[folded])

    def knows(self, folded: str) -> bool:
        """Whether a folded surface has an entry."""
        return folded in self.reviewed or folded in self.packed

    def cues(self, text: str) -> dict[str, int]:
        """How many distinct cues of local news a text holds, by country."""
        if not text.isascii():
            text = text.encode("utf-8", "replace").decode("utf-8")  # the automaton takes no lone surrogates
        found = {self.cue_meaning[number] for number, _, _ in self.cue_words.find_matches_as_indexes(text)}
        counts: dict[str, int] = {}
        for iso3, _ in found:
            counts[iso3] = counts.get(iso3, 0) + 1
        return counts

    def places(self, folded: str) -> Mapping[str, int]:
        """Countries that have a town of that name, each with the largest one's population as a power of ten (2..7)."""
        return self._town(folded)[0]

    def is_doubtful(self, folded: str) -> bool:
        """Whether a town's name is a word, a given name or a frequent surname too."""
        return self._town(folded)[1]

    def _town(self, folded: str) -> tuple[Mapping[str, int], bool]:
        known = self.asked.get(folded)
        if known is None:
            if len(self.asked) > 50_000:
                self.asked.clear()
            known = self.asked[folded] = _town(self.towns, folded)
        return known


@functools.cache
def load_gazetteer() -> Gazetteer:
    """The gazetteer of this process. Raises UsageError with file, line and remedy where a data file is not right."""
    reviewed = _reviewed()
    packed: dict[str, str] = {}
    for line in gzip.decompress((DATA / "places.tsv.gz").read_bytes()).decode("utf-8").splitlines():
        folded, _, rest = line.partition("\t")
        if folded not in reviewed:
            packed[folded] = rest
    surfaces = (*reviewed, *packed)
    after, before = _context()
    cue_words, cue_meaning = _cues()
    return Gazetteer(
        version=gazetteer_version(),
        automaton=AhoCorasick(
            # Both ends of a word are in the pattern: of four matches of its begin three are none, and making them
            # takes a quarter of the scan's time.
            [f" {surface}{end}" for end in _ENDS for surface in surfaces],
            matchkind=MatchKind.Standard,  # overlapping matches: which one counts is for the words around to say
            implementation=Implementation.ContiguousNFA,
            store_patterns=False,
        ),
        entries=Entries(surfaces, reviewed, packed),
        surfaces=surfaces,
        reviewed=reviewed,
        packed=packed,
        towns=gzip.decompress((DATA / "towns.txt.gz").read_bytes()).decode("utf-8").splitlines(),
        given_names=_names("given_names"),
        place_given_names=_names("place_given_names"),
        civic_words=_names("civic_words"),
        languages=_names("languages"),
        lower_case_words=_names("lower_case_words"),
        cue_words=cue_words,
        cue_meaning=cue_meaning,
        after=after,
        before=before,
    )


@functools.cache
def gazetteer_version() -> str:
    """12 hex digits that change with any of the data files."""
    digest = hashlib.sha256()
    for path in sorted(path for path in DATA.rglob("*") if path.is_file()):
        digest.update(path.relative_to(DATA).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def rows(name: str, columns: int) -> Iterator[tuple[int, list[str]]]:
    """Line number and at least `columns` cells of each row of a reviewed file; missing cells are empty."""
    lines = read_lines(DATA / f"{name}.tsv")
    header = False
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        if not header:
            header = True
            continue
        cells = line.split("\t")
        if len(cells) < min(columns, 2) or not cells[0].strip():
            raise _wrong(name, number, "a row needs its surfaces and the columns of the header, with tabs between")
        if name in FOLDED and not all(fold(surface).strip(" .") for surface in cells[0].split("|")):
            raise _wrong(name, number, "each surface, with | between them, has a letter or a figure")
        yield number, cells + [""] * (columns - len(cells))
    if not header:
        raise _wrong(name, max(1, len(lines)), "the first line that is no comment names the columns")


def _wrong(name: str, line: int, remedy: str) -> UsageError:
    return UsageError(f"{DATA.name}/{name}.tsv: line {line} is not right", remedy[0].upper() + remedy[1:] + ".")


def _reviewed() -> dict[str, Entry]:
    """The entries of the reviewed files by folded surface."""
    senses: dict[str, list[Sense]] = {}
    written: dict[str, str] = {}
    for name in REVIEWED:
        source = _source(name)
        for number, cells in rows(name, 7):
            sense = _sense(name, number, cells, source)
            for surface in cells[0].split("|"):
                folded = fold(surface).strip()
                written[folded] = fewer_capitals(written.get(folded), surface.strip())
                if sense not in senses.setdefault(folded, []):  # "Zaire" and "Zaïre" are one surface
                    senses[folded].append(sense)
    entries = {
        folded: Entry(written[folded], tuple(sorted(found, key=lambda sense: -sense.weight)))
        for folded, found in senses.items()
    }
    entries |= _refusals()
    for number, cells in rows("misspellings", 2):
        meant = entries.get(fold(cells[1]).strip())
        if meant is None:
            raise _wrong("misspellings", number, f"{cells[1]!r} is no surface of the gazetteer")
        for surface in cells[0].split("|"):
            entries.setdefault(fold(surface).strip(), Entry(surface, meant.senses, meant=cells[1]))
    return entries


def _refusals() -> dict[str, Entry]:
    """The phrases that are no mention. Of "Indian summer" and "Indian Summer" the first stands for both. Raises
    UsageError where two lines refuse a phrase by different rules."""
    found: dict[str, Entry] = {}
    for number, cells in rows("refusals", 2):
        for surface in cells[0].split("|"):
            folded = fold(surface).strip()
            known = found.get(folded)
            if known is not None and known.refused != cells[1]:
                raise _wrong("refusals", number, f"{surface!r} is refused by the rule {known.refused!r} further up")
            found[folded] = Entry(fewer_capitals(known.surface if known else None, surface.strip()), refused=cells[1])
    return found


def _source(name: str) -> str:
    for line in read_lines(DATA / f"{name}.tsv"):
        if line.startswith("#") and "source: " in line:
            return line.partition("source: ")[2]
    return ""


def _sense(name: str, number: int, cells: list[str], source: str) -> Sense:
    try:
        return sense_of(cells, source)
    except ValueError as error:
        raise _wrong(name, number, str(error)) from error


def _context() -> tuple[dict[str, str], dict[str, str]]:
    sides: dict[str, dict[str, str]] = {"after": {}, "before": {}}
    for number, cells in rows("context", 3):
        if cells[1] not in sides:
            raise _wrong("context", number, "the side is after or before")
        for word in cells[0].split("|"):
            sides[cells[1]][word] = cells[2]
    return sides["after"], sides["before"]


def _cues() -> tuple[AhoCorasick, tuple[tuple[str, int], ...]]:
    words: list[str] = []
    meaning: list[tuple[str, int]] = []
    for number, cells in rows("local_cues", 2):
        if cells[1] not in iso3_codes():
            raise _wrong("local_cues", number, f"{cells[1]!r} is not an ISO 3166-1 alpha-3 code")
        for word in cells[0].split("|"):
            words.append(word)
            meaning.append((cells[1], number))
    return AhoCorasick(words, implementation=Implementation.DFA, store_patterns=False), tuple(meaning)


def _names(name: str) -> frozenset[str]:
    return read_words(DATA / f"{name}.txt")


def _town(towns: list[str], folded: str) -> tuple[Mapping[str, int], bool]:
    """What `springfield\tUSA5GBR3*` says: sizes by country, and whether the name is doubtful. Bisected, because a
    dictionary of 190,000 names would take a quarter of a second to build in every process, and a text asks for a few
    dozen."""
    place = bisect_left(towns, folded + "\t")
    if place == len(towns) or not towns[place].startswith(folded + "\t"):
        return _NOWHERE
    codes = towns[place][len(folded) + 1 :]
    doubtful = codes.endswith("*")
    return {codes[at : at + 3]: int(codes[at + 3]) for at in range(0, len(codes) - doubtful, 4)}, doubtful
