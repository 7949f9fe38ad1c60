"""An archive that is broken on purpose: each breakage is found, named with its place, and nothing else is."""

from __future__ import annotations

import base64
import gzip
import hashlib
import os
import re
import shutil
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.journal import RunStarted
from core.ids import sha256
from sources.archive.findings import EXPLAINED, Problem
from sources.archive.members import Member, parse, walk
from sources.archive.repair import repair_tails
from sources.archive.stats import archive_stats, total
from sources.archive.verify import archive_bytes, verify
from tests.support.archives import MOMENT, ArchivedRun, page

P = Problem


@dataclass
class Newsroom:
    """Two whole runs; the second is the one that is broken."""

    raw: Path
    old: ArchivedRun
    run: ArchivedRun
    answers: list[Member]

    def names(self, path: Path) -> str:
        return path.relative_to(self.raw).as_posix()


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    raw = tmp_path_factory.mktemp("archive") / "raw"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sources.archive.records._LEVEL", 0)  # leaves room for other contents of the same length
        ArchivedRun(raw, "20260303T100000000Z-aaaa", moment=MOMENT - timedelta(days=1)).fetch([11, 12, 13]).end()
        ArchivedRun(raw).fetch(range(1, 7)).revisit(1).revisit(2, status=200).end()
    return raw


@pytest.fixture
def archive(whole, tmp_path):
    """A copy that may be broken."""
    raw = tmp_path / "raw"
    shutil.copytree(whole, raw)
    old = ArchivedRun(raw, "20260303T100000000Z-aaaa", moment=MOMENT - timedelta(days=1))
    run = ArchivedRun(raw)
    return Newsroom(raw, old, run, [one for one in members_of(run) if parse(one.data).kind == "response"])


def members_of(run: ArchivedRun) -> list[Member]:
    with run.warc.open("rb") as handle:
        return [one for one in walk(handle) if isinstance(one, Member)]


def found(raw: Path, **more) -> list[tuple[str, int | None, Problem]]:
    return [(one.file, one.offset, one.problem) for one in verify(raw, **more).findings]


def test_a_whole_archive_has_no_findings_and_its_counts(archive):
    told = []
    seen = verify(archive.raw, progress=told.append)
    assert seen.findings == []
    assert (seen.journals, seen.files, seen.entries) == (2, 2, 9)
    assert seen.records == 2 + 2 * 9 + 2 * 2  # the head of each file; answers, revisits, and their requests
    assert seen.bytes == sum(told) == archive_bytes(archive.raw)
    assert seen.bytes == archive.run.warc.stat().st_size + archive.old.warc.stat().st_size
    assert seen.unpacked == sum(len(one.data) for one in members_of(archive.run) + members_of(archive.old))


def member(archive, number: int) -> Member:
    return archive.answers[number]


def at(path: Path, offset: int, data: bytes) -> None:
    with path.open("r+b") as handle:
        handle.seek(offset)
        handle.write(data)


def rewrite(archive, number: int, change: Callable[[bytes], bytes]) -> None:
    """Puts another content into a member, as long on the disk as before."""
    one, path = member(archive, number), archive.run.warc
    data = path.read_bytes()
    path.write_bytes(data[: one.offset] + exactly(change(one.data), one.length) + data[one.offset + one.length :])


def exactly(data: bytes, length: int) -> bytes:
    """A gzip member of that many bytes: an extra field fills it up."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(data) + packer.flush()
    fill = length - len(packed) - 10 - 2 - 8
    if fill < 0:
        raise ValueError(f"{-fill} bytes too long")
    head = b"\x1f\x8b\x08\x04\0\0\0\0\0\xff" + fill.to_bytes(2, "little") + b"\0" * fill
    crc = zlib.crc32(data).to_bytes(4, "little") + (len(data) & 0xFFFFFFFF).to_bytes(4, "little")
    return head + packed + crc


def in_body(data: bytes) -> bytes:
    head, _, _ = data.rpartition(b"</p>")
    return data[: len(head) - 3] + b"???" + data[len(head) :]


def both_digests_as_well(data: bytes) -> bytes:
    """A body and digests that agree with each other, and not with the journal."""
    changed = in_body(data)
    for content in (parse(data).block, parse(data).payload):
        after = parse(changed)
        new = after.block if content == parse(data).block else after.payload
        changed = changed.replace(sha256(content).encode(), sha256(new).encode())
    return changed


def without(field: str) -> Callable[[bytes], bytes]:
    return lambda data: b"\r\n".join(line for line in data.split(b"\r\n") if not line.startswith(field.encode()))


def entry_line(archive, number: int, change: Callable[[bytes], bytes]) -> None:
    lines = archive.run.journal.read_bytes().splitlines(keepends=True)
    lines[number] = change(lines[number])
    archive.run.journal.write_bytes(b"".join(lines))


# What is done to the archive, and what is found: file (W the archive file, J the journal, or a name), offset (a number
# of a member, or None for the file as such), and problem.
BROKEN: dict[str, tuple[Callable, list[tuple[str, object, Problem]]]] = {
    "the archive file is gone": (lambda a: a.run.warc.unlink(), [("W", None, P.MISSING_FILE)]),
    "it is empty": (lambda a: os.truncate(a.run.warc, 0), [("W", None, P.EMPTY_FILE), *(("W", n, P.MISSING_RECORD) for n in range(6))]),
    "it is cut in the last record": (
        lambda a: os.truncate(a.run.warc, a.run.warc.stat().st_size - 5), [("W", "last", P.TORN_END)]),
    "it is cut in a record of the journal": (
        lambda a: os.truncate(a.run.warc, member(a, 5).offset + 50), [("W", 5, P.TORN_END), ("W", 5, P.MISSING_RECORD)]),
    "zeros stand at its end": (lambda a: append(a.run.warc, b"\0" * 3000), [("W", "end", P.TORN_END)]),
    "a text stands at its end": (lambda a: append(a.run.warc, b"some text"), [("W", "end", P.DAMAGED)]),
    "a text stands in its middle": (
        lambda a: insert(a.run.warc, member(a, 5).offset, b"some text"), [("W", 5, P.DAMAGED), ("W", 5, P.MISSING_RECORD)]),
    "a byte of a record flipped": (
        lambda a: at(a.run.warc, member(a, 3).offset + 150, b"\xff\xff"), [("W", 3, P.DAMAGED), ("W", 3, P.MISSING_RECORD)]),
    "its checksum flipped": (
        lambda a: at(a.run.warc, member(a, 3).offset + member(a, 3).length - 8, b"\0\0\0\0"), [("W", 3, P.DAMAGED), ("W", 3, P.MISSING_RECORD)]),
    "a block of the disk is lost": (
        lambda a: at(a.run.warc, member(a, 1).offset, b"\0" * (member(a, 3).offset - member(a, 1).offset)),
        [("W", 1, P.DAMAGED), ("W", 1, P.MISSING_RECORD), ("W", 2, P.MISSING_RECORD)]),
    "a body was altered": (
        lambda a: rewrite(a, 2, in_body), [("W", 2, P.WRONG_DIGEST), ("W", 2, P.WRONG_DIGEST), ("W", 2, P.OTHER_BODY)]),
    "a body and its digests were altered": (lambda a: rewrite(a, 2, both_digests_as_well), [("W", 2, P.OTHER_BODY)]),
    "a head was altered": (lambda a: rewrite(a, 2, lambda data: data.replace(b"200 OK", b"500 OK")), [("W", 2, P.WRONG_DIGEST)]),
    "a record lost its date": (lambda a: rewrite(a, 2, without("WARC-Date")), [("W", 2, P.BAD_RECORD), ("W", 2, P.MISSING_RECORD)]),
    "a record is longer than it says": (
        lambda a: rewrite(a, 2, lambda data: data[:-4] + b"\r\n\r\n\r\n"), [("W", 2, P.BAD_RECORD), ("W", 2, P.MISSING_RECORD)]),
    "a member is no record": (lambda a: rewrite(a, 2, lambda data: b"hello"), [("W", 2, P.BAD_RECORD), ("W", 2, P.MISSING_RECORD)]),
    "it was unpacked": (
        lambda a: a.run.warc.write_bytes(gzip.decompress(a.run.warc.read_bytes())),
        [("W", 0.0, P.NOT_AN_ARCHIVE), *(("W", n, P.MISSING_RECORD) for n in range(6))]),
    "it was packed in one piece": (
        lambda a: a.run.warc.write_bytes(gzip.compress(gzip.decompress(a.run.warc.read_bytes()))),
        [("W", 0.0, P.BAD_RECORD), *(("W", n, P.MISSING_RECORD) for n in range(6))]),
    "it is a picture": (
        lambda a: a.run.warc.write_bytes(b"\x89PNG" * 900), [("W", 0.0, P.NOT_AN_ARCHIVE), *(("W", n, P.MISSING_RECORD) for n in range(6))]),
    "it is a folder": (lambda a: (a.run.warc.unlink(), a.run.warc.mkdir()), [("W", None, P.UNREADABLE_FILE)]),
    "two files changed places": (
        lambda a: swap(a.run.warc, a.old.warc), "many"),
    "the journal is gone": (lambda a: a.run.journal.unlink(), [("W", None, P.NO_JOURNAL)]),
    "the journal's last line is torn": (lambda a: append(a.run.journal, b'{"type": '), [("J", 9.0, P.TORN_LINE)]),
    "a line of the journal is no JSON": (lambda a: entry_line(a, 7, lambda line: b"oops\n"), [("J", 8.0, P.BAD_LINE)]),
    "a line of the journal is no entry": (lambda a: entry_line(a, 7, lambda line: b'{"type": "poem"}\n'), [("J", 8.0, P.BAD_LINE)]),
    "a line of the journal is no text": (lambda a: entry_line(a, 7, lambda line: b"\xff\xfe\n"), [("J", 8.0, P.BAD_LINE)]),
    "the journal speaks of another place": (
        lambda a: entry_line(a, 1, lambda line: line.replace(b'"warc_offset": ', b'"warc_offset": 9')), "elsewhere"),
    "the journal speaks of another length": (
        lambda a: entry_line(a, 1, lambda line: line.replace(b'"warc_length": ', b'"warc_length": 9')), [("W", 0, P.MISSING_RECORD)]),
    "the journal speaks of another body": (
        lambda a: entry_line(a, 1, lambda line: line.replace(b'"sha256": "', b'"sha256": "0')), [("W", 0, P.OTHER_BODY)]),
    "a file of someone lies there": (lambda a: (a.raw / "notes.txt").write_text("mine"), [("notes.txt", None, P.FOREIGN_FILE)]),
    "an archive file of no run lies there": (
        lambda a: shutil.copy(a.run.warc, a.raw / "lonely.warc.gz"), [("lonely.warc.gz", None, P.NO_JOURNAL)]),
}  # fmt: skip


def append(path: Path, data: bytes) -> None:
    with path.open("ab") as handle:
        handle.write(data)


def insert(path: Path, offset: int, data: bytes) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:offset] + data + whole[offset:])


def swap(one: Path, other: Path) -> None:
    kept = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(kept)


@pytest.mark.parametrize("what", BROKEN)
def test_each_breakage_is_found_with_its_place(archive, what):
    size = archive.run.warc.stat().st_size
    with archive.run.warc.open("rb") as handle:
        last = [one.offset for one in walk(handle)][-1]
    change, expected = BROKEN[what]
    change(archive)
    findings = verify(archive.raw).findings
    assert all(one.detail and one.remedy for one in findings)
    got = sorted(((one.file, one.offset, one.problem) for one in findings), key=str)
    if expected == "many":
        assert {problem for _, _, problem in got} == {P.MISSING_RECORD}
        assert len(got) == 9
    elif expected == "elsewhere":
        assert [problem for _, _, problem in got] == [P.MISSING_RECORD]
        assert got[0][1] not in [one.offset for one in archive.answers]
    else:
        names = {"W": archive.names(archive.run.warc), "J": archive.names(archive.run.journal)}
        places = {"last": last, "end": size, None: None}

        def place(value):
            return archive.answers[value].offset if type(value) is int else places.get(value, value)

        assert got == sorted(
            ((names.get(file, file), place(where), problem) for file, where, problem in expected), key=str
        )


def test_every_problem_is_explained_in_code_and_docs_and_met_by_these_tests():
    assert set(EXPLAINED) == set(Problem)
    docs = (Path(__file__).parents[2] / "docs" / "archive.md").read_text(encoding="utf-8")
    rows = [f"| `{problem.value}` | {meaning} | {remedy} |" for problem, (meaning, remedy) in EXPLAINED.items()]
    assert [row for row in rows if row not in docs] == []
    met = {one[2] for _, findings in BROKEN.values() if isinstance(findings, list) for one in findings}
    assert met == set(Problem)


def test_damage_in_one_place_hides_nothing_behind_it(archive):
    at(archive.run.warc, member(archive, 1).offset + 20, b"\xff" * 9)
    rewrite(archive, 4, in_body)
    told = verify(archive.raw)
    assert [one.problem for one in told.findings].count(P.WRONG_DIGEST) == 2
    assert told.records == 24 - 1


def test_what_a_run_at_work_has_not_written_yet_is_no_finding(tmp_path):
    run = ArchivedRun(tmp_path / "raw").fetch([1, 2])
    append(run.warc, b"\x1f\x8b\x08\0")
    append(run.journal, b'{"half')
    assert [problem for _, _, problem in found(run.raw)] == [P.TORN_LINE, P.TORN_END]
    assert found(run.raw, in_use=True) == []
    run.warc.write_bytes(run.warc.read_bytes()[: run.places[1].offset + 9])
    assert [problem for _, _, problem in found(run.raw, in_use=True)] == [P.MISSING_RECORD]


def test_what_a_killed_run_left_is_whole_after_the_repair(tmp_path):
    run = ArchivedRun(tmp_path / "raw").fetch([1, 2])
    append(run.warc, b"\x1f\x8b\x08\0")
    append(run.journal, b'{"half')
    repair_tails(run.raw)
    assert found(run.raw) == []


def test_only_runs_of_a_day_and_later_are_read(archive):
    archive.old.warc.unlink()
    (archive.raw / "notes.txt").write_text("mine")
    assert {problem for _, _, problem in found(archive.raw)} == {P.MISSING_FILE, P.FOREIGN_FILE}
    assert found(archive.raw, since=date(2026, 3, 4)) == []
    assert verify(archive.raw, date(2026, 3, 4)).files == 1
    assert archive_bytes(archive.raw, date(2026, 3, 4)) == archive.run.warc.stat().st_size
    assert verify(archive.raw, date(2026, 3, 5)).journals == 0


def test_a_run_over_midnight_belongs_to_both_days(tmp_path):
    run = ArchivedRun(tmp_path / "raw").fetch([1])
    late = ArchivedRun(run.raw, run.run_id, "late-paper", run.moment + timedelta(days=1)).fetch([2], spoken=False)
    late.journal.unlink()
    run.end()
    assert found(run.raw) == []
    assert verify(run.raw, date(2026, 3, 5)).files == 2


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_a_finding(archive):
    archive.run.warc.chmod(0)
    archive.old.journal.chmod(0)
    assert {problem for _, _, problem in found(archive.raw)} == {P.UNREADABLE_FILE}


def test_digests_of_other_programs_are_checked_in_their_own_spelling(tmp_path):
    run = ArchivedRun(tmp_path / "raw").fetch([1, 2])
    members = members_of(run)

    def spelled(data: bytes, wrong: bool = False) -> bytes:
        record = parse(data)
        digest = hashlib.sha1(record.payload + (b"x" if wrong else b""), usedforsecurity=False).digest()
        label = b"SHA-1:" + base64.b32encode(digest)
        return re.sub(rb"WARC-Payload-Digest: \S+", b"WARC-Payload-Digest: " + label, data)

    run.journal.unlink()
    run.warc.write_bytes(b"".join(gzip.compress(spelled(one.data)) for one in members))
    assert [problem for _, _, problem in found(run.raw)] == [P.NO_JOURNAL]
    run.warc.write_bytes(b"".join(gzip.compress(spelled(one.data, wrong=True)) for one in members[1:2]))
    assert [problem for _, _, problem in found(run.raw)] == [P.NO_JOURNAL, P.WRONG_DIGEST]


def test_a_bomb_is_a_finding_and_no_danger(tmp_path, monkeypatch):
    monkeypatch.setattr("sources.archive.members._LARGEST", 1 << 20)
    run = ArchivedRun(tmp_path / "raw").fetch([1]).end()
    end = run.warc.stat().st_size
    append(run.warc, gzip.compress(b"\0" * (1 << 24)))
    assert found(run.raw) == [(run.warc.relative_to(run.raw).as_posix(), end, P.DAMAGED)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_happens_to_the_files_nothing_is_raised_and_no_loss_goes_unseen(whole, tmp_path, data):
    raw = tmp_path / "raw"
    shutil.rmtree(raw, ignore_errors=True)
    shutil.copytree(whole, raw)
    path = data.draw(st.sampled_from(sorted(path for path in raw.rglob("*") if path.is_file())))
    before = path.read_bytes()
    start = data.draw(st.integers(0, len(before)))
    end = data.draw(st.integers(start, min(len(before), start + 400)))
    path.write_bytes(before[:start] + data.draw(st.binary(max_size=40)) + before[end:])
    told = verify(raw)
    archive_stats(raw)
    assert told.findings or same_bodies(whole, raw)
    repair_tails(raw)


def same_bodies(one: Path, other: Path) -> bool:
    """Whether all that was captured is still there: what differs says nothing (a time in gzip's header)."""

    def bodies(raw: Path) -> list[bytes]:
        found = []
        for path in sorted(raw.rglob("*.warc.gz")):
            with path.open("rb") as handle:
                found += [parse(one.data).payload for one in walk(handle) if isinstance(one, Member)]
        return found

    return bodies(one) == bodies(other)


def test_stats_count_a_month_and_what_revisits_saved(archive):
    ArchivedRun(archive.raw, "20260402T000000000Z-cccc", "other-paper", MOMENT + timedelta(days=29)).fetch([8]).end()
    march, april = archive_stats(archive.raw)
    assert (march.month, march.files, march.pages, march.revisits, march.damaged) == ("2026-03", 2, 9, 2, 0)
    assert march.records == {"warcinfo": 2, "response": 9, "request": 11, "revisit": 2}
    assert march.bytes == archive.run.warc.stat().st_size + archive.old.warc.stat().st_size
    assert march.ratio == round(march.unpacked / march.bytes, 2)
    assert april.saved == 0
    whole = total((march, april))
    assert (whole.files, whole.pages, whole.bytes) == (3, 10, march.bytes + april.bytes)
    by_source = archive_stats(archive.raw, by_source=True)
    assert [(one.month, one.source, one.pages) for one in by_source] == [
        ("2026-03", "the-courier", 9), ("2026-04", "other-paper", 1),
    ]  # fmt: skip


def test_a_revisit_saves_what_its_body_takes(tmp_path):
    run = ArchivedRun(tmp_path / "raw").fetch([500])
    taken = run.places[0].length
    run.revisit(500)
    run.revisit(500, status=200)
    run.revisit(77)
    (month,) = archive_stats(run.raw)
    assert month.revisits == 3
    assert 0 < month.saved < 2 * taken
    assert page(500) != page(77)


def test_stats_leave_out_what_is_damaged_and_say_so(archive):
    at(archive.run.warc, member(archive, 1).offset + 20, b"\xff" * 9)
    (archive.raw / "2026/03/04/x-none.warc.gz").touch()
    archive.old.journal.unlink()
    (month,) = archive_stats(archive.raw)
    assert (month.files, month.damaged, month.records["response"]) == (3, 1, 8)


def test_an_archive_that_is_not_there_holds_nothing(tmp_path):
    assert archive_stats(tmp_path / "raw") == ()
    assert verify(tmp_path / "raw").findings == []
    assert total(()).ratio is None


def test_a_journal_of_a_run_without_archive_files_is_whole(tmp_path):
    ArchivedRun(tmp_path / "raw").say(RunStarted("x", "process", "2026-03-04T12:30:00Z", "0")).end()
    assert found(tmp_path / "raw") == []
