"""What the aggregates are given, and what they share."""

from __future__ import annotations

from typing import Protocol

import polars as pl

from contracts.render import polars_schema
from contracts.schema import Table

TAGGED = 0.5  # a topic's score from which it is a tag


class MartInputs(Protocol):
    """The articles of some whole days, with their tags. Columns and dtypes:

    `articles`: article_id String, day Date, source_id String, outlet_country String or NULL, story_id String,
    language String or NULL, topics_judged Boolean (whether its topics could be judged). `countries`: article_id, iso3
    String, mentions Int64, is_focus Boolean. `topics`: article_id, topic_id String, score Float64 (all scores, tags and
    below). Keys are unique; no order is promised."""

    @property
    def articles(self) -> pl.DataFrame: ...

    @property
    def countries(self) -> pl.DataFrame: ...

    @property
    def topics(self) -> pl.DataFrame: ...


def tagged_topics(inputs: MartInputs) -> pl.DataFrame:
    """The topics that count: scores of .5 and more."""
    return inputs.topics.filter(pl.col("score") >= TAGGED)


def weight() -> pl.Expr:
    """The sum of a group's scores. Sorted first: floating-point addition depends on the order, and a rebuild must give
    the same digits."""
    return pl.col("score").sort().sum().alias("weight")


def judged_share() -> pl.Expr:
    """The share of a group's articles whose topics could be judged."""
    return pl.col("topics_judged").mean().alias("judged_share")


def coverage() -> list[pl.Expr]:
    """Stories and sources of a group of articles, each counted once."""
    return [pl.col("story_id").n_unique().alias("stories"), pl.col("source_id").n_unique().alias("sources")]


def finished(frame: pl.DataFrame, table: Table, completeness: pl.DataFrame | None = None) -> pl.DataFrame:
    """The frame as rows of the table: completeness joined on, columns in their order and types, sorted by key."""
    if completeness is not None:
        frame = frame.join(completeness, on="day", how="left")
    schema = polars_schema(table)
    return frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items()).sort(table.key)
