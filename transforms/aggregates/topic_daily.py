"""mart.topic_daily: how much was written on each topic, by day."""

from __future__ import annotations

import polars as pl

from contracts.mart import TOPIC_DAILY
from transforms.aggregates.inputs import MartInputs, coverage, finished, judged_shares, tagged_topics, weight


def topic_daily(inputs: MartInputs, completeness: pl.DataFrame) -> pl.DataFrame:
    """One row per day and topic that at least one article of the day carries. Where a topic could not be judged of all
    articles of a day, its row is a count of the rest, and `judged_share` says of how much."""
    grouped = (
        tagged_topics(inputs)
        .join(inputs.articles, on="article_id")
        .group_by("day", "topic_id")
        .agg(pl.len().alias("articles"), weight(), *coverage())
    )
    judged = judged_shares(grouped, inputs.articles, inputs, ["day"])
    return finished(grouped.join(judged, on=["day", "topic_id"]), TOPIC_DAILY, completeness)
