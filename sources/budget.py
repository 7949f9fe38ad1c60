"""What a source may use in one run: pages, MB and minutes, as its YAML file sets them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from core.clock import Clock
from sources.spec import SourceSpec

_MB = 1_000_000


@dataclass
class Budget:
    """What was used. `pages` are those that were asked for, whatever came. `read` gives the bytes of bodies so far,
    also of the source's own pages. Minutes are by the clock, waiting included."""

    spec: SourceSpec
    clock: Clock
    read: Callable[[], int]
    pages: int = 0
    began: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.began = self.clock()

    def used_up(self) -> str | None:
        """Which of the three is used up, in words; None while there is something left of each."""
        if self.pages >= self.spec.max_pages:
            return f"max_pages is {self.spec.max_pages}"
        return self.used_up_by_polls()

    def used_up_by_polls(self) -> str | None:
        """The same for the source's own pages, which do not count as pages."""
        if self.read() >= self.spec.max_mb * _MB:
            return f"max_mb is {self.spec.max_mb:g}"
        if (self.clock() - self.began).total_seconds() >= self.spec.max_minutes * 60:
            return f"max_minutes is {self.spec.max_minutes:g}"
        return None
