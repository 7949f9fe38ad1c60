"""What outlets do to a text that they take over: cut it, begin it anew, move its paragraphs, edit its sentences, and put
their own words around it. Each edit takes paragraphs and gives paragraphs."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

Paragraphs = tuple[str, ...]
Edit = Callable[[Paragraphs, Random], Paragraphs]

# British and American, long and short, formal and plain: what copy desks change, either way.
_WORDS = (
    ("per cent", "percent"), ("metres", "meters"), ("kilometres", "kilometers"), ("centre", "center"),
    ("programme", "program"), ("defence", "defense"), ("labour", "labor"), ("harbour", "harbor"), ("tonnes", "tons"),
    ("lorries", "trucks"), ("lorry", "truck"), ("said", "told reporters"), ("around", "about"), ("about", "some"),
    ("do not", "don't"), ("does not", "doesn't"), ("will not", "won't"), ("is not", "isn't"), ("almost", "nearly"),
    ("people", "residents"), ("began", "started"), ("asked", "called on"), ("told", "said to"), ("while", "whereas"),
    ("but", "however"), ("also", "as well"), ("because", "since"), ("more than", "over"), ("before", "prior to"),
    ("against", "in opposition to"), ("help", "assistance"), ("show", "indicate"), ("want", "wish"), ("now", "currently"),
    ("later", "afterwards"), ("large", "big"), ("small", "little"), ("last year", "a year ago"), ("ten", "10"),
    ("two", "2"), ("three", "3"), ("four", "4"), ("five", "5"), ("six", "6"), ("seven", "7"), ("eight", "8"),
    ("noch", "weiterhin"), ("mehr als", "über"), ("sagte", "erklärte"), ("selon", "d’après"), ("a déclaré", "a dit"),
    ("explicó", "señaló"), ("сообщил", "заявил"), ("وقال", "وأضاف"), ("估计", "预计"), ("个星期", "周"),
)  # fmt: skip
_BYLINES = (
    "By {name}, staff writer", "{name} reports from the region", "Edited by {name}",
    "By {name} and agencies\nUpdated on Tuesday", "Written by {name}",
)  # fmt: skip
_TRANSLATED = (
    "Von {name}, Equator Wire. Aus dem Englischen von {other}", "Par {name}, avec Equator Wire, traduit par {other}",
    "Por {name}, Equator Wire. Traducción de {other}", "Di {name}, Equator Wire. Traduzione di {other}",
    "Автор: {name}, Equator Wire. Перевод: {other}", "Door {name}, Equator Wire. Vertaald door {other}",
)  # fmt: skip
_BEFORE = (
    "Listen to this article", "Photo: a view of the scene on the day", "This report is free to read for everyone",
    "Our coverage is supported by readers like you.",
)  # fmt: skip
_AFTER = (
    "Subscribe to our morning letter and get the five stories that matter before breakfast, every weekday.",
    "Reporting by {name}; additional reporting by {other}; editing by the night desk",
    "Follow us on all channels, and tell us what you think at letters@courier.example.",
    "Related: What the neighbours make of it | The year in numbers | Five questions for the minister",
    "© {year} The {town} Courier. All rights reserved. This material may not be published or rewritten.",
    "{name} has covered the region since {year} and is the author of two books on its rivers.",
    "Do you have information about this story? Write to {name} in confidence.",
    "This report is free to read because of people like you. If you can, support the {town} Courier with as little as "
    "one coin a month; it takes a minute and you can stop at any time.",
    "Our standards: we correct mistakes where we made them, and say so at the top of the page.",
)  # fmt: skip
_NAMES = ("Ilse Brandt", "Tomas Weil", "Ada Okonjo", "Lena Sarafian", "Per Lindqvist", "Jean Moreau", "Ivo Dvorak")
_TOWNS = ("Amsel", "Brenna", "Kestrel", "Dornfeld", "Lomza")


def same(text: Paragraphs, dice: Random) -> Paragraphs:
    """Word for word; typographic quotes and the breaks between paragraphs may differ."""
    if dice.random() < 0.5:
        return text
    return tuple(re.sub(r'"([^"]*)"', "“\\1”", p).replace("'", "’") for p in text)


def cut(share: float) -> Edit:
    """The first paragraphs, up to that share of the words; the last one may end in the middle."""

    def edit(text: Paragraphs, dice: Random) -> Paragraphs:
        room = int(sum(len(p.split()) for p in text) * share)
        kept: list[str] = []
        for paragraph in text:
            words = paragraph.split()
            if len(words) >= room:
                return (*kept, " ".join(words[:room])) if room > 5 else tuple(kept)
            kept.append(paragraph)
            room -= len(words)
        return tuple(kept)

    return edit


def moved(text: Paragraphs, dice: Random) -> Paragraphs:
    """A third of the paragraphs after the first stand elsewhere."""
    first, *rest = text
    for _ in range(max(1, len(rest) // 3) if rest else 0):
        rest.insert(dice.randrange(len(rest)), rest.pop(dice.randrange(len(rest))))
    return (first, *rest)


def furnished(text: Paragraphs, dice: Random) -> Paragraphs:
    """The outlet's own words before and after."""
    fill = {"name": dice.choice(_NAMES), "other": dice.choice(_NAMES), "town": dice.choice(_TOWNS), "year": 2026}
    before = dice.sample((*_BEFORE, *_BYLINES), dice.randrange(3))
    after = dice.sample(_AFTER, dice.randrange(1, 4))
    return (*(line.format(**fill) for line in before), *text, *(line.format(**fill) for line in after))


def credited(text: Paragraphs, dice: Random) -> Paragraphs:
    """An agency's credit at the beginning, at the end, or both."""
    name = dice.choice(_NAMES)
    first, *rest = text
    town = dice.choice(_TOWNS).upper()
    first = dice.choice((f"{town}, March 9 (Equator Wire) - {first}", f"(Equator Wire) — {first}", first))
    last = ("Source: Equator Wire", "This article was first published by Equator Wire.", f"{name}, Equator Wire")
    return (first, *rest, dice.choice(last))


def translated_byline(text: Paragraphs, dice: Random) -> Paragraphs:
    """The author's line in another language, with a translator."""
    line = dice.choice(_TRANSLATED).format(name=dice.choice(_NAMES), other=dice.choice(_NAMES))
    return (line, *text) if dice.random() < 0.7 else (*text, line)


def copy_edited(text: Paragraphs, dice: Random) -> Paragraphs:
    """Words, spelling, quotation marks and up to two figures changed, in about every other sentence."""
    edited = same(text, dice)
    for before, after in dice.sample(_WORDS, len(_WORDS) * 2 // 3):
        old, new = (before, after) if dice.random() < 0.7 else (after, before)
        pattern = re.compile(rf"(?<!\w){re.escape(old)}(?!\w)" if old.isascii() else re.escape(old))
        edited = tuple(pattern.sub(lambda m, new=new: new if dice.random() < 0.5 else m.group(), p) for p in edited)
    return _figures_changed(_sentences_edited(edited, dice), dice, dice.randrange(3))


def _sentences_edited(text: Paragraphs, dice: Random) -> Paragraphs:
    """One sentence in ten goes, one in ten begins otherwise."""
    edited = []
    for paragraph in text:
        kept = []
        for sentence in re.split(r"(?<=[.!?]) +", paragraph):
            chance = dice.random()
            if chance < 0.08 and len(sentence.split()) < 25 and len(text) > 2:
                continue
            kept.append(f"Meanwhile, {sentence}" if chance > 0.95 else sentence)
        edited.append(" ".join(kept))
    return tuple(p for p in edited if p)


def _figures_changed(text: Paragraphs, dice: Random, times: int) -> Paragraphs:
    places = [(i, m) for i, p in enumerate(text) for m in re.finditer(r"(?<![\w.,])\d{1,3}(?![\w.,])", p)]
    edited = list(text)
    for index, match in sorted(dice.sample(places, min(times, len(places))), key=lambda f: (-f[0], -f[1].start())):
        number = str(int(match.group()) + dice.randrange(1, 4))
        edited[index] = edited[index][: match.start()] + number + edited[index][match.end() :]
    return tuple(edited)


def then(*edits: Edit) -> Edit:
    """One edit after the other."""

    def edit(text: Paragraphs, dice: Random) -> Paragraphs:
        for one in edits:
            text = one(text, dice)
        return text

    return edit
