"""What does not hold is not shown: a failing audit blocks the publish, and the last good snapshot stands."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from core.errors import PipelineFault, PublishBlocked
from core.workspace import Workspace
from flows.ambient import hosting
from flows.context import Run
from flows.progress import Silent
from flows.publishing import publish_desk
from tests.support.pipeline import configuration, feed_source, rows, run_once
from tests.support.site import serving
from tests.support.texts import published_on, story
from warehouse.connection import connect_reader, connect_writer


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with one good snapshot of three articles."""
    place = Workspace(tmp_path_factory.mktemp("published") / "ws")
    with serving() as site:
        for number in range(3):
            site.publish(story(number, published_on(number)))
        run_once(place, [feed_source(site.address)])
    return place


@pytest.fixture
def workspace(published: Workspace, tmp_path: Path) -> Workspace:
    """A copy of it, to be damaged."""
    shutil.copytree(published.root, tmp_path / "ws", symlinks=True)
    return Workspace(tmp_path / "ws")


def publish_again(workspace: Workspace) -> str:
    run = Run(workspace, "publish", configuration=configuration(), observer=Silent())
    with hosting(run), publish_desk(run) as desk:
        desk.publish()
    return run.run_id


def damage(workspace: Workspace, sql: str) -> None:
    with closing(connect_writer(workspace)) as con:
        con.execute(sql)


def test_a_failing_audit_blocks_the_publish_and_says_what_failed(workspace: Workspace) -> None:
    good = workspace.snapshot.read_bytes()
    damage(workspace, "UPDATE news.article_countries SET iso3 = 'XYZ' WHERE is_focus")
    with pytest.raises(PublishBlocked, match="critical") as blocked:
        publish_again(workspace)
    assert blocked.value.exit_code == 3
    assert workspace.snapshot.read_bytes() == good
    assert rows(workspace, "SELECT count(*) FROM news.articles") == [(3,)]
    page = (workspace.site / "index.html").read_text(encoding="utf-8")
    assert "blocked" in page
    with closing(connect_writer(workspace)) as con:
        failed = con.execute(
            "SELECT suite, severity FROM quality.results WHERE NOT success AND run_id = (SELECT max(run_id) FROM ops.runs)"
        ).fetchall()
        assert ("audit:news.article_countries", "critical") in failed
        assert con.execute("SELECT status FROM ops.runs ORDER BY run_id DESC LIMIT 1").fetchone() == ("blocked",)


def test_after_the_data_is_mended_the_publish_goes_through_and_the_banner_is_gone(workspace: Workspace) -> None:
    damage(workspace, "UPDATE news.articles SET word_count = -1")
    with pytest.raises(PublishBlocked):
        publish_again(workspace)
    damage(workspace, "UPDATE news.articles SET word_count = 100")
    run_id = publish_again(workspace)
    assert rows(workspace, "SELECT status FROM ops.runs WHERE run_id = ?", [run_id]) == [("done",)]
    assert "was blocked" not in (workspace.site / "index.html").read_text(encoding="utf-8")


def test_a_check_that_raised_is_a_fault_of_the_program_and_never_bad_data(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from great_expectations.core.metric_domain_types import MetricDomainTypes  # noqa: F401 - imported before the patch
    from great_expectations.execution_engine import PandasExecutionEngine

    def explode(*_: object, **__: object) -> None:
        raise RuntimeError("the engine is broken")

    monkeypatch.setattr(PandasExecutionEngine, "resolve_metrics", explode)
    monkeypatch.setattr(PandasExecutionEngine, "get_domain_records", explode)
    good = workspace.snapshot.read_bytes()
    with pytest.raises(PipelineFault):
        publish_again(workspace)
    assert workspace.snapshot.read_bytes() == good


def test_a_reader_finishes_on_the_snapshot_it_opened(workspace: Workspace) -> None:
    reader = connect_reader(workspace.snapshot)
    try:
        before = reader.execute("SELECT article_id, body FROM news.articles ORDER BY 1").fetchall()
        damage(workspace, "UPDATE news.articles SET byline = 'A. Reporter'")
        run_id = publish_again(workspace)
        assert reader.execute("SELECT article_id, body FROM news.articles ORDER BY 1").fetchall() == before
        assert reader.execute("SELECT count(*) FROM ops.runs WHERE run_id = ?", [run_id]).fetchone() == (0,)
    finally:
        reader.close()
    assert rows(workspace, "SELECT count(*) FROM ops.runs WHERE run_id = ?", [run_id]) == [(1,)]
