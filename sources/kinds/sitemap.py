"""Sitemaps: a file that lists a site's pages, or an index of such files, or the robots.txt that names them.

An index is read to the files that may hold something new, newest first. Which those are is told by its dates: a file
that was last changed before what is wanted is not asked for, nor one that has not changed since all that it listed was
dealt with. The others are asked for on condition."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from itertools import count
from urllib.parse import urldefrag, urljoin

from contracts.records import Candidate, Hints, UrlState
from core.clock import iso, parse_iso
from core.urls import is_web_url
from sources.http.fetcher import Answer, FetchFailure
from sources.kinds.connector import Ask, Known, Obtained, Offer, Poll, Visit, web_address
from sources.kinds.feed import read_feed
from sources.kinds.hinting import one_line, unescaped
from sources.kinds.lastmod import Span, span_of
from sources.kinds.sitemap_file import Listed, SitemapFile, read_sitemap
from sources.spec import SourceSpec

MAX_LEVELS = 4  # the protocol knows one index above the files; some sites have a second, or name them in robots.txt
# A file may be served from a cache for a while after the index has its new date: what was read within an hour after
# that date is asked for once more.
_SETTLES = timedelta(hours=1)
# And once a day whatever the index says: there are some whose dates stand still while their files go on.
_CHECKED_EVERY = timedelta(days=1)
# Files without a date are often named by the month or day that they hold.
_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_/]?(0[1-9]|1[0-2])(?:[-_/]?(0[1-9]|[12]\d|3[01]))?(?!\d)")
_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class _File:
    """A sitemap to ask for. `level`: how many indexes lead to it; `lastmod`: when an index says that it changed."""

    url: str
    level: int = 0
    lastmod: str | None = None

    @property
    def changed(self) -> Span | None:
        return span_of(self.lastmod)

    @property
    def newest(self) -> datetime | None:
        """Nothing in it is newer, by its date or its name."""
        changed = self.changed
        named = None if changed else _IN_NAME.search(self.url.partition("://")[2].partition("/")[2])
        named_span = span_of("-".join(filter(None, named.groups()))) if named else None
        return changed.last if changed else named_span.last if named_span else None


@dataclass(frozen=True)
class _Mark:
    """What a poll leaves for the next: `at`, the server's time when all that it listed was dealt with, None where its
    date in the index cannot be trusted to tell; and the files that an index led to, for when it answers 304."""

    at: datetime | None = None
    files: tuple[tuple[str, str | None], ...] = ()

    @classmethod
    def of(cls, state: UrlState | None) -> _Mark:
        try:
            value = json.loads(state.cursor) if state and state.cursor else {}
            files = tuple((str(url), lastmod) for url, lastmod in value.get("files", ()))
            return cls(parse_iso(value["at"]) if value.get("at") else None, files)
        except (ValueError, TypeError, AttributeError):
            return cls()

    def text(self) -> str:
        """As a cursor."""
        return json.dumps({"at": iso(self.at) if self.at else None, "files": self.files}, separators=(",", ":"))


class SitemapConnector:
    """Reads sitemaps. `obtain` is that of the web: the page is fetched."""

    def discover(self, spec: SourceSpec, ask: Ask, known: Known, since: date | None = None) -> Iterator[Poll]:
        """The source's own address first, then the files that it leads to, the newest first, each once and at most
        `max_polls` in all. A file that fails does not keep the others from being read."""
        earliest = datetime.combine(since, time.min, UTC) if since else None
        waiting = [_File(spec.address)]
        polled: set[str] = set()
        for asked in range(1, spec.polls + 1):
            if not waiting:
                break
            file = waiting.pop(0)
            polled.add(file.url)
            answer = ask(file.url)
            if isinstance(answer, FetchFailure):
                yield Poll(file.url, answer, Offer())
                continue
            polled.add(answer.final_url)
            offer, files = _read(spec, file, answer, _Mark.of(known(file.url)), earliest)
            named = {other.url for other in waiting} | polled
            now = _server_time(answer)
            files = [
                other for other in files if other.url not in named and not _is_settled(other, known(other.url), now)
            ]
            waiting = _newest_first(other for other in (*waiting, *files) if other.url not in polled)
            over = len(waiting) - (spec.polls - asked)
            if files and over > 0:
                left = f"{over} of its sitemaps are not read (max_polls: {spec.polls})"
                offer = replace(offer, note=f"{offer.note}; {left}" if offer.note else left)
            yield Poll(file.url, answer, offer)

    def obtain(self, spec: SourceSpec, candidate: Candidate, visit: Visit, limit: int) -> Obtained:
        """The page; its size is limited by the fetcher."""
        return visit(candidate.url)


def _read(
    spec: SourceSpec, file: _File, answer: Answer, mark: _Mark, since: datetime | None
) -> tuple[Offer, list[_File]]:
    """What one answer offers, and the further files to ask for."""
    if answer.status == 304:
        files = [_File(url, file.level + 1, lastmod) for url, lastmod in mark.files]
        mark = replace(mark, at=_server_time(answer) if mark.at else None)
        return Offer(cursor=mark.text() if files or file.level else None), _wanted(files, since)
    content = read_sitemap(answer.body)
    if content.feed is not None:
        return read_feed(spec, replace(answer, body=content.feed)), []
    if content.problem:
        kind = answer.content_type or "not given"
        return Offer(problem=f"{content.problem} (Content-Type {kind})"), []
    named = _files(content, answer.final_url, file.level + 1)
    files = _wanted(named, since)
    notes = [content.note] if content.note else []
    if content.sitemaps and not named:
        notes.append("none of the addresses of its sitemaps is one of the web")
    if files and file.level + 1 >= MAX_LEVELS:
        notes.append(f"{len(files)} sitemaps more than {MAX_LEVELS} levels down are not read")
        files = []
    pages = _candidates(content.pages, answer.final_url)
    mark = _Mark(
        _server_time(answer) if file.changed and _can_be_trusted(file.changed, content) else None,
        tuple((other.url, other.lastmod) for other in files[: spec.polls]),
    )
    cursor = mark.text() if files or file.level else None  # what one file of its own shows is known by its ETag
    return Offer(pages, more=tuple(other.url for other in files), cursor=cursor, note="; ".join(notes) or None), files


def _files(content: SitemapFile, base: str, level: int) -> list[_File]:
    """The files of an index that have a web address, each once."""
    found: dict[str, _File] = {}
    for listed in content.sitemaps:
        try:
            url = urldefrag(urljoin(base, unescaped(listed.address)))[0]
        except ValueError:
            continue
        if is_web_url(url):
            found.setdefault(url, _File(url, level, listed.lastmod if span_of(listed.lastmod) else None))
    return list(found.values())


def _wanted(files: list[_File], since: datetime | None) -> list[_File]:
    """Those that may hold something from `since` on, the newest first. Where the dates speak against all of them, the
    newest still: indexes exist whose dates stand still while their files go on."""
    files = _newest_first(files)
    wanted = [file for file in files if since is None or file.newest is None or file.newest >= since]
    return wanted or files[:1]


def _newest_first(files: Iterable[_File]) -> list[_File]:
    """By date, those without one last; equals in their order."""
    return sorted(files, key=lambda file: file.newest or _LONG_AGO, reverse=True)


def _is_settled(file: _File, state: UrlState | None, now: datetime | None) -> bool:
    """Whether a file has not changed since a recent poll after which nothing of it was left to do."""
    changed, at = file.changed, _Mark.of(state).at
    if changed is None or at is None or (now is not None and now - at >= _CHECKED_EVERY):
        return False
    return changed.last + _SETTLES <= at


def _can_be_trusted(changed: Span, content: SitemapFile) -> bool:
    """Whether a file's date in the index keeps up with what the file holds."""
    inner = (span_of(listed.published or listed.lastmod) for listed in (*content.pages, *content.sitemaps))
    return all(span is None or span.first <= changed.last + _SETTLES for span in inner)


def _server_time(answer: Answer) -> datetime | None:
    """The moment of which an answer speaks: a cache sends the Date of what it keeps (RFC 9110, section 6.6.1)."""
    try:
        moment = parsedate_to_datetime(answer.header("Date") or "")
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, TypeError):
        return None


def _candidates(pages: Iterable[Listed], base: str) -> tuple[Candidate, ...]:
    """Pages, each once, the newest first; those without a date after them in their order."""
    order = count()
    found: dict[str, tuple[datetime, int, Candidate]] = {}
    for listed in pages:
        published, modified = span_of(listed.published), span_of(listed.lastmod)
        hints = Hints(
            title=one_line(unescaped(listed.title)) if listed.title else None,
            published=listed.published if published else None,
            modified=listed.lastmod if modified else None,
        )
        address = unescaped(listed.address)
        url = web_address(address, "" if "://" in address else base)  # to join is a fifth of the time of 50,000
        dated = published or modified
        found.setdefault(url, (dated.last if dated else _LONG_AGO, -next(order), Candidate(url, hints)))
    return tuple(candidate for _, _, candidate in sorted(found.values(), key=lambda item: item[:2], reverse=True))


SITEMAP = SitemapConnector()
