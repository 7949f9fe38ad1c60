"""Heartbeats are for servers that look for crashed runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.prefect_env import unwatched


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    for name in ("PREFECT_API_URL", "PREFECT_FLOWS_HEARTBEAT_FREQUENCY"):
        monkeypatch.delenv(name, raising=False)


def heartbeat(number: int) -> tuple[int, int | None]:
    from prefect.settings import get_current_settings

    return number, get_current_settings().flows.heartbeat_frequency


def test_a_flow_in_process_sends_none() -> None:
    assert unwatched(heartbeat)(7) == (7, None)


@pytest.mark.parametrize(
    ("name", "value"), [("PREFECT_API_URL", "http://127.0.0.1:9/api"), ("PREFECT_FLOWS_HEARTBEAT_FREQUENCY", "60")]
)
def test_a_server_or_a_wish_of_the_users_keeps_them(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    assert unwatched(heartbeat)(7)[1] is not None
