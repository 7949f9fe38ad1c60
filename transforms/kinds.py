"""Is it an article, and of which kind? The gates: pages that stand in an article's place (consent, block, error,
paywall, script shells), and pages of another kind (front page, listing, product, forum, service)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from contracts.reasons import Reason
from contracts.records import Rejection
from transforms.html_data import PageData
from transforms.html_scan import Scan
from transforms.patterns import any_of, names

MOST = 2.0  # points over an article's from which a page is of another kind: loses 1 % of 481 articles, finds 77 %
MIN_WORDS = 25  # shorter texts are captions and teasers; the shortest article of 481 real ones has 37 words

_BLOCK = any_of(
    r"""
    access (?:to this page has been )?denied|attention required|are you (?:a )?(?:human|robot)|
    verify (?:that )?you(?:'|’)?(?:re| are) (?:a )?human|not a robot|captcha|pardon our interruption|just a moment|
    checking (?:if the site connection|your browser)|unusual (?:traffic|activity)|you have been blocked|
    request (?:unsuccessful|blocked)|bot (?:detection|verification)|security check|403 forbidden|error 10(?:05|06|
    09|15|20)|(?:your|this) (?:ip|request) (?:address )?(?:has been|was|is) blocked|automated access|
    zugriff verweigert|accès refusé|acceso denegado
    """
)
_ERROR = any_of(
    r"""
    (?:page|article|story|content|site) (?:you (?:are|were) looking for )?(?:could |can)?\s?(?:not|n(?:'|’)t|
    no longer) (?:be )?(?:found|exists?|available)|page not found|not found|\b(?:error )?(?:404|410|500|502|
    503)\b(?: error| -|:|$| not| page)|internal server error|service (?:temporarily )?unavailable|
    something went wrong|(?:oops|sorry),? .{0,40}(?:not found|can(?:'|’)t find|doesn(?:'|’)t exist)|bad gateway|
    (?:under|down for|scheduled) maintenance|seite (?:wurde )?nicht gefunden|page (?:introuvable|non trouvée)|
    p[aá]gina no (?:encontrada|existe)|página não encontrada|pagina non trovata|страница не найдена|
    nie znaleziono strony|sayfa bulunamadı
    """
)
_CONSENT = any_of(
    r"""
    before you continue|we (?:value|respect|care about) your privacy|(?:your|manage) (?:privacy|cookie) (?:choices|
    preferences|settings)|we (?:and our (?:\d+ )?partners )?(?:use|store) (?:and/or access information|cookies)|
    accept (?:all|cookies)|agree (?:and|to) (?:continue|close|proceed)|consent to (?:the use of )?cookies|
    cookie[- ]?(?:consent|einstellungen|zustimmung|policy)|zustimmen und weiter|accepter et continuer|
    aceptar y continuar|with your (?:agreement|consent), we|mit werbung weiterlesen
    """
)
_PAYWALL = any_of(
    r"""
    subscribe (?:now )?to (?:continue|read|keep|unlock)|to (?:continue|keep) reading|already (?:a )?(?:subscriber|
    member|have an account)|(?:this|the) (?:article|content|story) is (?:only )?(?:for|available to|exclusive to|
    reserved for) (?:our )?(?:paid |paying )?(?:subscribers|members)|(?:log|sign) in (?:or (?:subscribe|
    register) )?to (?:continue|read|view)|create (?:a|an) (?:free )?account to (?:continue|read)|you(?:'|
    ’)ve (?:reached|read) your (?:limit|\d+ free)|subscribers[- ]only|unlock (?:this|the) (?:article|story)|
    pour lire la suite|réservé aux abonnés|weiterlesen mit|nur für abonnenten|para seguir leyendo|
    solo para suscriptores
    """
)
_SCRIPT = any_of(
    r"""
    (?:enable|turn on|activate|requires?|need to enable|without|allow) java\s?script|java\s?script (?:is|
    seems to be|has been) (?:disabled|required|not enabled|turned off)|(?:aktivieren sie|activer|habilite|
    active) java\s?script
    """
)

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
_SPACELESS = re.compile("[\u3040-\u30ff\u4e00-\u9fff\u0e00-\u0e7f]")
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


@dataclass(frozen=True)
class Look:
    """What the gates look at. `words` of the body (letters over two in scripts without spaces)."""

    url: str
    title: str
    body: str
    words: int
    dated: bool
    signed: bool
    whole: str  # all visible text of the page, cut at 20,000 characters


def count_words(text: str) -> int:
    """Words; in scripts without word spaces (Chinese, Japanese, Thai) two letters count as one."""
    count = len(text.split())
    if text.isascii():
        return count
    return count + len(_SPACELESS.findall(text)) // 2


def stand_in(look: Look) -> Rejection | None:
    """The verdict on pages that stand in an article's place: short, and telling so in title or text."""
    text = f"{look.title}\n{look.body if look.words > 40 else look.whole[:3000]}"
    short = look.words < 120
    if short:
        for reason, pattern, most in (
            (Reason.BLOCK_PAGE, _BLOCK, 120), (Reason.CONSENT_PAGE, _CONSENT, 120), (Reason.ERROR_PAGE, _ERROR, 80),
        ):  # fmt: skip
            found = pattern.search(text if look.words < 60 else look.title)
            if found and look.words < most:
                return Rejection(reason, f"{look.words} words, and {found.group()!r}")
    wall = _PAYWALL.search(look.whole) if look.words < 130 else None
    if wall and (look.words > 12 or wall.start() < 600):
        return Rejection(Reason.PAYWALL_STUB, f"{look.words} words, and {wall.group()!r}")
    if look.words < 40:
        found = _SCRIPT.search(look.whole[:3000])
        if found:
            return Rejection(Reason.NEEDS_JAVASCRIPT, f"{look.words} words, and {found.group()!r}")
    return None


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
    stated = 3.0 * (data.article is not None)
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
    root = bool(look.url) and path.strip("/").lower() in ("", "index.html", "index.php", "home", "en")
    return {"service": service, "front page": 5.0 * root}


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
