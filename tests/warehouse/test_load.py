"""Batches in: all of a batch or nothing, and the same tables however often it is loaded."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from contracts import news, quality
from contracts.reasons import Reason, Status
from contracts.records import ArticleVersion, BatchResult
from core.errors import PipelineFault, WorkspaceError
from tests.warehouse.kit import (
    RULES,
    days,
    dump,
    fate,
    fetched,
    moment,
    reading,
    reconcile,
    released,
    run_id,
    settings,
    unfit,
    url,
    work,
    write_journal,
)
from warehouse.journal import load_journals
from warehouse.load import load_batch
from warehouse.pending import article_states, count_pending, pending_documents
from warehouse.staging import stage_batch


@pytest.fixture
def documents(con, workspace):
    entries = [settings(0, "alpha"), *(fetched(0, "alpha", i, f"p{i}", f"text {i}") for i in range(4))]
    write_journal(workspace.raw, 0, entries)
    load_journals(con, workspace.raw)
    return pending_documents(con)


def _stage(workspace, outcomes, states=None, number=1):
    return stage_batch(workspace.staging, number, reconcile(states or {}, outcomes), RULES)


def _one(con, query):
    return con.execute(query).fetchall()


def test_a_batch_becomes_articles_tags_ledger_and_quarantine(con, workspace, documents):
    outcomes = [reading(d, f"USA meets CHN #trade in round {d.sequence}") for d in documents[:3]]
    load_batch(con, _stage(workspace, [*outcomes, unfit(documents[3])]))
    assert _one(con, "SELECT status, reason, count(*) FROM ops.ledger GROUP BY ALL ORDER BY ALL") == [
        ("loaded", "new_article", 3), ("quarantined", "too_short", 1),
    ]  # fmt: skip
    assert count_pending(con) == 0
    article = _one(con, f"FROM news.articles WHERE article_id = '{outcomes[0].article_id}'")[0]
    row = dict(zip(news.ARTICLES.column_names, article, strict=True))
    assert row["day"] == moment(0).date()
    assert (row["day_basis"], row["published_at"], row["revision"], row["gone_at"]) == ("first_seen", None, 1, None)
    assert (row["word_count"], row["captions"], row["notes"]) == (7, ["a caption"], ["made up"])
    assert row["rules_version"] == RULES
    mentions = _one(con, "SELECT iso3, surface, body[start_char + 1:end_char] FROM news.country_mentions "
                         "JOIN news.articles USING (article_id)")  # fmt: skip
    assert len(mentions) == 6
    assert all(iso3 == surface == text for iso3, surface, text in mentions)
    assert _one(con, "SELECT count(*) FROM state.signatures")[0][0] == 12
    assert _one(con, "FROM state.affected_days") == [(day,) for day in days(0)]
    assert _one(con, "SELECT document_id, reason, released_at FROM quality.quarantine") == [
        (documents[3].document_id, "too_short", None)
    ]


def test_loading_a_batch_twice_is_loading_it_once(con, workspace, documents):
    staged = _stage(workspace, [*(reading(d, f"USA {d.sequence} #war") for d in documents[:3]), unfit(documents[3])])
    load_batch(con, staged)
    once = dump(con)
    load_batch(con, staged)
    assert dump(con) == once
    # A stage that is repeated after its load has committed sees the new articles and decides anew: that must not count.
    again = [reading(d, f"USA {d.sequence} #war") for d in documents[:3]]
    states = article_states(con, [r.article_id for r in again])
    load_batch(con, _stage(workspace, [*again, unfit(documents[3])], states))
    assert dump(con) == once


def test_an_edited_article_keeps_its_first_text_and_loses_its_old_tags(con, workspace):
    texts = {0: "USA and CHN speak of #trade", 1: "USA alone speaks of #war"}
    for run in texts:
        write_journal(workspace.raw, run, [settings(run, "alpha"), fetched(run, "alpha", 0, "a", texts[run])])
        load_journals(con, workspace.raw)
        work(con, workspace.staging, lambda d, run=run: reading(d, texts[run], moment(5 + run)))
    assert _one(con, "SELECT revision, body, day, day_basis, first_seen_at FROM news.articles") == [
        (2, texts[1], moment(6).date(), "published", moment(0))
    ]
    assert _one(con, "SELECT revision, body, seen_at FROM news.article_revisions") == [(1, texts[0], moment(0))]
    assert _one(con, "SELECT iso3 FROM news.article_countries") == [("USA",)]
    assert _one(con, "SELECT topic_id FROM news.article_topics") == [("war",)]
    assert _one(con, "SELECT topic_id FROM news.topic_mentions") == [("war",)]
    assert _one(con, "FROM state.affected_days ORDER BY day") == [(day,) for day in days(5, 6)]
    assert _one(con, "SELECT status FROM ops.ledger ORDER BY run_id") == [("loaded",), ("updated",)]


@pytest.mark.parametrize("table", [news.ARTICLES, news.TOPIC_MENTIONS, quality.QUARANTINE])
def test_a_batch_that_breaks_half_way_leaves_nothing(con, workspace, documents, table):
    staged = _stage(workspace, [*(reading(d, f"USA {d.sequence} #war") for d in documents[:3]), unfit(documents[3])])
    before = dump(con)
    whole = pq.read_table(staged.file(table))
    broken = whole.set_column(0, whole.schema.names[0], pa.nulls(len(whole), pa.string()))
    pq.write_table(broken, staged.file(table))
    with pytest.raises(PipelineFault, match="NOT NULL"):
        load_batch(con, staged)
    assert dump(con) == before
    pq.write_table(whole, staged.file(table))
    load_batch(con, staged)
    assert count_pending(con) == 0


def test_a_file_cut_by_a_full_disk_is_named_and_leaves_nothing(con, workspace, documents):
    staged = _stage(workspace, [unfit(d) for d in documents])
    before = dump(con)
    staged.file(quality.QUARANTINE).write_bytes(b"PAR1")
    with pytest.raises(Exception, match="quarantine"):
        load_batch(con, staged)
    staged.file(quality.QUARANTINE).unlink()
    with pytest.raises(WorkspaceError, match=r"cannot read .*quality.quarantine.parquet"):
        load_batch(con, staged)
    assert dump(con) == before


def test_a_document_that_no_journal_told_of_is_a_fault_and_changes_nothing(con, workspace, documents):
    stranger = replace(documents[0], document_id="0" * 20)
    before = dump(con)
    with pytest.raises(PipelineFault, match="about 2 documents; the ledger knows 1"):
        load_batch(con, _stage(workspace, [unfit(documents[1]), unfit(stranger)]))
    assert dump(con) == before


def test_a_batch_of_which_a_part_is_settled_is_a_fault(con, workspace, documents):
    load_batch(con, _stage(workspace, [unfit(documents[0])]))
    before = dump(con)
    with pytest.raises(PipelineFault, match="the ledger knows 2 of them, 1 held"):
        load_batch(con, _stage(workspace, [unfit(d) for d in documents[:2]], number=2))
    assert dump(con) == before


def test_of_rows_with_one_key_one_stays_and_not_by_their_order(con, workspace, documents):
    first = reading(documents[0], "USA and CHN")
    mention = first.countries.mentions[0]
    twice = replace(mention, rule="another"), mention
    results = []
    for mentions in (twice, twice[::-1]):
        read = replace(first, countries=replace(first.countries, mentions=mentions))
        result = reconcile({}, [read])
        staged = stage_batch(workspace.staging, 1, result, RULES)
        table = pq.read_table(staged.file(news.COUNTRY_MENTIONS))
        assert table.num_rows == 2
        con.execute("UPDATE ops.ledger SET status = 'held'")
        load_batch(con, staged)
        results.append(_one(con, "FROM news.country_mentions"))
    assert len(results[0]) == 1
    assert results[0] == results[1]


def test_an_article_that_a_batch_gives_twice_stands_as_its_last_revision(con, workspace, documents):
    old, new = (reading(documents[i], f"USA text {i}", name="https://alpha.test/one") for i in (0, 1))
    result = reconcile({}, [old])
    both = BatchResult((ArticleVersion(new, 2, moment(0)), ArticleVersion(old, 1, moment(0))), (), result.ledger, ())
    load_batch(con, stage_batch(workspace.staging, 1, both, RULES))
    assert _one(con, "SELECT revision, body FROM news.articles") == [(2, "USA text 1")]


def test_half_a_surrogate_pair_is_replaced_one_for_one(con, workspace, documents):
    load_batch(con, _stage(workspace, [reading(documents[0], "broken \ud83d USA")]))
    assert _one(con, "SELECT body, body[start_char + 1:end_char] FROM news.articles JOIN news.country_mentions "
                     "USING (article_id)") == [("broken \ufffd USA", "USA")]  # fmt: skip


def test_a_release_that_is_let_in_marks_the_quarantine_and_one_that_is_not_waits_on(con, workspace):
    bodies = [fetched(0, "alpha", i, f"p{i}", "x") for i in range(2)]
    write_journal(workspace.raw, 0, [settings(0, "alpha"), *bodies])
    write_journal(workspace.raw, 1, [released(1, body) for body in bodies])
    load_journals(con, workspace.raw)

    def interpret(document):
        fit = document.released and document.sequence == 0
        return reading(document, "a short USA item") if fit else unfit(document)

    work(con, workspace.staging, interpret)
    assert _one(con, "SELECT run_id, status, reason FROM ops.ledger ORDER BY run_id, url") == [
        (run_id(0), "quarantined", "too_short"), (run_id(0), "quarantined", "too_short"),
        (run_id(1), "loaded", "released"), (run_id(1), "quarantined", "too_short"),
    ]  # fmt: skip
    assert _one(con, "SELECT url, run_id, released_at FROM quality.quarantine ORDER BY url") == [
        (url("alpha", "p0"), run_id(0), moment(1)), (url("alpha", "p1"), run_id(1), None),
    ]  # fmt: skip
    assert count_pending(con) == 0


def test_a_page_that_is_gone_is_marked_since_its_first_404_and_cleared_when_it_is_back(con, workspace):
    gone = "SELECT gone_at FROM news.articles"
    missing = (Status.FAILED, Reason.HTTP_404)
    write_journal(workspace.raw, 0, [fetched(0, "alpha", 0, "a", "USA")])
    load_journals(con, workspace.raw)
    work(con, workspace.staging, lambda d: reading(d, "USA"))
    for run in (1, 2):
        write_journal(workspace.raw, run, [fate(run, "alpha", 0, "a", *missing)])
        load_journals(con, workspace.raw)
        assert _one(con, gone) == [(moment(1),)]
    write_journal(workspace.raw, 3, [fate(3, "alpha", 0, "a", Status.UNCHANGED, Reason.NOT_MODIFIED)])
    load_journals(con, workspace.raw)
    assert _one(con, gone) == [(None,)]
    write_journal(workspace.raw, 4, [fate(4, "beta", 0, "a", *missing), fate(4, "alpha", 0, "b", *missing)])
    load_journals(con, workspace.raw)
    assert _one(con, gone) == [(None,)]


def test_a_page_that_is_back_with_another_text_or_asks_not_to_be_kept_is_not_gone(con, workspace):
    gone, missing = "SELECT revision, gone_at FROM news.articles", (Status.FAILED, Reason.HTTP_410)

    def run(number, entry):
        write_journal(workspace.raw, number, [entry])
        load_journals(con, workspace.raw)
        work(con, workspace.staging, lambda d: reading(d, f"USA {d.run_id}"))
        return _one(con, gone)

    assert run(0, fetched(0, "alpha", 0, "a", "one")) == [(1, None)]
    assert run(1, fate(1, "alpha", 0, "a", *missing, http_status=410)) == [(1, moment(1))]
    assert run(2, fetched(2, "alpha", 0, "a", "two")) == [(2, None)]
    assert run(3, fate(3, "alpha", 0, "a", *missing, http_status=410)) == [(2, moment(3))]
    kept_out = fate(4, "alpha", 0, "a", Status.SKIPPED, Reason.NOINDEX, http_status=200)
    assert run(4, kept_out) == [(2, None)]


def test_what_an_edit_changed_is_asked_as_the_tables_page_says(con, workspace):
    texts = ["USA one", "USA one and more", "USA one and more"]
    for number, text in enumerate(texts):
        write_journal(workspace.raw, number, [fetched(number, "alpha", 0, "a", f"{number}")])
        load_journals(con, workspace.raw)
        work(con, workspace.staging, lambda d, text=text: reading(d, text))
    write_journal(workspace.raw, 3, [fetched(3, "alpha", 0, "a", "3")])
    load_journals(con, workspace.raw)
    work(con, workspace.staging, lambda d: _titled(reading(d, "USA two"), "On USA one and more"))
    answer = con.sql(news.ARTICLE_REVISIONS.example).pl()
    assert answer.select("revision", "edited_at", "title_before", "title_after", "title_changed", "changed_share").rows() == [
        (2, moment(3), "On USA one and more", "On USA one and more", False, 0.5),
        (1, moment(1), "On USA one", "On USA one and more", True, 0.5),
    ]  # fmt: skip
    assert _one(con, "SELECT body FROM news.article_revisions ORDER BY revision") == [(texts[0],), (texts[1],)]


def _titled(of, title):
    return replace(of, article=replace(of.article, title=title))


def test_a_source_that_moves_to_another_country_has_its_days_counted_again(con, workspace):
    write_journal(workspace.raw, 0, [settings(0, "alpha"), fetched(0, "alpha", 0, "a", "USA")])
    load_journals(con, workspace.raw)
    work(con, workspace.staging, lambda d: reading(d, "USA", moment(9)))
    con.execute("DELETE FROM state.affected_days")
    write_journal(workspace.raw, 1, [settings(1, "alpha")])
    load_journals(con, workspace.raw)
    assert _one(con, "FROM state.affected_days") == []
    write_journal(workspace.raw, 2, [settings(2, "alpha", "DEU")])
    load_journals(con, workspace.raw)
    assert _one(con, "FROM state.affected_days") == [(day,) for day in days(9)]


def test_staging_over_a_file_is_named(con, workspace, documents):
    workspace.staging.write_text("a file")
    with pytest.raises(WorkspaceError, match=r"cannot write .*staging"):
        _stage(workspace, [unfit(documents[0])])


def test_an_empty_batch_changes_nothing(con, workspace, documents):
    before = dump(con)
    load_batch(con, _stage(workspace, []))
    assert dump(con) == before
    assert article_states(con, []) == {}
