"""Verbs of the analyst: sql, status, explain, report. They read the published snapshot and start quickly."""

from __future__ import annotations

import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cli.console import (
    ANALYST,
    DEFAULT_WORKSPACE,
    JsonOption,
    WorkspaceOption,
    note,
    print_rows,
    without_pandas,
    workspace_at,
)


class Form(StrEnum):
    """How `desk sql` prints rows."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Adds the verbs of this group."""
    for verb in (sql, status, explain, report):
        app.command(rich_help_panel=ANALYST)(verb)


def sql(
    query: Annotated[str | None, typer.Argument(help="SQL to run; read from standard input when absent.")] = None,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    form: Annotated[Form, typer.Option("--format", help="How rows are printed.")] = Form.TABLE,
    as_json: JsonOption = False,
) -> None:
    """Ask the published snapshot; never in the way of a run.

    Reads only. Without SQL on the command line it is read from standard input.

    Example: desk sql "SELECT iso3, sum(articles_focus) AS n FROM mart.country_daily GROUP BY 1 ORDER BY 2 DESC"
    """
    from cli.asking import ask

    if query is None:
        if sys.stdin.isatty():
            note('Type SQL and end with Ctrl-D, or give it: desk sql "SHOW ALL TABLES"')
        query = sys.stdin.read()
    result = ask(workspace_at(workspace), query)
    if as_json or form is Form.JSON:
        print_rows(result.columns, result.rows, as_json=True)
    elif form is Form.CSV:
        import csv

        writer = csv.writer(sys.stdout)
        writer.writerow(result.columns)
        writer.writerows(result.rows)
    else:
        print_rows(result.columns, result.rows, as_json=False)
        note("1 row" if len(result.rows) == 1 else f"{len(result.rows):,} rows")


def status(workspace: WorkspaceOption = DEFAULT_WORKSPACE, as_json: JsonOption = False) -> None:
    """The last runs, the sources, the verdict on the data.

    Example: desk status
    """
    from cli.statuses import show_status

    with without_pandas():
        show_status(workspace_at(workspace), as_json=as_json)


def explain(
    target: Annotated[
        str, typer.Argument(help="An article (id or address), or a mart table such as mart.country_daily.")
    ],
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    day: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of the number.")] = None,
    country: Annotated[str | None, typer.Option(help="Its country (ISO3).")] = None,
    topic: Annotated[str | None, typer.Option(help="Its topic; of mart.topic_parent_daily the parent.")] = None,
    pair: Annotated[str | None, typer.Option(help="Its pair, as CHN-USA.")] = None,
    source: Annotated[str | None, typer.Option(help="Its source (mart.source_daily).")] = None,
    refused: Annotated[
        bool, typer.Option("--refused", help="Of an article: what looks like a country and is none.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """From an article or a number to the words and bytes behind it.

    A number is a row of a mart: say its day and its country, topic, pair or source.

    Example: desk explain mart.country_daily --day 2026-11-02 --country CHN
    """
    from cli.explaining import Key, explain_article, explain_number

    place = workspace_at(workspace)
    key = Key(day.date() if day else None, country, topic, pair, source)
    with without_pandas():
        if target.partition(".")[0] in ("mart", "news") and "/" not in target:
            explain_number(place, target, key, as_json=as_json)
        else:
            explain_article(place, target, refused=refused, as_json=as_json)


def report(
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Folder; the workspace's site/ by default.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Write the report anew from the published snapshot.

    When a later publish was blocked, the report says so and lists what failed.

    Example: desk report --output /srv/www/desk
    """
    from cli.reporting import write_report

    write_report(workspace_at(workspace), output, as_json=as_json)
