"""What the aggregates are given, and what they share."""

from __future__ import annotations

from typing import Protocol

import polars as pl

from contracts.render import polars_schema
from contracts.schema import Table
from reference.coverage import ENGLISH

TAGGED = 0.5  # a topic's score from which it is a tag


class MartInputs(Protocol):
    """The articles of some whole days, with their tags. Columns and dtypes:

    `articles`: article_id String, day Date, source_id String, outlet_country String or NULL, story_id String,
    language String or NULL, topics_judged Boolean (whether its topics could be judged). `countries`: article_id, iso3
    String, mentions Int64, is_focus Boolean. `topics`: article_id, topic_id String, score Float64 (all scores, tags and
    below). `topic_languages`: topic_id String, language String (ref.topic_coverage). Keys are unique; no order is
    promised."""

    @property
    def articles(self) -> pl.DataFrame: ...

    @property
    def countries(self) -> pl.DataFrame: ...

    @property
    def topics(self) -> pl.DataFrame: ...

    @property
    def topic_languages(self) -> pl.DataFrame: ...


def tagged_topics(inputs: MartInputs) -> pl.DataFrame:
    """The topics that count: scores of .5 and more."""
    return inputs.topics.filter(pl.col("score") >= TAGGED)


def weight() -> pl.Expr:
    """The sum of a group's scores. Sorted first: floating-point addition depends on the order, and a rebuild must give
    the same digits."""
    return pl.col("score").sort().sum().alias("weight")


def judged_shares(rows: pl.DataFrame, articles: pl.DataFrame, inputs: MartInputs, by: list[str]) -> pl.DataFrame:
    """`rows` (`by` and topic_id) with `judged_share`: of the articles of that group, the share of which it could be
    told whether they carry the topic. An article whose language has phrases for other topics only could be judged, but
    not for this one (ref.topic_coverage); one in no known language was read as English."""
    of_language = pl.col("language").fill_null(ENGLISH)
    counted = articles.group_by(*by, of_language).agg(pl.len().alias("all"), pl.col("topics_judged").sum())
    known = inputs.topic_languages.with_columns(known=pl.lit(True))
    return (
        rows.select(*by, "topic_id")
        .unique()
        .join(counted, on=by)
        .join(known, on=["language", "topic_id"], how="left")
        .group_by(*by, "topic_id")
        .agg((pl.col("topics_judged").filter("known").sum() / pl.col("all").sum()).alias("judged_share"))
    )


def coverage() -> list[pl.Expr]:
    """Stories and sources of a group of articles, each counted once."""
    return [pl.col("story_id").n_unique().alias("stories"), pl.col("source_id").n_unique().alias("sources")]


def finished(frame: pl.DataFrame, table: Table, completeness: pl.DataFrame | None = None) -> pl.DataFrame:
    """The frame as rows of the table: completeness joined on, columns in their order and types, sorted by key."""
    if completeness is not None:
        frame = frame.join(completeness, on="day", how="left")
    schema = polars_schema(table)
    return frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items()).sort(table.key)
