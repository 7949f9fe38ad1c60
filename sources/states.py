"""What earlier runs know, as a source's turn asks for it. The warehouse derives it from the journal, flows wire it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from contracts.records import UrlState
from sources.revisits import Edits


class FetchStates(Protocol):
    """What earlier runs know of a source's URLs."""

    def get(self, source_id: str, url: str) -> UrlState | None:
        """The state of a page; None for one that never answered."""
        ...

    def poll(self, source_id: str, url: str) -> UrlState | None:
        """The state of the feed, listing, sitemap or API itself."""
        ...

    def pages(self, source_id: str) -> Iterable[UrlState]:
        """All pages of the source; those whose looks are all done may be missing."""
        ...

    def edits(self, source_id: str) -> Edits:
        """How often looks at its pages found an edit."""
        ...
