"""The peer of `benchmarks/topics.py` that lives in `.venv-bench`: TF-IDF and logistic regression by scikit-learn.

    .venv-bench/bin/python benchmarks/topic_peer.py ROWS

ROWS: lines {set, text, labels, judged}; a set that judges no topic is only tested on. Each set that judges is tagged in
five folds, by the rest of its own rows, which suits it best; the others by the rows of all. Prints lines of JSON: the
peer's version, then per set the topics of each row, and the seconds of processor time to tag. scikit-learn and the
standard library only."""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from sklearn import __version__
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

FOLDS = 5
STRENGTH = 10.0  # C of the regression
# Both sides of a topic weigh the same, and .5 is the tag: better on both sets than a lower share of the plain
# regression (of .2 to .5 the best: .728 on nyt_frontpage, .855 on reuters_1987).
FROM = 0.5


@dataclass(frozen=True)
class Row:
    set_name: str
    text: str
    labels: frozenset[str]
    judged: frozenset[str]


def predict(train: list[Row], test: list[Row]) -> tuple[list[list[str]], float]:
    """The topics of each row, and the seconds that tagging took."""
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    seen = vectorizer.fit_transform([row.text for row in train])
    models = {}
    for topic in sorted(frozenset().union(*(row.judged for row in train))):
        lines = [number for number, row in enumerate(train) if topic in row.judged]
        truth = [topic in train[number].labels for number in lines]
        if any(truth):
            models[topic] = LogisticRegression(C=STRENGTH, solver="liblinear", class_weight="balanced").fit(
                seen[lines], truth
            )
    started = time.process_time()
    asked = vectorizer.transform([row.text for row in test])
    found: list[list[str]] = [[] for _ in test]
    for topic, model in models.items():
        for number, share in enumerate(model.predict_proba(asked)[:, 1]):
            if share >= FROM:
                found[number].append(topic)
    return found, time.process_time() - started


def main(path: Path) -> None:
    sets: dict[str, list[Row]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        sets[row["set"]].append(Row(row["set"], row["text"], frozenset(row["labels"]), frozenset(row["judged"])))
    print(json.dumps({"peer": "TF-IDF and logistic regression", "version": __version__}))
    teaching = [row for rows in sets.values() for row in rows if row.judged]
    for name, rows in sets.items():
        found: list[list[str]] = [[] for _ in rows]
        seconds = 0.0
        if rows[0].judged:
            for fold in range(FOLDS):
                places = range(fold, len(rows), FOLDS)
                train = [row for number, row in enumerate(rows) if number % FOLDS != fold]
                topics, spent = predict(train, [rows[number] for number in places])
                seconds += spent
                for number, each in zip(places, topics, strict=True):
                    found[number] = each
        else:
            found, seconds = predict(teaching, rows)
        print(json.dumps({"set": name, "topics": found, "seconds": seconds}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
