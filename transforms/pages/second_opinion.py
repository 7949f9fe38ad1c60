"""What a full-text feed or an API gives as a page's article: a check of the page, and its stand-in of last resort."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

_FULL = 80  # words; shorter texts are summaries
_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")
_MARKUP = re.compile(r"<(?:p|br|div|h\d|ul|blockquote|figure|img|a)\b", re.IGNORECASE)


@dataclass(frozen=True)
class SecondOpinion:
    """The text as a page of its own, its number of words, and its word triples."""

    markup: str
    words: int
    triples: frozenset[tuple[str, ...]]

    def agreement(self, body: str) -> float:
        """The share of its word triples that a body holds, 0..1."""
        return len(self.triples & _triples(_words(body))) / (len(self.triples) or 1)


def second_opinion(text: str | None) -> SecondOpinion | None:
    """A feed's text, HTML or plain, made ready to be weighed; None where there is none or only a summary."""
    if not text:
        return None
    if not _MARKUP.search(text):
        text = "".join(f"<p>{html.escape(part)}</p>" for part in re.split(r"\n\s*\n", text) if part.strip())
    markup = f"<!doctype html><html><body><article>{text}</article></body></html>"
    words = _words(html.unescape(_TAG.sub(" ", text)))
    return SecondOpinion(markup, len(words), _triples(words)) if len(words) >= _FULL else None


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def _triples(words: list[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(zip(words, words[1:], words[2:], strict=False))
