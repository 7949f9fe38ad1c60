"""Fits the weights by which `transforms.pages.kinds` tells articles from pages of another kind.

    python -m benchmarks.fit_kinds [PAGES]        PAGES: a folder with truth.jsonl and html/ (default: ../shared/pages)

A logistic regression with a penalty on squares over the signs of `transforms.pages.html_signs`, each scaled by its
spread. Every page is read twice, with its address and without, as the pipeline and `desk extract` see it; both
readings of a page are in the same fold. Prints the ten-fold figures (three shuffles, whole verdicts: the gates before
the weights included) for several thresholds, then the weights fitted on everything, to be put into
`transforms/pages/kinds.py`."""

from __future__ import annotations

import sys
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.extract import NOW, PROJECT, Page, load
from contracts.records import PageContext
from transforms.pages.decode import Decoded, decode
from transforms.pages.extract import read_signs_of
from transforms.pages.html_signs import Signs

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
PENALTY = 30.0  # 3, 10 and 30 differ by less than a page; the strongest keeps the weights small
FOLDS, SHUFFLES = 10, 3


@dataclass(frozen=True)
class Sample:
    """The pages' signs with and without their addresses, what they are, and which a gate rejects before the weights."""

    with_url: Floats
    without: Floats
    other: Flags
    gated_with: Flags
    gated_without: Flags


def sample(pages: list[Page]) -> Sample:
    """Reads all pages twice."""
    with_url, without = ([_signs(page, url) for page in pages] for url in (True, False))
    return Sample(
        with_url=np.array([astuple(signs) for signs, _ in with_url], float),
        without=np.array([astuple(signs) for signs, _ in without], float),
        other=np.array([page.kind != "article" for page in pages]),
        gated_with=np.array([stopped for _, stopped in with_url]),
        gated_without=np.array([stopped for _, stopped in without]),
    )


def _signs(page: Page, with_url: bool) -> tuple[Signs, bool]:
    decoded = decode(page.payload, None)
    url = page.url if with_url else None
    if not isinstance(decoded, Decoded):
        raise ValueError(f"{page.page_id} is not text")
    return read_signs_of(decoded, PageContext(fetched_at=NOW, url=url, final_url=url))


def fit_pages(data: Sample, seen: Flags) -> tuple[Floats, float]:
    """Weights and bias from both readings of the pages that are seen, those that no gate rejects before."""
    one, two = seen & ~data.gated_with, seen & ~data.gated_without
    return fit(np.r_[data.with_url[one], data.without[two]], np.r_[data.other[one], data.other[two]])


def fit(signs: Floats, other: Flags, squares: float = PENALTY) -> tuple[Floats, float]:
    """Weights and bias, for signs as they are; `squares` is the penalty on them."""
    middle, spread = signs.mean(0), signs.std(0) + 1e-9
    scaled = np.c_[(signs - middle) / spread, np.ones(len(signs))]

    def loss(weights: Floats) -> tuple[float, Floats]:
        score = scaled @ weights
        wrong = 1 / (1 + np.exp(-score)) - other
        penalty = squares * np.r_[weights[:-1], 0]
        return float((np.logaddexp(0, score) - other * score).sum() + weights @ penalty / 2), scaled.T @ wrong + penalty

    best = minimize(loss, np.zeros(scaled.shape[1]), jac=True, method="L-BFGS-B").x
    weights = best[:-1] / spread
    return weights, float(best[-1] - middle @ weights)


def out_of_fold(data: Sample) -> tuple[Floats, Floats]:
    """Each page's score, with and without its address, by weights that did not see it; the mean of the shuffles."""
    scores = np.zeros((2, len(data.other)))
    for seed in range(SHUFFLES):
        fold = np.random.default_rng(seed).permutation(len(data.other)) % FOLDS
        for number in range(FOLDS):
            seen, unseen = fold != number, fold == number
            weights, bias = fit_pages(data, seen)
            for i, matrix in enumerate((data.with_url, data.without)):
                scores[i, unseen] += (matrix[unseen] @ weights + bias) / SHUFFLES
    return scores[0], scores[1]


def table(label: str, scores: Floats, gated: Flags, other: Flags) -> None:
    """Shares at several thresholds."""
    for most in (0.0, -0.1, -0.2, -0.3, -0.4, -0.5):
        said = gated | (scores >= most)
        print(f"{label} MOST {most:5.2f}  found {said[other].mean():.4f}  articles lost {said[~other].mean():.4f}")


def main() -> int:
    """Prints figures and weights."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else PROJECT.parent / "shared" / "pages"
    if not (folder / "truth.jsonl").exists():
        print(f"no pages at {folder}: name a folder with truth.jsonl and html/", file=sys.stderr)
        return 2
    data = sample(load(folder))
    with_url, without = out_of_fold(data)
    table("unseen, with address   ", with_url, data.gated_with, data.other)
    table("unseen, without address", without, data.gated_without, data.other)
    weights, bias = fit_pages(data, np.ones(len(data.other), bool))
    table("seen, with address     ", data.with_url @ weights + bias, data.gated_with, data.other)
    table("seen, without address  ", data.without @ weights + bias, data.gated_without, data.other)
    for name, weight in zip((field.name for field in fields(Signs)), weights, strict=True):
        print(f"    {name}={weight:.2f},")
    print(f"BIAS = {bias:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
