"""A hundred pages that are no articles, each with its reason, and sixty odd ones that are."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from contracts.reasons import Reason
from contracts.records import Article, PageContext, Rejection
from tests.support.odd_articles import NEWS, ODD, Odd
from tests.support.other_pages import OTHERS, Made, site
from transforms.pages.extract import extract_document

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def read(html: str, url: str | None) -> Article | Rejection:
    return extract_document(html.encode(), PageContext(NOW, url, url, "text/html; charset=utf-8"))


def test_the_tables_are_long_and_name_each_page_once() -> None:
    assert len({made.name for made in OTHERS}) == len(OTHERS) >= 60
    assert len({odd.name for odd in ODD}) == len(ODD) >= 60


@pytest.mark.parametrize("made", OTHERS, ids=lambda made: made.name)
def test_pages_that_are_no_articles_end_with_their_reason(made: Made) -> None:
    found = read(made.html, made.url)
    assert isinstance(found, Rejection), found
    assert found.reason in made.ends.split(), found
    assert found.detail


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd.name)
def test_odd_articles_are_articles_and_get_their_kind(odd: Odd) -> None:
    found = read(odd.html, odd.url)
    assert isinstance(found, Article), found
    assert odd.says in found.body
    assert found.kind == odd.kind


@pytest.mark.parametrize("name", ["a product", "a thread", "a section", "a front page", "a service"])
def test_the_kind_of_another_page_is_said(name: str) -> None:
    made = next(made for made in OTHERS if made.name == name)
    kinds = {"a product": "product", "a thread": "forum", "a section": "listing", "a front page": "front page"}
    assert read(made.html, made.url) == Rejection(Reason.NOT_AN_ARTICLE, kinds.get(name, "service"))


TEXT = "".join(f"<p>{text}</p>" for text in NEWS)
URL = "https://review.example/news/the-long-story"


@pytest.mark.parametrize(
    ("url", "head", "below", "part"),
    [
        (f"{URL}?page=1", "<link rel='next' href='/news/the-long-story?page=2'>", "", True),
        (URL, "", "<a href='/news/the-long-story?page=2'>Continue reading</a>", True),
        (URL, "", "<a href='/news/the-long-story/2/'>2</a> <a href='/news/the-long-story/3/'>3</a>", True),
        (f"{URL}.html", "", "<a href='the-long-story,2.html'>2</a>", True),
        (f"{URL}/page/2", "", "<a href='/news/the-long-story/page/3'>Next</a>", True),
        (URL, "", "<p>Page 2 of 3</p>", True),
        (None, "", "<p>Seite 1 von 4</p>", True),
        (URL, "<link rel='next' href='/news/another-story'><link rel='prev' href='/news/a-third'>", "", False),
        (
            URL,
            "",
            "<a href='/news/the-long-story/comment-page-2/'>Older comments</a> <a href='/news?page=2'>More news</a>",
            False,
        ),
        (URL, "", "<p>Page 9 of 3</p><p>3 of 5</p><a href='http://[/2'>x</a>", False),
    ],
)
def test_a_page_of_several_is_an_article_with_a_note(url: str | None, head: str, below: str, part: bool) -> None:
    found = read(site("The long story", f"<article><h1>The long story</h1>{TEXT}</article>{below}", head), url)
    assert isinstance(found, Article), found
    assert ("part_of_series" in found.notes) == part
