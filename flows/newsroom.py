"""The Prefect flows: `ingest`, `process`, `publish`, and `newsroom`, which is all of it. A task is a source or a batch,
never a page. Parameters are plain values, so that a deployment can be run from Prefect's page with other ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, ParamSpec, TypeVar

from prefect import Flow, flow, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.runtime import flow_run
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner
from prefect.tasks import Task

from core.errors import DeskError
from core.settings import PROJECT
from flows.ambient import the_run
from flows.artifacts import run_rows, verdict_text
from flows.fetching import STAGE as FETCH
from flows.fetching import FetchDesk, choose_sources, fetch_desk, summary
from flows.publishing import PublishDesk, publish_desk
from flows.reading import STAGE as READ
from flows.reading import ReadingDesk, reading_desk

P = ParamSpec("P")
R = TypeVar("R")

# Sources wait most of the time, for the network and for their host's turn: as many threads as hosts are asked at once.
_SOURCES_AT_ONCE: TaskRunner[Any] = ThreadPoolTaskRunner(max_workers=64)


def _worth_another_try(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """A fault of the machine may pass; what we said ourselves (a blocked publish, an interrupt) stands."""
    return not isinstance(state.result(raise_on_failure=False), DeskError)


def _step(function: Callable[P, R], name: str, run_name: str, retries: int = 1) -> Task[P, R]:
    """The function as a task that is tried again. Nothing is cached or persisted: state lives in our own tables."""
    as_task = task(
        name=name,
        task_run_name=run_name,
        retries=retries,
        retry_delay_seconds=1,
        retry_condition_fn=_worth_another_try,
        cache_policy=NO_CACHE,
        persist_result=False,
    )
    return as_task(function)


def _flow_name() -> str:
    """What and when: `ingest 2026-11-25 01:20 example-post`."""
    parameters = flow_run.parameters or {}
    targets = ", ".join(parameters.get("targets") or ()) or "all sources"
    started = flow_run.scheduled_start_time
    what = f" {targets}" if "targets" in parameters else ""
    return f"{flow_run.flow_name} {started:%Y-%m-%d %H:%M}{what}"


def _fetch_source(desk: FetchDesk, source: str) -> Any:
    return desk.fetch(source)


def _read_batch(desk: ReadingDesk, number: int) -> int:
    return desk.work(number)


def _derive(desk: ReadingDesk) -> None:
    desk.finish()


def _audit(desk: PublishDesk) -> None:
    desk.audit()


def _publish(desk: PublishDesk) -> None:
    desk.publish()


@flow(name="ingest", flow_run_name=_flow_name, task_runner=_SOURCES_AT_ONCE)
def ingest(
    workspace: str = str(PROJECT / "data"),
    targets: Sequence[str] = (),
    since: date | None = None,
    until: date | None = None,
) -> None:
    """Asks each source for what is new, and archives it."""
    with (
        the_run(workspace, "ingest") as run,
        fetch_desk(run, choose_sources(targets, run.settings.sources), (since, until)) as desk,
    ):
        run.observer.stage(FETCH, len(desk.specs))
        step = _step(_fetch_source, "fetch", "fetch {source}")
        futures = [step.submit(desk, name) for name in desk.specs]
        reports = [future.result() for future in futures]
        run.observer.done(FETCH, summary(reports))
        _table("sources", [{"source": r.source_id, **r.counts, "failure": r.failure or ""} for r in reports])
        run.check_interrupt()


@flow(name="process", flow_run_name=_flow_name)
def process(workspace: str = str(PROJECT / "data")) -> None:
    """Reads what is archived and not read yet, and brings stories and marts up to date."""
    with the_run(workspace, "process") as run, reading_desk(run) as desk:
        run.observer.stage(READ, desk.documents)
        step = _step(_read_batch, "read", "read batch {number}")
        for number in range(len(desk.batches)):
            step(desk, number)
        _step(_derive, "derive", "stories and marts")(desk)
        run.observer.done(READ, desk.summary())


@flow(name="publish", flow_run_name=_flow_name)
def publish(workspace: str = str(PROJECT / "data")) -> None:
    """Audits the warehouse and, if it holds, publishes the snapshot and the report. Raises PublishBlocked if not."""
    with the_run(workspace, "publish") as run, publish_desk(run) as desk:
        _step(_audit, "audit", "audit")(desk)
        create_markdown_artifact(verdict_text(desk), key="quality", description="The audit's verdict")
        _step(_publish, "publish", "publish snapshot and report")(desk)
        _table("run", run_rows(desk))


@flow(name="newsroom", flow_run_name=_flow_name)
def newsroom(
    workspace: str = str(PROJECT / "data"),
    targets: Sequence[str] = (),
    since: date | None = None,
    until: date | None = None,
) -> None:
    """All of it: ingest, process, publish."""
    with the_run(workspace, "run"):
        ingest(workspace, targets, since, until)
        process(workspace)
        publish(workspace)


FLOWS: dict[str, Flow[..., None]] = {"ingest": ingest, "process": process, "publish": publish, "newsroom": newsroom}


def _table(key: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        create_table_artifact(rows, key=key)
