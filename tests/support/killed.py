"""A run that is killed at a boundary that exists anyway. Started by tests as a process of its own:

    python -m tests.support.killed WORKSPACE FEED_ADDRESS MINUTE [MODULE:NAME:CALL:before|after]

The named function is wrapped from outside before anything else is imported; at its CALL-th call the process kills
itself with SIGKILL, before or after the call. Without a point the run ends by itself. The clock stands at MINUTE."""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


def wrap(point: str) -> None:
    """Arms the point."""
    module_name, name, call, when = point.split(":")
    owner: Any = importlib.import_module(module_name)
    *path, name = name.split(".")
    for part in path:
        owner = getattr(owner, part)
    inner: Callable[..., Any] = getattr(owner, name)
    calls, victim = 0, os.getpid()

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += os.getpid() == victim
        here = calls == int(call) and os.getpid() == victim
        if here and when == "before":
            os.kill(victim, signal.SIGKILL)
        result = inner(*args, **kwargs)
        if here:
            os.kill(victim, signal.SIGKILL)
        return result

    setattr(owner, name, wrapped)


def main() -> None:
    workspace, address, minute, *points = sys.argv[1:]
    for point in points:
        wrap(point)
    from core.workspace import Workspace
    from tests.support.pipeline import feed_source, run_once

    now = datetime(2026, 11, 1, 12, int(minute), tzinfo=UTC)
    run_once(Workspace(Path(workspace)), [feed_source(address)], clock=lambda: now)


if __name__ == "__main__":
    main()
