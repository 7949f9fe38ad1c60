"""mart.country_daily: how much was written about and of each country, by day."""

from __future__ import annotations

import polars as pl

from contracts.mart import COUNTRY_DAILY
from transforms.aggregates.inputs import MartInputs, coverage, finished


def country_daily(inputs: MartInputs, completeness: pl.DataFrame) -> pl.DataFrame:
    """One row per day and country named. `foreign_share` counts, among all articles that name the country, those whose
    outlet is known to be at home elsewhere; NULL where no outlet's country is known."""
    outlet = pl.col("outlet_country")
    grouped = (
        inputs.countries.join(inputs.articles, on="article_id")
        .group_by("day", "iso3")
        .agg(
            pl.col("is_focus").sum().alias("articles_focus"),
            pl.len().alias("articles_mentioning"),
            *coverage(),
            pl.col("mentions").sum(),
            pl.when(outlet.is_not_null().any())
            .then((outlet != pl.col("iso3")).fill_null(False).mean())
            .alias("foreign_share"),
        )
    )
    return finished(grouped, COUNTRY_DAILY, completeness)
