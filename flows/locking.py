"""The writer's lock, held once per process however many stages are nested."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.clock import Clock
from core.workspace import Workspace
from warehouse.lock import writer_lock

_held: set[Path] = set()
_guard = threading.Lock()


@contextmanager
def holding(workspace: Workspace, verb: str, clock: Clock) -> Iterator[None]:
    """Holds the workspace for writing. Inside a block that already holds it this does nothing. Raises WorkspaceBusy
    naming the holder when another process does."""
    key = workspace.root.resolve()
    with _guard:
        nested = key in _held
        _held.add(key)
    if nested:
        yield
        return
    try:
        with writer_lock(workspace, verb, clock):
            yield
    finally:
        with _guard:
            _held.discard(key)
