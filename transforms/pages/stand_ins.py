"""Pages that stand in an article's place: consent, block, error, paywall, and shells that only a script fills."""

from __future__ import annotations

import re
from dataclasses import dataclass

from contracts.reasons import Reason
from contracts.records import Rejection
from transforms.pages.html_shell import notice
from transforms.pages.html_teasers import NO_TEASERS, Teasers
from transforms.pages.patterns import any_of
from transforms.pages.stand_in_words import BLOCK, CONSENT, ERROR, PAYWALL, PAYWALL_MENU

MIN_WORDS = 25  # shorter texts are captions and teasers; the shortest article of 481 real ones has 37 words
SHELL_WORDS = 40  # a page with fewer is a shell, or a notice that it needs JavaScript, if any sign says so
NOTICE_WORDS = 90  # one that begins with the notice may go on about browsers

_TO_THE_READER = any_of(r"\bplease\b|\b(?:your|this) browser\b|\bbitte\b|\bnavegador\b|\bnavigateur\b|\bbrowser\b")
_SPACELESS = re.compile("[\u3040-\u30ff\u4e00-\u9fff\u0e00-\u0e7f]")


@dataclass(frozen=True)
class Look:
    """What the gates look at. `words` of the body (letters over two in scripts without spaces)."""

    url: str
    title: str
    body: str
    words: int
    dated: bool
    signed: bool
    whole: str  # all visible text of the page, cut at 20,000 characters
    shell: str | None = None  # the sign by which the page is one that a script fills, if there is one
    teasers: Teasers = NO_TEASERS


def count_words(text: str) -> int:
    """Words; in scripts without word spaces (Chinese, Japanese, Thai) two letters count as one."""
    count = len(text.split())
    if text.isascii():
        return count
    return count + len(_SPACELESS.findall(text)) // 2


def stand_in(look: Look) -> Rejection | None:
    """The verdict on pages that stand in an article's place: short, and telling so in title or text."""
    for reason, pattern, most in (
        (Reason.BLOCK_PAGE, BLOCK, 120), (Reason.ERROR_PAGE, ERROR, 80), (Reason.CONSENT_PAGE, CONSENT, 120),
    ):  # fmt: skip
        said = _said(look, pattern) if look.words < most else None
        if said:
            return Rejection(reason, f"{look.words} words, and {said!r}")
    wall = _wall(look)
    if wall:
        return Rejection(Reason.PAYWALL_STUB, f"{look.words} words, and {wall!r}")
    return _without_script(look)


def _said(look: Look, pattern: re.Pattern[str]) -> str | None:
    """The words by which the page tells what it is. A brief with a date may speak of cookies and of pages that are
    not found: of it, and of longer texts, only a title counts that says little else."""
    if look.words < MIN_WORDS or (look.words < 60 and not look.dated):
        # A site's footer speaks of cookies on every page: beyond the body only pages that have none are searched.
        found = pattern.search(f"{look.title}\n{look.body if look.words >= 12 else look.whole[:3000]}")
        return found.group() if found else None
    told = [found.group() for found in pattern.finditer(look.title)]
    return told[0] if told and sum(map(len, told)) >= 0.4 * len(look.title) else None


def _wall(look: Look) -> str | None:
    """The words by which a wall speaks. A menu's "Already a subscriber?" counts for the shortest texts only,
    running text of the article never does."""
    for pattern, most in ((PAYWALL, 130), (PAYWALL_MENU, 60)):
        for found in pattern.finditer(look.whole) if look.words < most else ():
            start = look.whole.rfind("\n", 0, found.start()) + 1
            line = look.whole[start:].split("\n", 1)[0]
            told = found.start() - start > 20 and len(line.split()) > MIN_WORDS and line in look.body
            if not told and (look.words > 12 or found.start() < 600):
                return found.group()
    return None


def _without_script(look: Look) -> Rejection | None:
    """needs_javascript: a shell, or a page that is little more than a notice."""
    if look.shell and look.words < SHELL_WORDS:
        return Rejection(Reason.NEEDS_JAVASCRIPT, f"{look.words} words, and {look.shell}")
    said = notice(look.body[:300]) if look.words < NOTICE_WORDS and _TO_THE_READER.search(look.body[:300]) else None
    if said is None and look.words < (MIN_WORDS if look.dated else SHELL_WORDS):
        said = notice(look.whole)
    return Rejection(Reason.NEEDS_JAVASCRIPT, f"{look.words} words, and {said!r}") if said else None
