"""What a source is: one YAML file, read and checked. Each field says what it means (docs/adding-a-source.md)."""

from __future__ import annotations

import difflib
import json
import re
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from core.errors import UsageError
from core.ids import slug
from core.urls import is_web_url
from sources.yaml_lines import Lined, load_mapping

READABLE_SUFFIXES = (".html", ".htm", ".txt", ".md")  # and each of them with .gz
_CRON = re.compile(r"[\d*]\S*( +[\d*]\S*){2} +[\w*]\S* +[\w*]\S*")


class DailyRange(BaseModel):
    """How many articles a day are to be expected: fewer than `floor` or more than `ceiling` is worth a look."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    floor: int = Field(ge=0, description="At least so many on a normal day.")
    ceiling: int = Field(ge=1, description="At most so many on a normal day.")

    @model_validator(mode="after")
    def _in_order(self) -> DailyRange:
        if self.floor > self.ceiling:
            raise ValueError(f"floor {self.floor} is above ceiling {self.ceiling}")
        return self


class SourceSpec(BaseModel):
    """One source as its YAML file sets it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$",
        description="Its id everywhere: lower-case letters, digits, dashes. Default: the file's name without `.yml`.",
    )
    kind: Literal["feed", "listing", "folder"] = Field(
        description="`feed`: RSS or Atom. `listing`: a page with links to articles. `folder`: files on this machine."
    )
    url: str | None = Field(None, description="Address of the feed or listing (http or https).")
    path: Path | None = Field(
        None, description="For a folder: where it is; a relative path counts from the YAML file's own folder."
    )
    outlet: str = Field(min_length=1, description="Name of the outlet, as a reader knows it.")
    outlet_country: str | None = Field(
        None, pattern=r"^[A-Z]{3}$", description="Where the outlet is at home: ISO 3166-1 alpha-3, `XKX` for Kosovo."
    )
    language: str | None = Field(None, pattern=r"^[a-z]{2,3}$", description="Language it writes in: ISO 639-1.")
    sections: tuple[str, ...] = Field((), description="Sections that this feed or listing stands for.")
    sites: tuple[str, ...] = Field(
        (), description="Further hosts whose pages belong to the source; other sites' pages are skipped as `off_site`."
    )
    delay_seconds: float = Field(
        2.0, ge=0, le=3600, description="Pause between two requests to its host; a longer Crawl-delay of the site wins."
    )
    max_pages: int = Field(200, ge=1, description="Pages asked for in one run; the rest is `budget_used`.")
    revisit_after: float = Field(
        3600, ge=0, description="Seconds before a page that was fetched is looked at again; until then it is `not_due`."
    )
    max_wait_seconds: float = Field(
        30,
        ge=0,
        le=3600,
        description="Longest wait in seconds that a host's Retry-After or Crawl-delay may ask of a run.",
    )
    articles_per_day: DailyRange | None = Field(None, description="Articles on a normal day: `floor` and `ceiling`.")
    schedule: str | None = Field(
        None, description="When `desk serve` runs it: cron, five fields, UTC. Without it, the general schedule counts."
    )
    enabled: bool = Field(True, description="false: `desk run` leaves it out unless it is named.")
    links: str | None = Field(None, description="For a listing: CSS selector of the links to articles.")
    next: str | None = Field(None, description="For a listing: CSS selector of the link to older entries.")
    max_listing_pages: int = Field(5, ge=1, description="For a listing with `next`: pages of it read in one run.")
    checked: date | None = Field(None, description="Day on which `desk sources check` last succeeded; empty: never.")

    @property
    def source_id(self) -> str:
        """The name under which all tables know it."""
        return self.name

    @property
    def address(self) -> str:
        """Where it is read: the URL, or the folder's path."""
        return self.url if self.url is not None else str(self.path)

    @field_validator("url")
    @classmethod
    def _is_web_address(cls, value: str | None) -> str | None:
        if value is not None and not is_web_url(value):
            raise ValueError("not an http or https address")
        return value

    @field_validator("links", "next")
    @classmethod
    def _is_selector(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                LexborHTMLParser("<p></p>").css(value)
            except SelectolaxError as error:
                raise ValueError(f"not a CSS selector: {value!r}") from error
        return value

    @field_validator("schedule")
    @classmethod
    def _is_cron(cls, value: str | None) -> str | None:
        if value is not None and not _CRON.fullmatch(value.strip()):
            raise ValueError(f"not a cron line of five fields: {value!r}")
        return value

    @model_validator(mode="after")
    def _fits_its_kind(self) -> SourceSpec:
        needed = {"feed": ("url",), "listing": ("url", "links"), "folder": ("path",)}[self.kind]
        for key in needed:
            if getattr(self, key) is None:
                raise ValueError(f"kind {self.kind} needs the key {key!r}")
        for key in {"url", "path", "links", "next"} - {*needed, *(("next",) if self.kind == "listing" else ())}:
            if getattr(self, key) is not None:
                raise ValueError(f"the key {key!r} is not for kind {self.kind}")
        return self


def load_sources(folder: Path) -> tuple[SourceSpec, ...]:
    """All sources of a folder, `*.yml` (or `.yaml`) at any depth, in the order of their names. Raises UsageError with
    file, line and remedy for the first file that is wrong, for two of one name, for a folder that does not exist."""
    if not folder.is_dir():
        raise UsageError(f"no folder of sources at {folder}", "Create it, or say where it is with DESK_SOURCES.")
    found: dict[str, Path] = {}
    specs: list[SourceSpec] = []
    for path in sorted([*folder.rglob("*.yml"), *folder.rglob("*.yaml")]):
        spec = load_source(path)
        if spec.name in found:
            raise UsageError(
                f"{path}: the name {spec.name!r} is taken by {found[spec.name]}",
                "Rename the file, or set `name:` in it.",
            )
        found[spec.name] = path
        specs.append(spec)
    return tuple(sorted(specs, key=lambda spec: spec.name))


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
    name = f"folder-{slug(path.name)}"
    return SourceSpec(name=name, kind="folder", path=path, outlet=name)


def is_readable_name(name: str) -> bool:
    """Whether a folder source reads a file of this name."""
    return name.lower().removesuffix(".gz").endswith(READABLE_SUFFIXES)


def json_schema() -> str:
    """The JSON Schema of a source's YAML file, for editors; `name` is not required there."""
    schema = SourceSpec.model_json_schema()
    schema["required"] = [key for key in schema["required"] if key != "name"]
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _explain(lined: Lined, detail: ErrorDetails) -> tuple[str, str]:
    """One error as (problem with file and line, remedy)."""
    key = tuple(detail["loc"])
    name = ".".join(str(part) for part in key)
    line = lined.line(key if key else ("kind",))
    where = f"{lined.path}, line {line}: "
    message = detail["msg"].removeprefix("Value error, ")
    if detail["type"] == "extra_forbidden":
        known = sorted((DailyRange if len(key) > 1 else SourceSpec).model_fields)
        near = difflib.get_close_matches(str(key[-1]), known, n=1)
        remedy = f"Did you mean `{near[0]}`?" if near else f"Known keys: {', '.join(known)}."
        return f"{where}unknown key {name!r}", remedy
    if detail["type"] == "missing":
        return f"{where}the key {name!r} is missing", f"Add a line `{key[-1]}: …`."
    problem = f"{name}: {message}" if name else message
    given = "" if not key or "input" not in detail else f" (given: {str(detail['input'])[:60]!r})"
    return f"{where}{problem}{given}", "See docs/adding-a-source.md for what each key takes."
