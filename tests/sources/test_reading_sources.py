"""Feeds and listings: what candidates they give."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from contracts.records import Hints
from sources.dates import hinted_day, hinted_moment, outside_words
from sources.http.fetcher import Answer
from sources.kinds.feed import read_feed
from sources.kinds.listing import read_listing
from sources.spec import SourceSpec

BASE = "https://www.example.org/world/"


def answer(body: str | bytes, content_type: str = "", url: str = BASE) -> Answer:
    data = body.encode() if isinstance(body, str) else body
    return Answer(url, url, 200, "OK", (("Content-Type", content_type),), data)


@pytest.fixture
def feed():
    spec = SourceSpec(name="f", kind="feed", outlet="O", url=f"{BASE}feed")
    return lambda body, content_type="application/rss+xml": read_feed(spec, answer(body, content_type, f"{BASE}feed"))


def listing(body: str, links: str = "a.story", following: str | None = None, url: str = BASE):
    spec = SourceSpec(name="l", kind="listing", outlet="O", url=BASE, links=links, next=following)
    return read_listing(spec, answer(body, "text/html", url))


def urls(offer) -> list[str]:
    return [candidate.url for candidate in offer.candidates]


RSS2 = """<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<link>https://example.org/</link>
<item><title>Talks &amp;amp; &lt;b&gt;terms&lt;/b&gt;</title><link> ../a?utm_source=rss </link>
<author>A. Writer</author>
<pubDate>Tue, 03 Mar 2026 10:00:00 GMT</pubDate></item>
<item><title>No link</title></item>
<item><guid isPermaLink="true">https://example.org/b</guid><dc:date>2026-03-02T08:00:00Z</dc:date></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://example.org/x/"><title>T</title>
<entry><title type="html">&lt;i&gt;One&lt;/i&gt;</title><link rel="alternate" href="a"/><link rel="edit" href="edit"/>
<published>2026-03-03T10:00:00+01:00</published><updated>2026-03-04T10:00:00Z</updated>
<author><name>B. Writer</name></author></entry></feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>T</title></channel>
<item rdf:about="y"><title>Old</title><link>https://example.org/old</link><dc:date>2026-03-01T00:00:00Z</dc:date></item>
</rdf:RDF>"""


def test_rss_gives_links_resolved_and_what_it_says_of_them(feed):
    offer = feed(RSS2)
    assert urls(offer) == ["https://www.example.org/a", "https://example.org/b"]
    first, second = (candidate.hints for candidate in offer.candidates)
    assert (first.title, first.author) == ("Talks & terms", "A. Writer")
    assert (first.published, second.published) == ("Tue, 03 Mar 2026 10:00:00 GMT", "2026-03-02T08:00:00Z")
    assert offer.home == "https://example.org/"


def test_atom_gives_the_page_and_the_first_publication(feed):
    offer = feed(ATOM, "application/atom+xml")
    assert urls(offer) == ["https://example.org/x/a"]
    hints = offer.candidates[0].hints
    assert (hints.title, hints.published, hints.author) == ("One", "2026-03-03T10:00:00+01:00", "B. Writer")


def test_rss_1_gives_its_dublin_core_date(feed):
    assert feed(RDF).candidates[0].hints.published == "2026-03-01T00:00:00Z"


def test_a_feed_that_is_cut_gives_what_came_before_the_cut(feed):
    cut = RSS2[: RSS2.index("<item><title>No link")]
    assert urls(feed(cut)) == ["https://www.example.org/a"]


def test_html_in_place_of_a_feed_is_a_problem_and_an_empty_feed_is_none(feed):
    assert "not a feed" in str(feed("<!DOCTYPE html><html><body><a href=x>y</a></body></html>", "text/html").problem)
    assert "not a feed" in str(feed(b"").problem)
    empty = feed('<rss version="2.0"><channel><title>T</title></channel></rss>')
    assert (empty.problem, empty.candidates) == (None, ())


def test_a_body_that_is_a_file_name_or_an_address_is_not_opened(feed, site):
    assert feed(b"/etc/passwd").problem
    assert feed(f"{site.url}/feed".encode()).problem
    assert site.asked == []


def test_entities_neither_explode_nor_read_files(feed):
    bomb = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    text = RSS2.replace("<rss", bomb + ' <!ENTITY f SYSTEM "file:///etc/hostname">]><rss').replace("No link", "&j;&f;")
    assert "entities" in str(feed(text).problem)
    assert "entities" in str(feed(text.replace('"1.0"', '"1.0" encoding="utf-16"').encode("utf-16")).problem)
    harmless = '<!DOCTYPE r [<!ENTITY nbsp "&#160;"><!ENTITY e "é">]><rss'
    assert len(feed(RSS2.replace("<rss", harmless).replace("No link", "caf&e;")).candidates) == 2


def test_an_encoding_that_the_feed_declares_is_read(feed):
    text = RSS2.replace("A. Writer", "Š. Žák").replace('"1.0"', '"1.0" encoding="iso-8859-2"')
    assert feed(text.encode("iso-8859-2"), "text/xml").candidates[0].hints.author == "Š. Žák"


def test_a_listing_gives_what_its_selector_selects(site):
    body = """<a href="/home">Home</a><a class="story" href="/1?fbclid=x">One</a><a class="story" href="/1#c">again</a>
    <a class="story" href="https://other.example/2">Two</a><a class="story">none</a><a class="story" href="#">top</a>"""
    assert urls(listing(body)) == ["https://www.example.org/1", "https://other.example/2"]


@pytest.mark.parametrize("selector", ["h2", "h2 span", "article"])
def test_the_selector_may_meet_the_link_or_something_in_or_around_it(selector):
    body = (
        '<article><a href="/1"><h2><span>One</span></h2></a></article><article><h2><a href="/2"><span>T</span></a></h2>'
    )
    assert urls(listing(body, selector)) == ["https://www.example.org/1", "https://www.example.org/2"]


def test_a_base_element_counts():
    assert urls(listing('<base href="/b/"><a class="story" href="1">One</a>')) == ["https://www.example.org/b/1"]


def test_the_link_to_older_entries_is_followed_as_an_address():
    body = '<a class="story" href="/1">One</a><a rel="next" href="?page=2">Older</a>'
    assert listing(body, following="a[rel=next]").more == ("https://www.example.org/world/?page=2",)
    assert listing(body.replace("?page=2", "javascript:more()"), following="a[rel=next]").more == ()


def test_a_listing_in_which_nothing_matches_is_a_problem():
    assert "a.story" in str(listing("<p>We have moved.</p>").problem)


def test_listings_are_read_page_by_page_up_to_their_limit_and_never_twice(newsroom, site):
    for number in range(1, 9):
        more = f'<a rel="next" href="/list?page={number + 1 if number < 7 else 1}">more</a>'
        site.put(
            f"/list?page={number}", f'<a class="story" href="/{number}">x</a><a class="story" href="/1">x</a>{more}'
        )
        site.put(f"/{number}", f"story {number}")
    spec = SourceSpec(
        name="l", kind="listing", outlet="O", url=f"{site.url}/list?page=1", links=".story", next="[rel=next]",
        max_polls=3,
    )  # fmt: skip
    newsroom.collect(spec)
    assert newsroom.fates() == {"1": "fetched", "2": "fetched", "3": "fetched"}
    newsroom.collect(spec.model_copy(update={"max_polls": 50}))
    assert list(newsroom.fates()) == ["1", "2", "3", "4", "5", "6", "7"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Tue, 03 Mar 2026 23:30:00 -0500", date(2026, 3, 4)),
        ("2026-03-03T00:30:00+02:00", date(2026, 3, 2)),
        ("2026-03-03", date(2026, 3, 3)),
        ("Tue, 03 Mar 2026 10:00:00", date(2026, 3, 3)),
        ("yesterday", None),
        ("Tue, 99 Mar 2026", None),
        ("1970-01-01T00:00:00Z", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("0001-01-01", None),
        ("2026/03/03 10:00 +0000", date(2026, 3, 3)),
        ("1772532000", date(2026, 3, 3)),
        ("", None),
        (None, None),
    ],
)
def test_the_day_of_an_entry_is_in_utc_or_unknown(text, day):
    assert hinted_day(text) == day


def test_a_day_alone_is_its_first_moment_and_a_month_the_first_that_it_may_mean():
    assert hinted_moment("2026-03-03") == datetime(2026, 3, 3, tzinfo=UTC)
    assert hinted_moment("2026-03") == datetime(2026, 2, 28, 10, tzinfo=UTC)  # where March begins first


MARCH = (date(2026, 3, 1), date(2026, 3, 31))


@pytest.mark.parametrize(
    ("published", "modified", "words"),
    [
        (None, None, None),
        ("2026-03-01", None, None),
        ("2026-03-31T23:59:59Z", None, None),
        ("2026-02-28", None, "dated 2026-02-28"),
        ("2026-04-01", None, "dated 2026-04-01"),
        ("2026-02-28", "2026-03-10", "dated 2026-02-28"),
        ("2026-03-10", "2026-02-01", None),
        (None, "2026-02-28", "last changed 2026-02-28"),
        (None, "2026-03-10", None),
        (None, "2026-04-10", None),
        ("soon", "2026-02-28", "last changed 2026-02-28"),
        ("2026-03", None, None),
        ("2026-02", None, None),
        ("2026-01", None, "dated 2026-01"),
        ("2026", None, None),
        ("2025", None, "dated 2025"),
        (None, "1970-01-01T00:00:00Z", None),
    ],
)
def test_an_entry_is_outside_the_window_only_where_its_dates_are_sure_of_it(published, modified, words):
    """February may mean the first of March: somewhere it was still February then."""
    assert outside_words(Hints(published=published, modified=modified), MARCH) == words
