"""Figures of the topic tagger: `python -m benchmarks.topics [FOLDER]`.

Prints, for each labelled set in FOLDER (default `../shared/gold/topics`), micro F1 with the hand weights alone and with
the stored fitted ones (the five-fold figures, which are the honest ones for a set that was fitted on, are printed by
`fit_topics`), how often a score keeps its word (reliability), then the same for our own headlines, the false alarms on
texts of other kinds, and documents per second of one core.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.topic_sets import DEFAULT, Labelled, count_topics, read_rows, read_sets, total
from contracts.records import Texts
from reference.taxonomy import DATA, Taxonomy, read_taxonomy
from transforms.topics import tag_topics

EVAL = Path(__file__).resolve().parents[1] / "tests" / "eval"
# Topics whose false alarms cost an analyst most.
HARD = {
    "defence", "armed_conflict", "terrorism", "diplomacy", "sanctions",
    "nuclear_wmd", "trade", "migration", "elections", "human_rights",
}  # fmt: skip


def scores(rows: Sequence[Labelled], taxonomy: Taxonomy) -> list[dict[str, float]]:
    """The listed topics of each text."""
    return [{t.topic_id: t.score for t in tag_topics(row.texts, taxonomy).topics} for row in rows]


def print_set(name: str, rows: Sequence[Labelled], judged: frozenset[str], both: dict[str, Taxonomy]) -> None:
    gold = [row.labels for row in rows]
    for kind, taxonomy in both.items():
        scored = scores(rows, taxonomy)
        counts = count_topics(gold, [_tags(each) for each in scored], judged)
        whole = total(counts)
        print(f"{name}, {kind}: micro F1 {whole.f1:.4f} P {whole.precision:.4f} R {whole.recall:.4f}")
        if kind == "fitted":
            print_reliability(gold, scored, judged)


def print_reliability(
    gold: Sequence[frozenset[str]], scored: Sequence[dict[str, float]], judged: frozenset[str]
) -> None:
    """Of the scores in a band, the share whose topic people gave."""
    bands = [(0.05, 0.2), (0.2, 0.35), (0.35, 0.5), (0.5, 0.65), (0.65, 0.8), (0.8, 1.01)]
    for low, high in bands:
        hits = [t in want for want, each in zip(gold, scored, strict=True) for t, s in each.items()
                if t in judged and low <= s < high]  # fmt: skip
        print(f"  score {low:.2f}-{min(high, 1):.2f}: {len(hits):5d} times, right {sum(hits) / max(1, len(hits)):.2f}")


def _tags(scored: dict[str, float]) -> frozenset[str]:
    return frozenset(topic for topic, score in scored.items() if score >= 0.5)


def print_alarms(texts: Sequence[Texts], what: str, taxonomy: Taxonomy) -> None:
    alarms = sum(any(t.topic_id in HARD and t.score >= 0.5 for t in tag_topics(x, taxonomy).topics) for x in texts)
    print(f"hard topics on {what}: {alarms} of {len(texts)} texts ({alarms / max(1, len(texts)):.1%})")


def print_speed(texts: Sequence[Texts], what: str, taxonomy: Taxonomy) -> None:
    started = time.process_time()
    for text in texts:
        tag_topics(text, taxonomy)
    seconds = time.process_time() - started
    words = sum(len(text.body.split()) for text in texts) // max(1, len(texts))
    print(f"{len(texts) / seconds:.0f} documents/s of {words} words ({what})")


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT)
    folder = parser.parse_args(arguments).folder
    both = {"hand weights": read_taxonomy(DATA, fitted=False), "fitted": read_taxonomy(DATA)}
    fitted = both["fitted"]
    print(f"taxonomy {fitted.version}: {len(fitted.topics)} topics, {len(fitted.rules)} phrases")
    sets = read_sets(folder) if folder.exists() else ()
    for each in sets:
        print_set(each.name, each.rows, each.judged, both)
        print_alarms([row.texts for row in each.rows if not row.labels], f"unlabelled rows of {each.name}", fitted)
        print_speed([row.texts for row in each.rows[:1500]], each.name, fitted)
    modern = read_rows(EVAL / "modern_headlines.jsonl")
    print_set("modern headlines", modern, frozenset(topic.topic_id for topic in fitted.topics), both)
    lines = (EVAL / "off_topic.jsonl").read_text(encoding="utf-8").splitlines()
    print_alarms([Texts(r["title"], r["text"]) for r in map(json.loads, lines)], "sport, kitchen and shop", fitted)
    long = [Texts(row.texts.title, " ".join(r.texts.body for r in modern[n : n + 20])) for n, row in enumerate(modern)]
    print_speed(long, "headlines joined to articles", fitted)


if __name__ == "__main__":
    main(sys.argv[1:])
