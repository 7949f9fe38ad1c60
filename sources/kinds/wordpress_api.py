"""The WordPress REST API as it answers: addresses, posts, and what it says when it refuses.

Read with care, for between WordPress and the answer stand plugins: JSON behind a byte order mark or behind PHP's
warnings, HTML in its stead, lists shorter than their total says. Reference: developer.wordpress.org/rest-api."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from urllib.parse import urlencode

from contracts.reasons import Reason
from contracts.records import Hints
from sources.http.fetcher import Answer, FetchFailure
from sources.kinds.hinting import full_text, one_line, without_markup

PER_PAGE = 100  # the most that the API gives
_FIELDS = "id,date,date_gmt,modified,modified_gmt,link,title,author,categories,content"
_LIGHT_FIELDS = "id,date,modified"
_FIRST_YEAR = 1990  # before it stand the zeros of programs
_MAX_PROLOGUE = 20_000  # characters before the JSON in which its beginning is looked for
_MAX_BEGINNINGS = 20  # brackets that are tried; each may lead through the whole text
_JSON = json.JSONDecoder()

Parameters = Mapping[str, str | int]


@dataclass(frozen=True)
class Post:
    """A post as listed. `date` and `modified` are the site's local time, by which the API sorts and filters."""

    id: int
    date: datetime
    modified: datetime
    link: str | None
    hints: Hints
    author: int | None = None
    categories: tuple[int, ...] = ()


@dataclass(frozen=True)
class Listing:
    """One answer of the posts' endpoint. `total` and `pages`: how many match in all, None where it does not say;
    `rows`: how many came, those included that are no posts. `note`: what is wrong with it."""

    url: str
    answer: Answer
    posts: tuple[Post, ...] = ()
    total: int | None = None
    pages: int | None = None
    rows: int = 0
    per_page: int = PER_PAGE
    note: str | None = None

    @property
    def is_last(self) -> bool | None:
        """Whether nothing follows it in its order; None where that is not told. What came says little: posts can be
        withheld, and pages be shorter than asked for."""
        if self.pages is not None:
            return self.pages <= 1
        return self.rows >= self.total if self.total is not None else None

    @property
    def size(self) -> int:
        """Posts on a page, at least: some sites give fewer than they are asked for."""
        return -(-self.total // self.pages) if self.total and self.pages else max(1, self.rows)


@dataclass(frozen=True)
class Refusal:
    """Why an answer is no list of posts. `code`: the API's own word for it, where there is one."""

    url: str
    failure: FetchFailure
    code: str | None = None

    @property
    def is_no_api(self) -> bool:
        """Whether there is no API at this address, rather than one that is closed or in trouble."""
        return self.failure.status in (200, 404) and self.code in (None, "rest_no_route")


@dataclass(frozen=True)
class Api:
    """An API by its root: `https://example.org/wp-json/`, or `https://example.org/?rest_route=/` where a site has no
    pretty addresses."""

    root: str

    def url(self, route: str, parameters: Parameters) -> str:
        """The address of a route with its parameters."""
        return f"{self.root}{route}{'&' if '?' in self.root else '?'}{urlencode(parameters, safe=',:')}"

    def posts_url(self, parameters: Parameters, per_page: int = PER_PAGE, *, light: bool = False) -> str:
        """The address of a list of posts; `light`: only their ids and dates."""
        fields = _LIGHT_FIELDS if light else _FIELDS
        return self.url("wp/v2/posts", {**parameters, "per_page": per_page, "_fields": fields})


def read_listing(url: str, answer: Answer | FetchFailure, per_page: int = PER_PAGE) -> Listing | Refusal:
    """The posts of an answer to a request for so many, or why there are none."""
    if isinstance(answer, FetchFailure):
        return _refusal(url, answer)
    if answer.status == 304:
        return Listing(url, answer)
    value, fault = read_json(answer.body)
    if isinstance(value, dict) and "code" in value:
        said = FetchFailure(Reason.BAD_RESPONSE, f"HTTP {answer.status}", answer.status, said=answer.body)
        return _refusal(url, said)
    if not isinstance(value, list):
        words = f"{fault or 'JSON, but no list of posts'} (Content-Type {answer.content_type or 'not given'})"
        return Refusal(url, FetchFailure(Reason.BAD_RESPONSE, words, answer.status))
    posts = tuple(post for row in value if isinstance(row, dict) and (post := _post(row)))
    if value and not posts:
        words = f"a list of {len(value)}, but none of its entries is a post with an id and a date"
        return Refusal(url, FetchFailure(Reason.BAD_RESPONSE, words, answer.status))
    listing = Listing(
        url=url,
        answer=answer,
        posts=posts,
        total=_count(answer, "X-WP-Total"),
        pages=_count(answer, "X-WP-TotalPages"),
        rows=len(value),
        per_page=per_page,
    )
    return replace(listing, note="; ".join(filter(None, (fault, *_notes(listing)))) or None)


def _count(answer: Answer, header: str) -> int | None:
    text = (answer.header(header) or "").strip()
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _notes(listing: Listing) -> Iterator[str]:
    """Where an answer is not what its own headers say."""
    no_posts, total, pages = listing.rows - len(listing.posts), listing.total, listing.pages
    if no_posts:
        yield f"{no_posts} of {listing.rows} entries have no id or date"
    if total is None:
        return
    if pages is not None and pages != -(-total // listing.per_page):
        yield f"X-WP-TotalPages says {pages} for {total} posts, {listing.per_page} a page"
    withheld = min(total, listing.size if pages else listing.per_page) - listing.rows
    if withheld > 0:
        yield f"{withheld} posts are counted but not shown"


def _refusal(url: str, failure: FetchFailure) -> Refusal:
    """A failure with what the API itself says of it."""
    value, _ = read_json(failure.said)
    code = one_line(value.get("code"), most=60) if isinstance(value, dict) else None
    if code is None or not isinstance(value, dict):
        return Refusal(url, failure)
    message = without_markup(str(value.get("message") or ""))
    detail = f"{failure.detail}: {code}" + (f": {message[:200]}" if message else "")
    return Refusal(url, replace(failure, detail=detail), code)


def read_json(body: bytes) -> tuple[object, str | None]:
    """The value of a JSON text, and what is wrong with the text; None and why where it is none. A byte order mark and
    PHP's warnings before the value are passed over."""
    text = body.decode("utf-8-sig", "replace").lstrip("\ufeff \t\r\n")
    try:
        return json.loads(text), None
    except (ValueError, RecursionError):
        pass
    beginnings = () if text.startswith(("[", "{")) else re.finditer(r"[\[{]", text[:_MAX_PROLOGUE])
    for start in islice(beginnings, _MAX_BEGINNINGS):
        try:
            value, end = _JSON.raw_decode(text, start.start())
        except (ValueError, RecursionError):
            continue
        if not text[end:].strip():
            return value, f"something stands before the JSON: {without_markup(text[: start.start()][:200])}"
    if not text:
        return None, "an empty answer instead of JSON"
    return None, "HTML instead of JSON" if text.startswith("<") else "no JSON, or JSON that is cut"


def _post(row: Mapping[str, object]) -> Post | None:
    """A post, with hints that lack the names that other endpoints know. None without an id or a date."""
    identity, date = row.get("id"), _moment(row.get("date"))
    if not isinstance(identity, int) or date is None:
        return None
    link, author, categories = row.get("link"), row.get("author"), row.get("categories")
    title, content = _rendered(row.get("title")), _rendered(row.get("content"))
    return Post(
        id=identity,
        date=date,
        modified=_moment(row.get("modified")) or date,
        link=link if isinstance(link, str) and link.strip() else None,
        hints=Hints(
            title=without_markup(title) if title else None,
            published=_gmt(row.get("date_gmt")),
            modified=_gmt(row.get("modified_gmt")),
            text=full_text(content) if content else None,
        ),
        author=author if isinstance(author, int) and author > 0 else None,
        categories=tuple(item for item in categories if isinstance(item, int)) if isinstance(categories, list) else (),
    )


def _rendered(value: object) -> str | None:
    """The text of a field that is `{"rendered": …}`, or, from some plugins, a bare text."""
    text = value.get("rendered") if isinstance(value, dict) else value
    return text if isinstance(text, str) else None


def _moment(value: object) -> datetime | None:
    """A local time without a zone, in whole seconds."""
    try:
        return datetime.fromisoformat(str(value)).replace(tzinfo=None, microsecond=0)
    except ValueError:
        return None


def _gmt(value: object) -> str | None:
    """A time that the API gives in GMT without saying so, as RFC 3339."""
    moment = _moment(value)
    return f"{moment.isoformat()}Z" if moment and moment.year >= _FIRST_YEAR else None
