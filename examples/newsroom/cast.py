"""The cast: countries as a text calls them, and people who do not exist.

A `Stage` hands them to one article and remembers whom it has named, so that a person has a full name once and a family
name after, and the countries named are known."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from random import Random

import yaml

DATA = Path(__file__).resolve().parent / "data"
APPOSITION = "\x1f"  # the end of an apposition: a comma, unless a mark of punctuation follows
_NUMBERS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_FAMILY_FIRST = frozenset({"chinese", "korean", "vietnamese"})


@dataclass(frozen=True)
class Country:
    """A country in words."""

    iso3: str
    name: str
    head: str
    adj: str
    capital: str
    cities: tuple[str, ...]
    port: str
    region: str
    names: str


@dataclass(frozen=True)
class People:
    """Lists of names, the offices and the institutes."""

    names: dict[str, dict[str, list[str]]]
    offices: dict[str, str]
    institutes: dict[str, list[str]]
    roles: tuple[str, ...]


def load_yaml(path: Path) -> object:
    """The content of a YAML file, by the C loader where there is one (ten times faster)."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)


@functools.cache
def countries() -> dict[str, Country]:
    """The stage's countries by ISO 3166-1 alpha-3 code."""
    raw = load_yaml(DATA / "countries.yml")
    assert isinstance(raw, dict)
    return {
        iso3: Country(
            iso3,
            entry["name"],
            entry.get("head", entry["name"].removeprefix("the ")),
            entry["adj"],
            entry["capital"],
            tuple(entry["cities"]),
            entry["port"],
            entry["region"],
            entry["names"],
        )
        for iso3, entry in raw.items()
    }


@functools.cache
def people() -> People:
    """The names."""
    raw = load_yaml(DATA / "people.yml")
    assert isinstance(raw, dict)
    return People(raw["names"], raw["offices"], raw["institutes"], tuple(raw["roles"]))


class Number(int):
    """A whole number as news writes it: words below ten, commas in thousands; digits always with `{n:d}`."""

    def __format__(self, spec: str) -> str:
        if spec:
            return int.__format__(self, ",")
        return _NUMBERS[self] if 0 <= self < 10 else f"{int(self):,}"


def draw(text: str, rng: Random) -> Number:
    """A number from `lo..hi` or `lo..hi/step`."""
    span, _, step = text.partition("/")
    low, _, high = span.partition("..")
    return Number(rng.randrange(int(low), int(high) + 1, int(step or 1)))


class Person:
    """A named person: the full form at the first mention in an article, the family name after."""

    def __init__(self, stage: Stage, names: str, before: str, after: str, rng: Random) -> None:
        pool = people().names[names]
        self._stage, self._before, self._after = stage, before, after
        self.is_woman = rng.random() < 0.5
        first, self.last = rng.choice(pool["f" if self.is_woman else "m"]), rng.choice(pool["last"])
        self.full = f"{self.last} {first}" if names in _FAMILY_FIRST else f"{first} {self.last}"
        self.age = Number(rng.randrange(24, 71))
        self.he, self.his = ("she", "her") if self.is_woman else ("he", "his")  # for `{a.foreign.he}`

    def __format__(self, spec: str) -> str:
        if self in self._stage.named:
            return self.last
        self._stage.named.add(self)
        return f"{self._before}{self.full}{self._after}"


class Place:
    """A country in one article: `{a}`, `{a.adj}`, `{a.capital}`, `{a.city}`, `{a.foreign}` … Each use is a mention;
    `{w[CHE]:Geneva}` writes Geneva and counts as one of Switzerland."""

    def __init__(self, stage: Stage, country: Country, city: str | None) -> None:
        self._stage, self._country = stage, country
        self._people: dict[str, Person] = {}
        cities = list(country.cities)
        Random(f"{stage.key}|{country.iso3}").shuffle(cities)
        if city is not None:
            cities = [city, *(other for other in cities if other != city)]
        self._cities = cities

    def __format__(self, spec: str) -> str:
        self._stage.mention(self._country.iso3)
        return spec or self._country.name

    def __getattr__(self, name: str) -> object:
        self._stage.mention(self._country.iso3)
        if name in ("city", "city2"):
            return self._cities[-1] if name == "city2" else self._cities[0]
        if name in ("resident", "resident2"):
            return self._person(name, "", "")
        office = people().offices.get(name)
        if office is None:
            return getattr(self._country, name)
        # These stand where the text has named the country already.
        at_home = name in ("deputy", "union", "spokes")
        return self._person(name, f"{office} " if at_home else f"{self._country.adj} {office} ", "")

    def _person(self, role: str, before: str, after: str) -> Person:
        if role not in self._people:
            # An office-holder depends on country and office only; a passer-by belongs to one article.
            owner = self._stage.key if role.startswith("resident") else str(self._stage.seed)
            key = f"{owner}|{self._country.iso3}|{role}"
            self._people[role] = Person(self._stage, self._country.names, before, after, Random(key))
        return self._people[role]


class _Any:
    """`{any[one|another]}` takes one of the words."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def __getitem__(self, options: str) -> str:
        return self._stage.rng.choice(options.split("|"))


class _Num:
    """`{num[3..9]}` draws a number."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def __getitem__(self, span: str) -> Number:
        return draw(span, self._stage.rng)


class _Past:
    """`{past[3..9]}` is the year so many years ago."""

    def __init__(self, stage: Stage, year: int) -> None:
        self._stage, self._year = stage, year

    def __getitem__(self, span: str) -> str:
        return str(self._year - draw(span, self._stage.rng))


class _World:
    """`{w[FRA].adj}`: any country of the stage by its code."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def __getitem__(self, iso3: str) -> Place:
        return self._stage.place(iso3)


class Stage:
    """What one article can draw on. `named` and `mentioned` fill as the text is written. Each piece of text draws from
    a generator of its own (`turn`), so that an article can be printed with another lead and keep its figures."""

    def __init__(self, key: str, seed: int) -> None:
        self.key, self.seed = key, seed
        self.rng = Random(key)
        self.named: set[Person] = set()
        self.mentioned: dict[str, set[str]] = {}  # country -> the pieces that name it
        self.piece = ""
        self._places: dict[str, Place] = {}

    def turn(self, name: str) -> None:
        """Begins the piece of text of that name."""
        self.piece = name
        self.rng = Random(f"{self.key}|{name}")

    def mention(self, iso3: str) -> None:
        """Notes that the piece names the country."""
        self.mentioned.setdefault(iso3, set()).add(self.piece)

    def place(self, iso3: str, city: str | None = None) -> Place:
        """The country, the same object each time; `city` is its first city in this article."""
        if iso3 not in self._places:
            self._places[iso3] = Place(self, countries()[iso3], city)
        return self._places[iso3]

    def slots(self, year: int, field: str) -> dict[str, object]:
        """The slots that every text has: two experts of different institutes of a field, `any`, `num`, `past`, `w`."""
        self.turn("experts")
        names = sorted(people().names)
        found: dict[str, object] = {}
        for slot, institute in zip(("expert", "expert2"), self.rng.sample(people().institutes[field], 2), strict=True):
            after = f", {self.rng.choice(people().roles)} at {institute}{APPOSITION}"
            found[slot] = Person(self, self.rng.choice(names), "", after, self.rng)
        return {**found, "any": _Any(self), "num": _Num(self), "past": _Past(self, year), "w": _World(self)}
