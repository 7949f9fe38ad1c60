"""How much a function does, counted and not timed: the same on every machine and under every load."""

from __future__ import annotations

import sys
from collections.abc import Callable


def steps(function: Callable[[], object]) -> int:
    """How many functions, Python's and C's, were called. What one call into C takes is not seen."""
    count = 0

    def seen(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        function()
    finally:
        sys.setprofile(before)
    return count
