"""What `desk serve` and `desk deploy` run, and that `prefect deploy --all` would register the same."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from core.errors import UsageError
from core.settings import PROJECT
from flows.schedules import load_schedules


def test_prefect_yaml_and_the_schedules_say_the_same() -> None:
    schedules = load_schedules(PROJECT / "config" / "schedules.yml")
    declared = yaml.safe_load((PROJECT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    assert {
        entry["name"]: (entry["entrypoint"], entry["schedules"][0]["cron"], entry["description"]) for entry in declared
    } == {name: (f"flows/newsroom.py:{s.flow}", s.cron, s.description) for name, s in schedules.items()}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("hourly: {flow: newsrooms, cron: '7 * * * *'}", "hourly / flow"),
        ("hourly: {flow: newsroom, cron: hourly}", "hourly / cron"),
        ("hourly: {flow: newsroom, cron: '7 * * * *', every: 1}", "hourly / every"),
        ("hourly: [", "is not YAML"),
    ],
)
def test_a_wrong_schedule_is_named(tmp_path: Path, text: str, named: str) -> None:
    path = tmp_path / "schedules.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=named) as wrong:
        load_schedules(path)
    assert str(path) in wrong.value.message


def test_a_schedule_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read"):
        load_schedules(tmp_path / "none.yml")
