"""What speaks for an article and what for a page of another kind, as numbers."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from statistics import median
from urllib.parse import urlsplit

from transforms.pages.html_data import PageData
from transforms.pages.html_scan import Scan
from transforms.pages.patterns import Phrases, any_of, names
from transforms.pages.stand_ins import Look

_FORUM_URL = any_of(
    r"""
    //(?:[\w-]+\.)*(?:forums?|community|discuss|discourse|boards?)\.|/(?:forums?|threads?|board)/|showthread\.php|
    viewtopic\.php|/r/\w+/comments/|/t/[\w-]+/\d+|/topic/\d+|/questions/\d+
    """
)
ARTICLE_URL = any_of(
    r"""
    /(?:news|blogs?|articles?|story|stories|posts?|insights?|learn|stor(?:y|ies)|features?/[\w-]{20,}|opinion|politics|
    world|business|guides?|resources?|research|advice|20\d\d)/[^?]{8,}|/(?:[a-z0-9]+-){5,}[a-z0-9]+/?$|
    /20\d\d/\d\d/|[-/]\d{6,}(?:\.s?html?)?$
    """
)
_FORUM_HOST = re.compile(r"//(?:forums?|community|discuss|boards?)\.", re.IGNORECASE)
FULL = 300  # characters of a full paragraph, no list or table: articles have several, pages that sell have few
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
    /(?:collections?|categor(?:y|ies)|product-category|sub-categories|c|cat|cp|l|t|tags?|topics?|archives?|
    search|browse|shop|blog-posts[\w-]*|page/\d+)(?:/|$)
    """
)
_SERVICE_URL = any_of(
    r"""
    /(?:services?|solutions?|pricing|features?|plans|programs?|tools?|products?|departments?|degrees?|offers?[\w-]*|
    calculators?)(?:/|$)|-(?:services?|calculator|company|developers?|rental)\b
    """
)
_BUY = any_of(
    r"""
    \badd to (?:cart|bag|basket|wishlist)\b|\bbuy now\b|\bin stock\b|\bout of stock\b|\bsold out\b|
    \bfree shipping\b|\bajouter au panier\b|\bin den warenkorb\b|\bquick (?:view|shop|add)\b|\bchoose options\b|
    \bsort by\b|\bfilter by\b
    """
)
_PRICE = re.compile(r"[$€£]\s?\d[\d,.]*|(?<![\d.,])\d[\d.,]{0,20}\s?(?:€|USD|EUR|GBP)\b")
_PRICE_AFTER_SIGN = re.compile(r"[$€£]\s?\d[\d,.]*")
_SIGNS_AFTER = ("€", "USD", "EUR", "GBP")
_PHRASES = Phrases(
    calls=(
        "get started", "start free", "start for free", "free trial", "book a demo|call", "request a demo|quote",
        "get a quote", "get a free quote", "contact us|sales", "schedule a", "sign up free", "sign up for free",
        "try free", "try it free", "try for free", "try it for free", "learn more", "apply now", "log in",
        "get in touch", "talk to sales", "talk to an expert",
    ),
    ours=(
        "our team|teams|client|clients|customer|customers|service|services|expert|experts|product|products",
        "our solution|solutions|platform|program|programs|work|professionals|collection|collections|range|process",
        "our approach|prices", "we offer|help|provide|specialise|specialize|deliver|design|build", "we work with",
        "we can help", "we make it", "why choose us", "call|contact|visit|join us",
    ),
)  # fmt: skip
_SPOKEN = Phrases(said=("said", "says", "told", "according"))
_POST_NAMES = re.compile(  # what publishing systems call the body or the article element of a page that is a post
    r"single-post|postid-|type-post|single-format|article-page|node--?type-(?:article|blog|news)|page-article|blog-post"
)
PRODUCTS = frozenset(("Product", "ProductGroup", "Offer", "AggregateOffer"))
LISTS = frozenset(("ItemList", "CollectionPage", "ProductCollection", "OfferCatalog", "SearchResultsPage"))
SERVICES = frozenset(("SoftwareApplication", "Service", "LocalBusiness", "WebApplication", "ProfessionalService"))


@dataclass(frozen=True)
class Signs:
    """Each a number from 0 on; most are 0 or 1. `forum` are points, `prose` and `paragraph` logarithms of characters,
    `full` (paragraphs), `calls`, `ours` and `prices` logarithms of counts, `said` of its share in hundredths of the
    body's words."""

    forum: float
    forum_host: float
    article_url: float
    service_url: float
    list_url: float
    root: float
    stated: float  # its data name this page's article
    og_article: float
    og_website: float
    og_product: float
    published: float  # a date of publication in its meta tags
    dated: float
    signed: float
    post: float
    teasers: float
    prose: float
    prose_share: float
    paragraph: float
    full: float
    calls: float
    prices: float
    ours: float
    said: float


def read_signs(look: Look, data: PageData, page: Scan, mass: int) -> Signs:
    """The signs of a page; `mass` is the running text that was taken, in characters."""
    path = urlsplit(look.url).path
    og = (data.first("og:type") or "").lower()
    words = max(1, look.words)
    body_and_articles = " ".join(box.names for box in page.boxes if box.tag in ("body", "article"))[:5000]
    parts = [len(part) for part in look.body.split("\n\n") if part]
    phrases = _PHRASES.counts(look.whole.lower())
    return Signs(
        forum=forum_points(data, page, look.url),
        forum_host=float(bool(_FORUM_HOST.search(look.url))),
        article_url=float(bool(ARTICLE_URL.search(path))),
        service_url=float(bool(_SERVICE_URL.search(path))),
        list_url=float(bool(_LIST_URL.search(path))),
        root=float(is_root(look.url)),
        stated=float(data.article is not None and not data.listed),
        og_article=float(og == "article"),
        og_website=float(og in ("website", "")),
        og_product=float(og.startswith("product")),
        published=float(is_published(data)),
        dated=float(look.dated),
        signed=float(look.signed),
        post=float(bool(_POST_NAMES.search(body_and_articles))),
        teasers=look.teasers.share * (look.teasers.count >= 4),
        prose=math.log(mass + 100),
        prose_share=mass / (sum(len(f.text) for f in page.fragments) or 1),
        paragraph=math.log1p(median(parts) if parts else 0),
        full=math.log1p(sum(1 for part in look.body.split("\n\n") if len(part) > FULL and "\n" not in part)),
        calls=math.log1p(phrases["calls"]),
        prices=math.log1p(_prices(look.whole)),
        ours=math.log1p(phrases["ours"]),
        said=math.log1p(100 * _SPOKEN.counts(look.body.lower())["said"] / words),
    )


def _prices(text: str) -> int:
    """How many prices a text names. Behind the number its sign is looked for only where the text has one: a pattern
    that may begin with any digit takes five times as long."""
    pattern = _PRICE if any(sign in text for sign in _SIGNS_AFTER) else _PRICE_AFTER_SIGN
    return len(pattern.findall(text))


def is_published(data: PageData) -> bool:
    """Whether a meta tag states when the page was published."""
    return (
        data.first(
            "article:published_time", "date", "pubdate", "parsely-pub-date", "sailthru.date", "dc.date", "datepublished"
        )
        is not None
    )


def is_root(url: str) -> bool:
    """Whether an address is a site's front page."""
    return bool(url) and urlsplit(url).path.strip("/").lower() in ("", "index.html", "index.php", "home", "en")


def forum_points(data: PageData, page: Scan, url: str) -> float:
    """How much a page looks like a thread of a forum: by its data, its address, its boxes."""
    counts = Counter(box.names for box in page.boxes if box.names)
    posts = sum(count for said, count in counts.items() if _FORUM_NAMES.find(said) is not None)
    typed = bool(data.types & {"DiscussionForumPosting", "QAPage"})
    return 3.0 * typed + 2.5 * bool(_FORUM_URL.search(url)) + 1.0 * (posts >= 3) + 1.0 * (posts >= 8)


def likeliest(signs: Signs, look: Look, data: PageData) -> str:
    """Which other kind a page is, if it is none of ours."""
    path = urlsplit(look.url).path
    buys, types = len(_BUY.findall(look.whole)), data.types
    product = 3.0 * bool(types & PRODUCTS) + 2.0 * signs.og_product + 1.5 * bool(_SHOP_URL.search(path))
    lists = 2.0 * bool(types & LISTS) + 2.0 * signs.list_url + 3.0 * signs.teasers + (buys >= 4)
    service = 2.0 * signs.service_url + signs.calls / 2 + 1.5 * bool(types & SERVICES) + signs.og_website
    ranked = {
        "service": service,
        "forum": signs.forum,
        "product": product + (buys >= 2) + (signs.prices >= math.log(4)),
        "listing": lists + (signs.prices >= math.log(13)),
        "front page": 5.0 * signs.root,
    }
    return max(ranked, key=lambda kind: ranked[kind])
