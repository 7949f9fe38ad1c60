"""Title, byline, sections and keywords: what data and page say, weighed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from contracts.records import Article, Hints, PageContext
from transforms.pages.extract import extract_document
from transforms.pages.metadata import people, strip_site
from transforms.pages.notes import Note

URL = "https://www.example.org/world/talks"
CONTEXT = PageContext(fetched_at=datetime(2026, 6, 1, 12, tzinfo=UTC), url=URL, final_url=URL)
TEXT = (
    "<p>"
    + "The ministers of both countries met in the capital to discuss trade, fisheries and their border. " * 2
    + "</p>"
)
TITLE = "Ministers of two lake states meet"


def read(head: str = "", top: str = f"<h1>{TITLE}</h1>", context: PageContext = CONTEXT) -> Article:
    html = f"<html><head>{head}</head><body><main><article>{top}<div>{TEXT * 4}</div></article></main></body></html>"
    article = extract_document(html.encode(), context)
    assert isinstance(article, Article)
    return article


@pytest.mark.parametrize(
    ("head", "top", "title"),
    [
        (f"<title>{TITLE} | The Strait Review</title>", f"<h1>{TITLE}</h1>", TITLE),
        (f"<title>{TITLE} - Example</title>", "", TITLE),
        (f"<title>Example: {TITLE}</title>", "", TITLE),
        (f'<meta property="og:title" content="{TITLE} &amp;amp; more">', "", f"{TITLE} & more"),
        (f'<meta property="og:title" content="{TITLE}">', "<h1>The Strait Review</h1>", TITLE),
        (f"<title>The Strait Review: {TITLE}</title>", f"<h2>{TITLE}</h2>", TITLE),
        (f'<meta property="og:title" content="{TITLE}">', f"<h1>12 May 2026 {TITLE}</h1>", TITLE),
        (f'<meta property="og:title" content="{TITLE[:24]}...">', f"<h1>{TITLE}</h1>", TITLE),
        (f"<title>{TITLE} | lakes-daily.com</title>", "", TITLE),
        ("<title>Lakes | example.org</title>", "", "Lakes"),
        ("", f"<h1>{TITLE} &amp;amp; more</h1>", f"{TITLE} & more"),
        (f"<title>{TITLE} - Example</title>", f"<h1>{TITLE} (lakes-daily.com) 87</h1>", TITLE),
        (f"<title>{TITLE} - Example</title>", f"<h1>{TITLE.upper()}</h1>", TITLE),
        (f'<meta property="og:title" content="{TITLE}">', f"<h1>2026 {TITLE}</h1>", f"2026 {TITLE}"),
        ("<title>Why #include &lt;vector&gt; is slow</title>", "", "Why #include <vector> is slow"),
        ("<title>Talks &lt;i&gt;resume&lt;/i&gt; at last</title>", "", "Talks resume at last"),
        (
            f'<title>The Lakes Blog: {TITLE}</title><meta property="og:title" content="{TITLE}">',
            f"<h1>The Lakes Blog</h1><h2>{TITLE}</h2>",
            TITLE,
        ),
    ],
)
def test_the_title_is_the_headline_without_the_sites_name(head: str, top: str, title: str) -> None:
    assert read(head, top).title == title


def test_where_the_title_came_from_is_noted_when_the_data_name_none() -> None:
    assert Note.TITLE_FROM_H1 in read("<title>Example</title>").notes
    hinted = PageContext(CONTEXT.fetched_at, URL, URL, hints=Hints(title=TITLE))
    article = read("", "", hinted)
    assert (article.title, Note.TITLE_FROM_HINT in article.notes) == (TITLE, True)


def test_a_dash_within_a_headline_is_no_sites_name() -> None:
    assert strip_site("Talks - what we know - Example", {"example"}) == "Talks - what we know"
    assert strip_site("Talks resume – for now", {"example"}) == "Talks resume – for now"


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Anna Lindqvist and Tomas Reyes", ["Anna Lindqvist", "Tomas Reyes"]),
        ("Von Jürgen von der Heide", ["Jürgen von der Heide"]),
        ("Anna Lindqvist, Tomas Reyes; Li Wei", ["Anna Lindqvist", "Tomas Reyes", "Li Wei"]),
        ("Staff", []),
        ("By Our Correspondent", []),
        ("Lake News Agency", []),
        ("12 May 2026", []),
        ("https://example.org/author/anna", []),
        ("anna@example.org", []),
        ("Reuters", []),
        ("王小明", ["王小明"]),
        ("Anna Lindqvist, November", ["Anna Lindqvist"]),
        ("Anna Lindqvist July", ["Anna Lindqvist"]),
        ("Theresa May", ["Theresa May"]),
        ("Sat", []),
        ("Anna Lindqvist, Marketing Director", ["Anna Lindqvist"]),
        ("Anna Lindqvist Writer", ["Anna Lindqvist"]),
        ("Anna Lindqvist ⋅ Review Editor", ["Anna Lindqvist"]),
        ("ANNA LINDQVIST, AP National Political Writer", ["Anna Lindqvist"]),
    ],
)
def test_bylines_name_people_and_nothing_else(line: str, names: list[str]) -> None:
    assert people([line], set()) == names


@pytest.mark.parametrize(
    "top",
    [
        '<div class="byline">By Anna Lindqvist on 12 May 2026</div>',
        '<p>By <a rel="author" href="/anna">Anna Lindqvist</a>. Published 12 May</p>',
        '<span itemprop="author" itemscope><span itemprop="name">Anna Lindqvist</span></span>',
        '<p class="auteur">Anna Lindqvist – 12 mai 2026</p>',
        "<p>September 1st, 2025 by Anna Lindqvist</p>",
        "<p>Author: Anna Lindqvist</p>",
        '<div class="_authorDetails_1r0">Anna Lindqvist</div>',
    ],
)
def test_a_shown_byline_serves_when_the_data_name_nobody(top: str) -> None:
    assert read("", f"<h1>{TITLE}</h1>{top}").byline == "Anna Lindqvist"


def test_an_author_who_signs_below_the_text_is_found_and_a_row_of_cards_is_not() -> None:
    def below(*names: str) -> Article:
        signed = "".join(f"<div><p>Written by {name}</p></div>" for name in names)
        html = (
            f"<html><body><main><article><h1>{TITLE}</h1><div>{TEXT * 8}</div></article>{signed}</main></body></html>"
        )
        article = extract_document(html.encode(), CONTEXT)
        assert isinstance(article, Article)
        return article

    assert below("Anna Lindqvist").byline == "Anna Lindqvist"
    assert below("Anna Lindqvist", "Tomas Reyes", "Li Wei").byline is None


def test_an_author_that_the_data_name_by_reference_is_looked_up() -> None:
    graph = (
        '{"@graph": [{"@type": "NewsArticle", "headline": "'
        + TITLE
        + '", "author": {"@id": "https://example.org/#a"}},'
        '{"@type": "Person", "@id": "https://example.org/#a", "name": "Anna Lindqvist"}]}'
    )
    assert read(f'<script type="application/ld+json">{graph}</script>').byline == "Anna Lindqvist"


def test_catalogues_write_the_last_name_first() -> None:
    head = '<meta name="citation_author" content="Lindqvist, Anna"><meta name="citation_author" content="Reyes, Tomas">'
    assert read(head).byline == "Anna Lindqvist, Tomas Reyes"


@pytest.mark.parametrize(
    "top",
    [
        f'<p class="kicker"><a href="/s/europe">Europe</a></p><h1>{TITLE}</h1>',
        f'<div class="crumbs"><a href="/">Home</a> / <a href="/e">Europe</a></div><h1>{TITLE}</h1>',
        f'<p><a href="/archive">Archive</a> &gt; Europe</p><h1>{TITLE}</h1>',
        f'<h1>{TITLE}</h1><div class="entry-meta"><a>Europe</a> <a href="#r">No Comments on {TITLE}</a></div>',
    ],
)
def test_sections_shown_above_the_headline_are_read(top: str) -> None:
    assert read("", top).sections == ("Europe",)


def test_sections_and_keywords_of_the_data_are_read_once_each() -> None:
    head = (
        '<meta property="article:section" content="Europe"><meta property="article:section" content="europe">'
        '<meta name="keywords" content="Lakes, ferries, lakes"><meta property="article:tag" content="Ferries">'
    )
    article = read(head)
    assert article.sections == ("Europe",)
    assert article.keywords == ("Ferries", "Lakes")


def test_what_a_publishing_system_keeps_among_keywords_is_left_out() -> None:
    words = (
        "content-type: How-to, locale: US, hasProduct: true, contentId: 15cd344d-456b-4515-bc42-40ba5b58300e, type_news, "
        "@post-id:1913719, /article, 1234567, Mira Example PUBLIC_FIGURE, false, Section: News, Category: Lakes, "
        "topic: Ferry law, Star Trek: Lakes, 2026, covid-19, iPhone, 4x4"
    )
    wanted = ("Lakes", "Ferry law", "Star Trek: Lakes", "2026", "covid-19", "iPhone", "4x4")
    assert read(f'<meta name="keywords" content="{words}">').keywords == wanted


def test_keywords_are_bounded_and_each_stands_once() -> None:
    many = ", ".join(f"lake {number % 60}" for number in range(200))
    keywords = read(f'<meta name="keywords" content="{many}">').keywords
    assert len(keywords) == len(set(keywords)) == 25
