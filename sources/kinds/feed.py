"""Feeds: RSS, Atom and JSON Feed, read from bytes that are already here.

Only the first 2,000 entries are read: newspapers' feeds show 10 to 200 and `max_pages` is 200 by default, while one of
100,000 is somebody's whole archive or an attack. Reading 2,000 takes about 0.2 s; what was left out is said."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from contracts.records import Candidate, Hints
from core.urls import is_web_url, normalise_url
from sources.http.fetcher import Answer
from sources.kinds.charset import as_text
from sources.kinds.connector import Offer, WebConnector, web_address
from sources.kinds.feed_json import is_json, read_json_feed
from sources.kinds.feed_xml import Entry, FeedDocument, Value, declared_entities, read_document
from sources.kinds.hinting import Told, fuller_text, one_line, section_names, without_markup
from sources.spec import SourceSpec

MOST_ENTRIES = 2_000
_RELATION = "http://www.iana.org/assignments/relation/"
_NAME = re.compile(r"<(?:[\w.-]+:)?name\b[^<>]*>([^<]*)<", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")
_READABLE_CONTENT = ("", "text", "html", "xhtml", "text/html", "text/plain", "application/xhtml+xml")
_FIRST_TAG = re.compile(r"<([A-Za-z][\w:.-]{0,40})")


def read_feed(spec: SourceSpec, answer: Answer) -> Offer:
    """The entries of a feed in its order, with what it says of them. A feed that is cut gives the entries before the
    cut; what is no feed at all, or declares entities that expand or lead elsewhere, gives `problem`."""
    text = as_text(answer.body, answer.content_type)
    if is_json(text):
        found = read_json_feed(text, MOST_ENTRIES)
        if isinstance(found, str):
            return Offer(problem=f"not a feed: {found}")
        return _offer(answer, found.entries, found.home, _left_out(len(found.entries), found.left_out))
    entities = declared_entities(text)
    if entities is None:
        return Offer(problem="declares entities that expand or lead elsewhere")
    feed = read_document(text, MOST_ENTRIES, entities)
    if not feed.root:
        first = _FIRST_TAG.search(text)
        what = f"begins with <{first[1]}>" if first else "no markup"
        return Offer(problem=f"not a feed: {what} (Content-Type {answer.content_type or 'not given'})")
    told = [Told(_link(entry, answer.final_url), _hints(entry)) for entry in feed.entries]
    note = _left_out(len(told), feed.left_out) if feed.ended else "it is cut: its end is missing"
    return _offer(answer, told, _home(feed, answer.final_url), note)


def _left_out(read: int, left_out: int) -> str | None:
    return f"the first {read} entries were read, about {left_out} more were left out" if left_out else None


def _offer(answer: Answer, entries: list[Told], home: str | None, note: str | None) -> Offer:
    found: dict[str, Candidate] = {}
    for link, hints in entries:
        if link:
            url = web_address(link, answer.final_url)
            found.setdefault(url, Candidate(url, hints))
    homeless = sum(not link for link, _ in entries)
    notes = (note, f"{homeless} of {len(entries)} entries have no address" if homeless else None)
    return Offer(tuple(found.values()), home=home, note="; ".join(filter(None, notes)) or None)


def _link(entry: Entry, final_url: str) -> str | None:
    """The entry's page: where a feed service moved it from; RSS's link; a link to the page itself rather than to its
    feed, comments or sound; a guid or id that is an address. None where it has none."""
    links = entry.all("link")
    pages = [link for link in links if link.attributes.get("href") and _relation(link) in ("", "alternate")]
    pages.sort(key=lambda link: link.attributes.get("type", "text/html") not in ("text/html", "application/xhtml+xml"))
    guids = [
        value.text.strip()
        for value in entry.all("guid", "id")
        if value.attributes.get("ispermalink", "true").lower() != "false" and is_web_url(value.text)
    ]
    origin = [Value(text, {})] if (text := entry.text("feedburner:origlink")) else []
    written = [link for link in links if link.text.strip() and not link.attributes.get("href")]
    for link in (*origin, *written, *pages):
        bases = (*entry.bases, link.attributes.get("xml:base", ""))
        return _resolved(link.attributes.get("href") or link.text, bases, final_url)
    return guids[0] if guids else None


def _relation(link: Value) -> str:
    return link.attributes.get("rel", "").lower().removeprefix(_RELATION)


def _resolved(link: str, bases: tuple[str, ...], final_url: str) -> str:
    """An address made absolute; as it is written where that cannot be."""
    base = final_url
    try:
        for inner in bases:
            base = urljoin(base, inner)
        return normalise_url(link, base)
    except ValueError:
        return link


def _home(feed: FeedDocument, final_url: str) -> str | None:
    """The site that the feed says it is of."""
    link = _link(Entry(feed.about.bases, {"link": feed.about.all("link")}), final_url)
    return link if link and is_web_url(link) else None


def _hints(entry: Entry) -> Hints:
    published = entry.text("pubdate", "published", "issued", "dc:date", "dcterms:issued", "created", "dcterms:created")
    modified = entry.text("updated", "modified", "dcterms:modified")
    return Hints(
        title=_title(entry),
        published=one_line(published or modified, most=100),  # Atom asks for `updated` only
        author=_author(entry),
        modified=one_line(modified, most=100),
        sections=section_names(
            value.text or value.attributes.get("label") or value.attributes.get("term") or ""
            for value in entry.all("category", "dc:subject")
        ),
        text=fuller_text(
            [value.text for value in entry.all("content:encoded", "content") if _is_body(value)],
            [value.text for value in entry.all("description", "summary")],
        ),
    )


def _title(entry: Entry) -> str | None:
    for value in entry.all("title"):
        literal = value.attributes.get("type") == "text" and not value.is_html
        title = one_line(value.text) if literal else without_markup(value.text)
        if title:
            return title
    return None


def _author(entry: Entry) -> str | None:
    """The persons, comma between; an e-mail address alone is no name."""
    values = entry.all("dc:creator") or entry.all("author") or entry.all("itunes:author")
    names = dict.fromkeys(name for value in values[:20] if (name := _person(value)))
    return one_line(", ".join(names))


def _person(value: Value) -> str | None:
    """`Name`, `<name>Name</name>`, `mail (Name)` or `Name <mail>`."""
    if value.is_html and (named := _NAME.search(value.text)):
        return without_markup(named[1])
    text = without_markup(value.text) if value.is_html else one_line(value.text)
    if text and "@" in text:
        bracketed = _IN_BRACKETS.search(text)
        before = text.partition("<")[0]
        text = bracketed[1] if bracketed else before if "@" not in before else ""
    return one_line(text, most=200)


def _is_body(value: Value) -> bool:
    return "src" not in value.attributes and value.attributes.get("type", "").lower() in _READABLE_CONTENT


FEED = WebConnector(read_feed)
