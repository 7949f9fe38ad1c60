"""mart.country_topic_daily: what was written about each country, by topic and day."""

from __future__ import annotations

import polars as pl

from contracts.mart import COUNTRY_TOPIC_DAILY
from transforms.aggregates.inputs import MartInputs, coverage, finished, judged_shares, tagged_topics, weight


def country_topic_daily(inputs: MartInputs, completeness: pl.DataFrame) -> pl.DataFrame:
    """One row per day, focus country and topic that at least one article has together. `judged_share` is of all the
    day's articles about that country, for that topic."""
    about = inputs.countries.filter("is_focus").join(inputs.articles, on="article_id")
    grouped = (
        about.join(tagged_topics(inputs), on="article_id")
        .group_by("day", "iso3", "topic_id")
        .agg(pl.len().alias("articles"), weight(), *coverage())
    )
    judged = judged_shares(grouped, about, inputs, ["day", "iso3"])
    return finished(grouped.join(judged, on=["day", "iso3", "topic_id"]), COUNTRY_TOPIC_DAILY, completeness)
