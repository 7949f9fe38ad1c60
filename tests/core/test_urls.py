"""Addresses: the form that is asked for, the one name of an article's twins, and what belongs to one site."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.urls import article_key, host_key, is_web_url, normalise_url, same_site, site_of

# What is written -> what is asked for.
NORMAL = [
    # scheme and host
    ("HTTPS://Example.ORG/A", "https://example.org/A"),
    ("https://example.org", "https://example.org/"),
    ("https://example.org?a=1", "https://example.org/?a=1"),
    ("http://example.org:80/a", "http://example.org/a"),
    ("https://example.org:443/a", "https://example.org/a"),
    ("https://example.org:80/a", "https://example.org:80/a"),
    ("http://example.org:8080/a", "http://example.org:8080/a"),
    ("http://example.org:/a", "http://example.org/a"),
    ("https://example.org./a", "https://example.org/a"),
    ("https://reader:secret@example.org/a", "https://example.org/a"),
    ("https://%65xample.org/a", "https://example.org/a"),
    ("https://under_score.example.org/a", "https://under_score.example.org/a"),
    ("http://[2001:DB8::1]:8080/a", "http://[2001:db8::1]:8080/a"),
    ("http://192.0.2.1/a", "http://192.0.2.1/a"),
    ("http://2130706433/a", "http://127.0.0.1/a"),
    ("http://0x7f.1/a", "http://127.0.0.1/a"),
    ("http://１２７.０.０.¹/a", "http://127.0.0.1/a"),
    ("http://0177.0.0.1/a", "http://127.0.0.1/a"),
    # internationalised names, as browsers read them (UTS 46, non-transitional)
    ("https://пример.испытание/a", "https://xn--e1afmkfd.xn--80akhbyknj4f/a"),
    ("https://ПРИМЕР.испытание/a", "https://xn--e1afmkfd.xn--80akhbyknj4f/a"),
    ("https://xn--e1afmkfd.xn--80akhbyknj4f/a", "https://xn--e1afmkfd.xn--80akhbyknj4f/a"),
    ("https://faß.example/a", "https://xn--fa-hia.example/a"),
    ("https://例え。テスト/a", "https://xn--r8jz45g.xn--zckzah/a"),
    ("https://bücher.example/a", "https://xn--bcher-kva.example/a"),
    # path
    ("https://example.org/a/./b/../c", "https://example.org/a/c"),
    ("https://example.org/../../a", "https://example.org/a"),
    ("https://example.org/a/..", "https://example.org/"),
    ("https://example.org/a/.", "https://example.org/a/"),
    ("https://example.org/a/%2E%2E/b", "https://example.org/b"),
    ("https://example.org/a/...", "https://example.org/a/..."),
    ("https://example.org/.well-known/x", "https://example.org/.well-known/x"),
    ("https://example.org/%7Euser", "https://example.org/~user"),
    ("https://example.org/%e4%b8%ad", "https://example.org/%E4%B8%AD"),
    ("https://example.org/中", "https://example.org/%E4%B8%AD"),
    ("https://example.org/a b", "https://example.org/a%20b"),
    ("https://example.org/a%2Fb", "https://example.org/a%2Fb"),
    ("https://example.org/100%", "https://example.org/100%25"),
    ("https://example.org/a%zzb", "https://example.org/a%25zzb"),
    ('https://example.org/"a"', "https://example.org/%22a%22"),
    ("https://example.org/a|b", "https://example.org/a%7Cb"),
    ("https://example.org/a,b;c=d", "https://example.org/a,b;c=d"),
    ("https://example.org/a;jsessionid=1A2B?x=1", "https://example.org/a?x=1"),
    ("https://example.org//a//b", "https://example.org//a//b"),
    ("https://web.example.org/2020/https://example.net/a", "https://web.example.org/2020/https://example.net/a"),
    # fragment
    ("https://example.org/a#comments", "https://example.org/a"),
    ("https://example.org/a#!/b", "https://example.org/a"),
    ("https://example.org/a?b=1#c?d=2", "https://example.org/a?b=1"),
    # parameters: tracking goes, the rest stays as it was written
    ("https://example.org/a?utm_source=rss&utm_medium=feed", "https://example.org/a"),
    ("https://example.org/a?UTM_Source=rss&id=3", "https://example.org/a?id=3"),
    ("https://example.org/a?id=3&fbclid=x&gclid=y", "https://example.org/a?id=3"),
    ("https://example.org/a?amp;utm_source=rss", "https://example.org/a?amp;utm_source=rss"),
    ("https://example.org/a?x=1&amp;utm_source=rss", "https://example.org/a?x=1"),
    ("https://example.org/a?mc_cid=1&mc_eid=2", "https://example.org/a"),
    ("https://example.org/a?PHPSESSID=123&id=3", "https://example.org/a?id=3"),
    ("https://example.org/a?ref=rss", "https://example.org/a"),
    ("https://example.org/a?ref=chapter2", "https://example.org/a?ref=chapter2"),
    ("https://example.org/a?source=twitter&id=3", "https://example.org/a?id=3"),
    ("https://example.org/a?source=customs-office", "https://example.org/a?source=customs-office"),
    ("https://example.org/a?session=2", "https://example.org/a?session=2"),
    ("https://example.org/a?b=2&a=1", "https://example.org/a?b=2&a=1"),
    ("https://example.org/a?print", "https://example.org/a?print"),
    ("https://example.org/a?x=", "https://example.org/a?x="),
    ("https://example.org/a?x=1&x=2", "https://example.org/a?x=1&x=2"),
    ("https://example.org/a?q=a+b", "https://example.org/a?q=a+b"),
    ("https://example.org/a?q=a%20b", "https://example.org/a?q=a%20b"),
    ("https://example.org/a?q=é", "https://example.org/a?q=%C3%A9"),
    ("https://example.org/a?", "https://example.org/a"),
    ("https://example.org/a?&&x=1&", "https://example.org/a?x=1"),
    ("https://example.org/?p=123", "https://example.org/?p=123"),
    # as people and feeds write them
    ("  https://example.org/a\n", "https://example.org/a"),
    ("https://example.org/a\r\n/b", "https://example.org/a/b"),
    ("https:\\\\example.org\\a", "https://example.org/a"),
    ("https://example.org/a?b=c\\d", "https://example.org/a?b=c%5Cd"),
    # addresses that only lead on
    ("https://www.google.com/url?sa=t&url=https://example.org/a%3Fid%3D3", "https://example.org/a?id=3"),
    ("https://www.google.co.uk/url?q=https://example.org/a", "https://example.org/a"),
    ("https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fa%3Ffbclid%3Dx&h=1", "https://example.org/a"),
    ("http://www.bing.com/news/apiclick.aspx?ref=x&url=https%3a%2f%2fexample.org%2fa", "https://example.org/a"),
    ("https://www.google.com/amp/s/example.org/a/amp", "https://example.org/a/amp"),
    ("https://www-example-org.cdn.ampproject.org/c/s/www.example.org/a", "https://www.example.org/a"),
    ("https://www-example-org.cdn.ampproject.org/v/www.example.org/a?x=1", "http://www.example.org/a?x=1"),
    ("https://www.google.com/url?url=javascript:alert(1)", "https://www.google.com/url?url=javascript:alert(1)"),
    ("https://www.google.com/search?q=https://example.org", "https://www.google.com/search?q=https://example.org"),
]

RELATIVE = [
    ("/b", "https://example.org/a/c", "https://example.org/b"),
    ("b", "https://example.org/a/c", "https://example.org/a/b"),
    ("../b", "https://example.org/a/c/d", "https://example.org/a/b"),
    ("//cdn.example.org/b", "https://example.org/a", "https://cdn.example.org/b"),
    ("?page=2", "https://example.org/a?x=1", "https://example.org/a?page=2"),
    ("#top", "https://example.org/a?x=1", "https://example.org/a?x=1"),
    ("", "https://example.org/a", "https://example.org/a"),
    ("\\b\\c", "https://example.org/a", "https://example.org/b/c"),
    ("https://other.example/x", "https://example.org/a", "https://other.example/x"),
    ("http:b", "http://example.org/a/c", "http://example.org/a/b"),
]

NO_ADDRESS = [
    "", " ", "/a", "example.org/a", "javascript:void(0)", "mailto:desk@example.org", "ftp://example.org/a",
    "file:///etc/passwd", "data:text/html,x", "tel:+1", "https://", "https:///a", "http://:80/a", "http://ex ample.org/",
    "http://1.2.3.4.5/a", "http://256.1.1.1/a", "http://example.099/a",
    "http://example..org/a", "http://example.org:99999/a", "http://example.org:port/a", "http://example.org:0/a",
    "http://[::1/a", "http://" + "a" * 300 + ".org/", "http://ex<ample>.org/", "folder:a/b.html", "https://ex%2Fample.org/",
]  # fmt: skip

# Forms of one article: all have one name.
ONE_ARTICLE = {
    "scheme, www, slash, fragment": [
        "https://www.example.org/2026/talks", "http://www.example.org/2026/talks", "https://example.org/2026/talks",
        "https://example.org/2026/talks/", "https://example.org/2026/talks#more", "https://EXAMPLE.org/2026/talks?utm_id=1",
        "https://www2.example.org/2026/talks", "https://example.org/2026//talks",
    ],
    "amp": [
        "https://example.org/talks", "https://example.org/talks/amp", "https://example.org/talks/amp/",
        "https://example.org/amp/talks", "https://example.org/talks?amp", "https://example.org/talks?amp=1",
        "https://example.org/talks?outputType=amp", "https://amp.example.org/talks", "https://example.org/talks.amp",
        "https://example-org.cdn.ampproject.org/c/s/example.org/talks/amp",
        "https://www.google.com/amp/s/example.org/talks",
    ],
    "amp of a file": [
        "https://example.org/talks.html", "https://example.org/talks.amp.html", "https://example.org/talks/amp.html",
    ],
    "mobile": [
        "https://www.example.org/talks", "https://m.example.org/talks", "https://mobile.example.org/talks",
        "https://touch.example.org/talks", "https://www.m.example.org/talks", "https://example.org/talks?m=1",
        "https://example.org/talks?view=mobile",
    ],
    "mobile within a language": ["https://en.example.org/talks", "https://en.m.example.org/talks"],
    "print": [
        "https://example.org/talks", "https://example.org/talks/print", "https://example.org/talks/print/",
        "https://example.org/talks?print=1", "https://example.org/talks?view=print", "https://example.org/talks?printable=yes",
    ],
    "index file": [
        "https://example.org/talks/", "https://example.org/talks/index.html", "https://example.org/talks/index.php",
        "https://example.org/talks/default.aspx",
    ],
    "first page": [
        "https://example.org/talks", "https://example.org/talks?page=1", "https://example.org/talks/page/1/",
        "https://example.org/talks?page=all",
    ],
    "order of parameters": ["https://example.org/a?id=3&s=4", "https://example.org/a?s=4&id=3&utm_medium=x"],
    "percent signs": ["https://example.org/%D0%BC", "https://example.org/%d0%bc", "https://example.org/м"],
    "names in two scripts": ["https://пример.испытание/a", "https://xn--e1afmkfd.xn--80akhbyknj4f/a/"],
    "session": ["https://example.org/a;jsessionid=1", "https://example.org/a;jsessionid=2", "https://example.org/a"],
}  # fmt: skip

# Addresses that only look like twins.
TWO_ARTICLES = [
    ("https://example.org/a", "https://example.org/b"),
    ("https://example.org/a", "https://example.org/A"),
    ("https://example.org/a?id=1", "https://example.org/a?id=2"),
    ("https://example.org/?p=1", "https://example.org/?p=2"),
    ("https://example.org/a?page=2", "https://example.org/a?page=3"),
    ("https://example.org/a?page=2", "https://example.org/a"),
    ("https://example.org/a/page/2", "https://example.org/a/page/1"),
    ("https://example.org/amplifier", "https://example.org/lifier"),
    ("https://example.org/camp", "https://example.org/c"),
    ("https://example.org/printing", "https://example.org/"),
    ("https://example.org/index.html?id=1", "https://example.org/index.html?id=2"),
    ("https://example.org/a.html", "https://example.org/a"),
    ("https://news.example.org/a", "https://example.org/a"),
    ("https://de.example.org/a", "https://fr.example.org/a"),
    ("https://m.org/a", "https://org/a"),
    ("https://example.org:8080/a", "https://example.org/a"),
    ("https://example.org/a?format=pdf", "https://example.org/a"),
    ("https://example.org/a?m=202611", "https://example.org/a?m=202612"),
    ("https://example.org/a?ref=chapter2", "https://example.org/a?ref=chapter3"),
    ("https://example.org/a%2Fb", "https://example.org/a/b"),
]

SITES = [
    ("https://www.example.org/a", "https://example.org/b", True),
    ("https://news.example.org/a", "https://feeds.example.org/b", True),
    ("http://example.org/a", "https://example.org:8443/b", True),
    ("https://example.org/a", "https://example.net/a", False),
    ("https://example.org/a", "https://notexample.org/a", False),
    ("https://www.example.co.uk/a", "https://news.example.co.uk/a", True),
    ("https://one.co.uk/a", "https://two.co.uk/a", False),
    ("https://one.com.au/a", "https://two.com.au/a", False),
    ("https://one.gov.in/a", "https://two.gov.in/a", False),
    ("https://one.go.ke/a", "https://two.go.ke/a", False),
    ("https://one.github.io/a", "https://two.github.io/a", False),
    ("https://a.one.blogspot.com/", "https://one.blogspot.com/", True),
    (
        "https://пример.рф/a",
        "https://xn--e1afmkfd.xn--p1ai/b",
        False,
    ),  # compared as they are asked for: normalise first
    ("http://127.0.0.1:8001/a", "http://127.0.0.1:8001/b", True),
    ("http://127.0.0.1:8001/a", "http://127.0.0.1:8002/a", False),
    ("http://localhost:8001/a", "http://localhost:8002/a", False),
    ("http://192.0.2.1/a", "http://192.0.2.2/a", False),
    ("http://[2001:db8::1]/a", "http://[2001:db8::1]/b", True),
    ("https://intranet/a", "https://intranet/b", True),
]

assert len(NORMAL) + len(RELATIVE) + len(NO_ADDRESS) + len(TWO_ARTICLES) + len(SITES) >= 120


@pytest.mark.parametrize(("written", "asked"), NORMAL)
def test_an_address_is_asked_for_in_its_one_form(written, asked):
    assert normalise_url(written) == asked
    assert normalise_url(asked) == asked, "the form of the form is itself"


@pytest.mark.parametrize(("link", "base", "asked"), RELATIVE)
def test_a_link_is_read_against_the_page_it_stands_in(link, base, asked):
    assert normalise_url(link, base) == asked


@pytest.mark.parametrize("text", ["http://", "https:///a", "http://?a", "javascript:void(0)", "http://[::1"])
def test_what_has_no_host_has_none_beside_a_base_either(text):
    with pytest.raises(ValueError, match="not a web address"):
        normalise_url(text, "https://example.org/feed")


@pytest.mark.parametrize("text", NO_ADDRESS)
def test_what_is_no_web_address_is_refused(text):
    assert not is_web_url(text)
    with pytest.raises(ValueError, match="not a web address"):
        normalise_url(text)


@pytest.mark.parametrize("forms", ONE_ARTICLE.values(), ids=ONE_ARTICLE)
def test_all_forms_of_an_article_have_one_name(forms):
    assert {form: article_key(form) for form in forms} == dict.fromkeys(forms, article_key(forms[0]))


@pytest.mark.parametrize(("a", "b"), TWO_ARTICLES)
def test_two_articles_keep_two_names(a, b):
    assert article_key(a) != article_key(b)


@pytest.mark.parametrize(("a", "b", "same"), SITES)
def test_a_site_is_what_its_owner_registered(a, b, same):
    assert same_site(a, b) is same


def test_the_key_of_politeness_is_scheme_host_and_port():
    assert host_key("https://Example.org/a") == "https://example.org:443"
    assert host_key("http://example.org:8080/a") == "http://example.org:8080"
    assert site_of("https://news.example.co.uk/a") == "example.co.uk"


@given(st.text(max_size=60), st.sampled_from(["", "https://", "http://example.org/", "https://example.org/?"]))
def test_no_text_breaks_the_reading_of_addresses_and_the_form_is_stable(text, before):
    try:
        once = normalise_url(before + text)
    except ValueError:
        return
    assert normalise_url(once) == once
    assert once.isascii()
    assert article_key(once) == article_key(before + text)
