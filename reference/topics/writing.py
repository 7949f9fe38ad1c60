"""How the phrases of a language are found among its words: where words begin and end, and which forms are one word.

A word of a text is looked for by one *key*. In English that is the folded word, and the phrases know the forms. In the
other languages the key is a stem (Snowball's, see `reference.topics.stems`), or `=word` where a phrase asks for one
form only, or `*ende` and `anfang*` where it asks for all that ends or begins so, as German compounds do. Chinese has no
blanks: its text is cut at the words that phrases have, the leftmost and the longest first, so a full name goes before a
short one that stands in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from reference.topics.phrases import fold

_WORD = re.compile(r"(?:[A-Za-z]\.){2,}|[^\W_]+(?:['’][^\W_]+)*")
_JOINT = re.compile(r"[ \t\r\n\u00a0\u202f\-‐‑–/&\"“”'’‘]*")
_OTHER_WORD = re.compile(r"(?:[A-Za-z]\.){2,}|[^\W_]+")  # "l'embargo" is two
_OTHER_JOINT = re.compile(r"[ \t\r\n\u00a0\u202f\-‐‑–/&\"“”„«»‹›'’‘]*")
_UNSPACED_JOINT = re.compile(r"[ \t\r\u00a0\u3000\-‐‑–—/&\"“”'’‘《》〈〉「」『』·・（）()]*")
_PIECE = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+|\s+|[^\w\s]+|_+")
UNSPACED = frozenset({"zh"})
SYMBOLS_PER_WORD = 1.6  # Chinese: a text of as much news as 100 English words has some 160 signs and known words


@dataclass(frozen=True)
class Writing:
    """`key` of a word as it is written; `words` and `joint`: what a word is and what may stand between two of a phrase;
    `commas`: what a gap may hold. `cut` is None where blanks part the words; else it parts a text, nothing left out.
    `unit`: how many words of the cut are as much as one word of English."""

    key: Callable[[str], str] = fold
    words: re.Pattern[str] = _WORD
    joint: re.Pattern[str] = _JOINT
    commas: frozenset[str] = frozenset({","})
    cut: Callable[[str], list[str]] | None = None
    unit: float = 1.0


ENGLISH = Writing()


def spaced_writing(key: Callable[[str], str]) -> Writing:
    """That of a language other than English whose words have blanks between."""
    return Writing(key, _OTHER_WORD, _OTHER_JOINT, frozenset({",", "،"}))


def unspaced_writing(key: Callable[[str], str], words: Iterable[str], letters: dict[int, str]) -> Writing:
    """That of a language without blanks. `words` are those that its phrases have; `letters` says which signs are read
    as others (the traditional ones)."""
    known = sorted(words)
    kind, how = MatchKind.LeftmostLongest, Implementation.ContiguousNFA
    automaton = AhoCorasick(known, matchkind=kind, implementation=how) if known else None

    def cut(text: str) -> list[str]:
        parts: list[str] = []
        done = 0
        plain = text.translate(letters).encode("utf-8", "replace").decode()  # half a pair of surrogates is one "?"
        for _, start, end in automaton.find_matches_as_indexes(plain) if automaton else ():
            if start > done:
                parts += _PIECE.findall(text, done, start)
            parts.append(text[start:end])
            done = end
        return parts + _PIECE.findall(text, done)

    return Writing(key, _OTHER_WORD, _UNSPACED_JOINT, frozenset({",", "，", "、"}), cut, SYMBOLS_PER_WORD)
