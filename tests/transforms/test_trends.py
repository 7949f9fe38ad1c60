"""Weeks against the weeks before them."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

from contracts.mart import COUNTRY_TRENDS
from contracts.render import polars_schema
from transforms.aggregates import WEEKLY
from transforms.aggregates.trends import country_trends

MONDAY = date(2026, 3, 2)


def daily(*weeks: dict[str, int]) -> pl.DataFrame:
    """Articles about countries, week by week, strewn over its days."""
    rows = [
        (MONDAY + timedelta(weeks=week, days=number % 7), iso3, 1)
        for week, counts in enumerate(weeks)
        for iso3, articles in counts.items()
        for number in range(articles)
    ]
    frame = pl.DataFrame(rows, schema={"day": pl.Date, "iso3": pl.String, "articles_focus": pl.Int64}, orient="row")
    return frame.group_by("day", "iso3").agg(pl.col("articles_focus").sum())


def by_week(frame: pl.DataFrame, iso3: str) -> list[tuple]:
    return frame.filter(pl.col("iso3") == iso3).select("week", "articles", "baseline", "is_burst").rows()


def test_a_week_far_above_the_weeks_before_it_is_a_burst() -> None:
    frame = country_trends(daily(*[{"PER": 2, "CHL": 3}] * 5, {"PER": 18, "CHL": 3}))
    assert by_week(frame, "PER")[-1] == (MONDAY + timedelta(weeks=5), 18, 2.0, True)
    assert [burst for *_, burst in by_week(frame, "CHL")] == [None] * 4 + [False, False]
    z = frame.filter((pl.col("iso3") == "PER") & (pl.col("articles") == 18))["z"].item()
    assert z == pytest.approx(2 * ((18.375) ** 0.5 - (2.375) ** 0.5))


def test_without_four_weeks_of_history_nothing_is_said() -> None:
    frame = country_trends(daily(*[{"PER": 1}] * 3, {"PER": 40}))
    assert by_week(frame, "PER")[-1] == (MONDAY + timedelta(weeks=3), 40, None, None)


def test_weeks_without_an_article_count_as_none_in_the_baseline() -> None:
    frame = country_trends(daily({"PER": 9, "CHL": 1}, {"CHL": 1}, {"CHL": 1}, {"CHL": 1}, {"PER": 6, "CHL": 1}))
    assert by_week(frame, "PER")[-1] == (MONDAY + timedelta(weeks=4), 6, 0.0, True)


def test_a_country_that_falls_silent_shows() -> None:
    frame = country_trends(daily(*[{"PER": 8, "CHL": 1}] * 5, {"CHL": 1}))
    assert by_week(frame, "PER")[-1] == (MONDAY + timedelta(weeks=5), 0, 8.0, False)


def test_a_baseline_looks_back_eight_weeks_and_no_further() -> None:
    frame = country_trends(daily(*[{"PER": 30}] * 4, *[{"PER": 2}] * 9))
    assert by_week(frame, "PER")[-1][2] == 2.0


def test_nothing_gives_an_empty_frame_of_the_right_shape() -> None:
    for name, (mart, columns, aggregate) in WEEKLY.items():
        schema = polars_schema(mart)
        empty = aggregate(pl.DataFrame(schema={column: schema[column] for column in columns}))
        assert empty.is_empty(), name
    assert country_trends(daily()).schema == polars_schema(COUNTRY_TRENDS)
