"""Certificates for servers on loopback, good and bad."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
import warnings
from dataclasses import dataclass
from pathlib import Path

import pytest

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

    def named(self, host: str, how: str) -> ssl.SSLContext:
        """A server's TLS context for `host` whose certificate or protocol is `good`, or what is wrong with it:
        `expired`, `other name`, `self-signed`, `too old`."""
        if how == "expired":
            return self.context(host, NOW - 2 * DAY, NOW - DAY)
        context = self.context("elsewhere.example" if how == "other name" else host, own=how != "self-signed")
        if how == "too old":
            context.set_ciphers("ALL:@SECLEVEL=0")
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # Python's word on what is tested with it
                context.minimum_version = ssl.TLSVersion.TLSv1
                context.maximum_version = ssl.TLSVersion.TLSv1_1
        return context

    def context(
        self,
        host: str,
        since: datetime.datetime = NOW - DAY,
        until: datetime.datetime = NOW + DAY,
        own: bool = True,
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
