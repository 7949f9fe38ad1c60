"""`desk quarantine release`: a decision goes into the journal, and the flows do the rest."""

from __future__ import annotations

from collections.abc import Sequence

from cli.closing import Closing, read_closing
from cli.running import hosted_run
from contracts.journal import Released
from core.clock import iso, utc_now
from core.errors import UsageError
from core.workspace import Workspace
from flows.locking import holding


def release_documents(workspace: Workspace, documents: Sequence[str], *, by: str, note_text: str) -> Closing:
    """Journals the releases, reads the documents again and publishes. Raises UsageError, and journals nothing, when one
    of them is not waiting in quarantine."""
    if not workspace.warehouse.exists():
        raise UsageError(
            f"nothing is in quarantine in {workspace.root}: no run has been there yet",
            "Name another workspace with --workspace.",
        )
    with holding(workspace, "release", utc_now):
        _check(workspace, documents)
        with hosted_run(workspace, "release") as run:
            for document in dict.fromkeys(documents):
                run.journal.append(Released(run.run_id, document, by, note_text, iso(run.clock())))
            from flows.newsroom import process, publish

            process(str(workspace.root))
            publish(str(workspace.root))
            return read_closing(workspace, run.run_id)


def _check(workspace: Workspace, documents: Sequence[str]) -> None:
    from warehouse.connection import connect_writer

    con = connect_writer(workspace)
    try:
        waiting = {
            row[0]
            for row in con.execute("SELECT document_id FROM quality.quarantine WHERE released_at IS NULL").fetchall()
        }
    finally:
        con.close()
    unknown = [document for document in documents if document not in waiting]
    if unknown:
        raise UsageError(
            f"not waiting in quarantine: {', '.join(unknown)}",
            "`desk quarantine list` shows what is; nothing was released.",
        )
