"""Verbs that orchestrate, through the real flows: what they end with, and what they leave behind."""

from __future__ import annotations

import gzip
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from core.workspace import Workspace
from tests.support.command import desk, source_file
from tests.support.pipeline import OF_A_RUN, rows, tables
from tests.support.site import Answer, Site
from tests.support.texts import page, published_on, story
from warehouse.connection import connect_writer

pytestmark = pytest.mark.slow


def fill(folder: Path, numbers: range) -> Path:
    """A folder of good pages."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        (folder / f"good-{number:03d}.html").write_bytes(page(story(number, published_on(number % 20))))
    return folder


def test_a_source_that_is_down_is_reported_and_strict_makes_it_a_failure(
    site: Site, orchestrated: dict[str, str], tmp_path: Path
) -> None:
    for number in range(2):
        site.publish(story(number, published_on(number)))
    folder = source_file(tmp_path / "sources", site.address).parent
    source_file(folder, "http://127.0.0.1:1", name="down")
    env = orchestrated | {"DESK_SOURCES": str(folder)}
    said = desk("run", "--json", "--workspace", tmp_path / "ws", env=env)
    assert said.code == 0, said.err
    assert said.clean()
    assert [(fate["status"], fate["documents"]) for fate in said.json["fates"]] == [("loaded", 2)]
    assert [failed["source_id"] for failed in said.json["failed_sources"]] == ["down"]
    assert "source down failed" in said.err
    strict = desk("ingest", "--strict", "--workspace", tmp_path / "ws", env=env)
    assert strict.code == 1
    assert "unchanged" in strict.out
    assert "source down failed" in strict.err
    assert strict.clean()


def test_junk_ends_each_with_its_reason_and_the_run_goes_on(orchestrated: dict[str, str], tmp_path: Path) -> None:
    folder = fill(tmp_path / "pages", range(2))
    junk = {
        "empty.html": b"",
        "binary.html": bytes(range(256)) * 300,
        "large.html": b"<html><body>" + b"junk " * (4 << 20),
        "charset.html": b'<meta charset="x-martian-7"><article><h1>Talks</h1><p>' + bytes(range(128, 256)) * 60,
        "nested.html": b"<div>" * 100_000 + b"x" + b"</div>" * 100_000,
        "tables.html": b"<table><tr><td>" * 100_000,
        "zeros.txt": bytes(5000),
        "broken.html.gz": b"\x1f\x8b\x08 broken",
        "bomb.html.gz": gzip.compress(b"a" * (20 << 20)),
    }
    for name, body in junk.items():
        (folder / name).write_bytes(body)
    said = desk("run", folder, "--workspace", tmp_path / "ws", env=orchestrated)
    assert said.code == 0, said.err
    assert said.clean()
    ends = rows(Workspace(tmp_path / "ws"), "SELECT url[8:], status, reason FROM ops.ledger")
    assert len(ends) == len(junk) + 2
    found = {name: (status, reason) for name, status, reason in ends}
    assert {found[f"good-00{number}.html"][0] for number in range(2)} == {"loaded"}
    assert {found[name][0] for name in junk} <= {"quarantined", "failed"}
    assert found["empty.html"] == ("quarantined", "empty_body")
    assert found["large.html"] == found["bomb.html.gz"] == ("failed", "too_large")
    assert found["broken.html.gz"] == ("failed", "unreadable_file")


def test_the_stages_one_after_the_other_and_a_rebuild_come_to_the_same(
    site: Site, orchestrated: dict[str, str], tmp_path: Path
) -> None:
    for number in range(3):
        site.publish(story(number, published_on(number)))
    site.link("/short", Answer(body=b"<html><body><p>Three words only.</p></body></html>"), story(90))
    folder = source_file(tmp_path / "sources", site.address).parent
    env, place = orchestrated | {"DESK_SOURCES": str(folder)}, Workspace(tmp_path / "ws")

    def fates(*arguments: str) -> dict[tuple[str, str], int]:
        said = desk(*arguments, "--json", "--workspace", place.root, env=env)
        assert said.code == 0, said.err
        assert said.clean()
        return {(fate["status"], fate["reason"]): fate["documents"] for fate in said.json["fates"]}

    assert fates("ingest") == {("held", "awaiting_process"): 4}
    assert desk("sql", "FROM news.articles", "--workspace", place.root).code == 2
    settled = {("loaded", "new_article"): 3, ("quarantined", "too_short"): 1}
    assert fates("process") == settled
    assert fates("process") == {}
    assert fates("publish") == {}
    assert rows(place, "SELECT count(*) FROM news.articles") == [(3,)]

    ((document,),) = rows(place, "SELECT document_id FROM quality.quarantine")
    unknown = desk("quarantine", "release", document, "no-such-document", "--workspace", place.root, env=env)
    assert unknown.code == 2
    assert "no-such-document" in unknown.err
    assert fates("quarantine", "release", document, "--note", "short, but an article") == {("loaded", "released"): 1}
    assert rows(place, "SELECT count(*) FROM news.articles") == [(4,)]
    assert rows(place, "SELECT released_at IS NOT NULL FROM quality.quarantine") == [(True,)]

    before = tables(place.snapshot, schemas=("raw", "news", "mart", "ops", "ref"))
    place.warehouse.unlink()
    rebuilt = desk("rebuild", "--json", "--workspace", place.root, env=env)
    assert rebuilt.code == 0, rebuilt.err
    assert rebuilt.json["snapshot"] == str(place.snapshot)
    assert tables(place.snapshot, schemas=("raw", "news", "mart", "ops", "ref")) == before


def test_a_blocked_publish_ends_with_3_and_the_last_good_snapshot_stands(
    own_newsroom: Workspace, orchestrated: dict[str, str]
) -> None:
    good = own_newsroom.snapshot.read_bytes()
    with closing(connect_writer(own_newsroom)) as con:
        con.execute("UPDATE news.articles SET word_count = -1")
    said = desk("publish", "--workspace", own_newsroom.root, env=orchestrated)
    assert said.code == 3
    first, remedy = said.err.splitlines()[-2:]
    assert first.startswith("error: the audit blocked the publish")
    assert "last good snapshot stands" in remedy
    assert said.clean()
    assert own_newsroom.snapshot.read_bytes() == good
    status = desk("status", "--json", "--workspace", own_newsroom.root).json
    assert status["later_runs"][0]["status"] == "blocked"
    assert any("word_count" in failed["expectation"] for failed in status["blocked"]["failures"])


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A file system of that size; skips where none may be mounted."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("no mount command")
    if done.returncode != 0:
        pytest.skip("only root may mount a small file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_said_wherever_it_shows_and_the_next_run_makes_up_for_it(
    orchestrated: dict[str, str], tmp_path: Path
) -> None:
    """The disk gets full while the archive, the tables or the snapshot are written, as little by little is freed."""
    pages = fill(tmp_path / "pages", range(12))
    with small_disk(tmp_path / "disk", 64) as disk:
        place = Workspace(disk / "ws")
        filler = disk / "filler"
        filler.write_bytes(bytes(64 * 1024 * 1024 - 8192 * 4))
        failures = 0
        for free in (0, 400_000, 3_000_000, 12_000_000):
            with filler.open("r+b") as handle:
                handle.truncate(64 * 1024 * 1024 - 8192 * 4 - free)
            said = desk("run", pages, "--workspace", place.root, env=orchestrated)
            assert said.clean(), said.err
            if said.code == 0:
                break
            failures += 1
            assert said.code == 1
            assert "No space left on device" in said.err
            assert "free some space" in said.err.lower()
        assert failures >= 2
        filler.unlink()
        said = desk("run", pages, "--workspace", place.root, env=orchestrated)
        assert said.code == 0, said.err
        assert rows(place, "SELECT count(*) FROM news.articles") == [(12,)]
        assert rows(place, "SELECT count(*) FROM ops.ledger WHERE status = 'held'") == [(0,)]


def test_the_demo_prints_one_json_document(orchestrated: dict[str, str], tmp_path: Path) -> None:
    said = desk("demo", "--json", "--workspace", tmp_path / "demo", env=orchestrated)
    assert said.code == 0, said.err
    assert said.clean()
    assert len(said.json["answers"]) == 5
    assert all(answer["rows"] for answer in said.json["answers"])
    documents = sum(fate["documents"] for fate in said.json["fates"])
    assert documents == sum(source["discovered"] for source in said.json["sources"])

    again = tables(Workspace(tmp_path / "demo").snapshot, schemas=("news",), leave_out=OF_A_RUN)
    assert len(again["news.articles"]) >= 150
