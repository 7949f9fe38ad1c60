"""Towns that the automaton does not carry: capitalised words after a preposition of place that are the name of a town
in a country that the document is about, and the vote of town names where a text names no country at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from reference.gazetteer import Entry, Gazetteer
from transforms.countries.scan import Hit, Passage
from transforms.countries.support import Support
from transforms.countries.verdicts import Verdict, folded_name

_CAPITALISED = re.compile(
    r"[A-ZÀ-Þ][\w'’-]+(?: (?:(?:de|la|le|of|the|del|do|da|dos|el|al|upon|on) )?[A-ZÀ-Þ][\w'’-]+){0,3}"
)
_TOWN_BEFORE = re.compile(r"\b(?:in|near|from|of|outside|around|at|to) \Z", re.IGNORECASE)
_IN_BEFORE = re.compile(r"\b(?:in|near|outside|around|town of|village of|city of|villages of) \Z", re.IGNORECASE)
_LIST_BEFORE = re.compile(r"(?:,|, and| and| or|, or|;) \Z")
_BEFORE = ("in", "near", "from", "of", "outside", "around", "at", "to", ",", ";", "and", "or")  # ends of all the above
_LAST = frozenset({end[-1] for end in _BEFORE} | {end[-1].upper() for end in _BEFORE})
_LARGE = 4  # power of ten of the population that gives a name its vote
_CLEAR = 0.9  # votes that decide: one name that nearly always means one country, or several


def more_towns(
    parts: Iterable[Passage], verdicts: list[Verdict], gazetteer: Gazetteer, support: Support
) -> list[Verdict]:
    """Smaller places after a preposition of place, where they lie in a country that the document names for sure."""
    counts = {iso3: support.of(iso3) for iso3 in support.countries}
    if support.home is not None:
        counts[support.home] = counts.get(support.home, 0) + 1
    found: list[Verdict] = []
    standing = [verdict for verdict in verdicts if verdict.rule not in ("longer_name", "unsupported")]
    for hit in _capitalised(parts, standing, gazetteer) if counts else ():
        places = _places(hit, gazetteer)
        known = [iso3 for iso3 in places if iso3 in counts]
        if known:
            iso3 = max(known, key=lambda code: (counts[code], places[code]))
            found.append(Verdict(hit, iso3, "city", "town"))
    return found


def vote(
    parts: Iterable[Passage],
    verdicts: list[Verdict],
    gazetteer: Gazetteer,
    support: Support,
    outlet_country: str | None,
) -> list[Verdict]:
    """For a text that names no country for sure: each of its town names votes for the countries that have such a town,
    by size. Cues of local news decide, then a majority of votes, then the outlet's country, where one is given."""
    settled = [verdict for verdict in verdicts if verdict.rule != "unsupported"]
    doubtful = [verdict for verdict in verdicts if verdict.rule == "unsupported"]
    asked = support.home is not None or outlet_country is not None
    doubtful = [v for v in doubtful if (asked or folded_name(v.hit) in support.placed) and not v.hit.surface.isupper()]
    left_out = [v for v in verdicts if v.rule == "unsupported" and v not in doubtful]
    towns = [Verdict(hit, None, "city", "unsupported") for hit in _capitalised(parts, [*settled, *doubtful], gazetteer)]
    names = {folded_name(verdict.hit): _places(verdict.hit, gazetteer) for verdict in (*doubtful, *towns)}
    shares: dict[str, float] = {}
    for name, places in names.items():
        enough = _LARGE + gazetteer.is_doubtful(name)
        if support.home is None and max(places.values(), default=0) < enough:
            continue
        total = sum(10.0**power for power in places.values())
        for iso3, power in places.items():
            shares[iso3] = shares.get(iso3, 0.0) + 10.0**power / total
    winner, rule = _winner(shares, support.home, outlet_country)
    decided = [
        verdict._replace(iso3=winner, kind="city", rule=rule) if winner in names[folded_name(verdict.hit)] else verdict
        for verdict in (*doubtful, *towns)
    ]
    return [*settled, *left_out, *(verdict for verdict in decided if verdict.iso3 or verdict in doubtful)]


def _winner(shares: dict[str, float], home: str | None, outlet_country: str | None) -> tuple[str | None, str]:
    if home in shares:
        return home, "local_news"
    best = max(shares, key=lambda iso3: (shares[iso3], iso3), default=None)
    if best is not None and shares[best] >= _CLEAR and shares[best] > sum(shares.values()) / 2:
        return best, "vote"
    return (outlet_country, "outlet_country") if outlet_country in shares else (None, "")


def _capitalised(parts: Iterable[Passage], verdicts: list[Verdict], gazetteer: Gazetteer) -> Iterator[Hit]:
    """Town names after a preposition of place that no verdict covers, the longest name first."""
    for part in parts:
        if part.capitals or part.lower:
            continue
        covered = sorted((v.hit.start, v.hit.end) for v in verdicts if v.hit.passage is part)
        taken = {v.hit.end for v in verdicts if v.hit.passage is part and v.iso3 and v.kind in ("city", "capital")}
        at, text = 0, part.text
        for words in _CAPITALISED.finditer(text):
            start, end = words.span()
            if start < 2 or text[start - 2] not in _LAST:
                continue  # half of them
            if not text[max(0, start - 8) : start - 1].lower().endswith(_BEFORE):
                continue  # most others, before they are looked up
            while at < len(covered) and covered[at][1] <= start:
                at += 1
            if at < len(covered) and covered[at][0] < end:
                continue
            hit = _longest_town(part, start, end, gazetteer)
            if hit is not None and _placed(hit, taken, gazetteer) and not _a_person(hit, gazetteer):
                taken.add(hit.end)
                yield hit


def _placed(hit: Hit, taken: set[int], gazetteer: Gazetteer) -> bool:
    """Whether a preposition of place stands before, or a place and a comma. A surname or word needs "in"."""
    before = hit.passage.text[max(0, hit.start - 14) : hit.start].replace("\n", " ")
    if _IN_BEFORE.search(before):
        return True
    if gazetteer.is_doubtful(folded_name(hit)):
        return False
    if _TOWN_BEFORE.search(before):
        return True
    joined = _LIST_BEFORE.search(before)
    return joined is not None and hit.start - len(joined[0]) in taken


def _a_person(hit: Hit, gazetteer: Gazetteer) -> bool:
    """Whether a surname or word has a possessive: "in Mayer's career", where a town would have nothing or a comma."""
    return hit.passage.text[hit.end : hit.end + 2] in ("’s", "'s") and gazetteer.is_doubtful(folded_name(hit))


def _longest_town(part: Passage, start: int, end: int, gazetteer: Gazetteer) -> Hit | None:
    while end > start:
        folded = part.folded[start:end]
        if gazetteer.places(folded):
            surface = part.text[start:end]
            return Hit(part, start, end, surface, Entry(surface), part.role(start), False)
        end = start + max(folded.rfind(" "), 0)
    return None


def _places(hit: Hit, gazetteer: Gazetteer) -> Mapping[str, int]:
    return gazetteer.places(folded_name(hit))
