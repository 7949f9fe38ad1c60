"""Feeds as the specifications have them, as publishers write them, and as an enemy would."""

from __future__ import annotations

import json
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.http.fetcher import Answer
from sources.kinds.feed import MOST_ENTRIES, read_feed
from sources.kinds.hinting import MOST_TEXT
from sources.spec import SourceSpec

URL = "https://www.example.org/world/feed"
ONE, TWO = "https://www.example.org/1", "https://www.example.org/2"
SPEC = SourceSpec(name="f", kind="feed", outlet="O", url=URL)


def read(body: str | bytes, content_type: str = "application/rss+xml"):
    data = body.encode() if isinstance(body, str) else body
    return read_feed(SPEC, Answer(URL, URL, 200, "OK", (("Content-Type", content_type),), data))


def item(title: str = "One", link: str = "/1", more: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{more}</item>"


def rss(*items: str, head: str = '<?xml version="1.0"?>', attributes: str = "") -> str:
    about = "<title>T</title><link>https://www.example.org/</link>"
    return f'{head}<rss version="2.0"{attributes}><channel>{about}{"".join(items)}</channel></rss>'


def atom(*entries: str, attributes: str = "") -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"{attributes}><title>T</title>{"".join(entries)}</feed>'


def json_feed(*items: object, **more: object) -> str:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": items, **more})


def urls(offer) -> list[str]:
    return [candidate.url for candidate in offer.candidates]


def hints(offer):
    return offer.candidates[0].hints


BOTH = rss(item(), item("Two", "/2"))
LATIN = rss(item("Café"), item("Two", "/2"))
DECLARED = '<?xml version="1.0" encoding="{}"?>'
OLD_DTD = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">'

# What publishers send: name -> (body, Content-Type, title of the first of two entries)
DIRT: dict[str, tuple[str | bytes, str, str]] = {
    "nothing wrong": (BOTH, "application/rss+xml", "One"),
    "sent as html": (BOTH, "text/html", "One"),
    "no version": (BOTH.replace(' version="2.0"', ""), "", "One"),
    "no xml declaration": (rss(item(), item("Two", "/2"), head=""), "", "One"),
    "tags in capitals": (BOTH.replace("item>", "ITEM>").replace("title>", "TITLE>").replace("link>", "LINK>"), "", "One"),
    "old doctype": (rss(item("Caf&eacute;"), item("Two", "/2"), head=OLD_DTD), "", "Café"),
    "undeclared entities": (rss(item("Caf&eacute;&nbsp;X"), item("Two", "/2")), "", "Café X"),
    "bare ampersand": (rss(item("A & B"), item("Two", "/2")), "", "A & B"),
    "ampersand before a word": (rss(item("A&B &copy 2"), item("Two", "/2")), "", "A&B &copy 2"),
    "bare less-than": (rss(item("A < B"), item("Two", "/2")), "", "A < B"),
    "tags in a title": (rss(item("A <b>bold</b> move"), item("Two", "/2")), "", "A bold move"),
    "title all in a tag": (rss(item("<b>One</b>"), item("Two", "/2")), "", "One"),
    "break in a title": (rss(item("A<br>B"), item("Two", "/2")), "", "A B"),
    "tags in a title as CDATA": (rss(item("<![CDATA[A <b>bold</b> &amp; x]]>"), item("Two", "/2")), "", "A bold & x"),
    "tags in a title, escaped": (rss(item("A &lt;i&gt;bold&lt;/i&gt; move"), item("Two", "/2")), "", "A bold move"),
    "escaped twice": (rss(item("Q&amp;amp;A"), item("Two", "/2")), "", "Q&A"),
    "link as CDATA": (rss(item(link="<![CDATA[/1]]>"), item("Two", "/2")), "", "One"),
    "link on a line of its own": (rss(item(link="\n\t/1\n"), item("Two", "/2")), "", "One"),
    "unclosed item": (BOTH.replace("</item><item>", "<item>"), "", "One"),
    "unclosed title": (BOTH.replace("One</title>", "One"), "", "One"),
    "unclosed tags in a summary": (rss(item(more="<description><p>x<br>y</description>"), item("Two", "/2")), "", "One"),
    "unclosed CDATA": (rss(item(), item("Two", "/2", "<description><![CDATA[ x</description>")), "", "One"),
    "unclosed comment": (rss(item(more="<!-- x"), item("Two", "/2")), "", "One"),
    "attribute without quotes": (rss(item(more="<enclosure url=/x.mp3 />"), item("Two", "/2")), "", "One"),
    "apostrophe in an attribute": (rss(item(more="<media:x t=don't />"), item("Two", "/2")), "", "One"),
    "greater-than in an attribute": (rss(item(more='<media:x t="a > b"/>'), item("Two", "/2")), "", "One"),
    "prefixes that nobody declared": (rss(item(more="<dc:creator>W</dc:creator>"), item("Two", "/2")), "", "One"),
    "warning before it": ("<br />\n<b>Warning</b>: x on line <b>3</b>\n" + BOTH, "", "One"),
    "blank lines before it": ("\n\n  " + BOTH, "", "One"),
    "script after it": (BOTH + "<script>var a = 1 && 2 < 3</script>", "", "One"),
    "within a page": ("<html><body>" + rss(item(), item("Two", "/2"), head="") + "</body></html>", "text/html", "One"),
    "control characters": (rss(item("A\x08B\x1f"), item("Two", "/2")), "", "AB"),
    "references to control characters": (rss(item("A&#x1f;B&#0;"), item("Two", "/2")), "", "AB\ufffd"),
    "NUL bytes": (rss(item("A\0B"), item("Two", "/2")), "", "AB"),
    "byte-order mark": (b"\xef\xbb\xbf" + BOTH.encode(), "", "One"),
    "UTF-16": (LATIN.encode("utf-16"), "", "Café"),
    "UTF-16 without a mark": (LATIN.encode("utf-16-be"), "", "Café"),
    "Latin-1 by its declaration": (DECLARED.format("iso-8859-1").encode() + LATIN[21:].encode("latin-1"), "", "Café"),
    "Latin-1 that says UTF-8": (DECLARED.format("utf-8").encode() + LATIN[21:].encode("latin-1"), "", "Café"),
    "UTF-8 that says Latin-1": (DECLARED.format("iso-8859-1") + LATIN[21:], "", "Café"),
    "UTF-8, a header that says Latin-1": (LATIN, "text/xml; charset=iso-8859-1", "Café"),
    "one pasted quotation mark": (LATIN.replace("Two", "@").encode().replace(b"@", b"\x93T\x94"), "", "Café"),
    "Cyrillic by the header": (LATIN.replace("Café", "Мир").encode("cp1251"), "text/xml; charset=windows-1251", "Мир"),
    "Japanese in seven bits": (DECLARED.format("iso-2022-jp").encode() + LATIN[21:].replace("Café", "平和").encode("iso-2022-jp"), "", "平和"),
    "a charset unheard of": (DECLARED.format("x-unheard") + BOTH[21:], "", "One"),
    "a charset that is none": (DECLARED.format("punycode") + BOTH[21:], "", "One"),
}  # fmt: skip


@pytest.mark.parametrize("name", DIRT)
def test_entries_come_out_of_what_publishers_send(name):
    body, content_type, title = DIRT[name]
    offer = read(body, content_type)
    assert (offer.problem, urls(offer), hints(offer).title) == (None, [ONE, TWO], title)


ATOM_NS, MEDIA = ' xmlns:a="http://www.w3.org/2005/Atom"', ' xmlns:media="http://search.yahoo.com/mrss/"'
LINKS: dict[str, tuple[str, str | None]] = {
    "a plain link": (rss(item()), ONE),
    "with tracking": (rss(item(link="/1?utm_source=rss&amp;utm_medium=feed")), ONE),
    "with parameters, not escaped": (rss(item(link="/s?a=1&copy=2")), "https://www.example.org/s?a=1&copy=2"),
    "relative to the feed": (rss(item(link="../1")), ONE),
    "relative to a channel's base": (BOTH.replace("<channel>", '<channel xml:base="/x/">').replace(">/1<", ">1<"), "https://www.example.org/x/1"),
    "in a namespace of another": (rss("<item><a:link rel='self' href='/self'/><title>x</title><link>/1</link></item>", attributes=ATOM_NS), ONE),
    "after another's": (rss(item(more="<a:link href='/other'/><a:link rel='replies' href='/c'/>"), attributes=ATOM_NS), ONE),
    "empty, beside another's": (rss("<item><link/><a:link href='/1'/></item>", attributes=ATOM_NS), ONE),
    "of a picture": (rss("<item><image><url>/p</url><link>/p</link></image><link>/1</link></item>"), ONE),
    "of the source": (rss(item(more='<source url="/feed">Other</source>')), ONE),
    "moved by a feed service": (rss(item(link="https://feeds.example.com/~r/1", more="<feedburner:origLink>/1</feedburner:origLink>")), ONE),
    "a permanent guid": (rss(f"<item><guid>{ONE}</guid></item>"), ONE),
    "a permanent guid, said": (rss(f'<item><guid isPermaLink="true">{ONE}</guid></item>'), ONE),
    "a guid beside a link": (rss(item(more=f"<guid>{TWO}</guid>")), ONE),
    "a guid that is none": (rss(f'<item><guid isPermaLink="false">{ONE}</guid></item>'), None),
    "a guid that is no address": (rss("<item><guid>post-17</guid></item>"), None),
    "nothing": (rss("<item><title>x</title></item>"), None),
    "javascript": (rss(item(link="javascript:alert(1)")), "javascript:alert(1)"),
    "mail": (rss(item(link="mailto:desk@example.org")), "mailto:desk@example.org"),
    "no address at all": (rss(item(link="http://[bad")), "http://[bad"),
    "atom, among others": (atom('<entry><link rel="self" href="/s"/><link rel="replies" href="/c"/><link rel="enclosure" href="/x.mp3"/><link rel="alternate" href="/1"/></entry>'), ONE),
    "atom, no relation": (atom('<entry><link rel="edit" href="/e"/><link href="/1"/></entry>'), ONE),
    "atom, relation in full": (atom('<entry><link rel="http://www.iana.org/assignments/relation/alternate" href="/1"/></entry>'), ONE),
    "atom, several forms": (atom('<entry><link type="application/json" href="/1.json"/><link type="text/html" href="/1"/></entry>'), ONE),
    "atom, bases": (atom('<entry xml:base="y/"><link xml:base="z/" href="1"/></entry>', attributes=' xml:base="/x/"'), "https://www.example.org/x/y/z/1"),
    "atom, only itself": (atom('<entry><link rel="self" href="/s"/><id>tag:example.org,2026:1</id></entry>'), None),
    "atom, an id that is an address": (atom(f"<entry><id>{ONE}</id></entry>"), ONE),
    "atom, the source's link": (atom('<entry><source><link href="https://other.example/"/></source><link href="/1"/></entry>'), ONE),
    "atom, with a prefix": (f'<x:feed xmlns:x="http://www.w3.org/2005/Atom"><x:entry><x:link href="{ONE}"/></x:entry></x:feed>', ONE),
    "atom, no namespace": ('<feed><entry><link href="/1"/></entry></feed>', ONE),
    "atom 0.3": (f'<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><link rel="alternate" type="text/html" href="{ONE}"/></entry></feed>', ONE),
    "rss 1.0": (f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel><link>/</link></channel><image><link>/p</link></image><item rdf:about="x"><link>{ONE}</link></item></rdf:RDF>', ONE),
    "rss 0.90": (f'<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/"><item><link>{ONE}</link></item></r:RDF>', ONE),
    "json": (json_feed({"id": "7", "url": "/1"}), ONE),
    "json, elsewhere": (json_feed({"id": "7", "external_url": "https://other.example/x"}), "https://other.example/x"),
    "json, an id that is an address": (json_feed({"id": ONE}), ONE),
    "json, none": (json_feed({"id": "7"}, {"id": 7}, "x"), None),
}  # fmt: skip


@pytest.mark.parametrize("name", LINKS)
def test_the_link_to_the_article_is_chosen(name):
    body, url = LINKS[name]
    offer = read(body)
    assert (offer.problem, urls(offer)[:1]) == (None, [url] if url else [])
    assert ("have no address" in (offer.note or "")) == (url is None)


def entry_with(elements: str) -> str:
    return atom(f'<entry><link href="/1"/>{elements}</entry>')


HINTS: dict[str, tuple[str, dict[str, object]]] = {
    "pubDate as it is written": (rss(item(more="<pubDate> Tues, 3 March 2026 10:00 EST </pubDate>")), {"published": "Tues, 3 March 2026 10:00 EST", "modified": None}),
    "dc:date": (rss(item(more="<dc:date>2026-03-03</dc:date>")), {"published": "2026-03-03"}),
    "pubDate before dc:date": (rss(item(more="<dc:date>2020</dc:date><pubDate>2026</pubDate>")), {"published": "2026"}),
    "edited": (rss(item(more="<pubDate>P</pubDate><a:updated>U</a:updated>"), attributes=ATOM_NS), {"published": "P", "modified": "U"}),
    "atom": (entry_with("<updated>U</updated><published>P</published>"), {"published": "P", "modified": "U"}),
    "atom without published": (entry_with("<updated>U</updated>"), {"published": "U", "modified": "U"}),
    "atom 0.3": (entry_with("<issued>I</issued><modified>M</modified>"), {"published": "I", "modified": "M"}),
    "the feed's own date is not its entries'": (rss("<pubDate>2026</pubDate>", item()), {"published": None}),
    "dc:creator": (rss(item(more="<author>desk@example.org</author><dc:creator>A. Writer</dc:creator>")), {"author": "A. Writer"}),
    "several": (rss(item(more="<dc:creator>A. Writer</dc:creator><dc:creator><![CDATA[B. Writer]]></dc:creator>")), {"author": "A. Writer, B. Writer"}),
    "address and name": (rss(item(more="<author>desk@example.org (A. Writer)</author>")), {"author": "A. Writer"}),
    "name and address": (rss(item(more="<author>A. Writer &lt;desk@example.org&gt;</author>")), {"author": "A. Writer"}),
    "an address is no name": (rss(item(more="<author>desk@example.org</author>")), {"author": None}),
    "atom authors": (entry_with("<author><name>A. Writer</name><uri>/a</uri></author><author><email>b@example.org</email><name>B. &amp; C.</name></author><contributor><name>D</name></contributor>"), {"author": "A. Writer, B. & C."}),
    "categories": (rss(item(more="<category>World</category><category domain='x'><![CDATA[Asia & Pacific]]></category><dc:subject>World</dc:subject><category/>")), {"sections": ("World", "Asia & Pacific")}),
    "atom categories": (entry_with('<category term="w" label="World"/><category term="asia"/><category term="http://schemas.example.org/kind#post"/>'), {"sections": ("World", "asia")}),
    "a media title is none": (rss("<item><media:content><media:title>Photo</media:title></media:content><title>One</title><link>/1</link></item>", attributes=MEDIA), {"title": "One"}),
    "a source's title is none": (entry_with("<source><title>Other</title></source><title>One</title>"), {"title": "One"}),
    "an atom title as text": (entry_with('<title type="text">The &lt;b&gt; tag</title>'), {"title": "The <b> tag"}),
    "an atom title as html": (entry_with('<title type="html">Q&amp;amp;A: &lt;i&gt;one&lt;/i&gt;</title>'), {"title": "Q&A: one"}),
    "an atom title as xhtml": (entry_with('<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A <b>bold</b> &amp; x</div></title>'), {"title": "A bold & x"}),
    "json": (json_feed({"url": "/1", "title": "One", "date_published": "P", "date_modified": "M", "authors": [{"name": "A. Writer"}, {"url": "x"}, 5], "tags": ["World", 7, "Asia"]}), {"title": "One", "published": "P", "modified": "M", "author": "A. Writer", "sections": ("World", "Asia")}),
    "json 1.0": (json_feed({"url": "/1", "author": {"name": "A. Writer"}, "title": None}), {"title": None, "author": "A. Writer"}),
    "json of wrong types": (json_feed({"url": "/1", "author": "x", "authors": {}, "title": 5, "tags": "x", "date_published": 20260303, "content_html": ["x"]}), {"title": None, "author": None, "sections": (), "published": None, "text": None}),
    "json, half a character": (json_feed({"url": "/1", "title": "A \ud800 B"}), {"title": "A B"}),
}  # fmt: skip


@pytest.mark.parametrize("name", HINTS)
def test_hints_are_what_the_feed_says(name):
    body, expected = HINTS[name]
    found = hints(read(body))
    assert {key: getattr(found, key) for key in expected} == expected


FULL = "<p>A paragraph of the article, as long as such paragraphs are.</p>" * 20
SUMMARY = "<p>A summary of it.</p>"
TEXTS: dict[str, tuple[str, str | None]] = {
    "content beside a summary": (rss(item(more=f"<description>{escape(SUMMARY)}</description><content:encoded><![CDATA[{FULL}]]></content:encoded>")), FULL),
    "content, escaped": (rss(item(more=f"<content:encoded>{escape(FULL)}</content:encoded>")), FULL),
    "content, not escaped at all": (rss(item(more=f"<content:encoded>{FULL}</content:encoded>")), FULL),
    "content that is the summary again": (rss(item(more=f"<description>{SUMMARY}</description><content:encoded>{SUMMARY}</content:encoded>")), None),
    "a summary alone": (rss(item(more=f"<description>{SUMMARY * 9}</description>")), None),
    "a description that is the article": (rss(item(more=f"<description><![CDATA[{FULL}]]></description>")), FULL),
    "pictures are no text": (rss(item(more="<content:encoded><![CDATA[" + '<img src="/a-very-long-name-of-a-picture.jpg">' * 50 + "]]></content:encoded>")), None),
    "media:content": (rss(item(more=f"<media:content>{escape(FULL)}</media:content>"), attributes=MEDIA), None),
    "atom html": (entry_with(f'<summary>S</summary><content type="html">{escape(FULL)}</content>'), FULL),
    "atom xhtml": (entry_with(f'<content type="xhtml">{FULL}</content>'), FULL),
    "atom elsewhere": (entry_with(f'<content src="/1" type="text/html">{escape(FULL)}</content>'), None),
    "atom of another kind": (entry_with(f'<content type="image/png">{escape(FULL)}</content>'), None),
    "json html": (json_feed({"url": "/1", "content_html": FULL, "summary": "S"}), FULL),
    "json text": (json_feed({"url": "/1", "content_text": "Plain words. " * 90}), ("Plain words. " * 90).strip()),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_handed_on_where_it_is_more_than_a_summary(name):
    body, text = TEXTS[name]
    assert hints(read(body)).text == text


def test_a_text_is_bounded_and_not_cut_within_a_tag():
    text = hints(read(rss(item(more=f"<content:encoded><![CDATA[{FULL * 99}]]></content:encoded>")))).text
    assert MOST_TEXT - 100 < len(text) <= MOST_TEXT
    assert text.rfind(">") > text.rfind("<")
    assert text + (FULL * 99)[len(text) :] == FULL * 99


NO_FEEDS: dict[str, str] = {
    "nothing": "",
    "words": "Not found",
    "a page": "<!DOCTYPE html><html><head><title>item</title></head><body><item>x</item><a href=x>y</a></body></html>",
    "a sitemap": '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://example.org/</loc></url></urlset>',
    "json of another kind": '{"items": 5}',
    "json that is cut": json_feed({"url": "/1"})[:-5],
    "json nested without end": '{"items":' + "[" * 100_000,
    "a bomb": '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + BOTH,
    "a file": '<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/hostname">]>' + BOTH,
    "a parameter entity": '<!DOCTYPE r [<!ENTITY % p "x">]>' + BOTH,
}


@pytest.mark.parametrize("name", NO_FEEDS)
def test_what_is_no_feed_is_a_problem(name):
    offer = read(NO_FEEDS[name], "text/html")
    assert offer.candidates == ()
    assert offer.problem


def test_what_was_sent_instead_is_named():
    assert read(NO_FEEDS["a sitemap"], "text/xml").problem == "not a feed: begins with <urlset> (Content-Type text/xml)"
    assert "no markup (Content-Type not given)" in read("Not found", "").problem


def test_entities_that_name_a_character_are_read_and_no_text_about_entities_is_refused():
    head = '<!DOCTYPE r [<!ENTITY nbsp "&#160;"><!ENTITY e "é">]>'
    about = "<description><![CDATA[<!ENTITY a SYSTEM 'x'>]]></description>"
    offer = read(rss(item("caf&e;&nbsp;x", more=about), head=head))
    assert (offer.problem, hints(offer).title) == (None, "café x")


@pytest.mark.parametrize("making", [
    lambda number: rss(*(item(f"No {n}", f"/{n}") for n in range(number))),
    lambda number: rss(*(f"<item><title>No {n}</title><link>/{n}</link>" for n in range(number))),
    lambda number: atom(*(f'<entry><title>No {n}</title><link href="/{n}"/></entry>' for n in range(number))),
    lambda number: json_feed(*({"url": f"/{n}", "title": f"No {n}"} for n in range(number))),
], ids=["rss", "rss without ends", "atom", "json"])  # fmt: skip
def test_only_the_first_entries_of_a_feed_without_end_are_read(making):
    assert read(making(MOST_ENTRIES)).note is None
    offer = read(making(20_000))
    assert len(offer.candidates) == MOST_ENTRIES
    assert hints(offer).title == "No 0"
    assert offer.note == "the first 2000 entries were read, about 18000 more were left out"


def test_a_feed_that_is_cut_says_so_and_keeps_what_was_whole():
    for length in range(len(BOTH) - 6, 60, -1):
        offer = read(BOTH[:length])
        assert "its end is missing" in (offer.note or ""), BOTH[:length]
        assert urls(offer) == [ONE, TWO][: max(0, BOTH[:length].count("</link>") - 1)]
    assert read(BOTH).note is None


def test_entries_of_one_address_are_one_candidate_and_those_without_are_counted():
    offer = read(rss(item(), item("Again", "/1#x"), "<item><title>x</title></item>", item("Two", "/2")))
    assert (urls(offer), hints(offer).title) == ([ONE, TWO], "One")
    assert offer.note == "1 of 4 entries have no address"


@pytest.mark.parametrize(("body", "home"), [
    (rss(item()), "https://www.example.org/"),
    (BOTH.replace("https://www.example.org/<", "/<"), "https://www.example.org/"),
    (atom('<link rel="self" href="/feed"/><link href="https://example.org/"/>'), "https://example.org/"),
    (atom('<link rel="self" href="/feed"/>'), None),
    (BOTH.replace("https://www.example.org/<", "javascript:x<"), None),
    (rss("<image><link>https://other.example/</link></image>", item()).replace("https://www.example.org/<", "<"), None),
    (json_feed(home_page_url="https://example.org/"), "https://example.org/"),
    (json_feed(home_page_url=5), None),
])  # fmt: skip
def test_a_feed_names_the_site_that_it_speaks_for(body, home):
    assert read(body).home == home


SIZE = 300_000
# Each held feedparser 6.0.14 for 2 s to minutes, or would hold a reader that looks twice at what it has seen.
HOSTILE: dict[str, str] = {
    "nested": "<item>" + "<a>" * (SIZE // 3),
    "nested bases": "<item>" + '<a xml:base="x/">' * (SIZE // 17),
    "channels with bases": '<channel xml:base="x/">' * (SIZE // 23),
    "nested titles": "<item>" + "<title>" * (SIZE // 7),
    "many attributes": "<item " + " ".join(f'a{n}="1"' for n in range(SIZE // 10)) + ">",
    "open attributes": '<item a="' * (SIZE // 9),
    "empty tags": "<item>" + "<x/>" * (SIZE // 4),
    "an author of dots": f"<item><author>{'a.' * (SIZE // 2)}</author></item>",
    "an author of at signs": f"<item><author>{'a@' * (SIZE // 2)}</author></item>",
    "a date without end": f"<item><pubDate>{'2026-03-' * (SIZE // 8)}</pubDate></item>",
    "less-than signs": "<" * SIZE,
    "ampersands": "<item><title>" + "& " * (SIZE // 2),
    "open CDATA": "<![CDATA[" * (SIZE // 9),
    "open comments": "<!--" * (SIZE // 4),
    "open instructions": "<?" * (SIZE // 2),
    "open declarations": "<!DOCTYPE " * (SIZE // 10),
    "namespaces": "<item " + " ".join(f'xmlns:a{n}="u{n}"' for n in range(SIZE // 18)) + "/>",
    "names": "".join(f"<a{n}>" for n in range(SIZE // 8)),
    "spaces": "<item " + " " * SIZE,
    "one name": "<item " + "a" * SIZE + ">",
    "a tag never closed": "<item a " * (SIZE // 8),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_feed_holds_the_reader_up(name):
    whole = read(rss(HOSTILE[name], item()))
    cut = read(rss(HOSTILE[name], item())[:-40])
    assert whole.problem is None
    assert cut.problem is None


def test_a_document_of_nothing_but_tags_is_left_before_its_end(monkeypatch):
    monkeypatch.setattr("sources.kinds.feed_xml._MOST_PIECES", 1_000)
    offer = read(rss(item(), "<x/>" * 2_000, item("Two", "/2")))
    assert urls(offer) == [ONE]
    assert offer.note == "the first 1 entries were read, about 1 more were left out"


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp")), max_size=40)
TITLES = WORDS.map(lambda text: " ".join(text.split())).filter(
    lambda text: text and "&" not in text and "<" not in text
)
ENTRIES = st.lists(st.tuples(TITLES, TITLES), max_size=8)


@settings(max_examples=60, deadline=None)
@given(ENTRIES)
def test_what_is_written_comes_out_again(entries):
    numbered = list(enumerate(entries))
    forms = (
        rss(*(item(escape(title), f"/{n}", f"<category>{escape(name)}</category>") for n, (title, name) in numbered)),
        rss(*(item(f"<![CDATA[{title}]]>", f"/{n}", f"<category><![CDATA[{name}]]></category>") for n, (title, name) in numbered)),
        atom(*(f'<entry><link href="/{n}"/><title>{escape(title)}</title><category term="{escape(name)}"/></entry>' for n, (title, name) in numbered)),
        json_feed(*({"url": f"/{n}", "title": title, "tags": [name]} for n, (title, name) in numbered)),
    )  # fmt: skip
    expected = [
        (f"https://www.example.org/{n}", title, () if "://" in name else (name,)) for n, (title, name) in numbered
    ]
    for body in forms:
        for data in (body.encode(), body.encode("utf-16")):
            found = [(one.url, one.hints.title, one.hints.sections) for one in read(data).candidates]
            assert found == expected, body


PARTS = st.sampled_from([
    "<", ">", "/", "&", ";", '"', "'", "=", "!", "?", "-", "[", "]", "CDATA", " ", "\n", "\0", "\ud7ff", "é", "<rss>", "<channel>",
    "<item>", "</item>", "<entry>", "</feed>", "<feed>", "<title>", "</title>", "<link>", "</link>", "<link href='/1'/>", "http://",
    "<!ENTITY x 'y'>", "<![CDATA[", "]]>", "<!--", "-->", "xml:base='http://['", "<guid>", "<author>", "(", ")", "@", "{", '{"items":[', "]}",
])  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.lists(PARTS, max_size=60).map(lambda parts: "".join(parts).encode()), st.binary(max_size=200)))
def test_no_bytes_at_all_raise(data):
    for body in (data, BOTH[:150].encode() + data + BOTH[150:].encode()):
        offer = read(body)
        for candidate in offer.candidates:
            candidate.url.encode()
            str(candidate.hints).encode()


def test_a_feed_is_read_in_a_run_and_its_losses_stand_in_the_journal(newsroom, site, feed_spec):
    site.put("/feed", rss(item(), item("Script", "javascript:void(0)"), "<item/>"))
    site.put("/1", "one")
    newsroom.collect(feed_spec(f"{site.url}/feed"))
    assert newsroom.fates() == {"1": "fetched", "javascript:void(0)": "bad_url"}
    (polled,) = [entry for entry in newsroom.entries if type(entry).__name__ == "Polled"]
    assert (polled.candidates, polled.note) == (2, "1 of 3 entries have no address")
