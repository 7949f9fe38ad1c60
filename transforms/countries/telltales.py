"""Names that are something else by what stands near them: a telltale word, the words that an abbreviation is short for,
a title in quotation marks."""

from __future__ import annotations

import re

from reference.gazetteer import Gazetteer
from reference.telltales import load_telltales
from transforms.countries.around import Near
from transforms.countries.scan import Hit

NEAR = 120  # characters to each side in which a telltale word is looked for
NEAR_SHORT = 300  # the same for an abbreviation, which says less by itself
_LONGEST = 70  # characters of a title in quotation marks
_OPENED = {"“": "”", '"': '"', "‘": "’"}
_EXPLAINED = re.compile(r"(?: \(|, (?:or |short for |which stands for |made of |meaning |i\.e\. )?)([a-z][\w -]{3,50})")
_EXPLAINED_BEFORE = re.compile(r"\b([a-z][\w-]*(?: [\w-]+){0,5}) \(\Z")
_WORKS = (
    r"(?:film|movie|novel|book|song|album|single|musical|play|series|show|sitcom|documentary|memoir|poem|painting|opera|"
    r"ballet|podcast|sequel|thriller|drama|comedy|western|game|short story|track|hit|anthem|episode|bestseller)"
)
_WORK_AFTER = re.compile(rf"[\"”’]?,? (?:(?:[a-z’'-]+|[A-Z][a-z’'-]+|\d+) ){{0,4}}{_WORKS}\b")
_WORK_BEFORE = re.compile(rf"\b{_WORKS},? \Z")
_TITLE_CASE = re.compile(
    r"[A-Z0-9][\w’',:!?.-]*(?:,? (?:[A-Z0-9][\w’',:!?.-]*|a|an|and|at|by|for|from|in|my|of|on|the|to|with))*[,.!?]?"
)


def telltale(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    """A word near by that goes with the person, thing or team of that name: "Jordan" where "Bulls" stands."""
    known = load_telltales().get(hit.passage.folded[hit.start : hit.end])
    if known is None:
        return None
    short = hit.surface.isupper() and not hit.in_capitals
    if around.within and not short:
        return None
    reach = NEAR_SHORT if short else NEAR
    folded = hit.passage.folded
    start, end = max(0, hit.start - reach), hit.end + reach
    if not any(map(folded[start:end].__contains__, known.plain)):  # a third of the time that the two searches take
        return None
    found = known.words.search(folded, start, hit.start) or known.words.search(folded, hit.end, end)
    return known.rule if found else None


def expanded(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    """An abbreviation that the text explains in small letters: "PRC, packed red cells", "polylactic acid (PLA)"."""
    short = hit.surface
    if not (2 <= len(short) <= 5 and short.isalpha() and short.isupper()) or hit.in_capitals:
        return None
    after = _EXPLAINED.match(hit.passage.text, hit.end, hit.end + 70)
    if after and _short_for(short, after[1].split()):
        return "other_sense"
    if around.right[:1] == ")":
        before = _EXPLAINED_BEFORE.search(hit.passage.text, max(0, hit.start - 70), hit.start)
        words = before[1].split() if before else []
        if any(_short_for(short, words[place:]) for place in range(len(words))):
            return "other_sense"
    return None


def _short_for(short: str, words: list[str]) -> bool:
    """Whether the letters are the first ones of some of the words, in order, with no letter left over; the first word
    begins with the first letter, and a long word may hold two of them ("polylactic acid")."""
    letters = short.lower()
    if len(words) < 2 or words[0][0] != letters[0]:
        return False
    text = " ".join(words[: len(letters) + 1])
    at = 0
    for letter in letters:
        at = text.find(letter, at) + 1
        if not at:
            return False
    firsts = "".join(word[0] for word in words[: len(letters)])
    return firsts == letters or sum(first in letters for first in firsts) == len(firsts) == len(letters) - 1


def quoted_title(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    """A place in a title: "Paris, Texas," a road film; the novel "A Passage to India"."""
    text = hit.passage.text
    reach = max(0, hit.start - _LONGEST)
    left = text[reach : hit.start]
    if '"' not in left and "“" not in left and "‘" not in left:  # told in a third of the time, and nearly always so
        return None
    begin = max(text.rfind(mark, reach, hit.start) for mark in _OPENED)
    if "\n" in text[begin : hit.start]:
        return None
    end = text.find(_OPENED[text[begin]], hit.end, hit.end + _LONGEST)
    if end < 0 or (begin and text[begin - 1].isalnum()) or not _TITLE_CASE.fullmatch(text, begin + 1, end):
        return None
    after = _WORK_AFTER.match(text, end, end + 60)
    return "title" if after or _WORK_BEFORE.search(text, max(0, begin - 30), begin) else None
