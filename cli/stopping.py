"""Ctrl-C: heard at once, whatever the main thread is doing, and followed by an end within 5 seconds."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from cli.console import note

# A server that is slow to answer, a query that is under way, a library that is being imported: after this long the
# process leaves without waiting. Nothing is lost by it: what a run has done is in archive and journal before it counts.
_PATIENCE_SECONDS = 3.5


class StopSignal:
    """Set by the first Ctrl-C; the run winds down at its next step. The second one, or patience running out, ends it.

    Python runs signal handlers in the main thread, between two of its steps: while that thread waited for the sources'
    threads, a handler ran 80 s late. So the signal's number goes through a pipe to a thread of its own."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._calm = threading.Event()  # set when the block is left: there is nothing to end any more

    def __call__(self) -> bool:
        return self._event.is_set()

    @contextmanager
    def armed(self) -> Iterator[None]:
        """Listens for Ctrl-C inside the block (main thread only)."""
        reading, writing = os.pipe()
        os.set_blocking(writing, False)
        listener = threading.Thread(target=self._listen, args=(reading,), name="ctrl-c", daemon=True)
        listener.start()
        before = signal.signal(signal.SIGINT, _nothing), signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        try:
            yield
        finally:
            self._calm.set()
            signal.set_wakeup_fd(before[1])
            signal.signal(signal.SIGINT, before[0])
            os.close(writing)  # the listener reads the end, and goes
            listener.join()

    def _listen(self, pipe: int) -> None:
        try:
            while numbers := os.read(pipe, 64):
                for _ in range(numbers.count(signal.SIGINT)):
                    self._heard()
        finally:
            os.close(pipe)

    def _heard(self) -> None:
        if self._event.is_set():
            _leave()
        self._event.set()
        note("\nStopping; what is done is kept, and the next run goes on from here.")
        threading.Thread(target=self._end_when_patience_is_out, name="patience", daemon=True).start()

    def _end_when_patience_is_out(self) -> None:
        if not self._calm.wait(_PATIENCE_SECONDS):
            _leave()


def _nothing(_signal: int, _frame: FrameType | None) -> None:
    """The handler proper: the signal was heard through the pipe already."""


def _leave() -> None:
    """Ends the process without waiting for any thread; what it has started ends with it."""
    for child in multiprocessing.active_children():
        child.kill()
    server = sys.modules.get("prefect.server.api.server")  # Prefect's in-process server is a process of its own
    for instance in list(server.SubprocessASGIServer._instances.values()) if server else ():
        with suppress(AttributeError, OSError):
            instance.server_process.kill()
    if sys.stderr.isatty():
        os.write(sys.stderr.fileno(), b"\x1b[?25h\n")  # a progress bar has hidden the cursor
    os._exit(130)
