"""A news site on loopback: a feed and pages, which a test can change between two runs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.support.texts import Story, page


@dataclass
class Answer:
    """What a path answers."""

    status: int = 200
    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Site:
    """The site: its answers by path (no query), and what was asked of it."""

    address: str = ""
    answers: dict[str, Answer | Callable[[], Answer]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    entries: list[tuple[str, Story]] = field(default_factory=list)

    def publish(self, item: Story) -> str:
        """Puts an article on the site and into its feed, or a new text of it; returns its address."""
        path = f"/{item.slug}"
        self.answers[path] = Answer(body=page(item, canonical=self.address + path))
        self.entries = [(p, s) for p, s in self.entries if p != path] + [(path, item)]
        return self.address + path

    def link(self, path: str, answer: Answer | Callable[[], Answer], item: Story) -> None:
        """Puts any answer behind a path that the feed names."""
        self.answers[path] = answer
        self.entries.append((path, item))

    def feed(self) -> bytes:
        items = "".join(
            f"<item><title>{escape(item.title)}</title><link>{self.address}{path}</link>"
            + (f"<pubDate>{format_datetime(item.published)}</pubDate>" if item.published else "")
            + "</item>"
            for path, item in self.entries
        )
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{items}</channel></rss>'.encode()


class _QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away in the middle of a line is nothing to print a traceback for."""


@contextmanager
def serving() -> Iterator[Site]:
    """A running site with nothing on it yet."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            site.asked.append(path)
            if path == "/feed":
                answer = Answer(body=site.feed(), content_type="application/rss+xml")
            else:
                known = site.answers.get(path, Answer(404, b"not here", "text/plain"))
                answer = known() if callable(known) else known
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body)))
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_: object) -> None:
            pass

    server = _QuietServer(("127.0.0.1", 0), Handler)
    site.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
