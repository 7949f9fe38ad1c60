"""Names for the numbers that the posts of a WordPress API carry: their authors and categories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from sources.http.fetcher import Answer, FetchFailure
from sources.kinds.connector import Ask
from sources.kinds.hinting import section_names, without_markup
from sources.kinds.wordpress_api import PER_PAGE, Api, Parameters, Post, read_json

_MAX_LOOKUPS = 20  # requests for one kind of names in a run; each brings up to 100


@dataclass
class Names:
    """The names of one endpoint, each asked for once in a run. An endpoint that refuses is not asked again: many sites
    hide their users."""

    endpoint: Literal["users", "categories"]
    what: str
    _known: dict[int, str | None] = field(default_factory=dict)
    _lookups_left: int = _MAX_LOOKUPS

    def of(self, post: Post) -> tuple[str, ...]:
        """The names that are known, at most 20."""
        return section_names(self._known.get(number) for number in self._numbers(post))

    def learn(self, api: Api, ask: Ask, posts: Sequence[Post]) -> str | None:
        """Asks for the names that the posts need and that are not known. Says why not, where it is refused."""
        unknown = sorted({number for post in posts for number in self._numbers(post)} - self._known.keys())
        while unknown and self._lookups_left > 0:
            some, unknown = unknown[:PER_PAGE], unknown[PER_PAGE:]
            self._lookups_left -= 1
            wanted: Parameters = {"include": ",".join(map(str, some)), "per_page": PER_PAGE, "_fields": "id,name"}
            refused = self._take(ask(api.url(f"wp/v2/{self.endpoint}", wanted)))
            if refused:
                self._lookups_left = 0
                return f"the names of {self.what} are not told: {refused}"
            for number in some:  # a user who left, a category that is hidden: they have no name, now and later
                self._known.setdefault(number, None)
        return None

    def _numbers(self, post: Post) -> tuple[int, ...]:
        if self.endpoint == "categories":
            return post.categories
        return (post.author,) if post.author is not None else ()

    def _take(self, answer: Answer | FetchFailure) -> str | None:
        if isinstance(answer, FetchFailure):
            return f"{answer.reason}: {answer.detail}"
        rows, fault = read_json(answer.body)
        if not isinstance(rows, list):
            return fault or "no list"
        for row in rows:
            if isinstance(row, dict) and isinstance(row.get("id"), int) and isinstance(row.get("name"), str):
                self._known[row["id"]] = without_markup(row["name"])
        return None
