"""A run that is killed leaves nothing to repair: the next one ends with the tables of a run that was never killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from core.workspace import Workspace
from tests.support.pipeline import OF_A_RUN, rebuild_once, rows, tables
from tests.support.site import Answer, Site, serving
from tests.support.texts import published_on, story

ROOT = Path(__file__).resolve().parents[1]
# What the first run had met already is met again by the second, as `unchanged` or failing once more: the sums of
# documents by day tell of the kill, and nothing else does.
LEAVE_OUT = OF_A_RUN | {"discovered", "failed"}

POINTS = {
    "archived but not journaled": "sources.archive.writer:WarcFile.sync:4:after",
    "in the middle of the journal": "core.files:JsonLines.append:6:after",
    "before a batch is loaded": "warehouse.load:load_batch:2:before",
    "between two batches": "warehouse.load:load_batch:2:after",
    "with stories written and marts not": "warehouse.stories:apply_stories:1:after",
    "in the middle of the marts": "warehouse.marts:replace_days:2:after",
    "before the snapshot is replaced": "warehouse.publish:_swap_parquet:1:before",
    "with parquet replaced and the database not": "warehouse.publish:_swap_parquet:1:after",
}


@pytest.fixture
def site() -> Site:
    with serving() as running:
        for number in range(9):
            running.publish(story(number, published_on(number % 4)))
        running.link("/gone", Answer(404, b"no such page"), story(90))
        running.link("/short", Answer(body=b"<html><body><p>Three words only.</p></body></html>"), story(91))
        yield running


def run(workspace: Path, site: Site, minute: int, *points: str) -> int:
    command = [sys.executable, "-m", "tests.support.killed", str(workspace), site.address, str(minute), *points]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode


@pytest.mark.slow
def test_a_killed_run_is_made_up_for_by_the_next(tmp_path: Path, site: Site) -> None:
    """All points against one uninterrupted run."""
    whole = tmp_path / "whole"
    assert run(whole, site, 0) == 0
    want = tables(whole / "desk.duckdb", schemas=("news", "mart"), leave_out=LEAVE_OUT)
    assert len(want["news.articles"]) == 9
    for number, (name, point) in enumerate(POINTS.items()):
        workspace = tmp_path / f"killed-{number}"
        assert run(workspace, site, 1, point) == -signal.SIGKILL, name
        assert run(workspace, site, 2) == 0, name
        got = tables(workspace / "desk.duckdb", schemas=("news", "mart"), leave_out=LEAVE_OUT)
        assert got == want, name
        assert_books_agree(Workspace(workspace), name)
        rebuild_once(Workspace(workspace))
        assert tables(workspace / "desk.duckdb", schemas=("news", "mart"), leave_out=LEAVE_OUT) == want, name


def assert_books_agree(workspace: Workspace, name: str) -> None:
    """One final status per document and run, none left over, and no file of the killed run left about."""
    assert rows(workspace, "SELECT count(*) FROM ops.ledger WHERE status = 'held'") == [(0,)], name
    killed, following = rows(workspace, "SELECT status, discovered FROM ops.runs ORDER BY run_id")
    assert following[0] == "done", name
    assert killed[0] in ("interrupted", "done"), name
    left = [path.name for path in workspace.root.iterdir() if path.name.startswith((".", "rebuilding"))]
    assert [path for path in left if path not in (".prefect",) and "parquet" not in path] == [], name
