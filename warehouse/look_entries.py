"""What was looked at: fetched bodies, fates and polls, as rows. SQL over `entries` (see `warehouse.entries`).

What has a row in the ledger, or a poll in ops.polls, was counted before: so a journal that is read again counts no look
twice. Looks at pages gather in `looks` and settle in one step, in the order of their time and their lines: a 404 after
a body is not the same as a body after a 404."""

from __future__ import annotations

BEGIN_LOOKS = """
    CREATE OR REPLACE TEMP TABLE looks (
        line BIGINT, source_id VARCHAR, url VARCHAR, seen_at TIMESTAMPTZ, status INTEGER,
        sha256 VARCHAR, etag VARCHAR, last_modified VARCHAR
    )
"""

# Ledger and documents grow by runs, and DuckDB passes over blocks of other runs than these: 1 ms instead of 11 for 100
# entries against a million rows.
_NEW_ENTRIES = """
    CREATE OR REPLACE TEMP TABLE new_entries AS
    FROM entries ANTI JOIN (
        FROM {known} WHERE run_id IN (SELECT run_id FROM entries)
    ) USING (run_id, document_id)
    QUALIFY row_number() OVER (PARTITION BY run_id, document_id ORDER BY line) = 1
"""

# A source whose turn broke off is tried again in the same run: a body that it brings then takes the place of the fate
# that its document had in the first try.
FETCHED = (
    _NEW_ENTRIES.format(known="raw.documents"),
    """
    DELETE FROM ops.ledger
    WHERE run_id IN (SELECT run_id FROM new_entries) AND document_id IN (SELECT document_id FROM new_entries)
    """,
    """
    INSERT INTO raw.documents BY NAME
    SELECT document_id, source_id, url, final_url, fetched_at::TIMESTAMPTZ AS fetched_at, status::INTEGER AS status,
           content_type, sha256, warc_path, warc_offset, warc_length, run_id
    FROM new_entries
    """,
    """
    INSERT INTO state.document_context BY NAME
    SELECT document_id, sequence, hints, NULL AS stop_reason, NULL AS stop_detail, false AS processed FROM new_entries
    """,
    """
    INSERT INTO ops.ledger BY NAME
    SELECT run_id, document_id, source_id, url, 'held' AS status, 'awaiting_process' AS reason, NULL AS detail,
           NULL AS article_id, fetched_at::TIMESTAMPTZ AS recorded_at
    FROM new_entries
    """,
    """
    INSERT INTO looks
    SELECT line, source_id, url, fetched_at::TIMESTAMPTZ, status, sha256, etag, last_modified FROM new_entries
    """,
    "DROP TABLE new_entries",
)

# Journals of before the first release with revisits have no http_status: there the reason tells it, where it can. A
# file that is as it was has been looked at as well.
FATE = (
    _NEW_ENTRIES.format(known="ops.ledger"),
    """
    INSERT INTO ops.ledger BY NAME
    SELECT run_id, document_id, source_id, url, status, reason, detail, NULL AS article_id,
           "at"::TIMESTAMPTZ AS recorded_at
    FROM new_entries
    """,
    """
    INSERT INTO looks
    SELECT line, source_id, url, "at"::TIMESTAMPTZ, answered, NULL, NULL, NULL FROM (
        SELECT *, CASE
            WHEN http_status > 0 THEN http_status
            WHEN reason = 'not_modified' THEN 304
            WHEN status = 'unchanged' THEN 200
            ELSE TRY_CAST(regexp_extract(reason, '^http_([0-9]{3})$', 1) AS INTEGER)
        END AS answered FROM new_entries
    ) WHERE answered > 0
    """,
    "DROP TABLE new_entries",
)

# The body that is kept, its hash and its validators belong together; a look without a body leaves them alone.
SETTLE_LOOKS = """
    MERGE INTO ops.fetch_state AS old
    USING (
        SELECT source_id, url, min(seen_at) AS first_seen_at, count(*) AS looks, max(seen_at) AS fetched_at,
               arg_max(status, (seen_at, line)) AS status, max(seen_at) FILTER (sha256 IS NOT NULL) AS kept_at,
               arg_max({'sha256': sha256, 'etag': etag, 'last_modified': last_modified}, (seen_at, line))
                   FILTER (sha256 IS NOT NULL) AS body
        FROM looks GROUP BY source_id, url
    ) AS new
    ON old.source_id = new.source_id AND old.url = new.url AND old.kind = 'page'
    WHEN MATCHED THEN UPDATE SET
        first_seen_at = least(old.first_seen_at, new.first_seen_at),
        looks = old.looks + new.looks,
        fetched_at = greatest(old.fetched_at, new.fetched_at),
        status = CASE WHEN new.fetched_at >= old.fetched_at THEN new.status ELSE old.status END,
        kept_at = greatest(old.kept_at, new.kept_at),
        sha256 = CASE WHEN new.kept_at >= coalesce(old.kept_at, new.kept_at) THEN new.body.sha256 ELSE old.sha256 END,
        etag = CASE WHEN new.kept_at >= coalesce(old.kept_at, new.kept_at) THEN new.body.etag ELSE old.etag END,
        last_modified = CASE WHEN new.kept_at >= coalesce(old.kept_at, new.kept_at) THEN new.body.last_modified
                             ELSE old.last_modified END
    WHEN NOT MATCHED THEN INSERT
        (source_id, url, kind, first_seen_at, looks, fetched_at, status, kept_at, sha256, etag, last_modified, cursor)
        VALUES (new.source_id, new.url, 'page', new.first_seen_at, new.looks, new.fetched_at, new.status, new.kept_at,
                new.body.sha256, new.body.etag, new.body.last_modified, NULL)
"""

# An answer that could not be read (4xx, 5xx) changes nothing about what the last one that could be read gave; a 304
# may leave out what has not changed (RFC 9110, section 15.4.5). Any other answer is taken at its word: validators that
# it lacks are validators that must not be used, because candidates are left to come back for.
_POLL_STATES = """
    MERGE INTO ops.fetch_state AS old
    USING (
        SELECT source_id, url, min(polled_at) AS first_seen_at, count(*) FILTER (is_new) AS looks,
               max(polled_at) AS fetched_at, unnest(arg_max(
                   {'status': status, 'etag': etag, 'last_modified': last_modified, 'cursor': cursor},
                   (polled_at, line)
               ))
        FROM new_polls WHERE status > 0 GROUP BY source_id, url
    ) AS new
    ON old.source_id = new.source_id AND old.url = new.url AND old.kind = 'poll'
    WHEN MATCHED THEN UPDATE SET
        first_seen_at = least(old.first_seen_at, new.first_seen_at),
        looks = old.looks + new.looks,
        fetched_at = greatest(old.fetched_at, new.fetched_at),
        status = CASE WHEN new.fetched_at >= old.fetched_at THEN new.status ELSE old.status END,
        etag = CASE WHEN new.fetched_at < old.fetched_at OR new.status >= 400
                      OR (new.status = 304 AND new.etag IS NULL AND new.last_modified IS NULL)
                    THEN old.etag ELSE new.etag END,
        last_modified = CASE WHEN new.fetched_at < old.fetched_at OR new.status >= 400
                               OR (new.status = 304 AND new.etag IS NULL AND new.last_modified IS NULL)
                             THEN old.last_modified ELSE new.last_modified END,
        cursor = CASE WHEN new.fetched_at < old.fetched_at OR new.status >= 400
                        OR (new.status = 304 AND new.cursor IS NULL)
                      THEN old.cursor ELSE new.cursor END
    WHEN NOT MATCHED THEN INSERT
        (source_id, url, kind, first_seen_at, looks, fetched_at, status, kept_at, sha256, etag, last_modified, cursor)
        VALUES (new.source_id, new.url, 'poll', new.first_seen_at, new.looks, new.fetched_at, new.status, NULL, NULL,
                CASE WHEN new.status < 400 THEN new.etag END, CASE WHEN new.status < 400 THEN new.last_modified END,
                CASE WHEN new.status < 400 THEN new.cursor END)
"""

# All polls of a source in a run are looked at together: a listing whose first page is all new and whose second is not
# was read far enough. What is read by a cursor, or from files, shows everything since the last time. `known` counts
# candidates that were ever answered for; the ledger knows of those that were not (robots.txt forbids them, the run was
# interrupted). A page with an earlier look is none of these: it was looked at again without being listed.
_GAPS = """
    UPDATE ops.polls SET is_gap = now.is_gap
    FROM (
        WITH touched AS (
            SELECT DISTINCT run_id, source_id FROM new_polls
        ), before AS (
            SELECT source_id, url, min(run_id) AS run_id, bool_or(cursor IS NOT NULL) AS has_cursor
            FROM ops.polls WHERE candidates > 0 AND source_id IN (SELECT source_id FROM touched) GROUP BY source_id, url
        ), suspect AS (
            SELECT polls.run_id, polls.source_id, polls.url
            FROM ops.polls SEMI JOIN touched USING (run_id, source_id)
            JOIN before ON before.source_id = polls.source_id AND before.url = polls.url
            LEFT JOIN ref.sources ON sources.source_id = polls.source_id
            WHERE polls.status BETWEEN 200 AND 299 AND polls.candidates > 0
              AND before.run_id < polls.run_id AND NOT before.has_cursor
              AND coalesce(sources.kind NOT IN ('urls', 'warc', 'folder'), true)
            QUALIFY sum(polls.known) OVER (PARTITION BY polls.run_id, polls.source_id) = 0
        ), met AS (
            SELECT DISTINCT later.run_id, later.source_id
            FROM ops.ledger AS later SEMI JOIN suspect USING (run_id, source_id)
            JOIN ops.ledger AS earlier ON earlier.source_id = later.source_id AND earlier.url = later.url
             AND earlier.run_id < later.run_id
            LEFT JOIN ops.fetch_state AS state
              ON state.source_id = later.source_id AND state.url = later.url AND state.kind = 'page'
            WHERE state.first_seen_at IS NULL OR state.first_seen_at >= later.recorded_at
        )
        SELECT polls.run_id, polls.source_id, polls.url,
               CASE WHEN polls.known IS NOT NULL THEN
                   (polls.run_id, polls.source_id, polls.url) IN (FROM suspect)
                   AND (polls.run_id, polls.source_id) NOT IN (FROM met)
               END AS is_gap
        FROM ops.polls SEMI JOIN touched USING (run_id, source_id)
    ) AS now
    WHERE polls.run_id = now.run_id AND polls.source_id = now.source_id AND polls.url = now.url
"""

POLLED = (
    """
    CREATE OR REPLACE TEMP TABLE new_polls AS
    SELECT entries.*, entries."at"::TIMESTAMPTZ AS polled_at, polls.run_id IS NULL AS is_new
    FROM entries LEFT JOIN ops.polls USING (run_id, source_id, url)
    QUALIFY row_number() OVER (PARTITION BY entries.run_id, entries.source_id, entries.url ORDER BY line DESC) = 1
    """,
    "DELETE FROM ops.polls WHERE (run_id, source_id, url) IN (SELECT (run_id, source_id, url) FROM new_polls)",
    """
    INSERT INTO ops.polls BY NAME
    SELECT run_id, source_id, url, polled_at, status::INTEGER AS status, candidates, known, cursor, note FROM new_polls
    """,
    _POLL_STATES,
    _GAPS,
    "DROP TABLE new_polls",
)
