"""Stable names for things. Hex digits of SHA-256, cut to 20 (80 bits): no collision to expect below a billion rows."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import UTC, datetime

_SEPARATOR = "\x1f"  # a unit separator cannot stand in a URL or a source name, so parts cannot run together


def stable_id(*parts: str) -> str:
    """20 hex digits that depend on the parts and nothing else."""
    return hashlib.sha256(_SEPARATOR.join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:20]


def sha256(data: bytes) -> str:
    """The full SHA-256 of a body, 64 hex digits."""
    return hashlib.sha256(data).hexdigest()


def new_run_id(now: datetime) -> str:
    """A name for a run that sorts by time: `20261125T005500123Z-9f3a`; the tail keeps two machines apart."""
    moment = now.astimezone(UTC)
    return f"{moment:%Y%m%dT%H%M%S}{moment.microsecond // 1000:03d}Z-{secrets.token_hex(2)}"


def document_id(run_id: str, source_id: str, url: str) -> str:
    """The identity of one URL looked at by one source in one run, fetched or not."""
    return stable_id("document", run_id, source_id, url)


def slug(text: str) -> str:
    """Lower-case letters, digits and dashes, as in a source's name; 'x' where nothing is left."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "x"
