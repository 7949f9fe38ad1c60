-- Sources: what is known of each URL and poll, and what a source's file says of it.
--
-- Looks of before are counted from the ledger and the documents. Of their polls only the last is known: the journals
-- tell of the others, and `desk rebuild` reads them.

CREATE TEMP TABLE old_sources AS FROM ref.sources;
DROP TABLE ref.sources;
CREATE TABLE ref.sources (
    source_id VARCHAR NOT NULL,
    outlet VARCHAR NOT NULL,
    outlet_country VARCHAR,
    language VARCHAR,
    kind VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    tier INTEGER,
    floor_per_day INTEGER,
    ceiling_per_day INTEGER,
    origin VARCHAR,
    checked DATE,
    settings VARCHAR NOT NULL,
    last_run_id VARCHAR NOT NULL
);
COMMENT ON TABLE ref.sources IS 'One row per source. Key: source_id.';
COMMENT ON COLUMN ref.sources.source_id IS 'The source, as named by its YAML file';
COMMENT ON COLUMN ref.sources.outlet IS 'Name of the outlet';
COMMENT ON COLUMN ref.sources.outlet_country IS 'Where the outlet is at home; NULL where unknown (ISO 3166-1 alpha-3, and XKX for Kosovo)';
COMMENT ON COLUMN ref.sources.language IS 'Its language as set, ISO 639-1';
COMMENT ON COLUMN ref.sources.kind IS 'How it is read';
COMMENT ON COLUMN ref.sources.url IS 'Where it is read';
COMMENT ON COLUMN ref.sources.tier IS '1 sources of record, 2 good ones, 3 the rest; NULL where a run did not say';
COMMENT ON COLUMN ref.sources.floor_per_day IS 'Articles on a normal day, at least; NULL where not set';
COMMENT ON COLUMN ref.sources.ceiling_per_day IS 'Articles on a normal day, at most; NULL where not set';
COMMENT ON COLUMN ref.sources.origin IS 'Public list in which its address was looked up: repository and path';
COMMENT ON COLUMN ref.sources.checked IS 'Day on which `desk sources check` last succeeded; NULL: never';
COMMENT ON COLUMN ref.sources.settings IS 'Its YAML as JSON, as of the last run that used it';
COMMENT ON COLUMN ref.sources.last_run_id IS 'That run';
INSERT INTO ref.sources BY NAME
SELECT * EXCLUDE (said), TRY_CAST(said->>'$.tier' AS INTEGER) AS tier,
       TRY_CAST(said->>'$.articles_per_day.floor' AS INTEGER) AS floor_per_day,
       TRY_CAST(said->>'$.articles_per_day.ceiling' AS INTEGER) AS ceiling_per_day,
       said->>'$.origin' AS origin, TRY_CAST(said->>'$.checked' AS DATE) AS checked
FROM (SELECT *, CASE WHEN json_valid(settings) THEN settings::JSON END AS said FROM old_sources);
DROP TABLE old_sources;

CREATE TEMP TABLE old_settings AS FROM state.source_settings;
DROP TABLE state.source_settings;
CREATE TABLE state.source_settings (
    source_id VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    outlet VARCHAR NOT NULL,
    outlet_country VARCHAR,
    language VARCHAR,
    sites VARCHAR[] NOT NULL
);
COMMENT ON TABLE state.source_settings IS 'One row per source x run in which its settings changed. Key: source_id, run_id. A document is read under the settings of its own run, in a rebuild too.';
COMMENT ON COLUMN state.source_settings.source_id IS 'The source, as named by its YAML file';
COMMENT ON COLUMN state.source_settings.run_id IS 'The run; sorts by time';
COMMENT ON COLUMN state.source_settings.outlet IS 'Name of the outlet from that run on';
COMMENT ON COLUMN state.source_settings.outlet_country IS 'Where the outlet is at home, as set from that run on (ISO 3166-1 alpha-3, and XKX for Kosovo)';
COMMENT ON COLUMN state.source_settings.language IS 'Its language as set from that run on, ISO 639-1';
COMMENT ON COLUMN state.source_settings.sites IS 'Further hosts whose pages belong to it, as set from that run on';
INSERT INTO state.source_settings BY NAME
SELECT old.*, coalesce(CASE WHEN json_valid(sources.settings) THEN sources.settings::JSON->>'$.sites[*]' END, [])
           AS sites
FROM old_settings AS old LEFT JOIN ref.sources USING (source_id);
DROP TABLE old_settings;

CREATE TABLE ops.polls (
    run_id VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    polled_at TIMESTAMPTZ NOT NULL,
    status INTEGER NOT NULL,
    candidates BIGINT NOT NULL,
    known BIGINT,
    cursor VARCHAR,
    note VARCHAR,
    is_gap BOOLEAN
);
COMMENT ON TABLE ops.polls IS 'One row per run x source x address polled. Key: run_id, source_id, url. A gap means articles that were never seen: poll the source more often.';
COMMENT ON COLUMN ops.polls.run_id IS 'The run; sorts by time';
COMMENT ON COLUMN ops.polls.source_id IS 'The source, as named by its YAML file';
COMMENT ON COLUMN ops.polls.url IS 'The feed, listing, sitemap or API page; a path for files';
COMMENT ON COLUMN ops.polls.polled_at IS 'When';
COMMENT ON COLUMN ops.polls.status IS 'HTTP status of the answer; 0 without one, 200 for files';
COMMENT ON COLUMN ops.polls.candidates IS 'Candidates that it offered';
COMMENT ON COLUMN ops.polls.known IS 'Of them, met in an earlier run; NULL in journals that did not say';
COMMENT ON COLUMN ops.polls.cursor IS 'How far the source was read with it; NULL for kinds that show what they have';
COMMENT ON COLUMN ops.polls.note IS 'What was left out of a poll that could be read only in part';
COMMENT ON COLUMN ops.polls.is_gap IS 'Whether the source may have moved on by more than it shows: it was polled before with candidates, and of all that it offers in this run none had been met; NULL where known is';

CREATE TEMP TABLE old_state AS FROM ops.fetch_state;
DROP TABLE ops.fetch_state;
CREATE TABLE ops.fetch_state (
    source_id VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    first_seen_at TIMESTAMPTZ NOT NULL,
    looks BIGINT NOT NULL,
    fetched_at TIMESTAMPTZ NOT NULL,
    status INTEGER NOT NULL,
    kept_at TIMESTAMPTZ,
    sha256 VARCHAR,
    etag VARCHAR,
    last_modified VARCHAR,
    cursor VARCHAR
);
COMMENT ON TABLE ops.fetch_state IS 'One row per url and what it is asked as. Key: source_id, url, kind. A look that brought no body to keep (304, 404, noindex) moves fetched_at, status and looks, nothing else.';
COMMENT ON COLUMN ops.fetch_state.source_id IS 'The source, as named by its YAML file';
COMMENT ON COLUMN ops.fetch_state.url IS 'A page, a feed, a listing, a sitemap';
COMMENT ON COLUMN ops.fetch_state.kind IS 'page: asked for its text; poll: asked for candidates';
COMMENT ON COLUMN ops.fetch_state.first_seen_at IS 'The first look that was answered';
COMMENT ON COLUMN ops.fetch_state.looks IS 'Looks that were answered, whatever the answer';
COMMENT ON COLUMN ops.fetch_state.fetched_at IS 'The last look that was answered';
COMMENT ON COLUMN ops.fetch_state.status IS 'HTTP status of that answer; 200 for a file';
COMMENT ON COLUMN ops.fetch_state.kept_at IS 'When its last body was kept; NULL without one';
COMMENT ON COLUMN ops.fetch_state.sha256 IS 'SHA-256 of that body';
COMMENT ON COLUMN ops.fetch_state.etag IS 'Validator of that body; of a poll, of the last one whose candidates are all settled';
COMMENT ON COLUMN ops.fetch_state.last_modified IS 'The other validator';
COMMENT ON COLUMN ops.fetch_state.cursor IS 'How far a poll has read the source, in its kind''s own words';
INSERT INTO ops.fetch_state BY NAME
WITH looks AS (
    SELECT run_id, source_id, url, fetched_at AS seen_at, status, sha256 FROM raw.documents
    UNION ALL BY NAME
    SELECT run_id, source_id, url, recorded_at AS seen_at, CASE
               WHEN reason = 'not_modified' THEN 304
               WHEN status = 'unchanged' THEN 200
               ELSE TRY_CAST(regexp_extract(reason, '^http_([0-9]{3})$', 1) AS INTEGER)
           END AS status, NULL AS sha256
    FROM ops.ledger ANTI JOIN raw.documents USING (document_id)
), pages AS (
    SELECT source_id, url, 'page' AS kind, min(seen_at) AS first_seen_at, count(*) AS looks,
           max(seen_at) AS fetched_at, arg_max(status, (seen_at, run_id)) AS status,
           max(seen_at) FILTER (sha256 IS NOT NULL) AS kept_at, arg_max(sha256, (seen_at, run_id)) AS sha256
    FROM looks WHERE status > 0 GROUP BY source_id, url
)
SELECT pages.*, old.etag, old.last_modified, NULL AS cursor
FROM pages LEFT JOIN old_state AS old
  ON old.source_id = pages.source_id AND old.url = pages.url AND old.kind = 'page'
UNION ALL BY NAME
SELECT source_id, url, kind, fetched_at AS first_seen_at, 1 AS looks, fetched_at, status, NULL AS kept_at,
       NULL AS sha256, etag, last_modified, NULL AS cursor
FROM old_state WHERE kind = 'poll' AND status > 0;
DROP TABLE old_state;
