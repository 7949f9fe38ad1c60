"""What the workers' common parent does before they are born, once for all of them; imported by no one else. A worker
would spend 1.2 s of processor time on it, and a run starts new ones."""

from __future__ import annotations

import signal

signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program to act on; forkserver ignores it later on

from contextlib import suppress  # noqa: E402

import trafilatura  # noqa: E402, F401  the second reader of a page, which imports it when it is needed

import flows.reading  # noqa: E402, F401
from transforms.pages.language import detect_language  # noqa: E402
from transforms.rules import load_rules  # noqa: E402

# What is wrong with the rules the main process says, in words; here it must not end the parent.
with suppress(Exception):
    load_rules()
    detect_language("Ministers met in the capital on Monday to discuss the new agreement. " * 2)
