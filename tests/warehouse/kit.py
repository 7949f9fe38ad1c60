"""What the tests of the warehouse are made from: journals, readings and batches of a small invented press."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from contracts import tables
from contracts.journal import (
    Entry,
    Fate,
    Fetched,
    Polled,
    Released,
    RunEnded,
    RunStarted,
    SourceSettings,
    to_json,
)
from contracts.reasons import Reason, Status
from contracts.records import (
    Article,
    ArticleState,
    ArticleVersion,
    BatchResult,
    CountryMention,
    CountryShare,
    CountryTags,
    Document,
    Hints,
    LedgerEntry,
    Reading,
    RegionMention,
    Rejection,
    Revision,
    TopicMention,
    TopicScore,
    TopicTags,
    Unfit,
)
from core.clock import iso
from core.ids import document_id, sha256, stable_id
from warehouse.load import load_batch
from warehouse.pending import article_states, pending_documents
from warehouse.staging import stage_batch

START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
RULES = "rules-1"


def run_id(number: int) -> str:
    return f"{START + timedelta(days=number):%Y%m%dT%H%M%S}000Z-{number:04x}"


def moment(run: int, sequence: int = 0) -> datetime:
    return START + timedelta(days=run, seconds=sequence)


def journal_path(raw: Path, run: int) -> Path:
    return raw / f"{moment(run):%Y/%m/%d}" / f"{run_id(run)}.journal.jsonl"


def write_journal(raw: Path, run: int, entries: Iterable[Entry], *, begin: bool = True, end: bool = True) -> Path:
    """Appends a run's journal."""
    path = journal_path(raw, run)
    path.parent.mkdir(parents=True, exist_ok=True)
    lines: list[Entry] = [RunStarted(run_id(run), "run", iso(moment(run)), "0.1.0")] if begin else []
    lines += entries
    lines += [RunEnded(run_id(run), "done", iso(moment(run, 3600)))] if end else []
    with path.open("a", encoding="utf-8") as handle:
        handle.writelines(json.dumps(to_json(entry)) + "\n" for entry in lines)
    return path


def settings(
    run: int, source: str, country: str | None = "AUT", language: str = "en", kind: str = "feed", **yaml: object
) -> SourceSettings:
    address = url(source, "feed")
    return SourceSettings(run_id(run), source, source.title(), country, language, kind, address, json.dumps(yaml))


def url(source: str, name: str) -> str:
    return f"https://{source}.test/{name}"


def fetched(run: int, source: str, sequence: int, name: str, text: str) -> Fetched:
    address = url(source, name)
    return Fetched(
        run_id=run_id(run), source_id=source, document_id=document_id(run_id(run), source, address), sequence=sequence,
        url=address, final_url=address, fetched_at=iso(moment(run, sequence)), status=200, content_type="text/html",
        sha256=sha256(text.encode()), warc_path=f"2026/{source}-{run}.warc.gz", warc_offset=100 * sequence,
        warc_length=90, etag=f'"{run}"', last_modified=None, hints=Hints(title=name),
    )  # fmt: skip


def fate(run: int, source: str, sequence: int, name: str, status: Status, reason: Reason, http_status: int = 0) -> Fate:
    address = url(source, name)
    return Fate(
        run_id(run), source, document_id(run_id(run), source, address), sequence, address, status, reason, None,
        iso(moment(run, sequence)), http_status,
    )  # fmt: skip


def polled(run: int, source: str, candidates: int = 3, known: int | None = None, **said: Any) -> Polled:
    """A poll of the source's feed, two minutes into the run."""
    about = {"url": url(source, "feed"), "at": iso(moment(run, 120)), "status": 200, "etag": f'"f{run}"', **said}
    return Polled(
        **{"run_id": run_id(run), "source_id": source, "last_modified": None, **about},
        candidates=candidates,
        known=known,
    )


def released(run: int, of: Fetched) -> Released:
    return Released(run_id(run), of.document_id, "steward", "it is fit", iso(moment(run)))


def reading(document: Document, text: str, published: datetime | None = None, name: str = "") -> Reading:
    """A reading as the transforms would give it: a word of three capitals is a country, `#x` a topic, `@x`
    a region."""
    canonical = name or document.url
    countries = list(dict.fromkeys(word for word in text.split() if len(word) == 3 and word.isupper()))
    topics = list(dict.fromkeys(word[1:] for word in text.split() if word.startswith("#")))
    article = Article(
        canonical_url=canonical,
        title=f"On {text[:20]}",
        body=text,
        lead=text[:30],
        published_at=published,
        published_precision="day" if published else "none",
        published_from="meta" if published else "none",
        language="en",
        captions=("a caption",),
        extracted_by="kit",
        extraction_confidence=0.9,
        notes=("made up",),
    )
    return Reading(
        document=document,
        article=article,
        article_id=stable_id("article", canonical),
        content_sha256=sha256(text.encode("utf-8", "surrogatepass")),
        countries=CountryTags(
            tuple(
                CountryMention(c, "body", text.index(c), text.index(c) + 3, c, "name", "gazetteer") for c in countries
            ),
            tuple(CountryShare(c, 1, False, True, 1 / len(countries), i < 2) for i, c in enumerate(countries)),
        ),
        regions=tuple(
            RegionMention(r, "body", text.index(f"@{r}"), text.index(f"@{r}") + len(r) + 1, f"@{r}", "name")
            for r in dict.fromkeys(word[1:] for word in text.split() if word.startswith("@"))
        ),
        topics=TopicTags(
            tuple(
                TopicMention(t, "body", text.index(f"#{t}"), text.index(f"#{t}") + len(t) + 1, f"#{t}", f"tag:{t}", 1.0)
                for t in topics
            ),
            tuple(TopicScore(t, 0.75) for t in topics),
        ),
        signature=tuple(
            int(sha256(word.encode("utf-8", "surrogatepass"))[:15], 16)
            for word in sorted(set(text.lower().split()))[:4]
        ),
    )


def unfit(document: Document, reason: Reason = Reason.TOO_SHORT) -> Unfit:
    return Unfit(document, Rejection(reason, "nine words"))


def ledger(document: Document, status: Status, reason: Reason, article_id: str | None = None) -> LedgerEntry:
    return LedgerEntry(
        document.run_id, document.document_id, document.source_id, document.url, status, reason, None, article_id
    )


def reconcile(states: dict[str, ArticleState], outcomes: Sequence[Reading | Unfit]) -> BatchResult:
    """The rule of the real one, as far as the warehouse can see: owners make revisions, others are duplicates."""
    states = dict(states)
    articles: dict[str, ArticleVersion] = {}
    revisions: list[Revision] = []
    entries: list[LedgerEntry] = []
    quarantine: list[Unfit] = []
    for outcome in outcomes:
        document = outcome.document
        if isinstance(outcome, Unfit):
            quarantine.append(outcome)
            entries.append(ledger(document, Status.QUARANTINED, outcome.rejection.reason))
            continue
        key = outcome.article_id
        old = states.get(key)
        if old is None:
            version = ArticleVersion(outcome, 1, document.fetched_at)
            reason = Reason.RELEASED if document.released else Reason.NEW_ARTICLE
            entries.append(ledger(document, Status.LOADED, reason, key))
        elif (old.source_id, old.url) != (document.source_id, document.url):
            entries.append(ledger(document, Status.DUPLICATE, Reason.SAME_ARTICLE, key))
            continue
        elif old.content_sha256 == outcome.content_sha256:
            entries.append(ledger(document, Status.UNCHANGED, Reason.SAME_CONTENT, key))
            continue
        else:
            version = ArticleVersion(outcome, old.revision + 1, old.first_seen_at)
            entries.append(ledger(document, Status.UPDATED, Reason.NEW_REVISION, key))
            revisions.append(
                Revision(key, old.revision, old.document_id, old.title, old.body, old.content_sha256, old.seen_at, 0.5)
            )
        articles[key] = version
        states[key] = ArticleState(
            key, document.source_id, document.url, document.document_id, version.revision, outcome.content_sha256,
            outcome.article.title, outcome.article.body, version.first_seen_at, document.fetched_at,
        )  # fmt: skip
    return BatchResult(tuple(articles.values()), tuple(revisions), tuple(entries), tuple(quarantine))


def dump(con: duckdb.DuckDBPyConnection, leave_out: Sequence[str] = ()) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every declared table, sorted: what two warehouses must have in common."""
    return {
        table.qualified: sorted(con.execute(f"FROM {table.qualified}").fetchall(), key=repr)
        for table in tables.ALL
        if table.qualified not in leave_out
    }


def days(*numbers: int) -> list[date]:
    return [moment(number).date() for number in numbers]


def work(
    con: duckdb.DuckDBPyConnection, staging: Path, interpret: Callable[[Document], Reading | Unfit], size: int = 100
) -> int:
    """Reads all that is pending in batches of `size`, as the flows do; returns how many batches."""
    number = 0
    while documents := pending_documents(con, limit=size):
        outcomes = [interpret(document) for document in documents]
        states = article_states(con, [o.article_id for o in outcomes if isinstance(o, Reading)])
        load_batch(con, stage_batch(staging, number, reconcile(states, outcomes), RULES))
        number += 1
    return number
