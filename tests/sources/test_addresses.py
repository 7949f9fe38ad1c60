"""Which addresses may be connected to."""

from __future__ import annotations

import pytest

from sources.http.addresses import why_refused
from sources.site import belongs

REFUSED = [
    "127.0.0.1", "127.8.8.8", "::1", "0.0.0.0", "::", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "192.0.2.1", "198.18.0.1", "203.0.113.9", "224.0.0.1", "239.1.2.3", "240.0.0.1", "255.255.255.255",
    "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::10.0.0.1",
    "64:ff9b::a00:1", "2002:a00:1::1", "2001:0:4136:e378:8000:63bf:f5ff:fffe",
    "192.0.0.1", "192.0.0.255", "192.88.99.1", "198.51.100.7", "0.1.2.3", "100.127.255.255", "198.19.255.255",
    "::8.8.8.8", "::ffff:0:8.8.8.8", "64:ff9b:1::808:808", "64:ff9b::7f00:1", "2002:7f00:1::", "100::1", "2001:2::1",
    "2001:0:4136:e378:8000:63bf:f7f7:f7f7", "2001:20::1", "3fff::1", "5f00::1", "fec0::1", "4000::1", "ff0e::1",
    "2a00:1450::5efe:10.0.0.1", "2a00:1450::200:5efe:192.168.0.1", "2606:4700:4700::1111%eth0", "::1%lo",
]  # fmt: skip
PUBLIC = ["93.184.216.34", "8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
PUBLIC += ["1.1.1.1", "191.255.255.255", "2a00:1450:4001:80b::200e", "2a00:1450::5efe:8.8.8.8", "2002:808:808::1"]


@pytest.mark.parametrize("address", REFUSED)
def test_addresses_of_this_machine_and_its_networks_are_refused(address):
    assert why_refused(address, allow_loopback=False)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_not(address):
    assert why_refused(address, allow_loopback=False) is None


@pytest.mark.parametrize("address", REFUSED)
def test_allowing_loopback_allows_nothing_else(address):
    loopback = {"127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"}
    assert (why_refused(address, allow_loopback=True) is None) == (address in loopback)


@pytest.mark.parametrize(
    ("url", "home", "own"),
    [
        ("https://www.example.org/a", "https://feeds.example.org/rss", True),
        ("https://example.org/a", "http://www.example.org:8080/", True),
        ("https://example.com/a", "https://example.org/", False),
        ("https://a.example.co.uk/", "https://b.example.co.uk/", True),
        ("https://other.co.uk/", "https://example.co.uk/", False),
        ("http://127.0.0.1:8001/", "http://127.0.0.1:8002/", False),
        ("http://127.0.0.1:8001/a", "http://127.0.0.1:8001/", True),
        ("http://10.1.2.3/", "http://10.1.2.4/", False),
    ],
)
def test_hosts_of_one_registered_domain_are_one_site(url, home, own):
    assert belongs(url, [home]) is own
