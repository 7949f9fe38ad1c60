"""The example newsroom, built once and served for each test that changes it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from examples.newsroom import Newsroom, Running, build_newsroom, serve

TODAY = date(2026, 11, 25)


@pytest.fixture(scope="session")
def newsroom() -> Newsroom:
    return build_newsroom(TODAY)


@pytest.fixture
def running(newsroom: Newsroom) -> Iterator[Running]:
    with serve(newsroom) as running:
        yield running
