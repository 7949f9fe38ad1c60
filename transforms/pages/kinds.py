"""Is it an article? Pages of another kind: front page, listing, product, forum, service."""

from __future__ import annotations

import re
from dataclasses import astuple
from urllib.parse import urlsplit

from contracts.reasons import Reason
from contracts.records import Rejection
from transforms.pages.article_kinds import article_kind as article_kind
from transforms.pages.html_data import PageData
from transforms.pages.html_signs import ARTICLE_URL, Signs, is_published, is_root, likeliest
from transforms.pages.patterns import joined, whole_line
from transforms.pages.stand_ins import Look

# Fitted by benchmarks/fit_kinds.py on 561 pages, each with its address and without; over 0 speaks for another kind.
WEIGHTS = Signs(
    forum=0.74,
    forum_host=2.13,
    article_url=-1.08,
    service_url=2.49,
    list_url=1.59,
    root=1.66,
    stated=-0.56,
    og_article=-0.69,
    og_website=0.61,
    og_product=3.27,
    published=-0.22,
    dated=-0.99,
    signed=-0.66,
    post=-0.46,
    teasers=2.50,
    prose=-0.23,
    prose_share=-1.16,
    paragraph=-0.32,
    full=-0.23,
    calls=0.41,
    prices=0.18,
    ours=0.23,
    said=-0.61,
)
BIAS = 2.40
# By ten-fold cross-validation .90 of the non-articles are found and .012 of the articles lost; .875 and .015 where the
# page's address is unknown. At -0.1 it would be .875 and .010, and .85 and .012.
MOST = -0.3

# Pages that every outlet has and that are no news: by the last part of the address, or by the whole title.
_STANDING = re.compile(
    joined(r"""
    /(?:about(?:-us)?|contacts?(?:-us)?|privacy(?:-policy|-notice|-statement)?|terms(?:-(?:of-(?:use|service)|and-
    conditions))?|cookies?(?:-policy|-notice)?|imprint|impressum|datenschutz(?:erklaerung)?|legal(?:-notice)?|
    mentions-legales|disclaimer|accessibility(?:-statement)?|masthead|our-team|who-we-are|careers|jobs|advertise
    (?:-with-us)?|subscribe|subscriptions?|newsletters?|log-?in|sign-?in|register|sign-?up|site-?map|rss|help|faqs?|
    kontakt|ueber-uns|contacto?|quienes-somos|aviso-legal|qui-sommes-nous|a-propos|sobre|chi-siamo)
    (?:\.\w{2,5})?/?$
    """),
    re.IGNORECASE,
)
_STANDING_TITLE = whole_line(
    r"""
    contact(?: us)?|about(?: us)?|privacy (?:policy|notice|statement)|terms (?:of (?:use|service)|and conditions)|
    cookie (?:policy|notice)|imprint|impressum|datenschutz(?:erklärung)?|mentions légales|aviso legal|kontakt|
    log ?in|sign in|advertise with us
    """
)


def other_kind(look: Look, data: PageData, signs: Signs) -> Rejection | None:
    """The verdict `not_an_article` with the page's kind, by its place or by the weight of its signs."""
    if leaning(signs) >= MOST:
        return Rejection(Reason.NOT_AN_ARTICLE, likeliest(signs, look, data))
    if tabular(look.body):
        return Rejection(Reason.NOT_AN_ARTICLE, "tables")
    return standing(look, data)


def tabular(body: str) -> bool:
    """Whether a text is rows of tables and next to nothing else: prices, weather, results."""
    lines = body.split("\n")
    rows = sum(1 for line in lines if line.count(" | ") >= 2)
    said = sum(len(line) for line in lines if " | " not in line and len(line.split()) >= 12)
    return rows >= 8 and said < 150


def standing(look: Look, data: PageData) -> Rejection | None:
    """The verdict on pages that every outlet has and that are no news, unless they say that they are articles."""
    own = data.article is not None or (data.first("og:type") or "").lower() == "article" or is_published(data)
    if own or not (_STANDING.search(urlsplit(look.url).path) or _STANDING_TITLE.match(look.title)):
        return None
    return Rejection(Reason.NOT_AN_ARTICLE, "service")


def leaning(signs: Signs) -> float:
    """How much speaks for another kind: the logarithm of the odds, on the pages that the weights were fitted on."""
    return BIAS + sum(weight * sign for weight, sign in zip(astuple(WEIGHTS), astuple(signs), strict=True))


def teased(look: Look, data: PageData) -> Rejection | None:
    """The verdict on a page that is mostly teasers. Their dates, authors and text are not the page's own: only what it
    says of itself speaks for an article (a round-up, a newsletter)."""
    teasers = look.teasers
    few = teasers.count >= 4 and teasers.share >= 0.5 and teasers.prose < 400
    many = teasers.count >= 8 and teasers.share >= 0.8 and teasers.prose < 600
    said = 3.0 * (data.article is not None and not data.listed) + 1.5 * bool(
        ARTICLE_URL.search(urlsplit(look.url).path)
    )
    said += 2.0 * ((data.first("og:type") or "").lower() == "article" or is_published(data))
    if not (few or many) or said > 2.5:
        return None
    return Rejection(Reason.NOT_AN_ARTICLE, "front page" if is_root(look.url) else "listing")
