"""What a source is: one YAML file, read and checked. Each field says what it means (docs/adding-a-source.md)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    WithJsonSchema,
    field_serializer,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from core.urls import is_web_url, normalise_url

READABLE_SUFFIXES = (".html", ".htm", ".txt", ".md", ".jsonl", ".zip")  # and each but the last with .gz
Kind = Literal["feed", "sitemap", "wordpress", "listing", "urls", "warc", "folder"]


@dataclass(frozen=True)
class Keys:
    """Which keys a kind must have, one of which it must have, and which it may have beside the common ones."""

    needed: tuple[str, ...]
    one_of: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


KEYS_OF: dict[str, Keys] = {
    "feed": Keys(("url",)),
    "sitemap": Keys(("url",), also=("lookback_days", "max_polls")),
    "wordpress": Keys(("url",), also=("lookback_days", "max_polls")),
    "listing": Keys(("url", "links"), also=("next", "max_polls")),
    "urls": Keys((), one_of=("urls", "path")),
    "warc": Keys(("path",)),
    "folder": Keys(("path",)),
}
KIND_KEYS = ("url", "path", "urls", "links", "next", "lookback_days", "max_polls")
_POLLS = {"feed": 1, "listing": 5, "sitemap": 50, "wordpress": 50}
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_AGE = re.compile(r"(\d+(?:\.\d+)?)([smhdw])")
_CRON = re.compile(r"[\d*]\S*( +[\d*]\S*){2} +[\w*]\S* +[\w*]\S*")


def _web_address(value: str) -> str:
    if not is_web_url(value):
        raise ValueError("not an http or https address")
    if "@" in urlsplit(value).netloc:
        raise ValueError("a user name or password in an address is never sent, and is not kept: leave it out")
    return value


def _host(value: str) -> str:
    """A host name as it stands in addresses: lower case, ASCII."""
    wrong = ValueError("not a host name; write it without https:// and path, as news.example.org")
    if not is_web_url(f"https://{value}"):
        raise wrong
    parts = urlsplit(normalise_url(f"https://{value}"))
    if parts.path != "/" or parts.query or parts.port or "/" in value or not parts.hostname:
        raise wrong
    return parts.hostname


WebAddress = Annotated[
    str, AfterValidator(_web_address), WithJsonSchema({"type": "string", "format": "uri", "pattern": "^https?://"})
]
Host = Annotated[str, AfterValidator(_host), WithJsonSchema({"type": "string", "pattern": r"^[^/:\s]+$"})]
Age = Annotated[timedelta, WithJsonSchema({"type": "string", "pattern": rf"^{_AGE.pattern}$"})]


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
    kind: Kind = Field(
        description="`feed`: RSS, Atom or JSON Feed. `sitemap`: a sitemap or an index of them. `wordpress`: a site's "
        "WordPress API. `listing`: a page with links to articles. `urls`: a list of addresses. `warc`: someone else's "
        "web archive. `folder`: files on this machine."
    )
    url: WebAddress | None = Field(
        None,
        description="Address of the feed, sitemap, listing or WordPress site (http or https).",
        examples=["https://feeds.example.org/world.xml"],
    )
    path: Path | None = Field(
        None,
        description="For a folder, an archive file (or a folder of them) or a file with one address a line: where it "
        "is; a relative path counts from the YAML file's own folder.",
        examples=["../clippings", "archive/CC-NEWS-20260301.warc.gz", "addresses.txt"],
    )
    urls: tuple[WebAddress, ...] = Field(
        (), description="For `urls`: the addresses themselves.", examples=[["https://www.example.org/a-story"]]
    )
    outlet: str = Field(min_length=1, description="Name of the outlet, as a reader knows it.", examples=["The Example"])
    outlet_country: str | None = Field(
        None,
        pattern=r"^[A-Z]{3}$",
        description="Where the outlet is at home: ISO 3166-1 alpha-3, `XKX` for Kosovo.",
        examples=["NOR", "XKX"],
    )
    language: str | None = Field(
        None, pattern=r"^[a-z]{2,3}$", description="Language it writes in: ISO 639-1.", examples=["en", "no"]
    )
    tier: Literal[1, 2, 3] = Field(
        2,
        description="How much it matters to you: 1 sources of record, 2 good ones, 3 the rest. Tier 1 is asked first.",
    )
    sections: tuple[str, ...] = Field(
        (), description="Sections that this feed or listing stands for.", examples=[["World", "Europe"]]
    )
    sites: tuple[Host, ...] = Field(
        (),
        description="Further hosts whose pages belong to the source; other sites' pages are skipped as `off_site`.",
        examples=[["news.example.org"]],
    )
    delay_seconds: float = Field(
        2.0, ge=0, le=3600, description="Pause between two requests to its host; a longer Crawl-delay of the site wins."
    )
    max_pages: int = Field(200, ge=1, description="Pages asked for in one run; the rest is `budget_used`.")
    max_mb: float = Field(500, gt=0, description="MB of bodies in one run; the rest is `budget_used`.")
    max_minutes: float = Field(60, gt=0, description="Minutes of one run; the rest is `budget_used`.")
    revisits: tuple[Age, ...] = Field(
        (timedelta(hours=1), timedelta(days=1), timedelta(days=7)),
        description="Ages at which a page is looked at again: `30m`, `1h`, `1d`. Until then it is `not_due`. A source "
        "that edits often is looked at sooner. `0s`: in every run. `[]`: never.",
        examples=[["1h", "1d", "7d"], ["30m", "6h"], ["0s"], []],
        json_schema_extra={"default": ["1h", "1d", "7d"]},
    )
    max_wait_seconds: float = Field(
        30,
        ge=0,
        le=3600,
        description="Longest wait in seconds that a host's Retry-After or Crawl-delay may ask of a run.",
    )
    articles_per_day: DailyRange | None = Field(
        None,
        description="Articles on a normal day: `floor` and `ceiling`.",
        examples=[{"floor": 5, "ceiling": 60}],
    )
    schedule: str | None = Field(
        None,
        description="When `desk serve` runs it: cron, five fields, UTC. Without it, the general schedule counts.",
        examples=["*/30 * * * *", "0 6 * * *"],
    )
    enabled: bool = Field(True, description="false: `desk run` leaves it out unless it is named.")
    links: str | None = Field(
        None, description="For a listing: CSS selector of the links to articles.", examples=["main article h2 a"]
    )
    next: str | None = Field(
        None, description="For a listing: CSS selector of the link to older entries.", examples=["a[rel=next]"]
    )
    max_polls: int | None = Field(
        None,
        ge=1,
        description="For a listing, a sitemap or an API: pages of it read in one run. Default: 5, 50 and 50.",
    )
    lookback_days: int | None = Field(
        None,
        ge=1,
        description="For a sitemap or an API: days back that the first run takes; what is older is `outside_window`. "
        "Default: 7. --since asks for more.",
    )
    origin: str | None = Field(
        None,
        description="Public list in which the address was looked up: `owner/repository: path`.",
        examples=["owner/repository: feeds/world.opml"],
    )
    checked: date | None = Field(
        None, description="Day on which `desk sources check` last succeeded; empty: never.", examples=["2026-01-31"]
    )

    @property
    def source_id(self) -> str:
        """The name under which all tables know it."""
        return self.name

    @property
    def address(self) -> str:
        """Where it is read: the URL, the path, or the first of the listed addresses."""
        if self.url is not None:
            return self.url
        return str(self.path) if self.path is not None else self.urls[0]

    @property
    def polls(self) -> int:
        """Pages of the source itself that are read in one run."""
        return self.max_polls or _POLLS.get(self.kind, 1)

    @field_validator("revisits", mode="before")
    @classmethod
    def _are_ages(cls, value: object) -> object:
        if not isinstance(value, list | tuple):
            raise ValueError("a list of ages is needed, as [1h, 1d, 7d]")
        return tuple(sorted(_age(item) for item in value))

    @field_serializer("revisits")
    def _as_ages(self, value: tuple[timedelta, ...]) -> list[str]:
        return [f"{round(age.total_seconds())}s" for age in value]

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
        keys = KEYS_OF[self.kind]
        for key in keys.needed:
            if not getattr(self, key):
                raise ValueError(f"kind {self.kind} needs the key {key!r}")
        if keys.one_of and not any(getattr(self, key) for key in keys.one_of):
            raise ValueError(f"kind {self.kind} needs one of the keys {', '.join(map(repr, keys.one_of))}")
        for key in KIND_KEYS:
            if getattr(self, key) and key not in (*keys.needed, *keys.one_of, *keys.also):
                raise PydanticCustomError(
                    "key_of_another_kind", "the key '{key}' is not for kind {kind}", {"key": key, "kind": self.kind}
                )
        return self


def _age(text: object) -> timedelta:
    """`90s`, `30m`, `1h`, `7d` as a length of time."""
    if isinstance(text, timedelta):
        return text
    found = _AGE.fullmatch(str(text).strip())
    if not found:
        raise ValueError(f"not an age: {text!r}; write it as 30m, 1h or 7d")
    try:
        return timedelta(**{_UNITS[found[2]]: float(found[1])})
    except OverflowError as error:
        raise ValueError(f"too long an age: {text!r}") from error


def is_readable_name(name: str) -> bool:
    """Whether a folder source reads a file of this name."""
    return name.lower().removesuffix(".gz").endswith(READABLE_SUFFIXES)
