"""Feeds: RSS and Atom, read by feedparser from bytes that are already here."""

from __future__ import annotations

import io
import re
from urllib.parse import urljoin

import feedparser
from selectolax.lexbor import LexborHTMLParser

from contracts.records import Candidate, Hints
from sources.http.fetcher import Answer
from sources.kinds.connector import Offer, WebConnector, web_address
from sources.spec import SourceSpec

# Entities that feeds do declare are names for a character (`nbsp`). Anything longer, nested or external serves to make
# a small file large: expat lets 10 MB grow to 1 GB before it stops.
_DECLARATION = b"<!ENTITY"
_HARMLESS = re.compile(rb"""<!ENTITY\s+[\w.:-]+\s+("(&\#\w+;|[^&"%]){0,8}"|'(&\#\w+;|[^&'%]){0,8}')\s*>""")


def read_feed(spec: SourceSpec, answer: Answer) -> Offer:
    """The entries of a feed in its order, with their titles, dates and authors as written. A feed that is cut gives the
    entries before the cut; what is no feed at all gives `problem`."""
    plain = answer.body.replace(b"\0", b"")  # UTF-16 hides nothing
    if plain.count(_DECLARATION) > len(_HARMLESS.findall(plain)):
        return Offer(problem="declares entities that expand or lead elsewhere")
    base = answer.final_url
    # As a stream, never as bytes: feedparser takes a short text for a URL or file name, and opens it.
    parsed = feedparser.parse(
        io.BytesIO(answer.body),
        response_headers={"content-location": base, "content-type": answer.content_type or ""},
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    if not parsed.get("version") and not parsed.entries:
        return Offer(problem=f"not a feed (Content-Type {answer.content_type or 'not given'})")
    found: dict[str, Candidate] = {}
    for entry in parsed.entries:
        link = entry.get("feedburner_origlink") or entry.get("link")
        if link:
            url = web_address(link, base)
            found.setdefault(url, Candidate(url, _hints(entry)))
    home = parsed.feed.get("link")
    return Offer(tuple(found.values()), home=urljoin(base, home) if home else None)


def _hints(entry: feedparser.FeedParserDict) -> Hints:
    title = _plain(entry.get("title"))
    # Dublin Core's dates and Atom feeds without `published` stand in `updated`.
    published = entry.get("published") or entry.get("updated")
    return Hints(title=title, published=published or None, author=_plain(entry.get("author")))


def _plain(text: str | None) -> str | None:
    """A title without its markup and line breaks; None where nothing is left."""
    if text and "<" in text:
        text = LexborHTMLParser(text).text()
    return " ".join((text or "").split()) or None


FEED = WebConnector(read_feed)
