"""Real servers on loopback, a clock and a gate that need no time, and a small newsroom around `collect`."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from contracts.journal import Entry, Fate, Fetched, Polled
from contracts.records import UrlState
from core.clock import parse_iso
from sources.archive.writer import Archive
from sources.collect import SourceReport, collect
from sources.http.fetcher import Fetcher, HttpLimits
from sources.polite.gate import LocalHostGate
from sources.polite.rights import Rights
from sources.polite.robots import Robots
from sources.revisits import Edits
from sources.spec import SourceSpec

Headers = dict[str, str]


@dataclass(frozen=True)
class Reply:
    """What a site answers."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass
class Asked:
    path: str
    headers: Headers


class Site:
    """An HTTP site: paths with replies, in turn where there are several (the last stays). Unknown paths are 404."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self._replies: dict[str, list[Reply]] = {}
        self.answer: Callable[[Asked], Reply] = self._scripted
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # head and body go out as two writes: else 40 ms a request

            def do_GET(self) -> None:
                asked = Asked(self.path, {key.lower(): value for key, value in self.headers.items()})
                site.asked.append(asked)
                reply = site.answer(asked)
                self.send_response(reply.status)
                for name, value in reply.headers:
                    self.send_header(name, value)
                if reply.status != 304:
                    self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                self.wfile.write(reply.body if reply.status != 304 else b"")

            def log_message(self, *args: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 64  # five, the default, is few for sources side by side on a busy machine

            def handle_error(self, request: Any, client_address: Any) -> None:
                pass  # a client that hangs up is what some tests are about

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def _scripted(self, asked: Asked) -> Reply:
        replies = self._replies.get(asked.path, [Reply(404, b"nothing here")])
        reply = replies.pop(0) if len(replies) > 1 else replies[0]
        etag = dict(reply.headers).get("ETag")
        return Reply(304, headers=reply.headers) if etag and asked.headers.get("if-none-match") == etag else reply

    def put(self, path: str, *replies: Reply | bytes | str, **headers: str) -> None:
        """Sets what a path answers; header names with `_` for `-`."""
        extra = tuple((name.replace("_", "-"), value) for name, value in headers.items())
        made = []
        for reply in replies:
            if isinstance(reply, Reply):
                made.append(reply)
            else:
                body = reply if isinstance(reply, bytes) else reply.encode()
                made.append(Reply(200, body, (("Content-Type", "text/html; charset=utf-8"), *extra)))
        self._replies[path] = made

    def reply(self, status: int, body: bytes = b"", **headers: str) -> Reply:
        """A reply with headers, `_` for `-` in their names."""
        return Reply(status, body, tuple((name.replace("_", "-"), value) for name, value in headers.items()))

    def feed(self, *paths: str, title: str = "An entry", date: str | None = None, **headers: str) -> str:
        """Puts a feed at /feed with these entries; gives its address."""
        dated = f"<pubDate>{date}</pubDate>" if date else ""
        items = "".join(f"<item><title>{title}</title><link>{path}</link>{dated}</item>" for path in paths)
        body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{items}</channel></rss>'
        extra = tuple((name.replace("_", "-"), value) for name, value in headers.items())
        self.put("/feed", Reply(200, body.encode(), (("Content-Type", "application/rss+xml"), *extra)))
        return f"{self.url}/feed"

    def sitemap(self, *pages: tuple[str, str | None], **headers: str) -> str:
        """Puts a sitemap at /sitemap.xml with these pages and their dates of change; gives its address."""
        urls = "".join(
            f"<url><loc>{self.url}{path}</loc>{f'<lastmod>{changed}</lastmod>' if changed else ''}</url>"
            for path, changed in pages
        )
        body = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
        extra = tuple((name.replace("_", "-"), value) for name, value in headers.items())
        self.put("/sitemap.xml", Reply(200, body.encode(), (("Content-Type", "application/xml"), *extra)))
        return f"{self.url}/sitemap.xml"

    def paths(self) -> list[str]:
        """The paths asked for, in order."""
        return [asked.path for asked in self.asked]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def make_site() -> Iterator[Callable[[], Site]]:
    sites: list[Site] = []

    def make() -> Site:
        sites.append(Site())
        return sites[-1]

    yield make
    for site in sites:
        site.close()


@pytest.fixture
def site(make_site: Callable[[], Site]) -> Site:
    return make_site()


@pytest.fixture
def raw_server() -> Iterator[Callable[[Callable[[socket.socket], None]], str]]:
    """A server that hands the bare connection to a function, after the request's head was read; gives its address."""
    listeners: list[socket.socket] = []
    ended = threading.Event()

    def start(talk: Callable[[socket.socket], None]) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)

        def handle(connection: socket.socket) -> None:
            with contextlib.suppress(OSError), connection:
                connection.settimeout(5)
                head = b""
                while b"\r\n\r\n" not in head:
                    part = connection.recv(4096)
                    if not part:
                        return
                    head += part
                talk(connection)

        def serve() -> None:
            while not ended.is_set():
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                threading.Thread(target=handle, args=(connection,), daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}"

    yield start
    ended.set()
    for listener in listeners:
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()


class FakeTime:
    """Monotonic seconds that pass only when someone sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


LIMITS = HttpLimits(2.0, 2.0, 5.0, 200_000, "ForeignDesk/0 (test; t@example.org)", allow_loopback=True)


@dataclass
class Newsroom:
    """What `collect` needs, kept from run to run. `remember` does with a journal what the warehouse does."""

    raw: Path
    limits: HttpLimits = LIMITS
    time: FakeTime = field(default_factory=FakeTime)
    now: datetime = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
    entries: list[Entry] = field(default_factory=list)
    states: dict[tuple[str, str, str], UrlState] = field(default_factory=dict)
    edit_share: Edits = field(default_factory=Edits)
    hears_rights: bool = False
    runs: int = 0

    def __post_init__(self) -> None:
        self.gate = LocalHostGate(self.time.monotonic, self.time.sleep)

    def get(self, source_id: str, url: str) -> UrlState | None:
        return self.states.get((source_id, url, "page"))

    def poll(self, source_id: str, url: str) -> UrlState | None:
        return self.states.get((source_id, url, "poll"))

    def pages(self, source_id: str) -> list[UrlState]:
        return [state for (name, _, kind), state in self.states.items() if (name, kind) == (source_id, "page")]

    def edits(self, source_id: str) -> Edits:
        return self.edit_share

    def clock(self) -> datetime:
        """The time of day: moves with the gate's sleeping."""
        return self.now + timedelta(seconds=self.time.now - 1000.0)

    def collect(self, spec: SourceSpec, **more: Any) -> SourceReport:
        """One run; its entries are in `entries`, its states remembered."""
        self.runs += 1
        self.entries = []
        run_id = f"run-{self.runs}"
        with Fetcher(self.limits) as fetcher:
            robots = Robots(fetcher, self.gate, clock=self.clock)
            report = collect(
                spec,
                run_id=run_id,
                fetcher=fetcher,
                robots=robots,
                gate=self.gate,
                rights=Rights(fetcher, self.gate, robots, clock=self.clock) if self.hears_rights else None,
                state=self,
                archive=Archive(self.raw, run_id),
                journal=more.pop("journal", lambda *entries: self.entries.extend(entries)),
                clock=self.clock,
                **more,
            )
        self.remember()
        return report

    def remember(self) -> None:
        for entry in self.entries:
            if isinstance(entry, Fetched):
                self._look(entry.source_id, entry.url, parse_iso(entry.fetched_at), entry.status, entry)
            elif isinstance(entry, Fate) and (entry.http_status or entry.status == "unchanged"):
                self._look(entry.source_id, entry.url, parse_iso(entry.at), entry.http_status or 200)
            elif isinstance(entry, Polled):
                state = UrlState(
                    entry.url, parse_iso(entry.at), entry.status, entry.etag, entry.last_modified, None, "poll",
                    cursor=entry.cursor,
                )  # fmt: skip
                self.states[entry.source_id, entry.url, "poll"] = state

    def _look(self, source_id: str, url: str, at: datetime, status: int, kept: Fetched | None = None) -> None:
        """A look that was answered; one that brought another body than before counts as an edit."""
        old = self.states.get((source_id, url, "page")) or UrlState(url, at, 0, None, None, None, looks=0)
        new = replace(old, fetched_at=at, status=status, looks=old.looks + 1, first_seen_at=old.first_seen_at or at)
        if kept:
            edited = at if old.sha256 else None
            new = replace(
                new, etag=kept.etag, last_modified=kept.last_modified, sha256=kept.sha256, kept_at=at, edited_at=edited
            )
        self.states[source_id, url, "page"] = new

    def later(self, **delta: float) -> None:
        """Lets time go on, that of the gate as well."""
        self.time.now += timedelta(**delta).total_seconds()

    def fates(self) -> dict[str, str]:
        """For each candidate of the last run: `fetched`, or its reason. Fails when one has two entries."""
        found: dict[str, str] = {}
        for entry in self.entries:
            if isinstance(entry, Fetched | Fate):
                assert entry.url not in found, f"two entries for {entry.url}"
                path = entry.url.split("://")[-1].partition("/")[2] if "://" in entry.url else entry.url
                found[path] = entry.reason if isinstance(entry, Fate) else "fetched"
        return found

    def records(self) -> list[tuple[str, str]]:
        """The records of the last run's archive, in order: type and path, requests and file headers left out."""
        found = []
        for path in sorted(self.raw.rglob(f"*-run-{self.runs}.warc.gz")):
            with path.open("rb") as handle:
                for record in ArchiveIterator(handle):
                    uri = record.rec_headers.get_header("WARC-Target-URI") or ""
                    found.append((record.rec_type, "/" + uri.split("://")[-1].partition("/")[2]))
        return [record for record in found if record[0] not in ("warcinfo", "request")]

    def of(self, kind: type[Any]) -> list[Any]:
        """The last run's entries of one type."""
        return [entry for entry in self.entries if isinstance(entry, kind)]


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path / "raw")


@pytest.fixture
def feed_spec() -> Callable[..., SourceSpec]:
    """A feed source for an address, with a short delay."""

    def make(url: str, **more: Any) -> SourceSpec:
        values = {"name": "a-feed", "kind": "feed", "outlet": "The Test Gazette", "url": url, **more}
        return SourceSpec.model_validate(values)

    return make
