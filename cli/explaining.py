"""`desk explain`: from an article or a number to the words, and on to the archived bytes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import typer

from cli.console import harmless, note, print_json, print_rows
from cli.sentences import Found, found, judged_lines, place, print_found, reading_order
from core.errors import DeskError, UsageError
from core.workspace import Workspace
from reference.topics.languages import load_language_topics
from reference.topics.taxonomy import load_taxonomy
from transforms.topics.tagger import taken_beside
from warehouse.connection import connect_snapshot
from warehouse.evidence import Archived, sentence
from warehouse.explain import ArticleExplained, CellExplained, TopicLine, article_by, explain_cell
from warehouse.explain import explain_article as explained_article
from warehouse.explain_source import explain_source_day


def explain_article(workspace: Workspace, target: str, *, refused: bool, as_json: bool) -> None:
    """Everything concluded from an article, with the words; or, with `refused`, what was not taken for a country."""
    con = connect_snapshot(workspace)
    try:
        article_id = article_by(con, target)
        if refused:
            _refused(con, article_id, as_json=as_json)
            return
        article = explained_article(con, article_id)
    finally:
        con.close()
    bytes_held = _bytes_held(workspace, article.archive)
    if as_json:
        print_json({"article": article, "archive_holds": bytes_held})
    else:
        _print_article(article, bytes_held)


@dataclass(frozen=True)
class Key:
    """Which row of a mart: its day, and what else its table's key asks for."""

    day: date | None
    country: str | None = None
    topic: str | None = None
    pair: str | None = None
    source: str | None = None


def explain_number(workspace: Workspace, table: str, key: Key, *, as_json: bool) -> None:
    """A row of a mart, the articles that it counts, and the sentences for which it counts them; of mart.source_daily
    the documents, each with its end. Raises UsageError when the mart has no such row."""
    con = connect_snapshot(workspace)
    try:
        if table.removeprefix("mart.") == "source_daily":
            _explain_source_day(con, key, as_json=as_json)
            return
        cell = explain_cell(con, table, key.day, country=key.country, topic=key.topic, pair=key.pair)
    finally:
        con.close()
    if not cell.values:
        raise _no_row(cell.table, key.day)
    held = {a.article_id: _bytes_held(workspace, a.archive) for a in cell.articles}
    if as_json:
        print_json({"number": cell, "archive_holds": held})
    else:
        _print_cell(cell, held)


def _no_row(table: str, day: date | None) -> UsageError:
    return UsageError(f"{table} has no row for that", f"Look at it: desk sql \"FROM {table} WHERE day = '{day}'\"")


def _explain_source_day(con: Any, key: Key, *, as_json: bool) -> None:
    if key.day is None or key.source is None:
        raise UsageError(
            "a number of mart.source_daily needs --day and --source", "`desk sources list` shows the sources."
        )
    line = explain_source_day(con, key.day, key.source)
    if not line.values:
        raise _no_row("mart.source_daily", key.day)
    if as_json:
        print_json({"number": line})
        return
    typer.secho("mart.source_daily", bold=True)
    for name, value in line.values.items():
        typer.echo(f"  {name:<20} {value if value is not None else '-'}")
    print_rows(
        ("status", "reason", "document", "article", "url", "detail"),
        [(d.status, d.reason, d.document_id, d.article_id, d.url, d.detail) for d in line.documents],
        as_json=False,
        title="The documents behind it",
    )


def _bytes_held(workspace: Workspace, place: Archived) -> str:
    """Whether the archive still holds exactly the bytes that were read: yes, or what is wrong."""
    from sources.archive.reader import read_payload

    try:
        payload = read_payload(workspace.raw, place.warc_path, place.warc_offset, place.warc_length, place.sha256)
    except DeskError as error:
        return f"no: {error.message}"
    return f"yes, {len(payload):,} bytes"


def _print_article(article: ArticleExplained, bytes_held: str) -> None:
    typer.secho(harmless(article.title or "(no title)"), bold=True)
    published = f"{article.published_at or '-'} ({article.published_precision}, from {article.published_from})"
    facts = (
        ("article", article.article_id),
        ("address", article.canonical_url or "-"),
        ("outlet", f"{article.outlet or article.source_id} ({article.outlet_country or 'country unknown'})"),
        ("byline", article.byline or "-"),
        ("published", published),
        ("counts for", f"{article.day} ({article.day_basis})"),
        ("text", f"{article.word_count:,} words, {article.language or 'language undecided'}, read by "
                 f"{article.extracted_by}, confidence {article.extraction_confidence:.2f}"),
        ("notes", ", ".join(article.notes) or "-"),
        ("story", f"{article.story_id}, {article.copies} cop{'y' if article.copies == 1 else 'ies'}"),
        ("revision", f"{article.revision}{', gone since ' + str(article.gone_at) if article.gone_at else ''}"),
        ("archive", _address(article.archive)),
        ("same bytes", bytes_held),
        ("rules", article.rules_version),
        *judged_lines(article.language, asdict(article.not_judged)),
    )  # fmt: skip
    for name, value in facts:
        typer.echo(f"  {name:<11} {value}")
    print_rows(
        ("country", "name", "focus", "salience", "mentions", "in title", "in lead"),
        [(c.iso3, c.name, c.is_focus, c.salience, c.mentions, c.in_title, c.in_lead) for c in article.countries],
        as_json=False,
        title="Countries",
    )
    if article.country_evidence:
        print_found(found(article.country_evidence), "The words for them")
    if article.region_evidence:
        print_found(found(article.region_evidence), "Groups and regions (not counted for their members)")
    print_rows(
        ("topic", "label", "score", "log-odds", "bias", "words", "beside a stronger topic"),
        _sums(article.topics, article.language),
        as_json=False,
        title="Topics (a score of .5 and more, log-odds from 0 on, is the tag)",
    )
    if article.topic_evidence:
        print_found(found(article.topic_evidence), "The words for them")


def _sums(topics: tuple[TopicLine, ...], language: str | None) -> list[tuple[object, ...]]:
    """Each topic's score as a sum: bias, what its words add up to, less what the topic of most evidence takes."""
    bias = {topic.topic_id: topic.bias for topic in (load_language_topics(language or "") or load_taxonomy()).topics}
    most = max((topic.weight for topic in topics), default=0.0)
    rows: list[tuple[object, ...]] = []
    for topic in topics:
        start, beside = bias.get(topic.topic_id, 0.0), taken_beside(topic.weight, most)
        log_odds = start + topic.weight - beside
        numbers = (round(value, 2) for value in (log_odds, start, topic.weight, -beside))
        rows.append((topic.topic_id, topic.label, topic.score, *numbers))
    return rows


def _print_cell(cell: CellExplained, held: dict[str, str]) -> None:
    typer.secho(cell.table, bold=True)
    for name, value in cell.values.items():
        typer.echo(f"  {name:<20} {value if value is not None else '-'}")
    typer.echo(f"\n{cell.counted:,} article(s) behind it:")
    for article in cell.articles:
        typer.secho(f"\n{article.title or '(no title)'}", bold=True)
        typer.echo(f"  {article.article_id}  {article.source_id}  {article.canonical_url or '-'}")
        typer.echo(f"  {_address(article.archive)}; same bytes: {held[article.article_id]}")
        for item in article.evidence:
            typer.echo(f"  {item.tag:<18} {item.surface!r} in {item.field}, rule {item.rule}: {item.sentence}")
    if cell.counted > len(cell.articles):
        note(f"the first {len(cell.articles)} of {cell.counted} are shown")


def _address(place: Archived) -> str:
    return f"{place.warc_path}, byte {place.warc_offset:,}, {place.warc_length:,} long"


def _refused(con: Any, article_id: str, *, as_json: bool) -> None:
    from transforms.rules import load_rules
    from transforms.tagging import tag
    from warehouse.texts import texts_of

    texts = texts_of(con, article_id)
    tags = tag(texts, load_rules()).countries  # regions too: words that are one of theirs are no country's
    refusals = sorted(tags.refusals, key=lambda r: reading_order(r.field, r.item, r.start))
    sentences = [sentence(texts.text_of(r.field, r.item), r.start, r.end) for r in refusals]
    if not tags.covered:
        note(f"its countries could not be looked for: {tags.reason}")
    if as_json:
        columns = ("words", "rule", "in", "start", "end", "sentence")
        rows = [
            (r.surface, r.rule, place(r.field, r.item), r.start, r.end, said)
            for r, said in zip(refusals, sentences, strict=True)
        ]
        print_rows(columns, rows, as_json=True)
    elif refusals:
        print_found(
            [
                Found(said, place(r.field, r.item), f"{r.start}-{r.end}", r.surface, None, None, r.rule, None, None)
                for r, said in zip(refusals, sentences, strict=True)
            ],
            "Not a mention",
        )
    elif tags.covered:
        note("nothing in it was refused")
