"""The report as a reader gets it: files in a folder."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import duckdb
import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from core.errors import UsageError
from reports.rows import BlockedVerdict, FailedCheck
from reports.site import PAGES, build_site

NOW = datetime(2026, 11, 25, 6, 4, 30, tzinfo=UTC)
Connect = Callable[[Path], duckdb.DuckDBPyConnection]


@pytest.fixture
def site(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> Path:
    build_site(con, tmp_path / "site", generated_at=NOW)
    return tmp_path / "site"


def page(site: Path, name: str) -> LexborHTMLParser:
    return LexborHTMLParser((site / name).read_text(encoding="utf-8"))


def table(site: Path, name: str, caption: str) -> dict[str, list[str]]:
    """Cells by row heading of the table with this caption."""
    for found in page(site, name).css("table"):
        if words(found.css_first("caption")) == caption:
            return {
                words(row.css("th, td")[0]): [words(cell) for cell in row.css("th, td")[1:]]
                for row in found.css("tbody tr")
            }
    raise AssertionError(f"no table {caption!r} on {name}")


def words(node: LexborNode | None) -> str:
    assert node is not None
    return " ".join(node.text().split())


def ask(con: duckdb.DuckDBPyConnection, query: str) -> list[tuple[object, ...]]:
    return con.execute(query).fetchall()


def test_every_page_is_written_and_index_comes_first(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    files = build_site(con, tmp_path / "site", generated_at=NOW)
    assert files[0] == tmp_path / "site" / "index.html"
    assert sorted(files) == sorted((tmp_path / "site").iterdir())
    assert {file.name for file in files} == {*(page.file for page in PAGES), "style.css"}


def test_every_page_allows_no_script_and_nothing_from_elsewhere(site: Path) -> None:
    for file in site.glob("*.html"):
        tree = page(site, file.name)
        policy = tree.css_first('meta[http-equiv="Content-Security-Policy"]').attributes["content"]
        assert policy is not None
        assert policy.startswith("default-src 'none'; style-src 'self'; img-src 'self' data:")
        assert "unsafe" not in policy
        assert not tree.css("script, iframe, object, embed, form, style, [style], img")
        assert not [node for node in tree.css("*") for name in node.attributes if name.startswith("on")]


def test_every_link_within_the_site_resolves(site: Path) -> None:
    for file in site.glob("*.html"):
        tree = page(site, file.name)
        ids = {node.attributes["id"] for node in tree.css("[id]")}
        assert len(ids) == len(tree.css("[id]")), f"an id twice in {file.name}"
        for node in tree.css("[href], [src]"):
            target = node.attributes.get("href") or node.attributes.get("src") or ""
            if target.startswith("#"):
                assert target[1:] in ids
            elif not target.startswith(("http://", "https://")):
                assert (site / target).is_file(), target
        for node in tree.css("[aria-labelledby]"):
            assert set((node.attributes["aria-labelledby"] or "").split()) <= ids


def test_numbers_of_the_ledger_equal_sql_and_sum_up(
    site: Path, con: duckdb.DuckDBPyConnection, newsroom: ModuleType
) -> None:
    shown = table(site, "index.html", "Documents of the last run by final status")
    by_status = {name.split()[0]: int(cells[0].replace(",", "")) for name, cells in shown.items()}
    total = by_status.pop("discovered")
    query = f"SELECT status, count(*) FROM ops.ledger WHERE run_id = '{newsroom.LAST_RUN}' GROUP BY ALL"
    assert {status: count for status, count in by_status.items() if count} == dict(ask(con, query))
    assert len(by_status) == 8
    assert sum(by_status.values()) == total


def test_numbers_of_countries_equal_the_mart(site: Path, con: duckdb.DuckDBPyConnection) -> None:
    shown = table(site, "countries.html", "All countries of the last weeks")
    rows = ask(
        con,
        """SELECT r.name || ' ' || iso3, sum(articles_focus)::INT, sum(articles_mentioning)::INT, sum(mentions)::INT
        FROM mart.country_daily JOIN ref.countries r USING (iso3) WHERE day >= '2026-10-05' GROUP BY r.name, iso3""",
    )
    assert {name: (int(c[0]), int(c[1]), int(c[4])) for name, c in shown.items()} == {row[0]: row[1:] for row in rows}


def test_weekly_numbers_stand_in_a_table_beside_the_charts(site: Path, con: duckdb.DuckDBPyConnection) -> None:
    shown = table(site, "index.html", "Articles of the top topics by week")
    rows = ask(
        con,
        """SELECT label, date_trunc('week', day)::DATE AS week, sum(articles)::INT FROM mart.topic_daily
        JOIN ref.topics USING (topic_id) WHERE day >= '2026-10-05' GROUP BY ALL ORDER BY week""",
    )
    mondays = sorted({row[1] for row in rows})
    counts = {(row[0], row[1]): row[2] for row in rows}
    assert len(shown) == 6
    for label, cells in shown.items():
        assert [int(cell) for cell in cells] == [counts.get((label, monday), 0) for monday in mondays]


def test_pairs_and_sources_equal_the_marts(site: Path, con: duckdb.DuckDBPyConnection) -> None:
    pairs = table(site, "index.html", "Top pairs of countries")
    rows = ask(
        con,
        """SELECT a.name || ' – ' || b.name, sum(articles_focus)::INT, sum(articles)::INT FROM mart.country_pair_daily p
        JOIN ref.countries a ON a.iso3 = iso3_a JOIN ref.countries b ON b.iso3 = iso3_b
        WHERE day >= '2026-10-05' GROUP BY ALL ORDER BY 2 DESC, 3 DESC, min(iso3_a), min(iso3_b) LIMIT 10""",
    )
    assert [(name, int(cells[1]), int(cells[2])) for name, cells in pairs.items()] == rows
    sources = table(site, "sources.html", "All sources and their health")
    assert len(sources) == 9
    failed = next(cells for name, cells in sources.items() if name.startswith("Silent Post"))
    assert failed[0].startswith("failed no connection")


def test_charts_are_images_with_title_and_description(site: Path) -> None:
    charts = page(site, "index.html").css('svg[role="img"]')
    assert len(charts) == 13  # the ledger, six countries, six topics
    for chart in charts:
        title, description = chart.css_first("title"), chart.css_first("desc")
        assert words(title)
        assert re.search(r"\d", words(description))
    for chart in page(site, "index.html").css('svg:not([role="img"])'):
        assert chart.attributes["aria-hidden"] == "true"


def test_quarantine_shows_reason_archive_address_and_the_command(site: Path, con: duckdb.DuckDBPyConnection) -> None:
    text = words(page(site, "quarantine.html").css_first("main"))
    rows = ask(
        con,
        """SELECT document_id, reason, detail, warc_path, warc_offset, released_at FROM quality.quarantine
        JOIN raw.documents USING (document_id)""",
    )
    assert len(rows) == 11
    for document_id, reason, detail, warc_path, offset, released in rows:
        assert (f"desk quarantine show {document_id}" in text) == (released is None)
        assert str(reason) in text
        assert str(detail) in text
        assert f"archived in {warc_path} at byte {offset:,}" in text


def test_failing_expectations_stand_with_the_keys_of_their_rows(site: Path) -> None:
    shown = table(site, "quality.html", "Expectations that did not hold in the published data")
    failed = shown["published_at at most fetched_at gate:news.articles"]
    assert failed == ["warning", "2", "444", "article_id: 6b1f0c22a9d34e5f7a81, 90aa11c3be72d04418f2"]


def test_a_source_that_moved_on_by_more_than_it_shows_stands_with_the_remedy(site: Path) -> None:
    section = (site / "quality.html").read_text(encoding="utf-8").split('id="gaps"')[1].split("</section>")[0]
    assert "atlantique" in section
    assert "20 entries, all new, 7 days after the look before" in section
    assert "schedule:" in section
    assert section.count("<code>") == 2  # one source, one key of its file
    assert "poll it more often" in (site / "sources.html").read_text(encoding="utf-8")


def test_a_snapshot_of_before_polls_were_kept_still_has_a_report(
    snapshot: Path, connect: Connect, tmp_path: Path
) -> None:
    old = tmp_path / "old.duckdb"
    shutil.copy(snapshot, old)
    with duckdb.connect(str(old)) as con:
        con.execute("DROP TABLE ops.polls")
    build_site(connect(old), tmp_path / "site", generated_at=NOW)
    assert 'id="gaps"' not in (tmp_path / "site" / "quality.html").read_text(encoding="utf-8")


def test_a_blocked_publish_is_said_on_every_page(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, newsroom: ModuleType
) -> None:
    failure = FailedCheck("audit:news.articles", "values unique: article_id", "critical", 2, 388, "article_id: 6b1f")
    verdict = BlockedVerdict.of("20261126T060000000Z-bb01", NOW, [failure])
    build_site(con, tmp_path / "site", verdict=verdict, generated_at=NOW)
    for entry in PAGES:
        banner = words(page(tmp_path / "site", entry.file).css_first(".blocked"))
        assert "The last publish was blocked by the audit" in banner
        assert f"All numbers on these pages are those of run {newsroom.LAST_RUN}" in banner
        assert "values unique: article_id" in banner
        assert "article_id: 6b1f" in banner


def test_without_a_blocked_publish_no_page_speaks_of_one(site: Path) -> None:
    assert not any("blocked by the audit" in file.read_text(encoding="utf-8") for file in site.glob("*.html"))


def test_hostile_texts_stand_as_text(newsroom: ModuleType, connect: Connect, tmp_path: Path) -> None:
    dirt = newsroom.Dirt(
        title="<script>alert(1)</script> {a} " + "W" * 900 + " שלום \u202egnp.exe \x00\x07 & <b>",
        outlet="<img src=x onerror=alert(1)>",
        url="javascript:alert(1)//" + "y" * 900,
        detail="</td></table><script>alert(2)</script>\x00",
        observed="</bdi><script>alert(3)</script>\x00",
    )
    con = connect(newsroom.example_snapshot(tmp_path / "desk.duckdb", articles=60, dirt=dirt))
    build_site(con, tmp_path / "site", generated_at=NOW)
    for file in (tmp_path / "site").glob("*.html"):
        raw = file.read_text(encoding="utf-8")
        tree = LexborHTMLParser(raw)
        assert not tree.css("script, img, b, [onerror]"), file.name
        assert not [a for a in tree.css("a") if (a.attributes.get("href") or "").startswith("javascript")]
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]", raw), file.name
        assert not re.search("W{170}|y{210}", raw), "a very long word is cut"
    index = words(page(tmp_path / "site", "index.html").css_first(".headlines"))
    assert "<script>alert(1)</script>" in index


def test_an_empty_warehouse_says_so_in_words(newsroom: ModuleType, connect: Connect, tmp_path: Path) -> None:
    con = connect(newsroom.empty_snapshot(tmp_path / "desk.duckdb"))
    build_site(con, tmp_path / "site", generated_at=NOW)
    expected = {
        "index.html": "Nothing yet", "countries.html": "No article has been published yet", "topics.html": "No article",
        "sources.html": "No source has been used yet", "quality.html": "Nothing was validated yet",
        "quarantine.html": "No document is in quarantine",
    }  # fmt: skip
    for name, text in expected.items():
        assert text in words(page(tmp_path / "site", name).css_first("main"))


def test_the_same_snapshot_gives_the_same_bytes(con: duckdb.DuckDBPyConnection, site: Path, tmp_path: Path) -> None:
    again = build_site(con, tmp_path / "again", generated_at=NOW)
    assert [file.read_bytes() for file in again] == [(site / file.name).read_bytes() for file in again]


def test_an_earlier_report_is_replaced_as_a_whole(con: duckdb.DuckDBPyConnection, site: Path) -> None:
    (site / "old-page.html").write_text("of an older version", encoding="utf-8")
    build_site(con, site, generated_at=NOW)
    assert not (site / "old-page.html").exists()
    assert [entry.name for entry in site.parent.iterdir() if entry.name.startswith(".")] == []


def test_a_folder_that_is_not_a_report_is_left_alone(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    (tmp_path / "thesis.html").write_text("years of work", encoding="utf-8")
    with pytest.raises(UsageError, match="is not an earlier report"):
        build_site(con, tmp_path, generated_at=NOW)
    assert [entry.name for entry in tmp_path.iterdir()] == ["thesis.html"]


def test_a_site_that_cannot_be_finished_leaves_the_old_one(
    con: duckdb.DuckDBPyConnection, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {file.name: file.read_bytes() for file in site.iterdir()}
    written = Path.write_text

    def full_disk(path: Path, *args: object, **kwargs: object) -> int:
        if path.name == "topics.html":
            raise OSError(28, "No space left on device", str(path))
        return written(path, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "write_text", full_disk)
    with pytest.raises(Exception, match="No space left"):
        build_site(con, site, generated_at=datetime(2027, 1, 1, tzinfo=UTC))
    assert {file.name: file.read_bytes() for file in site.iterdir()} == before
    assert [entry.name for entry in site.parent.iterdir()] == ["site"]
