"""What a killed run left half-written is cut off, and nothing else is."""

from __future__ import annotations

import os
import stat

import pytest
from warcio.archiveiterator import ArchiveIterator

from contracts.journal import RunStarted
from core.files import read_json_lines
from core.ids import sha256
from sources.archive.reader import read_payload
from sources.archive.repair import Cut, repair_tails
from tests.support.archives import ArchivedRun, page


@pytest.fixture
def killed(tmp_path):
    """A run of three pages, each in the journal, and no end."""
    return ArchivedRun(tmp_path / "raw").fetch([1, 2, 3])


def kinds(path):
    with path.open("rb") as handle:
        return [record.rec_type for record in ArchiveIterator(handle)]


def relative(run, path):
    return path.relative_to(run.raw).as_posix()


def snapshot(raw):
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in raw.rglob("*") if path.is_file()}


def test_a_torn_record_goes_and_every_whole_one_stays(killed):
    before = killed.warc.read_bytes()
    killed.fetch([4], spoken=False)
    torn = killed.warc.read_bytes()
    for size in range(len(before) + 1, len(torn), 37):
        killed.warc.write_bytes(torn[:size])
        cuts = repair_tails(killed.raw)
        left = killed.warc.stat().st_size
        assert [cut.file for cut in cuts] == ([relative(killed, killed.warc)] if left < size else [])
        assert left in (len(before), killed.places[3].offset + killed.places[3].length)
        assert sum(cut.cut for cut in cuts) == size - left
        assert repair_tails(killed.raw) == ()
        for number, place in enumerate(killed.places[:3], 1):
            got = read_payload(killed.raw, place.warc_path, place.offset, place.length, sha256(page(number)))
            assert got == page(number)
        kinds(killed.warc)


def test_a_whole_record_that_no_journal_speaks_of_stays(killed):
    killed.fetch([4], spoken=False).revisit(1).revisit(2, status=200)
    before = killed.warc.read_bytes()
    assert repair_tails(killed.raw) == ()
    assert killed.warc.read_bytes() == before


def test_a_torn_line_goes_and_every_whole_one_stays(killed):
    whole = killed.journal.read_bytes()
    killed.journal.write_bytes(whole + b'{"at": "2026-03-04T12:30:00.0000')
    assert repair_tails(killed.raw) == (Cut(relative(killed, killed.journal), 32, len(whole)),)
    assert killed.journal.read_bytes() == whole
    assert len(list(read_json_lines(killed.journal))) == 4


@pytest.mark.parametrize("zeros", [1, 5000])
def test_zeros_that_a_power_cut_leaves_go_too(killed, zeros):
    before = {path: path.read_bytes() for path in (killed.warc, killed.journal)}
    for path, data in before.items():
        path.write_bytes(data + b"\0" * zeros)
    assert {cut.cut for cut in repair_tails(killed.raw)} == {zeros}
    assert {path: path.read_bytes() for path in before} == before


def test_a_file_of_which_nothing_whole_is_left_goes(tmp_path):
    run = ArchivedRun(tmp_path / "raw").fetch([1], spoken=False)
    os.truncate(run.warc, 20)
    assert repair_tails(run.raw) == (Cut(relative(run, run.warc), 20, 0),)
    assert not run.warc.exists()
    run.warc.touch()
    run.journal.write_bytes(b'{"run_id": ')
    assert [(cut.file, cut.cut) for cut in repair_tails(run.raw)] == [
        (relative(run, run.warc), 0), (relative(run, run.journal), 11),
    ]  # fmt: skip
    assert not [path for path in run.raw.rglob("*") if path.is_file()]


@pytest.mark.parametrize("status", ["failed", "interrupted"])
def test_a_run_that_ended_badly_may_have_been_killed_on_its_way_out(killed, status):
    killed.end(status)
    killed.warc.write_bytes(killed.warc.read_bytes() + b"\x1f\x8b\x08\0\0")
    assert [cut.cut for cut in repair_tails(killed.raw)] == [5]


@pytest.mark.parametrize("status", ["done", "blocked"])
def test_a_run_that_ended_well_is_not_looked_into(killed, status):
    killed.end(status)
    killed.warc.write_bytes(killed.warc.read_bytes() + b"\x1f\x8b\x08\0\0")
    before = snapshot(killed.raw)
    assert repair_tails(killed.raw) == ()
    assert snapshot(killed.raw) == before


def test_the_current_run_is_left_alone(killed):
    killed.warc.write_bytes(killed.warc.read_bytes() + b"\x1f\x8b\x08\0\0")
    killed.journal.write_bytes(killed.journal.read_bytes() + b"{")
    before = snapshot(killed.raw)
    assert repair_tails(killed.raw, current_run=killed.run_id) == ()
    assert snapshot(killed.raw) == before


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("a record that the journal speaks of is damaged", lambda data, place: data[: place.offset + 20] + b"????" + data[place.offset + 24 :]),
        ("a record that the journal speaks of is cut", lambda data, place: data[: place.offset + 20]),
        ("the file is another one", lambda data, place: b"WARC/1.1\r\n" * 500),
        ("something else was appended", lambda data, place: data + b"a line of someone's\n"),
        ("the file is gone but for its name", lambda data, place: b""),
    ],
)  # fmt: skip
def test_damage_is_not_a_torn_end_and_is_left_for_verify(killed, what, change):
    killed.warc.write_bytes(change(killed.warc.read_bytes(), killed.places[-1]))
    before = snapshot(killed.raw)
    assert repair_tails(killed.raw) == (), what
    assert snapshot(killed.raw) == before, what


def test_damage_between_two_whole_records_is_no_end(killed):
    killed.fetch([4, 5], spoken=False)
    data = bytearray(killed.warc.read_bytes())
    data[killed.places[3].offset + 30] ^= 0x55
    killed.warc.write_bytes(data + b"\x1f\x8b")
    assert [cut.cut for cut in repair_tails(killed.raw)] == [2]


def test_a_journal_with_a_line_that_cannot_be_read_keeps_its_archive(killed):
    name = killed.places[0].warc_path.encode()
    killed.journal.write_bytes(killed.journal.read_bytes() + b'{"warc_path": "' + name + b'", oops}\n')
    killed.warc.write_bytes(killed.warc.read_bytes() + b"\x1f\x8b")
    assert repair_tails(killed.raw) == ()


def test_many_runs_are_told_apart_though_their_names_end_alike(tmp_path):
    raw = tmp_path / "raw"
    runs = [ArchivedRun(raw, run_id, source).fetch([1]) for run_id, source in
            [("run-1", "a"), ("run-1", "a-run-1"), ("b-run-1", "a")]]  # fmt: skip
    for run in runs[:2]:
        run.warc.write_bytes(run.warc.read_bytes() + b"\x1f\x8b")
    runs[2].end()
    assert sorted(cut.file for cut in repair_tails(raw)) == sorted({relative(run, run.warc) for run in runs[:2]})


def test_files_of_no_run_are_not_touched(tmp_path):
    folder = tmp_path / "raw" / "2026"
    folder.mkdir(parents=True)
    for name in ("notes.txt", "lonely-run-9.warc.gz", "half.warc.gz.tmp"):
        (folder / name).write_bytes(b"\x1f\x8b\x08 half a thing")
    before = snapshot(tmp_path / "raw")
    assert repair_tails(tmp_path / "raw") == ()
    assert snapshot(tmp_path / "raw") == before


def test_an_archive_that_is_not_there_yet_needs_no_repair(tmp_path):
    assert repair_tails(tmp_path / "raw") == ()


def test_a_crash_in_the_repair_does_no_harm(killed, monkeypatch):
    whole = killed.warc.read_bytes(), killed.journal.read_bytes()
    killed.warc.write_bytes(whole[0] + b"\x1f\x8b\x08\0\0")
    killed.journal.write_bytes(whole[1] + b"{")

    def crash(handle):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", crash)
        with pytest.raises(KeyboardInterrupt):
            repair_tails(killed.raw)
    repair_tails(killed.raw)
    assert (killed.warc.read_bytes(), killed.journal.read_bytes()) == whole


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_file_that_cannot_be_cut_is_said(killed):
    killed.warc.write_bytes(killed.warc.read_bytes() + b"\x1f")
    killed.warc.chmod(stat.S_IRUSR)
    with pytest.raises(OSError, match="Permission"):
        repair_tails(killed.raw)


def test_a_run_goes_on_writing_where_the_repair_has_cut(killed):
    killed.warc.write_bytes(killed.warc.read_bytes() + b"\x1f\x8b\x08\0\0")
    repair_tails(killed.raw)
    killed.fetch([7]).say(RunStarted(killed.run_id, "run", "2026-03-04T12:30:00.000000Z", "0"))
    place = killed.places[-1]
    assert read_payload(killed.raw, place.warc_path, place.offset, place.length, sha256(page(7))) == page(7)
    assert kinds(killed.warc) == ["warcinfo", *["response", "request"] * 4]
