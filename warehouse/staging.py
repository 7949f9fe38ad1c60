"""A batch as parquet: what it means for each table, written whole before the database is touched."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from contracts import news, ops, quality, state
from contracts.records import Article, ArticleVersion, BatchResult, Tags
from contracts.render import arrow_schema
from contracts.schema import Table
from core.files import disk_errors
from core.text import words

Row = tuple[Any, ...]

# What the ledger already knows of a document (recorded_at) is not staged; a batch gives the rest.
LEDGER_COLUMNS = tuple(name for name in ops.LEDGER.column_names if name != "recorded_at")
STAGED: tuple[Table, ...] = (
    news.ARTICLES, news.ARTICLE_REVISIONS, news.ARTICLE_DATES, news.ARTICLE_SPANS, *news.TAGS, state.SIGNATURES,
    ops.LEDGER, quality.QUARANTINE,
)  # fmt: skip


@dataclass(frozen=True)
class StagedBatch:
    """A batch on disk: one parquet file per table of `STAGED`, named after it. `documents` counts ledger rows."""

    folder: Path
    batch_no: int
    documents: int

    def file(self, table: Table) -> Path:
        """Where the rows of a table are."""
        return self.folder / f"{table.qualified}.parquet"


@dataclass(frozen=True)
class StagedTags:
    """Tags on disk: in `folder`, a folder per part with a parquet file per table of `news.TAGS`."""

    folder: Path


def stage_tags(staging_dir: Path, parts: Iterable[list[tuple[str, Tags]]], rules_version: str) -> StagedTags:
    """Writes the tags of articles to `staging_dir/tags/`, part by part; what an earlier call left there goes. No parts
    are as good as an empty one. Raises WorkspaceError when the disk says no."""
    staged = StagedTags(staging_dir / "tags")
    with disk_errors(staging_dir, "write"):
        shutil.rmtree(staged.folder, ignore_errors=True)
        for number, part in enumerate(chain([[]], parts)):
            folder = staged.folder / f"{number:06d}"
            folder.mkdir(parents=True)
            for table, rows in tag_rows(part, rules_version).items():
                pq.write_table(_arrow(table, rows), folder / f"{table.qualified}.parquet", compression="lz4")
    return staged


def stage_batch(staging_dir: Path, batch_no: int, result: BatchResult, rules_version: str) -> StagedBatch:
    """Writes the batch to `staging_dir/batch-<no>/`, which appears whole or not at all and replaces an earlier one of
    its number. Raises WorkspaceError when the disk says no."""
    folder = staging_dir / f"batch-{batch_no:06d}"
    batch = StagedBatch(folder, batch_no, len(result.ledger))
    unfinished = staging_dir / f".{folder.name}.tmp"
    with disk_errors(staging_dir, "write"):
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        for table, rows in _rows(result, rules_version).items():
            pq.write_table(_arrow(table, rows), unfinished / batch.file(table).name, compression="lz4")
        if folder.exists():
            shutil.rmtree(folder)
        os.replace(unfinished, folder)
    return batch


def _rows(result: BatchResult, rules_version: str) -> dict[Table, list[Row]]:
    # An article that a batch gives twice stands as its last revision; its tags are that revision's.
    articles = list({a.reading.article_id: a for a in sorted(result.articles, key=lambda a: a.revision)}.values())
    return {
        news.ARTICLES: [_article(a, rules_version) for a in articles],
        news.ARTICLE_REVISIONS: [
            (r.article_id, r.revision, r.document_id, r.title, r.body, r.content_sha256, r.seen_at, r.changed_share)
            for r in result.revisions
        ],
        news.ARTICLE_DATES: [
            (a.reading.article_id, number, d.role, d.at, d.offset, d.precision, d.origin, d.place, d.chosen, d.refused)
            for a in articles
            for number, d in enumerate(a.reading.article.dates, 1)
        ],
        news.ARTICLE_SPANS: [
            (a.reading.article_id, role, start, end)
            for a in articles
            for role, spans in _spans(a.reading.article)
            for start, end in spans
        ],
        **tag_rows([(a.reading.article_id, a.reading.tags) for a in articles], rules_version),
        state.SIGNATURES: [
            (a.reading.article_id, band, value) for a in articles for band, value in enumerate(a.reading.signature)
        ],
        ops.LEDGER: [
            (e.run_id, e.document_id, e.source_id, e.url, e.status, e.reason, e.detail, e.article_id)
            for e in result.ledger
        ],
        quality.QUARANTINE: [
            (d.document_id, d.source_id, d.url, u.rejection.stage, u.rejection.reason, u.rejection.detail, d.run_id,
             d.fetched_at, None)
            for u in result.quarantine
            for d in (u.document,)
        ],
    }  # fmt: skip


def _spans(article: Article) -> Iterator[tuple[str, Sequence[tuple[int, int]]]]:
    yield "heading", article.headings
    yield "quote", article.quotes
    yield "dateline", [article.dateline] if article.dateline else ()


def _judged(reason: str | None) -> tuple[bool, str | None]:
    return reason is None, reason


def tag_rows(tagged: Iterable[tuple[str, Tags]], rules_version: str) -> dict[Table, list[Row]]:
    """The rows of the tag tables (`news.TAGS`) for articles with their tags."""
    tagged = list(tagged)
    return {
        news.ARTICLE_COVERAGE: [
            (
                article_id,
                *_judged(None if tags.countries.covered else tags.countries.reason),
                *_judged(tags.regions_reason),
                *_judged(tags.topics_reason),
            )
            for article_id, tags in tagged
        ],
        news.COUNTRY_MENTIONS: [
            (article_id, m.iso3, m.field, m.item, m.start, m.end, m.surface, m.kind, m.role, m.rule, rules_version)
            for article_id, tags in tagged
            for m in tags.countries.mentions
        ],
        news.ARTICLE_COUNTRIES: [
            (article_id, c.iso3, c.mentions, c.in_title, c.in_lead, c.salience, c.is_focus)
            for article_id, tags in tagged
            for c in tags.countries.countries
        ],
        news.REGION_MENTIONS: [
            (article_id, m.region_id, m.field, m.item, m.start, m.end, m.surface, m.role, m.rule, rules_version)
            for article_id, tags in tagged
            for m in tags.regions
        ],
        news.TOPIC_MENTIONS: [
            (article_id, m.topic_id, m.field, m.item, m.start, m.end, m.surface, m.rule, m.weight, rules_version)
            for article_id, tags in tagged
            for m in tags.topics.mentions
        ],
        news.ARTICLE_TOPICS: [
            (article_id, t.topic_id, t.score) for article_id, tags in tagged for t in tags.topics.topics
        ],
    }


def _article(version: ArticleVersion, rules_version: str) -> Row:
    reading, article, first_seen = version.reading, version.reading.article, version.first_seen_at
    published = article.published_at
    story_id, gone_at = reading.article_id, None  # both are settled after the load
    return (
        reading.article_id, reading.document.document_id, reading.document.source_id, article.canonical_url,
        article.title, article.byline, published, article.published_offset, article.published_precision,
        article.published_from, article.modified_at, first_seen, article_day(version),
        "published" if published else "first_seen", article.language, article.sections, article.keywords, article.lead,
        article.body, article.captions, max(1, len(words(article.body))), article.kind, article.extracted_by,
        article.extraction_confidence, article.notes, reading.content_sha256, story_id, version.revision, gone_at,
        rules_version,
    )  # fmt: skip


def article_day(version: ArticleVersion) -> date:
    """The UTC day an article counts for: that of its publication, else that on which it was first seen."""
    return (version.reading.article.published_at or version.first_seen_at).astimezone(UTC).date()


def _arrow(table: Table, rows: Sequence[Row]) -> pa.Table:
    schema = arrow_schema(table)
    if table is ops.LEDGER:
        schema = pa.schema([schema.field(name) for name in LEDGER_COLUMNS])
    columns: Iterable[Sequence[Any]] = zip(*rows, strict=True) if rows else [()] * len(schema)
    return pa.Table.from_arrays(
        [_array(values, field.type) for values, field in zip(columns, schema, strict=True)], schema=schema
    )


def _array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:
        # Half a surrogate pair, out of a broken escape in a page. One character for one: offsets stay true.
        return pa.array([_whole(value) for value in values], kind)


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return re.sub("[\ud800-\udfff]", "\ufffd", value)
    return tuple(_whole(part) for part in value) if isinstance(value, tuple) else value
