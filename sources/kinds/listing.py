"""Listings: a page with links to articles, found by a CSS selector, and perhaps a link to older entries."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, LexborNode

from contracts.records import Candidate
from core.urls import is_web_url
from sources.http.fetcher import Answer
from sources.kinds.connector import Offer, WebConnector, web_address
from sources.spec import SourceSpec


def read_listing(spec: SourceSpec, answer: Answer) -> Offer:
    """The links that `links` selects, in the page's order, each once; links back to the listing itself are none. What
    is selected may be a link, an element within one, or one around several. `more` is where `next` leads."""
    tree = LexborHTMLParser(answer.body)
    base = _base(tree, answer.final_url)
    here = {web_address(answer.final_url, ""), web_address(answer.url, "")}
    selected = _hrefs(tree, spec.links or "")
    urls = dict.fromkeys(web_address(href, base) for href in selected)
    candidates = tuple(Candidate(url) for url in urls if url not in here)
    more = [web_address(href, base) for href in _hrefs(tree, spec.next)] if spec.next else []
    problem = None if selected else f"no link matches `links: {spec.links}`"
    return Offer(candidates, tuple(url for url in dict.fromkeys(more) if is_web_url(url)), problem=problem)


def _hrefs(tree: LexborHTMLParser, selector: str) -> list[str]:
    return [href for node in tree.css(selector) for href in _links_of(node)]


def _links_of(node: LexborNode) -> list[str]:
    """The address of the link that the node is, or stands in, or else those of the links in it."""
    around: LexborNode | None = node
    while around is not None:
        if around.tag == "a":
            href = around.attributes.get("href")
            return [href] if href and href.strip() else []
        around = around.parent
    return [href for link in node.css("a[href]") if (href := link.attributes.get("href"))]


def _base(tree: LexborHTMLParser, url: str) -> str:
    node = tree.css_first("base[href]")
    return web_address(node.attributes.get("href") or "", url) if node is not None else url


LISTING = WebConnector(read_listing)
