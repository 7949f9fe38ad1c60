"""A small warehouse that is right in every table, made from the declarations; tests plant one fault each."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import duckdb
import pytest

from contracts.render import create_all, create_view
from contracts.tables import ALL, BY_NAME, VIEWS

Fill = Callable[[duckdb.DuckDBPyConnection, int], None]
START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
RUN = "20260302T060000000Z-aaaa"
TITLE = "Ministers of Kenya and Peru meet"
BODY = "Ministers of Kenya and Peru met in Lima to talk about trade in coffee with Asia.\n\nThey will meet again."


def insert(con: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, Any]]) -> None:
    """Inserts rows; a column that is not given is NULL."""
    columns = BY_NAME[table].column_names
    marks = ", ".join("?" for _ in columns)
    if rows:
        con.executemany(
            f"INSERT INTO {table} VALUES ({marks})", [tuple(row.get(name) for name in columns) for row in rows]
        )


def fill(con: duckdb.DuckDBPyConnection, articles: int) -> None:
    """A run that loaded so many articles, quarantined one page and was refused another."""
    _reference(con)
    _run(con, articles)
    ids = [f"a{n:05d}" for n in range(articles)]
    days = {i: (START + timedelta(days=n % 5)).date() for n, i in enumerate(ids)}
    insert(con, "news.articles", [_article(n, i, days[i]) for n, i in enumerate(ids)])
    insert(con, "news.stories", [_story(i, days[i]) for i in ids])
    insert(
        con,
        "news.article_coverage",
        [{"article_id": i, "countries_judged": True, "regions_judged": True, "topics_judged": True} for i in ids],
    )
    insert(con, "news.country_mentions", [m for i in ids for m in _country_mentions(i)])
    insert(con, "news.region_mentions", [_region_mention(i) for i in ids])
    insert(con, "news.topic_mentions", [_topic_mention(i) for i in ids])
    insert(con, "news.article_topics", [{"article_id": i, "topic_id": "trade", "score": 0.8} for i in ids])
    insert(
        con,
        "news.article_countries",
        [
            {
                "article_id": i,
                "iso3": c,
                "mentions": n,
                "in_title": True,
                "in_lead": True,
                "salience": s,
                "is_focus": True,
            }
            for i in ids
            for c, n, s in (("KEN", 2, 0.4), ("PER", 3, 0.6))
        ],
    )
    _revision(con, ids[0])
    _marts(con)


def _reference(con: duckdb.DuckDBPyConnection) -> None:
    for iso3, name in (("KEN", "Kenya"), ("PER", "Peru")):
        insert(con, "ref.countries", [{"iso3": iso3, "name": name, "status": "state"}])
    region = {"region_id": "asia", "label": "Asia", "kind": "geographic", "definition": "d", "source": "UN M49"}
    insert(con, "ref.regions", [region])
    years = ((None, date(1991, 1, 1)), (date(2001, 1, 1), None))
    times = [{"region_id": "asia", "iso3": "PER", "since": since, "until": until} for since, until in years]
    insert(con, "ref.region_members", times)
    known = {"language": "en", "what": "country_names", "entries": 2}
    insert(con, "ref.coverage", [known])
    topic = {"label": "Trade", "definition": "d", "version": "1", "includes": ["tariffs"], "excludes": ["barter"]}
    medtops = {"medtop_codes": ["20000384"], "medtop_labels": ["trade"], "medtop_successors": ["20000384"]}
    for topic_id, parent_id in (("economy", None), ("trade", "economy")):
        insert(con, "ref.topics", [{**topic, **medtops, "topic_id": topic_id, "parent_id": parent_id}])
    insert(con, "ref.topic_coverage", [{"topic_id": "trade", "language": "en", "phrases": 30}])
    change = {"since_version": 2, "since_day": date(2026, 3, 2), "from_id": "commerce", "to_id": "trade", "note": ""}
    insert(con, "ref.topic_crosswalk", [{**change, "kind": "renamed"}])
    source = {
        "source_id": "s1",
        "outlet": "One",
        "outlet_country": "KEN",
        "kind": "feed",
        "url": "https://one.example/",
    }
    insert(con, "ref.sources", [{**source, "settings": "{}", "last_run_id": RUN}])


def _document(n: int) -> dict[str, Any]:
    url = f"https://one.example/{n}"
    return {
        "document_id": f"d{n:05d}", "source_id": "s1", "url": url, "final_url": url, "fetched_at": START, "status": 200,
        "sha256": hashlib.sha256(url.encode()).hexdigest(), "warc_path": "x.warc.gz", "warc_offset": 0,
        "warc_length": 10, "run_id": RUN,
    }  # fmt: skip


def _run(con: duckdb.DuckDBPyConnection, articles: int) -> None:
    documents = [_document(n) for n in range(articles + 1)]
    insert(con, "raw.documents", documents)
    state = {"source_id": "s1", "kind": "page", "first_seen_at": START, "looks": 1, "fetched_at": START, "status": 200}
    kept = [{**state, "url": d["url"], "kept_at": START, "sha256": d["sha256"]} for d in documents]
    insert(con, "ops.fetch_state", kept)
    counts = dict.fromkeys(("updated", "unchanged", "duplicate", "held", "skipped"), 0)
    counts |= {"discovered": articles + 2, "loaded": articles, "quarantined": 1, "failed": 1}
    run = {"run_id": RUN, "verb": "run", "status": "done", "started_at": START, "version": "0.1.0"}
    insert(con, "ops.runs", [{**run, "ended_at": START + timedelta(minutes=1), **counts}])
    entry = {"run_id": RUN, "source_id": "s1", "recorded_at": START}
    fates = [("loaded", "new_article", f"a{n:05d}") for n in range(articles)] + [("quarantined", "too_short", None)]
    rows = [
        {**entry, "document_id": d["document_id"], "url": d["url"], "status": s, "reason": r, "article_id": a}
        for d, (s, r, a) in zip(documents, fates, strict=True)
    ]
    refused = {**entry, "document_id": "dx", "url": "https://one.example/x", "status": "failed", "reason": "http_404"}
    insert(con, "ops.ledger", [*rows, refused])
    waiting = {k: documents[-1][k] for k in ("document_id", "source_id", "url", "run_id")}
    waiting |= {"stage": "extract", "reason": "too_short", "quarantined_at": START}
    insert(con, "quality.quarantine", [waiting])


def _article(n: int, article_id: str, day: date) -> dict[str, Any]:
    dated = datetime(day.year, day.month, day.day, 5, tzinfo=UTC)
    return {
        "article_id": article_id, "document_id": f"d{n:05d}", "source_id": "s1", "title": TITLE, "published_at": dated,
        "published_precision": "second", "published_from": "meta", "first_seen_at": dated + timedelta(hours=1),
        "day": day, "day_basis": "published", "language": "en", "sections": [], "keywords": ["k"], "body": BODY,
        "captions": ["Peru’s minister"], "word_count": 18, "kind": "article", "extracted_by": "test",
        "extraction_confidence": 0.9, "notes": [], "content_sha256": "0" * 64, "story_id": f"st-{article_id}",
        "revision": 2 if n == 0 else 1, "rules_version": "r1", "canonical_url": f"https://one.example/{n}",
    }  # fmt: skip


def _story(article_id: str, day: date) -> dict[str, Any]:
    return {
        "story_id": f"st-{article_id}", "first_article_id": article_id, "origin_source_id": "s1", "articles": 1,
        "sources": 1, "first_day": day, "last_day": day,
    }  # fmt: skip


def _country_mentions(article_id: str) -> list[dict[str, Any]]:
    spans = [
        ("KEN", "title", TITLE, "Kenya", "name", None), ("PER", "title", TITLE, "Peru", "name", None),
        ("KEN", "body", BODY, "Kenya", "name", None), ("PER", "body", BODY, "Lima", "capital", None),
        ("PER", "caption", "Peru’s minister", "Peru", "name", 0),
    ]  # fmt: skip
    return [
        {
            "article_id": article_id, "iso3": iso3, "field": field, "item": item, "start_char": text.index(word),
            "end_char": text.index(word) + len(word), "surface": word, "kind": kind, "role": "text", "rule": "name",
            "rules_version": "r1",
        }
        for iso3, field, text, word, kind, item in spans
    ]  # fmt: skip


def _topic_mention(article_id: str) -> dict[str, Any]:
    start = BODY.index("trade")
    return {
        "article_id": article_id, "topic_id": "trade", "field": "body", "start_char": start, "end_char": start + 5,
        "surface": "trade", "rule": "trade", "weight": 2.0, "rules_version": "r1",
    }  # fmt: skip


def _region_mention(article_id: str) -> dict[str, Any]:
    start = BODY.index("Asia")
    return {
        "article_id": article_id, "region_id": "asia", "field": "body", "start_char": start, "end_char": start + 4,
        "surface": "Asia", "role": "text", "rule": "name", "rules_version": "r1",
    }  # fmt: skip


def _revision(con: duckdb.DuckDBPyConnection, article_id: str) -> None:
    row = {"article_id": article_id, "revision": 1, "document_id": "d00000", "title": "T", "body": "Then."}
    insert(con, "news.article_revisions", [{**row, "content_sha256": "1" * 64, "seen_at": START, "changed_share": 0.5}])


def _marts(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        """
        INSERT INTO mart.country_daily
        SELECT day, iso3, count(*), count(*), count(*), 1, sum(mentions), avg((iso3 <> 'KEN')::INT), NULL
        FROM news.article_countries JOIN news.articles USING (article_id) GROUP BY ALL;
        INSERT INTO mart.topic_daily SELECT day, 'trade', count(*), sum(.8), count(*), 1, 1, NULL
        FROM news.articles GROUP BY ALL;
        INSERT INTO mart.country_topic_daily SELECT day, iso3, 'trade', articles_focus, .8 * articles_focus, stories, 1, 1, NULL
        FROM mart.country_daily;
        INSERT INTO mart.country_pair_daily SELECT day, 'KEN', 'PER', articles, articles, stories, 1, NULL
        FROM mart.topic_daily;
        INSERT INTO mart.source_daily SELECT day, 's1', articles, articles, 0, 0, NULL, NULL, NULL FROM mart.topic_daily
        """
    )
    insert(
        con,
        "quality.validations",
        [{"run_id": RUN, "suite": "s", "success": True, "element_count": 1, "validated_at": START}],
    )
    result = {"run_id": RUN, "suite": "s", "expectation": "e", "severity": "warning", "success": True}
    insert(con, "quality.results", [{**result, "unexpected_count": 0, "element_count": 1}])


@pytest.fixture
def warehouse() -> Iterator[tuple[duckdb.DuckDBPyConnection, Fill]]:
    """An empty warehouse with all tables, and the function that fills it."""
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        con.execute("\n".join([create_all(ALL), *map(create_view, VIEWS)]))
        yield con, fill
