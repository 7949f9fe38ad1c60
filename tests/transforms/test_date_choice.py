"""Which of the dates on a page is the article's own, and which are refused or never looked at."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from contracts.records import Article, PageContext
from tests.support.texts import UNDATED
from transforms.pages.extract import read_page
from transforms.pages.notes import Note

FETCHED = datetime(2026, 6, 1, 12, tzinfo=UTC)
TITLE = "River accord nearly settled"


def read(
    beside: str = "",
    *,
    head: str = "",
    body: str = UNDATED,
    after: str = "",
    url: str = "https://example.org/world/accord",
) -> Article:
    """The article of a page with these things in its head, beside its headline and after its text."""
    page = (
        f'<html lang="en"><head><title>{TITLE}</title>{head}</head><body><nav><a href="/a">Home</a></nav><main><article>'
        f"<h1>{TITLE}</h1>{beside}{body}</article>{after}</main><footer>© 2019 Example Media</footer></body></html>"
    )
    article, verdict = read_page(page.encode(), PageContext(FETCHED, url, url))
    assert isinstance(article, Article), verdict
    return article


def day(article: Article) -> str | None:
    return article.published_at.date().isoformat() if article.published_at else None


def ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def test_a_page_without_a_date_has_none_and_no_statements() -> None:
    article = read()
    assert (day(article), article.published_from, article.dates) == (None, "none", ())


@pytest.mark.parametrize(
    "after",
    [
        "<p>© 2025 Example Media. All rights reserved 4 March 2025.</p>",
        "<p>Copyright 04/03/2025 Example Media</p>",
        "<div class='related'><h3>More on this</h3><div><a href='/x'>Ferry sinks</a><time datetime='2025-03-04'>4 March"
        " 2025</time></div></div>",
        "<ul class='latest-news'><li><a href='/x'>Ferry sinks off the northern cape</a> <span>4 March 2025</span></li></ul>",
        "<section id='comments'><div class='comment'><b>Ada</b> <time datetime='2025-03-04T10:00:00Z'>4 March 2025</time>"
        "<p>I saw the boats myself and they were not full.</p></div></section>",
        "<section id='comments'><div data-timestamp='1741080615'>Ada: I saw the boats myself.</div></section>",
        "<div class='related-posts'><b itemprop='datePublished' content='2025-03-04'>Ferry sinks off the cape</b></div>",
    ],
)
def test_copyright_related_stories_and_comments_date_nothing(after: str) -> None:
    assert day(read(after=after)) is None


def test_a_related_story_above_the_text_does_not_win_over_the_date_beside_the_headline() -> None:
    teaser = "<aside class='related'><a href='/x'>Ferry sinks off the cape</a><time datetime='2025-05-09'>9 May</time></aside>"
    assert day(read(f"{teaser}<p class='meta'>By Ada Example, 4 March 2025</p>")) == "2025-03-04"


def test_the_date_of_an_event_in_the_text_is_not_the_article_s() -> None:
    told = "<p>The treaty of 4 March 1998 set up the river commission, and on 9 May 2025 its members met for the last time.</p>"
    assert day(read(body=told + UNDATED)) is None
    assert day(read(body=UNDATED + told)) is None


def test_the_founding_of_the_outlet_and_the_site_s_own_dates_are_no_candidates() -> None:
    head = ld(
        '[{"@type":"NewsMediaOrganization","name":"Example","foundingDate":"1999-03-04"},'
        '{"@type":"WebSite","name":"Example","datePublished":"2012-05-06","copyrightYear":"2012"}]'
    )
    assert read(head=head).dates == ()


def test_a_future_date_is_refused_and_kept_with_its_reason() -> None:
    head = '<meta property="article:published_time" content="2031-01-01T00:00:00Z">'
    article = read("<p>4 March 2025</p>", head=head)
    assert day(article) == "2025-03-04"
    assert [(d.at.year, d.refused, d.chosen) for d in article.dates] == [(2031, "future", False), (2025, None, True)]
    assert Note.FUTURE_DATE in article.notes
    assert day(read(head=head)) is None


@pytest.mark.parametrize("value", ["1970-01-01T00:00:00Z", "0001-01-01", "1999-11-30", "2000-01-01", "1985-04-03"])
def test_defaults_of_software_and_days_before_the_web_are_refused(value: str) -> None:
    article = read(head=f'<meta property="article:published_time" content="{value}">')
    assert day(article) is None
    assert not any(d.chosen for d in article.dates)


def test_published_and_modified_are_kept_apart_each_with_origin_precision_and_zone() -> None:
    head = ld(
        f'{{"@type":"NewsArticle","headline":"{TITLE}","datePublished":"2025-03-04T21:30:00-05:00",'
        '"dateModified":"2025-03-06T08:00:00-05:00"}'
    )
    article = read("<p>Updated 6 March 2025</p>", head=head)
    assert article.published_at == datetime(2025, 3, 5, 2, 30, tzinfo=UTC)
    assert (article.published_offset, article.published_precision, article.published_from) == (
        -300,
        "second",
        "json-ld",
    )
    assert article.modified_at == datetime(2025, 3, 6, 13, tzinfo=UTC)
    assert sorted(d.role for d in article.dates if d.chosen) == ["modified", "published"]


def test_a_shown_update_does_not_take_the_place_of_the_publication_in_the_data() -> None:
    head = '<meta property="article:published_time" content="2024-12-03T10:00:00Z">'
    article = read("<p>Last updated: 19 December 2025</p>", head=head)
    assert day(article) == "2024-12-03"
    assert article.modified_at is not None
    assert article.modified_at.date().isoformat() == "2025-12-19"


def test_what_is_shown_days_before_the_data_was_published_first() -> None:
    head = '<meta property="article:published_time" content="2025-11-20T10:00:00Z">'
    assert day(read("<p>14 May 2025</p>", head=head)) == "2025-05-14"


def test_a_page_that_only_shows_its_update_is_dated_by_it_with_a_note() -> None:
    article = read("<p>Updated 4 March 2025</p>")
    assert day(article) == "2025-03-04"
    assert Note.DATE_FROM_UPDATE in article.notes
    assert [d.role for d in article.dates if d.chosen] == ["modified"]


def test_a_change_in_the_data_alone_does_not_date_the_publication() -> None:
    article = read(head='<meta property="article:modified_time" content="2025-03-04T10:00:00Z">')
    assert day(article) is None
    assert article.modified_at is not None


def test_a_label_below_the_text_dates_it_and_a_bare_date_there_does_not() -> None:
    assert day(read(after="<hr><div>Post time: 4 March 2025</div>")) == "2025-03-04"
    assert day(read(after="<hr><div>4 March 2025</div>")) is None


def test_digits_are_read_with_the_month_first_in_english_and_the_assumption_is_noted() -> None:
    article = read("<p>03/04/2025</p>")
    assert day(article) == "2025-03-04"
    assert Note.DATE_ORDER_ASSUMED in article.notes


def test_the_country_of_the_address_tells_that_the_day_comes_first() -> None:
    assert day(read("<p>03/04/2025</p>", url="https://news.example.co.uk/accord")) == "2025-04-03"


def test_another_date_of_the_site_tells_in_which_order_it_writes_digits() -> None:
    after = "<div class='related'><a href='/x'>Ferry sinks</a> <span>25/03/2025</span></div>"
    assert day(read("<p>03/04/2025</p>", after=after)) == "2025-04-03"


def test_the_address_tells_how_digits_are_to_be_read() -> None:
    article = read("<p>03/04/2025</p>", url="https://example.org/2025/04/03/accord")
    assert day(article) == "2025-04-03"
    assert Note.DATE_ORDER_ASSUMED not in article.notes
