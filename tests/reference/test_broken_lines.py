"""A broken line in any data file that people edit: the answer names the file, the line and the remedy."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import reference.countries as countries_module
import reference.gazetteer as gazetteer_module
import reference.salience as salience_module
from core.errors import UsageError
from reference.gazetteer import DATA, FOLDED, REVIEWED, load_gazetteer
from reference.telltales import load_telltales

# Of files with a country, a rule or a spelling in their second column.
ROWS = {
    **dict.fromkeys(REVIEWED, "Ruritania\tDEU\tname\t1"),
    "refusals": "Ruritania Cup\tteam",
    "misspellings": "Germny\tGermany",
    "context": "Sound\tafter\tsea",
    "local_cues": "bailiff of Ruritania\tDEU",
}
ASKED_BY_SCRIPTS = ("common_words", "generic_words", "surnames")  # scripts/build_gazetteer.py
BROKEN = {
    "blanks in place of tabs": lambda row: row.replace("\t", "    "),
    "a mark of a merge": lambda row: "<<<<<<< ours",
    "no surface": lambda row: "\t" + row.partition("\t")[2],
}
BROKEN_SURFACES = {
    "a surface that is empty": lambda row: row.replace("\t", "|\t", 1),
    "a surface without a letter": lambda row: row.replace("\t", "| ! \t", 1),
}
BROKEN_SENSES = {
    "a weight over 1": lambda row: row.removesuffix("\t1") + "\t5",
    "a weight in words": lambda row: row.removesuffix("\t1") + "\thigh",
    "a year that is none": lambda row: row + "\tsoon",
    "years in the wrong order": lambda row: row + "\t1990\t1950",
    "an unknown country": lambda row: row.replace("DEU", "RUR"),
    "an unknown kind": lambda row: row.replace("\tname", "\tkingdom"),
}


def cases() -> list[tuple[str, str, Callable[[str], str]]]:
    found = [(name, what, fault) for name in ROWS for what, fault in BROKEN.items()]
    found += [(name, what, fault) for name in FOLDED for what, fault in BROKEN_SURFACES.items()]
    return found + [("names", what, fault) for what, fault in BROKEN_SENSES.items()]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A gazetteer of its own, without the large built files, whose content nothing here depends on."""
    folder = tmp_path / "gazetteer"
    shutil.copytree(DATA, folder)
    monkeypatch.setattr(gazetteer_module, "DATA", folder)
    return folder


def add(path: Path, line: bytes) -> int:
    """Adds a line at the end of a file; returns its number."""
    before = path.read_bytes().rstrip(b"\n") + b"\n"
    path.write_bytes(before + line + b"\n")
    return before.count(b"\n") + 1


def load_everything() -> None:
    load_gazetteer.__wrapped__()
    load_telltales.__wrapped__()


@pytest.mark.parametrize(("name", "what", "fault"), cases(), ids=lambda value: value if isinstance(value, str) else "")
def test_a_broken_row_is_named(name: str, what: str, fault: Callable[[str], str], data: Path) -> None:
    number = add(data / f"{name}.tsv", fault(ROWS[name]).encode())
    with pytest.raises(UsageError) as said:
        load_gazetteer.__wrapped__()
    assert f"{name}.tsv: line {number} is not right" in said.value.message
    assert len(said.value.remedy) > 20


@pytest.mark.parametrize("path", sorted(p.name for p in DATA.glob("*.t[sx][vt]") if p.stem not in ASKED_BY_SCRIPTS))
def test_a_line_that_is_not_utf_8_is_named(path: str, data: Path) -> None:
    number = add(data / path, "São Tomé\tSTP\tname".encode("latin-1"))
    with pytest.raises(UsageError) as said:
        load_everything()
    assert f"{path}: line {number} is not in UTF-8" in said.value.message
    assert said.value.remedy


@pytest.mark.parametrize("name", [*REVIEWED, "refusals", "context", "local_cues", "misspellings"])
def test_a_file_that_is_empty_or_missing_is_named(name: str, data: Path) -> None:
    (data / f"{name}.tsv").write_bytes(b"")
    with pytest.raises(UsageError, match=rf"{name}\.tsv: line 1 is not right") as said:
        load_everything()
    assert "names the columns" in said.value.remedy
    (data / f"{name}.tsv").unlink()
    with pytest.raises(UsageError, match=rf"{name}\.tsv cannot be read") as said:
        load_everything()
    assert "Put it back" in said.value.remedy


def test_a_file_in_utf_16_or_with_line_ends_of_another_system_is_told_or_read(data: Path) -> None:
    path = data / "names.tsv"
    before = path.read_text(encoding="utf-8")
    path.write_bytes(before.replace("\n", "\r\n").encode("utf-8-sig"))
    load_everything()
    for encoding in ("utf-16", "utf-16-le"):
        path.write_bytes(before.encode(encoding))
        with pytest.raises(UsageError, match=r"names\.tsv: line \d+ is not in UTF-8"):
            load_everything()


@pytest.mark.parametrize("row", ["XXX", "Ruritania,RU,Ruritania,,,,Strelsau,state", "RUR,RU,Ruritania,,,,,kingdom"])
def test_a_broken_country_is_named(row: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "countries.csv"
    shutil.copy(countries_module.PATH, path)
    number = add(path, row.encode())
    monkeypatch.setattr(countries_module, "PATH", path)
    with pytest.raises(UsageError, match=rf"countries\.csv: line {number} is not a country"):
        countries_module.load_countries.__wrapped__()


def test_weights_that_are_not_utf_8_are_named(tmp_path: Path) -> None:
    path = tmp_path / "salience.tsv"
    shutil.copy(salience_module.PATH, path)
    number = add(path, b"\xff")
    with pytest.raises(UsageError, match=rf"salience\.tsv: line {number} is not in UTF-8"):
        salience_module.read_rows(path)
