"""`desk serve` and `desk deploy`."""

from __future__ import annotations

import os
from collections.abc import Iterator

from cli.console import note
from core.errors import DeskError, UsageError
from core.settings import settings
from core.workspace import Workspace


def run_schedule(workspace: Workspace) -> None:
    """Runs the schedules until stopped."""
    from flows.schedules import load_schedules

    schedules = load_schedules(settings().schedules)
    if not schedules:
        raise UsageError(f"{settings().schedules} has no schedule", "Add one; the file's comments show how.")
    _configure(workspace)
    for name, schedule in schedules.items():
        note(f"{name}: {schedule.flow} at {schedule.cron} UTC. {schedule.description}")
    from flows.server import local_server

    with local_server() as address:
        note(f"Serving; runs are shown at {address}. Ctrl-C stops it; the next run makes up for what is missed.")
        from flows.deployments import serve_schedules

        serve_schedules(schedules, workspace)


def register_deployments(workspace: Workspace, pool: str) -> Iterator[str]:
    """Registers the schedules with the server at PREFECT_API_URL. Raises UsageError when none is named."""
    from flows.schedules import load_schedules

    if "PREFECT_API_URL" not in os.environ:
        raise UsageError(
            "PREFECT_API_URL does not say where the Prefect server is",
            "Start one with `prefect server start`, set PREFECT_API_URL=http://127.0.0.1:4200/api, and try again; "
            "`desk serve` runs the schedule without a server.",
        )
    schedules = load_schedules(settings().schedules)
    _configure(workspace)
    from httpx import HTTPError

    from flows.deployments import register

    try:
        yield from register(schedules, workspace, pool)
    except HTTPError as error:
        raise DeskError(
            f"the Prefect server at {os.environ['PREFECT_API_URL']} does not answer: {error}",
            "Check that it is up and that the address ends in /api.",
        ) from error
    yield f"Run them with: prefect worker start --pool {pool}"


def _configure(workspace: Workspace) -> None:
    from flows.prefect_env import configure

    # A scheduled run's log is for the operator: what the stages say belongs in it.
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "INFO")
    os.environ.setdefault("PREFECT_LOGGING_EXTRA_LOGGERS", "desk")
    os.environ.setdefault("DESK_WORKSPACE", str(workspace.root.resolve()))
    configure(workspace)
