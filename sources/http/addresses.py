"""Which network addresses may be connected to: the public internet, and nothing of this machine or its network."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], tuple[str, ...]]  # host, port -> IP addresses; raises socket.gaierror

_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address
_COMPATIBLE = ipaddress.ip_network("::/96")  # RFC 4291: IPv4-compatible, deprecated, still understood


def resolve(host: str, port: int) -> tuple[str, ...]:
    """The addresses of a host in the system's order, each once. Raises socket.gaierror. Its time is the system
    resolver's: no limit of ours can stop it."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def why_refused(address: str, allow_loopback: bool) -> str | None:
    """What kind of address it is when it may not be connected to, else None. An IPv4 address inside an IPv6 one
    (mapped, compatible, 6to4, Teredo, NAT64) counts as itself. `allow_loopback` lets loopback through, nothing else."""
    ip = _innermost(ipaddress.ip_address(address.partition("%")[0]))
    if ip.is_loopback:
        return None if allow_loopback else "loopback"
    if ip.is_multicast:
        return "multicast"
    if ip.is_unspecified:
        return "unspecified"
    if ip.is_link_local:
        return "link-local"
    if not ip.is_global:
        return "private or reserved"
    return None


def _innermost(ip: Address) -> Address:
    if not isinstance(ip, ipaddress.IPv6Address):
        return ip
    inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
    if inner is None and (ip in _NAT64 or (ip in _COMPATIBLE and int(ip) > 1)):
        inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return inner or ip
