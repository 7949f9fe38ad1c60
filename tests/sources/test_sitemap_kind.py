"""Sitemaps as sites have them: indexes, news dates, packed, cut, wrong; and no more asked for than is needed."""

from __future__ import annotations

import gzip
import tracemalloc
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.journal import Fate, Fetched, Polled
from contracts.records import UrlState
from sources.http.fetcher import FetchFailure
from sources.kinds.registry import KINDS
from sources.kinds.sitemap_file import read_sitemap
from sources.spec import SourceSpec
from tests.support.answering import Reply, asking

NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
HOME = "https://example.org"
XML = "application/xml"


def urlset(*entries: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> str:
    return f"{head}<urlset {NS}>{''.join(entries)}</urlset>"


def page(path: str, lastmod: str = "", news: str = "", title: str = "") -> str:
    modified = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    said = f"<news:title>{title}</news:title>" if title else ""
    dated = f"<news:news><news:publication_date>{news}</news:publication_date>{said}</news:news>" if news else ""
    return f"<url><loc>{HOME}{path}</loc>{modified}{dated}</url>"


def index(*files: tuple[str, str]) -> str:
    rows = "".join(
        f"<sitemap><loc>{HOME}{path}</loc>{f'<lastmod>{lastmod}</lastmod>' if lastmod else ''}</sitemap>"
        for path, lastmod in files
    )
    return f'<?xml version="1.0"?><sitemapindex {NS}>{rows}</sitemapindex>'


class Maps:
    """A site of sitemaps, and what was asked of it."""

    def __init__(self, **files: object) -> None:
        self.files: dict[str, bytes | Reply] = {}
        self.asked: list[str] = []
        self.now = datetime(2026, 3, 4, 12, tzinfo=UTC)

    def put(self, path: str, body: str | bytes | Reply) -> None:
        self.files[path] = body.encode() if isinstance(body, str) else body

    def respond(self, path, headers) -> Reply:
        self.asked.append(path)
        body = self.files.get(path, Reply(404, b"no"))
        return body if isinstance(body, Reply) else Reply(200, body, XML, moment=self.now)

    def read(self, path="/map.xml", known=lambda url: None, since=None, **more):
        values = {"name": "a-map", "kind": "sitemap", "url": HOME + path, "outlet": "The Test Gazette", **more}
        self.asked.clear()
        return list(KINDS["sitemap"].discover(SourceSpec.model_validate(values), asking(self.respond), known, since))


@pytest.fixture
def maps() -> Maps:
    return Maps()


def paths(polls) -> list[str]:
    return [c.url.removeprefix(HOME) for poll in polls for c in poll.offer.candidates]


WHOLE = urlset(page("/a"), page("/b"))
FORMS = [
    ("as the protocol has it", WHOLE),
    ("packed", gzip.compress(WHOLE.encode())),
    ("packed twice over", gzip.compress(WHOLE[:99].encode()) + gzip.compress(WHOLE[99:].encode())),
    ("with a byte order mark", b"\xef\xbb\xbf" + WHOLE.encode()),
    ("in UTF-16", WHOLE.replace("UTF-8", "UTF-16").encode("utf-16")),
    ("with space before its declaration", "\n  " + WHOLE),
    ("with text before its declaration", "Cached copy\n" + WHOLE),
    ("without a declaration", urlset(page("/a"), page("/b"), head="")),
    ("without a namespace", WHOLE.replace(NS, "")),
    ("with another namespace", WHOLE.replace("sitemaps.org/schemas/sitemap/0.9", "google.com/schemas/sitemap/0.84")),
    ("with a prefix", WHOLE.replace("<u", "<s:u").replace("</u", "</s:u").replace("<loc", "<s:loc").replace("</loc", "</s:loc").replace('xmlns="', 'xmlns:s="')),
    ("with comments and CDATA", urlset("<!-- x -->", page("/a").replace(f"{HOME}/a", f"<![CDATA[{HOME}/a]]>"), page("/b"))),
    ("with images", urlset(page("/a").replace("</url>", '<image:image xmlns:image="x"><image:loc>https://example.org/i.jpg</image:loc></image:image></url>'), page("/b"))),
    ("with alternates", urlset(page("/a").replace("</url>", '<xhtml:link xmlns:xhtml="y" rel="alternate" href="https://example.org/de"/></url>'), page("/b"))),
    ("with spaces around addresses", urlset(page("/a").replace(HOME, f"\n  {HOME}"), page("/b"))),
    ("with an address twice", urlset(page("/a"), page("/b"), page("/a"))),
    ("with a bare ampersand", urlset(page("/a"), page("/b"), "<url><note>this & that</note></url>")),
    ("as plain text", f"{HOME}/a\n{HOME}/b\n"),
    ("as plain text, packed", gzip.compress(f"{HOME}/a\r\n{HOME}/b".encode())),
    ("with an empty entry", urlset(page("/a"), "<url></url>", "<url><loc></loc></url>", page("/b"))),
    ("as a feed", f'<rss version="2.0"><channel><item><link>{HOME}/a</link></item><item><link>{HOME}/b</link></item></channel></rss>'),
]  # fmt: skip


@pytest.mark.parametrize(("what", "body"), FORMS, ids=[what for what, _ in FORMS])
def test_a_sitemap_is_read_in_every_form_that_sites_give_it(maps, what, body):
    maps.put("/map.xml", body)
    polls = maps.read()
    assert polls[0].offer.problem is None
    assert sorted(paths(polls)) == ["/a", "/b"]


def test_one_that_is_cut_gives_the_entries_before_the_cut_and_says_so(maps):
    for body in (WHOLE.encode()[:-30], gzip.compress(urlset(*(page(f"/{n}") for n in range(900))).encode())[:-40]):
        maps.put("/map.xml", body)
        polls = maps.read()
        assert paths(polls)
        assert polls[0].offer.note


NONE = [
    ("a page", "<!doctype html><html><body>Not found</body></html>"),
    ("nothing", b""),
    ("zeros", b"\0" * 100),
    ("JSON", '{"urls": []}'),
    ("a PDF", b"%PDF-1.7 \xff\xfe"),
    ("a bomb of entities", '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><urlset><url><loc>&b;</loc></url></urlset>'),
    ("an external entity", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><urlset><url><loc>&a;</loc></url></urlset>'),
    ("broken gzip", b"\x1f\x8b\x08\x00nonsense"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "body"), NONE, ids=[what for what, _ in NONE])
def test_what_is_no_sitemap_says_why(maps, what, body):
    maps.put("/map.xml", body)
    polls = maps.read()
    assert polls[0].offer.problem
    assert paths(polls) == []


def test_dates_and_titles_become_hints_and_the_newest_come_first(maps):
    maps.put("/map.xml", urlset(
        page("/undated"), page("/old", lastmod="2026-03-01"),
        page("/news", lastmod="2026-03-04T10:00:00Z", news="2026-03-04T09:00:00+01:00", title="Ships &amp; talks"),
        page("/nonsense", lastmod="yesterday"),
    ))  # fmt: skip
    polls = maps.read()
    assert paths(polls) == ["/news", "/old", "/undated", "/nonsense"]
    news, old, _, nonsense = polls[0].offer.candidates
    assert (news.hints.title, news.hints.published, news.hints.modified) == (
        "Ships & talks", "2026-03-04T09:00:00+01:00", "2026-03-04T10:00:00Z",
    )  # fmt: skip
    assert (old.hints.published, old.hints.modified) == (None, "2026-03-01")
    assert nonsense.hints.modified is None


def test_an_index_is_read_to_the_files_that_may_hold_something_wanted(maps):
    maps.put(
        "/map.xml",
        index(("/2019.xml", "2019-12-31"), ("/new.xml", "2026-03-04"), ("/undated.xml", ""), ("/2026-01.xml", "")),
    )
    maps.put("/new.xml", urlset(page("/a", lastmod="2026-03-04")))
    maps.put("/undated.xml", urlset(page("/b")))
    polls = maps.read(since=date(2026, 3, 1))
    assert maps.asked == ["/map.xml", "/new.xml", "/undated.xml"]
    assert paths(polls) == ["/a", "/b"]


def test_an_index_whose_dates_all_stand_still_is_read_by_its_newest_file(maps):
    maps.put("/map.xml", index(("/one.xml", "2019-01-01"), ("/two.xml", "2019-02-01")))
    maps.put("/two.xml", urlset(page("/a")))
    assert paths(maps.read(since=date(2026, 3, 1))) == ["/a"]


def test_indexes_that_include_themselves_or_each_other_end(maps):
    maps.put("/map.xml", index(("/map.xml", ""), ("/other.xml", "")))
    maps.put("/other.xml", index(("/map.xml", ""), ("/other.xml", ""), ("/a.xml", "")))
    maps.put("/a.xml", urlset(page("/a")))
    assert paths(maps.read()) == ["/a"]
    assert maps.asked == ["/map.xml", "/other.xml", "/a.xml"]


def test_levels_and_files_without_end_are_bounded_and_what_is_left_out_is_said(maps):
    for level in range(12):
        maps.put(f"/{level}.xml", index((f"/{level + 1}.xml", "")))
    polls = maps.read("/0.xml")
    assert len(maps.asked) <= 5
    assert any("levels" in (poll.offer.note or "") for poll in polls)
    maps.put("/map.xml", index(*((f"/m{n}.xml", "") for n in range(500))))
    for n in range(500):
        maps.put(f"/m{n}.xml", urlset(page(f"/{n}")))
    polls = maps.read(max_polls=9)
    assert len(maps.asked) == 9
    assert "not read (max_polls: 9)" in (polls[0].offer.note or "")


def test_a_file_that_fails_does_not_keep_the_others_from_being_read(maps):
    maps.put("/map.xml", index(("/gone.xml", ""), ("/html.xml", ""), ("/a.xml", "")))
    maps.put("/html.xml", "<html>no</html>")
    maps.put("/a.xml", urlset(page("/a")))
    polls = maps.read()
    assert paths(polls) == ["/a"]
    assert isinstance(polls[1].answer, FetchFailure)
    assert polls[2].offer.problem


def test_robots_txt_may_be_the_address(maps):
    maps.put("/robots.txt", f"User-agent: *\nDisallow:\nSitemap: {HOME}/map.xml\n")
    maps.put("/map.xml", WHOLE)
    assert sorted(paths(maps.read("/robots.txt"))) == ["/a", "/b"]


def test_a_file_that_has_not_changed_since_the_last_run_is_not_asked_for(maps):
    maps.put("/map.xml", index(("/old.xml", "2026-03-01T08:00:00Z"), ("/new.xml", "2026-03-04T11:59:00Z")))
    maps.put("/old.xml", urlset(page("/a", lastmod="2026-03-01T07:00:00Z")))
    maps.put("/new.xml", urlset(page("/b", lastmod="2026-03-04T11:00:00Z")))
    first = maps.read()
    kept = {
        poll.url: UrlState(poll.url, maps.now, 200, None, None, None, "poll", cursor=poll.offer.cursor)
        for poll in first
    }
    maps.now += timedelta(hours=2)
    maps.read(known=kept.get)
    assert maps.asked == ["/map.xml", "/new.xml"]
    maps.now += timedelta(days=2)
    maps.read(known=kept.get)
    assert "/old.xml" in maps.asked, "once a day whatever the index says"


@given(st.binary(max_size=300))
def test_no_bytes_raise(body):
    read_sitemap(body)
    read_sitemap(b"<urlset><url><loc>" + body + b"</loc></url></urlset>")
    read_sitemap(gzip.compress(body))


@pytest.mark.slow
def test_a_news_sitemap_of_50000_addresses_is_counted_whole_in_bounded_memory(newsroom, site):
    count = 50_000
    body = urlset(*(
        f"<url><loc>{site.url}/news/{n}</loc><news:news><news:publication_date>2026-03-04T{n % 12:02}:00:00Z"
        f"</news:publication_date><news:title>Headline number {n} of a long day</news:title></news:news></url>"
        for n in range(count)
    )).encode()  # fmt: skip
    site.put("/map.xml", site.reply(200, body, Content_Type=XML, ETag='"m"', Date="Wed, 04 Mar 2026 12:00:00 GMT"))
    for n in range(count - 1, count - 1 - 200, -1):
        site.put(f"/news/{n}", f"page {n}")
    newsroom.limits = newsroom.limits.__class__(
        **{**newsroom.limits.__dict__, "max_body_bytes": 30_000_000, "request_seconds": 60.0, "read_seconds": 60.0}
    )
    spec = SourceSpec.model_validate({
        "name": "a-map", "kind": "sitemap", "url": f"{site.url}/map.xml", "outlet": "The Test Gazette",
        "delay_seconds": 0, "max_pages": 20, "revisits": [],
    })  # fmt: skip
    tracemalloc.start()
    report = newsroom.collect(spec)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sum(report.counts.values()) == count
    assert len(newsroom.of(Fetched)) + len(newsroom.of(Fate)) == count
    assert newsroom.of(Polled)[0].candidates == count
    assert sum(entry.reason == "budget_used" for entry in newsroom.of(Fate)) > count - 300
    assert peak < 250_000_000, f"{peak / 1e6:.0f} MB"  # the entries are kept by the test itself, too
    asked = len(site.paths())
    newsroom.collect(spec)
    assert site.paths()[asked:].count("/map.xml") == 1
