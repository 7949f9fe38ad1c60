"""The audit: a good warehouse passes, and each kind of fault is found, named and weighed."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime

import duckdb
import pytest

from contracts.quality import RESULTS, VALIDATIONS
from contracts.tables import BY_NAME, PUBLIC
from core.errors import PipelineFault
from expectations.audit import audit, rules_of
from expectations.meaning import MEANING
from expectations.rules import Rule
from expectations.verdict import Verdict

AT = datetime(2026, 3, 9, 6, 0, tzinfo=UTC)
Warehouse = tuple[duckdb.DuckDBPyConnection, Callable[[duckdb.DuckDBPyConnection, int], None]]


def judged(con: duckdb.DuckDBPyConnection, *tables: str) -> Verdict:
    return audit(con, "run2", AT, [BY_NAME[name] for name in tables] or PUBLIC)


def test_a_good_warehouse_passes_every_rule_of_every_public_table(
    warehouse: Warehouse, capfd: pytest.CaptureFixture[str]
) -> None:
    con, fill = warehouse
    fill(con, 7)
    verdict = judged(con)
    assert verdict.failures() == ()
    assert verdict.success
    assert [row.suite for row in verdict.validations] == [f"audit:{table.qualified}" for table in PUBLIC]
    assert {row.severity for row in verdict.validations} == {None}
    looked_at = {row.suite: row.element_count for row in verdict.validations}
    assert looked_at["audit:news.articles"] == 7
    assert capfd.readouterr() == ("", "")


def test_the_verdicts_rows_are_those_of_the_tables(warehouse: Warehouse) -> None:
    con, fill = warehouse
    fill(con, 2)
    verdict = judged(con, "news.articles")
    for table, rows in ((VALIDATIONS, verdict.validations), (RESULTS, verdict.results)):
        assert [field.name for field in dataclasses.fields(rows[0])] == list(table.column_names)
        con.executemany(
            f"INSERT INTO {table.qualified} VALUES ({', '.join('?' * len(table.columns))})",
            [dataclasses.astuple(row) for row in rows],
        )
    assert judged(con, "quality.validations", "quality.results").success


def test_an_empty_warehouse_warns_of_what_is_missing_and_fails_only_for_reference_data(warehouse: Warehouse) -> None:
    verdict = judged(warehouse[0])
    assert {row.suite for row in verdict.failures("warning")} == {
        "audit:news.articles",
        "audit:news.stories",
        "audit:ref.sources",
    }
    assert {row.suite for row in verdict.failures("critical")} == {
        "audit:ref.countries",
        "audit:ref.coverage",
        "audit:ref.regions",
        "audit:ref.region_members",
        "audit:ref.topics",
        "audit:ref.topic_coverage",
    }
    assert {row.expectation for row in verdict.failures()} == {"has rows"}


# What is done to the tables, `@` being one article, and how the rule begins that must find it.
FAULTS: dict[str, list[tuple[str, str]]] = {
    "news.articles": [
        ("UPDATE news.articles SET body = ' ' @", "body holds text"),
        ("DELETE FROM news.article_coverage @", "it is known whether"),
        ("UPDATE news.articles SET day = day + 1 @", "day is the UTC day of"),
        ("UPDATE news.articles SET published_from = 'none' @", "published_from is"),
        ("UPDATE news.articles SET kind = NULL @", "columns that must be there"),
        ("UPDATE news.articles SET published_from = 'guess' @", "published_from is one"),
        ("UPDATE news.articles SET extraction_confidence = 2 @", "extraction_conf"),
        ("UPDATE news.articles SET story_id = 'none' @", "story_id is in"),
        ("UPDATE news.articles SET document_id = 'none' @", "document_id is in"),
        ("UPDATE news.articles SET rules_version = 'r0' @", "rules_version is"),
        ("INSERT INTO news.articles FROM news.articles @", "article_id is unique"),
    ],
    "news.stories": [
        ("UPDATE news.stories SET articles = 2 WHERE first_article_id = 'a00001'", "articles is the number"),
    ],
    "news.country_mentions": [
        ("UPDATE news.country_mentions SET end_char = start_char @ AND item = 0", "end_char is greater"),
        ("UPDATE news.country_mentions SET surface = 'Perù' @ AND item = 0", "surface is what"),
        ("UPDATE news.country_mentions SET item = 9 @ AND item = 0", "surface is what"),
        ("UPDATE news.country_mentions SET item = 0 @ AND surface = 'Lima'", "item is given"),
        ("UPDATE news.country_mentions SET iso3 = 'XXX' @ AND item = 0", "iso3 is in ref"),
    ],
    "news.region_mentions": [
        ("UPDATE news.region_mentions SET start_char = start_char + 1 @", "surface is what"),
        ("UPDATE news.region_mentions SET region_id = 'atlantis' @", "region_id is in ref"),
        (
            "UPDATE news.country_mentions SET start_char = 75, end_char = 79, surface = 'Asia' @ AND surface = 'Lima'",
            "its words name no country",
        ),
    ],
    "ref.region_members": [
        ("UPDATE ref.region_members SET until = DATE '2000-01-01' WHERE since IS NOT NULL", "until is after since"),
        ("UPDATE ref.region_members SET until = DATE '2001-01-02' WHERE since IS NULL", "its times in the region"),
        ("UPDATE ref.region_members SET iso3 = 'XXX' WHERE since IS NULL", "iso3 is in ref"),
    ],
    "ref.topics": [
        ("UPDATE ref.topics SET medtop_successors = []", "each medtop code has its successor"),
        ("UPDATE ref.topics SET parent_id = 'trade' WHERE topic_id = 'economy'", "its parent has none"),
        ("UPDATE ref.topics SET parent_id = 'peace' WHERE topic_id = 'trade'", "parent_id is in ref"),
        ("UPDATE ref.topics SET excludes = [] WHERE topic_id = 'trade'", "a topic says what is in"),
    ],
    "ref.topic_crosswalk": [
        ("UPDATE ref.topic_crosswalk SET kind = 'retired'", "only a retired topic leads nowhere"),
        ("UPDATE ref.topic_crosswalk SET kind = 'gone'", "kind is one of the allowed"),
    ],
    "ref.topic_coverage": [
        ("UPDATE ref.topic_coverage SET topic_id = 'peace'", "topic_id is in ref"),
    ],
    "mart.country_topic_daily": [
        ("UPDATE mart.country_topic_daily SET weight = 0 WHERE day = '2026-03-03'", "weight lies between half"),
    ],
    "news.article_coverage": [
        ("UPDATE news.article_coverage SET countries_reason = 'language_unknown' @", "a reason is given where its co"),
        ("UPDATE news.article_coverage SET regions_reason = 'language_unknown' @", "a reason is given where its re"),
        ("UPDATE news.article_coverage SET topics_judged = false @", "a reason is given where its to"),
        (
            "UPDATE news.article_coverage SET countries_judged = false, countries_reason = 'language_unknown' @",
            "where it was not judged it names no",
        ),
    ],
    "news.article_countries": [
        ("UPDATE news.article_countries SET salience = .7 @ AND iso3 = 'PER'", "salience sums to 1"),
        ("DELETE FROM news.country_mentions @ AND iso3 = 'PER'", "at least one mention"),
        ("DELETE FROM mart.country_daily WHERE iso3 = 'PER' AND day = '2026-03-03'", "its day and country"),
    ],
    "news.article_topics": [
        ("UPDATE news.topic_mentions SET weight = -1 @", "at least one mention"),
    ],
    "mart.country_daily": [
        (
            "UPDATE mart.country_daily SET articles_focus = 9 WHERE iso3 = 'PER' AND day = '2026-03-03'",
            "articles_focus is at most",
        ),
    ],
    "mart.topic_daily": [
        ("UPDATE mart.topic_daily SET articles = 3 WHERE day = '2026-03-03'", "articles is the number"),
        (
            "UPDATE mart.topic_daily SET judged_share = .5 WHERE day = '2026-03-03'",
            "judged_share is that of the articles",
        ),
    ],
    "mart.country_pair_daily": [
        (
            "UPDATE mart.country_pair_daily SET iso3_a = 'PER', iso3_b = 'KEN' WHERE day = '2026-03-03'",
            "iso3_a is before",
        ),
    ],
    "mart.source_daily": [
        ("UPDATE mart.source_daily SET complete = true WHERE day = '2026-03-03'", "complete says"),
    ],
    "ops.runs": [
        ("UPDATE ops.runs SET skipped = 1", "discovered is the sum"),
        ("DELETE FROM ops.ledger WHERE document_id = 'd00001'", "discovered is the number"),
    ],
    "raw.documents": [
        ("DELETE FROM ops.ledger WHERE document_id = 'd00001'", "it has a ledger row"),
    ],
    "ops.ledger": [
        ("UPDATE ops.ledger SET status = 'held' WHERE document_id = 'd00001'", "status is that of its reason"),
        ("DELETE FROM quality.quarantine", "a quarantined document is in"),
    ],
    "ops.fetch_state": [
        ("UPDATE ops.fetch_state SET sha256 = NULL", "kept_at and sha256"),
        ("UPDATE ops.fetch_state SET kind = 'poll'", "only a page keeps a body"),
        ("UPDATE ops.fetch_state SET looks = 0", "looks is at least 1"),
    ],
    "quality.quarantine": [
        ("UPDATE quality.quarantine SET document_id = 'd00001'", "no article stands"),
        ("UPDATE quality.quarantine SET reason = 'new_article'", "reason is one of"),
    ],
}


@pytest.mark.parametrize(
    ("table", "fault", "words"),
    [(table, *pair) for table, pairs in FAULTS.items() for pair in pairs],
)
def test_a_planted_fault_is_found_and_its_row_named(warehouse: Warehouse, table: str, fault: str, words: str) -> None:
    con, fill = warehouse
    fill(con, 4)
    con.execute("ALTER TABLE news.articles ALTER COLUMN kind DROP NOT NULL")
    con.execute(fault.replace("@", "WHERE article_id = 'a00001'"))
    verdict = judged(con, table)
    [found] = [row for row in verdict.failures("critical") if row.expectation.startswith(words)]
    assert not verdict.success
    assert found.unexpected_count > 0
    assert found.observed is not None
    assert any(
        mark in found.observed
        for mark in (
            "a00001",
            "2026-03-03",
            "d00001",
            "d00004",
            "run_id=2026",
            "one.example/1",
            "region_id=asia",
            "topic_id=",
            "from_id=",
        )
    )


def test_a_null_is_named_by_its_column(warehouse: Warehouse) -> None:
    con, fill = warehouse
    fill(con, 3)
    con.execute("ALTER TABLE news.articles ALTER COLUMN kind DROP NOT NULL")
    con.execute("UPDATE news.articles SET kind = NULL WHERE article_id = 'a00002'")
    [found] = judged(con, "news.articles").failures()
    assert found.observed == "article_id=a00002, null=kind"


def test_a_warning_is_reported_and_blocks_nothing(warehouse: Warehouse) -> None:
    con, fill = warehouse
    fill(con, 3)
    con.execute("UPDATE news.articles SET title = repeat('x', 1001), language = 'eng' WHERE article_id = 'a00001'")
    verdict = judged(con, "news.articles")
    assert verdict.success
    assert [(row.success, row.severity) for row in verdict.validations] == [(True, "warning")]
    assert len(verdict.failures("warning")) == 2


def test_a_source_with_a_gap_is_named_for_a_week_and_blocks_nothing(warehouse: Warehouse) -> None:
    con, fill = warehouse
    fill(con, 1)
    poll = (
        "INSERT INTO ops.polls SELECT run_id, 's1', 'https://one.example/' || $n, $at::TIMESTAMPTZ, 200, 9, 0, NULL, "
    )
    con.execute(f"{poll} NULL, true FROM ops.runs", {"n": 1, "at": "2026-03-02 06:00:00+00"})
    verdict = judged(con, "ref.sources")
    [found] = verdict.failures()
    assert verdict.success
    assert (found.severity, found.observed) == ("warning", "source_id=s1")
    assert "left no gap" in found.expectation
    con.execute(f"{poll} NULL, false FROM ops.runs", {"n": 2, "at": "2026-03-09 06:00:01+00"})
    assert judged(con, "ref.sources").failures() == ()


def test_twenty_failing_rows_are_named_and_the_rest_counted_however_many_parts_there_are(warehouse: Warehouse) -> None:
    con, fill = warehouse
    fill(con, 1)
    con.execute(
        "DELETE FROM ops.fetch_state; INSERT INTO ops.fetch_state "
        "SELECT 's1', 'https://one.example/' || n, 'page', now(), 1, now(), -1, NULL, NULL, NULL, NULL, NULL "
        "FROM range(30000) AS r(n)"
    )
    verdict = judged(con, "ops.fetch_state")
    [found] = verdict.failures()
    assert (found.unexpected_count, found.element_count) == (30000, 30000)
    assert verdict.validations[0].element_count == 30000
    assert found.observed is not None
    assert found.observed.count("url=") == 20
    assert found.observed.endswith("and 29980 more")


def test_columns_that_are_not_those_declared_fail_with_what_stands_there_instead(warehouse: Warehouse) -> None:
    con, fill = warehouse
    fill(con, 1)
    con.execute("ALTER TABLE ref.topics DROP COLUMN version")
    verdict = judged(con, "ref.topics")
    assert not verdict.success
    [row] = verdict.results
    assert row.expectation == "columns are those declared, in their order"
    assert row.observed == (
        "topic_id, label, definition, parent_id, includes, excludes, medtop_codes, medtop_labels, medtop_successors"
    )


def test_a_check_that_cannot_be_made_is_a_fault_of_the_program(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    con, fill = warehouse
    fill(con, 1)
    broken = Rule("version is positive", "between", "no_such_column", minimum=0)
    monkeypatch.setitem(MEANING, "ref.topics", (broken,))
    with pytest.raises(PipelineFault, match=r"version is positive.*audit:ref\.topics"):
        judged(con, "ref.topics")


def test_rules_are_named_once_in_each_suite() -> None:
    for table in PUBLIC:
        rules = rules_of(table)
        assert len({rule.words for rule in rules}) == len(rules)
        flags = [rule.column for rule in rules if rule.kind in ("holds", "nothing")]
        assert len(set(flags) | set(table.column_names)) == len(flags) + len(table.columns)


def test_every_rule_of_meaning_belongs_to_a_public_table() -> None:
    assert set(MEANING) <= {table.qualified for table in PUBLIC}
