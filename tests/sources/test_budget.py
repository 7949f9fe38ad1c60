"""What a source may use in one run: pages, MB and minutes; the rest says which was used up and waits for the next run."""

from __future__ import annotations

import pytest

from contracts.journal import Fate, Polled
from contracts.reasons import Reason
from sources.spec import SourceSpec


@pytest.fixture
def ten(site):
    """A site with ten pages of 1,000 bytes; gives their paths."""
    paths = [f"/{number}" for number in range(10)]
    for path in paths:
        site.put(path, path.encode().ljust(1_000))
    return paths


def left(newsroom) -> list[str]:
    return [entry.detail for entry in newsroom.of(Fate) if entry.reason == Reason.BUDGET_USED]


def test_pages_are_those_that_were_asked_for_whatever_came(newsroom, site, feed_spec, ten):
    site.put("/robots.txt", "User-agent: *\nDisallow: /0")
    site.put("/1", site.reply(404))
    newsroom.collect(feed_spec(site.feed(*ten), max_pages=4, delay_seconds=0))
    fates = list(newsroom.fates().values())
    assert fates == ["robots_disallowed", "http_404", "fetched", "fetched", "fetched", *["budget_used"] * 5]
    assert set(left(newsroom)) == {"max_pages is 4"}


def test_bytes_of_all_bodies_count(newsroom, site, feed_spec, ten):
    url = site.feed(*ten)
    newsroom.collect(feed_spec(url, max_mb=0.0045, delay_seconds=0))
    fetched = list(newsroom.fates().values()).count("fetched")
    assert 1 <= fetched <= 4  # the feed has its share
    assert set(left(newsroom)) == {"max_mb is 0.0045"}


def test_a_body_that_was_cut_for_its_size_has_been_read_as_well(newsroom, site, feed_spec, ten):
    site.put("/0", b"x" * (newsroom.limits.max_body_bytes + 1))
    newsroom.collect(feed_spec(site.feed(*ten), max_mb=newsroom.limits.max_body_bytes / 1e6, delay_seconds=0))
    assert list(newsroom.fates().values()) == ["too_large", *["budget_used"] * 9]


def test_minutes_count_from_the_first_poll_with_all_waiting(newsroom, site, feed_spec, ten):
    newsroom.collect(feed_spec(site.feed(*ten), max_minutes=1, delay_seconds=15))
    assert list(newsroom.fates().values()) == [*["fetched"] * 3, *["budget_used"] * 7]  # robots.txt, feed: 2 pauses
    assert set(left(newsroom)) == {"max_minutes is 1"}


def test_the_source_itself_is_not_polled_on_when_its_time_is_up(newsroom, site):
    for number in range(9):
        more = f'<a rel="next" href="/list?{number + 1}">more</a>'
        site.put(f"/list?{number}", f'<a class="story" href="/{number}">x</a>{more}')
    spec = SourceSpec(
        name="l", kind="listing", outlet="O", url=f"{site.url}/list?0", links=".story", next="[rel=next]",
        max_polls=9, max_minutes=1, delay_seconds=20,
    )  # fmt: skip
    newsroom.collect(spec)
    polls = newsroom.of(Polled)
    assert [poll.status for poll in polls] == [200, 200, 200, 0]
    assert polls[-1].note == "budget_used: max_minutes is 1"
    assert list(newsroom.fates().values()) == ["budget_used"] * 3


def test_what_is_left_comes_first_in_the_next_run_and_looks_again_wait(newsroom, site, feed_spec, ten):
    spec = feed_spec(site.feed(*ten, ETag='"f"'), max_pages=6, delay_seconds=0, revisits=["0s"])
    newsroom.collect(spec)
    newsroom.collect(spec)
    fates = newsroom.fates()
    assert [path for path, fate in fates.items() if fate == "fetched"] == ["6", "7", "8", "9"]
    assert [path for path, fate in fates.items() if fate == "same_content"] == ["0", "1"]
    assert [path for path, fate in fates.items() if fate == "budget_used"] == ["2", "3", "4", "5"]


def test_pages_no_longer_listed_are_in_the_ledger_too_when_the_budget_is_used_up(newsroom, site, feed_spec, ten):
    spec = feed_spec(site.feed(*ten[:3]), max_pages=3, delay_seconds=0)
    newsroom.collect(spec)
    site.feed("/8", "/9")
    newsroom.later(hours=2)
    newsroom.collect(spec)
    assert newsroom.fates() == {
        "8": "fetched", "9": "fetched", "0": "same_content", "1": "budget_used", "2": "budget_used",
    }  # fmt: skip


def test_files_know_no_budget(newsroom, tmp_path):
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text(f"page {number}")
    newsroom.raw = tmp_path / "raw"
    spec = SourceSpec(name="f", kind="folder", path=tmp_path, outlet="O", max_pages=1, max_mb=0.000001)
    newsroom.collect(spec)
    assert list(newsroom.fates().values()) == ["fetched"] * 5
