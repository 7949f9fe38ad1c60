"""Pages through all stages: pages a second, the share of each stage, and what Prefect and Great Expectations add.

    python benchmarks/pipeline.py [FOLDER] [-n TIMES] [--pages N] [--workers N]

FOLDER holds pages as `desk run` takes them (default: ../shared/pages/html; where that is absent, the articles of the
example newsroom). Three variants take turns, each in a workspace that is thrown away afterwards: `bare`, the stages in
plain loops, without gate and audit; `checked`, the same with them; `flow`, the same as Prefect flow. All read pages on
equal pools whose workers are up before the clock starts. docs/benchmarks.md says how the figures are meant."""

from __future__ import annotations

import argparse
import functools
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))
os.environ["PYTHONPATH"] = str(PROJECT)  # the workers' common parent has to find this folder, too

_begun = time.perf_counter()
from benchmarks.clocks import (  # noqa: E402
    PARTS,
    READ,
    STAGES,
    Process,
    ReadingClock,
    Tally,
    clocks,
    processes,
    processor_seconds,
    read_clocked,
    replaced,
    trafilatura_alone,
    warm_pool,
)
from benchmarks.pages import gather  # noqa: E402
from core.pool import Limits  # noqa: E402
from core.settings import Settings  # noqa: E402
from core.workspace import Workspace  # noqa: E402
from expectations.gate import GateResult, check_articles  # noqa: E402
from expectations.verdict import Verdict  # noqa: E402
from flows.ambient import hosting  # noqa: E402
from flows.context import Run  # noqa: E402
from flows.fetching import choose_sources, fetch_desk  # noqa: E402
from flows.prefect_env import configure, unwatched  # noqa: E402
from flows.progress import Silent  # noqa: E402
from flows.publishing import publish_desk  # noqa: E402
from flows.reading import reading_desk  # noqa: E402

IMPORTED = time.perf_counter() - _begun
GOAL = 0.15
VARIANTS = ("bare", "checked", "flow")


@dataclass
class Measured:
    """The runs of one variant: seconds by the clock, seconds of processor time of all processes, stages."""

    clock: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    tallies: list[Tally] = field(default_factory=list)


@dataclass
class Bench:
    """Everything that one call measures. `start`: the lines of start-up; `peaks`: most memory by kind of process."""

    pages: list[Path]
    folder: Path
    settings: Settings
    start: dict[str, float] = field(default_factory=dict)
    variants: dict[str, Measured] = field(default_factory=lambda: {name: Measured() for name in VARIANTS})
    alone: dict[str, list[float]] = field(default_factory=lambda: {"one core": [], "all cores": []})
    peaks: Counter[str] = field(default_factory=Counter)

    @property
    def limits(self) -> Limits:
        return Limits(self.settings.workers, self.settings.page_seconds, self.settings.page_memory_mb)

    def note_peaks(self, found: Sequence[Process]) -> None:
        for process in found:
            self.peaks[process.kind] = max(self.peaks[process.kind], round(process.peak_mb))


def stages(run: Run, folder: Path) -> None:
    """All stages in plain loops."""
    specs = choose_sources((str(folder),), run.settings.sources)
    with fetch_desk(run, specs) as fetching:
        for spec in specs:
            fetching.fetch(spec.name)
    with reading_desk(run) as reading:
        for number in range(len(reading.batches)):
            reading.work(number)
        reading.finish()
    with publish_desk(run) as publishing:
        publishing.publish()


def flow(run: Run, folder: Path) -> None:
    """The same as `desk run FOLDER` does it."""
    from flows.newsroom import newsroom

    unwatched(newsroom)(str(run.workspace.root), (str(folder),))


def unchecked() -> dict[str, Callable[..., Any]]:
    """Nobody looks at the data."""
    passed = Verdict(True, (), ())
    return {
        "flows.reading.article_facts": lambda reading: None,
        "flows.reading.check_articles": lambda facts: GateResult({}, 0, ()),
        "flows.reading.gate_verdict": lambda batches, run_id, at: passed,
        "flows.publishing.audit": lambda con, run_id, at: passed,
    }


def run_variant(bench: Bench, name: str) -> None:
    """One run of a variant in a workspace of its own; the clock starts when the workers are up."""
    tally, measured = Tally(), bench.variants[name]
    with (
        tempfile.TemporaryDirectory(prefix="desk-bench-") as root,
        clock_start(bench, "workers of a pool") as up,
        warm_pool(read_clocked, bench.limits) as pool,
        replaced(unchecked() if name == "bare" else {}),
        replaced(clocks(STAGES, tally.stages)),
        replaced({"flows.reading.reading_pool": lambda run: shared(ReadingClock(pool, tally))}),
    ):
        up()
        run = Run(Workspace(Path(root)), "run", configuration=bench.settings, observer=Silent())
        processor, clock = processor_seconds(), time.perf_counter()
        with hosting(run):
            (flow if name == "flow" else stages)(run, bench.folder)
        measured.clock.append(time.perf_counter() - clock)
        measured.processor.append(processor_seconds() - processor)
        measured.tallies.append(tally)
        bench.note_peaks(processes())


@contextmanager
def shared(pool: ReadingClock) -> Iterator[ReadingClock]:
    """The pool that is up already, where the stages would start one."""
    yield pool


@contextmanager
def clock_start(bench: Bench, name: str) -> Iterator[Callable[[], None]]:
    """Gives what to call when it has started. The first time counts: it is the one that imports."""
    begun = time.perf_counter()
    yield lambda: bench.start.update({name: bench.start.get(name, time.perf_counter() - begun)})


def run_alone(bench: Bench, name: str) -> None:
    """trafilatura over all pages."""
    limits = Limits(1 if name == "one core" else bench.settings.workers, 60, bench.settings.page_memory_mb)
    with warm_pool(trafilatura_alone, limits) as pool:
        clock = time.perf_counter()
        for _ in pool.map(bench.pages):
            pass
        bench.alone[name].append(time.perf_counter() - clock)


def start_up(bench: Bench, home: Path) -> None:
    """What happens once: imports, and Prefect's server on a fresh home."""
    bench.start["import of the stages"] = IMPORTED
    with clock_start(bench, "import of Great Expectations") as up:
        check_articles([])
        up()
    configure(Workspace(home))
    with clock_start(bench, "import of Prefect") as up:
        from prefect import flow as prefect_flow

        import flows.newsroom  # noqa: F401

        up()
    with clock_start(bench, "Prefect's server, fresh home, and an empty flow") as up:
        prefect_flow(name="empty")(lambda: None)()
        up()


def measure(bench: Bench, times: int) -> None:
    """All variants, taking turns and each time in another order: what else the machine does hits none of them alone."""
    kinds: list[Callable[[], None]] = [functools.partial(run_variant, bench, name) for name in VARIANTS]
    for time_ in range(times):
        for step in kinds[time_ % len(kinds) :] + kinds[: time_ % len(kinds)]:
            step()
        for name in bench.alone:
            run_alone(bench, name)


def report(bench: Bench, origin: str) -> Iterator[str]:
    """The figures, line by line."""
    times = len(bench.variants["bare"].clock)
    yield f"{len(bench.pages)} pages of {origin}, {times} time(s) each, medians"
    yield _machine(bench)
    yield "\nstart-up and imports, once, in no figure below"
    for name, seconds in bench.start.items():
        yield f"  {name:<50}{seconds:8.2f} s"
    yield "\nall stages                     seconds   pages/s   processor seconds"
    words = {"bare": "bare loop", "checked": "with gate and audit", "flow": "with both, as Prefect flow"}
    for name, measured in bench.variants.items():
        rate = len(bench.pages) / median(measured.clock)
        yield f"  {words[name]:<28}{median(measured.clock):8.2f}{rate:10.1f}{median(measured.processor):20.2f}"
    yield from _taxes(bench)
    yield from _shares(bench)
    yield "\ntrafilatura's extraction alone (default settings, text only)"
    for name, runs in bench.alone.items():
        yield f"  {name:<28}{median(runs):8.2f}{len(bench.pages) / median(runs):10.1f}"
    yield "\npeak memory, MB resident"
    kinds = {"main": "main process", "worker": "largest worker", "prefect": "Prefect's server"}
    for kind, words_ in kinds.items():
        if bench.peaks[kind]:
            yield f"  {words_:<28}{bench.peaks[kind]:8d}"


def _taxes(bench: Bench) -> Iterator[str]:
    """Ratios of runs of the same turn: their median, and from the lowest to the highest."""
    yield "\ntax over the bare loop         by the clock               in processor time"
    lines = {"validation": ("checked", "bare"), "orchestration": ("flow", "checked"), "both": ("flow", "bare")}
    for word, (dear, cheap) in lines.items():
        a, b, base = bench.variants[dear], bench.variants[cheap], bench.variants["bare"]
        clock = _ratio(a.clock, b.clock, base.clock)
        processor = _ratio(a.processor, b.processor, base.processor)
        goal = f"   goal: at most {GOAL:.0%}" if word == "both" else ""
        yield f"  {word:<28}{clock:>27}{processor:>27}{goal}"


def _ratio(dear: list[float], cheap: list[float], base: list[float]) -> str:
    found = sorted((x - y) / z for x, y, z in zip(dear, cheap, base, strict=True))
    return f"{median(found):+.1%} ({found[0]:+.0%} to {found[-1]:+.0%})"


def _shares(bench: Bench) -> Iterator[str]:
    """Medians by stage, and each stage's share of the whole as Prefect flow."""
    yield "\nstages, seconds                  plain      flow   share"
    plain, flow_ = (_by_stage(bench.variants[name]) for name in ("checked", "flow"))
    whole = sum(flow_.values())
    for name, value in flow_.items():
        yield f"  {name:<28}{plain[name]:8.2f}  {value:8.2f}{value / whole:8.1%}"


def _by_stage(measured: Measured) -> dict[str, float]:
    """Median seconds by the clock. What the stage `read` waited for the workers is divided as the workers spent it."""
    reading = median(tally.stages[READ] for tally in measured.tallies)
    parts = {name: median(tally.parts[name] for tally in measured.tallies) for name in PARTS}
    spent = sum(parts.values()) or 1.0
    seconds = {name: median(tally.stages[name] for tally in measured.tallies) for name in STAGES}
    lines = {"fetch, archive": seconds.pop("fetch, archive"), "journal": seconds.pop("journal")}
    lines |= {name: reading * part / spent for name, part in parts.items()} | seconds
    rest = [c - sum(t.stages.values()) for c, t in zip(measured.clock, measured.tallies, strict=True)]
    return lines | {"the rest": median(rest)}


def _machine(bench: Bench) -> str:
    cores = len(os.sched_getaffinity(0))
    workers = bench.settings.workers or os.cpu_count()
    commit = subprocess.run(
        ["git", "-C", str(PROJECT), "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    where = f"{cores} cores ({platform.machine()}), {workers} workers, Python {platform.python_version()}"
    return f"{date.today().isoformat()}, commit {commit or 'unknown'}, {where}"


def main() -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, help="a folder of pages")
    parser.add_argument("-n", type=int, default=3, metavar="TIMES", help="repetitions (3)")
    parser.add_argument("--pages", type=int, default=0, metavar="N", help="only so many pages, evenly chosen")
    parser.add_argument("--workers", type=int, default=0, metavar="N", help="worker processes (one per core)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="desk-bench-") as scratch:
        into = Path(scratch) / "pages"
        into.mkdir()
        pages, origin = gather(asked.folder, into, asked.pages)
        bench = Bench(pages, pages[0].parent, Settings(workers=asked.workers))
        start_up(bench, Path(scratch) / "home")
        measure(bench, max(1, asked.n))
        for line in report(bench, origin):
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
