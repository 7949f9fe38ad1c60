"""The flows on a schedule: served from this process, or registered with a Prefect server for workers to run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import anyio
from prefect import Flow, serve
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.exceptions import ObjectAlreadyExists

from core.settings import PROJECT
from core.workspace import Workspace
from flows.newsroom import FLOWS
from flows.schedules import Schedule

# One run per deployment at a time; one that comes due meanwhile is cancelled: the next one sees all that it would have
# seen, since each flow works on everything that is behind.
_ONE_AT_A_TIME = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)


def serve_schedules(schedules: dict[str, Schedule], workspace: Workspace) -> None:
    """Runs the schedules from this process until it is stopped."""
    # In Prefect's own types this may be a coroutine; called from plain code it never is.
    deployments: list[Any] = [
        FLOWS[schedule.flow].to_deployment(
            name=name,
            cron=schedule.cron,
            parameters=_parameters(schedule, workspace),
            description=schedule.description,
            concurrency_limit=_ONE_AT_A_TIME,
        )
        for name, schedule in schedules.items()
    ]
    serve(*deployments, print_starting_message=False, limit=1)


def register(schedules: dict[str, Schedule], workspace: Workspace, pool: str) -> Iterator[str]:
    """Registers each schedule as a deployment in a work pool of type process, which is made when it is not there.
    Yields a line per deployment."""
    anyio.run(_make_pool, pool)
    for name, schedule in schedules.items():
        flow: Flow[..., Any] = Flow.from_source(source=str(PROJECT), entrypoint=f"flows/newsroom.py:{schedule.flow}")  # type: ignore[assignment]
        flow.deploy(
            name=name,
            work_pool_name=pool,
            cron=schedule.cron,
            parameters=_parameters(schedule, workspace),
            description=schedule.description,
            concurrency_limit=_ONE_AT_A_TIME,
            print_next_steps=False,
            ignore_warnings=True,
        )
        yield f"{schedule.flow}/{name}: {schedule.cron} UTC, work pool {pool}"


async def _make_pool(name: str) -> None:
    async with get_client() as client:
        with suppress(ObjectAlreadyExists):
            await client.create_work_pool(WorkPoolCreate(name=name, type="process"))


def _parameters(schedule: Schedule, workspace: Workspace) -> dict[str, Any]:
    parameters: dict[str, Any] = {"workspace": str(workspace.root.resolve())}
    if schedule.flow in ("ingest", "newsroom"):
        parameters["targets"] = list(schedule.targets)
    return parameters
