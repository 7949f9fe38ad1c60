"""What stands above the body of a plain text: the title, and the lines that name sections, authors and dates."""

from __future__ import annotations

import re

from contracts.records import PageContext
from transforms.pages.clean import flat, one_line
from transforms.pages.dates import DateCandidate, Role, parse_moment
from transforms.pages.furniture import NOISE
from transforms.pages.metadata import people
from transforms.pages.patterns import any_of, joined
from transforms.pages.plain_lines import Line, ends_sentence, is_caption

# "Asia-Pacific, News, US No Comments on Talks resume": what WordPress themes print above an article.
COMMENTS_ON = re.compile(
    r"^(?P<sections>.*?)\s*(?:\bno|\b\d+|\bleave a|\bpost a|\badd a)\s+comments?\s+(?:on|to|so far)\b\s*(?P<title>.*)$",
    re.IGNORECASE,
)
_SECTIONS = re.compile(
    joined(r"""
    ^(?:posted (?:in|under)|filed (?:in|under)|categor(?:y|ies)|sections?|topics?|tags?|rubrik|catégories?|
    secci[oó]n)\s*:?\s+(?P<names>.+)$
    """),
    re.IGNORECASE,
)
_TRAIL = re.compile(r"\s*(?:>|»|›|/|→)\s*")
_BYLINE = re.compile(
    joined(r"""
    ^(?:(?:written|posted|published|reported|story|text|words)\s+)?
    (?:by|von|par|por|di|de|autor|author)\s*:?\s+(?P<who>[^\d].{2,120})$
    """),
    re.IGNORECASE,
)
_META_LINE = any_of(r"""
    ^(?:(?:last )?(?:updated|published|posted|modified|reviewed)|date|share|print|email|tweet|facebook|twitter|
    whatsapp|linkedin|\d+ min(?:utes?)? read|reading time)\b.{0,60}$
    """)
_CHANGED = re.compile(r"\b(?:updated|modified)\b", re.IGNORECASE)
_PUBLISHED = re.compile(r"\b(?:published|posted)\b", re.IGNORECASE)
_COPYRIGHT = re.compile(r"©|copyright", re.IGNORECASE)


_READING_TIME = re.compile(r"^\d{1,3}(?:\s?[-–]\s?\d{1,3})? min(?:ute)?s?\.?(?: read)?$", re.IGNORECASE)
_NAME = re.compile(r"^[^\W\d_][\w.'’-]*(?: (?:[a-z]{1,3} )?[^\W\d_][\w.'’-]*){1,3}$")


def unbroken_top(lines: list[Line]) -> list[Line]:
    """The lines with headlines of several set lines as one: what is set large is wrapped earlier than the body. A line
    that goes on with a small letter, in the same block, belongs to the one before."""
    out: list[Line] = []
    for line in lines:
        before = out[-1] if out else None
        if (
            len(out) <= 12
            and before is not None
            and before.block == line.block
            and before.kind == line.kind == "text"
            and line.text[:1].islower()
            and len(line.text.split()) <= 12
            and not ends_sentence(before.text)
            and 3 <= len(before.text.split()) <= 24
            and before.linked < 0.5
            and not (authors_of(line.text) or authors_of(before.text))
        ):
            out[-1] = Line(f"{before.text} {line.text}", before.kind, before.block, before.level, before.linked)
        else:
            out.append(line)
    return out


def names_author(text: str, following: list[Line]) -> list[str]:
    """The person whom a line right below the title names without "By", as reader views do: where a reading time or a
    date follows."""
    after = following[0].text if following else ""
    if not _NAME.match(text) or not (_READING_TIME.match(after) or date_of(after, None)):
        return []
    return people([text], set())


def find_title(top: list[Line], context: PageContext) -> tuple[str | None, int]:
    """The title and the line it was last seen on (-1: none): marked as one, said twice, or the line fit for one."""
    found = _marked(top) or _said_twice(top) or _fit(top)
    if found is None:
        return one_line(context.hints.title) or None, -1
    return found, max((i for i, line in enumerate(top) if flat(line.text) == flat(found)), default=-1)


def _marked(top: list[Line]) -> str | None:
    return next((x.text for x in top if x.kind == "heading" and x.level == 1 and len(x.text.split()) >= 2), None)


def _said_twice(top: list[Line]) -> str | None:
    said: dict[str, str] = {}
    for line in top:
        key = flat(line.text)
        if key in said and len(line.text.split()) >= 3:
            return said[key]
        on = COMMENTS_ON.match(line.text)
        if on and flat(on["title"]) in said:
            return said[flat(on["title"])]
        said[key] = line.text
    return None


def _fit(top: list[Line]) -> str | None:
    """The headline stands closest to the body; menus stand above it, and their lines are shorter. A line that begins
    another ("Talks resume - The Daily Example" above "Talks resume") is the title without the site's name."""
    fit = [i for i, line in enumerate(top) if _may_be_title(line)]
    for i in fit:
        for j in fit:
            a, b = flat(top[i].text), flat(top[j].text)
            if len(a) >= 12 and b.startswith(a) and b != a:
                return top[i].text
    best = max(fit, key=lambda i: (min(len(top[i].text.split()), 6), i), default=None)
    return top[best].text if best is not None else None


def _may_be_title(line: Line) -> bool:
    text = line.text
    count = len(text.split())
    if line.kind in ("item", "image") or line.linked > 0.7:
        return False
    if count < 2:  # scripts without word spaces
        return not text.isascii() and 6 <= len(text) <= 60 and line.kind == "text"
    if count > 30 or text.endswith((".", ",", ";", ":")):
        return False
    if any(p.match(text) for p in (NOISE, _META_LINE, _BYLINE, _SECTIONS, COMMENTS_ON)) or is_caption(line):
        return False
    return not (len(text) < 50 and parse_moment(text, only=False)) and len(_TRAIL.split(text)) < 3


def sections_of(text: str, title: str | None) -> list[str] | None:
    """The sections that a line names, or None when it is no such line."""
    on = COMMENTS_ON.match(text)
    if on:
        return _names(on["sections"])
    named = _SECTIONS.match(text)
    if named:
        return _names(named["names"])
    trail = _TRAIL.split(text)
    if len(trail) >= 3 and all(1 < len(part) <= 60 for part in trail):
        own = flat(title)
        return [part for part in trail if part.lower() not in ("home", "start") and not own.startswith(flat(part)[:40])]
    return None


def _names(text: str) -> list[str]:
    names = [part.strip() for part in re.split(r"\s*[,;|/>»·]\s*", text)]
    return [name for name in names if 1 < len(name) <= 40 and len(name.split()) <= 5]


def authors_of(text: str) -> list[str]:
    """The people that a byline names; an empty list when the line is none."""
    by = _BYLINE.match(text)
    if not by or (ends_sentence(text) and len(text.split()) > 8):
        return []
    return people([re.split(r"\s+[|–—·-]\s+|, (?=\w+ \d)| on (?=\w+ \d)", by["who"])[0]], set())


def date_of(text: str, language: str | None) -> DateCandidate | None:
    """The date that a short line states; a copyright line states none."""
    if len(text) > 120 or _COPYRIGHT.search(text):
        return None
    moment = parse_moment(text, language, only=False)
    if moment is None:
        return None
    role: Role = "modified" if _CHANGED.search(text) and not _PUBLISHED.search(text) else "published"
    return DateCandidate(moment, "text", "line", role)
