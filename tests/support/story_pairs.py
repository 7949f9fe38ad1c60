"""Labelled pairs of articles: copies made by the edits that outlets make, and look-alikes that are none.

Every pair has a text of its own, so that in one warehouse with all of them no other two articles are copies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from tests.support import story_edits as edits
from tests.support.story_bases import LANGUAGES, Base, Telling, base, drawn_ways, foreign, telling
from tests.support.story_edits import Edit, Paragraphs, then
from tests.support.story_templates import FIRMS, TEMPLATES, footer, item, release

OUTLETS = tuple(f"outlet-{n:02d}" for n in range(40))
_SIZES = ("brief", "usual", "usual", "long")


@dataclass(frozen=True)
class Printed:
    """An article as an outlet prints it: `day` counts from any first day."""

    source: str
    day: int
    title: str
    body: str


@dataclass(frozen=True)
class Pair:
    """Two articles, whether they are copies of one text, and which kind of edit or likeness lies between them."""

    kind: str
    copies: bool
    a: Printed
    b: Printed


_EDITS: dict[str, Edit] = {
    "exact": edits.same,
    "cut to half": edits.cut(0.5),
    "cut to a third": edits.cut(1 / 3),
    "paragraphs moved": edits.moved,
    "boilerplate added": edits.furnished,
    "sentences edited": edits.copy_edited,
    "credit added": edits.credited,
    "translated byline": edits.translated_byline,
    "cut and boilerplate": then(edits.cut(0.5), edits.furnished),
    "edited and boilerplate": then(edits.copy_edited, edits.furnished),
    "moved and edited": then(edits.moved, edits.copy_edited),
    "credit and cut to a third": then(edits.cut(1 / 3), edits.credited),
}  # fmt: skip


def pairs(each: int, first: int = 0) -> list[Pair]:
    """`each` pairs of each kind from the number `first` on: the same for the same number, however many there are."""
    return [make(number) for make in _KINDS.values() for number in range(first, first + each)]


def _print(
    text: Base | Paragraphs, of: Base, dice: Random, after: int = 0, source: str = "", title: str = ""
) -> Printed:
    body = "\n\n".join(text) if isinstance(text, tuple) else text.body
    return Printed(source or dice.choice(OUTLETS), of.day + after, title or of.title, body)


def _pair(kind: str, copies: bool, first: Base, second: Base | Paragraphs, dice: Random, title: str = "") -> Pair:
    """The two in two outlets, the second up to 20 days after the first, mostly on its day."""
    one, other = dice.sample(OUTLETS, 2)
    after = dice.choice((0, 0, 0, 0, 1, 1, 2, dice.randrange(3, 21)))
    return Pair(kind, copies, _print(first, first, dice, source=one), _print(second, first, dice, after, other, title))


def _numbered(kind: str, number: int) -> tuple[Random, int]:
    """Dice of the pair's own, and a number that no other kind's texts have."""
    return Random(f"{kind}|{number}"), list(_KINDS).index(kind) * 100_000 + number * 29


def _edited(kind: str) -> Callable[[int], Pair]:
    def make(number: int) -> Pair:
        dice, own = _numbered(kind, number)
        # A third of a brief is under 30 words: too little to tell copies from chance.
        text = base(own, dice, dice.choice(_SIZES[1:] if "third" in kind else _SIZES))
        return _pair(kind, True, text, _EDITS[kind](text.paragraphs, dice), dice)

    return make


def _retold(kind: str, edit: Edit, skip: int = 0) -> Callable[[int], Pair]:
    """Another lead over the same text; `skip` paragraphs after the lead are left out as well."""

    def make(number: int) -> Pair:
        dice, own = _numbered(kind, number)
        of = telling(own, dice)
        ways = drawn_ways(of, dice, dice.choice(("usual", "usual", "long")))
        first = of.told(of.order.plan.lead, ways, dice.choice(of.titles))
        second = of.told(of.leads[0], ways, dice.choice(of.titles))
        lead, *rest = second.paragraphs
        return _pair(kind, True, first, edit((lead, *rest[skip:]), dice), dice, second.title)

    return make


def _rewritten_opening(number: int) -> Pair:
    """The first third told in other words, the rest taken over."""
    dice, own = _numbered("first third rewritten", number)
    of = telling(own, dice)
    first, other = _apart(of, dice)
    third = first.length / 3
    kept = [p for n, p in enumerate(first.paragraphs) if sum(len(q.split()) for q in first.paragraphs[:n]) >= third]
    opening: list[str] = []
    while sum(len(p.split()) for p in opening) < third - 20:
        opening.append(other.paragraphs[len(opening)])
    return _pair("first third rewritten", True, first, (*opening, *kept), dice, other.title)


def _new_headline(number: int) -> Pair:
    dice, own = _numbered("headline changed", number)
    text = base(own, dice, dice.choice(_SIZES))
    return _pair("headline changed", True, text, text, dice, title=f"What happened: {text.title.lower()}")


def _extended(number: int) -> Pair:
    """Taken over and carried on: a paragraph or two of the outlet's own inside."""
    dice, own = _numbered("carried on", number)
    text, other = base(own, dice), base(own + 7, dice, "brief")
    body = list(text.paragraphs)
    for extra in other.paragraphs[1 : 1 + dice.randrange(1, 3)]:
        body.insert(dice.randrange(2, len(body)), extra)
    return _pair("carried on", True, text, tuple(body), dice)


def _foreign(number: int) -> Pair:
    dice, own = _numbered("other languages", number)
    text = foreign(own, LANGUAGES[number % len(LANGUAGES)])
    edit = dice.choice(
        (edits.same, edits.cut(0.5), edits.moved, edits.translated_byline, edits.copy_edited, edits.credited)
    )
    return _pair("other languages", True, text, edit(text.paragraphs, dice), dice)


def _told_twice(kind: str, shared: int) -> Callable[[int], Pair]:
    """One event with its people and figures, told in two ways; `shared` paragraphs stand in both."""

    def make(number: int) -> Pair:
        dice, own = _numbered(kind, number)
        of = telling(own, dice)
        first, second = _apart(of, dice)
        paragraphs = list(second.paragraphs)
        quotes = [p for p in first.paragraphs[1:] if '"' in p] if shared == 1 else list(first.paragraphs[2:])
        for paragraph in dice.sample(quotes, min(shared, len(quotes))):
            paragraphs.insert(dice.randrange(2, len(paragraphs)), paragraph)
        return _pair(kind, False, first, tuple(paragraphs), dice, second.title)

    return make


def _apart(of: Telling, dice: Random) -> tuple[Base, Base]:
    one: list[tuple[str, int]] = []
    two: list[tuple[str, int]] = []
    for part in of.event.parts:
        ways = dice.sample(of.ways(part.name), min(2, len(of.ways(part.name))))
        one += [(part.name, ways[0])]
        two += [(part.name, ways[1])] if len(ways) > 1 else []
    titles = of.titles
    return of.told(of.order.plan.lead, tuple(one), titles[0]), of.told(of.leads[0], tuple(two), titles[-1])


def _same_form(number: int) -> Pair:
    """Two events of one kind in the same words throughout, with other countries, people and figures."""
    dice, own = _numbered("one form, other facts", number)
    form = dice.randrange(23)
    one = telling(own, dice, form)
    two = telling(own + 23 * dice.randrange(1, 6) + 11, Random(f"{own}"), form)
    ways = drawn_ways(one, dice, "usual")
    two_ways = tuple(
        (part, way if way in two.ways(part) else two.ways(part)[0]) for part, way in ways if two.ways(part)
    )
    lead = one.order.plan.lead if one.order.plan.lead in (*two.leads, two.order.plan.lead) else two.leads[0]
    return _pair("one form, other facts", False, one.told(one.order.plan.lead, ways), two.told(lead, two_ways), dice)


def _template(name: str) -> Callable[[int], Pair]:
    def make(number: int) -> Pair:
        dice, _ = _numbered(name, number)
        # The next of a series stands in the same outlet as often as elsewhere.
        one = dice.choice(OUTLETS)
        other = one if number % 2 else dice.choice(OUTLETS)
        day = dice.randrange(60)
        a, b = (Printed(source, day + n, name.title(), TEMPLATES[name](dice)) for n, source in enumerate((one, other)))
        return Pair(name, False, a, b)

    return make


def _foreign_form(number: int) -> Pair:
    """One text in another language, filled in with other names and figures."""
    dice, own = _numbered("one form, other languages", number)
    first, second = (foreign(own + n, LANGUAGES[number % len(LANGUAGES)]) for n in (1, 2))
    return _pair("one form, other languages", False, first, second, dice)


def _release(number: int) -> Pair:
    dice, _ = _numbered("press releases", number)
    firm = FIRMS[number % len(FIRMS)]
    day, source = dice.randrange(60), f"releases-{number % 3}"
    a, b = (Printed(source, day + n, f"{firm} announces", release(dice, firm)) for n in (0, 2))
    return Pair("press releases", False, a, b)


def _footed(number: int) -> Pair:
    """Two articles of one outlet, each shorter than the standing words under both."""
    dice, own = _numbered("one footer", number)
    outlet = f"footed-{number % 4}"
    one, two = (base(own + n, dice, "brief") for n in (0, 13))
    foot = footer(outlet)
    a, b = (Printed(outlet, one.day + n, text.title, f"{text.body}\n\n{foot}") for n, text in ((0, one), (3, two)))
    return Pair("one footer", False, a, b)


def _items(number: int) -> Pair:
    dice, _ = _numbered("short items", number)
    a, b = (Printed(dice.choice(OUTLETS), number % 60, "In brief", item(dice)) for _ in range(2))
    return Pair("short items", a.body == b.body, a, b)


def _digest(number: int) -> Pair:
    """A short text, and a page that holds it among eight."""
    dice, own = _numbered("digest", number)
    texts = [base(own + n, dice, "brief") for n in range(8)]
    held = texts[dice.randrange(1, 8)]
    whole = tuple(p for text in texts for p in (text.title, *text.paragraphs))
    return _pair("digest", False, held, whole, dice, "The day in eight stories")


_KINDS: dict[str, Callable[[int], Pair]] = {
    **{kind: _edited(kind) for kind in _EDITS},
    "headline changed": _new_headline,
    "new lead": _retold("new lead", edits.same),
    "new lead, next paragraph gone": _retold("new lead, next paragraph gone", edits.same, skip=1),
    "new lead and cut": _retold("new lead and cut", edits.cut(0.6)),
    "new lead and boilerplate": _retold("new lead and boilerplate", edits.furnished),
    "new lead and edited": _retold("new lead and edited", edits.copy_edited),
    "first third rewritten": _rewritten_opening,
    "carried on": _extended,
    "other languages": _foreign,
    "told twice": _told_twice("told twice", 0),
    "told twice, shared quote": _told_twice("told twice, shared quote", 1),
    "follow-up, shared background": _told_twice("follow-up, shared background", 2),
    "one form, other facts": _same_form,
    "one form, other languages": _foreign_form,
    **{name: _template(name) for name in TEMPLATES},
    "press releases": _release,
    "one footer": _footed,
    "short items": _items,
    "digest": _digest,
}


def kinds() -> Iterator[str]:
    """The names of the kinds, copies first."""
    return iter(_KINDS)
