"""Archive and journal are enough: a rebuild gives the same tables as the runs did, row for row, without network."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path

import pytest

from core.workspace import Workspace
from tests.support.pipeline import feed_source, rebuild_once, run_once, tables
from tests.support.site import Answer, serving
from tests.support.texts import published_on, story

EVERYTHING = ("raw", "news", "mart", "ops", "ref")


def three_runs(workspace: Workspace) -> None:
    """A day in the life: new articles, an edit, a copy at another address, a lost page, a rejected page."""
    with serving() as site:
        for number in range(6):
            site.publish(story(number, published_on(number)))
        site.link("/short", Answer(body=b"<html><body><p>Three words only.</p></body></html>"), story(90))
        copy = story(0, published_on(0))
        site.link("/print/round-0", Answer(body=site.answers["/round-0"].body), copy)
        run_once(workspace, [feed_source(site.address)])
        site.publish(story(2, published_on(2), twist="The ministry corrected its figures late in the evening."))
        site.publish(story(7, published_on(9)))
        run_once(workspace, [feed_source(site.address)])
        site.answers["/round-3"] = Answer(404, b"gone")
        run_once(workspace, [feed_source(site.address)])


@pytest.fixture(scope="module")
def after_three_runs(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = Workspace(tmp_path_factory.mktemp("three-runs") / "ws")
    three_runs(workspace)
    return workspace


@pytest.fixture
def workspace(after_three_runs: Workspace, tmp_path: Path) -> Workspace:
    """A copy of its own: a workspace may be moved, all paths in it are relative."""
    shutil.copytree(after_three_runs.root, tmp_path / "ws", symlinks=True)
    return Workspace(tmp_path / "ws")


def test_a_rebuild_gives_every_table_row_for_row(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tables(workspace.snapshot, schemas=EVERYTHING)
    assert len(before["news.articles"]) == 7
    assert len(before["news.article_revisions"]) == 1
    workspace.warehouse.unlink()

    connect = socket.socket.connect

    def refuse(self: socket.socket, address: object) -> None:
        assert self.family == socket.AF_UNIX, "a rebuild asked the network"  # workers are started over a local socket
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", refuse)
    rebuild_once(workspace)
    assert tables(workspace.snapshot, schemas=EVERYTHING) == before


@pytest.mark.slow
def test_a_rebuild_of_a_rebuild_changes_nothing(workspace: Workspace) -> None:
    once = tables(workspace.snapshot, schemas=("news", "mart"))
    rebuild_once(workspace)
    rebuild_once(workspace)
    assert tables(workspace.snapshot, schemas=("news", "mart")) == once
