"""`desk tag` names groups and regions beside countries, with the words for them."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support.command import desk

TEXT = "Leaders of the African Union and the EU met in Nairobi. The AU wants more money for the Sahel."


def test_rows_have_the_regions_named_and_the_words_that_prove_them(tmp_path: Path) -> None:
    row = {"doc_id": 1, "title": "NATO looks on", "text": TEXT}
    (tmp_path / "in.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert desk("tag", tmp_path / "in.jsonl", "--output", tmp_path / "out.jsonl").code == 0
    answer = json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8"))
    assert answer["regions"] == ["african_union", "eu", "nato", "sahel"]
    assert answer["countries"] == ["KEN"]
    assert [(m["region"], m["surface"], m["field"], m["rule"]) for m in answer["region_mentions"]] == [
        ("nato", "NATO", "title", "abbreviation"),
        ("african_union", "African Union", "text", "name"),
        ("eu", "EU", "text", "abbreviation"),
        ("african_union", "AU", "text", "document"),
        ("sahel", "Sahel", "text", "name"),
    ]
    for mention in answer["region_mentions"]:
        assert str(row[mention["field"]])[mention["start"] : mention["end"]] == mention["surface"]


def test_explain_shows_regions_also_where_no_country_is_named() -> None:
    said = desk("tag", "Leaders of the African Union met.", "--explain")
    assert said.code == 0
    assert "african_union" in said.out
    as_json = json.loads(desk("tag", TEXT, "--explain", "--json").out)
    assert [region["region_id"] for region in as_json["texts"][0]["regions"]][:2] == ["african_union", "eu"]
