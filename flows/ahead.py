"""What a run will need, loaded while it waits: Prefect's server takes 5 s and more to come up, in another process."""

from __future__ import annotations

import threading
from contextlib import suppress

from expectations.engine import load_library
from flows.reading import start_worker_parent


def make_ready(flow: str) -> None:
    """Loads ahead what the flow of that name needs: the workers' parent, and Great Expectations (2 to 5 s). Returns at
    once. To be called when nothing else is being imported any more."""
    if flow in ("newsroom", "process"):
        start_worker_parent()
    if flow != "ingest":
        threading.Thread(target=_load, name="loading Great Expectations").start()


def _load() -> None:
    with suppress(Exception):  # the first suite meets it again, where it is told
        load_library()
