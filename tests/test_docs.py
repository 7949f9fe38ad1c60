"""The docs and the code say the same."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from cli.main import app
from contracts.reasons import REASON_MEANING, STATUS_MEANING, Reason, Status
from contracts.tables import ALL
from core.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))


def read(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def check(project: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(project / "scripts" / "docs.py"), "--check"]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=project)


def test_generated_pages_are_current() -> None:
    done = check(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_page_that_is_behind_is_found_and_written_anew(tmp_path: Path) -> None:
    for folder in ("cli", "core", "contracts", "reference", "scripts", "docs"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    page = tmp_path / "docs" / "reasons.md"
    page.write_text(page.read_text(encoding="utf-8").replace("consent", "assent"), encoding="utf-8")
    assert "docs/reasons.md is behind" in check(tmp_path).stdout
    subprocess.run([sys.executable, str(tmp_path / "scripts" / "docs.py")], check=True, capture_output=True)
    assert page.read_text(encoding="utf-8") == read("reasons.md")


def test_every_verb_and_option_is_documented() -> None:
    text = read("commands.md")
    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]
        inner = {f"{name} {sub}": verb for sub, verb in getattr(command, "commands", {}).items()} or {name: command}
        for verb, its in inner.items():
            section = text.split(f"\n## desk {verb}\n")[1].split("\n## ")[0]
            assert f"    desk {verb}" in section or f" desk {verb}" in section, f"no example of {verb}"
            assert [option for p in its.params for option in p.opts if f"`{option}`" not in section] == []


@pytest.mark.parametrize("table", ALL, ids=lambda table: table.qualified)
def test_every_table_and_column_is_documented(table) -> None:  # type: ignore[no-untyped-def]
    section = read("tables.md").split(f"### {table.qualified}\n")[1].split("\n### ")[0]
    for column in table.columns:
        assert re.search(rf"^\| {column.name} \| {re.escape(column.type)}.*\| \S", section, re.MULTILINE), column.name


def test_every_setting_is_documented() -> None:
    text = read("settings.md")
    for name, field in Settings.model_fields.items():
        assert f"`DESK_{name.upper()}`" in text
        assert field.description
        assert field.description in text


def test_every_status_and_reason_is_documented() -> None:
    text = read("reasons.md")
    assert set(REASON_MEANING) == set(Reason)
    assert set(STATUS_MEANING) == set(Status)
    for reason, (status, meaning) in REASON_MEANING.items():
        section = text.split(f"## {status.value}\n")[1].split("\n## ")[0]
        assert f"| `{reason.value}` | {meaning} |" in section


def test_the_index_leads_to_every_page() -> None:
    index = read("README.md")
    missing = [page.relative_to(DOCS).as_posix() for page in PAGES if page.name != "README.md"]
    assert [name for name in missing if f"({name})" not in index] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_links_between_pages_resolve(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)", text):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target
    titles = [line.strip("# ").lower() for line in text.splitlines() if line.startswith("#")]
    headings = {re.sub(r"[^\w -]", "", title).replace(" ", "-") for title in titles}
    assert set(re.findall(r"\]\(#([^)\s]+)", text)) <= headings


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_files_of_the_project_that_a_page_names_exist(page: Path) -> None:
    rooms = "core|contracts|reference|sources|transforms|expectations|warehouse|reports|flows|cli|scripts|requirements"
    named = re.findall(rf"`((?:{rooms})/[\w./-]*\w)`", page.read_text(encoding="utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_dependency_has_its_reason_and_licence() -> None:
    lines = (ROOT / "requirements" / "desk.in").read_text(encoding="utf-8").splitlines()
    named = [re.split(r"[<>=~ ]", line)[0] for line in lines if line.strip() and not line.startswith("#")]
    rows = re.findall(r"^\| ([\w-]+) \| \S.* \| (\S.*) \|$", read("decisions/0002-dependencies.md"), re.MULTILINE)
    assert sorted(named, key=str.lower) == sorted((name for name, _ in rows if name != "package"), key=str.lower)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_no_page_names_this_machine(page: Path) -> None:
    assert not re.search(r"/(work|home|root|Users)/", page.read_text(encoding="utf-8"))
