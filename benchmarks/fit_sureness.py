"""Fits `extraction_confidence`: the share of right texts among readings with the same signs.

    python -m benchmarks.fit_sureness [PAGES]     PAGES: a folder with truth.jsonl and html/ (default: ../shared/pages)

A text is right where its F1 against the marked one (the measure of benchmarks/extract.py) is at least .9. A logistic
regression with a penalty on squares over the signs of `transforms.pages.sureness`, for the first reader's text. Prints
ten-fold figures (five shuffles), the table of said against real shares for docs/cleaning.md, the curve of the second
tier (from which share of sureness down it is asked), and the weights fitted on everything, to be put into
`transforms/pages/sureness.py`."""

from __future__ import annotations

import itertools
import sys
import time
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.extract import NOW, PROJECT, Page, f1, load, share
from benchmarks.fit_kinds import fit
from contracts.records import PageContext
from transforms.pages.clean import compose
from transforms.pages.decode import Decoded, decode
from transforms.pages.html_read import first_blocks, first_reading, prefer_second
from transforms.pages.html_second import second_reading
from transforms.pages.html_shell import without_notices
from transforms.pages.metadata import page_title
from transforms.pages.sureness import MIN_MASS, NO_ARTICLE, Features

Floats = NDArray[np.float64]
RIGHT = 0.9
FOLDS, SHUFFLES, PENALTY = 10, 5, 10.0
ASKED = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)


@dataclass(frozen=True)
class Sample:
    """A page read by both readers: precision and recall of each, CPU seconds, and what would be taken if both were
    asked."""

    source: str
    signs: Features
    mass: int
    first: tuple[float, float]
    second: tuple[float, float]
    second_preferred: bool
    seconds: tuple[float, float]


def sample(page: Page) -> Sample:
    """Both readings of a page. Raises ValueError where the page is no text."""
    begin = time.process_time()
    decoded = decode(page.payload, None)
    if not isinstance(decoded, Decoded):
        raise ValueError(f"{page.page_id} is not text")
    context = PageContext(fetched_at=NOW, url=page.url, final_url=page.url)
    first = first_reading(decoded.text, page.url)
    blocks = first_blocks(first, page_title(first.data, context))
    text = compose(blocks).body
    middle = time.process_time()
    other = second_reading(without_notices(first.markup))
    end = time.process_time()
    return Sample(
        source=page.source,
        signs=first.signs,
        mass=first.taken.mass,
        first=share(page.text, text),
        second=share(page.text, compose(other).body),
        second_preferred=bool(other) and prefer_second(other, blocks),
        seconds=(middle - begin, end - middle),
    )


def one_f1(pair: tuple[float, float]) -> float:
    """F1 of one page."""
    return 2 * pair[0] * pair[1] / sum(pair) if sum(pair) else 0.0


def sure(signs: Floats, mass: Floats, weights: Floats, bias: float) -> Floats:
    """As `transforms.pages.sureness.sureness` does it."""
    said: Floats = 1 / (1 + np.exp(-(signs @ weights + bias)))
    return np.where(mass < MIN_MASS, np.minimum(said, NO_ARTICLE), said)


def out_of_fold(signs: Floats, mass: Floats, right: NDArray[np.bool_]) -> Floats:
    """Each page's sureness by weights that did not see it; the mean of the shuffles."""
    said = np.zeros(len(right))
    for seed in range(SHUFFLES):
        fold = np.random.default_rng(seed).permutation(len(right)) % FOLDS
        for number in range(FOLDS):
            weights, bias = fit(signs[fold != number], right[fold != number], PENALTY)
            unseen = fold == number
            said[unseen] += sure(signs[unseen], mass[unseen], weights, bias) / SHUFFLES
    return said


def reliability(said: Floats, scores: Floats) -> None:
    """Said and real shares: tenths of the pages in the order of their sureness."""
    right = scores >= RIGHT
    loss = -np.where(right, np.log(said), np.log(1 - said)).mean()
    base = right.mean()
    bare = -(base * np.log(base) + (1 - base) * np.log(1 - base))
    print(f"unseen: logarithmic loss {loss:.3f}, of the bare share {bare:.3f}; right {base:.3f}")
    print("| pages | said, from to | said, mean | really right | mean F1 |")
    print("|---|---|---|---|---|")
    bounds = (0.0, 0.3, 0.6, 0.7, 0.8, 0.85, 0.9, 0.925, 0.95, 0.975, 1.01)
    for low, high in itertools.pairwise(bounds):
        part = (said >= low) & (said < high)
        if part.any():
            print(
                f"| {part.sum()} | {low:.3f} to {min(high, 1):.3f} | {said[part].mean():.2f} "
                f"| {right[part].mean():.2f} | {scores[part].mean():.3f} |"
            )


def curve(samples: list[Sample], said: Floats) -> None:
    """What asking the second reader below each sureness does to F1 and speed, on articles."""
    print("| asked below | pages asked | F1 zyte | F1 wcxb | with an oracle | pages/s |")
    print("|---|---|---|---|---|---|")
    for most in ASKED:
        asked = [bool(value < most) for value in said]
        taken = [s.second if ask and s.second_preferred else s.first for s, ask in zip(samples, asked, strict=True)]
        best = [max(s.first, s.second, key=one_f1) if ask else s.first for s, ask in zip(samples, asked, strict=True)]
        seconds = sum(s.seconds[0] + s.seconds[1] * ask for s, ask in zip(samples, asked, strict=True))
        of = [[f1([p for p, s in zip(pairs, samples, strict=True) if s.source == name]) for name in ("zyte", "wcxb")]
              for pairs in (taken, best)]  # fmt: skip
        print(
            f"| {min(most, 1):.1f} | {100 * np.mean(asked):.1f} % | {of[0][0]:.4f} | {of[0][1]:.4f} "
            f"| {of[1][0]:.4f}, {of[1][1]:.4f} | {len(samples) / seconds:.0f} |"
        )


def main() -> int:
    """Prints figures, tables and weights."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else PROJECT.parent / "shared" / "pages"
    if not (folder / "truth.jsonl").exists():
        print(f"no pages at {folder}: name a folder with truth.jsonl and html/", file=sys.stderr)
        return 2
    samples = [sample(page) for page in load(folder) if page.text]
    signs = np.array([astuple(s.signs) for s in samples], float)
    mass = np.array([s.mass for s in samples], float)
    scores = np.array([one_f1(s.first) for s in samples])
    said = out_of_fold(signs, mass, scores >= RIGHT)
    reliability(said, scores)
    curve(samples, said)
    weights, bias = fit(signs, scores >= RIGHT, PENALTY)
    for name, weight in zip((field.name for field in fields(Features)), weights, strict=True):
        print(f"    {name}={weight:.2f},")
    print(f"BIAS = {bias:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
