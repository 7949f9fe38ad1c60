"""`desk sources add URL`: what a site offers to be read by is found, the best of it written as a source."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import typer

from cli.console import note, print_json
from core.errors import DeskError, UsageError
from core.settings import settings
from sources.finding import Find, Findings, find_sources
from sources.http.fetcher import Fetcher, HttpLimits
from sources.polite.gate import LocalHostGate
from sources.polite.robots import Robots
from sources.spec_files import load_source
from sources.spec_writing import add_source, source_text


class NothingFound(DeskError):
    """The site offers nothing that can be read."""


@dataclass(frozen=True)
class Wishes:
    """What the user said on the command line; None where nothing was said."""

    name: str | None = None
    outlet: str | None = None
    country: str | None = None
    language: str | None = None
    pick: int = 1
    dry: bool = False


def add(url: str, wishes: Wishes, *, as_json: bool) -> None:
    """Looks at the site, shows what it offers, and writes the file. Raises UsageError for an address that is none, and
    NothingFound (exit code 1) where there is nothing to be read."""
    gate = LocalHostGate()
    with Fetcher(HttpLimits.of(settings())) as fetcher:
        try:
            findings = find_sources(
                url, fetcher=fetcher, robots=Robots(fetcher, gate), gate=gate, told=lambda at: note(f"asking {at}")
            )
        except ValueError as error:
            raise UsageError(f"not a web address: {url!r}", "Write it as https://www.example.org/.") from error
    if not as_json:
        _show(findings)
    if not findings.finds:
        raise NothingFound(
            findings.failure
            or f"{findings.url} names no feed, no sitemap and no WordPress API, and shows no list of articles",
            "If a page of it lists articles, write a source of kind `listing`: docs/adding-a-source.md.",
        )
    if not 1 <= wishes.pick <= len(findings.finds):
        raise UsageError(f"there is no find {wishes.pick}", f"Pick one from 1 to {len(findings.finds)}.")
    find = findings.finds[wishes.pick - 1]
    name, values = wishes.name or findings.name, _values(findings, find, wishes)
    folder = settings().sources
    if wishes.dry:
        path = None
        typer.echo(source_text(folder / f"{name}.yml", values), nl=False)
    else:
        path = add_source(folder, name, values)
        load_source(path)  # what was written is read again, by the rules for what a person wrote
    if as_json and not wishes.dry:
        print_json({"source": name, "file": path, "written": values, "finds": findings.finds})
    elif path is not None:
        _next(path, name, values)


def _values(findings: Findings, find: Find, wishes: Wishes) -> dict[str, object]:
    return {
        "kind": find.kind,
        "url": find.url,
        "links": find.links,
        "outlet": wishes.outlet or findings.outlet,
        "outlet_country": wishes.country.upper() if wishes.country else None,
        "language": wishes.language or findings.language,
    }


def _show(findings: Findings) -> None:
    for number, find in enumerate(findings.finds, 1):
        said = f"{len(find.candidates):,} candidates, {find.dated:,} of them dated"
        note(f"  {number}  {find.kind:<9}  {find.url}  ({find.said_by}; {said})")
    for address, why in findings.in_vain:
        if not why.startswith("http_404"):
            note(f"  -  {address}: {why}")
    missing = sum(why.startswith("http_404") for _, why in findings.in_vain)
    if missing:
        note(f"  -  {missing} usual addresses are not there")


def _next(path: Path, name: str, values: dict[str, object]) -> None:
    typer.echo(f"written: {path}")
    for key, what in (("outlet_country", "--country NOR"), ("language", "--language en")):
        if not values[key]:
            note(f"open: {key} (say it in the file, or {what})")
    note(f"next: desk sources check {name}")
