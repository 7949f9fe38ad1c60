"""The facts of an article in what tools and readers make of its page as plain text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from contracts.records import Article, PageContext
from tests.support.text_dumps import DUMPS, FOOTER, MENU, PAGES, RELATED, SITE, Page, reader_view
from transforms.pages.extract import extract_document

CONTEXT = PageContext(fetched_at=datetime(2026, 6, 1, 12, tzinfo=UTC), content_type="text/plain")
CASES = [pytest.param(dump, page, id=f"{dump.__name__}-{page.author.split()[1]}") for dump in DUMPS for page in PAGES]
CHROME = (
    *MENU[:2],
    *RELATED,
    *FOOTER,
    SITE,
    "Share",
    "http",
    "Skip to",
    "References",
    "rights reserved",
    "](",
    ":::",
    "{.",
)
Dump = Callable[[Page], str]


def read(dump: Dump, page: Page) -> Article:
    article = extract_document(dump(page).encode(), CONTEXT)
    assert isinstance(article, Article), article
    return article


def test_there_are_twenty_layouts_and_more() -> None:
    assert len(DUMPS) >= 20


@pytest.mark.parametrize(("dump", "page"), CASES)
def test_title_and_paragraphs_come_out_in_order_and_nothing_else(dump: Dump, page: Page) -> None:
    article = read(dump, page)
    assert article.title == page.title
    headings = {article.body[a:b] for a, b in article.headings}
    assert [part for part in article.body.split("\n\n") if part not in headings] == page.paragraphs
    assert headings == set(page.headings)
    assert [words for words in CHROME if words in article.body] == []


@pytest.mark.parametrize(("dump", "page"), CASES)
def test_captions_stand_apart_without_their_credit(dump: Dump, page: Page) -> None:
    article = read(dump, page)
    for image in page.images:
        assert image.caption in article.captions
        assert image.caption not in article.body
        assert "credit" not in " ".join(article.captions).lower()
        assert "Photo" not in " ".join(article.captions)


@pytest.mark.parametrize(("dump", "page"), CASES)
def test_author_and_day_are_read_where_they_are_shown(dump: Dump, page: Page) -> None:
    article = read(dump, page)
    assert article.byline == page.author
    if dump is reader_view:
        assert article.published_at is None
    else:
        assert article.published_at is not None
        assert article.published_at.date().isoformat() == page.day
