"""Surfaces: words as the gazetteer writes them, what they may mean, and the form that they are compared in."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast, get_args

from contracts.records import MentionKind
from reference.countries import iso3_codes


class _Fold(dict[int, str]):
    """Maps each character to exactly one: lower case, no accent, a blank for what parts words; '.' stays ("U.S.")."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        base = unicodedata.normalize("NFD", char)[0].lower()
        folded = base[0] if base[0].isalnum() else char if char == "." else " "
        self[code] = folded
        return folded


_FOLD = _Fold()
_FOLD_ASCII = bytes(ord(_FOLD[code]) if code < 128 else 0 for code in range(256))
_KINDS = {kind[0]: kind for kind in ("city", "division")}
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")


def fold(text: str) -> str:
    """The text in the form that surfaces are compared in. Its length is the text's, so that offsets hold."""
    # A table of bytes folds English prose in an eighth of the time; what is not ASCII (quotation marks, accents) is
    # folded first, by itself, and is mostly ASCII then.
    ascii_text = text if text.isascii() else _NOT_ASCII.sub(_folded_run, text)
    if not ascii_text.isascii():
        return text.translate(_FOLD)
    return ascii_text.encode("ascii").translate(_FOLD_ASCII).decode("ascii")


def _folded_run(found: re.Match[str]) -> str:
    return found[0].translate(_FOLD)


@dataclass(frozen=True, slots=True)
class Sense:
    """One thing that a surface may mean. `weight` 0..1: how surely the capitalised words mean it in news; under .5 they
    count only where something near by speaks for it. `since` and `until` are years."""

    iso3: str
    kind: MentionKind
    weight: float
    since: int | None = None
    until: int | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A surface as it is written, with its senses by falling weight; or with the rule that refuses it. `meant` is the
    right spelling where the surface is a known misspelling. Two senses of weight 1 are both meant: "the Koreas"."""

    surface: str
    senses: tuple[Sense, ...] = ()
    refused: str | None = None
    meant: str | None = None

    @property
    def joint(self) -> bool:
        """Whether the words name two countries at once."""
        return len(self.senses) > 1 and self.senses[1].weight == 1 and self.senses[1].iso3 != self.senses[0].iso3


def sense_of(cells: Sequence[str], source: str) -> Sense:
    """The sense of a reviewed row: surfaces, iso3, kind, weight, since, until, its own source or else this one. Raises
    ValueError, which says what the row should have."""
    _, iso3, kind, weight, since, until, own_source = cells[:7]
    if iso3 not in iso3_codes():
        raise ValueError(f"{iso3!r} is not an ISO 3166-1 alpha-3 code")
    if kind not in get_args(MentionKind):
        raise ValueError(f"the kind is one of {', '.join(get_args(MentionKind))}, not {kind!r}")
    try:
        sense = Sense(
            iso3, cast(MentionKind, kind), float(weight or 1), int(since) if since else None,
            int(until) if until else None, own_source or source,
        )  # fmt: skip
    except ValueError as error:
        raise ValueError("the weight is a number from 0 to 1, since and until are years") from error
    if not 0 <= sense.weight <= 1 or (sense.since or 0) > (sense.until or 9999):
        raise ValueError("the weight is a number from 0 to 1, and since is not after until")
    return sense


def fewer_capitals(known: str | None, surface: str) -> str:
    """Of two ways to write the same words the one that asks for fewer capitals: "Pa" lets "PA" in, not the reverse."""
    if known is None or sum(map(str.isupper, surface)) < sum(map(str.isupper, known)):
        return surface
    return known


@functools.lru_cache(4096)
def unpacked(packed: str) -> Entry:
    """`Springfield\\tUSA c 0.7;GBR d 0.2`: surface, then senses as iso3, first letter of the kind, weight."""
    surface, _, senses = packed.partition("\t")
    parts = (sense.split(" ") for sense in senses.split(";"))
    return Entry(
        surface,
        tuple(
            Sense(iso3, cast(MentionKind, _KINDS[kind]), float(weight), source="built") for iso3, kind, weight in parts
        ),
    )


class Entries(dict[int, Entry]):
    """The entries by the automaton's numbers, each unpacked when a text first has it."""

    def __init__(self, surfaces: Sequence[str], reviewed: Mapping[str, Entry], packed: Mapping[str, str]) -> None:
        self._surfaces, self._reviewed, self._packed = surfaces, reviewed, packed

    def __missing__(self, number: int) -> Entry:
        folded = self._surfaces[number % len(self._surfaces)]
        known = self._reviewed.get(folded)
        entry = self[number] = known if known is not None else unpacked(self._packed[folded])
        return entry
