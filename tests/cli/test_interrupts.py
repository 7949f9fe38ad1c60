"""Ctrl-C, as a terminal sends it (to the whole group of processes): an end within 5 s, and nothing lost."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.workspace import Workspace
from tests.support.command import ROOT, Said, command, desk, environment, source_file
from tests.support.pipeline import rows
from tests.support.site import Answer, Site
from tests.support.texts import page, published_on, story

pytestmark = pytest.mark.slow

WITHIN = 5.0  # seconds: what the command promises
PATIENCE = 120.0  # seconds for the run to get to where it is interrupted


@contextmanager
def started(arguments: list[str | Path], env: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A command as the leader of its own group of processes."""
    run = subprocess.Popen(
        command(*arguments),
        cwd=ROOT,
        env=environment(**env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield run
    finally:
        if run.poll() is None:
            os.killpg(run.pid, signal.SIGKILL)
            run.communicate()


def wait_until(ready: Callable[[], bool], run: subprocess.Popen[str]) -> None:
    """Polls until the run has come so far."""
    until = time.monotonic() + PATIENCE
    while not ready():
        assert run.poll() is None, f"ended before it was interrupted: {run.communicate()}"
        assert time.monotonic() < until, "did not come so far"
        time.sleep(0.02)


def alive(group: int) -> list[str]:
    """The processes of the group that are at work; one that has ended and waits to be reaped is not."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, _, rest = stat.read_text(encoding="utf-8").partition(" (")
            name, _, fields = rest.rpartition(") ")
        except OSError:
            continue
        state, _, process_group = fields.split()[:3]
        if int(process_group) == group and state not in "ZX":
            found.append(f"{pid} {name} {state}")
    return found


def interrupted(run: subprocess.Popen[str]) -> Said:
    """Sends Ctrl-C to the group. Fails when the run needs longer than it may, or leaves a process behind."""
    began = time.monotonic()
    os.killpg(run.pid, signal.SIGINT)
    code = run.wait(timeout=60)
    took = time.monotonic() - began
    out, err = run.communicate(timeout=60)  # until everyone who holds the pipes has gone
    assert took < WITHIN, f"{took:.1f} s: {err}"
    left_by = time.monotonic() + WITHIN
    while alive(run.pid):
        assert time.monotonic() < left_by, f"left behind: {alive(run.pid)}"
        time.sleep(0.02)
    return Said(code, out, err)


def test_ctrl_c_while_a_slow_server_is_asked_ends_and_the_next_run_goes_on(
    site: Site, orchestrated: dict[str, str], tmp_path: Path
) -> None:
    hurry = threading.Event()
    for number in range(6):
        site.publish(story(number, published_on(number)))
    for path in [path for path, _ in site.entries[2:]]:
        answer = site.answers[path]
        assert isinstance(answer, Answer)
        site.answers[path] = lambda answer=answer: (hurry.wait(PATIENCE), answer)[1]
    folder = source_file(tmp_path / "sources", site.address).parent
    env, place = orchestrated | {"DESK_SOURCES": str(folder)}, Workspace(tmp_path / "ws")
    with started(["run", "--workspace", place.root], env) as run:
        wait_until(lambda: site.entries[2][0] in site.asked, run)
        said = interrupted(run)
    hurry.set()
    assert said.code == 130
    assert "the next run goes on" in said.err
    assert said.clean()
    standing = desk("status", "--json", "--workspace", place.root).json
    assert standing["published"] is None
    assert [(run["status"], run["reason"]) for run in standing["later_runs"]] == [("interrupted", "asked to stop")]
    assert desk("run", "--workspace", place.root, env=env).code == 0
    assert rows(place, "SELECT count(*) FROM news.articles") == [(6,)]
    assert rows(place, "SELECT count(*) FROM ops.ledger WHERE status = 'held'") == [(0,)]


def test_ctrl_c_while_pages_are_read_ends_and_the_next_run_goes_on(
    orchestrated: dict[str, str], tmp_path: Path
) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(400):
        (pages / f"{number}.html").write_bytes(page(story(number, published_on(number % 20))))
    env, place = orchestrated | {"DESK_BATCH_SIZE": "10"}, Workspace(tmp_path / "ws")
    with started(["run", pages, "--workspace", place.root], env) as run:
        wait_until(lambda: any(place.staging.glob("*/batch-000001")), run)
        said = interrupted(run)
    assert said.code == 130
    assert said.clean()
    assert desk("run", pages, "--workspace", place.root, env=env).code == 0
    ((ended, loaded, held),) = rows(
        place,
        "SELECT count(DISTINCT url), count(DISTINCT article_id) FILTER (status = 'loaded'), "
        "count(*) FILTER (status = 'held') FROM ops.ledger",
    )
    assert (ended, loaded, held) == (400, 400, 0)


def test_ctrl_c_before_anything_has_begun_leaves_quietly(orchestrated: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    place = Workspace(tmp_path / "ws")
    with started(["run", tmp_path / "pages", "--workspace", place.root], orchestrated) as run:
        wait_until(lambda: any(place.raw.rglob("*.journal.jsonl")), run)
        said = interrupted(run)
    assert said.code == 130
    assert said.clean()


def test_ctrl_c_during_a_rebuild_leaves_the_warehouse_as_it_was(own_newsroom: Workspace) -> None:
    before = own_newsroom.warehouse.read_bytes()
    with started(["rebuild", "--workspace", own_newsroom.root], {}) as run:
        wait_until(lambda: own_newsroom.lock.stat().st_size > 0, run)
        said = interrupted(run)
    assert said.code == 130
    assert said.clean()
    assert own_newsroom.warehouse.read_bytes() == before
    assert desk("rebuild", "--workspace", own_newsroom.root).code == 0
    assert rows(own_newsroom, "SELECT count(*) FROM news.articles") == [(6,)]
