"""Progress of a run: bars on a terminal, one line per stage in a log."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from flows.progress import Observer

WORDS = {
    "rules": "Rules", "tag": "Tagging again", "fetch": "Fetching sources", "read": "Reading pages", "audit": "Auditing",
    "publish": "Publishing",
}  # fmt: skip


class Lines:
    """For a log: what a stage did and how long it took."""

    def __init__(self) -> None:
        self._since: dict[str, float] = {}

    def stage(self, name: str, total: int | None) -> None:
        self._since[name] = time.monotonic()

    def advance(self, name: str, steps: int = 1) -> None:
        pass

    def done(self, name: str, summary: str) -> None:
        since = self._since.pop(name, None)  # what is only said has no beginning
        took = "" if since is None else f"  ({time.monotonic() - since:.1f} s)"
        typer.echo(f"{WORDS.get(name, name):<18} {summary}{took}", err=True)


class Bars:
    """For a terminal."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}
        self._lock = threading.Lock()

    def stage(self, name: str, total: int | None) -> None:
        with self._lock:
            self._tasks[name] = self._progress.add_task(WORDS.get(name, name), total=total or None, summary="")

    def advance(self, name: str, steps: int = 1) -> None:
        if name in self._tasks:
            self._progress.advance(self._tasks[name], steps)

    def done(self, name: str, summary: str) -> None:
        with self._lock:
            task = self._tasks.pop(name, None)
        if task is not None:
            total = self._progress.tasks[self._progress.task_ids.index(task)].total or 1
            self._progress.update(task, total=total, completed=total, summary=summary)
        else:  # only said: a line above the bars
            self._progress.console.print(f"{WORDS.get(name, name)}: {summary}", markup=False, highlight=False)


@contextmanager
def watching() -> Iterator[Observer]:
    """An observer that suits where standard error goes."""
    if not sys.stderr.isatty():
        yield Lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    with Progress(
        SpinnerColumn(finished_text="[green]done[/]"),
        TextColumn("{task.description:<18}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[summary]}", markup=False),
        console=Console(stderr=True),
    ) as progress:
        yield Bars(progress)
