"""The fit of the topic weights sees texts as the tagger does, and learns from labels what it says it learns."""

from __future__ import annotations

import pytest

from benchmarks.fit_topics import Options, features, fit, taken_beside_others
from benchmarks.topic_sets import Labelled
from contracts.records import Texts
from reference.topics.seeds import read_seed
from reference.topics.taxonomy import DATA, Seed, compile_taxonomy
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


def test_a_phrase_that_the_labels_contradict_is_silenced_and_not_turned_round() -> None:
    texts = ["The astronauts sang.", "The rocket launch was seen.", "They saw the window."]
    rows = [
        Labelled("made", f"{place} {n}", Texts(None, text), frozenset({"space"} if place == 1 else ()))
        for place, text in enumerate(texts)
        for n in range(60)
    ]
    fitted = fit(seeds("space"), {}, rows, {"made": frozenset({"space"})}, frozenset(), Options())
    taken = {row.phrase: (row.hand or 0) + row.delta for row in fitted if row.hand is not None}
    assert 0 <= taken["astronaut"] < 2
    assert all(weight >= 0 for weight in taken.values())
    assert taken.get("rocket launch", 6) >= 4  # a phrase that keeps its weight has no row
