"""Verbs of the data steward: the quarantine, and the way back in."""

from __future__ import annotations

import getpass
from contextlib import closing
from typing import Annotated

import typer

from cli.console import (
    DEFAULT_WORKSPACE,
    STEWARD,
    JsonOption,
    WorkspaceOption,
    print_json,
    print_rows,
    without_pandas,
    workspace_at,
)
from core.errors import UsageError

quarantine = typer.Typer(no_args_is_help=True, help="Rejected documents, and the way back in for them.")
_Id = Annotated[str, typer.Argument(help="The document, as `desk quarantine list` names it.")]


def register(app: typer.Typer) -> None:
    """Adds the verbs of this group."""
    app.add_typer(quarantine, name="quarantine", rich_help_panel=STEWARD)


@quarantine.command("list")
def list_(
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    reason: Annotated[str | None, typer.Option(help="Only this reason.")] = None,
    source: Annotated[str | None, typer.Option(help="Only this source.")] = None,
    released: Annotated[bool, typer.Option("--released", help="Show also what was let back in.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Rejected documents and why.

    Example: desk quarantine list --reason too_short
    """
    from warehouse.connection import connect_snapshot
    from warehouse.query import quarantine_list

    with without_pandas(), closing(connect_snapshot(workspace_at(workspace))) as con:
        rows = quarantine_list(con, reason=reason, source_id=source, released=released)
    columns = ("document_id", "source_id", "reason", "detail", "url", "quarantined_at", "released_at")
    print_rows(columns, [tuple(getattr(row, name) for name in columns) for row in rows], as_json=as_json)


@quarantine.command()
def show(
    document: _Id,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    raw: Annotated[bool, typer.Option("--raw", help="The archived bytes themselves, on standard output.")] = False,
    as_json: JsonOption = False,
) -> None:
    """One rejected document: reason, archive address, and what its bytes begin with.

    Example: desk quarantine show 3f2a9c0d1e4b5a697887 --raw > page.html
    """
    from sources.archive.reader import read_payload
    from warehouse.connection import connect_snapshot
    from warehouse.query import quarantine_item

    place = workspace_at(workspace)
    with without_pandas(), closing(connect_snapshot(place)) as con:
        item = quarantine_item(con, document)
    if item is None:
        raise _unknown(document)
    payload = read_payload(place.raw, item.warc_path, item.warc_offset, item.warc_length, item.sha256)
    if raw:
        typer.get_binary_stream("stdout").write(payload)
        return
    if as_json:
        print_json(item)
        return
    for name, value in vars(item).items():
        typer.echo(f"{name:<15} {value if value is not None else '-'}")
    typer.echo(f"{'bytes':<15} {len(payload):,}\n")
    typer.echo(payload[:600].decode("utf-8", "replace"))


@quarantine.command()
def release(
    documents: Annotated[list[str], typer.Argument(help="The documents, as `desk quarantine list` names them.")],
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    note_text: Annotated[str, typer.Option("--note", help="Why, for the journal.")] = "",
    by: Annotated[str, typer.Option(help="Who; your user name by default.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Let documents back in: they are read again without the gates, and published.

    Example: desk quarantine release 3f2a9c0d1e4b5a697887 --note "a short wire item, but an article"
    """
    from cli.closing import show_closing
    from cli.releasing import release_documents

    place = workspace_at(workspace)
    end = release_documents(place, documents, by=by or getpass.getuser(), note_text=note_text)
    show_closing(place, end, as_json=as_json)


def _unknown(document: str) -> UsageError:
    return UsageError(f"no document {document!r} is in quarantine", "`desk quarantine list` shows what is.")
