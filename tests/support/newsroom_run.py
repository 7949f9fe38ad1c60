"""Both editions of the example newsroom through the real Prefect flows, and what its own truth says of each address.

python -m tests.support.newsroom_run WORKSPACE     writes WORKSPACE/truth.json"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

from cli.running import run_flow
from contracts.reasons import REASON_MEANING
from core.settings import Settings
from core.workspace import Workspace
from examples.newsroom import build_newsroom, serve, write_sources


def main() -> None:
    workspace = Workspace(Path(sys.argv[1]))
    editions = {}
    with serve(build_newsroom(date(2026, 11, 20))) as running:
        write_sources(running, workspace.root / "sources")
        configuration = Settings(sources=workspace.root / "sources", allow_loopback=True, contact="tests@example.org")
        for edition in ("morning", "evening"):
            running.set_edition(edition)
            run_id = run_flow("newsroom", workspace, configuration=configuration).run_id
            editions[run_id] = {truth.url: accepted(truth, edition) for truth in running.truth(edition)}
    (workspace.root / "truth.json").write_text(json.dumps(editions), encoding="utf-8")


def accepted(truth: object, edition: str) -> list[str]:
    """The endings that the truth accepts for an address, as `status/reason`."""
    outcome = truth.offer.outcome(edition)  # type: ignore[attr-defined]
    return [f"{s.value}/{r.value}" for r, (s, _) in REASON_MEANING.items() if outcome.accepts(s.value, r.value)]


if __name__ == "__main__":
    main()
