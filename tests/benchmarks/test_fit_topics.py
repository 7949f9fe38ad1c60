"""The fit of the topic weights sees texts as the tagger does, and learns from labels what it says it learns."""

from __future__ import annotations

import pytest

from benchmarks.fit_topics import features, taken_beside_others
from benchmarks.topic_sets import Labelled
from contracts.records import Texts
from reference.taxonomy import load_taxonomy
from transforms.topics import tag_topics

TWO_TOPICS = Texts(
    "Rebels shell army base as oil prices rise",
    "Rebels shelled an army base near the pipeline. Oil prices rose, and peace talks stood still.",
)


def test_the_fit_takes_from_a_topic_what_the_tagger_takes_from_it_beside_others() -> None:
    taxonomy = load_taxonomy()
    row = Labelled("made", "1", TWO_TOPICS, frozenset())
    taken = taken_beside_others(features([row], taxonomy), taxonomy)[0]
    listed = {score.topic_id: score.beside for score in tag_topics(TWO_TOPICS, taxonomy).topics}
    place = {topic.topic_id: number for number, topic in enumerate(taxonomy.topics)}
    assert any(listed.values())
    assert {topic: taken[place[topic]] for topic in listed} == pytest.approx(listed)
