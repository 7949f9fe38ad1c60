"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import json
from dataclasses import dataclass

from contracts.records import Hints
from core.urls import is_web_url
from sources.kinds.hinting import Told, fuller_text, one_line, section_names, without_markup


@dataclass(frozen=True)
class JsonFeed:
    """What a JSON Feed says. `left_out` counts the entries that were not read."""

    entries: list[Told]
    home: str | None
    left_out: int


def is_json(text: str) -> bool:
    """Whether a document is meant to be a JSON object."""
    return text.lstrip()[:1] == "{"


def read_json_feed(text: str, most: int) -> JsonFeed | str:
    """The first `most` items; in words, why it is no JSON Feed."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        return f"JSON that cannot be read ({error})"[:200]
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        return "JSON without `items`"
    home = feed.get("home_page_url")
    return JsonFeed(
        [_told(item if isinstance(item, dict) else {}) for item in items[:most]],
        home if isinstance(home, str) and is_web_url(home) else None,
        max(0, len(items) - most),
    )


def _told(item: dict[str, object]) -> Told:
    title = item.get("title")
    full = [text for key in ("content_html", "content_text") if isinstance(text := item.get(key), str)]
    summary = item.get("summary")
    published, modified = (one_line(item.get(key), most=100) for key in ("date_published", "date_modified"))
    tags = item.get("tags")
    hints = Hints(
        title=without_markup(title) if isinstance(title, str) else None,
        published=published or modified,
        author=_authors(item),
        modified=modified,
        sections=section_names(tags if isinstance(tags, list) else ()),
        text=fuller_text(full, [summary] if isinstance(summary, str) else []),
    )
    return Told(_address(item), hints)


def _address(item: dict[str, object]) -> str | None:
    for key in ("url", "external_url"):
        link = one_line(item.get(key), most=2_000)
        if link:
            return link
    identity = item.get("id")
    return identity if isinstance(identity, str) and is_web_url(identity) else None


def _authors(item: dict[str, object]) -> str | None:
    """`authors` of version 1.1, or `author` of 1.0."""
    listed = item.get("authors")
    people = listed if isinstance(listed, list) and listed else [item.get("author")]
    names = [one_line(person.get("name"), most=200) for person in people[:20] if isinstance(person, dict)]
    return one_line(", ".join(dict.fromkeys(name for name in names if name)))
