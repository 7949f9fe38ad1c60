"""Prefect's own settings, set before it is imported: its home inside the workspace, no telemetry, a quiet terminal."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

from core.files import disk_errors
from core.workspace import Workspace

P = ParamSpec("P")
R = TypeVar("R")


def configure(workspace: Workspace) -> None:
    """Sets what Prefect reads from the environment. What the user has set stands, above all PREFECT_API_URL.
    Raises WorkspaceError when Prefect's home cannot be made."""
    defaults = {
        "PREFECT_HOME": str(workspace.prefect_home.resolve()),
        # The first start on a fresh home takes 20-40 s; Prefect's own limit of 20 s fails there.
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
        # At exit the in-process server prints tracebacks of events that it could not flush.
        "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_LOGGING_LEVEL": "WARNING",
    }
    for name, value in defaults.items():
        os.environ.setdefault(name, value)
    home = Path(os.environ["PREFECT_HOME"])
    with disk_errors(home, "write"):
        home.mkdir(parents=True, exist_ok=True)


def unwatched(flow: Callable[P, R]) -> Callable[P, R]:
    """The flow without Prefect's heartbeats, where its server is the in-process one, which looks for no crashed runs:
    at its end each flow waits up to 1 s for the thread that sends them, all four of a run 2 s. They stay where
    PREFECT_API_URL or a frequency is set."""

    def run(*args: P.args, **named: P.kwargs) -> R:
        if {"PREFECT_API_URL", "PREFECT_FLOWS_HEARTBEAT_FREQUENCY"} & os.environ.keys():
            return flow(*args, **named)
        from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

        with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
            return flow(*args, **named)

    return run
