"""What a run shows on Prefect's page: its table and the verdict on its data."""

from __future__ import annotations

from typing import Any

from contracts.reasons import Status
from flows.publishing import PublishDesk


def run_rows(desk: PublishDesk) -> list[dict[str, Any]]:
    """The run's ledger by source: a count per status, and their sum."""
    counts = ", ".join(f"count(*) FILTER (status = '{status.value}') AS {status.value}" for status in Status)
    answer = desk.con.execute(
        f"SELECT source_id AS source, {counts}, count(*) AS discovered FROM ops.ledger WHERE run_id = ? "
        "GROUP BY ALL ORDER BY ALL",
        [desk.run_id],
    )
    names = [column[0] for column in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def verdict_text(desk: PublishDesk) -> str:
    """The audit in Markdown: one line, then what was not met."""
    verdict = desk.verdict
    if verdict is None:
        return "Not audited."
    failing = [result for result in verdict.results if not result.success]
    word = "holds" if verdict.success else "is blocked"
    lines = [f"The data {word}: {len(verdict.results)} expectations, {len(failing)} not met.", ""]
    if failing:
        lines += ["| suite | expectation | severity | rows | seen |", "|---|---|---|---|---|"]
        lines += [
            f"| {r.suite} | {r.expectation} | {r.severity} | {r.unexpected_count} of {r.element_count} | {r.observed} |"
            for r in failing
        ]
    return "\n".join(lines)
