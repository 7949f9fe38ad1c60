"""The fit of the topic weights sees texts as the tagger does, and learns from labels what it says it learns."""

from __future__ import annotations

import pytest

from benchmarks.fit_topics import Options, features, fit, taken_beside_others
from benchmarks.topic_sets import Labelled
from contracts.records import Texts
from reference.taxonomy import DATA, Seed, compile_taxonomy
from reference.topic_seeds import read_seed
from transforms.topics import tag_topics

TWO_TOPICS = Texts(
    "Rebels shell army base as oil prices rise",
    "Rebels shelled an army base near the pipeline. Oil prices rose, and peace talks stood still.",
)


def seeds(*names: str) -> tuple[Seed, ...]:
    return tuple(read_seed(DATA / f"{name}.txt") for name in (*names, "off_topic"))


def test_the_fit_takes_from_a_topic_what_the_tagger_takes_from_it_beside_others() -> None:
    taxonomy = compile_taxonomy(seeds("armed_conflict", "energy", "peace_process"), (), {}, "made")
    row = Labelled("made", "1", TWO_TOPICS, frozenset())
    taken = taken_beside_others(features([row], taxonomy), taxonomy)[0]
    listed = {score.topic_id: score.beside for score in tag_topics(TWO_TOPICS, taxonomy).topics}
    place = {topic.topic_id: number for number, topic in enumerate(taxonomy.topics)}
    assert any(listed.values())
    assert {topic: taken[place[topic]] for topic in listed} == pytest.approx(listed)


def test_a_found_word_that_few_texts_use_weighs_less_than_one_of_many() -> None:
    texts = [
        f"They saw the gleam {'of a plinth' if n % 2 else ''} {'and a trellis' if n < 3 else ''}." for n in range(40)
    ]
    rows = [Labelled("made", f"in {n}", Texts(None, text), frozenset({"space"})) for n, text in enumerate(texts)]
    rows += [Labelled("made", f"out {n}", Texts(None, "They saw the window."), frozenset()) for n in range(80)]
    free = Options(found_penalty=0.01, ridge=0.001)
    rows_ = fit(seeds("space"), {}, rows, {"made": frozenset({"space"})}, frozenset(), free)
    weights = {row.phrase: row.delta for row in rows_ if row.hand is None}
    assert 0 < weights.get("trellis", 0) <= 1.4 < weights["plinth"]
