"""The gazetteer and the countries: what they hold, that they hold together, and what a wrong line gets."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reference.gazetteer as gazetteer_module
from contracts.ref import COUNTRIES
from core.errors import UsageError
from reference.countries import Country, iso3_codes, load_countries
from reference.gazetteer import REVIEWED, Gazetteer, fold, gazetteer_version, load_gazetteer, rows


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def test_countries_are_all_of_iso_3166_and_kosovo() -> None:
    countries = load_countries()
    assert len(countries) == 250
    assert [country.iso3 for country in countries] == sorted({country.iso3 for country in countries})
    assert {"XKX", "TWN", "HKG", "PSE", "ESH"} <= iso3_codes()


def test_a_country_has_the_columns_of_its_table() -> None:
    assert tuple(field.name for field in fields(Country)) == COUNTRIES.column_names


def test_every_country_but_antarctica_has_its_region_and_subregion() -> None:
    assert [c.iso3 for c in load_countries() if not c.region or (not c.subregion and c.iso3 != "ATA")] == []


def test_every_country_can_be_found_by_its_name(gazetteer: Gazetteer) -> None:
    missing = [
        country.name
        for country in load_countries()
        if not gazetteer.knows(fold(country.name).strip())
        or country.iso3 not in {sense.iso3 for sense in gazetteer.entry_of(fold(country.name).strip()).senses}
    ]
    assert missing == []


def test_every_sense_is_a_country_with_a_weight_and_years_in_order(gazetteer: Gazetteer) -> None:
    for entry in gazetteer.reviewed.values():
        for sense in entry.senses:
            assert sense.iso3 in iso3_codes()
            assert 0 < sense.weight <= 1
            assert sense.since is None or sense.until is None or sense.since <= sense.until
            assert sense.source


def test_built_places_can_all_be_read(gazetteer: Gazetteer) -> None:
    for folded in gazetteer.packed:
        entry = gazetteer.entry_of(folded)
        assert fold(entry.surface).strip() == folded
        assert {sense.iso3 for sense in entry.senses} <= iso3_codes()


def test_towns_know_their_countries_and_sizes(gazetteer: Gazetteer) -> None:
    assert gazetteer.places("springfield")["USA"] == 5
    assert {"GBR", "CAN", "USA"} <= gazetteer.places("richmond").keys()
    assert gazetteer.places("no such town") == {}


def test_former_states_carry_their_years(gazetteer: Gazetteer) -> None:
    sense = gazetteer.entry_of(fold("Czechoslovakia")).senses[0]
    assert (sense.iso3, sense.since, sense.until) == ("CZE", 1918, 1992)


@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_the_version_is_short_and_follows_the_files() -> None:
    assert gazetteer_version() == load_gazetteer().version
    assert len(gazetteer_version()) == 12


@pytest.mark.parametrize(
    ("name", "line", "said"),
    [
        ("names", "Ruritania\tRUR\tname", "'RUR' is not an ISO 3166-1 alpha-3 code"),
        ("names", "Ruritania\tDEU\tkingdom", "the kind is one of|The kind is one of"),
        ("leaders", "Rudolf\tDEU\tleader\tmuch", "weight is a number"),
        ("misspellings", "Rurtania\tRuritania", "is no surface"),
        ("context", "Sea\tbeside\tsea", "after or before"),
        ("local_cues", "bailiff\tRUR", "'RUR' is not an ISO 3166-1 alpha-3 code"),
    ],
)
def test_a_wrong_line_is_named_with_file_line_and_remedy(
    name: str, line: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(gazetteer_module.DATA, tmp_path, dirs_exist_ok=True)
    target = tmp_path / f"{name}.tsv"
    lines = len(target.read_text(encoding="utf-8").splitlines())
    target.write_text(target.read_text(encoding="utf-8").rstrip("\n") + f"\n{line}\n", encoding="utf-8")
    monkeypatch.setattr(gazetteer_module, "DATA", tmp_path)
    with pytest.raises(UsageError, match=said) as caught:
        load_gazetteer.__wrapped__()
    assert f"{name}.tsv: line {lines + 1}" in str(caught.value)
    assert caught.value.remedy


def test_an_alias_added_in_one_line_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(gazetteer_module.DATA, tmp_path, dirs_exist_ok=True)
    with (tmp_path / "names.tsv").open("a", encoding="utf-8") as handle:
        handle.write("\nLand of the Long White Cloud\tNZL\talias\n")
    monkeypatch.setattr(gazetteer_module, "DATA", tmp_path)
    added = load_gazetteer.__wrapped__()
    assert added.entry_of("land of the long white cloud").senses[0].iso3 == "NZL"


def with_lines(folder: Path, monkeypatch: pytest.MonkeyPatch, **lines: str) -> Gazetteer:
    """The gazetteer with lines added to its files."""
    shutil.copytree(gazetteer_module.DATA, folder, dirs_exist_ok=True)
    for name, line in lines.items():
        with (folder / f"{name}.tsv").open("a", encoding="utf-8") as handle:
            handle.write(f"{line}\n")
    monkeypatch.setattr(gazetteer_module, "DATA", folder)
    return load_gazetteer.__wrapped__()


@pytest.mark.parametrize("spellings", ["Ruritanian waltz|Ruritanian Waltz", "Ruritanian Waltz|Ruritanian waltz"])
def test_of_two_spellings_of_a_refused_phrase_the_one_with_fewer_capitals_stands(
    spellings: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    added = with_lines(tmp_path, monkeypatch, refusals=f"{spellings}\tthing")
    assert added.entry_of("ruritanian waltz").surface == "Ruritanian waltz"


def test_a_phrase_refused_by_two_rules_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="is not right") as caught:
        with_lines(tmp_path, monkeypatch, refusals="Indian summer\tcompany")
    assert "refused by the rule 'thing'" in caught.value.remedy


def test_words_for_two_countries_mean_both(gazetteer: Gazetteer) -> None:
    assert gazetteer.entry_of("two koreas").joint
    assert not gazetteer.entry_of("congo").joint


NO_PEOPLE = {"ATF", "BLM", "BVT", "HMD", "IOT", "SGS", "SJM", "UMI"}  # nobody, or no name of their own
NO_CAPITAL = {"ATA", "ATF", "BVT", "HKG", "HMD", "IOT", "MAC", "SGS", "TKL", "UMI"}
THE_NAME_IS_THE_CAPITAL = {"DJI", "GIB", "LUX", "MCO", "MNP", "SGP", "SMR", "STP", "VAT"}
ANOTHER_CAPITAL_IS_USUAL = {"GUF"}  # Cayenne is the pepper


def kinds_by_country(gazetteer: Gazetteer) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {iso3: set() for iso3 in iso3_codes()}
    for entry in gazetteer.reviewed.values():
        for sense in entry.senses:
            found[sense.iso3].add(sense.kind)
    return found


def test_every_country_has_a_name_and_each_with_a_people_or_a_capital_has_those(gazetteer: Gazetteer) -> None:
    found = kinds_by_country(gazetteer)
    assert [iso3 for iso3, kinds in found.items() if "name" not in kinds] == []
    assert {iso3 for iso3, kinds in found.items() if "demonym" not in kinds} <= NO_PEOPLE | {"VAT"}
    without = {iso3 for iso3, kinds in found.items() if "capital" not in kinds}
    assert without <= NO_CAPITAL | THE_NAME_IS_THE_CAPITAL | ANOTHER_CAPITAL_IS_USUAL


def test_the_capital_of_the_table_of_countries_is_known_as_the_countrys(gazetteer: Gazetteer) -> None:
    missing = [
        (country.iso3, country.capital)
        for country in load_countries()
        if country.capital
        and country.iso3 not in {sense.iso3 for sense in gazetteer.entry_of(fold(country.capital).strip()).senses}
    ]
    assert missing == [("GUF", "Cayenne")]


def test_every_member_of_the_united_nations_has_heads_of_state_or_government_with_years() -> None:
    years = {cells[1]: int(cells[4]) for _, cells in rows("heads", 7)}
    states = {country.iso3 for country in load_countries() if country.status == "state"}
    assert states - years.keys() == set()
    assert all(1900 < year <= 2026 for iso3, year in years.items() if iso3 != "SMR")


def test_at_least_sixty_countries_have_several_institutions(gazetteer: Gazetteer) -> None:
    count = Counter(
        sense.iso3 for entry in gazetteer.reviewed.values() for sense in entry.senses if sense.kind == "institution"
    )
    assert sum(number >= 4 for number in count.values()) >= 60
    assert len(count) >= 150


def test_no_surface_of_a_country_stands_twice_with_another_kind_weight_or_time() -> None:
    seen: dict[tuple[str, str], list[str]] = {}
    clashes = []
    for name in REVIEWED:
        for number, cells in rows(name, 7):
            for surface in cells[0].split("|"):
                known = seen.setdefault((fold(surface).strip(), cells[1]), cells[2:6])
                if known != cells[2:6]:
                    clashes.append((name, number, surface))
    assert clashes == []


def test_words_for_several_countries_are_meant_for_both_or_say_which_is_likelier(gazetteer: Gazetteer) -> None:
    for folded, entry in gazetteer.reviewed.items():
        weights = [sense.weight for sense in entry.senses if sense.iso3 != entry.senses[0].iso3]
        if weights and not entry.joint:
            assert max(weights) <= entry.senses[0].weight < 1 or max(weights) < 0.5, folded
