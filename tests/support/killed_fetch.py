"""Fetching runs that are killed at any moment: each in a process of its own, forked from this one, which has everything
imported and has done nothing yet. Started by a test, spoken to in lines of JSON:

    -> {"workspace": …, "sources": [{YAML as JSON}, …], "now": RFC 3339, "event": 17, "mode": "before", "after": 0.02}
    <- {"signal": 9, "events": 0}        killed; or 0, and how many boundaries the run had

A boundary is a write, a wait for the disk, a cut, a rename, or a request: wrapped from outside, here, and nowhere in the
product. At the `event`-th one the process kills itself with SIGKILL, `before`, `after` or (a write) `halfway`; or it is
killed `after` so many seconds. Without either it ends by itself."""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from core.clock import parse_iso
from core.workspace import Workspace
from flows.ambient import hosting
from flows.context import Run
from flows.fetching import fetch_desk
from flows.progress import Silent
from sources.http.fetcher import Fetcher
from sources.spec import SourceSpec
from tests.support.pipeline import configuration

_CALLS = ("write", "fdatasync", "fsync", "ftruncate", "replace", "rename")


class Boundaries:
    """Counts the boundaries that the run comes to, and ends the process at one of them."""

    def __init__(self, event: int, mode: str) -> None:
        self.count, self._event, self._mode = 0, event, mode
        self._guard = threading.Lock()

    def arm(self) -> None:
        for name in _CALLS:
            setattr(os, name, self._wrapped(getattr(os, name), name == "write"))
        Fetcher.once = self._wrapped(Fetcher.once, False)  # type: ignore[method-assign]

    def _wrapped(self, inner: Callable[..., Any], writes: bool) -> Callable[..., Any]:
        real_write = os.write

        def call(*args: Any, **kwargs: Any) -> Any:
            with self._guard:
                self.count += 1
                here = self.count == self._event
            if here and self._mode == "halfway" and writes:
                real_write(args[0], bytes(args[1])[: max(1, len(args[1]) // 2)])
            if here and self._mode != "after":
                os.kill(os.getpid(), signal.SIGKILL)
            result = inner(*args, **kwargs)
            if here:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        return call


def fetch(case: dict[str, Any]) -> None:
    """One run of the stage, its sources side by side as the flow has them."""
    now = parse_iso(case["now"])
    specs = [SourceSpec.model_validate(source) for source in case["sources"]]
    run = Run(
        Workspace(Path(case["workspace"])),
        "ingest",
        configuration=configuration(),
        clock=lambda: now,
        observer=Silent(),
    )
    with hosting(run), fetch_desk(run, specs) as desk, ThreadPoolExecutor(len(specs)) as pool:
        list(pool.map(desk.fetch, desk.specs))


def child(case: dict[str, Any], report: int) -> None:
    """The forked process: never returns."""
    try:
        boundaries = Boundaries(case.get("event", 0), case.get("mode", "before"))
        boundaries.arm()
        fetch(case)
        events = boundaries.count
        os.pwrite(report, json.dumps(events).encode(), 0)
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)


def main() -> None:
    for line in sys.stdin:
        case = json.loads(line)
        with tempfile.TemporaryFile() as report:
            pid = os.fork()
            if pid == 0:
                child(case, report.fileno())
            if case.get("after"):
                time.sleep(case["after"])
                os.kill(pid, signal.SIGKILL)
            _, status = os.waitpid(pid, 0)
            events = report.read()
        answer = {
            "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
            "exit": os.WEXITSTATUS(status) if os.WIFEXITED(status) else None,
            "events": json.loads(events or b"0"),
        }
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
