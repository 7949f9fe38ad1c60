"""Incremental equals rebuilt: a random press, read run by run in batches of any size, comes to the same tables as one
reading of all its journals."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from contracts.journal import Entry, Fetched
from contracts.reasons import Reason, Status
from core.workspace import Workspace
from flows.marts import refresh_marts
from flows.stories import refresh_stories
from tests.warehouse.kit import (
    dump,
    fate,
    fetched,
    moment,
    polled,
    reading,
    released,
    settings,
    unfit,
    url,
    work,
    write_journal,
)
from warehouse.connection import connect_writer
from warehouse.journal import load_journals
from warehouse.reset import new_warehouse
from warehouse.runs import ledger_gaps, refresh_run_counts

RUNS, SOURCES, PAGES = 8, ("alpha", "beta", "gamma"), 7
WIRE = [f"{country} #war agency text for {country} as sent to all" for country in ("USA", "CHN", "IND", "DEU")]

MISSES = [
    (Status.FAILED, Reason.HTTP_404, 404), (Status.FAILED, Reason.HTTP_404, 404), (Status.FAILED, Reason.TIMEOUT, 0),
    (Status.SKIPPED, Reason.NOINDEX, 200),
]  # fmt: skip


class Press:
    """What stands at each address in each run, and what becomes of it there."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.texts: dict[str, str] = {}
        self.published: dict[str, int | None] = {}

    def run(self, raw: Path, number: int, waiting: list[Fetched]) -> list[Fetched]:
        """Writes the run's journal; returns the bodies that it fetched."""
        entries: list[Entry] = []
        bodies: list[Fetched] = []
        for source in self.dice.sample(SOURCES, 2):
            entries.append(settings(number, source, self.dice.choice(["AUT", "AUT", "USA", None])))
            for sequence, page in enumerate(self.dice.sample(range(PAGES), 5)):
                found = self._page(number, source, sequence, f"p{page}")
                entries.append(found)
                bodies += [found] if isinstance(found, Fetched) else []
            known = self.dice.choice([0, 0, 3, None])
            cursor = f"to {number}" if source == "gamma" else None
            entries.append(polled(number, source, 5, known, etag=self.dice.choice([None, '"x"']), cursor=cursor))
        if waiting and self.dice.random() < 0.5:
            entries.append(released(number, self.dice.choice(waiting)))
        write_journal(raw, number, entries, end=self.dice.random() < 0.8)
        return bodies

    def _page(self, number: int, source: str, sequence: int, name: str) -> Entry:
        address = url(source, name)
        chance = self.dice.random()
        if address in self.texts and chance < 0.2:
            return fate(number, source, sequence, name, Status.UNCHANGED, Reason.NOT_MODIFIED, http_status=304)
        if chance < 0.35:
            status, reason, answered = self.dice.choice(MISSES)
            return fate(number, source, sequence, name, status, reason, http_status=answered)
        if address not in self.texts or self.dice.random() < 0.5:
            own = f"CHN writes of {name} at {source} #trade #war USA {self.dice.randrange(50)}"
            self.texts[address] = self.dice.choice([own, own, self.dice.choice(WIRE), "short"])
            self.published[address] = self.dice.choice([None, number, number - 3, -40])
        body = fetched(number, source, sequence, name, self.texts[address])
        # What a page says travels in the hints, so that reading a document is a function of the document alone.
        days = self.published[address]
        said = self.texts[address], None if days is None else str(days)
        return replace(body, hints=replace(body.hints, title=said[0], published=said[1]))


def interpret(document):
    text, said = document.hints.title, document.hints.published
    if text == "short" and not document.released:
        return unfit(document)
    published = None if said is None else moment(int(said)) + timedelta(minutes=1)
    shared = "https://syndicate.test/" + text[:3] if text in WIRE[2:] else ""
    return reading(document, text, published, shared)


def settle(con) -> None:
    """Stories and marts, as the flows bring them up to date."""
    refresh_stories(con)
    refresh_marts(con)
    refresh_run_counts(con)


# Other seeds, chosen without looking, run with the slow tests.
@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 12))])
def test_any_way_through_the_journals_comes_to_the_same_tables(tmp_path, seed):
    press, workspace = Press(seed), Workspace(tmp_path / "workspace")
    con = connect_writer(workspace)
    waiting: list[Fetched] = []
    for number in range(RUNS):
        waiting += [body for body in press.run(workspace.raw, number, waiting) if body.hints.title == "short"]
        load_journals(con, workspace.raw)
        if press.dice.random() < 0.7:  # else the next run works on what this one fetched
            work(con, workspace.staging, interpret, size=press.dice.choice([1, 3, 100]))
            if press.dice.random() < 0.7:
                settle(con)
    work(con, workspace.staging, interpret)
    settle(con)
    incremental = dump(con)
    assert ledger_gaps(con) == []
    con.close()

    with new_warehouse(workspace) as rebuilt:
        load_journals(rebuilt, workspace.raw)
        work(rebuilt, workspace.staging, interpret, size=4 if seed % 2 else 1000)
        settle(rebuilt)
    con = connect_writer(workspace)
    again = dump(con)
    con.close()
    for table, rows in incremental.items():
        assert again[table] == rows, table

    if seed == 1:  # a press in which everything happens
        assert {row[4] for row in incremental["ops.ledger"]} == {
            "loaded", "updated", "unchanged", "duplicate", "quarantined", "failed", "skipped",
        }  # fmt: skip
        assert len(incremental["news.stories"]) < len(incremental["news.articles"])
        assert any(row[-2] for row in incremental["news.articles"]), "no article is gone: the press is too kind"
        assert any(row[-1] for row in incremental["quality.quarantine"]), "nothing was released"
        assert {row[-1] for row in incremental["ops.polls"]} >= {True, False}, "no source had a gap"


def test_a_rebuild_that_breaks_leaves_the_old_warehouse(tmp_path):
    workspace = Workspace(tmp_path)
    con = connect_writer(workspace)
    con.execute("INSERT INTO state.facts VALUES ('here', 'still')")
    con.close()

    def broken() -> None:
        with new_warehouse(workspace) as rebuilt:
            rebuilt.execute("INSERT INTO state.facts VALUES ('here', 'not yet')")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken()
    con = connect_writer(workspace)
    assert con.execute("FROM state.facts").fetchall() == [("here", "still")]
    con.close()
    assert [path.name for path in workspace.root.glob("rebuilding*")] == []
