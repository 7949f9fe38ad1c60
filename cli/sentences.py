"""The words behind tags as a person reads them: each sentence once, what was found in it beneath, and what could not be
judged at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from cli.console import cell, harmless, out
from reference.coverage import ENGLISH, judged_topics

if TYPE_CHECKING:
    from warehouse.evidence import Evidence

_HEADS = ("words", "for", "kind", "rule", "role", "weight", "at")
_WIDEST = 28  # characters of a column before it is broken
_NARROWEST = 8  # and to which a column that may be broken is narrowed where the terminal is
_BROKEN = ("words", "for", "rule")
_INDENT = 6
_WHY = {
    "language_not_covered": "nothing is known of them in its language",
    "language_unknown": "its language could not be told",
}


@dataclass(frozen=True)
class Found:
    """Words in a sentence: what for (None where they were refused) and by which rule."""

    sentence: str
    place: str  # title, body, caption 0
    span: str  # 14-21: characters of the place
    words: str
    tag: str | None
    kind: str | None
    rule: str
    role: str | None
    weight: float | None

    def cells(self) -> tuple[str, ...]:
        kind = self.kind or ""
        weight = "" if self.weight is None else cell(self.weight)
        return harmless(self.words), self.tag or "none", kind, self.rule, self.role or "", weight, self.span


def found(evidence: Iterable[Evidence]) -> list[Found]:
    """Evidence out of the warehouse."""
    return [
        Found(e.sentence, place(e.field, e.item), f"{e.start_char}-{e.end_char}", e.surface, e.tag, e.kind, e.rule,
              e.role, e.weight)
        for e in evidence
    ]  # fmt: skip


def place(field: str, item: int | None) -> str:
    """Where words stand, as the tables have it."""
    return field if item is None else f"{field} {item}"


def reading_order(field: str, item: int | None, start: int) -> tuple[int, int, int]:
    """What sorts words as they are read: title, body, captions."""
    return {"title": 0, "body": 1, "caption": 2}[field], item or 0, start


def print_found(rows: Sequence[Found], title: str = "") -> None:
    """Sentence by sentence in the order of the text. Columns in which no row says anything are left out."""
    from rich.padding import Padding
    from rich.text import Text

    console = out()
    if title:
        console.print(Text(title, style="bold"))
    used = [i for i in range(len(_HEADS)) if any(row.cells()[i] for row in rows)]
    widths = _fitted(
        {i: min(_WIDEST, max(len(_HEADS[i]), *(len(row.cells()[i]) for row in rows))) for i in used}, console.width
    )
    console.print(_lines(widths, [tuple(Text(_HEADS[i], style="bold") for i in used)]))
    for (where, sentence), group in groupby(rows, key=lambda row: (row.place, row.sentence)):
        here = list(group)
        line = Text.assemble((f"{where}: ", "dim"), _marked(sentence, [row.words for row in here]))
        console.print(Padding(line, (0, 0, 0, 2), expand=False))
        console.print(_lines(widths, [tuple(row.cells()[i] for i in used) for row in here]))
    console.print()


def _fitted(widths: dict[int, int], room: int) -> dict[int, int]:
    """The widths by column, the widest of those that may be broken made narrower until all stand in a line."""
    broken = [index for index in widths if _HEADS[index] in _BROKEN]
    fitted = dict(widths)
    while sum(fitted.values()) + 2 * len(fitted) + _INDENT > room:
        widest = max(broken, key=fitted.__getitem__)
        if fitted[widest] <= _NARROWEST:
            break
        fitted[widest] -= 1
    return fitted


def _lines(widths: Mapping[int, int], rows: Iterable[tuple[Any, ...]]) -> Any:
    """Rows under a sentence, in columns that stand alike under all of them."""
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2))
    for width in widths.values():
        table.add_column(width=width, overflow="fold")
    for row in rows:
        table.add_row(*(value if isinstance(value, Text) else Text(value) for value in row))
    return Padding(table, (0, 0, 0, _INDENT), expand=False)


def _marked(sentence: str, words: Sequence[str]) -> Any:
    """The sentence with the words in bold, each looked for behind the one before. Blanks in it are single ones."""
    from rich.text import Text

    text, at = Text(harmless(sentence)), 0
    for each in words:
        wanted = re.escape(" ".join(each.split()))
        spot = re.compile(rf"(?<!\w){wanted}(?!\w)").search(sentence, at) or re.compile(wanted).search(sentence, at)
        if spot is not None:
            at = spot.end()
            text.stylize("bold", spot.start(), at)
    return text


def _how_far(what: str, language: str | None) -> str:
    """What was judged, and how much of it where a language has phrases for some topics only."""
    if what != "topics" or language is None:
        return what
    known, everything = len(judged_topics(language)), len(judged_topics(ENGLISH))
    return f"{what} ({known} of {everything})" if known < everything else what


def judged_lines(language: str | None, reasons: Mapping[str, str | None]) -> list[tuple[str, str]]:
    """What could be judged of a text and what could not, with the reason: a name and a line each. `reasons` holds None
    for what could."""
    yes = [_how_far(what, language) for what, reason in reasons.items() if reason is None]
    lines = [("judged", ", ".join(yes))] if yes else []
    unjudged = sorted((reason, what) for what, reason in reasons.items() if reason is not None)
    for reason, group in groupby(unjudged, key=lambda pair: pair[0]):
        *first, last = (what for _, what in group)
        whats = f"{', '.join(first)} and {last}" if first else last
        which = f"{reason}: {language}" if language else reason
        lines.append(("not judged", f"{whats}, because {_WHY.get(reason, reason)} ({which})"))
    return lines
