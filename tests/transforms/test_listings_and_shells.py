"""Listings of teasers and shells without text are told from the articles that look a bit like them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from contracts.reasons import Reason
from contracts.records import Article, PageContext, Rejection
from transforms.pages.extract import extract_document

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
TOPICS = (
    "Harbour board votes on the northern quay", "Tin exporters ask for lower port dues",
    "Two ministers fly to the lake conference", "Grain ships wait for a berth in Palmas",
    "Court hears the appeal of the ferry owners", "Survey finds fewer herring in the strait",
    "Railway to the coast delayed by a year", "Central bank leaves its rate as it was",
    "Border villages get a market of their own", "Fishing fleet returns early from the banks",
)  # fmt: skip
MORE = (
    "The decision had been put off three times since January, and traders had almost stopped asking about it.",
    "Officials on both sides said that they expect an agreement before the rains, but named no day.",
    "Prices at the auction fell for a third week, and several boats stayed in port.",
)
PROSE = (
    "The ministers of both countries met in the capital on Tuesday to discuss trade, fisheries and their border. They "
    "agreed to let a commission draw up a list of open questions, which it is to hand over in the autumn. "
)


def read(html: str, url: str) -> Article | Rejection:
    context = PageContext(fetched_at=NOW, url=url, final_url=url, content_type="text/html")
    return extract_document(html.encode(), context)


def page(title: str, body: str, head: str = "") -> str:
    return (
        f"<html><head><title>{title}</title>{head}</head><body><div class='top'><a href='/'>The Strait Review</a> "
        f"<a href='/world'>World</a> <a href='/money'>Money</a></div>{body}"
        "<div class='footer'><a href='/page/about'>About us</a> Copyright 2026 The Strait Review</div></body></html>"
    )


def each(template: str, start: int = 0, stop: int = 10) -> str:
    """The template filled for each topic: {n} its number, {t} its headline, {s} a sentence."""
    return "".join(template.format(n=i, t=TOPICS[i], s=MORE[i % 3]) for i in range(start, stop))


LISTINGS = {
    "headings with sentences": ("/section/markets", "<h1>Markets</h1>" + each(
        '<div class="element"><h3><a href="/news/{n}.html">{t}</a></h3><div class="sub">{s}</div><div class="by">A. Writer'
        "</div></div>")),
    "cards that are one link": ("/section/world", "<h1>World</h1>" + each(
        '<a class="tile" href="/2026/05/{n}-story"><h2>{t}</h2><p>{s}</p></a>')),
    "articles with dates": ("/topics/strait", "<h1>The strait</h1><p>All that we wrote about the strait.</p>" + each(
        '<article><h2><a href="https://example.org/n/{n}">{t}</a></h2><time datetime="2026-05-0{n}">{n} May</time><p>{s} '
        '<a href="https://example.org/n/{n}">Read more</a></p></article>', 1, 9)),
    "list items that go on behind the link": ("/dossier/ferries", "<h1>Ferries</h1><ul>" + each(
        '<li><a href="../news/{n}">{t}</a> {s}</li>') + "</ul>"),
    "a table with dates": ("/archive.htm", "<h3>Archive</h3><table>" + each(
        '<tr><td>0{n} May 2026</td><td><a href="/x/{n}.htm">{t}</a></td></tr>') + "</table>"),
    "definition list": ("/news/latest-from-the-region", "<h1>Latest</h1><dl>" + each(
        '<dt><a href="?p={n}1">{t}</a></dt><dd>{s} {s}</dd>') + "</dl>"),
    "headings that are no links": ("/blog/", "<h1>Blog</h1>" + each(
        '<div><h2>{t}</h2><p>{s}</p><p><a href="/blog/{n}">Weiterlesen</a></p></div>')),
    "boxes named teasers over a long imprint": (
        "/analysis",
        "<h1>Analysis</h1>"
        + each('<div class="teaser"><h2><a href="/n/{n}">{t}</a></h2></div>')
        + f"<div><p>{MORE[0]} {MORE[1]}</p></div>",
    ),
    "headlines alone": ("/newest", "<h1>Newest</h1><ol>" + each('<li><a href="/n/{n}">{t}</a></li>') + "</ol>"),
}  # fmt: skip


@pytest.mark.parametrize("name", LISTINGS)
def test_pages_of_teasers_are_listings(name: str) -> None:
    path, body = LISTINGS[name]
    found = read(page("The Strait Review", body), f"https://example.org{path}")
    assert isinstance(found, Rejection), found
    assert (found.reason, found.detail) == (Reason.NOT_AN_ARTICLE, "listing")


def test_a_listing_whose_data_name_its_articles_is_a_listing() -> None:
    items = ",".join(
        f'{{"@type": "NewsArticle", "headline": "{topic}", "url": "https://example.org/n/{i}"}}'
        for i, topic in enumerate(TOPICS)
    )
    data = f'<script type="application/ld+json">{{"@type": "ItemList", "itemListElement": [{items}]}}</script>'
    found = read(page("World", LISTINGS["articles with dates"][1], data), "https://example.org/world/asia")
    assert isinstance(found, Rejection)
    assert found.detail == "listing"


RELATED = each('<div><h4><a href="/news/{n}">{t}</a></h4><p>{s}</p></div>', 0, 6)
ARTICLES = {
    "short, with teasers below": f"<h1>Ferry talks resume</h1><p>{PROSE}</p><p>{PROSE}</p><div>{RELATED}</div>",
    "short, with teasers between": "<h1>Ferry talks resume</h1>" + "".join(
        f'<p>{PROSE}</p><p><a href="/news/{i}">{TOPICS[i]}</a></p>' for i in range(4)),
    "short, with a box beside": f"<div><h1>Ferry talks resume</h1><p>{PROSE}</p><p>{PROSE}</p></div><div class='box'>"
        f"<h3>Also today</h3>{RELATED}</div>",
    "live blog": "<h1>Ferry talks: as it happened</h1>" + each(
        '<div class="entry"><h3><a href="#e{n}">1{n}:20 {t}</a></h3><p>{s}</p></div>'),
    "round-up of other sites": "<h1>What the papers say on ferries</h1>" + each(
        '<h3><a href="https://paper{n}.example.net/a">{t}</a></h3><p>{s}</p>'),
    "round-up told in paragraphs": "<h1>The week in ten lines</h1>" + each("<h3>{t}</h3><p>{s} {s}</p>"),
    "links within sentences": "<h1>Ferry talks resume</h1>" + each(
        '<p>In May we wrote that <a href="/n/{n}">{t}</a>. {s} Nothing of this was denied.</p>'),
}  # fmt: skip


@pytest.mark.parametrize("name", ARTICLES)
def test_articles_with_teasers_or_many_links_are_articles(name: str) -> None:
    found = read(page("Ferry talks resume", ARTICLES[name]), "https://example.org/news/ferry-talks-resume")
    assert isinstance(found, Article), found


def test_a_newsletter_on_the_sites_own_stories_is_an_article_where_the_page_says_so() -> None:
    body = "<h1>The morning letter</h1>" + each('<h3><a href="/n/{n}">{t}</a></h3><p>{s}</p>')
    head = '<meta property="og:type" content="article"><meta property="og:title" content="The morning letter">'
    found = read(page("The morning letter", body, head), "https://example.org/newsletters/2026/05/the-morning-letter")
    assert isinstance(found, Article), found
    unsaid = read(page("The morning letter", body), "https://example.org/newsletters")
    assert isinstance(unsaid, Rejection)


SCRIPTS = '<script src="/a.js"></script><script src="/b.js"></script><script>boot()</script>'
SHELLS = {
    "root and notice": '<noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div>'
        '<script defer src="/app.js"></script>',
    "waiting container": f'<div id="__next"><div class="spinner">Loading…</div></div>{SCRIPTS}',
    "custom element": f"<my-app></my-app>{SCRIPTS}",
    "notice that is seen": "<div><p>JavaScript is not available. We have found that JavaScript is disabled in this "
        "browser. Please turn it on or choose another of the browsers that we support to go on. A list of them stands "
        f"in our help centre, with steps for each.</p></div>{SCRIPTS}",
    "notice in German": "<noscript>Bitte aktivieren Sie JavaScript, um diese Seite zu lesen.</noscript><main></main>"
        f"{SCRIPTS}",
    "header and footer drawn": '<header><a href="/">The Strait Review</a></header><div id="app"></div><footer>Copyright '
        f"2026 The Strait Review. All rights reserved.</footer>{SCRIPTS}",
    "scripts alone": f'<div class="outer"><div class="inner"></div></div><p>The Strait Review</p>{SCRIPTS}',
    "apology": "<noscript><strong>We're sorry but the Review doesn't work properly without JavaScript enabled. Please "
        f'enable it to continue.</strong></noscript><div id="app"></div>{SCRIPTS}',
}  # fmt: skip


@pytest.mark.parametrize("name", SHELLS)
def test_shells_need_javascript(name: str) -> None:
    html = f"<html><head><title>The Strait Review</title></head><body>{SHELLS[name]}</body></html>"
    found = read(html, "https://example.org/news/ferry-talks-resume")
    assert isinstance(found, Rejection), found
    assert found.reason is Reason.NEEDS_JAVASCRIPT, found


DRAWN = f"<h1>Ferry talks resume</h1><p>{PROSE}</p><p>{PROSE}</p>"
NOT_SHELLS = {
    "drawn on the server": f'<noscript>Please enable JavaScript.</noscript><div id="root">{DRAWN}</div>{SCRIPTS}',
    "text beside an empty container": f'<article>{DRAWN}</article><div id="app"></div>{SCRIPTS}',
    "comments need a script": f"<article>{DRAWN}</article><noscript>Please enable JavaScript to view the comments."
        f"</noscript>{SCRIPTS}",
    "about scripts": f"<h1>The ferry office without JavaScript</h1><p>Its page can be read without JavaScript now. "
        f"{PROSE}</p><p>{PROSE}</p>{SCRIPTS}",
    "no script at all": f'<div id="root">{DRAWN}</div>',
    "empty mounts for adverts": f'<div id="ad-root"></div>{DRAWN}<div id="chat-app"></div>{SCRIPTS}',
    "text in the data": '<div id="root"></div><script type="application/ld+json">{"@type": "NewsArticle", "headline": '
        f'"Ferry talks resume", "articleBody": "{PROSE * 4}"}}</script>{SCRIPTS}',
    "live blog with a notice": f'<noscript>Enable JavaScript for live updates.</noscript>{DRAWN}{SCRIPTS}',
}  # fmt: skip


@pytest.mark.parametrize("name", NOT_SHELLS)
def test_articles_on_pages_with_scripts_are_articles(name: str) -> None:
    html = f"<html><head><title>Ferry talks resume</title></head><body>{NOT_SHELLS[name]}</body></html>"
    assert isinstance(read(html, "https://example.org/news/ferry-talks-resume"), Article)


@pytest.mark.parametrize("extra", ["", "<noscript>Please enable JavaScript to view the comments.</noscript>"])
def test_a_short_text_among_scripts_is_too_short_and_no_shell(extra: str) -> None:
    text = "The harbour master said on Tuesday that the ferry would sail again before the end of the week."
    found = read(
        page("Ferry", f"<article><h1>Ferry</h1><p>{text}</p></article>{extra}{SCRIPTS}"), "https://example.org/a/b"
    )
    assert isinstance(found, Rejection)
    assert found.reason is Reason.TOO_SHORT


def test_cookies_in_the_footer_make_no_consent_page() -> None:
    strip = "<div class='cookie-strip'>We use cookies. <button>Accept all</button></div>"
    missing = "<h1>Page not found</h1><p>The page you are looking for is not here. It may have been moved.</p>"
    found = read(page("Page not found", missing + strip), "https://example.org/a/b")
    assert isinstance(found, Rejection)
    assert found.reason is Reason.ERROR_PAGE
