"""`desk topics`: a topic on the published articles, by the snapshot's tags or by the files as they stand."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from core.workspace import Workspace
from tests.support.command import ROOT, desk


def changed(workspace: Workspace, *statements: str) -> Workspace:
    """The workspace with its snapshot changed."""
    with closing(duckdb.connect(str(workspace.snapshot))) as con:
        for statement in statements:
            con.execute(statement)
    return workspace


@pytest.fixture(scope="module")
def checked(newsroom: Workspace):
    return desk("topics", "check", "trade", "--json", "--workspace", newsroom.root)


def test_a_topic_is_checked_on_the_published_articles(newsroom: Workspace, checked) -> None:
    assert checked.code == 0, checked.err
    answer = checked.json
    assert (answer["topic"], answer["scores"]) == ("trade", "snapshot")
    with closing(duckdb.connect(str(newsroom.snapshot), read_only=True)) as con:
        ((tagged,),) = con.execute(
            "SELECT count(*) FROM news.article_topics WHERE topic_id = 'trade' AND score >= .5"
        ).fetchall()
    hits = answer["check"]["hits"]
    assert hits["articles"] == tagged > 0
    assert hits["judged"] == 6
    assert any("tariff" in phrase["rule"] for phrase in answer["check"]["phrases"])
    assert "embargoes" not in answer["never_met"]
    assert len(answer["never_met"]) > 20
    assert answer["check"]["doubtful"][0]["words"][0]["words"]


def test_for_people_the_same_is_said_in_lists_with_what_the_topic_is(newsroom: Workspace) -> None:
    said = desk("topics", "check", "trade", "--limit", "2", "--workspace", newsroom.root)
    assert said.code == 0, said.err
    shown = " ".join(said.out.split())
    assert "Trade & tariffs (trade), under Economy & trade" in shown
    assert "scored by the snapshot's own tags" in shown
    assert re.search(r"articles \d of 6 that could be judged \(\d+\.\d%\)", shown)
    for title in ("Phrases", "Other topics of its articles", "Sources", "The most doubtful articles"):
        assert title in said.out
    assert "of the topic's phrases stand in none of its articles" in said.err
    assert said.clean()


def test_where_the_files_are_newer_than_the_snapshot_they_score_its_articles_alike(own_newsroom, checked) -> None:
    place = changed(
        own_newsroom, "UPDATE news.articles SET rules_version = 'older'", "DELETE FROM news.article_topics",
        "DELETE FROM news.topic_mentions",
    )  # fmt: skip
    said = desk("topics", "check", "trade", "--json", "--workspace", place.root)
    assert said.code == 0, said.err
    assert said.json["scores"] == "files"
    assert said.json["check"] == checked.json["check"]
    with closing(duckdb.connect(str(place.snapshot), read_only=True)) as con:
        assert con.execute("SELECT count(*) FROM news.article_topics").fetchone() == (0,)


def test_words_that_a_topic_lacks_are_proposed_with_sentences_of_two_sources(own_newsroom: Workspace) -> None:
    told = ", ".join(
        f"('{source}{n}', '{source}', 'Ministers met in round {n}. {said} cleared the {what} by noon.')"
        for n, (source, what) in enumerate(
            [("alpha", "bay"), ("beta", "quay"), ("gamma", "coast"), ("alpha", "strait"), ("beta", "river")]
        )
        for said in ("Sea drones",)
    )
    place = changed(
        own_newsroom,
        f"""INSERT INTO news.articles BY NAME SELECT n.* EXCLUDE (article_id, source_id, body, title, story_id),
            id AS article_id, id AS story_id, source AS source_id, said AS body, 'Another round' AS title
            FROM (FROM news.articles LIMIT 1) AS n, (VALUES {told}) AS told(id, source, said)""",
        "INSERT INTO news.article_topics SELECT article_id, 'trade', .9 FROM news.articles WHERE title = 'Another round'",
        "INSERT INTO news.article_coverage SELECT article_id, true, NULL, true, NULL, true, NULL FROM news.articles "
        "WHERE title = 'Another round'",
        "DELETE FROM news.article_topics WHERE topic_id = 'trade' AND article_id NOT IN (SELECT article_id "
        "FROM news.articles WHERE title = 'Another round')",
    )
    said = desk("topics", "suggest", "trade", "--json", "--workspace", place.root)
    assert said.code == 0, said.err
    answer = said.json
    assert (answer["stories"], answer["rest_stories"]) == (5, 6)
    drones = next(term for term in answer["terms"] if term["term"] == "sea drones cleared")
    assert (drones["stories"], drones["sources"], drones["rest_stories"]) == (5, 3, 0)
    assert {one["source_id"] for one in drones["examples"]} <= {"alpha", "beta", "gamma"}
    assert all("Sea drones cleared the" in one["sentence"] for one in drones["examples"])
    people = desk("topics", "suggest", "trade", "--limit", "1", "--workspace", place.root)
    assert "5 stories in English against 6 others" in people.out
    assert "reference/data/topics/trade.txt" in people.err


def test_nothing_is_proposed_from_one_source_and_that_is_said(newsroom: Workspace) -> None:
    said = desk("topics", "suggest", "trade", "--workspace", newsroom.root)
    assert said.code == 0
    assert "No new term" in said.err
    assert desk("topics", "suggest", "trade", "--json", "--workspace", newsroom.root).json["terms"] == []


def test_no_file_is_changed_by_either_verb(newsroom: Workspace) -> None:
    before = {path: path.stat().st_mtime_ns for path in (ROOT / "reference" / "data" / "topics").iterdir()}
    desk("topics", "suggest", "trade", "--workspace", newsroom.root)
    assert before == {path: path.stat().st_mtime_ns for path in (ROOT / "reference" / "data" / "topics").iterdir()}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("check", "trad"), "there is no topic 'trad'"),
        (("suggest", "zzz"), "There are aid_development"),
        (("check", "economy"), "'economy' is a parent"),
        (("check",), "Missing argument"),
        (("check", "trade", "--limit", "0"), "greater than or equal to 1"),
    ],
)
def test_what_is_no_topic_or_no_limit_is_wrong_usage_and_the_nearest_is_named(
    newsroom: Workspace, arguments: tuple[str, ...], says: str
) -> None:
    said = desk("topics", *arguments, "--workspace", newsroom.root)
    assert said.code == 2
    assert says in said.err
    assert said.clean()


def test_a_snapshot_of_an_older_program_is_told_from_a_fault(own_newsroom: Workspace) -> None:
    place = changed(own_newsroom, "ALTER TABLE news.article_coverage DROP COLUMN topics_judged")
    for verb in ("check", "suggest"):
        said = desk("topics", verb, "trade", "--workspace", place.root)
        assert said.code == 2
        assert "is of an older Foreign Desk" in said.err
        assert said.clean()


def test_without_a_snapshot_it_is_said_what_to_do(tmp_path: Path) -> None:
    said = desk("topics", "check", "trade", "--workspace", tmp_path)
    assert said.code == 2
    assert "nothing is published" in said.err
