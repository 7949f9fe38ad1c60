"""What is remembered of a host from run to run: its files that say what we may do, and how long to leave it alone.

It is a cache: whoever throws it away pays with a request for each host, nothing else. What is remembered is therefore
never an error: a file that is broken, of another program or too large counts as absent, and a full disk as forgetting.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from core.clock import Clock, iso, parse_iso, utc_now
from core.files import atomic_path
from core.ids import slug, stable_id

DAY = timedelta(days=1)
_FORMAT = 1
_LARGEST = 7_000_000  # bytes of a host's file: two texts of half a MB, and six letters for one at worst
_FORGOTTEN_AFTER = timedelta(days=30)
_LONGEST_NAME = 80  # of the 255 bytes that file systems allow


@dataclass(frozen=True)
class HostFile:
    """A file of a host (robots.txt, tdmrep.json) as it was answered `at` that moment. `text` is empty where `status`
    says that there is none."""

    at: datetime
    status: int
    text: str = ""

    def is_fresh(self, now: datetime) -> bool:
        """Whether it may still be gone by: for a day (RFC 9309, section 2.4). A moment in the future is a clock that
        was set wrong."""
        return timedelta() <= now - self.at < DAY


@dataclass(frozen=True)
class HostRecord:
    """All that is remembered of a host. `files` by path; until `wait_until` it asked to be left alone; `failures` in a
    row; a breaker that opened stays open until `open_until`, the last time for `cooldown` seconds."""

    files: Mapping[str, HostFile] = field(default_factory=dict)
    wait_until: datetime | None = None
    failures: int = 0
    open_until: datetime | None = None
    cooldown: float = 0.0

    def with_file(self, path: str, kept: HostFile) -> HostRecord:
        """The record with this file in place of an older one."""
        return replace(self, files={**self.files, path: kept})


class HostMemory(Protocol):
    """Keys are those of `core.urls.host_key`. Both verbs may be called by many threads, and neither ever raises."""

    def recall(self, host: str) -> HostRecord:
        """What is known of a host; an empty record for an unknown one."""
        ...

    def update(self, host: str, change: Callable[[HostRecord], HostRecord]) -> None:
        """Replaces a host's record by what `change` makes of it, with no other update in between."""
        ...


class RunMemory:
    """A memory that lasts as long as the program."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._records: dict[str, HostRecord] = {}

    def recall(self, host: str) -> HostRecord:
        """See HostMemory."""
        with self._guard:
            return self._records.get(host, HostRecord())

    def update(self, host: str, change: Callable[[HostRecord], HostRecord]) -> None:
        """See HostMemory."""
        with self._guard:
            self._records[host] = change(self._records.get(host, HostRecord()))


class FileMemory:
    """A memory in small JSON files, one a host, in `folder` (`Workspace.cache / "hosts"`). Each look reads the file:
    records are asked for once or twice a run, and texts of robots.txt do not pile up in memory. Files that nobody
    wrote to for 30 days are removed at the start."""

    def __init__(self, folder: Path, clock: Clock = utc_now) -> None:
        self._folder = folder
        self._guard = threading.Lock()
        with contextlib.suppress(OSError):
            self._sweep(clock() - _FORGOTTEN_AFTER)

    def recall(self, host: str) -> HostRecord:
        """See HostMemory."""
        with self._guard:
            return self._read(host)

    def update(self, host: str, change: Callable[[HostRecord], HostRecord]) -> None:
        """See HostMemory."""
        with self._guard:
            data = json.dumps(_as_json(host, change(self._read(host))), ensure_ascii=False, sort_keys=True)
            with contextlib.suppress(OSError), atomic_path(self._path(host)) as temporary:
                temporary.write_text(data, encoding="utf-8", errors="replace")

    def _path(self, host: str) -> Path:
        """Letters, digits and dashes only, whatever the host's name: `https-www-example-org-443-` and a hash."""
        return self._folder / f"{slug(host)[:_LONGEST_NAME]}-{stable_id('host', host)}.json"

    def _read(self, host: str) -> HostRecord:
        try:
            with self._path(host).open("rb") as handle:
                data = handle.read(_LARGEST + 1)
            if len(data) > _LARGEST:
                return HostRecord()
            return _from_json(host, json.loads(data))
        except (OSError, ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
            return HostRecord()

    def _sweep(self, before: datetime) -> None:
        for path in (*self._folder.glob("*.json"), *self._folder.glob(".*.tmp")):
            if path.stat().st_mtime < before.timestamp():
                path.unlink()


def _as_json(host: str, record: HostRecord) -> dict[str, object]:
    files = {
        path: {"at": iso(kept.at), "status": kept.status, "text": kept.text} for path, kept in record.files.items()
    }
    return {
        "format": _FORMAT,
        "host": host,
        "files": files,
        "wait_until": iso(record.wait_until) if record.wait_until else None,
        "failures": record.failures,
        "open_until": iso(record.open_until) if record.open_until else None,
        "cooldown": record.cooldown,
    }


def _from_json(host: str, value: dict[str, object]) -> HostRecord:
    """Raises one of many errors where it is not what `_as_json` wrote for this host."""
    if value["format"] != _FORMAT or value["host"] != host:
        raise ValueError("another program's, or another host's")
    files = value["files"]
    if not isinstance(files, dict):
        raise TypeError("files")
    return HostRecord(
        files={str(path): _file(kept) for path, kept in files.items()},
        wait_until=_moment(value["wait_until"]),
        failures=int(_number(value["failures"])),
        open_until=_moment(value["open_until"]),
        cooldown=_number(value["cooldown"]),
    )


def _file(value: dict[str, object]) -> HostFile:
    text = value["text"]
    if not isinstance(text, str):
        raise TypeError("text")
    return HostFile(parse_iso(str(value["at"])), int(_number(value["status"])), text)


def _moment(value: object) -> datetime | None:
    return None if value is None else parse_iso(str(value))


def _number(value: object) -> float:
    """A finite number that is not negative."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e9:
        raise TypeError("number")
    return value
