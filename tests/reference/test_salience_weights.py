"""The file of salience's weights: what it holds, and what a wrong line gets."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import UsageError
from reference.salience import NAMES, PATH, Weights, load_weights, read_rows


def with_line(tmp_path: Path, number: int, line: str | None) -> Path:
    lines = PATH.read_text(encoding="utf-8").splitlines()
    lines[number - 1 : number] = [] if line is None else [line]
    path = tmp_path / PATH.name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def line_of(name: str) -> int:
    lines = PATH.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.startswith(f"{name}\t"))


def test_every_weight_has_a_line_with_words_and_comes_back_as_it_was() -> None:
    assert all(meaning for _, _, meaning in read_rows(PATH))
    weights = load_weights()
    assert set(weights.values()) == set(NAMES)
    assert Weights.of(weights.values()) == weights


@pytest.mark.parametrize("line", ["nonsense\t1\tx", "title\thigh\tx", "title\t-1\tx", "title", "lead\t1\ttwice"])
def test_a_wrong_line_is_named_with_file_number_and_remedy(tmp_path: Path, line: str) -> None:
    with pytest.raises(UsageError) as said:
        read_rows(with_line(tmp_path, line_of("title"), line))
    assert "salience.tsv: line" in said.value.message
    assert said.value.remedy


def test_a_weight_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="of_first missing"):
        read_rows(with_line(tmp_path, line_of("of_first"), None))
