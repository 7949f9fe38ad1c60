"""robots.txt: read once a day, never a yes by accident."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contracts.reasons import Reason
from sources.http.fetcher import Fetcher
from sources.polite.gate import LocalHostGate
from sources.polite.memory import RunMemory
from sources.polite.robots import Robots, Verdict, parse

OURS = "User-agent: ForeignDesk\n"
ALL = "User-agent: *\n"
NO = "Disallow: /\n"
RULES = f"{ALL}Disallow: /all/\n\n{OURS}Disallow: /ours/\nCrawl-delay: 3\n"


@pytest.fixture
def robots(newsroom):
    with Fetcher(newsroom.limits) as fetcher:
        yield Robots(fetcher, newsroom.gate, clock=newsroom.clock)


@pytest.fixture
def ask(robots, site):
    """The verdict for a path of the site, with rules that stay known from call to call."""
    return lambda path: robots.verdict(f"{site.url}{path}")


def utf16(text: str, codec: str = "utf-16") -> bytes:
    return text.encode(codec)


# name, robots.txt, path, whether it is allowed
FILES: list[tuple[str, str | bytes, str, bool]] = [
    ("nothing at all", "", "/a", True),
    ("an empty Disallow", f"{ALL}Disallow:\n", "/a", True),
    ("everything forbidden", ALL + NO, "/a", False),
    ("everything forbidden but robots.txt itself", ALL + NO, "/robots.txt", True),
    ("a prefix", f"{ALL}Disallow: /a\n", "/about", False),
    ("another prefix", f"{ALL}Disallow: /b\n", "/about", True),
    ("paths that differ in case", f"{ALL}Disallow: /A\n", "/a", True),
    ("names of fields in any case", "USER-AGENT: *\ndisALLOW: /a\n", "/a", False),
    ("blanks around the colon", "User-agent : *\nDisallow :   /a  \n", "/a", False),
    ("a comment behind a rule", f"{ALL}Disallow: /a # not here\n", "/a", False),
    ("only comments", "# User-agent: *\n# Disallow: /\n", "/a", True),
    ("rules before any group", f"{NO}{ALL}Disallow: /b\n", "/a", True),
    ("a group for us before the one for all", f"{ALL}{NO}\n{OURS}Disallow: /b\n", "/a", True),
    ("a group for us behind the one for all", f"{OURS}{NO}\n{ALL}Disallow:\n", "/a", False),
    ("our name in capitals", f"User-agent: FOREIGNDESK\n{NO}", "/a", False),
    ("our name with a version", f"User-agent: ForeignDesk/2.0\n{NO}", "/a", False),
    ("our name with a word behind it", f"User-agent: ForeignDesk (news)\n{NO}", "/a", False),
    ("a name that ours begins with", f"User-agent: Foreign\nDisallow:\n\n{ALL}{NO}", "/a", False),
    ("a name that begins with ours", f"User-agent: ForeignDeskBot\n{NO}", "/a", True),
    ("a name that ends with ours", f"User-agent: NotForeignDesk\n{NO}", "/a", True),
    ("another crawler's group", f"User-agent: otherbot\n{NO}", "/a", True),
    ("one group for two names", f"User-agent: otherbot\nUser-agent: ForeignDesk\n{NO}", "/a", False),
    ("two groups for us, which count as one", f"{OURS}Disallow: /b\n\n{OURS}Disallow: /a\n", "/a", False),
    ("groups without a blank line between", f"{ALL}Disallow:\n{OURS}{NO}", "/a", False),
    ("a blank line within a group", f"{OURS}\n\n{NO}", "/a", False),
    ("a sitemap within a group", f"{OURS}Sitemap: /s.xml\n{NO}", "/a", False),
    ("an unknown field within a group", f"{OURS}Clean-param: x\n{NO}", "/a", False),
    ("a longer rule that allows", f"{ALL}Disallow: /a\nAllow: /a/b\n", "/a/b/c", True),
    ("a longer rule that forbids", f"{ALL}Allow: /a\nDisallow: /a/b\n", "/a/b/c", False),
    ("two rules of one length", f"{ALL}Disallow: /a\nAllow: /a\n", "/a", True),
    ("an end that does not match", f"{ALL}Disallow: /*.php$\n", "/a.php?x=1", True),
    ("an end that matches", f"{ALL}Disallow: /*.php$\n", "/a.php", False),
    ("a wildcard in the middle", f"{ALL}Disallow: /a/*/c\n", "/a/b/b/c", False),
    ("a query", f"{ALL}Disallow: /*?print=\n", "/a?print=1", False),
    ("a path with an escape, the rule without", f"{ALL}Disallow: /é\n", "/%C3%A9", False),
    ("a rule with an escape, the path without", f"{ALL}Disallow: /a%62c\n", "/abc", False),
    ("a plus of wildcards", f"{ALL}Disallow: {'*a' * 40}b\n", "/" + "a" * 2000, True),
    ("line ends of Windows", f"{ALL}{NO}".replace("\n", "\r\n"), "/a", False),
    ("line ends of old Macs", f"User-agent: ForeignDesk/2\n{NO}".replace("\n", "\r"), "/a", False),
    ("no line end at the end", f"{ALL}Disallow: /a", "/a", False),
    ("the mark of UTF-8", b"\xef\xbb\xbf" + (ALL + NO).encode(), "/a", False),
    ("UTF-16 with its mark", utf16(ALL + NO), "/a", False),
    ("UTF-16, big end first, with its mark", b"\xfe\xff" + utf16(ALL + NO, "utf-16-be"), "/a", False),
    ("UTF-16 without a mark", utf16(ALL + NO, "utf-16-le"), "/a", False),
    ("UTF-16, big end first, without a mark", utf16(ALL + NO, "utf-16-be"), "/a", False),
    ("bytes that are no UTF-8", b"# caf\xe9\n" + (ALL + NO).encode(), "/a", False),
    ("zeros among the letters", b"\0\0" + b"x" * 50, "/a", True),
    ("a page of HTML", "<!DOCTYPE html><html><body>Disallow: nothing</body></html>", "/a", True),
    ("rules that a page of HTML holds", f"<html><body><pre>\n{ALL}{NO}</pre></body></html>", "/a", False),
    ("an image", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "/a", True),
]


@pytest.mark.parametrize(("name", "body", "path", "allowed"), FILES, ids=[case[0] for case in FILES])
def test_the_file_holds(site, ask, name, body, path, allowed):
    site.put("/robots.txt", body)
    verdict = ask(path)
    assert verdict.allowed is allowed
    assert verdict.reason in (None, Reason.ROBOTS_DISALLOWED)


@pytest.mark.parametrize(
    ("rules", "seconds"),
    [
        (f"{ALL}Crawl-delay: 2.5\n", 2.5),
        (f"{ALL}Crawl-delay: soon\n", None),
        (f"{ALL}Crawl-delay: -3\n", None),
        (f"{ALL}Crawl-delay: inf\n", None),
        (f"{ALL}Crawl-delay: 9\n\n{OURS}Disallow: /x\n", None),
        (f"{ALL}Crawl-delay: 9\n\n{OURS}Crawl-delay: 1\n", 1.0),
        (f"{ALL}Request-rate: 1/10\n", 10.0),
        (f"{ALL}Request-rate: 6/1m\nCrawl-delay: 4\n", 10.0),
        (ALL, None),
    ],
)
def test_the_pause_that_is_asked_for_is_that_of_our_group(site, ask, rules, seconds):
    site.put("/robots.txt", rules)
    assert ask("/a").crawl_delay == seconds


@pytest.mark.parametrize(
    ("status", "reason"),
    [(status, None) for status in (400, 401, 403, 404, 405, 410, 418, 451)]
    + [(status, Reason.ROBOTS_UNREACHABLE) for status in (429, 500, 502, 503, 504, 599)],
)
def test_a_client_error_means_no_rules_and_a_server_error_is_never_a_yes(site, ask, status, reason):
    site.put("/robots.txt", site.reply(status, b"User-agent: *\nDisallow: /"))
    assert ask("/a").reason == reason


@pytest.mark.parametrize("status", [204, 200])
def test_an_empty_answer_has_no_rules(site, ask, status):
    site.put("/robots.txt", site.reply(status))
    assert ask("/a").allowed


def test_a_part_of_the_file_is_never_a_yes(site, ask):
    site.put("/robots.txt", site.reply(206, b"User-agent: *\nDisallow:"))
    assert ask("/a").reason == Reason.ROBOTS_UNREACHABLE


def test_a_connection_that_is_refused_is_never_a_yes(robots):
    verdict = robots.verdict("http://127.0.0.1:9/a")
    assert verdict.reason == Reason.ROBOTS_UNREACHABLE
    assert "http://127.0.0.1:9/robots.txt" in verdict.detail


def test_an_answer_that_is_cut_is_never_a_yes(robots, raw_server):
    address = raw_server(lambda c: c.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nUser-agent: *\n"))
    assert robots.verdict(f"{address}/a").reason == Reason.ROBOTS_UNREACHABLE


def test_the_rules_for_us_count_and_are_asked_for_once(site, ask):
    site.put("/robots.txt", RULES)
    assert ask("/ours/a") == Verdict(Reason.ROBOTS_DISALLOWED, ask("/ours/a").detail, 3.0)
    assert ask("/all/a").allowed
    assert ask("/").crawl_delay == 3.0
    assert site.paths() == ["/robots.txt"]


def test_one_hiccup_is_forgiven_after_a_pause(site, ask, newsroom):
    site.put("/robots.txt", site.reply(502), site.reply(200, b"User-agent: *\nDisallow: /a"))
    assert ask("/a").reason == Reason.ROBOTS_DISALLOWED
    assert 1.5 <= sum(newsroom.time.slept) <= 2.5


def test_a_file_that_is_down_is_asked_for_twice_in_a_run_and_not_for_each_page(site, ask):
    site.put("/robots.txt", site.reply(503))
    assert {ask(f"/{number}").reason for number in range(9)} == {Reason.ROBOTS_UNREACHABLE}
    assert site.paths() == ["/robots.txt"] * 2


def test_a_retry_after_of_the_file_is_heeded(site, ask, newsroom):
    site.put("/robots.txt", site.reply(503, Retry_After="20"), site.reply(200, RULES.encode()))
    assert ask("/ours/a").reason == Reason.ROBOTS_DISALLOWED
    assert sum(newsroom.time.slept) == pytest.approx(20)


def test_redirects_are_followed_and_loops_are_not_a_yes(site, make_site, ask, robots):
    for number in range(5):
        site.put(f"/{number}", site.reply(301, Location=f"/{number + 1}"))
    other = make_site()
    site.put("/robots.txt", site.reply(301, Location="/0"))
    site.put("/5", site.reply(302, Location=f"{other.url}/rules"))
    other.put("/rules", "User-agent: *\nDisallow: /a")
    assert ask("/a").reason == Reason.ROBOTS_DISALLOWED
    assert robots.verdict(f"{other.url}/a").allowed  # its own robots.txt is not there
    third = make_site()
    third.put("/robots.txt", third.reply(301, Location="/robots.txt"))
    assert robots.verdict(f"{third.url}/a").reason == Reason.ROBOTS_UNREACHABLE


def test_a_redirect_to_an_address_of_the_own_network_is_refused(site, newsroom):
    site.put("/robots.txt", site.reply(301, Location="http://10.0.0.1/robots.txt"))
    with Fetcher(newsroom.limits) as fetcher:
        assert Robots(fetcher, newsroom.gate).verdict(f"{site.url}/a").reason == Reason.PRIVATE_ADDRESS


def test_only_whole_lines_of_the_first_half_megabyte_count(site, newsroom):
    half = 512 * 1024
    head = f"{ALL}Disallow: /\n".encode()
    tail = b"\nAllow: /archive/\nDisallow: /b\n"
    filler = b"#" * (half - len(head) - len(b"\nAllow: /"))  # the cut falls behind `Allow: /`
    site.put("/robots.txt", head + filler + tail + b"# more\n" * 500_000)
    with Fetcher(replace(newsroom.limits, max_body_bytes=10_000_000)) as fetcher:
        robots = Robots(fetcher, newsroom.gate)
        assert robots.verdict(f"{site.url}/a").reason == Reason.ROBOTS_DISALLOWED


def test_a_host_that_may_not_be_connected_to_is_named_so(newsroom, site):
    with Fetcher(replace(newsroom.limits, allow_loopback=False)) as fetcher:
        verdict = Robots(fetcher, newsroom.gate).verdict(f"{site.url}/a")
    assert verdict.reason == Reason.PRIVATE_ADDRESS


def test_a_stop_is_not_remembered_as_the_hosts_word(robots, site):
    assert robots.verdict(f"{site.url}/a", lambda: True).reason == Reason.INTERRUPTED
    assert robots.verdict(f"{site.url}/a").allowed


def test_credentials_of_an_address_are_not_sent(robots, site):
    site.put("/robots.txt", ALL + NO)
    address = site.url.replace("//", "//user:secret@")
    assert robots.verdict(f"{address}/a").reason == Reason.ROBOTS_DISALLOWED
    assert "authorization" not in site.asked[0].headers


def test_the_sitemaps_that_it_names_are_told(robots, site):
    site.put("/robots.txt", f"Sitemap: {site.url}/a.xml\n{ALL}{NO}sitemap: /b.xml\n")
    assert robots.sitemaps(f"{site.url}/") == (f"{site.url}/a.xml", "/b.xml")


def in_a_run(newsroom, memory, url):
    """The verdict of a run of its own."""
    gate = LocalHostGate(newsroom.time.monotonic, newsroom.time.sleep, memory=memory, clock=newsroom.clock)
    with Fetcher(newsroom.limits) as fetcher:
        return Robots(fetcher, gate, memory=memory, clock=newsroom.clock).verdict(url)


@pytest.mark.parametrize("reply", [(200, RULES.encode()), (404, b""), (403, b"")])
def test_what_was_answered_is_gone_by_for_a_day_in_all_runs(newsroom, site, reply):
    memory = RunMemory()
    site.put("/robots.txt", site.reply(*reply))
    first = in_a_run(newsroom, memory, f"{site.url}/ours/a")
    newsroom.later(hours=23, minutes=59)
    assert in_a_run(newsroom, memory, f"{site.url}/ours/a") == first
    assert len(site.asked) == 1
    newsroom.later(minutes=2)
    in_a_run(newsroom, memory, f"{site.url}/ours/a")
    assert len(site.asked) == 2


def test_a_run_that_lasts_longer_than_a_day_asks_again(newsroom, robots, site):
    site.put("/robots.txt", RULES, ALL + NO)
    assert robots.verdict(f"{site.url}/a").allowed
    newsroom.later(days=1)
    assert robots.verdict(f"{site.url}/a").reason == Reason.ROBOTS_DISALLOWED


def test_a_file_that_is_down_is_asked_for_again_in_the_next_run(newsroom, site):
    memory = RunMemory()
    site.put("/robots.txt", site.reply(500), site.reply(500), site.reply(200, b""))
    assert in_a_run(newsroom, memory, f"{site.url}/a").reason == Reason.ROBOTS_UNREACHABLE
    assert in_a_run(newsroom, memory, f"{site.url}/a").allowed


def test_yesterdays_yes_does_not_outlive_a_server_that_is_down(newsroom, site):
    memory = RunMemory()
    site.put("/robots.txt", site.reply(200, b""), site.reply(503))
    assert in_a_run(newsroom, memory, f"{site.url}/a").allowed
    newsroom.later(days=2)
    assert in_a_run(newsroom, memory, f"{site.url}/a").reason == Reason.ROBOTS_UNREACHABLE


def test_a_name_with_signs_of_its_own_is_no_pattern():
    rules = parse("User-agent: a.b\nDisallow: /\n", "axb")
    assert rules.can_fetch("http://a.example/x", "axb")
