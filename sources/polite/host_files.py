"""The files of a host that say what we may do: asked for in its turn, then gone by for a day, across runs."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlsplit

from contracts.reasons import Reason
from core.urls import host_key
from sources.http.failures import NOT_NOW
from sources.http.fetcher import Answer, FetchFailure, never
from sources.polite.asking import Asker, Request
from sources.polite.memory import HostFile, HostMemory

_MAX_BYTES = 512 * 1024  # RFC 9309, section 2.5: at least 500 KiB are to be read; what is beyond is not
_MOMENTARY = (Reason.INTERRUPTED, Reason.HOST_BACKING_OFF)  # said of this moment, not of the file


Rules = TypeVar("Rules")


@dataclass(frozen=True)
class Manner:
    """How a file is asked for: `delay` seconds after the last request to its host, waiting `patience` seconds at most,
    until `stop` says true."""

    delay: float = 0.0
    patience: float = 30.0
    stop: Callable[[], bool] = never


class HostFiles(Generic[Rules]):
    """One kind of file, of all hosts that a run meets; shared by its threads. An answer of 2xx or lasting 4xx is gone
    by for a day and remembered; a failure is not asked about again by this object, which lasts a run."""

    def __init__(
        self, path: str, parse: Callable[[str], Rules], asker: Asker, memory: HostMemory, *, tries: int = 1
    ) -> None:
        """`parse` never raises; a text of which it makes nothing is not kept. `tries`: how often a host that fails is
        asked."""
        self._path, self._parse, self._asker, self._memory, self._tries = path, parse, asker, memory, tries
        self._guard = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}
        self._known: dict[str, tuple[HostFile, Rules] | FetchFailure] = {}

    def address(self, url: str) -> str:
        """Where the file of this page's host lies."""
        parts = urlsplit(url)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{self._path}"

    def get(self, url: str, manner: Manner) -> Rules | FetchFailure:
        """What the file of this page's host says, as it was within the last day, or why it could not be had."""
        host = host_key(url)
        with self._guard:
            lock = self._locks.setdefault(host, threading.Lock())
        with lock:
            found = self._known.get(host)
            if found is None or (isinstance(found, tuple) and not found[0].is_fresh(self._asker.clock())):
                found = self._find(host, url, manner)
                if isinstance(found, tuple) or found.reason not in _MOMENTARY:
                    self._known[host] = found
        return found[1] if isinstance(found, tuple) else found

    def latest(self, url: str) -> Rules | None:
        """What the file last said to this run or an earlier one, however old, without a request."""
        host = host_key(url)
        found = self._known.get(host)
        if isinstance(found, tuple):
            return found[1]
        kept = self._memory.recall(host).files.get(self._path)
        return None if kept is None else self._parse(kept.text)

    def _find(self, host: str, url: str, manner: Manner) -> tuple[HostFile, Rules] | FetchFailure:
        kept = self._memory.recall(host).files.get(self._path)
        if kept is None or not kept.is_fresh(self._asker.clock()):
            asked = self._ask(url, manner)
            if isinstance(asked, FetchFailure):
                return asked
            kept = asked
            self._memory.update(host, lambda record: record.with_file(self._path, asked))
        return kept, self._parse(kept.text)

    def _ask(self, url: str, manner: Manner) -> HostFile | FetchFailure:
        delay, address = manner.delay, self.address(url)
        request = Request(address, lambda _: delay, manner.patience, stop=manner.stop, tries=self._tries)
        outcome = self._asker.get(request)
        if isinstance(outcome, Answer):
            text = _text(outcome.body)
            return HostFile(self._asker.clock(), outcome.status, text if self._parse(text) else "")
        if 400 <= outcome.status < 500 and outcome.status not in NOT_NOW:
            return HostFile(self._asker.clock(), outcome.status)
        return outcome


def _text(body: bytes) -> str:
    """A file's text: UTF-8, or UTF-16 where a byte order mark or the zeros between its letters say so, for else it
    would say nothing. Of one that is too long, the whole lines within the first 512 KiB: half a line (`Disallow: /a`
    of `Disallow: /archive`) would say something else."""
    start, cut = body[:_MAX_BYTES], len(body) > _MAX_BYTES
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = start.decode("utf-16", "replace")
    elif start[:4:2] == b"\0\0":
        text = start.decode("utf-16-be", "replace")
    elif start[1:4:2] == b"\0\0":
        text = start.decode("utf-16-le", "replace")
    else:
        text = start.decode("utf-8-sig", "replace")
    return text[: max(text.rfind("\n"), text.rfind("\r")) + 1] if cut else text
