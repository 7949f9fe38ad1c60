"""Copies and stories: each candidate once, and only what changed is touched."""

from __future__ import annotations

import polars as pl
import pytest

from core.errors import PipelineFault
from tests.warehouse.kit import days, fetched, moment, reading, settings, work, write_journal
from warehouse.journal import load_journals
from warehouse.stories import (
    apply_stories,
    candidate_pairs,
    changed_articles,
    replace_copies,
    story_inputs,
)

PAIRS = {"article_a": pl.String, "article_b": pl.String, "similarity": pl.Float64}


def _press(con, workspace, run, texts, published=None):
    """A run that brings these texts, one article each, named by their key; returns article ids by key."""
    entries = [fetched(run, "alpha", i, name, text) for i, (name, text) in enumerate(texts.items())]
    write_journal(workspace.raw, run, [settings(run, "alpha"), *entries])
    load_journals(con, workspace.raw)

    def interpret(document):
        name = document.url.rsplit("/", 1)[1]
        return reading(document, texts[name], (published or {}).get(name))

    work(con, workspace.staging, interpret)
    rows = con.execute("SELECT canonical_url, article_id FROM news.articles").fetchall()
    return {address.rsplit("/", 1)[1]: article for address, article in rows}


def _pairs(con, chunk=1000):
    return [pair for candidates in candidate_pairs(con, chunk) for pair in candidates.pairs]


def _settle(con, pairs):
    """Takes these pairs as the copies of the changed articles; a story is named after its least member."""
    frame = pl.DataFrame([(*sorted(pair), 0.9) for pair in pairs], schema=PAIRS, orient="row")
    replace_copies(con, frame)
    inputs = story_inputs(con)
    group = {article: article for article in inputs.articles["article_id"]}
    for _ in group:
        for a, b in inputs.pairs.select("article_a", "article_b").iter_rows():
            group[a] = group[b] = min(group[a], group[b])
    return apply_stories(con, pl.DataFrame({"article_id": list(group), "story_id": [f"s{g}" for g in group.values()]}))


def _stories(con):
    return {
        frozenset(m) for (m,) in con.execute("SELECT list(article_id) FROM news.articles GROUP BY story_id").fetchall()
    }


def test_articles_that_share_a_band_within_thirty_days_are_candidates_once_with_their_bodies(con, workspace):
    texts = {
        "a": "one wire text here",
        "b": "one wire text here",
        "c": "other words entirely now",
        "d": "one wire text here",
    }
    ids = _press(con, workspace, 0, texts, {"a": moment(0), "b": moment(30), "d": moment(61)})
    (found,) = candidate_pairs(con)
    assert found.pairs == (tuple(sorted((ids["a"], ids["b"]))),)
    assert found.bodies == {ids["a"]: texts["a"], ids["b"]: texts["b"]}
    assert changed_articles(con) == sorted(ids.values())


def test_chunks_hold_all_pairs_once(con, workspace):
    _press(con, workspace, 0, {f"p{i}": "one wire text here" for i in range(8)})
    whole = _pairs(con)
    assert len(whole) == len(set(whole)) == 28
    assert all(a < b for a, b in whole)
    assert _pairs(con, chunk=5) == whole


def test_only_changed_articles_are_compared_but_with_all(con, workspace):
    first = _press(con, workspace, 0, {"a": "one wire text here", "b": "one wire text here"})
    _settle(con, _pairs(con))
    assert _pairs(con) == []
    both = _press(con, workspace, 1, {"c": "one wire text here"})
    assert _pairs(con) == sorted(tuple(sorted((both["c"], first[name]))) for name in "ab")


def test_a_story_says_who_was_first_and_how_many_carry_it(con, workspace):
    published = {"a": moment(3), "b": moment(1), "c": moment(2)}
    ids = _press(con, workspace, 0, dict.fromkeys("abc", "one wire text here"), published)
    assert _settle(con, [(ids["a"], ids["b"])]) == 3
    rows = con.execute(
        "SELECT first_article_id, origin_source_id, articles, sources, first_day, last_day FROM news.stories ORDER BY 3"
    ).fetchall()
    assert rows == [
        (ids["c"], "alpha", 1, 1, *days(2, 2)),
        (ids["b"], "alpha", 2, 1, *days(1, 3)),
    ]
    assert changed_articles(con) == []


def test_a_copy_that_is_none_any_more_leaves_its_story_and_its_day_is_behind(con, workspace):
    texts = dict.fromkeys("abc", "one wire text here")
    ids = _press(con, workspace, 0, texts, {"a": moment(1), "b": moment(2), "c": moment(9)})
    _settle(con, [(ids["a"], ids["b"])])
    con.execute("DELETE FROM state.affected_days")
    _press(con, workspace, 1, {"b": "rewritten from end to end"}, {"b": moment(2)})
    _settle(con, [])
    assert _stories(con) == {frozenset({ids[name]}) for name in "abc"}
    assert con.execute("SELECT count(*), sum(articles) FROM news.stories").fetchone() == (3, 3)
    assert con.execute("SELECT count(*) FROM state.copies").fetchone() == (0,)
    behind = {day for (day,) in con.execute("FROM state.affected_days").fetchall()}
    assert set(days(2)) <= behind <= set(days(1, 2))


def test_a_member_that_changes_its_day_renews_its_story(con, workspace):
    texts = dict.fromkeys("ab", "one wire text here")
    ids = _press(con, workspace, 0, texts, {"a": moment(1), "b": moment(2)})
    _settle(con, [(ids["a"], ids["b"])])
    _press(con, workspace, 1, {"a": "one wire text here again"}, {"a": moment(5)})
    _settle(con, [(ids["a"], ids["b"])])
    assert con.execute("SELECT first_article_id, first_day, last_day FROM news.stories").fetchall() == [
        (ids["b"], *days(2, 5))
    ]


def test_verified_pairs_that_lack_a_column_change_nothing(con, workspace):
    ids = _press(con, workspace, 0, dict.fromkeys("ab", "one wire text here"))
    with pytest.raises(PipelineFault, match="NOT NULL"):
        replace_copies(con, pl.DataFrame({"article_a": [ids["a"]], "article_b": [ids["b"]], "similarity": [None]}))
    assert len(changed_articles(con)) == 2
