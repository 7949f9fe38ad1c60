"""Ctrl-C: heard at once, whatever the main thread is doing, and followed by an end within 5 seconds."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from cli.console import note

# A server that is slow to answer, a query that is under way, a library that is being imported: after this long the
# process leaves without waiting. Nothing is lost by it: what a run has done is in archive and journal before it counts.
_PATIENCE_SECONDS = 3.0
_LAST_WORDS_SECONDS = 0.5  # for the journal's last line; a disk that hangs must not keep the process


class StopSignal:
    """Set by the first Ctrl-C; the run winds down at its next step. The second one, or patience running out, ends it.

    Python runs signal handlers in the main thread, between two of its steps: while that thread waited for the sources'
    threads, a handler ran 80 s late. So the signal's number goes through a pipe to a thread of its own."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self.last_words: Callable[[], None] = lambda: None  # said before the process is left without waiting

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
            self._leave()
        self._event.set()
        note("\nStopping; what is done is kept, and the next run goes on from here.")
        threading.Thread(target=self._end_when_patience_is_out, name="patience", daemon=True).start()

    def _end_when_patience_is_out(self) -> None:
        """The way out counts as well: what a run has started may take longer to end than the run."""
        time.sleep(_PATIENCE_SECONDS)
        self._leave()

    def _leave(self) -> None:
        """Ends the process without waiting for any other thread."""
        speaker = threading.Thread(target=self._say_last_words, name="last words", daemon=True)
        speaker.start()
        speaker.join(_LAST_WORDS_SECONDS)
        _end_children()
        if sys.stderr.isatty():
            os.write(sys.stderr.fileno(), b"\x1b[?25h\n")  # a progress bar has hidden the cursor
        os._exit(130)

    def _say_last_words(self) -> None:
        with suppress(Exception):  # there is nobody left to tell
            self.last_words()


def _nothing(_signal: int, _frame: FrameType | None) -> None:
    """The handler proper: the signal was heard through the pipe already."""


def _end_children() -> None:
    """Kills what this process has started: worker processes, and Prefect's in-process server, which is one, too."""
    for child in multiprocessing.active_children():
        child.kill()
    server = sys.modules.get("prefect.server.api.server")
    with suppress(AttributeError, OSError):  # it may be in the middle of being imported, or of being started
        for instance in list(server.SubprocessASGIServer._instances.values()) if server else ():
            instance.server_process.kill()
