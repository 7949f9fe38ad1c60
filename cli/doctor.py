"""`desk doctor`: what this machine and this workspace are fit for, each finding with its remedy."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata

import typer

from cli.console import print_rows
from core.errors import DeskError
from core.settings import settings
from core.workspace import Workspace

_NEEDED = ("duckdb", "prefect", "great-expectations", "polars", "pyarrow", "trafilatura", "ahocorasick-rs", "pebble")
_ROOM_GB = 2  # a demo takes 0.1 GB; a year of 3,000 articles a day about 20


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `state`: ok, warning (works, but), problem (will not work)."""

    what: str
    state: str
    seen: str
    remedy: str = ""


def examine(workspace: Workspace, *, as_json: bool) -> None:
    """Prints the findings; exits 1 when one is a problem."""
    findings = [_safely(check, workspace) for check in _CHECKS]
    print_rows(
        ("what", "state", "seen", "remedy"), [(f.what, f.state, f.seen, f.remedy) for f in findings], as_json=as_json
    )
    if any(finding.state == "problem" for finding in findings):
        raise typer.Exit(1)


def _safely(check: Callable[[Workspace], Finding], workspace: Workspace) -> Finding:
    try:
        return check(workspace)
    except DeskError as error:
        return Finding(check.__name__.strip("_"), "problem", error.message, error.remedy)


def _python(_: Workspace) -> Finding:
    good = sys.version_info >= (3, 11)
    return Finding(
        "Python", "ok" if good else "problem", platform.python_version(), "" if good else "Use 3.11 or newer."
    )


def _packages(_: Workspace) -> Finding:
    missing, have = [], []
    for name in _NEEDED:
        try:
            have.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        return Finding("packages", "problem", f"missing: {', '.join(missing)}", "Run `make install`.")
    return Finding("packages", "ok", ", ".join(have))


def _cores(_: Workspace) -> Finding:
    cores = os.cpu_count() or 1
    return Finding("cores", "ok", f"{cores}; pages are read by {settings().workers or cores} processes")


def _folder(workspace: Workspace) -> Finding:
    place = workspace.root
    while not place.exists() and place != place.parent:
        place = place.parent
    if not os.access(place, os.W_OK):
        return Finding("workspace", "problem", f"{place} cannot be written", "Choose another one with --workspace.")
    free = shutil.disk_usage(place).free / 1e9
    state = "ok" if free >= _ROOM_GB else "warning"
    return Finding(
        "workspace", state, f"{workspace.root}, {free:,.1f} GB free", "" if state == "ok" else "Free some space."
    )


def _warehouse(workspace: Workspace) -> Finding:
    if not workspace.warehouse.exists():
        return Finding("warehouse", "ok", "none yet", "`desk run` makes one; `desk demo` shows how it goes.")
    from warehouse.lock import lock_holder

    holder = lock_holder(workspace)
    if holder is not None:
        return Finding("warehouse", "ok", f"in use by {holder}")
    size = workspace.warehouse.stat().st_size / 1e6
    return Finding("warehouse", "ok", f"{size:,.1f} MB, nobody writes to it")


def _snapshot(workspace: Workspace) -> Finding:
    if not workspace.snapshot.exists():
        return Finding("snapshot", "ok", "none yet", "`desk run` publishes one.")
    from warehouse.connection import connect_snapshot
    from warehouse.runs import ledger_gaps

    con = connect_snapshot(workspace)
    articles = con.execute("SELECT count(*) FROM news.articles").fetchone()
    gaps = ledger_gaps(con)
    con.close()
    if gaps:
        seen = f"the ledger does not add up: {gaps[0].what} of run {gaps[0].run_id}"
        return Finding("snapshot", "problem", seen, "`desk rebuild` makes it anew from the archive; report this.")
    return Finding("snapshot", "ok", f"opens; {articles[0] if articles else 0:,} articles; the ledger adds up")


def _contact(_: Workspace) -> Finding:
    if settings().contact == type(settings()).model_fields["contact"].default:
        return Finding(
            "contact", "warning", "the User-Agent names nobody",
            "Set DESK_CONTACT to an address at which a publisher can reach you.",
        )  # fmt: skip
    return Finding("contact", "ok", settings().contact)


def _sources(_: Workspace) -> Finding:
    from sources.spec_files import load_sources

    specs = load_sources(settings().sources)
    ready = sum(spec.enabled for spec in specs)
    return Finding("sources", "ok" if specs else "warning", f"{ready} enabled of {len(specs)} in {settings().sources}",
                   "" if specs else "See docs/adding-a-source.md.")  # fmt: skip


_CHECKS = (_python, _packages, _cores, _folder, _warehouse, _snapshot, _contact, _sources)
