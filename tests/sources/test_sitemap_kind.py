"""Sitemaps as sites have them: indexes, news dates, packed, cut, wrong; and no more asked for than is needed."""

from __future__ import annotations

import gzip
import tracemalloc
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.journal import Fate, Fetched, Polled
from contracts.records import UrlState
from sources.http.fetcher import FetchFailure
from sources.kinds.lastmod import span_of
from sources.kinds.registry import KINDS
from sources.kinds.sitemap_file import read_sitemap
from sources.spec import SourceSpec
from tests.support.answering import Reply, asking, serving

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
    ("with bare ampersands and CDATA that is never closed", urlset(page("/a"), page("/b"), "<url><note>a & b</note></url>") + "<![CDATA[" * 9),
    ("with HTML's entities", urlset(page("/a", news="2026-03-04", title="Caf&eacute;&nbsp;&amp; bar"), page("/b"))),
    ("with control characters", urlset(page("/a", news="2026-03-04", title="A\x0b\x00 title"), page("/b"))),
    ("with bytes that are no UTF-8", urlset(page("/a", news="2026-03-04", title="T?tle"), page("/b")).encode().replace(b"T?", b"T\xe9")),
    ("in an encoding of several bytes", urlset(page("/a"), page("/b"), "<!-- 新聞 -->", head='<?xml version="1.0" encoding="gb2312"?>').encode("gbk")),
    ("in an encoding of its own", urlset(page("/a"), page("/b"), head='<?xml version="1.0" encoding="windows-1251"?>').encode("cp1251")),
    ("in an encoding that there is not", urlset(page("/a"), page("/b"), head='<?xml version="1.0" encoding="x-none"?>')),
    ("behind a warning of PHP", "<br />\n<b>Warning</b>: Undefined index in x.php<br />\n" + WHOLE),
    ("with a set in its set", WHOLE.replace(f"<urlset {NS}>", "<urlset><urlset>").replace("</urlset>", "</urlset></urlset>")),
    ("under another root", WHOLE.replace("urlset", "sitemaps")),
    ("with names in capitals", WHOLE.replace("url>", "URL>").replace("loc>", "Loc>")),
    ("with something after its end", WHOLE + "\n<!-- cached --><script>1</script>"),
    ("with a document type", WHOLE.replace("?>", '?><!DOCTYPE urlset SYSTEM "http://example.org/none.dtd">')),
    ("as plain text with comments", f"# pages\n\n{HOME}/a\n{HOME}/b\n"),
    ("as an Atom feed", f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="{HOME}/a"/></entry><entry><link href="{HOME}/b"/></entry></feed>'),
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
    ("words", "Welcome to our site\nThere is nothing here\n"),
    ("XML of another kind", "<catalog><book>One</book></catalog>"),
    ("elements nested without end", "<a>" * 5000),
    ("CDATA without end", "<urlset>&x " + "<![CDATA[" * 200_000),
    ("broken gzip", b"\x1f\x8b\x08\x00nonsense"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "body"), NONE, ids=[what for what, _ in NONE])
def test_what_is_no_sitemap_says_why(maps, what, body):
    maps.put("/map.xml", body)
    polls = maps.read()
    assert polls[0].offer.problem
    assert paths(polls) == []


# What is written, and the first and last moment (UTC) that it may mean. Times without a zone lie 26 hours apart.
SPANS = [
    ("2026", "2025-12-31T10:00:00", "2027-01-01T12:00:00"),
    ("2026-03", "2026-02-28T10:00:00", "2026-04-01T12:00:00"),
    ("2026-12", "2026-11-30T10:00:00", "2027-01-01T12:00:00"),
    ("2026-03-04", "2026-03-03T10:00:00", "2026-03-05T12:00:00"),
    ("2026-03-04T10:20Z", "2026-03-04T10:20:00", "2026-03-04T10:21:00"),
    ("2026-03-04T10:20:30Z", "2026-03-04T10:20:30", "2026-03-04T10:20:31"),
    ("2026-03-04T10:20:30+02:00", "2026-03-04T08:20:30", "2026-03-04T08:20:31"),
    ("2026-03-04T10:20:30.123456789-05:00", "2026-03-04T15:20:30", "2026-03-04T15:20:31"),
    ("2026-03-04T10:20:30+0530", "2026-03-04T04:50:30", "2026-03-04T04:50:31"),
    ("2026-03-04T10:20:30 +02", "2026-03-04T08:20:30", "2026-03-04T08:20:31"),
    ("2026-03-04 10:20:30", "2026-03-03T20:20:30", "2026-03-04T22:20:31"),
    ("2026-03-04T10:20:30", "2026-03-03T20:20:30", "2026-03-04T22:20:31"),
    ("2026-03-04 10:20:30 UTC", "2026-03-04T10:20:30", "2026-03-04T10:20:31"),
    ("2026-03-04 08:53:11 PM", "2026-03-04T06:53:11", "2026-03-05T08:53:12"),
    ("2026-03-04 12:00:00 AM", "2026-03-03T10:00:00", "2026-03-04T12:00:01"),
    ("20260304", "2026-03-03T10:00:00", "2026-03-05T12:00:00"),
    ("20260304T102030Z", "2026-03-04T10:20:30", "2026-03-04T10:20:31"),
    ("2026/03/04", "2026-03-03T10:00:00", "2026-03-05T12:00:00"),
    ("2026-03-04T10:20:60Z", "2026-03-04T10:20:59", "2026-03-04T10:21:00"),
    ("Wed, 04 Mar 2026 10:20:30 +0200", "2026-03-04T08:20:30", "2026-03-04T08:20:31"),
    ("1772619630", "2026-03-04T10:20:30", "2026-03-04T10:20:30"),
    ("1772619630000", "2026-03-04T10:20:30", "2026-03-04T10:20:30"),
]


@pytest.mark.parametrize(("text", "first", "last"), SPANS)
def test_a_date_means_the_moments_that_it_may_mean(text, first, last):
    span = span_of(f" {text}\n")
    assert (span.first.isoformat(), span.last.isoformat()) == (f"{first}+00:00", f"{last}+00:00")


@pytest.mark.parametrize("text", [
    None, "", "yesterday", "0000-00-00", "0001-01-01T00:00:00+00:00", "-0001-11-30T00:00:00+00:00", "1970-01-01",
    "0", "2026-13-01", "2026-02-30", "2026-03-04T25:00:00Z", "2026-03-04T10:00:00+99:00", "04.03.2026", "9999-12-31",
    "99999999999", "2026-03-04T10:20:30Z and more", "٢٠٢٦-٠٣-٠٤x",
])  # fmt: skip
def test_what_is_no_date_or_the_zero_of_a_program_says_nothing(text):
    assert span_of(text) is None


@given(st.text(max_size=40))
def test_no_text_raises_as_a_date(text):
    span_of(text)


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


def test_a_file_that_an_index_names_twice_once_by_a_redirect_is_read_once(maps):
    maps.put("/map.xml", index(("/old-name.xml", "2026-03-04"), ("/a.xml", "2026-03-03")))
    maps.put("/a.xml", urlset(page("/a")))

    def ask(url):
        answer = asking(maps.respond)(url.replace("old-name", "a"))
        return replace(answer, url=url)

    spec = SourceSpec.model_validate({"name": "m", "kind": "sitemap", "url": f"{HOME}/map.xml", "outlet": "T"})
    assert paths(KINDS["sitemap"].discover(spec, ask, lambda _: None)) == ["/a"]
    assert maps.asked == ["/map.xml", "/a.xml"]


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


def test_addresses_of_sitemaps_that_are_none_are_passed_over(maps):
    maps.put("/map.xml", index(("/a.xml", "")).replace(
        "</sitemapindex>",
        "<sitemap><loc>http://[bad/</loc></sitemap><sitemap><loc>ftp://example.org/x</loc></sitemap>"
        "<sitemap><loc>/b.xml#top</loc></sitemap></sitemapindex>",
    ))  # fmt: skip
    maps.put("/a.xml", urlset(page("/a"), "<url><loc>http://[bad/</loc></url>", "<url><loc>/c</loc></url>"))
    maps.put("/b.xml", urlset(page("/b")))
    assert paths(maps.read()) == ["/a", "http://[bad/", "/c", "/b"]


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


def test_a_file_left_unsettled_is_asked_for_again_though_its_date_stands_still(maps):
    maps.put("/map.xml", index(("/a.xml", "2026-03-01T08:00:00Z")))
    maps.put("/a.xml", urlset(page("/a", lastmod="2026-03-01T07:00:00Z")))
    maps.read()
    maps.now += timedelta(hours=2)
    maps.read(known={}.get)  # candidates were left to come back for: no cursor was kept
    assert maps.asked == ["/map.xml", "/a.xml"]


def test_a_file_that_goes_on_while_its_date_stands_still_is_not_believed(maps):
    maps.put("/map.xml", index(("/a.xml", "2026-03-01T08:00:00Z")))
    maps.put("/a.xml", urlset(page("/a", news="2026-03-04T10:00:00Z")))
    kept = {
        poll.url: UrlState(poll.url, maps.now, 200, None, None, None, "poll", cursor=poll.offer.cursor)
        for poll in maps.read()
    }
    maps.now += timedelta(hours=2)
    maps.read(known=kept.get)
    assert maps.asked == ["/map.xml", "/a.xml"]


def test_a_date_without_a_time_may_mean_that_more_came_the_same_day(maps):
    maps.put("/map.xml", index(("/today.xml", "2026-03-04"), ("/before.xml", "2026-03-01")))
    maps.put("/today.xml", urlset(page("/a", lastmod="2026-03-04")))
    maps.put("/before.xml", urlset(page("/b", lastmod="2026-03-01")))
    kept = {
        poll.url: UrlState(poll.url, maps.now, 200, None, None, None, "poll", cursor=poll.offer.cursor)
        for poll in maps.read()
    }
    maps.now += timedelta(hours=5)
    maps.read(known=kept.get)
    assert maps.asked == ["/map.xml", "/today.xml"]


def test_files_are_read_newest_first_whatever_the_form_of_their_dates(maps):
    maps.put("/map.xml", index(
        ("/c.xml", "2026-03-01"), ("/none.xml", ""), ("/a.xml", "Wed, 04 Mar 2026 10:00:00 GMT"),
        ("/b.xml", "2026-03-03T10:00+09:00"), ("/2026-02.xml", ""),
    ))  # fmt: skip
    maps.read()
    assert maps.asked == ["/map.xml", "/a.xml", "/b.xml", "/c.xml", "/2026-02.xml", "/none.xml"]


def dated_site(entries: int) -> tuple[dict[str, bytes], list[dict[str, str]]]:
    """Files of a site by path, to be filled, and the conditions of the requests for sitemaps."""
    return {f"/p{n}": f"<p>page {n}</p>".encode() for n in range(entries)}, []


def test_a_second_run_costs_one_conditional_request_for_each_sitemap_and_names_nothing(newsroom):
    files, conditions = dated_site(6)

    def respond(path, headers):
        body = files.get(path)
        if body is None:
            return Reply(404, b"no")
        if not path.endswith(".xml"):
            return Reply(200, body, moment=newsroom.clock())
        conditions.append((path, headers.get("if-none-match")))
        etag = f'"{len(body)}"'
        status = 304 if headers.get("if-none-match") == etag else 200
        return Reply(status, body, XML, (("ETag", etag),), newsroom.clock())

    with serving(respond) as address:

        def at(text):
            return text.replace(HOME, address).encode()

        files["/map.xml"] = at(
            index(("/one.xml", ""), ("/two.xml", "2026-03-04T11:30:00Z"), ("/old.xml", "2025-01-01"))
        )
        files["/one.xml"] = at(urlset(*(page(f"/p{n}", lastmod="2026-03-03") for n in range(3))))
        files["/two.xml"] = at(urlset(*(page(f"/p{n}", news="2026-03-04T11:00:00Z") for n in range(3, 6))))
        spec = SourceSpec.model_validate({
            "name": "a-map", "kind": "sitemap", "url": f"{address}/map.xml", "outlet": "The Test Gazette",
            "delay_seconds": 0, "revisits": ["30d"],
        })  # fmt: skip
        newsroom.collect(spec)
        assert len(newsroom.of(Fetched)) == 6
        assert conditions == [("/map.xml", None), ("/two.xml", None), ("/one.xml", None)]
        conditions.clear()
        newsroom.later(minutes=10)
        assert newsroom.collect(spec).counts == {}
        assert [path for path, _ in conditions] == ["/map.xml", "/two.xml", "/one.xml"]
        assert all(etag for _, etag in conditions)
        assert [entry.status for entry in newsroom.of(Polled)] == [304, 304, 304]
        files["/one.xml"] = at(urlset(*(page(f"/p{n}", lastmod="2026-03-03") for n in (0, 1, 2, 9))))
        files["/p9"] = b"new"
        newsroom.later(minutes=10)
        newsroom.collect(spec)
        assert [entry.url for entry in newsroom.of(Fetched)] == [f"{address}/p9"], "the index says 304 still"


def test_pages_of_other_sites_and_of_long_ago_are_skipped_with_their_reasons(newsroom, site):
    site.put("/in", "in")
    site.put("/map.xml", urlset(
        page("/in", lastmod="2026-03-04"), page("/old", lastmod="2026-02-01"), page("/older", news="2019-01-01"),
        "<url><loc>https://other.example.net/x</loc></url>", "<url><loc>mailto:desk@example.org</loc></url>",
    ).replace(HOME, site.url))  # fmt: skip
    spec = SourceSpec.model_validate({
        "name": "a-map", "kind": "sitemap", "url": f"{site.url}/map.xml", "outlet": "The Test Gazette",
        "delay_seconds": 0,
    })  # fmt: skip
    newsroom.collect(spec)
    assert newsroom.fates() == {
        "in": "fetched", "old": "outside_window", "older": "outside_window", "x": "off_site",
        "mailto:desk@example.org": "bad_url",
    }  # fmt: skip
    site.put("/old", "old")
    newsroom.collect(spec, window=(date(2026, 1, 1), None))
    assert newsroom.fates()["old"] == "fetched"


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
