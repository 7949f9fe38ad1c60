"""The example snapshot, built once, and read-only connections as the report gets them."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import duckdb
import pytest


@pytest.fixture(scope="session")
def newsroom() -> ModuleType:
    """The module example_newsroom beside this file."""
    name = "report_example_newsroom"
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name("example_newsroom.py"))
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def snapshot(newsroom: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = newsroom.example_snapshot(tmp_path_factory.mktemp("snapshot") / "desk.duckdb")
    return path


@pytest.fixture
def connect() -> Iterator[Callable[[Path], duckdb.DuckDBPyConnection]]:
    """Opens a snapshot read-only, in UTC, as `warehouse` does."""
    opened = []

    def open_snapshot(path: Path) -> duckdb.DuckDBPyConnection:
        con = duckdb.connect(str(path), read_only=True)
        con.execute("SET TimeZone = 'UTC'")
        opened.append(con)
        return con

    yield open_snapshot
    for con in opened:
        con.close()


@pytest.fixture
def con(snapshot: Path, connect: Callable[[Path], duckdb.DuckDBPyConnection]) -> duckdb.DuckDBPyConnection:
    return connect(snapshot)
