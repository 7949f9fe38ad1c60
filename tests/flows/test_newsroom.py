"""The example newsroom through the real flows: every address ends as its author meant it to."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.workspace import Workspace
from tests.support.pipeline import rows

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace after two editions. A process of its own: Prefect is set up once per process."""
    workspace = Workspace(tmp_path_factory.mktemp("newsroom") / "ws")
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.newsroom_run", str(workspace.root)],
        cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for noise in ("Traceback", "Warning", "Error flushing", "| ERROR", "| INFO"):
        assert noise not in done.stderr + done.stdout, done.stderr
    return workspace


@pytest.mark.slow
def test_every_address_ends_as_the_truth_says(newsroom: Workspace) -> None:
    truth = json.loads((newsroom.root / "truth.json").read_text(encoding="utf-8"))
    assert len(truth) == 2
    wrong = []
    listed_before: set[str] = set()
    for run_id, expected in truth.items():
        ledger = dict(rows(newsroom, "SELECT url, status || '/' || reason FROM ops.ledger WHERE run_id = ?", [run_id]))
        assert set(expected) <= set(ledger)
        wrong += [(url, ledger[url], expected[url]) for url in expected if ledger[url] not in expected[url]]
        # What the feeds list no more is looked at again all the same, and is as it was.
        unlisted = set(ledger) - set(expected)
        assert unlisted <= listed_before
        assert {ledger[url] for url in unlisted} <= {"unchanged/not_modified", "unchanged/same_content"}
        listed_before |= set(expected)
    assert listed_before
    assert wrong == []


@pytest.mark.slow
def test_what_copies_one_story_is_one_story(newsroom: Workspace) -> None:
    copied = rows(newsroom, "SELECT articles, sources FROM news.stories WHERE articles > 1 ORDER BY articles DESC")
    assert copied == [(5, 5), (3, 3)]


@pytest.mark.slow
def test_a_future_date_is_refused_and_the_article_kept(newsroom: Workspace) -> None:
    ((published, origin),) = rows(
        newsroom, "SELECT published_at, published_from FROM news.articles WHERE list_contains(notes, 'future_date')"
    )
    assert (published, origin) == (None, "none") or published.year <= 2026


@pytest.mark.slow
def test_an_edit_is_a_revision_and_both_texts_are_kept(newsroom: Workspace) -> None:
    edits = rows(
        newsroom,
        """SELECT a.revision, r.revision, a.body <> r.body, r.changed_share
           FROM news.article_revisions r JOIN news.articles a USING (article_id)""",
    )
    assert len(edits) >= 1
    assert all(now == 2 and before == 1 and differ and 0 < share < 1 for now, before, differ, share in edits)


@pytest.mark.slow
def test_the_burst_stands_out(newsroom: Workspace) -> None:
    weeks = rows(
        newsroom,
        """SELECT date_trunc('week', day) AS week, sum(articles_focus) FROM mart.country_pair_daily
           WHERE (iso3_a, iso3_b) = ('CHL', 'PER') GROUP BY 1 ORDER BY 2 DESC""",
    )
    assert weeks[0][1] >= 5 * max((count for _, count in weeks[1:]), default=1)


@pytest.mark.slow
def test_regions_are_mentions_of_their_own_with_words_that_hold(newsroom: Workspace) -> None:
    named = dict(rows(newsroom, "SELECT region_id, count(*) FROM news.region_mentions GROUP BY ALL"))
    assert named
    held = """SELECT count(*) FROM news.region_mentions m JOIN news.articles a USING (article_id)
              WHERE m.field = 'body' AND a.body[start_char + 1:end_char] IS DISTINCT FROM surface"""
    assert rows(newsroom, held) == [(0,)]
    spread = rows(
        newsroom,
        """SELECT count(*) FROM mart.region_spread s
           WHERE NOT member_named AND (article_id, member_iso3) IN (SELECT (article_id, iso3) FROM news.country_mentions)""",
    )
    assert spread == [(0,)]
    assert rows(newsroom, "SELECT count(*) > 0 FROM mart.region_spread WHERE NOT member_named") == [(True,)]
