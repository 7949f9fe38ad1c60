"""`desk sources check`: a little of a source, fetched and read, and nothing kept but the day on which it worked."""

from __future__ import annotations

from dataclasses import dataclass

import typer

from cli.console import print_json
from contracts.records import Article, PageContext, Rejection
from core.clock import utc_now
from core.errors import UsageError
from core.settings import settings
from core.urls import is_web_url
from sources.check import CheckReport, check_source
from sources.http.fetcher import Fetcher, HttpLimits
from sources.polite.gate import LocalHostGate
from sources.polite.rights import Rights
from sources.polite.robots import Robots
from sources.spec import SourceSpec
from sources.spec_files import source_files
from sources.spec_writing import mark_checked
from transforms.pages.extract import read_page


@dataclass(frozen=True)
class Checked:
    """A source's check, with what the reader made of its first page."""

    report: CheckReport
    article: Article | None
    verdict: Rejection | None

    @property
    def passed(self) -> bool:
        return self.report.passed and self.article is not None


def check_sources(names: tuple[str, ...], *, every: bool, as_json: bool) -> None:
    """Checks the named sources, or all, one after the other, and notes in the file of each that works the day of the
    check. Exits 1 when one of them would bring nothing."""
    files = {file.spec.name: file for file in source_files(settings().sources)}
    wanted = tuple(files) if every else names
    if not wanted:
        raise UsageError("which source?", "Name one, or say --all; `desk sources list` shows them.")
    unknown = [name for name in wanted if name not in files]
    if unknown:
        raise UsageError(f"no source is called {', '.join(unknown)}", "`desk sources list` shows what there is.")
    gate = LocalHostGate()
    with Fetcher(HttpLimits.of(settings())) as fetcher:
        robots = Robots(fetcher, gate)
        rights = Rights(fetcher, gate, robots)
        checks = []
        for name in wanted:
            checks.append(_check(files[name].spec, fetcher, robots, gate, rights))
            if checks[-1].passed:
                mark_checked(files[name].path, utc_now().date())
            if not as_json:
                _print(checks[-1])
    if as_json:
        print_json([_as_json(check) for check in checks])
    if not all(check.passed for check in checks):
        raise typer.Exit(1)


def _check(spec: SourceSpec, fetcher: Fetcher, robots: Robots, gate: LocalHostGate, rights: Rights) -> Checked:
    report = check_source(spec, fetcher=fetcher, robots=robots, gate=gate, rights=rights)
    first = report.first
    if first is None:
        return Checked(report, None, None)
    web = is_web_url(first.candidate.url)
    context = PageContext(
        fetched_at=utc_now(),
        url=first.candidate.url if web else None,
        final_url=first.final_url if web else None,
        content_type=first.content_type,
        hints=first.candidate.hints,
        language=spec.language,
        outlet=spec.outlet,
    )
    read, verdict = read_page(first.body, context)
    return Checked(report, None, read) if isinstance(read, Rejection) else Checked(report, read, verdict)


def _as_json(check: Checked) -> dict[str, object]:
    report, article = check.report, check.article
    return {
        "source": report.source_id,
        "passed": check.passed,
        "robots": report.robots,
        "candidates": report.found,
        "failure": report.failure,
        "missing": report.missing,
        "first_page": report.first.final_url if report.first else None,
        "rejected": check.verdict,
        "title": article.title if article else None,
        "published_at": article.published_at if article else None,
        "words": len(article.body.split()) if article else 0,
    }


def _print(check: Checked) -> None:
    report, article = check.report, check.article
    typer.secho(f"{report.source_id}: {'works' if check.passed else 'does not work'}", bold=True)
    lines = [("robots.txt", report.robots), ("candidates", f"{report.found:,}")]
    lines += [("", candidate.url) for candidate in report.candidates]
    if report.failure:
        lines.append(("failure", report.failure))
    if check.verdict:
        lines.append(("rejected", f"{check.verdict.reason}: {check.verdict.detail}"))
    if article:
        lines += [
            ("first page", report.first.final_url if report.first else ""),
            ("title", article.title or "-"),
            ("byline", article.byline or "-"),
            ("published", f"{article.published_at or '-'} (from {article.published_from})"),
            ("text", f"{len(article.body.split()):,} words: {article.body[:120]} …"),
        ]
    lines += [("missing", text) for text in report.missing]
    for name, value in lines:
        typer.echo(f"  {name:<11} {value}")
