"""Texts without the marks that writers, keyboards and programs set or leave out: accents composed from two characters,
vowel signs and stress marks, forms of one letter for different widths and places. What the taggers read is the plain
text; where it stands in the text as given is told by `Plain.span`.

Rewritten in every language: letters with combining marks (composed; a mark that makes no letter with its base falls),
Hangul in single letters, full-width Latin, half-width kana, ligatures and presentation forms (PDF files have them),
soft hyphens and blanks of no width. In some, what `_DROPPED` and `_joined` say: Arabic and Persian vowel signs and the
lengthening stroke, Russian and Ukrainian stress, the Hindi dot below and the two ways to write a nasal, the two places
of a Vietnamese tone. Words that only their marks tell apart keep them (`marked_words.tsv`). Source: the Unicode
Standard, chapters 3 and 9, UAX 15."""

from __future__ import annotations

import functools
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path

from core.errors import UsageError
from reference.lines import read_lines

PATH = Path(__file__).parent / "data" / "gazetteer" / "languages" / "marked_words.tsv"

_COMBINING = "\u0300-\u036f"
_WIDTHLESS = "\u00ad\u200b\u200d\u2060\ufe00-\ufe0f\ufeff"
_ARABIC_MARKS = "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
# Letters that are another character's form: radicals, compatibility ideographs, ligatures, widths, places in a word.
_FORMS = "\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06\uff01-\uff5e\uff61-\uff9f"
_ARABIC_FORMS = "\ufb50-\ufdfb\ufe70-\ufefc"
_HANGUL = "[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?"
_NUKTA = "\u093c"
# By language: marks that fall with no trace, though Unicode may have a letter with them.
_DROPPED = {"ru": "\u0300\u0301", "uk": "\u0300\u0301", "hi": _NUKTA, "ar": _ARABIC_MARKS, "fa": _ARABIC_MARKS}
# Hindi: the five nasals before a consonant are written as a dot as well ("लन्दन", "लंदन"); letters with the dot below.
_HINDI = "[ङञणनम]\u094d(?=[क-मस])|ँ|[\u0929\u0931\u0934\u0958-\u095f]"
_TONES = {
    before + marked: toned + after
    for vowels, before, after in (("òóỏõọ", "o", "a"), ("òóỏõọ", "o", "e"), ("ùúủũụ", "u", "y"))
    for toned, marked in zip(
        vowels, {"a": "àáảãạ", "e": "èéẻẽẹ", "y": "ỳýỷỹỵ"}[after], strict=True
    )
}  # fmt: skip
_VIETNAMESE = rf"(?<![qQ])(?:{'|'.join(_TONES)})\b"


@dataclass(frozen=True)
class Plain:
    """A text without marks. `at` and `source` are where each rewritten stretch begins and ends, in the plain text and
    in the one that it was made of."""

    text: str
    at: tuple[tuple[int, int], ...] = ()
    source: tuple[tuple[int, int], ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the plain text stands in the source; the marks of its letters belong to it."""
        return _moved(start, self.at, self.source, 0), _moved(end, self.at, self.source, 1)

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the source stands in the plain text."""
        return _moved(start, self.source, self.at, 0), _moved(end, self.source, self.at, 1)


def _moved(place: int, ours: tuple[tuple[int, int], ...], theirs: tuple[tuple[int, int], ...], edge: int) -> int:
    """A place between two characters of one text, in the other; within a rewritten stretch its begin or its end. What
    has no width in the other text belongs to no span."""
    found = bisect_right(ours, (place, -1 if edge else 1 << 60)) - 1
    if found < 0:
        return place
    end, (their_begin, their_end) = ours[found][1], theirs[found]
    if place < end:
        return their_end if edge else their_begin
    return their_end + place - end


def plain(text: str, language: str | None = None) -> Plain:
    """The text without marks, by the rules of its language (ISO 639-1). Takes time in proportion to its length."""
    if text.isascii():
        return Plain(text)
    if _begins(language).search(text) is None:
        return Plain(text)
    pattern = _pattern(language)
    parts: list[str] = []
    at: list[tuple[int, int]] = []
    source: list[tuple[int, int]] = []
    copied = length = 0
    for found in pattern.finditer(text):
        start, end = found.span()
        if found.lastgroup == "marks" and start > copied:
            start -= 1  # the letter that the marks are of
        written = _written(found, text[start:end], language)
        parts += [text[copied:start], written]
        length += start - copied
        at.append((length, length + len(written)))
        source.append((start, end))
        length += len(written)
        copied = end
    return Plain("".join([*parts, text[copied:]]), tuple(at), tuple(source))


def _written(found: re.Match[str], stretch: str, language: str | None) -> str:
    """What stands for a stretch in the plain text."""
    if found.lastgroup == "joined":
        return _joined(stretch)
    if found.lastgroup == "word":
        return next(word for word, pattern in _marked_words(language) if re.match(pattern, stretch))
    bare = unicodedata.normalize("NFKC", _left(language).sub("", stretch))
    return re.sub(f"[{_COMBINING}{_WIDTHLESS}]|{_NUKTA}", "", bare)


def _joined(stretch: str) -> str:
    """What a language writes in two ways, in one: the Hindi nasal as a dot, the Vietnamese tone on the first vowel."""
    if stretch in _TONES:
        return _TONES[stretch]
    return "ं" if stretch == "ँ" or "\u094d" in stretch else unicodedata.normalize("NFD", stretch)[0]


@functools.cache
def _left(language: str | None) -> re.Pattern[str]:
    return re.compile(f"[{_DROPPED.get(language or '', '')}{_WIDTHLESS}]")


@functools.cache
def _begins(language: str | None) -> re.Pattern[str]:
    """The characters of which all that is rewritten has one: a text without them is told in a tenth of the time that
    the whole pattern takes."""
    ours = {"hi": "ङञणनमँ\u0929\u0931\u0934\u0958-\u095f", "vi": "".join(pair[-1] for pair in _TONES)}
    marks = f"{_COMBINING}\u3099\u309a{_DROPPED.get(language or '', '')}{ours.get(language or '', '')}"
    return re.compile(f"[{marks}{_FORMS}{_ARABIC_FORMS}{_WIDTHLESS}\u200c\u1100-\u1112]")


@functools.cache
def _pattern(language: str | None) -> re.Pattern[str]:
    """What is rewritten in a language. The groups tell what to do with it: a word keeps its telling marks, a joined
    stretch has another way to be written, marks belong to the letter before them."""
    marks = f"{_COMBINING}\u3099\u309a{_DROPPED.get(language or '', '')}"
    forms = _FORMS + (_ARABIC_FORMS if language in ("ar", "fa") else "")
    joined = {"hi": _HINDI, "vi": _VIETNAMESE}.get(language or "")
    widthless = _WIDTHLESS if language == "fa" else _WIDTHLESS + "\u200c"  # Persian parts words by it
    words = "|".join(pattern for _, pattern in _marked_words(language))
    ways = [
        f"(?P<word>{words})" if words else "",
        f"(?P<joined>{joined})" if joined else "",
        f"(?P<forms>[\uff66-\uff9d][\uff9e\uff9f]|[{forms}][{marks}]*|{_HANGUL})",
        f"(?P<marks>[{marks}]+)",
        f"(?P<none>[{widthless}]+)",
    ]
    return re.compile("|".join(filter(None, ways)))


@functools.cache
def _marked_words(language: str | None) -> tuple[tuple[str, str], ...]:
    """Words that marks tell apart, and the pattern of each: with these marks at least."""
    any_marks = f"[{_DROPPED.get(language or '', _COMBINING)}]{{0,3}}"
    found = []
    for number, line in enumerate(read_lines(PATH), 1):
        if not line.strip() or line.startswith(("#", "language\t")):
            continue
        ours, tab, word = line.partition("\t")
        if not tab or not word.strip() or "\t" in word:
            raise UsageError(
                f"languages/{PATH.name}: line {number} is not right",
                "A row is a language and one word, with its marks.",
            )
        if ours == language:
            found.append((word, _with_marks(word, any_marks) + r"(?!\w)"))
    return tuple(found)


def _with_marks(word: str, any_marks: str) -> str:
    parts = re.findall(r"[^\W_]|\W", word)
    return "".join(
        f"{any_marks}{re.escape(part)}{any_marks}" if unicodedata.category(part) == "Mn" else f"{part}{any_marks}"
        for part in parts
    )
