"""Journals in: each line once, whatever was read before, and what cannot be read is named."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from contracts.journal import RunStarted, SourceFailed, Stop, to_json
from contracts.reasons import Reason, Status
from core.clock import iso
from core.errors import PipelineFault
from tests.warehouse.kit import (
    dump,
    fate,
    fetched,
    journal_path,
    moment,
    polled,
    released,
    run_id,
    settings,
    url,
    write_journal,
)
from warehouse.connection import connect_writer
from warehouse.journal import load_journals
from warehouse.pending import count_pending, pending_documents
from warehouse.state import fact, set_fact

FAILED_404 = (Status.FAILED, Reason.HTTP_404)
NOT_MODIFIED = (Status.UNCHANGED, Reason.NOT_MODIFIED)
TIMED_OUT = (Status.FAILED, Reason.TIMEOUT)
NOT_DUE = (Status.SKIPPED, Reason.NOT_DUE)


def _three_runs(raw):
    write_journal(raw, 0, [settings(0, "alpha"), fetched(0, "alpha", 0, "a", "one"), polled(0, "alpha", 1, 0)])
    again = fate(1, "alpha", 0, "a", *NOT_MODIFIED, http_status=304)
    # A second try of the same turn: what timed out is there now, what was there is not asked for again.
    tries = [fate(1, "alpha", 1, "b", *TIMED_OUT), fetched(1, "alpha", 1, "b", "x"), fate(1, "alpha", 1, "b", *NOT_DUE)]
    polls = [polled(1, "alpha", 2, 0), polled(1, "alpha", 3, 1, status=304, etag=None)]
    write_journal(raw, 1, [settings(1, "alpha", "DEU", sites=["cdn.test"]), again, *tries, again, *polls])
    gap = polled(2, "alpha", 1, 0, cursor="2026")
    write_journal(raw, 2, [settings(2, "beta", None), fate(2, "beta", 0, "c", *FAILED_404, http_status=404), gap])


def test_a_run_becomes_rows(con, workspace):
    body = fetched(0, "alpha", 0, "a", "one")
    write_journal(workspace.raw, 0, [settings(0, "alpha"), body, fate(0, "alpha", 1, "b", *FAILED_404)])
    taken = load_journals(con, workspace.raw)
    assert (taken.files, taken.lines) == (1, 5)
    assert con.execute("SELECT run_id, verb, status, reason, ended_at - started_at FROM ops.runs").fetchall() == [
        (run_id(0), "run", "done", None, timedelta(hours=1))
    ]
    ledger = con.execute("SELECT url, status, reason, recorded_at FROM ops.ledger ORDER BY url").fetchall()
    assert ledger == [
        (url("alpha", "a"), "held", "awaiting_process", moment(0, 0)),
        (url("alpha", "b"), "failed", "http_404", moment(0, 1)),
    ]
    (document,) = pending_documents(con)
    assert document.document_id == body.document_id
    assert (document.outlet, document.outlet_country, document.language) == ("Alpha", "AUT", "en")
    assert document.hints.title == "a"
    assert document.fetched_at == moment(0, 0)
    assert (document.released, document.stopped) == (False, None)


def test_reading_twice_is_reading_once(con, workspace):
    _three_runs(workspace.raw)
    load_journals(con, workspace.raw)
    before = dump(con)
    again = load_journals(con, workspace.raw)
    assert (again.files, again.lines) == (0, 0)
    assert dump(con) == before


def test_forgetting_how_far_it_was_read_does_no_harm(con, workspace):
    _three_runs(workspace.raw)
    load_journals(con, workspace.raw)
    before = dump(con)
    con.execute("DELETE FROM state.journals")
    load_journals(con, workspace.raw)
    assert dump(con) == before


def test_line_by_line_comes_to_the_same_as_all_at_once(con, workspace, tmp_path):
    _three_runs(workspace.raw)
    load_journals(con, workspace.raw)
    piecemeal = connect_writer(replace(workspace, root=tmp_path / "other"))
    for run in range(3):
        source = journal_path(workspace.raw, run)
        target = journal_path(tmp_path / "other" / "raw", run)
        target.parent.mkdir(parents=True)
        for line in source.read_bytes().splitlines(keepends=True):
            with target.open("ab") as handle:
                handle.write(line[:10])
            load_journals(piecemeal, tmp_path / "other" / "raw")
            with target.open("ab") as handle:
                handle.write(line[10:])
            load_journals(piecemeal, tmp_path / "other" / "raw")
    assert dump(piecemeal) == dump(con)
    piecemeal.close()


def test_a_last_line_cut_by_a_crash_is_passed_over(con, workspace):
    path = write_journal(workspace.raw, 0, [fetched(0, "alpha", 0, "a", "one")], end=False)
    with path.open("ab") as handle:
        handle.write(b'{"type": "fetched", "run_id": "2026')
    assert load_journals(con, workspace.raw).lines == 2
    assert count_pending(con) == 1


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"\x00\x01\x02\n", "Expecting value"),
        (b'{"type": "fetched"', None),
        (b"[]\n", "has no attribute"),
        (b'{"type": "surprise"}\n', "unknown kind"),
        (b'{"type": "fate", "run_id": "x"}\n', "missing"),
        (b'{"type": "fetched", "run_id": "x"}\n', "hints"),
    ],
)
def test_a_damaged_whole_line_is_named_and_nothing_of_its_file_is_taken(con, workspace, line, why):
    write_journal(workspace.raw, 0, [fetched(0, "alpha", 0, "a", "one")])
    path = write_journal(workspace.raw, 1, [fetched(1, "alpha", 0, "b", "two")], end=False)
    with path.open("ab") as handle:
        handle.write(line + b'{"type": "end"\n')
    with pytest.raises(PipelineFault, match=rf"line 3 of the journal .*{path.name}.*{why or ''}"):
        load_journals(con, workspace.raw)
    assert [row[0] for row in con.execute("SELECT url FROM raw.documents").fetchall()] == [url("alpha", "a")]


def test_a_journal_that_became_shorter_is_not_trusted(con, workspace):
    path = write_journal(workspace.raw, 0, [fetched(0, "alpha", 0, "a", "one")])
    load_journals(con, workspace.raw)
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(PipelineFault, match=r"shorter than when it was last read.*\n.*desk rebuild"):
        load_journals(con, workspace.raw)


def test_a_run_without_an_end_is_interrupted_unless_it_is_the_current_one(con, workspace):
    write_journal(workspace.raw, 0, [], end=False)
    write_journal(workspace.raw, 1, [], end=False)
    load_journals(con, workspace.raw, current_run=run_id(1))
    statuses = "SELECT status, reason IS NULL FROM ops.runs ORDER BY run_id"
    assert con.execute(statuses).fetchall() == [("interrupted", False), ("running", True)]
    load_journals(con, workspace.raw)
    assert con.execute(statuses).fetchall() == [("interrupted", False), ("interrupted", False)]
    write_journal(workspace.raw, 1, [], begin=False)
    load_journals(con, workspace.raw)
    assert con.execute(statuses).fetchall() == [("interrupted", False), ("done", True)]


def test_a_document_is_read_under_the_settings_of_its_own_run(con, workspace):
    write_journal(workspace.raw, 0, [settings(0, "alpha", "AUT", "de"), fetched(0, "alpha", 0, "a", "one")])
    write_journal(workspace.raw, 1, [settings(1, "alpha", "AUT", "de"), fetched(1, "alpha", 0, "b", "two")])
    write_journal(workspace.raw, 2, [settings(2, "alpha", "CHE", "fr"), fetched(2, "alpha", 0, "c", "three")])
    load_journals(con, workspace.raw)
    assert [(d.outlet_country, d.language) for d in pending_documents(con)] == [
        ("AUT", "de"), ("AUT", "de"), ("CHE", "fr"),
    ]  # fmt: skip
    assert con.execute("SELECT outlet_country, language, last_run_id FROM ref.sources").fetchall() == [
        ("CHE", "fr", run_id(2))
    ]


def test_documents_come_in_the_order_of_run_source_and_sequence_and_as_many_as_asked(con, workspace):
    write_journal(workspace.raw, 1, [fetched(1, "alpha", 0, "a", "x")])
    write_journal(workspace.raw, 0, [fetched(0, s, i, f"p{i}", "x") for i in (10, 9, 0) for s in ("beta", "alpha")])
    load_journals(con, workspace.raw)
    keys = [(d.run_id, d.source_id, d.sequence) for d in pending_documents(con)]
    assert keys == sorted(keys)
    assert len(keys) == count_pending(con) == 7
    assert [(d.run_id, d.source_id, d.sequence) for d in pending_documents(con, limit=3)] == keys[:3]


def test_a_source_that_failed_is_kept_with_the_run_it_failed_in(con, workspace):
    at = iso(moment(0, 5))
    write_journal(workspace.raw, 0, [SourceFailed(run_id(0), "alpha", Reason.TIMEOUT, "10 s", at)])
    load_journals(con, workspace.raw)
    assert con.execute("FROM ops.source_failures").fetchall() == [(run_id(0), "alpha", "timeout", "10 s", moment(0, 5))]


def test_a_release_is_read_in_its_own_run_and_a_stop_before_it_does_not_stop_it(con, workspace):
    body = fetched(0, "alpha", 0, "a", "one")
    before = Stop(run_id(0), body.document_id, Reason.PARSER_TIMEOUT, "over 5 s", iso(moment(0, 9)))
    write_journal(workspace.raw, 0, [settings(0, "alpha"), body, before])
    write_journal(workspace.raw, 1, [released(1, body)])
    load_journals(con, workspace.raw)
    first, release = pending_documents(con)
    assert (first.run_id, first.released, first.stopped) == (run_id(0), False, ("parser_timeout", "over 5 s"))
    assert (release.run_id, release.released, release.stopped) == (run_id(1), True, None)
    assert (release.document_id, release.outlet) == (body.document_id, "Alpha")
    assert con.execute("SELECT run_id, status, recorded_at FROM ops.ledger ORDER BY run_id").fetchall() == [
        (run_id(0), "held", moment(0)), (run_id(1), "held", moment(1)),
    ]  # fmt: skip
    after = Stop(run_id(2), body.document_id, Reason.PARSER_MEMORY, "over 1 GB", iso(moment(2)))
    write_journal(workspace.raw, 2, [after])
    load_journals(con, workspace.raw)
    assert [d.stopped for d in pending_documents(con)] == [
        ("parser_timeout", "over 5 s"), ("parser_memory", "over 1 GB"),
    ]  # fmt: skip


def test_a_newer_programs_fields_are_passed_over(con, workspace):
    path = journal_path(workspace.raw, 0)
    path.parent.mkdir(parents=True)
    line = to_json(RunStarted(run_id(0), "run", iso(moment(0)), "9.0")) | {"mood": "good"}
    path.write_text(json.dumps(line) + "\n")
    assert load_journals(con, workspace.raw).lines == 1


def test_a_workspace_without_an_archive_has_nothing_to_load(con, workspace):
    assert load_journals(con, workspace.raw).files == 0


def test_a_fact_is_what_it_was_last_set_to(con):
    assert fact(con, "rules_version") is None
    set_fact(con, "rules_version", "1")
    set_fact(con, "rules_version", "2")
    assert fact(con, "rules_version") == "2"
