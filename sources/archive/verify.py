"""Whether the archive holds what it should: every record whole and its digests right, and every entry of the journals
leads to the body that it speaks of. Damage of any kind is a finding, never an error."""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from contracts.journal import Fetched
from sources.archive.files import RunFiles, raw_files
from sources.archive.findings import Finding, Problem
from sources.archive.members import CUT, NO_GZIP, ZEROS, Gap, Member, Record, parse, walk
from sources.archive.spoken import Spoken, read_spoken

Progress = Callable[[int], None]  # told of bytes that were read, by several threads
_THREADS = min(4, os.cpu_count() or 1)  # unpacking and hashing release the interpreter's lock
_ALGORITHMS = {"sha256": "sha256", "sha-256": "sha256", "sha1": "sha1", "sha-1": "sha1", "md5": "md5"}


@dataclass
class Verified:
    """What was looked at, and what is wrong with it. `bytes` are those of archive files on the disk, `unpacked` those
    of their records; `entries` are those of journals that lead to a body."""

    journals: int = 0
    entries: int = 0
    files: int = 0
    records: int = 0
    bytes: int = 0
    unpacked: int = 0
    findings: list[Finding] = field(default_factory=list)

    def add(self, other: Verified) -> None:
        """Takes in what was counted elsewhere."""
        for name in ("journals", "entries", "files", "records", "bytes", "unpacked"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.findings += other.findings


def archive_bytes(raw_root: Path, since: date | None = None) -> int:
    """The bytes of archive files that there are to read: the whole of which `progress` tells the parts."""
    return sum(_size(raw_root / name) for run in _chosen(raw_root, since) for name in run.archives)


def verify(
    raw_root: Path, since: date | None = None, *, in_use: bool = False, progress: Progress = lambda _: None
) -> Verified:
    """Reads all of the archive, or the runs of a day and later. `in_use`: a run is at work, so that an end that it has
    not written yet is no finding. Raises OSError when the folder cannot be listed.

    Holds the entries of one run and one record per thread. A core takes 65 MB of archive a second."""
    whole = Verified()
    pool = ThreadPoolExecutor(_THREADS)
    try:
        check = partial(_check_run, raw_root, in_use=in_use, progress=progress)
        for part in pool.map(check, _chosen(raw_root, since)):
            whole.add(part)
    finally:
        pool.shutdown(cancel_futures=True)
    if since is None:
        others = raw_files(raw_root).others
        whole.findings += [Finding(name, None, Problem.FOREIGN_FILE, "no journal, no archive") for name in others]
    return whole


def _chosen(raw_root: Path, since: date | None) -> list[RunFiles]:
    runs = raw_files(raw_root).runs
    return [run for run in runs if since is None or (run.last_day is not None and run.last_day >= since)]


def _check_run(raw_root: Path, run: RunFiles, *, in_use: bool, progress: Progress) -> Verified:
    spoken = read_spoken(raw_root, run.journal) if run.journal else Spoken(ended=True)
    told = Verified(journals=run.journal is not None, entries=sum(map(len, spoken.entries.values())))
    told.findings += spoken.findings
    for name in sorted({*run.archives, *spoken.entries}):
        wanted = spoken.entries.get(name, {})
        if name not in run.archives and not (raw_root / name).exists():
            told.findings.append(
                Finding(name, None, Problem.MISSING_FILE, f"{len(wanted):,} journal entries lead to it")
            )
            continue
        if run.journal is None:
            told.findings.append(Finding(name, None, Problem.NO_JOURNAL, "no journal speaks of it"))
        told.add(_check_file(raw_root, name, wanted, progress))
    if in_use and not spoken.ended:
        growing = (Problem.TORN_END, Problem.TORN_LINE, Problem.EMPTY_FILE)
        told.findings = [finding for finding in told.findings if finding.problem not in growing]
    return told


def _check_file(raw_root: Path, name: str, wanted: dict[int, Fetched], progress: Progress) -> Verified:
    told, waiting = Verified(files=1), dict(wanted)
    try:
        for offset, problem, detail in _check_records(raw_root / name, waiting, told, progress):
            told.findings.append(Finding(name, offset, problem, detail))
    except OSError as error:
        told.findings.append(Finding(name, None, Problem.UNREADABLE_FILE, error.strerror or str(error)))
        return told
    for offset, entry in sorted(waiting.items()):
        told.findings.append(
            Finding(name, offset, Problem.MISSING_RECORD, f"no record there, where {entry.url} should be")
        )
    return told


_Trouble = tuple[int | None, Problem, str]


def _check_records(path: Path, waiting: dict[int, Fetched], told: Verified, progress: Progress) -> Iterator[_Trouble]:
    """What is wrong with a file; takes from `waiting` what was found. Raises OSError."""
    with path.open("rb") as handle:
        for found in walk(handle):
            told.bytes += found.length
            progress(found.length)
            if isinstance(found, Gap):
                yield found.offset, _problem_of(found), f"{found.length:,} bytes: {found.why}"
                continue
            told.records += 1
            told.unpacked += len(found.data)
            try:
                record = parse(found.data)
            except ValueError as error:
                yield found.offset, Problem.BAD_RECORD, str(error)
                continue
            yield from _check_record(found, record, waiting.pop(found.offset, None))
    if told.bytes == 0:
        yield None, Problem.EMPTY_FILE, "no bytes in it"


def _problem_of(gap: Gap) -> Problem:
    if gap.last and gap.why in (CUT, ZEROS):
        return Problem.TORN_END
    return Problem.NOT_AN_ARCHIVE if gap.last and gap.offset == 0 and gap.why == NO_GZIP else Problem.DAMAGED


def _check_record(found: Member, record: Record, entry: Fetched | None) -> Iterator[_Trouble]:
    parts = [("warc-block-digest", record.block)]
    if record.kind != "revisit":  # its payload lies elsewhere
        parts.append(("warc-payload-digest", record.payload))
    for name, content in parts:
        if not _holds(record.fields.get(name, ""), content):
            yield found.offset, Problem.WRONG_DIGEST, f"{name} of {_what(record)}"
    if entry is None:
        return
    if entry.warc_length != found.length:
        yield found.offset, Problem.MISSING_RECORD, f"{found.length} bytes long, {entry.warc_length} by the journal"
    elif not _holds(f"sha256:{entry.sha256}", record.payload):
        yield found.offset, Problem.OTHER_BODY, f"{_what(record)} is not what was fetched of {entry.url}"


def _what(record: Record) -> str:
    return f"{record.kind} {record.fields.get('warc-target-uri', '')}".strip()


def _holds(labelled: str, content: bytes) -> bool:
    """Whether content has a digest as WARC writes it: an algorithm, a colon, and hexadecimal or base 32. One that is
    not there, or of an algorithm that is not known, says nothing."""
    algorithm, _, value = labelled.partition(":")
    name = _ALGORITHMS.get(algorithm.lower())
    if name is None:
        return True
    digest = hashlib.new(name, content, usedforsecurity=False).digest()
    return value.lower() in (digest.hex(), base64.b32encode(digest).decode().lower())


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
