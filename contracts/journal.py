"""The journal: what was decided, one JSON object a line, in `raw/YYYY/MM/DD/<run>.journal.jsonl`.

A run begins with RunStarted, says what each source was set to (SourceSettings), what was polled (Polled), fetched
(Fetched), or ended without a body (Fate), and ends with RunEnded. Journal and archive together are all that
`desk rebuild` needs. Times are RFC 3339 text in UTC, so that a line reads as it is written."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

from contracts.records import Hints


@dataclass(frozen=True)
class RunStarted:
    run_id: str
    verb: str
    started_at: str
    version: str


@dataclass(frozen=True)
class RunEnded:
    run_id: str
    status: str  # done, failed, interrupted
    ended_at: str
    reason: str | None = None


@dataclass(frozen=True)
class SourceSettings:
    """A source as it was set in this run; `settings` is its whole YAML as JSON text."""

    run_id: str
    source_id: str
    outlet: str
    outlet_country: str | None
    language: str | None
    kind: str
    url: str
    settings: str


@dataclass(frozen=True)
class SourceFailed:
    """A source that could not be polled at all; it has no documents in this run."""

    run_id: str
    source_id: str
    reason: str
    detail: str
    at: str


@dataclass(frozen=True)
class Polled:
    """A feed, listing, sitemap or API that was asked for candidates. Its validators and `cursor` serve the next poll.
    `known` of the candidates had been met in an earlier run: none of them, where there was one, means that the source
    may have moved on by more than it shows; None in journals of before, which did not say. `note` says what was left
    out of a poll that could be read only in part."""

    run_id: str
    source_id: str
    url: str
    at: str
    status: int
    etag: str | None
    last_modified: str | None
    candidates: int
    known: int | None = None
    cursor: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Fetched:
    """A body that is in the archive. `warc_path` is relative to the workspace's `raw/`; offset and length in bytes of
    the (compressed) record. `sequence` is the candidate's place within its source and run."""

    run_id: str
    source_id: str
    document_id: str
    sequence: int
    url: str
    final_url: str
    fetched_at: str
    status: int
    content_type: str | None
    sha256: str
    warc_path: str
    warc_offset: int
    warc_length: int
    etag: str | None
    last_modified: str | None
    hints: Hints


@dataclass(frozen=True)
class Fate:
    """A candidate that ended without a new body: skipped, failed or unchanged. `http_status` is that of the answer, 0
    where no request was made or none was answered."""

    run_id: str
    source_id: str
    document_id: str
    sequence: int
    url: str
    status: str
    reason: str
    detail: str | None
    at: str
    http_status: int = 0


@dataclass(frozen=True)
class Stop:
    """A page whose reading had to be stopped (time, memory, crash): decided once, so that a rebuild on another machine
    comes to the same tables; a release asks again."""

    run_id: str
    document_id: str
    reason: str
    detail: str
    at: str


@dataclass(frozen=True)
class Released:
    """A steward let a quarantined document in: it is read again without the gates."""

    run_id: str
    document_id: str
    by: str
    note: str
    at: str


Entry = RunStarted | RunEnded | SourceSettings | SourceFailed | Polled | Fetched | Fate | Stop | Released
_TYPES: dict[str, type] = {
    "run": RunStarted, "end": RunEnded, "source": SourceSettings, "source_failed": SourceFailed, "polled": Polled,
    "fetched": Fetched, "fate": Fate, "stop": Stop, "released": Released,
}  # fmt: skip
_NAMES = {cls: name for name, cls in _TYPES.items()}


def to_json(entry: Entry) -> dict[str, Any]:
    """The entry as an object with its `type`."""
    return {"type": _NAMES[type(entry)], **asdict(entry)}


def from_json(value: dict[str, Any]) -> Entry:
    """The entry again. Fields that a newer program added are passed over. Raises ValueError for an unknown type or a
    missing field."""
    cls = _TYPES.get(str(value.get("type")))
    if cls is None:
        raise ValueError(f"unknown kind of journal entry: {value.get('type')!r}")
    known = {f.name: value[f.name] for f in fields(cls) if f.name in value}
    if cls is Fetched:
        known["hints"] = Hints.of(known["hints"])
    try:
        return cls(**known)
    except TypeError as error:
        raise ValueError(f"journal entry {value.get('type')!r}: {error}") from error
