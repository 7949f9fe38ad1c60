"""Fits what a mention weighs in salience, and what makes a focus country:

    python -m benchmarks.fit_salience [FOLDER] [--write]     FOLDER: gold sets (default: ../shared/gold/countries)

On the focus countries of reuters_1987: each weight in turn is tried at some multiples of itself, and the best is kept,
until none changes. What counts is the sum of F1 with and without the United States, which are the focus of half the
set; a weight moves only where that brings more than `PRICE`. Prints the figures of five folds, each fitted on the other
four; those of all documents before and after; and precision, recall and F1 of is_focus by threshold, for
docs/country-tags.md. `--write` puts the fitted values into reference/data/countries/salience.tsv."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.countries import Labelled, read
from benchmarks.country_scores import FOLDER, Score
from benchmarks.country_scores import score as score_of
from reference.gazetteer import load_gazetteer
from reference.salience import NAMES, PATH, Weights, load_weights, read_rows
from transforms.countries import tag_countries
from transforms.countries.salience import Seen, seen, weigh

FOLDS = 5
STEPS = (0.5, 0.7, 0.85, 1.2, 1.4, 2.0)
PRICE = 0.0003  # what a moved weight must bring at least, in the sum of two F1
ROUNDS = 4
FLOORS = (0.04, 0.08, 0.12, 0.16, 0.2, 0.25, 0.3, 0.4, 0.5)


@dataclass(frozen=True)
class Sample:
    """A document, and what salience counts in it."""

    document: Labelled
    found: tuple[Seen, ...]


def sample(document: Labelled) -> Sample:
    """Tags a document once: its mentions do not depend on the weights."""
    mentions = tag_countries(document.texts, load_gazetteer()).mentions
    return Sample(document, tuple(seen(document.texts, mentions)))


def score(samples: Iterable[Sample], weights: Weights, without: str = "") -> Score:
    """Focus countries against the wanted ones; `without` is left out on both sides."""
    said = ((one.document, frozenset(s.iso3 for s in weigh(one.found, weights) if s.is_focus)) for one in samples)
    return score_of(said, without)


def goal(samples: Sequence[Sample], weights: Weights) -> float:
    """The sum of F1 with and without the United States."""
    return score(samples, weights).f1 + score(samples, weights, without="USA").f1


def fit(samples: Sequence[Sample], begin: Weights) -> Weights:
    """One weight after the other, as long as it helps."""
    best, reached = begin.values(), goal(samples, begin)
    for _ in range(ROUNDS):
        before = reached
        for name in NAMES:
            tried = {step: goal(samples, _with(best, name, step)) for step in STEPS}
            step = max(tried, key=lambda step: (tried[step], -abs(step - 1)))
            if tried[step] > reached + PRICE:
                best, reached = _with(best, name, step).values(), tried[step]
        if reached == before:
            break
    return Weights.of(best)


def _with(values: dict[str, float], name: str, step: float) -> Weights:
    value = values[name] * step
    return Weights.of(values | {name: float(f"{min(value, 1.0) if name == 'again' else value:.3g}")})


def validated(samples: Sequence[Sample], begin: Weights) -> list[tuple[Score, Score]]:
    """Per fold, with and without the United States, under weights fitted on the other folds."""
    scores = []
    for fold in range(FOLDS):
        weights = fit([one for number, one in enumerate(samples) if number % FOLDS != fold], begin)
        held = samples[fold::FOLDS]
        scores.append((score(held, weights), score(held, weights, without="USA")))
    return scores


def thresholds(samples: Sequence[Sample], weights: Weights) -> Iterable[str]:
    """A line per share from which a country is a focus country; the other conditions stay as they are."""
    for floor in FLOORS:
        moved = Weights.of(weights.values() | {"floor": floor})
        all_of, rest = score(samples, moved), score(samples, moved, without="USA")
        yield (
            f"| {floor:g} | {all_of.precision:.3f} | {all_of.recall:.3f} | {all_of.f1:.3f} "
            f"| {rest.precision:.3f} | {rest.recall:.3f} | {rest.f1:.3f} |"
        )


def write(weights: Weights) -> None:
    """The values into the data file; head and words stay."""
    head = [line for line in PATH.read_text(encoding="utf-8").splitlines() if line.startswith(("#", "name\t"))]
    values = weights.values()
    rows = [f"{name}\t{values[name]:g}\t{meaning}" for name, _, meaning in read_rows(PATH)]
    PATH.write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    folder = next((Path(word) for word in arguments if not word.startswith("--")), FOLDER)
    samples = [sample(document) for document in read(folder / "reuters_1987.jsonl")]
    begin = load_weights()
    print(f"{len(samples)} documents, {sum(len(one.document.wanted) for one in samples)} focus countries")
    print(f"as it stands:            {score(samples, begin)}   without USA {score(samples, begin, without='USA')}")
    folds = validated(samples, begin)
    for name, place in (("", 0), (" without USA", 1)):
        f1 = [pair[place].f1 for pair in folds]
        print(f"held out, {FOLDS} folds{name}: F1 {sum(f1) / FOLDS:.4f} ({min(f1):.4f} to {max(f1):.4f})")
    fitted = fit(samples, begin)
    print(f"fitted on all:           {score(samples, fitted)}   without USA {score(samples, fitted, without='USA')}")
    moved = {name: (begin.values()[name], value) for name, value in fitted.values().items()}
    print("moved: " + (", ".join(f"{n} {a:g} to {b:g}" for n, (a, b) in moved.items() if a != b) or "nothing"))
    print("\n".join(thresholds(samples, fitted)))
    if "--write" in arguments:
        write(fitted)
        print(f"written to {PATH.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
