"""What the newsroom's servers answer: a reply for each site, address and edition. Pages are rendered when first asked for."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import urlsplit

from examples.newsroom import pages
from examples.newsroom.model import EDITIONS, Article, Edition, Newsroom, Offer, Site

ROBOTS = "User-agent: *\nDisallow: /members/\nDisallow: /cgi-bin/\n\nUser-agent: ForeignDesk\nDisallow: /members/\nDisallow: /print/\n"
MONSTER_DEPTH = 100_000


@dataclass(frozen=True)
class Reply:
    """Status, headers and body of an answer. `etag` and `last_modified` are validators that the server honours."""

    status: int
    content_type: str
    body: bytes
    location: str | None = None
    retry_after: int | None = None
    etag: str | None = None
    last_modified: str | None = None


Route = Callable[[Edition], Reply]


class Replies:
    """All addresses of the newsroom. `bases` are the servers' addresses by the sites' names."""

    def __init__(self, newsroom: Newsroom, bases: Mapping[str, str]) -> None:
        self.newsroom, self.bases = newsroom, bases
        self._routes: dict[tuple[str, str], Route] = {}
        self._kept: dict[tuple[str, str, Edition], Reply] = {}
        self._asked: set[tuple[str, str]] = set()
        self._lock = threading.Lock()
        for site in newsroom.sites:
            self._furnish(site)
        for article in newsroom.articles:
            self._routes[article.site, article.path] = lambda edition, key=article.key: self._article(key, edition)
        for offer in newsroom.offers:
            self._dirty(offer)

    def reply(self, site: str, target: str, edition: Edition) -> Reply:
        """The answer to a request for the target (path and query). Tracking parameters are passed over, as servers do."""
        path = urlsplit(target).path if not target.startswith("/?p=") else target
        route = self._routes.get((site, path))
        if path.startswith("/media/"):
            return Reply(200, "image/svg+xml", pages.picture(path))
        if route is None:
            return self._page(self.newsroom.site(site), "not_found", edition, status=404)
        if self._must_wait(site, path):
            return Reply(429, "text/plain", b"Too many requests. Try again in a moment.\n", retry_after=1)
        with self._lock:
            kept = self._kept.get((site, path, edition))
        if kept is None:
            kept = route(edition)
            with self._lock:
                self._kept[site, path, edition] = kept
        return kept

    def _must_wait(self, site: str, path: str) -> bool:
        """Whether this is the first request for the page that asks its first visitor to wait."""
        waiting = any(o.dirt == "asks_to_wait" and o.path == path for o in self.newsroom.offers if o.site == site)
        with self._lock:
            first = (site, path) not in self._asked
            self._asked.add((site, path))
        return waiting and first

    def _furnish(self, site: Site) -> None:
        """The addresses that every site has: robots.txt, the entry, the front page, sections, and standing pages."""
        add = self._routes
        add[site.name, "/robots.txt"] = lambda edition: Reply(200, "text/plain; charset=utf-8", ROBOTS.encode())
        pages_of = pages.listing_pages(self.newsroom, site, "evening")
        if site.kind == "feed":
            add[site.name, site.entry] = lambda edition: self._feed(site, edition)
        else:
            for number in range(pages_of):
                path = pages.listing_path(site, number)
                add[site.name, path] = lambda edition, number=number: self._page(
                    site, "listing", edition, number=number
                )
        add[site.name, "/"] = lambda edition: self._page(site, "section", edition)
        for section in site.sections:
            add[site.name, pages.section_path(section)] = lambda edition: self._page(site, "section", edition)
        for name in pages.STANDING:
            add[site.name, f"/page/{name}"] = lambda edition, name=name: self._page(site, name, edition)

    def _dirty(self, offer: Offer) -> None:
        """The address of an offer that is not, or not only, an article."""
        site, key = self.newsroom.site(offer.site), (offer.site, offer.path)
        article = self.newsroom.article(offer.article) if offer.article else None
        if article is not None and offer.dirt == "short_link":
            self._routes[key] = lambda edition: Reply(301, "text/plain", b"", location=article.path)
        elif article is not None and offer.dirt == "second_address":
            self._routes[key] = lambda edition: self._article(article.key, edition)
        elif article is not None and offer.dirt == "goes_missing":
            self._routes[key] = lambda edition: (
                self._article(article.key, edition)
                if edition == "morning"
                else self._page(site, "not_found", edition, status=404)
            )
        elif (
            article is None
            and offer.dirt
            and offer.path.startswith("/")
            and not offer.path.startswith(("/page", "/sec"))
        ):
            self._routes[key] = lambda edition: self._dirt(site, offer, edition)

    def _dirt(self, site: Site, offer: Offer, edition: Edition) -> Reply:
        special = {
            "missing": lambda: self._page(site, "not_found", edition, status=404),
            "withdrawn": lambda: self._page(site, "gone", edition, status=410),
            "refused": lambda: Reply(403, "text/html", b"<h1>403 Forbidden</h1><hr><address>Apache</address>"),
            "broken": lambda: Reply(500, "text/html", b"<h1>500 Internal Server Error</h1>"),
            "loop": lambda: Reply(302, "text/plain", b"", location=offer.path),
            "pdf": lambda: self._checked(site, 200, "application/pdf", pages.pdf(), offer.at),
            "empty": lambda: Reply(200, "text/html", b""),
            "monster": lambda: Reply(200, "text/html", _monster()),
        }
        if offer.dirt in special:
            return special[offer.dirt]()
        return self._page(site, str(offer.dirt), edition, offer=offer)

    def _feed(self, site: Site, edition: Edition) -> Reply:
        body, kind = pages.feed(self.newsroom, site, edition, self.bases)
        return self._checked(site, 200, kind, body, pages.made_at(self.newsroom, site, edition))

    def _article(self, key: str, edition: Edition) -> Reply:
        article = self.newsroom.article(key, edition)
        site = self.newsroom.site(article.site)
        body = pages.article_page(self.newsroom, site, article, edition, self.bases)
        return self._checked(site, 200, _html(site), body, article.modified or article.written)

    def _page(
        self, site: Site, name: str, edition: Edition, status: int = 200, number: int = 0, offer: Offer | None = None
    ) -> Reply:
        body = pages.other_page(self.newsroom, site, name, edition, self.bases, number=number, offer=offer)
        changed = offer.at if offer else pages.made_at(self.newsroom, site, edition)
        return self._checked(site, status, _html(site), body, changed)

    def _checked(self, site: Site, status: int, kind: str, body: bytes, changed: datetime | None) -> Reply:
        """The reply with the validators that the site sends."""
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"' if site.validators in ("etag", "both") else None
        dated = changed is not None and site.validators in ("last-modified", "both")
        stamp = format_datetime(changed.replace(microsecond=0), usegmt=True) if dated and changed else None
        return Reply(status, kind, body, etag=etag, last_modified=stamp)


def _html(site: Site) -> str:
    return f"text/html; charset={site.charset}" if site.charset else "text/html"


def _monster() -> bytes:
    depth = MONSTER_DEPTH
    return b"<html><head><title>Lake levels</title></head><body>" + b"<div>" * depth + b"0.4" + b"</div>" * depth


__all__ = ["EDITIONS", "Article", "Replies", "Reply"]
