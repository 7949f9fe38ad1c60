"""How a run talks to whoever watches: an Observer that the command line, a log or a test provides."""

from __future__ import annotations

import logging
from typing import Protocol

log = logging.getLogger("desk")


class Observer(Protocol):
    """Told of each stage: its name and size, each step, and its end. Called from several threads."""

    def stage(self, name: str, total: int | None) -> None: ...

    def advance(self, name: str, steps: int = 1) -> None: ...

    def done(self, name: str, summary: str) -> None: ...


class Silent:
    """Tells nobody."""

    def stage(self, name: str, total: int | None) -> None:
        pass

    def advance(self, name: str, steps: int = 1) -> None:
        pass

    def done(self, name: str, summary: str) -> None:
        pass


class PlainLines:
    """One line in the log at the end of each stage."""

    def stage(self, name: str, total: int | None) -> None:
        log.info("%s: %s", name, "begins" if total is None else f"{total} to do")

    def advance(self, name: str, steps: int = 1) -> None:
        pass

    def done(self, name: str, summary: str) -> None:
        log.info("%s: %s", name, summary)
