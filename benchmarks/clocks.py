"""What `pipeline.py` measures with: clocks around the stages, put there from outside, and the process tree's use of
processor and memory as /proc has it. No call for measuring stands in the product."""

from __future__ import annotations

import functools
import gzip
import logging
import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch

from contracts.records import Outcome
from core.pool import BoundedPool, Limits, Stopped, bounded_pool, start_parent
from flows.workers import ReadTask, read_document
from transforms.rules import load_rules

# Stage: the functions it consists of, by the module in which the stages look them up.
STAGES: dict[str, tuple[str, ...]] = {
    "fetch, archive": ("flows.fetching.collect",),
    "journal": ("flows.fetching.load_journals", "flows.reading.load_journals", "flows.publishing.load_journals"),
    "gate": (
        "flows.reading.article_facts", "flows.reading.check_articles", "flows.reading.gate_verdict",
        "flows.reading.write_verdict",
    ),
    "reconcile": ("flows.reading.article_states", "flows.reading.reconcile"),
    "load": ("flows.reading.stage_batch", "flows.reading.load_batch"),
    "stories": ("flows.reading.refresh_stories",),
    "marts": ("flows.reading.refresh_marts",),
    "audit": ("flows.publishing.audit", "flows.publishing.write_verdict"),
    "publish": ("flows.publishing.publish",),
    "report": ("flows.publishing.build_site",),
}  # fmt: skip
# The same for what workers do with a page.
PARTS: dict[str, tuple[str, ...]] = {
    "archive read": ("flows.workers.read_payload",),
    "decode, extract": ("transforms.interpret.extract_document", "transforms.interpret.article_identity"),
    "country tags": ("transforms.tagging.tag_plain",),
    "topic tags": ("transforms.tagging.tag_topics",),
    "signature": ("transforms.interpret.signature",),
}
READ = "read"

Seconds = defaultdict[str, float]

_parts: Seconds = defaultdict(float)  # in a worker: seconds by part of the page at hand


@dataclass
class Tally:
    """Seconds by the clock by stage, and in the workers by part of the reading."""

    stages: Seconds = field(default_factory=lambda: defaultdict(float))
    parts: Seconds = field(default_factory=lambda: defaultdict(float))


def clocked(function: Callable[..., Any], name: str, into: Seconds) -> Callable[..., Any]:
    """The function, its seconds added to a counter."""

    @functools.wraps(function)
    def timed(*args: Any, **named: Any) -> Any:
        start = time.perf_counter()
        try:
            return function(*args, **named)
        finally:
            into[name] += time.perf_counter() - start

    return timed


@contextmanager
def replaced(changes: dict[str, Callable[..., Any]]) -> Iterator[None]:
    """Functions by their address in a module, others in their place inside the block."""
    patches = [patch(address, new) for address, new in changes.items()]
    for one in patches:
        one.start()
    try:
        yield
    finally:
        for one in patches:
            one.stop()


def clocks(table: dict[str, tuple[str, ...]], into: Seconds) -> dict[str, Callable[..., Any]]:
    """A clocked function for each address of the table."""
    return {address: clocked(_at(address), name, into) for name, addresses in table.items() for address in addresses}


def _at(address: str) -> Callable[..., Any]:
    module, _, name = address.rpartition(".")
    found: Callable[..., Any] = getattr(import_module(module), name)
    return found


def begin_worker() -> None:
    """A worker's start: the rules, and clocks around the parts of `interpret`, which stay for the worker's life."""
    load_rules()
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    for address, function in clocks(PARTS, _parts).items():
        patch(address, function).start()


def read_clocked(task: ReadTask | None) -> tuple[Outcome | None, dict[str, float], int]:
    """A worker's whole job with its seconds by part, and who did it; without a task, a moment's pause."""
    _parts.clear()
    if task is None:
        time.sleep(0.02)
        return None, {}, os.getpid()
    return read_document(task), dict(_parts), os.getpid()


def trafilatura_alone(page: Path | None) -> tuple[int, dict[str, float], int]:
    """The length of what trafilatura takes from a page with its default settings, reading the file included."""
    from trafilatura import extract

    if page is None:
        time.sleep(0.02)
        return 0, {}, os.getpid()
    payload = page.read_bytes()
    return len(extract(gzip.decompress(payload) if page.suffix == ".gz" else payload) or ""), {}, os.getpid()


@contextmanager
def warm_pool(function: Callable[[Any], tuple[Any, dict[str, float], int]], limits: Limits) -> Iterator[Any]:
    """A pool all of whose workers are up and have done something. Their parent is that of the stages' own workers."""
    start_parent("flows.worker_parent", __name__)
    with bounded_pool(function, limits, begin_worker) as pool:
        met: set[int] = set()
        while len(met) < (limits.workers or os.cpu_count() or 1):
            met |= {answer[2] for answer in pool.map([None] * 8) if not isinstance(answer, Stopped)}
        yield pool


class ReadingClock:
    """A pool of `read_clocked` that the stages take for one of `read_document`: what it waits is the stage `read`, what
    its workers spend are the parts."""

    def __init__(self, pool: BoundedPool[ReadTask, Any], tally: Tally) -> None:
        self._pool, self._tally = pool, tally

    def map(self, tasks: Iterable[ReadTask]) -> Iterator[Outcome | Stopped[ReadTask]]:
        return self._clocked(self._pool.map(tasks))  # the pool begins with the tasks now

    def _clocked(self, answers: Iterator[Any]) -> Iterator[Outcome | Stopped[ReadTask]]:
        while True:
            start = time.perf_counter()
            answer = next(answers, None)
            self._tally.stages[READ] += time.perf_counter() - start
            if answer is None:
                return
            if isinstance(answer, Stopped):
                yield answer
                continue
            outcome, parts, _ = answer
            for name, seconds in parts.items():
                self._tally.parts[name] += seconds
            yield outcome


@dataclass(frozen=True)
class Process:
    """A living process: `kind` is main, worker, prefect or other; seconds of processor time, its reaped children's
    included; the most memory it ever had resident."""

    kind: str
    processor: float
    peak_mb: float


def processes() -> list[Process]:
    """This process and all that descend from it."""
    return list(_tree(os.getpid(), "main"))


def processor_seconds() -> float:
    """What this process and its descendants have used so far."""
    return sum(process.processor for process in processes())


def _tree(pid: int, kind: str) -> Iterator[Process]:
    folder = Path(f"/proc/{pid}")
    try:
        fields = (folder / "stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        status = (folder / "status").read_text(encoding="ascii", errors="replace")
        children = [int(p) for task in folder.glob("task/*/children") for p in task.read_text(encoding="ascii").split()]
    except OSError:  # it ended while we looked
        return
    ticks = sum(int(value) for value in fields[11:15])
    peak = next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")), 0)
    yield Process(kind, ticks / os.sysconf("SC_CLK_TCK"), peak / 1024)
    for child in children:
        yield from _tree(child, _kind(child, kind))


def _kind(pid: int, parent: str) -> str:
    """Workers are the forkserver's children: they have its command line."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return "other"
    if "forkserver" in command:
        return "worker" if parent == "forkserver" else "forkserver"
    return "prefect" if "prefect" in command or parent == "prefect" else "other"
