"""What several languages share, written once: heads of state and government, whose country and years stand in the
English files under a key (`data/gazetteer/languages/leaders.tsv`), and well-known towns and parts of countries
(`shared.tsv`)."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from contracts.records import MentionKind
from core.errors import UsageError
from reference import gazetteer
from reference.countries import iso3_codes
from reference.lines import read_lines
from reference.surfaces import Sense, fold

DATA = Path(__file__).parent / "data" / "gazetteer" / "languages"
LATIN = frozenset(("es", "pt", "fr", "de", "it", "nl", "pl", "tr", "ro", "sv", "id", "vi", "sw"))
_ENGLISH = ("heads", "leaders")
_KINDS = ("city", "division", "capital")


def shared_in(language: str) -> Iterator[tuple[str, Sense]]:
    """Each surface of a language with its sense, leaders first. Raises UsageError with file, line and remedy."""
    for surface, languages, sense in (*_leaders(), *_places()):
        if language in languages or ("latin" in languages and language in LATIN):
            yield surface, sense


@functools.cache
def _leaders() -> tuple[tuple[str, frozenset[str], Sense], ...]:
    found = []
    english = _english()
    for number, cells in _rows("leaders.tsv", 3):
        sense = english.get(fold(cells[2]))
        if sense is None:
            raise _wrong("leaders.tsv", number, f"The key is a name in heads.tsv or leaders.tsv; {cells[2]!r} is not.")
        found += [(surface.strip(), frozenset(cells[1].split("|")), sense) for surface in cells[0].split("|")]
    return tuple(found)


@functools.cache
def _places() -> tuple[tuple[str, frozenset[str], Sense], ...]:
    found = []
    for number, (surfaces, languages, iso3, kind, weight) in _rows("shared.tsv", 5):
        try:
            sense = Sense(iso3, cast(MentionKind, kind), float(weight), source="common use in the press")
        except ValueError as error:
            raise _wrong("shared.tsv", number, "The weight is a number from 0 to 1.") from error
        if iso3 not in iso3_codes() or kind not in _KINDS or not 0 <= sense.weight <= 1:
            remedy = f"A row has an ISO 3166-1 alpha-3 code, one of {', '.join(_KINDS)}, and a weight from 0 to 1."
            raise _wrong("shared.tsv", number, remedy)
        found += [(surface.strip(), frozenset(languages.split("|")), sense) for surface in surfaces.split("|")]
    return tuple(found)


@functools.cache
def _english() -> dict[str, Sense]:
    """The sense of each leader in English; of one who stands in both files, the one with years."""
    found: dict[str, Sense] = {}
    for name in _ENGLISH:
        for _, cells in gazetteer.rows(name, 7):
            since, until = (int(year) if year else None for year in cells[4:6])
            sense = Sense(cells[1], "leader", 1.0, since, until, cells[6])
            for surface in cells[0].split("|"):
                known = found.setdefault(fold(surface), sense)
                if known.since is None and sense.since is not None:
                    found[fold(surface)] = sense
    return found


def _rows(file: str, columns: int) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(read_lines(DATA / file), 1):
        if not line.strip() or line.startswith(("#", "surfaces\t")):
            continue
        cells = line.split("\t")
        if len(cells) != columns or not all(any(map(str.isalnum, surface)) for surface in cells[0].split("|")):
            raise _wrong(
                file, number, "A row has the surfaces, with | between, and a cell for each column of the header."
            )
        yield number, cells


def _wrong(file: str, line: int, remedy: str) -> UsageError:
    return UsageError(f"languages/{file}: line {line} is not right", remedy)
