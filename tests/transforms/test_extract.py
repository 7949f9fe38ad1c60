"""From a page's bytes to an article: parts, verdicts, and no exception for any bytes."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.reasons import Reason
from contracts.records import Article, Hints, PageContext, Rejection
from transforms.pages.extract import Text, extract_document, extract_text, read_page
from transforms.pages.notes import NOTE_MEANING, Note

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
URL = "https://www.example.org/world/2026/05/12/border-talks"
CONTEXT = PageContext(fetched_at=NOW, url=URL, final_url=URL, content_type="text/html; charset=utf-8")
TITLE = "Norland and Sudria reopen border talks"
PARAGRAPHS = (
    "Delegations from Norland and Sudria met in the lake town of Velm on Tuesday, the first talks between the two "
    "neighbours since the ferry crisis closed their border last spring.",
    "The two sides agreed to exchange lists of detained fishermen and to meet again before the autumn, according to a "
    "statement that both foreign ministries released in the evening.",
    "“We have not solved the question of the strait, but we have begun to speak about it,” said Mirela Anders, who led "
    "the Norland delegation.",
    "Trade across the strait has fallen by half since the crossing was closed in December 2023, and farmers on both "
    "sides have asked their governments to let lorries pass.",
)
DATA = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "The Strait Review", "url": "https://www.example.org/"},
        {"@type": "BreadcrumbList", "itemListElement": [
            {"@type": "ListItem", "position": 1, "name": "Home", "item": "https://www.example.org/"},
            {"@type": "ListItem", "position": 2, "name": "World", "item": "https://www.example.org/world"},
        ]},
        {"@type": "NewsArticle", "headline": TITLE, "mainEntityOfPage": URL, "articleSection": "Europe",
         "datePublished": "2026-05-12T14:30:00+02:00", "dateModified": "2026-05-12T18:05:00+02:00",
         "author": [{"@type": "Person", "name": "Anna Lindqvist"}, {"@type": "Organization", "name": "Staff"}],
         "publisher": {"@type": "Organization", "name": "The Strait Review"}, "keywords": "border, ferries"},
    ],
}  # fmt: skip


def page(
    paragraphs: tuple[str, ...] = PARAGRAPHS, head: str = "", title: str = TITLE, before: str = "", after: str = ""
) -> str:
    body = "".join(f"<p>{text}</p>" for text in paragraphs[:2])
    rest = "".join(f"<p>{text}</p>" for text in paragraphs[2:])
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
    <title>{title} | The Strait Review</title>{head}
    </head><body><nav><ul><li><a href="/">Home</a><li><a href="/world">World</a></ul></nav>
    <article><h1>{title}</h1>{before}<div class="entry-content">{body}<h2>A strait between them</h2>{rest}{after}</div>
    </article><aside class="related-posts"><h3>Related articles</h3><ul><li><a href="/x">Ferry crisis: how it began</a>
    </ul></aside><footer>© 2014-2026 The Strait Review. All rights reserved.</footer></body></html>"""


def with_data(data: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def read(html: str | bytes, context: PageContext = CONTEXT) -> Article:
    article = extract_document(html if isinstance(html, bytes) else html.encode(), context)
    assert isinstance(article, Article), article
    return article


def reject(html: str | bytes, context: PageContext = CONTEXT) -> Rejection:
    rejection = extract_document(html if isinstance(html, bytes) else html.encode(), context)
    assert isinstance(rejection, Rejection), rejection
    return rejection


def test_a_well_made_page_gives_all_its_parts() -> None:
    article = read(page(head=with_data(DATA)))
    assert article.title == TITLE
    assert article.body.split("\n\n") == [*PARAGRAPHS[:2], "A strait between them", *PARAGRAPHS[2:]]
    assert article.lead == PARAGRAPHS[0]
    assert article.byline == "Anna Lindqvist"
    assert article.published_at == datetime(2026, 5, 12, 12, 30, tzinfo=UTC)
    assert (article.published_offset, article.published_precision, article.published_from) == (120, "second", "json-ld")
    assert article.modified_at == datetime(2026, 5, 12, 16, 5, tzinfo=UTC)
    assert article.sections == ("Europe", "World")
    assert article.keywords == ("border", "ferries")
    assert article.canonical_url == URL
    assert article.language == "en"
    assert article.kind == "article"
    assert article.extracted_by == "desk"
    assert [article.body[a:b] for a, b in article.headings] == ["A strait between them"]
    assert [article.body[a:b][:8] for a, b in article.quotes] == ["“We have"]
    assert 0.5 < article.extraction_confidence <= 1


def test_images_captions_stand_apart_and_without_their_credits() -> None:
    figure = (
        '<figure><img src="a.jpg" alt="Two flags over a lake"><figcaption>The flags at the landing of Velm. '
        "(Photo: Norland Press)</figcaption></figure>"
    )
    article = read(page(before=figure))
    assert article.captions == ("Two flags over a lake", "The flags at the landing of Velm.")
    assert "landing of Velm" not in article.body


def test_the_text_alone_is_the_text_of_the_article() -> None:
    for markup in (page(head=with_data(DATA)), page()):
        article, alone = read(markup), extract_text(markup.encode(), CONTEXT)
        assert isinstance(alone, Text)
        assert (alone.body, alone.extracted_by) == (article.body, article.extracted_by)
        assert alone.confidence == article.extraction_confidence
    refused = extract_text(b"%PDF-1.7", CONTEXT)
    assert isinstance(refused, Rejection)
    assert refused.reason is Reason.NOT_HTML


def test_confidence_falls_with_links_and_with_text_left_out() -> None:
    sure = read(page()).extraction_confidence
    teasers = "".join(f'<p><a href="/x/{n}">{PARAGRAPHS[0]}</a></p><p>More.</p>' for n in range(6))
    assert read(page(after=teasers)).extraction_confidence < sure


def test_a_table_is_kept_row_by_row_and_a_checklist_with_its_links() -> None:
    table = "<table>\n <tr>\n  <th>Port</th>\n  <th>Boats</th>\n </tr>\n <tr>\n  <td>Velm</td>\n  <td>12</td>\n </tr></table>"
    items = "".join(f"<li>{text}</li>" for text in ("A lamp for each boat", '<a href="/rope">Rope</a>', "Dry clothes"))
    body = read(page(after=f"{table}<ul>{items}</ul><p>{PARAGRAPHS[1]}</p>")).body
    assert "Port | Boats\nVelm | 12" in body
    assert "A lamp for each boat\nRope\nDry clothes" in body


def test_a_sentence_that_begins_like_an_end_mark_ends_nothing() -> None:
    body = read(page(after=f"<p>More on that in a later report.</p><p>{PARAGRAPHS[0]}</p>")).body
    assert body.endswith(f"More on that in a later report.\n\n{PARAGRAPHS[0]}")


def test_an_undated_page_has_no_date() -> None:
    article = read(page(), replace(CONTEXT, url="https://example.org/talks", final_url="https://example.org/talks"))
    assert article.published_at is None
    assert (article.published_precision, article.published_from) == ("none", "none")


def test_a_future_date_is_refused_and_noted_and_the_article_stays() -> None:
    data = {"@type": "NewsArticle", "headline": TITLE, "datePublished": "2026-12-24T08:00:00Z"}
    context = replace(CONTEXT, url="https://example.org/talks", final_url="https://example.org/talks")
    article = read(page(head=with_data(data)), context)
    assert article.published_at is None
    assert Note.FUTURE_DATE in article.notes


@pytest.mark.parametrize(
    ("head", "before", "origin", "precision"),
    [
        ('<meta property="article:published_time" content="2026-05-12T14:30:00Z">', "", "meta", "second"),
        (
            "",
            '<p class="byline">By Anna Lindqvist</p><time datetime="2026-05-12T14:30">12 May</time>',
            "text",
            "minute",
        ),
        ("", '<div class="post-date">12 May 2026</div>', "text", "day"),
        ("", "<p>Published: May 12, 2026</p>", "text", "day"),
    ],
)
def test_dates_come_from_meta_tags_time_elements_and_the_lines_beside_the_headline(
    head: str, before: str, origin: str, precision: str
) -> None:
    context = replace(CONTEXT, url="https://example.org/talks", final_url="https://example.org/talks")
    article = read(page(head=head, before=before), context)
    assert article.published_at is not None
    assert article.published_at.date().isoformat() == "2026-05-12"
    assert (article.published_from, article.published_precision) == (origin, precision)


def test_a_feeds_date_serves_when_the_page_states_none() -> None:
    context = PageContext(
        NOW, "https://example.org/t", "https://example.org/t", hints=Hints(published="Tue, 12 May 2026 10:00:00 GMT")
    )
    assert read(page(), context).published_from == "feed"


def test_a_canonical_link_is_followed_on_the_site_only() -> None:
    own = read(page(head='<link rel="canonical" href="/world/border-talks?utm_source=x">'))
    assert own.canonical_url == "https://www.example.org/world/border-talks"
    other = read(page(head='<link rel="canonical" href="https://other.example/a">'))
    assert other.canonical_url == URL
    assert Note.CANONICAL_OFF_SITE in other.notes


def test_a_files_address_is_its_own_absolute_link_or_none() -> None:
    file = PageContext(fetched_at=NOW)
    assert read(page(), file).canonical_url is None
    assert read(page(head='<link rel="canonical" href="/a/b">'), file).canonical_url is None
    assert read(page(head=f'<meta property="og:url" content="{URL}#x">'), file).canonical_url == URL


def test_comments_newsletter_and_share_boxes_stay_out() -> None:
    after = (
        '<div class="newsletter-signup"><p>Sign up for our morning letter and never miss a story.</p></div>'
        '<div class="share-buttons"><p>Share this</p></div>'
        '<section id="comments"><p>I have crossed this strait for forty years and I have never seen such a long queue '
        "of lorries at the landing as this spring.</p></section>"
    )
    body = read(page(after=after)).body
    assert body.endswith("let lorries pass.")


def test_a_page_whose_blocks_are_all_widgets_is_still_read() -> None:
    blocks = "".join(
        f'<div class="widget widget-text"><div class="widget-inner"><p>{text}</p></div></div>' for text in PARAGRAPHS
    )
    article = read(f"<html><head><title>{TITLE}</title></head><body><div class='page'>{blocks}</div></body></html>")
    assert all(text in article.body for text in PARAGRAPHS)


def test_a_text_that_only_the_pages_data_hold_is_taken_from_there() -> None:
    data = {"@type": "NewsArticle", "headline": TITLE, "articleBody": "\n\n".join(PARAGRAPHS)}
    article = read(f'<html><head>{with_data(data)}</head><body><div id="root"></div></body></html>')
    assert article.extracted_by == "json-ld"
    assert PARAGRAPHS[2] in article.body
    assert Note.BODY_FROM_JSON_LD in article.notes


@pytest.mark.parametrize(
    "script", ["{bad", "[" * 50_000, '{"a":' * 400 + "1" + "}" * 400, "null", '"text"', "[[[]]]", ""]
)
def test_invalid_json_ld_costs_nothing_but_itself(script: str) -> None:
    assert read(page(head=f'<script type="application/ld+json">{script}</script>')).title == TITLE


def test_a_steward_lets_in_what_a_gate_rejected() -> None:
    short = page(("Too short for an article.",))
    assert reject(short).reason is Reason.TOO_SHORT
    article = read(short, replace(CONTEXT, gated=False))
    assert Note.GATE_PASSED_OVER in article.notes
    assert reject(b"", replace(CONTEXT, gated=False)).reason is Reason.EMPTY_BODY


def test_the_reading_stands_beside_the_verdict() -> None:
    reading, verdict = read_page(page(("Too short for an article.",)).encode(), CONTEXT)
    assert isinstance(reading, Article)
    assert isinstance(verdict, Rejection)


def test_every_note_has_its_meaning() -> None:
    assert set(NOTE_MEANING) == set(Note)


def zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a", "a")
    return buffer.getvalue()


WHOLE = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
NASTY: dict[str, bytes] = {
    "nothing": b"",
    "nul bytes": b"\x00" * 3000,
    "nul bytes between": page().replace("talks", "ta\x00lks").encode(),
    "utf-16 without a mark": page().encode("utf-16-le"),
    "pdf": b"%PDF-1.4\n%\xe2\xe3",
    "zip": zipped(),
    "image": b"\x89PNG\r\n\x1a\n" + bytes(200),
    "random bytes": bytes((i * 7919) % 256 for i in range(5000)),
    "wrong charset declared": page().replace('charset="utf-8"', 'charset="utf-16"').encode(),
    "unknown charset declared": page().replace('charset="utf-8"', 'charset="klingon"').encode(),
    "nested deep": ("<div>" * 3000 + WHOLE).encode(),
    "nested very deep": ("<div>" * 30_000 + WHOLE + "</div>" * 30_000).encode(),
    "unclosed bold across paragraphs": ("".join(f"<p><b class=a{i}>" for i in range(3000)) + WHOLE).encode(),
    "many attributes": ("<div " + " ".join(f"a{i}=1" for i in range(40_000)) + ">" + WHOLE).encode(),
    "many paragraphs": ("<p>word word word.</p>" * 20_000).encode(),
    "tables in tables": ("<table><tr><td>" * 2000 + WHOLE).encode(),
    "script inside title": f"<title><script>x</script>{TITLE}</title>{WHOLE}".encode(),
    "end in the middle": f"{WHOLE}</body></html>{WHOLE}".encode(),
    "entities": ("<p>" + "&amp;" * 50_000).encode(),
    "bidirectional overrides": f"<p>\u202e{PARAGRAPHS[0]}\u202c</p>{WHOLE}".encode(),
    "frameset": b"<html><frameset cols='50%,50%'><frame src='a'></frameset></html>",
    "xhtml": f'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body>{WHOLE}</body></html>'.encode(),
    "feed": b'<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>',
    "json": b'{"title": "a", "body": "b"}',
    "never closed comment": f"{WHOLE}<!-- {'x ' * 5000}".encode(),
    "only angle brackets": b"<" * 50_000,
    "surrogate entities": f"<p>&#xD800;&#x110000;&#0;</p>{WHOLE}".encode(),
    "markdown marks": b"![" * 20_000,
    "quotation marks": ("“" * 20_000).encode(),
    "one long line": b"word " * 50_000,
    "many short lines": b"word\n" * 50_000,
}


@pytest.mark.parametrize("name", NASTY)
def test_nasty_bytes_end_with_an_article_or_a_reason(name: str) -> None:
    for context in (CONTEXT, PageContext(fetched_at=NOW)):
        result = extract_document(NASTY[name], context)
        assert result == extract_document(NASTY[name], context)
        if isinstance(result, Rejection):
            assert result.reason in Reason
            assert result.detail
        else:
            check(result)


def check(article: Article) -> None:
    """What holds of every article."""
    body = article.body
    assert body.strip() == body
    assert body
    assert "\x00" not in body
    for start, end in (*article.headings, *article.quotes, *((article.dateline,) if article.dateline else ())):
        assert 0 <= start < end <= len(body)
    assert set(article.notes) <= {note.value for note in Note}
    assert 0 <= article.extraction_confidence <= 1
    assert article.published_at is None or article.published_at.tzinfo is not None
    assert (
        (article.published_at is None) == (article.published_from == "none") == (article.published_precision == "none")
    )


SOURCE = page(head=with_data(DATA), before='<p class="byline">By A. B.</p><time datetime="2026-05-12">May</time>')
POINTS = st.integers(0, len(SOURCE))
PIECES = st.sampled_from(
    [
        "<div>",
        "</article>",
        "<p>",
        "<b>",
        "<table>",
        "<!--",
        "-->",
        "<script>",
        "\x00",
        "“",
        "&#",
        "<td",
        "é",
        '"',
        "\ud800",
    ]
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(POINTS, POINTS, PIECES), max_size=6), st.booleans())
def test_spliced_pages_never_raise_and_give_the_same_answer_twice(cuts: list[tuple[int, int, str]], file: bool) -> None:
    text = SOURCE
    for start, end, piece in cuts:
        text = text[:start] + piece + text[min(end, start + 400) :]
    payload = text.encode("utf-8", "surrogatepass")
    context = PageContext(fetched_at=NOW) if file else CONTEXT
    result = extract_document(payload, context)
    assert result == extract_document(payload, context)
    if isinstance(result, Article):
        check(result)


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from([None, "text/html", "text/plain; charset=utf-16", "text/html; charset=big5"]),
)
def test_any_bytes_end_with_an_article_or_a_reason(payload: bytes, content_type: str | None) -> None:
    result = extract_document(payload, replace(CONTEXT, content_type=content_type))
    assert isinstance(result, Article | Rejection)
