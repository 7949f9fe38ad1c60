"""What is remembered of hosts across runs, and forgotten without harm."""

from __future__ import annotations

import json
import os
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sources.polite.memory import FileMemory, HostFile, HostRecord, RunMemory

HOST = "https://news.example.org:443"
NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
RECORD = HostRecord(
    files={"/robots.txt": HostFile(NOW, 200, "User-agent: *\nDisallow: /\n"), "/x.json": HostFile(NOW, 404)},
    wait_until=NOW + timedelta(hours=1),
    failures=7,
    open_until=NOW + timedelta(minutes=10),
    cooldown=600.0,
)


@pytest.fixture(params=["run", "files"])
def memory(request, tmp_path):
    return RunMemory() if request.param == "run" else FileMemory(tmp_path / "hosts")


def written(folder):
    """The one file of the folder."""
    (path,) = folder.iterdir()
    return path


def remembered(tmp_path):
    """A folder with one host's file in it."""
    FileMemory(tmp_path).update(HOST, lambda _: RECORD)
    return written(tmp_path)


def test_an_unknown_host_has_an_empty_record(memory):
    assert memory.recall(HOST) == HostRecord()


def test_what_is_noted_is_recalled_and_hosts_are_kept_apart(memory):
    memory.update(HOST, lambda _: RECORD)
    assert memory.recall(HOST) == RECORD
    assert memory.recall("http://news.example.org:80") == HostRecord()
    memory.update(HOST, lambda record: record.with_file("/x.json", HostFile(NOW, 200, "[]")))
    assert memory.recall(HOST).files["/x.json"].text == "[]"
    assert memory.recall(HOST).files["/robots.txt"] == RECORD.files["/robots.txt"]


def test_another_process_recalls_it(tmp_path):
    remembered(tmp_path)
    assert FileMemory(tmp_path).recall(HOST) == RECORD


@pytest.mark.parametrize(
    "host",
    ["http://[::1]:80", "https://../../etc:443", "https://a/b:1", "https://" + "x" * 500 + ":443", "https://新闻.example:443", "", "\0"],
)  # fmt: skip
def test_any_host_has_a_file_of_its_own_within_the_folder(tmp_path, host):
    memory = FileMemory(tmp_path / "hosts")
    memory.update(host, lambda _: RECORD)
    assert memory.recall(host) == RECORD
    assert written(tmp_path / "hosts").name.isascii()
    assert [path.name for path in tmp_path.iterdir()] == ["hosts"]


def test_hosts_whose_names_look_alike_do_not_share_a_file(tmp_path):
    memory = FileMemory(tmp_path)
    memory.update("https://a-b.example:443", lambda _: RECORD)
    assert memory.recall("https://a.b.example:443") == HostRecord()
    assert memory.recall("https://A-B.example:443") == HostRecord()


GOOD = {
    "format": 1, "host": HOST, "files": {}, "wait_until": None, "failures": 0, "open_until": None, "cooldown": 0,
}  # fmt: skip
BROKEN: list[tuple[str, bytes]] = [
    ("empty", b""),
    ("cut", json.dumps(GOOD).encode()[:-9]),
    ("not text", b"\xff\xfe\x00" * 9),
    ("a list", b"[]"),
    ("a number", b"7"),
    ("nested without end", b"[" * 100_000),
    ("too large", json.dumps({**GOOD, "files": {"/a": "x" * 8_000_000}}).encode()),
    ("of another format", json.dumps({**GOOD, "format": 2}).encode()),
    ("of another host", json.dumps({**GOOD, "host": "https://b.example:443"}).encode()),
    ("without a key", json.dumps({key: value for key, value in GOOD.items() if key != "failures"}).encode()),
    ("with files that are a list", json.dumps({**GOOD, "files": []}).encode()),
    ("with a file that is a text", json.dumps({**GOOD, "files": {"/a": "b"}}).encode()),
    ("with a file without its text", json.dumps({**GOOD, "files": {"/a": {"at": "2026-03-04T12:00:00Z"}}}).encode()),
    (
        "with a text that is none",
        json.dumps({**GOOD, "files": {"/a": {"at": "2026-03-04T12:00:00Z", "status": 200, "text": 1}}}).encode(),
    ),
    ("with a moment that is none", json.dumps({**GOOD, "wait_until": "tomorrow"}).encode()),
    ("with a moment without a zone", json.dumps({**GOOD, "open_until": "2026-03-04T12:00:00"}).encode()),
    ("with failures below zero", json.dumps({**GOOD, "failures": -1}).encode()),
    ("with failures without end", json.dumps({**GOOD, "failures": float("inf")}).encode()),
    ("with a cool-down that is none", json.dumps({**GOOD, "cooldown": True}).encode()),
]


@pytest.mark.parametrize(("name", "content"), BROKEN, ids=[case[0] for case in BROKEN])
def test_a_file_is_passed_over_and_replaced_that_is(tmp_path, name, content):
    remembered(tmp_path).write_bytes(content)
    memory = FileMemory(tmp_path)
    assert memory.recall(HOST) == HostRecord()
    memory.update(HOST, lambda _: RECORD)
    assert memory.recall(HOST) == RECORD


def test_the_good_file_of_that_table_is_read(tmp_path):
    remembered(tmp_path).write_text(json.dumps({**GOOD, "failures": 3}), encoding="utf-8")
    assert FileMemory(tmp_path).recall(HOST) == HostRecord(failures=3)


def test_a_folder_that_cannot_be_written_only_forgets(tmp_path):
    (tmp_path / "hosts").write_text("a file is in the way", encoding="utf-8")
    memory = FileMemory(tmp_path / "hosts")
    memory.update(HOST, lambda _: RECORD)
    assert memory.recall(HOST) == HostRecord()


def test_a_folder_in_place_of_a_file_only_forgets(tmp_path):
    path = remembered(tmp_path)
    path.unlink()
    path.mkdir()
    memory = FileMemory(tmp_path)
    memory.update(HOST, lambda _: RECORD)
    assert memory.recall(HOST) == HostRecord()


def test_a_text_that_no_charset_can_hold_is_kept_as_well_as_may_be(tmp_path):
    memory = FileMemory(tmp_path)
    memory.update(HOST, lambda record: record.with_file("/a", HostFile(NOW, 200, "a\ud800b\0c")))
    assert memory.recall(HOST).files["/a"].text == "a?b\0c"


def test_hosts_that_nobody_met_for_a_month_are_forgotten(tmp_path):
    path = remembered(tmp_path)
    torn = tmp_path / ".x.json.abc.tmp"
    torn.touch()
    for old in (path, torn):
        os.utime(old, (NOW.timestamp(), NOW.timestamp()))
    FileMemory(tmp_path, clock=lambda: NOW + timedelta(days=29))
    assert path.exists()
    FileMemory(tmp_path, clock=lambda: NOW + timedelta(days=31))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("age", "fresh"),
    [
        (timedelta(), True),
        (timedelta(hours=23, minutes=59), True),
        (timedelta(days=1), False),
        (timedelta(days=400), False),
        (timedelta(seconds=-1), False),
    ],
)
def test_a_file_is_gone_by_for_a_day(age, fresh):
    assert HostFile(NOW, 200).is_fresh(NOW + age) is fresh


def test_no_note_of_many_threads_is_lost(memory):
    def note():
        for _ in range(25):
            memory.update(HOST, lambda record: replace(record, failures=record.failures + 1))

    threads = [threading.Thread(target=note) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert memory.recall(HOST).failures == 200
