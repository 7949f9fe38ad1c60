"""Verdicts in one word: of a source, a run, a suite, the audit. `style` is the badge's class in style.css."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reports.rows import BlockedVerdict, FailedCheck, Run, Snapshot, SourceRow, Suite
from reports.words import number, plural, reason_meaning

Style = Literal["good", "warn", "bad", "quiet"]


@dataclass(frozen=True)
class Health:
    word: str
    style: Style
    why: str


def health(source: SourceRow) -> Health:
    """The worst that is true: failed, failing, rejected, gap, behind, nothing new, else well. "More than half" is the
    measure because one bad link is no news, and a site that changed its shape spoils nearly all its pages at once."""
    if source.run_id is None:
        return Health("not run yet", "quiet", "no run has asked it so far")
    if source.failure is not None:
        return Health("failed", "bad", f"{reason_meaning(source.failure)}: {source.failure_detail or source.failure}")
    if source.failed * 2 > source.discovered:
        return Health("failing", "bad", f"{_of(source.failed, source)} could not be fetched")
    if source.quarantined * 2 > source.discovered:
        return Health("rejected", "warn", f"{_of(source.quarantined, source)} went to quarantine")
    if source.gap:
        return Health("gap", "warn", "it had moved on by more than it shows: poll it more often")
    if source.complete is False:
        return Health("behind", "warn", "fewer articles than expected on its last day")
    if source.loaded == 0:
        return Health("nothing new", "quiet", f"{plural(source.discovered, 'document')} looked at, no new article")
    return Health("well", "good", f"{_of(source.loaded, source)} new or changed")


def run_badge(run: Run) -> tuple[str, Style]:
    """How a run ended. A run that publishes is itself under way when its snapshot is made."""
    style: dict[str, Style] = {"done": "good", "failed": "bad", "blocked": "bad", "interrupted": "warn"}
    return ("published", "good") if run.status == "running" else (run.status, style.get(run.status, "quiet"))


def suite_badge(suite: Suite) -> tuple[str, Style]:
    """Whether all of a suite's expectations held, and how bad it is if not."""
    if not suite.success:
        return ("critical", "bad") if _is_audit(suite.name) else ("rows rejected", "warn")
    return ("warning", "warn") if suite.severity else ("held", "good")


def check_badge(check: FailedCheck) -> tuple[str, Style]:
    """How bad a failed expectation is. What the gate rejects is in quarantine and so out of the data: no alarm."""
    if check.severity != "critical":
        return check.severity, "warn"
    return ("critical", "bad") if _is_audit(check.suite) else ("to quarantine", "warn")


def audit_badge(snapshot: Snapshot, verdict: BlockedVerdict | None) -> tuple[str, Style]:
    """What the audit says of what the reader sees: blocked when a newer publish did not pass."""
    if verdict:
        return "blocked", "bad"
    audits = [suite for suite in snapshot.suites if _is_audit(suite.name)]
    if not audits:
        return "none yet", "quiet"
    if not all(suite.success for suite in audits):
        return "critical", "bad"
    return ("passed with warnings", "warn") if any(suite.severity for suite in audits) else ("passed", "good")


def _is_audit(suite: str) -> bool:
    return not suite.startswith("gate:")


def _of(count: int, source: SourceRow) -> str:
    return f"{number(count)} of {plural(source.discovered, 'document')}"
