"""`desk tag --explain`: what the rules make of a text, before anything is changed by it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from core.workspace import Workspace
from tests.support.command import desk
from tests.support.pipeline import feed_source, run_once
from tests.support.site import Site
from tests.support.texts import published_on, story

SENTENCE = "Georgia and Armenia signed; the South China Sea was quiet. Michael Jordan came from Paris, Texas."


def test_a_sentence_is_shown_with_mentions_and_refusals_marked_and_the_rules_beside() -> None:
    said = desk("tag", SENTENCE, "--explain")
    assert said.code == 0, said.err
    shown = " ".join(said.out.split())
    assert "[Georgia GEO] and [Armenia ARM] signed; the {South China Sea: sea} was quiet." in shown
    assert "{Michael Jordan: person} came from [Paris USA], [Texas USA]." in shown
    assert "0-7 GEO name text list" in shown


def test_explained_as_json_the_offsets_hold_and_the_version_is_told() -> None:
    said = desk("tag", SENTENCE, "--explain", "--json")
    answer = json.loads(said.out)
    assert len(answer["tagging_version"]) == 12
    (text,) = answer["texts"]
    assert [SENTENCE[m["start"] : m["end"]] for m in text["marks"]] == [m["surface"] for m in text["marks"]]
    assert {m["rule"] for m in text["marks"] if m["iso3"] is None} == {"sea", "person"}
    assert {share["iso3"] for share in text["countries"]} == {"GEO", "ARM", "USA"}


def test_rows_of_a_file_are_explained_one_after_the_other_and_written_when_asked(tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text(
        '{"doc_id": "a", "title": "Kenya votes", "text": "Polls opened in Nairobi."}\n'
        '{"doc_id": "b", "text": "Nothing here."}\n',
        encoding="utf-8",
    )
    said = desk("tag", rows, "--explain", "--output", tmp_path / "tags.jsonl")
    assert said.code == 0, said.err
    assert "[Kenya KEN] votes" in said.out
    assert "nothing in it looks like a country" in said.err
    assert len((tmp_path / "tags.jsonl").read_text(encoding="utf-8").splitlines()) == 2


def test_a_long_text_is_shown_around_its_mentions_and_control_characters_do_not_reach_the_terminal() -> None:
    said = desk("tag", "word " * 3000 + "in Kenya \x1b[31m\u202e " + "word " * 3000, "--explain")
    assert "[Kenya KEN]" in said.out
    assert len(said.out) < 3000
    assert "\x1b[31m" not in said.out
    assert "\u202e" not in said.out


def test_without_an_output_and_without_explain_the_usage_is_wrong(tmp_path: Path) -> None:
    said = desk("tag", tmp_path / "rows.jsonl")
    assert said.code == 2
    assert "--output" in said.err
    assert desk("tag", tmp_path / "absent.jsonl", "--explain").code == 2


def test_what_was_refused_in_a_published_article_can_be_had_with_rule_and_sentence(site: Site, tmp_path: Path) -> None:
    first = story(0, published_on(0))
    added = (
        "Ships in the South China Sea were told of the talks. The office would not comment. "
        "The Shanghai Cooperation Organisation met. Ships left the South China Sea."
    )
    site.publish(replace(first, paragraphs=(*first.paragraphs, added)))
    workspace = Workspace(tmp_path / "ws")
    run_once(workspace, [feed_source(site.address)])
    said = desk("explain", f"{site.address}/{first.slug}", "--refused", "--json", "--workspace", workspace.root)
    assert said.code == 0, said.err
    words = [row["words"] for row in said.json]
    assert [word for word in words if word in ("South China Sea", "Shanghai")] == [
        "South China Sea", "Shanghai", "South China Sea",
    ]  # fmt: skip
    assert [row["rule"] for row in said.json if row["words"] == "Shanghai"] == ["region"]
    sea = next(row for row in said.json if row["words"] == "South China Sea")
    assert (sea["rule"], sea["in"], sea["sentence"]) == (
        "sea", "body", "Ships in the South China Sea were told of the talks.",
    )  # fmt: skip
