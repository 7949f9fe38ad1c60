"""The topic files as data: heads, and lines of a weight and phrases; what a fit learned; irregular word forms."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from core.errors import UsageError
from reference.lines import read_lines
from reference.topics.heads import Topic, check_topic, read_head
from reference.topics.lines import refuse
from reference.topics.phrases import expand_phrase, has_subject, parse_phrase

# Two files beside the topics: phrases that mean none of the topics whose words they use, and words that speak against
# every topic (a text about a film of a war).
IDIOMS, OFF_TOPIC = "idioms", "off_topic"
IRREGULAR, FITTED = "irregular_forms.tsv", "fitted.tsv"
BIAS = "(bias)"  # stands in the place of a phrase in fitted.tsv


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


def read_lexicon(folder: Path) -> tuple[tuple[Seed, ...], dict[str, tuple[str, ...]]]:
    """The topic files of a folder in their order, and the irregular word forms. Raises UsageError with file, line and
    remedy when one cannot be used."""
    files = sorted(folder.glob("*.txt"))
    if not files:
        raise UsageError(f"no topic files in {folder}", "Each topic is a file TOPIC.txt there.")
    return tuple(read_seed(path) for path in files), _irregular(folder / IRREGULAR)


def is_topic(seed: Seed) -> bool:
    """Whether a file is a topic's, and not that of the idioms or of the words against every topic."""
    return seed.topic.topic_id not in (IDIOMS, OFF_TOPIC)


def read_seed(path: Path) -> Seed:
    """A topic file as data. Raises UsageError naming the line."""
    head: list[tuple[int, str, str]] = []
    lines: list[tuple[int, str, str]] = []
    for number, raw in enumerate(read_lines(path), 1):
        line = raw.split("#", 1)[0].strip()
        if line:
            first, _, rest = line.partition(" ")
            of = head if first.endswith(":") else lines
            of.append((number, first.removesuffix(":"), rest.strip()))
    phrases = weighed(path, lines, _no_fault if path.stem == OFF_TOPIC else _fault)
    seed = Seed(read_head(path, head), phrases)
    if is_topic(seed):
        check_topic(path, seed.topic)
        if not any(weight > 0 for weight in phrases.values()):
            raise UsageError(f"{path.name}: no phrase speaks for the topic", f"Add to {path}: '6 words; other words'.")
    return seed


def weighed(path: Path, lines: Iterable[tuple[int, str, str]], fault: Callable[[str], str | None]) -> dict[str, float]:
    """The phrases of lines (number, weight, phrases), shorthand expanded, with their weights. `fault` says of a phrase
    why it cannot be used. Raises UsageError naming the line."""
    phrases: dict[str, float] = {}
    seen: dict[str, int] = {}
    for number, first, rest in lines:
        weight = _weight(path, number, first)
        if not rest.strip("; "):
            refuse(path, number, f"no phrase stands behind the weight {first}")
        for written in filter(None, (part.strip() for part in rest.split(";"))):
            if written in seen:
                refuse(path, number, f"the phrase {written!r} stands in line {seen[written]} already")
            seen[written] = number
            # Where the shorthand of two lines meets in a phrase, the line above, which is the surer one, holds.
            for phrase in _phrases(path, number, written, fault):
                phrases.setdefault(phrase, weight)
    return phrases


def read_fitted(path: Path, known: Collection[str] | None = None) -> tuple[Fitted, ...]:
    """The rows of fitted.tsv: topic, phrase, what to add, hand weight it was fitted with (empty: a found phrase).
    Raises UsageError naming the line; also of a row whose topic is none of the `known` ids, where they are given: what
    was learned for a topic would be lost with its name."""
    rows = []
    for number, line in enumerate(read_lines(path), 1):
        if line.startswith("#") or not line.strip():
            continue
        try:
            topic_id, phrase, delta, hand = line.split("\t")[:4]
            if phrase != BIAS:
                parse_phrase(phrase)
            row = Fitted(topic_id, phrase, float(delta), float(hand) if hand else None)
        except ValueError:
            refuse(path, number, "not a row of topic, phrase, number, number")
        if not isfinite(row.delta):
            refuse(path, number, f"what a phrase adds is a number, not {delta}")
        if known is not None and topic_id not in known:
            refuse(
                path, number, f"{topic_id!r} is no topic",
                "Where it was renamed give all its rows the new id, else take them out.",
            )  # fmt: skip
        rows.append(row)
    return tuple(rows)


def _irregular(path: Path) -> dict[str, tuple[str, ...]]:
    if not path.exists():
        return {}
    lines = (line.split() for line in read_lines(path) if not line.startswith("#"))
    return {words[0]: tuple(words[1:]) for words in lines if words}


def _weight(path: Path, number: int, text: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        refuse(path, number, f"{text!r} is neither a weight nor a 'key:'")
    if not -10 <= weight <= 10:
        refuse(path, number, f"the weight {text} is not between -10 and 10")
    return weight


def _phrases(path: Path, number: int, written: str, fault: Callable[[str], str | None]) -> tuple[str, ...]:
    try:
        phrases = expand_phrase(written)
        why = next(filter(None, map(fault, phrases)), None)
    except ValueError as error:
        refuse(path, number, str(error))
    if why is not None:
        refuse(path, number, why)
    return phrases


def _no_fault(phrase: str) -> str | None:
    """For `OFF_TOPIC`: "you" has no subject, and that a text is full of it says that it is no news."""
    return None


def _fault(phrase: str) -> str | None:
    if has_subject(parse_phrase(phrase)):
        return None
    return f"the phrase {phrase!r} has only words without a subject, so it would match everything"
