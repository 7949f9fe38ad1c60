"""Topics under their parents, and under the names that they had before the taxonomy changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import duckdb
import pytest

from core.errors import UsageError
from core.workspace import Workspace
from tests.support.topic_desk import add_article, add_words
from warehouse.connection import connect_writer
from warehouse.explain import explain_cell
from warehouse.migrations import FOLDER, known_migrations, migrate
from warehouse.reference import load_reference, lost_topics

DAY = date(2026, 3, 2)
MEDTOPS = (["20000056"], ["armed conflict"], ["20000056"])
TOPICS = [
    ("security", "Security", "d", None, [], [], *MEDTOPS, "3-a"),
    ("economy", "Economy", "d", None, [], [], *MEDTOPS, "3-a"),
    ("war", "War", "d", "security", ["i"], ["o"], *MEDTOPS, "3-a"),
    ("terror", "Terror", "d", "security", ["i"], ["o"], *MEDTOPS, "3-a"),
    ("trade", "Trade", "d", "economy", ["i"], ["o"], *MEDTOPS, "3-a"),
]
# German knows what is hard: terror and trade, and nothing of war.
COVERAGE = [(topic, "en", 9) for topic in ("war", "terror", "trade")] + [("terror", "de", 9), ("trade", "de", 9)]
# (article, story, source, day, its topics with their scores)
ARTICLES = [
    ("a1", "s1", "alpha", 0, {"war": 0.9, "terror": 0.6}),
    ("a2", "s1", "beta", 0, {"war": 0.5}),
    ("a3", "s3", "beta", 0, {"trade": 0.8, "war": 0.4}),
    ("a4", "s4", "beta", 1, {"terror": 0.7}),
]


@pytest.fixture
def desk(tmp_path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A warehouse with four articles of two days, as the stages leave it."""
    con = connect_writer(Workspace(tmp_path))
    load_reference(con, [], TOPICS, topic_coverage=COVERAGE)
    for article_id, story, source, day, scores in ARTICLES:
        of_day = DAY + timedelta(days=day)
        add_article(con, article_id, day=of_day, scores=scores, story_id=story, source_id=source)
    con.execute(
        "INSERT INTO mart.topic_daily SELECT day, topic_id, count(*), sum(score), 1, 1, 1, .9 "
        "FROM news.article_topics JOIN news.articles USING (article_id) WHERE score >= .5 GROUP BY ALL"
    )
    yield con
    con.close()


def series(con: duckdb.DuckDBPyConnection, topic: str) -> list[tuple[object, ...]]:
    return con.execute(
        "SELECT until_version, day - DATE '2026-03-02', articles, round(weight, 3), stories, sources, judged_share, "
        "completeness, widened FROM mart.topic_series WHERE topic_id = ? ORDER BY 1 NULLS FIRST, 2",
        [topic],
    ).fetchall()


def changed(con: duckdb.DuckDBPyConnection, *changes: tuple[int, str, str | None, str]) -> None:
    rows = [(since, DAY, was, now, kind, None, "") for since, was, now, kind in changes]
    load_reference(con, [], TOPICS, topic_changes=rows, topic_coverage=COVERAGE)


def test_an_article_counts_once_per_parent_with_its_highest_score(desk) -> None:
    rows = desk.execute("SELECT day - DATE '2026-03-02', * EXCLUDE day FROM mart.topic_parent_daily ORDER BY ALL")
    assert [(*row[:3], round(row[3], 3), *row[4:]) for row in rows.fetchall()] == [
        (0, "economy", 1, 0.8, 1, 1, 1.0, 0.9),
        (0, "security", 2, 1.4, 1, 2, 1.0, 0.9),
        (1, "security", 1, 0.7, 1, 1, 1.0, 0.9),
    ]


def test_a_parents_number_leads_back_to_its_articles_and_the_words_for_its_topics(desk) -> None:
    for article_id, topic in (("a1", "war"), ("a1", "terror"), ("a2", "war"), ("a3", "trade")):
        add_words(desk, article_id, topic, "b", ("b", f"a phrase of {topic}", 4.0))
    desk.execute(
        "INSERT INTO raw.documents BY NAME SELECT 'd' AS document_id, 'alpha' AS source_id, 'https://a.test/' AS url, "
        "'https://a.test/' AS final_url, now() AS fetched_at, 200 AS status, '0' AS sha256, 'a.warc.gz' AS warc_path, "
        "0 AS warc_offset, 9 AS warc_length, 'r' AS run_id"
    )
    cell = explain_cell(desk, "topic_parent_daily", DAY, topic="security")
    assert (cell.values["articles"], cell.counted) == (2, 2)
    words = {(article.article_id, evidence.rule) for article in cell.articles for evidence in article.evidence}
    assert words == {("a1", "a phrase of war"), ("a1", "a phrase of terror"), ("a2", "a phrase of war")}
    assert explain_cell(desk, "mart.topic_parent_daily", DAY, topic="war").values == {}
    with pytest.raises(UsageError, match="needs --day and --topic"):
        explain_cell(desk, "mart.topic_parent_daily", None)


def shares(con: duckdb.DuckDBPyConnection, view: str, of: str) -> dict[str, tuple[int, float]]:
    rows = con.execute(f"SELECT {of}, articles, judged_share FROM mart.{view} WHERE day = ? ORDER BY ALL", [DAY])
    return {name: (articles, share) for name, articles, share in rows.fetchall()}


def test_of_how_many_articles_a_topic_could_be_told_is_counted_by_language_also_where_none_carries_it(desk) -> None:
    later = DAY + timedelta(days=9)
    for n, (language, judged) in enumerate([("de", True), ("de", True), ("sv", False), (None, True), (None, False)]):
        add_article(desk, f"b{n}", day=later, scores={}, language=language, judged=judged)
    rows = desk.execute(
        "SELECT topic_id, articles, articles_judged FROM mart.topics_judged_daily WHERE day = ?", [later]
    )
    assert sorted(rows.fetchall()) == [("terror", 5, 3), ("trade", 5, 3), ("war", 5, 1)]


def test_a_judged_share_is_that_of_the_topics_that_are_counted_and_of_no_other(desk) -> None:
    add_article(desk, "b1", day=DAY, scores={"terror": 0.9}, language="de")
    assert shares(desk, "topic_series", "topic_id") == {"war": (2, 0.75), "terror": (2, 1.0), "trade": (1, 1.0)}
    assert shares(desk, "topic_parent_daily", "parent_id") == {"economy": (1, 1.0), "security": (3, 0.75)}
    changed(desk, (2, "strife", "war", "split"), (2, "strife", "fear", "split"), (3, "fear", "terror", "renamed"))
    assert shares(desk, "topic_series", "topic_id") == {
        "war": (2, 0.75), "terror": (2, 1.0), "trade": (1, 1.0), "fear": (2, 1.0), "strife": (3, 0.75),
    }  # fmt: skip


def test_days_in_a_language_that_learned_or_forgot_a_topic_are_noted_for_the_marts(desk) -> None:
    def noted(*coverage: tuple[str, str, int]) -> list[int]:
        desk.execute("DELETE FROM state.affected_days")
        load_reference(desk, [], TOPICS, topic_coverage=coverage)
        return [
            day
            for (day,) in desk.execute("SELECT day - DATE '2026-03-02' FROM state.affected_days ORDER BY 1").fetchall()
        ]

    add_article(desk, "b1", day=DAY + timedelta(days=5), scores={}, language="de")
    add_article(desk, "b2", day=DAY + timedelta(days=6), scores={}, language=None)
    assert noted(*COVERAGE) == []
    assert noted(*COVERAGE[:3], ("terror", "de", 12), ("trade", "de", 9)) == []  # more phrases, the same topics
    assert noted(*COVERAGE, ("war", "de", 30)) == [5]
    assert noted(*COVERAGE) == [5]
    assert noted(*COVERAGE[1:]) == [0, 1, 6]  # what is in no known language is read as English


def test_topics_that_are_gone_from_the_files_are_told_and_parents_are_none(desk) -> None:
    assert lost_topics(desk, ["war", "trade", "new"]) == ["terror"]
    assert lost_topics(desk, ["war", "trade", "terror"]) == []


def test_a_topic_of_today_is_its_daily_row(desk) -> None:
    assert series(desk, "war") == [(None, 0, 2, 1.4, 1, 2, 1.0, 0.9, False)]
    assert series(desk, "security") == []


def test_a_renamed_topic_goes_on_under_the_name_it_had(desk) -> None:
    changed(desk, (2, "battle", "war", "renamed"))
    assert series(desk, "battle") == [(2, 0, 2, 1.4, 1, 2, 1.0, 0.9, False)]


def test_a_split_topic_is_its_parts_each_article_once_and_the_part_with_its_id_stays_apart(desk) -> None:
    changed(desk, (3, "war", "war", "split"), (3, "war", "terror", "split"))
    assert series(desk, "war") == [
        (None, 0, 2, 1.4, 1, 2, 1.0, 0.9, False),
        (3, 0, 2, 1.4, 1, 2, 1.0, 0.9, False),
        (3, 1, 1, 0.7, 1, 1, 1.0, 0.9, False),
    ]


def test_a_merged_topic_says_that_more_is_counted_than_it_meant(desk) -> None:
    changed(desk, (2, "piracy", "terror", "merged"), (2, "bombs", "terror", "merged"))
    assert [(row[1], row[2], row[-1]) for row in series(desk, "piracy")] == [(0, 1, True), (1, 1, True)]


def test_changes_of_several_versions_lead_on_and_a_retired_topic_has_no_rows(desk) -> None:
    changed(
        desk, (2, "strife", "fights", "renamed"), (3, "fights", "war", "split"), (3, "fights", "trade", "split"),
        (2, "omens", None, "retired"),
    )  # fmt: skip
    assert [(row[0], row[1], row[2]) for row in series(desk, "strife")] == [(2, 0, 3)]
    assert [(row[0], row[1], row[2]) for row in series(desk, "fights")] == [(3, 0, 3)]
    assert series(desk, "omens") == []
    assert desk.execute("SELECT kind FROM ref.topic_crosswalk WHERE from_id = 'omens'").fetchall() == [("retired",)]


def test_a_change_does_not_lead_back_over_an_older_one(desk) -> None:
    changed(desk, (2, "war", "strife", "renamed"), (3, "strife", "war", "renamed"))
    assert [(row[0], row[2]) for row in series(desk, "war")] == [(None, 2), (2, 2)]
    assert [(row[0], row[2]) for row in series(desk, "strife")] == [(3, 2)]


def test_a_warehouse_of_before_keeps_its_rows_and_counts_its_days_again() -> None:
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        con.execute("CREATE TABLE main.schema_migrations (number INTEGER, name VARCHAR, version VARCHAR)")
        steps = known_migrations(FOLDER)
        for step in steps[: next(n for n, step in enumerate(steps) if step.name.endswith("_topics"))]:
            con.execute(step.path.read_text(encoding="utf-8"))
            con.execute("INSERT INTO main.schema_migrations VALUES (?, ?, '0')", [step.number, step.name])
        con.execute("INSERT INTO ref.topics VALUES ('war', 'War', 'd', ['20000056'], ['armed conflict'], 'abc')")
        for article, focus, judged in (("a", True, True), ("b", True, False), ("c", False, True)):
            add_article(con, article, day=DAY, scores={"war": 0.75}, judged=judged)
            con.execute("INSERT INTO news.article_countries VALUES (?, 'KEN', 1, true, true, 1, ?)", [article, focus])
        con.execute("INSERT INTO mart.country_topic_daily VALUES (?, 'KEN', 'war', 2, 2, 1, NULL)", [DAY])
        migrate(con)
        assert con.execute("FROM mart.country_topic_daily").fetchall() == [(DAY, "KEN", "war", 2, 1.5, 2, 1, 0.5, None)]
        assert con.execute("FROM state.affected_days").fetchall() == [(DAY,)]
        assert con.execute("FROM ref.topics").fetchall() == [
            ("war", "War", "d", None, [], [], ["20000056"], ["armed conflict"], ["20000056"], "abc"),
        ]  # fmt: skip
