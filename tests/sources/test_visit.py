"""Visits: what is tried again and when, what a source that shares a host learns, and what is counted."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest

from contracts.reasons import Reason
from sources.http.fetcher import Answer, Fetcher, FetchFailure, Validators, never
from sources.polite.asking import seconds_to_wait
from sources.polite.gate import LocalHostGate
from sources.polite.memory import FileMemory, RunMemory
from sources.polite.robots import Robots
from sources.polite.visit import Means, Visitor

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
ROBOTS = "/robots.txt"


@pytest.fixture
def fetcher(newsroom):
    with Fetcher(newsroom.limits) as fetcher:
        yield fetcher


@pytest.fixture
def begin(newsroom, fetcher):
    """The means of a run of its own; its jitter is the middle."""

    def make(memory=None, stop=never, random=lambda: 0.5):
        memory = memory or RunMemory()
        gate = LocalHostGate(newsroom.time.monotonic, newsroom.time.sleep, memory=memory, clock=newsroom.clock)
        robots = Robots(fetcher, gate, memory=memory, clock=newsroom.clock)
        return Means(fetcher, robots, gate, newsroom.clock, stop, random=random)

    return make


@pytest.fixture
def visitor(begin, feed_spec, site):
    """A visitor of the site, in a run of its own or in the one that is given."""

    def make(means=None, **settings):
        return Visitor(feed_spec(f"{site.url}/feed", **{"delay_seconds": 0, **settings}), means or begin())

    return make


def pages(site):
    """The paths asked for but robots.txt."""
    return [path for path in site.paths() if path != ROBOTS]


SECONDS: list[tuple[str, str | None, float | None]] = [
    ("missing", None, None),
    ("empty", "", None),
    ("seconds", "120", 120.0),
    ("seconds with blanks", " 120 ", 120.0),
    ("none", "0", 0.0),
    ("ten years", "315360000", 315_360_000.0),
    ("more digits than a number holds", "9" * 400, float("inf")),
    ("a fraction", "1.5", None),
    ("below zero", "-5", None),
    ("digits of another script", "١٢", None),
    ("nonsense", "soon", None),
    ("a date", "Wed, 04 Mar 2026 12:02:00 GMT", 120.0),
    ("a date of RFC 850", "Wednesday, 04-Mar-26 12:02:00 GMT", 120.0),
    ("a date of asctime", "Wed Mar  4 12:02:00 2026", 120.0),
    ("a date with another zone", "Wed, 04 Mar 2026 13:02:00 +0100", 120.0),
    ("a date without a zone", "Wed, 04 Mar 2026 12:02:00 -0000", 120.0),
    ("a date gone by", "Wed, 04 Mar 2026 11:00:00 GMT", None),
    ("a date that is none", "Wed, 99 Mar 2026 12:02:00 GMT", None),
    ("the last date there is", "Fri, 31 Dec 9999 23:59:59 GMT", (datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC) - NOW).total_seconds()),
]  # fmt: skip


@pytest.mark.parametrize(("name", "header", "seconds"), SECONDS, ids=[case[0] for case in SECONDS])
def test_a_retry_after_that_is(name, header, seconds):
    assert seconds_to_wait(header, NOW) == seconds


# what a page answers in turn, how often it is asked for, and how long is slept for it in all (the jitter is the middle)
TRIES: list[tuple[str, list[tuple[int, dict[str, str]]], int, float]] = [
    ("answers", [(200, {})], 1, 0),
    ("is missing", [(404, {})], 1, 0),
    ("is forbidden", [(403, {})], 1, 0),
    ("fails once", [(500, {}), (200, {})], 2, 2),
    ("fails always", [(500, {})], 2, 2),
    ("is overloaded without a word", [(503, {})], 2, 2),
    ("is overloaded and names a time", [(503, {"Retry_After": "7"}), (200, {})], 2, 7),
    ("asks for time, by number", [(429, {"Retry_After": "7"}), (200, {})], 2, 7),
    ("asks for time, by date", [(429, {"Retry_After": "Wed, 04 Mar 2026 12:00:20 GMT"}), (200, {})], 2, 20),
    ("asks for time, by a date gone by", [(429, {"Retry_After": "Wed, 04 Mar 2020 12:00:00 GMT"}), (200, {})], 2, 2),
    ("asks for time again", [(429, {"Retry_After": "7"}), (429, {"Retry_After": "9"}), (200, {})], 3, 16),
    ("asks for time without a word", [(429, {})], 3, 6),
    ("asks for nonsense", [(429, {"Retry_After": "soon"}), (200, {})], 2, 2),
    ("asks for all the patience there is", [(429, {"Retry_After": "30"}), (200, {})], 2, 30),
    ("asks for more than there is", [(429, {"Retry_After": "31"})], 1, 0),
    ("asks for ten years", [(429, {"Retry_After": "315360000"})], 1, 0),
]


@pytest.mark.parametrize(("name", "replies", "times", "slept"), TRIES, ids=[case[0] for case in TRIES])
def test_a_page_that(visitor, site, newsroom, name, replies, times, slept):
    site.put("/a", *(site.reply(status, b"body", **headers) for status, headers in replies))
    outcome = visitor().get(f"{site.url}/a", Validators())
    assert isinstance(outcome, Answer) is (replies[-1][0] == 200)
    assert len(pages(site)) == times
    assert sum(newsroom.time.slept) == pytest.approx(slept, abs=0.01)


def test_a_server_that_asks_for_time_to_the_end_is_rate_limited(visitor, site):
    site.put("/a", site.reply(429))
    site.put("/b", site.reply(503, Retry_After="1"))
    for path in ("/a", "/b"):
        assert visitor().get(f"{site.url}{path}", Validators()).reason == Reason.RATE_LIMITED


@pytest.mark.parametrize(("random", "pause"), [(0.0, 1.5), (0.5, 2.0), (0.999, 2.4995)])
def test_pauses_before_another_try_are_spread(begin, visitor, site, newsroom, random, pause):
    site.put("/a", site.reply(500))
    visitor(begin(random=lambda: random)).get(f"{site.url}/a", Validators())
    assert sum(newsroom.time.slept) == pytest.approx(pause, abs=0.01)


def test_pauses_grow_with_the_sources_delay_and_stay_within_its_patience(visitor, site, newsroom):
    site.put("/a", site.reply(429))
    visitor(delay_seconds=10, max_wait_seconds=30).get(f"{site.url}/a", Validators())
    assert sum(newsroom.time.slept) == pytest.approx(
        10 + 20 + 30, abs=0.01
    )  # after robots.txt, then twice before a try


def test_a_wait_that_was_asked_for_holds_for_all_sources_and_all_runs(begin, visitor, site, newsroom, tmp_path):
    site.put("/a", site.reply(429, Retry_After="3600"))
    site.put("/b", "b")

    def run():
        return begin(FileMemory(tmp_path / "hosts", newsroom.clock))

    first = run()
    assert visitor(first).get(f"{site.url}/a", Validators()).reason == Reason.RATE_LIMITED
    newsroom.later(minutes=10)
    for means in (first, run()):
        held = visitor(means, name="another").get(f"{site.url}/b", Validators())
        assert held.reason == Reason.HOST_BACKING_OFF
    assert "until 2026-03-04 13:00:00 UTC" in held.detail
    assert pages(site) == ["/a"]
    newsroom.later(minutes=51)
    assert isinstance(visitor(run()).get(f"{site.url}/b", Validators()), Answer)


def test_a_second_run_asks_for_no_robots_txt(begin, visitor, site, newsroom, tmp_path):
    site.put("/a", "a")
    for _ in range(3):
        means = begin(FileMemory(tmp_path / "hosts", newsroom.clock))
        assert isinstance(visitor(means).get(f"{site.url}/a", Validators()), Answer)
        newsroom.later(hours=7)
    assert site.paths() == [ROBOTS, "/a", "/a", "/a"]


def test_failures_of_all_sources_of_a_host_count_together(begin, visitor, site):
    site.put("/a", site.reply(500))
    means = begin()
    one, two = visitor(means, name="one"), visitor(means, name="two")
    fates = [(one, two)[number % 2].get(f"{site.url}/a", Validators()) for number in range(7)]
    assert [fate.reason for fate in fates] == [Reason.HTTP_5XX] * 5 + [Reason.HOST_BACKING_OFF] * 2
    assert fates[3].detail == "HTTP 500"
    assert "HTTP 500; " in fates[4].detail
    assert "failed 5 times in a row and is left alone until" in fates[4].detail
    assert "failed 5 times in a row" in fates[5].detail
    assert len(pages(site)) == 10


def test_the_breaker_outlives_the_run_and_closes_after_a_trial_that_succeeds(begin, visitor, site, newsroom):
    site.put("/a", site.reply(500))
    memory = RunMemory()
    for number in range(5):
        visitor(begin(memory), name=f"n{number}").get(f"{site.url}/a", Validators())
    asked = len(pages(site))
    assert visitor(begin(memory)).get(f"{site.url}/a", Validators()).reason == Reason.HOST_BACKING_OFF
    newsroom.later(minutes=6)
    trial = visitor(begin(memory)).get(f"{site.url}/a", Validators())
    assert trial.reason == Reason.HTTP_5XX
    assert "failed 6 times in a row and is left alone" in trial.detail
    assert len(pages(site)) == asked + 1  # a trial is one request
    site.put("/a", "well again")
    newsroom.later(minutes=11)
    means = begin(memory)
    for _ in range(2):
        assert isinstance(visitor(means).get(f"{site.url}/a", Validators()), Answer)


@pytest.mark.parametrize("reply", [(404, b""), (403, b""), (410, b""), (301, b"")])
def test_pages_that_are_missing_or_forbidden_do_not_speak_of_a_hosts_health(visitor, site, reply):
    site.put("/a", site.reply(*reply))
    one = visitor()
    assert Reason.HOST_BACKING_OFF not in {one.get(f"{site.url}/a", Validators()).reason for _ in range(8)}


def test_the_host_that_fails_is_blamed_and_not_the_one_that_redirects_to_it(begin, visitor, site, make_site):
    broken = make_site()
    broken.put("/b", broken.reply(500))
    site.put("/a", site.reply(302, Location=f"{broken.url}/b"))
    site.put("/fine", "fine")
    one = visitor(begin())
    for _ in range(5):
        one.get(f"{site.url}/a", Validators(), anywhere=True)
    assert isinstance(one.get(f"{site.url}/fine", Validators()), Answer)
    assert one.get(f"{broken.url}/b", Validators()).reason == Reason.HOST_BACKING_OFF


def test_a_robots_txt_that_is_down_counts_as_a_failure_of_its_host(begin, visitor, site, newsroom):
    memory = RunMemory()
    site.put(ROBOTS, site.reply(503))
    for _ in range(5):
        assert visitor(begin(memory)).get(f"{site.url}/a", Validators()).reason == Reason.ROBOTS_UNREACHABLE
    assert visitor(begin(memory)).get(f"{site.url}/a", Validators()).reason == Reason.HOST_BACKING_OFF
    assert len(site.paths()) == 10


def test_the_pause_holds_for_robots_txt_and_for_each_hop_of_a_redirect(visitor, site, newsroom):
    site.put("/a", site.reply(301, Location="/b"))
    site.put("/b", "b")
    visitor(delay_seconds=2).get(f"{site.url}/a", Validators())
    assert sum(newsroom.time.slept) == pytest.approx(4, abs=0.01)


def test_a_crawl_delay_beyond_the_patience_is_not_cut_short(visitor, site):
    site.put(ROBOTS, "User-agent: *\nCrawl-delay: 600")
    fate = visitor().get(f"{site.url}/a", Validators())
    assert fate.reason == Reason.HOST_BACKING_OFF
    assert "Crawl-delay of 600 s" in fate.detail
    assert pages(site) == []


def test_a_page_elsewhere_is_neither_asked_for_nor_is_its_robots_txt(visitor, site, make_site):
    other = make_site()
    site.put("/a", site.reply(302, Location=f"{other.url}/consent"))
    assert visitor().get(f"{site.url}/a", Validators()).reason == Reason.OFF_SITE
    assert other.asked == []


def test_what_robots_txt_forbids_is_forbidden_at_each_hop(visitor, site):
    site.put(ROBOTS, "User-agent: *\nDisallow: /b")
    site.put("/a", site.reply(302, Location="/b"))
    assert visitor().get(f"{site.url}/a", Validators()).reason == Reason.ROBOTS_DISALLOWED
    assert pages(site) == ["/a"]


def test_requests_and_bytes_are_counted(visitor, site, newsroom):
    site.put("/a", site.reply(301, Location="/b"))
    site.put("/b", "x" * 1000)
    site.put("/c", site.reply(500, b"y" * 500), site.reply(200, b"z" * 10))
    site.put("/big", "x" * (newsroom.limits.max_body_bytes + 1))
    one = visitor()
    for path, requests, size in (("/a", 2, 1000), ("/c", 4, 1010), ("/big", 5, 1010 + newsroom.limits.max_body_bytes)):
        one.get(f"{site.url}{path}", Validators())
        assert (one.requests, one.bytes) == (requests, size)


def test_a_stop_ends_the_waiting_and_says_so(begin, visitor, site, newsroom):
    site.put("/a", site.reply(429, Retry_After="25"))
    began = newsroom.time.now
    fate = visitor(begin(stop=lambda: newsroom.time.now > began + 3)).get(f"{site.url}/a", Validators())
    assert fate.reason == Reason.INTERRUPTED
    assert newsroom.time.now - began < 4


def test_sources_that_share_a_host_never_meet_there(begin, visitor, site):
    """Six sources in real threads over one site: it never sees two requests at once."""
    scripted, under_way, most, guard = site.answer, [], [], threading.Lock()

    def answer(asked):
        with guard:
            under_way.append(asked)
            most.append(len(under_way))
        reply = scripted(asked)
        with guard:
            under_way.remove(asked)
        return reply

    site.put("/a", "a")
    site.answer, means, outcomes = answer, begin(), []

    def source(number):
        one = visitor(means, name=f"n{number}")
        outcomes.extend(one.get(f"{site.url}/a", Validators()) for _ in range(10))

    threads = [threading.Thread(target=source, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 60
    assert not [outcome for outcome in outcomes if isinstance(outcome, FetchFailure)]
    assert max(most) == 1
    assert site.paths().count(ROBOTS) == 1


def test_what_a_day_old_memory_says_is_no_longer_gone_by(begin, visitor, site, newsroom):
    memory = RunMemory()
    site.put(ROBOTS, "User-agent: *\nDisallow: /a")
    assert visitor(begin(memory)).get(f"{site.url}/a", Validators()).reason == Reason.ROBOTS_DISALLOWED
    site.put(ROBOTS, "")
    site.put("/a", "a")
    newsroom.now += timedelta(days=1, seconds=1)
    assert isinstance(visitor(begin(memory)).get(f"{site.url}/a", Validators()), Answer)
