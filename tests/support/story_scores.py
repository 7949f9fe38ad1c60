"""How well stories tell labelled pairs apart: all pairs in one warehouse, settled at once, scored by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flows.stories import refresh_stories
from tests.support.story_desk import Put, put, story_desk, story_of
from tests.support.story_pairs import Pair


@dataclass(frozen=True)
class Scores:
    """By kind: pairs, copies among them, pairs that were given one story. `astray` counts further pairs, of two
    articles of different labelled pairs, that were given one story."""

    pairs: Mapping[str, int]
    copies: Mapping[str, int]
    found: Mapping[str, int]
    right: int
    astray: int

    @property
    def precision(self) -> float:
        said = sum(self.found.values()) + self.astray
        return self.right / said if said else 1.0

    @property
    def recall(self) -> float:
        return self.right / (sum(self.copies.values()) or 1)

    def by_kind(self) -> dict[str, float]:
        """Of a kind of copies the share that was found, of a kind of look-alikes the share that was left apart."""
        return {
            kind: self.found[kind] / n if self.copies[kind] > n / 2 else 1 - self.found[kind] / n
            for kind, n in self.pairs.items()
        }


def puts(pairs: Sequence[Pair]) -> list[Put]:
    """The articles of the pairs, the n-th pair's named n-a and n-b."""
    return [
        Put(f"{number:05d}-{side}", printed.source, printed.day, printed.body, printed.title)
        for number, pair in enumerate(pairs)
        for side, printed in (("a", pair.a), ("b", pair.b))
    ]


def settle(pairs: Sequence[Pair]) -> Scores:
    """Loads the articles of all pairs, settles their stories and scores them."""
    articles = puts(pairs)
    con = story_desk(article.source_id for article in articles)
    put(con, articles)
    refresh_stories(con)
    scores = score(pairs, story_of(con))
    con.close()
    return scores


def score(pairs: Sequence[Pair], stories: Mapping[str, str]) -> Scores:
    """Scores any answer that gives each article of `puts` a story. Texts that are the same word for word within 30 days
    are copies wherever they come from, and count neither way when they belong to two pairs."""
    total: Counter[str] = Counter()
    copies: Counter[str] = Counter()
    found: Counter[str] = Counter()
    right = 0
    of_story: dict[str, list[int]] = {}
    for number, pair in enumerate(pairs):
        a, b = stories[f"{number:05d}-a"], stories[f"{number:05d}-b"]
        total[pair.kind] += 1
        copies[pair.kind] += pair.copies
        found[pair.kind] += a == b
        right += pair.copies and a == b
        for story in {a, b}:
            of_story.setdefault(story, []).append(number)
    astray = sum(_astray([pairs[n] for n in numbers]) for numbers in of_story.values() if len(numbers) > 1)
    return Scores(total, copies, found, right, astray)


def _astray(together: Sequence[Pair]) -> int:
    texts = [{pair.a.body, pair.b.body} for pair in together]
    return sum(texts[i].isdisjoint(texts[j]) for i in range(len(texts)) for j in range(i))
