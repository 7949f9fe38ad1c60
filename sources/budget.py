"""What a source may use in one run: pages, MB and minutes, as its YAML file sets them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from contracts.reasons import Reason
from core.clock import Clock
from sources.http.fetcher import Answer, FetchFailure
from sources.spec import SourceSpec

_MB = 1_000_000


@dataclass
class Budget:
    """Counts what was used. A page is one that was asked for, whatever came; MB are those of bodies, also of the
    source's own pages; minutes are by the clock, waiting included."""

    spec: SourceSpec
    clock: Clock
    pages: int = 0
    bytes: int = 0
    began: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.began = self.clock()

    def read(self, outcome: Answer | FetchFailure, limit: int) -> None:
        """Counts the body of an answer; one that was cut for its size was read up to the limit on bodies, in bytes."""
        if isinstance(outcome, Answer):
            self.bytes += len(outcome.body)
        elif outcome.reason is Reason.TOO_LARGE:
            self.bytes += limit

    def used_up(self) -> str | None:
        """Which of the three is used up, in words; None while there is something left of each."""
        if self.pages >= self.spec.max_pages:
            return f"max_pages is {self.spec.max_pages}"
        return self.used_up_by_polls()

    def used_up_by_polls(self) -> str | None:
        """The same for the source's own pages, which do not count as pages."""
        if self.bytes >= self.spec.max_mb * _MB:
            return f"max_mb is {self.spec.max_mb:g}"
        if (self.clock() - self.began).total_seconds() >= self.spec.max_minutes * 60:
            return f"max_minutes is {self.spec.max_minutes:g}"
        return None
