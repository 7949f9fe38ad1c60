"""TLS is verified, always: certificates that do not hold are refused, one that holds is taken."""

from __future__ import annotations

import contextlib
import datetime
import ipaddress
import socket
import ssl
import threading
import time
import warnings
from dataclasses import dataclass
from pathlib import Path

import pytest

from contracts.reasons import Reason
from sources.http.addresses import Resolve, resolve
from sources.http.fetcher import Answer, Fetcher, FetchFailure, HttpLimits

x509 = pytest.importorskip("cryptography.x509")

from cryptography.hazmat.primitives import hashes, serialization  # noqa: E402
from cryptography.hazmat.primitives.asymmetric import ec  # noqa: E402

NOW = datetime.datetime.now(datetime.UTC)  # the TLS library looks at the machine's clock, so the certificates must, too
DAY = datetime.timedelta(days=1)


@dataclass
class Authority:
    """A certificate authority of our own, in a folder."""

    folder: Path

    def __post_init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = named("Test authority")
        made = certificate(
            self.name, self.name, self.key, self.key, NOW - DAY, NOW + DAY, x509.BasicConstraints(True, None)
        )
        self.file = self.folder / "ca.pem"
        self.file.write_bytes(made.public_bytes(serialization.Encoding.PEM))

    def context(
        self, host: str, since: datetime.datetime, until: datetime.datetime, own: bool = True
    ) -> ssl.SSLContext:
        """A server's TLS context with a certificate for `host`; `own`: signed by this authority, else by itself."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = named(host)
        try:
            identity = x509.IPAddress(ipaddress.ip_address(host))
        except ValueError:
            identity = x509.DNSName(host)
        issuer, signer = (self.name, self.key) if own else (name, key)
        made = certificate(name, issuer, key, signer, since, until, x509.SubjectAlternativeName([identity]))
        pem, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
        file = self.folder / "server.pem"
        file.write_bytes(key.private_bytes(pem, form, serialization.NoEncryption()) + made.public_bytes(pem))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


def named(text):
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])


def certificate(subject, issuer, key, signer, since, until, extension):
    """A certificate with what strict verifiers want of it."""
    return (
        x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number(), since, until)
        .add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
        .sign(signer, hashes.SHA256())
    )


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
    outcome = fetch(authority.context("127.0.0.1", NOW - DAY, NOW + DAY), authority)
    assert isinstance(outcome, Answer), outcome
    assert outcome.body == b"body"


@pytest.mark.parametrize(
    ("host", "since", "until", "own"),
    [
        ("127.0.0.1", NOW - 2 * DAY, NOW - DAY, True),
        ("elsewhere.example", NOW - DAY, NOW + DAY, True),
        ("127.0.0.1", NOW - DAY, NOW + DAY, False),
    ],
    ids=["expired", "for another name", "signed by itself"],
)
def test_a_certificate_that_does_not_hold_is_refused(authority, host, since, until, own):
    outcome = fetch(authority.context(host, since, until, own), authority)
    assert isinstance(outcome, FetchFailure)
    assert outcome.reason == Reason.TLS_ERROR


def test_a_protocol_that_is_too_old_is_refused(authority):
    context = authority.context("127.0.0.1", NOW - DAY, NOW + DAY)
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Python's word on what is tested here
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    outcome = fetch(context, authority)
    assert isinstance(outcome, FetchFailure)
    assert outcome.reason == Reason.TLS_ERROR


def test_a_certificate_is_checked_for_the_name_and_not_for_the_address(authority):
    """The name leads to this machine, whose certificate is for its address."""
    context = authority.context("127.0.0.1", NOW - DAY, NOW + DAY)
    outcome = fetch(context, authority, "www.example.org", lambda host, port: ("127.0.0.1",))
    assert isinstance(outcome, FetchFailure)
    assert outcome.reason == Reason.TLS_ERROR


def test_a_name_that_leads_here_is_taken_with_its_own_certificate(authority):
    context = authority.context("www.example.org", NOW - DAY, NOW + DAY)
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
