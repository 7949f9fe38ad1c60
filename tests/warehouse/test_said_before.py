"""What a source said of a page stays with it when the page is looked at again after the source has let go of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from contracts.records import Hints
from tests.warehouse.kit import fetched, run_id, write_journal
from warehouse.journal import load_journals
from warehouse.pending import pending_documents

DATED = Hints(
    title="Talks", published="2026-03-01T10:00:00Z", author="A. Writer", modified="2026-03-02T10:00:00Z",
    sections=("World",), text="The whole text.",
)  # fmt: skip
KEPT = replace(DATED, text=None, modified=None)


def hints(
    con: duckdb.DuckDBPyConnection, raw: Path, *looks: tuple[int, str, str, Hints]
) -> dict[tuple[str, str], Hints]:
    """By run and page, the hints with which it is read, after these looks: run, source, page, what the source said."""
    for number in sorted({run for run, *_ in looks}):
        entries = [
            replace(fetched(run, source, sequence, name, f"text {run}"), hints=said)
            for sequence, (run, source, name, said) in enumerate(looks)
            if run == number
        ]
        write_journal(raw, number, entries)
    load_journals(con, raw)
    return {(d.run_id, d.url.rpartition("/")[2]): d.hints for d in pending_documents(con)}


@pytest.mark.parametrize(
    ("looks", "expected"),
    [
        ([(1, "alpha", "a", DATED), (2, "alpha", "a", Hints())], KEPT),
        ([(1, "alpha", "a", DATED), (2, "alpha", "a", Hints()), (3, "alpha", "a", Hints())], KEPT),
        ([(1, "alpha", "a", Hints(title="Old")), (2, "alpha", "a", DATED), (3, "alpha", "a", Hints())], KEPT),
        ([(1, "alpha", "a", DATED), (2, "alpha", "a", Hints(title="New"))], Hints(title="New")),
        ([(1, "alpha", "b", DATED), (2, "alpha", "a", Hints())], Hints()),
        ([(1, "beta", "a", DATED), (2, "alpha", "a", Hints())], Hints()),
        ([(1, "alpha", "a", Hints()), (2, "alpha", "a", DATED)], DATED),
        ([(1, "alpha", "a", Hints(text="A text alone.")), (2, "alpha", "a", Hints())], Hints()),
    ],
)
def test_a_bare_look_has_what_was_last_said_of_its_page(con, tmp_path, looks, expected):
    last = looks[-1]
    assert hints(con, tmp_path, *looks)[run_id(last[0]), last[2]] == expected


def test_what_is_said_later_does_not_reach_back(con, tmp_path):
    """Else a rebuild, which knows all journals from the beginning, would come to other tables."""
    found = hints(con, tmp_path, (1, "alpha", "a", Hints()), (2, "alpha", "a", DATED))
    assert found[run_id(1), "a"] == Hints()
