"""One source, one run: what becomes of each candidate."""

from __future__ import annotations

import threading
from datetime import date

import pytest

from contracts.journal import Fate, Fetched, Polled, SourceFailed, SourceSettings
from contracts.reasons import Reason, Status
from contracts.records import UrlState
from core.clock import utc_now
from core.ids import document_id, sha256
from sources.archive.reader import read_payload
from sources.archive.writer import Archive
from sources.collect import collect
from sources.http.fetcher import Fetcher, HttpLimits
from sources.polite.gate import LocalHostGate
from sources.polite.robots import Robots
from sources.revisits import Edits
from sources.spec import SourceSpec


def test_a_new_page_is_archived_and_its_entry_leads_to_its_bytes(newsroom, site, feed_spec):
    site.put("/a", "<h1>First</h1>", ETag='"1"', Last_Modified="Tue, 03 Mar 2026 10:00:00 GMT")
    spec = feed_spec(site.feed("/a?utm_source=feed", title="First", date="Tue, 03 Mar 2026 10:00:00 GMT"))
    report = newsroom.collect(spec)
    (entry,) = newsroom.of(Fetched)
    assert entry.url == f"{site.url}/a"
    assert entry.document_id == document_id("run-1", "a-feed", entry.url)
    assert (entry.sequence, entry.status, entry.etag) == (0, 200, '"1"')
    assert entry.content_type == "text/html; charset=utf-8"
    assert (entry.hints.title, entry.hints.published) == ("First", "Tue, 03 Mar 2026 10:00:00 GMT")
    body = read_payload(newsroom.raw, entry.warc_path, entry.warc_offset, entry.warc_length, entry.sha256)
    assert body == b"<h1>First</h1>"
    assert entry.warc_path == "2026/03/04/a-feed-run-1.warc.gz"
    assert report.counts == {Status.HELD: 1}
    assert report.failure is None


def test_the_journal_says_first_how_the_source_is_set_and_last_what_was_polled(newsroom, site, feed_spec):
    site.put("/a", "one")
    newsroom.collect(feed_spec(site.feed("/a"), outlet_country="FRA", language="fr"))
    assert [type(entry) for entry in newsroom.entries] == [SourceSettings, Fetched, Polled]
    settings, _, polled = newsroom.entries
    assert (settings.outlet, settings.outlet_country, settings.kind) == ("The Test Gazette", "FRA", "feed")
    assert '"language":"fr"' in settings.settings
    assert (polled.url, polled.status, polled.candidates) == (f"{site.url}/feed", 200, 1)


def test_a_body_is_on_the_disk_before_the_journal_speaks_of_it(newsroom, site, feed_spec):
    site.put("/a", "one")
    read: list[bytes] = []

    def journal(entry):
        newsroom.entries.append(entry)
        if isinstance(entry, Fetched):
            read.append(read_payload(newsroom.raw, entry.warc_path, entry.warc_offset, entry.warc_length, entry.sha256))

    newsroom.collect(feed_spec(site.feed("/a")), journal=journal)
    assert read == [b"one"]


def test_a_second_run_asks_the_feed_conditionally_and_finds_nothing_new(newsroom, site, feed_spec):
    site.put("/a", "one")
    spec = feed_spec(site.feed("/a", ETag='"f1"'))
    newsroom.collect(spec)
    newsroom.later(minutes=50)
    report = newsroom.collect(spec)
    assert report.counts == {}
    (polled,) = newsroom.of(Polled)
    assert (polled.status, polled.candidates, polled.etag) == (304, 0, '"f1"')
    assert site.asked[-1].headers["if-none-match"] == '"f1"'


def test_pages_are_not_due_then_not_modified_then_the_same_then_changed(newsroom, site, feed_spec):
    site.put("/etag", "one", ETag='"1"')
    site.put("/plain", "one")
    site.put("/edited", "one", "two")
    spec = feed_spec(site.feed("/etag", "/plain", "/edited"))
    newsroom.collect(spec)
    newsroom.later(minutes=10)
    newsroom.collect(spec)
    assert set(newsroom.fates().values()) == {"not_due"}
    newsroom.later(hours=1)
    report = newsroom.collect(spec)
    assert newsroom.fates() == {"etag": "not_modified", "plain": "same_content", "edited": "fetched"}
    assert report.counts == {Status.UNCHANGED: 2, Status.HELD: 1}


def test_an_address_that_a_feed_names_twice_counts_once(newsroom, site, feed_spec):
    site.put("/a", "one")
    newsroom.collect(feed_spec(site.feed("/a", "/a?utm_medium=rss", f"{site.url}/a#top")))
    assert newsroom.fates() == {"a": "fetched"}


def test_what_robots_txt_forbids_is_skipped_without_a_request(newsroom, site, feed_spec):
    site.put("/robots.txt", "User-agent: ForeignDesk\nDisallow: /private/")
    site.put("/a", "one")
    newsroom.collect(feed_spec(site.feed("/private/x", "/a")))
    assert newsroom.fates() == {"private/x": "robots_disallowed", "a": "fetched"}
    assert "/private/x" not in site.paths()


def test_links_that_are_no_web_addresses_or_lead_elsewhere_are_skipped_by_name(newsroom, site, make_site, feed_spec):
    other = make_site()
    other.put("/b", "theirs")
    spec = feed_spec(site.feed("javascript:void(0)", "mailto:a@example.org", f"{other.url}/b"))
    newsroom.collect(spec)
    assert newsroom.fates() == {"javascript:void(0)": "bad_url", "mailto:a@example.org": "bad_url", "b": "off_site"}
    assert other.asked == []


def test_hosts_that_the_source_names_are_its_own(newsroom, site, make_site, feed_spec):
    other = make_site()
    other.put("/b", "ours, too")
    newsroom.collect(feed_spec(site.feed(f"{other.url}/b"), sites=["127.0.0.1"]))
    assert newsroom.fates() == {"b": "fetched"}


def test_a_page_that_redirects_keeps_its_address_and_says_where_it_ended(newsroom, site, make_site, feed_spec):
    other = make_site()
    site.put("/old", site.reply(301, Location="/new"))
    site.put("/new", "moved")
    site.put("/away", site.reply(302, Location=f"{other.url}/consent"))
    newsroom.collect(feed_spec(site.feed("/old", "/away")))
    (entry,) = newsroom.of(Fetched)
    assert (entry.url, entry.final_url) == (f"{site.url}/old", f"{site.url}/new")
    assert newsroom.fates()["away"] == "off_site"


def test_the_limit_of_pages_leaves_the_rest_for_the_next_run(newsroom, site, feed_spec):
    for path in ("/a", "/b", "/c"):
        site.put(path, path)
    spec = feed_spec(site.feed("/a", "/b", "/c", ETag='"f"'), max_pages=2)
    newsroom.collect(spec)
    assert newsroom.fates() == {"a": "fetched", "b": "fetched", "c": "budget_used"}
    assert newsroom.of(Polled)[0].etag is None  # else the feed would answer 304, and /c be lost
    newsroom.later(minutes=1)
    newsroom.collect(spec)
    assert newsroom.fates() == {"a": "not_due", "b": "not_due", "c": "fetched"}


def test_a_page_that_failed_for_the_moment_is_asked_for_again_although_the_feed_has_not_changed(
    newsroom, site, feed_spec
):
    site.put("/a", site.reply(500), site.reply(500), site.reply(200, b"there"))
    spec = feed_spec(site.feed("/a", ETag='"f"'))
    newsroom.collect(spec)
    assert newsroom.fates() == {"a": "http_5xx"}
    newsroom.collect(spec)
    assert newsroom.fates() == {"a": "fetched"}
    newsroom.later(hours=2)
    newsroom.collect(spec)
    assert newsroom.of(Polled)[0].status == 304


def test_days_outside_the_window_are_skipped_where_the_day_is_known(newsroom, site, feed_spec):
    for path in ("/old", "/new", "/undated"):
        site.put(path, path)
    items = (
        "<item><link>/old</link><pubDate>Sun, 01 Mar 2026 23:30:00 GMT</pubDate></item>"
        "<item><link>/new</link><pubDate>Tue, 03 Mar 2026 00:30:00 +0100</pubDate></item>"
        "<item><link>/undated</link></item>"
    )
    site.feed()
    site.put("/feed", f'<rss version="2.0"><channel>{items}</channel></rss>')
    newsroom.collect(feed_spec(f"{site.url}/feed"), window=(date(2026, 3, 2), date(2026, 3, 2)))
    assert newsroom.fates() == {"old": "outside_window", "new": "fetched", "undated": "fetched"}


def test_a_retry_after_is_waited_for_and_then_the_page_comes(newsroom, site, feed_spec):
    site.put("/a", site.reply(429, Retry_After="7"), site.reply(200, b"there"))
    newsroom.collect(feed_spec(site.feed("/a")))
    assert newsroom.fates() == {"a": "fetched"}
    assert 7 <= sum(newsroom.time.slept) < 12


def test_a_retry_after_as_a_date_counts_from_now(newsroom, site, feed_spec):
    site.put("/a", site.reply(503, Retry_After="Wed, 04 Mar 2026 12:00:20 GMT"), site.reply(200, b"there"))
    newsroom.collect(feed_spec(site.feed("/a"), delay_seconds=0))
    assert newsroom.fates() == {"a": "fetched"}
    assert 19 <= sum(newsroom.time.slept) < 21


def test_a_host_that_asks_for_more_time_than_there_is_gets_no_further_request(newsroom, site, feed_spec):
    site.put("/a", site.reply(429, Retry_After="315360000"))
    site.put("/b", "b")
    newsroom.collect(feed_spec(site.feed("/a", "/b")))
    assert newsroom.fates() == {"a": "rate_limited", "b": "host_backing_off"}
    assert "/b" not in site.paths()


def test_a_host_that_stays_busy_is_asked_three_times(newsroom, site, feed_spec):
    site.put("/a", site.reply(429, Retry_After="soon"))
    newsroom.collect(feed_spec(site.feed("/a")))
    assert newsroom.fates() == {"a": "rate_limited"}
    assert site.paths().count("/a") == 3


def test_a_server_error_is_tried_once_more(newsroom, site, feed_spec):
    site.put("/a", site.reply(500), site.reply(200, b"there"))
    site.put("/b", site.reply(502))
    newsroom.collect(feed_spec(site.feed("/a", "/b")))
    assert newsroom.fates() == {"a": "fetched", "b": "http_5xx"}
    assert site.paths().count("/b") == 2


def test_a_host_that_fails_five_times_in_a_row_is_left_alone(newsroom, site, feed_spec):
    paths = [f"/{number}" for number in range(9)]
    for path in paths:
        site.put(path, site.reply(500))
    newsroom.collect(feed_spec(site.feed(*paths)))
    reasons = list(newsroom.fates().values())
    assert reasons == ["http_5xx"] * 5 + ["host_backing_off"] * 4


@pytest.mark.parametrize(
    ("status", "reason"),
    [(401, "http_401"), (403, "http_403"), (404, "http_404"), (410, "http_410"), (418, "http_4xx"), (451, "http_451")],
)
def test_a_client_error_is_a_failure_with_its_own_reason(newsroom, site, feed_spec, status, reason):
    site.put("/a", site.reply(status))
    report = newsroom.collect(feed_spec(site.feed("/a")))
    assert newsroom.fates() == {"a": reason}
    assert report.counts == {Status.FAILED: 1}


@pytest.mark.parametrize(
    ("reply", "reason"),
    [((500, b""), Reason.HTTP_5XX), ((404, b""), Reason.HTTP_404), ((200, b"<h1>Hi</h1>"), Reason.BAD_RESPONSE)],
)
def test_a_feed_that_cannot_be_read_is_the_sources_failure_and_no_candidates(newsroom, site, feed_spec, reply, reason):
    site.put("/feed", site.reply(*reply))
    report = newsroom.collect(feed_spec(f"{site.url}/feed"))
    (failed,) = newsroom.of(SourceFailed)
    assert failed.reason == report.failure == reason
    assert report.counts == {}
    assert not newsroom.of(Polled)


def test_a_feed_without_entries_is_recorded_as_empty(newsroom, site, feed_spec):
    report = newsroom.collect(feed_spec(site.feed()))
    assert (report.failure, report.counts) == (None, {})
    assert newsroom.of(Polled)[0].candidates == 0


def test_robots_txt_that_is_down_stops_the_source(newsroom, site, feed_spec):
    site.put("/robots.txt", site.reply(503))
    report = newsroom.collect(feed_spec(site.feed("/a")))
    assert report.failure == Reason.ROBOTS_UNREACHABLE
    assert "/feed" not in site.paths()


def test_stopped_runs_skip_what_is_left_and_the_next_run_takes_it_up(newsroom, site, feed_spec):
    for path in ("/a", "/b", "/c"):
        site.put(path, path)
    spec = feed_spec(site.feed("/a", "/b", "/c", ETag='"f"'))
    newsroom.collect(spec, stop=lambda: bool(newsroom.of(Fetched)))
    assert newsroom.fates() == {"a": "fetched", "b": "interrupted", "c": "interrupted"}
    newsroom.collect(spec)
    assert newsroom.fates() == {"a": "not_due", "b": "fetched", "c": "fetched"}


def test_the_pause_between_requests_to_a_host_is_kept_and_a_crawl_delay_wins(newsroom, site, feed_spec):
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 5")
    for path in ("/a", "/b"):
        site.put(path, path)
    newsroom.collect(feed_spec(site.feed("/a", "/b"), delay_seconds=2))
    assert sum(newsroom.time.slept) == pytest.approx(15, abs=0.01)  # robots, feed, two pages: three pauses of five


def test_a_crawl_delay_beyond_the_patience_is_not_cut_short(newsroom, site, feed_spec):
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 600")
    report = newsroom.collect(feed_spec(site.feed("/a")))
    assert report.failure == Reason.HOST_BACKING_OFF
    assert "max_wait_seconds" in str(report.detail)


def test_the_same_bytes_under_another_address_are_fetched_once_each(newsroom, site, feed_spec):
    site.put("/a", "same")
    site.put("/b", "same")
    newsroom.collect(feed_spec(site.feed("/a", "/b")))
    assert {entry.sha256 for entry in newsroom.of(Fetched)} == {sha256(b"same")}
    assert newsroom.fates() == {"a": "fetched", "b": "fetched"}


def test_sources_that_share_a_host_take_turns_and_one_that_fails_does_not_stop_another(tmp_path, site, feed_spec):
    scripted, under_way, most = site.answer, [], []

    def answer(asked):
        under_way.append(asked)
        most.append(len(under_way))
        reply = scripted(asked)
        under_way.remove(asked)
        return reply

    paths = [f"/{number}" for number in range(20)]
    for path in paths:
        site.put(path, path)
    url, site.answer = site.feed(*paths), answer
    gate, entries, reports = LocalHostGate(), [], []
    with Fetcher(HttpLimits(allow_loopback=True)) as fetcher:
        robots = Robots(fetcher, gate)

        def run(name, address):
            spec = feed_spec(address, name=name, delay_seconds=0.001)
            archive = Archive(tmp_path, "run-1")
            report = collect(
                spec, run_id="run-1", fetcher=fetcher, robots=robots, gate=gate, state=NoStates(), archive=archive,
                journal=entries.append, clock=utc_now,
            )  # fmt: skip
            reports.append(report)

        sources = [("one", url), ("two", url), ("three", url), ("broken", f"{site.url}/none")]
        threads = [threading.Thread(target=run, args=source) for source in sources]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert max(most) == 1
    assert sum(isinstance(entry, Fetched) for entry in entries) == 60
    assert {report.source_id: report.failure for report in reports}["broken"] == Reason.HTTP_404
    assert site.paths().count("/robots.txt") == 1


class NoStates:
    def get(self, source_id, url):
        return None

    def poll(self, source_id, url):
        return None

    def pages(self, source_id):
        return ()

    def edits(self, source_id):
        return Edits()


def test_a_fate_says_the_status_that_the_reason_belongs_to(newsroom, site, feed_spec):
    newsroom.collect(feed_spec(site.feed("/gone", "mailto:x")))
    assert {(entry.status, entry.reason) for entry in newsroom.of(Fate)} == {
        ("failed", "http_404"),
        ("skipped", "bad_url"),
    }


def test_a_fate_says_what_was_answered_and_nothing_where_nobody_was_asked(newsroom, site, feed_spec):
    newsroom.hears_rights = True
    site.put("/robots.txt", "User-agent: *\nDisallow: /private")
    site.put("/etag", "one", ETag='"1"')
    site.put("/same", "one")
    site.put("/early", "one")
    spec = feed_spec(site.feed("/etag", "/same"), delay_seconds=0)
    newsroom.collect(spec)
    newsroom.later(hours=2)
    newsroom.collect(spec.model_copy(update={"url": site.feed("/early")}))
    site.put("/gone", site.reply(410))
    site.put("/broken", site.reply(502))
    site.put("/noindex", "page", X_Robots_Tag="noindex")
    site.put("/big", b"x" * (newsroom.limits.max_body_bytes + 1))
    site.put("/away", site.reply(301, Location="https://elsewhere.example/"))
    site.put("/loop", site.reply(302, Location="/loop"))
    listed = ["/etag", "/same", "/early", "/gone", "/broken", "/big", "/away", "/loop", "/noindex", "/private"]
    listed += ["mailto:x", "http://10.0.0.1/x"]
    newsroom.later(days=1, minutes=-90)
    newsroom.collect(spec.model_copy(update={"url": site.feed(*listed), "sites": ("10.0.0.1",)}))
    answered = {entry.url.removeprefix(site.url): (entry.reason, entry.http_status) for entry in newsroom.of(Fate)}
    assert answered == {
        "/etag": ("not_modified", 304),
        "/same": ("same_content", 200),
        "/early": ("same_content", 200),
        "/gone": ("http_410", 410),
        "/broken": ("http_5xx", 502),
        "/big": ("too_large", 200),
        "/away": ("off_site", 301),
        "/loop": ("redirect_loop", 302),
        "/noindex": ("noindex", 200),
        "/private": ("robots_disallowed", 0),
        "mailto:x": ("bad_url", 0),
        "http://10.0.0.1/x": ("private_address", 0),
    }


def test_a_page_that_leads_elsewhere_or_is_too_large_is_not_asked_for_in_every_run(newsroom, site, feed_spec):
    site.put("/big", b"x" * (newsroom.limits.max_body_bytes + 1))
    site.put("/away", site.reply(301, Location="https://elsewhere.example/"))
    spec = feed_spec(site.feed("/big", "/away"), delay_seconds=0)
    newsroom.collect(spec)
    newsroom.later(minutes=30)
    newsroom.collect(spec)
    assert newsroom.fates() == {"big": "not_due", "away": "not_due"}


def test_of_a_page_that_its_publisher_reserves_nothing_is_kept(newsroom, site, feed_spec):
    newsroom.hears_rights = True
    site.put("/.well-known/tdmrep.json", '[{"location": "/mine", "tdm-reservation": 1}]')
    site.put("/mine", "not even asked for")
    site.put("/header", "SECRET", tdm_reservation="1")
    site.put("/meta", '<html><head><meta name="robots" content="noarchive"></head><body>SECRET</body></html>')
    site.put("/a", "ours")
    newsroom.collect(feed_spec(site.feed("/mine", "/header", "/meta", "/a"), delay_seconds=0))
    assert newsroom.fates() == {"mine": "tdm_reserved", "header": "tdm_reserved", "meta": "noarchive", "a": "fetched"}
    assert [entry.http_status for entry in newsroom.of(Fate)] == [0, 200, 200]
    assert "/mine" not in site.paths()
    assert newsroom.records() == [("response", "/feed"), ("response", "/a")]


def test_what_was_not_modified_or_is_the_same_is_a_revisit_in_the_archive(newsroom, site, feed_spec):
    site.put("/etag", "one", ETag='"1"')
    site.put("/same", "two")
    spec = feed_spec(site.feed("/etag", "/same", ETag='"f"'), delay_seconds=0)
    newsroom.collect(spec)
    assert newsroom.records() == [("response", "/feed"), ("response", "/etag"), ("response", "/same")]
    newsroom.later(hours=1)
    newsroom.collect(spec)
    assert newsroom.records() == [("revisit", "/feed"), ("revisit", "/etag"), ("revisit", "/same")]


def test_skips_do_not_wait_for_the_disk_one_by_one(newsroom, site, feed_spec):
    paths = [f"/{number}" for number in range(700)]
    now = newsroom.clock()
    for path in paths:
        url = site.url + path
        newsroom.states["a-feed", url, "page"] = UrlState(url, now, 200, None, None, "ab", first_seen_at=now)
    writes: list[int] = []

    def journal(*entries):
        writes.append(len(entries))
        newsroom.entries.extend(entries)

    newsroom.collect(feed_spec(site.feed(*paths)), journal=journal)
    assert len(newsroom.of(Fate)) == 700
    assert len(writes) == 4  # the settings, two groups, the poll


def test_what_was_skipped_is_on_the_disk_before_the_next_request(newsroom, site, feed_spec):
    seen: list[set[str]] = []
    scripted = site.answer
    site.answer = lambda asked: seen.append(set(newsroom.fates())) or scripted(asked)
    site.put("/a", "one")
    site.put("/b", "two")
    newsroom.collect(feed_spec(site.feed("mailto:x", "/a", "https://elsewhere.example/x", "/b"), delay_seconds=0))
    assert seen[-2:] == [{"mailto:x"}, {"mailto:x", "a", "x"}]


def test_a_poll_says_how_many_of_its_candidates_were_known(newsroom, site, feed_spec):
    for path in ("/a", "/b", "/c", "/d"):
        site.put(path, path)
    spec = feed_spec(site.feed("/a", "/b"), delay_seconds=0)
    newsroom.collect(spec)
    site.feed("/b", "/c")
    newsroom.collect(spec)
    site.feed("/d")
    newsroom.collect(spec)
    assert newsroom.of(Polled)[0].known == 0
    site.feed("/b", "/c")
    newsroom.collect(spec)
    assert (newsroom.of(Polled)[0].candidates, newsroom.of(Polled)[0].known) == (2, 2)


@pytest.fixture
def sitemap_spec():
    def make(url, **more):
        values = {"name": "a-map", "kind": "sitemap", "outlet": "O", "url": url, "delay_seconds": 0, **more}
        return SourceSpec.model_validate(values)

    return make


def test_a_sitemap_is_read_some_days_back_and_what_is_older_is_settled_for_good(newsroom, site, sitemap_spec):
    for path in ("/new", "/edge", "/old", "/undated"):
        site.put(path, path)
    pages = ("/new", "2026-03-04"), ("/edge", "2026-03-01"), ("/old", "2026-02-28"), ("/undated", None)
    newsroom.collect(sitemap_spec(site.sitemap(*pages, ETag='"m"'), lookback_days=3))
    assert newsroom.fates() == {"old": "outside_window", "new": "fetched", "edge": "fetched", "undated": "fetched"}
    assert newsroom.of(Fate)[0].detail == "last changed 2026-02-28; read from 2026-03-01 on (lookback_days)"
    assert newsroom.of(Polled)[0].etag == '"m"'


def test_after_three_weeks_of_silence_a_sitemap_is_read_back_to_before_the_last_poll(newsroom, site, sitemap_spec):
    site.put("/a", "a")
    spec = sitemap_spec(site.sitemap())
    newsroom.collect(spec)
    newsroom.later(days=21)
    site.sitemap(("/a", "2026-03-06"))
    newsroom.collect(spec)
    assert newsroom.fates() == {"a": "fetched"}


def test_since_reads_a_sitemap_further_back_and_leaves_pages_alone_that_it_lists_no_more(newsroom, site, sitemap_spec):
    for path in ("/a", "/old"):
        site.put(path, path)
    spec = sitemap_spec(site.sitemap(("/a", "2026-03-04")))
    newsroom.collect(spec)
    newsroom.later(days=2)
    site.sitemap(("/old", "2025-06-01"))
    newsroom.collect(spec, window=(date(2025, 1, 1), date(2025, 12, 31)))
    assert newsroom.fates() == {"old": "fetched"}


def index_of(site, *names, **headers):
    """Puts an index of these sitemaps at /index.xml; gives its address."""
    listed = "".join(f"<sitemap><loc>{site.url}/{name}.xml</loc></sitemap>" for name in names)
    body = f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</sitemapindex>'
    site.put("/index.xml", body, **headers)
    return f"{site.url}/index.xml"


def test_validators_and_cursor_move_on_only_when_nothing_is_left_to_come_back_for(newsroom, site, sitemap_spec):
    site.put("/a", "a")
    site.put("/b", site.reply(500), site.reply(500), "b")
    site.sitemap(("/a", None))
    spec = sitemap_spec(index_of(site, "sitemap", ETag='"1"'))
    newsroom.collect(spec)
    first = newsroom.of(Polled)[0]
    assert first.etag == '"1"'
    assert first.cursor is not None
    index_of(site, "sitemap", "other", ETag='"2"')
    site.put("/other.xml", site.reply(200, b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>'))
    site.sitemap(("/a", None), ("/b", None))
    newsroom.collect(spec)
    second = newsroom.of(Polled)[0]
    assert (second.etag, second.cursor) == (None, first.cursor)
    newsroom.collect(spec)
    assert newsroom.fates() == {"a": "not_due", "b": "fetched"}
    third = newsroom.of(Polled)[0]
    assert third.etag == '"2"'
    assert third.cursor != first.cursor


def test_a_page_that_is_listed_no_more_does_not_keep_the_poll_from_being_conditional(newsroom, site, feed_spec):
    site.put("/a", "a", site.reply(503), site.reply(503))
    site.put("/b", "b")
    newsroom.collect(feed_spec(site.feed("/a"), delay_seconds=0))
    newsroom.later(hours=1)
    spec = feed_spec(site.feed("/b", ETag='"1"'), delay_seconds=0)
    newsroom.collect(spec)
    assert newsroom.fates() == {"b": "fetched", "a": "http_5xx"}
    assert newsroom.of(Polled)[0].etag == '"1"'


def test_a_further_page_of_the_source_that_fails_leaves_the_others_alone(newsroom, site, sitemap_spec):
    site.put("/a", "a")
    site.sitemap(("/a", None), ETag='"1"')
    report = newsroom.collect(sitemap_spec(index_of(site, "gone", "sitemap")))
    assert report.failure is None
    assert newsroom.fates() == {"a": "fetched"}
    failed = next(poll for poll in newsroom.of(Polled) if poll.url.endswith("/gone.xml"))
    assert (failed.status, failed.candidates) == (404, 0)
    assert failed.note.startswith("http_404")
    assert all(poll.etag is None for poll in newsroom.of(Polled))


def test_full_texts_wait_for_their_page_only_as_far_as_the_budget_reaches(newsroom, site, feed_spec):
    """An API may list thousands of articles with their texts."""
    site.put("/robots.txt", "User-agent: *\nDisallow: /no")
    entries = [f"/no/{number}" for number in range(4)] + ["/yes"]
    site.put("/yes", "page")
    text = "A whole article. " * 50
    items = "".join(f"<item><link>{path}</link><content:encoded>{text}</content:encoded></item>" for path in entries)
    feed = (
        f'<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>{items}</channel></rss>'
    )
    site.put("/feed", feed)
    for pages, kept in ((99, True), (2, False)):
        newsroom.states.clear()
        newsroom.collect(feed_spec(f"{site.url}/feed", max_pages=pages, delay_seconds=0))
        assert bool(newsroom.of(Fetched)[0].hints.text) is kept
