"""Polls, and what they tell of articles that nobody saw."""

from __future__ import annotations

import pytest

from contracts.reasons import Reason, Status
from tests.warehouse.kit import fate, fetched, moment, polled, run_id, settings, url, write_journal
from warehouse.journal import load_journals

FEED, OLDER = url("alpha", "feed"), url("alpha", "feed?page=2")
NOT_MODIFIED, FORBIDDEN = (Status.UNCHANGED, Reason.NOT_MODIFIED), (Status.SKIPPED, Reason.ROBOTS_DISALLOWED)


def _gaps(con, workspace, *runs, kind="feed"):
    """Addresses with a gap, by the number of the run."""
    for number, entries in enumerate(runs):
        write_journal(workspace.raw, number, [settings(number, "alpha", kind=kind), *entries])
        load_journals(con, workspace.raw)
    numbers = {run_id(number): number for number in range(len(runs))}
    rows = con.execute("SELECT run_id, url FROM ops.polls WHERE is_gap ORDER BY ALL").fetchall()
    return [(numbers[run], address) for run, address in rows]


def test_a_poll_is_a_row_with_what_it_said(con, workspace):
    assert _gaps(con, workspace, [polled(0, "alpha", 3, 1, note="2 entries without a link")]) == []
    assert con.execute("FROM ops.polls").fetchall() == [
        (run_id(0), "alpha", FEED, moment(0, 120), 200, 3, 1, None, "2 entries without a link", False)
    ]


def test_a_feed_that_shows_nothing_of_before_has_a_gap(con, workspace):
    assert _gaps(
        con, workspace, [polled(0, "alpha", 3, 0)], [polled(1, "alpha", 3, 1)], [polled(2, "alpha", 3, 0)]
    ) == [(2, FEED)]


def test_the_first_poll_an_empty_one_and_one_without_an_answer_are_none(con, workspace):
    first, empty = [polled(0, "alpha", 0, 0)], [polled(2, "alpha", 0, 0)]
    new, failed = [polled(1, "alpha", 3, 0)], [polled(3, "alpha", 0, 0, status=503, etag=None)]
    assert _gaps(con, workspace, first, new, empty, failed) == []


def test_a_page_looked_at_again_that_the_feed_no_longer_shows_does_not_hide_the_gap(con, workspace):
    before = [fetched(0, "alpha", 0, "a", "one"), polled(0, "alpha", 1, 0)]
    again = fate(1, "alpha", 1, "a", *NOT_MODIFIED, http_status=304)
    assert _gaps(con, workspace, before, [fetched(1, "alpha", 0, "b", "two"), again, polled(1, "alpha", 1, 0)]) == [
        (1, FEED)
    ]


@pytest.mark.parametrize(
    "met", [FORBIDDEN, (Status.SKIPPED, Reason.INTERRUPTED), (Status.FAILED, Reason.TIMEOUT)], ids=lambda met: met[1]
)
def test_candidates_that_were_met_and_never_answered_for_are_no_gap(con, workspace, met):
    before = [fate(0, "alpha", 0, "a", *met), polled(0, "alpha", 1, 0)]
    blocked = [fate(1, "alpha", 0, "a", *met), polled(1, "alpha", 1, 0)]
    fine = [fetched(2, "alpha", 0, "a", "here at last"), polled(2, "alpha", 1, 0)]
    assert _gaps(con, workspace, before, blocked, fine) == []


def test_a_listing_that_was_read_back_to_what_was_known_has_none(con, workspace):
    before = [polled(0, "alpha", 3, 0), polled(0, "alpha", 3, 0, url=OLDER)]
    overlap = [polled(1, "alpha", 3, 0), polled(1, "alpha", 3, 2, url=OLDER)]
    gap = [polled(2, "alpha", 3, 0), polled(2, "alpha", 3, 0, url=OLDER)]
    assert _gaps(con, workspace, before, overlap, gap, kind="listing") == [(2, FEED), (2, OLDER)]


def test_what_is_read_by_a_cursor_or_from_files_shows_everything(con, workspace):
    by_cursor = [[polled(number, "alpha", 3, 0, cursor=f"to {number}")] for number in range(3)]
    by_cursor.append([polled(3, "alpha", 3, 0)])  # something was left to come back for, and the cursor with it
    assert _gaps(con, workspace, *by_cursor, kind="wordpress") == []


@pytest.mark.parametrize("kind", ["urls", "warc", "folder"])
def test_lists_and_files_that_were_exchanged_are_no_gap(con, workspace, kind):
    assert _gaps(con, workspace, [polled(0, "alpha", 3, 0)], [polled(1, "alpha", 3, 0)], kind=kind) == []


def test_a_journal_that_does_not_say_what_was_known_leaves_it_open(con, workspace):
    assert _gaps(con, workspace, [polled(0, "alpha", 3)], [polled(1, "alpha", 3)]) == []
    assert con.execute("SELECT is_gap FROM ops.polls").fetchall() == [(None,), (None,)]
