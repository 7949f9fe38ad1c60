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

_ARROW = {"str": pa.string(), "str | None": pa.string(), "int": pa.int64(), "Hints": pa.string()}
_ZEROS = ", ".join(["0"] * (1 + len(Status)))


@dataclass(frozen=True)
class Line:
    """A journal line: its number in its file, which says what came first, and what it says."""

    number: int
    entry: Entry


def load_entries(con: duckdb.DuckDBPyConnection, lines: Sequence[Line]) -> None:
    """Loads lines of one file. Part of the caller's transaction. Kinds are taken in the order of `_LOADS`: what names a
    document comes after the documents."""
    for kind, statements in _LOADS.items():
        chosen = [line for line in lines if isinstance(line.entry, kind)]
        if chosen:
            con.register("entries", _frame(kind, chosen))
            try:
                for statement in statements:
                    con.execute(statement)
            finally:
                con.unregister("entries")


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
    FROM entries QUALIFY row_number() OVER (PARTITION BY source_id, run_id ORDER BY line DESC) = 1
    """,
    """
    CREATE OR REPLACE TEMP TABLE changed_settings AS
    SELECT new.source_id, new.run_id, new.outlet, new.outlet_country, new.language
    FROM settings AS new ASOF LEFT JOIN state.source_settings AS old
      ON new.source_id = old.source_id AND new.run_id >= old.run_id
    WHERE old.run_id IS NULL
       OR (new.outlet, new.outlet_country, new.language) IS DISTINCT FROM (old.outlet, old.outlet_country, old.language)
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
        url = new.url, settings = new.settings, last_run_id = new.run_id
    WHEN NOT MATCHED THEN INSERT (source_id, outlet, outlet_country, language, kind, url, settings, last_run_id)
        VALUES (new.source_id, new.outlet, new.outlet_country, new.language, new.kind, new.url, new.settings,
                new.run_id)
    """,
    "DROP TABLE changed_settings",
    "DROP TABLE settings",
)

_FETCHED = (
    """
    INSERT INTO raw.documents BY NAME
    SELECT document_id, source_id, url, final_url, fetched_at::TIMESTAMPTZ AS fetched_at, status::INTEGER AS status,
           content_type, sha256, warc_path, warc_offset, warc_length, run_id
    FROM entries ANTI JOIN raw.documents USING (document_id)
    QUALIFY row_number() OVER (PARTITION BY document_id ORDER BY line) = 1
    """,
    """
    INSERT INTO state.document_context BY NAME
    SELECT document_id, sequence, hints, NULL AS stop_reason, NULL AS stop_detail, false AS processed
    FROM entries ANTI JOIN state.document_context USING (document_id)
    QUALIFY row_number() OVER (PARTITION BY document_id ORDER BY line) = 1
    """,
    """
    INSERT INTO ops.ledger BY NAME
    SELECT run_id, document_id, source_id, url, 'held' AS status, 'awaiting_process' AS reason, NULL AS detail,
           NULL AS article_id, fetched_at::TIMESTAMPTZ AS recorded_at
    FROM entries ANTI JOIN ops.ledger USING (run_id, document_id)
    QUALIFY row_number() OVER (PARTITION BY run_id, document_id ORDER BY line) = 1
    """,
    """
    MERGE INTO ops.fetch_state AS old
    USING (
        SELECT source_id, url, fetched_at::TIMESTAMPTZ AS fetched_at, status, etag, last_modified, sha256
        FROM entries QUALIFY row_number() OVER (PARTITION BY source_id, url ORDER BY fetched_at DESC, line DESC) = 1
    ) AS new
    ON old.source_id = new.source_id AND old.url = new.url
    WHEN MATCHED AND new.fetched_at >= old.fetched_at THEN UPDATE SET
        kind = 'page', fetched_at = new.fetched_at, status = new.status, etag = new.etag,
        last_modified = new.last_modified, sha256 = new.sha256
    WHEN NOT MATCHED THEN INSERT (source_id, url, kind, fetched_at, status, etag, last_modified, sha256)
        VALUES (new.source_id, new.url, 'page', new.fetched_at, new.status, new.etag, new.last_modified, new.sha256)
    """,
)

_FATE = (
    """
    INSERT INTO ops.ledger BY NAME
    SELECT run_id, document_id, source_id, url, status, reason, detail, NULL AS article_id,
           "at"::TIMESTAMPTZ AS recorded_at
    FROM entries ANTI JOIN ops.ledger USING (run_id, document_id)
    QUALIFY row_number() OVER (PARTITION BY run_id, document_id ORDER BY line) = 1
    """,
    # A page that is as it was keeps the validators of the answer that brought it.
    """
    MERGE INTO ops.fetch_state AS old
    USING (
        SELECT source_id, url, "at"::TIMESTAMPTZ AS fetched_at,
               CASE WHEN reason = 'not_modified' THEN 304 ELSE 200 END AS status
        FROM entries WHERE status = 'unchanged'
        QUALIFY row_number() OVER (PARTITION BY source_id, url ORDER BY fetched_at DESC, line DESC) = 1
    ) AS new
    ON old.source_id = new.source_id AND old.url = new.url
    WHEN MATCHED AND new.fetched_at >= old.fetched_at THEN UPDATE SET
        fetched_at = new.fetched_at, status = new.status
    """,
)

_POLLED = (
    """
    MERGE INTO ops.fetch_state AS old
    USING (
        SELECT source_id, url, "at"::TIMESTAMPTZ AS fetched_at, status, etag, last_modified,
               status = 304 AND etag IS NULL AND last_modified IS NULL AS keeps
        FROM entries QUALIFY row_number() OVER (PARTITION BY source_id, url ORDER BY fetched_at DESC, line DESC) = 1
    ) AS new
    ON old.source_id = new.source_id AND old.url = new.url
    WHEN MATCHED AND new.fetched_at >= old.fetched_at THEN UPDATE SET
        kind = 'poll', fetched_at = new.fetched_at, status = new.status,
        etag = CASE WHEN new.keeps THEN old.etag ELSE new.etag END,
        last_modified = CASE WHEN new.keeps THEN old.last_modified ELSE new.last_modified END
    WHEN NOT MATCHED THEN INSERT (source_id, url, kind, fetched_at, status, etag, last_modified, sha256)
        VALUES (new.source_id, new.url, 'poll', new.fetched_at, new.status, new.etag, new.last_modified, NULL)
    """,
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
    Fetched: _FETCHED,
    Fate: _FATE,
    Polled: _POLLED,
    SourceFailed: _SOURCE_FAILED,
    Released: _RELEASED,
    Stop: _STOP,
}
