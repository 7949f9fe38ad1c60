"""Who belongs together: copies linked to stories."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from core.ids import stable_id
from transforms.stories.copies import are_copies

_NONE: frozenset[int] = frozenset()


class Groups:
    """Names that were joined, directly or by way of others (union by chance, path halving: Tarjan and van Leeuwen,
    1984)."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def of(self, name: str) -> str:
        """The name that stands for the group."""
        parent = self._parent
        while (above := parent.get(name, name)) != name:
            parent[name] = name = parent.get(above, above)
        return name

    def join(self, a: str, b: str) -> bool:
        """Makes one group of two; False if they were one."""
        one, two = sorted((self.of(a), self.of(b)))
        self._parent[two] = one
        return one != two


def link(
    candidates: Iterable[tuple[str, str]],
    bodies: Mapping[str, str],
    groups: Groups,
    standing: Mapping[str, frozenset[int]],
) -> list[tuple[str, str]]:
    """Which candidate pairs (of article ids) are copies and were not linked before, by way of others or directly; they
    are joined in `groups`. What is linked already needs no look, so that n copies of one text take n - 1 looks and
    not n²/2; which pairs are looked at depends on the order, the groups that result do not.

    `bodies` holds the text of every article named, `standing` the hashes of its outlet's standing paragraphs where it
    has any. Raises KeyError for a body that is missing."""
    linked = []
    for a, b in candidates:
        if groups.of(a) != groups.of(b) and are_copies(
            bodies[a], bodies[b], standing.get(a, _NONE) | standing.get(b, _NONE)
        ):
            groups.join(a, b)
            linked.append((a, b))
    return linked


def cluster(groups: Groups, articles: pl.DataFrame) -> pl.DataFrame:
    """The story of each article: a frame article_id, story_id, sorted by article_id. `articles` (article_id, day) are
    all members of the groups that are to be named; a story's id comes from its first member by (day, article_id)."""
    rows = sorted(zip(articles["day"].to_list(), articles["article_id"].to_list(), strict=True))
    first: dict[str, str] = {}
    for _, article in rows:
        first.setdefault(groups.of(article), article)
    ordered = sorted(article for _, article in rows)
    stories = [story_id(first[groups.of(article)]) for article in ordered]
    schema = {"article_id": pl.String, "story_id": pl.String}
    return pl.DataFrame({"article_id": ordered, "story_id": stories}, schema=schema)


def story_id(first_article_id: str) -> str:
    """The id of the story whose first member this article is."""
    return stable_id("story", first_article_id)
