"""What the words beside a candidate decide alone: a rule that refuses it, the place named right after it, its neighbour
in a list, or a surface that means one thing. The rest is left to the document."""

from __future__ import annotations

import re

from reference.gazetteer import Gazetteer, Sense
from transforms.countries.around import Near
from transforms.countries.persons import SURNAMES
from transforms.countries.rules import refuse
from transforms.countries.scan import Hit
from transforms.countries.telltales import quoted_title
from transforms.countries.verdicts import PLACES, SURE, Verdict, folded_name, in_time

ABBREVIATION = 0.2  # "Ga", "Pa.", "CA": only as in "Athens, Ga."
# Parts of a country that are words in a line of capitals: "IN PARIS, IN A STATEMENT". geovirus in capitals has 79 such
# words after a place, none of which is a state.
_WORDS = frozenset(
    ("AL", "AS", "DE", "HI", "ID", "ILL", "IN", "LA", "MA", "MASS", "ME", "MISS", "OH", "OK", "ON", "OR")
)
_LIST_GAPS = frozenset((", ", " and ", ", and ", " or ", ",\n"))
_TOGETHER = re.compile(
    r"(?:, | and |, and | or | meets | met | met with | will meet | to meet | hosts | hosted | called | phoned | "
    r"told | urged | thanked | received | greeted | and President | and Prime Minister | and Chancellor |"
    r" meeting with |-)"
)
_GOODS = frozenset({"thing", "species"})
_TRADED = frozenset(
    {"exports", "exporters", "export", "growers", "farmers", "harvest", "harvesters", "gatherers", "crop", "tariffs"}
)
_SURNAME = re.compile(r" [A-Z][a-z]")
_AFTER_PLACE = re.compile(r"[A-Z][\w.'’-]+,? \Z")


def settle(hits: list[Hit], gazetteer: Gazetteer, year: int | None) -> list[Verdict | Near]:
    """What the words beside each hit decide alone; its surroundings, where that is left to the document."""
    settled = [_settle(hits, place, gazetteer, year) for place in range(len(hits))]
    explained = {one.hit.surface for one in settled if isinstance(one, Verdict) and one.rule == "other_sense"}
    if not explained:
        return settled
    return [
        Verdict(hit, None, "name", "other_sense") if hit.surface in explained else one
        for hit, one in zip(hits, settled, strict=True)
    ]


def _settle(hits: list[Hit], place: int, gazetteer: Gazetteer, year: int | None) -> Verdict | Near:
    hit = hits[place]
    around = Near(hit)
    if "container" not in gazetteer.without:
        container = _container(hits, place, gazetteer)
        if container is not None and quoted_title(hit, around, gazetteer) is None:
            return Verdict(hit, container, "city", "container")
    if hit.entry.refused in _GOODS and around.after in _TRADED:
        traded = _of_the_people(hit, gazetteer)
        if traded is not None:
            return traded
    rule = refuse(hit, around, gazetteer)
    if rule is not None:
        return Verdict(hit, None, "name", rule)
    senses = in_time(hit.entry, year)
    if not senses:
        return Verdict(hit, None, "leader", "before_its_time")
    best = senses[0]
    if best.kind == "division" and best.weight <= ABBREVIATION and len(hit.surface) <= 5:
        return _abbreviation(hit, around, best)
    if hit.entry.joint:
        return Verdict(hit, best.iso3, best.kind, "joint")
    if hit.entry.meant:
        return Verdict(hit, best.iso3, best.kind, "misspelling")
    beside = None if "list" in gazetteer.without else _beside(hits, place, senses)
    if beside is not None:
        return Verdict(hit, beside.iso3, beside.kind, "list")
    if best.source == "built" or (len(senses) > 1 and len({sense.iso3 for sense in senses}) > 1):
        return around
    if best.kind in PLACES:
        namesake = best.kind != "division" and gazetteer.places(folded_name(hit)).keys() - {best.iso3}
        sure = best.weight >= 0.95 and not namesake
    else:
        sure = best.weight >= 0.75 and hit.surface not in SURNAMES
    return Verdict(hit, best.iso3, best.kind, best.kind) if sure else around


def _of_the_people(hit: Hit, gazetteer: Gazetteer) -> Verdict | None:
    """The people named by the first word of a phrase that is no mention else: "Egyptian cotton" in "Egyptian cotton
    farmers", who are in Egypt."""
    folded, _, _ = folded_name(hit).partition(" ")
    entry = gazetteer.entry_of(folded) if gazetteer.knows(folded) else None
    if entry is None or not entry.senses or entry.senses[0].kind != "demonym" or entry.senses[0].weight < 0.95:
        return None
    word = hit._replace(end=hit.start + len(folded), surface=hit.surface[: len(folded)], entry=entry)
    return Verdict(word, entry.senses[0].iso3, "demonym", "traded")


def _abbreviation(hit: Hit, around: Near, sense: Sense) -> Verdict:
    """ "Ga", "Pa.", "CA" are parts of a country only after a place: "Athens, Ga."."""
    placed = (
        not _is_word(hit)
        and _AFTER_PLACE.search(around.left)
        and (around.left.endswith(", ") or hit.surface.endswith("."))
    )
    if placed:
        return Verdict(hit, sense.iso3, "division", "after_place")
    return Verdict(hit, None, "division", "abbreviation")


def _is_word(hit: Hit) -> bool:
    return hit.in_capitals and hit.surface in _WORDS and hit.role != "dateline"


def _beside(hits: list[Hit], place: int, senses: tuple[Sense, ...]) -> Sense | None:
    """State or country by its neighbour in a list: "Hungary and Georgia", "Georgia, Alabama and Florida"."""
    hit = hits[place]
    if senses[0].kind == "leader":
        return senses[0] if any(_meet(hits, first) for first in (place - 1, place)) else None
    if len(senses) < 2 or {"name", "division"} - {sense.kind for sense in senses}:
        return None
    for first, second in ((place - 1, place), (place, place + 1)):
        if first < 0 or second == len(hits) or hits[first].passage is not hits[second].passage:
            continue
        other = (hits[first] if second == place else hits[second]).entry.senses
        gap = hit.passage.text[hits[first].end : hits[second].start]
        if gap in _LIST_GAPS and len(other) == 1 and other[0].kind in ("name", "division"):
            return next((sense for sense in senses if sense.kind == other[0].kind and other[0].weight >= SURE), None)
    return None


def _meet(hits: list[Hit], first: int) -> bool:
    """Whether a leader and the next hit, another leader, are named together: "Xi and Putin", "Merkel met Hollande"."""
    if first < 0 or first + 1 == len(hits) or hits[first].passage is not hits[first + 1].passage:
        return False
    one, other = hits[first], hits[first + 1]
    if not all(hit.entry.senses and hit.entry.senses[0].kind == "leader" for hit in (one, other)):
        return False
    text = one.passage.text
    return _TOGETHER.fullmatch(text, one.end, other.start) is not None and not _SURNAME.match(text, other.end)


def _container(hits: list[Hit], place: int, gazetteer: Gazetteer) -> str | None:
    """The country of "Athens, Ga.", "London, Ontario", "Paris, Texas": the part or country named right after, where it
    has such a town. A famous name gives way to a part of a country only, so that "Moscow, Cuba and" stays a list."""
    if place + 1 == len(hits):
        return None
    hit, following = hits[place], hits[place + 1]
    if following.start - hit.end != 2 or following.passage is not hit.passage:
        return None
    best = hit.entry.senses[0] if hit.entry.senses else None
    if best is None or best.kind not in PLACES or not hit.surface[0].isupper() or not following.entry.senses:
        return None
    if _is_word(following):
        return None
    if hit.passage.text[hit.end : following.start] not in (", ", " (", ",\n"):
        return None
    holder = following.entry.senses[0]
    famous = best.kind == "name" or best.weight >= 0.95
    if holder.kind not in (("division",) if famous else ("division", "name")):
        return None
    if best.kind == "name" and best.weight >= 0.95 and holder.iso3 != "USA":
        return None
    own = {sense.iso3 for sense in hit.entry.senses} | gazetteer.places(folded_name(hit)).keys()
    holders = [sense.iso3 for sense in following.entry.senses if sense.kind in ("division", "name")]
    return next((iso3 for iso3 in holders if iso3 in own), None)
