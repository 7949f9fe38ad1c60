"""Words: what texts are counted and compared by."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Scripts written without spaces between words (Thai, Lao, Burmese, Khmer, kana, Han) give a word a character.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")


def words(text: str) -> list[str]:
    """The words of a text: runs of letters and digits, without punctuation, as they are written."""
    return _WORD.findall(text)


def placed_words(text: str) -> Iterator[tuple[str, int]]:
    """The same words, each with the place of its first character."""
    return ((found.group(), found.start()) for found in _WORD.finditer(text))
