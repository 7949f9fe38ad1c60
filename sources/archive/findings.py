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
REMEDY: dict[Problem, str] = {
    Problem.MISSING_FILE: _FROM_COPY,
    Problem.UNREADABLE_FILE: "Give this user permission to read it, or have the disk looked at.",
    Problem.EMPTY_FILE: _FROM_COPY,
    Problem.NOT_AN_ARCHIVE: _FROM_COPY,
    Problem.FOREIGN_FILE: "Move it elsewhere: only journals and archive files belong under raw/.",
    Problem.TORN_END: _CUT_OFF,
    Problem.DAMAGED: _FROM_COPY,
    Problem.BAD_RECORD: _FROM_COPY,
    Problem.WRONG_DIGEST: _FROM_COPY,
    Problem.MISSING_RECORD: _FROM_COPY,
    Problem.OTHER_BODY: _FROM_COPY,
    Problem.NO_JOURNAL: "Put the run's journal back from a copy: without it `desk rebuild` knows nothing of this file.",
    Problem.BAD_LINE: "Put the journal back from a copy: `desk rebuild` needs every line.",
    Problem.TORN_LINE: _CUT_OFF,
}


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
        return REMEDY[self.problem]
