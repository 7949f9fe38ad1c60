"""Labelled sets for the topic tagger: reading them, and micro F1 as `eval/score.py topics` counts it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from contracts.records import Texts

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "gold" / "topics"
NAMES = ("nyt_frontpage", "reuters_1987")
# Topics whose false alarms cost an analyst most.
HARD = {
    "defence", "armed_conflict", "terrorism", "diplomacy", "sanctions",
    "nuclear_wmd", "trade", "migration", "elections", "human_rights",
}  # fmt: skip


@dataclass(frozen=True)
class Labelled:
    """A text and the topics that people gave it. Of topics outside `judged` the set says nothing."""

    set_name: str
    doc_id: str
    texts: Texts
    labels: frozenset[str]


@dataclass(frozen=True)
class LabelledSet:
    name: str
    judged: frozenset[str]
    rows: tuple[Labelled, ...]


def read_sets(folder: Path) -> tuple[LabelledSet, ...]:
    """The sets in a folder, `scored.json` beside them. Raises OSError when one is missing."""
    judged = json.loads((folder / "scored.json").read_text(encoding="utf-8"))
    return tuple(
        LabelledSet(name, frozenset(judged[name]), read_rows(folder / f"{name}.jsonl"))
        for name in NAMES
        if (folder / f"{name}.jsonl").exists()
    )


def read_rows(path: Path) -> tuple[Labelled, ...]:
    """Rows `{doc_id?, title?, text, labels?}`. A text that begins with its title says it again."""
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        row = json.loads(line)
        title, text = row.get("title") or None, row["text"]
        again = (0, len(title)) if title and text.startswith(title) else None
        texts = Texts(title, text, repeated_title=again)
        rows.append(Labelled(path.stem, str(row.get("doc_id", number)), texts, frozenset(row.get("labels", ()))))
    return tuple(rows)


@dataclass(frozen=True)
class Counts:
    """True positives, false positives, false negatives of one topic or of many."""

    hit: int = 0
    false: int = 0
    missed: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.hit + other.hit, self.false + other.false, self.missed + other.missed)

    @property
    def precision(self) -> float:
        return self.hit / max(1, self.hit + self.false)

    @property
    def recall(self) -> float:
        return self.hit / max(1, self.hit + self.missed)

    @property
    def f1(self) -> float:
        return 2 * self.hit / max(1, 2 * self.hit + self.false + self.missed)


def count_topics(
    gold: Sequence[frozenset[str]], found: Sequence[frozenset[str]], judged: Iterable[str]
) -> dict[str, Counts]:
    """The counts of each topic that a set judges."""
    counts = {topic: Counts() for topic in judged}
    for want, got in zip(gold, found, strict=True):
        for topic in want | got:
            if topic in counts:
                counts[topic] += Counts(topic in want & got, topic in got - want, topic in want - got)
    return counts


def total(counts: dict[str, Counts]) -> Counts:
    """All topics together: what micro F1 is of."""
    return sum(counts.values(), Counts())
