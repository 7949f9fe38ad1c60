"""Rules on the words around a candidate. Each has a name, which goes into `rule` of the mention or the refusal."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import get_args

from contracts.records import MentionKind
from reference.gazetteer import Gazetteer
from transforms.countries.around import Near
from transforms.countries.namesakes import animal, business, club, house, saint, ship, storm
from transforms.countries.persons import described, given_name, named_like_a_country, other_leader, titled
from transforms.countries.scan import Hit
from transforms.countries.spoken import language, more_language
from transforms.countries.telltales import expanded, quoted_title, telltale
from transforms.countries.verdicts import PLACES

_FIRM = re.compile(
    r"(?:[ \n]+&?[ ]?[A-Z][\w&.'’-]*){0,2}[ \n]+(?:Inc|Corp|Co|Ltd|Plc|PLC|Cos|INC|CORP|CO|LTD|COS|Bancorp)\b"
)
_JOINED_AFTER = re.compile(r"[-–]([A-Z][\w’'-]+)(?! County)")
_JOINED_BEFORE = re.compile(r"([A-Z][\w’']+)-\Z")
_US_AS_WORD = re.compile(r"\b(?:LET|OF|FOR|WITH|JOIN|TO|TELL|GIVE|ABOUT|AMONG|BETWEEN|HELP|MAKE|ALL|BEHIND|ABOVE)\s\Z")
_MADE = re.compile(
    r" \w+ (?:makers?|exports?|exporters?|producers?|industry|imports?|importers?|prices|chain|giant|company|factory|"
    r"factories|firms?|workers?)\b"
)
_SPELLED = frozenset({"B.C.", "BC", "US", "UK", "EU", "Polish", "POLISH", "polish"})
Rule = Callable[[Hit, Near, Gazetteer], str | None]


def refuse(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    """The name of the first rule that says that the words name no country here; None where no rule does."""
    if hit.entry.refused is not None:
        return hit.entry.refused
    for rule in _BY_KIND[hit.entry.senses[0].kind]:
        name = rule(hit, around, gazetteer)
        if name is not None and name not in gazetteer.without:
            return name
    return None


def _currency(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    right = around.right
    return "currency" if right[:1] == "$" or (right[:2] == " $" and right[2:3].isdigit()) else None


def _ticker(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    """<UK> after a company's name is its sign at the exchange."""
    return "ticker" if around.left.endswith("<") and around.right.startswith(">") else None


def _company(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    """A town or part of a country as the first word of a firm: "Bethlehem Steel Corp", "Oxford First Corp"."""
    if hit.role == "dateline":
        return None
    return "company" if _FIRM.match(around.right) else None


def _hyphen(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    """A town joined to another name: "Bristol-Meyers", "Allied-Lyons"; not "London-Paris" or "Geneva-based"."""
    if around.right[:1] not in ("-", "–") and around.left[-1:] != "-":
        return None
    for joined in (_JOINED_AFTER.match(around.right), _JOINED_BEFORE.search(around.left)):
        if joined and not gazetteer.knows(joined[1].lower()):
            return "longer_name"
    return None


def _era(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    """250 B.C. is no province."""
    return "era" if hit.surface in ("B.C.", "BC") and around.before[-1:].isdigit() else None


def _number(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    """ "Size US 9", "UK 12": the measure of a shoe or a dress."""
    if hit.surface not in ("US", "UK", "EU") or not around.after.isdigit():
        return None
    return "number" if around.before in ("Size", "size", "Sizes", "sizes", "SIZE") else None


def _pronoun(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    """US as "us" in a line of capitals."""
    return "pronoun" if hit.surface == "US" and hit.in_capitals and _US_AS_WORD.search(around.left) else None


def _spelled(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    """What holds of a few words only."""
    if hit.surface not in _SPELLED:
        return None
    rules = (_era, _number, _pronoun, _verb)
    return next((name for rule in rules if (name := rule(hit, around, gazetteer))), None)


def _beside(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    """A word after or before that makes the two a sea, street, company, team, person or longer name."""
    kind = hit.entry.senses[0].kind
    after = gazetteer.after.get(around.after)
    if after == "sea" or (after == "company" and kind != "institution") or (after == "street" and kind in PLACES):
        return after
    if after == "team" and kind in ("city", "division", "capital"):
        return after
    if after == "dish" and kind == "demonym":
        return None if _MADE.match(around.right) else "thing"
    if after == "species" and kind != "institution":
        return after
    before = gazetteer.before.get(around.before)
    if before and kind in PLACES and (kind != "name" or hit.entry.senses[0].weight < 0.95):
        return before
    return None


def _verb(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    """Polish as the first word of an order: "Polish the table", "POLISH YOUR SHOES"."""
    if hit.surface.lower() != "polish":
        return None
    return "verb" if around.after.lower() in ("the", "your", "it", "them", "my", "his", "her", "up") else None


def _acronym(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    """NICE, MALI, SPLIT: capitals in a line of small letters, where the place is written with one capital."""
    if not hit.surface.isupper() or hit.in_capitals or hit.role == "dateline" or len(hit.surface) < 2:
        return None
    if hit.entry.surface.isupper() or "." in hit.surface:
        return None
    return None if hit.entry.senses[0].weight >= 0.9 else "acronym"


# In the order in which they are asked, each with the kinds of words that it is about; asking only those that can answer
# is worth a seventh of a document's time.
_ALL = frozenset(get_args(MentionKind))
_TOWNS = frozenset({"city", "division", "capital"})
_RULES: tuple[tuple[Rule, frozenset[str]], ...] = (
    (_ticker, _ALL),
    (_currency, _ALL),
    (_company, _TOWNS),
    (_hyphen, _TOWNS),
    (_spelled, _ALL),
    (_beside, _ALL),
    (language, frozenset({"demonym"})),
    (more_language, frozenset({"demonym"})),
    (titled, PLACES | {"demonym"}),
    (ship, PLACES | {"demonym"}),
    (storm, PLACES),
    (saint, PLACES),
    (animal, PLACES),
    (club, _TOWNS),
    (house, _TOWNS),
    (business, _ALL - {"institution"}),
    (named_like_a_country, frozenset({"name"})),
    (given_name, PLACES | {"demonym"}),
    (described, PLACES),
    (other_leader, frozenset({"leader"})),
    (telltale, _ALL),
    (expanded, frozenset({"name", "institution"})),
    (quoted_title, PLACES | {"demonym"}),
    (_acronym, _ALL),
)
_BY_KIND = {kind: tuple(rule for rule, kinds in _RULES if kind in kinds) for kind in _ALL}
