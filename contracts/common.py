"""Columns that several tables share, so that they mean the same thing everywhere."""

from __future__ import annotations

from contracts.schema import Column

ISO3_PATTERN_NOTE = "ISO 3166-1 alpha-3, and XKX for Kosovo"


def key(name: str, comment: str) -> Column:
    """A text that identifies."""
    return Column(name, "VARCHAR", comment)


def iso3(name: str, meaning: str, nullable: bool = False) -> Column:
    """A country code."""
    return Column(name, "VARCHAR", f"{meaning} ({ISO3_PATTERN_NOTE})", nullable=nullable)


def count(name: str, comment: str) -> Column:
    """A number of things."""
    return Column(name, "BIGINT", comment, minimum=0)


def share(name: str, comment: str, nullable: bool = False) -> Column:
    """A share from 0 to 1."""
    return Column(name, "DOUBLE", f"{comment} (0..1)", nullable=nullable, minimum=0, maximum=1)


ARTICLE_ID = key("article_id", "The article: hash of its canonical URL (of its content where it has none)")
DOCUMENT_ID = key("document_id", "The document: one URL looked at by one source in one run")
SOURCE_ID = key("source_id", "The source, as named by its YAML file")
RUN_ID = key("run_id", "The run; sorts by time")
RULES_VERSION = key("rules_version", "Version of the rules that gave this row")
DAY = Column("day", "DATE", "UTC day of the articles counted (news.articles.day)")
COMPLETENESS = share(
    "completeness",
    "Share of the input expected on that day that was there; NULL while no source has the three weeks of history that an "
    "expectation needs",
    nullable=True,
)
