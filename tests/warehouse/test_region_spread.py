"""Mentions of groups and regions: loaded with their article, replaced with it, and spread over members only in a view."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from core.workspace import Workspace
from tests.warehouse.kit import RULES, fetched, reading, reconcile, settings, url, work, write_journal
from warehouse.connection import connect_snapshot
from warehouse.evidence import region_evidence
from warehouse.explain import article_by, explain_article
from warehouse.journal import load_journals
from warehouse.load import load_batch
from warehouse.pending import article_states, pending_documents
from warehouse.publish import publish
from warehouse.reference import load_reference
from warehouse.staging import stage_batch

REGIONS = [(name, name.upper(), "union", "what it is", "its treaty") for name in ("eu", "atlantis")]
MEMBERS = [
    ("eu", "FRA", date(1993, 11, 1), None, None),
    ("eu", "GBR", date(1993, 11, 1), date(2020, 2, 1), None),
    ("eu", "HRV", date(2013, 7, 1), None, None),
]
COUNTRIES = [(code, None, code, None, None, None, None, "state") for code in ("FRA", "GBR", "HRV")]


@pytest.fixture
def pages(con, workspace):
    """Three pages, of 2012, of the last day before the exit, and of the day after."""
    dates = {"a": datetime(2012, 5, 1, 12), "b": datetime(2020, 1, 31, 23), "c": datetime(2020, 2, 1, 1)}
    texts = {"a": "The @eu wrote to GBR", "b": "@eu and @atlantis agree", "c": "The @eu is smaller, said FRA"}
    load_reference(con, COUNTRIES, [], REGIONS, MEMBERS)
    pages = [fetched(0, "alpha", number, name, texts[name]) for number, name in enumerate(texts)]
    write_journal(workspace.raw, 0, [settings(0, "alpha"), *pages])
    load_journals(con, workspace.raw)

    def read(document):
        name = document.url[-1]
        return reading(document, texts[name], dates[name].replace(tzinfo=UTC))

    work(con, workspace.staging, read)
    return {name: article_by(con, url("alpha", name)) for name in texts}


def test_a_batch_brings_the_mentions_of_regions_with_their_spans(con, pages):
    rows = con.execute(
        "SELECT m.article_id, region_id, surface, body[start_char + 1:end_char], role, rule, m.rules_version "
        "FROM news.region_mentions AS m JOIN news.articles USING (article_id) ORDER BY day, region_id"
    ).fetchall()
    named = [("a", "eu"), ("b", "atlantis"), ("b", "eu"), ("c", "eu")]
    assert rows == [(pages[p], r, f"@{r}", f"@{r}", "text", "name", RULES) for p, r in named]


def test_the_mentions_of_a_replaced_article_are_replaced(con, workspace, pages):
    page = fetched(1, "alpha", 0, "a", "another text")
    write_journal(workspace.raw, 1, [page])
    load_journals(con, workspace.raw)
    documents = pending_documents(con)
    states = article_states(con, [pages["a"]])
    result = reconcile(states, [reading(documents[0], "nothing of the kind, GBR")])
    load_batch(con, stage_batch(workspace.staging, 7, result, RULES))
    left = con.execute("SELECT DISTINCT article_id FROM news.region_mentions ORDER BY 1").fetchall()
    assert left == sorted((pages[name],) for name in "bc")


def test_a_region_is_no_mention_of_its_members(con, pages):
    assert con.execute("SELECT article_id, iso3 FROM news.country_mentions ORDER BY iso3").fetchall() == [
        (pages["c"], "FRA"), (pages["a"], "GBR"),
    ]  # fmt: skip


def test_the_spread_is_over_those_who_belonged_to_it_on_the_articles_day(con, pages):
    rows = con.execute(
        "SELECT day, region_id, member_iso3, region_mentions, member_named FROM mart.region_spread ORDER BY ALL"
    ).fetchall()
    assert rows == [
        (date(2012, 5, 1), "eu", "FRA", 1, False),
        (date(2012, 5, 1), "eu", "GBR", 1, True),
        (date(2020, 1, 31), "eu", "FRA", 1, False),
        (date(2020, 1, 31), "eu", "GBR", 1, False),
        (date(2020, 1, 31), "eu", "HRV", 1, False),
        (date(2020, 2, 1), "eu", "FRA", 1, True),
        (date(2020, 2, 1), "eu", "HRV", 1, False),
    ]


def test_the_snapshot_answers_the_spread_too(con, workspace: Workspace, pages):
    publish(con, workspace)
    with connect_snapshot(workspace) as snapshot:
        assert snapshot.execute("SELECT count(*) FROM mart.region_spread").fetchone() == (7,)


def test_an_article_is_explained_with_the_regions_that_it_names(con, pages):
    explained = explain_article(con, pages["b"])
    assert [(e.tag, e.role, e.rule, e.sentence) for e in explained.region_evidence] == [
        (name, "text", "name", "@eu and @atlantis agree") for name in ("eu", "atlantis")
    ]
    only = region_evidence(con, [pages["b"]], ["atlantis"])[pages["b"]]
    assert [e.surface for e in only] == ["@atlantis"]
