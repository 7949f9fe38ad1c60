"""The benchmark of the whole way runs, and says what it is asked to say."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.clocks import PARTS, STAGES, Seconds, clocks
from benchmarks.pages import newsroom_pages

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What a run on a handful of pages of the example newsroom prints."""
    folder = tmp_path_factory.mktemp("pages")
    newsroom_pages(folder, 6)
    command = [sys.executable, str(ROOT / "benchmarks" / "pipeline.py"), str(folder), "-n", "1", "--workers", "1"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT", "DESK"))}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_it_prints_rates_taxes_stages_and_memory(printed: str) -> None:
    assert printed.startswith("6 pages of ")
    for line in ("bare loop", "with gate and audit", "with both, as Prefect flow", "one core", "all cores"):
        assert re.search(rf"^  {line} +\d+\.\d\d +\d+\.\d", printed, re.MULTILINE), line
    for line in ("validation", "orchestration", "both"):
        assert re.search(rf"^  {line} +[+-]\d+\.\d% \(.*?\) +[+-]\d+\.\d% \(", printed, re.MULTILINE), line
    for line in ("main process", "largest worker", "Prefect's server"):
        assert re.search(rf"^  {line} +[1-9]\d+$", printed, re.MULTILINE), line
    for line in ("import of Great Expectations", "import of Prefect", "workers of a pool"):
        assert re.search(rf"^  {line} +\d+\.\d\d s$", printed, re.MULTILINE), line


@pytest.mark.slow
def test_every_stage_took_its_time(printed: str) -> None:
    shares = dict(re.findall(r"^  (\S.*?) +-?\d+\.\d\d +(-?\d+\.\d\d) +-?\d+\.\d%$", printed, re.MULTILINE))
    assert {*STAGES, *PARTS, "the rest"} == set(shares)
    for name in ("fetch, archive", "journal", "decode, extract", "gate", "load", "marts", "audit", "publish", "report"):
        assert float(shares[name]) > 0, name


def test_the_functions_the_clocks_stand_around_are_all_there() -> None:
    """The slow tests above would find a renamed function a quarter of an hour later."""
    for table in (STAGES, PARTS):
        found = clocks(table, Seconds(float))
        assert set(found) == {address for addresses in table.values() for address in addresses}
