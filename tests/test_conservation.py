"""Nothing is lost, everything is counted: discovered is the sum of the eight statuses, whatever a server answers."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from contracts.reasons import REASON_MEANING, Reason, Status
from core.workspace import Workspace
from tests.support.pipeline import configuration, feed_source, rows, run_once
from tests.support.site import Answer, Site, serving
from tests.support.texts import page, published_on, story

ROUNDS = {"": 2, "soak": 40}[os.environ.get("DESK_TEST_SCALE", "")]


def random_answer(dice: random.Random, number: int) -> Answer:
    """Something a server may say."""
    good = page(story(number, published_on(number)))
    return dice.choice([
        Answer(body=good),
        Answer(body=good),
        Answer(body=page(story(number + 500))),
        Answer(dice.choice([401, 403, 404, 410, 418, 451, 500, 503]), b"no"),
        Answer(429, b"slow down", headers={"Retry-After": dice.choice(["0", "9999", "soon", "-1"])}),
        Answer(302, b"", headers={"Location": dice.choice(["/elsewhere", "http://10.0.0.1/", "ftp://x/", ""])}),
        Answer(body=b""),
        Answer(body=b"%PDF-1.7 \x00\x01", content_type="application/pdf"),
        Answer(body=bytes(dice.randrange(256) for _ in range(400))),
        Answer(body=good, content_type="text/html; charset=no-such"),
        Answer(body=good[: len(good) // 3]),
        Answer(body=b"<div>" * 3000 + b"deep" + b"</div>" * 3000),
        Answer(body=good, headers={"Content-Encoding": "gzip"}),
    ])  # fmt: skip


def roll(site: Site, dice: random.Random) -> None:
    site.entries.clear()
    for number in range(14):
        site.link(f"/round-{number}", random_answer(dice, number), story(number, published_on(number)))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(ROUNDS))
def test_every_document_ends_with_one_status_and_the_sums_agree(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    workspace = Workspace(tmp_path / "ws")
    settings = configuration(read_seconds=1.0, request_seconds=2.0)
    with serving() as site:
        for _ in range(3):
            roll(site, dice)
            run_once(workspace, [feed_source(site.address)], settings=settings)
    assert_equation(workspace)
    per_run = rows(workspace, "SELECT run_id, count(*), count(DISTINCT document_id) FROM ops.ledger GROUP BY 1")
    assert [(documents, distinct) for _, documents, distinct in per_run] == [(14, 14)] * len(per_run)
    # A host that failed too often in a row is left alone, and with it its feed: then the source says so in the run's stead.
    left_alone = rows(workspace, "SELECT run_id FROM ops.source_failures WHERE reason = 'host_backing_off'")
    assert len({run_id for run_id, *_ in per_run} | {run_id for (run_id,) in left_alone}) == 3
    assert len(per_run) + len(left_alone) == 3


def assert_equation(workspace: Workspace) -> None:
    """In the book of runs, in the ledger, and in the tables that the ledger speaks of."""
    total = " + ".join(status.value for status in Status)
    assert rows(workspace, f"SELECT run_id FROM ops.runs WHERE discovered <> {total}") == []
    assert rows(workspace, "SELECT count(*) FROM ops.ledger") == rows(workspace, "SELECT sum(discovered) FROM ops.runs")
    for status, reason in rows(workspace, "SELECT DISTINCT status, reason FROM ops.ledger"):
        assert REASON_MEANING[Reason(reason)][0] == status
    loaded = rows(workspace, "SELECT count(*) FROM ops.ledger WHERE status = 'loaded'")
    assert rows(workspace, "SELECT count(*) FROM news.articles") == loaded
    quarantined = rows(workspace, "SELECT count(*) FROM ops.ledger WHERE status = 'quarantined'")
    assert rows(workspace, "SELECT count(*) FROM quality.quarantine") == quarantined
    updated = rows(workspace, "SELECT count(*) FROM ops.ledger WHERE status = 'updated'")
    assert rows(workspace, "SELECT count(*) FROM news.article_revisions") == updated


def test_a_run_without_news_is_recorded_as_one(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "ws")
    with serving() as site:
        site.publish(story(1, published_on(1)))
        run_once(workspace, [feed_source(site.address)])
        run_once(workspace, [feed_source(site.address)])
    assert rows(workspace, "SELECT discovered, loaded, unchanged, status FROM ops.runs ORDER BY run_id") == [
        (1, 1, 0, "done"),
        (1, 0, 1, "done"),
    ]
