"""The bounded process pool: work on many items on all cores, each item under a limit of time and of memory that really
stops it. A worker that overruns is killed and replaced; its siblings go on, and no item is lost.

The limit counts processor time: on a machine that is busy with other things, a good page takes longer by the clock but
not more of the processor, and must not come out as a bad one. The kernel itself ends the worker (SIGPROF), so code that
never returns to Python is stopped as well. By the clock an item may take `_PATIENCE` times as long: it may sleep."""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing import forkserver
from typing import Generic, Literal, TypeVar

from pebble import ProcessExpired, ProcessPool

_PATIENCE = 20

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Limits:
    """What one item may use. `seconds` of processor time; `memory_mb` of address space on top of a fresh worker's."""

    workers: int = 0  # 0: one per core
    seconds: float = 5.0
    memory_mb: int = 1024
    recycle_after: int = 500  # items per worker process: parsers leak


@dataclass(frozen=True)
class Stopped(Generic[Item]):
    """An item whose work did not end by itself."""

    item: Item
    why: Literal["timeout", "memory", "crash"]
    detail: str


class BoundedPool(Generic[Item, Result]):
    """Use `bounded_pool`; a pool is for one function."""

    def __init__(self, pool: ProcessPool, function: Callable[[Item], Result], limits: Limits) -> None:
        self._pool, self._function, self._limits = pool, function, limits

    def map(self, items: Iterable[Item]) -> Iterator[Result | Stopped[Item]]:
        """The results in the order of the items; a Stopped in place of one that overran its limits. The first 64 items
        are begun at once, others as results are taken.
        What the function itself raises is a fault of the program and is raised where its result is taken."""
        waiting = iter(items)
        return self._results([self._schedule(item) for item in islice(waiting, 64)], waiting)

    def _results(
        self, window: list[tuple[Item, Future[Result]]], waiting: Iterator[Item]
    ) -> Iterator[Result | Stopped[Item]]:
        while window:
            item, future = window.pop(0)
            try:
                yield future.result()
            except FutureTimeout:
                yield Stopped(item, "timeout", f"over {self._limits.seconds * _PATIENCE:g} s by the clock")
            except MemoryError:
                yield Stopped(item, "memory", f"over {self._limits.memory_mb} MB")
            except ProcessExpired as error:
                yield self._expired(item, error.exitcode)
            window.extend(self._schedule(item) for item in islice(waiting, 1))

    def _expired(self, item: Item, exit_code: int) -> Stopped[Item]:
        if exit_code == -signal.SIGPROF:
            return Stopped(item, "timeout", f"over {self._limits.seconds:g} s of processor time")
        return Stopped(item, "crash", f"the worker ended with exit code {exit_code}")

    def _schedule(self, item: Item) -> tuple[Item, Future[Result]]:
        seconds = self._limits.seconds
        future = self._pool.schedule(_timed, args=(self._function, seconds, item), timeout=seconds * _PATIENCE)
        return item, future


def _timed(function: Callable[[Item], Result], seconds: float, item: Item) -> Result:
    """The function under the kernel's clock of processor time; what remains of it is taken back at the end."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        return function(item)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def start_parent(*modules: str) -> None:
    """Starts the process that workers are born from, if it is not there yet, and does not wait for it: it imports these
    modules, once for all workers, while the caller goes on. What the first call in a program names stands."""
    multiprocessing.get_context("forkserver").set_forkserver_preload(list(modules))
    forkserver.ensure_running()


@contextmanager
def bounded_pool(
    function: Callable[[Item], Result], limits: Limits, warm_up: Callable[[], object] | None = None
) -> Iterator[BoundedPool[Item, Result]]:
    """A pool of worker processes for one importable function. Where `start_parent` was not called before, the workers'
    common parent imports the function's module. `warm_up` is called once in each worker, outside of any item's limits.
    On an error or Ctrl-C the workers stop at once."""
    start_parent(function.__module__)
    context = multiprocessing.get_context("forkserver")
    pool = ProcessPool(
        max_workers=limits.workers or os.cpu_count() or 1,
        max_tasks=limits.recycle_after,
        initializer=_begin_worker,
        initargs=(limits.memory_mb, warm_up),
        context=context,
    )
    try:
        yield BoundedPool(pool, function, limits)
    except BaseException:
        pool.stop()
        raise
    else:
        pool.close()
    finally:
        pool.join()


def _begin_worker(megabytes: int, warm_up: Callable[[], object] | None) -> None:
    signal.signal(signal.SIGPROF, signal.SIG_DFL)  # the default is to end the process, which is what it is for
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent to act on
    if warm_up is not None:
        warm_up()
    _limit_memory(megabytes)


def _limit_memory(megabytes: int) -> None:
    """Caps a worker's address space, so that a bomb raises MemoryError and does not wake the system's OOM killer."""
    with open("/proc/self/statm", encoding="ascii") as statm:
        used = int(statm.read().split()[0]) * resource.getpagesize()
    limit = used + megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
