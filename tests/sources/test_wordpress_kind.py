"""WordPress sites by their API: no post lost or offered twice, whatever the editors do while it is read."""

from __future__ import annotations

import json
import os
import random
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.journal import Fate, Fetched, Polled
from contracts.records import Candidate, UrlState
from sources.http.fetcher import FetchFailure
from sources.kinds.connector import Poll
from sources.kinds.registry import KINDS
from sources.kinds.wordpress_api import read_json
from sources.spec import SourceSpec
from tests.support.answering import Reply, asking, serving
from tests.support.wordpress_site import Editors, WordPress, error

SEEDS = range(60 if os.environ.get("DESK_TEST_SCALE") == "soak" else 6)
NOW = datetime(2026, 3, 4, 12, 0)


def spec_of(address: str, **more: object) -> SourceSpec:
    values = {"name": "a-site", "kind": "wordpress", "url": f"{address}/", "outlet": "The Test Gazette", **more}
    return SourceSpec.model_validate(values)


class Read:
    """One run's polls of a site."""

    def __init__(self, site: WordPress, cursor: str | None = None, since: date | None = None, **more: object) -> None:
        spec = spec_of(site.address, **more)
        state = UrlState(spec.address, NOW.replace(tzinfo=UTC), 200, None, None, None, "poll", cursor=cursor)
        known = {spec.address: state} if cursor else {}
        before = len(site.api_requests())
        self.polls: list[Poll] = list(KINDS["wordpress"].discover(spec, asking(site.respond), known.get, since))
        self.requests = len(site.api_requests()) - before
        self.candidates: list[Candidate] = [c for poll in self.polls for c in poll.offer.candidates]
        self.urls = {candidate.url for candidate in self.candidates}
        self.cursor = next((p.offer.cursor for p in reversed(self.polls) if p.offer.cursor), None)
        self.notes = [poll.offer.note for poll in self.polls if poll.offer.note]
        self.failure = next((p.answer for p in self.polls if isinstance(p.answer, FetchFailure)), None)


def filled(posts: int, seed: int = 0, hours: float = 120) -> WordPress:
    """A site whose posts lie at random within so many hours, some of them edited since."""
    dice = random.Random(seed)
    site = WordPress(now=NOW, dice=random.Random(seed + 1))
    for _ in range(posts):
        at = NOW - timedelta(seconds=dice.randrange(int(hours * 3600)))
        edited = at + timedelta(seconds=dice.randrange(7200)) if dice.random() < 0.2 else at
        site.add(at, min(edited, NOW))
    return site


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_3000_posts_that_change_while_they_are_paged_are_neither_lost_nor_repeated(seed):
    site = filled(3000, seed)
    editors = Editors(site, random.Random(seed), busy=0.6)
    before = {site.link(post) for post in site.public()}
    site.between = editors.work
    first = Read(site, max_polls=500)
    site.between = lambda: None
    there_all_along = before & {site.link(post) for post in site.public()}
    assert first.failure is None
    assert there_all_along <= first.urls, "a post that stood there during the whole walk was lost"
    assert len({c.key for c in first.candidates}) == len(first.urls)
    again = Read(site, first.cursor, max_polls=500)
    now = {site.link(post) for post in site.public()}
    assert now <= first.urls | again.urls, "what came while the site was read is met in the next run"
    assert Read(site, again.cursor).requests == 1, "and then nothing is new"


@pytest.mark.parametrize("seed", range(12))
def test_sites_that_cap_their_pages_tell_no_totals_or_keep_another_time_lose_no_post_either(seed):
    """With an import of 250 posts of one second, which fills any page, and whose posts are edited while it is read."""
    dice = random.Random(seed)
    site = filled(300, seed)
    for _ in range(250):
        site.add(NOW - timedelta(days=3))
    site.most_per_page, site.totals = dice.choice([100, 37, 10]), dice.random() < 0.6
    site.offset = timedelta(hours=dice.choice([-11, 0, 5.5, 14]))
    before = {post.id: site.link(post) for post in site.public()}
    site.between = Editors(site, dice, busy=0.1).work
    found = Read(site, max_polls=4000)
    stayed = {before[post.id] for post in site.public() if post.id in before}
    renamed = {site.link(post) for post in site.public()}
    assert found.failure is None
    assert {url for url in stayed if url in renamed} <= found.urls
    assert len(found.candidates) == len(found.urls)


@pytest.mark.parametrize("seed", range(20))
def test_posts_that_come_change_and_go_between_runs_are_all_met(seed):
    dice = random.Random(seed)
    site = filled(150, seed)
    editors = Editors(site, dice, busy=0.7)
    met = Read(site)
    seen = set(met.urls)
    for _ in range(6):
        for _ in range(dice.randrange(12)):
            editors.work()
        site.now += timedelta(minutes=dice.choice([1, 60, 600]))
        for post in list(site.posts.values()):  # what was scheduled for meanwhile has appeared
            if post.status == "future" and post.date <= site.now:
                site.change(post.id, status="publish")
        met = Read(site, met.cursor, max_polls=200)
        seen |= met.urls
        assert {site.link(post) for post in site.public()} <= seen


def test_a_second_run_without_changes_costs_one_request():
    site = filled(250)
    first = Read(site)
    assert len(first.urls) == 250
    second = Read(site, first.cursor)
    assert (second.requests, second.urls) == (1, set())


def test_an_edit_and_a_new_post_are_all_that_the_next_run_names():
    site = filled(250, hours=2000)
    first = Read(site)
    site.now += timedelta(hours=5)
    old = min(site.public(), key=lambda post: post.date)
    site.edit(old.id, title="Corrected")
    new = site.add(site.now)
    second = Read(site, first.cursor)
    assert {site.link(old), site.link(new)} <= second.urls
    assert len(second.urls) < 60, "the days behind the last run are read again, not all"
    hinted = {candidate.url: candidate.hints for candidate in second.candidates}[site.link(old)]
    assert hinted.modified > hinted.published


def test_what_the_api_says_of_a_post_becomes_hints():
    site = WordPress(now=NOW)
    text = "<p>" + "A long text of many words. " * 60 + "</p>"
    post = site.add(NOW, title="Talks &amp; <em>ships</em>", content=text)
    found = Read(site).candidates[0]
    assert found.url == site.link(post)
    assert found.hints.title == "Talks & ships"
    assert datetime.fromisoformat(found.hints.published) == NOW.replace(tzinfo=UTC)
    assert found.hints.author == "Ada Reporter"
    assert found.hints.sections == ("World & Nation",)
    assert "A long text of many words." in found.hints.text


def test_names_that_are_hidden_are_left_out():
    site = filled(3)
    site.users_are_hidden = True
    found = Read(site)
    assert {candidate.hints.author for candidate in found.candidates} == {None}
    assert found.failure is None


def test_the_first_run_goes_no_further_back_than_it_is_told():
    site = filled(400, hours=24 * 60)
    found = Read(site, since=NOW.date() - timedelta(days=7))
    young = {site.link(p) for p in site.public() if p.date.date() >= NOW.date() - timedelta(days=7)}
    assert young <= found.urls
    assert len(found.urls) < len(young) + 60


def test_old_wordpress_that_knows_no_modified_after_is_read_by_its_newest_edits():
    site = filled(220, hours=3000)
    site.version = (5, 0)
    first = Read(site)
    site.now += timedelta(days=3)
    old = min(site.public(), key=lambda post: post.date)
    site.edit(old.id)
    assert site.link(old) in Read(site, first.cursor).urls


def test_an_api_that_refuses_modified_after_is_read_by_its_newest_edits():
    site = filled(220, hours=3000)
    refused = error(400, "rest_invalid_param", "Invalid parameter(s): modified_after")
    ask = asking(lambda path, headers: refused if "modified_after" in path else site.respond(path, headers))
    spec = spec_of(site.address)
    polls = list(KINDS["wordpress"].discover(spec, ask, lambda _: None))
    assert {c.url for poll in polls for c in poll.offer.candidates} == {site.link(post) for post in site.public()}
    assert not any(isinstance(poll.answer, FetchFailure) for poll in polls)


def test_a_post_that_was_scheduled_long_ago_is_met_when_it_appears():
    site = filled(250)
    post = site.add(NOW + timedelta(hours=1), NOW - timedelta(days=90), status="future")
    first = Read(site)
    site.now += timedelta(hours=2)
    site.change(post.id, status="publish")
    assert site.link(post) in Read(site, first.cursor).urls


def test_a_post_that_cron_was_late_to_publish_is_met_though_newer_ones_are_there():
    site = filled(250)
    post = site.add(NOW - timedelta(hours=20), NOW - timedelta(days=90), status="future")
    first = Read(site)
    site.change(post.id, status="publish")
    assert site.link(post) in Read(site, first.cursor).urls


def test_a_post_that_appears_while_another_goes_is_met_a_day_later_at_the_latest():
    site = filled(250)
    post = site.add(NOW + timedelta(hours=1), NOW - timedelta(days=90), status="future")
    first = Read(site)
    site.change(post.id, status="publish")
    del site.posts[min(site.public(), key=lambda other: other.modified if other.id != post.id else NOW).id]
    second = Read(site, first.cursor)
    site.now += timedelta(days=1)
    assert site.link(post) in second.urls | Read(site, second.cursor).urls


def test_a_server_that_cannot_manage_large_pages_is_asked_for_smaller_ones():
    site = filled(90)

    def respond(path, headers):
        too_much = "per_page=100" in path and "content" in path
        return Reply(500, b"Allowed memory size exhausted") if too_much else site.respond(path, headers)

    polls = list(KINDS["wordpress"].discover(spec_of(site.address), asking(respond), lambda _: None))
    assert len({c.url for poll in polls for c in poll.offer.candidates}) == 90


def test_names_are_asked_for_once_each_and_no_more_often_than_is_bounded():
    site = filled(0)
    for number in range(3000):
        site.add(NOW - timedelta(minutes=number), author=number + 1, categories=(number + 1,))
    site.authors = {number: f"Author {number}" for number in range(1, 3001)}
    found = Read(site, max_polls=100)
    assert len(found.urls) == 3000
    lookups = [path for path in site.api_requests() if "/users" in path]
    assert len(lookups) == 20
    assert found.candidates[0].hints.author == "Author 1"
    assert found.candidates[-1].hints.author is None


@pytest.mark.parametrize("status", [401, 403])
def test_an_api_that_is_closed_is_not_asked_by_a_side_door(status):
    site = WordPress(now=NOW)
    site.finish = lambda _: error(status, "rest_forbidden", "Sorry.")
    found = Read(site)
    assert len(site.asked) == 1
    assert (found.failure.status, found.failure.detail) == (status, f"HTTP {status}: rest_forbidden: Sorry.")


def test_a_site_with_plain_addresses_is_found_by_the_other_route():
    site = filled(5)
    site.pretty = False
    assert len(Read(site).urls) == 5
    assert all("rest_route" in path for path in site.api_requests()[-2:])


def test_an_api_elsewhere_is_found_by_the_page_that_names_it():
    site = filled(5)

    def elsewhere(path, headers):
        if path == "/":
            link = '<https://example.org/cms/wp-json/>; rel="https://api.w.org/"'
            return Reply(200, b"<html></html>", headers=(("Link", link),))
        if path.startswith("/cms/"):
            return site.respond(path.removeprefix("/cms"), headers)
        return Reply(404, b"<html>no</html>")

    spec = spec_of(site.address)
    polls = list(KINDS["wordpress"].discover(spec, asking(elsewhere), lambda _: None))
    assert len({c.url for poll in polls for c in poll.offer.candidates}) == 5


def test_more_posts_than_the_polls_allow_are_said():
    site = filled(1500)
    first = Read(site, max_polls=4)
    assert 0 < len(first.urls) < 1500
    assert any("max_polls" in note for note in first.notes)
    assert Read(site, max_polls=400).urls == {site.link(post) for post in site.public()}


def test_totals_that_do_not_fit_are_noted():
    site = filled(150)
    hidden = {post.id for post in site.public()[:20]}
    site.shown = lambda post: post.id not in hidden
    found = Read(site)
    assert len(found.urls) == 130
    assert any("X-WP-Total" in note for note in found.notes)


def test_posts_of_one_second_are_all_met():
    site = WordPress(now=NOW)
    for _ in range(350):
        site.add(NOW - timedelta(days=1))
    found = Read(site)
    assert len(found.urls) == 350


@pytest.mark.parametrize("totals", [True, False])
@pytest.mark.parametrize("request_number", range(2, 16))
def test_posts_of_one_second_that_go_while_it_is_read_take_none_with_them(totals, request_number):
    site = WordPress(now=NOW, totals=totals)
    for number in range(500):
        site.add(NOW - timedelta(days=1), NOW - timedelta(minutes=number))

    def sixty_go_at_once():
        if len(site.asked) == request_number:
            for identity in range(1, 61):
                del site.posts[identity]

    site.between = sixty_go_at_once
    found = Read(site)
    assert {site.link(post) for post in site.public()} <= found.urls


HTML = Reply(200, b"<html><body>Just a page</body></html>")
ANSWERS = [
    ("a page instead of JSON", HTML, "WordPress"),
    ("no route", error(404, "rest_no_route", "No route was found"), "WordPress"),
    ("closed to strangers", error(401, "rest_forbidden", "Sorry, you are not allowed to do that."), "allowed"),
    ("closed by a plug-in", error(403, "rest_cannot_access", "Only authenticated users"), "authenticated"),
    ("a page number too large", error(400, "rest_post_invalid_page_number", "The page number requested is larger"), "rest_post_invalid_page_number"),
    ("a parameter refused", error(400, "rest_invalid_param", "Invalid parameter(s): per_page"), "per_page"),
    ("an error sent with 200", error(200, "rest_disabled", "The REST API is disabled."), "rest_disabled"),
    ("a warning of PHP before an error", Reply(500, b"<br /><b>Warning</b>: x in y<br />" + error(500, "internal_server_error", "<p>Critical error.</p>").body, "application/json"), "internal_server_error: Critical error."),
    ("brackets without end", Reply(200, b"<b>Notice</b> " + b"[{" * 50_000, "application/json"), "HTML"),
    ("a server error", Reply(500, b"<b>Fatal error</b>"), "500"),
    ("no JSON", Reply(200, b"not json at all", "application/json"), ""),
    ("JSON that is cut", Reply(200, b'[{"id": 1, "li', "application/json"), ""),
    ("an object instead of a list", Reply(200, b'{"posts": []}', "application/json"), ""),
    ("a list of numbers", Reply(200, b"[1, 2, 3]", "application/json"), ""),
    ("null", Reply(200, b"null", "application/json"), ""),
    ("empty", Reply(200, b"", "application/json"), ""),
    ("posts without dates", Reply(200, b'[{"id": 1, "link": "https://example.org/a/"}]', "application/json"), ""),
    ("deep nesting", Reply(200, b"[" * 100_000, "application/json"), ""),
    ("a number too long to read", Reply(200, b"[" + b"9" * 9000 + b"]", "application/json"), ""),
]  # fmt: skip


@pytest.mark.parametrize(("what", "reply", "words"), ANSWERS, ids=[what for what, _, _ in ANSWERS])
def test_what_is_no_api_is_said_in_words(what, reply, words):
    site = WordPress(now=NOW)
    site.finish = lambda _: reply
    found = Read(site)
    problem = next((poll.offer.problem for poll in found.polls if poll.offer.problem), None)
    said = problem or (found.failure and found.failure.detail)
    assert said, what
    assert words in said
    assert found.urls == set()


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"<br />\n<b>Warning</b>: Undefined variable in plugin.php\n"])
def test_json_behind_a_mark_or_a_warning_of_php_is_read(before):
    site = filled(5)
    site.finish = lambda reply: Reply(
        reply.status, before + reply.body, reply.content_type, reply.headers, reply.moment
    )
    assert len(Read(site).urls) == 5


@given(st.binary(max_size=200), st.sampled_from([b"", b"[", b"{", b'[{"id":', b"\xef\xbb\xbf"]))
def test_no_bytes_of_an_api_raise(body, before):
    read_json(before + body)


@pytest.mark.parametrize(
    "row",
    [
        {"id": "7", "date": "2026-03-04T10:00:00"},
        {"id": 7, "date": "0000-00-00T00:00:00"},
        {"id": 7, "date": None},
        {"date": "2026-03-04T10:00:00", "link": "https://example.org/x/"},
        {"id": 7, "date": "2026-03-04T10:00:00", "link": None},
        {"id": 7, "date": "2026-03-04T10:00:00", "link": 7, "title": 7, "content": [], "author": "x", "categories": {}},
    ],
)
def test_a_post_without_what_it_needs_is_said_and_the_others_are_read(row):
    site = filled(3)

    def with_one_more(reply):
        rows = json.loads(reply.body)
        more = [row] if rows and "link" in rows[0] else []
        return Reply(reply.status, json.dumps([*rows, *more]).encode(), reply.content_type, (), reply.moment)

    site.finish = with_one_more
    found = Read(site)
    assert len(found.urls) == 3
    assert any("no link" in note or "no id or date" in note for note in found.notes)


@pytest.mark.parametrize("cursor", ["", "nonsense", "{}", "[1]", '{"modified": 7}', '{"ids": ["x"]}', "null"])
def test_a_cursor_that_is_none_means_a_first_run(cursor):
    assert len(Read(filled(30), cursor).urls) == 30


def test_a_whole_run_over_http_fetches_the_pages_and_the_next_one_asks_once(newsroom):
    site = filled(12, hours=20)
    with serving(site.respond) as address:
        site.address = address
        spec = spec_of(address, delay_seconds=0, revisits=["30d"], lookback_days=9)
        newsroom.collect(spec)
        assert {entry.url for entry in newsroom.of(Fetched)} == {site.link(post) for post in site.public()}
        assert all(json.loads(entry.cursor) for entry in newsroom.of(Polled) if entry.cursor)
        asked = len(site.api_requests())
        newsroom.later(minutes=5)
        newsroom.collect(spec)
        assert len(site.api_requests()) - asked == 1
        assert newsroom.of(Fetched) == []


def test_a_walk_that_breaks_off_moves_no_cursor(newsroom):
    site = filled(350, hours=100)
    broken = [True]

    def respond(path, headers):
        fails = broken[0] and "before=" in path
        return Reply(503, b"busy") if fails else site.respond(path, headers)

    with serving(respond) as address:
        site.address = address
        spec = spec_of(address, delay_seconds=0, revisits=["30d"], lookback_days=9, max_pages=500)
        newsroom.collect(spec)
        assert 0 < len(newsroom.of(Fetched)) < 350
        met = {entry.url for entry in newsroom.of(Fetched)}
        assert not any(entry.cursor for entry in newsroom.of(Polled))
        broken[0] = False
        newsroom.later(minutes=5)
        newsroom.collect(spec)
        assert met | {entry.url for entry in newsroom.of(Fetched)} == {site.link(post) for post in site.public()}


def test_a_budget_that_is_used_up_leaves_the_rest_for_the_next_runs(newsroom):
    site = filled(25, hours=100)
    with serving(site.respond) as address:
        site.address = address
        spec = spec_of(address, delay_seconds=0, revisits=["30d"], lookback_days=9, max_pages=10)
        for fetched in (10, 10, 5, 0):
            newsroom.collect(spec)
            assert len(newsroom.of(Fetched)) == fetched
            newsroom.later(minutes=5)


def test_what_a_window_shows_moves_no_cursor(newsroom):
    site = filled(10, hours=60)
    with serving(site.respond) as address:
        site.address = address
        spec = spec_of(address, delay_seconds=0, revisits=["30d"], lookback_days=9)
        newsroom.collect(spec)
        (before,) = [entry.cursor for entry in newsroom.of(Polled) if entry.url == spec.address]
        missed = site.add(NOW + timedelta(minutes=1))
        site.now += timedelta(days=3)
        late = site.add(site.now)
        newsroom.later(days=3)
        newsroom.collect(spec, window=(site.now.date(), None))
        assert {entry.url for entry in newsroom.of(Fetched)} == {site.link(late)}
        assert {e.reason for e in newsroom.of(Fate) if e.url == site.link(missed)} <= {"outside_window"}
        (after,) = [entry.cursor for entry in newsroom.of(Polled) if entry.url == spec.address]
        assert after == before
        newsroom.collect(spec)
        assert {entry.url for entry in newsroom.of(Fetched)} == {site.link(missed)}
