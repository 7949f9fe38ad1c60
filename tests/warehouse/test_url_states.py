"""What is known of a URL: looks, kept bodies, validators, edits. Derived from the journal, however it is read."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from contracts.journal import Fate, Fetched, Polled, to_json
from contracts.reasons import Reason, Status
from contracts.records import UrlState
from core.clock import iso, parse_iso
from core.workspace import Workspace
from tests.warehouse.kit import (
    fate,
    fetched,
    journal_path,
    moment,
    polled,
    reading,
    settings,
    url,
    work,
    write_journal,
)
from warehouse.connection import connect_writer
from warehouse.journal import load_journals
from warehouse.state import edit_shares, fetch_states

A, FEED = url("alpha", "a"), url("alpha", "feed")
NOT_FOUND, GONE = (Status.FAILED, Reason.HTTP_404), (Status.FAILED, Reason.HTTP_410)
NOT_MODIFIED, NOT_DUE = (Status.UNCHANGED, Reason.NOT_MODIFIED), (Status.SKIPPED, Reason.NOT_DUE)


def _after(con, workspace, *runs):
    for number, entries in enumerate(runs):
        write_journal(workspace.raw, number, entries)
        load_journals(con, workspace.raw)
    return fetch_states(con, "alpha")


def test_a_look_without_a_body_moves_the_look_and_leaves_what_is_kept(con, workspace):
    states = _after(
        con,
        workspace,
        [fetched(0, "alpha", 0, "a", "one")],
        [fate(1, "alpha", 0, "a", *NOT_MODIFIED, http_status=304)],
        [fate(2, "alpha", 0, "a", *GONE, http_status=410)],
        [fate(3, "alpha", 0, "a", *NOT_DUE)],
        [fate(4, "alpha", 0, "a", Status.FAILED, Reason.TIMEOUT)],
    )
    body = fetched(0, "alpha", 0, "a", "one")
    assert states == {
        A: UrlState(
            A, moment(2), 410, '"0"', None, body.sha256, "page", first_seen_at=moment(0), kept_at=moment(0), looks=3
        )
    }


def test_a_page_that_never_brought_a_body_is_known_by_its_answer(con, workspace):
    noindex = fate(0, "alpha", 1, "b", Status.SKIPPED, Reason.NOINDEX, http_status=200)
    states = _after(con, workspace, [fate(0, "alpha", 0, "a", *NOT_FOUND, http_status=404), noindex])
    assert states == {
        A: UrlState(A, moment(0), 404, None, None, None, first_seen_at=moment(0)),
        noindex.url: UrlState(noindex.url, moment(0, 1), 200, None, None, None, first_seen_at=moment(0, 1)),
    }


def test_journals_that_do_not_give_the_http_status_give_what_the_reason_tells(con, workspace):
    states = _after(
        con,
        workspace,
        [fate(0, "alpha", 0, "a", *NOT_FOUND), fate(0, "alpha", 1, "b", Status.FAILED, Reason.HTTP_5XX)],
        [fate(1, "alpha", 0, "c", Status.UNCHANGED, Reason.SAME_CONTENT)],
    )
    assert {address: state.status for address, state in states.items()} == {A: 404, url("alpha", "c"): 200}


def test_within_a_run_the_later_line_counts_where_times_are_equal(con, workspace):
    body, miss = fetched(0, "alpha", 0, "a", "one"), fate(0, "alpha", 0, "a", *GONE, http_status=410)
    other = replace(miss, document_id="of a second place in an archive", at=body.fetched_at)
    for entries, status in (([other, body], 200), ([body, other], 410)):
        place = replace(workspace, root=workspace.root / str(status))
        with connect_writer(place) as writer:
            assert _after(writer, place, entries)[A].status == status


def test_an_older_capture_counts_as_a_look_but_takes_nothing_from_the_newer(con, workspace):
    old = replace(fetched(1, "alpha", 0, "a", "old"), fetched_at=iso(moment(-9)), etag='"old"')
    state = _after(con, workspace, [fetched(0, "alpha", 0, "a", "new")], [old])[A]
    assert (state.first_seen_at, state.fetched_at, state.kept_at) == (moment(-9), moment(0), moment(0))
    assert (state.etag, state.looks) == ('"0"', 2)


def test_a_body_in_a_second_try_takes_the_place_of_the_fate_in_the_first(con, workspace):
    timeout = fate(0, "alpha", 0, "a", Status.FAILED, Reason.TIMEOUT)
    _after(con, workspace, [settings(0, "alpha"), timeout, fetched(0, "alpha", 0, "a", "USA")])
    assert con.execute("SELECT status, reason FROM ops.ledger").fetchall() == [("held", "awaiting_process")]
    work(con, workspace.staging, lambda d: reading(d, "USA"))
    assert con.execute("SELECT status, reason FROM ops.ledger").fetchall() == [("loaded", "new_article")]


def test_edits_are_told_from_the_ledger(con, workspace):
    def edited(run, text):
        write_journal(workspace.raw, run, [settings(run, "alpha"), fetched(run, "alpha", 0, "a", text)])
        load_journals(con, workspace.raw)
        work(con, workspace.staging, lambda d: reading(d, text))

    edited(0, "one")
    assert fetch_states(con, "alpha")[A].edited_at is None
    assert edit_shares(con) == {}
    edited(1, "two")
    edited(2, "two")
    write_journal(workspace.raw, 3, [fate(3, "alpha", 0, "a", *NOT_MODIFIED, http_status=304)])
    write_journal(workspace.raw, 4, [fate(4, "alpha", 0, "a", *GONE, http_status=410)])
    load_journals(con, workspace.raw)
    assert fetch_states(con, "alpha")[A].edited_at == moment(1)
    assert edit_shares(con) == {"alpha": (pytest.approx(1 / 3), 3)}
    assert edit_shares(con, days=3) == {"alpha": (0.0, 2)}, "the edit lies three days before the last look"


def test_a_poll_that_was_not_answered_or_not_modified_keeps_validators_and_cursor(con, workspace):
    states = _after(
        con,
        workspace,
        [polled(0, "alpha", cursor="page 7", last_modified="Mon")],
        [polled(1, "alpha", 0, status=304, etag=None)],
        [polled(2, "alpha", 0, status=503, etag=None)],
        [polled(3, "alpha", 0, status=0, etag=None)],
    )
    feed = states[FEED]
    assert (feed.kind, feed.etag, feed.last_modified, feed.cursor) == ("poll", '"f0"', "Mon", "page 7")
    assert (feed.fetched_at, feed.status, feed.looks, feed.first_seen_at) == (moment(2, 120), 503, 3, moment(0, 120))


def test_a_poll_with_candidates_left_to_come_back_for_has_no_validators(con, workspace):
    states = _after(con, workspace, [polled(0, "alpha")], [polled(1, "alpha", etag=None)])
    assert (states[FEED].etag, states[FEED].looks) == (None, 2)


def test_an_address_that_is_polled_and_read_is_given_as_the_poll_unless_nothing_is_polled_over_http(con, workspace):
    page = fetched(0, "alpha", 0, "feed", "a front page")
    run = [settings(0, "alpha", kind="listing"), page, polled(0, "alpha", etag=None)]
    assert _after(con, workspace, run)[FEED] == UrlState(
        FEED, moment(0, 120), 200, None, None, None, "poll", first_seen_at=moment(0, 120)
    )
    as_list = [settings(0, "alpha", kind="urls"), page, polled(0, "alpha", etag=None)]
    other = replace(workspace, root=workspace.root / "list")
    with connect_writer(other) as writer:
        state = _after(writer, other, as_list)[FEED]
    assert (state.kind, state.sha256, state.fetched_at) == ("page", page.sha256, moment(0))


Entry = Fetched | Fate | Polled


def _random_entries(dice: random.Random, run: int) -> list[Entry]:
    """A run in which any of a few pages may be met several times."""
    entries: list[Entry] = []
    for sequence in range(dice.randrange(1, 9)):
        name = dice.choice("abcd")
        entries.append(
            dice.choice([
                fetched(run, "alpha", sequence, name, dice.choice(["one", "two", "three"])),
                fate(run, "alpha", sequence, name, *NOT_MODIFIED, http_status=304),
                fate(run, "alpha", sequence, name, *NOT_FOUND, http_status=404),
                fate(run, "alpha", sequence, name, *NOT_DUE),
                fate(run, "alpha", sequence, name, Status.FAILED, Reason.HTTP_5XX, http_status=502),
            ])
        )  # fmt: skip
    status, etag = dice.choice([(200, '"x"'), (200, None), (304, None), (304, '"y"'), (500, None), (0, None)])
    entries.append(polled(run, "alpha", status=status, etag=etag, cursor=dice.choice([None, f"c{run}"])))
    return entries


def _plain(runs: list[list[Entry]]) -> dict[str, dict[str, Any]]:
    """What the entries say of each address, one after the other. The first fate of a document counts, unless its body
    comes; the first body does."""
    known: dict[str, dict[str, Any]] = {}
    for entries in runs:
        met: dict[str, bool] = {}
        for entry in entries:
            if isinstance(entry, Polled):
                _poll(known, entry)
            elif not met.get(entry.document_id) and (isinstance(entry, Fetched) or entry.document_id not in met):
                met[entry.document_id] = isinstance(entry, Fetched)
                _look(known, entry)
    return known


def _look(known: dict[str, dict[str, Any]], entry: Fetched | Fate) -> None:
    body = isinstance(entry, Fetched)
    at, status = (entry.fetched_at, entry.status) if isinstance(entry, Fetched) else (entry.at, entry.http_status)
    if not status:
        return
    state = _seen(known, entry.url, parse_iso(at), status)
    if body:
        state |= {"kept_at": parse_iso(at), "sha256": entry.sha256, "etag": entry.etag}


def _poll(known: dict[str, dict[str, Any]], entry: Polled) -> None:
    if not entry.status:
        return
    old = known.get(entry.url, {})
    kept = {"etag": old.get("etag"), "cursor": old.get("cursor")}
    state = _seen(known, entry.url, parse_iso(entry.at), entry.status)
    if entry.status >= 400:
        state |= kept
    elif entry.status == 304:
        state |= {"etag": entry.etag or kept["etag"], "cursor": entry.cursor or kept["cursor"]}
    else:
        state |= {"etag": entry.etag, "cursor": entry.cursor}


def _seen(known: dict[str, dict[str, Any]], address: str, at: datetime, status: int) -> dict[str, Any]:
    state = known.setdefault(address, {"first_seen_at": at, "looks": 0})
    state |= {"fetched_at": at, "status": status, "looks": state["looks"] + 1}
    return state


@pytest.mark.parametrize("seed", [*range(4), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(4, 40))])
def test_random_journals_come_to_what_reading_them_line_by_line_says(tmp_path, seed):
    dice = random.Random(seed)
    runs = [_random_entries(dice, number) for number in range(6)]
    at_once, piecemeal = Workspace(tmp_path / "at-once"), Workspace(tmp_path / "piecemeal")
    for number, entries in enumerate(runs):
        write_journal(at_once.raw, number, entries)
    with connect_writer(at_once) as con:
        load_journals(con, at_once.raw)
        states = fetch_states(con, "alpha")
        whole = con.execute("FROM ops.fetch_state ORDER BY ALL").fetchall()
    with connect_writer(piecemeal) as con:
        for number, entries in enumerate(runs):
            path = journal_path(piecemeal.raw, number)
            path.parent.mkdir(parents=True, exist_ok=True)
            for entry in entries:
                with path.open("a") as handle:
                    handle.write(json.dumps(to_json(entry)) + "\n")
                load_journals(con, piecemeal.raw)
        assert con.execute("FROM ops.fetch_state ORDER BY ALL").fetchall() == whole
        con.execute("DELETE FROM state.journals")
        load_journals(con, piecemeal.raw)
        assert con.execute("FROM ops.fetch_state ORDER BY ALL").fetchall() == whole
    names = ("first_seen_at", "looks", "fetched_at", "status", "kept_at", "sha256", "etag", "cursor")
    expected = {address: tuple(said.get(name) for name in names) for address, said in _plain(runs).items()}
    assert {address: tuple(getattr(state, name) for name in names) for address, state in states.items()} == expected
