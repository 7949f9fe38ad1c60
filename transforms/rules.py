"""The rules that turn bytes into tags, and their versions.

There are two, because a change of how texts are tagged needs no page to be read again: the texts stand in the
warehouse. A change of how pages are read needs everything anew."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from reference.gazetteer import Gazetteer, load_gazetteer
from reference.regions import Regions, load_regions
from reference.topics.taxonomy import Taxonomy, load_taxonomy

_ROOT = Path(__file__).resolve().parent
_REFERENCE = _ROOT.parent / "reference"
# Rooms and modules whose rules are about a text. What else is in transforms has to do with how a page becomes one; a
# new room counts there until it is named here. Aggregates are in neither: they are computed anew from tags.
TAGGERS = ("countries", "regions", "topics", "tagging.py", "marks.py")
AGGREGATES = "aggregates"
# What of the reference data the reading of pages uses: counted in both versions.
READING_USES = (
    "bylines.py", "countries.py", "lines.py",
    "data/bylines/cities.txt", "data/countries/countries.csv", "data/gazetteer/given_names.txt",
)  # fmt: skip


@dataclass(frozen=True)
class Rules:
    """What a reader of pages needs besides the page. One per process."""

    gazetteer: Gazetteer
    taxonomy: Taxonomy
    regions: Regions


@functools.cache
def load_rules() -> Rules:
    """The rules as they stand in this checkout. Takes a few tenths of a second, once."""
    return Rules(load_gazetteer(), load_taxonomy(), load_regions())


@functools.cache
def reading_version() -> str:
    """12 hex digits over what makes an article of a page: a version that nobody can forget to raise."""
    code = (path for path in _ROOT.rglob("*.py") if _room(path) not in (*TAGGERS, AGGREGATES))
    return _version((*code, *(_REFERENCE / name for name in READING_USES)))


@functools.cache
def tagging_version() -> str:
    """12 hex digits over code and reference data that tag a text."""
    code = (path for path in _ROOT.rglob("*.py") if _room(path) in TAGGERS)
    data = (path for path in (_REFERENCE / "data").rglob("*") if path.is_file())
    return _version((*code, *_REFERENCE.rglob("*.py"), *data))


@functools.cache
def rules_version() -> str:
    """12 hex digits over both: the version that rows carry."""
    return hashlib.sha256(f"{reading_version()} {tagging_version()}".encode()).hexdigest()[:12]


def _room(path: Path) -> str:
    return path.relative_to(_ROOT).parts[0]


def _version(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.relative_to(_ROOT.parent).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
