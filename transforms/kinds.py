"""Is it an article, and of which kind? The gates: pages that stand in an article's place (consent, block, error,
paywall, script shells), and pages of another kind (front page, listing, product, forum, service)."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from contracts.reasons import Reason
from contracts.records import Rejection
from transforms.html_data import PageData
from transforms.html_scan import Scan
from transforms.html_teasers import Teasers
from transforms.patterns import any_of, names
from transforms.stand_ins import Look

MOST = 2.0  # points over an article's from which a page is of another kind: loses 1 % of 481 articles, finds 77 %

_FORUM_URL = any_of(
    r"""
    //(?:[\w-]+\.)*(?:forums?|community|discuss|discourse|boards?)\.|/(?:forums?|threads?|board)/|showthread\.php|
    viewtopic\.php|/r/\w+/comments/|/t/[\w-]+/\d+|/topic/\d+|/questions/\d+
    """
)
_ARTICLE_URL = any_of(
    r"""
    /(?:news|blogs?|articles?|story|stories|posts?|insights?|learn|stor(?:y|ies)|features?/[\w-]{20,}|opinion|politics|
    world|business|guides?|resources?|research|advice|20\d\d)/[^?]{8,}|/(?:[a-z0-9]+-){5,}[a-z0-9]+/?$|
    /20\d\d/\d\d/|[-/]\d{6,}(?:\.s?html?)?$
    """
)
_FORUM_NAMES = names(
    r"""
    topic-?post|post-?stream|message-?(?:body|cell|content|inner)\w*|postbody|post-?row|thread-?(?:view|starter)|
    bbcode|bbwrapper|js-post\w*|forum-?post|postcontent|post_?message\w*|comment-?tree|topic-body|p-body
    """
)
_SHOP_URL = re.compile(
    r"/(?:products?|p|ip|dp|item|shop|buy|store|sku)/|/shop-|[?&](?:sku|product)=|-p-\d+|\.html?$(?<=\d{4}\.html)",
    re.IGNORECASE,
)
_LIST_URL = any_of(
    r"""
    /(?:collections?|categor(?:y|ies)|product-category|sub-categories|c|cat|cp|l|t|sb\d|tags?|topics?|archives?|
    search|browse|shop|blog-posts[\w-]*|page/\d+)(?:/|$)
    """
)
_SERVICE_URL = any_of(
    r"""
    /(?:services?|solutions?|pricing|features?|plans|programs?|tools?|products?|departments?|degrees?|offers?[\w-]*|
    waf|crm|accounting|calculators?)(?:/|$)|-(?:services?|calculator|company|developers?|rental|planners)\b
    """
)
_BUY = any_of(
    r"""
    \badd to (?:cart|bag|basket|wishlist)\b|\bbuy now\b|\bin stock\b|\bout of stock\b|\bsold out\b|
    \bfree shipping\b|\bajouter au panier\b|\bin den warenkorb\b|\bquick (?:view|shop|add)\b|\bchoose options\b|
    \bsort by\b|\bfilter by\b
    """
)
_CALL = any_of(
    r"""
    \b(?:get started|start (?:for )?free|free trial|book a (?:demo|call)|request a (?:demo|quote)|
    get a (?:free )?quote|contact (?:us|sales)|schedule a|sign up (?:for )?free|try (?:it )?(?:for )?free|
    learn more|apply now|log in|get in touch|talk to (?:an expert|sales))\b
    """
)
_PRICE = re.compile(r"[$€£]\s?\d[\d,.]*|\d[\d.,]*\s?(?:€|USD|EUR|GBP)\b")

_OPINION = any_of(
    r"""
    (?:^|[/\s-])(?:opinions?|editorials?|op-?eds?|columns?|columnists?|commentary|comment(?:isfree|aries)|
    viewpoints?|letters|meinung|kommentar|opini[oó]n|tribune|editoriales|leserbriefe)(?:[/\s-]|$)
    """
)
_RELEASE = any_of(
    r"""
    (?:^|[/\s-])(?:press-?releases?|news-?releases?|pressemitteilung(?:en)?|communiqu[eé]s?(?:-de-presse)?|
    comunicados?)(?:[/\s-]|$)
    """
)
_RELEASE_TEXT = re.compile(
    r"^(?:for immediate release\b|[^\n]{0,80}/?(?:PRNewswire|Business Wire|GLOBE NEWSWIRE|ACCESSWIRE))", re.IGNORECASE
)
_LIVE = any_of(
    r"""
    (?:^|[/\s-])(?:live-?blog|live-?updates?|live-?news|liveticker|en-direct|en-vivo)(?:[/\s:-]|$)|^live:|
    \blive updates\b
    """
)
_GALLERY = any_of(
    r"""
    /(?:gallery|galleries|photos?|pictures|slideshows?|photo-essay|bildergalerie|fotos|diaporama)(?:/|$)|
    \bin (?:pictures|photos)\b|^(?:photos|pictures|gallery):
    """
)
_SPEAKER = re.compile(
    r"^(?:[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{2,40}|[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}|Q|A)\s?(?:\([^)]{1,40}\))?:\s",
    re.MULTILINE,
)


def listing(look: Look, data: PageData, teasers: Teasers) -> Rejection | None:
    """The verdict on a page that is mostly teasers. Their dates, authors and text are not the page's own: only what it
    says of itself speaks for an article (a round-up, a newsletter)."""
    few = teasers.count >= 4 and teasers.share >= 0.6 and teasers.prose < 400
    many = teasers.count >= 8 and teasers.share >= 0.8 and teasers.prose < 700
    if not (few or many):
        return None
    og = (data.first("og:type") or "").lower() == "article" or data.first("article:published_time") is not None
    stated = data.article is not None and not data.listed
    said = 3.0 * stated + 2.0 * og + 1.5 * bool(_ARTICLE_URL.search(urlsplit(look.url).path))
    if 4.5 - said < MOST:
        return None
    return Rejection(Reason.NOT_AN_ARTICLE, "front page" if _is_root(look.url) else "listing")


def other_kind(look: Look, data: PageData, page: Scan, mass: int) -> Rejection | None:
    """The verdict `not_an_article` with the page's kind, by points for and against."""
    kind, points = _points(look, data, page, mass)
    return Rejection(Reason.NOT_AN_ARTICLE, kind) if points >= MOST else None


def _points(look: Look, data: PageData, page: Scan, mass: int) -> tuple[str, float]:
    """The likeliest other kind, and how much speaks for it over an article.

    The weights are hand-set on 561 pages, in halves so that they are not fitted to single pages; what a forum has in
    common with articles (dates, names, much text) does not speak against a forum."""
    linked = sum(f.linked for f in page.fragments)
    total = sum(len(f.text) for f in page.fragments) or 1
    og = (data.first("og:type") or "").lower()
    stated = 3.0 * (data.article is not None and not data.listed)
    article = (
        stated + (og == "article") + look.signed + look.dated + (mass > 0.5 * total) + (mass > 3500) - (mass < 900)
    )
    parts = urlsplit(look.url)
    article += 1.5 * bool(_ARTICLE_URL.search(parts.path))
    ranked = {**_shop_points(look, data, parts.path, linked > 0.5 * total), **_other_points(look, data, og, parts.path)}
    kind = max(ranked, key=lambda name: ranked[name])
    best = ranked[kind] + 0.3 * (sum(ranked.values()) - ranked[kind]) - article
    forum = _forum_points(data, page, look.url) - stated
    return ("forum", forum) if forum >= MOST and forum >= best else (kind, best)


def _forum_points(data: PageData, page: Scan, url: str) -> float:
    posts = sum(1 for box in page.boxes if box.names and _FORUM_NAMES.find(box.names) is not None)
    typed = bool(data.types & {"DiscussionForumPosting", "QAPage"})
    return 3.0 * typed + 2.5 * bool(_FORUM_URL.search(url)) + 1.0 * (posts >= 3) + 1.0 * (posts >= 8)


def _shop_points(look: Look, data: PageData, path: str, mostly_links: bool) -> dict[str, float]:
    prices, buys = len(_PRICE.findall(look.whole)), len(_BUY.findall(look.whole))
    og = (data.first("og:type") or "").lower()
    product = 3.0 * bool(data.types & {"Product", "ProductGroup", "Offer", "AggregateOffer"})
    product += 2.0 * og.startswith("product") + 1.5 * bool(_SHOP_URL.search(path)) + (buys >= 2) + (prices >= 3)
    lists = {"ItemList", "CollectionPage", "ProductCollection", "OfferCatalog", "SearchResultsPage"}
    listing = 2.0 * bool(data.types & lists) + 2.0 * bool(_LIST_URL.search(path)) + 1.5 * mostly_links
    return {"product": product, "listing": listing + (buys >= 4) + (prices >= 12)}


def _other_points(look: Look, data: PageData, og: str, path: str) -> dict[str, float]:
    calls = len(_CALL.findall(look.whole))
    offers = bool(
        data.types & {"SoftwareApplication", "Service", "LocalBusiness", "WebApplication", "ProfessionalService"}
    )
    service = 2.0 * bool(_SERVICE_URL.search(path)) + (calls >= 4) + (calls >= 8) + 0.5 * (calls >= 12)
    service += 1.5 * offers + 1.0 * (og in ("website", "")) * (not look.dated)
    return {"service": service, "front page": 5.0 * _is_root(look.url)}


def _is_root(url: str) -> bool:
    return bool(url) and urlsplit(url).path.strip("/").lower() in ("", "index.html", "index.php", "home", "en")


def article_kind(look: Look, data: PageData | None, sections: tuple[str, ...]) -> str:
    """The kind of an article: live_blog, opinion, press_release, transcript, gallery, or article."""
    types = data.types if data else set()
    path = urlsplit(look.url).path
    labels = " / ".join((path, *sections))
    if "LiveBlogPosting" in types or _LIVE.search(path) or _LIVE.search(look.title):
        return "live_blog"
    if (
        "OpinionNewsArticle" in types
        or _OPINION.search(labels)
        or re.match(r"(?:opinion|editorial|commentary)\s*[:|]", look.title, re.IGNORECASE)
    ):
        return "opinion"
    if _RELEASE.search(labels) or _RELEASE_TEXT.match(look.body):
        return "press_release"
    speakers = len(_SPEAKER.findall(look.body))
    paragraphs = look.body.count("\n\n") + 1
    if (re.search(r"\btranscript\b", look.title, re.IGNORECASE) and speakers >= 3) or (
        speakers >= 8 and speakers > 0.5 * paragraphs
    ):
        return "transcript"
    if "ImageGallery" in types or (look.words < 400 and (_GALLERY.search(path) or _GALLERY.search(look.title))):
        return "gallery"
    return "article"
