"""WordPress sites, read by their API: which posts are new or edited, and what the API says of them. The pages
themselves are fetched like any other.

A run begins with one small request: the hundred posts that were edited last, without their texts. If they are those of
the last run, and as many posts stand behind them, nothing has changed, and that was all. Else two walks follow: by date
of publication, and by date of change from where the last run came to. Both are needed, for a post that was scheduled
appears with a date of change that is as old as its scheduling (`wp_publish_post` leaves it alone), and an edit leaves
the date of publication. Each begins a while before that point: posts become visible in another order than their times
say (transactions, clocks of several servers, cron jobs that run late)."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Generator, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time, timedelta

from selectolax.lexbor import LexborHTMLParser

from contracts.records import Candidate, UrlState
from core.urls import is_web_url
from sources.http.fetcher import Answer, FetchFailure
from sources.kinds.connector import Ask, Known, Obtained, Offer, Poll, Visit, web_address
from sources.kinds.wordpress_api import Api, Listing, Refusal, read_listing
from sources.kinds.wordpress_walk import AS_EDITED, NEWEST_FIRST, Desk, Walked, newest_edits, walk
from sources.spec import SourceSpec

_RELATION = "https://api.w.org/"
_LINK = re.compile(r'<([^>]*)>\s*;[^,]*rel="?https://api\.w\.org/"?')
_ROUTE = re.compile(r"(/index\.php)?/*(/wp-json(/.*)?|/?\?.*|#.*)?$")
_GLANCE = 100  # posts with two dates each: 8 kB
_LATE_EDITS = timedelta(hours=2)  # also the hour that a local clock repeats in autumn
_LATE_POSTS = timedelta(days=2)  # WordPress's cron runs when someone visits, and sometimes not for a day
_ZONES = timedelta(hours=14)  # how far a site's local time may be from UTC
_REMEMBERED = 200  # ids that the next run need not be shown again; with them an address has less than 2,000 characters


@dataclass(frozen=True)
class _Mark:
    """How far a site is read. `glance`: what the first request showed, empty where that says nothing; `modified` and
    `date`: the last values of the two walks, local time; `ids`: posts of the last days that were met."""

    root: str = ""
    glance: str = ""
    modified: datetime | None = None
    date: datetime | None = None
    ids: tuple[int, ...] = ()

    @classmethod
    def of(cls, state: UrlState | None) -> _Mark:
        try:
            value = json.loads(state.cursor) if state and state.cursor else {}
            modified, date = (value.get(key) and datetime.fromisoformat(value[key]) for key in ("modified", "date"))
            ids = tuple(int(identity) for identity in value.get("ids", ()))
            return cls(str(value.get("root", "")), str(value.get("glance", "")), modified or None, date or None, ids)
        except (ValueError, TypeError, AttributeError):
            return cls()

    def text(self) -> str:
        """As a cursor."""
        return json.dumps(asdict(self), default=datetime.isoformat, separators=(",", ":"))


class WordPressConnector:
    """Reads WordPress sites. `obtain` is that of the web: the page is fetched."""

    def discover(self, spec: SourceSpec, ask: Ask, known: Known, since: date | None = None) -> Iterator[Poll]:
        """The walks' answers, the newest posts first, then those that were edited; last the site's own address with the
        cursor. At most `max_polls` requests for posts, and as many as needed, within bounds, for names."""
        mark = _Mark.of(known(spec.address))
        found = _find(spec, ask, mark)
        if isinstance(found, FetchFailure):
            yield Poll(spec.address, found, Offer())
            return
        api, first, asked = found
        if first.answer.status == 304 or (mark.glance and mark.glance == _glance(first)):
            note, mark = None, replace(mark, root=api.root)
        else:
            note, mark = yield from _read(Desk(api, ask, spec.polls - asked), mark, first, since, spec)
        yield Poll(first.url, first.answer, Offer())
        yield Poll(spec.address, None, Offer(cursor=mark.text(), note=note))

    def obtain(self, spec: SourceSpec, candidate: Candidate, visit: Visit, limit: int) -> Obtained:
        """The page; its size is limited by the fetcher."""
        return visit(candidate.url)


def _read(
    desk: Desk, mark: _Mark, first: Listing, since: date | None, spec: SourceSpec
) -> Generator[Poll, None, tuple[str | None, _Mark]]:
    """Both walks; gives what was left out, and how far the site is read now."""
    newest = max((post.modified for post in first.posts), default=None)
    from_date = datetime.combine(since, time.min) - _ZONES if since else None
    dates = yield from walk(desk, NEWEST_FIRST, mark.date - _LATE_POSTS if mark.date else from_date, mark.ids)
    start = mark.modified - _LATE_EDITS if mark.modified else newest - timedelta(seconds=1) if newest else None
    edits = Walked(True)
    if start is not None:
        edits = yield from walk(desk, AS_EDITED, start)
        if edits.unheeded and desk.left > 0:
            edits = yield from newest_edits(desk, start)
    complete = dates.complete and edits.complete
    ids = sorted(dates.met, key=lambda identity: dates.met[identity], reverse=True)
    last_edit = edits.newest if edits.met else newest if mark.modified is None else None
    left_out = None if complete or desk.left > 0 else f"more posts than {spec.polls} requests could bring (max_polls)"
    return left_out, _Mark(
        root=desk.api.root,
        glance=_glance(first) if complete else "",
        modified=max(filter(None, (mark.modified, last_edit)), default=None),
        date=max(filter(None, (mark.date, dates.newest)), default=None),
        ids=tuple(dict.fromkeys((*ids, *mark.ids)))[:_REMEMBERED],
    )


def _glance(first: Listing) -> str:
    """What the first request showed, in few characters. Of posts that changed in one second any may have come last, so
    those of the last second do not count. The server's day does: a post that was scheduled long ago, and appears while
    another goes, would change nothing here, and waits a day at most."""
    edge = min((post.modified for post in first.posts), default=None)
    rows = sorted(
        (post.modified.isoformat(), post.id) for post in first.posts if first.is_last or post.modified != edge
    )
    newest = max((post.modified for post in first.posts), default=None)
    day = (first.answer.header("Date") or "")[:16]
    return hashlib.sha256(json.dumps([day, first.total, str(newest), rows]).encode()).hexdigest()[:16]


def _find(spec: SourceSpec, ask: Ask, mark: _Mark) -> tuple[Api, Listing, int] | FetchFailure:
    """The API with the answer to the first request, and how many requests that took; else why there is none.

    Another root is tried only where there is no API: one that is closed is not asked by a side door."""
    site = _ROUTE.sub("/", spec.address, count=1)
    roots = list(filter(None, (mark.root, f"{site}wp-json/", f"{site}?rest_route=/")))
    failures: dict[str, FetchFailure] = {}
    named = False
    while roots:
        root = roots.pop(0)
        first = _first_look(Api(root), ask)
        if isinstance(first, Listing):
            return _moved(Api(root), first), first, len(failures) + 1 + named
        if not first.is_no_api:
            return first.failure
        failures[root] = first.failure
        if not roots and not named:
            named, roots = True, _named_roots(ask(site))
        roots = [other for other in roots if other not in failures]
    words = "; ".join(f"{root}: {failure.detail}" for root, failure in failures.items())
    failure = next(iter(failures.values()))
    return replace(failure, detail=f"no WordPress API found ({words})")


def _first_look(api: Api, ask: Ask) -> Listing | Refusal:
    url = api.posts_url({"orderby": "modified", "order": "desc"}, _GLANCE, light=True)
    return read_listing(url, ask(url), _GLANCE)


def _named_roots(page: Answer | FetchFailure) -> list[str]:
    """The API's root as a page of the site names it, in a Link header or in its head."""
    if isinstance(page, FetchFailure):
        return []
    named = [found[1] for name, value in page.headers if name.lower() == "link" and (found := _LINK.search(value))]
    node = LexborHTMLParser(page.body).css_first(f'link[rel="{_RELATION}"][href]')
    named += [node.attributes.get("href") or ""] if node is not None else []
    return [root for link in named if link and is_web_url(root := web_address(link, page.final_url))]


def _moved(api: Api, first: Listing) -> Api:
    """The API at the address to which its redirects lead, so that they need not be followed each time."""
    root, found, _ = first.answer.final_url.partition("wp/v2/posts")
    return Api(root) if found else api


WORDPRESS = WordPressConnector()
