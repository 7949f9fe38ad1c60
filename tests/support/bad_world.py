"""A world of two sites, one bad and one good, both read in one run by what `collect` is given in a real one."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from contracts.journal import Entry, Fate, Fetched
from contracts.records import Article, PageContext, UrlState
from core.clock import parse_iso
from sources.archive.reader import read_payload
from sources.archive.writer import Archive
from sources.collect import SourceReport, collect
from sources.http.addresses import resolve
from sources.http.fetcher import Fetcher, HttpLimits
from sources.polite.gate import LocalHostGate
from sources.polite.rights import Rights
from sources.polite.robots import Robots
from sources.revisits import Edits
from sources.spec import SourceSpec
from tests.support.bad_servers import BadServer, Routes, answer
from tests.support.texts import page, published_on, story
from tests.support.tls import Authority
from transforms.pages.extract import extract_document

BAD, GOOD = "www.bad.example.org", "www.good.example.net"
LIMITS = HttpLimits(10.0, 10.0, 30.0, 200_000, "ForeignDesk/0 (test; t@example.org)", allow_loopback=True)
NOW = datetime(2026, 9, 10, 12, 0, tzinfo=UTC)


def article(number: int) -> bytes:
    """An article's page."""
    return page(story(number, published_on(number)))


def feed(*links: str, more: str = "") -> bytes:
    """An RSS feed with these links."""
    items = "".join(f"<item><title>Item {i}</title><link>{link}</link></item>" for i, link in enumerate(links))
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{items}{more}</channel></rss>'.encode()


def rss(*links: str, more: str = "") -> bytes:
    """An answer with an RSS feed."""
    return answer(feed(*links, more=more), kind="application/rss+xml")


@dataclass
class World:
    """The two sites. The bad one's hosts are all of `*.bad.example.org`; `inside.bad.example.org` is a private address.
    `tls` speaks HTTPS for it; `closed` is a port where nobody listens."""

    bad: BadServer
    good: BadServer
    tls: BadServer
    closed: int
    raw: Path
    limits: HttpLimits
    seconds: float = 0.0
    entries: list[Entry] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self.gate = LocalHostGate(lambda: self.seconds, self._sleep, clock=self.clock)
        self.here = f"http://{BAD}:{self.bad.port}"
        self.secure = f"https://{BAD}:{self.tls.port}"

    def _sleep(self, seconds: float) -> None:
        with self._lock:
            self.seconds += seconds

    def clock(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds)

    def resolve(self, host: str, port: int) -> tuple[str, ...]:
        with self._lock:
            self.looked_up.append(host)
        if host.startswith("inside."):
            return ("10.0.0.7",)
        if host.endswith((".example.org", ".example.net", ".example.com")):
            return ("127.0.0.1",)
        if host.replace(".", "").isdecimal():
            return resolve(host, port)
        raise socket.gaierror("no such name")

    def journal(self, *entries: Entry) -> None:
        with self._lock:
            self.entries += entries

    def get(self, source_id: str, url: str) -> UrlState | None:
        return None

    poll = get

    def pages(self, source_id: str) -> list[UrlState]:
        return []

    def edits(self, source_id: str) -> Edits:
        return Edits()

    def run(self, bad: SourceSpec, good: SourceSpec) -> tuple[SourceReport, SourceReport]:
        """Both sources at once, as flows do it: with one fetcher, gate, archive and journal."""
        with Fetcher(self.limits, self.resolve) as fetcher, ThreadPoolExecutor(2) as pool:
            robots = Robots(fetcher, self.gate, clock=self.clock)
            shared: dict[str, Any] = {
                "run_id": "run-1",
                "fetcher": fetcher,
                "robots": robots,
                "gate": self.gate,
                "rights": Rights(fetcher, self.gate, robots, clock=self.clock),
                "state": self,
                "archive": Archive(self.raw, "run-1"),
                "journal": self.journal,
                "clock": self.clock,
            }
            one, other = (pool.submit(collect, spec, **shared) for spec in (bad, good))
            return one.result(), other.result()

    def fates(self, source_id: str) -> dict[str, str]:
        """For each candidate its path, with `fetched` or the reason."""
        found: dict[str, str] = {}
        for entry in self.entries:
            if isinstance(entry, Fetched | Fate) and entry.source_id == source_id:
                path = entry.url.partition("://")[2].partition("/")[2] or entry.url
                assert path not in found, f"two entries for {entry.url}"
                found[path] = str(entry.reason) if isinstance(entry, Fate) else "fetched"
        return found

    def read(self, source_id: str) -> dict[str, str]:
        """What became of each fetched page, read back from the archive: `article`, or why it is none."""
        found: dict[str, str] = {}
        for entry in self.entries:
            if isinstance(entry, Fetched) and entry.source_id == source_id:
                place = entry.warc_path, entry.warc_offset, entry.warc_length
                body = read_payload(self.raw, *place, entry.sha256)
                moment = parse_iso(entry.fetched_at)
                context = PageContext(moment, entry.url, entry.final_url, entry.content_type, entry.hints)
                read = extract_document(body, context)
                path = entry.url.partition("://")[2].partition("/")[2]
                found[path] = "article" if isinstance(read, Article) else str(read.reason)
        return found


@contextlib.contextmanager
def world(folder: Path, routes: Callable[[World], Routes], certificate: str, **limits: Any) -> Iterator[World]:
    """The world with the bad site's routes over those of a site that has a feed of two articles, /bad and /good.
    `certificate` is how that of its HTTPS port is: good, expired, for another name, signed by itself, or too old in its
    protocol."""
    authority = Authority(folder)
    with contextlib.ExitStack() as stack:
        servers = [BadServer(), BadServer(), BadServer(authority.named(BAD, certificate))]
        for server in servers:
            stack.callback(server.close)
        with socket.create_server(("127.0.0.1", 0)) as listener:
            closed = listener.getsockname()[1]
        bounds = replace(LIMITS, ca_file=str(authority.file), **limits)
        made = World(servers[0], servers[1], servers[2], closed, folder / "raw", bounds)
        usual = {"/feed": rss("/bad", "/good"), "/bad": answer(article(1)), "/good": answer(article(2))}
        made.bad.routes = made.tls.routes = {**usual, **routes(made)}
        made.good.routes = {"/feed": rss("/one", "/two"), "/one": answer(article(3)), "/two": answer(article(4))}
        yield made


def source(name: str, address: str, **more: Any) -> SourceSpec:
    """A feed source at an address, or what `more` makes of it."""
    values: Mapping[str, Any] = {
        "name": name, "kind": "feed", "outlet": "The Test Courier", "url": address, "delay_seconds": 0.5,
        "max_wait_seconds": 30, **more,
    }  # fmt: skip
    return SourceSpec.model_validate(values)
