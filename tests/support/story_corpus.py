"""A press of any size for measuring stories: texts in invented words with the frequencies of a language, each its own
but for stock phrases; the wire copies among them, and each outlet's standing words below."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from random import Random

from tests.support.story_desk import Put
from tests.support.story_edits import copy_edited, credited, cut, furnished, moved, same, then
from tests.support.story_templates import footer, weather

_OUTLETS = 300
_DAYS = 90
_COPIED, _TEMPLATES = 0.35, 0.02  # of the articles
_STARTS = [
    "b",
    "br",
    "c",
    "ch",
    "d",
    "dr",
    "f",
    "fl",
    "g",
    "gr",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "pl",
    "r",
    "s",
    "st",
    "t",
    "tr",
    "v",
    "w",
]
_VOWELS = ["a", "e", "i", "o", "u", "ai", "ea", "oo"]
_ENDS = ("", "n", "r", "s", "t", "l", "nd", "st", "ck", "m")
_EDITS = (
    same, same, same, cut(0.5), cut(1 / 3), moved, furnished, copy_edited, credited, then(cut(0.6), furnished),
    then(copy_edited, furnished),
)  # fmt: skip
_STOCK = (
    "the ministry said in a statement on Tuesday", "according to people familiar with the matter",
    "who spoke on condition of anonymity because they were not authorised to speak", "could not be reached for comment",
    "did not immediately respond to a request for comment", "for the first time since the end of the war",
    "at a news conference in the capital on Wednesday", "told reporters after the meeting of the council",
)  # fmt: skip


def corpus(size: int, seed: int = 1) -> Iterator[Put]:
    """That many articles over 90 days from 300 outlets: two in three texts of their own, 2 % weather reports, the rest
    copies of a wire text by 2 to 60 outlets within a week, each with the edits that outlets make."""
    return itertools.islice(_press(Random(seed)), size)


def _press(dice: Random) -> Iterator[Put]:
    words, weights = _language(dice)
    feet = [footer(f"Outlet {n}") if n % 3 == 0 else "" for n in range(_OUTLETS)]
    for number in itertools.count():
        text, day, chance = _text(dice, words, weights), dice.randrange(_DAYS), dice.random()
        if chance < _TEMPLATES:
            yield _put(f"w{number}", dice.randrange(_OUTLETS), day, (weather(dice),), feet)
            continue
        first = dice.randrange(_OUTLETS)
        yield _put(f"a{number}", first, day, text, feet)
        # A wire text has 12 printings on average: one in 23 texts makes the share of copies.
        if chance > 1 - _COPIED / (1 - _COPIED) / 12:
            for copy in range(min(60, int(dice.paretovariate(1.1)) * 3)):
                paragraphs = dice.choice(_EDITS)(text, dice)
                yield _put(f"a{number}-{copy}", dice.randrange(_OUTLETS), day + dice.randrange(7), paragraphs, feet)


def _put(name: str, outlet: int, day: int, paragraphs: tuple[str, ...], feet: list[str]) -> Put:
    body = "\n\n".join((*paragraphs, feet[outlet]) if feet[outlet] else paragraphs)
    return Put(name, f"outlet-{outlet:03d}", day, body)


def _language(dice: Random) -> tuple[list[str], list[float]]:
    """30,000 words by Zipf's law, every sixth a name."""
    made = {
        "".join(dice.choice(s) for s in (_STARTS, _VOWELS, _ENDS, _STARTS, _VOWELS, _ENDS)[: 3 + 3 * (i > 300)])
        for i in range(40_000)
    }
    words = sorted(made)
    dice.shuffle(words)
    named = [word.title() if i > 200 and i % 6 == 0 else word for i, word in enumerate(words[:30_000])]
    return named, list(itertools.accumulate(1 / (rank + 2.7) for rank in range(len(named))))


def _text(dice: Random, words: list[str], weights: list[float]) -> tuple[str, ...]:
    """A text of 60 to 1,500 words, 330 at the median."""
    left = min(1500, max(60, int(dice.lognormvariate(5.8, 0.6))))
    paragraphs = []
    while left > 0:
        sentences = []
        for _ in range(dice.randrange(1, 4)):
            length = dice.randrange(9, 28)
            sentence = dice.choices(words, cum_weights=weights, k=length)
            if dice.random() < 0.08:
                sentence.insert(dice.randrange(length), dice.choice(_STOCK))
            if dice.random() < 0.3:
                sentence.insert(dice.randrange(length), str(dice.randrange(2, 4000)))
            sentences.append(" ".join(sentence).capitalize() if dice.random() < 0.1 else " ".join(sentence))
            left -= length
        paragraphs.append(". ".join(sentences) + ".")
    return tuple(paragraphs)
