"""Which network addresses may be connected to: the public internet, and nothing of this machine or its networks.

What is public is a short list here, not what is left over: of IPv6 only 2000::/3 is handed out at all (IANA, "IPv6
Global Unicast Address Assignments"), so that mapped, compatible and translated addresses and what the future brings
are refused without being named. Not to be told from outside: a network's own NAT64 prefix (RFC 6052, section 2.2), and
a public address that this very machine answers to."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterator

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], tuple[str, ...]]  # host, port -> IP addresses; raises socket.gaierror

_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address
_ISATAP = 0x5EFE  # RFC 5214, section 6.1: bits 32 to 63 of the address, but for the u bit, then the IPv4 address
_U_BIT = 0x02000000
# Not for the public by IANA's registries of special-purpose addresses, and not yet known to Python 3.11's ipaddress.
_SPECIAL = tuple(
    ipaddress.ip_network(network)
    for network in (
        "192.0.0.0/24",  # protocol assignments, RFC 6890
        "192.88.99.0/24",  # 6to4 relays, withdrawn by RFC 7526
        "2001::/23",  # protocol assignments, Teredo among them, RFC 2928
        "3fff::/20",  # documentation, RFC 9637
    )
)


def resolve(host: str, port: int) -> tuple[str, ...]:
    """The addresses of a host in the system's order, each once. Raises socket.gaierror. A number in any of the
    spellings that the system knows (`2130706433`, `0x7f.1`) is an address like another. Its time is the system
    resolver's: `sources.http.lookup` bounds the wait for it."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def why_refused(address: str, allow_loopback: bool) -> str | None:
    """What kind of address it is when it may not be connected to, else None. An IPv4 address within an IPv6 one
    (mapped, 6to4, ISATAP, NAT64) counts, too. `allow_loopback` lets loopback through, nothing else."""
    text, zone, _ = address.partition("%")
    if zone:
        return "an address of one network interface"
    ip = ipaddress.ip_address(text)
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ip
    why = _why_not_public(ip)
    if why == "loopback" and allow_loopback:
        return None
    return why or next(filter(None, map(_why_not_public, _inside(ip))), None)


def _why_not_public(ip: Address) -> str | None:
    if ip.is_loopback:
        return "loopback"
    if ip.is_multicast:
        return "multicast"
    if ip.is_unspecified:
        return "unspecified"
    if ip.is_link_local:
        return "link-local"
    if ip in _NAT64:
        return None  # it is what is inside
    handed_out = isinstance(ip, ipaddress.IPv4Address) or ip in _GLOBAL_UNICAST
    if not handed_out or not ip.is_global or any(ip in network for network in _SPECIAL):
        return "private or reserved"
    return None


def _inside(ip: Address) -> Iterator[ipaddress.IPv4Address]:
    """The IPv4 addresses that an IPv6 address leads to."""
    if not isinstance(ip, ipaddress.IPv6Address):
        return
    if ip in _NAT64 or (int(ip) >> 32) & 0xFFFFFFFF & ~_U_BIT == _ISATAP:
        yield ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    if ip.sixtofour is not None:
        yield ip.sixtofour
