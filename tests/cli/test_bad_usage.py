"""What is wrong with a command is said in one line that names the thing, with its remedy; nothing is half-written."""

from __future__ import annotations

import os
import platform
from pathlib import Path

import pytest

from core.workspace import Workspace
from tests.support.command import Said, desk, source_file
from warehouse.lock import writer_lock


def assert_told(said: Said, code: int, *words: str) -> None:
    """One line of error with these words, a remedy below it, and nothing else."""
    assert said.code == code, said.err
    assert said.out == ""
    first, *remedy = said.err.splitlines()
    assert first.startswith("error: ")
    assert remedy, "no remedy"
    assert len(remedy) == 1, said.err
    assert [word for word in words if word not in said.err] == []
    assert said.clean()


def test_an_unknown_key_of_a_source_is_named_with_file_line_and_what_was_meant(tmp_path: Path) -> None:
    path = source_file(tmp_path / "sources", "http://127.0.0.1:1", more="outlet_contry: NOR\n")
    said = desk("run", "--workspace", tmp_path / "ws", env={"DESK_SOURCES": str(path.parent)})
    assert_told(said, 2, f"{path}, line 9", "'outlet_contry'", "Did you mean `outlet_country`?")
    assert not (tmp_path / "ws").exists()


def test_a_file_that_is_no_yaml_is_named_with_its_line(tmp_path: Path) -> None:
    path = source_file(tmp_path / "sources", "http://127.0.0.1:1", more='topic: "open\n')
    said = desk("ingest", "--workspace", tmp_path / "ws", env={"DESK_SOURCES": str(path.parent)})
    assert_told(said, 2, f"{path}, line ")
    assert not (tmp_path / "ws").exists()


def test_an_unknown_source_is_named(tmp_path: Path) -> None:
    path = source_file(tmp_path / "sources", "http://127.0.0.1:1")
    env = {"DESK_SOURCES": str(path.parent)}
    assert_told(desk("run", "corier", "--workspace", tmp_path / "ws", env=env), 2, "'corier'", "desk sources list")
    assert not (tmp_path / "ws").exists()
    assert_told(desk("sources", "check", "corier", env=env), 2, "corier", "desk sources list")


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    said = desk("run", tmp_path / "pages", "--workspace", tmp_path / "ws")
    assert_told(said, 2, str(tmp_path / "pages"))
    assert not (tmp_path / "ws").exists()


@pytest.mark.parametrize("verb", ["run", "process", "publish", "rebuild", "release"])
def test_a_held_workspace_names_its_holder(verb: str, newsroom: Workspace, tmp_path: Path) -> None:
    arguments = ["quarantine", "release", "some-document"] if verb == "release" else [verb]
    source = source_file(tmp_path / "sources", "http://127.0.0.1:1")
    with writer_lock(newsroom, "ingest") as holder:
        said = desk(*arguments, "--workspace", newsroom.root, env={"DESK_SOURCES": str(source.parent)})
    who = f"process {os.getpid()} on {platform.node()} (desk ingest, since {holder.since})"
    assert_told(said, 1, str(newsroom.root), who, "Wait until it is done")


def test_a_file_where_the_workspace_should_be_is_said_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    pages = tmp_path / "pages"
    pages.mkdir()
    for workspace in (tmp_path / "file", tmp_path / "file" / "below"):
        assert_told(desk("run", pages, "--workspace", workspace), 1, str(tmp_path / "file"), "--workspace")
        assert_told(desk("demo", "--workspace", workspace), 1, str(tmp_path / "file"), "--workspace")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_workspace_without_permission_is_said(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    assert_told(desk("run", pages, "--workspace", closed / "ws"), 1, str(closed), "permission")


def test_the_demo_leaves_a_folder_alone_that_it_did_not_make(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    assert_told(desk("demo", "--workspace", tmp_path), 2, str(tmp_path), "--workspace")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_setting_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    said = desk("run", tmp_path, "--workspace", tmp_path / "ws", env={"DESK_WORKERS": "many"})
    assert_told(said, 2, "DESK_WORKERS", "docs/settings.md")


def test_wrong_sql_shows_where_it_is_wrong(newsroom: Workspace) -> None:
    said = desk("sql", "SELECT iso3 FRM mart.country_daily", "--workspace", newsroom.root)
    assert said.code == 2
    assert "syntax error" in said.err
    assert "docs/tables.md" in said.err
    assert said.clean()


@pytest.mark.parametrize("query", ["DELETE FROM news.articles", "COPY news.articles TO '/tmp/x.csv'", "ATTACH 'x.db'"])
def test_sql_that_does_more_than_read_is_refused(query: str, newsroom: Workspace) -> None:
    assert_told(desk("sql", query, "--workspace", newsroom.root), 2, "only reads", query.split()[0])


def test_verbs_that_read_say_when_nothing_is_published(tmp_path: Path) -> None:
    for arguments in (
        ("sql", "FROM news.articles"),
        ("status",),
        ("explain", "mart.country_daily", "--day", "2026-09-01", "--country", "FRA"),
        ("quarantine", "list"),
        ("report",),
    ):
        said = desk(*arguments, "--workspace", tmp_path / "nowhere")
        assert_told(said, 2, f"nothing is published in {tmp_path / 'nowhere'}", "desk run")
    assert not (tmp_path / "nowhere").exists()


def test_an_unknown_article_number_or_document_is_named(newsroom: Workspace) -> None:
    here = ("--workspace", newsroom.root)
    assert_told(desk("explain", "no-such-article", *here), 2, "'no-such-article'", "desk sql")
    absent = desk("explain", "mart.country_daily", "--day", "1999-01-01", "--country", "FRA", *here)
    assert_told(absent, 2, "no row", "1999-01-01")
    assert_told(desk("explain", "mart.nothing", *here), 2, "'mart.nothing'", "mart.country_daily")
    assert_told(desk("quarantine", "show", "no-such-document", *here), 2, "'no-such-document'", "quarantine list")


def test_a_rebuild_without_a_journal_is_refused(tmp_path: Path) -> None:
    assert_told(desk("rebuild", "--workspace", tmp_path / "ws"), 2, "no journal", "archive")
    assert not (tmp_path / "ws").exists()


def test_debug_shows_the_traceback(tmp_path: Path) -> None:
    said = desk("--debug", "rebuild", "--workspace", tmp_path / "ws")
    assert said.code == 2
    assert "Traceback" in said.err
