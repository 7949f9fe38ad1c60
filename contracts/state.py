"""state: the writer's own memory, never published. All of it follows from archive, journal and rules."""

from __future__ import annotations

from contracts.common import ARTICLE_ID, DOCUMENT_ID, RUN_ID, SOURCE_ID, iso3
from contracts.schema import Column, Table

DOCUMENT_CONTEXT = Table(
    "state", "document_context", "fetched body", ("document_id",),
    (
        DOCUMENT_ID,
        Column("sequence", "BIGINT", "Place among the candidates of its source and run", minimum=0),
        Column("hints", "VARCHAR", "What the feed or listing said of it, JSON"),
        Column("stop_reason", "VARCHAR", "Reason of an earlier reading that had to be stopped", nullable=True),
        Column("stop_detail", "VARCHAR", "Its detail", nullable=True),
        Column("processed", "BOOLEAN", "Whether it was worked on"),
    ),
    public=False,
)  # fmt: skip

RELEASES = Table(
    "state", "releases", "release of a quarantined document", ("run_id", "document_id"),
    (
        RUN_ID,
        DOCUMENT_ID,
        Column("released_by", "VARCHAR", "Who"),
        Column("note", "VARCHAR", "Why"),
        Column("released_at", "TIMESTAMPTZ", "When"),
        Column("stop_reason", "VARCHAR", "Reason of an earlier reading after the release that had to be stopped", nullable=True),
        Column("stop_detail", "VARCHAR", "Its detail", nullable=True),
        Column("processed", "BOOLEAN", "Whether it was worked on"),
    ),
    public=False,
)  # fmt: skip

JOURNALS = Table(
    "state", "journals", "journal file", ("path",),
    (
        Column("path", "VARCHAR", "Relative to raw/"),
        Column("lines", "BIGINT", "Lines taken from it so far", minimum=0),
        Column("bytes", "BIGINT", "Their length in bytes: where the next line begins", minimum=0),
    ),
    public=False,
)  # fmt: skip

SOURCE_SETTINGS = Table(
    "state", "source_settings", "source x run in which its settings changed", ("source_id", "run_id"),
    (
        SOURCE_ID,
        RUN_ID,
        Column("outlet", "VARCHAR", "Name of the outlet from that run on"),
        iso3("outlet_country", "Where the outlet is at home, as set from that run on", nullable=True),
        Column("language", "VARCHAR", "Its language as set from that run on, ISO 639-1", nullable=True),
        Column("sites", "VARCHAR[]", "Further hosts whose pages belong to it, as set from that run on"),
    ),
    public=False,
    notes="A document is read under the settings of its own run, in a rebuild too.",
)  # fmt: skip

SIGNATURES = Table(
    "state", "signatures", "article x number of its signature", ("article_id", "place"),
    (
        ARTICLE_ID,
        Column("place", "INTEGER", "0 all words, 1 the opening, from 2 on sampled word shingles and paragraphs", minimum=0),
        Column("hash", "BIGINT", "Their hash"),
    ),
    public=False,
)  # fmt: skip

STANDING = Table(
    "state", "standing", "source x words that it sets under many articles", ("source_id", "hash"),
    (
        Column("source_id", "VARCHAR", "The source; empty for words that very many texts of any source have"),
        Column("hash", "BIGINT", "Hash of the words, as in state.signatures"),
    ),
    public=False,
)  # fmt: skip

AFFECTED_DAYS = Table(
    "state", "affected_days", "day whose marts are behind", ("day",),
    (Column("day", "DATE", "A day that a load touched and that is not recomputed yet"),),
    public=False,
)  # fmt: skip

CHANGED_ARTICLES = Table(
    "state", "changed_articles", "article whose story is behind", ("article_id",),
    (ARTICLE_ID,),
    public=False,
)  # fmt: skip

FACTS = Table(
    "state", "facts", "fact about the warehouse", ("name",),
    (
        Column("name", "VARCHAR", "rules_version, last_published_run …"),
        Column("value", "VARCHAR", "Its value"),
    ),
    public=False,
)  # fmt: skip

TABLES = (
    DOCUMENT_CONTEXT, RELEASES, JOURNALS, SOURCE_SETTINGS, SIGNATURES, STANDING, AFFECTED_DAYS, CHANGED_ARTICLES, FACTS,
)  # fmt: skip
