"""A text copied from a web page, with the site's chrome around it: its facts as answers to SQL."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.workspace import Workspace
from sources.spec_files import folder_source
from tests.support.pipeline import rows, run_once

SHARED = Path(__file__).resolve().parents[2] / "shared" / "seed"

OWN_TEXT = """Kenya and Japan open naval talks in Nairobi after two-year pause

Kenya and Japan open naval talks in Nairobi after two-year pause

Africa, News, Security No Comments on Kenya and Japan open naval talks in Nairobi after two-year pause

Senior naval officers from Japan arrived in Nairobi this week to resume defence talks with their Kenyan counterparts, the first such meeting since the two governments suspended them two years ago.

The round, officially called the Maritime Defence Dialogue, gave Nairobi and Tokyo an opportunity to discuss naval exercises and the security of shipping lanes, and to arrange further meetings between the two defence ministries.

Military cooperation between Kenya and Japan had been cut off after a dispute over a stranded patrol vessel. Diplomats from both countries have since agreed to restore the exchange of naval attaches.

Kenya and Japan flags
Flags of Kenya and Japan in the harbour. (Image Credit: Port Authority)

The Kenyan defence minister, who was abroad, was not able to meet the Japanese delegation. A statement said that the delegations discussed operational safety, the war in Ukraine, and a treaty on the transfer of patrol boats, among other topics.

“Open channels between our two navies prevent an incident from becoming a conflict,” the head of the Japanese delegation told reporters.

Recovering relations

The suspension had brought the lowest point of military relations between the two countries. A senior official for Kenya, Nepal, and Mongolia affairs at the foreign ministry in Tokyo said that the ambassadors would meet again in March.

The Japanese defence ministry urged both sides to halt “provocative patrols” in the Sea of Japan and the South China Sea, but did not identify any country.

Related Articles

Leave a comment

Copyright © 2014-2025 Harbour Institute - Notes on Maritime Affairs

The Harbour Institute is a research body. For reports contact editor@harbour.example

Subscribe to Harbour News
Enter your email address:

Back to Top
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "ws")


def load(workspace: Workspace, path: Path) -> None:
    run_once(workspace, [folder_source(path)])
    assert rows(workspace, "SELECT status FROM ops.ledger") == [("loaded",)]


def one(workspace: Workspace, sql: str) -> tuple:
    (row,) = rows(workspace, sql)
    return row


def codes(workspace: Workspace, sql: str) -> set[str]:
    return {code for (code,) in rows(workspace, sql)}


def assert_spans_hold(workspace: Workspace) -> None:
    lies = """SELECT count(*) FROM {table} m JOIN news.articles a USING (article_id) WHERE m.surface <> substr(
        CASE m.field WHEN 'title' THEN a.title WHEN 'body' THEN a.body ELSE a.captions[m.item + 1] END,
        m.start_char + 1, m.end_char - m.start_char)"""
    for table in ("news.country_mentions", "news.topic_mentions"):
        assert one(workspace, f"SELECT count(*) FROM {table}")[0] > 0
        assert one(workspace, lies.format(table=table)) == (0,)


def test_an_undated_page_with_chrome_becomes_its_article_and_nothing_else(tmp_path: Path, workspace: Workspace) -> None:
    (tmp_path / "page.txt").write_text(OWN_TEXT, encoding="utf-8")
    load(workspace, tmp_path / "page.txt")
    title, body, captions, sections = one(workspace, "SELECT title, body, captions, sections FROM news.articles")
    assert title == "Kenya and Japan open naval talks in Nairobi after two-year pause"
    assert sections == ["Africa", "News", "Security"]
    assert body.startswith("Senior naval officers from Japan")
    assert body.endswith("did not identify any country.")
    assert "\n\nRecovering relations\n\n" in body
    for chrome in (
        "No Comments on",
        "Related Articles",
        "Leave a comment",
        "Copyright",
        "Subscribe",
        "editor@",
        "Credit",
    ):
        assert chrome not in body
    assert captions == ["Kenya and Japan flags", "Flags of Kenya and Japan in the harbour."]
    dates = "SELECT published_at, published_from, published_precision, day_basis FROM news.articles"
    assert one(workspace, dates) == (None, "none", "none", "first_seen")
    assert codes(workspace, "SELECT iso3 FROM news.article_countries") == {"JPN", "KEN", "UKR", "NPL", "MNG"}
    assert codes(workspace, "SELECT iso3 FROM news.article_countries WHERE is_focus") == {"JPN", "KEN"}
    sea = body.index("South China Sea")
    assert (
        codes(workspace, f"SELECT iso3 FROM news.country_mentions WHERE field = 'body' AND start_char >= {sea}")
        == set()
    )
    topics = codes(workspace, "SELECT topic_id FROM news.article_topics WHERE score >= .5")
    assert {"defence", "diplomacy"} <= topics
    pairs = "SELECT iso3_a, iso3_b FROM mart.country_pair_daily WHERE articles_focus > 0"
    assert rows(workspace, pairs) == [("JPN", "KEN")]
    assert_spans_hold(workspace)


def test_the_seed_gives_the_facts_that_are_expected_of_it(workspace: Workspace) -> None:
    if not SHARED.is_dir():
        pytest.skip("../shared/seed is not here: the article belongs to others and is not part of the project")
    want = json.loads((SHARED / "expected.json").read_text(encoding="utf-8"))
    load(workspace, SHARED / "article.txt")
    title, body, captions, sections = one(workspace, "SELECT title, body, captions, sections FROM news.articles")
    assert (title, sections) == (want["title"], want["sections"])
    assert body.startswith(want["body_starts"])
    assert body.endswith(want["body_ends"])
    assert all(heading in body.split("\n\n") for heading in want["body_headings"])
    assert [text for text in want["must_not_be_in_body"] if text in body] == []
    assert "Washinton" in body
    assert [c for c in want["captions"] if not any(caption.startswith(c) for caption in captions)] == []
    assert one(workspace, "SELECT published_at, published_from FROM news.articles") == (None, "none")
    assert codes(workspace, "SELECT iso3 FROM news.article_countries") == set(want["countries_mentioned"])
    assert codes(workspace, "SELECT iso3 FROM news.article_countries WHERE is_focus") == set(want["countries_focus"])
    assert set(want["topics_expected"]) <= codes(
        workspace, "SELECT topic_id FROM news.article_topics WHERE score >= .5"
    )
    sea = body.index("South China Sea")
    at_sea = (
        f"SELECT count(*) FROM news.country_mentions WHERE field = 'body' AND start_char BETWEEN {sea} AND {sea + 15}"
    )
    assert one(workspace, at_sea) == (0,)
    pairs = "SELECT iso3_a, iso3_b FROM mart.country_pair_daily WHERE articles_focus > 0"
    assert rows(workspace, pairs) == [tuple(want["country_pair_first"])]
    for iso3, surfaces in want["country_evidence_examples"].items():
        found = codes(workspace, f"SELECT replace(surface, '’', '''') FROM news.country_mentions WHERE iso3 = '{iso3}'")
        assert set(surfaces) <= found, iso3
    assert_spans_hold(workspace)
