"""The topics: what each one is, and the phrases that speak for or against it, compiled for one scan of a text.

One file per topic in `reference/data/topics/`: a head of `key: value` lines, then lines of a weight and phrases. What
`benchmarks/fit_topics.py` learned stands beside them in `fitted.tsv`, phrase by phrase.
"""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from core.errors import UsageError
from reference.lines import read_lines
from reference.topic_phrases import Pattern, expand_phrase, parse_phrase, word_forms

DATA = Path(__file__).resolve().parent / "data" / "topics"
DEFAULT_BIAS = -3.2  # log-odds of a topic before any evidence: 4 % of articles, as in the sets it was fitted on
# Two files beside the topics: phrases that mean none of the topics whose words they use, and words that speak against
# every topic (a text about a film of a war). Their rules have these places instead of a topic's.
IDIOMS, IDIOM = "idioms", -1
OFF_TOPIC, EVERY = "off_topic", -2
_NO_TOPIC = {IDIOMS: IDIOM, OFF_TOPIC: EVERY}
IRREGULAR = "irregular_forms.tsv"
BIAS = "(bias)"  # stands in the place of a phrase in fitted.tsv


@dataclass(frozen=True)
class Topic:
    """A topic. `medtop_codes` and `medtop_labels`: IPTC Media Topics, in the same order."""

    topic_id: str
    label: str
    definition: str
    medtop_codes: tuple[str, ...]
    medtop_labels: tuple[str, ...]
    bias: float = DEFAULT_BIAS  # log-odds without evidence


@dataclass(frozen=True)
class Rule:
    """A phrase that speaks for a topic (weight above 0) or against it; `topic` is the topic's place in the taxonomy,
    `IDIOM` or `EVERY`. `near` and `without` hold folded forms; empty means no condition."""

    topic: int
    text: str
    weight: float
    fitted: bool = False
    near: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()


class Node:
    """A place in the tree of phrases: where each next word leads, which rules end here, where a gap leads."""

    __slots__ = ("gaps", "next", "rules")

    def __init__(self) -> None:
        self.next: dict[int, Node] = {}
        self.rules: list[int] = []
        self.gaps: list[tuple[int, Node]] = []


@dataclass(frozen=True)
class Taxonomy:
    """All topics and their rules. `forms` leads from a folded form to the written words it may stand for, `capitals`
    the same for words that count in capitals only; `root` is the tree of phrases over those words."""

    topics: tuple[Topic, ...]
    rules: tuple[Rule, ...]
    version: str
    forms: dict[str, tuple[int, ...]] = field(repr=False)
    capitals: dict[str, tuple[int, ...]] = field(repr=False)
    root: Node = field(repr=False)

    def topic(self, topic_id: str) -> Topic:
        """The topic of that id. Raises KeyError."""
        for topic in self.topics:
            if topic.topic_id == topic_id:
                return topic
        raise KeyError(topic_id)


@dataclass(frozen=True)
class Seed:
    """What a topic's file says: each phrase, shorthand expanded, with the weight given by hand."""

    topic: Topic
    phrases: dict[str, float]


@dataclass(frozen=True)
class Fitted:
    """A row of fitted.tsv: what the fit adds to a phrase's hand weight. `hand` is None for a phrase that it found."""

    topic_id: str
    phrase: str
    delta: float
    hand: float | None


@functools.cache
def load_taxonomy() -> Taxonomy:
    """The taxonomy of the project. Raises UsageError with file, line and remedy when a data file cannot be used."""
    return read_taxonomy(DATA)


def read_taxonomy(folder: Path, fitted: bool = True) -> Taxonomy:
    """The taxonomy in a folder of topic files, with or without its fitted weights. Raises UsageError, as above."""
    seeds, irregular = read_lexicon(folder)
    table = folder / "fitted.tsv"
    rows = read_fitted(table) if fitted and table.exists() else ()
    digest = hashlib.sha256()
    for path in [*sorted(folder.glob("*.txt")), folder / IRREGULAR, *([table] if rows else [])]:
        digest.update(path.name.encode() + b"\0" + (path.read_bytes() if path.exists() else b"") + b"\0")
    return compile_taxonomy(seeds, rows, irregular, digest.hexdigest()[:12])


def read_lexicon(folder: Path) -> tuple[tuple[Seed, ...], dict[str, tuple[str, ...]]]:
    """The topic files of a folder in their order, and the irregular word forms. Raises UsageError, as above."""
    files = sorted(folder.glob("*.txt"))
    if not files:
        raise UsageError(f"no topic files in {folder}", "Each topic is a file TOPIC.txt there.")
    return tuple(read_seed(path) for path in files), _irregular(folder / IRREGULAR)


def read_seed(path: Path) -> Seed:
    """A topic file as data. Raises UsageError naming the line."""
    head: dict[str, str] = {}
    medtop: list[tuple[str, str]] = []
    phrases: dict[str, float] = {}
    seen: dict[str, int] = {}
    for number, raw in enumerate(read_lines(path), 1):
        line = raw.split("#", 1)[0].strip()
        if not line:
            continue
        first, _, rest = line.partition(" ")
        if first.endswith(":"):
            if first == "medtop:":
                code, _, label = rest.strip().partition(" ")
                medtop.append((code, label))
            else:
                head[first[:-1]] = rest.strip()
            continue
        weight = _weight(path, number, first)
        for written in filter(None, (part.strip() for part in rest.split(";"))):
            if written in seen:
                raise _refused(path, number, f"the phrase {written!r} stands in line {seen[written]} already")
            seen[written] = number
            # Where the shorthand of two lines meets in a phrase, the line above, which is the surer one, holds.
            for phrase in _phrases(path, number, written):
                phrases.setdefault(phrase, weight)
    if path.stem not in _NO_TOPIC and not {"label", "definition"} <= head.keys():
        raise _refused(path, 1, "a topic needs the lines 'label:' and 'definition:'")
    codes, labels = tuple(code for code, _ in medtop), tuple(label for _, label in medtop)
    topic = Topic(path.stem, head.get("label", ""), head.get("definition", ""), codes, labels)
    return Seed(topic, phrases)


def read_fitted(path: Path) -> tuple[Fitted, ...]:
    """The rows of fitted.tsv: topic, phrase, what to add, hand weight it was fitted with (empty: a found phrase)."""
    rows = []
    for number, line in enumerate(read_lines(path), 1):
        if line.startswith("#") or not line.strip():
            continue
        try:
            topic_id, phrase, delta, hand = line.split("\t")[:4]
            rows.append(Fitted(topic_id, phrase, float(delta), float(hand) if hand else None))
        except ValueError as error:
            raise _refused(path, number, "not a row of topic, phrase, number, number") from error
    return tuple(rows)


def compile_taxonomy(
    seeds: tuple[Seed, ...], fitted: tuple[Fitted, ...], irregular: dict[str, tuple[str, ...]], version: str
) -> Taxonomy:
    """Topics and phrases as one tree. A fitted row counts only while the hand weight that it was fitted with stands, so
    that what an analyst changes in a topic file holds at once."""
    names = [seed.topic.topic_id for seed in seeds if seed.topic.topic_id not in _NO_TOPIC]
    place = {name: number for number, name in enumerate(names)} | _NO_TOPIC
    adds = {(row.topic_id, row.phrase): row for row in fitted}
    compiler = _Compiler(irregular)
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
        Topic(
            t.topic_id, t.label, t.definition, t.medtop_codes, t.medtop_labels, DEFAULT_BIAS + _bias(adds, t.topic_id)
        )
        for t in (seed.topic for seed in seeds)
        if t.topic_id not in _NO_TOPIC
    )
    return Taxonomy(topics, tuple(compiler.rules), version, *compiler.form_tables(), compiler.root)


def _bias(adds: dict[tuple[str, str], Fitted], topic_id: str) -> float:
    row = adds.get((topic_id, BIAS))
    return row.delta if row else 0.0


class _Compiler:
    """Builds the tree of phrases; a written word is a number."""

    def __init__(self, irregular: dict[str, tuple[str, ...]]) -> None:
        self.irregular = irregular
        self.words: dict[str, int] = {}
        self.rules: list[Rule] = []
        self.root = Node()

    def add(self, topic: int, phrase: str, weight: float, fitted: bool) -> None:
        pattern = parse_phrase(phrase)
        number = len(self.rules)
        self.rules.append(Rule(topic, phrase, weight, fitted, self._near(pattern.near), self._near(pattern.without)))
        self._node(pattern).rules.append(number)

    def _near(self, words: tuple[str, ...]) -> frozenset[str]:
        return frozenset(form for word in words for form in word_forms(word, self.irregular))

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
            for form in word_forms(word, self.irregular):
                forms[form] = (*forms.get(form, ()), number)
        return forms, capitals


def _gap_node(node: Node, gap: int) -> Node:
    for size, following in node.gaps:
        if size == gap:
            return following
    node.gaps.append((gap, Node()))
    return node.gaps[-1][1]


def _irregular(path: Path) -> dict[str, tuple[str, ...]]:
    if not path.exists():
        return {}
    lines = (line.split() for line in read_lines(path) if not line.startswith("#"))
    return {words[0]: tuple(words[1:]) for words in lines if words}


def _weight(path: Path, number: int, text: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        raise _refused(path, number, f"{text!r} is neither a weight nor a 'key:'") from None
    if not -10 <= weight <= 10:
        raise _refused(path, number, f"the weight {text} is not between -10 and 10")
    return weight


def _phrases(path: Path, number: int, written: str) -> tuple[str, ...]:
    try:
        phrases = expand_phrase(written)
        for phrase in phrases:
            parse_phrase(phrase)
    except ValueError as error:
        raise _refused(path, number, str(error)) from error
    return phrases


def _refused(path: Path, line: int, why: str) -> UsageError:
    return UsageError(f"{path.name}, line {line}: {why}", f"Correct that line of {path}.")
