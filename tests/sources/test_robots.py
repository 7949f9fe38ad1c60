"""robots.txt: read once, never a yes by accident."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contracts.reasons import Reason
from sources.http.fetcher import Fetcher
from sources.polite.robots import Robots, Verdict

RULES = "User-agent: *\nDisallow: /all/\n\nUser-agent: ForeignDesk\nDisallow: /ours/\nCrawl-delay: 3\n"


@pytest.fixture
def ask(newsroom, site):
    """The verdict for a path of the site, with rules that stay known from call to call."""
    with Fetcher(newsroom.limits) as fetcher:
        robots = Robots(fetcher, newsroom.gate)
        yield lambda path: robots.verdict(f"{site.url}{path}")


def test_the_rules_for_us_count_and_are_asked_for_once(site, ask):
    site.put("/robots.txt", RULES)
    assert ask("/ours/a") == Verdict(Reason.ROBOTS_DISALLOWED, ask("/ours/a").detail, 3.0)
    assert ask("/all/a").allowed
    assert ask("/").crawl_delay == 3.0
    assert site.paths() == ["/robots.txt"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_client_error_means_that_there_are_no_rules(site, ask, status):
    site.put("/robots.txt", site.reply(status))
    assert ask("/a").allowed


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_server_error_is_never_a_yes(site, ask, status):
    site.put("/robots.txt", site.reply(status))
    assert ask("/a").reason == Reason.ROBOTS_UNREACHABLE


def test_one_hiccup_is_forgiven(site, ask):
    site.put("/robots.txt", site.reply(502), site.reply(200, b"User-agent: *\nDisallow: /a"))
    assert ask("/a").reason == Reason.ROBOTS_DISALLOWED


@pytest.mark.parametrize(
    "body",
    [b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /a", "User-agent: *\nDisallow: /a".encode("utf-16")],
    ids=["UTF-8 with a mark", "UTF-16"],
)
def test_marks_of_encodings_are_heeded(site, ask, body):
    site.put("/robots.txt", body)
    assert ask("/a").reason == Reason.ROBOTS_DISALLOWED


def test_a_page_of_html_in_its_place_has_no_rules(site, ask):
    site.put("/robots.txt", "<!DOCTYPE html><html><body>Disallow: nothing</body></html>")
    assert ask("/a").allowed


def test_redirects_are_followed_and_loops_are_not_a_yes(site, ask, newsroom):
    site.put("/robots.txt", site.reply(301, Location="/rules.txt"))
    site.put("/rules.txt", "User-agent: *\nDisallow: /a")
    assert ask("/a").reason == Reason.ROBOTS_DISALLOWED
    site.put("/robots.txt", site.reply(301, Location="/robots.txt"))
    with Fetcher(newsroom.limits) as fetcher:
        assert Robots(fetcher, newsroom.gate).verdict(f"{site.url}/a").reason == Reason.ROBOTS_UNREACHABLE


def test_only_the_first_half_megabyte_counts(site, newsroom):
    site.put("/robots.txt", b"User-agent: *\nDisallow: /a\n" + b"# filler\n" * 500_000 + b"Disallow: /b\n")
    with Fetcher(replace(newsroom.limits, max_body_bytes=10_000_000)) as fetcher:
        robots = Robots(fetcher, newsroom.gate)
        assert robots.verdict(f"{site.url}/a").reason == Reason.ROBOTS_DISALLOWED
        assert robots.verdict(f"{site.url}/b").allowed


def test_a_host_that_may_not_be_connected_to_is_named_so(newsroom, site):
    with Fetcher(replace(newsroom.limits, allow_loopback=False)) as fetcher:
        verdict = Robots(fetcher, newsroom.gate).verdict(f"{site.url}/a")
    assert verdict.reason == Reason.PRIVATE_ADDRESS


def test_a_stop_is_not_remembered_as_the_hosts_word(newsroom, site):
    with Fetcher(newsroom.limits) as fetcher:
        robots = Robots(fetcher, newsroom.gate)
        assert robots.verdict(f"{site.url}/a", lambda: True).reason == Reason.INTERRUPTED
        assert robots.verdict(f"{site.url}/a").allowed
