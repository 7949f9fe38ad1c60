"""Sites as functions: a request's path and headers in, a reply out. Asked over HTTP on loopback, or, where a test asks
thousands of times, without it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from sources.http.failures import failure_of_status
from sources.http.fetcher import Answer, FetchFailure
from sources.kinds.connector import Ask


@dataclass(frozen=True)
class Reply:
    """What a site answers. `moment` becomes the Date header."""

    status: int = 200
    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()
    moment: datetime | None = None

    def all_headers(self) -> list[tuple[str, str]]:
        date = [("Date", format_datetime(self.moment, usegmt=True))] if self.moment else []
        return [("Content-Type", self.content_type), *self.headers, *date]


Respond = Callable[[str, Mapping[str, str]], Reply]  # path with query, headers with names in lower case


class _QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is nothing to print a traceback for."""


@contextmanager
def serving(respond: Respond) -> Iterator[str]:
    """The site on loopback; gives its address, without a slash at its end."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # head and body go out as two writes: else 40 ms a request

        def do_GET(self) -> None:
            reply = respond(self.path, {name.lower(): value for name, value in self.headers.items()})
            self.send_response_only(reply.status)
            for name, value in reply.all_headers():
                self.send_header(name, value)
            if reply.status != 304:
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body if reply.status != 304 else b"")

        def log_message(self, *_: object) -> None:
            pass

    server = _QuietServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def asking(respond: Respond) -> Ask:
    """What a connector is given to ask with, without HTTP between."""

    def ask(url: str) -> Answer | FetchFailure:
        parts = urlsplit(url)
        reply = respond(parts.path + (f"?{parts.query}" if parts.query else ""), {})
        refused = failure_of_status(reply.status, conditional=False)
        if refused:
            return FetchFailure(*refused, reply.status, said=reply.body if "json" in reply.content_type else b"")
        return Answer(url, url, reply.status, "", tuple(reply.all_headers()), reply.body)

    return ask
