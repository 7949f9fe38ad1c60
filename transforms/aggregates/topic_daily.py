"""mart.topic_daily: how much was written on each topic, by day."""

from __future__ import annotations

import polars as pl

from contracts.mart import TOPIC_DAILY
from transforms.aggregates.inputs import MartInputs, coverage, finished, judged_share, tagged_topics, weight


def topic_daily(inputs: MartInputs, completeness: pl.DataFrame) -> pl.DataFrame:
    """One row per day and topic that at least one article of the day carries. Where topics could not be judged of all
    articles of a day, its rows are a count of the rest, and `judged_share` says of how much."""
    judged = inputs.articles.group_by("day").agg(judged_share())
    grouped = (
        tagged_topics(inputs)
        .join(inputs.articles, on="article_id")
        .group_by("day", "topic_id")
        .agg(pl.len().alias("articles"), weight(), *coverage())
    )
    return finished(grouped.join(judged, on="day"), TOPIC_DAILY, completeness)
