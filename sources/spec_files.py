"""Sources as files: YAML read into `SourceSpec`, with file, line and remedy for what is wrong."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from core.errors import UsageError
from core.ids import slug, stable_id
from sources.spec import READABLE_SUFFIXES, DailyRange, SourceSpec, is_readable_name
from sources.yaml_lines import Lined, load_mapping


@dataclass(frozen=True)
class SourceFile:
    """A source, and where it is written."""

    path: Path
    spec: SourceSpec


def load_sources(folder: Path) -> tuple[SourceSpec, ...]:
    """All sources of a folder, in the order of their names. Raises as `source_files` does."""
    return tuple(file.spec for file in source_files(folder))


def source_files(folder: Path) -> tuple[SourceFile, ...]:
    """All sources of a folder, `*.yml` (or `.yaml`) at any depth, in the order of their names. Raises UsageError with
    file, line and remedy for the first file that is wrong, for two of one name, for a folder that does not exist."""
    if not folder.is_dir():
        raise UsageError(f"no folder of sources at {folder}", "Create it, or say where it is with DESK_SOURCES.")
    found: dict[str, SourceFile] = {}
    for path in sorted([*folder.rglob("*.yml"), *folder.rglob("*.yaml")]):
        spec = load_source(path)
        if spec.name in found:
            raise UsageError(
                f"{path}: the name {spec.name!r} is taken by {found[spec.name].path}",
                "Rename the file, or set `name:` in it.",
            )
        found[spec.name] = SourceFile(path, spec)
    return tuple(found[name] for name in sorted(found))


def load_source(path: Path) -> SourceSpec:
    """One source from its YAML file. Raises UsageError with file, line and remedy."""
    lined = load_mapping(path)
    data = {"name": path.stem, **lined.data}
    if isinstance(data.get("path"), str):
        data["path"] = str(path.parent / str(data["path"]))
    try:
        return SourceSpec.model_validate(data)
    except ValidationError as error:
        problems = [_explain(lined, detail) for detail in error.errors(include_url=False)]
        remedies = dict.fromkeys(remedy for _, remedy in problems)
        raise UsageError("\n".join(problem for problem, _ in problems), "\n".join(remedies)) from error


def folder_source(path: Path) -> SourceSpec:
    """The source for `desk run FOLDER` without YAML: a folder of pages, or one file. Raises UsageError when there is
    nothing of that name, or a file of another kind."""
    path = path.resolve()
    if not path.exists():
        raise UsageError(f"no folder or file at {path}", "Check the path.")
    if path.is_file() and not is_readable_name(path.name):
        kinds = ", ".join(READABLE_SUFFIXES)
        raise UsageError(f"{path}: not a kind of file that is read", f"Pages are {kinds}, plain or with .gz.")
    # Two folders of one name are two sources: each page of one would pass for an edit of the other's.
    name = f"folder-{slug(path.name)}-{stable_id(str(path))[:6]}"
    return SourceSpec(name=name, kind="folder", path=path, outlet=name)


def _explain(lined: Lined, detail: ErrorDetails) -> tuple[str, str]:
    """One error as (problem with file and line, remedy)."""
    context = detail.get("ctx", {})
    key = (context["key"],) if detail["type"] == "key_of_another_kind" else tuple(detail["loc"])
    name = ".".join(str(part) for part in key)
    where = f"{lined.path}, line {lined.line(key if key else ('kind',))}: "
    if detail["type"] == "extra_forbidden":
        return f"{where}unknown key {name!r}", _nearest(str(key[-1]), DailyRange if len(key) > 1 else SourceSpec)
    if detail["type"] == "missing":
        return f"{where}the key {name!r} is missing", f"Add a line `{key[-1]}: …`."
    if detail["type"] == "key_of_another_kind":
        return f"{where}{detail['msg']}", "Remove it, or choose another kind: docs/adding-a-source.md has them all."
    given = f" (given: {str(detail['input'])[:60]!r})" if key and "input" in detail else ""
    if detail["type"] == "tuple_type":
        return f"{where}{name}: a list is needed{given}", f"Put it in brackets: `{name}: [{detail['input']}]`."
    message = detail["msg"].removeprefix("Value error, ")
    problem = f"{name}: {message}" if name else message
    return f"{where}{problem}{given}", "See docs/adding-a-source.md for what each key takes."


def _nearest(key: str, model: type[BaseModel]) -> str:
    """The remedy for a key that nobody knows."""
    known = sorted(model.model_fields)
    near = difflib.get_close_matches(key, known, n=1)
    return f"Did you mean `{near[0]}`?" if near else f"Known keys: {', '.join(known)}."
