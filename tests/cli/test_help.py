"""--help fits a screen, and every verb shows an example of itself that is one."""

from __future__ import annotations

import re
import shlex

import pytest
import typer.main

from cli.main import app
from tests.support.command import desk

ROOT_COMMAND = typer.main.get_command(app)


def verbs() -> dict[str, typer.main.TyperCommand]:
    """Every verb by its full name; those of a group under the group's."""
    found = {}
    for name, command in ROOT_COMMAND.commands.items():  # type: ignore[attr-defined]
        if hasattr(command, "commands"):
            found |= {f"{name} {sub}": inner for sub, inner in command.commands.items()}
        else:
            found[name] = command
    return found


def test_help_fits_a_screen_of_80_by_50_with_a_line_for_each_verb() -> None:
    said = desk("--help", env={"COLUMNS": "80"})
    assert said.code == 0
    lines = said.out.splitlines()
    assert len(lines) <= 50
    assert max(map(len, lines)) <= 80
    listed = [line for line in lines if re.match(r"│ \w+ ", line) and not line.startswith("│ --")]
    assert len(listed) == len(ROOT_COMMAND.commands)  # type: ignore[attr-defined]
    assert [word for word in ("Operator", "Analyst", "Data steward") if word not in said.out] == []
    assert said.out.index("Operator") < said.out.index("Analyst") < said.out.index("Data steward")


@pytest.mark.parametrize("name", verbs())
def test_a_verb_shows_an_example_with_options_that_it_has(name: str) -> None:
    command = verbs()[name]
    example = re.search(r"Example: (.*)", command.help or "")
    assert example, "no example"
    words = shlex.split(example[1].split(">")[0] if " > " in example[1] else example[1])
    words = words[words.index("desk") + 1 :]
    assert words[: len(name.split())] == name.split()
    options = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= options


@pytest.mark.parametrize("name", verbs())
def test_every_option_of_a_verb_says_what_it_is_for(name: str) -> None:
    silent = [parameter.name for parameter in verbs()[name].params if not getattr(parameter, "help", None)]
    assert silent == []


def test_the_example_is_on_the_page_that_a_user_sees() -> None:
    said = desk("explain", "--help")
    assert "Example: desk explain mart.country_daily --day" in said.out
    assert desk("quarantine", "release", "-h").code == 0


def test_a_verb_that_does_not_exist_is_wrong_usage_and_the_nearest_is_named() -> None:
    said = desk("staus")
    assert said.code == 2
    assert "status" in said.err
    assert said.clean()


def test_the_version_is_told() -> None:
    assert re.fullmatch(r"desk \d+\.\d+\.\d+\n", desk("--version").out)
