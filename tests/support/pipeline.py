"""The stages in their order, as the flows run them, without Prefect."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from contracts.tables import PUBLIC
from core.clock import Clock, utc_now
from core.settings import Settings
from core.workspace import Workspace
from flows.ambient import hosting
from flows.context import Run
from flows.fetching import fetch_desk
from flows.locking import holding
from flows.progress import Silent
from flows.publishing import publish_desk
from flows.reading import reading_desk
from flows.rebuilding import rebuild
from sources.spec import SourceSpec
from warehouse.connection import connect_reader

# Columns that say in which run or when a thing happened: two runs that did the same differ in nothing else.
OF_A_RUN = {
    "run_id", "document_id", "last_run_id", "fetched_at", "first_seen_at", "recorded_at", "warc_path", "warc_offset",
    "warc_length", "started_at", "ended_at", "quarantined_at", "seen_at", "validated_at", "settings",
}  # fmt: skip


def configuration(**changes: Any) -> Settings:
    """Settings for tests: loopback may be fetched from, two workers, small batches."""
    return Settings(
        **{"allow_loopback": True, "workers": 2, "batch_size": 4, "contact": "tests@example.org", **changes}
    )


def feed_source(address: str, name: str = "courier", **changes: Any) -> SourceSpec:
    """A source that reads a test site's feed."""
    return SourceSpec(
        **{
            "name": name, "kind": "feed", "url": f"{address}/feed", "outlet": "The Test Courier", "outlet_country": "NOR",
            "language": "en", "delay_seconds": 0, "revisits": ["0s"], "max_wait_seconds": 2, **changes,
        }
    )  # fmt: skip


def run_once(
    workspace: Workspace,
    specs: Sequence[SourceSpec],
    *,
    settings: Settings | None = None,
    clock: Clock = utc_now,
    stop: Callable[[], bool] = lambda: False,
) -> str:
    """Fetches, reads, audits and publishes. Returns the run's id."""
    run = Run(workspace, "run", configuration=settings or configuration(), clock=clock, observer=Silent(), stop=stop)
    with hosting(run):
        with fetch_desk(run, specs) as desk:
            for spec in specs:
                desk.fetch(spec.name)
        run.check_interrupt()
        with reading_desk(run) as reading:
            for number in range(len(reading.batches)):
                reading.work(number)
            reading.finish()
        with publish_desk(run) as publishing:
            publishing.publish()
    return run.run_id


def rebuild_once(workspace: Workspace) -> None:
    """Rebuilds the workspace from archive and journal."""
    run = Run(workspace, "rebuild", configuration=configuration(), observer=Silent(), recorded=False)
    with holding(workspace, "rebuild", run.clock):
        rebuild(run)


def tables(snapshot: Path, *, schemas: Sequence[str], leave_out: set[str] = frozenset()) -> dict[str, list[str]]:  # type: ignore[assignment]
    """The rows of the public tables of some schemas, sorted, without the columns left out."""
    found: dict[str, list[str]] = {}
    with closing(connect_reader(snapshot)) as con:
        for table in PUBLIC:
            if table.schema in schemas:
                columns = ", ".join(name for name in table.column_names if name not in leave_out)
                found[table.qualified] = sorted(
                    map(repr, con.execute(f"SELECT {columns} FROM {table.qualified}").fetchall())
                )
    return found


def rows(workspace: Workspace, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """The answer of the published snapshot."""
    with closing(connect_reader(workspace.snapshot)) as con:
        return con.execute(sql, list(parameters)).fetchall()
