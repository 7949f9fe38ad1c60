"""The worker processes that read documents: one pool for all who do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from contracts.reasons import Reason
from contracts.records import Document, Outcome, Rejection, Unfit
from core.pool import BoundedPool, Limits, bounded_pool, start_parent
from flows.context import Run
from sources.archive.reader import ArchiveDamaged, read_payload
from transforms.interpret import interpret
from transforms.rules import load_rules


@dataclass(frozen=True)
class ReadTask:
    """What travels to a worker process: an address in the archive, not a body."""

    raw_root: Path
    document: Document


def read_document(task: ReadTask) -> Outcome:
    """A worker's whole job: bytes out of the archive, an outcome out of the bytes."""
    document = task.document
    try:
        payload = read_payload(
            task.raw_root, document.warc_path, document.warc_offset, document.warc_length, document.sha256
        )
    except ArchiveDamaged as error:
        return Unfit(document, Rejection(Reason.ARCHIVE_DAMAGED, error.message, stage="archive"))
    return interpret(payload, document, load_rules())


ReadingPool = BoundedPool[ReadTask, Outcome]


def start_worker_parent() -> None:
    """Has the workers' common parent made ready (1.4 s of processor time) while the caller goes on. Whoever starts
    workers calls it first: what the first call in a program names is what the parent of all later pools has loaded."""
    start_parent("flows.worker_parent")


@contextmanager
def reading_pool(run: Run) -> Iterator[ReadingPool]:
    """The worker processes of a run."""
    start_worker_parent()
    with bounded_pool(read_document, limits(run), load_rules) as pool:
        yield pool


def limits(run: Run) -> Limits:
    """What a run's workers may use, as its settings say."""
    return Limits(run.settings.workers, run.settings.page_seconds, run.settings.page_memory_mb)
