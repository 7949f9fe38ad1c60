"""Folders of pages, without a network."""

from __future__ import annotations

import gzip
import os
from dataclasses import replace

import pytest

from contracts.journal import Fetched, Polled
from contracts.reasons import Reason, Status
from sources.archive.reader import read_payload
from sources.spec_files import folder_source


@pytest.fixture
def pages(tmp_path):
    folder = tmp_path / "pages"
    (folder / "deep").mkdir(parents=True)
    (folder / "b.html").write_text("<p>b</p>")
    (folder / "a.txt").write_text("a")
    (folder / "deep" / "c d.HTM.gz").write_bytes(gzip.compress(b"<p>c</p>"))
    (folder / "note.md").write_text("m")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    (folder / ".hidden.html").write_text("hidden")
    return folder


def test_every_readable_file_becomes_a_candidate_in_the_order_of_paths(newsroom, pages):
    report = newsroom.collect(folder_source(pages))
    entries = newsroom.of(Fetched)
    assert [entry.url for entry in entries] == [
        "folder:a.txt", "folder:b.html", "folder:deep/c%20d.HTM.gz", "folder:note.md",
    ]  # fmt: skip
    assert [entry.content_type for entry in entries] == ["text/plain", "text/html", "text/html", "text/plain"]
    assert [entry.sequence for entry in entries] == [0, 1, 2, 3]
    assert {entry.status for entry in entries} == {200}
    assert report.counts == {Status.HELD: 4}
    packed = entries[2]
    body = read_payload(newsroom.raw, packed.warc_path, packed.warc_offset, packed.warc_length, packed.sha256)
    assert body == b"<p>c</p>"
    assert newsroom.of(Polled)[0].candidates == 4


def test_a_second_run_finds_the_same_content_and_a_change(newsroom, pages):
    newsroom.collect(folder_source(pages))
    (pages / "a.txt").write_text("changed")
    report = newsroom.collect(folder_source(pages))
    assert report.counts == {Status.HELD: 1, Status.UNCHANGED: 3}
    assert newsroom.fates()["folder:a.txt"] == "fetched"


def test_one_file_is_a_source_of_its_own(newsroom, pages):
    newsroom.collect(folder_source(pages / "a.txt"))
    assert newsroom.fates() == {"folder:a.txt": "fetched"}


def test_files_that_cannot_be_read_fail_by_name_and_the_others_come(newsroom, pages, tmp_path):
    (tmp_path / "secret.txt").write_text("not of this folder")
    (pages / "out.txt").symlink_to(tmp_path / "secret.txt")
    (pages / "in.txt").symlink_to(pages / "a.txt")
    (pages / "nowhere.txt").symlink_to(pages / "missing")
    (pages / "round.txt").symlink_to(pages / "round.txt")
    (pages / "broken.html.gz").write_bytes(b"no gzip")
    (pages / "cut.html.gz").write_bytes(gzip.compress(os.urandom(500))[:300])
    (pages / "large.txt").write_bytes(b"x" * 200_001)
    (pages / "bomb.html.gz").write_bytes(gzip.compress(b"\0" * 3_000_000))
    os.mkfifo(pages / "pipe.txt")
    newsroom.collect(folder_source(pages))
    fates = newsroom.fates()
    for name in ("out.txt", "nowhere.txt", "round.txt", "broken.html.gz", "cut.html.gz", "pipe.txt"):
        assert fates[f"folder:{name}"] == "unreadable_file", name
    assert fates["folder:large.txt"] == fates["folder:bomb.html.gz"] == "too_large"
    assert fates["folder:in.txt"] == fates["folder:b.html"] == "fetched"


def test_links_to_folders_are_not_followed(newsroom, pages, tmp_path):
    (pages / "round").symlink_to(pages)
    newsroom.collect(folder_source(pages))
    assert len(newsroom.fates()) == 4


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_without_permission_fails_by_name(newsroom, pages):
    (pages / "deep").chmod(0)
    newsroom.collect(folder_source(pages))
    (pages / "deep").chmod(0o755)
    assert newsroom.fates()["folder:deep"] == "unreadable_file"


def test_names_that_are_no_text_survive_the_way_there_and_back(newsroom, pages):
    name = os.fsencode(pages) + b"/caf\xe9 #1?.txt"
    with open(name, "wb") as handle:
        handle.write(b"odd name")
    newsroom.collect(folder_source(pages))
    assert newsroom.fates()["folder:caf%E9%20%231%3F.txt"] == "fetched"


def test_a_folder_that_is_gone_is_the_sources_failure(newsroom, pages):
    spec = folder_source(pages)
    report = newsroom.collect(spec.model_copy(update={"path": pages / "gone"}))
    assert report.failure == Reason.UNREADABLE_FILE


def test_an_empty_folder_is_recorded_as_empty(newsroom, tmp_path):
    (tmp_path / "empty").mkdir()
    report = newsroom.collect(folder_source(tmp_path / "empty"))
    assert (report.failure, report.counts) == (None, {})
    assert newsroom.of(Polled)[0].candidates == 0


def test_many_files_are_each_on_the_disk_before_their_entry(newsroom, tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(150):
        (folder / f"{number:03d}.txt").write_text(f"text {number}")
    bodies: list[bytes] = []

    def journal(*entries):
        newsroom.entries.extend(entries)
        for entry in entries:
            if isinstance(entry, Fetched):
                place = (entry.warc_path, entry.warc_offset, entry.warc_length, entry.sha256)
                bodies.append(read_payload(newsroom.raw, *place))

    newsroom.collect(folder_source(folder), journal=journal)
    assert bodies == [f"text {number}".encode() for number in range(150)]


def test_a_stop_leaves_the_rest_of_a_folder_interrupted(newsroom, pages):
    newsroom.limits = replace(newsroom.limits)
    looks: list[int] = []
    newsroom.collect(folder_source(pages), stop=lambda: looks.append(1) or len(looks) > 2)
    assert list(newsroom.fates().values()) == ["fetched", "fetched", "interrupted", "interrupted"]
