"""The entries of a stretch of a journal, as rows. What stands already is never undone by reading it again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields

import duckdb
import pyarrow as pa

from contracts.journal import (
    Entry,
    Fate,
    Fetched,
    Polled,
    Released,
    RunEnded,
    RunStarted,
    SourceFailed,
    SourceSettings,
    Stop,
)
from contracts.reasons import Status
from warehouse.look_entries import BEGIN_LOOKS, FATE, FETCHED, POLLED, SETTLE_LOOKS

_ARROW = {
    "str": pa.string(),
    "str | None": pa.string(),
    "int": pa.int64(),
    "int | None": pa.int64(),
    "Hints": pa.string(),
}
_ZEROS = ", ".join(["0"] * (1 + len(Status)))


@dataclass(frozen=True)
class Line:
    """A journal line: its number in its file, which says what came first, and what it says."""

    number: int
    entry: Entry


def load_entries(con: duckdb.DuckDBPyConnection, lines: Sequence[Line]) -> None:
    """Loads lines of one file. Part of the caller's transaction. Kinds are taken in the order of `_LOADS`: what names a
    document comes after the documents."""
    con.execute(BEGIN_LOOKS)
    for kind, statements in _LOADS.items():
        chosen = _fates(lines) if kind is Fate else [line for line in lines if isinstance(line.entry, kind)]
        if chosen:
            con.register("entries", _frame(kind, chosen))
            try:
                for statement in statements:
                    con.execute(statement)
            finally:
                con.unregister("entries")
    if con.execute("SELECT 1 FROM looks LIMIT 1").fetchone():  # a large sitemap has none among its 50,000 skips
        con.execute(SETTLE_LOOKS)
    con.execute("DROP TABLE looks")


def _fates(lines: Sequence[Line]) -> list[Line]:
    """The fates, but for those of documents whose body came before them: line by line, they would come too late."""
    bodies = {line.entry.document_id: line.number for line in reversed(lines) if isinstance(line.entry, Fetched)}
    return [
        line
        for line in lines
        if isinstance(line.entry, Fate) and bodies.get(line.entry.document_id, line.number) >= line.number
    ]


def _frame(kind: type[Entry], lines: Sequence[Line]) -> pa.Table:
    """The entries as a table: their fields, hints as JSON text, and `line`."""
    columns = {"line": pa.array([line.number for line in lines], pa.int64())}
    for field in fields(kind):
        values = [getattr(line.entry, field.name) for line in lines]
        if field.type == "Hints":
            values = [json.dumps(asdict(hints), ensure_ascii=False) for hints in values]
        columns[field.name] = pa.array(values, _ARROW[str(field.type)])
    return pa.table(columns)


_RUN_STARTED = (
    f"""
    INSERT INTO ops.runs
    SELECT run_id, verb, 'interrupted', NULL, started_at::TIMESTAMPTZ, NULL, version, {_ZEROS}
    FROM entries ANTI JOIN ops.runs USING (run_id)
    QUALIFY row_number() OVER (PARTITION BY run_id ORDER BY line) = 1
    """,
)

_RUN_ENDED = (
    """
    UPDATE ops.runs SET status = last.status, reason = last.reason, ended_at = last.ended_at::TIMESTAMPTZ
    FROM (FROM entries QUALIFY row_number() OVER (PARTITION BY run_id ORDER BY line DESC) = 1) AS last
    WHERE runs.run_id = last.run_id
    """,
)

# A document is read under the settings of its own run; one row per change is enough to look them up.
_SOURCE_SETTINGS = (
    """
    CREATE OR REPLACE TEMP TABLE settings AS
    SELECT *, coalesce(said->>'$.sites[*]', []) AS sites, TRY_CAST(said->>'$.tier' AS INTEGER) AS tier,
           TRY_CAST(said->>'$.articles_per_day.floor' AS INTEGER) AS floor_per_day,
           TRY_CAST(said->>'$.articles_per_day.ceiling' AS INTEGER) AS ceiling_per_day,
           said->>'$.origin' AS origin, TRY_CAST(said->>'$.checked' AS DATE) AS checked
    FROM (SELECT *, CASE WHEN json_valid(settings) THEN settings::JSON END AS said FROM entries)
    QUALIFY row_number() OVER (PARTITION BY source_id, run_id ORDER BY line DESC) = 1
    """,
    """
    CREATE OR REPLACE TEMP TABLE changed_settings AS
    SELECT new.source_id, new.run_id, new.outlet, new.outlet_country, new.language, new.sites
    FROM settings AS new ASOF LEFT JOIN state.source_settings AS old
      ON new.source_id = old.source_id AND new.run_id >= old.run_id
    WHERE old.run_id IS NULL
       OR (new.outlet, new.outlet_country, new.language, new.sites)
          IS DISTINCT FROM (old.outlet, old.outlet_country, old.language, old.sites)
    """,
    """
    DELETE FROM state.source_settings
    WHERE (source_id, run_id) IN (SELECT (source_id, run_id) FROM changed_settings)
    """,
    "INSERT INTO state.source_settings FROM changed_settings",
    # The marts know foreign outlets by today's ref.sources: where a source moved, its days are counted again.
    """
    INSERT INTO state.affected_days
    SELECT DISTINCT day FROM news.articles ANTI JOIN state.affected_days USING (day)
    WHERE source_id IN (
        SELECT new.source_id FROM settings AS new JOIN ref.sources AS old USING (source_id)
        WHERE new.run_id >= old.last_run_id AND new.outlet_country IS DISTINCT FROM old.outlet_country
    )
    """,
    """
    MERGE INTO ref.sources AS old
    USING (FROM settings QUALIFY row_number() OVER (PARTITION BY source_id ORDER BY run_id DESC) = 1) AS new
    ON old.source_id = new.source_id
    WHEN MATCHED AND new.run_id >= old.last_run_id THEN UPDATE SET
        outlet = new.outlet, outlet_country = new.outlet_country, language = new.language, kind = new.kind,
        url = new.url, tier = new.tier, floor_per_day = new.floor_per_day, ceiling_per_day = new.ceiling_per_day,
        origin = new.origin, checked = new.checked, settings = new.settings, last_run_id = new.run_id
    WHEN NOT MATCHED THEN INSERT
        (source_id, outlet, outlet_country, language, kind, url, tier, floor_per_day, ceiling_per_day, origin, checked,
         settings, last_run_id)
        VALUES (new.source_id, new.outlet, new.outlet_country, new.language, new.kind, new.url, new.tier,
                new.floor_per_day, new.ceiling_per_day, new.origin, new.checked, new.settings, new.run_id)
    """,
    "DROP TABLE changed_settings",
    "DROP TABLE settings",
)

_SOURCE_FAILED = (
    """
    MERGE INTO ops.source_failures AS old
    USING (FROM entries QUALIFY row_number() OVER (PARTITION BY run_id, source_id ORDER BY line DESC) = 1) AS new
    ON old.run_id = new.run_id AND old.source_id = new.source_id
    WHEN MATCHED THEN UPDATE SET reason = new.reason, detail = new.detail, failed_at = new."at"::TIMESTAMPTZ
    WHEN NOT MATCHED THEN INSERT (run_id, source_id, reason, detail, failed_at)
        VALUES (new.run_id, new.source_id, new.reason, new.detail, new."at"::TIMESTAMPTZ)
    """,
)

# A released document is met again, in the run of its release: a ledger row of its own.
_RELEASED = (
    """
    INSERT INTO state.releases BY NAME
    SELECT run_id, document_id, "by" AS released_by, note, "at"::TIMESTAMPTZ AS released_at, NULL AS stop_reason,
           NULL AS stop_detail, false AS processed
    FROM entries ANTI JOIN state.releases USING (run_id, document_id)
    QUALIFY row_number() OVER (PARTITION BY run_id, document_id ORDER BY line) = 1
    """,
    """
    INSERT INTO ops.ledger BY NAME
    SELECT entries.run_id, documents.document_id, documents.source_id, documents.url, 'held' AS status,
           'awaiting_process' AS reason, NULL AS detail, NULL AS article_id, entries."at"::TIMESTAMPTZ AS recorded_at
    FROM entries JOIN raw.documents USING (document_id)
    WHERE (entries.run_id, documents.document_id) NOT IN (SELECT (run_id, document_id) FROM ops.ledger)
    QUALIFY row_number() OVER (PARTITION BY entries.run_id, documents.document_id ORDER BY entries.line) = 1
    """,
)

# A stop belongs to the last release before it, where there is one, else to the document's first reading: a reading that
# was stopped before a release must not stop the released one.
_STOP = (
    """
    CREATE OR REPLACE TEMP TABLE stops AS
    SELECT stop.line, stop.document_id, stop.reason, stop.detail, release.run_id AS release_run
    FROM entries AS stop LEFT JOIN state.releases AS release
      ON release.document_id = stop.document_id AND release.run_id <= stop.run_id
     AND release.released_at <= stop."at"::TIMESTAMPTZ
    QUALIFY row_number() OVER (PARTITION BY stop.line ORDER BY release.run_id DESC NULLS LAST) = 1
    """,
    """
    UPDATE state.releases SET stop_reason = last.reason, stop_detail = last.detail
    FROM (FROM stops QUALIFY row_number() OVER (PARTITION BY document_id, release_run ORDER BY line DESC) = 1) AS last
    WHERE releases.document_id = last.document_id AND releases.run_id = last.release_run
    """,
    """
    UPDATE state.document_context SET stop_reason = last.reason, stop_detail = last.detail
    FROM (FROM stops WHERE release_run IS NULL
          QUALIFY row_number() OVER (PARTITION BY document_id ORDER BY line DESC) = 1) AS last
    WHERE document_context.document_id = last.document_id
    """,
    "DROP TABLE stops",
)

_LOADS: dict[type[Entry], tuple[str, ...]] = {
    RunStarted: _RUN_STARTED,
    RunEnded: _RUN_ENDED,
    SourceSettings: _SOURCE_SETTINGS,
    Fate: FATE,
    Fetched: FETCHED,
    Polled: POLLED,
    SourceFailed: _SOURCE_FAILED,
    Released: _RELEASED,
    Stop: _STOP,
}
