"""`desk status`: the state of things on one screen."""

from __future__ import annotations

from cli.console import note, print_json, print_rows
from core.workspace import Workspace
from warehouse.connection import connect_snapshot
from warehouse.lock import lock_holder
from warehouse.query import StatusReport, status


def show_status(workspace: Workspace, *, as_json: bool) -> None:
    """Prints what is published, the last runs, the sources and the verdict; and who is writing now."""
    con = connect_snapshot(workspace)
    try:
        report = status(con)
    finally:
        con.close()
    if as_json:
        print_json(report)
        return
    _print(report)
    holder = lock_holder(workspace)
    if holder is not None:
        note(f"Process {holder.pid} on {holder.host} is writing (desk {holder.verb}, since {holder.since}).")


def _print(report: StatusReport) -> None:
    days = f", {report.first_day} to {report.last_day}" if report.first_day else ""
    print(f"{report.articles:,} articles{days}; {report.in_quarantine:,} in quarantine; {report.held:,} not read yet")
    print_rows(
        ("run", "verb", "status", "discovered", "loaded", "updated", "quarantined", "skipped", "failed", "reason"),
        [
            (
                r.run_id,
                r.verb,
                r.status,
                r.discovered,
                r.loaded,
                r.updated,
                r.quarantined,
                r.skipped,
                r.failed,
                r.reason,
            )
            for r in report.runs
        ],
        as_json=False,
        title="Last runs",
    )
    print_rows(
        ("source", "outlet", "articles", "last day", "last success", "last failure", "reason", "complete"),
        [
            (s.source_id, s.outlet, s.articles, s.last_day, s.last_success, s.last_failure, s.last_failure_reason,
             s.complete)
            for s in report.sources
        ],
        as_json=False,
        title="Sources",
    )  # fmt: skip
    unmet = [suite for suite in report.suites if suite.failed]
    if not unmet:
        print(f"Data quality: all {sum(suite.expectations for suite in report.suites):,} expectations hold.")
        return
    print_rows(
        ("suite", "run", "expectations", "not met", "worst"),
        [(s.suite, s.run_id, s.expectations, s.failed, s.severity) for s in unmet],
        as_json=False,
        title="Data quality: what does not hold",
    )
