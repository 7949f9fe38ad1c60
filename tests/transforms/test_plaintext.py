"""The article in plain texts that were copied or dumped from pages, in the layouts that browsers and tools make."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from contracts.records import Article, PageContext
from transforms.pages.extract import extract_document

CONTEXT = PageContext(fetched_at=datetime(2026, 6, 1, 12, tzinfo=UTC))
TITLE = "Norland and Sudria reopen border talks after a year of silence"
BODY = (
    "Delegations from Norland and Sudria met in the lake town of Velm on Tuesday, the first talks between the two "
    "neighbours since the ferry crisis closed their border last spring.",
    "The two sides agreed to exchange lists of detained fishermen and to meet again before the autumn, according to a "
    "statement that both foreign ministries released in the evening.",
    "“We have not solved the question of the strait, but we have begun to speak about it,” said Mirela Anders, who led "
    "the Norland delegation.",
    "Trade across the strait has fallen by half since the crossing was closed in March 2024, and farmers on both sides "
    "have asked their governments to let lorries pass.",
    "A second round is planned for September, and observers from three other countries have been invited to attend it.",
)
HEADING = "A strait between them"
CHROME = (
    "Related Articles",
    "Leave a comment",
    "Copyright",
    "Subscribe",
    "No Comments",
    "Back to Top",
    "Skip to",
    "http",
)


def wrap(text: str, width: int, indent: str = "", hang: str | None = None) -> str:
    import textwrap

    return textwrap.fill(text, width, initial_indent=indent, subsequent_indent=indent if hang is None else hang)


def browser_copy() -> str:
    """A browser's copy of a WordPress page: the title twice, sections and comments on one line, image blocks."""
    return "\n\n".join([
        TITLE, TITLE, f"Europe, News, Trade No Comments on {TITLE}", *BODY[:2],
        "Two flags over a lake\nThe flags of Norland and Sudria at the landing of Velm. (Image Credit: Norland Press)",
        BODY[2], "\n" + HEADING, *BODY[3:], "Related Articles", "Leave a comment",
        "Copyright © 2015-2026 The Strait Review",
        "The Strait Review is a small institute that looks at the politics of the northern lakes. We publish reports, "
        "backgrounders and analyses for readers in government, in business and in the universities of the region.",
        "Subscribe to our newsletter\nEnter your email address:", "Back to Top",
    ])  # fmt: skip


def browser_copy_with_menu() -> str:
    """A browser's copy with the menu above, a byline and a date, share links and a list of other stories below."""
    return "\n".join([
        "Skip to content", "Home", "World", "Business", "Opinion", "", "Home > World > Europe", "", TITLE, "",
        "By Anna Lindqvist and Tomas Reyes", "12 May 2026, 14:30", "", "Share", "Facebook", "", *_spaced(BODY[:3]),
        HEADING, "", *_spaced(BODY[3:]), "Read more", "Ferry crisis: how it began", "Ten lakes to see this summer", "",
        "© 2026 The Strait Review. All rights reserved.",
    ])  # fmt: skip


def lynx_dump() -> str:
    """lynx -dump: numbered links, a three-space indent, headings at the margin, references at the end."""
    return "\n".join([
        "   #[1]Feed [2]alternate", "", "   [3]Skip to main content", "", "     * [4]Home", "     * [5]World",
        "     * [6]Business", "     * [7]About", "", TITLE, "", "   By [8]Anna Lindqvist", "   May 12, 2026", "",
        "   [velm-ferry.jpg]", "", *_wrapped(BODY[:3], 72, "   "), HEADING, "", *_wrapped(BODY[3:], 72, "   "),
        "Related Articles", "", "     * [9]Ferry crisis: how it began", "     * [10]Ten lakes to see this summer", "",
        "   Copyright 2026 The Strait Review", "", "References", "", "   1. https://review.example/feed",
        "   2. https://review.example/alt", "   3. https://review.example/#main", "   4. https://review.example/",
    ])  # fmt: skip


def html2text_markdown() -> str:
    """html2text: Markdown headings, links and images, wrapped at 78."""
    return "\n".join([
        "[Skip to content](#main)", "", "  * [Home](/)", "  * [World](/world)", "  * [Business](/business)", "",
        f"# {TITLE}", "", "By [Anna Lindqvist](/by/anna) | May 12, 2026", "",
        "![Two flags over a lake](/img/flags.jpg)", "",
        "_The flags of Norland and Sudria at the landing of Velm. Photo: Norland Press_", "",
        *_wrapped(BODY[:3], 78), f"## {HEADING}", "", *_wrapped(BODY[3:], 78), "* * *", "",
        "### Related Articles", "", "  * [Ferry crisis: how it began](/a)", "  * [Ten lakes to see](/b)", "",
        "Copyright 2026 The Strait Review",
    ])  # fmt: skip


def wrapped_mail() -> str:
    """A hard-wrapped text as mails and wires carry it."""
    return "\n".join([
        TITLE, "", "By Anna Lindqvist", "", *_wrapped((f"VELM, May 12 (Lake News) - {BODY[0]}", *BODY[1:3]), 66),
        HEADING, "", *_wrapped(BODY[3:], 66), "(Reporting by Anna Lindqvist; editing by Tomas Reyes)",
    ])  # fmt: skip


def title_with_site() -> str:
    """A reader's view: the window's title, then the page's, one paragraph a line, no blank lines in the body."""
    return "\n".join([
        f"{TITLE} - The Strait Review", "", TITLE, "Posted in: Europe, Trade", "Last updated: 12 May 2026", "",
        *BODY[:3], HEADING,
        *BODY[3:], "", "Share this:", "Tweet", "Leave a Reply", "Your email address will not be published.",
    ])  # fmt: skip


def underlined_headings() -> str:
    """A text browser that underlines headings and frames images in brackets."""
    return "\n".join([
        "The Strait Review", "", TITLE, "=" * len(TITLE), "", "[Two flags over a lake]", "", *_wrapped(BODY[:3], 80),
        HEADING, "-" * len(HEADING), "", *_wrapped(BODY[3:], 80), "Leave a comment", "", "Back to Top",
    ])  # fmt: skip


def bare_text() -> str:
    """Only the article: a title, paragraphs, nothing else, with Windows line ends."""
    return "\r\n\r\n".join([TITLE, *BODY[:3], HEADING, *BODY[3:]])


def undated_institute() -> str:
    """A think tank's page: sections, a standfirst, a copyright year that is no date."""
    return "\n\n".join([
        "Publications | Events | People", TITLE, "Categories: Europe, Security",
        "What a day of talks in a small lake town can change, and what it cannot.", *BODY[:3], HEADING, *BODY[3:],
        "About the Author", "Anna Lindqvist is a fellow of the institute who works on borders, ferries and the law.",
        "Copyright 2014-2026 Strait Institute",
    ])  # fmt: skip


def _spaced(parts: tuple[str, ...]) -> list[str]:
    return [line for part in parts for line in (part, "")]


def _wrapped(parts: tuple[str, ...], width: int, indent: str = "") -> list[str]:
    return [line for part in parts for line in (wrap(part, width, indent), "")]


LAYOUTS = [
    browser_copy, browser_copy_with_menu, lynx_dump, html2text_markdown, wrapped_mail, title_with_site,
    underlined_headings, bare_text, undated_institute,
]  # fmt: skip


def read(text: str, context: PageContext = CONTEXT) -> Article:
    article = extract_document(text.encode(), replace(context, content_type="text/plain"))
    assert isinstance(article, Article), article
    return article


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_title_body_and_heading_and_none_of_the_chrome(layout) -> None:
    article = read(layout())
    assert article.title == TITLE
    assert TITLE not in article.body
    for paragraph in BODY[1:]:
        assert paragraph in article.body
    assert BODY[0] in article.body
    assert article.body.startswith(("Delegations from", "VELM, May 12"))
    assert [article.body[a:b] for a, b in article.headings] == [HEADING]
    assert not [words for words in CHROME if words in article.body]
    assert article.language == "en"
    assert article.canonical_url is None


@pytest.mark.parametrize("layout", [browser_copy, bare_text, undated_institute, underlined_headings])
def test_an_undated_text_has_no_date_and_never_the_copyrights_year(layout) -> None:
    article = read(layout())
    assert article.published_at is None
    assert (article.published_precision, article.published_from) == ("none", "none")


@pytest.mark.parametrize("layout", [browser_copy_with_menu, lynx_dump, html2text_markdown])
def test_a_date_beside_the_byline_is_the_publication(layout) -> None:
    article = read(layout())
    assert article.published_at is not None
    assert article.published_at.date().isoformat() == "2026-05-12"
    assert article.published_from == "text"


def test_image_blocks_stand_apart_with_their_alternative_text_and_without_the_credit() -> None:
    assert read(browser_copy()).captions == (
        "Two flags over a lake",
        "The flags of Norland and Sudria at the landing of Velm.",
    )
    assert "Two flags over a lake" in read(html2text_markdown()).captions
    assert "Photo" not in " ".join(read(html2text_markdown()).captions)


def test_sections_are_read_from_the_lines_above_the_body() -> None:
    assert read(browser_copy()).sections == ("Europe", "News", "Trade")
    assert read(browser_copy_with_menu()).sections == ("World", "Europe")
    assert read(title_with_site()).sections == ("Europe", "Trade")


def test_bylines_name_people() -> None:
    assert read(browser_copy_with_menu()).byline == "Anna Lindqvist, Tomas Reyes"
    assert read(lynx_dump()).byline == "Anna Lindqvist"
    assert read(browser_copy()).byline is None


def test_a_dateline_is_marked_and_kept() -> None:
    article = read(wrapped_mail())
    assert article.dateline is not None
    assert article.body[slice(*article.dateline)] == "VELM, May 12 (Lake News)"


def test_a_text_in_a_script_without_word_spaces_is_read() -> None:
    title = "両国が国境協議を再開"
    body = "両国の代表団は火曜日に湖畔の町で会談し、昨年春に閉鎖された国境の再開に向けて協議を始めた。"
    article = read(f"{title}\n\n{body}\n\n{body[:-1]}と述べた。\n\n関連記事")
    assert article.title == title
    assert article.body.startswith("両国の代表団は")
    assert article.language == "ja"
