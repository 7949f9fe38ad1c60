"""Serving the newsroom: one HTTP server per site on 127.0.0.1, told apart by port."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from core.urls import normalise_url
from examples.newsroom.model import Article, Edition, Newsroom, Offer
from examples.newsroom.replies import Replies, Reply


@dataclass(frozen=True)
class Request:
    """A request that a site has answered."""

    site: str
    target: str
    status: int


@dataclass(frozen=True)
class Truth:
    """An address as a source finds it (normalised), with what is offered there and the article, where it is one."""

    url: str
    offer: Offer
    article: Article | None


class Running:
    """The running newsroom. `bases` maps a site's name to its address, without a slash at the end."""

    def __init__(self, newsroom: Newsroom, bases: Mapping[str, str]) -> None:
        self.newsroom, self.bases = newsroom, dict(bases)
        self.edition: Edition = "morning"
        self._replies = Replies(newsroom, self.bases)
        self.faults: list[Exception] = []
        self._requests: list[Request] = []
        self._lock = threading.Lock()

    def set_edition(self, edition: Edition) -> None:
        """From now on the sites show that edition."""
        self.edition = edition

    def url(self, site: str, path: str = "/") -> str:
        """The address of a path of a site."""
        return self.bases[site] + path

    def truth(self, edition: Edition | None = None) -> tuple[Truth, ...]:
        """All addresses that a run in that edition meets (default: the one shown), as a source finds them; in the
        evening without those of the quiet sites."""
        edition = edition or self.edition
        quiet = self.newsroom.quiet if edition == "evening" else frozenset()
        found = [offer for offer in self.newsroom.offers if offer.outcome(edition) and offer.site not in quiet]
        return tuple(
            Truth(self.offered_url(o), o, self.newsroom.article(o.article, edition) if o.article else None)
            for o in found
        )

    def offered_url(self, offer: Offer) -> str:
        """The address that a source makes of the offer."""
        if offer.path.startswith("mailto:"):
            return offer.path
        return normalise_url(self.href(offer))

    def href(self, offer: Offer) -> str:
        """The absolute address as it stands in the feed or listing."""
        return absolute(offer.href, offer.site, self.bases)

    @property
    def requests(self) -> tuple[Request, ...]:
        """What was asked for so far, in the order of the answers."""
        with self._lock:
            return tuple(self._requests)

    def answer(self, site: str, target: str) -> Reply:
        """The reply to a request, which is noted. A fault of the newsroom itself is kept for the end of `serve`."""
        try:
            reply = self._replies.reply(site, target, self.edition)
        except Exception as fault:
            self.faults.append(fault)
            reply = Reply(500, "text/plain", b"The newsroom is at fault.\n")
        with self._lock:
            self._requests.append(Request(site, target, reply.status))
        return reply


def absolute(href: str, site: str, bases: Mapping[str, str]) -> str:
    """An address of the site; `@other/path` stands on another site."""
    if href.startswith("mailto:"):
        return href
    if href.startswith("@"):
        other, _, path = href[1:].partition("/")
        return f"{bases[other]}/{path}"
    return bases[site] + href


@contextmanager
def serve(newsroom: Newsroom, *, ports: Mapping[str, int] | None = None) -> Iterator[Running]:
    """Serves all sites until the block ends. `ports` fixes a port for sites by name; others get a free one. Addresses
    depend on the ports, and identities on the addresses: fix them where two runs are to know each other again. Raises
    OSError when a fixed port is taken, and at the end what a page raised, if one did."""
    servers: dict[str, _Server] = {}
    threads: list[threading.Thread] = []
    try:
        for site in newsroom.sites:
            servers[site.name] = _Server((ports or {}).get(site.name, 0), site.name, site.server)
        running = Running(newsroom, {name: f"http://127.0.0.1:{s.server_address[1]}" for name, s in servers.items()})
        for server in servers.values():
            server.running = running
            threads.append(threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True))
            threads[-1].start()
        yield running
        if running.faults:
            raise running.faults[0]
    finally:
        for server in servers.values():
            if threads:
                server.shutdown()
            server.close()
        for thread in threads:
            thread.join()


class _Server(ThreadingHTTPServer):
    """One site. It knows its open connections, so that it can end them: clients keep them alive."""

    daemon_threads = True
    block_on_close = True
    request_queue_size = 64
    running: Running

    def __init__(self, port: int, site: str, software: str) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.site, self.software = site, software
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()

    def process_request(self, request: socket.socket, client_address: tuple[str, int]) -> None:  # type: ignore[override]
        with self._guard:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket.socket) -> None:  # type: ignore[override]
        with self._guard:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is no news; nothing is written to the terminal."""

    def close(self) -> None:
        """Ends the open connections and their threads, and frees the port."""
        with self._guard:
            waiting = list(self._open)
        for connection in waiting:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # it has just ended by itself
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body in one packet: two would wait 40 ms for the client's delayed acknowledgement
    server: _Server

    def do_GET(self) -> None:
        self._send(self.server.running.answer(self.server.site, self.path), with_body=True)

    def do_HEAD(self) -> None:
        self._send(self.server.running.answer(self.server.site, self.path), with_body=False)

    def version_string(self) -> str:
        return self.server.software

    def log_message(self, format: str, *args: object) -> None:
        """No access log on the terminal: `Running.requests` has it."""

    def _send(self, reply: Reply, with_body: bool) -> None:
        status = 304 if reply.status == 200 and self._is_known(reply) else reply.status
        body = b"" if status == 304 else reply.body
        self.send_response(status)
        if status != 304:
            self.send_header("Content-Type", reply.content_type)
        if body and self.server.site == "harbour-ledger" and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, 5, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        for name, value in (
            ("ETag", reply.etag),
            ("Last-Modified", reply.last_modified),
            ("Location", reply.location),
            ("Retry-After", reply.retry_after),
        ):
            if value is not None:
                self.send_header(name, str(value))
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def _is_known(self, reply: Reply) -> bool:
        """Whether the client has this very body (RFC 9110, 13.1: If-None-Match goes before If-Modified-Since)."""
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            return reply.etag is not None and (
                tags.strip() == "*" or reply.etag in [t.strip() for t in tags.split(",")]
            )
        since = self.headers.get("If-Modified-Since")
        if since is None or reply.last_modified is None:
            return False
        try:
            return parsedate_to_datetime(reply.last_modified) <= parsedate_to_datetime(since)
        except ValueError:
            return False
