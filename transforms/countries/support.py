"""What a document is sure of before its doubtful candidates are looked at: countries, persons, whose news it is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reference.gazetteer import Gazetteer
from transforms.countries.around import Near
from transforms.countries.scan import Hit, Passage
from transforms.countries.verdicts import FAMOUS, Verdict, folded_name

CUE_REACH = 20_000  # characters of the body that are read for local cues
CUES = 2  # distinct cues that make a text the local news of a country


@dataclass(frozen=True)
class Support:
    """What the document is sure of. `surfaces` are the folded words by country; `local` counts its towns and parts;
    `placed` are words that somewhere stand after a preposition of place, `civic` those that somewhere have a town's own
    words after them; `home` is the country whose local news the text is, where cues say so; `contained` are towns whose
    country the text names right after them ("Lebanon, Pa.")."""

    surfaces: Mapping[str, Mapping[str, int]]
    local: Mapping[str, int]  # 0 for all others
    persons: frozenset[str]
    placed: frozenset[str]
    civic: frozenset[str]
    contained: Mapping[str, str]
    home: str | None = None

    def of(self, iso3: str, besides: str = "") -> int:
        """Sure mentions of a country, those in the words `besides` left out."""
        found = self.surfaces.get(iso3)
        return 0 if found is None else sum(found.values()) - found.get(besides, 0)

    @property
    def countries(self) -> list[str]:
        """Those with a sure mention."""
        return [iso3 for iso3, found in self.surfaces.items() if found]


def gather(parts: Iterable[Passage], settled: list[Verdict | Near], hits: list[Hit], gazetteer: Gazetteer) -> Support:
    """What the document is sure of, before the doubtful candidates are looked at."""
    surfaces: dict[str, dict[str, int]] = {}
    local: dict[str, int] = defaultdict(int)
    persons: set[str] = set()
    placed: set[str] = set()
    civic: set[str] = set()
    contained: dict[str, str] = {}
    for hit, verdict in zip(hits, settled, strict=True):
        name = folded_name(hit)
        if isinstance(verdict, Near):
            best = hit.entry.senses[0]
            sure = best.weight >= 0.75 and len({sense.iso3 for sense in hit.entry.senses}) == 1
            within = verdict.within
            if sure and (best.source != "built" or within):
                found = surfaces.setdefault(best.iso3, {})
                found[name] = found.get(name, 0) + 1
                local[best.iso3] += best.kind in ("city", "division")
            if within or hit.role == "dateline":
                placed.add(name)
            if verdict.civic or (hit.role == "dateline" and not _famous(hit)):
                civic.add(name)
        elif verdict.iso3 is not None:
            found = surfaces.setdefault(verdict.iso3, {})
            found[name] = found.get(name, 0) + 1
            if verdict.rule == "container":
                contained[name] = verdict.iso3
            local[verdict.iso3] += verdict.rule in ("container", "after_place") or verdict.kind in ("city", "division")
        elif verdict.rule == "person":
            persons.update((hit.surface.partition(" ")[0], hit.surface.rpartition(" ")[2]))
    home = None if "local_news" in gazetteer.without else _home(parts, surfaces, civic, gazetteer)
    return Support(surfaces, local, frozenset(persons), frozenset(placed | civic), frozenset(civic), contained, home)


def _home(
    parts: Iterable[Passage], surfaces: Mapping[str, Mapping[str, int]], civic: Iterable[str], gazetteer: Gazetteer
) -> str | None:
    """The country whose local news a text is, by the distinct cues in it; one of its towns with a town's own words
    after it ("Norfolk High School") is a cue more. None where two countries have as many, or where the text names
    another country more often, in words that are no town's of the home country."""
    text = "\n".join(part.text[:CUE_REACH] for part in parts if part.field != "caption")
    cues = Counter(gazetteer.cues(text))
    if not cues:
        return None
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
    own = sum(surfaces[home].values()) if home in surfaces else 0
    return home if max(foreign, default=0) <= own + ranked[0][1] // 2 else None


def _famous(hit: Hit) -> bool:
    """Whether a dateline of that name is the famous town's own: LONDON, but not MALTA or PALESTINE in local news."""
    best = hit.entry.senses[0]
    return best.kind in ("capital", "city") and best.weight >= FAMOUS
