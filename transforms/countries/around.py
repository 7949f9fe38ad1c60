"""The words around a candidate, found when a rule asks for them: most candidates are settled by a few questions, and a
regular expression that nobody waits for is the dearest part of a document."""

from __future__ import annotations

import re

from transforms.countries.scan import Hit

REACH = 40  # characters to each side

_WORD_BEFORE = re.compile(r"([\w.'’-]+) \Z")
_WORD_AFTER = re.compile(r" ([\w.'’&-]+)")
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
# Last words of what the two above ask for: nine of ten candidates have none of them before, and need no search.
_PLACING = (
    "in", "near", "from", "outside", "around", "across", "throughout", "at", "into", "inside", "toward", "towards",
    "via", "off", "to", "of", "between", "ern", "downtown", "south", "north", "east", "west", "the",
)  # fmt: skip
_COUNTS = frozenset(
    ["mln", "bln", "trln", "million", "billion", "trillion", "thousand", "hundred", "per", "a", "in", "of"]
)
_ACTS = re.compile(
    r" (?:(?:has|have|had|will|would|is expected to|is set to|could|may|must) )?"
    r"(?:pass(?:ed|es)?|approved?s?|adopt(?:ed|s)?|enact(?:ed|s)?|ratif(?:ied|y|ies)|convenes?d?|debate[sd]?)\b"
)
_MOVES = re.compile(
    r"(?:[’']s)? (?:(?:has|had|was|is) )?(?:fell|falls?|fallen|rose|rises?|risen|slid|slips?|slipped|slumped|plunged|"
    r"tumbled|weakens?|weakened|strengthens?|strengthened|gains?|gained|eased|firmed|lost|closed|traded|hit|steadied|"
    r"rallied|jumped|edged|dropped|depreciated|appreciated|was worth|was at|stood at|bought)\b(?:[^.!?\n]|\.\d)*?"
    r"(?:\$|€|dollars?\b|euros?\b|greenback|per ?cent|%)"
)
_LISTED = re.compile(r", [A-Z]")
_CIVIC = re.compile(
    r" (?:City|High School|Junior|Police|police|ISD|County|residents?|Fire|Chamber|Mayor|mayor|School|schools?|"
    r"Township|Municipal|Elementary|Middle|Area|Hospital|Regional|Public|resident)\b"
)


class Near:
    """The surroundings of a hit, within its field and 40 characters to each side."""

    __slots__ = ("after", "before", "left", "right")

    def __init__(self, hit: Hit) -> None:
        text, start, end = hit.passage.text, hit.start, hit.end
        left = text[start - REACH if start > REACH else 0 : start]
        right = text[end : end + REACH]
        self.left = left.replace("\n", " ") if "\n" in left else left
        self.right = right.replace("\n", " ") if "\n" in right else right
        self.before = _word_before(self.left)  # the word before, if only a blank parts the two
        self.after = _word_after(self.right)  # the word after, if only a blank parts the two

    @property
    def amount(self) -> bool:
        """Whether a figure stands before: "1.5 mln yen", "200 rouble"."""
        return (
            self.before[-1:].isdigit() or self.before in _COUNTS or self.before.endswith(("-mln", "-billion", "-bln"))
        )

    @property
    def acts(self) -> bool:
        """Whether the words after are what parliaments do: "the Diet passed the budget"."""
        return _ACTS.match(self.right) is not None

    @property
    def moves(self) -> bool:
        """Whether the words after are what currencies do: "sterling fell to $1.21"."""
        return _MOVES.match(self.right) is not None

    @property
    def locative(self) -> bool:
        """Whether the words before say that a place may follow."""
        return self.before.lower().endswith(_PLACING) and _LOCATIVE.search(self.left) is not None

    @property
    def within(self) -> bool:
        """Whether the words before say that nothing but a place follows."""
        return self.before.lower().endswith(_PLACING) and _WITHIN.search(self.left) is not None

    @property
    def listed(self) -> bool:
        """Whether a comma and another capitalised word follow, as in "Lyon, France"."""
        return _LISTED.match(self.right) is not None

    @property
    def civic(self) -> bool:
        """Whether the words after are a town's own: "Lebanon City Council", "Peru police"."""
        return _CIVIC.match(self.right) is not None


def _word_before(left: str) -> str:
    if left[-1:] != " ":
        return ""
    word = left[:-1].rpartition(" ")[2]
    if word.isalpha():
        return word
    found = _WORD_BEFORE.search(f"{word} ")
    return found[1] if found else ""


def _word_after(right: str) -> str:
    if right[:1] != " ":
        return ""
    word = right[1:].partition(" ")[0]
    if word.isalpha():
        return word
    found = _WORD_AFTER.match(right)
    return found[1].rstrip("'’.") if found else ""
