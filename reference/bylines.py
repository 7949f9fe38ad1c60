"""What a byline is read with: given names of persons, and places that stand behind them. Who reads pages needs no
gazetteer, so that a line more in it has no page read again."""

from __future__ import annotations

import functools
from pathlib import Path

from reference.countries import load_countries
from reference.lines import read_words

DATA = Path(__file__).parent / "data"
GIVEN_NAMES = DATA / "gazetteer" / "given_names.txt"
CITIES = DATA / "bylines" / "cities.txt"


@functools.cache
def given_names() -> frozenset[str]:
    """Frequent given names as they are written. Raises UsageError with file, line and remedy."""
    return read_words(GIVEN_NAMES)


@functools.cache
def places() -> frozenset[str]:
    """Countries, their capitals and other large cities as they are written. Raises UsageError, as above."""
    countries = load_countries()
    named = (name for country in countries for name in (country.name, country.official_name, country.capital) if name)
    return read_words(CITIES) | frozenset(named)
