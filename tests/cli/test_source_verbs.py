"""`desk sources add|check|list` as a person meets them: real commands, real sites on loopback."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from pathlib import Path

import pytest
import yaml

from core.workspace import Workspace
from sources.spec_files import load_source
from tests.support.command import Said, desk, source_file
from tests.support.site import Answer, Site
from tests.support.texts import published_on, story

TODAY = datetime.now(UTC).date().isoformat()


def add(site: Site, folder: Path, *more: str, path: str = "/") -> Said:
    env = {"DESK_SOURCES": str(folder), "DESK_ALLOW_LOOPBACK": "1"}
    return desk("sources", "add", site.address + path, *more, env=env)


def front(site: Site, head: str = "", body: str = "") -> None:
    html = f'<!doctype html><html lang="en-GB"><head><title>World - The Courier</title>{head}</head><body>{body}</body>'
    site.answers["/"] = Answer(body=html.encode())


def test_the_feed_that_a_page_names_is_written_as_a_source_that_works(site: Site, tmp_path: Path) -> None:
    for number in range(3):
        site.publish(story(number, published_on(number)))
    front(site, '<link rel="alternate" type="application/rss+xml" title="RSS" href="/feed">')
    said = add(site, tmp_path / "sources", "--name", "courier", "--country", "nor")
    assert (said.code, said.clean()) == (0, True), said.err
    file = tmp_path / "sources" / "nor" / "courier.yml"
    assert said.out == f"written: {file}\n"
    assert file.read_text().startswith("# yaml-language-server: $schema=")
    spec = load_source(file)
    assert (spec.kind, spec.url, spec.outlet) == ("feed", f"{site.address}/feed", "The Courier")
    assert (spec.outlet_country, spec.language, spec.checked) == ("NOR", "en", None)
    env = {"DESK_SOURCES": str(tmp_path / "sources"), "DESK_ALLOW_LOOPBACK": "1"}
    checked = desk("sources", "check", "courier", env=env)
    assert (checked.code, checked.clean()) == (0, True), checked.out
    assert load_source(file).checked.isoformat() == TODAY


def test_a_site_without_a_feed_is_read_by_its_sitemap(site: Site, tmp_path: Path) -> None:
    urls = "".join(f"<url><loc>{site.publish(story(n, published_on(n)))}</loc></url>" for n in range(3))
    site.answers["/robots.txt"] = Answer(body=f"Sitemap: {site.address}/map.xml".encode(), content_type="text/plain")
    site.answers["/map.xml"] = Answer(
        body=f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode(),
        content_type="application/xml",
    )
    site.answers["/feed"] = Answer(404)
    front(site)
    said = add(site, tmp_path, "--name", "courier", "--dry-run", path="/map.xml")
    assert (said.code, said.clean()) == (0, True), said.err
    assert yaml.safe_load(said.out)["kind"] == "sitemap"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow  # a dozen usual addresses at the usual two seconds
def test_where_there_is_nothing_else_the_page_that_lists_articles_is_the_source(site: Site, tmp_path: Path) -> None:
    items = "".join(
        f'<div class="tile"><h2><a href="{site.publish(story(n))}">{escape(story(n).title)}</a></h2></div>'
        for n in range(6)
    )
    site.entries.clear()
    front(site, body=f'<nav><a href="/about">About</a></nav>{items}')
    said = add(site, tmp_path, "--name", "courier", "--language", "en")
    assert (said.code, said.clean()) == (0, True), said.err
    spec = load_source(tmp_path / "courier.yml")
    assert (spec.kind, spec.links) == ("listing", "div.tile > h2 a")


@pytest.mark.slow  # a dozen usual addresses at the usual two seconds
def test_a_site_with_nothing_to_read_says_so(site: Site, tmp_path: Path) -> None:
    front(site, body="<p>Under construction.</p>")
    said = add(site, tmp_path)
    assert (said.code, said.out, said.clean()) == (1, "", True)
    assert "names no feed" in said.err
    assert "docs/adding-a-source.md" in said.err
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_asked_is_said_with_its_reason(tmp_path: Path) -> None:
    env = {"DESK_SOURCES": str(tmp_path), "DESK_ALLOW_LOOPBACK": "1"}
    for address, code, words in (
        ("http://127.0.0.1:1/", 1, "robots_unreachable"),
        ("ftp://example.org/", 2, "not a web address"),
        ("http://10.0.0.1/", 1, "private_address"),
    ):
        said = desk("sources", "add", address, env=env)
        assert (said.code, said.clean()) == (code, True), said.err
        assert words in said.err


def test_a_name_that_is_taken_is_not_overwritten(site: Site, tmp_path: Path) -> None:
    file = source_file(tmp_path, "http://127.0.0.1:1", name="courier")
    before = file.read_text()
    site.publish(story(1, published_on(1)))
    said = add(site, tmp_path, "--name", "courier", path="/feed")
    assert said.code == 2
    assert str(file) in said.err
    assert file.read_text() == before


def test_a_check_that_succeeds_changes_only_the_line_that_says_so(site: Site, tmp_path: Path) -> None:
    site.publish(story(1, published_on(1)))
    works = source_file(tmp_path, site.address, more="# a remark\nchecked: 2020-01-01  # long ago\n")
    down = source_file(tmp_path, "http://127.0.0.1:1", name="down")
    before = down.read_text()
    said = desk("sources", "check", "--all", env={"DESK_SOURCES": str(tmp_path), "DESK_ALLOW_LOOPBACK": "1"})
    assert said.code == 1
    text = works.read_text()
    assert f"# a remark\nchecked: {TODAY}\n" in text
    assert text.count("checked:") == 1
    assert down.read_text() == before


@pytest.mark.parametrize("header", ["X-Robots-Tag: noindex", "tdm-reservation: 1"])
def test_a_check_hears_what_a_publisher_reserves(site: Site, tmp_path: Path, header: str) -> None:
    name, _, value = header.partition(": ")
    site.link("/1", Answer(body=b"<p>words</p>", headers={name: value}), story(1, published_on(1)))
    source_file(tmp_path, site.address)
    said = desk("sources", "check", "--all", env={"DESK_SOURCES": str(tmp_path), "DESK_ALLOW_LOOPBACK": "1"})
    assert said.code == 1
    assert ("noindex" if "noindex" in header else "tdm_reserved") in said.out


def test_the_list_shows_how_each_source_fares(newsroom: Workspace, tmp_path: Path) -> None:
    folder = source_file(tmp_path, "http://127.0.0.1:1").parent
    source_file(folder, "http://127.0.0.1:1", name="never-run")
    said = desk("sources", "list", "--workspace", newsroom.root, env={"DESK_SOURCES": str(folder)})
    assert (said.code, said.clean()) == (0, True)
    lines = {line.split()[0]: line for line in said.out.splitlines() if line.split()}
    assert "never run, never checked here" in lines["never-run"]
    assert any(bar in said.out for bar in "▁▂▃▄▅▆▇█·")
    rows = {
        row["source"]: row
        for row in desk(
            "sources", "list", "--json", "--workspace", newsroom.root, env={"DESK_SOURCES": str(folder)}
        ).json
    }
    assert len(rows["courier"]["days"]) == 14
    assert rows["courier"]["state"]
    assert rows["never-run"]["days"] == []


@pytest.mark.slow
def test_a_catalogue_that_fails_as_a_whole_is_told_in_a_few_lines(tmp_path: Path, orchestrated: dict[str, str]) -> None:
    folder = tmp_path / "sources"
    for number in range(14):
        source_file(folder, f"http://127.0.0.1:{number + 1}", name=f"down-{number:02}")
    said = desk("ingest", "--workspace", tmp_path / "ws", env={**orchestrated, "DESK_SOURCES": str(folder)})
    assert (said.code, said.clean()) == (0, True)
    assert "14 of 14 sources were never checked here" in said.err
    assert said.err.count("\nsource down-") == 10
    assert "4 more sources failed: 4 robots_unreachable. `desk sources list` shows them." in said.err
