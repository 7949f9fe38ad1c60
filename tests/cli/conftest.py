"""A small newsroom that ran twice, shared by all tests that only read it, and what the others need."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.workspace import Workspace
from tests.support.pipeline import feed_source, run_once
from tests.support.site import Answer, Site, serving
from tests.support.texts import published_on, story


@pytest.fixture(scope="session")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Six articles, a page that is too short and one that is gone; the second run had an edit. Not to be changed."""
    place = Workspace(tmp_path_factory.mktemp("newsroom") / "ws")
    with serving() as site:
        for number in range(6):
            site.publish(story(number, published_on(number)))
        site.link("/short", Answer(body=b"<html><body><p>Three words only.</p></body></html>"), story(90))
        site.link("/gone", Answer(404, b"no such page"), story(91))
        run_once(place, [feed_source(site.address)])
        site.publish(story(2, published_on(2), twist="The ministry corrected its figures late in the evening."))
        run_once(place, [feed_source(site.address)])
    return place


@pytest.fixture
def own_newsroom(newsroom: Workspace, tmp_path: Path) -> Workspace:
    """A copy of the newsroom that may be changed."""
    shutil.copytree(newsroom.root, tmp_path / "ws", symlinks=True)
    return Workspace(tmp_path / "ws")


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


@pytest.fixture(scope="session")
def orchestrated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment for verbs that orchestrate: one Prefect home for all, loopback allowed, two workers."""
    return {
        "PREFECT_HOME": str(tmp_path_factory.mktemp("prefect")),
        "DESK_ALLOW_LOOPBACK": "1",
        "DESK_WORKERS": "2",
        "DESK_CONTACT": "tests@example.org",
    }
