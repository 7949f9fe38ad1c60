"""quality: the verdicts of the data-quality suites, and the quarantine."""

from __future__ import annotations

from contracts.common import DOCUMENT_ID, RUN_ID, SOURCE_ID, count, key
from contracts.reasons import REASON_MEANING, Status
from contracts.schema import Column, Table

SEVERITIES = ("critical", "warning")
_SEVERITY = Column("severity", "VARCHAR", "critical blocks the publish; warning is reported", allowed=SEVERITIES)
_QUARANTINE_REASONS = tuple(r.value for r, (s, _) in REASON_MEANING.items() if s is Status.QUARANTINED)

VALIDATIONS = Table(
    "quality", "validations", "suite run", ("run_id", "suite"),
    (
        RUN_ID,
        key("suite", "The suite: gate:news.articles, or audit: and a table's name"),
        Column("success", "BOOLEAN", "Whether every critical expectation held"),
        Column("severity", "VARCHAR", "The worst that failed; NULL when all held", nullable=True, allowed=SEVERITIES),
        Column("element_count", "BIGINT", "Rows looked at", minimum=0),
        Column("validated_at", "TIMESTAMPTZ", "When"),
    ),
)  # fmt: skip

RESULTS = Table(
    "quality", "results", "expectation in a suite run", ("run_id", "suite", "expectation"),
    (
        RUN_ID,
        key("suite", "The suite"),
        key("expectation", "The expectation in words: its type and its columns"),
        _SEVERITY,
        Column("success", "BOOLEAN", "Whether it held"),
        count("unexpected_count", "Rows that failed it"),
        count("element_count", "Rows looked at"),
        Column("observed", "VARCHAR", "What was seen: a value, or keys of failing rows (at most 20)", nullable=True),
    ),
)  # fmt: skip

QUARANTINE = Table(
    "quality", "quarantine", "rejected document", ("document_id",),
    (
        DOCUMENT_ID,
        SOURCE_ID,
        Column("url", "VARCHAR", "Its address"),
        Column("stage", "VARCHAR", "Where it was rejected: decode, extract, gate"),
        Column("reason", "VARCHAR", "Why, a word of the one list of reasons", allowed=_QUARANTINE_REASONS),
        Column("detail", "VARCHAR", "What was seen", nullable=True),
        RUN_ID,
        Column("quarantined_at", "TIMESTAMPTZ", "When the document was fetched that was rejected"),
        Column("released_at", "TIMESTAMPTZ", "When a steward let it in; NULL while it waits", nullable=True),
    ),
    references=((("document_id",), "raw.documents"),),
)  # fmt: skip

RULE_CHANGES = Table(
    "quality", "rule_changes", "country, region or topic that a change of the tagging rules moved",
    ("run_id", "kind", "tag"),
    (
        RUN_ID,
        Column("kind", "VARCHAR", "What the tag is", allowed=("country", "region", "topic")),
        key("tag", "The country (ISO 3166-1 alpha-3, and XKX for Kosovo), the region (region_id) or the topic (topic_id)"),
        count("articles_before", "Articles that had the tag before: that name the country or the region; of a topic, with a score of .5 and more"),
        count("articles_now", "Articles that have it since"),
        count("gained", "Articles that have it now and had not"),
        count("lost", "Articles that had it and have not now"),
        Column("focus_before", "BIGINT", "Articles whose focus the country was; NULL for regions and topics", nullable=True, minimum=0),
        Column("focus_now", "BIGINT", "Articles whose focus it is; NULL for regions and topics", nullable=True, minimum=0),
    ),
    notes="Written when a run tags all articles again, from the texts in the warehouse. A rebuild from the archive begins anew.",
    example="""-- The last change of the rules: which countries it moved most.
SELECT tag, articles_before, articles_now, gained, lost, focus_before, focus_now FROM quality.rule_changes
WHERE kind = 'country' AND run_id = (SELECT max(run_id) FROM quality.rule_changes) ORDER BY gained + lost DESC""",
)  # fmt: skip

TABLES = (VALIDATIONS, RESULTS, QUARANTINE, RULE_CHANGES)
