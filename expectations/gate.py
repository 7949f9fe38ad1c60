"""The gate: row-level rules on a batch of articles before it is loaded. Who fails a critical one goes to quarantine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from types import MappingProxyType

from contracts.records import Document
from expectations.engine import Finding, run_suite
from expectations.facts import ArticleFacts
from expectations.rules import Rule
from expectations.verdict import SuiteFindings, Verdict, merged, verdict

SUITE = "gate:news.articles"
_KEY = ("document_id",)

# A date alone never rejects an article, nor does a doubtful language: those are reported.
RULES: tuple[Rule, ...] = (
    Rule("body holds text", "holds", "body_has_text"),
    Rule("word_count is between 1 and 200000", "between", "word_count", minimum=1, maximum=200_000),
    Rule("at most 1 in 50 characters could not be read", "between", "replaced_share", maximum=0.02),
    Rule("title is at most 1000 characters", "between", "title_length", maximum=1000),
    Rule("precision and origin of the date are none exactly where it is not known", "holds", "date_is_consistent"),
    Rule("every mention's surface is what stands between its offsets", "holds", "spans_hold"),
    Rule("salience of countries sums to 1", "between", "salience", minimum=0.99, maximum=1.01),
    Rule("extraction_confidence is between 0 and 1", "between", "confidence", minimum=0, maximum=1),
    Rule("title is there", "between", "title_length", "warning", minimum=1),
    Rule("language is two letters", "holds", "language_is_code", "warning"),
    Rule("published_at is at most a day after the fetch", "holds", "not_in_the_future", "warning"),
    Rule("published_at is not before 1990", "between", "published_year", "warning", minimum=1990),
)  # fmt: skip


@dataclass(frozen=True)
class GateResult:
    """What the gate says of a batch. `rejected`: document_id to the rules that it failed, in words: of documents that
    are not released. Whether a document may pass, `why` says."""

    rejected: Mapping[str, str]
    rows: int
    findings: tuple[Finding, ...]

    def why(self, document: Document) -> str | None:
        """The rules that a document of the batch failed; None where it may pass, as a released one always may: in a
        rebuild both readings of a document, before and after its release, can meet in one batch."""
        return None if document.released else self.rejected.get(document.document_id)


def check_articles(facts: Sequence[ArticleFacts]) -> GateResult:
    """Looks at a batch of articles. Released documents are not looked at: a steward has decided.
    Raises PipelineFault when a rule could not be checked."""
    import pandas as pd

    rows = [asdict(one) for one in facts if not one.released]
    frame = pd.DataFrame(rows, columns=[field.name for field in fields(ArticleFacts)])
    findings = run_suite(SUITE, RULES, frame, _KEY)
    rejected: dict[str, str] = {}
    for finding in findings:
        if finding.rule.severity == "critical":
            for (document_id,) in finding.keys:
                before = rejected.get(document_id)
                failed = f"not so: {finding.rule.words}"
                rejected[document_id] = f"{before}; {failed}" if before else failed
    return GateResult(MappingProxyType(rejected), len(frame), findings)


def gate_verdict(batches: Iterable[GateResult], run_id: str, at: datetime) -> Verdict:
    """The batches of one run as one suite run: rows of quality.validations and quality.results. What the gate rejected
    is out of the way, so it never blocks: no batches give no rows.

    A critical rule that failed makes the suite's `success` false, and that is a report, not a stop."""
    total: tuple[Finding, ...] = ()
    rows = 0
    for batch in batches:
        total = merged(total, batch.findings) if total else batch.findings
        rows += batch.rows
    return verdict([SuiteFindings(SUITE, rows, _KEY, total)] if total else [], run_id, at)
