"""The report's questions to the snapshot. Each is one SQL statement with a fixed order, so that the same snapshot
always gives the same pages."""

from __future__ import annotations

from typing import Any, Protocol

from reports.rows import (
    Cell,
    CountryRow,
    FailedCheck,
    Gap,
    Headline,
    LedgerLine,
    Pair,
    ReasonCount,
    Rejected,
    Run,
    Snapshot,
    SourceRow,
    Suite,
    TopicRow,
    Totals,
    Window,
)

WEEKS = 8
ROWS_SHOWN = 200  # of lists without end (the quarantine): a page stays under a second to open; the rest is named
HEADLINES_SHOWN = 8
GAP_DAYS = 30
_TOPIC_TAG = 0.5  # the score from which a topic is a tag (contracts.news)


class Cursor(Protocol):
    def fetchall(self) -> list[tuple[Any, ...]]: ...


class Connection(Protocol):
    """A read-only connection to the published snapshot; `warehouse` hands it out."""

    def execute(self, query: str, parameters: Any = ..., /) -> Cursor: ...


def read_snapshot(con: Connection) -> Snapshot:
    """Everything the pages show, from one connection (so from one state)."""
    runs = _runs(con)
    ledger_run = _ledger_run(con)
    totals = _totals(con)
    window = Window.ending(totals.last_day, WEEKS) if totals else None
    quality_run = _quality_run(con)
    gaps = _gaps(con)
    return Snapshot(
        run=runs[0] if runs else None,
        runs=runs,
        ledger_run=ledger_run,
        ledger=_ledger(con, ledger_run) if ledger_run else (),
        window=window,
        totals=totals,
        countries=_countries(con, window) if window else (),
        topics=_topics(con, window) if window else (),
        pairs=_pairs(con, window) if window else (),
        cells=_cells(con, window) if window else (),
        headlines=_headlines(con),
        sources=_sources(con, window, {gap.source_id for gap in gaps}),
        gaps=gaps,
        quality_run=quality_run,
        suites=_suites(con, quality_run) if quality_run else (),
        failures=_failures(con, quality_run) if quality_run else (),
        rejected=_rejected(con),
        rejected_reasons=_rejected_reasons(con),
    )


_RUN = "run_id, verb, status, reason, started_at, ended_at, version, discovered"


def _runs(con: Connection) -> tuple[Run, ...]:
    query = f"SELECT {_RUN} FROM ops.runs ORDER BY run_id DESC LIMIT 10"
    return tuple(Run(*row) for row in con.execute(query).fetchall())


def _ledger_run(con: Connection) -> Run | None:
    """The last run that looked for documents. A run that found none is shown as empty; a mere `process` or `publish`
    has nothing to show and does not hide the one before it."""
    rows = con.execute(
        f"SELECT {_RUN} FROM ops.runs WHERE discovered > 0 OR verb IN ('run', 'ingest', 'demo') "
        "ORDER BY run_id DESC LIMIT 1"
    ).fetchall()
    return Run(*rows[0]) if rows else None


def _ledger(con: Connection, run: Run) -> tuple[LedgerLine, ...]:
    query = """SELECT status, reason, count(*) FROM ops.ledger WHERE run_id = ?
        GROUP BY ALL ORDER BY status, count(*) DESC, reason"""
    return tuple(LedgerLine(*row) for row in con.execute(query, [run.run_id]).fetchall())


def _totals(con: Connection) -> Totals | None:
    query = """SELECT count(*), count(DISTINCT a.story_id), count(DISTINCT a.source_id),
            count(DISTINCT s.outlet_country), min(a.day), max(a.day)
        FROM news.articles a LEFT JOIN ref.sources s USING (source_id)"""
    articles, stories, sources, outlet_countries, first, last = con.execute(query).fetchall()[0]
    if not articles:
        return None
    in_window = _number(con, "SELECT count(*) FROM news.articles WHERE day >= ?", Window.ending(last, WEEKS).first)
    naming = _number(con, "SELECT count(DISTINCT article_id) FROM news.article_countries")
    tagged = _number(con, "SELECT count(DISTINCT article_id) FROM news.article_topics WHERE score >= ?", _TOPIC_TAG)
    return Totals(articles, in_window, stories, sources, outlet_countries, naming, tagged, first, last)


def _countries(con: Connection, window: Window) -> tuple[CountryRow, ...]:
    """Countries named in the window, those with most articles about them first."""
    query = """SELECT c.iso3, coalesce(any_value(r.name), c.iso3), count(*) FILTER (c.is_focus), count(*),
            count(DISTINCT a.story_id), count(DISTINCT a.source_id), sum(c.mentions)::BIGINT,
            avg((s.outlet_country <> c.iso3)::INT) FILTER (s.outlet_country IS NOT NULL)
        FROM news.article_countries c
        JOIN news.articles a USING (article_id)
        LEFT JOIN ref.sources s USING (source_id)
        LEFT JOIN ref.countries r ON r.iso3 = c.iso3
        WHERE a.day BETWEEN ? AND ?
        GROUP BY c.iso3 ORDER BY 3 DESC, 4 DESC, 1"""
    weekly = _weekly(con, window, "SELECT iso3, day, articles_focus FROM mart.country_daily")
    rows = con.execute(query, [window.first, window.last]).fetchall()
    return tuple(CountryRow(*(*row, weekly.get(row[0], _zeros(window)))) for row in rows)


def _topics(con: Connection, window: Window) -> tuple[TopicRow, ...]:
    """Topics tagged in the window, the most frequent first."""
    query = """SELECT t.topic_id, coalesce(any_value(r.label), t.topic_id), coalesce(any_value(r.definition), ''),
            count(*), count(DISTINCT a.story_id), count(DISTINCT a.source_id)
        FROM news.article_topics t
        JOIN news.articles a USING (article_id)
        LEFT JOIN ref.topics r ON r.topic_id = t.topic_id
        WHERE a.day BETWEEN ? AND ? AND t.score >= ?
        GROUP BY t.topic_id ORDER BY 4 DESC, 1"""
    weekly = _weekly(con, window, "SELECT topic_id, day, articles FROM mart.topic_daily")
    rows = con.execute(query, [window.first, window.last, _TOPIC_TAG]).fetchall()
    return tuple(TopicRow(*(*row, weekly.get(row[0], _zeros(window)))) for row in rows)


def _pairs(con: Connection, window: Window) -> tuple[Pair, ...]:
    query = """SELECT p.iso3_a, p.iso3_b, coalesce(any_value(a.name), p.iso3_a), coalesce(any_value(b.name), p.iso3_b),
            sum(p.articles)::BIGINT, sum(p.articles_focus)::BIGINT
        FROM mart.country_pair_daily p
        LEFT JOIN ref.countries a ON a.iso3 = p.iso3_a
        LEFT JOIN ref.countries b ON b.iso3 = p.iso3_b
        WHERE p.day BETWEEN ? AND ?
        GROUP BY p.iso3_a, p.iso3_b ORDER BY 6 DESC, 5 DESC, 1, 2 LIMIT 12"""
    return tuple(Pair(*row) for row in con.execute(query, [window.first, window.last]).fetchall())


def _cells(con: Connection, window: Window) -> tuple[Cell, ...]:
    query = """SELECT iso3, topic_id, sum(articles)::BIGINT FROM mart.country_topic_daily
        WHERE day BETWEEN ? AND ? GROUP BY ALL ORDER BY 1, 2"""
    return tuple(Cell(*row) for row in con.execute(query, [window.first, window.last]).fetchall())


def _headlines(con: Connection) -> tuple[Headline, ...]:
    """The newest articles, one a story."""
    query = """SELECT a.article_id, a.title, a.canonical_url, coalesce(any_value(s.outlet), a.source_id), a.day,
            a.day_basis = 'published',
            list(coalesce(r.name, c.iso3) ORDER BY c.salience DESC, c.iso3) FILTER (c.is_focus)
        FROM news.articles a
        LEFT JOIN ref.sources s USING (source_id)
        LEFT JOIN news.article_countries c USING (article_id)
        LEFT JOIN ref.countries r ON r.iso3 = c.iso3
        WHERE a.article_id IN (
            SELECT article_id FROM news.articles
            QUALIFY row_number() OVER (PARTITION BY story_id ORDER BY day, article_id) = 1
            ORDER BY day DESC, first_seen_at DESC, article_id LIMIT ?)
        GROUP BY a.article_id, a.title, a.canonical_url, a.source_id, a.day, a.day_basis, a.first_seen_at
        ORDER BY a.day DESC, a.first_seen_at DESC, a.article_id"""
    rows = con.execute(query, [HEADLINES_SHOWN]).fetchall()
    return tuple(Headline(*(*row[:6], tuple(row[6] or ()))) for row in rows)


def _sources(con: Connection, window: Window | None, with_gaps: set[str]) -> tuple[SourceRow, ...]:
    """All sources by name, each with the last run it took part in."""
    query = """
        WITH took_part AS (
            SELECT source_id, max(run_id) AS run_id
            FROM (SELECT source_id, run_id FROM ops.ledger UNION ALL SELECT source_id, run_id FROM ops.source_failures)
            GROUP BY source_id),
        documents AS (
            SELECT source_id, run_id, count(*) AS discovered,
                count(*) FILTER (status IN ('loaded', 'updated')) AS loaded,
                count(*) FILTER (status = 'quarantined') AS quarantined, count(*) FILTER (status = 'failed') AS failed
            FROM ops.ledger GROUP BY ALL),
        expectation AS (
            SELECT source_id, max_by(complete, day) AS complete FROM mart.source_daily
            WHERE complete IS NOT NULL GROUP BY source_id),
        written AS (SELECT source_id, max(day) AS last_day FROM news.articles GROUP BY source_id)
        SELECT s.source_id, s.outlet, s.outlet_country, s.kind, s.url, w.last_day, t.run_id, coalesce(d.discovered, 0),
            coalesce(d.loaded, 0), coalesce(d.quarantined, 0), coalesce(d.failed, 0), f.reason, f.detail, e.complete
        FROM ref.sources s
        LEFT JOIN took_part t USING (source_id)
        LEFT JOIN documents d ON d.source_id = s.source_id AND d.run_id = t.run_id
        LEFT JOIN ops.source_failures f ON f.source_id = s.source_id AND f.run_id = t.run_id
        LEFT JOIN expectation e ON e.source_id = s.source_id
        LEFT JOIN written w ON w.source_id = s.source_id
        ORDER BY lower(s.outlet), s.source_id"""
    count_one = "SELECT source_id, day, 1 FROM news.articles"
    weekly = _weekly(con, window, count_one) if window else {}
    none = _zeros(window) if window else ()
    made = []
    for row in con.execute(query).fetchall():
        series = weekly.get(row[0], none)
        values = (*row[:5], sum(series), series, *row[5:], row[0] in with_gaps)
        made.append(SourceRow(*values))
    return tuple(made)


def _gaps(con: Connection) -> tuple[Gap, ...]:
    """Sources that had moved on by more than they show, the latest first. None for a snapshot of before polls were
    kept: a report of it is still to be had, with the verdict that blocked a newer one."""
    there = "SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'ops' AND table_name = 'polls'"
    if not _number(con, there):
        return ()
    query = f"""
        WITH answered AS (
            SELECT *, lag(polled_at) OVER (PARTITION BY source_id, url ORDER BY run_id) AS looked_before
            FROM ops.polls WHERE status BETWEEN 200 AND 399)
        SELECT a.source_id, coalesce(any_value(s.outlet), a.source_id), count(DISTINCT a.run_id), max(a.polled_at),
            max_by(a.looked_before, (a.polled_at, a.url)), max_by(a.candidates, (a.polled_at, a.url))
        FROM answered a LEFT JOIN ref.sources s USING (source_id)
        WHERE a.is_gap AND a.polled_at > (SELECT max(polled_at) FROM ops.polls) - INTERVAL {GAP_DAYS} DAY
        GROUP BY a.source_id ORDER BY 4 DESC, 1"""
    return tuple(Gap(*row) for row in con.execute(query).fetchall())


def _quality_run(con: Connection) -> str | None:
    return con.execute("SELECT max(run_id) FROM quality.validations").fetchall()[0][0]


def _suites(con: Connection, run_id: str) -> tuple[Suite, ...]:
    query = """SELECT v.suite, v.success, v.severity, v.element_count, count(r.suite), count(*) FILTER (r.success),
            v.validated_at
        FROM quality.validations v LEFT JOIN quality.results r USING (run_id, suite)
        WHERE v.run_id = ? GROUP BY ALL ORDER BY v.success, v.severity NULLS LAST, v.suite"""
    return tuple(Suite(*row) for row in con.execute(query, [run_id]).fetchall())


def _failures(con: Connection, run_id: str) -> tuple[FailedCheck, ...]:
    query = """SELECT suite, expectation, severity, unexpected_count, element_count, observed FROM quality.results
        WHERE run_id = ? AND NOT success ORDER BY severity, suite, expectation"""
    return tuple(FailedCheck(*row) for row in con.execute(query, [run_id]).fetchall())


def _rejected(con: Connection) -> tuple[Rejected, ...]:
    """The newest of the quarantine, those that wait before those released."""
    query = """SELECT q.document_id, q.source_id, q.url, q.stage, q.reason, q.detail, q.run_id, q.quarantined_at,
            q.released_at, d.warc_path, d.warc_offset, d.warc_length
        FROM quality.quarantine q LEFT JOIN raw.documents d USING (document_id)
        ORDER BY q.released_at IS NOT NULL, q.quarantined_at DESC, q.document_id LIMIT ?"""
    return tuple(Rejected(*row) for row in con.execute(query, [ROWS_SHOWN]).fetchall())


def _rejected_reasons(con: Connection) -> tuple[ReasonCount, ...]:
    query = """SELECT reason, count(*) FILTER (released_at IS NULL), count(*) FILTER (released_at IS NOT NULL)
        FROM quality.quarantine GROUP BY reason ORDER BY count(*) DESC, reason"""
    return tuple(ReasonCount(*row) for row in con.execute(query).fetchall())


def _weekly(con: Connection, window: Window, counted: str) -> dict[str, tuple[int, ...]]:
    """Sums by week of a query's (key, day, number), for each key; weeks without a row are 0."""
    query = f"""SELECT key, date_diff('week', ?::DATE, day), sum(number)::BIGINT
        FROM ({counted}) AS counted(key, day, number)
        WHERE day BETWEEN ? AND ? GROUP BY ALL ORDER BY 1, 2"""
    series: dict[str, list[int]] = {}
    for key, week, number in con.execute(query, [window.first, window.first, window.last]).fetchall():
        series.setdefault(key, [0] * window.weeks)[week] = number
    return {key: tuple(numbers) for key, numbers in series.items()}


def _zeros(window: Window) -> tuple[int, ...]:
    return (0,) * window.weeks


def _number(con: Connection, query: str, *parameters: object) -> int:
    return int(con.execute(query, list(parameters)).fetchall()[0][0])
