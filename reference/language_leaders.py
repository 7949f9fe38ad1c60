"""Heads of state and government as other languages write them (`data/gazetteer/languages/leaders.tsv`). A row names its
English key in `heads.tsv` or `leaders.tsv`; the country and the years of office are those that stand there, once."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path

from core.errors import UsageError
from reference import gazetteer
from reference.lines import read_lines
from reference.surfaces import Sense, fold

PATH = Path(__file__).parent / "data" / "gazetteer" / "languages" / "leaders.tsv"
LATIN = frozenset(("es", "pt", "fr", "de", "it", "nl", "pl", "tr", "ro", "sv", "id", "vi", "sw"))
_ENGLISH = ("heads", "leaders")


def leaders_in(language: str) -> Iterator[tuple[str, Sense]]:
    """Each surface of a language with its sense. Raises UsageError with file, line and remedy."""
    for number, line in enumerate(read_lines(PATH), 1):
        if not line.strip() or line.startswith(("#", "surfaces\t")):
            continue
        cells = line.split("\t")
        if len(cells) != 3 or not all(any(map(str.isalnum, one)) for one in cells[0].split("|")):
            raise _wrong(number, "A row is: the surfaces, the languages (latin, or codes) with | between, and the key.")
        sense = _english().get(fold(cells[2]))
        if sense is None:
            raise _wrong(number, f"The key is a name in heads.tsv or leaders.tsv; {cells[2]!r} is in neither.")
        named = cells[1].split("|")
        if language in named or ("latin" in named and language in LATIN):
            yield from ((surface.strip(), sense) for surface in cells[0].split("|"))


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


def _wrong(line: int, remedy: str) -> UsageError:
    return UsageError(f"languages/{PATH.name}: line {line} is not right", remedy)
