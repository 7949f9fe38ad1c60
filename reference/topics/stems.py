"""One key for all forms of a word, by language: what phrases and texts are compared by.

Accents fall first, since headlines in capitals, keyboards and copyists leave them out. Spanish, French, German,
Portuguese and Russian words then lose their endings by Snowball's stemmers. Its Arabic one makes two words of "عقوبات"
and "والعقوبات", so of Arabic only the article, what is written together with the next word, and the regular endings are
taken off, after Larkey's "light" stemming (2002); broken plurals stand in the phrases."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection

import snowballstemmer

from reference.topics.phrases import fold

_SNOWBALL = {"es": "spanish", "fr": "french", "de": "german", "pt": "portuguese", "ru": "russian"}
# Plurals that the stemmers know by an accent only, or of words too short for them.
_PLURALS = {
    "es": (("ces", "z"),),
    "pt": (("oes", "ao"), ("aes", "ao"), ("ais", "al"), ("eis", "el"), ("ns", "m")),
    "fr": (("aux", "al"),),
}
_ARABIC = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ؤ": "و", "ئ": "ي", "ة": "ه"}
)
_ARTICLES = ("ال", "بال", "كال", "فال", "وال", "لل", "ولل", "وبال", "فلل", "وكال")
_ENDINGS = ("يات", "ات", "ون", "ين", "ان", "يه", "ها", "هم", "ي", "ه")
_TOGETHER = ("و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "وك")  # before a word without an article
_LEAST = 3  # letters that stay


def bare(word: str, language: str) -> str:
    """A word in small letters, without accents, its letters written one way."""
    folded = fold(word.replace("ё", "е").replace("Ё", "Е") if language == "ru" else word)
    if language == "ru":
        return folded
    if language == "ar":
        return folded.translate(_ARABIC)
    return folded.replace("ß", "ss") if language == "de" else folded


@functools.cache
def stemmer(language: str) -> Callable[[str], str]:
    """The stem of a bare word."""
    if language == "ar":
        return _arabic_stem
    if language not in _SNOWBALL:
        return str
    snowball = snowballstemmer.stemmer(_SNOWBALL[language])
    plurals = _PLURALS.get(language, ())

    @functools.lru_cache(50_000)
    def stem(word: str) -> str:
        for plural, singular in plurals:
            if word.endswith(plural) and len(word) > len(plural) + 2:
                word = word[: -len(plural)] + singular
                break
        stemmed: str = snowball.stemWord(word)
        if stemmed == word and language != "ru" and len(word) > 3:
            stemmed = word[:-1] if word.endswith("s") else word
        return stemmed

    return stem


def candidates(word: str, language: str) -> tuple[str, ...]:
    """What may be the word itself where others are written together with it, the likeliest first."""
    if language != "ar":
        return (word,)
    parts = (
        word,
        *(word[len(begin) :] for begin in _TOGETHER if word.startswith(begin) and len(word) > len(begin) + 2),
    )
    # "رسوما": the ending of the accusative, as the press writes it
    return (*parts, *(part[:-1] for part in parts if part.endswith("ا") and len(part) > _LEAST))


def known_key(language: str, known: Collection[str]) -> Callable[[str], str]:
    """The key of a written word among those that the phrases have: the form itself, the stem, the longest known end or
    beginning; the stem too where none is known."""
    stem = stemmer(language)
    ends = {each[1:] for each in known if each.startswith("*")}
    begins = {each[:-1] for each in known if each.endswith("*")}
    longest = max(map(len, ends | begins), default=0)
    least = min(map(len, ends | begins), default=0)

    def key(written: str) -> str:
        word = bare(written, language)
        for each in candidates(word, language):
            if "=" + each in known:
                return "=" + each
            if stem(each) in known:
                return stem(each)
        stemmed = stem(word)
        for size in range(min(longest, len(stemmed) - 1), least - 1, -1) if longest else ():
            if stemmed[-size:] in ends:
                return "*" + stemmed[-size:]
            if word[:size] in begins:
                return word[:size] + "*"
        return stemmed

    return key


def _arabic_stem(word: str) -> str:
    for article in sorted(_ARTICLES, key=len, reverse=True):
        if word.startswith(article) and len(word) - len(article) >= _LEAST - 1:
            word = word[len(article) :]
            break
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST:
            return word[: -len(ending)]
    return word
