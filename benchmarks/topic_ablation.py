"""What each part of the topic tagger gains: micro F1 with a part switched off."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from benchmarks.topic_sets import Labelled, LabelledSet, count_topics, total
from reference.topics.seeds import FITTED, IDIOMS, OFF_TOPIC
from reference.topics.taxonomy import DATA, Taxonomy, compile_taxonomy, read_fitted, read_lexicon, read_taxonomy
from transforms.topics import tagger


def table(sets: Sequence[LabelledSet], own: Mapping[str, Sequence[Labelled]], taxonomy: Taxonomy) -> str:
    """Rows of a table: F1 of each set, ours by name, with everything, then what is lost without a part."""
    everything = frozenset(topic.topic_id for topic in taxonomy.topics)
    asked = [(each.rows, each.judged) for each in sets] + [(tuple(rows), everything) for rows in own.values()]
    names = [each.name for each in sets] + list(own)
    lines = [f"| without | {' | '.join(names)} |", "|---" * (len(names) + 1) + "|"]
    whole = [_f1(rows, judged, taxonomy) for rows, judged in asked]
    lines.append(f"| nothing: F1 | {' | '.join(f'{f1:.4f}' for f1 in whole)} |")
    for name, (changed, constants) in _parts(taxonomy).items():
        with _set(constants):
            less = [_f1(rows, judged, changed()) for rows, judged in asked]
        lines.append(f"| {name} | {' | '.join(f'{a - b:+.4f}' for a, b in zip(whole, less, strict=True))} |")
    return "\n".join(lines)


Part = tuple[Callable[[], Taxonomy], dict[str, object]]


def _parts(taxonomy: Taxonomy) -> dict[str, Part]:
    def same() -> Taxonomy:
        return taxonomy

    hand, bare = read_taxonomy(DATA, fitted=False), _unconditional()
    idioms, kinds = _without(IDIOMS), _without(OFF_TOPIC)
    return {
        "fitted weights": (lambda: hand, {}),
        "words that must or must not be near": (lambda: bare, {}),
        "idioms": (lambda: idioms, {}),
        "words of sport, kitchen and shop": (lambda: kinds, {}),
        "more weight of the title (as the lead)": (same, {"TITLE": tagger.LEAD}),
        "less weight behind the lead (as the lead)": (same, {"REST": tagger.LEAD, "REST_WORDS": math.inf}),
        "less weight in long texts": (same, {"LONG_POWER": 0.0}),
        "saturation (each occurrence counts alike)": (same, {"saturated": lambda mass: 0.63 * mass}),
        "more weight in short texts": (same, {"SHORT_POWER": 0.0}),
        "what a stronger topic takes": (same, {"BESIDE": 0.0}),
    }


def _unconditional() -> Taxonomy:
    """The taxonomy without conditions. Two phrases may then have the same words: the one read first counts."""
    seeds, irregular = read_lexicon(DATA)
    taxonomy = compile_taxonomy(seeds, read_fitted(DATA / FITTED), irregular, "bare")
    rules = tuple(
        type(rule)(rule.topic, rule.text, rule.weight, rule.fitted, frozenset(), frozenset()) for rule in taxonomy.rules
    )
    return Taxonomy(taxonomy.topics, rules, "bare", taxonomy.forms, taxonomy.capitals, taxonomy.root)


def _without(name: str) -> Taxonomy:
    seeds, irregular = read_lexicon(DATA)
    kept = tuple(type(seed)(seed.topic, {}) if seed.topic.topic_id == name else seed for seed in seeds)
    return compile_taxonomy(kept, read_fitted(DATA / FITTED), irregular, f"without {name}")


def _f1(rows: Sequence[Labelled], judged: frozenset[str], taxonomy: Taxonomy) -> float:
    found = [
        frozenset(t.topic_id for t in tagger.tag_topics(row.texts, taxonomy).topics if t.score >= 0.5) for row in rows
    ]
    return total(count_topics([row.labels for row in rows], found, judged)).f1


@contextmanager
def _set(constants: dict[str, object]) -> Iterator[None]:
    with ExitStack() as stack:
        for name, value in constants.items():
            stack.enter_context(patch.object(tagger, name, value))
        yield
