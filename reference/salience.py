"""What a mention weighs, and what share makes a focus country: figures fitted by `benchmarks/fit_salience.py`."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import cast, get_args

from contracts.records import MentionKind
from core.errors import UsageError
from reference.lines import read_lines

PATH = Path(__file__).parent / "data" / "countries" / "salience.tsv"
_KIND = "kind_"


@dataclass(frozen=True)
class Weights:
    """The figures by name, 0 or more; what each is stands beside it in `salience.tsv`."""

    title: float
    dateline: float
    lead: float
    body: float
    late: float
    caption: float
    again: float
    aside: float
    floor: float
    of_first: float
    even: float
    title_floor: float
    kinds: Mapping[MentionKind, float]

    @classmethod
    def of(cls, values: Mapping[str, float]) -> Weights:
        """Weights again from `values()`. Raises KeyError for a name that is missing."""
        kinds = {kind: values[_KIND + kind] for kind in get_args(MentionKind)}
        plain = {name: values[name] for name in _PLAIN}
        return cls(**plain, kinds=cast(Mapping[MentionKind, float], kinds))

    def values(self) -> dict[str, float]:
        """All figures by the names that they have in the file."""
        plain = {name: cast(float, getattr(self, name)) for name in _PLAIN}
        return plain | {_KIND + kind: value for kind, value in self.kinds.items()}


_PLAIN = tuple(field.name for field in fields(Weights) if field.name != "kinds")
NAMES = (*_PLAIN, *(_KIND + kind for kind in get_args(MentionKind)))


@functools.cache
def load_weights() -> Weights:
    """The weights of this process. Raises UsageError with file, line and remedy where the file is not right."""
    return Weights.of({name: value for name, value, _ in read_rows(PATH)})


def read_rows(path: Path) -> list[tuple[str, float, str]]:
    """Name, value and meaning of each row, in the file's order. Raises UsageError."""
    found: dict[str, tuple[str, float, str]] = {}
    header = False
    for number, line in enumerate(read_lines(path), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if not header:
            header = True
            continue
        name, value, meaning = (*line.split("\t"), "", "")[:3]
        if name not in NAMES or name in found:
            raise _wrong(path, number, f"{name!r} is no weight, or stands twice; the weights are {', '.join(NAMES)}")
        found[name] = (name, _number(path, number, value), meaning)
    missing = [name for name in NAMES if name not in found]
    if missing:
        raise UsageError(f"{path.name}: {', '.join(missing)} missing", "Each weight needs a line: name, value, words.")
    return list(found.values())


def _number(path: Path, line: int, value: str) -> float:
    try:
        number = float(value)
    except ValueError as error:
        raise _wrong(path, line, "The second column is a number, with a point") from error
    if not 0 <= number < 1000:
        raise _wrong(path, line, "A weight is 0 or more, and under 1,000")
    return number


def _wrong(path: Path, line: int, remedy: str) -> UsageError:
    return UsageError(f"{path.name}: line {line} is not right", f"{remedy}.")
