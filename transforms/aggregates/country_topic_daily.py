"""mart.country_topic_daily: what was written about each country, by topic and day."""

from __future__ import annotations

import polars as pl

from contracts.mart import COUNTRY_TOPIC_DAILY
from transforms.aggregates.inputs import MartInputs, coverage, finished, tagged_topics


def country_topic_daily(inputs: MartInputs, completeness: pl.DataFrame) -> pl.DataFrame:
    """One row per day, focus country and topic that at least one article has together."""
    grouped = (
        inputs.countries.filter("is_focus")
        .join(tagged_topics(inputs), on="article_id")
        .join(inputs.articles, on="article_id")
        .group_by("day", "iso3", "topic_id")
        .agg(pl.len().alias("articles"), *coverage())
    )
    return finished(grouped, COUNTRY_TOPIC_DAILY, completeness)
