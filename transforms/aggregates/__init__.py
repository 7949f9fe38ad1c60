"""From articles and tags to the numbers of `mart`: pure polars functions, one module per table.

`source_daily(source_days)` comes first, then `completeness` of it. Each function of `DAILY` takes the articles of some
days and that completeness, and gives exactly those days' rows in the table's names, order and types, sorted by key."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from contracts import mart
from contracts.schema import Table
from transforms.aggregates.country_daily import country_daily
from transforms.aggregates.country_pair_daily import country_pair_daily
from transforms.aggregates.country_topic_daily import country_topic_daily
from transforms.aggregates.inputs import MartInputs
from transforms.aggregates.source_daily import completeness, source_daily
from transforms.aggregates.topic_daily import topic_daily
from transforms.aggregates.trends import country_trends, topic_trends

DAILY: Mapping[str, Callable[[MartInputs, pl.DataFrame], pl.DataFrame]] = {
    mart.COUNTRY_DAILY.qualified: country_daily,
    mart.TOPIC_DAILY.qualified: topic_daily,
    mart.COUNTRY_TOPIC_DAILY.qualified: country_topic_daily,
    mart.COUNTRY_PAIR_DAILY.qualified: country_pair_daily,
}

# What follows from the whole of another mart: table to (that mart, the columns needed of it, function).
WEEKLY: Mapping[str, tuple[Table, tuple[str, ...], Callable[[pl.DataFrame], pl.DataFrame]]] = {
    mart.COUNTRY_TRENDS.qualified: (mart.COUNTRY_DAILY, ("day", "iso3", "articles_focus"), country_trends),
    mart.TOPIC_TRENDS.qualified: (mart.TOPIC_DAILY, ("day", "topic_id", "articles"), topic_trends),
}

__all__ = ["DAILY", "WEEKLY", "MartInputs", "completeness", "source_daily"]
