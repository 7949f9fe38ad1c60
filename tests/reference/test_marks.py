"""Texts without marks: what is rewritten, and where it stands in the text as given."""

from __future__ import annotations

import unicodedata

import pytest

from reference.marks import plain
from tests.support.work import steps


def test_a_text_without_marks_is_its_own() -> None:
    assert plain("Talks in Norway – “São Paulo”").text == "Talks in Norway – “São Paulo”"


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (None, "Pe\u0301rou", "Pérou"),
        (None, "ﬁnland", "finland"),
        (None, "Ger\u00admany\u200b", "Germany"),
        (None, "Ｕ．Ｓ．", "U.S."),
        ("ru", "Росси\u0301йский", "Российский"),
        ("uk", "Украї\u0301на", "Україна"),
        ("hi", "हिन्दी ज़िला", "हिंदी जिला"),
        ("vi", "Hoà Kỳ, hoàn, quý, Thuỵ", "Hòa Kỳ, hoàn, quý, Thụy"),
        ("ja", "ﾊﾟﾘ", "パリ"),
        ("fa", "می\u200cرود", "می\u200cرود"),
        ("ar", "عَرَبِيّ", "عربي"),
    ],
)
def test_one_way_of_writing_stands_for_all(language: str | None, text: str, expected: str) -> None:
    assert plain(text, language).text == expected


def test_a_span_of_the_plain_text_is_found_in_the_source_with_the_marks_of_its_letters() -> None:
    source = unicodedata.normalize("NFD", "à Québec, é")
    read = plain(source)
    at = read.text.index("Québec")
    start, end = read.span(at, at + 6)
    assert source[start:end] == unicodedata.normalize("NFD", "Québec")
    assert read.back(start, end) == (at, at + 6)


def test_what_has_no_width_beside_a_word_is_no_part_of_it() -> None:
    source = "\u200bIran\u200b, \u00adIraq"
    read = plain(source)
    assert read.text == "Iran, Iraq"
    assert [source[slice(*read.span(*span))] for span in ((0, 4), (6, 10))] == ["Iran", "Iraq"]


def test_work_grows_with_the_length_only() -> None:
    text = "عَمَّا\u064e\u064e\u064e e\u0301\u0301 ﾄﾞ ن्द "
    plain(text, "ar")
    one = steps(lambda: plain(text * 100, "ar"))
    assert steps(lambda: plain(text * 1000, "ar")) < 11 * one + 1_000
