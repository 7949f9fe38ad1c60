"""Marts of the affected days: frames out of the warehouse, aggregates by pure functions, frames back in."""

from __future__ import annotations

from typing import Any

from contracts import mart
from contracts.tables import BY_NAME
from transforms.aggregates import DAILY, WEEKLY, completeness, source_daily
from warehouse.marts import (
    affected_days,
    clear_affected,
    mart_inputs,
    replace_all,
    replace_days,
    source_day_counts,
    whole_mart,
)


def refresh_marts(con: Any) -> int:
    """Recomputes the marts of every day that a load touched, and of days whose completeness changed with them. Returns
    how many days. Safe to repeat: days stay marked until all their marts are written."""
    sources = source_daily(source_day_counts(con))
    replace_all(con, mart.SOURCE_DAILY, sources)
    complete = completeness(sources)
    days = affected_days(con, complete)
    if days:
        inputs = mart_inputs(con, days)
        for name, aggregate in DAILY.items():
            replace_days(con, BY_NAME[name], days, aggregate(inputs, complete))
        for name, (daily, columns, weekly) in WEEKLY.items():
            replace_all(con, BY_NAME[name], weekly(whole_mart(con, daily, columns)))
        clear_affected(con, days)
    return len(days)
