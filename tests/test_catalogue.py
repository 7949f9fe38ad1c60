"""The catalogue of real outlets: whole, well-formed, each address with the list that it was looked up in. Nothing of it
can be tried here: `desk sources check` does that at the user's, and notes the day in the file. Only what git knows is
looked at: a user's own sources may lie beside it."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import jsonschema
import pycountry
import pytest

from core.urls import is_web_url, normalise_url
from sources.spec import SourceSpec
from sources.spec_files import load_source
from sources.spec_schema import json_schema
from sources.yaml_lines import load_mapping

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = ROOT / "config" / "sources"
VALIDATOR = jsonschema.Draft202012Validator(json.loads(json_schema()))
# The lists give these with http only. Whoever finds one with https in a list may change it, and take it out here.
PLAIN_HTTP = {
    "cyprus-mail", "gazeta-uz", "hespress", "jamaica-gleaner", "kaieteur-news", "leaders-tunisia", "peoples-daily",
    "rtv-slovenija", "trend", "tsa",
}  # fmt: skip


def of_git(*flags: str) -> set[Path] | None:
    """The catalogue's files as `git ls-files` has them; None where git cannot say."""
    command = ["git", "ls-files", "-z", *flags, "--", "config/sources"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    except OSError:
        return None
    return None if done.returncode else {ROOT / name for name in done.stdout.split("\0") if name.endswith("ml")}


FILES = sorted(path for path in of_git() or CATALOGUE.rglob("*.y*ml") if path.exists())


@pytest.fixture(scope="module")
def specs() -> tuple[SourceSpec, ...]:
    return tuple(load_source(path) for path in FILES)


def test_all_of_it_loads_and_every_name_is_taken_once(specs: tuple[SourceSpec, ...]) -> None:
    names = Counter(spec.name for spec in specs)
    assert [name for name, count in names.items() if count > 1] == []
    assert sorted(names) == sorted(path.stem for path in FILES)
    assert {path.suffix for path in FILES} == {".yml"}


def test_it_has_outlets_from_all_over_the_world_and_in_many_languages(specs: tuple[SourceSpec, ...]) -> None:
    countries = Counter(spec.outlet_country for spec in specs)
    assert len(specs) >= 80
    assert len(countries) >= 40
    assert max(countries.values()) <= len(specs) / 5
    assert sum(spec.language not in ("en", None) for spec in specs) >= 40
    assert {spec.tier for spec in specs} == {1, 2, 3}


def test_each_address_names_the_public_list_it_was_looked_up_in(specs: tuple[SourceSpec, ...]) -> None:
    for spec in specs:
        assert spec.origin, spec.name
        assert re.fullmatch(r"[\w.-]+/[\w.-]+: \S.*\S", spec.origin), spec.name


def test_none_comes_with_a_claim_to_be_checked() -> None:
    changed = of_git("--modified")
    if changed is None:
        pytest.skip("git cannot say which files are as they came")
    assert [path.stem for path in FILES if path not in changed and load_source(path).checked is not None] == []


def test_each_lies_in_the_folder_of_its_country(specs: tuple[SourceSpec, ...]) -> None:
    country = {spec.name: spec.outlet_country for spec in specs}
    for path in FILES:
        assert path.parent.parent == CATALOGUE
        assert path.parent.name == str(country[path.stem]).lower(), path


def test_countries_and_languages_are_those_of_iso(specs: tuple[SourceSpec, ...]) -> None:
    for spec in specs:
        assert spec.outlet_country == "XKX" or pycountry.countries.get(alpha_3=spec.outlet_country), spec.name
        assert spec.language is None or pycountry.languages.get(alpha_2=spec.language), spec.name


def test_no_address_stands_twice_and_all_but_a_few_are_https(specs: tuple[SourceSpec, ...]) -> None:
    addresses = Counter(normalise_url(spec.address).partition("://")[2].rstrip("/") for spec in specs)
    assert [address for address, count in addresses.items() if count > 1] == []
    assert {spec.name for spec in specs if not spec.address.startswith("https://")} == PLAIN_HTTP


def test_addresses_carry_no_tracking_and_no_credentials(specs: tuple[SourceSpec, ...]) -> None:
    for spec in specs:
        parts = urlsplit(spec.address)
        assert (parts.username, parts.password, parts.port, parts.fragment) == (None, None, None, ""), spec.name
        kept = parse_qsl(urlsplit(normalise_url(spec.address)).query, keep_blank_values=True)
        assert kept == parse_qsl(parts.query, keep_blank_values=True), spec.name
        assert not re.search(r"(api_?key|token|secret|password|auth)=", parts.query, re.IGNORECASE), spec.name


def test_it_asks_as_politely_as_the_defaults_have_it(specs: tuple[SourceSpec, ...]) -> None:
    manners = ("delay_seconds", "max_pages", "max_mb", "max_minutes", "max_wait_seconds", "revisits")
    for spec in specs:
        assert not spec.model_fields_set & set(manners), spec.name
        assert spec.kind in ("feed", "sitemap", "wordpress"), spec.name  # a listing's selector cannot be looked up


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_first_line_of_a_file_leads_its_editor_to_the_schema_and_the_file_passes_it(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    schema = lines[0].removeprefix("# yaml-language-server: $schema=")
    assert (path.parent / schema).resolve() == ROOT / "docs" / "source.schema.json"
    assert [line for line in lines[1:] if line.lstrip().startswith("#")] == []
    data = {key: str(value) if key == "checked" else value for key, value in load_mapping(path).data.items()}
    assert list(VALIDATOR.iter_errors(data)) == []
    assert is_web_url(load_source(path).address)


def listed() -> Iterator[str]:
    """The repositories that the folder's own page names."""
    yield from re.findall(r"^\| ([\w.-]+/[\w.-]+) \|", (CATALOGUE / "README.md").read_text("utf-8"), re.MULTILINE)


def test_its_page_names_every_list_that_addresses_come_from(specs: tuple[SourceSpec, ...]) -> None:
    used = Counter(str(spec.origin).partition(":")[0] for spec in specs)
    assert sorted(used) == sorted(listed())
