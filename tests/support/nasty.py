"""What nasty pages are made of, and how a worker reads one: as the reading stage does, from a file, under the pool's
limits."""

from __future__ import annotations

import gzip
import io
import json
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from contracts.records import Document, Outcome
from transforms.interpret import interpret
from transforms.rules import load_rules

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
KEY = "The harbour board of Velm said on Tuesday that it would rent out the northern quay."
PARAGRAPHS = (
    f"{KEY} Two members voted against the plan, according to the minutes of the meeting, and told reporters so.",
    "The contract runs for thirty years and names a rent that nobody outside the board has seen, the mayor said.",
    "Fishing crews tied up at the quay since the spring were asked to move their boats before the end of the month.",
    "A second vote is planned for September, when the council will hear the owners of the two ferry lines as well.",
)
PROSE = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
ARTICLE = f"<article><h1>Quay in Velm is let</h1>{PROSE}</article>"
TEXT = "text"  # the expectation that KEY comes out
STOPPED = "parser_timeout parser_memory"


@dataclass(frozen=True)
class Nasty:
    """`ends` are the ends that are right, separated by spaces: reasons, TEXT for an article with KEY in its body,
    "other" for one without.
    Where a limit may or may not be reached on the machine at hand, both ends stand there."""

    name: str
    build: Callable[[], bytes]
    ends: str
    slow: bool = False
    content_type: str | None = "text/html"


def page(body: str = ARTICLE, head: str = "", title: str = "Quay in Velm is let") -> bytes:
    return f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>".encode()


def data(value: str) -> bytes:
    return page(head=f'<script type="application/ld+json">{value}</script>')


def junk(size: int) -> bytes:
    return random.Random(1).randbytes(size)


def packed(payload: bytes, level: int = 9) -> bytes:
    return gzip.compress(payload, level, mtime=0)


def zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(zipfile.ZipInfo("page.html"), page())
    return buffer.getvalue()


def nested(tag: str, depth: int, closed: bool = True) -> bytes:
    return page(f"<{tag}>" * depth + ARTICLE + (f"</{tag}>" * depth if closed else ""))


def graph(depth: int) -> str:
    value: object = {"@type": "NewsArticle", "headline": "Quay in Velm is let"}
    for _ in range(depth):
        value = {"@graph": [value], "mainEntity": {"@type": "WebPage"}}
    return json.dumps(value)


@dataclass(frozen=True)
class Task:
    """A file for a worker, and what a server said of it."""

    path: Path
    content_type: str | None = "text/html"


def document(
    content_type: str | None = "text/html", url: str = "https://example.org/news/quay-in-velm-is-let"
) -> Document:
    return Document("d", "s", "r", 1, url, url, NOW, 200, content_type, "x", "w", 0, 1)


def read_task(task: Task) -> Outcome:
    """A worker's whole job, as in the reading stage."""
    return interpret(task.path.read_bytes(), document(task.content_type), load_rules())
