"""A line more in a data file: the articles are tagged again from the warehouse, without their pages, and the tables are
those of a whole rebuild under the same rules."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from contracts.records import TagChange
from core.ids import stable_id
from core.urls import article_key
from core.workspace import Workspace
from expectations.facts import ArticleFacts
from expectations.gate import GateResult, check_articles
from flows.context import Run
from flows.locking import holding
from flows.progress import Silent
from flows.rebuilding import rebuild
from tests.support.pipeline import configuration, feed_source, rebuild_once, rows, run_once, tables
from tests.support.site import serving
from tests.support.texts import published_on, story
from warehouse.connection import connect_writer

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("benchmarks", "cli", "contracts", "core", "expectations", "flows", "reference", "reports", "sources", "tests",
         "transforms", "warehouse", "config")  # fmt: skip
EVERYTHING = ("raw", "news", "mart", "ops", "ref")
WRONG = "not so: salience of countries sums to 1"
# "Residents of" opens a paragraph of every story.
ALIAS = "Residents of\tNZL\talias\n"
REFUSED = "Nairobi\tcompany\n"
POINTS = {
    "with some of the tags staged": "warehouse.staging:_arrow:9:after",
    "before the tags are replaced": "warehouse.retagging:replace_tags:1:before",
    "in the middle of the transaction": "warehouse.state:set_fact:2:before",
    "after it, before the marts": "warehouse.retagging:replace_tags:1:after",
    "in the middle of the marts": "warehouse.marts:replace_days:2:after",
    "before the snapshot is replaced": "warehouse.publish:_swap_parquet:1:before",
}


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Seven articles read under today's rules, one of them edited."""
    workspace = Workspace(tmp_path_factory.mktemp("before") / "ws")
    with serving() as site:
        for number in range(7):
            site.publish(story(number, published_on(number)))
        run_once(workspace, [feed_source(site.address)])
        site.publish(story(2, published_on(2), twist="The ministry corrected its figures late in the evening."))
        run_once(workspace, [feed_source(site.address)])
    return workspace


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with an alias and a refusal more."""
    project = tmp_path_factory.mktemp("changed") / "project"
    for room in ROOMS:
        shutil.copytree(ROOT / room, project / room, ignore=shutil.ignore_patterns("__pycache__"))
    for name, line in (("names", ALIAS), ("refusals", REFUSED)):
        with (project / "reference" / "data" / "gazetteer" / f"{name}.tsv").open("a", encoding="utf-8") as handle:
            handle.write(line)
    return project


def copied(workspace: Workspace, to: Path, *, archive: bool) -> Workspace:
    """A workspace of its own, with or without the bytes of the pages."""
    shutil.copytree(workspace.root, to, symlinks=True)
    for path in [] if archive else to.rglob("*.warc.gz"):
        path.unlink()
    return Workspace(to)


def within(project: Path, *command: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DESK_")}
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=project,
        env=kept | {"PYTHONPATH": str(project), "DESK_WORKERS": "2", "COLUMNS": "160"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def rebuilt(newsroom: Workspace, changed: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """All tables after a whole rebuild under the changed rules."""
    workspace = copied(newsroom, tmp_path_factory.mktemp("rebuilt") / "ws", archive=True)
    done = within(changed, "cli.main", "rebuild", "--workspace", str(workspace.root))
    assert done.returncode == 0, done.stderr
    return tables(workspace.snapshot, schemas=EVERYTHING)


@pytest.mark.slow
def test_tagging_again_without_the_archive_gives_the_tables_of_a_whole_rebuild(
    newsroom: Workspace, changed: Path, rebuilt: dict[str, list[str]], tmp_path: Path
) -> None:
    before = tables(newsroom.snapshot, schemas=("news", "mart"))
    workspace = copied(newsroom, tmp_path / "desk [1]", archive=False)  # brackets are a pattern to DuckDB's globs
    done = within(changed, "cli.main", "rebuild", "--from", "tags", "--workspace", str(workspace.root))
    assert done.returncode == 0, done.stderr
    assert tables(workspace.snapshot, schemas=EVERYTHING) == rebuilt
    assert before["news.country_mentions"] != rebuilt["news.country_mentions"]
    assert before["mart.country_daily"] != rebuilt["mart.country_daily"]
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["NZL", "0", "7", "7", "0"] in [line[:5] for line in lines]
    assert rows(workspace, "SELECT articles_before, articles_now FROM quality.rule_changes WHERE tag = 'NZL'") == [
        (0, 7)
    ]


@pytest.mark.slow
def test_the_next_run_tags_again_by_itself_and_only_once(newsroom: Workspace, changed: Path, tmp_path: Path) -> None:
    workspace = copied(newsroom, tmp_path / "ws", archive=False)
    done = within(changed, "tests.support.retagging", str(workspace.root), "runs")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == "country NZL 0 7 7 0"
    with closing(connect_writer(workspace)) as con:
        assert con.execute("SELECT count(DISTINCT run_id) FROM quality.rule_changes").fetchall() == [(1,)]


@pytest.mark.slow
def test_where_an_article_cannot_be_tagged_everything_is_read_again(
    newsroom: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = copied(newsroom, tmp_path / "ws", archive=True)
    before = tables(workspace.snapshot, schemas=EVERYTHING)
    monkeypatch.setattr("flows.retagging.tag_article", untaggable)
    assert retagged(workspace) == (["rules", "rules", "rules", "read", "read"], [])
    assert tables(workspace.snapshot, schemas=EVERYTHING) == before


def rejecting(article_id: str) -> Callable[[Sequence[ArticleFacts]], GateResult]:
    """The gate, when the rules of tagging are wrong about one article."""

    def check(facts: Sequence[ArticleFacts]) -> GateResult:
        refused = {fact.document_id: WRONG for fact in facts if fact.article_id == article_id}
        return replace(check_articles(facts), rejected=MappingProxyType(refused))

    return check


@pytest.mark.slow
@pytest.mark.parametrize(
    ("still", "edited", "stages"),
    [(True, False, ["rules", "tag", "read"]), (False, False, ["rules", "tag", "read"]),
     (False, True, ["rules", "rules", "rules", "read", "read"])],
    ids=["it still fails", "it passes now", "it passes now, and its article came in with a later document"],
)  # fmt: skip
def test_a_document_rejected_for_its_tags_is_read_again_and_ends_as_in_a_whole_rebuild(
    still: bool, edited: bool, stages: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(tmp_path / "ws")
    with serving() as site:
        addresses = [site.publish(story(number, published_on(number))) for number in range(3)]
        gate = rejecting(stable_id("article", article_key(addresses[1])))
        with monkeypatch.context() as patched:
            patched.setattr("flows.reading.check_articles", gate)
            run_once(workspace, [feed_source(site.address)])
        if edited:
            site.publish(story(1, published_on(1), twist="The ministry corrected its figures late in the evening."))
            run_once(workspace, [feed_source(site.address)])
    assert rows(workspace, "SELECT detail FROM quality.quarantine") == [(WRONG,)]
    if still:
        for module in ("flows.reading", "flows.retagging"):
            monkeypatch.setattr(f"{module}.check_articles", gate)
    assert retagged(workspace)[0] == stages
    assert rows(workspace, "SELECT count(*) FROM quality.quarantine") == [(int(still),)]
    got = tables(workspace.snapshot, schemas=EVERYTHING)
    rebuild_once(workspace)
    assert tables(workspace.snapshot, schemas=EVERYTHING) == got


class Noted(Silent):
    """What a run said of its stages."""

    def __init__(self) -> None:
        self.ended: list[str] = []

    def done(self, name: str, summary: str) -> None:
        self.ended.append(name)


def retagged(workspace: Workspace) -> tuple[list[str], list[TagChange]]:
    """`desk rebuild --from tags` in this process: the stages up to the reading, and what changed."""
    noted = Noted()
    run = Run(workspace, "rebuild", configuration=configuration(), observer=noted, recorded=False)
    with holding(workspace, "rebuild", run.clock):
        changes = rebuild(run, "tags")
    return [name for name in noted.ended if name in ("rules", "tag", "read")], changes


def untaggable(task: object) -> None:
    """What the worker says of a text whose mentions do not stand where they say."""


@pytest.mark.slow
@pytest.mark.parametrize("next_one", ["the same again", "a plain run"])
def test_killed_at_any_moment_it_is_made_up_for_by_the_next(
    next_one: str, newsroom: Workspace, changed: Path, rebuilt: dict[str, list[str]], tmp_path: Path
) -> None:
    """Killed as `desk rebuild --from tags`, and then either that once more or `desk run`, which has runs of its own."""
    plain = next_one == "a plain run"
    schemas = tuple(schema for schema in EVERYTHING if schema != "ops" or not plain)
    wanted = {name: told for name, told in rebuilt.items() if name.startswith(tuple(f"{one}." for one in schemas))}
    for number, (name, point) in enumerate(POINTS.items()):
        workspace = copied(newsroom, tmp_path / f"ws-{number}", archive=False)
        killed = within(changed, "tests.support.retagging", str(workspace.root), point)
        assert killed.returncode == -signal.SIGKILL, (name, killed.stderr)
        again = within(changed, "tests.support.retagging", str(workspace.root), *(["runs"] if plain else []))
        assert again.returncode == 0, (name, again.stderr)
        assert tables(workspace.snapshot, schemas=schemas) == wanted, name
