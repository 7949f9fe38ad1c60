"""The phrase language of the topic files, and the word forms that a written word stands for.

air strike              these words in this order, each in any of its forms: "air strikes", "air-strike"
(drone|cruise missile) attack    one of these at that place
talks ..3 minister      up to three words between
=arms                   this form only
WHO                     capitals: this case only, and not where the whole field is in capitals
strike [with jet bomb]  only with one of these words within eight words of it, before or after
strike [not union pay]  only without any of them
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reference.lines import read_lines

STOP_WORDS = Path(__file__).resolve().parents[1] / "data" / "topics" / "stop_words.tsv"
MAX_WORDS = 6
MAX_CHOICES = 300
_VOWELS = frozenset("aeiou")
_CONDITION = re.compile(r"\[(with|not) ([^\[\]]+)\]")
_CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")
_GAP = re.compile(r"\.\.[1-9]")
_WRITTEN = re.compile(r"=?[^\W_]+(?:'[^\W_]+)*")
_PART = re.compile(r"\*[^\W_]+|[^\W_]+\*")
_SPELLINGS = (("isation", "ization"), ("ise", "ize"), ("yse", "yze"), ("our", "or"), ("ence", "ense"), ("tre", "ter"))


@dataclass(frozen=True)
class Pattern:
    """A phrase as it is matched: words as written, each after up to so many others (`gaps`, of the same length).
    `near` and `without` are words that must, or must not, be close by."""

    words: tuple[str, ...]
    gaps: tuple[int, ...]
    near: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


def fold(word: str) -> str:
    """A word as it is compared: lower case, no accents, no possessive, no dots ("U.N." and "un", "Brazil’s")."""
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word.replace("’", "'")) if not unicodedata.combining(c))
    word = word.lower().replace(".", "")
    if word.endswith("'s"):
        return word[:-2]
    return word


@functools.cache
def stop_words() -> frozenset[str]:
    """English words without a subject of their own, folded."""
    lines = (line for line in read_lines(STOP_WORDS) if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())


def has_subject(pattern: Pattern) -> bool:
    """Whether a word of it means something by itself; words in capitals (WHO, IT) do. A pattern without one would match
    every text."""
    return not stop_words().issuperset(word.removeprefix("=") for word in pattern.words)


def expand_phrase(text: str) -> tuple[str, ...]:
    """The phrases that a line's shorthand `(a|b) c` stands for: `a c`, `b c`. Raises ValueError above `MAX_CHOICES`."""
    if "|" not in text:
        return (" ".join(text.split()),)
    phrases = [""]
    for number, part in enumerate(_CHOICE.split(text)):
        choices = [part] if number % 2 == 0 else [choice.strip() for choice in part.split("|")]
        phrases = [before + choice for before in phrases for choice in choices]
        if len(phrases) > MAX_CHOICES:
            raise ValueError(f"the phrase {text!r} stands for more than {MAX_CHOICES}")
    return tuple(dict.fromkeys(" ".join(phrase.split()) for phrase in phrases))


@functools.cache  # a file's phrases are checked when it is read, and parsed again when they are compiled
def parse_phrase(text: str, parts: bool = False) -> Pattern:
    """The pattern that a phrase of a topic file means; `parts`: its words may be "*end" and "begin*", which English
    does not know. Raises ValueError with the reason in plain words."""
    plain = text.split()
    if 1 < len(plain) <= MAX_WORDS and "".join(plain).isalnum():  # most phrases; halves the time to load the taxonomy
        return Pattern(tuple(plain), (0,) * len(plain))
    if any(text.count(opened) != text.count(closed) for opened, closed in ("[]", "()")):
        raise ValueError(f"a bracket is not closed, or not opened, in the phrase {text!r}")
    before, bracket, behind = text.partition("[")
    near, without, rest = _conditions(bracket + behind)
    odd = next((word for word in near + without if not _is_word(word, parts)), None)
    if odd is not None:
        raise ValueError(
            f"{odd!r} in the brackets of the phrase {text!r} is not a word: only blanks stand between them"
        )
    words: list[str] = []
    gaps: list[int] = []
    gap = 0
    for part in f"{before} {rest}".replace("-", " ").replace("/", " ").split():
        if _is_word(part, parts):
            words.append(part)
            gaps.append(gap if len(words) > 1 else 0)
            gap = 0
        elif _GAP.fullmatch(part):
            gap = int(part[2:])
        else:
            raise ValueError(f"{part!r} in the phrase {text!r} is not a word")
    if words and gap:
        raise ValueError(f"a gap ends the phrase {text!r}: it stands between two words")
    if not words:
        raise ValueError(f"the phrase {text!r} has no word, so it would match everything")
    if len(words) > MAX_WORDS:
        raise ValueError(f"the phrase {text!r} has more than {MAX_WORDS} words")
    if len(words) == 1 and len(words[0].strip("=*")) < 2:
        raise ValueError(f"the phrase {text!r} is a single letter, so it would match almost everything")
    return Pattern(tuple(words), tuple(gaps), near, without)


@functools.lru_cache(4_096)  # the phrases of a line's shorthand share them
def _conditions(text: str) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """The words that must and that must not be near by, and what stands outside of the brackets."""
    found: dict[str, tuple[str, ...]] = {"with": (), "not": ()}
    for kind, words in _CONDITION.findall(text):
        found[kind] += tuple(words.replace("-", " ").split())
    return found["with"], found["not"], _CONDITION.sub(" ", text)


def _is_word(text: str, parts: bool) -> bool:
    return text.isalnum() or bool(_WRITTEN.fullmatch(text) or (parts and _PART.fullmatch(text)))


def word_forms(word: str, irregular: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The folded forms that a written word stands for: plural, verb endings, British and American spelling. Forms that
    are no English words do no harm: they never occur."""
    if word.startswith("="):
        return (fold(word[1:]),)
    base = fold(word)
    spelled = [base]
    for british, american in _SPELLINGS:
        if base.endswith(british):
            spelled.append(base[: -len(british)] + american)
        elif british in ("isation", "our") and british in base:
            spelled.append(base.replace(british, american))
    forms = [form for each in spelled for form in _inflected(each)]
    return tuple(dict.fromkeys([*forms, *irregular.get(base, ())]))


def _inflected(word: str) -> tuple[str, ...]:
    if len(word) < 3 or not word.isalpha():
        return (word,)
    last, before = word[-1], word[-2]
    if last == "y" and before not in _VOWELS:
        return (word, word[:-1] + "ies", word[:-1] + "ied", word + "ing")
    if last == "e":
        return (word, word + "s", word + "d", word[:-1] + "ing")
    if last in "sxz" or word.endswith(("ch", "sh")):
        return (word, word + "es", word + "ed", word + "ing")
    forms = (word, word + "s", word + "ed", word + "ing")
    if last not in _VOWELS and last not in "wy" and before in _VOWELS and word[-3] not in _VOWELS:
        return (*forms, word + last + "ed", word + last + "ing")
    return forms
