"""Bad servers: whatever one does, its pages end in a stated reason, within bounds of requests, bytes and memory, and
another source that is read at the same time is none the worse for it."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from contracts.journal import Fate, Fetched, SourceFailed
from tests.support.bad_behaviours import ROWS, Row
from tests.support.bad_world import GOOD, World, source, world

_MOST_SENT = 3_000_000  # bytes; the limit on bodies is 200,000, and some lies unread in buffers


@dataclass
class Memory:
    """Peaks in MB: of what Python allocated, and of how much the process grew, C libraries and all."""

    allocated: float = 0.0
    grown: float = 0.0


@contextmanager
def memory_of() -> Iterator[Memory]:
    """What is needed within."""
    found, before = Memory(), _process("VmRSS")
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak is that since now
    tracemalloc.start()
    try:
        yield found
        found.allocated = tracemalloc.get_traced_memory()[1] / 1e6
        found.grown = _process("VmHWM") - before
    finally:
        tracemalloc.stop()


def _process(what: str) -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(what)) / 1000


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_a_bad_server_ends_in_a_stated_reason_and_harms_nobody(row: Row, tmp_path: Path) -> None:
    with world(tmp_path, row.routes, row.certificate, **row.limits) as here:
        address = (here.secure if row.secure else here.here) + "/feed"
        more = {key: value.format(port=here.bad.port) if key == "url" else value for key, value in row.source.items()}
        with memory_of() as memory:
            report, other = here.run(
                source("bad", address, **more), source("good", f"http://{GOOD}:{here.good.port}/feed")
            )
        check_outcome(row, here, str(report.failure or ""), report.detail or "")
        check_ledger(here, "bad", dict(report.counts))
        check_good(here, other.failure, dict(other.counts))
        asked = here.bad.requests + here.tls.requests
        assert len(asked) <= row.requests, asked
        assert here.bad.sent + here.tls.sent <= _MOST_SENT + row.limits.get("max_body_bytes", 0)
        assert memory.allocated <= row.memory, memory
        assert memory.grown <= 60 + 2 * row.memory, memory  # what tracemalloc keeps of it is in this
        assert "geheim" not in repr(here.entries)
        assert not any(b"geheim" in head for head in here.bad.heads)


def check_outcome(row: Row, here: World, failure: str, detail: str) -> None:
    """Each candidate ended as the row says, and was read as it says; or the source failed for that reason."""
    expected = {**row.others, **({"bad": row.fate} if row.fate else {})}
    assert (failure, here.fates("bad")) == (row.failure, expected), (detail, here.entries)
    assert row.detail in detail
    failures = [entry for entry in here.entries if isinstance(entry, SourceFailed)]
    assert [entry.reason for entry in failures] == ([row.failure] if row.failure else [])
    read = here.read("bad")
    if row.reads:
        assert read["bad"] == row.reads
    if expected.get("good") == "fetched":
        assert read["good"] == "article"


def check_ledger(here: World, name: str, counts: dict[str, int]) -> None:
    """What was discovered is the sum of what became of it, and each failure says why."""
    entries = [entry for entry in here.entries if isinstance(entry, Fetched | Fate) and entry.source_id == name]
    assert sum(counts.values()) == len(entries)
    assert [entry.sequence for entry in sorted(entries, key=lambda entry: entry.sequence)] == list(range(len(entries)))


def check_good(here: World, failure: object, counts: dict[str, int]) -> None:
    """The other source had its two articles, with five requests."""
    assert failure is None
    assert here.fates("good") == {"one": "fetched", "two": "fetched"}
    assert here.read("good") == {"one": "article", "two": "article"}
    check_ledger(here, "good", counts)
    assert here.good.requests == ["/robots.txt", "/feed", "/.well-known/tdmrep.json", "/one", "/two"]
