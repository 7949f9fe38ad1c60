"""Verbs that read a workspace: sql, status, explain, quarantine, sources, report, doctor."""

from __future__ import annotations

import csv
from contextlib import closing
from pathlib import Path

import pytest

from contracts.journal import RunEnded, RunStarted, to_json
from core import VERSION
from core.files import JsonLines
from core.workspace import Workspace
from tests.support.command import desk, source_file
from tests.support.pipeline import rows
from tests.support.site import Site
from tests.support.texts import published_on, story
from warehouse.connection import connect_writer
from warehouse.lock import writer_lock

LATER = "29990101T000000000Z-aaaa"


def block(workspace: Workspace) -> None:
    """What a run leaves behind whose audit was against publishing."""
    with closing(connect_writer(workspace)) as con:
        suite = "(?, 'audit:news.articles', false, 'critical', 6, now())"
        con.execute(f"INSERT INTO quality.validations VALUES {suite}", [LATER])
        con.execute(
            "INSERT INTO quality.results VALUES (?, 'audit:news.articles', 'word_count is never negative', 'critical', "
            "false, 2, 6, 'two-keys')",
            [LATER],
        )
    journal = JsonLines(workspace.raw / "2999" / "01" / "01" / f"{LATER}.journal.jsonl")
    journal.append(to_json(RunStarted(LATER, "publish", "2999-01-01T00:00:00.000000Z", VERSION)))
    journal.append(to_json(RunEnded(LATER, "blocked", "2999-01-01T00:00:01.000000Z", "1 critical expectation failed")))
    journal.close()


def test_sql_prints_a_table_csv_or_json_and_takes_a_query_from_standard_input(newsroom: Workspace) -> None:
    query = "SELECT title, day FROM news.articles ORDER BY title LIMIT 2"
    here = ("--workspace", newsroom.root)
    table = desk("sql", query, *here)
    assert table.code == 0
    assert "title" in table.out
    assert table.err == "2 rows\n"
    read = list(csv.DictReader(desk("sql", query, "--format", "csv", *here).out.splitlines()))
    piped = desk("sql", "--json", *here, stdin=query)
    assert piped.json == read
    assert piped.err == ""
    assert [row["title"] for row in read] == [title for (title,) in rows(newsroom, query.replace(", day", ""))]


def test_sql_needs_no_snapshot_where_it_needs_no_table(tmp_path: Path) -> None:
    said = desk("sql", "SELECT 1 AS one", "--json", "--workspace", tmp_path / "nowhere")
    assert said.json == [{"one": 1}]
    assert "Nothing is published" in said.err


def test_status_tells_of_runs_sources_and_quality(newsroom: Workspace) -> None:
    said = desk("status", "--json", "--workspace", newsroom.root)
    published = said.json["published"]
    assert published["articles"] == 6
    assert [run["status"] for run in published["runs"]] == ["done", "done"]
    assert [source["source_id"] for source in published["sources"]] == ["courier"]
    assert (said.json["later_runs"], said.json["blocked"], said.json["writing"]) == ([], None, None)
    shown = desk("status", "--workspace", newsroom.root)
    assert "6 articles, 2026-09-01 to 2026-09-06" in shown.out
    assert "courier" in shown.out


def test_status_tells_of_a_blocked_publish_and_what_was_not_met(own_newsroom: Workspace) -> None:
    block(own_newsroom)
    said = desk("status", "--json", "--workspace", own_newsroom.root).json
    assert [(run["run_id"], run["status"]) for run in said["later_runs"]] == [(LATER, "blocked")]
    assert said["blocked"]["failures"][0]["expectation"] == "word_count is never negative"
    shown = desk("status", "--workspace", own_newsroom.root)
    assert shown.code == 0
    assert "BLOCKED" in shown.out
    assert "word_count is never negative" in shown.out


def test_status_answers_while_a_run_is_at_work(own_newsroom: Workspace) -> None:
    block(own_newsroom)
    with writer_lock(own_newsroom, "run") as holder, closing(connect_writer(own_newsroom)):
        said = desk("status", "--json", "--workspace", own_newsroom.root)
        assert said.json["writing"]["pid"] == holder.pid
        assert said.json["later_runs"][0]["status"] == "blocked"
        assert said.json["blocked"] is None
        assert "warehouse.duckdb" in said.json["blocked_unknown"]
        assert f"Process {holder.pid} on" in desk("status", "--workspace", own_newsroom.root).err


def test_the_report_carries_the_banner_of_a_blocked_publish_and_says_when_it_cannot_know(
    own_newsroom: Workspace,
) -> None:
    page = own_newsroom.site / "index.html"
    assert desk("report", "--json", "--workspace", own_newsroom.root).json["blocked_run"] is None
    assert "was blocked" not in page.read_text(encoding="utf-8")
    block(own_newsroom)
    said = desk("report", "--json", "--workspace", own_newsroom.root)
    assert said.json == {"report": str(page), "blocked_run": LATER, "verdict_unknown": None}
    assert "was blocked" in page.read_text(encoding="utf-8")
    assert "word_count is never negative" in page.read_text(encoding="utf-8")
    with closing(connect_writer(own_newsroom)):
        busy = desk("report", "--workspace", own_newsroom.root, "--output", own_newsroom.root / "elsewhere")
    assert busy.code == 0
    assert "cannot be told now" in busy.err
    assert (own_newsroom.root / "elsewhere" / "index.html").exists()


def test_an_article_is_explained_by_address_and_by_id_down_to_the_bytes(newsroom: Workspace) -> None:
    query = "SELECT canonical_url, article_id FROM news.articles WHERE title LIKE '%round 1'"
    ((address, article),) = rows(newsroom, query)
    by_address = desk("explain", address, "--json", "--workspace", newsroom.root).json
    by_id = desk("explain", article[:8], "--json", "--workspace", newsroom.root).json
    assert by_address == by_id
    assert by_address["archive_holds"].startswith("yes, ")
    evidence = by_address["article"]["country_evidence"]
    assert {item["surface"] for item in evidence} & {"Japan", "Tokyo", "Japanese"}
    assert all(item["surface"] in item["sentence"] for item in evidence)
    shown = desk("explain", address, "--workspace", newsroom.root).out
    assert "same bytes" in shown
    assert "Countries" in shown


def test_a_number_is_explained_by_its_articles_and_their_words(newsroom: Workspace) -> None:
    ((day, iso3, naming),) = rows(
        newsroom, "SELECT day, iso3, articles_mentioning FROM mart.country_daily ORDER BY day, iso3 LIMIT 1"
    )
    said = desk("explain", "mart.country_daily", "--day", str(day), "--country", iso3.lower(), "--json",
                "--workspace", newsroom.root)  # fmt: skip
    number = said.json["number"]
    assert number["values"]["articles_mentioning"] == number["counted"] == naming
    assert [a["archive"]["warc_path"].endswith(".warc.gz") for a in number["articles"]] == [True] * naming
    assert all(item["tag"] == iso3 for article in number["articles"] for item in article["evidence"])


def test_a_sources_day_is_explained_by_its_documents(newsroom: Workspace) -> None:
    days = rows(newsroom, "SELECT day, discovered, failed FROM mart.source_daily WHERE source_id = 'courier'")
    for day, discovered, failed in days:
        said = desk("explain", "mart.source_daily", "--day", str(day), "--source", "courier", "--json",
                    "--workspace", newsroom.root)  # fmt: skip
        documents = said.json["number"]["documents"]
        assert len(documents) == discovered
        assert sum(document["status"] == "failed" for document in documents) == failed
        if failed:
            break
    else:
        pytest.fail("no day has a failed document")
    shown = desk("explain", "mart.source_daily", "--day", str(day), "--source", "courier", "--workspace", newsroom.root)
    assert "http_404" in shown.out


def test_the_quarantine_is_listed_and_a_document_shown_with_its_bytes(newsroom: Workspace) -> None:
    here = ("--workspace", newsroom.root)
    (item,) = desk("quarantine", "list", "--json", *here).json
    assert (item["reason"], item["source_id"]) == ("too_short", "courier")
    assert desk("quarantine", "list", "--reason", "block_page", "--json", *here).json == []
    shown = desk("quarantine", "show", item["document_id"], "--json", *here).json
    assert shown["warc_path"].endswith(".warc.gz")
    raw = desk("quarantine", "show", item["document_id"], "--raw", *here)
    assert raw.out == "<html><body><p>Three words only.</p></body></html>"
    assert "too_short" in desk("quarantine", "show", item["document_id"], *here).out


def test_sources_are_listed_with_their_health(newsroom: Workspace, tmp_path: Path) -> None:
    folder = source_file(tmp_path / "sources", "http://127.0.0.1:1").parent
    source_file(folder, "http://127.0.0.1:1", name="never-run")
    said = desk("sources", "list", "--json", "--workspace", newsroom.root, env={"DESK_SOURCES": str(folder)})
    assert [(row["source"], row["articles"]) for row in said.json] == [("courier", 6), ("never-run", 0)]


def test_a_source_is_checked_without_storing_anything(site: Site, tmp_path: Path) -> None:
    site.publish(story(1, published_on(1)))
    folder = source_file(tmp_path / "sources", site.address).parent
    source_file(folder, "http://127.0.0.1:1", name="down")
    env = {"DESK_SOURCES": str(folder), "DESK_ALLOW_LOOPBACK": "1", "DESK_WORKSPACE": str(tmp_path / "ws")}
    works = desk("sources", "check", "courier", "--json", env=env)
    assert works.code == 0
    assert (works.json[0]["passed"], works.json[0]["title"]) == (True, story(1).title)
    every = desk("sources", "check", "--all", env=env)
    assert every.code == 1
    assert "courier: works" in every.out
    assert "down: does not work" in every.out
    assert every.clean()
    assert not (tmp_path / "ws").exists()


def test_doctor_names_what_is_amiss_with_its_remedy(newsroom: Workspace, tmp_path: Path) -> None:
    said = desk("doctor", "--json", "--workspace", newsroom.root, env={"DESK_CONTACT": "desk@example.org"})
    assert said.code == 0
    findings = {row["what"]: row for row in said.json}
    assert findings["contact"]["state"] == "ok"
    assert "6 articles" in findings["snapshot"]["seen"]
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "bad.yml").write_text("kind: gopher\n", encoding="utf-8")
    bad = desk("doctor", "--json", "--workspace", tmp_path / "ws", env={"DESK_SOURCES": str(tmp_path / "sources")})
    assert bad.code == 1
    problem = {row["what"]: row for row in bad.json}["sources"]
    assert problem["state"] == "problem"
    assert problem["remedy"]
    assert bad.clean()
    assert not (tmp_path / "ws").exists()


def test_a_snapshot_that_is_damaged_is_said(own_newsroom: Workspace) -> None:
    own_newsroom.snapshot.write_bytes(b"not a database" * 1000)
    for arguments in (("sql", "SELECT 1"), ("status",), ("report",)):
        said = desk(*arguments, "--workspace", own_newsroom.root)
        assert said.code == 1
        assert "desk.duckdb" in said.err
        assert said.clean()
    assert desk("doctor", "--workspace", own_newsroom.root).code == 1


def test_times_are_utc_whatever_the_machines_zone(newsroom: Workspace) -> None:
    query = "SELECT max(published_at) AS at FROM news.articles"
    said = desk("sql", query, "--json", "--workspace", newsroom.root, env={"TZ": "Asia/Tokyo"})
    assert said.json == [{"at": "2026-09-06T12:00:00.000000Z"}]
