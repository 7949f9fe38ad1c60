"""news.article_dates after a real run: every statement of the page and the feed, and which was taken."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.workspace import Workspace
from tests.support.pipeline import feed_source, rows, run_once
from tests.support.site import Answer, serving
from tests.support.texts import page, published_on, story

HEAD = (
    '<meta property="article:published_time" content="2026-09-01T10:30:00+02:00">'
    '<meta property="article:modified_time" content="2026-09-03T09:00:00+02:00">'
    '<meta name="date" content="2071-01-01"></head>'
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A run over one article that states five dates, and one that states none at all."""
    place = Workspace(Path(tmp_path_factory.mktemp("dates")) / "ws")
    with serving() as site:
        dated, undated = story(0, published_on(0)), story(1)
        body = page(story(0)).replace(b"</head>", HEAD.encode(), 1)
        site.link("/dated", Answer(body=body), dated)
        site.publish(undated)
        run_once(place, [feed_source(site.address)], clock=lambda: datetime(2026, 10, 1, tzinfo=UTC))
    return place


STATED = """SELECT role, place, stated_at, stated_offset, stated_precision, origin, chosen, refused
FROM news.article_dates JOIN news.articles USING (article_id) WHERE title LIKE '%round 0' ORDER BY number"""


def test_every_statement_stands_with_its_origin_and_the_reason_it_was_refused(workspace: Workspace) -> None:
    stated = {(role, place): rest for role, place, *rest in rows(workspace, STATED)}
    at = datetime(2026, 9, 1, 8, 30, tzinfo=UTC)
    assert stated["published", "article:published_time"] == [at, 120, "second", "meta", True, None]
    change = datetime(2026, 9, 3, 7, tzinfo=UTC)
    assert stated["modified", "article:modified_time"] == [change, 120, "second", "meta", True, None]
    assert stated["published", "date"][-2:] == [False, "future"]
    assert stated["published", "hint"][3:] == ["feed", False, None]


def test_one_row_of_a_role_is_taken_and_it_is_what_the_article_says(workspace: Workspace) -> None:
    taken = """SELECT role, count(*), any_value(stated_at) = any_value(CASE role WHEN 'published' THEN published_at ELSE modified_at END)
    FROM news.article_dates JOIN news.articles USING (article_id) WHERE chosen AND title LIKE '%round 0' GROUP BY role ORDER BY role"""
    assert rows(workspace, taken) == [("modified", 1, True), ("published", 1, True)]


def test_an_article_without_a_date_has_no_rows_and_counts_for_the_day_it_was_seen(workspace: Workspace) -> None:
    undated = "SELECT published_at, published_precision, published_from, day_basis FROM news.articles WHERE title LIKE '%round 1'"
    assert rows(workspace, undated) == [(None, "none", "none", "first_seen")]
    counted = (
        "SELECT count(*) FROM news.article_dates JOIN news.articles USING (article_id) WHERE title LIKE '%round 1'"
    )
    assert rows(workspace, counted) == [(0,)]
