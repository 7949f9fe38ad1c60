"""Verbs about sources: what there is, and whether one would work."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.console import DEFAULT_WORKSPACE, OPERATOR, JsonOption, WorkspaceOption, workspace_at

group = typer.Typer(no_args_is_help=True, help="What is fetched, and whether it would work.")


def register(app: typer.Typer) -> None:
    """Adds the verbs of this group."""
    app.add_typer(group, name="sources", rich_help_panel=OPERATOR)


@group.command("list")
def list_(workspace: WorkspaceOption = DEFAULT_WORKSPACE, as_json: JsonOption = False) -> None:
    """All sources and how they fare: last success, articles of 14 days, what is expected, what is wrong.

    Example: desk sources list
    """
    from cli.health import print_lines, source_line
    from core.settings import settings
    from sources.spec_files import load_sources
    from warehouse.query import source_health

    specs = load_sources(settings().sources)
    place = workspace_at(workspace)
    health = {}
    if place.snapshot.exists():
        from warehouse.connection import connect_snapshot

        con = connect_snapshot(place)
        try:
            health = {row.source_id: row for row in source_health(con)}
        finally:
            con.close()
    print_lines([source_line(spec, health.get(spec.name)) for spec in specs], as_json=as_json)
    if not specs and not as_json:
        typer.echo(f"No sources in {settings().sources}; docs/adding-a-source.md shows how to add one.", err=True)


@group.command()
def check(
    names: Annotated[list[str] | None, typer.Argument(help="Names of sources.")] = None,
    every: Annotated[bool, typer.Option("--all", help="All sources.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Fetch a little of a source and show what would come. Nothing is stored.

    Example: desk sources check my-outlet
    """
    from cli.checking import check_sources

    check_sources(tuple(names or ()), every=every, as_json=as_json)


@group.command()
def add(
    url: Annotated[str, typer.Argument(help="An address of the site, or of its feed or sitemap.")],
    name: Annotated[str | None, typer.Option(help="The source's name. Default: its site's.")] = None,
    outlet: Annotated[str | None, typer.Option(help="The outlet's name, as a reader knows it.")] = None,
    country: Annotated[str | None, typer.Option(help="Where it is at home: ISO 3166-1 alpha-3.")] = None,
    language: Annotated[str | None, typer.Option(help="Language it writes in: ISO 639-1.")] = None,
    pick: Annotated[int, typer.Option(help="Which of the finds is written.")] = 1,
    dry: Annotated[bool, typer.Option("--dry-run", help="Print the file instead of writing it.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Find the feed, the WordPress API or the sitemap of a site, and write the source's file.

    Example: desk sources add https://www.example.org --country NOR
    """
    from cli.adding import Wishes, add

    add(url, Wishes(name, outlet, country, language, pick, dry), as_json=as_json)
