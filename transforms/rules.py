"""The rules that turn bytes into tags, and their version."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass
from pathlib import Path

from reference.gazetteer import Gazetteer, load_gazetteer
from reference.taxonomy import Taxonomy, load_taxonomy

_ROOT = Path(__file__).resolve().parent
# What a rule is made of: how a page is read and tagged, and the data those readers use. Aggregates are not in it: they
# are computed anew from tags, and a change of theirs needs no page to be read again.
_PARTS = (
    *sorted(path for path in _ROOT.rglob("*.py") if path.parent.name != "aggregates"),
    *sorted((_ROOT.parent / "reference").rglob("*.py")),
    *sorted(path for path in (_ROOT.parent / "reference" / "data").rglob("*") if path.is_file()),
)


@dataclass(frozen=True)
class Rules:
    """What a reader of pages needs besides the page. One per process."""

    gazetteer: Gazetteer
    taxonomy: Taxonomy


@functools.cache
def load_rules() -> Rules:
    """The rules as they stand in this checkout. Takes a few tenths of a second, once."""
    return Rules(load_gazetteer(), load_taxonomy())


@functools.cache
def rules_version() -> str:
    """12 hex digits over code and data of the rules: a version that nobody can forget to raise."""
    digest = hashlib.sha256()
    for path in _PARTS:
        digest.update(path.relative_to(_ROOT.parent).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
