"""Stories in the warehouse: candidates once each, only what changed is touched, and no order of arrival shows."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import duckdb
import polars as pl
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as given_settings
from hypothesis import strategies as st

import warehouse.candidates
from flows.stories import refresh_stories
from tests.support.story_bases import base
from tests.support.story_templates import about, footer, weather
from tests.warehouse.kit import days, fetched, moment, reading, settings, work, write_journal
from transforms.stories import signature
from warehouse.candidates import candidate_pairs, changed_articles, find_candidates, same_texts, widen_changes
from warehouse.journal import load_journals
from warehouse.migrations import migrate

WIRE = base(3, random.Random(3)).paragraphs
TEXT = "\n\n".join(WIRE)
NEW_LEAD = "\n\n".join(("Boats stayed in port, and nobody in the market hall was surprised by it.", *WIRE[1:]))
CUT = "\n\n".join(WIRE[:3])
OTHER = base(8, random.Random(8)).body


def _press(con, workspace, run, texts, published=None, source="alpha"):
    """A run that brings these texts, one article each, named by their key; returns article ids by key."""
    entries = [fetched(run, source, i, name, text) for i, (name, text) in enumerate(texts.items())]
    write_journal(workspace.raw, run, [settings(run, source), *entries])
    load_journals(con, workspace.raw)

    def interpret(document):
        name = document.url.rsplit("/", 1)[1]
        said = (published or {}).get(name)
        return replace(reading(document, texts[name], said), signature=signature(texts[name]))

    work(con, workspace.staging, interpret)
    rows = con.execute("SELECT canonical_url, article_id FROM news.articles").fetchall()
    return {address.rsplit("/", 1)[1]: article for address, article in rows}


def _pairs(con, chunk=1000):
    """Candidates, after the changes were widened; and who prints whose words."""
    widen_changes(con)
    find_candidates(con)
    near = [tuple(sorted(pair)) for found in candidate_pairs(con, chunk) for pair in found.pairs]
    return near, [tuple(sorted(pair)) for pair in same_texts(con)]


def _stories(con):
    rows = con.execute("SELECT list(article_id) FROM news.articles GROUP BY story_id").fetchall()
    return {frozenset(members) for (members,) in rows}


def _together(ids, *groups):
    return {frozenset(ids[name] for name in group) for group in groups}


def test_texts_that_share_enough_within_thirty_days_are_candidates_with_their_bodies(con, workspace):
    texts = {"a": TEXT, "b": NEW_LEAD, "c": OTHER, "d": CUT}
    ids = _press(con, workspace, 0, texts, {"a": moment(0), "b": moment(30), "d": moment(61)})
    widen_changes(con)
    assert find_candidates(con) == 1
    (found,) = candidate_pairs(con)
    assert {*found.pairs[0]} == {ids["a"], ids["b"]}
    assert found.bodies == {ids["a"]: TEXT, ids["b"]: NEW_LEAD}
    assert changed_articles(con) == sorted(ids.values())


def test_chunks_and_slices_hold_all_pairs_once(con, workspace):
    texts = {f"p{i}": f"{NEW_LEAD}\n\nAnd a word or two of our own, numbered {i}." for i in range(8)}
    _press(con, workspace, 0, texts)
    whole, _ = _pairs(con)
    assert len(whole) == len(set(whole)) == 28
    assert _pairs(con, chunk=5)[0] == whole
    find_candidates(con, slice_size=3)
    assert sorted(tuple(sorted(p)) for f in candidate_pairs(con) for p in f.pairs) == sorted(whole)


def test_only_changed_articles_are_compared_but_with_all(con, workspace):
    first = _press(con, workspace, 0, {"a": TEXT, "b": NEW_LEAD})
    refresh_stories(con)
    assert _pairs(con) == ([], [])
    both = _press(con, workspace, 1, {"c": CUT})
    assert sorted(_pairs(con)[0]) == sorted(tuple(sorted((both["c"], first[name]))) for name in "ab")


def test_the_same_words_are_one_text_and_are_compared_as_one(con, workspace):
    ids = _press(con, workspace, 0, {**{f"p{i}": TEXT.upper() for i in range(300)}, "cut": CUT})
    near, same = _pairs(con)
    assert len(near) == 1
    assert len(same) == 299
    refresh_stories(con)
    assert _stories(con) == {frozenset(ids.values())}


def test_the_same_words_again_after_more_than_thirty_days_are_another_story(con, workspace):
    when = {name: moment(day) for name, day in zip("abcd", (0, 30, 60, 91), strict=True)}
    ids = _press(con, workspace, 0, dict.fromkeys("abcd", TEXT), when)
    refresh_stories(con)
    assert _stories(con) == _together(ids, "abc", "d")
    # Another printing bridges the two.
    ids = _press(con, workspace, 1, {"e": TEXT}, {"e": moment(75)})
    refresh_stories(con)
    assert _stories(con) == _together(ids, "abcde")


def test_a_story_says_who_was_first_and_how_many_carry_it(con, workspace):
    published = {"a": moment(3), "b": moment(1), "c": moment(2)}
    ids = _press(con, workspace, 0, {"a": TEXT, "b": NEW_LEAD, "c": OTHER}, published)
    assert refresh_stories(con) == 3
    rows = con.execute(
        "SELECT first_article_id, origin_source_id, articles, sources, first_day, last_day FROM news.stories ORDER BY 3"
    ).fetchall()
    assert rows == [
        (ids["c"], "alpha", 1, 1, *days(2, 2)),
        (ids["b"], "alpha", 2, 1, *days(1, 3)),
    ]
    assert changed_articles(con) == []


def test_the_origin_is_the_source_that_copies_credit_though_another_was_first(con, workspace):
    def origin():
        return con.execute("SELECT origin_source_id FROM news.stories WHERE articles > 1").fetchall()

    _press(con, workspace, 0, {"x": NEW_LEAD}, {"x": moment(0)}, source="early")
    _press(con, workspace, 1, {"a": TEXT}, {"a": moment(1)}, source="alpha")
    refresh_stories(con)
    assert origin() == [("early",)]
    _press(con, workspace, 2, {"b": f"{CUT}\n\nThis article was first published by Alpha."}, source="beta")
    refresh_stories(con)
    assert origin() == [("alpha",)]


def test_a_credit_counts_from_the_run_in_which_its_source_is_known(con, workspace):
    credit = "\n\nThis article was first published by Gamma."
    _press(con, workspace, 0, {"a": TEXT + credit}, {"a": moment(0)}, source="alpha")
    _press(con, workspace, 1, {"b": CUT + credit}, {"b": moment(1)}, source="beta")
    refresh_stories(con)
    assert con.execute("SELECT origin_source_id FROM news.stories").fetchall() == [("alpha",)]
    _press(con, workspace, 2, {"c": OTHER}, source="gamma")
    refresh_stories(con)
    assert con.execute("SELECT origin_source_id FROM news.stories WHERE articles = 2").fetchall() == [("gamma",)]


def test_a_copy_that_is_none_any_more_leaves_its_story_and_its_day_is_behind(con, workspace):
    texts = {"a": TEXT, "b": NEW_LEAD, "c": OTHER}
    ids = _press(con, workspace, 0, texts, {"a": moment(1), "b": moment(2), "c": moment(9)})
    refresh_stories(con)
    con.execute("DELETE FROM state.affected_days")
    _press(con, workspace, 1, {"b": base(11, random.Random(11)).body}, {"b": moment(2)})
    refresh_stories(con)
    assert _stories(con) == {frozenset({ids[name]}) for name in "abc"}
    assert con.execute("SELECT count(*), sum(articles) FROM news.stories").fetchone() == (3, 3)
    behind = {day for (day,) in con.execute("FROM state.affected_days").fetchall()}
    assert set(days(2)) <= behind <= set(days(1, 2))


def test_a_member_between_two_others_takes_their_link_with_it(con, workspace):
    """A long version holds both halves; without it the halves have nothing in common."""
    long = "\n\n".join((TEXT, OTHER))
    ids = _press(con, workspace, 0, {"a": TEXT, "b": OTHER, "c": long})
    refresh_stories(con)
    assert _stories(con) == _together(ids, "abc")
    _press(con, workspace, 1, {"c": base(11, random.Random(11)).body})
    refresh_stories(con)
    assert _stories(con) == _together(ids, "a", "b", "c")


def test_an_update_of_ones_own_article_is_a_revision_and_no_copy(con, workspace):
    ids = _press(con, workspace, 0, {"a": TEXT})
    refresh_stories(con)
    _press(con, workspace, 1, {"a": NEW_LEAD})
    refresh_stories(con)
    assert con.execute("SELECT revision FROM news.articles").fetchall() == [(2,)]
    assert con.execute("SELECT first_article_id, articles FROM news.stories").fetchall() == [(ids["a"], 1)]


def test_a_member_that_changes_its_day_renews_its_story(con, workspace):
    ids = _press(con, workspace, 0, {"a": TEXT, "b": NEW_LEAD}, {"a": moment(1), "b": moment(2)})
    refresh_stories(con)
    _press(con, workspace, 1, {"a": f"{TEXT} Again."}, {"a": moment(5)})
    refresh_stories(con)
    assert con.execute("SELECT first_article_id, first_day, last_day FROM news.stories").fetchall() == [
        (ids["b"], *days(2, 5))
    ]


def test_what_stands_under_many_articles_of_a_source_makes_no_copies_and_no_candidates(con, workspace):
    firm = about("Corvid Systems")
    few = {f"p{i}": f"{base(20 + i, random.Random(i), 'brief').body}\n\n{firm}" for i in range(4)}
    _press(con, workspace, 0, few)
    assert len(_pairs(con)[0]) >= 6
    _press(
        con, workspace, 1, {f"p{i}": f"{base(20 + i, random.Random(i), 'brief').body}\n\n{firm}" for i in range(4, 20)}
    )
    assert _pairs(con) == ([], [])
    assert con.execute("SELECT DISTINCT source_id FROM state.standing").fetchall() == [("alpha",)]
    refresh_stories(con)
    assert len(_stories(con)) == 20


def test_words_that_stand_no_more_are_words_like_others(con, workspace):
    foot = footer("Courier")
    texts = {f"p{i}": f"{base(20 + i, random.Random(i), 'brief').body}\n\n{foot}" for i in range(8)}
    _press(con, workspace, 0, texts)
    refresh_stories(con)
    assert con.execute("SELECT count(*) > 20 FROM state.standing").fetchone() == (True,)
    _press(con, workspace, 1, {"p3": OTHER})
    refresh_stories(con)
    assert con.execute("FROM state.standing").fetchall() == []


def test_a_template_page_in_a_thousand_wordings_leads_to_no_million_pairs(con, workspace):
    dice = random.Random(5)
    _press(con, workspace, 0, {f"w{i}": weather(dice) for i in range(1000)})
    widen_changes(con)
    assert find_candidates(con) < 10_000


POOL = [
    TEXT, NEW_LEAD, CUT, f"{CUT}\n\n{footer('A')}", OTHER, "\n\n".join((TEXT, OTHER)), f"{OTHER}\n\n{footer('A')}",
    *(f"{base(20 + i, random.Random(i), 'brief').body}\n\n{footer('A')}" for i in range(3)),
    f"{TEXT}\n\nThis article was first published by Alpha.", "Too short to say more.",
]  # fmt: skip
SOURCES = ("alpha", "beta")


class Desk:
    """A warehouse with nothing but what stories need; an article put again is a revision of it."""

    def __init__(self) -> None:
        self.con = duckdb.connect(":memory:")
        migrate(self.con)
        for source in SOURCES:
            self.con.execute(
                "INSERT INTO ref.sources BY NAME SELECT ? AS source_id, ? AS outlet, 'feed' AS kind, '' AS url, "
                "'' AS settings, '' AS last_run_id",
                [source, source.title()],
            )

    def put(self, number: int, day: int, text: int) -> None:
        article, source = f"a{number:02d}", SOURCES[number % 2]
        for table in ("news.articles", "state.signatures", "state.changed_articles"):
            if table == "news.articles":
                old = self.con.execute("SELECT story_id FROM news.articles WHERE article_id = ?", [article]).fetchone()
            self.con.execute(f"DELETE FROM {table} WHERE article_id = ?", [article])
        self.con.execute(
            """
            INSERT INTO news.articles BY NAME
            SELECT $1 AS article_id, 'd' AS document_id, $2 AS source_id, 'none' AS published_precision,
                   'none' AS published_from, now() AS first_seen_at, $3::DATE AS day, 'published' AS day_basis,
                   [] AS sections, [] AS keywords, $4 AS body, [] AS captions, 1 AS word_count, 'article' AS kind,
                   'x' AS extracted_by, 1.0 AS extraction_confidence, [] AS notes, 'x' AS content_sha256,
                   $5 AS story_id, 1 AS revision, 'r' AS rules_version
            """,
            [article, source, date(2026, 1, 1) + timedelta(days=day), POOL[text], old[0] if old else article],
        )
        rows = [(article, place, value) for place, value in enumerate(signature(POOL[text]))]
        frame = pl.DataFrame(rows, schema=["article_id", "place", "hash"], orient="row")
        self.con.register("numbers", frame.to_arrow())
        self.con.execute("INSERT INTO state.signatures FROM numbers")
        self.con.unregister("numbers")
        self.con.execute("INSERT INTO state.changed_articles VALUES (?)", [article])

    def settled(self) -> list[list[tuple[object, ...]]]:
        refresh_stories(self.con)
        queries = (
            "SELECT article_id, story_id FROM news.articles ORDER BY ALL", "FROM news.stories ORDER BY ALL",
            "FROM state.standing ORDER BY ALL",
        )  # fmt: skip
        return [self.con.execute(query).fetchall() for query in queries]


PUTS = st.lists(
    st.tuples(st.integers(0, 11), st.integers(0, 70), st.sampled_from(range(len(POOL)))), min_size=4, max_size=22
)


def _any_order_comes_to_the_same(puts, dice, monkeypatch):
    monkeypatch.setattr(warehouse.candidates, "STANDING_OPENINGS", 3)
    monkeypatch.setattr(warehouse.candidates, "COMMON_TEXTS", 5)
    step = Desk()
    for put in puts:
        step.put(*put)
        if dice.random() < 0.4:
            refresh_stories(step.con)
    last = list({number: (number, day, text) for number, day, text in puts}.values())
    dice.shuffle(last)
    once = Desk()
    for put in last:
        once.put(*put)
    for found, wanted in zip(step.settled(), once.settled(), strict=True):
        assert found == wanted
    step.con.close()
    once.con.close()


QUICK = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]}


@given_settings(max_examples=6, **QUICK)
@given(PUTS, st.randoms(use_true_random=False))
def test_no_order_of_arrival_and_no_cutting_into_runs_shows_in_the_stories(monkeypatch, puts, dice):
    _any_order_comes_to_the_same(puts, dice, monkeypatch)


@pytest.mark.slow
@given_settings(max_examples=120, **QUICK)
@given(PUTS, st.randoms(use_true_random=False))
def test_no_order_of_arrival_shows_in_many_more_draws(monkeypatch, puts, dice):
    _any_order_comes_to_the_same(puts, dice, monkeypatch)
