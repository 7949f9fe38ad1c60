"""Precision, recall and F1 of country tags on the labelled sets, as `tag.py`, its table of rules and `fit_salience.py`
use them. The measure is that of `benchmarks/countries.py`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.countries import Labelled, read

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "gold" / "countries"
# What is asked of each set: all countries that a text names, or the countries that it is about.
SETS: Mapping[str, bool] = {"geovirus": False, "lgl_half": False, "reuters_1987": True}


@dataclass(frozen=True)
class Score:
    """Micro-averaged over documents."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __str__(self) -> str:
        return f"P {self.precision:.4f} R {self.recall:.4f} F1 {self.f1:.4f}"


def score(answers: Iterable[tuple[Labelled, frozenset[str]]], without: str = "") -> Score:
    """Countries said of each document against the wanted ones. Optional ones neither gain nor lose; `without` is left
    out on both sides."""
    right = extra = missed = 0
    for document, said in answers:
        wanted = document.wanted - {without}
        said = said - (document.optional - document.wanted) - {without}
        right, extra, missed = right + len(wanted & said), extra + len(said - wanted), missed + len(wanted - said)
    return Score(right / max(1, right + extra), right / max(1, right + missed))


def load_sets(folder: Path = FOLDER) -> dict[str, list[Labelled]]:
    """The documents of each set. Raises FileNotFoundError."""
    return {name: list(read(folder / f"{name}.jsonl")) for name in SETS}
