"""The fetch stage: what the sources of one run share, and what one run leaves for the next."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.workspace import Workspace
from flows.ambient import hosting
from flows.context import Run
from flows.fetching import FetchDesk, fetch_desk, summary
from flows.progress import Silent
from sources.spec import SourceSpec
from tests.support.pipeline import configuration, feed_source
from tests.support.site import Answer, Site, serving
from tests.support.texts import published_on, story
from warehouse.connection import connect_reader, connect_writer
from warehouse.journal import load_journals

NOON = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
NEWS = {"revisits": ["1h", "1d", "7d"]}


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        for number in range(3):
            running.publish(story(number, published_on(number)))
        yield running


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "ws")


class Fetching:
    """A run of the stage at a moment."""

    def __init__(self, workspace: Workspace, specs: list[SourceSpec], at: datetime = NOON) -> None:
        self.run = Run(workspace, "ingest", configuration=configuration(), clock=lambda: at, observer=Silent())
        self.specs = specs

    def __enter__(self) -> FetchDesk:
        self._hosting = hosting(self.run)
        self._hosting.__enter__()
        self._desk = fetch_desk(self.run, self.specs)
        return self._desk.__enter__()

    def __exit__(self, *error: Any) -> None:
        self._desk.__exit__(*error)
        self._hosting.__exit__(*error)


def fetched(site: Site) -> Counter[str]:
    """How often each page was asked for so far."""
    return Counter(path for path in site.asked if path not in ("/feed", "/robots.txt", "/.well-known/tdmrep.json"))


def test_sources_of_record_are_asked_first(workspace: Workspace, site: Site) -> None:
    tiers = {"c": 3, "a": 2, "r": 1, "b": 2, "q": 1}
    specs = [feed_source(site.address, name, tier=tier) for name, tier in tiers.items()]
    with Fetching(workspace, specs) as desk:
        assert list(desk.specs) == ["r", "q", "a", "b", "c"]


def test_what_a_run_has_fetched_is_known_to_the_next(workspace: Workspace, site: Site) -> None:
    spec = feed_source(site.address, **NEWS)
    with Fetching(workspace, [spec]) as desk:
        assert desk.fetch("courier").counts == {"held": 3}
    with Fetching(workspace, [spec], NOON + timedelta(minutes=30)) as desk:
        assert desk.fetch("courier").counts == {"skipped": 3}
    site.entries.clear()
    with Fetching(workspace, [spec], NOON + timedelta(hours=1)) as desk:
        report = desk.fetch("courier")
    assert report.counts == {"unchanged": 3}
    assert summary([report]) == "3 unchanged"
    assert set(fetched(site).values()) == {2}


def test_a_second_try_in_the_same_run_does_not_fetch_again(workspace: Workspace, site: Site) -> None:
    with Fetching(workspace, [feed_source(site.address, **NEWS)]) as desk:
        desk.fetch("courier")
        desk.fetch("courier")
    assert set(fetched(site).values()) == {1}


def test_robots_txt_and_reserved_rights_are_asked_for_once_a_day(workspace: Workspace, site: Site) -> None:
    for hours, times in ((0, 1), (2, 1), (25, 2)):
        with Fetching(workspace, [feed_source(site.address)], NOON + timedelta(hours=hours)) as desk:
            desk.fetch("courier")
        assert site.asked.count("/robots.txt") == times
        assert site.asked.count("/.well-known/tdmrep.json") == times


def test_the_database_can_be_read_by_others_while_sources_are_fetched(workspace: Workspace, site: Site) -> None:
    seen: list[int] = []

    def look() -> Answer:
        with closing(connect_reader(workspace.warehouse)) as con:
            seen.append(len(con.execute("FROM ops.runs").fetchall()))
        return Answer(404)

    site.link("/looked", look, story(9))
    with Fetching(workspace, [feed_source(site.address)]) as desk:
        desk.fetch("courier")
    assert seen == [1]


def test_a_source_that_edits_often_is_looked_at_sooner(workspace: Workspace, site: Site) -> None:
    spec = feed_source(site.address, **NEWS)
    with Fetching(workspace, [spec]) as desk:
        desk.fetch("courier")
    with Fetching(workspace, [spec], NOON + timedelta(minutes=16)) as desk:
        assert desk.fetch("courier").counts == {"skipped": 3}
    with closing(connect_writer(workspace)) as con:
        load_journals(con, workspace.raw)
        con.execute(
            """INSERT INTO ops.ledger BY NAME
               SELECT 'earlier' AS run_id, number::VARCHAR AS document_id, 'courier' AS source_id, 'a page' AS url,
                      'updated' AS status, 'new_revision' AS reason, recorded_at
               FROM range(20) AS numbers(number), (SELECT max(recorded_at) AS recorded_at FROM ops.ledger)"""
        )
    with Fetching(workspace, [spec], NOON + timedelta(minutes=17)) as desk:
        assert desk.fetch("courier").counts == {"unchanged": 3}


def test_a_torn_tail_of_a_killed_run_is_cut_off_before_fetching_begins(workspace: Workspace, site: Site) -> None:
    with Fetching(workspace, [feed_source(site.address)]) as desk:
        desk.fetch("courier")
    (journal,) = workspace.raw.rglob("*.journal.jsonl")
    (archive,) = workspace.raw.rglob("*.warc.gz")
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(lines[:-1]) + b'{"type": "fate", "run_id"')  # its end is gone, and half a line stands
    whole = archive.stat().st_size
    with archive.open("ab") as handle:
        handle.write(b"\x1f\x8b\x08" + os.urandom(20))
    with Fetching(workspace, [feed_source(site.address)], NOON + timedelta(hours=1)) as desk:
        desk.fetch("courier")
    assert archive.stat().st_size == whole
    assert journal.read_bytes() == b"".join(lines[:-1])
