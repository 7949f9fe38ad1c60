"""`config/schedules.yml`, read and checked."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from core.errors import UsageError


class Schedule(BaseModel):
    """One entry: which flow, when (cron, UTC), on which sources (none = all)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    flow: Literal["ingest", "process", "publish", "newsroom"]
    cron: str = Field(pattern=r"^\S+(\s+\S+){4}$")
    description: str = ""
    targets: tuple[str, ...] = ()


_FILE = TypeAdapter(dict[str, Schedule])


def load_schedules(path: Path) -> dict[str, Schedule]:
    """The schedules by name. Raises UsageError naming file, entry and fault."""
    try:
        return _FILE.validate_python(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}", "Set DESK_SCHEDULES to the file.") from error
    except yaml.YAMLError as error:
        raise UsageError(f"{path} is not YAML: {error}", "Mend the line it names.") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = " / ".join(str(part) for part in first["loc"])
        raise UsageError(f"{path}: {where}: {first['msg']}", "See the comments in config/schedules.yml.") from error
