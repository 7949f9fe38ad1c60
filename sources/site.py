"""Which pages belong to a source: those of its own site, and of the hosts that it names."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from core.urls import same_site


def belongs(url: str, homes: Iterable[str], hosts: Iterable[str] = ()) -> bool:
    """Whether a page is of the same site as one of `homes` (addresses), or on one of `hosts` (names)."""
    return any(same_site(url, home) for home in homes) or (urlsplit(url).hostname or "") in hosts
