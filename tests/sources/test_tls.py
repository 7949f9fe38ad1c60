"""TLS is verified, always: certificates that do not hold are refused, one that holds is taken."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time

import pytest

from contracts.reasons import Reason
from sources.http.addresses import Resolve, resolve
from sources.http.fetcher import Answer, Fetcher, FetchFailure, HttpLimits
from tests.support.tls import Authority


@pytest.fixture
def authority(tmp_path):
    return Authority(tmp_path)


def fetch(
    context: ssl.SSLContext | None, authority: Authority, host: str = "127.0.0.1", resolve: Resolve = resolve
) -> Answer | FetchFailure:
    """Fetches from a server that speaks TLS with this context (None: plain text)."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with contextlib.suppress(OSError):
                plain, _ = listener.accept()
                with plain, context.wrap_socket(plain, server_side=True) if context else plain as secured:
                    secured.recv(4096)
                    secured.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody")

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        limits = HttpLimits(1.0, 1.0, 2.0, allow_loopback=True, ca_file=str(authority.file))
        with Fetcher(limits, resolve) as fetcher:
            outcome = fetcher.get(f"https://{host}:{listener.getsockname()[1]}/")
        thread.join(2)
        return outcome


def test_a_certificate_that_holds_is_taken(authority):
    outcome = fetch(authority.context("127.0.0.1"), authority)
    assert isinstance(outcome, Answer), outcome
    assert outcome.body == b"body"


@pytest.mark.parametrize("how", ["expired", "other name", "self-signed", "too old"])
def test_a_certificate_that_does_not_hold_or_a_protocol_that_is_too_old_is_refused(authority, how):
    outcome = fetch(authority.named("127.0.0.1", how), authority)
    assert isinstance(outcome, FetchFailure)
    assert outcome.reason == Reason.TLS_ERROR


def test_a_certificate_is_checked_for_the_name_and_not_for_the_address(authority):
    """The name leads to this machine, whose certificate is for its address."""
    context = authority.context("127.0.0.1")
    outcome = fetch(context, authority, "www.example.org", lambda host, port: ("127.0.0.1",))
    assert isinstance(outcome, FetchFailure)
    assert outcome.reason == Reason.TLS_ERROR


def test_a_name_that_leads_here_is_taken_with_its_own_certificate(authority):
    context = authority.context("www.example.org")
    outcome = fetch(context, authority, "www.example.org", lambda host, port: ("127.0.0.1",))
    assert isinstance(outcome, Answer), outcome


def test_a_handshake_that_drips_is_cut():
    """A record of TLS that is announced with 16 KB and comes byte by byte."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with contextlib.suppress(OSError):
            connection, _ = listener.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(b"\x16\x03\x03\x40\x00")
                while True:
                    connection.sendall(b"\x02")
                    time.sleep(0.02)

    with listener:
        threading.Thread(target=serve, daemon=True).start()
        with Fetcher(HttpLimits(5.0, 5.0, 0.5, allow_loopback=True)) as fetcher:
            outcome = fetcher.get(f"https://127.0.0.1:{listener.getsockname()[1]}/")
    assert isinstance(outcome, FetchFailure)
    assert outcome.reason == Reason.TIMEOUT


def test_plain_text_on_a_tls_port_is_refused(authority):
    outcome = fetch(None, authority)
    assert isinstance(outcome, FetchFailure)
    assert outcome.reason == Reason.TLS_ERROR
