"""mart.country_pair_daily: which countries are named together, by day."""

from __future__ import annotations

import polars as pl

from contracts.mart import COUNTRY_PAIR_DAILY
from transforms.aggregates.inputs import MartInputs, coverage, finished


def country_pair_daily(inputs: MartInputs, completeness: pl.DataFrame) -> pl.DataFrame:
    """One row per day and pair of countries (iso3_a < iso3_b) that at least one article names both."""
    named = inputs.countries.select("article_id", "iso3", "is_focus")
    grouped = (
        named.join(named, on="article_id", suffix="_b")
        .rename({"iso3": "iso3_a"})
        .filter(pl.col("iso3_a") < pl.col("iso3_b"))
        .join(inputs.articles, on="article_id")
        .group_by("day", "iso3_a", "iso3_b")
        .agg(
            pl.len().alias("articles"),
            (pl.col("is_focus") & pl.col("is_focus_b")).sum().alias("articles_focus"),
            *coverage(),
        )
    )
    return finished(grouped, COUNTRY_PAIR_DAILY, completeness)
