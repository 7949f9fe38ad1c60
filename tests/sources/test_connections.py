"""Connections: kept and reused, never mixed up, and what nobody may learn or decide through them."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from pydantic import ValidationError

from contracts.reasons import Reason
from core.errors import UsageError
from core.settings import Settings
from sources.http.fetcher import Answer, Fetcher, FetchFailure, HttpLimits, Redirect
from sources.spec import SourceSpec

LIMITS = HttpLimits(0.3, 0.3, 0.5, 50_000, "ForeignDesk/0 (test; t@example.org)", allow_loopback=True)


def answer(body: bytes = b"body", status: bytes = b"200 OK", *headers: bytes) -> bytes:
    lines = (b"HTTP/1.1 " + status, b"Content-Length: %d" % len(body), *headers)
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


class Counted:
    """A server that gives each request the next of its replies (the last stays), and counts connections. None: it hangs
    up without a word."""

    def __init__(self, *replies: bytes | None) -> None:
        self.replies = list(replies)
        self.connections = 0
        self.heads: list[bytes] = []
        self._open: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self.connections += 1
                self._open.append(connection)
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            while True:
                head = b""
                while b"\r\n\r\n" not in head:
                    part = connection.recv(4096)
                    if not part:
                        return
                    head += part
                self.heads.append(head)
                reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
                if reply is None:
                    return
                connection.sendall(reply)

    def close(self) -> None:
        for each in (self._listener, *self._open):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()


@pytest.fixture
def counted() -> Iterator[Callable[..., Counted]]:
    servers: list[Counted] = []

    def start(*replies: bytes | None) -> Counted:
        servers.append(Counted(*replies))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


CHUNKED = b"HTTP/1.1 404 None\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhere\r\n0\r\n\r\n"
KEEPS = {
    "a page": answer(),
    "an empty page": answer(b""),
    "204": b"HTTP/1.1 204 None\r\n\r\n",
    "404 with a page": answer(b"x" * 30_000, b"404 None"),
    "404 in chunks": CHUNKED,
    "a redirect with a page": answer(b"moved", b"302 Found", b"Location: /elsewhere"),
    "an error with JSON": answer(b'{"code": 1}', b"400 Bad", b"Content-Type: application/json"),
}


@pytest.mark.parametrize("reply", KEEPS.values(), ids=KEEPS)
def test_one_connection_serves_ten_requests_to_a_host(counted, reply):
    server = counted(reply)
    with Fetcher(LIMITS) as fetcher:
        for _ in range(10):
            fetcher.once(server.url)
    assert server.connections == 1
    assert len(server.heads) == 10


def test_a_page_that_is_not_wanted_is_not_read_for_the_sake_of_its_connection(counted):
    server = counted(answer(b"x" * 3_000_000, b"404 None"), answer())
    with Fetcher(LIMITS) as fetcher:
        assert fetcher.once(server.url) == FetchFailure(Reason.HTTP_404, "HTTP 404", 404)
        assert isinstance(fetcher.once(server.url), Answer)
    assert server.connections == 2


def test_what_comes_after_an_answer_is_not_taken_for_the_next(counted):
    server = counted(answer(b"one") + b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged", answer(b"two"))
    with Fetcher(LIMITS) as fetcher:
        bodies = [outcome.body for _ in range(2) if isinstance(outcome := fetcher.once(server.url), Answer)]
    assert bodies == [b"one", b"two"]


GIVEN_UP = {"without a word": None, "with a 408": answer(b"", b"408 Request Timeout", b"Connection: close")}


@pytest.mark.parametrize("reply", GIVEN_UP.values(), ids=GIVEN_UP)
def test_a_kept_connection_that_the_server_gives_up_is_replaced_at_once(counted, reply):
    server = counted(answer(b"one"), reply, answer(b"two"))
    with Fetcher(LIMITS) as fetcher:
        bodies = [outcome.body for _ in range(2) if isinstance(outcome := fetcher.once(server.url), Answer)]
    assert bodies == [b"one", b"two"]
    assert server.connections == 2


def test_a_new_connection_that_the_server_gives_up_is_not(counted):
    server = counted(None)
    with Fetcher(LIMITS) as fetcher:
        outcome = fetcher.once(server.url)
    assert isinstance(outcome, FetchFailure)
    assert outcome.reason == Reason.UNREACHABLE
    assert len(server.heads) == 1


def test_sixty_hosts_asked_in_turn_keep_their_connections(counted):
    servers = [counted(answer()) for _ in range(60)]
    with Fetcher(LIMITS) as fetcher:
        for _ in range(3):
            assert all(isinstance(fetcher.once(server.url), Answer) for server in servers)
    assert [server.connections for server in servers] == [1] * 60


def test_all_requests_of_a_process_share_one_watchdog(counted):
    server = counted(answer())
    with Fetcher(LIMITS) as one, Fetcher(LIMITS) as another:
        for fetcher in (one, another, one):
            fetcher.once(server.url)
        names = [thread.name for thread in threading.enumerate()]
    assert names.count("request-watchdog") == 1


def test_a_stop_that_raises_takes_the_watch_from_nobody(raw_server):
    def broken() -> bool:
        raise RuntimeError("no idea")

    def drips(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(b"x")
            time.sleep(0.02)

    address = raw_server(drips)
    with Fetcher(LIMITS) as fetcher:
        for _ in range(2):
            outcome = fetcher.get(f"{address}/", stop=broken)
            assert isinstance(outcome, FetchFailure)
            assert outcome.reason == Reason.TIMEOUT


def test_a_name_that_takes_for_ever_to_look_up_ends_in_time():
    released = threading.Event()

    def slow(host: str, port: int) -> tuple[str, ...]:
        released.wait(30)
        return ()

    with Fetcher(LIMITS, resolve=slow) as fetcher:
        outcome = fetcher.get("http://slow.example/")
        stopped = fetcher.get("http://slow.example/", stop=lambda: True)
    released.set()
    assert isinstance(outcome, FetchFailure)
    assert outcome.reason == Reason.TIMEOUT
    assert isinstance(stopped, FetchFailure)
    assert stopped.reason == Reason.INTERRUPTED


def test_a_connection_that_never_comes_about_ends_in_time_or_when_stopped():
    """Whose line of waiting connections is full does not answer."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener, contextlib.ExitStack() as fillers:
        port = listener.getsockname()[1]
        for _ in range(4):
            filler = fillers.enter_context(socket.socket())
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.1", port))
        with Fetcher(LIMITS) as fetcher:
            outcome = fetcher.once(f"http://127.0.0.1:{port}/")
        with Fetcher(replace(LIMITS, connect_seconds=30, request_seconds=30)) as fetcher:
            stopped = fetcher.once(f"http://127.0.0.1:{port}/", stop=lambda: True)
    assert isinstance(outcome, FetchFailure)
    assert outcome.reason == Reason.TIMEOUT
    assert isinstance(stopped, FetchFailure)
    assert stopped.reason == Reason.INTERRUPTED


@pytest.mark.parametrize(
    "host",
    [
        "2130706433", "0x7f000001", "017700000001", "0x7f.1", "127.1", "0177.0.0.1", "0", "[::1]", "[::ffff:127.0.0.1]",
        "[fe80::1%25lo]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "169.254.169.254", "[::]", "10.1",
        "localhost", "localhost.", "LOCALHOST",
    ],
)  # fmt: skip
def test_no_spelling_of_a_private_address_is_connected_to(host):
    with Fetcher(replace(LIMITS, allow_loopback=False)) as fetcher:
        outcome = fetcher.once(f"http://{host}:9/")
    assert isinstance(outcome, FetchFailure)
    assert outcome.reason in (Reason.PRIVATE_ADDRESS, Reason.BAD_URL), outcome


def test_each_redirect_is_looked_up_and_checked_anew(counted):
    """A name may be public for the page and private for where it redirects to, were it only checked once."""
    server = counted(answer(b"", b"302 Found", b"Location: http://inside.example/secret"))
    names = {"outside.example": ("127.0.0.1",), "inside.example": ("10.0.0.7",)}
    with Fetcher(LIMITS, resolve=lambda host, port: names[host]) as fetcher:
        outcome = fetcher.get(f"http://outside.example:{server.port}/")
    assert outcome == FetchFailure(Reason.PRIVATE_ADDRESS, "10.0.0.7 is private or reserved", 302)


def test_a_host_with_one_address_that_is_refused_is_asked_at_the_others(counted):
    server = counted(answer())
    with Fetcher(LIMITS, resolve=lambda host, port: ("192.168.0.1", "127.0.0.1")) as fetcher:
        assert isinstance(fetcher.once(f"http://both.example:{server.port}/"), Answer)


def test_a_password_in_an_address_is_neither_sent_nor_kept(counted):
    server = counted(answer())
    with Fetcher(LIMITS) as fetcher:
        outcome = fetcher.get(f"http://jane:geheim@127.0.0.1:{server.port}/a?b@c")
    assert isinstance(outcome, Answer)
    assert outcome.url == outcome.final_url == f"{server.url}a?b@c"
    assert b"geheim" not in server.heads[0]
    assert b"Authorization" not in server.heads[0]
    assert "geheim" not in repr(outcome)


def test_nor_one_in_a_redirect_or_in_an_address_that_is_refused(counted):
    server = counted(answer(b"", b"302 Found", b"Location: http://jane:geheim@127.0.0.1:1/x"))
    with Fetcher(LIMITS) as fetcher:
        assert fetcher.once(server.url) == Redirect("http://127.0.0.1:1/x")
        refused = [fetcher.once(f"{start}jane:geheim@host/a") for start in ("ftp://", "http:///", "file://", "http:")]
    assert all(isinstance(outcome, FetchFailure) and outcome.reason == Reason.BAD_URL for outcome in refused)
    assert "geheim" not in repr(refused)


def test_a_source_with_a_password_in_its_address_is_refused_with_a_word_on_why():
    values = {"name": "a", "kind": "feed", "outlet": "A", "url": "https://jane:geheim@www.example.org/feed"}
    with pytest.raises(ValidationError, match="password in an address is never sent"):
        SourceSpec.model_validate(values)
    assert SourceSpec.model_validate({**values, "url": "https://www.example.org/@jane/feed"})


def test_the_authorities_to_trust_are_a_setting(tmp_path, monkeypatch):
    nothing = tmp_path / "nothing.pem"
    monkeypatch.setenv("DESK_CA_FILE", str(nothing))
    limits = HttpLimits.of(Settings())
    assert limits.ca_file == str(nothing)
    with pytest.raises(UsageError, match=r"nothing\.pem"):
        Fetcher(limits)
    nothing.write_text("no certificates")
    with pytest.raises(UsageError, match="DESK_CA_FILE"):
        Fetcher(limits)
