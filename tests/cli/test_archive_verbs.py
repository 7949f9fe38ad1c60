"""`desk archive`: what an operator is told of a whole archive and of a broken one."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from core.workspace import Workspace
from tests.support.archives import ArchivedRun
from tests.support.command import desk


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    """A workspace with one run of three pages and a revisit."""
    ArchivedRun(tmp_path / "ws" / "raw").fetch([1, 2, 3]).revisit(1).end()
    return Workspace(tmp_path / "ws")


@pytest.fixture
def run(place: Workspace) -> ArchivedRun:
    return ArchivedRun(place.raw)


def test_a_whole_archive_is_said_to_be_whole(newsroom: Workspace) -> None:
    said = desk("archive", "verify", "--workspace", newsroom.root)
    assert (said.code, said.err) == (0, "")
    files = len(list(newsroom.raw.rglob("*.warc.gz")))
    size = sum(path.stat().st_size for path in newsroom.raw.rglob("*.warc.gz"))
    assert said.out.startswith(f"{files} files, ")
    assert f" {size:,} bytes (" in said.out
    assert said.out.endswith("entries of 2 journals: all whole.\n")
    told = desk("archive", "verify", "--workspace", newsroom.root, "--json").json
    assert (told["passed"], told["findings"], told["files"], told["bytes"]) == (True, [], files, size)


def test_damage_is_listed_with_file_place_and_remedy(place: Workspace, run: ArchivedRun) -> None:
    os.truncate(run.warc, run.warc.stat().st_size - 3)
    (place.raw / "notes.txt").write_text("mine", encoding="utf-8")
    said = desk("archive", "verify", "--workspace", place.root)
    assert said.code == 1
    assert said.clean()
    assert re.search(r"the-courier-20260304T123000000Z-0a1b\.warc\.gz +[\d,]+ +torn_end +\d+ bytes: cut", said.out)
    assert "foreign_file: Move it elsewhere" in said.out
    assert "3 entries of 1 journals: 2 finding(s)." in said.out
    told = desk("archive", "verify", "--workspace", place.root, "--json")
    assert told.code == 1
    by_problem = {one["problem"]: one for one in told.json["findings"]}
    assert set(by_problem) == {"torn_end", "foreign_file"}
    assert by_problem["foreign_file"]["file"] == "notes.txt"
    assert set(by_problem["torn_end"]) == {"file", "offset", "problem", "detail", "remedy"}


def test_a_day_limits_what_is_read(place: Workspace, run: ArchivedRun) -> None:
    run.warc.write_bytes(b"")
    assert desk("archive", "verify", "--workspace", place.root, "--since", "2026-03-04").code == 1
    said = desk("archive", "verify", "--workspace", place.root, "--since", "2026-03-05")
    assert said.code == 0
    assert said.out.startswith("0 files, ")
    assert desk("archive", "verify", "--workspace", place.root, "--since", "yesterday").code == 2


def test_stats_are_a_line_a_month_and_one_for_all(place: Workspace, run: ArchivedRun) -> None:
    said = desk("archive", "stats", "--workspace", place.root)
    assert said.code == 0
    assert re.search(r"2026-03 +1 +3 +3 +1 +0 ", said.out)
    assert re.search(r"all +1 +3 +3 +1 +0 ", said.out)
    (month,) = desk("archive", "stats", "--workspace", place.root, "--json").json
    assert (month["month"], month["source"], month["pages"], month["revisits"], month["bytes"]) == (
        "2026-03", None, 3, 1, run.warc.stat().st_size,
    )  # fmt: skip
    assert month["records"] == {"request": 4, "response": 3, "revisit": 1, "warcinfo": 1}
    (month,) = desk("archive", "stats", "--by-source", "--workspace", place.root, "--json").json
    assert month["source"] == "the-courier"


def test_stats_of_a_damaged_archive_say_so(place: Workspace, run: ArchivedRun) -> None:
    os.truncate(run.warc, 900)
    said = desk("archive", "stats", "--workspace", place.root)
    assert said.code == 0
    assert "1 file(s) could not be read whole; `desk archive verify` says why." in said.err


@pytest.mark.parametrize("verb", ["verify", "stats"])
def test_a_workspace_without_an_archive_is_named(verb: str, tmp_path: Path) -> None:
    said = desk("archive", verb, "--workspace", tmp_path / "nowhere")
    assert said.code == 2
    assert str(tmp_path / "nowhere") in said.err
    assert "--workspace" in said.err
    assert said.clean()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize("verb", ["verify", "stats"])
def test_a_folder_that_may_not_be_read_is_said(verb: str, place: Workspace) -> None:
    place.raw.chmod(0)
    said = desk("archive", verb, "--workspace", place.root)
    place.raw.chmod(0o755)
    assert said.code == 1
    assert "cannot read" in said.err
    assert said.clean()
