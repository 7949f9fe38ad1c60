"""Words of several senses: sentences of our own, each with topics that it has and topics that it must not have. With
`-s` the test prints how many sentences of each word are read rightly."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from contracts.records import Texts
from reference.topics.taxonomy import load_taxonomy
from transforms.topics import tag_topics

TABLE = Path(__file__).resolve().with_name("topic_senses.tsv")
FLOOR = 0.9  # of the sentences of all words
FLOOR_OF_A_WORD = 0.6


def rows() -> list[tuple[str, frozenset[str], frozenset[str], str]]:
    lines = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [(word, frozenset(has.split()), frozenset(lacks.split()), text) for word, _, has, lacks, text in lines]


def test_the_senses_of_a_word_are_kept_apart() -> None:
    taxonomy = load_taxonomy()
    right: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for word, has, lacks, text in rows():
        tags = {t.topic_id for t in tag_topics(Texts(text, ""), taxonomy).topics if t.score >= 0.5}
        every[word] += 1
        right[word] += has <= tags and not lacks & tags
        if not has <= tags or lacks & tags:
            print(f"{word}: {text}: {', '.join(sorted(tags)) or 'no topic'}")
    for word in every:
        print(f"{word:14s} {right[word]:3d} of {every[word]}")
    assert right.total() >= FLOOR * every.total()
    assert all(right[word] >= FLOOR_OF_A_WORD * every[word] for word in every)


def test_the_table_names_topics_that_there_are() -> None:
    known = {topic.topic_id for topic in load_taxonomy().topics}
    assert all(has | lacks <= known and has | lacks for _, has, lacks, _ in rows())
    assert len(rows()) >= 150
