"""Listings: which links they give, under which titles, and where they end."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.journal import Polled
from sources.http.fetcher import Answer
from sources.kinds.listing import read_listing
from sources.spec import SourceSpec

URL = "https://www.example.org/world/"


def spec(links: str = ".story", following: str | None = None, url: str = URL, **more) -> SourceSpec:
    return SourceSpec(name="l", kind="listing", outlet="O", url=url, links=links, next=following, **more)


def read(body: str | bytes, links: str = ".story", following: str | None = None, content_type: str = "text/html"):
    data = body.encode() if isinstance(body, str) else body
    answer = Answer(URL, URL, 200, "OK", (("Content-Type", content_type),), data)
    return read_listing(spec(links, following), answer)


def paths(offer) -> list[str]:
    return [candidate.url.removeprefix("https://www.example.org") for candidate in offer.candidates]


def titles(offer) -> list[str | None]:
    return [candidate.hints.title for candidate in offer.candidates]


SELECTED: dict[str, tuple[str, str, list[str]]] = {
    "the link": ('<a class="story" href="/1">x</a><a href="/2">x</a>', ".story", ["/1"]),
    "something in the link": ('<a href="/1"><h2><span>x</span></h2></a><a href="/2">x</a>', "h2 span", ["/1"]),
    "something around the link": ('<h2><b><a href="/1">x</a></b></h2><a href="/2">x</a>', "h2", ["/1"]),
    "something around several": ('<ul><li><a href="/1">x</a><li><a href="/2">x</a></ul><a href="/3">x</a>', "ul", ["/1", "/2"]),
    "each of two around the other": ('<main><ul><li><a href="/1">x</a></ul><a href="/2">x</a></main>', "main, ul, li", ["/1", "/2"]),
    "by several selectors, in the page's order": ('<h3><a href="/1">x</a></h3><h2><a href="/2">x</a></h2>', "h2, h3", ["/1", "/2"]),
    "a link without an address": ('<a class="story">x</a><a class="story" href="  ">x</a><a class="story" href="/1">x</a>', ".story", ["/1"]),
    "something in a link without an address": ('<a><h2>x</h2></a><a href="/1"><h2>x</h2></a>', "h2", ["/1"]),
    "an area": ('<map><area class="story" href="/1"></map>', ".story", ["/1"]),
    "beside a stylesheet": ('<main><link rel="stylesheet" href="/style.css"><a href="/1">x</a></main>', "main", ["/1"]),
    "twice, once with tracking": ('<a class="story" href="/1">x</a><a class="story" href="/1?utm_source=front#c">y</a>', ".story", ["/1"]),
    "the listing itself": ('<a class="story" href="#top">x</a><a class="story" href="/world/">x</a><a class="story" href="/1">x</a>', ".story", ["/1"]),
    "with parameters alone": ('<a class="story" href="?id=1">x</a>', ".story", ["/world/?id=1"]),
    "from beside": ('<a class="story" href="1">x</a><a class="story" href="../2">x</a>', ".story", ["/world/1", "/2"]),
    "of another site": ('<a class="story" href="//other.example/1">x</a>', ".story", ["https://other.example/1"]),
    "no address of the web": ('<a class="story" href="javascript:go(1)">x</a><a class="story" href="mailto:a@example.org">x</a>', ".story", ["javascript:go(1)", "mailto:a@example.org"]),
    "not an address at all": ('<a class="story" href="http://[bad">x</a>', ".story", ["http://[bad"]),
    "a base": ('<base href="/b/"><a class="story" href="1">x</a>', ".story", ["/b/1"]),
    "the first of two bases": ('<base target="_top"><base href="/b/"><base href="/c/"><a class="story" href="1">x</a>', ".story", ["/b/1"]),
    "a base that is none": ('<base href="javascript:x"><a class="story" href="1">x</a>', ".story", ["/world/1"]),
    "a base that is broken": ('<base href="http://[x"><a class="story" href="1">x</a>', ".story", ["/world/1"]),
}  # fmt: skip


@pytest.mark.parametrize("name", SELECTED)
def test_links_are_those_that_the_selector_means(name):
    body, selector, expected = SELECTED[name]
    offer = read(body, selector)
    assert (offer.problem, paths(offer)) == (None, expected)


TITLES: dict[str, tuple[str, str | None]] = {
    "a headline": ('<a class="story" href="/1">  Talks resume\n in the capital </a>', "Talks resume in the capital"),
    "the heading of a card": ('<a class="story" href="/1"><p>World</p><h3>Talks resume <em>today</em></h3><p>Teaser of some length.</p></a>', "Talks resume today"),
    "a picture, then the headline": ('<a class="story" href="/1"><img></a><a class="story" href="/1">Talks resume in the capital</a>', "Talks resume in the capital"),
    "the headline, then a call": ('<a class="story" href="/1">Talks resume in the capital</a><a class="story" href="/1">Continue reading the whole story</a>', "Talks resume in the capital"),
    "a call alone": ('<a class="story" href="/1">Read more about this</a>', None),
    "a call in another language": ('<a class="story" href="/1">Lire la suite de l’article</a>', None),
    "one word": ('<a class="story" href="/1">Politics</a>', None),
    "a number of comments": ('<a class="story" href="/1">12 comments</a>', None),
    "a whole teaser": (f'<a class="story" href="/1">{"Words of a teaser. " * 30}</a>', None),
    "its title attribute": ('<a class="story" href="/1" title="Talks resume in the capital"><img></a>', "Talks resume in the capital"),
    "no spaces between words": ('<a class="story" href="/1">首都で協議が再開された</a>', "首都で協議が再開された"),
    "nothing": ('<a class="story" href="/1"></a>', None),
}  # fmt: skip


@pytest.mark.parametrize("name", TITLES)
def test_a_title_is_hinted_where_the_link_is_a_headline(name):
    body, expected = TITLES[name]
    assert titles(read(body)) == [expected]


@pytest.mark.parametrize(("charset", "content_type", "meta"), [
    ("windows-1251", "text/html; charset=windows-1251", ""),
    ("windows-1251", "text/html", '<meta charset="windows-1251">'),
    ("utf-8", "text/html", ""),
    ("utf-8", "text/html; charset=iso-8859-1", ""),
])  # fmt: skip
def test_titles_are_decoded_by_header_page_and_bytes(charset, content_type, meta):
    body = f'{meta}<a class="story" href="/1">Переговоры в столице возобновились</a>'.encode(charset)
    assert titles(read(body, content_type=content_type)) == ["Переговоры в столице возобновились"]


STORY = '<a class="story" href="/1">x</a>'
FOLLOWING: dict[str, tuple[str, str, list[str]]] = {
    "a link": ('<a rel="next" href="?page=2">Older</a>', "a[rel=next]", ["/world/?page=2"]),
    "in the head": ('<link rel="next" href="/world/2/">', "link[rel=next]", ["/world/2/"]),
    "in something selected": ('<nav class="older"><a href="2.html">Older</a></nav>', ".older", ["/world/2.html"]),
    "several pages": ('<p><a href="?page=2">2</a><a href="?page=3">3</a><a href="?page=2">&gt;</a></p>', "p a", ["/world/?page=2", "/world/?page=3"]),
    "the page itself": ('<a rel="next" href="#">Older</a><a rel="next" href="/world/">1</a>', "[rel=next]", []),
    "a script": ('<a rel="next" href="javascript:more()">Older</a>', "[rel=next]", []),
    "nothing": ("", "[rel=next]", []),
}  # fmt: skip


@pytest.mark.parametrize("name", FOLLOWING)
def test_older_entries_are_where_the_selector_leads(name):
    body, selector, expected = FOLLOWING[name]
    more = read(STORY + body, following=selector).more
    assert [url.removeprefix("https://www.example.org") for url in more] == expected


def test_a_page_in_which_nothing_matches_is_a_problem():
    assert ".story" in read("<p>We have moved.</p>").problem
    assert ".story" in read("").problem


def test_links_beyond_what_a_page_can_hold_are_counted():
    offer = read("".join(f'<a class="story" href="/{n}">x</a>' for n in range(5_003)))
    assert (len(offer.candidates), offer.note) == (5_000, "3 more links were left out")


DEEP = 30_000
HOSTILE: dict[str, tuple[str, bool]] = {  # what it is, and whether it is refused
    "nested": ("<div>" * DEEP, True),
    "nested around links": ("<div><a class='story' href='/1'>x</a>" * DEEP, True),
    "bold reopened in each paragraph": ("<p>" + "".join(f"<b a={n}>" for n in range(2_000)) + "<p>x" * 2_000, True),
    "paragraphs": ("<p>" * DEEP, False),
    "list items": ("<ul>" + "<li>x" * DEEP, False),
    "less-than signs": ("<" * DEEP, False),
    "a link around all": ("<a class='story' href='/1'>" + "<span></span>" * DEEP, False),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_page_holds_the_reader_up(name):
    body, refused = HOSTILE[name]
    offer = read(body + STORY)
    assert ("too deeply" in (offer.problem or "")) == refused


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["<a class='story' href='", "<a", "<base href='", "'>", ">", "</a>", "<h2>", "<p>", "x ", "/1", "http://[", "\0", "&#0;", "é", "<!--", "<svg>", "<template>", "<table>"]
        ),
        max_size=40,
    ).map(lambda parts: "".join(parts).encode())
    | st.binary(max_size=100)
)  # fmt: skip
def test_no_bytes_at_all_raise(data):
    for candidate in read(data, ".story, h2, p", "a").candidates:
        candidate.url.encode()


def put_pages(site, number: int, following) -> None:
    """Pages /list?page=1 and so on, each with a story of its own; `following` gives the page that it leads to."""
    for page in range(1, number + 1):
        older = f'<a rel="next" href="?page={following(page)}">Older</a>'
        site.put(f"/list?page={page}", f'<a class="story" href="/{page}">x</a>{older}')
        site.put(f"/{page}", f"story {page}")


def polls(newsroom) -> list[tuple[str, str | None]]:
    return [(entry.url.partition("?")[2], entry.note) for entry in newsroom.of(Polled)]


def test_a_listing_that_pages_for_ever_ends_at_its_limit_and_says_so(newsroom, site):
    put_pages(site, 9, lambda page: page + 1)
    newsroom.collect(spec(following="[rel=next]", url=f"{site.url}/list?page=1", max_polls=3))
    assert newsroom.fates() == {"1": "fetched", "2": "fetched", "3": "fetched"}
    said = f"older entries follow at {site.url}/list?page=4; max_polls is 3"
    assert polls(newsroom) == [("page=1", None), ("page=2", None), ("page=3", said)]


def test_a_page_that_leads_to_itself_or_back_ends_it(newsroom, site):
    put_pages(site, 3, lambda page: page % 3 + 1)
    newsroom.collect(spec(following="[rel=next]", url=f"{site.url}/list?page=1", max_polls=50))
    assert polls(newsroom) == [("page=1", None), ("page=2", None), ("page=3", None)]


def test_a_page_that_brings_nothing_new_ends_it(newsroom, site):
    put_pages(site, 2, lambda page: page + 1)
    for page in range(3, 9):  # beyond the last page the site shows the last again, and older ones without end
        site.put(
            f"/list?page={page}", f'<a class="story" href="/2">x</a><a rel="next" href="?page={page + 1}">Older</a>'
        )
    newsroom.collect(spec(following="[rel=next]", url=f"{site.url}/list?page=1", max_polls=50))
    assert polls(newsroom) == [("page=1", None), ("page=2", None), ("page=3", "nothing new on it")]
    assert newsroom.fates() == {"1": "fetched", "2": "fetched"}


def test_an_empty_page_at_the_end_is_no_failure(newsroom, site):
    put_pages(site, 2, lambda page: page + 1)
    site.put("/list?page=3", "<p>No more stories.</p>")
    report = newsroom.collect(spec(following="[rel=next]", url=f"{site.url}/list?page=1"))
    assert report.failure is None
    assert polls(newsroom)[-1] == ("page=3", "nothing new on it")
