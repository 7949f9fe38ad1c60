"""Walking through the posts of a WordPress API while they change.

Page numbers lose and repeat posts: each one that is published, edited or deleted meanwhile moves the others. So a walk
goes by the value that it sorts by: each request asks for what lies beyond the last second that was seen, that second
included. What keeps its value is met, whatever else happens; what is edited moves to the end of the order by
`modified`, where the walk has still to come. Times are the site's local ones, as the API compares them.

A second that holds more than a page (imports, bulk edits) is read by itself, in the order of ids, which never change,
and from its end to its start: posts leave a second that is past, and a list that shrinks, read backwards, loses
nothing. Seldom one joins it, when its date is set by hand: so each page overlaps the last by a quarter."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from contracts.reasons import Reason
from contracts.records import Candidate
from sources.kinds.connector import Ask, Offer, Poll, web_address
from sources.kinds.wordpress_api import PER_PAGE, Api, Listing, Parameters, Post, Refusal, read_listing
from sources.kinds.wordpress_names import Names

_SMALLER = 20  # posts a page, where a server cannot manage 100 with their texts
_TOO_MUCH = (Reason.TOO_LARGE, Reason.TIMEOUT, Reason.HTTP_5XX)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Order:
    """An order of posts: by which column, which way, and the parameters that bound it."""

    column: str
    ascending: bool
    after: str
    before: str

    def key(self, post: Post) -> datetime:
        return post.modified if self.column == "modified" else post.date


NEWEST_FIRST = Order("date", False, "after", "before")
AS_EDITED = Order("modified", True, "modified_after", "modified_before")


@dataclass
class Desk:
    """What the walks of one run share. `left`: requests that may still be made; `seen`: posts already met."""

    api: Api
    ask: Ask
    left: int
    authors: Names = field(default_factory=lambda: Names("users", "authors"))
    categories: Names = field(default_factory=lambda: Names("categories", "categories"))
    per_page: int = PER_PAGE
    seen: set[int] = field(default_factory=set)

    def listing(self, parameters: Parameters) -> Listing | Refusal:
        """One request; with smaller pages from here on where the server cannot manage large ones."""
        self.left -= 1
        url = self.api.posts_url(parameters, self.per_page)
        got = read_listing(url, self.ask(url), self.per_page)
        if isinstance(got, Refusal) and got.failure.reason in _TOO_MUCH and self.per_page > _SMALLER:
            self.per_page = _SMALLER
            return self.listing(parameters)
        return got

    def poll(self, listing: Listing, *notes: str | None) -> Poll:
        """What an answer offers: its posts that were not met before, with the names of authors and categories."""
        new = [post for post in listing.posts if post.id not in self.seen]
        self.seen.update(post.id for post in new)
        said = [names.learn(self.api, self.ask, new) for names in (self.authors, self.categories)]
        linked = [post for post in new if post.link]
        homeless = f"{len(new) - len(linked)} posts have no link" if len(linked) < len(new) else None
        note = "; ".join(filter(None, (listing.note, homeless, *said, *notes))) or None
        return Poll(listing.url, listing.answer, Offer(tuple(map(self._candidate, linked)), note=note))

    def _candidate(self, post: Post) -> Candidate:
        author = ", ".join(self.authors.of(post)) or None
        hints = replace(post.hints, author=author, sections=self.categories.of(post))
        return Candidate(web_address(post.link or "", self.api.root), hints)


@dataclass(frozen=True)
class Walked:
    """How a walk went. `complete`: it came to its end. `met`: ids of the posts it met, with the value of its column.
    `unheeded`: the API does not know the parameter that bounds it."""

    complete: bool
    met: Mapping[int, datetime] = field(default_factory=dict)
    unheeded: bool = False

    @property
    def newest(self) -> datetime | None:
        return max(self.met.values(), default=None)


def walk(
    desk: Desk, order: Order, after: datetime | None, exclude: Sequence[int] = ()
) -> Generator[Poll, None, Walked]:
    """All posts whose value lies after that moment, but those excluded."""
    steady: dict[str, str | int] = {"orderby": order.column, "order": "asc" if order.ascending else "desc"}
    if after is not None:
        steady[order.after] = after.isoformat()
    if exclude:
        steady["exclude"] = ",".join(map(str, exclude))
    moving: dict[str, str | int] = {}
    met: dict[int, datetime] = {}
    promised: int | None = None
    turn: datetime | None = None
    widest = 0
    while desk.left > 0:
        listing = desk.listing({**steady, **moving})
        if not met and order is AS_EDITED and _is_unheeded(listing, after):
            return Walked(False, unheeded=True)
        if isinstance(listing, Refusal):
            yield Poll(listing.url, listing.failure, Offer())
            return Walked(False, met)
        is_new = any(post.id not in met for post in listing.posts)
        met.update((post.id, order.key(post)) for post in listing.posts)
        promised = listing.total if promised is None else promised
        yield desk.poll(listing, *_complaints(listing, order, promised, len(met)))
        is_last = (not is_new and listing.rows < widest) if listing.is_last is None else listing.is_last
        if is_last or not listing.posts:
            return Walked(is_last or not listing.rows, met)
        before, widest = turn, max(widest, listing.rows)
        keys = [order.key(post) for post in listing.posts]
        turn, step = max(keys) if order.ascending else min(keys), _SECOND
        if min(keys) == max(keys):
            crowd = yield from _second(desk, order, turn)
            if crowd is None:
                return Walked(False, met)
            met.update((identity, turn) for identity in crowd)
            step = timedelta(0)
        elif turn == before:  # the bounds are not heeded
            return Walked(False, met)
        beyond = turn - step if order.ascending else turn + step
        moving = {order.after if order.ascending else order.before: beyond.isoformat()}
    return Walked(False, met)


def _is_unheeded(listing: Listing | Refusal, after: datetime | None) -> bool:
    """Whether an API refuses `modified_after`, or passes it over as it does with what it does not know."""
    if isinstance(listing, Refusal):
        return listing.code == "rest_invalid_param"
    return after is not None and any(post.modified <= after for post in listing.posts)


def _complaints(listing: Listing, order: Order, promised: int | None, met: int) -> Iterator[str]:
    keys = [order.key(post) for post in listing.posts]
    if keys != sorted(keys, reverse=not order.ascending):
        yield f"the API does not keep the order that was asked for ({order.column}): posts may be missing"
    if listing.is_last and promised is not None and met < promised:
        yield f"X-WP-Total was {promised} when the walk began, {met} posts came"


def _second(desk: Desk, order: Order, second: datetime) -> Generator[Poll, None, list[int] | None]:
    """The ids of all posts of one second, read from the end; None where that cannot be done."""
    bounds: dict[str, str | int] = {
        "orderby": "id",
        "order": "asc",
        order.after: (second - _SECOND).isoformat(),
        order.before: (second + _SECOND).isoformat(),
    }
    ids: list[int] = []
    offsets, passed, total, per_page = [0], list[int](), None, desk.per_page
    while offsets:
        if desk.left <= 0:
            return None
        offset = offsets.pop(0)
        listing = desk.listing({**bounds, "offset": offset})
        if isinstance(listing, Refusal):
            yield Poll(listing.url, listing.failure, Offer())
            return None
        yield desk.poll(listing)
        ids += [post.id for post in listing.posts]
        if desk.per_page != per_page:  # pages are smaller from here on
            offsets, passed, total, per_page = [0], [], None, desk.per_page
            continue
        if listing.total is None and offset not in passed:  # not told how many there are: on to the end, and back
            offsets = [offset + max(1, listing.rows * 3 // 4)] if listing.rows else passed[::-1]
            passed.append(offset)
        elif listing.total is not None and total is None:
            step = max(1, listing.size * 3 // 4)
            offsets = [*reversed(range(step, listing.total, step))]
        elif listing.total != total and 0 not in offsets:
            offsets.append(0)
        total = listing.total
    return ids


def newest_edits(desk: Desk, since: datetime) -> Generator[Poll, None, Walked]:
    """The posts that were edited last, for an API that cannot bound them: one page of them."""
    listing = desk.listing({"orderby": "modified", "order": "desc"})
    if isinstance(listing, Refusal):
        yield Poll(listing.url, listing.failure, Offer())
        return Walked(False)
    posts = tuple(post for post in listing.posts if post.modified > since)
    more = not listing.is_last and len(posts) == len(listing.posts)
    note = f"of the edits since {since.isoformat()} only the last {len(posts)} are told (WordPress before 5.7)"
    yield desk.poll(replace(listing, posts=posts), note if more else None)
    return Walked(True, {post.id: post.modified for post in posts})
