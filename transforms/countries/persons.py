"""Persons who bear a place's name, and surnames of leaders that are other people's."""

from __future__ import annotations

import re

from reference.gazetteer import Gazetteer
from transforms.countries.around import Near
from transforms.countries.scan import Hit
from transforms.countries.verdicts import PLACES

SURNAMES = frozenset(("English", "French", "German", "Irish", "Welsh"))
# Names of peoples that are given names: a surname follows, or a given name stands before ("Huckleberry Finn").
GIVEN = frozenset(("Finn", "Dane", "Scot", "Brit", "Roman"))
WEAK = 0.75  # a leader's surname of less weight is other people's too
KNOWN = 0.9  # one of this weight means that family: "Ivanka Trump"
_TITLED = frozenset({"Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Miss"})
_SURNAME_FOLLOWS = re.compile(r"\W+[A-Z]")
_JOINED_NAME = re.compile(r"[A-Z][\w’'-]+ \Z")
_AGED = re.compile(
    r", (?:aged )?\d{1,2}, (?:(?:an?|the|who|of|from|was|is|had|has|said|and|left|died|told|won|also|then|now|whose)\b"
    r"|[a-z]+ed\b)"
)
_KIN = re.compile(
    r"[’']s? (?:\w+ )?(?:knee|ankle|hamstring|elbow|wrist|shoulder|groin|calf|wife|ex-wife|husband|ex-husband|"
    r"boyfriend|girlfriend|fianc[eé]e?|widow|widower|sister|brother|son|daughter|mother|mom|mum|father|dad|grandmother|"
    r"grandfather|teammates?|bandmates?|biographer|publicist|birthday|obituary|autograph|jersey number|free throws?)\b"
)
_TRADES = re.compile(
    r"\b(?:actor|actress|singer|songwriter|rapper|guitarist|drummer|bassist|pianist|violinist|cellist|conductor|composer|"
    r"musician|model|comedian|comedienne|dancer|novelist|author|writer|poet|playwright|essayist|journalist|reporter|"
    r"columnist|broadcaster|presenter|anchor|director|filmmaker|producer|screenwriter|photographer|painter|sculptor|"
    r"architect|designer|chef|midfielder|defender|striker|winger|goalkeeper|forward|quarterback|linebacker|cornerback|"
    r"receiver|pitcher|shortstop|outfielder|infielder|catcher|guard|goaltender|goalie|boxer|wrestler|sprinter|swimmer|"
    r"gymnast|golfer|jockey|skier|snowboarder|skater|cyclist|racer|coach|manager|trainer|nurse|teacher|professor|"
    r"biologist|chemist|physicist|economist|historian|lawyer|attorney|detective|sergeant|officer|deputy|pastor|rapper|"
    r"brother|sister|son|daughter|wife|husband|mother|father|actors|singers|authors|uncle|aunt|cousin|neighbor|neighbour|"
    r"classmate|grocer|farmer|plumber|resident|influencer|streamer|youtuber|YouTuber|DJ|contestant)s? \Z"
)
_OTHERS = re.compile(r"[A-Z][a-z]+\b(?![’']s)")
_LEFT_ITEMS = re.compile(r"(?:[A-Z][a-z]+(?:, and |, | and ))+\Z")
_RIGHT_ITEMS = re.compile(r"(?:(?:, and |, | and )[A-Z][a-z]+)+(?![a-z])")
_OF_PERSONS = re.compile(
    r"\b(?:daughters?|sons?|children|kids|twins|triplets|sisters|brothers|siblings|grandchildren|nieces|nephews|cousins|"
    r"babies|baby|names|girls|boys|friends|classmates|teammates|bridesmaids|puppies|dogs|cats|pupils|students|toddlers)\b"
)
_SPEAKS = re.compile(
    r" (?:said|told|says|tells|asked|recalled|added|insisted|admitted|testified|wrote|thought|knew|felt|wondered)\b"
    r"[^.!?\n]{0,50}?\b(?:she|he)\b"
)
_RELATES = re.compile(
    r" (?:and|with|asked|hugged|kissed|married|called|texted|phoned|loves|loved|lost|visited|joined|helped) "
    r"(?:his|her) (?:\w+ )?(?:mother|father|mom|mum|dad|parents|brother|sister|son|daughter|wife|husband|"
    r"boyfriend|girlfriend|aunt|uncle|friends?|family|baby|children|kids|twin|dog|fianc[eé]e?|roommate|teammates?|classmates?)\b"
    r"| (?:was|is) (?:his|her|my) (?:first|best|only|eldest|youngest|oldest|little|big|older|younger|second|third|new) "
    r"(?:love|friend|child|son|daughter|sister|brother|wife|husband|girlfriend|boyfriend|baby|cousin)\b"
)
_WHOLE_NAME = re.compile(
    r" [A-Z][a-z]+(?: [A-Z][a-z]+)?(?:, \d{1,2},|, who | pleaded| was born| was sentenced| testified|"
    r" said (?:she|he)\b| told | died | smiled| laughed| married | starred | plays? the | was arrested| was charged|"
    r" won the role)"
)
_PERSONS_BEFORE = re.compile(r"\b(?:daughters|sons|children|kids|twins|sisters|brothers|granddaughters|grandsons),? \Z")
_CALLED = re.compile(
    r"\b(?:girl|boy|baby|child|kid|daughter|son|woman|man|nurse|teacher|teenager|toddler|friend|sister|brother|student|"
    r"intern|neighbor|neighbour|rhino|rhinoceros|elephant|lion|lioness|tiger|panda|bear|gorilla|chimpanzee|giraffe|"
    r"parrot|tortoise|dolphin|whale|puppy|kitten|pony|cow|goat|pig|penguin|monkey|fox|llama|alpaca|donkey|camel|robot|"
    r"hurricane|typhoon|cyclone|storm)s?,? (?:who (?:was|is) )?(?:named|called|nicknamed) \Z"
)
_CAPITAL_TRADES = frozenset(
    {
        "Chef",
        "Singer",
        "Actress",
        "Actor",
        "Rapper",
        "DJ",
        "Author",
        "Novelist",
        "Poet",
        "Comedian",
        "Model",
        "Designer",
    }
)
_FIRM_OR_INITIALS = re.compile(r" (?:(?:Corp|CORP|Inc|INC|Co|CO|Ltd|LTD|LLC|Plc|PLC)\b|[A-Z]{1,2}(?:,|\.,| et al))")
_ADDRESSED = frozenset(
    {"Aunt", "Uncle", "Dr", "Dr.", "Officer", "Judge", "Coach", "Rev.", "Professor", "Prof.", "Detective", "Grandma"}
)
# Countries that are given names now and then: only in a list of given names.
_RARE_NAMES = frozenset({"India", "Kenya", "Israel", "Ireland", "China", "America", "Egypt", "Cuba", "Malta", "Asia"})
_NOUN_AFTER = re.compile(
    r", (?:an?|the|her|his|their|our|my) (?:[\w’'-]+ ){0,3}(?:typeface|font|nurse|actress|actor|singer|waitress|waiter|"
    r"teenager|sophomore|freshman|toddler|daughter|son|niece|nephew|bridesmaid|stepdaughter|stepson|"
    r"granddaughter|grandson|girlfriend|boyfriend|fianc[eé]e?|labradoodle|hamster)\b"
)


def titled(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    """Mr Ireland and Ms. French, whatever the name weighs; Lord Sydney, but not the lord of Sydney."""
    if hit.in_capitals:
        return None
    kind = hit.entry.senses[0].kind
    if around.before in _TITLED:
        return "person" if kind in PLACES or (kind == "demonym" and hit.surface in SURNAMES) else None
    noble = around.before in ("Lord", "Lady", "Sir", "Dame") and kind in ("city", "division", "capital")
    return "person" if noble else None


def named_like_a_country(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    """A country's name right before one given name is a person's: "Samoa Joe won". Not where a surname follows too
    ("Secretary for Mongolia Michael Chase"), after a preposition of place, or in headlines."""
    if hit.entry.senses[0].kind != "name" or around.after not in gazetteer.given_names:
        return None
    if hit.in_capitals or hit.role != "text" or hit.passage.field != "body" or " " in hit.surface:
        return None
    whole_name = _SURNAME_FOLLOWS.match(around.right, len(around.after) + 1)
    if whole_name or around.locative or _JOINED_NAME.search(around.left) or gazetteer.knows(around.after.lower()):
        return None
    return "person"


def given_name(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    """A given name before ("Vernon Jordan"), or a place that is a given name before a surname ("Chad Mendes")."""
    if hit.in_capitals and around.left.endswith("BY ") and hit.surface.title() in gazetteer.place_given_names:
        return "person"
    if hit.in_capitals or hit.role == "dateline" or " " in hit.surface or "." in hit.surface:
        return None
    kind = hit.entry.senses[0].kind
    by_kind = kind in PLACES or (kind == "demonym" and (hit.surface in SURNAMES or hit.surface in GIVEN))
    if by_kind and (around.before in gazetteer.given_names or _initial(around.before)):
        return "person"
    follows = around.after
    if kind == "demonym" and hit.surface in GIVEN:
        return "person" if follows[:1].isupper() and follows[1:].islower() and hit.role == "text" else None
    if kind in PLACES and hit.surface in gazetteer.place_given_names and follows[:1].isupper():
        surname = len(follows) > 2 and follows[1:].islower() and follows not in gazetteer.civic_words
        folded = follows.lower()
        named = not gazetteer.knows(folded) or gazetteer.is_doubtful(folded)
        return "person" if surname and named else None
    return None


def _initial(word: str) -> bool:
    """ "J." before a surname, but not "U.S." or the end of a sentence with a longer word."""
    return len(word) == 2 and word[0].isupper() and word[1] == "."


def described(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    """A person or animal by what is said beside: "Georgia, 27, a nurse", "Jordan's knee", "a girl named China", "the
    poet Israel Zangwill", "his daughters, Paris, London and India"."""
    if hit.in_capitals or hit.role == "dateline" or " " in hit.surface or "." in hit.surface:
        return None
    right = around.right
    if right[:2] == ", " and (_AGED.match(right) or _NOUN_AFTER.match(right)) and not around.within:
        return "person"
    if right[:1] in ("’", "'") and hit.surface in gazetteer.place_given_names and _KIN.match(right):
        return "person"
    if around.before in ("named", "called", "nicknamed") and _CALLED.search(around.left):
        return "person"
    follows = _OTHERS.match(right, 1) if right[:1] == " " else None
    if follows and not gazetteer.knows(follows[0].lower()):
        before = around.before
        if before in _CAPITAL_TRADES or (before[:1].islower() and _TRADES.search(around.left)):
            return "person"
    named = hit.surface in gazetteer.place_given_names or hit.surface in _RARE_NAMES
    if named and right[:1] == " " and not around.within and not around.locative:
        if _RELATES.match(right) or _WHOLE_NAME.match(right):
            return "person"
        if hit.entry.senses[0].kind in ("city", "division") and _SPEAKS.match(right):
            return "person"
    return "person" if named and _among_persons(hit, gazetteer) else None


def _among_persons(hit: Hit, gazetteer: Gazetteer) -> bool:
    """Whether a hit is one of several given names in a list, where the sentence speaks of persons."""
    text = hit.passage.text
    left = _LEFT_ITEMS.search(text, max(0, hit.start - 60), hit.start)
    right = _RIGHT_ITEMS.match(text, hit.end, hit.end + 60)
    if left is None and right is None:
        return False
    start, end = left.start() if left else hit.start, right.end() if right else hit.end
    names = re.findall(r"[A-Z][a-z]+", text[start:end])
    known = (gazetteer.place_given_names, gazetteer.given_names, _RARE_NAMES)
    if len(names) < 2 or not all(any(name in some for some in known) for name in names):
        return False
    if len(names) == 2:
        return _PERSONS_BEFORE.search(text, max(0, start - 20), start) is not None
    return _OF_PERSONS.search(text, max(0, start - 60), min(len(text), end + 60)) is not None


def other_leader(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    """A surname of a leader that is another person's here: after another given name, or before a surname."""
    if " " in hit.surface:
        return None
    if _FIRM_OR_INITIALS.match(around.right) or around.left[-1:] == "-":  # "Eaton Vance Corp", "Merz CN, et al."
        return "person"
    if hit.in_capitals:
        return None
    if around.before in _ADDRESSED:
        return "person"
    weight = hit.entry.senses[0].weight
    if weight < KNOWN and (around.before in gazetteer.given_names or _initial(around.before)):
        return "person"
    if weight >= WEAK:
        return None
    surname = around.after[:1].isupper() and around.after[1:].islower() and hit.role == "text"
    return "person" if surname and hit.passage.field == "body" and not gazetteer.knows(around.after.lower()) else None
