"""Fetching that is killed with SIGKILL, at any write, wait for the disk, rename or request, or at a random moment: the
next run makes up for it, loses nothing, and asks again for nothing but what was under way."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from contracts.journal import Entry, Fate, Fetched, from_json
from core.workspace import Workspace
from sources.archive.reader import read_payload
from warehouse.connection import connect_writer
from warehouse.journal import load_journals
from warehouse.state import fetch_states

ROOT = Path(__file__).resolve().parents[2]
POINTS, MOMENTS = {"": (20, 6), "soak": (400, 200)}[os.environ.get("DESK_TEST_SCALE", "")]
OF_THE_SOURCE = ("/robots.txt", "/feed", "/sitemap.xml", "/.well-known/tdmrep.json")
FIRST, LATER, NEXT, LAST = (f"2026-03-04T{time}:00Z" for time in ("12:00", "14:00", "14:01", "14:02"))


@dataclass
class Fork:
    """The process that forks the runs."""

    process: subprocess.Popen[str]

    def run(self, **case: Any) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(case) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        assert answer["signal"] == signal.SIGKILL or answer["exit"] == 0, answer
        return answer


@pytest.fixture(scope="module")
def fork() -> Iterator[Fork]:
    command = [sys.executable, "-m", "tests.support.killed_fetch"]
    with subprocess.Popen(
        command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True,
    ) as process:  # fmt: skip
        yield Fork(process)
        assert process.stdin is not None
        process.stdin.close()


@dataclass
class World:
    """Two sites and the sources that read them. `due` are the pages that a run at LATER has to ask for."""

    sites: list[Any]
    sources: list[dict[str, Any]]
    due: list[set[str]] = field(default_factory=list)

    def run(self, fork: Fork, workspace: Path, now: str, **kill: Any) -> tuple[dict[str, Any], list[Counter[str]]]:
        """One run, and what each site was asked for in it, without what is asked for in each run."""
        before = [len(site.asked) for site in self.sites]
        answer = fork.run(workspace=str(workspace), sources=self.sources, now=now, **kill)
        asked = [
            Counter(path for path in site.paths()[start:] if path not in OF_THE_SOURCE)
            for site, start in zip(self.sites, before, strict=True)
        ]
        return answer, asked


@pytest.fixture
def world(make_site) -> World:
    """Before LATER each site changes: old pages that are not modified, the same, edited, gone; new ones of all sorts."""
    one, two = make_site(), make_site()
    for site in (one, two):
        site.put("/robots.txt", "User-agent: *\nDisallow: /private")
        site.put("/etag", "old", ETag='"1"')
        site.put("/same", "old")
        site.put("/edited", "old")
        site.put("/going", "old")
    one.feed("/etag", "/same", "/edited", "/going", ETag='"f1"')
    two.sitemap(*((f"/{name}", None) for name in ("etag", "same", "edited", "going")), ETag='"f1"')
    common = {"outlet": "O", "delay_seconds": 0, "max_wait_seconds": 1}
    feed = {"name": "one", "kind": "feed", "url": f"{one.url}/feed", **common}
    sitemap = {"name": "two", "kind": "sitemap", "url": f"{two.url}/sitemap.xml", **common}
    return World([one, two], [feed, sitemap])


def change(world: World) -> None:
    """What happens to the sites between FIRST and LATER."""
    one, two = world.sites
    listed = [f"/new-{number}" for number in range(5)]
    for site in world.sites:
        for path in listed:
            site.put(path, f"page {path} of {site.url}")
        site.put("/edited", "new")
        site.put("/going", site.reply(410))
        site.put("/missing", site.reply(404))
        site.put("/noindex", "page", X_Robots_Tag="noindex")
        site.put("/moved", site.reply(301, Location="/new-0"))
    listed += ["/missing", "/noindex", "/moved", "/private"]
    one.feed(*listed, "mailto:x@example.org", "/edited", ETag='"f2"')
    two.sitemap(*((path, None) for path in (*listed, "/edited")), ETag='"f2"')
    asked = {*listed, "/etag", "/same", "/edited", "/going"} - {"/private"}
    world.due = [asked, asked]


@pytest.mark.slow
def test_a_killed_run_is_made_up_for_and_nothing_is_fetched_twice_but_what_was_under_way(fork, world, tmp_path):
    seed = tmp_path / "seed"
    world.run(fork, seed, FIRST)
    change(world)
    whole = copied(seed, tmp_path / "whole")
    answer, asked = world.run(fork, whole, LATER)
    assert [set(paths) for paths in asked] == world.due
    want = states(whole)
    for number, kill in enumerate(kills(answer["events"])):
        workspace = copied(seed, tmp_path / f"killed-{number}")
        _, cut = world.run(fork, workspace, LATER, **kill)
        _, made_up = world.run(fork, workspace, NEXT)
        for due, first, second in zip(world.due, cut, made_up, strict=True):
            both = first + second
            assert set(both) == due, kill
            # A redirect is two requests for one page; it may have been between them.
            again = {path: times - 1 - (path == "/new-0") for path, times in both.items()}
            assert sum(again.values()) <= 1 + ("/moved" in again and again["/moved"]), (kill, both)
        assert set(states(workspace)) ^ set(want) == set(), kill
        assert_books_agree(workspace, kill)
        _, nothing = world.run(fork, workspace, LAST)
        assert not any(nothing), kill


def kills(events: int) -> Iterator[dict[str, Any]]:
    """Boundaries spread over the whole run, each before, after and halfway in turn; then moments."""
    dice = random.Random(4)
    chosen = sorted(dice.sample([(n, mode) for n in range(1, events + 1) for mode in MODES], min(POINTS, events * 3)))
    yield from ({"event": event, "mode": mode} for event, mode in chosen)
    yield from ({"after": dice.uniform(0.0, 0.4)} for _ in range(MOMENTS))


MODES = ("before", "after", "halfway")


def copied(seed: Path, workspace: Path) -> Path:
    subprocess.run(["cp", "-a", str(seed), str(workspace)], check=True)
    return workspace


def states(workspace: Path) -> list[tuple[Any, ...]]:
    """What the warehouse knows of each page and poll after all journals, without when. A poll of a run that was killed
    at its very end is answered 304 in the next."""
    with closing(connect_writer(Workspace(workspace))) as con:
        load_journals(con, workspace / "raw")
        return [
            (name, url, state.status if state.kind == "page" else "poll", state.sha256, state.etag)
            for name in ("one", "two")
            for url, state in fetch_states(con, name).items()
        ]


def assert_books_agree(workspace: Path, kill: object) -> None:
    """Each body that a journal speaks of is in the archive, each file reads to its end, and no page body lies there
    that no journal speaks of, but one a source at most: the one under way."""
    raw = workspace / "raw"
    entries: list[Entry] = []
    for path in sorted(raw.rglob("*.journal.jsonl")):
        lines = path.read_bytes().splitlines(keepends=True)
        assert all(line.endswith(b"\n") for line in lines), (kill, path)
        entries += [from_json(json.loads(line)) for line in lines]
    ends = [entry for entry in entries if isinstance(entry, Fetched | Fate)]
    assert len({entry.document_id for entry in ends}) == len(ends), kill
    spoken = {(entry.warc_path, entry.warc_offset) for entry in ends if isinstance(entry, Fetched)}
    for entry in ends:
        if isinstance(entry, Fetched):
            read_payload(raw, entry.warc_path, entry.warc_offset, entry.warc_length, entry.sha256)
    orphans: Counter[str] = Counter()
    for path in sorted(raw.rglob("*.warc.gz")):
        with path.open("rb") as handle:
            records = ArchiveIterator(handle, check_digests="raise")
            for record in records:
                record.content_stream().read()
                uri = record.rec_headers.get_header("WARC-Target-URI") or ""
                place = (path.relative_to(raw).as_posix(), records.get_record_offset())
                if record.rec_type == "response" and not uri.endswith(OF_THE_SOURCE) and place not in spoken:
                    orphans[path.name.partition("-")[0]] += 1
    assert all(number <= 1 for number in orphans.values()), (kill, orphans)
