"""mart.country_trends and mart.topic_trends: weeks against the weeks before them."""

from __future__ import annotations

import polars as pl

from contracts.mart import COUNTRY_TRENDS, TOPIC_TRENDS
from contracts.schema import Table
from transforms.aggregates.inputs import finished

_WEEKS = 8  # how far a baseline looks back
_FEWEST_WEEKS = 4
# The square root of a Poisson count scatters by one half whatever its mean (Anscombe 1948): twice the difference of two
# such roots is in standard deviations. 3 of them and 5 articles keep a country of one article a month from bursting.
_BURST, _FEWEST_ARTICLES = 3.0, 5


def country_trends(daily: pl.DataFrame) -> pl.DataFrame:
    """The whole of mart.country_trends from the whole of mart.country_daily (day, iso3, articles_focus)."""
    return _trends(daily.rename({"articles_focus": "articles"}), "iso3", COUNTRY_TRENDS)


def topic_trends(daily: pl.DataFrame) -> pl.DataFrame:
    """The whole of mart.topic_trends from the whole of mart.topic_daily (day, topic_id, articles)."""
    return _trends(daily, "topic_id", TOPIC_TRENDS)


def _trends(daily: pl.DataFrame, name: str, table: Table) -> pl.DataFrame:
    """A row for each week and name with articles, and for each week without any where the baseline expected some."""
    counts = (
        daily.with_columns(pl.col("day").dt.truncate("1w").alias("week"))
        .group_by("week", name)
        .agg(pl.col("articles").sum())
    )
    first, last = (pl.lit(value, pl.Date) for value in (counts["week"].min(), counts["week"].max()))
    # Each week is seen by the eight after it; weeks that nobody sees cost nothing.
    seen = (
        counts.filter(pl.col("articles") > 0)
        .join(pl.DataFrame({"weeks": range(1, _WEEKS + 1)}), how="cross")
        .with_columns(pl.col("week").dt.offset_by(pl.format("{}w", "weeks")))
        .group_by("week", name)
        .agg(pl.col("articles").alias("seen"))
    )
    history = ((pl.col("week") - first).dt.total_days() // 7).clip(0, _WEEKS)
    known = (
        counts.join(seen, on=["week", name], how="full", coalesce=True)
        .filter(pl.col("week") <= last)
        .with_columns(pl.col("articles").fill_null(0), pl.col("seen").fill_null([]), history.alias("history"))
        .with_columns(
            pl.col("seen").list.concat(pl.lit(0, pl.Int64).repeat_by(pl.col("history") - pl.col("seen").list.len()))
        )
        .with_columns(pl.when(pl.col("history") >= _FEWEST_WEEKS).then(pl.col("seen").list.median()).alias("baseline"))
        .filter((pl.col("articles") > 0) | (pl.col("baseline") > 0))
    )
    z = 2 * ((pl.col("articles") + 0.375).sqrt() - (pl.col("baseline") + 0.375).sqrt())
    high = (pl.col("z") >= _BURST) & (pl.col("articles") >= _FEWEST_ARTICLES)
    burst = pl.when(pl.col("z").is_not_null()).then(high)
    return finished(known.with_columns(z.alias("z")).with_columns(burst.alias("is_burst")), table)
