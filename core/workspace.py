"""The workspace: one folder that holds everything a newsroom made. Paths only; nothing is read or written here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True)
class Workspace:
    """The layout on disk. `root` may not exist yet."""

    root: Path

    @property
    def raw(self) -> Path:
        """Archive (WARC) and journal: append only; everything else can be rebuilt from it."""
        return self.root / "raw"

    @property
    def staging(self) -> Path:
        """Parquet between stages; removed after a publish, kept on failure."""
        return self.root / "staging"

    @property
    def warehouse(self) -> Path:
        """The writer's own database."""
        return self.root / "warehouse.duckdb"

    @property
    def lock(self) -> Path:
        """Names the process that may write."""
        return self.root / "warehouse.lock"

    @property
    def snapshot(self) -> Path:
        """The published database: read-only, replaced atomically."""
        return self.root / "desk.duckdb"

    @property
    def parquet(self) -> Path:
        """The published tables as parquet; a link that is swapped in one step."""
        return self.root / "parquet"

    @property
    def site(self) -> Path:
        """The report, openable from disk."""
        return self.root / "site"

    @property
    def cache(self) -> Path:
        """What may be thrown away at any time and is only asked for again: robots.txt and its like, by host."""
        return self.root / "cache"

    @property
    def prefect_home(self) -> Path:
        """Prefect's own database and settings."""
        return self.root / ".prefect"

    def raw_day(self, moment: datetime) -> Path:
        """The folder of the archive for a moment's UTC day."""
        return self.raw / f"{moment:%Y}" / f"{moment:%m}" / f"{moment:%d}"
