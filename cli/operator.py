"""Verbs of the operator: demo, run and its stages, rebuild, the schedule, and a look at the machine."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cli.console import DEFAULT_WORKSPACE, OPERATOR, JsonOption, WorkspaceOption, note, workspace_at

_Targets = Annotated[list[str] | None, typer.Argument(help="Names of sources, or folders of pages; none means all.")]
_Day = typer.Option(formats=["%Y-%m-%d"], help="UTC day, YYYY-MM-DD.")
_Since = Annotated[datetime | None, _Day]
_Strict = Annotated[bool, typer.Option("--strict", help="Exit 1 when a source failed.")]


class Start(StrEnum):
    """What a rebuild begins with."""

    ARCHIVE = "archive"
    TAGS = "tags"


def register(app: typer.Typer) -> None:
    """Adds the verbs of this group."""
    for verb in (demo, run, ingest, process, publish, rebuild, serve, deploy, doctor):
        app.command(rich_help_panel=OPERATOR)(verb)


def demo(
    workspace: WorkspaceOption = Path("data/demo"),
    as_json: JsonOption = False,
) -> None:
    """The whole pipeline on an example newsroom, over real HTTP.

    Ten outlets on this machine in two editions; the workspace is made anew each time.

    Example: desk demo
    """
    from cli.demo import run_demo

    run_demo(workspace_at(workspace), as_json=as_json)


def run(
    targets: _Targets = None,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    since: _Since = None,
    until: _Since = None,
    strict: _Strict = False,
    as_json: JsonOption = False,
) -> None:
    """All stages: fetch, read, audit, publish. The main job.

    A source that fails is reported and the run goes on. Ctrl-C ends it; the next run goes on where it was.

    Example: desk run my-outlet ~/saved-pages
    """
    _fetching("newsroom", targets, workspace, since, until, strict, as_json)


def ingest(
    targets: _Targets = None,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    since: _Since = None,
    until: _Since = None,
    strict: _Strict = False,
    as_json: JsonOption = False,
) -> None:
    """Fetch and archive only; `desk process` reads what it brought.

    Example: desk ingest my-outlet
    """
    _fetching("ingest", targets, workspace, since, until, strict, as_json)


def _fetching(
    flow: str,
    targets: list[str] | None,
    workspace: Path,
    since: datetime | None,
    until: datetime | None,
    strict: bool,
    as_json: bool,
) -> None:
    from cli.closing import show_closing
    from cli.running import run_flow

    place = workspace_at(workspace)
    window = (since.date() if since else None, until.date() if until else None)
    end = run_flow(flow, place, targets=tuple(targets or ()), window=window)
    show_closing(place, end, as_json=as_json, strict=strict)


def process(workspace: WorkspaceOption = DEFAULT_WORKSPACE, as_json: JsonOption = False) -> None:
    """Read what is archived; bring stories and marts up to date.

    Example: desk process
    """
    from cli.closing import show_closing
    from cli.running import run_flow

    place = workspace_at(workspace)
    show_closing(place, run_flow("process", place), as_json=as_json)


def publish(workspace: WorkspaceOption = DEFAULT_WORKSPACE, as_json: JsonOption = False) -> None:
    """Audit the warehouse; if it holds, publish snapshot and report.

    Exits 3 when it does not hold: the last good snapshot stands, and the report says what failed.

    Example: desk publish
    """
    from cli.closing import show_closing
    from cli.running import run_flow

    place = workspace_at(workspace)
    show_closing(place, run_flow("publish", place), as_json=as_json)


def rebuild(
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    start: Annotated[Start, typer.Option("--from", help="archive: read all pages again; tags: only tag again.")] = (
        Start.ARCHIVE
    ),
    as_json: JsonOption = False,
) -> None:
    """All tables anew from archive and journal, without network.

    With --from tags no page is read again: the texts in the warehouse are tagged anew, and what that changes is told
    per country and topic. `desk process` and `desk run` do the same where rules of tagging have changed.

    Example: desk rebuild --from tags
    """
    from cli.rebuilding import run_rebuild

    run_rebuild(workspace_at(workspace), start.value, as_json=as_json)


def serve(workspace: WorkspaceOption = DEFAULT_WORKSPACE) -> None:
    """Run the schedule of config/schedules.yml until stopped.

    Example: desk serve
    """
    from cli.scheduling import run_schedule

    run_schedule(workspace_at(workspace))


def deploy(
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    pool: Annotated[str, typer.Option(help="Work pool (of type process); made when there is none.")] = "desk",
) -> None:
    """Register the schedule with the server at PREFECT_API_URL.

    Example: PREFECT_API_URL=http://127.0.0.1:4200/api desk deploy
    """
    from cli.scheduling import register_deployments

    for line in register_deployments(workspace_at(workspace), pool):
        note(line)


def doctor(workspace: WorkspaceOption = DEFAULT_WORKSPACE, as_json: JsonOption = False) -> None:
    """What this machine and workspace lack, and how to mend it.

    Example: desk doctor
    """
    from cli.doctor import examine

    examine(workspace_at(workspace), as_json=as_json)
