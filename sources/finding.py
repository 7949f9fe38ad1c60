"""What a site offers to be read by: its feeds, its WordPress API, its sitemaps. `desk sources add URL` asks here.

A site says most of it itself: in the head of its pages, in links to its feeds, in a Link header, in robots.txt. Only
where it says nothing are the usual addresses tried, a few of them; and where those are nothing, the page itself may be
a listing. Each offer is polled once, so that what is proposed is known to give candidates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from contracts.records import Candidate
from core.clock import Clock, utc_now
from core.ids import slug
from core.urls import is_web_url, normalise_url, same_site, site_of
from sources.http.fetcher import Answer, Fetcher, FetchFailure, Validators, never
from sources.kinds.charset import as_text
from sources.kinds.connector import Poll
from sources.kinds.registry import KINDS
from sources.polite.gate import HostGate
from sources.polite.robots import Robots
from sources.polite.visit import Means, Visitor
from sources.spec import Kind, SourceSpec

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_USUAL_FEEDS = ("/feed/", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml")
_USUAL_SITEMAPS = ("/sitemap-news.xml", "/news-sitemap.xml", "/sitemap_index.xml", "/sitemap.xml")
_GUESSES = ("usual address", "the page itself")
_MOST = 14  # addresses polled in all: a site is not to be searched through
_ORDER: dict[str, int] = {"feed": 0, "wordpress": 1, "sitemap": 2, "listing": 3}
_FEED_WORDS = re.compile(r"\W*(our |all )?(rss|atom)?[\s-]*(feeds?|rss|atom)?\W*", re.IGNORECASE)
_FEED_PATH = re.compile(r"(/|\.)(rss|atom|feeds?)(/|\.|\?|$)", re.IGNORECASE)


@dataclass(frozen=True)
class Find:
    """One way to read a site: the kind and address, how it was found, and what its first poll gave. `links` is the
    selector of a listing."""

    kind: Kind
    url: str
    said_by: str
    title: str | None
    candidates: tuple[Candidate, ...]
    dated: int
    note: str | None = None
    links: str | None = None


@dataclass(frozen=True)
class Findings:
    """What was found, the best first; what was tried in vain and why; and what the site says of itself."""

    url: str
    finds: tuple[Find, ...]
    in_vain: tuple[tuple[str, str], ...]
    name: str
    outlet: str
    language: str | None
    failure: str | None = None


@dataclass(frozen=True)
class _Lead:
    kind: Kind
    url: str
    said_by: str
    title: str | None = None
    links: str | None = None

    def spec(self) -> SourceSpec:
        values = {"name": "found", "kind": self.kind, "url": self.url, "outlet": "found", "links": self.links}
        return SourceSpec.model_validate(values)


def find_sources(
    url: str,
    *,
    fetcher: Fetcher,
    robots: Robots,
    gate: HostGate,
    clock: Clock = utc_now,
    stop: Callable[[], bool] = never,
    told: Callable[[str], None] = lambda address: None,
) -> Findings:
    """Looks at one address of a site, and at what that leads to: as politely as a run, and about a dozen requests at
    most. `told` hears each address before it is asked for. Never raises for the world's faults. `url` has to be a web
    address (ValueError)."""
    url = normalise_url(url if "://" in url else f"https://{url}")
    visitor = Visitor(_Lead("feed", url, "").spec(), Means(fetcher, robots, gate, clock, stop))
    ask = partial(visitor.get, validators=Validators(), anywhere=True)
    told(url)
    page = ask(url)
    if isinstance(page, FetchFailure):
        host = urlsplit(url).hostname or url
        return Findings(url, (), (), _name(url), host, None, f"{url}: {page.reason}: {page.detail}")
    tree = LexborHTMLParser(as_text(page.body, page.content_type))
    finds: list[Find] = []
    in_vain: list[tuple[str, str]] = []
    asked: dict[str, Answer | FetchFailure] = {page.url: page}

    def ask_once(address: str) -> Answer | FetchFailure:
        if address not in asked:
            told(address)
            asked[address] = ask(address)
        return asked[address]

    for lead in _leads(page, tree, robots, ask_once):
        if stop() or len(asked) > _MOST or (lead.said_by in _GUESSES and finds):
            break
        if any((find.kind, find.url) == (lead.kind, lead.url) for find in finds):
            continue
        found = _poll(lead, ask_once)
        if isinstance(found, Find):
            finds.append(found)
        else:
            in_vain.append((lead.url, found))
    finds.sort(key=lambda find: _ORDER[find.kind])
    return Findings(
        url=url,
        finds=tuple(finds),
        in_vain=tuple(in_vain),
        name=_name(url),
        outlet=_outlet(tree, finds) or (urlsplit(url).hostname or url),
        language=_language(tree),
    )


def _leads(
    page: Answer, tree: LexborHTMLParser, robots: Robots, ask: Callable[[str], Answer | FetchFailure]
) -> Iterator[_Lead]:
    """Where to look, the site's own word before guesses."""
    here = page.final_url
    if _looks_like_feed(page):
        yield _Lead("feed", page.url, "the address given")
        return
    if _looks_like_sitemap(page):
        yield _Lead("sitemap", page.url, "the address given")
        return
    yield from _feeds_in_head(tree, here)
    yield from _feeds_linked(tree, here)
    if _says_wordpress(page, tree):
        yield _Lead("wordpress", urljoin(here, "/"), "its API link")
    for address in robots.sitemaps(here):
        yield _Lead("sitemap", address, "robots.txt")
    for path in _USUAL_FEEDS:
        yield _Lead("feed", urljoin(here, path), "usual address")
    for path in _USUAL_SITEMAPS:
        yield _Lead("sitemap", urljoin(here, path), "usual address")
    links = listing_selector(tree, here)
    if links:
        yield _Lead("listing", page.url, "the page itself", links=links)


def _feeds_in_head(tree: LexborHTMLParser, here: str) -> Iterator[_Lead]:
    """The feeds that the page names; those of comments last."""
    links = [node for node in tree.css("link[rel][href]") if "alternate" in (_of(node, "rel")).lower().split()]
    leads = [
        _Lead("feed", normalise_url(_of(node, "href"), here), "its head", _of(node, "title") or None)
        for node in links
        if _of(node, "type").lower() in _FEED_TYPES and is_web_url(urljoin(here, _of(node, "href")))
    ]
    yield from sorted(leads, key=lambda lead: "comment" in f"{lead.url} {lead.title}".lower())


def _feeds_linked(tree: LexborHTMLParser, here: str) -> Iterator[_Lead]:
    """Links of the page itself that call themselves feeds; a few of them, for pages of feeds name dozens."""
    found: dict[str, _Lead] = {}
    for node in tree.css("a[href]"):
        text, address = node.text().strip(), urljoin(here, _of(node, "href"))
        named = bool(text and _FEED_WORDS.fullmatch(text)) or _FEED_PATH.search(urlsplit(address).path)
        if named and is_web_url(address) and same_site(address, here):
            found.setdefault(normalise_url(address), _Lead("feed", normalise_url(address), "a link of the page"))
    yield from list(found.values())[:4]


def listing_selector(tree: LexborHTMLParser, here: str) -> str | None:
    """The selector of the links that look like headlines: the box (tag and first class) that holds most links of four
    words or more to pages of the same site, five of them at least. None where no box stands out."""
    boxes: Counter[str] = Counter()
    for node in tree.css("a[href]"):
        address = urljoin(here, _of(node, "href"))
        if len(node.text().split()) >= 4 and is_web_url(address) and same_site(address, here) and node.parent:
            boxes[_box(node.parent)] += 1
    best, number = next(iter(boxes.most_common(1)), ("", 0))
    return f"{best} a" if number >= 5 else None


def _box(node: LexborNode) -> str:
    """A box as a selector; one without a class together with the box around it."""
    name = next((c for c in _of(node, "class").split() if re.fullmatch(r"[A-Za-z][\w-]*", c)), None)
    if name:
        return f"{node.tag}.{name}"
    around = node.parent
    if around is None or around.tag in ("body", "html", "-undef"):
        return str(node.tag)
    outer = next((c for c in _of(around, "class").split() if re.fullmatch(r"[A-Za-z][\w-]*", c)), None)
    return f"{around.tag}.{outer} > {node.tag}" if outer else f"{around.tag} > {node.tag}"


def _says_wordpress(page: Answer, tree: LexborHTMLParser) -> bool:
    linked = any("https://api.w.org/" in value for name, value in page.headers if name.lower() == "link")
    return linked or tree.css_first('link[rel="https://api.w.org/"]') is not None


def _looks_like_feed(page: Answer) -> bool:
    head = page.body[:1000].lstrip().lower()
    return any(mark in head for mark in (b"<rss", b"<feed", b"<rdf:rdf")) or b"jsonfeed.org/version" in head


def _looks_like_sitemap(page: Answer) -> bool:
    head = page.body[:1000].lower()
    return b"<urlset" in head or b"<sitemapindex" in head


def _poll(lead: _Lead, ask: Callable[[str], Answer | FetchFailure]) -> Find | str:
    """What the first poll of a lead gives, or why it is none."""
    polls: list[Poll] = []
    found: list[Candidate] = []
    for poll in KINDS[lead.kind].discover(lead.spec(), ask, lambda _: None):
        polls.append(poll)
        found += poll.offer.candidates
        if found or len(polls) == 3:
            break
    first = polls[0]
    if isinstance(first.answer, FetchFailure):
        return f"{first.answer.reason}: {first.answer.detail}"
    if first.offer.problem:
        return first.offer.problem
    if not found:
        return "it names no article"
    dated = sum(bool(candidate.hints.published or candidate.hints.modified) for candidate in found)
    return Find(lead.kind, lead.url, lead.said_by, lead.title, tuple(found), dated, first.offer.note, lead.links)


def _name(url: str) -> str:
    """A name for the source: its site's, without the public suffix where there is one."""
    site = site_of(url)
    return slug(site.rsplit(":", 1)[0] if site.count(".") == 0 else site.partition(".")[0] or site)


def _outlet(tree: LexborHTMLParser, finds: list[Find]) -> str | None:
    """What the site calls itself: in its data, in its feed's title, or behind the title of its page."""
    node = tree.css_first('meta[property="og:site_name"]')
    if node is not None and _of(node, "content").strip():
        return " ".join(_of(node, "content").split())
    titles = [find.title for find in finds if find.title and not _FEED_WORDS.fullmatch(find.title)]
    if titles:
        return re.split(r" [»|–-] ", titles[0])[0].strip() or None
    title = tree.css_first("title")
    parts = re.split(r"\s+[»|–·-]\s+", title.text().strip()) if title is not None else []
    return " ".join(parts[-1].split()) or None if parts else None


def _language(tree: LexborHTMLParser) -> str | None:
    node = tree.css_first("html[lang]")
    code = _of(node, "lang").partition("-")[0].strip().lower() if node is not None else ""
    return code if 2 <= len(code) <= 3 and code.isalpha() and code.isascii() else None


def _of(node: LexborNode, name: str) -> str:
    return node.attributes.get(name) or ""
