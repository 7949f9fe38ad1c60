"""Pages by the thousand through the worker pool: memory stays flat, workers are replaced, none is lost."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.pool import Limits, Stopped, bounded_pool
from tests.support.page_cutting import LARGEST, pieces, read
from transforms.rules import load_rules

PAGES = {"": 2_000, "soak": 100_000}[os.environ.get("DESK_TEST_SCALE", "")]
RECYCLE = 500
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Seen:
    """What a worker says of itself after a page."""

    pid: int
    resident: int  # bytes


def read_path(path: Path) -> Seen:
    """Reads one page, as the reading stage does, and looks at this process's memory."""
    read(path.read_bytes())
    return Seen(os.getpid(), resident())


def resident() -> int:
    """Bytes of this process that are in memory now."""
    with open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize()


@pytest.mark.slow
def test_memory_stays_flat_over_many_pages(tmp_path: Path) -> None:
    pages = [piece for piece in pieces() if len(piece) <= LARGEST]
    paths = [tmp_path / f"{number}.html" for number in range(len(pages))]
    for path, payload in zip(paths, pages, strict=True):
        path.write_bytes(payload)
    parent: list[int] = []
    workers: dict[int, list[int]] = {}

    def offered() -> Iterator[Path]:
        yield from (paths[number % len(paths)] for number in range(PAGES))

    done = 0
    with bounded_pool(read_path, Limits(workers=2, recycle_after=RECYCLE), load_rules) as pool:
        for seen in pool.map(offered()):
            assert not isinstance(seen, Stopped), seen
            done += 1
            workers.setdefault(seen.pid, []).append(seen.resident)
            if done % 200 == 0:
                parent.append(resident())
    assert done == PAGES
    assert len(workers) >= PAGES // RECYCLE - 2
    assert max(map(len, workers.values())) <= RECYCLE
    assert max(parent[1:]) - parent[1] < 40 * MEGABYTE
    firsts = [seen[len(seen) // 2] for seen in workers.values() if len(seen) > RECYCLE // 2]
    assert max(firsts) - min(firsts) < 200 * MEGABYTE, "a later worker is larger than an earlier one"
    assert max(max(seen) for seen in workers.values()) < 700 * MEGABYTE
