"""The countries: ISO 3166-1 and Kosovo, with the regions of the UN's M49 standard."""

from __future__ import annotations

import csv
import functools
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal, cast

from core.errors import UsageError
from reference.lines import read_lines

PATH = Path(__file__).parent / "data" / "countries" / "countries.csv"
Status = Literal["state", "territory"]


@dataclass(frozen=True, slots=True)
class Country:
    """A row of ref.countries: the fields of `contracts.ref.COUNTRIES`."""

    iso3: str
    iso2: str | None
    name: str
    official_name: str | None
    region: str | None
    subregion: str | None
    capital: str | None
    status: Status


_FIELDS = [field.name for field in fields(Country)]


@functools.cache
def load_countries() -> tuple[Country, ...]:
    """All countries in the order of their iso3. Raises UsageError with file, line and remedy for a wrong row."""
    reader = csv.reader(read_lines(PATH))
    if next(reader, []) != _FIELDS:
        raise UsageError(f"{PATH.name}: line 1 must name the columns", f"Write: {','.join(_FIELDS)}")
    return tuple(_country(row, reader.line_num) for row in reader if row)


@functools.cache
def iso3_codes() -> frozenset[str]:
    """The codes that a mention, a source or a focus may carry."""
    return frozenset(country.iso3 for country in load_countries())


def _country(row: list[str], line: int) -> Country:
    if len(row) != len(_FIELDS) or len(row[0]) != 3 or row[7] not in ("state", "territory"):
        raise UsageError(
            f"{PATH.name}: line {line} is not a country",
            f"Give the columns {', '.join(_FIELDS)}; iso3 has three letters, status is state or territory.",
        )
    iso3, iso2, name, official, region, subregion, capital, status = row
    return Country(
        iso3, iso2 or None, name, official or None, region or None, subregion or None, capital or None,
        cast(Status, status),
    )  # fmt: skip
