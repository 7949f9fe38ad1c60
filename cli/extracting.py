"""`desk extract`: files in, rows of text out, in parallel, in order, each page under limits."""

from __future__ import annotations

import gzip
import json
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from cli.console import plain
from contracts.reasons import Reason
from contracts.records import Article, PageContext, Rejection
from core.errors import UsageError
from core.files import atomic_path, disk_errors
from core.pool import Limits, Stopped, bounded_pool
from core.settings import settings
from transforms.pages.extract import read_page

SUFFIXES = (".html", ".htm", ".xhtml", ".txt", ".md")
_LARGEST = 64 * 1024 * 1024  # bytes of one file, unpacked: above it no page is meant


@dataclass(frozen=True)
class Task:
    """One file, and the moment that stands for now (no date after it is believed)."""

    path: Path
    now: datetime


@dataclass
class Summary:
    """How many files were read, how many of them are not fit by their reasons, and how many files of other kinds were
    passed over in folders."""

    read: int = 0
    unfit: Counter[str] = field(default_factory=Counter)
    passed_over: int = 0

    def __str__(self) -> str:
        unfit = sum(self.unfit.values())
        reasons = ", ".join(f"{count} {reason}" for reason, count in self.unfit.most_common())
        said = f"{self.read} pages read, {unfit} of them not fit for the warehouse" + (f" ({reasons})" if unfit else "")
        return said + (f"; {self.passed_over} files of other kinds passed over" if self.passed_over else "")


def extract_files(paths: Sequence[Path], output: Path) -> Summary:
    """Reads each file and writes a row for each, in order. Raises UsageError for a path that is no file or folder."""
    chosen = settings()
    limits = Limits(chosen.workers, chosen.page_seconds, chosen.page_memory_mb)
    now = datetime.now(UTC)
    summary = Summary()
    tasks = [Task(path, now) for path in _files(paths, summary)]
    with (
        disk_errors(output, "write"),
        atomic_path(output) as temporary,
        temporary.open("w", encoding="utf-8", errors="backslashreplace") as out,  # a path need not be UTF-8
        bounded_pool(read_row, limits) as pool,
    ):
        for result in pool.map(tasks):
            row = _stopped_row(result) if isinstance(result, Stopped) else result
            out.write(json.dumps(plain(row), ensure_ascii=False) + "\n")
            summary.read += 1
            if row["rejected"] is not None:
                summary.unfit[str(row["rejected"]["reason"])] += 1
    return summary


def _files(paths: Sequence[Path], summary: Summary) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            files = sorted(p for p in path.rglob("*") if p.is_file())
            pages = [p for p in files if _is_page(p)]
            summary.passed_over += len(files) - len(pages)
            yield from pages
        elif path.is_file():
            yield path
        else:  # a pipe or a device would be waited for without end
            raise UsageError(f"no file or folder {path}", "Check the path.")


def _is_page(path: Path) -> bool:
    return path.name.lower().removesuffix(".gz").endswith(SUFFIXES)


def read_row(task: Task) -> dict[str, Any]:
    """A file's row. Never raises for what is in the file."""
    try:
        payload = _bytes(task.path)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        return _row(task.path, None, Rejection(Reason.UNREADABLE_FILE, str(error)))
    article, verdict = read_page(payload, PageContext(fetched_at=task.now, content_type=_content_type(task.path)))
    if isinstance(article, Rejection):
        return _row(task.path, None, article)
    return _row(task.path, article, verdict)


def _bytes(path: Path) -> bytes:
    with gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb") as handle:
        data = bytes(handle.read(_LARGEST + 1))
    if len(data) > _LARGEST:
        raise ValueError(f"larger than {_LARGEST} bytes")
    return data


def _content_type(path: Path) -> str:
    return "text/plain" if path.name.lower().removesuffix(".gz").endswith((".txt", ".md")) else "text/html"


def _row(path: Path, article: Article | None, rejected: Rejection | None) -> dict[str, Any]:
    verdict = {"reason": rejected.reason, "detail": rejected.detail} if rejected else None
    if article is None:
        return {"path": str(path), "title": None, "published_at": None, "byline": None, "language": None,
                "kind": None, "is_article": False, "text": "", "rejected": verdict}  # fmt: skip
    return {
        "path": str(path),
        "title": article.title,
        "published_at": _own_time(article),
        "published_precision": article.published_precision,
        "published_from": article.published_from,
        "modified_at": article.modified_at,
        "byline": article.byline,
        "language": article.language,
        "kind": article.kind,
        "is_article": rejected is None,
        "canonical_url": article.canonical_url,
        "sections": article.sections,
        "keywords": article.keywords,
        "lead": article.lead,
        "text": article.body,
        "captions": article.captions,
        "extracted_by": article.extracted_by,
        "extraction_confidence": article.extraction_confidence,
        "notes": article.notes,
        "rejected": verdict,
    }


def _own_time(article: Article) -> str | None:
    """The time as the page gave it: a day alone as a date, else with the page's own offset."""
    moment = article.published_at
    if moment is None:
        return None
    if article.published_precision == "day":
        return moment.date().isoformat()
    zone = timezone(timedelta(minutes=article.published_offset)) if article.published_offset is not None else UTC
    return moment.astimezone(zone).isoformat()


def _stopped_row(stopped: Stopped[Task]) -> dict[str, Any]:
    return _row(stopped.item.path, None, Rejection(Reason(f"parser_{stopped.why}"), stopped.detail))
