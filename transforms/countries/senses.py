"""What a candidate means in this document: the likeliest sense by the places and people that the document is sure of,
one sense per document; what nothing speaks for is refused."""

from __future__ import annotations

import functools
import re

from reference.gazetteer import Gazetteer, Sense
from transforms.countries.around import Near
from transforms.countries.scan import Hit
from transforms.countries.support import Support
from transforms.countries.verdicts import DOUBTFUL, FAMOUS, PLACES, SURE, Verdict, folded_name, in_time

ALONE = 0.35  # a parliament of this weight is taken where it passes laws in a text that names no country for sure
NAMESAKE = 2  # powers of ten by which a namesake may be smaller than the famous town, without cues of local news
# Parliaments of which other states have one of the same name.
_COMMON = frozenset({"Senate", "Congress", "House of Representatives", "House Speaker"})
_OWN = frozenset({"US", "U.S.", "U.S", "American", "States", "America’s", "America's"})
_READ = 5000  # characters that are read for words of a sovereign state, or of a state of the union
_SOVEREIGN = re.compile(
    r"\b(?:parliament\w*|prime minister|(?:foreign|defen[cs]e|interior) (?:minist\w+|agents?|policy)|ambassadors?"
    r"|embass\w+|consul\w*|EU|European Union|NATO|OSCE|Black Sea|Caucasus|breakaway|border guards|airspace|lari"
    r"|visa-free|republic)\b"
)
_OF_THE_UNION = re.compile(
    r"\b(?:Count(?:y|ies)|[Ss]heriff\w*|[Gg]overnor\w*|Gov\.|gubernatorial|Legislature|[Ss]tate [Ss]enat\w+"
    r"|Republicans?|Democrats?|GOP|statewide|statehouse|jury|Bulldogs|college|campus)\b"
)


def resolve(hit: Hit, around: Near, gazetteer: Gazetteer, support: Support, year: int | None) -> Verdict:
    """The sense that the document makes the most likely, or a refusal."""
    senses = in_time(hit.entry, year)
    folded = folded_name(hit)
    best = senses[0]
    if len(senses) > 1:
        best = max(senses, key=lambda sense: (_likely(sense, support, folded), sense.weight))
    if "document" in gazetteer.without:
        best = senses[0]
    elif len(senses) > 1 and {"GEO", "USA"} <= {sense.iso3 for sense in senses} and not support.of("GEO", folded):
        best = _georgia(senses, support, hit.passage.text[:_READ])
    elif best.kind in PLACES:
        best = _elsewhere(hit, best, gazetteer, support)
    elsewhere = hit.surface in support.persons and "person_elsewhere" not in gazetteer.without
    if elsewhere and not around.within and (support.home is None or best.kind == "leader"):
        return Verdict(hit, None, best.kind, "person_elsewhere")
    supported = support.of(best.iso3, folded) > 0 or support.home == best.iso3
    at_home = support.home == best.iso3 and folded in support.placed
    placed = best.kind != "leader" and (around.locative or hit.role == "dateline" or at_home)
    if best.source == "built" and best.kind in ("city", "division"):
        taken = _built(hit, best, around, gazetteer, supported, placed)
    elif best.kind == "institution" and hit.surface.islower() and around.amount:
        taken = supported  # "90 mln yen" is about money; "the yen fell" is about Japan
    elif best.kind == "institution" and best.weight >= DOUBTFUL and around.moves:
        taken = True
    elif best.kind == "institution" and around.acts and not support.countries:
        taken = best.weight >= ALONE
    elif best.weight >= SURE or (placed and (supported or best.weight >= DOUBTFUL)):
        taken = True
    else:
        taken = supported and best.weight >= DOUBTFUL and best.kind not in ("city", "division")
        taken = taken and not (best.kind == "leader" and around.within)  # "in Salinas"
        taken = taken and not (hit.surface in _COMMON and _elsewhere_named(best, around, support, folded))
    if not taken:
        return Verdict(hit, None, best.kind, "unsupported")
    return Verdict(hit, best.iso3, best.kind, best.kind if best == senses[0] else "document")


def _elsewhere_named(best: Sense, around: Near, support: Support, folded: str) -> bool:
    """Whether a text names another country so much oftener that the parliament is that one's."""
    if around.before in _OWN or support.home == best.iso3:
        return False
    most = max((support.of(iso3, folded) for iso3 in support.countries), default=0)
    return 3 * support.of(best.iso3, folded) < most


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
    folded = folded_name(hit)
    if support.of(best.iso3, folded) or support.home == best.iso3:
        return best
    if folded in support.contained:
        return _town(best, support.contained[folded])
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


def _georgia(senses: tuple[Sense, ...], support: Support, text: str) -> Sense:
    """State or country, where nothing else of the country stands in the text: parts and towns of the United States
    speak for the state, the neighbours for the country. A text that names no other country means the state, unless it
    has words of a sovereign state and none of a state of the union."""
    neighbours = sum(support.of(iso3) for iso3 in ("RUS", "ARM", "AZE", "UKR", "MDA", "BLR"))
    others = [iso3 for iso3 in support.countries if iso3 not in ("USA", "GEO")]
    near_by = support.local["USA"] > neighbours or (neighbours == 0 and support.of("USA") > 0)
    state = near_by or support.home == "USA" or not (others or _sovereign(text))
    return next(sense for sense in senses if sense.iso3 == ("USA" if state else "GEO"))


@functools.lru_cache(16)  # asked for each mention of a text
def _sovereign(text: str) -> bool:
    return bool(_SOVEREIGN.search(text)) and not _OF_THE_UNION.search(text)
