"""Rules on the words around a candidate. Each has a name, which goes into `rule` of the mention or the refusal."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from reference.gazetteer import Gazetteer
from transforms.countries.scan import Hit

_WORD_BEFORE = re.compile(r"([\w.'’-]+) \Z")
_WORD_AFTER = re.compile(r" ([\w.'’&-]+)")
_SPOKEN = re.compile(
    r"\b(?:speaks?|speaking|spoken|spoke|learn|learning|learned|learnt|teach|teaching|taught|fluent in|broken|"
    r"written in|translated into|translated from) (?:only |some |no |good |fluent |little )?(?:\w+ and )?\Z"
)
_IN_LANGUAGE = re.compile(r"\b(?:in|into) (?:[A-Z]\w+ and )?\Z")
_LANGUAGE_AFTER = re.compile(r"[.,;:!?)\"”](?:\s|\Z)| (?:and|or|as well|at)\b|\Z")
SURNAMES = frozenset(("English", "French", "German", "Irish", "Welsh"))
_LOCATIVE = re.compile(
    r"\b(?:in|near|from|outside|around|across|throughout|within|at|into|inside|toward|towards|via|off|to|of|between|"
    r"southern|northern|eastern|western|central|downtown|southeastern|southwestern|northeastern|northwestern|"
    r"south|north|east|west|city of|town of|village of) (?:the )?\Z",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    r"\b(?:in|near|outside|around|across|throughout|within|downtown|southern|northern|eastern|western|central) "
    r"(?:the )?\Z",
    re.IGNORECASE,
)
_LISTED = re.compile(r", [A-Z]")
_CIVIC = re.compile(
    r" (?:City|High School|Junior|Police|police|ISD|County|residents?|Fire|Chamber|Mayor|mayor|School|schools?|"
    r"Township|Municipal|Elementary|Middle|Area|Hospital|Regional|Public|resident)\b"
)
_FIRM = re.compile(
    r"(?:[ \n]+&?[ ]?[A-Z][\w&.'’-]*){0,2}[ \n]+(?:Inc|Corp|Co|Ltd|Plc|PLC|Cos|INC|CORP|CO|LTD|COS|Bancorp)\b"
)
_JOINED_AFTER = re.compile(r"[-–]([A-Z][\w’'-]+)(?! County)")
_JOINED_BEFORE = re.compile(r"([A-Z][\w’']+)-\Z")
_US_AS_WORD = re.compile(r"\b(?:LET|OF|FOR|WITH|JOIN|TO|TELL|GIVE|ABOUT|AMONG|BETWEEN|HELP|MAKE|ALL|BEHIND|ABOVE)\s\Z")
_TITLED = frozenset({"Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Miss"})
_VESSEL = frozenset({"HMS", "USS", "SS", "HMAS", "HMCS", "RMS"})
_LISTED_LANGUAGES = re.compile(
    r"(?:, [A-Z]\w+)*,? (?:and|or) [A-Z]\w+ (?:subtitles|lessons|classes|translations|speakers)\b"
)
_SPOKEN_AFTER = re.compile(r" (?:subtitles|lessons|classes|translations|speakers)\b")
_CLASSES = re.compile(r"\b(?:[Cc]lasses|[Ll]essons|[Cc]ourses|[Ff]luent) in (?:fluent )?\Z|\bin fluent \Z")
_SPOKEN_TWO = re.compile(
    r"\b(?:speaks?|spoke|speaking|learned|learnt) [A-Z]\w+ and (?:some |good |a little |fluent )?\Z"
)
_PLACES = frozenset({"city", "division", "capital", "name"})


@dataclass(frozen=True, slots=True)
class Near:
    """The words around a hit."""

    left: str
    right: str
    before: str
    after: str

    @property
    def locative(self) -> bool:
        """Whether the words before say that a place may follow."""
        return _LOCATIVE.search(self.left) is not None

    @property
    def within(self) -> bool:
        """Whether the words before say that nothing but a place follows."""
        return _WITHIN.search(self.left) is not None

    @property
    def listed(self) -> bool:
        """Whether a comma and another capitalised word follow, as in "Lyon, France"."""
        return _LISTED.match(self.right) is not None

    @property
    def civic(self) -> bool:
        """Whether the words after are a town's own: "Lebanon City Council", "Peru police"."""
        return _CIVIC.match(self.right) is not None


def near(hit: Hit) -> Near:
    """The surroundings of a hit, within its line and 40 characters."""
    text = hit.passage.text
    left = text[max(0, hit.start - 40) : hit.start].replace("\n", " ")
    right = text[hit.end : hit.end + 40].replace("\n", " ")
    before, after = _WORD_BEFORE.search(left), _WORD_AFTER.match(right)
    return Near(left, right, before[1] if before else "", after[1].rstrip("'’.") if after else "")


Rule = Callable[[Hit, Near, Gazetteer], str | None]


def refuse(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    """The name of the first rule that says that the words name no country here; None where no rule does."""
    for rule in _RULES:
        name = rule(hit, around, gazetteer)
        if name is not None and (name not in gazetteer.without or hit.entry.refused):
            return name
    return None


def _listed(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    return hit.entry.refused


def _currency(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    return "currency" if around.right.startswith("$") else None


def _ticker(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    """<UK> after a company's name is its sign at the exchange."""
    return "ticker" if around.left.endswith("<") and around.right.startswith(">") else None


def _company(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    """A town or part of a country as the first word of a firm: "Bethlehem Steel Corp", "Oxford First Corp"."""
    if hit.entry.senses[0].kind not in ("city", "division", "capital") or hit.role == "dateline":
        return None
    return "company" if _FIRM.match(around.right) else None


def _hyphen(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    """A town joined to another name: "Bristol-Meyers", "Allied-Lyons"; not "London-Paris" or "Geneva-based"."""
    if hit.entry.senses[0].kind not in ("city", "division", "capital"):
        return None
    for joined in (_JOINED_AFTER.match(around.right), _JOINED_BEFORE.search(around.left)):
        if joined and not gazetteer.knows(joined[1].lower()):
            return "longer_name"
    return None


def _era(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    """250 B.C. is no province."""
    return "era" if hit.surface in ("B.C.", "BC") and around.before[-1:].isdigit() else None


def _pronoun(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    """US as "us" in a line of capitals."""
    return "pronoun" if hit.surface == "US" and hit.in_capitals and _US_AS_WORD.search(around.left) else None


def _beside(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    """A word after or before that makes the two a sea, street, company, team, person or longer name."""
    kind = hit.entry.senses[0].kind
    after = gazetteer.after.get(around.after)
    if after == "sea" or (after == "company" and kind != "institution") or (after == "street" and kind in _PLACES):
        return after
    if after == "team" and kind in ("city", "division", "capital"):
        return after
    before = gazetteer.before.get(around.before)
    if before and kind in _PLACES and (kind != "name" or hit.entry.senses[0].weight < 0.95):
        return before
    return None


def _person(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    """A given name before ("Vernon Jordan"), or a place that is a given name before a surname ("Chad Mendes")."""
    if hit.in_capitals and around.left.endswith("BY ") and hit.surface.title() in gazetteer.place_given_names:
        return "person"
    if hit.in_capitals or hit.role == "dateline" or " " in hit.surface or "." in hit.surface:
        return None
    kind = hit.entry.senses[0].kind
    by_kind = kind in _PLACES or (kind == "demonym" and hit.surface in SURNAMES)
    if by_kind and (around.before in gazetteer.given_names or _initial(around.before)):
        return "person"
    follows = around.after
    if kind in _PLACES and hit.surface in gazetteer.place_given_names and follows[:1].isupper():
        surname = len(follows) > 2 and follows[1:].islower() and follows not in gazetteer.civic_words
        folded = follows.lower()
        named = not gazetteer.knows(folded) or gazetteer.is_doubtful(folded)
        return "person" if surname and named else None
    return None


def _initial(word: str) -> bool:
    """ "J." before a surname, but not "U.S." or the end of a sentence with a longer word."""
    return len(word) == 2 and word[0].isupper() and word[1] == "."


def _language(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    if hit.surface not in gazetteer.languages or hit.entry.senses[0].kind != "demonym":
        return None
    if around.right.startswith(("-language", "-speak", " language", "-medium")):
        return "language"
    if _SPOKEN.search(around.left):
        return "language"
    written = _IN_LANGUAGE.search(around.left) and _LANGUAGE_AFTER.match(around.right)
    return "language" if written else None


def _more_language(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    """A language in a list or a lesson: "speaks French and some German", "Dutch and Korean subtitles"."""
    if hit.surface not in gazetteer.languages or hit.entry.senses[0].kind != "demonym":
        return None
    taught = _CLASSES.search(around.left) or _SPOKEN_TWO.search(around.left)
    listed = _SPOKEN_AFTER.match(around.right) or _LISTED_LANGUAGES.match(around.right)
    return "language" if taught or listed else None


def _titled(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    """Mr Ireland and Ms. French, whatever the name weighs."""
    if around.before not in _TITLED or hit.in_capitals:
        return None
    kind = hit.entry.senses[0].kind
    return "person" if kind in _PLACES or (kind == "demonym" and hit.surface in SURNAMES) else None


def _vessel(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    """A ship's prefix before a name: "HMS Jamaica", "SS France"."""
    return "ship" if around.before in _VESSEL and hit.entry.senses[0].kind in _PLACES else None


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


_RULES: tuple[Rule, ...] = (
    _listed,
    _ticker,
    _currency,
    _company,
    _hyphen,
    _era,
    _pronoun,
    _beside,
    _language,
    _more_language,
    _titled,
    _vessel,
    _verb,
    _person,
    _acronym,
)
