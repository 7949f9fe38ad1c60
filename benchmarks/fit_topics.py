"""Fits the weights of the topic phrases on labelled sets: `python -m benchmarks.fit_topics [FOLDER] [--write]`.

For each topic that a set judges: a logistic regression whose features are the phrases of the tagger, the hand-made
ones and those of one to three words that the texts of the topic use more than the rest. The hand weight is the prior:
what is learned is the difference, under an elastic net, so that a phrase of which the sets say little keeps its hand
weight. A phrase may be silenced but not turned round. Names (words that stand in capitals inside sentences) and numbers
are not learned: they are true of some years only. Without `--write` it prints five-fold figures; with it, it fits on
everything and writes `fitted.tsv`.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import sparse

from benchmarks.topic_candidates import candidates, proper_names
from benchmarks.topic_sets import DEFAULT, Labelled, LabelledSet, count_topics, read_sets, total
from core.files import write_text
from reference.topics.taxonomy import (
    BIAS,
    DATA,
    DEFAULT_BIAS,
    EVERY,
    IDIOM,
    Fitted,
    Seed,
    Taxonomy,
    compile_taxonomy,
    read_lexicon,
)
from transforms.topics.tagger import rule_masses, saturated, tag_topics, taken_beside

HINT = 2.0  # a hint may become stronger, but not a proof
ROUNDS = 1500  # of the solver: with 4,000 no weight differs by .1, on average by .007


@dataclass(frozen=True)
class Options:
    """How much is learned. The values were chosen by the five-fold figures."""

    found_penalty: float = 0.5  # L1 on the weight of a found phrase
    hand_penalty: float = 0.05  # L1 on the difference from a hand weight
    ridge: float = 0.2  # L2 on both
    positive: float = 2.5  # weight of a labelled text: .5 lies where F1 is best, not where accuracy is
    least_documents: int = 3
    per_topic: int = 600  # candidates per topic that the regression sees
    bias: float = 1.5  # how far the bias may move
    least_positives: int = 30  # texts of a topic in all sets; below, the hand weights stand
    # A found phrase alone never makes a tag. Words of few texts are often accidents ("pearl" of armed conflict), but
    # to bound them by log(1 + texts) costs .003 on nyt_frontpage and gains nothing on headlines of these years.
    largest: float = 4.0
    lowest: float = -1.0  # how far a found phrase may speak against
    smallest: float = 0.15  # below it a difference is not worth a line


def fit(seeds: tuple[Seed, ...], irregular: dict[str, tuple[str, ...]], rows: Sequence[Labelled],
        judged: dict[str, frozenset[str]], names: frozenset[str], options: Options) -> tuple[Fitted, ...]:  # fmt: skip
    """The rows of fitted.tsv that the labelled texts teach. Two rounds: the second counts the phrases that the first
    chose as the tagger will count them, where a longer phrase takes the words of a shorter one, and knows what each
    topic loses beside others of more evidence (five-fold micro F1 of nyt_frontpage .699 without that, .703 with it)."""
    chosen = candidates(rows, judged, names, seeds, irregular, options.least_documents, options.per_topic)
    found = tuple(Fitted(topic, phrase, 0.0, None) for topic, phrases in chosen.items() for phrase in phrases)
    fitted: tuple[Fitted, ...] = ()
    for _ in range(2):
        taxonomy = compile_taxonomy(seeds, found, irregular, "fit")
        matrix = features(rows, taxonomy)
        before = compile_taxonomy(seeds, fitted, irregular, "round before") if fitted else taxonomy
        taken = taken_beside_others(matrix, before) if fitted else np.zeros((len(rows), len(taxonomy.topics)))
        fitted = tuple(
            row
            for topic_id in sorted(set().union(*judged.values()))
            for row in fit_topic(topic_id, taxonomy, matrix, taken, rows, judged, options)
        )
        found = tuple(row for row in fitted if row.hand is None and row.phrase != BIAS)
    return fitted


def features(rows: Sequence[Labelled], taxonomy: Taxonomy) -> sparse.csc_matrix:
    """Texts x rules: the saturated mass of each rule."""
    line, column, value = [], [], []
    for number, row in enumerate(rows):
        for rule, mass in rule_masses(row.texts, taxonomy).items():
            line.append(number)
            column.append(rule)
            value.append(saturated(mass))
    return sparse.csc_matrix((value, (line, column)), shape=(len(rows), len(taxonomy.rules)))


def taken_beside_others(matrix: sparse.csc_matrix, taxonomy: Taxonomy) -> np.ndarray:
    """Texts x topics: what each topic's log-odds lose beside a topic of more evidence, with the taxonomy's weights."""
    count = len(taxonomy.topics)
    rules = [(number, rule) for number, rule in enumerate(taxonomy.rules) if rule.topic != IDIOM]
    numbers, columns = [n for n, _ in rules], [count if rule.topic == EVERY else rule.topic for _, rule in rules]
    weights = sparse.csr_matrix(([rule.weight for _, rule in rules], (numbers, columns)), (matrix.shape[1], count + 1))
    sums = (matrix @ weights).toarray()
    evidence = sums[:, :count] + sums[:, count:]
    return np.vectorize(taken_beside, otypes=[float])(evidence, evidence.max(axis=1, keepdims=True))


def fit_topic(topic_id: str, taxonomy: Taxonomy, matrix: sparse.csc_matrix, taken: np.ndarray, rows: Sequence[Labelled],
              judged: dict[str, frozenset[str]], options: Options) -> list[Fitted]:  # fmt: skip
    """The differences that the texts of the sets that judge the topic ask for."""
    index = [topic.topic_id for topic in taxonomy.topics].index(topic_id)
    lines = np.array([n for n, row in enumerate(rows) if topic_id in judged[row.set_name]])
    labels = np.array([topic_id in rows[n].labels for n in lines], dtype=float)
    x = matrix[lines]
    used = np.flatnonzero(np.diff(x.indptr))
    used = np.array([c for c in used if taxonomy.rules[c].topic == index])
    if not len(used) or labels.sum() < options.least_positives:
        return []
    rules = [taxonomy.rules[c] for c in used]
    hand = np.array([0.0 if rule.fitted else rule.weight for rule in rules])
    is_found = np.array([rule.fitted for rule in rules])
    penalty = np.where(is_found, options.found_penalty, options.hand_penalty)
    low = np.where(is_found, options.lowest, np.where(hand > 0, -hand, -2.0))
    high = np.where(is_found, options.largest, np.where(hand < 0, -hand, np.where(hand <= HINT, 1.0, 3.0)))
    every = [c for c, rule in enumerate(taxonomy.rules) if rule.topic == EVERY]
    given = x[:, every] @ np.array([taxonomy.rules[c].weight for c in every]) - taken[lines, index]
    delta, bias = solve(x[:, used].tocsr(), labels, given, hand, penalty, low, high, options)
    lines_ = [
        Fitted(topic_id, rule.text, round(float(d), 2), None if rule.fitted else rule.weight)
        for rule, d in zip(rules, delta, strict=True)
        if abs(d) >= options.smallest
    ]
    return [Fitted(topic_id, BIAS, round(float(bias), 2), None), *lines_]


def solve(x: sparse.csr_matrix, y: np.ndarray, given: np.ndarray, hand: np.ndarray, penalty: np.ndarray,
          low: np.ndarray, high: np.ndarray, options: Options) -> tuple[np.ndarray, float]:  # fmt: skip
    """Differences and bias that minimise weighted log-loss + L1 + L2 within bounds: accelerated proximal gradient
    (Beck and Teboulle 2009)."""
    weight = np.where(y > 0, options.positive, 1.0)
    offset = given + x @ hand + DEFAULT_BIAS
    ones = np.ones(len(y))
    # Lipschitz constant of the gradient: a quarter of the largest eigenvalue of X'WX, found by power iteration.
    probe = np.ones(x.shape[1] + 1)
    for _ in range(20):
        image = x @ probe[:-1] + probe[-1]
        back = np.append(x.T @ (weight * image), (weight * image).sum())
        probe = back / np.linalg.norm(back)
    step = 1.0 / (0.25 * np.linalg.norm(back) * 1.1 + options.ridge)
    now = np.zeros(x.shape[1] + 1)
    ahead, pace = now.copy(), 1.0
    for _ in range(ROUNDS):
        z = offset + x @ ahead[:-1] + ahead[-1]
        error = weight * (1.0 / (1.0 + np.exp(-np.clip(z, -40, 40))) - y)
        gradient = np.append(x.T @ error + options.ridge * ahead[:-1], error @ ones)
        moved = ahead - step * gradient
        delta = np.sign(moved[:-1]) * np.maximum(np.abs(moved[:-1]) - step * penalty, 0.0)
        after = np.append(np.clip(delta, low, high), np.clip(moved[-1], -options.bias, options.bias))
        pace_after = (1 + math.sqrt(1 + 4 * pace * pace)) / 2
        ahead = after + (pace - 1) / pace_after * (after - now)
        now, pace = after, pace_after
    return now[:-1], float(now[-1])


def cross_scores(sets: Sequence[LabelledSet], seeds: tuple[Seed, ...], irregular: dict[str, tuple[str, ...]],
                 options: Options, folds: int = 5) -> dict[str, dict[str, float]]:  # fmt: skip
    """The listed scores of each text, by a taxonomy that was fitted on the other folds."""
    rows = [row for each in sets for row in each.rows]
    judged = {each.name: each.judged for each in sets}
    names = proper_names(rows)
    got: dict[str, dict[str, float]] = {}
    for fold in range(folds):
        taught = [row for number, row in enumerate(rows) if number % folds != fold]
        fitted = fit(seeds, irregular, taught, judged, names, options)
        taxonomy = compile_taxonomy(seeds, fitted, irregular, "fold")
        for row in rows[fold::folds]:
            got[row.doc_id] = {t.topic_id: t.score for t in tag_topics(row.texts, taxonomy).topics}
    return got


def print_folds(sets: Sequence[LabelledSet], seeds: tuple[Seed, ...], irregular: dict[str, tuple[str, ...]],
                options: Options) -> None:  # fmt: skip
    """Prints five-fold micro F1 of each set, and F1 of each topic."""
    got = cross_scores(sets, seeds, irregular, options)
    for each in sets:
        found = [frozenset(topic for topic, score in got[row.doc_id].items() if score >= 0.5) for row in each.rows]
        counts = count_topics([row.labels for row in each.rows], found, each.judged)
        for topic, c in sorted(counts.items(), key=lambda item: -(item[1].hit + item[1].missed)):
            print(f"  {topic:22s} P {c.precision:.3f} R {c.recall:.3f} F1 {c.f1:.3f} n {c.hit + c.missed:4d}")
        print(f"{each.name}: micro F1 five-fold {total(counts).f1:.4f}")


def write_fitted(path: Path, fitted: Sequence[Fitted], sets: Sequence[LabelledSet]) -> None:
    """fitted.tsv, topic by topic, the largest differences first."""
    described = ", ".join(f"{each.name} ({len(each.rows)} texts)" for each in sets)
    lines = [
        f"# Written by benchmarks/fit_topics.py from {described}. Not to be edited: change the topic's own file, and a",
        "# row whose hand weight no longer stands is not used. Facts about words; no sentence of a set is in it.",
        "# topic, phrase, what is added to its weight, hand weight it was fitted with (empty: a phrase that was found)",
    ]
    by_topic: dict[str, list[Fitted]] = defaultdict(list)
    for row in fitted:
        by_topic[row.topic_id].append(row)
    for topic_id in sorted(by_topic):
        for row in sorted(by_topic[topic_id], key=lambda r: (r.phrase != BIAS, -abs(r.delta), r.phrase)):
            lines.append(f"{row.topic_id}\t{row.phrase}\t{row.delta:g}\t{'' if row.hand is None else f'{row.hand:g}'}")
    write_text(path, "\n".join(lines) + "\n")


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--write", action="store_true", help="fit on everything and write fitted.tsv")
    for name, default in vars(Options()).items():
        parser.add_argument(f"--{name}", type=type(default), default=default)
    given = parser.parse_args(arguments)
    options = Options(**{name: getattr(given, name) for name in vars(Options())})
    sets = read_sets(given.folder)
    seeds, irregular = read_lexicon(DATA)
    if given.write:
        rows = [row for each in sets for row in each.rows]
        fitted = fit(seeds, irregular, rows, {e.name: e.judged for e in sets}, proper_names(rows), options)
        write_fitted(DATA / "fitted.tsv", fitted, sets)
        print(f"{len(fitted)} rows written to {DATA / 'fitted.tsv'}")
    else:
        print_folds(sets, seeds, irregular, options)


if __name__ == "__main__":
    main(sys.argv[1:])
