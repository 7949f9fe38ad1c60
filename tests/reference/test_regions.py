"""Groups and regions: what the files hold, that they hold together, and what a wrong line gets."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import fields
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

import reference.regions as regions_module
from contracts.ref import REGION_KINDS, REGION_MEMBERS, REGIONS
from core.errors import UsageError
from reference.countries import iso3_codes, load_countries
from reference.regions import Membership, Region, Regions, load_regions


@pytest.fixture(scope="module")
def regions() -> Regions:
    return load_regions()


@pytest.fixture
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the files that the loader reads instead."""
    folder = tmp_path / "regions"
    shutil.copytree(regions_module.DATA, folder)
    monkeypatch.setattr(regions_module, "DATA", folder)
    return folder


def members(regions: Regions, region_id: str, day: str) -> set[str]:
    at = date.fromisoformat(day)
    return {m.iso3 for m in regions.members if m.region_id == region_id and m.holds(at)}


def test_a_region_and_a_membership_have_the_columns_of_their_tables() -> None:
    assert tuple(field.name for field in fields(Region)) == REGIONS.column_names
    assert tuple(field.name for field in fields(Membership)) == REGION_MEMBERS.column_names


def test_regions_stand_once_with_a_known_kind_a_definition_and_a_source(regions: Regions) -> None:
    counted = Counter(region.region_id for region in regions.regions)
    assert set(counted.values()) == {1}
    assert all(region.kind in REGION_KINDS and region.definition and region.source for region in regions.regions)


def test_every_region_has_a_surface_and_members_or_says_that_nobody_lists_them(regions: Regions) -> None:
    named = {surface.region_id for _, _, surfaces in regions.patterns for surface in surfaces}
    listed = {member.region_id for member in regions.members}
    without = {region.region_id for region in regions.regions if "No list of record" in region.definition}
    every = {region.region_id for region in regions.regions}
    assert every - named == set()
    assert every - listed == without


def test_no_country_belongs_to_a_region_twice_at_a_time(regions: Regions) -> None:
    seen: dict[tuple[str, str], list[Membership]] = {}
    for member in regions.members:
        assert member.iso3 in iso3_codes()
        seen.setdefault((member.region_id, member.iso3), []).append(member)
    for times in seen.values():
        times.sort(key=lambda one: one.since or date.min)
        for first, second in pairwise(times):
            assert first.until is not None, first
            assert second.since is not None, second
            assert first.until <= second.since, (first, second)


def test_a_region_of_the_past_has_no_members_today(regions: Regions) -> None:
    past = [region.region_id for region in regions.regions if "(past)" in region.label]
    assert len(past) >= 8
    assert {region_id for region_id in past if members(regions, region_id, "2026-01-01")} == set()


def test_the_five_continents_part_the_countries_among_them(regions: Regions) -> None:
    parts = [members(regions, name, "2026-01-01") for name in ("africa", "americas", "asia", "europe", "oceania")]
    assert sum(map(len, parts)) == len(set().union(*parts))
    assert set().union(*parts) == {country.iso3 for country in load_countries()} - {"ATA"}


@pytest.mark.parametrize(
    ("region_id", "count"),
    [
        ("eu", 27), ("euro_area", 21), ("schengen", 29), ("nato", 32), ("asean", 11), ("brics", 10), ("g7", 7),
        ("g20", 19), ("african_union", 55), ("ecowas", 12), ("arab_league", 22), ("gcc", 6), ("opec", 12), ("sco", 10),
        ("cis", 9), ("csto", 6), ("eaeu", 5), ("mercosur", 6), ("caricom", 15), ("pacific_islands_forum", 18),
        ("oas", 33), ("oecd", 38), ("council_of_europe", 46), ("oic", 57), ("commonwealth", 56), ("sadc", 16),
        ("eac", 8), ("celac", 33), ("apec", 21), ("five_eyes", 5), ("visegrad", 4), ("benelux", 3),
    ],
)  # fmt: skip
def test_a_group_has_as_many_members_as_it_says_itself(regions: Regions, region_id: str, count: int) -> None:
    assert len(members(regions, region_id, "2026-02-01")) == count


@pytest.mark.parametrize(
    ("region_id", "iso3", "last_day_before", "first_day"),
    [
        ("nato", "FIN", "2023-04-03", "2023-04-04"),
        ("nato", "SWE", "2024-03-06", "2024-03-07"),
        ("nato", "ESP", "1982-05-29", "1982-05-30"),
        ("eu", "HRV", "2013-06-30", "2013-07-01"),
        ("ec", "PRT", "1985-12-31", "1986-01-01"),
        ("brics", "ZAF", "2010-12-23", "2010-12-24"),
        ("brics", "IRN", "2023-12-31", "2024-01-01"),
        ("brics", "IDN", "2025-01-05", "2025-01-06"),
        ("african_union", "MAR", "2017-01-29", "2017-01-30"),
        ("sco", "BLR", "2024-07-03", "2024-07-04"),
        ("asean", "TLS", "2025-10-25", "2025-10-26"),
    ],
)
def test_an_accession_counts_from_its_day(
    regions: Regions, region_id: str, iso3: str, last_day_before: str, first_day: str
) -> None:
    assert iso3 not in members(regions, region_id, last_day_before)
    assert iso3 in members(regions, region_id, first_day)


@pytest.mark.parametrize(
    ("region_id", "iso3", "last_day", "day_after"),
    [
        ("eu", "GBR", "2020-01-31", "2020-02-01"),
        ("ecowas", "MLI", "2025-01-28", "2025-01-29"),
        ("ecowas", "BFA", "2025-01-28", "2025-01-29"),
        ("ecowas", "NER", "2025-01-28", "2025-01-29"),
        ("opec", "QAT", "2018-12-31", "2019-01-01"),
        ("opec", "ECU", "2019-12-31", "2020-01-01"),
        ("opec", "AGO", "2023-12-31", "2024-01-01"),
        ("opec", "ARE", "2026-04-30", "2026-05-01"),
        ("opec_plus", "ARE", "2026-04-30", "2026-05-01"),
        ("council_of_europe", "RUS", "2022-03-15", "2022-03-16"),
        ("oau", "MAR", "1984-11-11", "1984-11-12"),
        ("ec", "FRA", "1993-10-31", "1993-11-01"),
        ("warsaw_pact", "HUN", "1991-06-30", "1991-07-01"),
    ],
)
def test_an_exit_counts_from_its_day(
    regions: Regions, region_id: str, iso3: str, last_day: str, day_after: str
) -> None:
    assert iso3 in members(regions, region_id, last_day)
    assert iso3 not in members(regions, region_id, day_after)


@pytest.mark.parametrize(
    ("name", "line", "said"),
    [
        ("regions", "Atlantis\tAtlantis\tgeographic\tsunk\tPlato", "small letters"),
        ("regions", "nato\tNATO\talliance\tagain\tTreaty", "stands once"),
        ("regions", "atlantis\tAtlantis\tempire\tsunk\tPlato", "the kind is one of|The kind is one of"),
        ("regions", "atlantis\tAtlantis\tgeographic", "definition and a source"),
        ("regions", "atlantis", "with tabs between"),
        ("members", "atlantis\tGRC", "no region of regions.tsv"),
        ("members", "nato\tATL", "'ATL' is not an ISO 3166-1 alpha-3 code"),
        ("members", "nato\tCHE\tsoon", "written as 2004-05-01"),
        ("members", "nato\tCHE\t2004\t2003", "later day"),
        ("surfaces", "Atlantis\tatlantis\tname", "no region of regions.tsv"),
        ("surfaces", "the Pact\tnato\tnickname", "kind is one of"),
        ("surfaces", "the Pact\tnato\tname\tmuch", "weight is a number"),
        ("surfaces", "the Pact\tnato\tname\t2", "weight is a number"),
        ("surfaces", "the Pact\tnato\tname\t1\tEnglish", "two letters"),
        ("surfaces", "NATO\teu\tabbreviation", "stands in line"),
        ("members", "nato\tFRA\t1990\t1995", "by a line further up"),
        ("refusals", "NATO pineapple", "with tabs between"),
        ("surfaces", "the Pact||Treaty\tnato\tname", "each surface|Each surface"),
        ("refusals", "NATO pineapple| ! \tdish", "each surface|Each surface"),
    ],
)
def test_a_wrong_line_is_named_with_file_line_and_remedy(name: str, line: str, said: str, own_data: Path) -> None:
    path = own_data / f"{name}.tsv"
    before = path.read_text(encoding="utf-8").rstrip("\n")
    path.write_text(f"{before}\n{line}\n", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        load_regions.__wrapped__()
    assert f"{name}.tsv: line {before.count(chr(10)) + 2}" in str(caught.value)
    assert any(part in f"{caught.value} {caught.value.remedy}" for part in said.split("|"))


def test_a_head_without_its_columns_is_a_wrong_line(own_data: Path) -> None:
    path = own_data / "refusals.tsv"
    path.write_text("words\trule\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"refusals.tsv: line 1"):
        load_regions.__wrapped__()


@pytest.mark.parametrize("name", ["regions", "members", "surfaces", "refusals"])
def test_an_empty_file_has_no_head_and_a_missing_one_is_named(name: str, own_data: Path) -> None:
    (own_data / f"{name}.tsv").write_bytes(b"")
    with pytest.raises(UsageError, match=rf"{name}.tsv: line 1 is not right"):
        load_regions.__wrapped__()
    (own_data / f"{name}.tsv").unlink()
    with pytest.raises(UsageError, match=rf"{name}.tsv cannot be read"):
        load_regions.__wrapped__()


def test_a_file_with_a_mark_of_byte_order_is_read_and_one_in_another_coding_is_named(own_data: Path) -> None:
    path = own_data / "refusals.tsv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    load_regions.__wrapped__()
    path.write_bytes(path.read_bytes() + "Visegrád\tdish\n".encode("latin-1"))
    with pytest.raises(UsageError, match=r"refusals.tsv: line \d+ is not in UTF-8"):
        load_regions.__wrapped__()


def test_a_surface_added_in_one_line_is_found(own_data: Path) -> None:
    with (own_data / "surfaces.tsv").open("a", encoding="utf-8") as handle:
        handle.write("Old Continent\teurope\tname\t.9\ten\n")
    written = {s.written: s.region_id for _, _, of in load_regions.__wrapped__().patterns for s in of}
    assert written["Old Continent"] == "europe"
