"""What the archive holds, month by month: files, records, bytes, and what revisits saved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sources.archive.files import day_of, raw_files, source_of
from sources.archive.members import Gap, Record, parse, walk
from sources.archive.spoken import read_spoken

Progress = Callable[[int], None]  # told of bytes that were read


@dataclass
class Holding:
    """What a month holds, or a source in it. `pages` are the bodies that journals speak of; `records` are counted by
    type; `bytes` lie on the disk, `unpacked` is what they hold; `saved` are the bytes on the disk that revisits would
    take, had the bodies that they stand for been kept again. `damaged` files could not be read whole."""

    month: str
    source: str | None = None
    files: int = 0
    pages: int = 0
    records: Counter[str] = field(default_factory=Counter)
    bytes: int = 0
    unpacked: int = 0
    saved: int = 0
    damaged: int = 0

    @property
    def revisits(self) -> int:
        """Looks that brought nothing new."""
        return self.records["revisit"]

    @property
    def ratio(self) -> float | None:
        """How many bytes one on the disk holds; None for none."""
        return round(self.unpacked / self.bytes, 2) if self.bytes else None


def archive_stats(
    raw_root: Path, *, by_source: bool = False, progress: Progress = lambda _: None
) -> tuple[Holding, ...]:
    """The holdings by month (YYYY-MM, of the folders; `-` for files in none), or by month and source, in order. What
    cannot be read is left out and its files counted. Raises OSError when the folder cannot be listed.

    Remembers the size of every body by its digest: 100 bytes a page. A core takes 90 MB of archive a second."""
    found: dict[tuple[str, str | None], Holding] = {}
    sizes: dict[int, int] = {}
    for run in raw_files(raw_root).runs:
        spoken = read_spoken(raw_root, run.journal).entries if run.journal else {}
        for name in run.archives:
            key = (_month(name), source_of(name, run.run_id) if by_source else None)
            holding = found.setdefault(key, Holding(*key))
            holding.files += 1
            holding.pages += len(spoken.get(name, ()))
            holding.damaged += not _count(raw_root / name, holding, sizes, progress)
    return tuple(found[key] for key in sorted(found, key=lambda key: (key[0], key[1] or "")))


def total(holdings: tuple[Holding, ...]) -> Holding:
    """The sum of them, its month `all`."""
    whole = Holding("all")
    for one in holdings:
        for name in ("files", "pages", "bytes", "unpacked", "saved", "damaged"):
            setattr(whole, name, getattr(whole, name) + getattr(one, name))
        whole.records.update(one.records)
    return whole


def _month(name: str) -> str:
    day = day_of(name)
    return f"{day:%Y-%m}" if day else "-"


def _count(path: Path, holding: Holding, sizes: dict[int, int], progress: Progress) -> bool:
    """Adds a file to its holding; whether it could be read whole."""
    whole = True
    try:
        with path.open("rb") as handle:
            for found in walk(handle):
                holding.bytes += found.length
                progress(found.length)
                if isinstance(found, Gap):
                    whole = False
                    continue
                holding.unpacked += len(found.data)
                try:
                    record = parse(found.data)
                except ValueError:
                    whole = False
                    continue
                holding.records[record.kind] += 1
                _weigh(record, found.length, holding, sizes)
    except OSError:
        return False
    return whole


def _weigh(record: Record, length: int, holding: Holding, sizes: dict[int, int]) -> None:
    """Remembers how much a body takes on the disk, or adds what a revisit of it saved."""
    digest = record.fields.get("warc-payload-digest")
    if digest is None or record.kind not in ("response", "resource", "revisit"):
        return
    key = hash(digest)
    if record.kind != "revisit":
        sizes[key] = length
    else:
        holding.saved += max(0, sizes.get(key, length) - length)
