"""The topics, and the phrases that speak for or against them, compiled for one scan of a text.

One file per topic in `reference/data/topics/`: a head of `key: value` lines (`reference.topics.heads`), then lines of a
weight and phrases (`reference.topics.seeds`). What `benchmarks/fit_topics.py` learned stands beside them in
`fitted.tsv`, phrase by phrase.
"""

from __future__ import annotations

import functools
import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from reference.topics.crosswalk import Change, edition, read_crosswalk
from reference.topics.heads import DEFAULT_BIAS, Topic, check_tree, read_parents
from reference.topics.phrases import Pattern, parse_phrase, word_forms
from reference.topics.scanner import Node, Scanner, build_scanner, uncollected
from reference.topics.seeds import (
    BIAS,
    FITTED,
    IDIOMS,
    IRREGULAR,
    OFF_TOPIC,
    Fitted,
    Seed,
    is_topic,
    read_fitted,
    read_lexicon,
)
from reference.topics.writing import ENGLISH, Writing

DATA = Path(__file__).resolve().parents[1] / "data" / "topics"
# The rules of the two files that are no topic's have these places instead of a topic's.
IDIOM, EVERY = -1, -2
_NO_TOPIC = {IDIOMS: IDIOM, OFF_TOPIC: EVERY}

__all__ = [
    "BIAS", "DATA", "DEFAULT_BIAS", "EVERY", "IDIOM", "Fitted", "Node", "Rule", "Seed", "Taxonomy", "Topic", "TopicRow",
    "compile_taxonomy", "load_taxonomy", "phrases_for", "read_fitted", "read_lexicon", "read_taxonomy", "topic_rows",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """A phrase that speaks for a topic (weight above 0) or against it; `topic` is the topic's place in the taxonomy,
    `IDIOM` or `EVERY`. `near` and `without` hold folded forms; empty means no condition."""

    topic: int
    text: str
    weight: float
    fitted: bool = False
    near: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Taxonomy:
    """All topics and their rules. `forms` leads from a folded form to the written words it may stand for, `capitals`
    the same for words that count in capitals only; `root` is the tree of phrases over those words. `version` follows
    all data of the topics, `edition` only what they mean; `parents` are above the topics, `changes` what became of
    former ones."""

    topics: tuple[Topic, ...]
    rules: tuple[Rule, ...]
    version: str
    forms: dict[str, tuple[int, ...]] = field(repr=False)
    capitals: dict[str, tuple[int, ...]] = field(repr=False)
    root: Node = field(repr=False)
    parents: tuple[Topic, ...] = ()
    changes: tuple[Change, ...] = ()
    edition: str = ""
    writing: Writing = field(default=ENGLISH, repr=False)

    @functools.cached_property
    def scanner(self) -> Scanner:
        """The automaton that finds the phrases in a text, built when the first text comes."""
        return build_scanner(self.root, self.forms, self.capitals, self.rules, IDIOM, self.writing)

    def topic(self, topic_id: str) -> Topic:
        """The topic of that id. Raises KeyError."""
        for topic in self.topics:
            if topic.topic_id == topic_id:
                return topic
        raise KeyError(topic_id)


@dataclass(frozen=True)
class TopicRow:
    """A row of ref.topics: the fields of `contracts.ref.TOPICS`."""

    topic_id: str
    label: str
    definition: str
    parent_id: str | None
    includes: tuple[str, ...]
    excludes: tuple[str, ...]
    medtop_codes: tuple[str, ...]
    medtop_labels: tuple[str, ...]
    medtop_successors: tuple[str, ...]
    version: str


@functools.cache
def load_taxonomy() -> Taxonomy:
    """The taxonomy of the project. Raises UsageError with file, line and remedy when a data file cannot be used."""
    return read_taxonomy(DATA)


@uncollected()
def read_taxonomy(folder: Path, fitted: bool = True) -> Taxonomy:
    """The taxonomy in a folder of topic files, with or without its fitted weights. Raises UsageError, as above."""
    seeds, irregular = read_lexicon(folder)
    topics, parents = [seed.topic for seed in seeds if is_topic(seed)], read_parents(folder)
    check_tree(folder, topics, parents)
    changes = read_crosswalk(folder, topics)
    table = folder / FITTED
    rows = read_fitted(table, {seed.topic.topic_id for seed in seeds}) if fitted and table.exists() else ()
    digest = hashlib.sha256()
    for path in [*sorted(folder.glob("*.txt")), folder / IRREGULAR, *([table] if rows else [])]:
        digest.update(path.name.encode() + b"\0" + (path.read_bytes() if path.exists() else b"") + b"\0")
    taxonomy = compile_taxonomy(seeds, rows, irregular, digest.hexdigest()[:12])
    return replace(taxonomy, parents=parents, changes=changes, edition=edition(folder, topics, parents, changes))


def topic_rows(taxonomy: Taxonomy) -> list[TopicRow]:
    """ref.topics: the parents, then the topics, each in their order."""
    return [
        TopicRow(
            t.topic_id, t.label, t.definition, t.parent_id,
            tuple(map(str, t.includes)), tuple(map(str, t.excludes)),
            t.medtop_codes, t.medtop_labels, tuple(medtop.successor or medtop.code for medtop in t.medtops),
            taxonomy.edition,
        )
        for t in (*taxonomy.parents, *taxonomy.topics)
    ]  # fmt: skip


def phrases_for(taxonomy: Taxonomy) -> dict[str, int]:
    """How many phrases speak for each topic, shorthand written out."""
    counted = Counter(rule.topic for rule in taxonomy.rules if rule.weight > 0)
    return {topic.topic_id: counted[place] for place, topic in enumerate(taxonomy.topics)}


def compile_taxonomy(
    seeds: tuple[Seed, ...],
    fitted: tuple[Fitted, ...],
    irregular: dict[str, tuple[str, ...]],
    version: str,
    forms: Callable[[str], tuple[str, ...]] | None = None,
) -> Taxonomy:
    """Topics and phrases as one tree. A fitted row counts only while the hand weight that it was fitted with stands, so
    that what an analyst changes in a topic file holds at once."""
    names = [seed.topic.topic_id for seed in seeds if is_topic(seed)]
    place = {name: number for number, name in enumerate(names)} | _NO_TOPIC
    adds = {(row.topic_id, row.phrase): row for row in fitted}
    compiler = _Compiler(forms or functools.partial(word_forms, irregular=irregular), forms is not None)
    for seed in seeds:
        index = place[seed.topic.topic_id]
        for phrase, hand in seed.phrases.items():
            row = adds.get((seed.topic.topic_id, phrase))
            used = row is not None and row.hand == hand
            compiler.add(index, phrase, hand + row.delta if used and row else hand, used)
        for row in fitted:
            if (
                row.topic_id == seed.topic.topic_id
                and row.hand is None
                and row.phrase not in seed.phrases
                and row.phrase != BIAS
            ):
                compiler.add(index, row.phrase, row.delta, True)
    topics = tuple(
        replace(seed.topic, bias=DEFAULT_BIAS + _bias(adds, seed.topic.topic_id)) for seed in seeds if is_topic(seed)
    )
    return Taxonomy(topics, tuple(compiler.rules), version, *compiler.form_tables(), compiler.root)


def _bias(adds: dict[tuple[str, str], Fitted], topic_id: str) -> float:
    row = adds.get((topic_id, BIAS))
    return row.delta if row else 0.0


class _Compiler:
    """Builds the tree of phrases; a written word is a number."""

    def __init__(self, forms_of: Callable[[str], tuple[str, ...]], parts: bool) -> None:
        self.forms_of, self.parts = forms_of, parts
        self.words: dict[str, int] = {}
        self.near: dict[tuple[str, ...], frozenset[str]] = {}
        self.rules: list[Rule] = []
        self.root = Node()

    def add(self, topic: int, phrase: str, weight: float, fitted: bool) -> None:
        # Written as where the file is checked: the cache has a place of its own for each way to call.
        pattern = parse_phrase(phrase, parts=True) if self.parts else parse_phrase(phrase)
        number = len(self.rules)
        self.rules.append(Rule(topic, phrase, weight, fitted, self._near(pattern.near), self._near(pattern.without)))
        self._node(pattern).rules.append(number)

    def _near(self, words: tuple[str, ...]) -> frozenset[str]:
        forms = self.near.get(words)
        if forms is None:
            forms = frozenset(form for word in words for form in self.forms_of(word))
            self.near[words] = forms
        return forms

    def _node(self, pattern: Pattern) -> Node:
        node = self.root
        for word, gap in zip(pattern.words, pattern.gaps, strict=True):
            if gap:
                node = _gap_node(node, gap)
            node = node.next.setdefault(self.words.setdefault(word, len(self.words)), Node())
        return node

    def form_tables(self) -> tuple[dict[str, tuple[int, ...]], dict[str, tuple[int, ...]]]:
        forms: dict[str, tuple[int, ...]] = {}
        capitals: dict[str, tuple[int, ...]] = {}
        for word, number in self.words.items():
            if word.isupper():
                capitals[word] = (number,)
                continue
            for form in self.forms_of(word):
                forms[form] = (*forms.get(form, ()), number)
        return forms, capitals


def _gap_node(node: Node, gap: int) -> Node:
    for size, following in node.gaps:
        if size == gap:
            return following
    node.gaps.append((gap, Node()))
    return node.gaps[-1][1]
