"""Is it an article? The gates on pages that we made: what stands in an article's place, and what is another kind."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from contracts.reasons import Reason
from contracts.records import Article, PageContext, Rejection
from transforms.pages.extract import extract_document

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
SENTENCE = (
    "The ministers of both countries met in the capital on Tuesday to discuss trade, fisheries and their border. "
)


def verdict(html: str, url: str = "https://example.org/news/talks") -> Article | Rejection:
    return extract_document(
        html.encode(), PageContext(fetched_at=NOW, url=url, final_url=url, content_type="text/html")
    )


def shell(title: str, body: str, head: str = "") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


STAND_INS = [
    (Reason.CONSENT_PAGE, shell("Before you continue", "<div><h1>Before you continue</h1><p>We and our partners use "
     "cookies to show you personal content. You can accept all cookies or manage your choices.</p><button>Accept all"
     "</button></div>")),
    (Reason.CONSENT_PAGE, shell("The Strait Review", "<div><h2>We value your privacy</h2><p>We use cookies to improve "
     "this site. Accept all or change your settings at any time in the privacy centre.</p></div>")),
    (Reason.BLOCK_PAGE, shell("Access denied", "<h1>Access denied</h1><p>You do not have permission to view this page "
     "on this server. Reference number 18.2f.</p>")),
    (Reason.BLOCK_PAGE, shell("Just a moment...", "<h1>Checking your browser</h1><p>Please complete the captcha to "
     "show that you are not a robot.</p>")),
    (Reason.ERROR_PAGE, shell("Page not found", "<h1>404</h1><p>Sorry, the page you were looking for could not be "
     "found. Try the search or go back to the front page.</p>")),
    (Reason.ERROR_PAGE, shell("Seite nicht gefunden", "<h1>Seite nicht gefunden</h1><p>Die gewünschte Seite gibt es "
     "nicht mehr.</p>")),
    (Reason.PAYWALL_STUB, shell("Ferry talks", f"<article><h1>Ferry talks</h1><p>{SENTENCE}</p><div class='wall'><p>"
     "Subscribe to continue reading this article.</p><p>Already a subscriber? Log in.</p></div></article>")),
    (Reason.NEEDS_JAVASCRIPT, shell("The Strait Review", "<noscript>x</noscript><p>Please enable JavaScript to view "
     "this page.</p><script>a()</script>")),
    (Reason.NEEDS_JAVASCRIPT, shell("Review", "<div id='root'></div><script src='a.js'></script><script>b()</script>")),
    (Reason.TOO_SHORT, shell("Talks", "<article><h1>Ferry talks</h1><p>The ferry talks will go on.</p></article>")),
    (Reason.EMPTY_BODY, shell("", "<div></div>")),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "html"), STAND_INS)
def test_pages_that_stand_in_an_articles_place_are_recognised(reason: Reason, html: str) -> None:
    found = verdict(html)
    assert isinstance(found, Rejection), found
    assert found.reason is reason
    assert found.detail


def teasers(count: int) -> str:
    return "".join(
        f'<li><h3><a href="/news/{i}">Headline {i} about strait and ferries</a></h3><p>Short teaser {i}.</p></li>'
        for i in range(count)
    )


def products(count: int) -> str:
    return "".join(
        f'<div class="card"><a href="/p/{i}">Brass lamp model {i}</a><span>$ {i}9.00</span><button>Add to cart</button>'
        f"<span>In stock</span> <span>Add to cart</span></div>"
        for i in range(count)
    )


OTHERS = [
    ("listing", "https://example.org/category/europe", shell("Europe", f"<h1>Europe</h1><ul>{teasers(30)}</ul>")),
    ("front page", "https://example.org/", shell("The Strait Review", f"<h1>Today</h1><ul>{teasers(30)}</ul>")),
    ("product", "https://example.org/product/brass-lamp", shell(
        "Brass lamp", f"<h1>Brass lamp</h1><p>{SENTENCE}</p>{products(6)}",
        '<meta property="og:type" content="product"><script type="application/ld+json">{"@type": "Product", "name": '
        '"Brass lamp", "offers": {"@type": "Offer", "price": "9.00"}}</script>')),
    ("forum", "https://forum.example.org/threads/ferry-queue.771", shell(
        "Ferry queue", "<h1>Ferry queue</h1>" + "".join(
            f'<div class="message-body"><p>Reader {i} writes: {SENTENCE}</p></div>' for i in range(9)))),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "url", "html"), OTHERS)
def test_pages_of_another_kind_are_no_articles_and_the_kind_is_said(kind: str, url: str, html: str) -> None:
    found = verdict(html, url)
    assert isinstance(found, Rejection), found
    assert found.reason is Reason.NOT_AN_ARTICLE
    assert found.detail == kind


def article(title: str = "Ferry talks resume", body: str = "", head: str = "") -> str:
    text = body or "".join(f"<p>{SENTENCE * 2}</p>" for _ in range(5))
    return shell(title, f"<article><h1>{title}</h1><div class='entry-content'>{text}</div></article>", head)


DIALOGUE = f"<p>MIRELA ANDERS: {SENTENCE}</p><p>TOMAS REYES: {SENTENCE}</p>" * 4


@pytest.mark.parametrize(
    ("html", "url", "kind"),
    [
        (article(), "https://example.org/news/ferry-talks", "article"),
        (article(), "https://example.org/opinion/ferry-talks-are-late", "opinion"),
        (article(), "https://example.org/press-releases/ferry-talks", "press_release"),
        (article(), "https://example.org/world/live-blog/ferry-talks", "live_blog"),
        (article("Transcript of the ferry talks", DIALOGUE), "https://example.org/a/b", "transcript"),
        (article(), "https://example.org/gallery/ferry-talks", "gallery"),
    ],
)  # fmt: skip
def test_articles_get_their_kind(html: str, url: str, kind: str) -> None:
    found = verdict(html, url)
    assert isinstance(found, Article), found
    assert found.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "Hackers who had been denied access to the bank's servers wrote that a captcha had stopped them. ",
        "The court said that the page could not be found in the archive, and that cookies of the site were evidence. ",
        "Readers may subscribe to continue reading the review, the publisher said when it raised its price. ",
    ],
)
def test_an_article_about_captchas_cookies_or_paywalls_is_an_article(text: str) -> None:
    found = verdict(article(body="".join(f"<p>{text}{SENTENCE * 2}</p>" for _ in range(4))))
    assert isinstance(found, Article)


def test_a_short_bare_article_without_date_and_author_is_not_lost() -> None:
    found = verdict(
        shell("Talks", f"<h1>Ferry talks resume</h1><p>{SENTENCE * 2}</p><p>{SENTENCE}</p>"),
        "https://example.org/a.html",
    )
    assert isinstance(found, Article)
