"""The run that a flow belongs to. Flows take plain parameters only; the run itself, with its journal, its watcher and
its stop signal, is handed on beside them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from core.clock import utc_now
from core.workspace import Workspace
from flows.context import Run, running
from flows.locking import holding

_current: ContextVar[Run | None] = ContextVar("run", default=None)


@contextmanager
def hosting(run: Run) -> Iterator[Run]:
    """Makes `run` the one that flows inside the block belong to, holding its workspace and journaling its end."""
    with holding(run.workspace, run.verb, run.clock), running(run):
        token = _current.set(run)
        try:
            yield run
        finally:
            _current.reset(token)


@contextmanager
def the_run(workspace: str, verb: str) -> Iterator[Run]:
    """The current run; where there is none (a deployment was started by a schedule), a new one."""
    current = _current.get()
    if current is not None:
        yield current
        return
    place = Workspace(Path(workspace))
    with holding(place, verb, utc_now), hosting(Run(place, verb)) as run:
        yield run
