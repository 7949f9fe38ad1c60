"""The data of other languages: complete, consistent, and a broken line is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import UsageError
from reference import inflection, languages
from reference.countries import iso3_codes
from reference.coverage import coverage
from reference.inflection import Endings, forms, load_endings
from reference.languages import load_language, load_profiles
from reference.regions import load_regions

LANGUAGES = sorted(load_profiles())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_country_has_a_name_in_every_covered_language(language: str) -> None:
    gazetteer = load_language(language)
    assert gazetteer is not None
    named = {sense.iso3 for entry in gazetteer.entries for sense in entry.senses if sense.kind in ("name", "alias")}
    assert iso3_codes() - named == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_surface_stands_twice_for_one_country_and_kind(language: str) -> None:
    seen: set[tuple[str, str, str]] = set()
    for number, cells in languages.language_rows(f"{language}.tsv"):
        for surface in cells[0].split("|"):
            row = (surface.strip(), cells[1], cells[2])
            assert row not in seen, f"{language}.tsv: line {number}: {row} stands above already"
            seen.add(row)


def test_a_folded_text_is_as_long_as_the_text() -> None:
    text = "İstanbul, Ёлка, ＵＳＡ, 한국, किताब, القاهرة, می‌رود, \ud800 é e\u0301 ß ﬁ"
    for language in LANGUAGES:
        gazetteer = load_language(language)
        assert gazetteer is not None
        assert len(gazetteer.fold(text)) == len(text)


def test_the_words_of_a_phrase_bend_together() -> None:
    table = load_endings()["ru", "place"]
    bent = forms("Южная Корея", table, together=True)
    assert {"Южная Корея", "Южной Кореи", "Южную Корею", "Южной Корее"} <= bent
    assert "Южная Корею" not in bent


def test_the_longest_ending_counts_and_an_abbreviation_does_not_bend() -> None:
    table = Endings(forms={"a": ("a", "e"), "ca": ("ca", "che")})
    assert forms("turca", table, together=True) == {"turca", "turche"}
    assert forms("USA", table, together=True) == {"USA"}


def test_the_coverage_says_for_each_language_how_much_it_has() -> None:
    rows = {(row.language, row.what): row for row in coverage()}
    assert {language for language, _ in rows} == {"en", *LANGUAGES}
    assert len(rows) == len(coverage())
    for language in LANGUAGES:
        assert rows[language, "country_names"].entries >= 240
        assert rows[language, "capitals"].entries >= 60
        assert (rows[language, "country_names"].checked_sentences or 0) >= 40
    assert rows["en", "topics"].entries > 0
    assert rows["en", "regions"].entries == len(load_regions().regions)
    assert {language for language, what in rows if what == "regions"} == load_regions().languages
    assert 10 <= rows["fr", "regions"].entries <= len(load_regions().regions)


@pytest.mark.parametrize(
    ("line", "remedy"),
    [
        ("Rusia\tRUX\tname", "'RUX' is not an ISO 3166-1"),
        ("Rusia\tRUS\tplace", "The kind is one of"),
        ("Rusia\tRUS\tname\theavy", "The weight is a number"),
        ("Rusia RUS name", "A row needs its surfaces"),
        ("|\tRUS\tname", "Each surface"),
        ("/и\tRUS\tname", "The mention stands before"),
    ],
)
def test_a_broken_line_is_named_with_its_remedy(
    line: str, remedy: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "profiles.tsv").write_text("language\tname\twords\taccents\tchecked\nes\tSpanish\tspaced\tstrip\t40\n")
    (tmp_path / "es.tsv").write_text(f"surfaces\tiso3\tkind\n{line}\n")
    monkeypatch.setattr(languages, "DATA", tmp_path)
    for cached in (load_profiles, load_language):
        cached.cache_clear()
    try:
        with pytest.raises(UsageError) as raised:
            load_language("es")
    finally:
        for cached in (load_profiles, load_language):
            cached.cache_clear()
    assert "es.tsv: line 2" in str(raised.value)
    assert remedy in (raised.value.remedy or "")


def test_a_file_without_its_header_is_named_and_loses_no_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "es.tsv").write_text("Rusia\tRUS\tname\nChina\tCHN\tname\n")
    monkeypatch.setattr(languages, "DATA", tmp_path)
    with pytest.raises(UsageError, match="line 1") as raised:
        list(languages.language_rows("es.tsv"))
    assert "first row names the columns" in (raised.value.remedy or "")


def test_a_broken_line_of_the_endings_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "endings.tsv"
    path.write_text("language\tsort\twhat\tendings\tforms\nes\tpeople\tfrom\to\to|a\n")
    monkeypatch.setattr(inflection, "PATH", path)
    load_endings.cache_clear()
    try:
        with pytest.raises(UsageError, match="line 2"):
            load_endings()
    finally:
        load_endings.cache_clear()
