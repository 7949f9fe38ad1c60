"""Verdicts: what suites found, as rows of quality.validations and quality.results."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from expectations.engine import Finding
from expectations.rules import Severity

KEYS_SHOWN = 20


@dataclass(frozen=True)
class ValidationRow:
    """A row of quality.validations."""

    run_id: str
    suite: str
    success: bool
    severity: str | None
    element_count: int
    validated_at: datetime


@dataclass(frozen=True)
class ResultRow:
    """A row of quality.results."""

    run_id: str
    suite: str
    expectation: str
    severity: str
    success: bool
    unexpected_count: int
    element_count: int
    observed: str | None


@dataclass(frozen=True)
class SuiteFindings:
    """What one suite found. `rows` is how many rows it looked at, `key` the names of the keys' columns."""

    suite: str
    rows: int
    key: tuple[str, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Verdict:
    """What suites found together. `success` is False when a critical expectation failed."""

    success: bool
    validations: tuple[ValidationRow, ...]
    results: tuple[ResultRow, ...]

    def failures(self, severity: Severity | None = None) -> tuple[ResultRow, ...]:
        """The expectations that failed, of one severity or all."""
        return tuple(row for row in self.results if not row.success and severity in (None, row.severity))


def verdict(suites: Iterable[SuiteFindings], run_id: str, at: datetime) -> Verdict:
    """The suites' findings as rows, of one run."""
    validations: list[ValidationRow] = []
    results: list[ResultRow] = []
    for suite in suites:
        worst = _worst(suite.findings)
        success = worst != "critical"
        validations.append(ValidationRow(run_id, suite.suite, success, worst, suite.rows, at))
        results += [_result(run_id, suite, finding) for finding in suite.findings]
    return Verdict(all(row.success for row in validations), tuple(validations), tuple(results))


def merged(one: Sequence[Finding], two: Sequence[Finding], keys: int | None = KEYS_SHOWN) -> tuple[Finding, ...]:
    """The findings of one suite over two parts of its rows: counts added, the first `keys` keys (None: all) kept.
    Rules about the whole table keep what the first part saw."""
    return tuple(
        replace(
            a,
            success=a.success and b.success,
            unexpected_count=a.unexpected_count + b.unexpected_count,
            element_count=a.element_count + b.element_count,
            keys=(*a.keys, *b.keys)[:keys],
        )
        if a.rule.column
        else a
        for a, b in zip(one, two, strict=True)
    )


def _worst(findings: Sequence[Finding]) -> str | None:
    failed = {finding.rule.severity for finding in findings if not finding.success}
    return "critical" if "critical" in failed else "warning" if failed else None


def _result(run_id: str, suite: SuiteFindings, finding: Finding) -> ResultRow:
    return ResultRow(
        run_id=run_id,
        suite=suite.suite,
        expectation=finding.rule.words,
        severity=finding.rule.severity,
        success=finding.success,
        unexpected_count=finding.unexpected_count,
        element_count=finding.element_count,
        observed=None if finding.success else _observed(suite.key, finding),
    )


def _observed(key: tuple[str, ...], finding: Finding) -> str | None:
    """`article_id=a1, iso3=CHN; article_id=…`, at most 20 rows, and how many more there are."""
    if not finding.rule.column:
        return finding.observed
    shown = finding.keys[:KEYS_SHOWN]
    names = (*key, "null") if finding.rule.kind == "nothing" else key
    text = "; ".join(", ".join(f"{name}={value}" for name, value in zip(names, row, strict=True)) for row in shown)
    more = finding.unexpected_count - len(shown)
    return f"{text}; and {more} more" if more > 0 else text
