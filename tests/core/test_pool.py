"""The bounded pool: one bad item is stopped, and nothing else notices."""

from __future__ import annotations

import os
import signal
import time

import pytest

from core.pool import Limits, Stopped, bounded_pool


def work(item: object) -> object:
    if item == "spin":
        while True:
            pass
    if item == "hog":
        return len(bytearray(4 * 1024**3))
    if item == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if item == "fault":
        raise ValueError("the program's own")
    return (item, item)


def test_an_item_that_overruns_is_stopped_and_the_others_keep_their_order() -> None:
    items = [1, "spin", 2, "hog", 3, "die", 4]
    with bounded_pool(work, Limits(workers=2, seconds=0.3, memory_mb=256)) as pool:
        results = list(pool.map(items))
    whys = [r.why if isinstance(r, Stopped) else r for r in results]
    assert whys == [(1, 1), "timeout", (2, 2), "memory", (3, 3), "crash", (4, 4)]
    assert [r.item for r in results if isinstance(r, Stopped)] == ["spin", "hog", "die"]


def test_what_the_function_raises_is_a_fault_and_is_raised() -> None:
    with pytest.raises(ValueError, match="the program's own"), bounded_pool(work, Limits(workers=1)) as pool:
        list(pool.map(["fault"]))


def sleeper(item: float) -> float:
    time.sleep(item)
    return item


def test_waiting_for_the_processor_is_not_counted() -> None:
    """Sleeping stands for a busy machine: the clock goes on, the processor is not used."""
    with bounded_pool(sleeper, Limits(workers=1, seconds=0.05)) as pool:
        assert list(pool.map([0.3])) == [0.3]
