"""The marts: each number as the design defines it, by hand on a few articles and against plain SQL on many."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import duckdb
import polars as pl
import pytest

from contracts.mart import SOURCE_DAILY, TABLES
from contracts.render import polars_schema
from contracts.tables import BY_NAME
from transforms.aggregates import DAILY, WEEKLY, completeness, source_daily

MONDAY = date(2026, 3, 2)
NEXT = MONDAY + timedelta(days=1)
SCHEMAS: dict[str, dict[str, Any]] = {
    "articles": {
        "article_id": pl.String,
        "day": pl.Date,
        "source_id": pl.String,
        "outlet_country": pl.String,
        "story_id": pl.String,
        "language": pl.String,
        "topics_judged": pl.Boolean,
    },
    "countries": {"article_id": pl.String, "iso3": pl.String, "mentions": pl.Int64, "is_focus": pl.Boolean},
    "topics": {"article_id": pl.String, "topic_id": pl.String, "score": pl.Float64},
    "topic_languages": {"topic_id": pl.String, "language": pl.String},
    "source_days": {
        "day": pl.Date,
        "source_id": pl.String,
        "discovered": pl.Int64,
        "loaded": pl.Int64,
        "quarantined": pl.Int64,
        "failed": pl.Int64,
    },
}
COMPLETE = pl.DataFrame({"day": [MONDAY], "completeness": [0.5]})


@dataclass(frozen=True)
class Inputs:
    articles: pl.DataFrame
    countries: pl.DataFrame
    topics: pl.DataFrame
    topic_languages: pl.DataFrame


# German has phrases of the hard topics only: whether its articles are about "health" cannot be told.
TOPIC_LANGUAGES = [("defence", "en"), ("trade", "en"), ("health", "en"), ("defence", "de"), ("trade", "de")]


def frame(name: str, rows: list[tuple[Any, ...]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCHEMAS[name], orient="row")


def inputs(articles: list[tuple[Any, ...]], countries: list[tuple[Any, ...]], topics: list[tuple[Any, ...]]) -> Inputs:
    given = {"articles": articles, "countries": countries, "topics": topics, "topic_languages": TOPIC_LANGUAGES}
    return Inputs(**{name: frame(name, rows) for name, rows in given.items()})


FEW = inputs(
    [
        ("a1", MONDAY, "s1", "FRA", "st1", "en", True),
        ("a2", MONDAY, "s2", None, "st1", "en", True),  # a copy of a1 by another source
        ("a3", MONDAY, "s1", "FRA", "st3", "fr", False),
        ("a4", NEXT, "s2", None, "st4", None, False),
    ],
    [
        ("a1", "CHN", 5, True),
        ("a1", "FRA", 2, False),
        ("a1", "USA", 4, True),
        ("a2", "CHN", 3, True),
        ("a2", "USA", 1, False),
        ("a3", "FRA", 7, True),
        ("a3", "CHN", 1, False),
        ("a4", "CHN", 1, False),
    ],
    [
        ("a1", "defence", 0.9),
        ("a1", "trade", 0.49),
        ("a2", "defence", 0.5),
        ("a3", "trade", 0.8),
        ("a4", "trade", 0.1),
    ],
)


def rows(table: str, given: Inputs = FEW) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """The mart's rows by key."""
    made = DAILY[table](given, COMPLETE)
    width = len(BY_NAME[table].key)
    return {row[:width]: row[width:] for row in made.rows()}


def test_a_country_counts_articles_about_and_naming_it_stories_sources_and_mentions() -> None:
    made = rows("mart.country_daily")
    assert made[MONDAY, "CHN"] == (2, 3, 2, 2, 9, pytest.approx(2 / 3), 0.5)
    assert made[MONDAY, "USA"] == (1, 2, 1, 2, 5, 0.5, 0.5)
    assert len(made) == 4


def test_foreign_share_is_of_all_articles_that_name_the_country_and_null_where_no_outlet_country_is_known() -> None:
    made = rows("mart.country_daily")
    assert made[MONDAY, "FRA"] == (1, 2, 2, 1, 9, 0.0, 0.5)
    assert made[NEXT, "CHN"] == (0, 1, 1, 1, 1, None, None)


def test_a_topic_counts_from_score_a_half_and_says_how_much_of_the_day_was_judged() -> None:
    assert rows("mart.topic_daily") == {
        (MONDAY, "defence"): (2, 1.4, 1, 2, pytest.approx(2 / 3), 0.5),
        (MONDAY, "trade"): (1, 0.8, 1, 1, pytest.approx(2 / 3), 0.5),
    }


def test_a_country_carries_a_topic_only_as_focus() -> None:
    assert rows("mart.country_topic_daily") == {
        (MONDAY, "CHN", "defence"): (2, 1.4, 1, 2, 1.0, 0.5),
        (MONDAY, "USA", "defence"): (1, 0.9, 1, 1, 1.0, 0.5),
        (MONDAY, "FRA", "trade"): (1, 0.8, 1, 1, 0.0, 0.5),
    }


def test_a_pair_is_named_in_order_and_is_in_focus_only_where_both_are() -> None:
    assert rows("mart.country_pair_daily") == {
        (MONDAY, "CHN", "FRA"): (2, 0, 2, 1, 0.5),
        (MONDAY, "CHN", "USA"): (2, 1, 1, 2, 0.5),
        (MONDAY, "FRA", "USA"): (1, 0, 1, 1, 0.5),
    }


def test_every_frame_has_the_tables_columns_and_is_sorted_by_key_also_when_empty() -> None:
    none = inputs([], [], [])
    no_days = frame("source_days", [])
    for name, aggregate in DAILY.items():
        made = aggregate(FEW, COMPLETE)
        assert made.schema == polars_schema(BY_NAME[name])
        assert made.equals(made.sort(BY_NAME[name].key))
        empty = aggregate(none, completeness(source_daily(no_days)))
        assert (empty.schema, empty.height) == (made.schema, 0)
    assert source_daily(no_days).schema == polars_schema(SOURCE_DAILY)
    assert completeness(source_daily(no_days)).schema == COMPLETE.schema


def test_there_is_one_function_for_each_mart() -> None:
    assert {*DAILY, *WEEKLY, SOURCE_DAILY.qualified} == {table.qualified for table in TABLES}


def source_days(loaded: dict[str, dict[int, int]]) -> pl.DataFrame:
    """Source days from loaded articles by source and number of the day."""
    return frame(
        "source_days",
        [(MONDAY + timedelta(days=n), s, k + 2, k, 1, 1) for s, days in loaded.items() for n, k in days.items()],
    )


def on_day(made: pl.DataFrame, number: int, source: str = "s") -> dict[str, Any]:
    [row] = made.filter(day=MONDAY + timedelta(days=number), source_id=source).to_dicts()
    return row


def test_nothing_is_expected_before_21_days_of_history() -> None:
    made = source_daily(source_days({"s": dict.fromkeys(range(22), 16)}))
    assert on_day(made, 20)["expected_low"] is None
    assert on_day(made, 20)["complete"] is None
    assert on_day(made, 21)["expected_low"] == 16 - 2 * 4
    assert on_day(made, 21)["expected_high"] == 16 + 2 * 4
    assert on_day(made, 21)["complete"] is True


def test_an_expectation_knows_the_weekday_and_looks_at_days_before_only() -> None:
    week = {n: 4 if n % 7 == 6 else 100 for n in range(70)}
    made = source_daily(source_days({"s": week}))
    assert on_day(made, 69)["expected_high"] == 8  # a Sunday
    assert on_day(made, 68)["expected_low"] == 80
    poor = source_daily(source_days({"s": {**week, 68: 3}}))
    assert on_day(poor, 68) | {"loaded": 100, "discovered": 102, "complete": True} == on_day(made, 68)
    assert on_day(poor, 68)["complete"] is False
    assert poor.filter(pl.col("day") != MONDAY + timedelta(days=68)).equals(
        made.filter(pl.col("day") != MONDAY + timedelta(days=68))
    )


def test_one_outlier_does_not_move_an_expectation() -> None:
    steady = dict.fromkeys(range(50), 25)
    assert on_day(source_daily(source_days({"s": {**steady, 42: 900}})), 49)["expected_high"] == 35


def test_a_source_that_fell_silent_gets_rows_of_zeros_up_to_the_last_day_known() -> None:
    made = source_daily(source_days({"s": dict.fromkeys(range(30), 16), "t": {40: 1}}))
    silent = on_day(made, 33)
    assert (silent["discovered"], silent["loaded"], silent["complete"]) == (0, 0, False)
    assert made.filter(source_id="s")["day"].max() == MONDAY + timedelta(days=40)
    assert made.filter(source_id="t").height == 1


def test_an_old_article_does_not_fill_the_years_since_with_rows() -> None:
    made = source_daily(source_days({"s": {-9000: 1, 0: 1}}))
    assert made.height == 2
    assert on_day(made, 0)["expected_low"] == 0


def test_completeness_is_the_filled_part_of_what_was_expected() -> None:
    steady = dict.fromkeys(range(30), 16)
    made = completeness(source_daily(source_days({"s": {**steady, 29: 2}, "t": steady, "new": {29: 5}})))
    by_day = dict(made.iter_rows())
    assert MONDAY + timedelta(days=20) not in by_day
    assert by_day[MONDAY + timedelta(days=28)] == 1.0
    assert by_day[MONDAY + timedelta(days=29)] == (2 + 8) / 16


def test_nothing_is_said_of_completeness_where_too_little_came_to_expect_anything() -> None:
    made = source_daily(source_days({"s": dict.fromkeys(range(40), 2)}))
    assert on_day(made, 39)["complete"] is True
    assert completeness(made).is_empty()


def random_inputs(seed: int) -> Inputs:
    chance = random.Random(seed)
    ids = [f"a{n}" for n in range(400)]
    countries, topics = ["CHN", "DEU", "FRA", "KEN", "PER", "USA"], ["defence", "trade", "health"]
    return inputs(
        [
            (
                i, MONDAY + timedelta(days=chance.randrange(5)), f"s{chance.randrange(6)}",
                chance.choice([None, *countries]), f"st{chance.randrange(250)}", chance.choice([None, "en", "de"]),
                chance.random() < 0.7,
            )
            for i in ids
        ],
        [
            (i, c, chance.randint(1, 9), chance.random() < 0.4)
            for i in ids
            for c in chance.sample(countries, chance.randint(0, 4))
        ],
        [(i, t, round(chance.random(), 3)) for i in ids for t in chance.sample(topics, chance.randint(0, 3))],
    )  # fmt: skip


# A text in no known language was read as English, or not at all.
_JUDGED = "avg((d.topics_judged and not (coalesce(d.language, '') = 'de' and topic_id = 'health'))::int)"
SQL = {
    "mart.country_daily": """
        select day, iso3, count(*) filter (is_focus), count(*), count(distinct story_id), count(distinct source_id),
               sum(mentions)::bigint, case when count(outlet_country) > 0
               then count(*) filter (outlet_country <> iso3) / count(*) end
        from countries join articles using (article_id) group by all""",
    "mart.topic_daily": f"""
        select a.day, topic_id, count(*), sum(score), count(distinct story_id), count(distinct source_id),
               any_value((select {_JUDGED} from articles d where d.day = a.day))
        from topics join articles a using (article_id) where score >= .5 group by all""",
    "mart.country_topic_daily": f"""
        select day, iso3, topic_id, count(*), sum(score), count(distinct story_id), count(distinct source_id),
               any_value((select {_JUDGED} from articles d join countries c using (article_id)
                          where d.day = a.day and c.is_focus and c.iso3 = f.iso3))
        from articles a join countries f using (article_id) join topics using (article_id)
        where is_focus and score >= .5 group by all""",
    "mart.country_pair_daily": """
        select day, a.iso3, b.iso3, count(*), count(*) filter (a.is_focus and b.is_focus), count(distinct story_id),
               count(distinct source_id)
        from countries a, countries b, articles
        where a.article_id = b.article_id and articles.article_id = a.article_id and a.iso3 < b.iso3 group by all""",
}


@pytest.mark.parametrize("table", sorted(SQL))
def test_an_aggregate_agrees_with_plain_sql_on_random_articles(table: str) -> None:
    given = random_inputs(3)
    with duckdb.connect() as con:
        for name in ("articles", "countries", "topics"):
            con.register(name, getattr(given, name).to_arrow())
        expected = sorted(con.sql(SQL[table]).fetchall())
    made = [row[:-1] for row in DAILY[table](given, COMPLETE).rows()]
    assert len(made) > 10
    assert len(made) == len(expected)
    for one, other in zip(made, expected, strict=True):
        assert one == pytest.approx(other)


@pytest.mark.parametrize("table", sorted(SQL))
def test_the_order_of_the_rows_given_does_not_change_a_digit(table: str) -> None:
    given = random_inputs(5)
    mixed = Inputs(
        *(
            f.sample(fraction=1, shuffle=True, seed=1)
            for f in (given.articles, given.countries, given.topics, given.topic_languages)
        )
    )
    assert DAILY[table](given, COMPLETE).equals(DAILY[table](mixed, COMPLETE))


EXPECTED_SQL = """
    with calendar as (
        select source_id, unnest(generate_series(min(day), (select max(day) from days), interval 1 day))::date as day,
               min(day) as first_day
        from days group by source_id),
    dense as (select c.*, coalesce(d.loaded, 0) as loaded, coalesce(d.discovered, 0) as discovered,
                     d.day is not null as present
              from calendar c left join days d using (source_id, day)),
    history as (select t.source_id, t.day, list(h.loaded) as seen
        from dense t join dense h using (source_id)
        where h.day < t.day and h.day >= t.day - 56 and dayofweek(h.day) = dayofweek(t.day)
          and t.day - t.first_day >= 21
        group by all),
    bounds as (select source_id, day, list_median(seen) as m,
                      greatest(1.4826 * list_median([abs(x - list_median(seen)) for x in seen]), sqrt(m)) as spread
               from history)
    select day, source_id, discovered, loaded, case when m >= 0 then greatest(0, m - 2 * spread) end as low,
           m + 2 * spread, loaded >= low
    from dense left join bounds using (source_id, day)
    where present or low > 0
    order by day, source_id
"""


def test_expectations_agree_with_plain_sql_on_random_days() -> None:
    chance = random.Random(8)
    given = source_days(
        {
            f"s{s}": {n: chance.randint(0, 40 + 20 * s) for n in range(s * 9, 110) if chance.random() < 0.5 + s / 10}
            for s in range(5)
        }
    )
    with duckdb.connect() as con:
        con.register("days", given.to_arrow())
        expected = con.sql(EXPECTED_SQL).fetchall()
    made = source_daily(given).drop("quarantined", "failed").rows()
    assert len(made) == len(expected) > 300
    assert any(row[2] == 0 for row in made)
    for one, other in zip(made, expected, strict=True):
        assert one == pytest.approx(other)
