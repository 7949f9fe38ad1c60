"""How a verb runs a flow: the workspace is held, the watcher set up, Ctrl-C heard, Prefect imported last."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cli.console import note
from cli.progress import watching
from cli.stopping import StopSignal
from core.settings import Settings
from core.workspace import Workspace
from flows.ambient import hosting
from flows.context import Run

if TYPE_CHECKING:
    from cli.closing import Closing
    from sources.spec import SourceSpec


@contextmanager
def hosted_run(
    workspace: Workspace, verb: str, *, configuration: Settings | None = None, orchestrated: bool = True
) -> Iterator[Run]:
    """A run in this process: holding the workspace, watched on the terminal, stopped by Ctrl-C. When it is
    `orchestrated`, Prefect is set up for it and may be imported inside the block."""
    stop = StopSignal()
    with watching() as observer, stop.armed():
        run = Run(workspace, verb, observer=observer, stop=stop, configuration=configuration)
        stop.last_words = lambda: run.end("interrupted", "asked to stop")
        with hosting(run):
            if orchestrated:
                _set_up_prefect(run)
            yield run


def _set_up_prefect(run: Run) -> None:
    from flows.prefect_env import configure

    configure(run.workspace)
    if not run.settings.debug:
        # Prefect prints a traceback of every exception that passes through a flow, also of what we say ourselves: an
        # interrupt, a blocked publish. Its own log keeps them; the terminal gets one line, from `cli.main`.
        os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")
        # Prefect's server is a process of its own, and warns of pydantic's warnings on this terminal.
        os.environ.setdefault("PYTHONWARNINGS", "ignore")
    made = (Path(os.environ["PREFECT_HOME"]) / "prefect.db").exists()
    if not made and "PREFECT_API_URL" not in os.environ:
        note("Setting up Prefect in this workspace (once, about half a minute) ...")


def run_flow(
    name: str,
    workspace: Workspace,
    *,
    targets: tuple[str, ...] = (),
    window: tuple[date | None, date | None] = (None, None),
    configuration: Settings | None = None,
) -> Closing:
    """Runs one of the flows in this process and returns how it ended. Raises what the flow raises."""
    from cli.closing import read_closing, waiting_documents
    from core.settings import settings
    from flows.fetching import choose_sources
    from flows.workers import start_worker_parent

    specs: tuple[SourceSpec, ...] = ()
    fetches = name in ("ingest", "newsroom")
    if fetches:  # a wrong name or a wrong YAML is said before anything is started
        specs = choose_sources(targets, (configuration or settings()).sources)
    with hosted_run(workspace, "run" if name == "newsroom" else name, configuration=configuration) as run:
        _say_unchecked(specs)
        waiting = waiting_documents(workspace)
        if name in ("newsroom", "process"):
            # In a process of its own, while Prefect's server comes up. Great Expectations is not loaded ahead: in a
            # thread its imports and those that Prefect makes late get into each other's way (sqlalchemy, half loaded).
            start_worker_parent()
        flow = _flow(name)
        if fetches:
            flow(str(workspace.root), targets, *window)
        else:
            flow(str(workspace.root))
        return read_closing(workspace, run.run_id, waiting)


def _say_unchecked(specs: Sequence[SourceSpec]) -> None:
    from flows.fetching import unchecked

    names = unchecked(specs)
    if names:
        which = ", ".join(names[:3]) + (" …" if len(names) > 3 else "")
        note(f"{len(names)} of {len(specs)} sources were never checked here ({which}): desk sources check --all")


def _flow(name: str) -> Callable[..., object]:
    from flows.newsroom import FLOWS
    from flows.prefect_env import unwatched

    return unwatched(FLOWS[name])
