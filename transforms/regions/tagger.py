"""The region tagger: surfaces found in one pass, the longest first; words around refuse some, and what is said in few
letters counts only where the document speaks for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from contracts.records import RegionMention, Texts
from reference.regions import SURE, UNSPACED, Regions, Surface
from transforms.countries.scan import Passage, passages

# A firm, a team, a street or a house that is called after a region: "Africa Oil Corp", "Europe Square", "Asia Minor".
_NAMED_AFTER = re.compile(
    r"(?:[ \n][A-Z][\w&'’-]*){0,2}[ \n](?:Inc|Corp|Corporation|Ltd|Plc|PLC|LLC|GmbH|Holdings|Airlines|Airways)\b"
    r"|[ \n](?:Street|Avenue|Ave|Boulevard|Blvd|Square|Road|Hotel|Stadium|Arena|Minor|Records|Magazine)\b"
)
_MR = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr)\.? \Z")
# After "the West" a further capitalised word makes it another name ("the West Kalimantan").
_GOES_ON = re.compile(r"[ -][A-Z][a-z]")
_OPEN_ENDED = frozenset(("West", "Far East"))


@dataclass(frozen=True, slots=True)
class _Hit:
    passage: Passage
    start: int
    end: int
    surface: Surface


def tag_regions(texts: Texts, regions: Regions) -> tuple[RegionMention, ...]:
    """The mentions in the order of the text (title, body, captions), none overlapping another. Rules: the kind of the
    surface where it speaks for itself, "document" where something else in the text had to speak for it. Surfaces of the
    text's own language count and those that are alike in all; a text of unknown language is read as English, and for
    names in scripts of their own. Takes time in proportion to the length of the text."""
    parts = passages(texts)
    hits = [hit for part in parts for hit in _scan(part, regions, texts.language)]
    kept = [hit for hit in hits if hit.surface.region_id is not None and not _named_after(hit)]
    sure = {hit.surface.region_id for hit in kept if hit.surface.weight >= SURE}
    judged: dict[Surface, str | None] = {}
    mentions: list[RegionMention] = []
    for hit in kept:
        if hit.surface not in judged:
            judged[hit.surface] = _rule(hit.surface, parts, sure)
        rule = judged[hit.surface]
        if rule is not None:
            mentions.append(_mention(hit, rule))
    return tuple(mentions)


def _rule(surface: Surface, parts: Iterable[Passage], sure: set[str | None]) -> str | None:
    """The rule that takes a surface in this document, None where it is not taken."""
    if surface.unless is not None and any(surface.unless.search(part.text) for part in parts):
        return None
    if surface.weight >= SURE:
        return surface.kind
    if surface.region_id in sure:
        return "document"
    needed = surface.needs is not None and any(surface.needs.search(part.text) for part in parts)
    return "document" if needed else None


def _scan(passage: Passage, regions: Regions, language: str | None) -> Iterator[_Hit]:
    """The hits of a field in order: of those that fit, the leftmost and of these the longest. A surface of the text's
    own language goes before one that is alike in all."""
    padded = f" {passage.folded} "
    fitting = list(_fitting(passage, padded, regions, language))
    if UNSPACED.search(padded):  # "NATOの": between such letters a Latin word stands as between blanks
        fitting += _fitting(passage, UNSPACED.sub(" ", padded), regions, language)
    fitting.sort(key=lambda found: (found[0], -found[1], found[2].refused is None))
    last = 0
    for start, end, surface in fitting:
        if start >= last:
            last = end
            yield _Hit(passage, start, end, surface)


def _fitting(
    passage: Passage, padded: str, regions: Regions, language: str | None
) -> Iterator[tuple[int, int, Surface]]:
    for number, start, end in regions.automaton.find_matches_as_indexes(padded, overlapping=True):
        skip, joined, surfaces = regions.patterns[number]
        if (
            not joined and padded[end : end + 1].isalnum()
        ):  # nothing follows "OPEC" at the end, where "OPEC+" has a blank
            continue
        start, end = start + skip - 1, end - 1
        written = passage.text[start:end]
        for surface in surfaces:
            if _in_language(surface, language) and _written_so(passage, start, written, surface):
                yield start, end, surface
                break


def _in_language(surface: Surface, language: str | None) -> bool:
    if surface.language is None or surface.language == language:
        return True
    return language is None and (surface.language == "en" or not surface.written.replace(" ", "")[0] < "\u0370")


def _written_so(passage: Passage, start: int, written: str, surface: Surface) -> bool:
    """Whether the capitals are those of the surface. A text in capitals has them everywhere; in one without any, names
    of more than three letters that speak for themselves are known all the same."""
    if written == surface.written:
        return True
    if written.endswith("+") != surface.written.endswith("+") or UNSPACED.match(surface.written):
        return False  # such scripts have no capitals, and folding takes more from them than accents
    if passage.lower:
        short = len(written) <= 3 and not written[-1:].isdigit()
        return surface.refused is not None or (surface.weight >= 0.9 and not short)
    if not any(char.islower() for char in surface.written):
        return written == written.upper()
    wanted = surface.written
    if len(wanted) != len(written):
        return False
    if written.isupper():
        return passage.capitals or _line_in_capitals(passage.text, start, start + len(written))
    return all(ours.isupper() for ours, theirs in zip(written, wanted, strict=True) if theirs.isupper())


def _line_in_capitals(text: str, start: int, end: int) -> bool:
    """Whether the words beside are in capitals too: a heading, or a dateline."""
    around = text[max(0, start - 30) : start].rpartition("\n")[2] + text[end : end + 30].partition("\n")[0]
    letters = [char for char in around if char.isalpha()]
    return len(letters) < 8 or sum(char.isupper() for char in letters) > 0.8 * len(letters)


def _named_after(hit: _Hit) -> bool:
    """Whether the words around make a firm, a street or a person of it."""
    text, surface = hit.passage.text, hit.surface
    if _MR.search(text, max(0, hit.start - 6), hit.start):
        return True
    if surface.written in _OPEN_ENDED and _GOES_ON.match(text, hit.end) and not hit.passage.capitals:
        return True
    return surface.kind in ("name", "adjective") and _NAMED_AFTER.match(text, hit.end) is not None


def _mention(hit: _Hit, rule: str) -> RegionMention:
    passage, region_id = hit.passage, hit.surface.region_id
    assert region_id is not None
    return RegionMention(
        region_id, passage.field, hit.start, hit.end, passage.text[hit.start : hit.end], rule, passage.role(hit.start),
        passage.item,
    )  # fmt: skip
