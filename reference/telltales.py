"""Telltale words: what stands near a name that is a place's and something else's too, and shows the other is meant."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from reference.gazetteer import rows
from reference.surfaces import fold


@dataclass(frozen=True, slots=True)
class Telltale:
    """The rule that refuses a surface where `words`, a pattern over folded text, are near; `plain` are the words."""

    rule: str
    words: re.Pattern[str]
    plain: tuple[str, ...]


@functools.cache
def load_telltales() -> Mapping[str, Telltale]:
    """Telltales by folded surface. Raises UsageError where a line is not right."""
    found: dict[str, Telltale] = {}
    for _, cells in rows("telltales", 3):
        plain = tuple(fold(word).strip() for word in cells[2].split("|"))
        words = "|".join(map(re.escape, plain))
        telltale = Telltale(cells[1], re.compile(rf"(?<![^\W_])(?:{words})(?![^\W_])"), plain)
        found.update(dict.fromkeys((fold(surface).strip() for surface in cells[0].split("|")), telltale))
    return found
