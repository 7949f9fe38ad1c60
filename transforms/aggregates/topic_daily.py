"""mart.topic_daily: how much was written on each topic, by day."""

from __future__ import annotations

import polars as pl

from contracts.mart import TOPIC_DAILY
from reference.coverage import judged_in
from transforms.aggregates.inputs import MartInputs, coverage, finished, tagged_topics

# An article in a language that the topic rules do not cover, or in none that could be told, was not judged: its day's
# topics are a count of the rest, and judged_share says of how much.
JUDGED_LANGUAGES = tuple(sorted(judged_in("topics")))


def topic_daily(inputs: MartInputs, completeness: pl.DataFrame) -> pl.DataFrame:
    """One row per day and topic that at least one article of the day carries."""
    judged = inputs.articles.group_by("day").agg(
        pl.col("language").is_in(JUDGED_LANGUAGES).fill_null(False).mean().alias("judged_share")
    )
    grouped = (
        tagged_topics(inputs)
        .join(inputs.articles, on="article_id")
        .group_by("day", "topic_id")
        # Sorted before the sum: floating-point addition depends on the order, and a rebuild must give the same digits.
        .agg(pl.len().alias("articles"), pl.col("score").sort().sum().alias("weight"), *coverage())
    )
    return finished(grouped.join(judged, on="day"), TOPIC_DAILY, completeness)
