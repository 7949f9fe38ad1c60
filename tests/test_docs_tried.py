"""The how-to pages, followed step by step in a copy of the project.

A fenced block says after its language what it is: `new=PATH` a file to create, `append=PATH` lines to add at its end,
`edit=PATH` a diff whose `-` lines stand in the file and become the `+` lines, `run` commands. Others are to be read."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("adding-an-aggregate.md", "adding-a-topic.md", "adding-a-country-alias.md")
_SKIPPED = (".*", "data", "build", "__pycache__", "*.egg-info")  # at the top; reference/data is needed


@dataclass(frozen=True)
class Step:
    kind: str
    path: str
    text: str


def steps(page: str) -> list[Step]:
    found = re.findall(r"^```\w+ (new|append|edit|run)(?:=(\S+))?\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    return [Step(*parts) for parts in found]


def follow(step: Step, project: Path) -> None:
    path = project / step.path
    if step.kind == "new":
        assert not path.exists(), f"{step.path} exists already"
        path.write_text(step.text, encoding="utf-8")
    elif step.kind == "append":
        path.write_text(path.read_text(encoding="utf-8") + step.text, encoding="utf-8")
    elif step.kind == "edit":
        old = "".join(line[1:] for line in step.text.splitlines(keepends=True) if line.startswith("-"))
        new = "".join(line[1:] for line in step.text.splitlines(keepends=True) if line.startswith("+"))
        before = path.read_text(encoding="utf-8")
        assert before.count(old) == 1, f"{step.path} does not have once: {old}"
        path.write_text(before.replace(old, new), encoding="utf-8")
    else:
        run(step.text, project)


def run(commands: str, project: Path) -> None:
    done = subprocess.run(
        ["sh", "-euc", commands],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == 0, f"{commands}\n{done.stdout}\n{done.stderr}"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project whose .venv/bin has this Python, and a `desk` that runs the copy's code."""
    copy = tmp_path / "project"
    inner = shutil.ignore_patterns("__pycache__")
    outer = shutil.ignore_patterns(*_SKIPPED)
    shutil.copytree(ROOT, copy, ignore=lambda folder, names: (outer if Path(folder) == ROOT else inner)(folder, names))
    binaries = copy / ".venv" / "bin"
    binaries.mkdir(parents=True)
    (binaries / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    program = "import sys; sys.path.insert(0, '.'); from cli.main import main; main()"
    (binaries / "desk").write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{program}" "$@"\n', encoding="utf-8")
    for name in ("python", "desk"):
        (binaries / name).chmod(0o755)
    return copy


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_the_page_works_as_it_is_written(project: Path, name: str) -> None:
    taken = steps((ROOT / "docs" / name).read_text(encoding="utf-8"))
    assert [step.kind for step in taken].count("run") >= 1
    for step in taken:
        follow(step, project)
