"""A workspace of its own for each test, and its writer's connection."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from core.workspace import Workspace
from warehouse.connection import connect_writer


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "workspace")


@pytest.fixture
def con(workspace: Workspace) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = connect_writer(workspace)
    yield connection
    connection.close()
