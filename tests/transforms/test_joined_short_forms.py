"""Surfaces of which only a part is a mention, and scripts that have no blanks between words."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.records import Texts
from reference.gazetteer import DATA, load_gazetteer
from transforms.countries.tagger import tag_countries

TEN = ("zh", "ja", "ko", "ar", "fa", "hi", "th", "vi", "id", "sw")


def spans(text: str, language: str) -> list[tuple[str, str]]:
    """Surface and country of each mention, by its offsets."""
    tags = tag_countries(Texts(title=None, body=text), load_gazetteer(), language=language)
    assert all(text[one.start : one.end] == one.surface for one in tags.mentions)
    return [(one.surface, one.iso3) for one in tags.mentions]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("zh", "中美两军恢复沟通", [("中", "CHN"), ("美", "USA")]),
        ("ja", "日米韓の高官が協議", [("日", "JPN"), ("米", "USA"), ("韓", "KOR")]),
        ("ko", "한·미 정상회담", [("한", "KOR"), ("미", "USA")]),
        ("vi", "Quan hệ Mỹ - Trung căng thẳng", [("Mỹ", "USA"), ("Trung", "CHN")]),
    ],
)
def test_each_country_of_a_joined_short_form_is_a_mention_of_its_own(
    language: str, text: str, expected: list[tuple[str, str]]
) -> None:
    assert spans(text, language) == expected


def test_what_stands_after_a_slash_must_follow_but_is_no_part_of_the_mention() -> None:
    assert spans("米、輸出規制を強化", "ja") == [("米", "USA")]
    assert spans("法方表示欢迎", "zh") == [("法方", "FRA")]
    assert spans("执法方表示", "zh") == []


def test_a_full_name_counts_against_a_short_form_that_stands_across_two_words() -> None:
    assert spans("其中日本增长最快", "zh") == [("日本", "JPN")]


def test_letters_of_katakana_make_one_word() -> None:
    assert spans("インドアのタイトル、チリソース", "ja") == []
    assert spans("インドとタイ", "ja") == [("インド", "IND"), ("タイ", "THA")]


def test_letters_that_keyboards_write_one_for_another_are_the_same() -> None:
    assert [iso3 for _, iso3 in spans("الرئيس المصرى", "ar")] == ["EGY"]
    assert [iso3 for _, iso3 in spans("وزير آمريكا", "fa")] == ["USA"]


@pytest.mark.parametrize("language", TEN)
def test_odd_text_has_an_answer_whose_offsets_hold(language: str) -> None:
    for text in ("", "0123456789", "\ud800中国\udfff 한국", "\u202eالصين\u202c 🇨🇳 中国", "a\u0301" * 50):
        spans(text, language)


def rows(language: str) -> list[list[str]]:
    """The cells of each row of a language's file that is sure of its country in any year."""
    lines = Path(DATA / "languages" / f"{language}.tsv").read_text(encoding="utf-8").splitlines()
    found = [(line + "\t" * 6).split("\t")[:6] for line in lines if not line.startswith(("#", "surfaces\t"))]
    return [cells for cells in found if not cells[4] and not cells[5] and float(cells[3] or 1) >= 0.5]


@pytest.mark.parametrize("language", TEN)
def test_each_surface_alone_names_its_countries_and_no_refusal_hides_it(language: str) -> None:
    wrong = {
        surface: cells[1]
        for cells in rows(language)
        for surface in cells[0].split("|")
        if {iso3 for _, iso3 in spans(surface.replace("/", ""), language)} != set(cells[1].split(","))
    }
    assert not wrong
