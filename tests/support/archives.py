"""Archives of runs, as `collect` leaves them: answers, revisits, files and captures, and a journal that speaks of
them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from contracts.journal import Entry, Fetched, RunEnded, RunStarted, to_json
from contracts.records import Hints
from core.clock import iso
from core.files import JsonLines
from core.ids import document_id, sha256
from sources.archive.writer import Archive, Place
from sources.http.fetcher import Answer

MOMENT = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)
SENT = (("Host", "site.example"), ("User-Agent", "ForeignDesk/0"))


def answer(
    body: bytes,
    *headers: tuple[str, str],
    url: str = "http://site.example/a?b=c",
    status: int = 200,
    reason: str = "OK",
) -> Answer:
    """An answer of HTML."""
    return Answer(url, url, status, reason, (("Content-Type", "text/html"), *headers), body, SENT)


def page(number: int) -> bytes:
    """The bytes of a small page."""
    return f"<html><body><h1>Page {number}</h1><p>{'Some text of this page. ' * number}</p></body></html>".encode()


@dataclass
class ArchivedRun:
    """A run's files, made step by step."""

    raw: Path
    run_id: str = "20260304T123000000Z-0a1b"
    source: str = "the-courier"
    moment: datetime = MOMENT
    places: list[Place] = field(default_factory=list)

    @property
    def warc(self) -> Path:
        return self.raw / f"{self.moment:%Y/%m/%d}" / f"{self.source}-{self.run_id}.warc.gz"

    @property
    def journal(self) -> Path:
        return self.raw / f"{self.moment:%Y/%m/%d}" / f"{self.run_id}.journal.jsonl"

    def fetch(self, numbers: Iterable[int], *, spoken: bool = True) -> ArchivedRun:
        """Pages of these numbers into the archive, and into the journal if they are `spoken` of."""
        entries: list[Entry] = []
        with Archive(self.raw, self.run_id).writer(self.source, self.moment) as warc:
            for number in numbers:
                url, body = f"http://site.example/{number}", page(number)
                place = warc.response(answer(body, url=url), self.moment)
                self.places.append(place)
                entries.append(self._fetched(number, url, body, place))
        self.say(*(entries if spoken else ()))
        return self

    def revisit(self, number: int, status: int = 304) -> ArchivedRun:
        """A look at a page that brought nothing new; no journal entry leads to it."""
        body = b"" if status == 304 else page(number)
        got = answer(body, url=f"http://site.example/{number}", status=status)
        with Archive(self.raw, self.run_id).writer(self.source, self.moment) as warc:
            warc.revisit(got, self.moment, sha256=sha256(page(number)), kept_at=self.moment)
        return self

    def say(self, *entries: Entry) -> ArchivedRun:
        """Entries into the journal."""
        lines = JsonLines(self.journal)
        if lines.path.stat().st_size == 0:
            lines.append(to_json(RunStarted(self.run_id, "run", iso(self.moment), "0.4.0")))
        if entries:
            lines.append(*map(to_json, entries))
        lines.close()
        return self

    def end(self, status: str = "done") -> ArchivedRun:
        """The journal's last line."""
        return self.say(RunEnded(self.run_id, status, iso(self.moment)))

    def _fetched(self, number: int, url: str, body: bytes, place: Place) -> Fetched:
        return Fetched(
            run_id=self.run_id, source_id=self.source, document_id=document_id(self.run_id, self.source, url),
            sequence=number, url=url, final_url=url, fetched_at=iso(self.moment), status=200, content_type="text/html",
            sha256=sha256(body), warc_path=place.warc_path, warc_offset=place.offset, warc_length=place.length,
            etag=None, last_modified=None, hints=Hints(),
        )  # fmt: skip
