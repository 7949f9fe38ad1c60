"""Stage three: audit, then publish. What does not hold is not shown to analysts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from core.errors import PublishBlocked
from expectations.audit import audit
from expectations.verdict import Verdict
from flows.context import Run
from reports.site import BlockedVerdict, build_site
from warehouse.connection import connect_snapshot, connect_writer
from warehouse.journal import load_journals
from warehouse.publish import Published, publish
from warehouse.quality import write_verdict
from warehouse.runs import refresh_run_counts

AUDIT, PUBLISH = "audit", "publish"


class PublishDesk:
    """The audit and the publish of one run over the writer's connection. `run_id` is the run that the verdict is about:
    the run itself, or in a rebuild the last one of the journal."""

    def __init__(self, run: Run, con: Any, run_id: str | None = None) -> None:
        self.run, self.con, self.run_id = run, con, run_id or run.run_id
        self.verdict: Verdict | None = None

    def audit(self) -> Verdict:
        """Looks at every public table, and writes the verdict beside the data. Raises PipelineFault when a check itself
        failed."""
        self.run.check_interrupt()
        self.run.observer.stage(AUDIT, None)
        load_journals(self.con, self.run.workspace.raw, current_run=self.run.run_id)
        refresh_run_counts(self.con)
        verdict = audit(self.con, self.run_id, self.run.clock())
        write_verdict(self.con, self.run_id, verdict.validations, verdict.results)
        self.verdict = verdict
        checked = len(verdict.results)
        failed = sum(not result.success for result in verdict.results)
        self.run.observer.done(AUDIT, f"{checked} expectations, {failed} not met")
        return verdict

    def publish(self) -> Published:
        """Publishes snapshot, parquet and report. Raises PublishBlocked when the verdict is against it: the last good
        snapshot stands, and the report says so."""
        verdict = self.verdict or self.audit()
        if not verdict.success:
            self._block(verdict)
        self.run.observer.stage(PUBLISH, None)
        self.run.end("done")  # before the copy is made, so that the snapshot tells of a run that is done
        load_journals(self.con, self.run.workspace.raw, current_run=self.run.run_id)
        refresh_run_counts(self.con)
        published = publish(self.con, self.run.workspace, self.run.clock)
        self._report(None)
        self.run.observer.done(PUBLISH, f"{published.articles:,} articles in {published.tables} tables")
        return published

    def _block(self, verdict: Verdict) -> None:
        failing = [result for result in verdict.results if not result.success and result.severity == "critical"]
        first = failing[0]
        words = f"{first.suite}: {first.expectation}"
        self.run.end("blocked", f"{len(failing)} critical expectations failed, first {words}")
        load_journals(self.con, self.run.workspace.raw, current_run=self.run.run_id)
        if self.run.workspace.snapshot.exists():
            self._report(BlockedVerdict.of(self.run_id, self.run.clock(), failing))
        raise PublishBlocked(
            f"the audit blocked the publish: {len(failing)} critical expectation(s) failed, first {words}; "
            f"{first.unexpected_count} of {first.element_count} rows, seen: {first.observed}",
            "The last good snapshot stands. `desk status` and the report list all that failed.",
        )

    def _report(self, blocked: BlockedVerdict | None) -> None:
        snapshot = connect_snapshot(self.run.workspace)
        try:
            build_site(snapshot, self.run.workspace.site, verdict=blocked, generated_at=self.run.clock())
        finally:
            snapshot.close()


@contextmanager
def publish_desk(run: Run, run_id: str | None = None) -> Iterator[PublishDesk]:
    """A desk over the writer's database."""
    con = connect_writer(run.workspace)
    try:
        yield PublishDesk(run, con, run_id)
    finally:
        con.close()
