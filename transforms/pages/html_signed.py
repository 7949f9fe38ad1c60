"""Authors whom a page names between its headline and its body, in boxes whose names do not tell."""

from __future__ import annotations

import re

from reference.bylines import given_names
from transforms.pages.byline_words import DOUBTFUL, LABEL
from transforms.pages.bylines import people
from transforms.pages.clean import flat
from transforms.pages.html_names import roles
from transforms.pages.html_scan import Fragment, Scan

_PARTS = re.compile(r"\s*[|·⋅•\n]\s*|\s+[-–—]\s+")
_DATED = re.compile(r"\d{4}|\d+ ?min", re.IGNORECASE)
_DATE_BEHIND = re.compile(r"[\s,]+(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d).*$")
_CHECKED = re.compile(r"^.{0,30}\b(?:review|edit|check|verifi|photo|illustrat)\w*(?: by|:)\s*$", re.IGNORECASE)
MOST = 2  # different names alone on their lines; more are cards of other stories


def signed_near(page: Scan, head: int, start: int, title: str | None) -> list[str]:
    """Persons named after a word for "by", in any of its languages, from the headline to the body's first lines; else
    the one or two who stand alone on a line below the headline under a frequent given name, such as "Emily Walker".
    Not one whom the title names, and none in a caption."""
    begin = max(0, head - 3)
    around = [(i, page.fragments[i]) for i in range(begin, min(start + 3, len(page.fragments)))]
    lines = [(i, fragment.text) for i, fragment in around if _may_sign(page, fragment)]
    labelled = [part for _, line in lines for part in _PARTS.split(line) if _is_labelled(part)]
    found = [name for name in people(labelled, set()) if " " in name or not name.isascii()]
    if found:
        return found
    below = [line for i, line in lines if head < i <= start and not _CHECKED.search(page.fragments[i - 1].text)]
    alone = dict.fromkeys(name for line in below if len(line) <= 90 for name in _alone(line))
    names = [name for name in alone if flat(name) not in flat(title)]
    return names if len(names) <= MOST else []


def _may_sign(page: Scan, fragment: Fragment) -> bool:
    if len(fragment.text) > 160 or fragment.level in (1, 2) or fragment.kind == "caption":
        return False
    return not (fragment.box > 0 and roles(page.boxes[fragment.box].names).caption)


def _is_labelled(part: str) -> bool:
    label = LABEL.match(part)
    if label is None or (label["by"] or "").lower() in DOUBTFUL or part.endswith((".", "!", "?")):
        return False
    return len(part.split()) <= 12


def _alone(text: str) -> list[str]:
    parts = _PARTS.split(text)
    if len(parts) > 1 and not _DATED.search(text):
        return []
    names = people([_DATE_BEHIND.sub("", part) for part in parts if "," not in part or _DATED.search(part)], set())
    return [name for name in names if " " in name and name.split()[0] in given_names()]
