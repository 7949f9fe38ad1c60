"""`desk tag`: rows of text in, rows of tags out; as fast as the rules, on all cores where there is much to do."""

from __future__ import annotations

import codecs
import json
import os
from collections.abc import Iterable, Iterator
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from contracts.records import Texts
from core.errors import UsageError
from core.files import atomic_path, disk_errors
from transforms.pages.language import detect_language
from transforms.rules import load_rules
from transforms.tagging import tag

_CHUNK = 64  # rows per message to a worker: large enough that pickling does not show
_WORTH_WORKERS = 400  # rows below which starting workers costs more than it brings


def tag_rows(rows: Path, output: Path) -> int:
    """Tags each row and writes the answers in the same order. Returns how many. Raises UsageError naming the line of
    the first row that is not an object with a doc_id and a text; nothing is written then."""
    if not rows.is_file():
        raise UsageError(f"no file {rows}", "Check the path; --explain takes a text as well.")
    number = 0
    with (
        disk_errors(output, "write"),
        atomic_path(output) as temporary,
        temporary.open("w", encoding="utf-8", errors="replace") as out,
    ):
        for answer in _answers(parsed_rows(rows)):
            out.write(answer + "\n")
            number += 1
    return number


def _answers(rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    first = list(islice(rows, _WORTH_WORKERS))
    if len(first) < _WORTH_WORKERS or (os.cpu_count() or 1) == 1:
        yield from map(tag_row, first)
        return
    with get_context("forkserver").Pool() as pool:
        yield from pool.imap(tag_row, _chain(first, rows), chunksize=_CHUNK)


def _chain(first: list[dict[str, Any]], rest: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    yield from first
    yield from rest


def parsed_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file. Raises UsageError, as `tag_rows`, where a line is not one."""
    with path.open("rb") as lines:
        yield from _parsed(lines, path)


def _parsed(lines: Iterable[bytes], path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, 1):
        if number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
        if not line.strip():
            continue
        try:
            row = json.loads(line.decode("utf-8"))
        except ValueError as error:
            raise UsageError(
                f"{path}, line {number}: not JSON in UTF-8 ({error})", "Each line is one JSON object."
            ) from error
        fault = _fault(row)
        if fault is not None:
            raise UsageError(f"{path}, line {number}: {fault}", "See `desk tag --help` for the form.")
        yield row


def _fault(row: object) -> str | None:
    """What keeps a row from being tagged, in words."""
    if not isinstance(row, dict) or "doc_id" not in row or not isinstance(row.get("text"), str):
        return "needs doc_id and text"
    for name in ("title", "outlet_country", "language"):
        if not isinstance(row.get(name), str | None):
            return f"{name} is not text"
    return None


def tag_row(row: dict[str, Any]) -> str:
    """The answer to one row, as JSON. Offsets are characters of the row's own title and text. Where the language has no
    gazetteer no countries are given, countries_judged is false and countries_reason says why; regions_reason and
    topics_reason say why those could not be judged, and are null where they could."""
    texts = texts_of_row(row)
    tags = tag(texts, load_rules(), outlet_country=row.get("outlet_country"))
    countries, topics = tags.countries, tags.topics
    return json.dumps(
        {
            "doc_id": row["doc_id"],
            "language": texts.language,
            "countries_judged": countries.covered,
            "countries_reason": countries.reason,
            "countries": sorted(share.iso3 for share in countries.countries),
            "focus": sorted(share.iso3 for share in countries.countries if share.is_focus),
            "mentions": [
                {
                    "start": m.start,
                    "end": m.end,
                    "iso3": m.iso3,
                    "surface": m.surface,
                    "field": "title" if m.field == "title" else "text",
                    "kind": m.kind,
                    "rule": m.rule,
                }
                for m in countries.mentions
            ],
            "regions_reason": tags.regions_reason,
            "regions": sorted({m.region_id for m in tags.regions}),
            "region_mentions": [
                {
                    "start": m.start,
                    "end": m.end,
                    "region": m.region_id,
                    "surface": m.surface,
                    "field": "title" if m.field == "title" else "text",
                    "rule": m.rule,
                }
                for m in tags.regions
            ],
            "topics_reason": tags.topics_reason,
            "topics": [topic.topic_id for topic in topics.topics if topic.score >= 0.5],
            "topic_scores": {topic.topic_id: round(topic.score, 4) for topic in topics.topics},
        },
        ensure_ascii=False,
    )


def texts_of_row(row: dict[str, Any]) -> Texts:
    """What is tagged of a row, in the language that it states (ISO 639-1), else in the one that is found."""
    text = _whole(row["text"])
    stated = (row.get("language") or "").strip().lower().partition("-")[0]
    return own_text(_whole(row.get("title") or "") or None, text, stated or detect_language(text))


def _whole(text: str) -> str:
    """The text with a question mark for each half of a surrogate pair (JSON can write one): the same length."""
    return text.encode("utf-8", "replace").decode("utf-8")


def own_text(title: str | None, text: str, language: str | None = None) -> Texts:
    """A title and a text that may begin by repeating it: what is said twice counts once."""
    head = len(text) - len(text.lstrip())
    repeats = title and text[head : head + len(title)].casefold() == title.casefold()
    repeated = (head, head + len(title)) if title and repeats else None
    return Texts(title=title, body=text, repeated_title=repeated, language=language)
