"""A full-text feed as a second opinion: it checks the page, and stands in only where the page shows no article."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from contracts.reasons import Reason
from contracts.records import Article, Hints, PageContext, Rejection
from tests.support.texts import story
from transforms.pages.extract import extract_document

URL = "https://www.example.org/world/2026/05/12/talks"
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
STORY = story(4)
FULL = "".join(f"<p>{text}</p>" for text in STORY.paragraphs)
HINTS = Hints(STORY.title, "Tue, 12 May 2026 09:00:00 GMT", "Mirela Anders", "2026-05-12T10:30:00Z", ("Europe",), FULL)
CONTEXT = PageContext(NOW, URL, URL, "text/html; charset=utf-8", HINTS, "en")

SHELL = "<!doctype html><html><head><title>The Gazette</title></head><body><div id=root></div>" + (
    "<script>window.app = 1</script>" * 3
    + "<noscript>Please enable JavaScript to run this app.</noscript></body></html>"
)
WALL = f"""<!doctype html><html><head><title>{STORY.title}</title></head><body><article><h1>{STORY.title}</h1>
<p>{STORY.paragraphs[0]}</p><p>This article is for subscribers only. Subscribe now to continue reading.</p></article>
</body></html>"""
EMPTY = "<!doctype html><html><head><title>x</title></head><body><p> </p></body></html>"

OTHER = (
    "The observatory on the plateau has recorded the driest winter since its instruments were set up, and farmers in "
    "the valleys below it are selling their herds before the pastures turn to dust.",
    "Wells that used to give water at twelve metres are now dug to forty, a driller said, and the price of a day with "
    "his machine has doubled within the year.",
    "The ministry of agriculture has promised fodder for the poorest villages, but lorries have reached only three of "
    "the eleven districts that asked for it.",
)


def page(paragraphs) -> bytes:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return f"<!doctype html><html><body><article><h1>{STORY.title}</h1>{body}</article></body></html>".encode()


def read(payload: bytes, context: PageContext = CONTEXT) -> Article:
    found = extract_document(payload, context)
    assert isinstance(found, Article), found
    return found


@pytest.mark.parametrize("shown", [SHELL, WALL, EMPTY, "Access denied. You don't have permission."])
def test_where_the_page_shows_no_article_the_feeds_text_serves_and_a_note_says_so(shown):
    article = read(shown.encode())
    assert article.body == STORY.body
    assert (article.title, article.byline, article.extracted_by) == (STORY.title, "Mirela Anders", "feed")
    assert "body_from_feed" in article.notes
    assert article.extraction_confidence <= 0.5
    assert article.canonical_url == URL
    assert article.published_at == datetime(2026, 5, 12, 9, tzinfo=UTC)
    assert article.published_from == "feed"
    without = extract_document(shown.encode(), replace(CONTEXT, hints=replace(HINTS, text=None)))
    assert isinstance(without, Rejection)


def test_the_pages_own_text_stands_where_it_shows_one():
    article = read(page(STORY.paragraphs))
    assert article.body == STORY.body
    assert article.extracted_by == "desk"
    assert not {note for note in article.notes if "feed" in note}


def test_a_feed_that_says_something_else_lowers_the_confidence_and_is_noted():
    article = read(page(OTHER))
    assert article.body == "\n\n".join(OTHER)
    assert "body_disagrees_with_feed" in article.notes
    assert article.extraction_confidence <= 0.4


def test_a_summary_is_no_second_opinion():
    summary = replace(HINTS, text=f"<p>{STORY.paragraphs[0]}</p>")
    assert "body_disagrees_with_feed" not in read(page(OTHER), replace(CONTEXT, hints=summary)).notes
    found = extract_document(SHELL.encode(), replace(CONTEXT, hints=summary))
    assert isinstance(found, Rejection)
    assert found.reason is Reason.NEEDS_JAVASCRIPT


def test_a_page_that_is_no_article_stays_none_whatever_the_feed_says():
    listing = "".join(f'<li><a href="/{n}">{story(n).title}</a></li>' for n in range(40))
    found = extract_document(f"<html><body><h1>World news</h1><ul>{listing}</ul></body></html>".encode(), CONTEXT)
    assert isinstance(found, Rejection)
    assert found.reason is Reason.NOT_AN_ARTICLE


def test_what_the_page_leaves_out_the_feed_fills_in():
    article = read(page(STORY.paragraphs))
    assert article.sections == ("Europe",)
    assert article.byline == "Mirela Anders"
    assert article.modified_at == datetime(2026, 5, 12, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "<p>", "<div>" * 10_000, "&#0;" * 500, "\ud800 " * 200, "<!--" + "x " * 500])
def test_no_feed_text_breaks_the_reading_of_a_page(text):
    hints = replace(HINTS, text=text)
    assert read(page(STORY.paragraphs), replace(CONTEXT, hints=hints)).body == STORY.body
    assert extract_document(SHELL.encode(), replace(CONTEXT, hints=hints)) is not None


def test_a_plain_text_of_a_feed_keeps_its_paragraphs():
    article = read(SHELL.encode(), replace(CONTEXT, hints=replace(HINTS, text=STORY.body)))
    assert article.body == STORY.body
