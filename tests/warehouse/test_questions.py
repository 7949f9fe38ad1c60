"""Questions to the snapshot: SQL that only reads, the state of things, and from a number back to its sentences."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest

from contracts import mart
from contracts.journal import SourceFailed
from contracts.reasons import Reason, Status
from contracts.render import polars_schema
from core.clock import iso
from core.errors import PipelineFault, UsageError
from core.workspace import Workspace
from tests.warehouse.kit import (
    days,
    fate,
    fetched,
    moment,
    reading,
    released,
    run_id,
    settings,
    unfit,
    url,
    work,
    write_journal,
)
from warehouse.connection import connect_memory, connect_snapshot, connect_writer
from warehouse.evidence import sentence
from warehouse.explain import article_by, explain_article, explain_cell
from warehouse.journal import load_journals
from warehouse.marts import (
    affected_days,
    clear_affected,
    mart_inputs,
    replace_all,
    replace_days,
    source_day_counts,
)
from warehouse.publish import publish
from warehouse.query import quarantine_item, quarantine_list, run_query, source_health, status

TEXTS = {
    "a": "It rained. The envoy of USA met CHN on #trade today. Then all went home.",
    "b": "Nothing but CHN here.",
    "c": "short",
}
NO_COMPLETENESS = pl.DataFrame(schema={"day": pl.Date, "completeness": pl.Float64})


def _fill(con, workspace):
    entries = [
        settings(0, "alpha"),
        *(fetched(0, "alpha", i, name, text) for i, (name, text) in enumerate(TEXTS.items())),
    ]
    entries.append(fate(0, "alpha", 3, "d", Status.FAILED, Reason.TIMEOUT))
    entries.append(SourceFailed(run_id(0), "beta", Reason.UNREACHABLE, None, iso(moment(0))))
    write_journal(workspace.raw, 0, [*entries, settings(0, "beta")])
    load_journals(con, workspace.raw)

    def interpret(document):
        text = TEXTS[document.url.rsplit("/", 1)[1]]
        return unfit(document) if text == "short" else reading(document, text, moment(4))

    work(con, workspace.staging, interpret)


@pytest.fixture
def press(con, workspace):
    _fill(con, workspace)
    return con


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    workspace = Workspace(tmp_path_factory.mktemp("workspace"))
    with connect_writer(workspace) as writer:
        _fill(writer, workspace)
        row = (days(4)[0], "CHN", "USA", 1, 1, 1, 1, None)
        schema = polars_schema(mart.COUNTRY_PAIR_DAILY)
        replace_days(writer, mart.COUNTRY_PAIR_DAILY, days(4), pl.DataFrame([row], schema=schema, orient="row"))
        publish(writer, workspace, lambda: datetime(2026, 3, 9, tzinfo=UTC))
    with connect_snapshot(workspace) as con:
        yield con


def test_sql_is_answered_with_names_and_types(snapshot):
    answer = run_query(snapshot, "SELECT count(*) AS n, min(day) AS first FROM news.articles; SELECT 1 AS last")
    assert (answer.columns, answer.types, answer.rows) == (("last",), ("INTEGER",), ((1,),))
    assert run_query(snapshot, "SELECT min(day) AS d FROM news.articles").types == ("DATE",)


@pytest.mark.parametrize(
    "sql",
    ["SHOW ALL TABLES", "DESCRIBE news.articles", "FROM ref.sources", "EXPLAIN SELECT 1", "WITH a AS (SELECT 1) FROM a",
     "SUMMARIZE ops.ledger", "PIVOT (SELECT source_id, status FROM ops.ledger) ON status USING count(*)"],
)  # fmt: skip
def test_every_way_of_reading_is_allowed(snapshot, sql):
    assert run_query(snapshot, sql).rows


@pytest.mark.parametrize(
    ("sql", "kind"),
    [("DELETE FROM news.articles", "DELETE"), ("COPY (SELECT 1) TO 'x.csv'", "COPY"), ("ATTACH 'x.duckdb'", "ATTACH"),
     ("CREATE TEMP TABLE x AS SELECT 1", "CREATE"), ("SET threads = 1", "SET"), ("EXPORT DATABASE 'x'", "EXPORT"),
     ("EXPLAIN ANALYZE COPY (SELECT 1) TO 'x.csv'", "EXPLAIN"), ("SELECT 1; DROP TABLE news.articles", "DROP")],
)  # fmt: skip
def test_anything_but_reading_is_refused_by_name(snapshot, sql, kind):
    with pytest.raises(UsageError, match=f"only reads, and this is {kind}"):
        run_query(snapshot, sql)


@pytest.mark.parametrize(
    ("sql", "why"),
    [("SELEC 1", "syntax error at or near"), ("SELECT * FROM nowhere", "nowhere does not exist"), (" ; ", "no SQL"),
     ("SELECT 'x'::INTEGER", "Could not convert"), ("SELECT nope FROM news.articles", "nope")],
)  # fmt: skip
def test_wrong_sql_is_a_wrong_question_with_what_duckdb_says(snapshot, sql, why):
    with pytest.raises(UsageError, match=why):
        run_query(snapshot, sql)


def test_a_question_without_tables_needs_no_snapshot():
    con = connect_memory()
    assert run_query(con, "SELECT 1 AS one").rows == ((1,),)
    con.close()


def test_status_tells_of_runs_sources_and_what_waits(snapshot):
    report = status(snapshot)
    assert (report.articles, report.first_day, report.last_day) == (2, *days(4, 4))
    assert (report.in_quarantine, report.held) == (1, 0)
    assert [(run.run_id, run.status) for run in report.runs] == [(run_id(0), "done")]
    alpha, beta = source_health(snapshot)
    assert (alpha.articles, alpha.last_success, alpha.last_failure_reason) == (2, moment(0, 2), "timeout")
    assert (beta.articles, beta.last_success, beta.last_failure_reason) == (0, None, "unreachable")


def test_the_quarantine_can_be_looked_through_by_reason_and_source(press, workspace):
    (item,) = quarantine_list(press)
    assert (item.url, item.reason, item.warc_offset, item.warc_length) == (url("alpha", "c"), "too_short", 200, 90)
    assert quarantine_list(press, reason="too_short", source_id="alpha") == (item,)
    assert quarantine_list(press, reason="empty_body") == quarantine_list(press, source_id="beta") == ()
    assert quarantine_item(press, item.document_id) == item
    assert quarantine_item(press, "0" * 20) is None
    write_journal(workspace.raw, 1, [released(1, fetched(0, "alpha", 2, "c", "short"))])
    load_journals(press, workspace.raw)
    work(press, workspace.staging, lambda document: reading(document, "short USA"))
    assert quarantine_list(press) == ()
    assert [i.released_at for i in quarantine_list(press, released=True)] == [moment(1)]


def test_an_article_is_found_by_id_by_its_beginning_and_by_address(snapshot):
    article = article_by(snapshot, url("alpha", "a"))
    assert article_by(snapshot, article) == article_by(snapshot, article[:8]) == article
    assert article_by(snapshot, "HTTPS://Alpha.test:443/a?utm_source=x#top") == article
    for unknown in ("0" * 20, "https://alpha.test/nowhere", "a"):
        with pytest.raises(UsageError, match="no published article"):
            article_by(snapshot, unknown)


def test_an_article_is_explained_by_sentences_sums_and_bytes(snapshot):
    explained = explain_article(snapshot, article_by(snapshot, url("alpha", "a")))
    assert explained.outlet == "Alpha"
    assert [(c.iso3, c.is_focus) for c in explained.countries] == [("CHN", True), ("USA", True)]
    assert [(e.tag, e.sentence) for e in explained.country_evidence] == [
        (code, "The envoy of USA met CHN on #trade today.") for code in ("USA", "CHN")
    ]
    assert [(t.topic_id, t.score, t.weight) for t in explained.topics] == [("trade", 0.75, 1.0)]
    assert [(e.surface, e.weight) for e in explained.topic_evidence] == [("#trade", 1.0)]
    assert (explained.archive.warc_path, explained.archive.warc_offset) == ("2026/alpha-0.warc.gz", 0)
    with pytest.raises(UsageError, match="no published article"):
        explain_article(snapshot, "0" * 20)


def test_a_number_leads_back_to_articles_sentences_and_bytes(snapshot):
    pair = explain_cell(snapshot, "mart.country_pair_daily", days(4)[0], pair="usa-chn")
    assert (pair.values["articles"], pair.counted) == (1, 1)
    (article,) = pair.articles
    assert [e.tag for e in article.evidence] == ["USA", "CHN"]
    assert article.archive.url == url("alpha", "a")
    china = explain_cell(snapshot, "country_daily", days(4)[0], country="chn", limit=1)
    assert (china.values, china.counted, len(china.articles)) == ({}, 2, 1)
    trade = explain_cell(snapshot, "mart.country_topic_daily", days(4)[0], country="CHN", topic="trade")
    assert (trade.counted, [e.tag for e in trade.articles[0].evidence]) == (1, ["CHN", "trade"])
    assert explain_cell(snapshot, "mart.topic_daily", days(5)[0], topic="trade").counted == 0


@pytest.mark.parametrize(
    ("table", "given", "why"),
    [("mart.nowhere", {}, "no mart that can be explained"), ("news.articles", {}, "no mart that can be explained"),
     ("mart.country_daily", {"country": "CHN"}, "needs --day"), ("mart.country_pair_daily", {"pair": "CHN"}, "CHN-USA"),
     ("mart.country_topic_daily", {"country": "CHN"}, "needs --day and --topic")],
)  # fmt: skip
def test_a_number_that_is_not_fully_named_says_what_is_missing(snapshot, table, given, why):
    with pytest.raises(UsageError, match=why):
        explain_cell(snapshot, table, None, **given)


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("One. Two is here! Three.", "Two", "Two is here!"),
        ("A headline\n\nThe body says it", "body", "The body says it"),
        ("他来了。中国说不。好", "中国", "中国说不。"),
        ("x" * 500 + " USA " + "y" * 500, "USA", "…" + "x" * 239 + " USA " + "y" * 239 + "…"),
    ],
)
def test_the_sentence_around_words(text, words, expected):
    at = text.index(words)
    assert sentence(text, at, at + len(words)) == expected


def test_frames_for_the_marts_hold_the_days_asked_for_and_count_every_document(press):
    assert affected_days(press, NO_COMPLETENESS) == days(4)
    inputs = mart_inputs(press, days(4))
    assert inputs.articles.schema == {
        "article_id": pl.String, "day": pl.Date, "source_id": pl.String, "outlet_country": pl.String,
        "story_id": pl.String, "language": pl.String, "topics_judged": pl.Boolean,
    }  # fmt: skip
    assert inputs.articles["outlet_country"].to_list() == ["AUT", "AUT"]
    assert inputs.countries.schema == {
        "article_id": pl.String, "iso3": pl.String, "mentions": pl.Int64, "is_focus": pl.Boolean
    }  # fmt: skip
    assert inputs.topics.schema == {"article_id": pl.String, "topic_id": pl.String, "score": pl.Float64}
    assert mart_inputs(press, days(5)).countries.height == 0
    assert inputs.source_days.rows() == source_day_counts(press).rows() == [
        (*days(0), "alpha", 2, 0, 1, 1), (*days(4), "alpha", 2, 2, 0, 0),
    ]  # fmt: skip


def test_days_are_replaced_whole_and_others_left(press):
    def rows(*of):
        return pl.DataFrame([(day, "war", n, 1.0, n, n, 1.0, None) for day, n in of], schema=schema, orient="row")

    schema, (one, two) = polars_schema(mart.TOPIC_DAILY), days(1, 2)
    replace_all(press, mart.TOPIC_DAILY, rows((one, 1), (two, 2)))
    replace_days(press, mart.TOPIC_DAILY, [one], rows((one, 9)))
    count = "SELECT day, articles FROM mart.topic_daily ORDER BY day"
    assert press.execute(count).fetchall() == [(one, 9), (two, 2)]
    replace_days(press, mart.TOPIC_DAILY, [one], rows())
    assert press.execute(count).fetchall() == [(two, 2)]
    for wrong, why in (
        (rows((two, 1)), "days that it was not asked for"),
        (rows((one, 1), (one, 2)), "gives a key twice"),
        (rows((one, 1)).drop("weight"), "declared is"),
        (rows((one, 1)).with_columns(weight=pl.lit(None, pl.Float64)), "nothing was written"),
    ):
        with pytest.raises(PipelineFault, match=why):
            replace_days(press, mart.TOPIC_DAILY, [one], wrong)
    assert press.execute(count).fetchall() == [(two, 2)]


def test_a_day_whose_completeness_changed_is_behind(press):
    clear_affected(press, days(4))
    assert affected_days(press, NO_COMPLETENESS) == []
    (day,) = days(2)
    row = (day, "war", 1, 1.0, 1, 1, 1.0, 0.5)
    replace_all(press, mart.TOPIC_DAILY, pl.DataFrame([row], schema=polars_schema(mart.TOPIC_DAILY), orient="row"))
    same = pl.DataFrame({"day": [day], "completeness": [0.5]}, schema=NO_COMPLETENESS.schema)
    assert affected_days(press, same) == []
    assert affected_days(press, same.with_columns(completeness=pl.lit(0.6))) == [day]
    assert affected_days(press, NO_COMPLETENESS) == [day]
