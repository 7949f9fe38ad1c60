"""The bounded process pool: work on many items on all cores, each item under a limit of time and of memory that really
stops it. A worker that overruns is killed and replaced; its siblings go on, and no item is lost."""

from __future__ import annotations

import multiprocessing
import os
import resource
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Generic, Literal, TypeVar

from pebble import ProcessExpired, ProcessPool

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Limits:
    """What one item may use. `seconds` of wall time; `memory_mb` of address space on top of what a fresh worker has."""

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
        """The results in the order of the items; a Stopped in place of one that overran its limits.
        What the function itself raises is a fault of the program and is raised here."""
        waiting = iter(items)
        window = [self._schedule(item) for item in islice(waiting, 64)]
        while window:
            item, future = window.pop(0)
            try:
                yield future.result()
            except FutureTimeout:
                yield Stopped(item, "timeout", f"over {self._limits.seconds:g} s")
            except MemoryError:
                yield Stopped(item, "memory", f"over {self._limits.memory_mb} MB")
            except ProcessExpired as error:
                yield Stopped(item, "crash", f"the worker ended with exit code {error.exitcode}")
            window.extend(self._schedule(item) for item in islice(waiting, 1))

    def _schedule(self, item: Item) -> tuple[Item, Future[Result]]:
        return item, self._pool.schedule(self._function, args=(item,), timeout=self._limits.seconds)


@contextmanager
def bounded_pool(
    function: Callable[[Item], Result], limits: Limits, preload: tuple[str, ...] = ()
) -> Iterator[BoundedPool[Item, Result]]:
    """A pool of worker processes for one importable function. `preload` names modules that the workers' common parent
    imports once, so that a replaced worker starts in milliseconds. On an error or Ctrl-C the workers stop at once."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([function.__module__, *preload])
    pool = ProcessPool(
        max_workers=limits.workers or os.cpu_count() or 1,
        max_tasks=limits.recycle_after,
        initializer=_limit_memory,
        initargs=(limits.memory_mb,),
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


def _limit_memory(megabytes: int) -> None:
    """Caps a worker's address space, so that a bomb raises MemoryError and does not wake the system's OOM killer."""
    with open("/proc/self/statm", encoding="ascii") as statm:
        used = int(statm.read().split()[0]) * resource.getpagesize()
    limit = used + megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
