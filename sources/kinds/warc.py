"""Other people's archives: WARC files, one or a folder of them, as Common Crawl gives its news.

Each `response`, `resource` and `revisit` of a web address is a candidate under that address; its locator is the file's
percent-encoded path within the source and the place of its record. What is no page ends with the reason why. Captures
of one address come in the order of their dates, so that later ones are revisions. A file that was read to the end is
not read again as long as it stays the same (`cursor`)."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

from fastwarc.warc import WarcRecord

from contracts.reasons import Reason
from contracts.records import Candidate
from core.urls import is_web_url
from sources.http.fetcher import Answer, FetchFailure
from sources.kinds.connector import Ask, Captured, Known, Obtained, Offer, Poll, Visit, web_address
from sources.kinds.warc_files import SUFFIXES, archive_names, inside, record_at, records, stamp
from sources.kinds.warc_records import answer_of, date_of, kind_of, length_of, moment_of, target_of
from sources.kinds.warc_streams import NotAnArchive
from sources.spec import SourceSpec

_SCHEME = "warc:"
_NOWHERE = "-"  # stands for the original of a revisit that is not in these files
_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Capture:
    """A record that is a candidate. For a revisit, `original` is the address and date that it refers to."""

    url: str
    at: datetime
    locator: str
    digest: str | None
    original: tuple[str, datetime | None] | None = None


@dataclass
class _Look:
    """What was found in a file. `skipped`: it had been read to the end before. `note`: why not all of it was read;
    `alien`: because it is no archive, or cannot be had."""

    name: str
    cursor: str | None = None
    skipped: bool = False
    captures: list[_Capture] = field(default_factory=list)
    note: str | None = None
    alien: bool = False


class WarcConnector:
    """Finds and reads captures."""

    def discover(self, spec: SourceSpec, ask: Ask, known: Known, since: date | None = None) -> Iterator[Poll]:
        """A poll per file, in the order of the files' first captures. All files are looked through before the first
        (130 MB a second; 500 bytes of memory a capture). What is damaged or no archive leaves a `note`; where nothing
        else is there, no archive is the source's `problem`."""
        path = spec.path or Path()
        try:
            path.stat()
            names = [path.name] if path.is_file() else sorted(archive_names(path))
        except OSError as error:
            yield Poll(spec.address, FetchFailure(Reason.UNREADABLE_FILE, f"{path}: {error.strerror}"), Offer())
            return
        looks = [_look(_root(spec), name, known) for name in names]
        if all(look.alien for look in looks):
            problem = looks[0].note if looks else f"no archive file in it ({', '.join(SUFFIXES[:4])})"
            yield Poll(spec.address, None, Offer(problem=problem))
            return
        looks.sort(key=lambda look: min((capture.at for capture in look.captures), default=_LAST))
        for look, candidates in zip(looks, _in_order_of_date(looks, _Originals(_root(spec), looks)), strict=True):
            yield Poll(_SCHEME + look.name, None, Offer(candidates, cursor=look.cursor, note=look.note))

    def obtain(self, spec: SourceSpec, candidate: Candidate, visit: Visit, limit: int) -> Obtained:
        """The capture, its codings undone. Its status' own reason or OTHER_MEDIA_TYPE for what is no page, SAME_CONTENT
        for a revisit of a capture of the same address, TOO_LARGE above `limit` bytes; UNREADABLE_FILE where it cannot
        be had: the file has changed or is damaged, a revisit's original is not in these files."""
        if not is_web_url(candidate.url):
            return FetchFailure(Reason.BAD_URL, f"not an http or https address: {candidate.url[:200]}")
        own, _, original = (candidate.locator or "").partition(" ")
        try:
            with _record(spec, own) as record:
                at = date_of(record)
                if web_address(target_of(record), "") != candidate.url:
                    raise LookupError("another record is there: the file has changed")
                if at is None:
                    raise LookupError("its WARC-Date is none")
                if not original:
                    return _captured(answer_of(record, limit), at)
            if original == _NOWHERE:
                raise LookupError("a revisit, and what it refers to is not in these files")
            with _record(spec, original) as record:
                if web_address(target_of(record), "") == candidate.url:
                    return FetchFailure(Reason.SAME_CONTENT, f"a revisit of what was captured {date_of(record)}", at=at)
                answer = answer_of(record, limit)
            here = replace(answer, url=candidate.url, final_url=candidate.url) if isinstance(answer, Answer) else answer
            return _captured(here, at)
        except (OSError, LookupError, NotAnArchive, ValueError) as error:
            return FetchFailure(Reason.UNREADABLE_FILE, getattr(error, "strerror", None) or str(error))


def _captured(answer: Answer | FetchFailure, at: datetime) -> Captured | FetchFailure:
    return Captured(answer, at) if isinstance(answer, Answer) else replace(answer, at=at)


class _Originals:
    """Where the captures lie to which revisits refer. Files that are not read again are looked through only if a
    revisit needs it."""

    def __init__(self, root: Path, looks: Sequence[_Look]) -> None:
        self._root, self._looks = root, looks
        self._places: dict[tuple[str, datetime], str] = {}
        self._digests: dict[str, str] = {}
        self._latest: dict[str, list[tuple[datetime, str]]] = {}
        self._unread = [look for look in looks if look.skipped]
        if any(capture.original for look in looks for capture in look.captures):
            self._add(capture for look in looks for capture in look.captures)

    def of(self, revisit: _Capture) -> str:
        """The locator of a revisit's original, or the sign that it is nowhere."""
        found = self._find(revisit)
        while found is None and self._unread:
            look = self._unread.pop()
            copy = _Look(look.name)
            _fill(copy, _path_of(self._root, look.name))
            self._add(copy.captures)
            found = self._find(revisit)
        return found or _NOWHERE

    def _add(self, captures: Iterable[_Capture]) -> None:
        for capture in captures:
            if capture.original is None:
                self._places.setdefault((capture.url, capture.at), capture.locator)
                self._latest.setdefault(capture.url, []).append((capture.at, capture.locator))
                if capture.digest:
                    self._digests.setdefault(capture.digest, capture.locator)

    def _find(self, revisit: _Capture) -> str | None:
        url, at = revisit.original or (revisit.url, None)
        if at is not None and (found := self._places.get((url, at))):
            return found
        if revisit.digest:
            return self._digests.get(revisit.digest)
        earlier = [one for one in self._latest.get(url, ()) if one[0] <= revisit.at]
        return max(earlier)[1] if earlier else None


def _in_order_of_date(looks: Sequence[_Look], originals: _Originals) -> Iterator[tuple[Candidate, ...]]:
    """The candidates of each file. Where an address was captured in several, all its captures come with the last of
    these files: so they are in order, too."""
    last = {capture.url: number for number, look in enumerate(looks) for capture in look.captures}
    gathered: list[list[_Capture]] = [[] for _ in looks]
    for look in looks:
        for capture in look.captures:
            gathered[last[capture.url]].append(capture)
        look.captures = []
    for captures in gathered:
        captures.sort(key=lambda capture: capture.at)
        yield tuple(Candidate(one.url, locator=_locator(one, originals)) for one in captures)
        captures.clear()


def _locator(capture: _Capture, originals: _Originals) -> str:
    return capture.locator if capture.original is None else f"{capture.locator} {originals.of(capture)}"


def _look(root: Path, name: str, known: Known) -> _Look:
    look = _Look(quote(os.fsencode(name)))
    try:
        path = inside(root, name)
        look.cursor = stamp(path)
        before = known(_SCHEME + look.name)
        look.skipped = before is not None and before.cursor == look.cursor
        if not look.skipped:
            _fill(look, path)
    except NotAnArchive as error:
        look.note, look.alien = f"{name}: {error}", True
    except OSError as error:
        look.note, look.alien = f"{name}: {error.strerror or error}", True
    return look


def _fill(look: _Look, path: Path) -> None:
    """Reads the captures of a file up to where it is damaged; the note says where that is. Raises NotAnArchive."""
    passed = "the beginning"
    try:
        for place, record in records(path):
            length = length_of(record)
            capture = _capture(record, f"{look.name}#{place}") if length >= 0 else None
            if record.consume() != length:
                look.note = f"{path.name}: the record at {place} is cut; what follows was not read"
                return
            if capture is not None:
                look.captures.append(capture)
            passed = place
    except OSError as error:
        look.note = f"{path.name}: damaged behind the record at {passed} ({error}); what follows was not read"


def _capture(record: WarcRecord, locator: str) -> _Capture | None:
    """The record as a candidate, if it is one."""
    kind, target = kind_of(record), target_of(record)
    if kind not in ("response", "resource", "revisit") or not target.lower().startswith(("http://", "https://")):
        return None
    url, at = web_address(target, ""), date_of(record) or _LAST
    digest = record.headers.get("WARC-Payload-Digest")
    original = _referred(record, url) if kind == "revisit" else None
    return _Capture(url, at, locator, digest, original)


def _referred(record: WarcRecord, url: str) -> tuple[str, datetime | None]:
    target = (record.headers.get("WARC-Refers-To-Target-URI") or "").strip().strip("<>")
    return web_address(target, "") if target else url, moment_of(record.headers.get("WARC-Refers-To-Date"))


@contextmanager
def _record(spec: SourceSpec, locator: str) -> Iterator[WarcRecord]:
    name, _, place = locator.rpartition("#")
    with record_at(_path_of(_root(spec), name), place) as record:
        yield record


def _path_of(root: Path, quoted: str) -> Path:
    return inside(root, os.fsdecode(unquote_to_bytes(quoted)))


def _root(spec: SourceSpec) -> Path:
    path = spec.path or Path()
    return path.parent if path.is_file() else path


WARC = WarcConnector()
