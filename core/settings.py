"""Settings: one place, each with a default that suits one machine. Read from the environment (`DESK_…`)."""

from __future__ import annotations

import functools
from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from core.errors import UsageError

PROJECT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Every setting, its default and its meaning; `docs/settings.md` is generated from this class."""

    model_config = SettingsConfigDict(env_prefix="DESK_", frozen=True, extra="ignore")

    workspace: Path = Field(Path("data"), description="Folder that holds archive, warehouse, snapshot and report.")
    sources: Path = Field(PROJECT / "config" / "sources", description="Folder of the sources' YAML files.")
    schedules: Path = Field(PROJECT / "config" / "schedules.yml", description="What `desk serve` runs, and when.")
    contact: str = Field(
        "operator not named", description="Address in the User-Agent, so that a publisher can reach you: set it."
    )
    allow_loopback: bool = Field(
        False, description="Let sources fetch from this machine itself; only the demo and tests need it."
    )
    connect_seconds: float = Field(10.0, gt=0, description="Seconds to wait for a connection.")
    read_seconds: float = Field(20.0, gt=0, description="Seconds to wait for the next bytes of an answer.")
    request_seconds: float = Field(60.0, gt=0, description="Seconds one request may take in all, redirects included.")
    max_body_mb: float = Field(10.0, gt=0, description="Largest body that is read, in MB after decompression.")
    ca_file: Path | None = Field(
        None, description="PEM file of the authorities to trust instead of the usual ones (a company's own proxy)."
    )
    workers: int = Field(0, ge=0, description="Processes that work on pages; 0 = one per core.")
    page_seconds: float = Field(5.0, gt=0, description="Seconds of processor time a page may take.")
    page_memory_mb: int = Field(1024, ge=64, description="MB one page may take on top of a fresh worker's.")
    batch_size: int = Field(300, ge=1, description="Documents per batch between stages.")
    debug: bool = Field(False, description="Show tracebacks.")

    @property
    def user_agent(self) -> str:
        """The name we go by; robots.txt rules for `ForeignDesk` apply."""
        from core import VERSION

        return f"ForeignDesk/{VERSION} (news research; contact: {self.contact})"


@functools.cache
def settings() -> Settings:
    """The settings of this process. Raises UsageError with the variable's name when one cannot be read."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "DESK_" + "_".join(str(part) for part in first["loc"]).upper()
        raise UsageError(f"{name}: {first['msg']}", "Set it right or unset it; see docs/settings.md.") from error
