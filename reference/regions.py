"""Groups of countries and parts of the world: what they are, who belonged to them when, and what they are called.

Four reviewed files in `reference/data/regions/`, one entry a line: `regions.tsv`, `members.tsv`, `surfaces.tsv` and
`refusals.tsv`. What a cell holds stands in the head of each file."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal, cast, get_args

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from core.errors import UsageError
from reference.countries import iso3_codes
from reference.gazetteer import fold
from reference.lines import read_lines

DATA = Path(__file__).parent / "data" / "regions"
SURE = 0.5  # a surface of this weight counts by itself; one below it only where the text speaks for it
RegionKind = Literal["alliance", "bloc", "union", "geographic", "informal"]
SurfaceKind = Literal["name", "abbreviation", "adjective", "institution"]

_COLUMNS = {
    "regions": ("region_id", "label", "kind", "definition", "source"),
    "members": ("region_id", "iso3", "since", "until", "note"),
    "surfaces": ("surfaces", "region_id", "kind", "weight", "language", "needs", "unless"),
    "refusals": ("surfaces", "rule", "language"),
}
# Arabic writes "and", "in", "to", "as" and "so" onto the word that follows; after "to" the article loses its alif.
_ARABIC_PREFIXES = ("", "و", "ب", "ل", "ك", "ف", "وب", "ول")
# Must stand before the words where a surface begins with it ("the West"), and is no part of the mention.
_ARTICLE = "the "
# Scripts that put no blank between words, or none before particles (Korean, whose syllables fold to a first letter).
UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\u1100-\u11ff]")


@dataclass(frozen=True, slots=True)
class Region:
    """A row of ref.regions: the fields of `contracts.ref.REGIONS`."""

    region_id: str
    label: str
    kind: RegionKind
    definition: str
    source: str


@dataclass(frozen=True, slots=True)
class Membership:
    """A row of ref.region_members: `since` is the first day, `until` the first day no more."""

    region_id: str
    iso3: str
    since: date | None
    until: date | None
    note: str | None

    def holds(self, day: date) -> bool:
        """Whether the country belonged to the region on that day."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Surface:
    """Words as they are written, and the region that they name; or the rule that refuses them. `weight` 0..1. `needs`
    and `unless` match words that must, or must not, stand in the text. `language` (ISO 639-1) is None where the words
    are the same in every language."""

    written: str
    region_id: str | None
    kind: SurfaceKind
    weight: float = 1.0
    language: str | None = None
    needs: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None
    refused: str | None = None


@dataclass(frozen=True)
class Regions:
    """All of it. `automaton` finds folded surfaces; its numbers are places in `patterns`, each with how many characters
    of the match stand before the words, whether a word may go on behind them, and the surfaces that are folded so."""

    regions: tuple[Region, ...]
    members: tuple[Membership, ...]
    automaton: AhoCorasick
    patterns: tuple[tuple[int, bool, tuple[Surface, ...]], ...]
    languages: frozenset[str]


@functools.cache
def load_regions() -> Regions:
    """The regions of this process. Raises UsageError with file, line and remedy where a data file is not right."""
    regions = tuple(_regions())
    known = {region.region_id for region in regions}
    members = tuple(_members(known))
    found: dict[tuple[str, int, bool], list[Surface]] = {}
    surfaces = (*_surfaces(known), *_refusals())
    for surface in surfaces:
        for pattern in _patterns(surface.written):
            found.setdefault(pattern, []).append(replace(surface, written=surface.written.removeprefix(_ARTICLE)))
    return Regions(
        regions,
        members,
        AhoCorasick(
            [pattern for pattern, _, _ in found],
            matchkind=MatchKind.Standard,
            implementation=Implementation.ContiguousNFA,
            store_patterns=False,
        ),
        tuple((skip, joined, tuple(of)) for (_, skip, joined), of in found.items()),
        frozenset(surface.language for surface in surfaces if surface.language),
    )


def rows(name: str) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of each row of a file, as many as it has columns; missing cells are empty."""
    columns, header = _COLUMNS[name], False
    lines = read_lines(DATA / f"{name}.tsv")
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if not header:
            if tuple(cells) != columns:
                raise _wrong(name, number, f"name the columns {', '.join(columns)}, with tabs between")
            header = True
            continue
        if not 2 <= len(cells) <= len(columns) or not cells[0] or not cells[1]:
            raise _wrong(name, number, f"a row has the columns {', '.join(columns)}, with tabs between")
        yield number, cells + [""] * (len(columns) - len(cells))
    if not header:
        raise _wrong(name, max(1, len(lines)), f"name the columns {', '.join(columns)}, with tabs between")


def _wrong(name: str, line: int, remedy: str) -> UsageError:
    return UsageError(f"{DATA.name}/{name}.tsv: line {line} is not right", remedy[0].upper() + remedy[1:] + ".")


def _regions() -> Iterator[Region]:
    seen: set[str] = set()
    for number, cells in rows("regions"):
        region_id, label, kind, definition, source = cells
        if not re.fullmatch(r"[a-z0-9_]+", region_id) or region_id in seen:
            raise _wrong("regions", number, "the id is in small letters with _ between, and stands once")
        if kind not in get_args(RegionKind):
            raise _wrong("regions", number, f"the kind is one of {', '.join(get_args(RegionKind))}, not {kind!r}")
        if not definition or not source:
            raise _wrong("regions", number, "a region needs a definition and a source")
        seen.add(region_id)
        yield Region(region_id, label, cast(RegionKind, kind), definition, source)


def _members(known: set[str]) -> Iterator[Membership]:
    """The rows of members.tsv. A country that would belong twice to a region on one day would count twice."""
    found: dict[tuple[str, str], list[Membership]] = {}
    for number, (region_id, countries, since, until, note) in rows("members"):
        if region_id not in known:
            raise _wrong("members", number, f"{region_id!r} is no region of regions.tsv")
        first, last = _day(number, since), _day(number, until)
        if first and last and last <= first:
            raise _wrong("members", number, "until is a later day than since")
        for iso3 in countries.split("|"):
            if iso3 not in iso3_codes():
                raise _wrong("members", number, f"{iso3!r} is not an ISO 3166-1 alpha-3 code")
            member = Membership(region_id, iso3, first, last, note or None)
            before = found.setdefault((region_id, iso3), [])
            if any(_together(member, other) for other in before):
                raise _wrong("members", number, f"{iso3} belongs to {region_id} in these years by a line further up")
            before.append(member)
            yield member


def _together(one: Membership, other: Membership) -> bool:
    return (one.since or date.min) < (other.until or date.max) and (other.since or date.min) < (one.until or date.max)


def _day(number: int, written: str) -> date | None:
    try:
        return date.fromisoformat(f"{written}-01-01" if len(written) == 4 else written) if written else None
    except ValueError as error:
        raise _wrong("members", number, f"a day is written as 2004-05-01 or 2004, not {written!r}") from error


def _surfaces(known: set[str]) -> Iterator[Surface]:
    """The rows of surfaces.tsv. Of words that stood twice the later row would be without effect."""
    found: dict[tuple[str, str], int] = {}
    for number, (surfaces, region_id, kind, weight, language, needs, unless) in rows("surfaces"):
        if region_id not in known:
            raise _wrong("surfaces", number, f"{region_id!r} is no region of regions.tsv")
        if kind not in get_args(SurfaceKind):
            raise _wrong("surfaces", number, f"the kind is one of {', '.join(get_args(SurfaceKind))}, not {kind!r}")
        try:
            share = float(weight or 1)
        except ValueError:
            share = -1.0
        if not 0 < share <= 1:
            raise _wrong("surfaces", number, f"the weight is a number over 0 and up to 1, not {weight!r}")
        for written in _written("surfaces", number, surfaces):
            first = found.setdefault((written, language), number)
            if first != number and not (needs or unless):
                raise _wrong("surfaces", number, f"{written!r} stands in line {first} already")
            yield Surface(
                written, region_id, cast(SurfaceKind, kind), share, _language("surfaces", number, language),
                _words(needs), _words(unless),
            )  # fmt: skip


def _refusals() -> Iterator[Surface]:
    for number, (surfaces, rule, language) in rows("refusals"):
        for written in _written("refusals", number, surfaces):
            yield Surface(written, None, "name", 1.0, _language("refusals", number, language), refused=rule)


def _written(name: str, number: int, surfaces: str) -> list[str]:
    written = [surface.strip() for surface in surfaces.split("|")]
    if not all(any(map(str.isalnum, surface.removeprefix(_ARTICLE))) for surface in written):
        raise _wrong(name, number, "each surface, with | between them, has a letter or a figure")
    return written


def _language(name: str, number: int, written: str) -> str | None:
    if written and not re.fullmatch("[a-z]{2}", written):
        raise _wrong(name, number, f"the language is two letters (ISO 639-1) or empty, not {written!r}")
    return written or None


def _words(cell: str) -> re.Pattern[str] | None:
    """A pattern that finds any of the words of a cell; each may go on ("Iran" finds "Iranian")."""
    words = [re.escape(word.strip()) for word in cell.split("|") if word.strip()]
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})") if words else None


def _patterns(written: str) -> Iterator[tuple[str, int, bool]]:
    """What is looked for: folded words, how many characters of them stand before the name, and whether it may be joined
    to what follows."""
    folded = fold(unicodedata.normalize("NFC", written))  # a "+" at the end is a blank: the tagger looks at it again
    if written.startswith(_ARTICLE):
        yield f" {folded}", 1 + len(_ARTICLE), False
    elif "\uac00" <= written[0] <= "\ud7a3":
        yield f" {folded}", 1, True
    elif UNSPACED.match(written):
        yield folded, 0, True
    elif "\u0600" <= written[0] <= "\u06ff":
        yield from ((f" {prefix}{folded}", 1 + len(prefix), False) for prefix in _ARABIC_PREFIXES)
        if folded.startswith("ال"):
            yield from ((f" {before}لل{folded[2:]}", 1 + len(before), False) for before in ("", "و"))
    else:
        yield f" {folded}", 1, False
