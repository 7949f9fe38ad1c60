"""How much a function does, counted and not timed: the same on every machine and under every load."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType


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


def operations(function: Callable[[], object]) -> int:
    """How many instructions of Python's machine were run: sees loops within one function too, ten times as slow."""
    count = 0

    def seen(frame: FrameType, event: str, _argument: object) -> Callable[..., object]:
        nonlocal count
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        count += event == "opcode"
        return seen

    before = sys.gettrace()
    sys.settrace(seen)
    try:
        function()
    finally:
        sys.settrace(before)
    return count
