"""What the newsroom's servers answer, for each site, address and edition. Pages are rendered when first asked for."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import partial
from urllib.parse import urlsplit

from examples.newsroom import pages
from examples.newsroom.model import Edition, Newsroom, Offer, Site

ROBOTS = """\
User-agent: *
Disallow: /members/
Disallow: /cgi-bin/

User-agent: ForeignDesk
Disallow: /members/
Disallow: /print/
"""
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
            self._routes[article.site, article.path] = partial(self._article, article.key)
        for offer in newsroom.offers:
            self._dirty(offer)

    def reply(self, site: str, target: str, edition: Edition) -> Reply:
        """The answer to a request for the target (path and query). Tracking parameters are passed over, as usual."""
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
        """The addresses that every site has: robots.txt, feed or listing, front page, sections and standing pages."""
        routes: dict[str, Route] = {"/robots.txt": partial(_robots), "/": partial(self._page, site, "section")}
        if site.kind == "feed":
            routes[site.entry] = partial(self._feed, site)
        else:
            for number in range(pages.listing_pages(self.newsroom, site, "evening")):
                routes[pages.listing_path(site, number)] = partial(self._page, site, "listing", number=number)
        routes.update((pages.section_path(section), routes["/"]) for section in site.sections)
        routes.update((f"/page/{name}", partial(self._page, site, name)) for name in pages.STANDING)
        self._routes.update(((site.name, path), route) for path, route in routes.items())

    def _dirty(self, offer: Offer) -> None:
        """The address of an offer that is not, or not only, an article. Dirt that is a page of every site is there."""
        site, key = self.newsroom.site(offer.site), (offer.site, offer.path)
        if offer.article is None:
            self._routes.setdefault(key, partial(self._dirt, site, offer))
        elif offer.dirt == "short_link":
            self._routes[key] = partial(_moved, self.newsroom.article(offer.article).path)
        elif offer.dirt == "second_address":
            self._routes[key] = partial(self._article, offer.article)
        elif offer.dirt == "goes_missing":
            self._routes[key] = partial(self._goes_missing, offer.article)

    def _goes_missing(self, key: str, edition: Edition) -> Reply:
        if edition == "morning":
            return self._article(key, edition)
        return self._page(self.newsroom.site(self.newsroom.article(key).site), "not_found", edition, status=404)

    def _dirt(self, site: Site, offer: Offer, edition: Edition) -> Reply:
        """What stands at a dirty address (data/dirt.yml)."""
        match offer.dirt:
            case "missing":
                return self._page(site, "not_found", edition, status=404)
            case "withdrawn":
                return self._page(site, "gone", edition, status=410)
            case "refused":
                return Reply(403, "text/html", b"<h1>403 Forbidden</h1><hr><address>Apache</address>")
            case "broken":
                return Reply(500, "text/html", b"<h1>500 Internal Server Error</h1>")
            case "loop":
                return Reply(302, "text/plain", b"", location=offer.path)
            case "pdf":
                return self._checked(site, 200, "application/pdf", pages.pdf(), offer.at)
            case "empty":
                return Reply(200, "text/html", b"")
            case "monster":
                return Reply(200, "text/html", _monster())
            case _:
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


def _robots(edition: Edition) -> Reply:
    return Reply(200, "text/plain; charset=utf-8", ROBOTS.encode())


def _moved(path: str, edition: Edition) -> Reply:
    return Reply(301, "text/plain", b"", location=path)


def _html(site: Site) -> str:
    return f"text/html; charset={site.charset}" if site.charset else "text/html"


def _monster() -> bytes:
    depth = MONSTER_DEPTH
    return b"<html><head><title>Lake levels</title></head><body>" + b"<div>" * depth + b"0.4" + b"</div>" * depth
