"""Verbs about the archive: whether it is whole, and what it holds."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cli.console import (
    DEFAULT_WORKSPACE,
    STEWARD,
    JsonOption,
    WorkspaceOption,
    note,
    print_json,
    print_rows,
    workspace_at,
)
from core.errors import UsageError
from core.files import disk_errors
from core.workspace import Workspace

if TYPE_CHECKING:
    from sources.archive.stats import Holding
    from sources.archive.verify import Verified

group = typer.Typer(no_args_is_help=True, help="The raw bytes: whether they are whole, and what they are.")
_SHOWN = 200  # findings on a terminal; --json has all
_MB = 1e6
_COLUMNS = ("files", "pages", "answers", "revisits", "files kept", "MB", "MB unpacked", "ratio", "MB saved")


def register(app: typer.Typer) -> None:
    """Adds the verbs of this group."""
    app.add_typer(group, name="archive", rich_help_panel=STEWARD)


@group.command()
def verify(
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only runs of this UTC day and later, YYYY-MM-DD.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Read the whole archive: every record, every digest, and what each journal entry leads to.

    Changes nothing. Exits 1 when anything is damaged or missing.

    Example: desk archive verify --since 2026-11-01
    """
    from sources.archive.verify import archive_bytes, verify
    from warehouse.lock import lock_holder

    place = _with_archive(workspace_at(workspace))
    day = since.date() if since else None
    with disk_errors(place.raw, "read"), _progress("Verifying", archive_bytes(place.raw, day)) as progress:
        found = verify(place.raw, day, in_use=lock_holder(place) is not None, progress=progress)
    if as_json:
        print_json(_as_json(found))
    else:
        _print_findings(found)
    if found.findings:
        raise typer.Exit(1)


@group.command()
def stats(
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    by_source: Annotated[bool, typer.Option("--by-source", help="A line for each source in a month.")] = False,
    as_json: JsonOption = False,
) -> None:
    """What the archive holds, month by month, and what revisits saved.

    Example: desk archive stats --by-source
    """
    from sources.archive.stats import archive_stats, total
    from sources.archive.verify import archive_bytes

    place = _with_archive(workspace_at(workspace))
    with disk_errors(place.raw, "read"), _progress("Reading", archive_bytes(place.raw)) as progress:
        months = archive_stats(place.raw, by_source=by_source, progress=progress)
    if as_json:
        print_json([_holding(one) for one in months])
        return
    heads = ("month", *(("source",) if by_source else ()), *_COLUMNS)
    print_rows(heads, [_row(one, by_source) for one in (*months, total(months))], as_json=False)
    damaged = sum(one.damaged for one in months)
    if damaged:
        note(f"{damaged:,} file(s) could not be read whole; `desk archive verify` says why.")


def _with_archive(place: Workspace) -> Workspace:
    if not place.raw.is_dir():
        raise UsageError(
            f"there is no archive in {place.root}: no run has been there yet",
            "Name another workspace with --workspace.",
        )
    return place


@contextmanager
def _progress(doing: str, size: int) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal; told of bytes."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(doing, total=size)
        yield lambda read: bars.advance(task, read)


def _print_findings(found: Verified) -> None:
    if found.findings:
        rows = [(one.file, one.offset, one.problem.value, one.detail) for one in found.findings[:_SHOWN]]
        print_rows(("file", "at", "problem", "seen"), rows, as_json=False)
        for problem, remedy in sorted({(one.problem.value, one.remedy) for one in found.findings}):
            typer.echo(f"{problem}: {remedy}")
        if len(found.findings) > _SHOWN:
            typer.echo(f"{len(found.findings) - _SHOWN:,} more findings: --json lists all.")
    verdict = f"{len(found.findings):,} finding(s)" if found.findings else "all whole"
    typer.echo(
        f"{found.files:,} files, {found.records:,} records, {found.bytes:,} bytes ({found.unpacked:,} unpacked), "
        f"{found.entries:,} entries of {found.journals:,} journals: {verdict}."
    )


def _as_json(found: Verified) -> dict[str, object]:
    findings = [{**vars(one), "remedy": one.remedy} for one in found.findings]
    return {"passed": not findings, **vars(found), "findings": findings}


def _holding(one: Holding) -> dict[str, object]:
    return {**vars(one), "records": dict(sorted(one.records.items())), "revisits": one.revisits, "ratio": one.ratio}


def _row(one: Holding, by_source: bool) -> tuple[object, ...]:
    kinds = (one.records["response"], one.revisits, one.records["resource"])
    sizes = (round(one.bytes / _MB, 2), round(one.unpacked / _MB, 2), one.ratio, round(one.saved / _MB, 2))
    return one.month, *((one.source,) if by_source else ()), one.files, one.pages, *kinds, *sizes
