"""Two versions of the rules: a change of how texts are tagged must leave the version of reading alone, and the other way
round no change may be missed by both."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from transforms.rules import AGGREGATES, READING_USES, TAGGERS

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("core", "contracts", "reference", "transforms")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def versions(project: Path) -> dict[str, str]:
    code = "import transforms.rules as r; print(r.reading_version(), r.tagging_version(), r.rules_version())"
    said = subprocess.run([sys.executable, "-c", code], cwd=project, capture_output=True, text=True, check=True).stdout
    return dict(zip(("reading", "tagging", "rules"), said.split(), strict=True))


def changed(project: Path, name: str, line: str) -> set[str]:
    before = versions(project)
    with (project / name).open("a", encoding="utf-8") as handle:
        handle.write(line)
    after = versions(project)
    return {kind for kind in before if before[kind] != after[kind]}


def test_a_line_more_in_the_gazetteer_is_another_version_of_tagging_alone(project: Path) -> None:
    name = "reference/data/gazetteer/names.tsv"
    assert changed(project, name, "Sakartvelo\tGEO\talias\t.95\n") == {"tagging", "rules"}


@pytest.mark.parametrize(
    "name", ["transforms/countries/rules.py", "transforms/topics/tagger.py", "transforms/tagging.py"]
)
def test_another_rule_of_tagging_leaves_reading_alone(project: Path, name: str) -> None:
    assert changed(project, name, "# another rule\n") == {"tagging", "rules"}


@pytest.mark.parametrize("name", ["transforms/pages/clean.py", "transforms/identity.py", "transforms/interpret.py"])
def test_another_way_to_read_a_page_is_another_version_of_reading(project: Path, name: str) -> None:
    assert changed(project, name, "# another rule\n") == {"reading", "rules"}


def test_what_is_computed_anew_from_tags_is_in_no_version(project: Path) -> None:
    assert changed(project, "transforms/aggregates/trends.py", "# another sum\n") == set()


@pytest.mark.parametrize("name", ["countries/countries.csv", "gazetteer/given_names.txt", "bylines/cities.txt"])
def test_what_both_use_is_another_version_of_both(project: Path, name: str) -> None:
    assert changed(project, f"reference/data/{name}", "\n") == {"reading", "tagging", "rules"}


def test_reading_a_page_uses_nothing_that_only_the_version_of_tagging_counts() -> None:
    """interpret.py is where the two meet: it reads, then tags; what it tags with is Rules."""
    folder = ROOT / "transforms"
    for path in folder.rglob("*.py"):
        room = path.relative_to(folder).parts[0]
        if room in (*TAGGERS, AGGREGATES, "interpret.py", "rules.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            modules += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for module in modules:
                parts = module.split(".")
                assert parts[0] != "reference" or f"{parts[-1]}.py" in READING_USES, f"{path}: {module}"
                assert parts[:1] != ["transforms"] or parts[1] not in TAGGERS, f"{path}: {module}"
