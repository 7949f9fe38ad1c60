"""Frames for the aggregates, and their results back in: whole days at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import duckdb
import polars as pl

from contracts import mart
from contracts.render import polars_schema
from contracts.schema import Table
from core.errors import PipelineFault
from warehouse.connection import transaction

# The marts that are kept day by day; mart.source_daily looks back, and is replaced as a whole.
BY_DAY: tuple[Table, ...] = tuple(t for t in mart.TABLES if "completeness" in t.column_names)


@dataclass(frozen=True)
class MartInputs:
    """The articles of some days, with their tags. Columns and dtypes:

    `articles`: article_id String, day Date, source_id String, outlet_country String or NULL, story_id String, language
    String or NULL, topics_judged Boolean (news.article_coverage). `countries`: article_id, iso3 String, mentions Int64,
    is_focus Boolean. `topics`: article_id, topic_id String, score Float64 (all scores: a tag counts from .5).
    `topic_languages`: topic_id String, language String (ref.topic_coverage: all of it). `source_days`: as
    `source_day_counts`, the whole history. Keys are unique; no order is promised."""

    articles: pl.DataFrame
    countries: pl.DataFrame
    topics: pl.DataFrame
    topic_languages: pl.DataFrame
    source_days: pl.DataFrame


def source_day_counts(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Documents by day and source, the whole history: day Date, source_id String, discovered, loaded, quarantined,
    failed Int64. The day is the article's, else the UTC day on which the document was first seen. A document counts
    once per run that met it."""
    return con.sql(
        """
        SELECT coalesce(articles.day, documents.fetched_at::DATE, ledger.recorded_at::DATE) AS day, ledger.source_id,
               count(*) AS discovered,
               count(*) FILTER (ledger.status = 'loaded') AS loaded,
               count(*) FILTER (ledger.status = 'quarantined') AS quarantined,
               count(*) FILTER (ledger.status = 'failed') AS failed
        FROM ops.ledger LEFT JOIN news.articles USING (article_id)
        LEFT JOIN raw.documents ON documents.document_id = ledger.document_id
        GROUP BY ALL ORDER BY ALL
        """
    ).pl()


def whole_mart(con: duckdb.DuckDBPyConnection, table: Table, columns: Sequence[str]) -> pl.DataFrame:
    """Some columns of all rows of a mart, for an aggregate that follows from it."""
    return con.sql(f"SELECT {', '.join(columns)} FROM {table.qualified} ORDER BY ALL").pl()


def affected_days(con: duckdb.DuckDBPyConnection, completeness: pl.DataFrame) -> list[date]:
    """The days whose marts are behind, in order: those that a load touched, and those whose stored completeness differs
    from `completeness` (day Date, completeness Float64; a day that it does not name has none)."""
    stored = " UNION ".join(f"SELECT day, completeness FROM {table.qualified}" for table in BY_DAY)
    con.register("complete_now", completeness.to_arrow())
    try:
        rows = con.execute(
            f"""
            SELECT day FROM state.affected_days
            UNION
            SELECT stored.day FROM ({stored}) AS stored LEFT JOIN complete_now ON complete_now.day = stored.day
            WHERE stored.completeness IS DISTINCT FROM complete_now.completeness
            ORDER BY day
            """
        ).fetchall()
    finally:
        con.unregister("complete_now")
    return [day for (day,) in rows]


def mart_inputs(con: duckdb.DuckDBPyConnection, days: Sequence[date]) -> MartInputs:
    """What the aggregates of these days are computed from. Nothing of any other day is in it but `source_days`."""
    chosen = {"days": list(days)}
    of_days = "FROM news.articles WHERE day IN (SELECT unnest($days::DATE[]))"
    return MartInputs(
        articles=con.sql(
            f"""
            SELECT article_id, day, source_id, sources.outlet_country, story_id, articles.language,
                   coalesce(coverage.topics_judged, false) AS topics_judged
            FROM (SELECT * {of_days}) AS articles LEFT JOIN ref.sources USING (source_id)
            LEFT JOIN news.article_coverage AS coverage USING (article_id)
            """,
            params=chosen,
        ).pl(),
        countries=con.sql(
            f"""
            SELECT article_id, iso3, mentions, is_focus FROM news.article_countries
            WHERE article_id IN (SELECT article_id {of_days})
            """,
            params=chosen,
        ).pl(),
        topics=con.sql(
            f"""
            SELECT article_id, topic_id, score FROM news.article_topics
            WHERE article_id IN (SELECT article_id {of_days})
            """,
            params=chosen,
        ).pl(),
        topic_languages=con.sql("SELECT topic_id, language FROM ref.topic_coverage").pl(),
        source_days=source_day_counts(con),
    )


def replace_days(con: duckdb.DuckDBPyConnection, table: Table, days: Sequence[date], frame: pl.DataFrame) -> None:
    """The rows of these days become those of `frame`, in one transaction. Raises PipelineFault when the frame is not of
    the table's schema, has rows of another day or a key twice, or lacks a value that the table must have."""
    other = frame.filter(~pl.col(table.day or "day").is_in(list(days)))
    if other.height:
        raise PipelineFault(f"the aggregate for {table.qualified} has rows of days that it was not asked for: {other}")
    _replace(con, table, frame, f"{table.day} IN (SELECT unnest($days::DATE[]))", {"days": list(days)})


def replace_all(con: duckdb.DuckDBPyConnection, table: Table, frame: pl.DataFrame) -> None:
    """All rows of the table become those of `frame`, in one transaction. Raises PipelineFault, as `replace_days`."""
    _replace(con, table, frame, "true", {})


def clear_affected(con: duckdb.DuckDBPyConnection, days: Sequence[date]) -> None:
    """Notes that the marts of these days are up to date."""
    con.execute("DELETE FROM state.affected_days WHERE day IN (SELECT unnest($days::DATE[]))", {"days": list(days)})


def _replace(
    con: duckdb.DuckDBPyConnection, table: Table, frame: pl.DataFrame, rows: str, params: dict[str, list[date]]
) -> None:
    if frame.schema != polars_schema(table):
        raise PipelineFault(
            f"the aggregate for {table.qualified} gives {dict(frame.schema)}; declared is {dict(polars_schema(table))}",
            "Change the aggregate, or the declaration in contracts/ with a migration.",
        )
    doubled = frame.filter(frame.select(table.key).is_duplicated())
    if doubled.height:
        raise PipelineFault(f"the aggregate for {table.qualified} gives a key twice: {doubled.head(1)}")
    con.register("mart_rows", frame.to_arrow())
    try:
        with transaction(con):
            con.execute(f"DELETE FROM {table.qualified} WHERE {rows}", params)
            con.execute(f"INSERT INTO {table.qualified} BY NAME FROM mart_rows")
    finally:
        con.unregister("mart_rows")
