"""mart.source_daily: what came from each source by day, and what was to be expected from the days before."""

from __future__ import annotations

import polars as pl

from contracts.mart import SOURCE_DAILY
from transforms.aggregates.inputs import finished

_WEEKS = 8  # how far an expectation looks back: 56 days
_FEWEST_WEEKS = 3  # 21 days of history
# Two spreads below the median: with counts that scatter like Poisson's, one day in forty falls out on either side.
_SPREADS = 2.0
_NORMAL = 1.4826  # median absolute deviation to standard deviation, for normal scatter (Rousseeuw and Croux 1993)


def source_daily(source_days: pl.DataFrame) -> pl.DataFrame:
    """The whole of mart.source_daily from the whole of `source_days` (day, source_id, discovered, loaded, quarantined,
    failed: a row for each day and source that has a document).

    What is expected of day D follows from the source's loaded articles on the same weekday in the 56 days before D,
    days without documents as 0: median plus and minus two spreads, the spread being 1.4826 times the median absolute
    deviation and at least the root of the median (a count scatters as much). NULL until the source has 21 days of
    history. A day without any document on which articles were expected gets a row of zeros, up to the last day that any
    source has: a source that fell silent shows."""
    known = _with_expectations(source_days)
    silent = pl.col("discovered").is_null()
    last = pl.lit(source_days["day"].max(), pl.Date)
    rows = known.filter(~silent | ((pl.col("expected_low") > 0) & (pl.col("day") <= last))).with_columns(
        pl.col("discovered", "loaded", "quarantined", "failed").fill_null(0)
    )
    return finished(rows.with_columns((pl.col("loaded") >= pl.col("expected_low")).alias("complete")), SOURCE_DAILY)


def completeness(source_daily_rows: pl.DataFrame) -> pl.DataFrame:
    """By day, how much of the input expected was there: day, completeness (0..1), for the days of which it can be said.

    Each source of which something is expected counts with its `expected_low`, up to which its loaded articles fill it:
    1 means that every source reached it. Where no source has 21 days of history, or too few articles for a lower end
    above zero (a folder of old pages), nothing can be said: the day is not in the frame, and its rows have NULL."""
    low, loaded = pl.col("expected_low"), pl.col("loaded")
    return (
        source_daily_rows.filter(low > 0)
        .group_by("day")
        # Sorted before the sums: floating-point addition depends on the order.
        .agg((pl.min_horizontal(loaded.cast(pl.Float64), low).sort().sum() / low.sort().sum()).alias("completeness"))
        .with_columns(pl.col("completeness").clip(0, 1))
        .sort("day")
    )


def _with_expectations(source_days: pl.DataFrame) -> pl.DataFrame:
    """The given rows, and one for each later day within reach of them (its counts NULL), all with expected_*."""
    key = ["source_id", "day"]
    first = source_days.group_by("source_id").agg(pl.col("day").min().alias("first_day"))
    # Each day is seen by the eight that fall on its weekday after it; so nothing is spent on the empty years between
    # the oldest article of a source and the rest.
    seen = (
        source_days.select(*key, "loaded")
        .join(pl.DataFrame({"weeks": range(1, _WEEKS + 1)}), how="cross")
        .with_columns(pl.col("day").dt.offset_by(pl.format("{}w", "weeks")))
        .group_by(key)
        .agg(pl.col("loaded").alias("seen"))
    )
    weeks = ((pl.col("day") - pl.col("first_day")).dt.total_days() // 7).clip(0, _WEEKS)
    median, spread = pl.col("median"), _NORMAL * pl.col("deviation")
    margin = _SPREADS * pl.max_horizontal(spread, median.sqrt())
    return (
        source_days.join(seen, on=key, how="full", coalesce=True)
        .join(first, on="source_id")
        .with_columns(weeks.alias("weeks"), pl.col("seen").fill_null([]))
        .with_columns(
            pl.col("seen").list.concat(pl.lit(0, pl.Int64).repeat_by(pl.col("weeks") - pl.col("seen").list.len()))
        )
        .with_columns(
            pl.when(pl.col("weeks") >= _FEWEST_WEEKS).then(pl.col("seen").list.median()).alias("median"),
            pl.col("seen").list.eval((pl.element() - pl.element().median()).abs()).list.median().alias("deviation"),
        )
        .with_columns((median - margin).clip(0).alias("expected_low"), (median + margin).alias("expected_high"))
        .drop("seen", "weeks", "first_day", "median", "deviation")
    )
