"""ref: countries, topics and sources by name."""

from __future__ import annotations

from contracts.common import SOURCE_ID, iso3, key
from contracts.schema import Column, Table

SOURCE_KINDS = ("feed", "sitemap", "wordpress", "listing", "urls", "warc", "folder")

COUNTRIES = Table(
    "ref", "countries", "country", ("iso3",),
    (
        iso3("iso3", "The country"),
        Column("iso2", "VARCHAR", "ISO 3166-1 alpha-2, and XK", nullable=True),
        Column("name", "VARCHAR", "Common English name"),
        Column("official_name", "VARCHAR", "Official English name", nullable=True),
        Column("region", "VARCHAR", "UN M49 region", nullable=True),
        Column("subregion", "VARCHAR", "UN M49 subregion", nullable=True),
        Column("capital", "VARCHAR", "Seat of government", nullable=True),
        Column("status", "VARCHAR", "state, or a territory that ISO lists", allowed=("state", "territory")),
    ),
    may_be_empty=False,
)  # fmt: skip

TOPICS = Table(
    "ref", "topics", "topic", ("topic_id",),
    (
        key("topic_id", "The topic"),
        Column("label", "VARCHAR", "Its name"),
        Column("definition", "VARCHAR", "What belongs to it"),
        Column("medtop_codes", "VARCHAR[]", "IPTC Media Topics codes"),
        Column("medtop_labels", "VARCHAR[]", "Their labels, in the same order"),
        Column("version", "VARCHAR", "Version of the taxonomy"),
    ),
    may_be_empty=False,
)  # fmt: skip

SOURCES = Table(
    "ref", "sources", "source", ("source_id",),
    (
        SOURCE_ID,
        Column("outlet", "VARCHAR", "Name of the outlet"),
        iso3("outlet_country", "Where the outlet is at home; NULL where unknown", nullable=True),
        Column("language", "VARCHAR", "Its language as set, ISO 639-1", nullable=True),
        Column("kind", "VARCHAR", "How it is read", allowed=SOURCE_KINDS),
        Column("url", "VARCHAR", "Where it is read"),
        Column("tier", "INTEGER", "1 sources of record, 2 good ones, 3 the rest; NULL where a run did not say", nullable=True, minimum=1, maximum=3),
        Column("floor_per_day", "INTEGER", "Articles on a normal day, at least; NULL where not set", nullable=True, minimum=0),
        Column("ceiling_per_day", "INTEGER", "Articles on a normal day, at most; NULL where not set", nullable=True, minimum=1),
        Column("origin", "VARCHAR", "Public list in which its address was looked up: repository and path", nullable=True),
        Column("checked", "DATE", "Day on which `desk sources check` last succeeded; NULL: never", nullable=True),
        Column("settings", "VARCHAR", "Its YAML as JSON, as of the last run that used it"),
        Column("last_run_id", "VARCHAR", "That run"),
    ),
    may_be_empty=False,
)  # fmt: skip

TABLES = (COUNTRIES, TOPICS, SOURCES)
