"""YAML that a person wrote, with the line of each key, so that an error can point at it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from core.errors import UsageError

KeyPath = tuple[str | int, ...]


_Base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's, where PyYAML has it: 255 files in 0.1 s, not 0.7


class _Loader(_Base):  # type: ignore[misc,valid-type]
    """YAML 1.2's booleans: `language: no` is Norwegian, not false (in YAML 1.1 yes, no, on and off are booleans)."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True)
class Lined:
    """A YAML mapping and the line (from 1) on which each key stands."""

    path: Path
    data: dict[str, object]
    lines: dict[KeyPath, int]

    def line(self, key: KeyPath) -> int:
        """The line of a key, or of the nearest thing around it that has one."""
        while key and key not in self.lines:
            key = key[:-1]
        return self.lines.get(key, 1)


def load_mapping(path: Path) -> Lined:
    """Reads one file. Raises UsageError with file, line and remedy when it is not a YAML mapping with single keys."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path}: cannot be read: {error}", "Check the path, its permissions, and that it is UTF-8."
        ) from error
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        lines: dict[KeyPath, int] = {}
        if node is not None:
            _walk(path, node, (), lines)
        data = loader.construct_document(node) if node is not None else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        problem = error.problem or error.context or "not valid YAML"
        raise _wrong(path, line, problem, "Each line is `key: value`; put texts with `: ` or `#` in quotes.") from error
    except (yaml.YAMLError, ValueError) as error:
        raise _wrong(path, 1, str(error), "Write it as YAML, dates as 2026-01-31.") from error
    if not isinstance(data, dict) or not all(isinstance(key, str) for key in data):
        raise _wrong(path, 1, "not a list of `key: value` lines", "See docs/adding-a-source.md for a whole example.")
    return Lined(path, data, lines)


def _walk(path: Path, node: yaml.Node, at: KeyPath, lines: dict[KeyPath, int]) -> None:
    """Notes the lines; PyYAML itself keeps the last of two equal keys and says nothing."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            here = (*at, str(key.value))
            line = key.start_mark.line + 1
            if here in lines:
                raise _wrong(
                    path, line, f"key {key.value!r} stands twice", f"Remove one (the first: line {lines[here]})."
                )
            lines[here] = line
            _walk(path, value, here, lines)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            lines[(*at, index)] = item.start_mark.line + 1
            _walk(path, item, (*at, index), lines)


def _wrong(path: Path, line: int, problem: str, remedy: str) -> UsageError:
    return UsageError(f"{path}, line {line}: {problem}", remedy)
