"""Verbs for text that people bring themselves, without a workspace: extract, tag."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.console import ANALYST, JsonOption, note
from core.errors import UsageError


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
    rows: Annotated[
        str,
        typer.Argument(
            help="JSON lines {doc_id, title?, text, language?, outlet_country?}; with --explain also a text."
        ),
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="JSON lines with countries, focus, mentions, regions, topics.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Print the texts with all mentions and refusals marked, and the rules.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Countries, regions and topics of your own texts, with the words for them.

    With --explain nothing is written: what an alias or a rule does is seen at once.

    Example: desk tag texts.jsonl --output tags.jsonl
    """
    if explain:
        from cli.explaining_tags import explain_rows

        explain_rows(rows, as_json=as_json)
    if output is not None:
        from cli.tagging import tag_rows

        note(f"{tag_rows(Path(rows), output)} texts tagged")
    elif not explain:
        raise UsageError("nothing says where the tags go", "Give --output FILE, or --explain to see them here.")
