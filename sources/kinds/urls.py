"""Lists: addresses that somebody wrote down, in the YAML file or in a file of its own.

A file has one address a line; blank lines and lines that begin with `#` are passed over. Of a `.csv` or `.tsv` the
first column counts, without its heading. Whoever lists a page says that it is the source's: each site is a home."""

from __future__ import annotations

import csv
import io
import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from contracts.reasons import Reason
from contracts.records import Candidate
from core.urls import is_web_url, site_of
from sources.http.fetcher import FetchFailure
from sources.kinds.charset import as_text
from sources.kinds.connector import Ask, Known, Obtained, Offer, Poll, Visit, web_address
from sources.spec import SourceSpec

MOST_BYTES = 100_000_000  # a million addresses; at one in two seconds they take 23 days
_SEPARATORS = {".csv": ",", ".tsv": "\t"}


class UrlsConnector:
    """Reads lists of addresses."""

    def discover(self, spec: SourceSpec, ask: Ask, known: Known, since: date | None = None) -> Iterator[Poll]:
        """One poll, with all addresses in their order, each once. What is no web address stays as it is written."""
        listed = list(spec.urls)
        if spec.path is not None:
            read = _read(spec.path)
            if isinstance(read, FetchFailure):
                yield Poll(spec.address, read, Offer())
                return
            listed += _addresses(read, _SEPARATORS.get(spec.path.suffix.lower()))
        urls = dict.fromkeys(web_address(line, "") for line in listed)
        homes: dict[str, str] = {}
        for url in urls:
            if is_web_url(url):
                homes.setdefault(site_of(url), url)
        yield Poll(spec.address, None, Offer(tuple(map(Candidate, urls)), homes=tuple(homes.values())))

    def obtain(self, spec: SourceSpec, candidate: Candidate, visit: Visit, limit: int) -> Obtained:
        """The page."""
        return visit(candidate.url)


def _read(path: Path) -> str | FetchFailure:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return FetchFailure(Reason.UNREADABLE_FILE, f"{path}: not a file")
        with path.open("rb") as handle:
            body = handle.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a name that holds a NUL
        return FetchFailure(Reason.UNREADABLE_FILE, f"{path}: {getattr(error, 'strerror', None) or error}")
    if len(body) > MOST_BYTES:
        return FetchFailure(Reason.TOO_LARGE, f"{path}: over {MOST_BYTES} bytes; divide it")
    return as_text(body)


def _addresses(text: str, separator: str | None) -> Iterator[str]:
    """The lines, or the first column, that are no blanks and no comments."""
    lines = text.splitlines() if separator is None else _first_column(text, separator)
    for line in lines:
        if line.strip() and not line.lstrip().startswith("#"):
            yield line.strip()


def _first_column(text: str, separator: str) -> Iterator[str]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    is_first = True
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield f"line {rows.line_num}: {error}"
            continue
        cell = row[0] if row else ""
        if not (is_first and not set(cell) & set(".:/")):  # a heading is a word
            yield cell
        is_first = is_first and not cell.strip()


URLS = UrlsConnector()
