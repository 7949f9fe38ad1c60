"""What a run carries from stage to stage."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from contracts.journal import Entry, Fate, Fetched, RunEnded, RunStarted, to_json
from core import VERSION
from core.clock import Clock, iso, utc_now
from core.errors import DeskError
from core.files import JsonLines, disk_errors
from core.ids import new_run_id
from core.settings import Settings, settings
from core.workspace import Workspace
from flows.progress import Observer, PlainLines


class Interrupted(DeskError):
    """The user asked the run to stop; what was archived is worked on by the next run."""

    exit_code = 130


class Journal:
    """The journal of one run, safe to share between threads. A second entry for a document that already has one is
    passed over, so that a stage can be tried again without counting anything twice."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lines: JsonLines | None = None
        self._lock = threading.Lock()
        self._settled: set[str] = set()

    def append(self, *entries: Entry) -> None:
        """Writes the entries; they are on the disk when this returns."""
        with self._lock:
            new = [entry for entry in entries if self._is_new(entry)]
            if not new:
                return
            if self._lines is None:
                self._lines = JsonLines(self.path)
            try:
                self._lines.append(*map(to_json, new))
            except OSError:
                self._settled.difference_update(e.document_id for e in new if isinstance(e, Fetched | Fate))
                raise

    def _is_new(self, entry: Entry) -> bool:
        if not isinstance(entry, Fetched | Fate):
            return True
        known = entry.document_id in self._settled
        self._settled.add(entry.document_id)
        return not known

    def close(self) -> None:
        """Lets go of the file; a journal that nothing was written to has none."""
        if self._lines is not None:
            self._lines.close()
            self._lines = None


class Run:
    """One run: its id, its workspace, its journal, and how it talks to whoever watches. Not a dataclass on purpose:
    Prefect walks through dataclasses that it is handed."""

    def __init__(
        self,
        workspace: Workspace,
        verb: str,
        *,
        configuration: Settings | None = None,
        clock: Clock = utc_now,
        observer: Observer | None = None,
        stop: Callable[[], bool] = lambda: False,
        run_id: str | None = None,
        recorded: bool = True,
    ) -> None:
        self.workspace = workspace
        self.verb = verb
        self.settings = configuration or settings()
        self.clock = clock
        self.observer: Observer = observer or PlainLines()
        self.stop = stop
        self.started_at = clock()
        self._ended = not recorded  # a rebuild decides nothing: it has no beginning and no end in the journal
        self.run_id = run_id or new_run_id(self.started_at)
        self.journal = Journal(workspace.raw_day(self.started_at) / f"{self.run_id}.journal.jsonl")

    def begin(self) -> None:
        """Says in the journal that the run has begun. Raises WorkspaceError when it cannot be written."""
        with disk_errors(self.journal.path, "write"):
            self.journal.append(RunStarted(self.run_id, self.verb, iso(self.started_at), VERSION))

    def end(self, status: str, reason: str | None = None) -> None:
        """Says in the journal how the run ended: done, failed, blocked or interrupted. What was said first stands."""
        if not self._ended:
            with disk_errors(self.journal.path, "write"):
                self.journal.append(RunEnded(self.run_id, status, iso(self.clock()), reason))
            self._ended = True

    def check_interrupt(self) -> None:
        """Raises Interrupted when the user asked to stop. The journal knows at once, whatever happens on the way."""
        if self.stop():
            self.end("interrupted", "asked to stop")
            raise Interrupted(
                f"run {self.run_id} was interrupted", "Nothing is lost: the next run goes on where this one was."
            )


@contextmanager
def running(run: Run) -> Iterator[Run]:
    """Begins the run, and sees to it that its journal says how it ended, whatever happens. A run that is killed leaves
    no end; the next one finds it so."""
    run.begin()
    try:
        yield run
        run.end("done")
    except (Interrupted, KeyboardInterrupt):
        run.end("interrupted", "asked to stop")
        raise
    except Exception as error:
        if run.stop():  # what was cut off on the way out (a server that Ctrl-C ended as well) is no fault of its own
            run.end("interrupted", "asked to stop")
            run.check_interrupt()
        run.end("failed", error.message if isinstance(error, DeskError) else f"{type(error).__name__}: {error}")
        raise
    finally:
        run.journal.close()
