"""What a site offers to be read by: its feeds, its WordPress API, its sitemaps. `desk sources add URL` asks here.

A site says most of it itself: in the head of its pages, in a Link header, in robots.txt. Only where it says nothing are
the usual addresses tried, a few of them. Each offer is polled once, so that what is proposed is known to give
candidates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from contracts.records import Candidate
from core.clock import Clock, utc_now
from core.ids import slug
from core.urls import is_web_url, normalise_url, site_of
from sources.http.fetcher import Answer, Fetcher, FetchFailure, Validators, never
from sources.kinds.connector import Poll
from sources.kinds.registry import KINDS
from sources.polite.gate import HostGate
from sources.polite.robots import Robots
from sources.polite.visit import Means, Visitor
from sources.spec import Kind, SourceSpec

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_USUAL_FEEDS = ("/feed/", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml")
_USUAL_SITEMAPS = ("/sitemap-news.xml", "/news-sitemap.xml", "/sitemap_index.xml", "/sitemap.xml")
_MOST = 12  # addresses polled in all: a site is not to be searched through
_ORDER: dict[str, int] = {"feed": 0, "wordpress": 1, "sitemap": 2}


@dataclass(frozen=True)
class Find:
    """One way to read a site: the kind and address, how it was found, and what its first poll gave."""

    kind: Kind
    url: str
    said_by: str
    title: str | None
    candidates: tuple[Candidate, ...]
    dated: int
    note: str | None = None


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


def find_sources(
    url: str,
    *,
    fetcher: Fetcher,
    robots: Robots,
    gate: HostGate,
    clock: Clock = utc_now,
    stop: Callable[[], bool] = never,
) -> Findings:
    """Looks at one address of a site, and at what that leads to: as politely as a run, and about a dozen requests at
    most. Never raises for the world's faults. `url` has to be a web address (ValueError)."""
    url = normalise_url(url if "://" in url else f"https://{url}")
    visitor = Visitor(_spec("feed", url), Means(fetcher, robots, gate, clock, stop))
    ask = partial(visitor.get, validators=Validators(), anywhere=True)
    page = ask(url)
    if isinstance(page, FetchFailure):
        host = urlsplit(url).hostname or url
        return Findings(url, (), (), _name(url), host, None, f"{url}: {page.reason}: {page.detail}")
    tree = LexborHTMLParser(page.body)
    finds: list[Find] = []
    in_vain: list[tuple[str, str]] = []
    asked: dict[str, Answer | FetchFailure] = {page.url: page}

    def ask_once(address: str) -> Answer | FetchFailure:
        if address not in asked:
            asked[address] = ask(address)
        return asked[address]

    for lead in _leads(page, tree, robots, ask_once):
        if stop() or len(asked) > _MOST or (lead.said_by == "usual address" and finds):
            break
        if lead.url in (find.url for find in finds) or lead.url in (address for address, _ in in_vain):
            continue
        found = _poll(lead, ask_once)
        if isinstance(found, Find):
            finds.append(found)
        else:
            in_vain.append((lead.url, found))
    finds.sort(key=lambda find: (_ORDER[find.kind], find.said_by == "usual address"))
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
    if _says_wordpress(page, tree):
        yield _Lead("wordpress", urljoin(here, "/"), "its API link")
    for address in robots.sitemaps(here):
        yield _Lead("sitemap", address, "robots.txt")
    for path in _USUAL_FEEDS:
        yield _Lead("feed", urljoin(here, path), "usual address")
    for path in _USUAL_SITEMAPS:
        yield _Lead("sitemap", urljoin(here, path), "usual address")


def _feeds_in_head(tree: LexborHTMLParser, here: str) -> Iterator[_Lead]:
    """The feeds that the page names; those of comments last."""
    links = [node for node in tree.css("link[rel][href]") if "alternate" in (_of(node, "rel")).lower().split()]
    leads = [
        _Lead("feed", normalise_url(_of(node, "href"), here), "its head", _of(node, "title") or None)
        for node in links
        if _of(node, "type").lower() in _FEED_TYPES and is_web_url(urljoin(here, _of(node, "href")))
    ]
    yield from sorted(leads, key=lambda lead: "comment" in f"{lead.url} {lead.title}".lower())


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
    for poll in KINDS[lead.kind].discover(_spec(lead.kind, lead.url), ask, lambda _: None):
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
    return Find(lead.kind, lead.url, lead.said_by, lead.title, tuple(found), dated, first.offer.note)


def _spec(kind: Kind, url: str) -> SourceSpec:
    return SourceSpec.model_validate({"name": "found", "kind": kind, "url": url, "outlet": "found"})


def _name(url: str) -> str:
    """A name for the source: its site's, without the public suffix where there is one."""
    site = site_of(url)
    return slug(site.rsplit(":", 1)[0] if site.count(".") == 0 else site.partition(".")[0] or site)


def _outlet(tree: LexborHTMLParser, finds: list[Find]) -> str | None:
    node = tree.css_first('meta[property="og:site_name"]')
    if node is not None and _of(node, "content").strip():
        return " ".join(_of(node, "content").split())
    titled = next((find.title for find in finds if find.title), None)
    return titled.partition(" » ")[0].partition(" - ")[0].strip() if titled else None


def _language(tree: LexborHTMLParser) -> str | None:
    node = tree.css_first("html[lang]")
    code = _of(node, "lang").partition("-")[0].strip().lower() if node is not None else ""
    return code if 2 <= len(code) <= 3 and code.isalpha() and code.isascii() else None


def _of(node: LexborNode, name: str) -> str:
    return node.attributes.get(name) or ""
