"""What a candidate means in this document: the words beside it first, then the places and people the document is sure
of, one sense per document; what nothing speaks for is refused."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from contracts.records import MentionKind
from reference.gazetteer import Entry, Gazetteer, Sense
from transforms.countries.around import Near
from transforms.countries.rules import SURNAMES, refuse
from transforms.countries.scan import Hit, Passage

SURE = 0.5  # a sense of this weight is taken where nothing speaks against it
DOUBTFUL = 0.25  # under it, a sense needs both a preposition of place and the document
LEAD = 8  # years before the first in office from which a full name stands for its country
ALONE = 0.35  # a parliament of this weight is taken where it passes laws in a text that names no country for sure
ABBREVIATION = 0.2  # "Ga", "Pa.", "CA": only as in "Athens, Ga."
CUE_REACH = 20_000  # characters of the body that are read for local cues
CUES = 2  # distinct cues that make a text the local news of a country
FAMOUS = 0.85  # a town of this weight gives way to a namesake only where a town's own words follow it
NAMESAKE = 2  # powers of ten by which a namesake may be smaller than the famous town, without cues of local news
_PLACES = ("city", "capital", "name", "division")
_LIST_GAPS = frozenset((", ", " and ", ", and ", " or ", ",\n"))
_AFTER_PLACE = re.compile(r"[A-Z][\w.'’-]+,? \Z")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a hit: a country, or None and the rule that refused it."""

    hit: Hit
    iso3: str | None
    kind: MentionKind
    rule: str


@dataclass(frozen=True)
class Support:
    """What the document is sure of. `surfaces` are the folded words by country; `local` counts its towns and parts;
    `placed` are words that somewhere stand after a preposition of place, `civic` those that somewhere have a town's own
    words after them; `home` is the country whose local news the text is, where cues say so."""

    surfaces: Mapping[str, Counter[str]]
    local: Counter[str]
    persons: frozenset[str]
    placed: frozenset[str]
    civic: frozenset[str]
    home: str | None = None

    def of(self, iso3: str, besides: str = "") -> int:
        """Sure mentions of a country, those in the words `besides` left out."""
        found = self.surfaces.get(iso3)
        return 0 if found is None else found.total() - found[besides]

    @property
    def countries(self) -> list[str]:
        """Those with a sure mention."""
        return [iso3 for iso3, found in self.surfaces.items() if found]


def settle(hits: list[Hit], gazetteer: Gazetteer, year: int | None) -> list[tuple[Near, Verdict | None]]:
    """What the words beside each hit decide alone; None leaves it to the document."""
    arounds = [Near(hit) for hit in hits]
    return [(around, _settle(hits, place, around, gazetteer, year)) for place, around in enumerate(arounds)]


def _settle(hits: list[Hit], place: int, around: Near, gazetteer: Gazetteer, year: int | None) -> Verdict | None:
    hit = hits[place]
    if "container" not in gazetteer.without:
        container = _container(hits, place, gazetteer)
        if container is not None:
            return Verdict(hit, container, "city", "container")
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
    if len({sense.iso3 for sense in senses}) > 1 or best.source == "built":
        return None
    if best.kind in _PLACES:
        namesake = best.kind != "division" and gazetteer.places(_folded(hit)).keys() - {best.iso3}
        sure = best.weight >= 0.95 and not namesake
    else:
        sure = best.weight >= 0.75 and hit.surface not in SURNAMES
    return Verdict(hit, best.iso3, best.kind, best.kind) if sure else None


def _abbreviation(hit: Hit, around: Near, sense: Sense) -> Verdict:
    """ "Ga", "Pa.", "CA" are parts of a country only after a place: "Athens, Ga."."""
    placed = _AFTER_PLACE.search(around.left) and (around.left.endswith(", ") or hit.surface.endswith("."))
    if placed:
        return Verdict(hit, sense.iso3, "division", "after_place")
    return Verdict(hit, None, "division", "abbreviation")


def _beside(hits: list[Hit], place: int, senses: tuple[Sense, ...]) -> Sense | None:
    """State or country by its neighbour in a list: "Hungary and Georgia", "Georgia, Alabama and Florida"."""
    if {"name", "division"} - {sense.kind for sense in senses}:
        return None
    hit = hits[place]
    for first, second in ((place - 1, place), (place, place + 1)):
        if first < 0 or second == len(hits) or hits[first].passage is not hits[second].passage:
            continue
        other = (hits[first] if second == place else hits[second]).entry.senses
        gap = hit.passage.text[hits[first].end : hits[second].start]
        if gap in _LIST_GAPS and len(other) == 1 and other[0].kind in ("name", "division"):
            return next((sense for sense in senses if sense.kind == other[0].kind and other[0].weight >= SURE), None)
    return None


def in_time(entry: Entry, year: int | None) -> tuple[Sense, ...]:
    """The senses that held in the year of the article or before. By the surname alone nobody leads before the first;
    a full name is in the news some years before."""
    if year is None:
        return entry.senses
    year += LEAD if " " in entry.surface else 0
    return tuple(sense for sense in entry.senses if sense.since is None or sense.since <= year)


def _container(hits: list[Hit], place: int, gazetteer: Gazetteer) -> str | None:
    """The country of "Athens, Ga.", "London, Ontario", "Paris, Texas": the part or country named right after, where it
    has such a town. A famous name gives way to a part of a country only, so that "Moscow, Cuba and" stays a list."""
    hit = hits[place]
    best = hit.entry.senses[0] if hit.entry.senses else None
    if place + 1 == len(hits) or best is None or best.kind not in _PLACES or not hit.surface[0].isupper():
        return None
    following = hits[place + 1]
    if following.passage is not hit.passage or not following.entry.senses:
        return None
    if hit.passage.text[hit.end : following.start] not in (", ", " (", ",\n"):
        return None
    holder = following.entry.senses[0]
    famous = best.kind == "name" or best.weight >= 0.95
    if holder.kind not in (("division",) if famous else ("division", "name")):
        return None
    if best.kind == "name" and best.weight >= 0.95 and holder.iso3 != "USA":
        return None
    own = {sense.iso3 for sense in hit.entry.senses} | gazetteer.places(_folded(hit)).keys()
    holders = [sense.iso3 for sense in following.entry.senses if sense.kind in ("division", "name")]
    return next((iso3 for iso3 in holders if iso3 in own), None)


def gather(
    parts: Iterable[Passage], settled: list[tuple[Near, Verdict | None]], hits: list[Hit], gazetteer: Gazetteer
) -> Support:
    """What the document is sure of, before the doubtful candidates are looked at."""
    surfaces: dict[str, Counter[str]] = defaultdict(Counter)
    local: Counter[str] = Counter()
    persons: set[str] = set()
    placed: set[str] = set()
    civic: set[str] = set()
    for hit, (around, verdict) in zip(hits, settled, strict=True):
        if verdict is None:
            best = hit.entry.senses[0]
            sure = best.weight >= 0.75 and len({sense.iso3 for sense in hit.entry.senses}) == 1
            if sure and (best.source != "built" or around.within):
                surfaces[best.iso3][_folded(hit)] += 1
                local[best.iso3] += best.kind in ("city", "division")
        elif verdict.iso3 is not None:
            surfaces[verdict.iso3][_folded(hit)] += 1
            local[verdict.iso3] += verdict.rule in ("container", "after_place") or verdict.kind in ("city", "division")
        elif verdict.rule == "person":
            persons.update((hit.surface.partition(" ")[0], hit.surface.rpartition(" ")[2]))
        if verdict is None and (around.within or hit.role == "dateline"):
            placed.add(_folded(hit))
        if verdict is None and (around.civic or (hit.role == "dateline" and not _famous(hit))):
            civic.add(_folded(hit))
    home = None if "local_news" in gazetteer.without else _home(parts, surfaces, civic, gazetteer)
    return Support(dict(surfaces), local, frozenset(persons), frozenset(placed | civic), frozenset(civic), home)


def _home(
    parts: Iterable[Passage], surfaces: Mapping[str, Counter[str]], civic: Iterable[str], gazetteer: Gazetteer
) -> str | None:
    """The country whose local news a text is, by the distinct cues in it; one of its towns with a town's own words
    after it ("Norfolk High School") is a cue more. None where two countries have as many, or where the text names
    another country more often, in words that are no town's of the home country."""
    text = "\n".join(part.text[:CUE_REACH] for part in parts if part.field != "caption")
    cues = Counter(gazetteer.cues(text))
    for iso3 in cues:
        cues[iso3] += any(iso3 in gazetteer.places(surface) for surface in civic)
    ranked = cues.most_common(2)
    if not ranked or ranked[0][1] < CUES or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    home = ranked[0][0]
    foreign = [
        sum(count for surface, count in found.items() if home not in gazetteer.places(surface))
        for iso3, found in surfaces.items()
        if iso3 != home
    ]
    own = surfaces[home].total() if home in surfaces else 0
    return home if max(foreign, default=0) <= own + ranked[0][1] // 2 else None


def resolve(hit: Hit, around: Near, gazetteer: Gazetteer, support: Support, year: int | None) -> Verdict:
    """The sense that the document makes the most likely, or a refusal."""
    senses = in_time(hit.entry, year)
    folded = _folded(hit)
    best = max(senses, key=lambda sense: (_likely(sense, support, folded), sense.weight))
    if "document" in gazetteer.without:
        best = senses[0]
    elif {"GEO", "USA"} <= {sense.iso3 for sense in senses} and not support.of("GEO", folded):
        best = _georgia(senses, support)
    elif best.kind in _PLACES:
        best = _elsewhere(hit, best, gazetteer, support)
    elsewhere = hit.surface in support.persons and "person_elsewhere" not in gazetteer.without
    if elsewhere and not around.within and support.home is None:
        return Verdict(hit, None, best.kind, "person_elsewhere")
    supported = support.of(best.iso3, folded) > 0 or support.home == best.iso3
    at_home = support.home == best.iso3 and folded in support.placed
    placed = around.locative or hit.role == "dateline" or at_home
    if best.source == "built" and best.kind in ("city", "division"):
        taken = _built(hit, best, around, gazetteer, supported, placed)
    elif best.kind == "institution" and hit.surface.islower() and around.amount:
        taken = supported  # "90 mln yen" is about money; "the yen fell" is about Japan
    elif best.kind == "institution" and around.acts and not support.countries:
        taken = best.weight >= ALONE
    elif best.weight >= SURE or (placed and (supported or best.weight >= DOUBTFUL)):
        taken = True
    else:
        taken = supported and best.weight >= DOUBTFUL and best.kind not in ("city", "division")
    if not taken:
        return Verdict(hit, None, best.kind, "unsupported")
    return Verdict(hit, best.iso3, best.kind, best.kind if best == senses[0] else "document")


def _built(hit: Hit, best: Sense, around: Near, gazetteer: Gazetteer, supported: bool, placed: bool) -> bool:
    """Packaged names of towns and parts are often surnames: they need a preposition of place, or the document, and no
    other capitalised word before them ("Knight Ridder")."""
    before = around.before.rstrip(".")
    joined = before[:1].isupper() and hit.passage.field == "body" and hit.role == "text"
    if joined and before not in gazetteer.civic_words and not around.locative:
        return False
    if best.weight < SURE:
        return placed and (supported or (best.weight >= DOUBTFUL and around.within))
    return supported or around.within or hit.role == "dateline" or around.listed


def _likely(sense: Sense, support: Support, folded: str) -> float:
    seen = support.of(sense.iso3, folded) + 2 * (support.home == sense.iso3)
    return sense.weight * (3.0 if seen > 1 else 2.0 if seen else 1.0)


def _elsewhere(hit: Hit, best: Sense, gazetteer: Gazetteer, support: Support) -> Sense:
    """A namesake in a country whose towns and parts the document names, where it does not name the famous one's:
    Athens in a text about counties of Ohio. A country's own name gives way only in the local news of another one."""
    folded = _folded(hit)
    if support.of(best.iso3, folded) or support.home == best.iso3:
        return best
    places = gazetteer.places(folded)
    if best.kind == "name" and best.weight >= 0.9:
        local = support.home is not None and places.get(support.home, 0) >= 3 and folded in support.civic
        return _town(best, support.home or "") if local else best
    if support.home in places and (best.weight < FAMOUS or folded in support.civic):
        return _town(best, support.home or "")
    if hit.role == "dateline" or best.weight >= FAMOUS:
        return best
    large = places.get(best.iso3, 0) - NAMESAKE
    there = [iso3 for iso3 in places if support.local[iso3] >= 2 and iso3 != best.iso3 and places[iso3] >= large]
    if not there:
        return best
    return _town(best, max(there, key=lambda iso3: (support.local[iso3], places[iso3])))


def _town(best: Sense, iso3: str) -> Sense:
    """The town of the same name in another country; a doubtful word stays as doubtful as it was."""
    return Sense(iso3, "city", best.weight, source=best.source)


def _georgia(senses: tuple[Sense, ...], support: Support) -> Sense:
    """State or country, where nothing else of the country stands in the text: parts and towns of the United States
    speak for the state, the neighbours for the country. A text that names no other country means the state."""
    neighbours = sum(support.of(iso3) for iso3 in ("RUS", "ARM", "AZE", "UKR", "MDA", "BLR"))
    others = [iso3 for iso3 in support.countries if iso3 not in ("USA", "GEO")]
    near_by = support.local["USA"] > neighbours or (neighbours == 0 and support.of("USA") > 0)
    state = near_by or support.home == "USA" or not others
    return next(sense for sense in senses if sense.iso3 == ("USA" if state else "GEO"))


def _famous(hit: Hit) -> bool:
    """Whether a dateline of that name is the famous town's own: LONDON, but not MALTA or PALESTINE in local news."""
    best = hit.entry.senses[0]
    return best.kind in ("capital", "city") and best.weight >= FAMOUS


def _folded(hit: Hit) -> str:
    return hit.passage.folded[hit.start : hit.end]
