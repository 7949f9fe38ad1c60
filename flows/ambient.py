"""The run that a flow belongs to. Flows take plain parameters only; the run itself, with its journal, its watcher and
its stop signal, is handed on beside them."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from core.clock import utc_now
from core.files import disk_errors
from core.workspace import Workspace
from flows.context import Run, running
from flows.locking import holding
from warehouse.connection import database_errors

# What a disk says, as against a network: those are OSErrors, too.
_OF_THE_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM)

_current: ContextVar[Run | None] = ContextVar("run", default=None)


@contextmanager
def hosting(run: Run) -> Iterator[Run]:
    """Makes `run` the one that flows inside the block belong to, holding its workspace and journaling its end."""
    with holding(run.workspace, run.verb, run.clock), running(run), _in_plain_words(run.workspace):
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


@contextmanager
def _in_plain_words(workspace: Workspace) -> Iterator[None]:
    """Whatever stage a full disk or a database that cannot be written shows in: a WorkspaceError with its remedy."""
    try:
        with database_errors(workspace.warehouse):
            yield
    except OSError as error:
        if error.errno not in _OF_THE_DISK:
            raise
        with disk_errors(workspace.root, "write"):
            raise
