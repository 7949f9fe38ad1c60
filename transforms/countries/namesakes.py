"""Ships, saints, animals, businesses and clubs that bear a place's name, by the words around it."""

from __future__ import annotations

import re

from reference.gazetteer import Gazetteer
from transforms.countries.around import Near
from transforms.countries.scan import Hit

_VESSEL = frozenset({"HMS", "USS", "SS", "HMAS", "HMCS", "RMS", "INS", "USCGC", "MV", "M/V"})
_SHIPS = frozenset({
    "liner", "ferry", "frigate", "destroyer", "cruiser", "battleship", "freighter", "trawler", "yacht", "schooner",
    "steamer", "steamship", "ship", "superyacht", "flagship", "icebreaker", "racehorse", "gelding", "stallion",
    "filly", "thoroughbred", "warship",
})  # fmt: skip
_STORMS = frozenset({"Hurricane", "Typhoon", "Cyclone", "Storm", "Superstorm", "Operation", "Hurricanes"})
_SAINT = re.compile(
    r"\b(?:[Pp]ray(?:ed|ers?|ing|s)? to|[Ff]east (?:day )?of|[Ss]tatue of|[Rr]elics of|[Mm]artyrdom of) \Z"
)
_ANIMAL = re.compile(
    r",? the (?:[\w’'-]+ ){0,5}(?:dog|puppy|cat|kitten|rhino|rhinoceros|elephant|horse|pony|lion|tiger|panda|bear|"
    r"gorilla|giraffe|parrot|tortoise|dolphin|whale|husky|retriever|terrier|spaniel|poodle|cow|goat|pig|penguin)\b"
)
_BIRD = re.compile(r"\b(?:Thanksgiving|stuffing|gravy|cranberr(?:y|ies)|drumsticks?|roasted|oven)\b")
_BUSINESS = re.compile(
    r"(?:[’']s)?(?: [A-Z][\w’'&-]+)?"
    r" (?:Bakery|Grill|Grille|Bistro|Cafe|Café|Diner|Pizzeria|Tavern|Brewery|Brewing|Kebabs?|Takeaway|Deli|"
    r"Sports Centre|Sports Center|Leisure Centre|Plumbing|Roofing|Mattress|Laundry|Motors|Cookies)\b"
)
# The last word of firms that are called after a town or part of a country.
_TRADE = re.compile(
    r"(?: [A-Z][\w’'&-]+)? (?:Insurance|Mutual|Records|Studios|Pictures|Productions|Entertainment|Technologies|"
    r"Software|Ventures|Realty|Apparel|Outfitters|Publishing|Pharmaceuticals|Therapeutics|Biosciences|Salon|Foods|Furniture|"
    r"Jewelers|Lumber|Semiconductor|Instruments|Electronics|Automotive|Logistics|Trucking|Freight|Textiles|Fragrances|"
    r"Cosmetics|Skincare|Wealth|Capital Management|Asset Management|Advisors|Advisers|Mortgage|Candy|Chocolates?|"
    r"Creamery|Roasters|Coffee Roasters|Distillery|Distilling|Vineyards|Winery|Cellars|Knitwear|Footwear|Eyewear)\b"
    r"(?! (?:Department|Commission|Commissioner|Board|Regulators?|Institute|Association|Law|Code|Fund|Division)\b)"
)
_HOUSE = re.compile(
    r"(?: [A-Z][\w’'&-]+){0,2} (?:Gallery|Galleries|Museum|Theatre|Theater|Hall|Arena|Stadium|Hotel|Hospital|Institute|"
    r"Library|Palace|Centre|Center|Foundation|Festival|Academy), (?=[A-Z])"
)
_MID_SENTENCE = re.compile(r"[a-z,] The \Z")
_LODGINGS = frozenset({"Hotel", "Motel", "Inn", "Lodge", "Casino", "Tavern", "Lounge"})
_BANDS = re.compile(
    r"[’']s? (?:\w+ )?(?:album|debut single|EP|LP|setlist|drummer|bassist|guitarist|frontman|lead singer|discography|"
    r"reunion tour|farewell tour)\b|, the (?:\w+ ){0,2}(?:band|rock group|boy band|girl group|rapper|singer|"
    r"musical|sitcom)\b"
)
_SHIP_NAME = re.compile(r" [A-Z][a-z]+\b")
_RESULT = re.compile(r"\b\d{1,3}[-–]\d{1,3}\b(?!-)")
_BEATEN = frozenset({
    "beat", "beats", "beating", "defeat", "defeated", "defeating", "edged", "edge", "routed", "rout", "downed",
    "topped", "thrashed", "trounced", "blanked", "hammered", "crushed", "stunned", "past", "over", "against",
    "visiting", "outlasted", "shut", "swept", "upset", "held", "lost", "won", "drew", "tied", "led", "trailed",
    "rallied", "hosted", "hosts",
})  # fmt: skip
_SPORT = re.compile(
    r"\b(?:wingers?|midfielders?|strikers?|goalkeepers?|quarterbacks?|shortstop|pitchers?|on loan|last sixteen|last 16|"
    r"quarter-?finals?|semi-?finals?|play-?offs?|relegat\w+|innings?|touchdowns?|shootout|extra time|overtime|"
    r"hat-trick|[Ll]eague|stoppage time|standings|clean sheet|three points|two wins|title race|second leg|first leg|"
    r"away goals?)\b"
)
_PLAYS = frozenset(
    {
        "signed",
        "sign",
        "signs",
        "face",
        "faces",
        "need",
        "needs",
        "drew",
        "lost",
        "beat",
        "beats",
        "won",
        "play",
        "plays",
    }
)
_FACED = frozenset(
    {"face", "faces", "facing", "faced", "beat", "beating", "against", "over", "play", "plays", "playing"}
)
_DRAWN = re.compile(r" (?:drew|won|lost) (?:at|with|away to|to) [A-Z]")
_DRAWN_BEFORE = re.compile(r"[A-Z]\w+ (?:drew (?:at|with)|lost (?:away )?to|won at) \Z")
_MONTH_BEFORE = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? \Z")
_STAFF = re.compile(
    r"[’']s? (?:head coach|coach|manager|goalkeeper|goalie|goaltender|striker|midfielder|winger|quarterback|"
    r"bullpen|shortstop|offense|defenseman|outfielder|linebacker|back four|front line|power play|home form|away form)\b"
)
_NAMED = re.compile(
    r"\b(?:(?:Caf[eé]|Hotel|Restaurant|Bistro|Casino|Trattoria|Ristorante)(?: de| du| d’| di| der| am)?"
    r"|(?:[Tt]he|[Aa]) (?:diner|restaurant|caf[eé]|pub|nightclub|boutique|bistro)"
    r"|(?:band|film|movie|song|album|novel|startup|start-up|show|series|play|restaurant|caf[eé]|pub|diner|horse|dog|cat|"
    r"boat|yacht|ship|company|website|app|game|book|musical|single) (?:called|named|titled)) [\"“‘']?\Z"
)
_NAMING = (
    "Cafe", "Café", "Hotel", "Restaurant", "Bistro", "Casino", "Trattoria", "Ristorante", "diner", "restaurant", "cafe",
    "café", "pub", "nightclub", "boutique", "bistro", "called", "named", "titled",
)  # fmt: skip
_OF = frozenset({"de", "du", "di", "der", "am"})
_QUOTES = frozenset("\"“‘'")
_SCORE = re.compile(r" \d{1,2}[-–]\d{1,2}(?! \w+(?:day|year|ies|ths?)\b)(?:\W|\Z)")
_PLAYERS = frozenset(("midfielder", "striker", "goalkeeper", "winger", "defender", "quarterback", "shortstop"))
_CLUB_BEFORE = frozenset({"managed", "coached", "captained", "for"})
_CLUB = re.compile(r"\b(?:managed|coached|captained|(?:plays|played|playing|signed|debut|goals|scored) for) \Z")


def ship(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    """A ship's prefix or a word for a ship or racehorse before a name: "HMS Jamaica", "the liner France"."""
    named = around.before in _VESSEL or around.before.rpartition("-")[2] in _SHIPS
    if named and hit.entry.senses[0].kind == "demonym":  # "the cruise ship Norwegian Joy"
        named = _SHIP_NAME.match(around.right) is not None
    return "ship" if named else None


def storm(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    """Hurricane Florence, Operation Cyprus Dawn."""
    return "storm" if around.before in _STORMS and not hit.in_capitals else None


def saint(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    """Saint Lucia whom people pray to."""
    if not hit.surface.startswith(("St", "Saint")):
        return None
    return "person" if _SAINT.search(around.left) or around.right.startswith(("’s Day", "'s Day", " Day")) else None


def animal(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    """Togo the sled dog; Sudan, the last male white rhino; turkey on the table, with a capital."""
    if hit.surface == "Turkey" and (_BIRD.search(around.right) or _BIRD.search(around.left)):
        return "thing"
    return "animal" if " the " in around.right[:6] and _ANIMAL.match(around.right) else None


def business(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    """A place, people or leader in the name of a shop, band or horse: "Mexican Grill", "Gordon Brown's Bakery", "Cafe
    Mexico", "a band called East Germany's Children"."""
    if hit.role == "dateline":
        return None
    if (around.before.endswith(_NAMING) or around.before in _OF or around.left[-1:] in _QUOTES) and _NAMED.search(
        around.left
    ):
        return "title"
    if _BUSINESS.match(around.right):
        return "company"
    if around.right[:1] in ("’", "'", ",") and _BANDS.match(around.right):
        return "title"
    kind = hit.entry.senses[0].kind
    if kind == "name" and around.after in _LODGINGS and not hit.in_capitals:
        return "company"
    town = kind in ("city", "division", "capital")
    return "company" if town and hit.role == "text" and not hit.in_capitals and _TRADE.match(around.right) else None


def house(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    """A town in the name of a house that stands elsewhere ("Hayward Gallery, London"), or after a "The" that is part of
    a name ("her years at The Hanover")."""
    if hit.in_capitals or hit.role != "text":
        return None
    if around.before == "The" and _MID_SENTENCE.search(around.left):
        return "longer_name"
    found = _HOUSE.match(around.right)
    return "institution_name" if found and not around.right.startswith(hit.surface, found.end()) else None


def club(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    """A town that stands for its club: "managed Porto", "the Lyon midfielder", "Porto 2-1 Benfica", "Ottawa beat
    Detroit 4-2", "Porto's coach"."""
    if hit.in_capitals or hit.role == "dateline":
        return None
    if around.right[:1] == " " and _SCORE.match(around.right):
        return "team"
    if around.after in _PLAYERS:
        return "team"
    if around.before in _CLUB_BEFORE and _CLUB.search(around.left):
        return "team"
    if around.right[:1] in ("’", "'") and _STAFF.match(around.right):
        return "team"
    if (around.after in _PLAYS and _DRAWN.match(around.right)) or _DRAWN_BEFORE.search(around.left):
        return "team"
    if around.after in _PLAYS or around.before in _FACED:
        begin, end = max(0, hit.start - 60), hit.end + 60
        if _SPORT.search(hit.passage.text, begin, hit.start) or _SPORT.search(hit.passage.text, hit.end, end):
            return "team"
    if around.before not in _BEATEN and around.after not in _BEATEN:
        return None
    found = _RESULT.search(hit.passage.text, max(0, hit.start - 60), hit.end + 60)
    return (
        "team"
        if found and not _MONTH_BEFORE.search(hit.passage.text, max(0, found.start() - 12), found.start())
        else None
    )
