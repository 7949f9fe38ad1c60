"""The peers of `benchmarks/tag.py` that live in `.venv-bench`: geotext and flashgeotext, as they come.

    .venv-bench/bin/python benchmarks/tag_peers.py TEXTS COUNTRIES     TEXTS: lines {doc_id, text}; COUNTRIES: our CSV

Writes a line of JSON for each: peer, version, seconds of processor time to load and to tag all texts, and the countries
found per document. Standard library and the peers only."""

from __future__ import annotations

import csv
import json
import logging
import sys
import time
import warnings
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path

Tagger = Callable[[str], Iterable[str]]  # iso2 codes of the countries in a text


def geotext(names: dict[str, str]) -> Tagger:
    """Countries, nationalities and cities, which it has with their country."""
    from geotext import GeoText

    return lambda text: GeoText(text).country_mentions


def flashgeotext(names: dict[str, str]) -> Tagger:
    """Its own lists, where a city has no country: the countries' names count."""
    from flashgeotext.geotext import GeoText

    found = GeoText()
    return lambda text: [names.get(name.lower(), "") for name in found.extract(input_text=text)["countries"]]


PEERS: dict[str, Callable[[dict[str, str]], Tagger]] = {"geotext": geotext, "flashgeotext": flashgeotext}


def main() -> int:
    """All texts, one peer after the other."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    rows = [json.loads(line) for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()]
    with Path(sys.argv[2]).open(encoding="utf-8", newline="") as handle:
        countries = list(csv.DictReader(handle))
    iso3 = {row["iso2"]: row["iso3"] for row in countries}
    names = {row[key].lower(): row["iso2"] for row in countries for key in ("name", "official_name") if row[key]}
    for name, load in PEERS.items():
        start = time.process_time()
        tag = load(names)
        tag("Georgia")
        loaded = time.process_time()
        found = {row["doc_id"]: sorted({iso3[code] for code in tag(row["text"]) if code in iso3}) for row in rows}
        seconds = time.process_time() - loaded
        print(
            json.dumps(
                {
                    "peer": name,
                    "version": version(name),
                    "load": loaded - start,
                    "seconds": seconds,
                    "countries": found,
                }
            )
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
