"""The house's walls: imports point one way, and heavy libraries have one door each. Read from the syntax trees, so that
an import inside a function, under TYPE_CHECKING or by name counts too."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# A room may import rooms of a lower floor; rooms of one floor are blind to each other (design.md, "The house").
FLOOR = {
    "core": 0,
    "contracts": 1,
    "reference": 2,
    "sources": 3,
    "transforms": 3,
    "expectations": 3,
    "warehouse": 3,
    "reports": 4,
    "flows": 5,
    "cli": 6,
}
ONLY_IN = {
    "prefect": "flows",
    "great_expectations": "expectations",
    "duckdb_engine": "expectations",
    "duckdb": "warehouse",
}
# What lies beside the house: the rooms named may use it, no other.
BESIDE = {"examples": {"cli"}, "tests": set[str](), "scripts": set[str](), "benchmarks": set[str]()}


@dataclass(frozen=True)
class Import:
    """A module imported at a line of a file."""

    file: Path
    line: int
    module: str

    @property
    def package(self) -> str:
        return self.module.partition(".")[0]


def imports(file: Path, root: Path) -> Iterator[Import]:
    """All imports of a file, relative ones made absolute, and calls of import_module or __import__ with a literal."""
    tree = ast.parse(file.read_text(encoding="utf-8"), str(file))
    here = file.relative_to(root).with_suffix("").parts
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (Import(file, node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = [*here[: len(here) - node.level]] if node.level else []
            yield Import(file, node.lineno, ".".join([*base, *([node.module] if node.module else [])]))
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in ("import_module", "__import__") and isinstance(node.args[0].value, str):
                yield Import(file, node.lineno, node.args[0].value)


def breaches(root: Path) -> list[str]:
    """What breaks the walls under `root`, one line each; empty is pass."""
    found = []
    for room in FLOOR:
        for file in sorted((root / room).rglob("*.py")):
            found += [words for one in imports(file, root) if (words := breach(room, one, root))]
    return found


def breach(room: str, one: Import, root: Path) -> str:
    """Why this import may not stand in this room, or nothing."""
    place = f"{one.file.relative_to(root)}:{one.line} imports {one.module}"
    package = one.package
    if package != room and package in FLOOR and FLOOR[package] >= FLOOR[room]:
        return f"{place}: {room} stands on floor {FLOOR[room]}, {package} on {FLOOR[package]}"
    if package in ONLY_IN and ONLY_IN[package] != room:
        return f"{place}: only {ONLY_IN[package]} may"
    if package in BESIDE and room not in BESIDE[package]:
        return f"{place}: it lies beside the house"
    return ""


def test_imports_point_one_way_and_each_heavy_library_has_one_door() -> None:
    assert breaches(ROOT) == []


def test_every_package_of_the_project_has_a_floor_and_is_listed() -> None:
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["packages"]
    assert {name.partition(".")[0] for name in listed} == {*FLOOR, "examples"}
    for name in FLOOR:
        assert (ROOT / name / "__init__.py").exists(), name


@pytest.mark.parametrize(
    ("file", "line", "expected"),
    [
        ("core/a.py", "import contracts.tables", "core stands on floor 0, contracts on 1"),
        ("sources/a.py", "from warehouse import load", "sources stands on floor 3, warehouse on 3"),
        ("transforms/deep/a.py", "from sources.kinds.feed import read", "transforms stands on floor 3"),
        ("reports/a.py", "def f():\n    import flows.newsroom", "reports stands on floor 4, flows on 5"),
        ("reports/a.py", "import duckdb", "only warehouse may"),
        ("cli/a.py", "from prefect import flow", "only flows may"),
        ("cli/a.py", "def f():\n    from great_expectations.core import batch", "only expectations may"),
        ("warehouse/a.py", "import os, duckdb_engine", "only expectations may"),
        ("flows/a.py", "import importlib\nimportlib.import_module('duckdb')", "only warehouse may"),
        ("flows/a.py", "__import__('cli.main')", "flows stands on floor 5, cli on 6"),
        (
            "contracts/a.py",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import reference",
            "reference on 2",
        ),
        ("flows/a.py", "from examples.newsroom import serve", "it lies beside the house"),
        ("core/a.py", "import scripts.docs", "it lies beside the house"),
    ],
)
def test_a_planted_breach_is_found(tmp_path: Path, file: str, line: str, expected: str) -> None:
    path = tmp_path / file
    path.parent.mkdir(parents=True)
    path.write_text(f"from __future__ import annotations\n{line}\n", encoding="utf-8")
    found = breaches(tmp_path)
    assert len(found) == 1
    assert found[0].startswith(f"{file}:")
    assert expected in found[0]


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("cli/a.py", "from flows.newsroom import run"),
        ("reports/a.py", "from reports.rows import Run\nfrom contracts.tables import ALL\nfrom core import VERSION"),
        ("warehouse/a.py", "import duckdb\nfrom . import load\nfrom .load import load_batch"),
        ("sources/kinds/a.py", "from ..fetch import get\nfrom reference.countries import load"),
        ("expectations/a.py", "import great_expectations, duckdb_engine"),
        ("cli/a.py", "from examples.newsroom import serve"),
        ("core/a.py", "import prefect_like\nimport duckdbx\nname = 'import duckdb'"),
    ],
)
def test_what_the_house_allows_is_let_through(tmp_path: Path, file: str, line: str) -> None:
    path = tmp_path / file
    path.parent.mkdir(parents=True)
    path.write_text(f"{line}\n", encoding="utf-8")
    assert breaches(tmp_path) == []
