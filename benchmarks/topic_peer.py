"""The peer of `benchmarks/topics.py` that lives in `.venv-bench`: TF-IDF and logistic regression by scikit-learn.

    .venv-bench/bin/python benchmarks/topic_peer.py ROWS

ROWS: lines {set, text, labels, judged}; a set that judges no topic is only tested on. Each set that judges is tagged in
five folds, by the rest of its rows and all of the other sets; the others by all of them. Prints lines of JSON: the
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
# A label in seven is a positive one at most: from this probability on a topic is given. Both are best on nyt_frontpage
# among C 1, 3, 10, 30 and .25 to .5.
FROM = 0.3


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
            models[topic] = LogisticRegression(C=STRENGTH, max_iter=500, solver="liblinear").fit(seen[lines], truth)
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
            others = [row for row in teaching if row.set_name != name]
            for fold in range(FOLDS):
                places = range(fold, len(rows), FOLDS)
                train = others + [row for number, row in enumerate(rows) if number % FOLDS != fold]
                topics, spent = predict(train, [rows[number] for number in places])
                seconds += spent
                for number, each in zip(places, topics, strict=True):
                    found[number] = each
        else:
            found, seconds = predict(teaching, rows)
        print(json.dumps({"set": name, "topics": found, "seconds": seconds}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
