"""What `desk topics` asks of a warehouse: figures of a topic, and the texts of its stories and of the rest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import duckdb
import pytest

from contracts.records import TopicMention, TopicScore, TopicTags
from core.workspace import Workspace
from tests.support.topic_desk import add_article, add_words
from warehouse.connection import connect_writer
from warehouse.topic_check import (
    Hits,
    Overlap,
    Phrase,
    TopicCheck,
    Weighed,
    check_topic,
    stored_rules,
    take_given,
    take_stored,
)
from warehouse.topic_texts import example, story_texts

DAY = date(2026, 3, 2)
WAR = "The war went on. The army shelled a town; the film crew fled."
# (article, story, source, day, scores, judged)
ARTICLES = [
    ("a1", "s1", "alpha", 0, {"war": 0.9, "trade": 0.6}, True),
    ("a2", "s1", "beta", 0, {"war": 0.8}, True),
    ("a3", "s3", "beta", 1, {"war": 0.55, "trade": 0.7, "aid": 0.1}, True),
    ("a4", "s4", "beta", 2, {"war": 0.46}, True),
    ("a5", "s5", "alpha", 3, {"trade": 0.9}, True),
    ("a6", "s6", "gamma", 3, {}, False),
]


@pytest.fixture
def desk(tmp_path) -> Iterator[duckdb.DuckDBPyConnection]:
    con = connect_writer(Workspace(tmp_path))
    for article_id, story, source, day, scores, judged in ARTICLES:
        add_article(
            con, article_id, day=DAY + timedelta(days=day), scores=scores, story_id=story, source_id=source,
            title=f"Title {article_id}", body=WAR, judged=judged,
            language="en" if judged else None,
        )  # fmt: skip
    add_words(con, "a1", "war", WAR, ("war", "war", 4.0), ("shelled", "shell", 5.0))
    add_words(con, "a2", "war", WAR, ("war", "war", 4.0), ("film", "film", -3.0))
    add_words(con, "a3", "war", WAR, ("war", "war", 1.0), ("army", "army", 1.0))
    add_words(con, "a4", "war", WAR, ("army", "army", 1.5), ("film", "film", -3.0))
    add_words(con, "a5", "trade", WAR, ("town", "town", 6.0))
    yield con
    con.close()


def checked(
    con: duckdb.DuckDBPyConnection, topic: str = "war", doubtful: int = 10, languages: tuple[str, ...] = ("en",)
) -> TopicCheck:
    take_stored(con)
    return check_topic(con, topic, languages, doubtful)


def test_hits_are_counted_by_article_story_and_source_with_the_days(desk) -> None:
    assert checked(desk).hits == Hits(3, 1, 2, 2, 5, DAY, DAY + timedelta(days=1))
    assert checked(desk, "unheard").hits == Hits(0, 0, 0, 0, 5, None, None)


def test_hits_are_a_share_of_the_articles_in_languages_that_can_judge_the_topic(desk) -> None:
    add_article(desk, "b1", day=DAY, scores={}, source_id="delta", language="de")
    add_article(desk, "b2", day=DAY, scores={"war": 0.7}, source_id="delta", language="de")
    add_article(desk, "b3", day=DAY, scores={}, source_id="delta", language=None)
    add_article(desk, "b4", day=DAY, scores={}, source_id="delta", language=None, judged=False)

    def of_delta(*languages: str) -> tuple[int, int, float]:
        found = checked(desk, languages=languages)
        [share] = [s.share for s in found.sources if s.source_id == "delta"]
        return found.hits.articles, found.hits.judged, share

    assert of_delta("en", "de") == (4, 8, pytest.approx(1 / 3))
    # Where German cannot judge it only its tagged article stands, and the text that was read as English.
    assert of_delta("en") == (4, 7, pytest.approx(1 / 2))


def test_the_overlap_with_another_topic_is_of_this_one_and_of_both_together(desk) -> None:
    assert checked(desk).overlaps == (Overlap("trade", 2, pytest.approx(2 / 3), pytest.approx(2 / 4)),)


def test_a_sources_articles_are_a_share_of_those_that_could_be_judged(desk) -> None:
    rows = [(s.source_id, s.articles, s.stories, s.share) for s in checked(desk).sources]
    assert rows == [("beta", 2, 2, pytest.approx(2 / 3)), ("alpha", 1, 1, pytest.approx(1 / 2))]


def test_a_phrase_decided_where_none_weighs_more_and_one_against_the_topic_never_does(desk) -> None:
    assert checked(desk).phrases == (
        Phrase("war", 3, 2, 3.0),
        Phrase("army", 1, 1, 1.0),
        Phrase("shell", 1, 1, 5.0),
        Phrase("film", 1, 0, -3.0),
    )


def test_the_articles_nearest_to_the_border_come_first_with_their_heaviest_words(desk) -> None:
    found = checked(desk, doubtful=2).doubtful
    assert [(one.article_id, one.score) for one in found] == [("a4", 0.46), ("a3", 0.55)]
    assert found[0].words == (Weighed("film", -3.0), Weighed("army", 1.5))
    assert found[0].title == "Title a4"


def test_tags_that_are_given_answer_in_the_place_of_those_stored_and_nothing_is_written(desk) -> None:
    mention = TopicMention("war", "body", 4, 7, "war", "war", 4.0)
    given = [("a6", TopicTags((mention,), (TopicScore("war", 0.9), TopicScore("aid", 0.8)))), ("a1", TopicTags())]
    take_given(desk, given, "rules-2")
    found = check_topic(desk, "war", ("en",), 5)
    assert found.hits.articles == 1
    assert found.overlaps == (Overlap("aid", 1, 1.0, 1.0),)
    assert [one.article_id for one in found.doubtful] == ["a6"]
    assert desk.execute("SELECT count(*) FROM news.article_topics").fetchone() == (8,)


def test_the_versions_of_the_rules_are_those_of_the_articles(desk) -> None:
    assert stored_rules(desk) == {"rules-1"}


def texts(con: duckdb.DuckDBPyConnection, tagged: bool, most: int = 100) -> list[str]:
    take_stored(con)
    return [text.article_id for text in story_texts(con, "war", tagged=tagged, language="en", most=most, characters=20)]


def test_copies_of_one_story_are_one_text_and_the_rest_are_stories_without_the_topic_that_were_judged(desk) -> None:
    assert texts(desk, tagged=True) == ["a1", "a3"]
    assert texts(desk, tagged=False) == ["a4", "a5"]
    assert len(texts(desk, tagged=False, most=1)) == 1
    assert texts(desk, tagged=False, most=1) == texts(desk, tagged=False, most=1)


def test_texts_in_another_language_are_left_out(desk) -> None:
    add_article(desk, "b1", day=DAY, scores={"war": 0.9}, language="de")
    add_article(desk, "b2", day=DAY, scores={}, language="de")
    assert (texts(desk, tagged=True), texts(desk, tagged=False)) == (["a1", "a3"], ["a4", "a5"])


def test_a_text_is_as_long_as_asked_and_knows_what_speaks_for_the_topic(desk) -> None:
    take_stored(desk)
    first = next(iter(story_texts(desk, "war", tagged=True, language="en", most=9, characters=7)))
    assert (first.title, first.body, first.source_id) == ("Title a1", WAR[:7], "alpha")
    assert {WAR[start:end] for field, start, end in first.covered if field == "body"} == {"war", "shelled"}


def test_an_example_is_the_sentence_in_which_the_words_stand(desk) -> None:
    at = WAR.index("army")
    assert example(desk, "a3", "body", at, at + 4).sentence == WAR.split(". ")[1]
    assert example(desk, "a3", "title", 0, 5) == example(desk, "a3", "title", 6, 8)
    assert example(desk, "a3", "title", 0, 5).sentence == "Title a3"
