"""Verbs for text that people bring themselves, without a workspace: extract, tag."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.console import ANALYST, note


def register(app: typer.Typer) -> None:
    """Adds the verbs of this group."""
    app.command(rich_help_panel=ANALYST)(extract)
    app.command(rich_help_panel=ANALYST)(tag)


def extract(
    paths: Annotated[list[Path], typer.Argument(help="HTML or text files, plain or .gz, or folders of them.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="JSON lines, one per page, in the order given.")],
) -> None:
    """HTML or text files to rows of title, date, language and text.

    Example: desk extract pages/ --output articles.jsonl
    """
    from cli.extracting import extract_files

    note(f"{extract_files(paths, output)} (see `rejected` in {output})")


def tag(
    rows: Annotated[Path, typer.Argument(help="JSON lines {doc_id, title?, text, outlet_country?}.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="JSON lines with countries, focus, mentions, topics.")],
) -> None:
    """Countries and topics of your own texts, with the words for them.

    Example: desk tag texts.jsonl --output tags.jsonl
    """
    from cli.tagging import tag_rows

    note(f"{tag_rows(rows, output)} texts tagged")
