"""Fetching many hosts at once: how close the whole comes to what politeness allows, and what it costs in memory.

    python benchmarks/fetch.py [--hosts 50] [--pages 400] [--delay 0.5] [--no-peer]

A server on loopback plays the hosts (told apart by port). `desk ingest` fetches a feed and all pages of each, in a
workspace that is thrown away afterwards; then it runs again, when nothing has changed and no page is due. Scrapy (in
.venv-bench: `make bench`) fetches the same at the same politeness in the same run. Politeness sets a floor: pages x
delay. The server itself measures what is claimed: requests by kind, the closest two requests to one host, the most
connections open at one host. docs/benchmarks.md says how the figures are meant."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
PEER = PROJECT / ".venv-bench" / "bin" / "python"
_YAML = """\
kind: feed
url: http://127.0.0.1:{port}/feed
outlet: Host {port}
delay_seconds: {delay}
max_pages: {pages}
"""


@dataclass(frozen=True)
class World:
    """The server: its hosts' ports, and the port that says what they saw."""

    ports: tuple[int, ...]
    control: int

    def ask(self, what: str) -> dict[str, Any]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.control}/{what}", timeout=30) as answer:
            found: dict[str, Any] = json.load(answer)
        return found


@dataclass(frozen=True)
class Run:
    """One run of a fetcher. Memory in MB: of its process when a share of the pages was there."""

    name: str
    seconds: float
    processor: float
    seen: dict[str, int]
    closest: float
    most_open: int
    early_mb: float
    late_mb: float
    code: int


@contextmanager
def world(hosts: int, pages: int) -> Iterator[World]:
    """Starts the server and ends it."""
    command = [
        sys.executable,
        str(PROJECT / "benchmarks" / "fetch_site.py"),
        "--hosts",
        str(hosts),
        "--pages",
        str(pages),
    ]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        ready = json.loads(server.stdout.readline())
        try:
            yield World(tuple(ready["ports"]), ready["control"])
        finally:
            server.terminate()


def measure(name: str, command: Sequence[str], environment: dict[str, str], here: World, early: int, late: int) -> Run:
    """Runs a fetcher to its end. Its memory is noted at `early` and at `late` pages."""
    here.ask("reset")
    began = time.perf_counter()
    noted = {early: 0.0, late: 0.0}
    before = os.times()
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        while process.poll() is None:
            time.sleep(0.5)
            pages = here.ask("seen")["seen"].get("page 200", 0)
            for mark in noted:
                if pages >= mark and (not noted[mark] or mark == late):
                    noted[mark] = max(noted[mark], _resident_mb(process.pid))
        assert process.stderr is not None
        if process.returncode:
            print(process.stderr.read().decode()[-2000:], file=sys.stderr)
    after = os.times()
    saw = here.ask("seen")
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return Run(
        name, time.perf_counter() - began, used, saw["seen"], saw["closest"], saw["most_open"], noted[early],
        noted[late], process.returncode,
    )  # fmt: skip


def _resident_mb(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


def desk(folder: Path, here: World, options: argparse.Namespace) -> tuple[list[str], dict[str, str]]:
    """The command and environment of `desk ingest` over all hosts."""
    sources = folder / "sources"
    sources.mkdir(exist_ok=True)
    for port in here.ports:
        text = _YAML.format(port=port, delay=options.delay, pages=options.pages)
        (sources / f"host-{port}.yml").write_text(text, encoding="utf-8")
    environment = {**os.environ, "DESK_SOURCES": str(sources), "DESK_ALLOW_LOOPBACK": "1", "PYTHONPATH": str(PROJECT)}
    return [sys.executable, "-m", "cli.main", "ingest", "--workspace", str(folder / "data")], environment


def show(run: Run, floor: float, early: int, late: int) -> None:
    """One run in lines."""
    asked = ", ".join(f"{number:,} {kind}" for kind, number in sorted(run.seen.items())) or "nothing"
    memory = f"{run.early_mb:.0f} MB at page {early:,}, {run.late_mb:.0f} MB at page {late:,}"
    share = run.seconds / floor
    print(f"{run.name}: {run.seconds:.1f} s, {share:.2f} x the floor, {run.processor:.0f} s of processor time")
    print(f"  asked: {asked}")
    print(f"  closest two requests to one host {run.closest:.3f} s; most connections at one host {run.most_open}")
    if run.late_mb:
        print(f"  memory of its process: {memory} ({run.late_mb - run.early_mb:+.0f} MB)")
    if run.code:
        print(f"  it ended with exit code {run.code}")


def main() -> int:
    """Prints the figures; 1 when a run failed or a page is missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hosts", type=int, default=50)
    parser.add_argument("--pages", type=int, default=400, help="pages of each host")
    parser.add_argument("--delay", type=float, default=0.5, help="seconds between two requests to one host")
    parser.add_argument("--no-peer", action="store_true", help="leave Scrapy out")
    options = parser.parse_args()
    total, floor = options.hosts * options.pages, options.pages * options.delay
    early, late = max(1, total // 20), total
    what = f"{options.hosts} hosts, {options.pages} pages each, {options.delay} s between two requests"
    print(f"{what}: floor {floor:.0f} s")
    runs: list[Run] = []
    with tempfile.TemporaryDirectory() as place, world(options.hosts, options.pages) as here:
        command, environment = desk(Path(place), here, options)
        runs.append(measure("desk ingest", command, environment, here, early, late))
        show(runs[-1], floor, early, late)
        if not options.no_peer and PEER.exists():
            peer = [str(PEER), str(PROJECT / "benchmarks" / "fetch_scrapy.py"), "--delay", str(options.delay)]
            peer += ["--output", str(Path(place) / "scrapy.gz"), *map(str, here.ports)]
            runs.append(measure("scrapy", peer, dict(os.environ), here, early, late))
            show(runs[-1], floor, early, late)
            print(f"desk : scrapy = {runs[0].seconds / runs[1].seconds:.2f} in time")
        elif not options.no_peer:
            print("scrapy: not measured, .venv-bench is missing (make bench)")
        again = measure("desk ingest, again", command, environment, here, early, late)
        show(again, floor, early, late)
    whole = all(run.seen.get("page 200") == total and not run.code for run in runs)
    return 0 if whole and not again.code else 1


if __name__ == "__main__":
    sys.exit(main())
