"""Short verbs stay short: what they do not need is not imported."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from core.workspace import Workspace
from tests.support.command import ROOT, environment

# Typer itself imports pydantic (its adapters); what is ours to leave out is pydantic_settings.
HEAVY = {"prefect", "great_expectations", "polars", "pyarrow", "pandas", "trafilatura", "pydantic_settings"}


def imported(*arguments: str | Path) -> set[str]:
    """The packages of which a part was loaded while the verb ran."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "cli.main", *map(str, arguments)],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    modules = re.findall(r"^import time:.*\| +([\w.]+)$", done.stderr, re.MULTILINE)
    # A package that is kept out is listed by its bare name all the same: it counts when a part of it was loaded.
    return {name.partition(".")[0] for name in modules if "." in name}


def test_sql_loads_duckdb_and_nothing_heavy(newsroom: Workspace) -> None:
    loaded = imported("sql", "SELECT 1", "--workspace", newsroom.root)
    assert "duckdb" in loaded
    assert (
        loaded & (HEAVY | {"numpy", "yaml", "lxml", "requests", "flows", "sources", "transforms", "reports"}) == set()
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("status",),
        ("quarantine", "list"),
        ("explain", "mart.country_daily", "--day", "2026-09-01", "--country", "FRA"),
        ("explain", "mart.source_daily", "--day", "2026-09-01", "--source", "courier"),
    ],
    ids=lambda arguments: " ".join(arguments[:2]),
)
def test_verbs_that_only_ask_load_nothing_heavy(arguments: tuple[str, ...], newsroom: Workspace) -> None:
    assert imported(*arguments, "--workspace", newsroom.root) & HEAVY == set()


def test_tag_and_extract_load_neither_prefect_nor_a_database(tmp_path: Path) -> None:
    rows, page = tmp_path / "rows.jsonl", tmp_path / "page.txt"
    rows.write_text('{"doc_id": 1, "text": "Kenya and France signed."}\n', encoding="utf-8")
    page.write_text("A line\n", encoding="utf-8")
    unwanted = {"prefect", "great_expectations", "duckdb", "polars", "pandas"}
    assert imported("tag", rows, "--output", tmp_path / "tags.jsonl") & unwanted == set()
    assert imported("extract", page, "--output", tmp_path / "out.jsonl") & unwanted == set()


def test_help_loads_nothing_heavy() -> None:
    assert imported("--help") & (HEAVY | {"duckdb", "numpy"}) == set()
