"""Verbs about topics: how one fares on the warehouse, and which words it lacks."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.console import ANALYST, DEFAULT_WORKSPACE, JsonOption, WorkspaceOption, workspace_at

group = typer.Typer(no_args_is_help=True, help="How a topic fares on the warehouse, and which words it lacks.")
_Topic = Annotated[str, typer.Argument(help="The topic's id: the name of its file in reference/data/topics/.")]


def register(app: typer.Typer) -> None:
    """Adds the verbs of this group."""
    app.add_typer(group, name="topics", rich_help_panel=ANALYST)


@group.command()
def check(
    topic: _Topic,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    limit: Annotated[int, typer.Option(min=1, help="Rows of each list; --json has all but doubtful articles.")] = 10,
    as_json: JsonOption = False,
) -> None:
    """A topic on the published articles: hits, phrases that decided, overlap, sources, the most doubtful.

    Where the topic files were changed since, they score the articles now.
    So a topic that was just written is seen before any run; nothing is stored.

    Example: desk topics check maritime
    """
    from cli.topic_views import show_check

    show_check(workspace_at(workspace), topic, limit=limit, as_json=as_json)


@group.command()
def suggest(
    topic: _Topic,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    limit: Annotated[int, typer.Option(min=1, help="Terms shown.")] = 20,
    as_json: JsonOption = False,
) -> None:
    """Terms of its articles that a topic's phrases lack, with sentences. None is added by itself.

    Terms of one to three words of English articles, by log-odds against the others.
    Each stands in three stories at least, of two sources; copies count once.

    Example: desk topics suggest maritime --limit 40
    """
    from cli.topic_views import show_suggestions

    show_suggestions(workspace_at(workspace), topic, limit=limit, as_json=as_json)
