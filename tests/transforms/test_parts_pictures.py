"""Captions, sections, keywords and leads by the errors that real pages invite: what looks like one and is none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from contracts.records import Article, PageContext
from transforms.pages.extract import read_page

TITLE = "Norland and Sudria reopen border talks"
PARAGRAPHS = (
    "Delegations from Norland and Sudria met in the lake town of Velm on Tuesday, the first talks between the two "
    "neighbours since the ferry crisis closed their border last spring.",
    "The two sides agreed to exchange lists of detained fishermen and to meet again before the autumn, according to a "
    "statement that both foreign ministries released in the evening.",
    "Trade across the strait has fallen by half since the crossing was closed in December 2023, and farmers on both "
    "sides have asked their governments to let lorries pass.",
)
SAID = "The flags of both countries at the landing of Velm"


def read(above: str = "", between: str = "", below: str = "", head: str = "") -> Article:
    first, *rest = (f"<p>{text}</p>" for text in PARAGRAPHS)
    markup = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{TITLE}</title>{head}</head><body>
    <article><h1>{TITLE}</h1>{above}<div class="entry-content">{first}{between}{"".join(rest)}</div>{below}</article>
    </body></html>"""
    url = "https://www.example.org/2026/05/12/talks"
    article, verdict = read_page(markup.encode(), PageContext(datetime(2026, 6, 1, tzinfo=UTC), url, url))
    assert isinstance(article, Article), article
    assert verdict is None
    return article


def figure(caption: str, alt: str = "") -> str:
    return f'<figure><img src="a.jpg" alt="{alt}"><figcaption>{caption}</figcaption></figure>'


@pytest.mark.parametrize(
    "credited",
    [
        f"{SAID}. (Photo: Norland Press)",
        f"{SAID}. [File: Reuters]",
        f"{SAID}. (AP)",
        f"{SAID}.Anna Lindqvist / AP file",
        f"{SAID}. <span class='credit'>Anna Lindqvist</span>",
        f"{SAID}.<small class='image-copyright'>Norland Press</small>",
        f"Image: {SAID}.",
        f"<div class='image-caption'>{SAID}.</div><div class='image-credit'>Anna Lindqvist, NP</div>",
        f"<div>{SAID}.</div><dl><dt>Photo</dt><dd>@anna</dd></dl>",
    ],
)
def test_a_caption_stands_without_the_credit_of_its_image(credited: str) -> None:
    assert read(between=figure(credited)).captions == (f"{SAID}.",)


@pytest.mark.parametrize(
    "credit", ["© Norland Press", "Photo: Norland Press", "Courtesy of Norland Press", "Image: Reuters"]
)
def test_a_credit_alone_is_no_caption(credit: str) -> None:
    assert read(between=figure(credit)).captions == ()


@pytest.mark.parametrize(
    ("place", "markup"),
    [
        ("above", '<ul><li><img src="r.png" alt="follow us in a reader"></li></ul>'),
        ("above", '<div class="site-branding"><img src="l.png" alt="The Strait Review"></div>'),
        ("between", '<img src="i.png" alt="delegations_velm_2026"><img src="j.png" alt="border-talks-velm">'),
        ("between", '<img src="i.png" alt="Main image"><img src="j.png" alt="Telescope">'),
        ("between", '<img src="i.png" alt=", left, has met the delegation of Sudria">'),
        ("between", '<figure><blockquote>We talk.</blockquote><figcaption>Mirela Anders, minister</figcaption></figure>'),
        ("between", '<div class="related-inline"><img src="x.jpg" alt="How the ferry crisis began"></div>'),
        ("below", '<div><div><div><img src="p.jpg" alt="Anna Lindqvist at her desk"></div><h3>Anna</h3></div></div>'),
        ("below", '<div class="author-box"><img src="p.jpg" alt="Anna Lindqvist at her desk"></div>'),
    ],
)  # fmt: skip
def test_pictures_that_are_not_the_articles_have_no_caption(place: str, markup: str) -> None:
    assert read(**{place: markup}).captions == ()


def test_an_alternative_text_that_says_what_the_caption_says_is_left_out() -> None:
    both = figure(f"{SAID}, seen from the ferry.", f"{SAID}, seen from a ferry")
    assert read(between=both).captions == (f"{SAID}, seen from the ferry.",)
    other = figure(f"{SAID}.", "Two men in coats walk along a quay")
    assert read(between=other).captions == ("Two men in coats walk along a quay", f"{SAID}.")


def test_a_caption_that_its_page_also_shows_cut_is_taken_once() -> None:
    cut = f"<div class='caption-cut'>{SAID[:30]} ... more</div><div class='caption-whole'>{SAID}.</div>"
    assert read(between=figure(cut)).captions == (f"{SAID}.",)


def test_a_caption_in_a_figure_counts_whatever_the_boxes_around_it_are_called() -> None:
    assert read(between=f'<div class="widget">{figure(SAID)}</div>').captions == (SAID,)


def test_a_notice_of_commissions_is_not_the_lead() -> None:
    notice = "We may earn a commission if you buy something through the links in this article, at no cost to you."
    article = read(between="<p>The talks will go on.</p>", head="")
    noticed = read(above=f'<div class="entry-content"><p>{notice}</p></div>')
    assert article.lead == noticed.lead == PARAGRAPHS[0]
    assert notice not in noticed.body


def test_the_menu_names_no_section_and_the_posts_own_category_does() -> None:
    menu = '<ul class="menu"><li class="menu-item menu-item-object-category"><a href="/m">Markets</a></li></ul>'
    own = '<p class="post-meta">12 May 2026 in <a href="/w" rel="category tag">World</a> / 3 Comments / by anna</p>'
    article = read(above=menu + own)
    assert article.sections == ("World",)


def test_the_links_of_tags_are_keywords_where_the_data_name_none() -> None:
    tags = '<ul class="post-tags"><li><a rel="tag" href="/t/b">#border</a></li><li><a rel="tag" href="/t/f">ferries</a></li></ul>'
    assert read(below=tags).keywords == ("border", "ferries")
    assert read(below=tags, head='<meta name="keywords" content="strait">').keywords == ("strait",)


def test_strings_of_a_program_are_no_quotations() -> None:
    code = (
        '<pre>print("this is not what anybody said")</pre><p>“This is what she said to us,” he told the ministers.</p>'
    )
    article = read(between=code)
    assert [article.body[a:b] for a, b in article.quotes] == ["“This is what she said to us,”"]
    assert 'print("this is not what anybody said")' in article.body


def test_a_heading_about_photo_sources_is_a_heading() -> None:
    article = read(between="<h2>Photo sources and display controls</h2>")
    assert [article.body[a:b] for a, b in article.headings] == ["Photo sources and display controls"]


def test_entries_of_a_list_with_names_before_a_colon_are_no_transcript() -> None:
    places = ("Velm", "Norhaven", "Lake Town", "Old Port", "Sudria", "Ferry Hill", "North Quay", "South Quay", "Lorn")
    entries = "".join(f"<p>{place}: the talks were heard of here on Tuesday evening.</p>" for place in places)
    assert read(between=entries).kind == "article"


@pytest.mark.parametrize("name", ["what-they-share", "gemini-cli", "newsletter-of-the-strait", "cookies-of-velm"])
def test_a_heading_whose_id_is_made_of_its_own_words_is_kept(name: str) -> None:
    said = name.replace("-", " ").capitalize()
    article = read(between=f'<h2 id="{name}">{said}</h2>')
    assert [article.body[a:b] for a, b in article.headings] == [said]


def test_a_box_of_details_on_the_author_is_not_the_articles() -> None:
    box = '<div class="author_detail_box"><h3>Anna Lindqvist</h3><p>Anna has written on the strait for ten years.</p></div>'
    article = read(below=box)
    assert article.body.endswith(PARAGRAPHS[-1])
