"""When a page is looked at again: a table over its age, its looks and its edits; and what a run makes of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.journal import Fate, Fetched
from contracts.records import UrlState
from sources.revisits import Edits, ages_for, next_look

FIRST = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
M, H, D = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NEWS = (H, D, 7 * D)
EVERY_RUN, NEVER = (timedelta(),), ()


def page(last=timedelta(), *, status=200, edited=None, first=FIRST) -> UrlState:
    """A page first seen at noon and last looked at so long after it."""
    return UrlState(
        "https://example.org/a", FIRST + last, status, None, None, "ab", first_seen_at=first,
        edited_at=None if edited is None else FIRST + edited,
    )  # fmt: skip


# name, page, ages, when the source says that it changed (after the first look), when it is due (after the first look)
TABLE = [
    ("just seen", page(), NEWS, None, H),
    ("looked at before its first age", page(59 * M), NEWS, None, H),
    ("looked at on the stroke of its first age", page(H), NEWS, None, D),
    ("looked at just after its first age", page(61 * M), NEWS, None, D),
    ("looked at just before its second age", page(D - M), NEWS, None, D),
    ("looked at on the stroke of its second age", page(D), NEWS, None, 7 * D),
    ("looked at between the second and the third", page(3 * D), NEWS, None, 7 * D),
    ("looked at on the stroke of its last age", page(7 * D), NEWS, None, None),
    ("looked at after its last age", page(8 * D), NEWS, None, None),
    ("missed ages are one look", page(2 * H), NEWS, None, D),
    ("one age only, before it", page(), (H,), None, H),
    ("one age only, after it", page(H), (H,), None, None),
    ("in every run, just seen", page(), EVERY_RUN, None, timedelta()),
    ("in every run, years later", page(900 * D), EVERY_RUN, None, 900 * D),
    ("a zero among ages means every run", page(9 * D), (timedelta(), *NEWS), None, 9 * D),
    ("never", page(), NEVER, None, None),
    ("never, though it changed", page(), NEVER, M, None),
    ("never, though the answer was of the moment", page(status=503), NEVER, None, None),
    ("edited at the last look", page(2 * H, edited=2 * H), NEWS, None, 3 * H),
    ("edited at the last look, and an age comes sooner", page(D - 5 * M, edited=D - 5 * M), NEWS, None, D),
    ("edited at an earlier look", page(3 * H, edited=2 * H), NEWS, None, D),
    ("edited at the last look, after the last age", page(7 * D, edited=7 * D), NEWS, None, 7 * D + H),
    ("edited long ago, after the last age", page(7 * D + H, edited=7 * D), NEWS, None, None),
    ("said to have changed after the last look", page(2 * H), NEWS, 3 * H, 3 * H),
    ("said to have changed before the last look", page(2 * H), NEWS, H, D),
    ("said to have changed on the stroke of the last look", page(2 * H), NEWS, 2 * H, D),
    ("said to have changed after the last age", page(30 * D), NEWS, 31 * D, 31 * D),
    ("said to change in 2099", page(2 * H), NEWS, 26_700 * D, D),
    ("said to change in 2099, after the last age", page(30 * D), NEWS, 26_700 * D, 26_700 * D),
    ("gone", page(2 * H, status=404), NEWS, None, D),
    ("gone for good", page(2 * H, status=410), NEWS, None, D),
    ("gone, after the last age", page(7 * D, status=404), NEWS, None, None),
    ("forbidden", page(2 * H, status=403), NEWS, None, D),
    ("not modified", page(2 * H, status=304), NEWS, None, D),
    ("a server error is of the moment", page(2 * H, status=500), NEWS, None, 2 * H),
    ("a server under strain", page(2 * H, status=503), NEWS, None, 2 * H),
    ("a server that asks for time", page(2 * H, status=429), NEWS, None, 2 * H),
    ("a server error at the last look of all", page(7 * D, status=500), NEWS, None, 7 * D),
    ("a server error for twice the last age", page(14 * D, status=500), NEWS, None, None),
    ("of a time that did not note the first look", page(2 * H, first=None), NEWS, None, 3 * H),
]  # fmt: skip


@pytest.mark.parametrize(("state", "ages", "modified", "due"), [row[1:] for row in TABLE], ids=[r[0] for r in TABLE])
def test_a_page_is_due_at_its_ages(state, ages, modified, due):
    moment = next_look(state, ages_for(ages, Edits()), None if modified is None else FIRST + modified)
    assert moment == (None if due is None else FIRST + due)


OFTEN = Edits(0.2, 20)


@pytest.mark.parametrize(
    ("ages", "edits", "expected"),
    [
        (NEWS, Edits(), NEWS),
        (NEWS, Edits(0.9, 19), NEWS),
        (NEWS, Edits(0.19, 500), NEWS),
        ((H, 4 * H), OFTEN, (15 * M, H, 2 * H, 4 * H)),
        ((H, 4 * H, 16 * H), Edits(1.0, 21), (15 * M, H, 2 * H, 4 * H, 8 * H, 16 * H)),
        ((D,), OFTEN, (6 * H, D)),
        ((7 * D, H), Edits(), (H, 7 * D)),
        (NEVER, OFTEN, NEVER),
        (EVERY_RUN, OFTEN, EVERY_RUN),
        ((timedelta(), D), OFTEN, (timedelta(), D)),
    ],
)
def test_a_source_that_edits_often_is_looked_at_sooner_and_between(ages, edits, expected):
    assert ages_for(ages, edits) == expected


@given(
    ages=st.lists(st.integers(1, 10_000), min_size=1, max_size=5, unique=True),
    gaps=st.lists(st.integers(0, 5_000), max_size=40),
    edits=st.sampled_from([Edits(), OFTEN]),
)
def test_looks_come_to_an_end_and_none_comes_before_its_time(ages, gaps, edits):
    """Runs at any moments: each age brings one look at most, and after the last there is none."""
    schedule = ages_for([age * M for age in ages], edits)
    state, now, looks = page(), FIRST, 0
    for gap in [*gaps, 20_000]:
        now += gap * M
        due = next_look(state, schedule)
        if due is not None and due <= now:
            assert any(state.fetched_at < FIRST + age <= now for age in schedule)
            state, looks = page(now - FIRST), looks + 1
    assert looks <= len(schedule)
    assert next_look(state, schedule) is None


def test_pages_are_looked_at_by_their_age_although_the_feed_lists_them_no_more(newsroom, site, feed_spec):
    site.put("/a", "one")
    site.put("/b", "two")
    spec = feed_spec(site.feed("/a"), delay_seconds=0)
    newsroom.collect(spec)
    site.feed("/b")
    looks = []
    for _ in range(8 * 4):
        newsroom.later(hours=6)
        newsroom.collect(spec)
        looks += [newsroom.runs] if "a" in newsroom.fates() else []
    assert looks == [2, 5, 29]
    assert site.paths().count("/b") == 4
    assert newsroom.fates() == {"b": "not_due"}
    assert "all looks done" in newsroom.of(Fate)[0].detail


def test_an_unlisted_page_that_changed_is_fetched_and_looked_at_again_soon(newsroom, site, feed_spec):
    site.put("/a", "one", "two")
    spec = feed_spec(site.feed("/a"), delay_seconds=0)
    newsroom.collect(spec)
    site.feed()
    newsroom.later(days=8)
    newsroom.collect(spec)
    assert newsroom.fates() == {"a": "fetched"}
    newsroom.later(minutes=59)
    newsroom.collect(spec)
    assert newsroom.fates() == {}
    newsroom.later(minutes=1)
    newsroom.collect(spec)
    assert newsroom.fates() == {"a": "same_content"}


def test_a_page_that_the_source_says_was_changed_is_due_at_once(newsroom, site, feed_spec):
    site.put("/a", "one", "two")
    body = '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><link href="/a"/><updated>{}</updated></entry></feed>'
    site.put("/feed", body.format("2026-03-04T11:00:00Z"))
    spec = feed_spec(f"{site.url}/feed", delay_seconds=0)
    newsroom.collect(spec)
    newsroom.later(minutes=20)
    newsroom.collect(spec)
    assert newsroom.fates() == {"a": "not_due"}
    site.put("/feed", body.format("2026-03-04T12:10:00Z"))
    newsroom.collect(spec)
    assert newsroom.fates() == {"a": "fetched"}
    newsroom.collect(spec)
    assert newsroom.fates() == {"a": "not_due"}


def test_a_page_that_is_gone_may_come_back_at_its_next_age(newsroom, site, feed_spec):
    site.put("/a", "one", site.reply(404), "one again")
    spec = feed_spec(site.feed("/a"), delay_seconds=0)
    newsroom.collect(spec)
    newsroom.later(hours=1)
    newsroom.collect(spec)
    (gone,) = newsroom.of(Fate)
    assert (gone.reason, gone.http_status) == ("http_404", 404)
    newsroom.later(hours=2)
    newsroom.collect(spec)
    assert newsroom.fates() == {"a": "not_due"}
    newsroom.later(days=1)
    newsroom.collect(spec)
    assert newsroom.fates() == {"a": "fetched"}


def test_new_pages_come_before_those_that_are_looked_at_again_longest_due_first(newsroom, site, feed_spec):
    for path in ("/old", "/older", "/listed", "/new"):
        site.put(path, path)
    spec = feed_spec(site.feed("/older", "/listed"), delay_seconds=0)
    newsroom.collect(spec)
    newsroom.later(minutes=30)
    site.feed("/old")
    newsroom.collect(spec)
    newsroom.later(hours=2)
    site.feed("/listed", "/new")
    before = len(site.asked)
    newsroom.collect(spec)
    assert site.paths()[before:] == ["/robots.txt", "/feed", "/new", "/listed", "/older", "/old"]
    assert [entry.sequence for entry in newsroom.of(Fetched)] == [1]


def test_a_source_that_edits_often_is_looked_at_after_a_quarter_of_an_hour(newsroom, site, feed_spec):
    site.put("/a", "one")
    spec = feed_spec(site.feed("/a"), delay_seconds=0)
    newsroom.collect(spec)
    newsroom.later(minutes=16)
    newsroom.collect(spec)
    assert newsroom.fates() == {"a": "not_due"}
    newsroom.edit_share = Edits(0.5, 40)
    newsroom.collect(spec)
    assert newsroom.fates() == {"a": "same_content"}


def test_a_page_that_failed_for_the_moment_is_looked_at_in_the_next_run_although_no_longer_listed(
    newsroom, site, feed_spec
):
    site.put("/a", site.reply(500), site.reply(500), "there")
    spec = feed_spec(site.feed("/a"), delay_seconds=0)
    newsroom.collect(spec)
    site.feed()
    newsroom.collect(spec)
    assert newsroom.fates() == {"a": "fetched"}


def test_pages_of_a_site_that_the_source_has_left_are_let_be(newsroom, site, make_site, feed_spec):
    site.put("/a", "one")
    newsroom.collect(feed_spec(site.feed("/a")))
    newsroom.later(days=1)
    newsroom.collect(feed_spec(make_site().feed()))
    assert newsroom.fates() == {}
