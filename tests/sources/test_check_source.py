"""A first look at a source: a few requests, everything said, nothing kept."""

from __future__ import annotations

import pytest

from sources.check import check_source
from sources.http.fetcher import Fetcher
from sources.polite.robots import Robots
from sources.spec_files import folder_source


@pytest.fixture
def check(newsroom):
    def run(spec):
        with Fetcher(newsroom.limits) as fetcher:
            return check_source(spec, fetcher=fetcher, robots=Robots(fetcher, newsroom.gate), gate=newsroom.gate)

    return run


def test_a_sound_source_shows_its_candidates_and_its_first_page(check, site, feed_spec, newsroom):
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 4")
    site.put("/1", "<h1>One</h1>")
    report = check(
        feed_spec(site.feed(*(f"/{number}" for number in range(1, 9)), date="Tue, 03 Mar 2026 10:00:00 GMT"))
    )
    assert report.passed
    assert report.robots == "allowed, Crawl-delay 4 s"
    assert (report.found, len(report.candidates)) == (8, 5)
    assert report.first.body == b"<h1>One</h1>"
    assert report.failure is None
    assert site.paths() == ["/robots.txt", "/feed", "/1"]
    assert not newsroom.raw.exists()


def test_what_the_file_leaves_open_is_said(check, site, feed_spec):
    site.put("/1", "one")
    missing = " ".join(check(feed_spec(site.feed("/1"))).missing)
    for word in ("outlet_country", "language", "articles_per_day", "no entry has a date"):
        assert word in missing
    whole = {"outlet_country": "FRA", "language": "fr", "articles_per_day": {"floor": 1, "ceiling": 9}}
    spec = feed_spec(site.feed("/1", date="Tue, 03 Mar 2026 10:00:00 GMT"), **whole)
    assert check(spec).missing == ()


def test_a_source_that_is_forbidden_says_so(check, site, feed_spec):
    site.put("/robots.txt", "User-agent: *\nDisallow: /feed")
    report = check(feed_spec(site.feed("/1")))
    assert not report.passed
    assert report.robots.startswith("robots_disallowed")
    assert "robots_disallowed" in report.failure


def test_a_first_page_that_fails_is_named_with_its_reason(check, site, feed_spec):
    report = check(feed_spec(site.feed("/gone")))
    assert not report.passed
    assert "/gone: http_404" in report.failure


def test_candidates_that_all_lead_elsewhere_point_to_the_remedy(check, site, make_site, feed_spec):
    report = check(feed_spec(site.feed(f"{make_site().url}/1")))
    assert "`sites:`" in report.failure


def test_a_feed_without_entries_has_no_candidate(check, site, feed_spec):
    assert check(feed_spec(site.feed())).failure == "no candidate"


def test_a_folder_is_checked_without_a_network(check, tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.txt").write_text("a")
    report = check(folder_source(tmp_path / "pages"))
    assert (report.robots, report.first.body) == ("no host is asked", b"a")
