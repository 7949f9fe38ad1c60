"""A workspace of an earlier release opens, migrates, and goes on."""

from __future__ import annotations

import json
from datetime import date

import duckdb
import pytest

from contracts.reasons import Reason, Status
from tests.warehouse.kit import dump, fate, fetched, moment, run_id, settings, url, write_journal
from warehouse.connection import connect_writer
from warehouse.journal import load_journals
from warehouse.migrations import FOLDER, known_migrations
from warehouse.pending import pending_documents
from warehouse.state import fetch_states

FEED = "https://alpha.test/feed"
YAML = {
    "tier": 1,
    "sites": ["cdn.test"],
    "origin": "lists/feeds: a.csv",
    "articles_per_day": {"floor": 3, "ceiling": 9},
}


def _runs():
    """What a program with the first migration alone had loaded: a page looked at twice and gone, one not found at all,
    one that timed out."""
    return (
        [settings(0, "alpha"), fetched(0, "alpha", 0, "a", "one"),
         fate(0, "alpha", 1, "b", Status.FAILED, Reason.HTTP_404), fate(0, "alpha", 2, "c", Status.FAILED, Reason.TIMEOUT)],
        [settings(1, "alpha"), fate(1, "alpha", 0, "a", Status.UNCHANGED, Reason.NOT_MODIFIED)],
        [settings(2, "alpha"), fate(2, "alpha", 0, "a", Status.FAILED, Reason.HTTP_410)],
    )  # fmt: skip


@pytest.fixture
def old(workspace):
    """A database made by 0001 alone, with a few rows."""
    workspace.warehouse.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(workspace.warehouse)) as con:
        con.execute("SET TimeZone = 'UTC'")
        con.execute((FOLDER / "0001_spine.sql").read_text())
        con.execute("CREATE TABLE main.schema_migrations (number INTEGER, name VARCHAR, version VARCHAR)")
        con.execute("INSERT INTO main.schema_migrations VALUES (1, '0001_spine', '0.1.0')")
        con.execute(
            "INSERT INTO ref.sources VALUES ('alpha', 'Alpha', 'AUT', 'en', 'feed', ?, ?, ?)",
            [FEED, json.dumps(YAML), run_id(2)],
        )
        con.execute("INSERT INTO state.source_settings VALUES ('alpha', ?, 'Alpha', 'AUT', 'en')", [run_id(0)])
        for number, entries in enumerate(_runs()):
            path = write_journal(workspace.raw, number, entries)
            name, size = path.relative_to(workspace.raw).as_posix(), path.stat().st_size
            con.execute("INSERT INTO state.journals VALUES (?, ?, ?)", [name, len(entries) + 2, size])
            con.execute(
                "INSERT INTO ops.runs VALUES (?, 'run', 'done', NULL, ?, ?, '0.1.0', 0, 0, 0, 0, 0, 0, 0, 0, 0)",
                [run_id(number), moment(number), moment(number, 3600)],
            )
            for entry in entries[1:]:
                _old_rows(con, entry)
        con.execute("INSERT INTO ops.fetch_state VALUES ('alpha', ?, 'poll', ?, 200, '\"f\"', NULL, NULL)",
                    [FEED, moment(2)])  # fmt: skip
    return workspace


def _old_rows(con, entry):
    at = getattr(entry, "fetched_at", None) or entry.at
    held = ("held", "awaiting_process")
    status, reason = held if hasattr(entry, "sha256") else (entry.status, entry.reason)
    con.execute(
        "INSERT INTO ops.ledger VALUES (?, ?, ?, ?, ?, ?, NULL, NULL, ?::TIMESTAMPTZ)",
        [entry.run_id, entry.document_id, entry.source_id, entry.url, status, reason, at],
    )
    if hasattr(entry, "sha256"):
        con.execute(
            "INSERT INTO raw.documents VALUES (?, ?, ?, ?, ?::TIMESTAMPTZ, ?, ?, ?, ?, ?, ?, ?)",
            [entry.document_id, entry.source_id, entry.url, entry.final_url, at, entry.status, entry.content_type,
             entry.sha256, entry.warc_path, entry.warc_offset, entry.warc_length, entry.run_id],
        )  # fmt: skip
        con.execute("INSERT INTO state.document_context VALUES (?, 0, '{}', NULL, NULL, false)", [entry.document_id])
        con.execute("INSERT INTO ops.fetch_state VALUES ('alpha', ?, 'page', ?::TIMESTAMPTZ, 200, ?, NULL, ?)",
                    [entry.url, at, entry.etag, entry.sha256])  # fmt: skip


def test_an_old_workspace_migrates_and_knows_what_it_knew_of_its_urls(old):
    with connect_writer(old) as con:
        applied = con.execute("SELECT number FROM main.schema_migrations ORDER BY number").fetchall()
        assert applied == [(step.number,) for step in known_migrations()]
        states = fetch_states(con, "alpha")
        page, missing, feed = states[url("alpha", "a")], states[url("alpha", "b")], states[FEED]
        assert (page.looks, page.first_seen_at, page.fetched_at, page.status) == (3, moment(0), moment(2), 410)
        assert (page.kept_at, page.etag) == (moment(0), '"0"')
        assert (missing.looks, missing.status, missing.sha256) == (1, 404, None)
        assert (feed.kind, feed.looks, feed.etag, feed.cursor) == ("poll", 1, '"f"', None)
        assert set(states) == {url("alpha", "a"), url("alpha", "b"), FEED}
        said = "SELECT tier, floor_per_day, ceiling_per_day, origin, checked FROM ref.sources"
        assert con.execute(said).fetchall() == [(1, 3, 9, "lists/feeds: a.csv", None)]
        (waiting,) = pending_documents(con)
        assert waiting.sites == ("cdn.test",)


def test_a_migrated_workspace_is_loaded_into_and_comes_to_what_a_new_one_comes_to(old):
    write_journal(old.raw, 3, [settings(3, "alpha"), fetched(3, "alpha", 0, "a", "two")])
    with connect_writer(old) as con:
        load_journals(con, old.raw)
        migrated = dump(con)
    old.warehouse.unlink()
    with connect_writer(old) as con:
        load_journals(con, old.raw)
        anew = dump(con)
    polls = [row for row in migrated["ops.fetch_state"] if row[2] == "poll"]
    assert [row for row in migrated["ops.fetch_state"] if row not in polls] == anew["ops.fetch_state"]
    for table in ("ops.ledger", "raw.documents", "ref.sources", "ops.runs"):
        assert migrated[table] == anew[table], table


def test_what_a_sources_file_says_stands_in_its_row_and_its_sites_with_its_documents(con, workspace):
    write_journal(workspace.raw, 0, [settings(0, "alpha"), fetched(0, "alpha", 0, "a", "one")])
    said = {"checked": "2026-03-01", "tier": 3, "sites": ["a.test", "b.test"], "articles_per_day": None}
    write_journal(workspace.raw, 1, [settings(1, "alpha", kind="sitemap", **said), fetched(1, "alpha", 0, "b", "two")])
    load_journals(con, workspace.raw)
    row = con.execute("SELECT kind, tier, checked, floor_per_day, origin FROM ref.sources").fetchall()
    assert row == [("sitemap", 3, date(2026, 3, 1), None, None)]
    assert [document.sites for document in pending_documents(con)] == [(), ("a.test", "b.test")]
