"""Bad servers: each behaviour ends as a stated reason, within its limits, and never as an exception."""

from __future__ import annotations

import gzip
import os
import socket
import time
import zlib
from collections.abc import Callable
from dataclasses import replace

import brotli
import pytest

from contracts.reasons import Reason
from sources.http.fetcher import Answer, Fetcher, FetchFailure, HttpLimits, Validators

LIMITS = HttpLimits(0.3, 0.3, 0.5, 50_000, "ForeignDesk/0 (test; t@example.org)", allow_loopback=True)
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"


def says(data: bytes) -> Callable[[socket.socket], None]:
    """Sends these bytes and hangs up."""
    return lambda connection: connection.sendall(data)


def drips(head: bytes) -> Callable[[socket.socket], None]:
    """Sends a beginning, then a byte every 20 ms for ever: never silent for as long as the read limit."""

    def talk(connection: socket.socket) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(b"x")
            time.sleep(0.02)

    return talk


def resets(head: bytes) -> Callable[[socket.socket], None]:
    """Sends a beginning, then a TCP reset."""

    def talk(connection: socket.socket) -> None:
        connection.sendall(head)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")

    return talk


def floods(head: bytes, piece: bytes) -> Callable[[socket.socket], None]:
    """Sends a beginning, then the same piece without end."""

    def talk(connection: socket.socket) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(piece)

    return talk


def silent(connection: socket.socket) -> None:
    connection.recv(1)


def sized(body: bytes, *headers: bytes) -> bytes:
    return OK + b"".join(header + b"\r\n" for header in headers) + b"Content-Length: %d\r\n\r\n" % len(body) + body


BOMB = gzip.compress(b"\0" * 5_000_000)
RANDOM = os.urandom(2000)

BEHAVIOURS: list[tuple[str, Callable[[socket.socket], None], Reason]] = [
    ("hangs up without a word", says(b""), Reason.UNREACHABLE),
    ("hangs up in the status line", says(b"HTTP/1.1 2"), Reason.BAD_RESPONSE),
    ("resets in the headers", resets(OK), Reason.UNREACHABLE),
    ("resets in the body", resets(OK + b"Content-Length: 500\r\n\r\nhalf"), Reason.UNREACHABLE),
    ("sends less than promised", says(OK + b"Content-Length: 500\r\n\r\nhalf"), Reason.UNREACHABLE),
    ("says nothing", silent, Reason.TIMEOUT),
    ("drips the status line", drips(b"HTTP/1.1 200 "), Reason.TIMEOUT),
    ("drips a header", drips(OK + b"X-Slow: "), Reason.TIMEOUT),
    ("drips the body", drips(OK + b"Content-Length: 40000\r\n\r\n"), Reason.TIMEOUT),
    ("drips a body without a length", drips(OK + b"\r\n"), Reason.TIMEOUT),
    ("drips a chunk's size", drips(CHUNKED), Reason.TIMEOUT),
    ("promises too much", says(OK + b"Content-Length: 999999999\r\n\r\n"), Reason.TOO_LARGE),
    ("sends a body without end", floods(OK + b"\r\n", b"x" * 4096), Reason.TOO_LARGE),
    (
        "sends chunks without end",
        floods(CHUNKED, b"1000\r\n" + b"x" * 4096 + b"\r\n"),
        Reason.TOO_LARGE,
    ),
    ("sends a chunk that is no chunk", says(CHUNKED + b"zzz\r\n"), Reason.BAD_RESPONSE),
    ("cuts the chunks", says(CHUNKED + b"5\r\nhello\r\n"), Reason.UNREACHABLE),
    ("sends a gzip bomb", says(sized(BOMB, b"Content-Encoding: gzip")), Reason.TOO_LARGE),
    (
        "sends a bomb in a bomb",
        says(sized(gzip.compress(BOMB), b"Content-Encoding: gzip, gzip")),
        Reason.TOO_LARGE,
    ),
    (
        "sends a deflate bomb",
        says(sized(zlib.compress(b"\0" * 5_000_000), b"Content-Encoding: deflate")),
        Reason.TOO_LARGE,
    ),
    ("says gzip and sends none", says(sized(b"<html>", b"Content-Encoding: gzip")), Reason.BAD_RESPONSE),
    ("cuts the gzip", says(sized(gzip.compress(RANDOM)[:900], b"Content-Encoding: gzip")), Reason.BAD_RESPONSE),
    ("sends a brotli bomb", says(sized(brotli.compress(b"\0" * 5_000_000), b"Content-Encoding: br")), Reason.TOO_LARGE),
    ("cuts the brotli", says(sized(brotli.compress(RANDOM)[:900], b"Content-Encoding: br")), Reason.BAD_RESPONSE),
    ("says brotli and sends none", says(sized(b"<html>" * 9, b"Content-Encoding: br")), Reason.BAD_RESPONSE),
    ("sends zstd unasked", says(sized(b"\x28\xb5\x2f\xfd", b"Content-Encoding: zstd")), Reason.BAD_RESPONSE),
    ("names nine codings", says(sized(b"x", b"Content-Encoding: " + b", ".join([b"gzip"] * 9))), Reason.BAD_RESPONSE),
    ("sends a header of 1 MB", says(OK + b"X: " + b"x" * 1_000_000 + b"\r\n\r\n"), Reason.BAD_RESPONSE),
    ("sends ten thousand headers", says(OK + b"X: y\r\n" * 10_000 + b"\r\n"), Reason.BAD_RESPONSE),
    (
        "sends nine long headers",
        says(OK + (b"X: " + b"x" * 60_000 + b"\r\n") * 9 + b"\r\n"),
        Reason.BAD_RESPONSE,
    ),
    ("sends a chunk of size -1", floods(CHUNKED + b"-1\r\n", b"x" * 4096), Reason.TOO_LARGE),
    ("sends a chunk of size -9", floods(CHUNKED + b"-9\r\n", b"x" * 4096), Reason.BAD_RESPONSE),
    ("sends a chunk's size without end", floods(CHUNKED, b"1" * 4096), Reason.BAD_RESPONSE),
    ("sends trailers without end", floods(CHUNKED + b"0\r\n", b"X: y\r\n" * 500), Reason.TOO_LARGE),
    ("sends a trailer of one line without end", floods(CHUNKED + b"0\r\n", b"x" * 4096), Reason.BAD_RESPONSE),
    ("sends next to nothing in each chunk", floods(CHUNKED, b"1;" + b"x" * 200 + b"\r\nx\r\n"), Reason.TOO_LARGE),
    ("names two lengths", says(OK + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nbody"), Reason.BAD_RESPONSE),
    ("took too long to hear us", says(b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n"), Reason.TIMEOUT),
    ("says too early", says(b"HTTP/1.1 425 Too Early\r\nContent-Length: 0\r\n\r\n"), Reason.RATE_LIMITED),
    ("drips the body of a refusal", drips(b"HTTP/1.1 410 Gone\r\nContent-Length: 40000\r\n\r\n"), Reason.HTTP_410),
    ("speaks HTTP/0.9", says(b"<html>hello</html>"), Reason.BAD_RESPONSE),
    ("speaks another protocol", says(b"SSH-2.0-OpenSSH_9.2\r\n"), Reason.BAD_RESPONSE),
    ("has no number for a status", says(b"HTTP/1.1 abc Fine\r\n\r\n"), Reason.BAD_RESPONSE),
    ("has a status beyond all", says(b"HTTP/1.1 799 Eh\r\nContent-Length: 0\r\n\r\n"), Reason.BAD_RESPONSE),
    ("sends hints without end", floods(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"), Reason.BAD_RESPONSE),
    ("switches to another protocol", says(b"HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\n\r\n"), Reason.BAD_RESPONSE),
    ("sends a part unasked", says(sized(b"x").replace(b"200 OK", b"206 Part")), Reason.BAD_RESPONSE),
    ("says 304 to no condition", says(b"HTTP/1.1 304 Not Modified\r\n\r\n"), Reason.BAD_RESPONSE),
    ("redirects without a target", says(b"HTTP/1.1 301 Moved\r\nContent-Length: 0\r\n\r\n"), Reason.REDIRECT_LOOP),
    ("redirects to itself", says(b"HTTP/1.1 302 F\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"), Reason.REDIRECT_LOOP),
    (
        "redirects to a file",
        says(b"HTTP/1.1 302 F\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n"),
        Reason.BAD_URL,
    ),
    (
        "redirects to a private address",
        says(b"HTTP/1.1 302 F\r\nLocation: http://10.0.0.1/\r\nContent-Length: 0\r\n\r\n"),
        Reason.PRIVATE_ADDRESS,
    ),
    (
        "redirects to the link-local metadata service",
        says(b"HTTP/1.1 302 F\r\nLocation: http://169.254.169.254/latest\r\nContent-Length: 0\r\n\r\n"),
        Reason.PRIVATE_ADDRESS,
    ),
    (
        "redirects to nonsense",
        says(b"HTTP/1.1 302 F\r\nLocation: http://[::bad/\r\nContent-Length: 0\r\n\r\n"),
        Reason.BAD_URL,
    ),
]


@pytest.mark.parametrize(("name", "talk", "reason"), BEHAVIOURS, ids=[name for name, _, _ in BEHAVIOURS])
def test_a_server_that(raw_server, name, talk, reason):
    address = raw_server(talk)
    with Fetcher(LIMITS) as fetcher:
        outcome = fetcher.get(f"{address}/")
    assert isinstance(outcome, FetchFailure), outcome
    assert outcome.reason == reason, outcome
    assert "0x" not in outcome.detail


TOLERATED: list[tuple[str, bytes, bytes]] = [
    ("more than promised", OK + b"Content-Length: 4\r\n\r\nbodyand more", b"body"),
    ("no length at all", OK + b"\r\nbody", b"body"),
    ("HTTP/1.0", b"HTTP/1.0 200 OK\r\n\r\nbody", b"body"),
    ("bare line feeds", b"HTTP/1.1 200 OK\nContent-Length: 4\n\nbody", b"body"),
    ("chunks", CHUNKED + b"4\r\nbody\r\n0\r\n\r\n", b"body"),
    ("gzip", sized(gzip.compress(b"body"), b"Content-Encoding: gzip"), b"body"),
    ("two members of gzip", sized(gzip.compress(b"bo") + gzip.compress(b"dy"), b"Content-Encoding: x-gzip"), b"body"),
    ("gzip with a tail", sized(gzip.compress(b"body") + b"tail", b"Content-Encoding: gzip"), b"body"),
    ("gzip twice", sized(gzip.compress(gzip.compress(b"body")), b"Content-Encoding: gzip, gzip"), b"body"),
    ("deflate as zlib", sized(zlib.compress(b"body"), b"Content-Encoding: deflate"), b"body"),
    ("bare deflate", sized(zlib.compress(b"body")[2:-4], b"Content-Encoding: deflate"), b"body"),
    ("identity", sized(b"body", b"Content-Encoding: identity"), b"body"),
    ("204", b"HTTP/1.1 204 None\r\n\r\n", b""),
    ("205", b"HTTP/1.1 205 Reset\r\nContent-Length: 0\r\n\r\n", b""),
    ("brotli", sized(brotli.compress(b"body"), b"Content-Encoding: br"), b"body"),
    ("brotli in gzip", sized(gzip.compress(brotli.compress(b"body")), b"Content-Encoding: br, gzip"), b"body"),
    ("a coding that is none", sized(b"body", b"Content-Encoding: UTF-8"), b"body"),
    (
        "a length beside chunks",
        OK + b"Content-Length: 99\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n",
        b"body",
    ),
    ("the same length twice", OK + b"Content-Length: 4\r\nContent-Length: 4\r\n\r\nbody", b"body"),
    ("trailers", CHUNKED + b"4\r\nbody\r\n0\r\nX-Sum: 1\r\n\r\n", b"body"),
    ("hints first", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 3 + sized(b"body"), b"body"),
    (
        "that it is working first",
        b"HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n" + sized(b"body"),
        b"body",
    ),
    ("a blank line first", b"\r\n" + sized(b"body"), b"body"),
    ("Latin-1 in a header", sized(b"body", b"X-Caf\xe9: \xe9"), b"body"),
]


LENGTH_LAST: list[tuple[str, bytes]] = [
    ("no header", b"this is no header\r\n"),
    ("a space before the colon", b"X-Odd : 1\r\n"),
    ("letters beyond ASCII", b"X-Caf\xe9: 1\r\n"),
    ("a line folded under what is none", b"nothing\r\n  more of it: 1\r\n"),
    ("a folded header", b"X-Long: one\r\n\ttwo\r\n"),
]


@pytest.mark.parametrize(("name", "line"), LENGTH_LAST, ids=[name for name, _ in LENGTH_LAST])
def test_an_odd_line_among_the_headers_hides_none_of_them(raw_server, name, line):
    """Else the length would be lost, and the answer last until the time is up: this server does not hang up."""

    def talk(connection: socket.socket) -> None:
        connection.sendall(OK + line + b"Content-Length: 4\r\n\r\nbody")
        connection.recv(1)

    with Fetcher(LIMITS) as fetcher:
        outcome = fetcher.get(f"{raw_server(talk)}/")
    assert isinstance(outcome, Answer), outcome
    assert outcome.body == b"body"
    assert not any("\n" in value for _, value in outcome.headers)


@pytest.mark.parametrize(("name", "data", "body"), TOLERATED, ids=[name for name, _, _ in TOLERATED])
def test_a_server_may_send(raw_server, name, data, body):
    with Fetcher(LIMITS) as fetcher:
        outcome = fetcher.get(f"{raw_server(says(data))}/")
    assert isinstance(outcome, Answer), outcome
    assert outcome.body == body


def test_a_connection_that_is_refused_is_unreachable():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with Fetcher(LIMITS) as fetcher:
        outcome = fetcher.get(f"http://127.0.0.1:{port}/")
    assert isinstance(outcome, FetchFailure)
    assert outcome.reason == Reason.UNREACHABLE


def test_a_name_that_does_not_resolve_is_unreachable():
    def nowhere(host, port):
        raise socket.gaierror("no such name")

    with Fetcher(LIMITS, resolve=nowhere) as fetcher:
        outcome = fetcher.get("http://nowhere.example/")
    assert isinstance(outcome, FetchFailure)
    assert outcome.reason == Reason.UNREACHABLE


def test_a_long_chain_of_redirects_ends_after_ten(site):
    for number in range(30):
        site.put(f"/{number}", site.reply(302, Location=f"/{number + 1}"))
    with Fetcher(LIMITS) as fetcher:
        outcome = fetcher.get(f"{site.url}/0")
    assert isinstance(outcome, FetchFailure)
    assert outcome.reason == Reason.REDIRECT_LOOP
    assert len(site.asked) == 11


def test_loopback_is_refused_unless_it_is_allowed(site):
    with Fetcher(replace(LIMITS, allow_loopback=False)) as fetcher:
        outcome = fetcher.get(f"{site.url}/")
    assert isinstance(outcome, FetchFailure)
    assert outcome.reason == Reason.PRIVATE_ADDRESS
    assert site.asked == []


def test_the_address_that_is_checked_is_the_one_connected_to(site):
    """A name that is public at the first look and loopback at the second gains nothing: there is one look."""
    looks: list[str] = []

    def rebinding(host, port):
        looks.append(host)
        return ("192.168.7.7", "10.1.1.1") if len(looks) == 1 else ("127.0.0.1",)

    with Fetcher(LIMITS, resolve=rebinding) as fetcher:
        outcome = fetcher.get("http://rebinding.example/")
    assert isinstance(outcome, FetchFailure)
    assert outcome.reason == Reason.PRIVATE_ADDRESS
    assert looks == ["rebinding.example"]
    assert site.asked == []


def test_no_cookie_is_kept_and_nothing_is_read_from_the_environment(site, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    site.put("/a", "one", Set_Cookie="id=1; Path=/")
    with Fetcher(LIMITS) as fetcher:
        fetcher.get(f"{site.url}/a")
        assert isinstance(fetcher.get(f"{site.url}/a"), Answer)
    assert "cookie" not in site.asked[1].headers
    assert site.asked[1].headers["user-agent"].startswith("ForeignDesk/")


def test_a_condition_is_sent_and_its_304_is_an_answer(site):
    site.put("/a", "one", ETag='"1"')
    with Fetcher(LIMITS) as fetcher:
        outcome = fetcher.get(f"{site.url}/a", Validators('"1"', "Tue, 03 Mar 2026 10:00:00 GMT"))
    assert isinstance(outcome, Answer)
    assert outcome.status == 304
    assert site.asked[0].headers["if-modified-since"] == "Tue, 03 Mar 2026 10:00:00 GMT"


def test_a_request_under_way_is_cut_when_the_run_is_stopped(raw_server):
    address = raw_server(drips(OK + b"\r\n"))
    with Fetcher(replace(LIMITS, request_seconds=30, read_seconds=30)) as fetcher:
        began = time.monotonic()
        outcome = fetcher.get(f"{address}/", stop=lambda: time.monotonic() - began > 0.1)
    assert isinstance(outcome, FetchFailure)
    assert outcome.reason == Reason.INTERRUPTED


def test_connections_are_kept_and_stay_under_guard(raw_server):
    """The second answer on a kept connection drips: the watchdog knows that connection, too."""

    def talk(connection: socket.socket) -> None:
        connection.sendall(sized(b"first"))
        connection.recv(4096)
        drips(OK + b"Content-Length: 40000\r\n\r\n")(connection)

    address = raw_server(talk)
    with Fetcher(LIMITS) as fetcher:
        assert isinstance(fetcher.get(f"{address}/"), Answer)
        outcome = fetcher.get(f"{address}/")
    assert isinstance(outcome, FetchFailure)
    assert outcome.reason == Reason.TIMEOUT
