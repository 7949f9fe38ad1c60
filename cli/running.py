"""How a verb runs a flow: the workspace is held, the watcher set up, Ctrl-C heard, Prefect imported last."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from types import FrameType

from cli.console import note
from cli.progress import watching
from core.settings import Settings
from core.workspace import Workspace
from flows.ambient import hosting
from flows.context import Run

# Ctrl-C must end a run within 5 s, also when a server is slow to answer: after this long the process leaves without
# waiting. Nothing is lost by it: what a run has done is in archive and journal before it counts as done.
_PATIENCE_SECONDS = 4.0


class StopSignal:
    """Set by the first Ctrl-C; the run winds down at its next step. The second one, or patience running out, ends it."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def __call__(self) -> bool:
        return self._event.is_set()

    def _heard(self, _signal: int, _frame: FrameType | None) -> None:
        if self._event.is_set():
            os._exit(130)
        self._event.set()
        note("\nStopping; what is done is kept, and the next run goes on from here.")
        timer = threading.Timer(_PATIENCE_SECONDS, os._exit, args=(130,))
        timer.daemon = True
        timer.start()

    @contextmanager
    def armed(self) -> Iterator[None]:
        """Listens for Ctrl-C inside the block (main thread only)."""
        before = signal.signal(signal.SIGINT, self._heard)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)


@contextmanager
def hosted_run(
    workspace: Workspace, verb: str, *, configuration: Settings | None = None, orchestrated: bool = True
) -> Iterator[Run]:
    """A run in this process: holding the workspace, watched on the terminal, stopped by Ctrl-C. When it is
    `orchestrated`, Prefect is set up for it and may be imported inside the block."""
    stop = StopSignal()
    with watching() as observer, stop.armed():
        run = Run(workspace, verb, observer=observer, stop=stop, configuration=configuration)
        with hosting(run):
            if orchestrated:
                _set_up_prefect(run)
            yield run


def _set_up_prefect(run: Run) -> None:
    from flows.prefect_env import configure

    configure(run.workspace)
    fresh = not (run.workspace.prefect_home / "prefect.db").exists() and "PREFECT_API_URL" not in os.environ
    if fresh and not sys.flags.quiet:
        note("Setting up Prefect in this workspace (once, about half a minute) ...")


def run_flow(
    name: str,
    workspace: Workspace,
    *,
    targets: tuple[str, ...] = (),
    window: tuple[date | None, date | None] = (None, None),
    configuration: Settings | None = None,
) -> str:
    """Runs one of the flows in this process and returns the run's id. Raises what the flow raises."""
    from core.settings import settings
    from flows.fetching import choose_sources

    fetches = name in ("ingest", "newsroom")
    if fetches:  # a wrong name or a wrong YAML is said before anything is started
        choose_sources(targets, (configuration or settings()).sources)
    with hosted_run(workspace, "run" if name == "newsroom" else name, configuration=configuration) as run:
        flow = _flow(name)
        _make_ready(name)
        if fetches:
            flow(str(workspace.root), targets, *window)
        else:
            flow(str(workspace.root))
    return run.run_id


def _make_ready(name: str) -> None:
    from flows.ahead import make_ready

    make_ready(name)


def _flow(name: str) -> Callable[..., object]:
    from flows.newsroom import FLOWS

    return FLOWS[name]
