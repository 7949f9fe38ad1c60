"""Which pages belong to a source: those of its own site, and of the hosts that it names."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from urllib.parse import urlsplit

from core.urls import host_key

# Second-level labels under which a country's registry sells names (co.uk, com.au, or.jp). Where one is missing here the
# rule only becomes more generous: two sites of that registry count as one.
_REGISTRY_LABELS = {"ac", "co", "com", "edu", "gob", "gov", "go", "ltd", "mil", "ne", "net", "nic", "or", "org", "plc"}


def belongs(url: str, homes: Iterable[str], hosts: Iterable[str] = ()) -> bool:
    """Whether a page is of the same site as one of `homes` (addresses), or on one of `hosts` (names). Hosts of one
    registered domain are one site; hosts that are IP addresses or `localhost` only with the same port."""
    site = _site(url)
    return any(site == _site(home) for home in homes) or (urlsplit(url).hostname or "") in hosts


def _site(url: str) -> str:
    host = (urlsplit(url).hostname or "").lower()
    if host == "localhost" or _is_address(host):
        return host_key(url).partition("://")[2]
    labels = host.split(".")
    registry = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _REGISTRY_LABELS
    return ".".join(labels[-3 if registry else -2 :])


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
