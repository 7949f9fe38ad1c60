"""Pages that sell, serve or belong to the site are told from articles that speak of the same things."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime

import pytest

from contracts.reasons import Reason
from contracts.records import Article, PageContext, Rejection
from transforms.pages.extract import extract_document
from transforms.pages.html_signs import Signs
from transforms.pages.kinds import WEIGHTS

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
OFFER = (
    "We plan, build and look after quays for ports of any size. Our team has thirty years of experience, and we work with "
    "our customers from the first sketch to the last bolt. Contact us today and we will call you back. "
)
NEWS = (
    "The harbour board said on Tuesday that it would rent out the northern quay to a company from the capital. Two "
    "members voted against the plan, according to the minutes, and told reporters that they had not seen the contract. "
)


def read(html: str, url: str | None) -> Article | Rejection:
    return extract_document(html.encode(), PageContext(NOW, url, url, "text/html"))


def page(title: str, body: str, head: str = "") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def prose(text: str, count: int) -> str:
    return "".join(f"<p>{text}</p>" for _ in range(count))


CALLS = "<a href='/quote'>Request a quote</a> <a href='/demo'>Book a demo</a> <a href='/start'>Get started</a>"
BLOCKS = "".join(
    f"<section class='feature'><h3>{name}</h3><p>{OFFER[:130]}</p><a href='/s/{i}'>Learn more</a></section>"
    for i, name in enumerate(("Design", "Dredging", "Cranes", "Maintenance"))
)
OTHERS = {
    "a service": ("https://quays.example/services/quay-construction", page(
        "Quay construction services", f"<h1>Quay construction</h1>{CALLS}{prose(OFFER, 2)}{BLOCKS}{CALLS}")),
    "a service, its address unknown": (None, page(
        "Quay construction services", f"<h1>Quay construction</h1>{CALLS}{prose(OFFER, 2)}{BLOCKS}{CALLS}")),
    "a calculator": ("https://quays.example/tools/berth-calculator", page(
        "Berth calculator", f"<h1>Berth calculator</h1><form>Length <input> Draught <input></form>{CALLS}<p>Enter the "
        "length of your ship, and we show what our berths cost you: from $ 90 a night, $ 400 a week.</p>"
        f"<p>{OFFER}</p>{CALLS}")),
    "a product": ("https://shop.example/products/brass-lamp", page(
        "Brass lamp", "<h1>Brass lamp</h1><p>A lamp of solid brass for your cabin, with a wick that lasts a year. We send "
        "it to you within two days.</p><p>$ 49.00</p><p>Add to cart</p><p>In stock. $ 5.00 shipping.</p>",
        "<meta property='og:type' content='product'>")),
    "an outlet's account of itself": ("https://review.example/about-us/", page(
        "About The Strait Review", f"<h1>About The Strait Review</h1>{prose(NEWS, 4)}")),
    "its privacy policy": ("https://review.example/page/privacy", page(
        "Privacy", f"<h1>Privacy</h1>{prose(NEWS, 4)}")),
    "its imprint, by title": ("https://review.example/?page_id=7", page(
        "Impressum", f"<h1>Impressum</h1>{prose(NEWS, 4)}")),
}  # fmt: skip


@pytest.mark.parametrize("name", OTHERS)
def test_pages_that_sell_or_serve_are_no_articles(name: str) -> None:
    url, html = OTHERS[name]
    found = read(html, url)
    assert isinstance(found, Rejection), found
    assert found.reason is Reason.NOT_AN_ARTICLE, found


GERMAN = (
    "Der Hafenrat hat am Dienstag beschlossen, den nördlichen Kai an eine Firma aus der Hauptstadt zu vermieten. Zwei "
    "Mitglieder stimmten dagegen und erklärten, sie hätten den Vertrag nie gesehen. "
)
ARTICLES = {
    "news without any data": ("https://review.example/a.html", page("Quay", f"<h1>Quay let</h1>{prose(NEWS, 4)}")),
    "news from nowhere": (None, page("Quay let", f"<h1>Quay let</h1>{prose(NEWS, 4)}")),
    "news in German": (None, page("Kai vermietet", f"<h1>Kai vermietet</h1>{prose(GERMAN, 4)}")),
    "news about a service": ("https://review.example/money/quay-services", page(
        "Quay services sold", f"<h1>Quay services sold</h1><p>By Ana Ruiz</p><p>2 May 2026</p>{prose(NEWS, 5)}")),
    "news about prices": ("https://review.example/markets/tin", page(
        "Tin at $ 31,000", f"<h1>Tin at $ 31,000</h1><time datetime='2026-05-02'>2 May 2026</time><p>Tin rose to $ 31,000 "
        f"from $ 30,100, lead to $ 2,020 and zinc to $ 2,600.</p>{prose(NEWS, 4)}")),
    "an appeal in the first person": ("https://review.example/opinion/we-must-keep-the-quay", page(
        "We must keep the quay", "<h1>We must keep the quay</h1><p>By Ana Ruiz</p>" + prose(
            "We built it with our own hands, and our children learned to swim from it. We owe it to them that we keep "
            "it, and nobody but us will. What have we to lose? Our harbour, our boats and our good name.", 6),
        "<meta property='og:type' content='article'>")),
    "a column on what is about us": ("https://review.example/columns/about-us-and-them", page(
        "About us and them", f"<h1>About us and them</h1>{prose(NEWS, 5)}")),
    "an article whose outlet's menu sells": ("https://review.example/world/quay-let-to-capital", page(
        "Quay let", f"<nav><a href='/s'>Subscribe</a> <a href='/l'>Log in</a></nav><h1>Quay let</h1>{prose(NEWS, 5)}"
        "<footer><a href='/c'>Contact us</a> <a href='/a'>Get in touch</a></footer>")),
}  # fmt: skip


@pytest.mark.parametrize("name", ARTICLES)
def test_articles_about_services_prices_and_ourselves_are_articles(name: str) -> None:
    url, html = ARTICLES[name]
    found = read(html, url)
    assert isinstance(found, Article), found


def test_what_a_page_says_of_itself_speaks_for_an_article_and_never_against() -> None:
    for sign in ("stated", "og_article", "published", "dated", "signed", "post", "prose_share", "said"):
        assert getattr(WEIGHTS, sign) < 0
    for sign in ("forum", "service_url", "list_url", "root", "og_product", "teasers", "calls", "prices"):
        assert getattr(WEIGHTS, sign) > 0
    assert all(abs(getattr(WEIGHTS, field.name)) < 4 for field in fields(Signs))
