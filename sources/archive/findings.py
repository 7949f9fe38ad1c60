"""What can be wrong with the archive, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Problem(StrEnum):
    """A kind of damage."""

    MISSING_FILE = "missing_file"
    UNREADABLE_FILE = "unreadable_file"
    EMPTY_FILE = "empty_file"
    NOT_AN_ARCHIVE = "not_an_archive"
    FOREIGN_FILE = "foreign_file"
    TORN_END = "torn_end"
    DAMAGED = "damaged"
    BAD_RECORD = "bad_record"
    WRONG_DIGEST = "wrong_digest"
    MISSING_RECORD = "missing_record"
    OTHER_BODY = "other_body"
    NO_JOURNAL = "no_journal"
    BAD_LINE = "bad_line"
    TORN_LINE = "torn_line"


_FROM_COPY = "Put the file back from a copy. Without one, run its source again: what is still on the web comes anew."
_CUT_OFF = "Nothing is lost: the next `desk run` cuts it off. If it stays, put the file back from a copy."
_JOURNAL = "Put the journal back from a copy: without it `desk rebuild` does not know what the archive holds."

EXPLAINED: dict[Problem, tuple[str, str]] = {
    Problem.MISSING_FILE: ("journal entries lead to a file that is not there", _FROM_COPY),
    Problem.UNREADABLE_FILE: (
        "the system does not give a file away",
        "Give this user permission to read it, or have the disk looked at.",
    ),
    Problem.EMPTY_FILE: ("an archive file without a byte", _FROM_COPY),
    Problem.NOT_AN_ARCHIVE: ("a file that is called .warc.gz and is no gzip", _FROM_COPY),
    Problem.FOREIGN_FILE: (
        "a file that is neither journal nor archive",
        "Move it elsewhere: only journals and archive files belong under raw/.",
    ),
    Problem.TORN_END: ("the last record of a file is not whole, or zeros follow it", _CUT_OFF),
    Problem.DAMAGED: ("bytes that are no record", _FROM_COPY),
    Problem.BAD_RECORD: ("a member of a file that is not one whole WARC record", _FROM_COPY),
    Problem.WRONG_DIGEST: ("a record's block or payload has not the digest that its header states", _FROM_COPY),
    Problem.MISSING_RECORD: ("a journal entry leads to a place where no record of its length begins", _FROM_COPY),
    Problem.OTHER_BODY: ("a journal entry leads to a record with another body than it says", _FROM_COPY),
    Problem.NO_JOURNAL: ("an archive file of a run that has no journal", _JOURNAL),
    Problem.BAD_LINE: ("a line of a journal that cannot be read; what follows it is not looked at", _JOURNAL),
    Problem.TORN_LINE: ("the last line of a journal has no end", _CUT_OFF),
}
"""What each problem is, and its remedy."""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong. `file` is relative to `raw/`; `offset` is a byte of an archive file, a line of a journal
    (from 1), or None where it is the file as such."""

    file: str
    offset: int | None
    problem: Problem
    detail: str

    @property
    def remedy(self) -> str:
        """What to do about it."""
        return EXPLAINED[self.problem][1]
