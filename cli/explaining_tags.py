"""`desk tag --explain`: a text as the rules see it, each mention and refusal marked in it, with the rules beside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from cli.console import harmless, note, out, print_json, print_rows
from cli.sentences import judged_lines, place, reading_order
from cli.tagging import parsed_rows, texts_of_row
from contracts.records import CountryShare, RegionMention
from core.errors import UsageError
from reference.countries import load_countries
from reference.gazetteer import Gazetteer, fold
from transforms.rules import Rules, load_rules, tagging_version
from transforms.tagging import tag

_SHOWN_WHOLE = 4000  # characters up to which a text is printed as it is; of a longer one what stands around the marks
_AROUND = 160
_ROWS = 200  # mentions listed of one text; --json has all


@dataclass(frozen=True)
class Marked:
    """Words that name a country (`iso3`), or that only look like it (`iso3` is None; `rule` refused them). Offsets are
    characters of the field. `weight` is the gazetteer's: how surely the words mean it; None for small towns, which have
    none. `source` says where the gazetteer has them from."""

    field: str
    item: int | None
    start: int
    end: int
    surface: str
    iso3: str | None
    kind: str | None
    role: str | None
    rule: str
    weight: float | None
    source: str | None


@dataclass(frozen=True)
class TextExplained:
    """One text with all that was concluded from it."""

    doc_id: object
    title: str | None
    text: str
    marks: tuple[Marked, ...]
    countries: tuple[CountryShare, ...]
    topics: tuple[tuple[str, float, str], ...]  # topic, score, the words that speak for it
    regions: tuple[RegionMention, ...]
    language: str | None  # ISO 639-1: stated, else found
    not_judged: dict[str, str | None]  # countries, regions and topics: why they could not be, None where they could


def explain_rows(given: str, *, as_json: bool) -> None:
    """Explains the rows of a file, or `given` itself where it is no file. Raises UsageError as `desk tag` does."""
    path, rules = Path(given), load_rules()
    explained = (explain_row(row, rules) for row in _rows(path, given))
    if as_json:
        print_json({"tagging_version": tagging_version(), "texts": list(explained)})
        return
    for one in explained:
        _show(one)
    note(f"rules of tagging {tagging_version()}, gazetteer {rules.gazetteer.version}")


def _rows(path: Path, given: str) -> Iterable[dict[str, Any]]:
    try:
        is_file = path.is_file()
    except (OSError, ValueError):  # a sentence is longer than a file's name may be
        is_file = False
    if is_file:
        return parsed_rows(path)
    if path.suffix in (".jsonl", ".json"):
        raise UsageError(f"no file {given}", "Check the path; a text of your own goes in quotes.")
    return [{"doc_id": None, "text": given}]


def explain_row(row: dict[str, Any], rules: Rules) -> TextExplained:
    """All that follows from one row."""
    texts = texts_of_row(row)
    tags = tag(texts, rules, outlet_country=row.get("outlet_country"))
    marks = [
        Marked(m.field, m.item, m.start, m.end, m.surface, m.iso3, m.kind, m.role, m.rule,
               *_sense(rules.gazetteer, m.surface, m.iso3))
        for m in tags.countries.mentions
    ]  # fmt: skip
    marks += [
        Marked(r.field, r.item, r.start, r.end, r.surface, None, None, None, r.rule, None, None)
        for r in tags.countries.refusals
    ]
    words: dict[str, list[tuple[float, str]]] = {}
    for mention in tags.topics.mentions:
        words.setdefault(mention.topic_id, []).append((-abs(mention.weight), mention.surface))
    topics = tuple(
        (topic.topic_id, topic.score, ", ".join(dict.fromkeys(surface for _, surface in sorted(words[topic.topic_id]))))
        for topic in tags.topics.topics
        if topic.score >= 0.5
    )
    marks.sort(key=lambda mark: reading_order(mark.field, mark.item, mark.start))
    return TextExplained(
        row.get("doc_id"), texts.title, texts.body, tuple(marks), tags.countries.countries, topics, tags.regions,
        texts.language,
        {
            "countries": None if tags.countries.covered else tags.countries.reason,
            "regions": tags.regions_reason,
            "topics": tags.topics_reason,
        },
    )  # fmt: skip


def _sense(gazetteer: Gazetteer, surface: str, iso3: str) -> tuple[float | None, str | None]:
    """Weight and source of the gazetteer's entry, where it has one that means the country."""
    folded = fold(surface).strip()
    senses = gazetteer.entry_of(folded).senses if gazetteer.knows(folded) else ()
    return next(((sense.weight, sense.source or None) for sense in senses if sense.iso3 == iso3), (None, None))


def _show(one: TextExplained) -> None:
    if one.doc_id is not None:
        typer.secho(f"\n{one.doc_id}", dim=True)
    for field, text in (("title", one.title or ""), ("body", one.text)):
        if text:
            _print_marked(text, [mark for mark in one.marks if mark.field == field], bold=field == "title")
    for name, line in judged_lines(one.language, one.not_judged):
        typer.echo(f"{name}: {line}")
    _show_countries(one)
    _show_regions(one)
    if one.topics:
        print_rows(("topic", "score", "words"), one.topics, as_json=False, broken="words")


def _show_countries(one: TextExplained) -> None:
    if not one.marks:
        if one.not_judged["countries"] is None:
            note("nothing in it looks like a country")
        return
    print_rows(
        ("words", "at", "country", "kind", "role", "rule", "weight"),
        [
            (harmless(m.surface), f"{place(m.field, m.item)} {m.start}-{m.end}", m.iso3 or "none", m.kind or "",
             m.role or "", m.rule, m.weight)
            for m in one.marks[:_ROWS]
        ],
        as_json=False,
        broken="words",
    )  # fmt: skip
    if len(one.marks) > _ROWS:
        note(f"the first {_ROWS} of {len(one.marks):,}; --json has all")
    _show_sources(one)
    names = {country.iso3: country.name for country in load_countries()}
    print_rows(
        ("country", "name", "focus", "salience", "mentions", "in title", "in lead"),
        [(c.iso3, names[c.iso3], c.is_focus, c.salience, c.mentions, c.in_title, c.in_lead) for c in one.countries],
        as_json=False,
        broken="name",
    )


def _show_sources(one: TextExplained) -> None:
    """Where the gazetteer has the words from: a line for each source."""
    words: dict[str, dict[str, None]] = {}
    for mark in one.marks[:_ROWS]:
        if mark.source:
            words.setdefault(mark.source, {})[harmless(mark.surface)] = None
    for source, surfaces in words.items():
        typer.echo(f"from {source}: {', '.join(surfaces)}")


def _show_regions(one: TextExplained) -> None:
    if one.regions:
        print_rows(
            ("words", "at", "region", "role", "rule"),
            [
                (harmless(m.surface), f"{place(m.field, m.item)} {m.start}-{m.end}", m.region_id, m.role, m.rule)
                for m in one.regions[:_ROWS]
            ],
            as_json=False,
            broken="words",
            title="Groups and regions (not counted for their members)",
        )


def _print_marked(text: str, marks: list[Marked], *, bold: bool) -> None:
    """The text with `[words ISO]` for a mention and `{words: rule}` for a refusal, in green and red on a terminal."""
    from rich.text import Text

    shown = Text(style="bold" if bold else "")
    for start, end in _windows(text, marks):
        at = start
        shown.append("… " if start else "")
        for mark in (mark for mark in marks if start <= mark.start and mark.end <= end):
            shown.append(harmless(text[at : mark.start]))
            if mark.iso3:
                shown.append(f"[{harmless(mark.surface)} {mark.iso3}]", style="bold green")
            else:
                shown.append(f"{{{harmless(mark.surface)}: {mark.rule}}}", style="red")
            at = mark.end
        shown.append(harmless(text[at:end]) + ("" if end == len(text) else " …\n"))
    out().print(shown)


def _windows(text: str, marks: list[Marked]) -> list[tuple[int, int]]:
    """What of a text is printed: all of it, or of a long one the surroundings of its first marks."""
    if len(text) <= _SHOWN_WHOLE:
        return [(0, len(text))]
    windows: list[tuple[int, int]] = [(0, min(len(text), _AROUND))]
    for mark in marks[:_ROWS]:
        start, end = max(0, mark.start - _AROUND), min(len(text), mark.end + _AROUND)
        if start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], max(windows[-1][1], end))
        else:
            windows.append((start, end))
    return windows
