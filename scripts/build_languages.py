"""Begins `reference/data/gazetteer/languages/<code>.tsv` for a language: names of countries as Unicode CLDR has them,
and those capitals that it names (its cities of time zones), through babel. People review and complete the files from
there, so an existing file is left alone unless --print asks to see what CLDR would give:

    .venv/bin/python scripts/build_languages.py es pt          .venv/bin/python scripts/build_languages.py --print es"""

from __future__ import annotations

import sys
from pathlib import Path

from babel import Locale

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from reference.countries import load_countries
from reference.languages import COLUMNS, DATA

# Capitals whose names CLDR translates, by the zone they stand for; others are added by hand.
_ZONES = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


def main(arguments: list[str]) -> None:
    for code in arguments:
        if code == "--print":
            continue
        path = DATA / f"{code}.tsv"
        text = "\n".join(lines(Locale.parse(code))) + "\n"
        if "--print" in arguments:
            sys.stdout.write(text)
        elif path.exists():
            print(f"{path.name} is there already; see --print")
        else:
            path.write_text(text, encoding="utf-8")


def lines(locale: Locale) -> list[str]:
    """The file's lines for a locale."""
    found = [f"# {locale.english_name}. source: Unicode CLDR, and common use in the press", "\t".join(COLUMNS)]
    # A city that a language writes as the zone's name says has no entry of its own.
    ids = {zone.rpartition("/")[2].replace("_", " ") for zone in Locale("ru").time_zones if zone.startswith(_ZONES)}
    cities = {city: city for city in ids} | {
        zone.rpartition("/")[2].replace("_", " "): names["city"]
        for zone, names in locale.time_zones.items()
        if zone.startswith(_ZONES) and "city" in names
    }
    capitals = []
    for country in load_countries():
        name = locale.territories.get(country.iso2 or "")
        if name:
            found.append(f"{name}\t{country.iso3}\tname")
        city = cities.get(country.capital or "")
        if city:
            capitals.append(f"{city}\t{country.iso3}\tcapital")
    return found + capitals


if __name__ == "__main__":
    main(sys.argv[1:])
