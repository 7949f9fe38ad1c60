"""A WordPress site that behaves like the real thing: its REST API, and editors who work while it is being read.

After class-wp-rest-posts-controller.php and class-wp-date-query.php: times are compared in local time and strictly,
equals come in no particular order, `page` past the end is an error and `offset` past it an empty list that counts
nothing, unknown parameters are passed over, a post that was scheduled keeps the date of change of its scheduling."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

from tests.support.answering import Reply

SECOND = timedelta(seconds=1)
_JSON = "application/json; charset=UTF-8"
_COLUMNS = {"date": "date", "modified": "modified", "id": "id", "title": "title"}


@dataclass(frozen=True)
class Post:
    """A post; its times are UTC without a zone."""

    id: int
    slug: str
    date: datetime
    modified: datetime
    title: str = "A title"
    status: str = "publish"
    author: int = 1
    categories: tuple[int, ...] = (1,)
    content: str = "<p>Some text.</p>"


@dataclass
class WordPress:
    """The site. `between` happens before each answer of the API; `shown` says which posts readers may see."""

    address: str = "https://example.org"
    now: datetime = datetime(2026, 3, 4, 12, 0)
    offset: timedelta = timedelta(hours=5, minutes=30)
    version: tuple[int, int] = (6, 5)
    pretty: bool = True
    dice: random.Random = field(default_factory=lambda: random.Random(0))
    posts: dict[int, Post] = field(default_factory=dict)
    authors: dict[int, str] = field(default_factory=lambda: {1: "Ada Reporter"})
    categories: dict[int, str] = field(default_factory=lambda: {1: "World &amp; Nation"})
    users_are_hidden: bool = False
    most_per_page: int = 100
    totals: bool = True
    between: Callable[[], None] = lambda: None
    shown: Callable[[Post], bool] = lambda post: True
    finish: Callable[[Reply], Reply] = lambda reply: reply
    asked: list[str] = field(default_factory=list)
    next_id: int = 1

    def add(self, date: datetime, modified: datetime | None = None, **more: object) -> Post:
        """A post of that date (UTC)."""
        post = Post(self.next_id, f"post-{self.next_id}", date, modified or date, **more)  # type: ignore[arg-type]
        self.next_id += 1
        self.posts[post.id] = post
        return post

    def change(self, identity: int, **fields: object) -> None:
        """Changes a post without the date of change, as WordPress's cron does."""
        self.posts[identity] = replace(self.posts[identity], **fields)  # type: ignore[arg-type]

    def edit(self, identity: int, **fields: object) -> None:
        """An edit, now."""
        self.change(identity, modified=self.now, **fields)

    def public(self) -> list[Post]:
        return [post for post in self.posts.values() if post.status == "publish"]

    def link(self, post: Post) -> str:
        return f"{self.address}/{post.slug}/"

    def api_requests(self) -> list[str]:
        """What was asked of the API, in order."""
        return [path for path in self.asked if "/wp/v2/" in path]

    def respond(self, path: str, headers: Mapping[str, str]) -> Reply:
        """Any request to the site."""
        self.asked.append(path)
        parts = urlsplit(path)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        if self.pretty and parts.path.startswith("/wp-json/"):
            return self.finish(self._route(parts.path.removeprefix("/wp-json"), query))
        if parts.path == "/" and "rest_route" in query:
            return self.finish(self._route(query.pop("rest_route"), query))
        if parts.path == "/":
            return Reply(200, b"<html><body>Home</body></html>")
        found = next((post for post in self.public() if f"/{post.slug}/" == parts.path), None)
        return Reply(200, self._page(found)) if found else Reply(404, b"<html>Nothing here</html>")

    def _page(self, post: Post) -> bytes:
        return f"<html><title>{post.title}</title><body>{post.content} {post.modified}</body></html>".encode()

    def _route(self, route: str, query: dict[str, str]) -> Reply:
        self.between()
        if route == "/wp/v2/posts":
            return self._posts(query)
        if route == "/wp/v2/users" and self.users_are_hidden:
            return error(401, "rest_user_cannot_view", "Sorry, you are not allowed to list users.")
        names = {"/wp/v2/users": self.authors, "/wp/v2/categories": self.categories}.get(route)
        if names is None:
            return error(404, "rest_no_route", "No route was found matching the URL and request method.")
        wanted = [int(part) for part in query.get("include", "").split(",") if part]
        rows = [{"id": number, "name": names[number]} for number in wanted if number in names]
        return Reply(200, json.dumps(rows).encode(), _JSON)

    def _posts(self, query: dict[str, str]) -> Reply:
        per_page, page = int(query.get("per_page", 10)), int(query.get("page", 1))
        if not 1 <= per_page <= 100:
            return error(400, "rest_invalid_param", "Invalid parameter(s): per_page")
        if query.get("orderby", "date") not in _COLUMNS:
            return error(400, "rest_invalid_param", "Invalid parameter(s): orderby")
        per_page = min(per_page, self.most_per_page)
        try:
            found = self._matching(query)
        except ValueError:
            return error(400, "rest_invalid_param", "Invalid parameter(s): after")
        total = len(found)
        start = int(query["offset"]) if "offset" in query else (page - 1) * per_page
        if "offset" in query and start >= total:
            total = 0
        pages = -(-total // per_page)
        if page > pages and total:
            return error(400, "rest_post_invalid_page_number", "The page number requested is larger than …")
        rows = [
            self._row(post, query.get("_fields", "")) for post in found[start : start + per_page] if self.shown(post)
        ]
        counts = (("X-WP-Total", str(total)), ("X-WP-TotalPages", str(pages))) if self.totals else ()
        return Reply(200, json.dumps(rows).encode(), _JSON, counts, self.now.replace(tzinfo=UTC))

    def _matching(self, query: Mapping[str, str]) -> list[Post]:
        """The posts that the parameters leave, in the order that they ask for."""
        found = self.public()
        for name, column, later in (
            ("after", "date", True),
            ("before", "date", False),
            ("modified_after", "modified", True),
            ("modified_before", "modified", False),
        ):
            if name not in query or (column == "modified" and self.version < (5, 7)):
                continue
            bound = datetime.fromisoformat(query[name])
            bound = bound.replace(tzinfo=None) if bound.tzinfo else bound - self.offset
            found = [
                post for post in found if (getattr(post, column) > bound if later else getattr(post, column) < bound)
            ]
        excluded = {int(part) for part in query.get("exclude", "").split(",") if part}
        found = [post for post in found if post.id not in excluded]
        self.dice.shuffle(found)
        column = _COLUMNS[query.get("orderby", "date")]
        return sorted(found, key=lambda post: getattr(post, column), reverse=query.get("order", "desc") == "desc")

    def _row(self, post: Post, fields: str) -> dict[str, object]:
        row: dict[str, object] = {
            "id": post.id,
            "date": (post.date + self.offset).isoformat(),
            "date_gmt": post.date.isoformat(),
            "modified": (post.modified + self.offset).isoformat(),
            "modified_gmt": post.modified.isoformat(),
            "link": self.link(post),
            "title": {"rendered": post.title},
            "author": post.author,
            "categories": list(post.categories),
            "content": {"rendered": post.content, "protected": False},
        }
        return {name: row[name] for name in fields.split(",") if name in row} if fields else row


def error(status: int, code: str, message: str) -> Reply:
    """A refusal in the API's form."""
    body = json.dumps({"code": code, "message": message, "data": {"status": status}}).encode()
    return Reply(status, body, _JSON)


class Editors:
    """People who publish, edit, move, rename, delete, import and schedule, at random and while the site is read."""

    def __init__(self, site: WordPress, dice: random.Random, busy: float = 0.5) -> None:
        self.site, self.dice, self.busy = site, dice, busy
        self.visible_since: dict[int, datetime] = {post.id: site.now for post in site.public()}

    def work(self) -> None:
        """What happens between two requests: time passes, and now and then somebody does something."""
        self.site.now += timedelta(seconds=self.dice.choice([0, 0, 1, 2, 2, 30]))
        often = [
            self._publish,
            self._edit,
            self._edit,
            self._move,
            self._rename,
            self._delete,
            self._schedule,
            self._cron,
        ]
        while self.dice.random() < self.busy:
            self.dice.choice([*often, *often, self._bulk_edit, self._import])()
            self.site.now += timedelta(seconds=self.dice.choice([0, 0, 0, 1]))

    def _some(self) -> Post | None:
        public = self.site.public()
        return self.dice.choice(public) if public else None

    def _show(self, posts: Iterable[Post]) -> None:
        for post in posts:
            self.visible_since[post.id] = self.site.now

    def _publish(self) -> None:
        self._show([self.site.add(self.site.now)])

    def _edit(self) -> None:
        if post := self._some():
            self.site.edit(post.id, title=f"Edited at {self.site.now}")

    def _move(self) -> None:
        """Another date of publication, sometimes that of another post."""
        post, other = self._some(), self._some()
        if post and other:
            back = timedelta(seconds=self.dice.randrange(900_000))
            self.site.edit(post.id, date=self.dice.choice([other.date, self.site.now - back]))

    def _rename(self) -> None:
        if post := self._some():
            self.site.edit(post.id, slug=f"post-{post.id}-again")

    def _delete(self) -> None:
        if post := self._some():
            del self.site.posts[post.id]

    def _bulk_edit(self) -> None:
        public = self.site.public()
        for post in self.dice.sample(public, min(len(public), self.dice.choice([5, 30, 130]))):
            self.site.edit(post.id)

    def _import(self) -> None:
        """Many posts of one second of the past, made in one second."""
        date = self.site.now - timedelta(seconds=self.dice.randrange(900_000))
        self._show([self.site.add(date, self.site.now) for _ in range(self.dice.choice([3, 20, 120]))])

    def _schedule(self) -> None:
        self.site.add(self.site.now + timedelta(seconds=self.dice.choice([1, 20, 300])), self.site.now, status="future")

    def _cron(self) -> None:
        """Publishes what is due, or late."""
        due = [post for post in self.site.posts.values() if post.status == "future" and post.date <= self.site.now]
        for post in due:
            self.site.change(post.id, status="publish")
        self._show(due)
