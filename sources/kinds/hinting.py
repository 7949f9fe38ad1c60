"""Texts of other people made fit to be hints: one line, no markup, no characters that are none, bounded."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import NamedTuple

from contracts.records import Hints

MOST_TEXT = 50_000  # characters of a full text; the longest pieces of newspapers have about 40,000
_LEAST_TEXT = 800
_MOST_LINE = 1_000
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{0,31});")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_BREAK = re.compile(r"</?(?:br|p|div|li|ul|ol|h[1-6]|tr|td|th|blockquote|hr)\b[^<>]*>", re.IGNORECASE)
# Control characters but tab and line break, lone surrogates (JSON may hold them, UTF-8 may not), and non-characters.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def unescaped(text: str, declared: Mapping[str, str] = {}) -> str:
    """The text with its character references resolved, those that end in a semicolon: `?a=1&copy=2` stays an address.
    `declared`: further names and what they stand for. What comes of a reference is not looked at again."""
    if "&" not in text:
        return text
    return _ENTITY.sub(lambda match: declared.get(match[0][1:-1]) or html.unescape(match[0]), text)


def clean(text: str) -> str:
    """The text without characters that no field can hold."""
    return _NO_TEXT.sub("", text.replace("\x0b", " ").replace("\x0c", " "))


def one_line(text: object, *, most: int = _MOST_LINE) -> str | None:
    """A plain text in one line; None where nothing is left, or where it is no text."""
    if not isinstance(text, str):
        return None
    return " ".join(clean(text[: 20 * most]).split())[:most].rstrip() or None


def without_markup(text: str) -> str | None:
    """One line of what a piece of HTML shows. Text that is no HTML comes through as it is, `A < B` too."""
    text = text[: 20 * _MOST_LINE]
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub(" ", text))
    return one_line(unescaped(text))


def length_of_text(markup: str) -> int:
    """About how many characters a reader sees of it."""
    return len(" ".join(_TAG.sub("", markup).split()))


def full_text(markup: str) -> str | None:
    """A body for `Hints.text`: HTML or plain, at most 50,000 characters, not cut within a tag."""
    text = clean(markup).strip()
    if len(text) > MOST_TEXT:
        text = text[:MOST_TEXT]
        open_tag = text.rfind("<")
        text = text[:open_tag] if open_tag > text.rfind(">") else text
    return text or None


class Told(NamedTuple):
    """What a source says of a page: its link as written, and the hints."""

    link: str | None
    hints: Hints


def fuller_text(bodies: Iterable[str], summaries: Iterable[str]) -> str | None:
    """The longest of the texts if it is more than a summary: of at least 800 characters (summaries in feeds have 100 to
    500), and, where it is said to be the body, longer than what is said to be the summary."""
    summary = max(summaries, key=length_of_text, default="")
    body = max(bodies, key=length_of_text, default="")
    longest = body if length_of_text(body) > length_of_text(summary) else summary
    return full_text(longest) if length_of_text(longest) >= _LEAST_TEXT else None


def section_names(names: Iterable[object]) -> tuple[str, ...]:
    """The names of sections and subjects, each once, at most 20; addresses (of a classification) are none."""
    lines = (one_line(name, most=100) for name in islice(names, 100))
    found = dict.fromkeys(line for line in lines if line and "://" not in line)
    return tuple(islice(found, 20))
