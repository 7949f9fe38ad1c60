"""`desk status`: the state of things on one screen."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

from cli.console import cell, note, print_json, print_rows
from core.errors import WorkspaceError
from core.workspace import Workspace
from warehouse.connection import connect_snapshot
from warehouse.lock import Holder, lock_holder
from warehouse.query import StatusReport, status
from warehouse.unpublished import BlockedPublish, LaterRun, blocked_publish, later_runs


@dataclass(frozen=True)
class Standing:
    """What is published, and what has happened since: runs that the snapshot does not hold (newest first), the verdict
    that blocked the last publish, and who is writing now. `blocked_unknown` says why the verdict could not be read."""

    published: StatusReport | None
    later_runs: tuple[LaterRun, ...]
    blocked: BlockedPublish | None
    blocked_unknown: str | None
    writing: Holder | None


def show_status(workspace: Workspace, *, as_json: bool) -> None:
    """Prints the standing. Raises UsageError when the workspace has seen no run at all."""
    standing = _standing(workspace)
    if as_json:
        print_json(standing)
        return
    if standing.published is not None:
        _print_published(standing.published)
    _print_since(standing)


def _standing(workspace: Workspace) -> Standing:
    published = None
    if workspace.snapshot.exists() or not workspace.raw.is_dir():
        with closing(connect_snapshot(workspace)) as con:
            published = status(con)
    newest = published.runs[0].run_id if published and published.runs else None
    runs = later_runs(workspace.raw, newest)
    blocked, unknown = None, None
    if any(run.status == "blocked" for run in runs):  # else nobody's database needs to be opened
        try:
            blocked = blocked_publish(workspace)
        except WorkspaceError as error:
            unknown = error.message
    return Standing(published, runs, blocked, unknown, lock_holder(workspace))


def _print_published(report: StatusReport) -> None:
    days = f", {report.first_day} to {report.last_day}" if report.first_day else ""
    print(f"{report.articles:,} articles{days}; {report.in_quarantine:,} in quarantine; {report.held:,} not read yet")
    print_rows(
        ("run", "verb", "status", "discovered", "loaded", "updated", "quarantined", "skipped", "failed", "reason"),
        [
            (r.run_id, r.verb, r.status, r.discovered, r.loaded, r.updated, r.quarantined, r.skipped, r.failed,
             r.reason)
            for r in report.runs
        ],
        as_json=False,
        title="Last runs",
    )  # fmt: skip
    print_rows(
        ("source", "outlet", "articles", "last day", "last success", "last failure", "reason", "complete"),
        [
            (s.source_id, s.outlet, s.articles, s.last_day, _minute(s.last_success), _minute(s.last_failure),
             s.last_failure_reason, s.complete)
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


def _print_since(standing: Standing) -> None:
    if standing.published is None:
        print("Nothing is published yet.")
    if standing.later_runs:
        _print_later(standing.later_runs, writing=standing.writing is not None)
    if standing.blocked is not None:
        sys.stdout.flush()
        print(f"The last publish was BLOCKED by its audit (run {standing.blocked.run_id}); the snapshot is older.")
        print_rows(
            ("suite", "expectation", "severity", "rows", "of", "seen"),
            [
                (f.suite, f.expectation, f.severity, f.unexpected_count, f.element_count, f.observed)
                for f in standing.blocked.failures
            ],
            as_json=False,
            title="What was not met",
        )
    if standing.blocked_unknown is not None:
        note(f"What blocked the publish cannot be read now: {standing.blocked_unknown}")
    if standing.writing is not None:
        holder = standing.writing
        note(f"Process {holder.pid} on {holder.host} is writing (desk {holder.verb}, since {holder.since}).")


def _print_later(runs: Sequence[LaterRun], *, writing: bool) -> None:
    """Runs without an end: the newest may be the one at work; any other was killed."""
    rows = []
    for number, run in enumerate(runs):
        without = "running" if writing and number == 0 else "killed"
        rows.append((run.run_id, run.verb, run.status or without, run.documents, run.reason))
    columns = ("run", "verb", "status", "documents", "reason")
    print_rows(columns, rows, as_json=False, title="Runs that the snapshot does not know")


def _minute(moment: object) -> str | None:
    """A moment to the minute: on one screen, seconds are noise."""
    return None if moment is None else cell(moment)[:16]
