"""Documents as lines of JSON: `html` or `text` (or `body`, `content`), and what is known of them: `url`, `title`,
`published_at` or `date`, `modified_at`, `author` or `byline`, `sections`. What `desk extract` writes is read, too."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from contracts.records import Hints
from core.urls import is_web_url, normalise_url
from sources.kinds.hinting import one_line, section_names

_HTML = re.compile(r"<(?:!doctype|html|body|article|main|div|p|h[1-6]|br|span|ul|table)\b", re.IGNORECASE)
_MOST_TITLE = 400


@dataclass(frozen=True)
class Row:
    """One document. `url` is its web address, where it has one."""

    text: str
    is_html: bool
    url: str | None
    hints: Hints

    @property
    def body(self) -> bytes:
        return self.text.encode("utf-8", "replace")

    @property
    def content_type(self) -> str:
        return f"text/{'html' if self.is_html else 'plain'}; charset=utf-8"


def read_row(line: bytes) -> Row | str:
    """The document of a line; in words, why there is none."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        return f"not JSON: {error}"[:200]
    if not isinstance(value, dict):
        return f"not a JSON object but {type(value).__name__}"
    found = next((key for key in ("html", "text", "body", "content") if _has_text(value.get(key))), None)
    if found is None:
        return "no text in `html`, `text`, `body` or `content`"
    text = str(value[found])
    is_html = found == "html" or (found in ("body", "content") and _HTML.search(text) is not None)
    return Row(text, is_html, _address(value), _hints(value))


def _has_text(value: object) -> bool:
    return isinstance(value, str) and not value.isspace() and bool(value)


def _address(value: dict[str, object]) -> str | None:
    for key in ("url", "canonical_url"):
        url = value.get(key)
        if isinstance(url, str) and is_web_url(url):
            return normalise_url(url)
    return None


def _hints(value: dict[str, object]) -> Hints:
    sections = value.get("sections")
    return Hints(
        title=one_line(value.get("title"), most=_MOST_TITLE),
        published=one_line(value.get("published_at") or value.get("date"), most=100),
        author=_names(value.get("author")) or _names(value.get("byline")),
        modified=one_line(value.get("modified_at"), most=100),
        sections=section_names(sections if isinstance(sections, list) else ()),
    )


def _names(value: object) -> str | None:
    """A name, or a list of them."""
    if isinstance(value, list):
        return one_line(", ".join(name for item in value[:20] if (name := one_line(item, most=200))))
    return one_line(value)
