"""The topic tagger at its public surface: tags, evidence, senses, and what strange texts get."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.records import Texts, TopicTags
from reference.topics.taxonomy import load_taxonomy
from tests.support.work import operations, steps
from transforms.topics.tagger import KEPT, LISTED, SLOPE, tag_topics
from transforms.topics.words import MOST_WORDS


def tags(title: str | None, body: str = "", **more: object) -> frozenset[str]:
    return frozenset(topic.topic_id for topic in tag(title, body, **more).topics if topic.score >= 0.5)


def tag(title: str | None, body: str = "", **more: object) -> TopicTags:
    return tag_topics(Texts(title, body, **more), load_taxonomy())  # type: ignore[arg-type]


def field(texts: Texts, mention: object) -> str:
    name, item = mention.field, mention.item  # type: ignore[attr-defined]
    return (texts.title or "") if name == "title" else texts.body if name == "body" else texts.captions[item]


def test_talks_between_two_armed_forces_are_defence_and_diplomacy_and_little_else() -> None:
    body = (
        "Senior officers from Chile arrived in Lima for the first round of defence talks since the two countries cut "
        "military contacts.\n\nThe defence ministry said the delegations would discuss joint exercises and open a line "
        "between the two armies. The foreign minister called the meeting a sign of better relations between neighbours."
    )
    found = tags("Chile and Peru hold defence talks", body)
    assert {"defence", "diplomacy"} <= found
    assert len(found) <= 4


@pytest.mark.parametrize(
    ("text", "topic", "belongs"),
    [
        ("Nurses begin three-day strike over pay, union says", "armed_conflict", False),
        ("Air strike on village kills nine, rebels say", "armed_conflict", True),
        ("Pitcher ends the inning with his ninth strike", "armed_conflict", False),
        ("Central bank leaves interest rates unchanged", "economy_finance", True),
        ("Volunteers refill the food bank on the river bank", "economy_finance", False),
        ("Nuclear warheads were moved to a new base", "nuclear_wmd", True),
        ("Nuclear family takes longer holidays", "nuclear_wmd", False),
        ("New reactor joins the nuclear power station on the coast", "energy", True),
        ("New reactor joins the nuclear power station on the coast", "nuclear_wmd", False),
        ("Intelligence agency chief warns of foreign spies", "espionage", True),
        ("Artificial intelligence writes the exam", "espionage", False),
        ("A new virus spreads through hospitals, health ministry says", "public_health", True),
        ("Computer virus wipes school laptops", "public_health", False),
        ("Tennis champion walks off centre court", "intl_orgs_law", False),
        ("International Court of Justice opens hearings", "intl_orgs_law", True),
        ("Shooting guard traded before the deadline", "trade", False),
        ("The winger joins in a record trade between the clubs", "trade", False),
        ("Governor race goes to a recount of ballots", "elections", True),
        ("The race leader crashed on the last lap", "elections", False),
        ("Solar cell efficiency sets a record for the renewable energy industry", "terrorism", False),
        ("Police break up a terror cell that planned a car bomb", "terrorism", True),
        ("Goalkeeper keeps his place in a leaky defence", "defence", False),
    ],
)
def test_a_word_of_two_senses_is_told_by_its_neighbours(text: str, topic: str, belongs: bool) -> None:
    assert (topic in tags(text)) is belongs


def test_an_empty_text_has_no_topic_and_no_evidence() -> None:
    assert tag(None) == TopicTags()
    assert tag("", "", captions=("",)) == TopicTags()


def test_a_text_about_none_of_the_topics_gets_none() -> None:
    assert tags("Village wins prize for its flowers", "Judges praised the hanging baskets.") == frozenset()


def test_topics_come_the_surest_first_and_within_bounds() -> None:
    scores = [
        t.score for t in tag("Rebels shell port as ceasefire talks begin", "Grain ships left the harbour.").topics
    ]
    assert scores == sorted(scores, reverse=True)
    assert all(LISTED <= score <= 1 for score in scores)


def test_evidence_says_which_phrase_spoke_and_what_it_added() -> None:
    found = tag(None, "The two sides signed a cease-fire.")
    mention = next(m for m in found.mentions if m.topic_id == "peace_process")
    assert (mention.surface, mention.field, mention.start, mention.end) == ("cease-fire", "body", 23, 33)
    assert mention.rule == "cease fire"
    assert mention.weight > 0


def test_words_of_off_topic_kind_are_listed_as_evidence_against() -> None:
    found = tag("Striker's transfer embargo ends", "The league lifted the embargo on the club.")
    assert any(m.rule == "striker" and m.weight < 0 for m in found.mentions)


def test_the_weights_of_the_evidence_sum_to_the_score() -> None:
    body = (
        "Rebels shelled the oil port. Foreign ministers met in Cairo on the ceasefire. " * 9 + "The league played on."
    )
    found = tag("Rebels shell port as ceasefire talks begin", body, captions=("Rebels near the port",))
    assert len(found.topics) >= 2
    for topic in found.topics:
        weights = sum(m.weight for m in found.mentions if m.topic_id == topic.topic_id)
        assert weights == pytest.approx(topic.evidence, abs=0.00005 * len(found.mentions))
        log_odds = topic.bias + topic.evidence - topic.beside
        assert topic.score == pytest.approx(1 / (1 + math.exp(-SLOPE * log_odds)), abs=0.00005)


def test_a_topic_of_little_evidence_yields_to_one_of_much() -> None:
    found = tag("Copper price hits record", "Traders pointed to a flooded copper mine and low stocks of the metal.")
    assert [t.topic_id for t in found.topics if t.score >= 0.5] == ["minerals"]
    beside = {t.topic_id: t.beside for t in found.topics}
    assert beside.pop("minerals") == 0
    assert all(value > 0 for value in beside.values())


def test_a_list_of_keywords_at_the_foot_of_a_page_makes_no_tag() -> None:
    body = "The committee discussed the colour of the new benches in the park. " * 40
    foot = "\n\nTags: war, terrorism, election, nuclear, tariffs, migration, coup, sanctions"
    assert tags("Park gets new benches", body + foot) == frozenset()


def test_a_text_in_two_languages_is_read_in_the_one_that_the_phrases_know() -> None:
    spanish = "El gobierno y los rebeldes firmaron un acuerdo el lunes en la capital. " * 3
    assert "peace_process" in tags(None, "The rebels signed a cease-fire with the government.\n\n" + spanish)


def test_a_title_said_again_is_evidence_and_does_not_count_twice() -> None:
    title = "Parliament votes on pension law"
    once = tag(title, "A second sentence.")
    body = title + ". A second sentence."
    again = tag(title, body, repeated_title=(0, len(title)))
    assert again.topics == once.topics
    assert any(m.field == "body" and m.weight == 0 for m in again.mentions)
    assert tag(title, body).topics != once.topics


def test_a_text_without_title_gives_its_first_words_the_title_weight() -> None:
    body = "A plain sentence of some length. " * 3 + "The embargo was lifted."
    in_lead = next(m.weight for m in tag(None, body).mentions if m.rule == "embargo")
    assert in_lead > next(m.weight for m in tag("Parliament sits", body).mentions if m.rule == "embargo")


def test_a_word_repeated_without_end_counts_as_one_phrase() -> None:
    found = tag(None, "war " * 100_000)
    few = {t.topic_id: t.score for t in tag(None, "war war war war").topics}
    assert all(topic.score <= few.get(topic.topic_id, 0.0) + 0.05 for topic in found.topics)
    assert len(found.mentions) <= 3 * KEPT


def test_what_stands_behind_the_length_of_any_article_is_not_read() -> None:
    assert tag(None, "word " * (MOST_WORDS + 1) + "embargo") == TopicTags()
    assert tag(None, "word " * 100 + "embargo").mentions


def test_one_passing_word_far_down_a_long_text_is_no_tag() -> None:
    body = "The committee discussed the colour of the new benches. " * 80
    assert tags(None, body + "Somebody mentioned the civil war.") == frozenset()


def test_a_shouting_text_is_read_but_its_capitals_are_no_acronyms() -> None:
    assert "public_health" not in tags("THE MAN WHO CAME TO DINNER WINS PRIZE FOR BEST PLAY OF THE VIRUS YEARS")
    assert "armed_conflict" in tags("AIR STRIKES KILL NINE AS REBELS SHELL TOWN")


def test_the_work_for_a_long_text_grows_as_its_length() -> None:
    sentence = "Rebels shelled the oil port while foreign ministers held talks on the ceasefire. "
    short, long = (Texts(None, sentence * count) for count in (100, 1_000))
    taxonomy = load_taxonomy()
    one = steps(lambda: tag_topics(short, taxonomy))
    assert steps(lambda: tag_topics(long, taxonomy)) < 12 * one


def test_the_work_for_a_text_of_many_headings_grows_as_their_number() -> None:
    line = "Rebels shelled the oil port while foreign ministers held talks.\n\n"
    few, many = (
        Texts(None, line * count, headings=tuple((n * len(line), (n + 1) * len(line) - 2) for n in range(count)))
        for count in (40, 400)
    )
    taxonomy = load_taxonomy()
    one = operations(lambda: tag_topics(few, taxonomy))
    assert operations(lambda: tag_topics(many, taxonomy)) < 12 * one


PIECES = st.sampled_from(
    ["cease-fire", "U.N.", "İstanbul’s", "WHO", "nuclear ", "weapons", "\n\n", "\r\n", " ", "war", "ﬁre", "д",
     "、", "arms deal", "talks with the foreign minister", "😀", "coup d’État", "strike", "-", ".",
     "e\u0301lection", "\u2028"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=40).map("".join),
    st.one_of(st.none(), st.lists(PIECES, max_size=8).map(" ".join)),
    st.lists(st.lists(PIECES, max_size=4).map(" ".join), max_size=2),
    st.tuples(st.integers(0, 60), st.integers(0, 60)),
)
def test_a_span_always_holds_the_words_it_names(
    body: str, title: str | None, captions: list[str], span: tuple[int, int]
) -> None:
    texts = Texts(title, body, captions=tuple(captions), headings=(span,), repeated_title=span)
    found = tag_topics(texts, load_taxonomy())
    for mention in found.mentions:
        assert mention.surface
        assert field(texts, mention)[mention.start : mention.end] == mention.surface
    assert all(0 <= topic.score <= 1 for topic in found.topics)


def test_the_key_of_a_mention_is_unique() -> None:
    title = "Rebels reject truce as army shells port"
    found = tag(title, "The army and the rebels fought on. " * 5, captions=("Rebels near the port", "Rebels"))
    keys = [(m.topic_id, m.field, m.item, m.start, m.rule) for m in found.mentions]
    assert len(keys) == len(set(keys))
