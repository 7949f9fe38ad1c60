CREATE SCHEMA ref;

CREATE SCHEMA raw;

CREATE SCHEMA news;

CREATE SCHEMA mart;

CREATE SCHEMA quality;

CREATE SCHEMA ops;

CREATE SCHEMA state;

CREATE TABLE ref.countries (
    iso3 VARCHAR NOT NULL,
    iso2 VARCHAR,
    name VARCHAR NOT NULL,
    official_name VARCHAR,
    region VARCHAR,
    subregion VARCHAR,
    capital VARCHAR,
    status VARCHAR NOT NULL
);
COMMENT ON TABLE ref.countries IS 'One row per country. Key: iso3.';
COMMENT ON COLUMN ref.countries.iso3 IS 'The country (ISO 3166-1 alpha-3, and XKX for Kosovo)';
COMMENT ON COLUMN ref.countries.iso2 IS 'ISO 3166-1 alpha-2, and XK';
COMMENT ON COLUMN ref.countries.name IS 'Common English name';
COMMENT ON COLUMN ref.countries.official_name IS 'Official English name';
COMMENT ON COLUMN ref.countries.region IS 'UN M49 region';
COMMENT ON COLUMN ref.countries.subregion IS 'UN M49 subregion';
COMMENT ON COLUMN ref.countries.capital IS 'Seat of government';
COMMENT ON COLUMN ref.countries.status IS 'state, or a territory that ISO lists';

CREATE TABLE ref.topics (
    topic_id VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    definition VARCHAR NOT NULL,
    medtop_codes VARCHAR[] NOT NULL,
    medtop_labels VARCHAR[] NOT NULL,
    version VARCHAR NOT NULL
);
COMMENT ON TABLE ref.topics IS 'One row per topic. Key: topic_id.';
COMMENT ON COLUMN ref.topics.topic_id IS 'The topic';
COMMENT ON COLUMN ref.topics.label IS 'Its name';
COMMENT ON COLUMN ref.topics.definition IS 'What belongs to it';
COMMENT ON COLUMN ref.topics.medtop_codes IS 'IPTC Media Topics codes';
COMMENT ON COLUMN ref.topics.medtop_labels IS 'Their labels, in the same order';
COMMENT ON COLUMN ref.topics.version IS 'Version of the taxonomy';

CREATE TABLE ref.sources (
    source_id VARCHAR NOT NULL,
    outlet VARCHAR NOT NULL,
    outlet_country VARCHAR,
    language VARCHAR,
    kind VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    settings VARCHAR NOT NULL,
    last_run_id VARCHAR NOT NULL
);
COMMENT ON TABLE ref.sources IS 'One row per source. Key: source_id.';
COMMENT ON COLUMN ref.sources.source_id IS 'The source, as named by its YAML file';
COMMENT ON COLUMN ref.sources.outlet IS 'Name of the outlet';
COMMENT ON COLUMN ref.sources.outlet_country IS 'Where the outlet is at home; NULL where unknown (ISO 3166-1 alpha-3, and XKX for Kosovo)';
COMMENT ON COLUMN ref.sources.language IS 'Its language as set, ISO 639-1';
COMMENT ON COLUMN ref.sources.kind IS 'How it is read: feed, listing, folder';
COMMENT ON COLUMN ref.sources.url IS 'Where it is read';
COMMENT ON COLUMN ref.sources.settings IS 'Its YAML as JSON, as of the last run that used it';
COMMENT ON COLUMN ref.sources.last_run_id IS 'That run';

CREATE TABLE raw.documents (
    document_id VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    final_url VARCHAR NOT NULL,
    fetched_at TIMESTAMPTZ NOT NULL,
    status INTEGER NOT NULL,
    content_type VARCHAR,
    sha256 VARCHAR NOT NULL,
    warc_path VARCHAR NOT NULL,
    warc_offset BIGINT NOT NULL,
    warc_length BIGINT NOT NULL,
    run_id VARCHAR NOT NULL
);
COMMENT ON TABLE raw.documents IS 'One row per fetched body. Key: document_id.';
COMMENT ON COLUMN raw.documents.document_id IS 'The document: one URL looked at by one source in one run';
COMMENT ON COLUMN raw.documents.source_id IS 'The source, as named by its YAML file';
COMMENT ON COLUMN raw.documents.url IS 'Address asked for, normalised; `folder:` and a path for pages from a folder';
COMMENT ON COLUMN raw.documents.final_url IS 'Address after redirects';
COMMENT ON COLUMN raw.documents.fetched_at IS 'When the answer had come';
COMMENT ON COLUMN raw.documents.status IS 'HTTP status; 200 for a file';
COMMENT ON COLUMN raw.documents.content_type IS 'Content-Type header as sent';
COMMENT ON COLUMN raw.documents.sha256 IS 'SHA-256 of the body (decompressed), hex';
COMMENT ON COLUMN raw.documents.warc_path IS 'Archive file, relative to the workspace''s raw/';
COMMENT ON COLUMN raw.documents.warc_offset IS 'Where the record begins in the file, bytes';
COMMENT ON COLUMN raw.documents.warc_length IS 'Length of the (compressed) record, bytes';
COMMENT ON COLUMN raw.documents.run_id IS 'The run; sorts by time';

CREATE TABLE news.articles (
    article_id VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL,
    canonical_url VARCHAR,
    title VARCHAR,
    byline VARCHAR,
    published_at TIMESTAMPTZ,
    published_offset INTEGER,
    published_precision VARCHAR NOT NULL,
    published_from VARCHAR NOT NULL,
    modified_at TIMESTAMPTZ,
    first_seen_at TIMESTAMPTZ NOT NULL,
    day DATE NOT NULL,
    day_basis VARCHAR NOT NULL,
    language VARCHAR,
    sections VARCHAR[] NOT NULL,
    keywords VARCHAR[] NOT NULL,
    lead VARCHAR,
    body VARCHAR NOT NULL,
    captions VARCHAR[] NOT NULL,
    word_count INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    extracted_by VARCHAR NOT NULL,
    extraction_confidence DOUBLE NOT NULL,
    notes VARCHAR[] NOT NULL,
    content_sha256 VARCHAR NOT NULL,
    story_id VARCHAR NOT NULL,
    revision INTEGER NOT NULL,
    gone_at TIMESTAMPTZ,
    rules_version VARCHAR NOT NULL
);
COMMENT ON TABLE news.articles IS 'One row per article, current revision. Key: article_id.';
COMMENT ON COLUMN news.articles.article_id IS 'The article: hash of its canonical URL (of its content where it has none)';
COMMENT ON COLUMN news.articles.document_id IS 'The document: one URL looked at by one source in one run';
COMMENT ON COLUMN news.articles.source_id IS 'The source, as named by its YAML file';
COMMENT ON COLUMN news.articles.canonical_url IS 'The article''s own address; NULL for a file that states none';
COMMENT ON COLUMN news.articles.title IS 'Headline, without the site''s name';
COMMENT ON COLUMN news.articles.byline IS 'Authors as people, comma between; NULL where none is named';
COMMENT ON COLUMN news.articles.published_at IS 'When it says it was published; NULL with published_from none';
COMMENT ON COLUMN news.articles.published_offset IS 'Minutes east of UTC that the page stated; NULL where unknown';
COMMENT ON COLUMN news.articles.published_precision IS 'How exact published_at is';
COMMENT ON COLUMN news.articles.published_from IS 'What published_at was read from';
COMMENT ON COLUMN news.articles.modified_at IS 'When it says it was last changed';
COMMENT ON COLUMN news.articles.first_seen_at IS 'When its first revision was fetched';
COMMENT ON COLUMN news.articles.day IS 'The UTC day it counts for: published_at''s, else first_seen_at''s';
COMMENT ON COLUMN news.articles.day_basis IS 'Which of the two day is';
COMMENT ON COLUMN news.articles.language IS 'Language of the body, ISO 639-1; NULL where undecided';
COMMENT ON COLUMN news.articles.sections IS 'The outlet''s own sections';
COMMENT ON COLUMN news.articles.keywords IS 'The outlet''s own keywords';
COMMENT ON COLUMN news.articles.lead IS 'First paragraph or standfirst';
COMMENT ON COLUMN news.articles.body IS 'The text: paragraphs and headings with a blank line between, without page furniture';
COMMENT ON COLUMN news.articles.captions IS 'Image captions and alternative texts, apart from the body';
COMMENT ON COLUMN news.articles.word_count IS 'Words of the body';
COMMENT ON COLUMN news.articles.kind IS 'article, opinion, live_blog, press_release, transcript, gallery …';
COMMENT ON COLUMN news.articles.extracted_by IS 'Which reader took the text out of the page';
COMMENT ON COLUMN news.articles.extraction_confidence IS 'How sure the reader was of the text (0..1)';
COMMENT ON COLUMN news.articles.notes IS 'Short codes of what was repaired, refused or contradictory';
COMMENT ON COLUMN news.articles.content_sha256 IS 'SHA-256 of title and body';
COMMENT ON COLUMN news.articles.story_id IS 'The story it is a copy of (news.stories)';
COMMENT ON COLUMN news.articles.revision IS '1 for the first text seen, then counted up';
COMMENT ON COLUMN news.articles.gone_at IS 'When its page was found gone (404, 410); NULL while it stands';
COMMENT ON COLUMN news.articles.rules_version IS 'Version of the rules that gave this row';

CREATE TABLE news.article_revisions (
    article_id VARCHAR NOT NULL,
    revision INTEGER NOT NULL,
    document_id VARCHAR NOT NULL,
    title VARCHAR,
    body VARCHAR NOT NULL,
    content_sha256 VARCHAR NOT NULL,
    seen_at TIMESTAMPTZ NOT NULL,
    changed_share DOUBLE NOT NULL
);
COMMENT ON TABLE news.article_revisions IS 'One row per earlier revision. Key: article_id, revision.';
COMMENT ON COLUMN news.article_revisions.article_id IS 'The article: hash of its canonical URL (of its content where it has none)';
COMMENT ON COLUMN news.article_revisions.revision IS 'Its number; the current one stands in news.articles';
COMMENT ON COLUMN news.article_revisions.document_id IS 'The document: one URL looked at by one source in one run';
COMMENT ON COLUMN news.article_revisions.title IS 'Headline then';
COMMENT ON COLUMN news.article_revisions.body IS 'Text then';
COMMENT ON COLUMN news.article_revisions.content_sha256 IS 'SHA-256 of title and body then';
COMMENT ON COLUMN news.article_revisions.seen_at IS 'When it was fetched';
COMMENT ON COLUMN news.article_revisions.changed_share IS 'Share of the body that the next revision changed (0..1)';

CREATE TABLE news.stories (
    story_id VARCHAR NOT NULL,
    first_article_id VARCHAR NOT NULL,
    origin_source_id VARCHAR NOT NULL,
    articles BIGINT NOT NULL,
    sources BIGINT NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL
);
COMMENT ON TABLE news.stories IS 'One row per cluster of copies of one text. Key: story_id. Pairs of near-copies whose days lie within 30 days, connected. Nothing depends on the date of the run.';
COMMENT ON COLUMN news.stories.story_id IS 'Named after its first member by (day, article_id)';
COMMENT ON COLUMN news.stories.first_article_id IS 'That member';
COMMENT ON COLUMN news.stories.origin_source_id IS 'The source of that member';
COMMENT ON COLUMN news.stories.articles IS 'Copies, the first included';
COMMENT ON COLUMN news.stories.sources IS 'Sources that carry a copy';
COMMENT ON COLUMN news.stories.first_day IS 'Day of the first copy';
COMMENT ON COLUMN news.stories.last_day IS 'Day of the last copy';

CREATE TABLE news.country_mentions (
    article_id VARCHAR NOT NULL,
    iso3 VARCHAR NOT NULL,
    field VARCHAR NOT NULL,
    item INTEGER,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL,
    surface VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    role VARCHAR NOT NULL,
    rule VARCHAR NOT NULL,
    rules_version VARCHAR NOT NULL
);
COMMENT ON TABLE news.country_mentions IS 'One row per mention. Key: article_id, field, item, start_char, iso3.';
COMMENT ON COLUMN news.country_mentions.article_id IS 'The article: hash of its canonical URL (of its content where it has none)';
COMMENT ON COLUMN news.country_mentions.iso3 IS 'The country named (ISO 3166-1 alpha-3, and XKX for Kosovo)';
COMMENT ON COLUMN news.country_mentions.field IS 'Where the words stand: title, body, or a caption';
COMMENT ON COLUMN news.country_mentions.item IS 'Which caption, from 0; NULL in title and body';
COMMENT ON COLUMN news.country_mentions.start_char IS 'First character of the words in the stored field, from 0';
COMMENT ON COLUMN news.country_mentions.end_char IS 'Character after the last';
COMMENT ON COLUMN news.country_mentions.surface IS 'The words themselves: field[start_char:end_char]';
COMMENT ON COLUMN news.country_mentions.kind IS 'What kind of name it is';
COMMENT ON COLUMN news.country_mentions.role IS 'Where in the text it stands';
COMMENT ON COLUMN news.country_mentions.rule IS 'The rule that took it';
COMMENT ON COLUMN news.country_mentions.rules_version IS 'Version of the rules that gave this row';

CREATE TABLE news.article_countries (
    article_id VARCHAR NOT NULL,
    iso3 VARCHAR NOT NULL,
    mentions BIGINT NOT NULL,
    in_title BOOLEAN NOT NULL,
    in_lead BOOLEAN NOT NULL,
    salience DOUBLE NOT NULL,
    is_focus BOOLEAN NOT NULL
);
COMMENT ON TABLE news.article_countries IS 'One row per article x country. Key: article_id, iso3.';
COMMENT ON COLUMN news.article_countries.article_id IS 'The article: hash of its canonical URL (of its content where it has none)';
COMMENT ON COLUMN news.article_countries.iso3 IS 'The country named (ISO 3166-1 alpha-3, and XKX for Kosovo)';
COMMENT ON COLUMN news.article_countries.mentions IS 'How often title, body and captions name it';
COMMENT ON COLUMN news.article_countries.in_title IS 'Whether the title names it';
COMMENT ON COLUMN news.article_countries.in_lead IS 'Whether the first paragraph names it';
COMMENT ON COLUMN news.article_countries.salience IS 'Its share of what the article says of countries; sums to 1 in an article (0..1)';
COMMENT ON COLUMN news.article_countries.is_focus IS 'Whether the article is about it (focus country)';

CREATE TABLE news.topic_mentions (
    article_id VARCHAR NOT NULL,
    topic_id VARCHAR NOT NULL,
    field VARCHAR NOT NULL,
    item INTEGER,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL,
    surface VARCHAR NOT NULL,
    rule VARCHAR NOT NULL,
    weight DOUBLE NOT NULL,
    rules_version VARCHAR NOT NULL
);
COMMENT ON TABLE news.topic_mentions IS 'One row per piece of topic evidence. Key: article_id, topic_id, field, item, start_char, rule.';
COMMENT ON COLUMN news.topic_mentions.article_id IS 'The article: hash of its canonical URL (of its content where it has none)';
COMMENT ON COLUMN news.topic_mentions.topic_id IS 'The topic it speaks for';
COMMENT ON COLUMN news.topic_mentions.field IS 'Where the words stand: title, body, or a caption';
COMMENT ON COLUMN news.topic_mentions.item IS 'Which caption, from 0; NULL in title and body';
COMMENT ON COLUMN news.topic_mentions.start_char IS 'First character of the words in the stored field, from 0';
COMMENT ON COLUMN news.topic_mentions.end_char IS 'Character after the last';
COMMENT ON COLUMN news.topic_mentions.surface IS 'The words themselves: field[start_char:end_char]';
COMMENT ON COLUMN news.topic_mentions.rule IS 'The phrase or pattern that took it';
COMMENT ON COLUMN news.topic_mentions.weight IS 'What it adds to the topic''s score before saturation; negative speaks against';
COMMENT ON COLUMN news.topic_mentions.rules_version IS 'Version of the rules that gave this row';

CREATE TABLE news.article_topics (
    article_id VARCHAR NOT NULL,
    topic_id VARCHAR NOT NULL,
    score DOUBLE NOT NULL
);
COMMENT ON TABLE news.article_topics IS 'One row per article x topic. Key: article_id, topic_id.';
COMMENT ON COLUMN news.article_topics.article_id IS 'The article: hash of its canonical URL (of its content where it has none)';
COMMENT ON COLUMN news.article_topics.topic_id IS 'The topic';
COMMENT ON COLUMN news.article_topics.score IS 'How surely the article is about it; .5 and more is the tag (0..1)';

CREATE TABLE mart.country_daily (
    day DATE NOT NULL,
    iso3 VARCHAR NOT NULL,
    articles_focus BIGINT NOT NULL,
    articles_mentioning BIGINT NOT NULL,
    stories BIGINT NOT NULL,
    sources BIGINT NOT NULL,
    mentions BIGINT NOT NULL,
    foreign_share DOUBLE,
    completeness DOUBLE
);
COMMENT ON TABLE mart.country_daily IS 'One row per day x country. Key: day, iso3. foreign_share is NULL where no mentioning article has a known outlet country.';
COMMENT ON COLUMN mart.country_daily.day IS 'UTC day of the articles counted (news.articles.day)';
COMMENT ON COLUMN mart.country_daily.iso3 IS 'The country (ISO 3166-1 alpha-3, and XKX for Kosovo)';
COMMENT ON COLUMN mart.country_daily.articles_focus IS 'Articles about it (focus country)';
COMMENT ON COLUMN mart.country_daily.articles_mentioning IS 'Articles that name it at all, those about it included';
COMMENT ON COLUMN mart.country_daily.stories IS 'Articles that name it, counted by story: copies of one text are one';
COMMENT ON COLUMN mart.country_daily.sources IS 'Sources that carried them';
COMMENT ON COLUMN mart.country_daily.mentions IS 'Mentions of it in those articles';
COMMENT ON COLUMN mart.country_daily.foreign_share IS 'Share of mentioning articles whose outlet country is known and differs (0..1)';
COMMENT ON COLUMN mart.country_daily.completeness IS 'Share of the input expected on that day that was there; NULL while no source has the three weeks of history that an expectation needs (0..1)';

CREATE TABLE mart.topic_daily (
    day DATE NOT NULL,
    topic_id VARCHAR NOT NULL,
    articles BIGINT NOT NULL,
    weight DOUBLE NOT NULL,
    stories BIGINT NOT NULL,
    sources BIGINT NOT NULL,
    judged_share DOUBLE NOT NULL,
    completeness DOUBLE
);
COMMENT ON TABLE mart.topic_daily IS 'One row per day x topic. Key: day, topic_id.';
COMMENT ON COLUMN mart.topic_daily.day IS 'UTC day of the articles counted (news.articles.day)';
COMMENT ON COLUMN mart.topic_daily.topic_id IS 'The topic';
COMMENT ON COLUMN mart.topic_daily.articles IS 'Articles tagged with it';
COMMENT ON COLUMN mart.topic_daily.weight IS 'Sum of their scores';
COMMENT ON COLUMN mart.topic_daily.stories IS 'The same counted by story: copies of one text are one';
COMMENT ON COLUMN mart.topic_daily.sources IS 'Sources that carried them';
COMMENT ON COLUMN mart.topic_daily.judged_share IS 'Share of the day''s articles in a language that the topic rules cover (0..1)';
COMMENT ON COLUMN mart.topic_daily.completeness IS 'Share of the input expected on that day that was there; NULL while no source has the three weeks of history that an expectation needs (0..1)';

CREATE TABLE mart.country_topic_daily (
    day DATE NOT NULL,
    iso3 VARCHAR NOT NULL,
    topic_id VARCHAR NOT NULL,
    articles BIGINT NOT NULL,
    stories BIGINT NOT NULL,
    sources BIGINT NOT NULL,
    completeness DOUBLE
);
COMMENT ON TABLE mart.country_topic_daily IS 'One row per day x focus country x topic. Key: day, iso3, topic_id.';
COMMENT ON COLUMN mart.country_topic_daily.day IS 'UTC day of the articles counted (news.articles.day)';
COMMENT ON COLUMN mart.country_topic_daily.iso3 IS 'The focus country (ISO 3166-1 alpha-3, and XKX for Kosovo)';
COMMENT ON COLUMN mart.country_topic_daily.topic_id IS 'The topic';
COMMENT ON COLUMN mart.country_topic_daily.articles IS 'Articles about the country that carry the topic';
COMMENT ON COLUMN mart.country_topic_daily.stories IS 'The same counted by story: copies of one text are one';
COMMENT ON COLUMN mart.country_topic_daily.sources IS 'Sources that carried them';
COMMENT ON COLUMN mart.country_topic_daily.completeness IS 'Share of the input expected on that day that was there; NULL while no source has the three weeks of history that an expectation needs (0..1)';

CREATE TABLE mart.country_pair_daily (
    day DATE NOT NULL,
    iso3_a VARCHAR NOT NULL,
    iso3_b VARCHAR NOT NULL,
    articles BIGINT NOT NULL,
    articles_focus BIGINT NOT NULL,
    stories BIGINT NOT NULL,
    sources BIGINT NOT NULL,
    completeness DOUBLE
);
COMMENT ON TABLE mart.country_pair_daily IS 'One row per day x unordered pair of countries. Key: day, iso3_a, iso3_b. A pair is a co-mention, not an event. iso3_a < iso3_b.';
COMMENT ON COLUMN mart.country_pair_daily.day IS 'UTC day of the articles counted (news.articles.day)';
COMMENT ON COLUMN mart.country_pair_daily.iso3_a IS 'The first of the pair by code (ISO 3166-1 alpha-3, and XKX for Kosovo)';
COMMENT ON COLUMN mart.country_pair_daily.iso3_b IS 'The second (ISO 3166-1 alpha-3, and XKX for Kosovo)';
COMMENT ON COLUMN mart.country_pair_daily.articles IS 'Articles that name both';
COMMENT ON COLUMN mart.country_pair_daily.articles_focus IS 'Articles about both (both are focus countries)';
COMMENT ON COLUMN mart.country_pair_daily.stories IS 'Articles that name both, counted by story';
COMMENT ON COLUMN mart.country_pair_daily.sources IS 'Sources that carried them';
COMMENT ON COLUMN mart.country_pair_daily.completeness IS 'Share of the input expected on that day that was there; NULL while no source has the three weeks of history that an expectation needs (0..1)';

CREATE TABLE mart.source_daily (
    day DATE NOT NULL,
    source_id VARCHAR NOT NULL,
    discovered BIGINT NOT NULL,
    loaded BIGINT NOT NULL,
    quarantined BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    expected_low DOUBLE,
    expected_high DOUBLE,
    complete BOOLEAN
);
COMMENT ON TABLE mart.source_daily IS 'One row per day x source. Key: day, source_id.';
COMMENT ON COLUMN mart.source_daily.day IS 'The article''s day, else the UTC day the document was first seen';
COMMENT ON COLUMN mart.source_daily.source_id IS 'The source, as named by its YAML file';
COMMENT ON COLUMN mart.source_daily.discovered IS 'Documents of all statuses';
COMMENT ON COLUMN mart.source_daily.loaded IS 'New articles';
COMMENT ON COLUMN mart.source_daily.quarantined IS 'Documents in quarantine';
COMMENT ON COLUMN mart.source_daily.failed IS 'Documents that could not be fetched';
COMMENT ON COLUMN mart.source_daily.expected_low IS 'Lower end of the articles expected, from days before this one; NULL below 21 days of history';
COMMENT ON COLUMN mart.source_daily.expected_high IS 'Upper end';
COMMENT ON COLUMN mart.source_daily.complete IS 'Whether loaded reaches expected_low; NULL without an expectation';

CREATE TABLE mart.country_trends (
    week DATE NOT NULL,
    iso3 VARCHAR NOT NULL,
    articles BIGINT NOT NULL,
    baseline DOUBLE,
    z DOUBLE,
    is_burst BOOLEAN
);
COMMENT ON TABLE mart.country_trends IS 'One row per week x country. Key: week, iso3. z = 2 (sqrt(articles + 3/8) - sqrt(baseline + 3/8)), Anscombe 1948. The last week may not be over.';
COMMENT ON COLUMN mart.country_trends.week IS 'Monday of the week, UTC';
COMMENT ON COLUMN mart.country_trends.iso3 IS 'The country (ISO 3166-1 alpha-3, and XKX for Kosovo)';
COMMENT ON COLUMN mart.country_trends.articles IS 'Articles about it (focus country)';
COMMENT ON COLUMN mart.country_trends.baseline IS 'Median of the 8 weeks before, weeks without any as 0; NULL below 4 weeks of history';
COMMENT ON COLUMN mart.country_trends.z IS 'How far the week lies from its baseline, in standard deviations of a Poisson count';
COMMENT ON COLUMN mart.country_trends.is_burst IS 'Whether z is 3 or more with at least 5 articles; NULL without a baseline';

CREATE TABLE mart.topic_trends (
    week DATE NOT NULL,
    topic_id VARCHAR NOT NULL,
    articles BIGINT NOT NULL,
    baseline DOUBLE,
    z DOUBLE,
    is_burst BOOLEAN
);
COMMENT ON TABLE mart.topic_trends IS 'One row per week x topic. Key: week, topic_id. z = 2 (sqrt(articles + 3/8) - sqrt(baseline + 3/8)), Anscombe 1948. The last week may not be over.';
COMMENT ON COLUMN mart.topic_trends.week IS 'Monday of the week, UTC';
COMMENT ON COLUMN mart.topic_trends.topic_id IS 'The topic';
COMMENT ON COLUMN mart.topic_trends.articles IS 'Articles tagged with it';
COMMENT ON COLUMN mart.topic_trends.baseline IS 'Median of the 8 weeks before, weeks without any as 0; NULL below 4 weeks of history';
COMMENT ON COLUMN mart.topic_trends.z IS 'How far the week lies from its baseline, in standard deviations of a Poisson count';
COMMENT ON COLUMN mart.topic_trends.is_burst IS 'Whether z is 3 or more with at least 5 articles; NULL without a baseline';

CREATE TABLE quality.validations (
    run_id VARCHAR NOT NULL,
    suite VARCHAR NOT NULL,
    success BOOLEAN NOT NULL,
    severity VARCHAR,
    element_count BIGINT NOT NULL,
    validated_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE quality.validations IS 'One row per suite run. Key: run_id, suite.';
COMMENT ON COLUMN quality.validations.run_id IS 'The run; sorts by time';
COMMENT ON COLUMN quality.validations.suite IS 'The suite: gate:news.articles, or audit: and a table''s name';
COMMENT ON COLUMN quality.validations.success IS 'Whether every critical expectation held';
COMMENT ON COLUMN quality.validations.severity IS 'The worst that failed; NULL when all held';
COMMENT ON COLUMN quality.validations.element_count IS 'Rows looked at';
COMMENT ON COLUMN quality.validations.validated_at IS 'When';

CREATE TABLE quality.results (
    run_id VARCHAR NOT NULL,
    suite VARCHAR NOT NULL,
    expectation VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,
    success BOOLEAN NOT NULL,
    unexpected_count BIGINT NOT NULL,
    element_count BIGINT NOT NULL,
    observed VARCHAR
);
COMMENT ON TABLE quality.results IS 'One row per expectation in a suite run. Key: run_id, suite, expectation.';
COMMENT ON COLUMN quality.results.run_id IS 'The run; sorts by time';
COMMENT ON COLUMN quality.results.suite IS 'The suite';
COMMENT ON COLUMN quality.results.expectation IS 'The expectation in words: its type and its columns';
COMMENT ON COLUMN quality.results.severity IS 'critical blocks the publish; warning is reported';
COMMENT ON COLUMN quality.results.success IS 'Whether it held';
COMMENT ON COLUMN quality.results.unexpected_count IS 'Rows that failed it';
COMMENT ON COLUMN quality.results.element_count IS 'Rows looked at';
COMMENT ON COLUMN quality.results.observed IS 'What was seen: a value, or keys of failing rows (at most 20)';

CREATE TABLE quality.quarantine (
    document_id VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    stage VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    detail VARCHAR,
    run_id VARCHAR NOT NULL,
    quarantined_at TIMESTAMPTZ NOT NULL,
    released_at TIMESTAMPTZ
);
COMMENT ON TABLE quality.quarantine IS 'One row per rejected document. Key: document_id.';
COMMENT ON COLUMN quality.quarantine.document_id IS 'The document: one URL looked at by one source in one run';
COMMENT ON COLUMN quality.quarantine.source_id IS 'The source, as named by its YAML file';
COMMENT ON COLUMN quality.quarantine.url IS 'Its address';
COMMENT ON COLUMN quality.quarantine.stage IS 'Where it was rejected: decode, extract, gate';
COMMENT ON COLUMN quality.quarantine.reason IS 'Why, a word of the one list of reasons';
COMMENT ON COLUMN quality.quarantine.detail IS 'What was seen';
COMMENT ON COLUMN quality.quarantine.run_id IS 'The run; sorts by time';
COMMENT ON COLUMN quality.quarantine.quarantined_at IS 'When the document was fetched that was rejected';
COMMENT ON COLUMN quality.quarantine.released_at IS 'When a steward let it in; NULL while it waits';

CREATE TABLE ops.runs (
    run_id VARCHAR NOT NULL,
    verb VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    reason VARCHAR,
    started_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
    version VARCHAR NOT NULL,
    discovered BIGINT NOT NULL,
    loaded BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    unchanged BIGINT NOT NULL,
    duplicate BIGINT NOT NULL,
    quarantined BIGINT NOT NULL,
    held BIGINT NOT NULL,
    skipped BIGINT NOT NULL,
    failed BIGINT NOT NULL
);
COMMENT ON TABLE ops.runs IS 'One row per run. Key: run_id.';
COMMENT ON COLUMN ops.runs.run_id IS 'The run; sorts by time';
COMMENT ON COLUMN ops.runs.verb IS 'What was asked for: run, ingest, process, demo …';
COMMENT ON COLUMN ops.runs.status IS 'How it ended';
COMMENT ON COLUMN ops.runs.reason IS 'Why, where it is not done';
COMMENT ON COLUMN ops.runs.started_at IS 'When it began';
COMMENT ON COLUMN ops.runs.ended_at IS 'When it ended; NULL if it was killed';
COMMENT ON COLUMN ops.runs.version IS 'Version of the program';
COMMENT ON COLUMN ops.runs.discovered IS 'Documents it met: the sum of the eight statuses';
COMMENT ON COLUMN ops.runs.loaded IS 'Documents that ended loaded';
COMMENT ON COLUMN ops.runs.updated IS 'Documents that ended updated';
COMMENT ON COLUMN ops.runs.unchanged IS 'Documents that ended unchanged';
COMMENT ON COLUMN ops.runs.duplicate IS 'Documents that ended duplicate';
COMMENT ON COLUMN ops.runs.quarantined IS 'Documents that ended quarantined';
COMMENT ON COLUMN ops.runs.held IS 'Documents that ended held';
COMMENT ON COLUMN ops.runs.skipped IS 'Documents that ended skipped';
COMMENT ON COLUMN ops.runs.failed IS 'Documents that ended failed';

CREATE TABLE ops.ledger (
    run_id VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    detail VARCHAR,
    article_id VARCHAR,
    recorded_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE ops.ledger IS 'One row per document x run. Key: run_id, document_id.';
COMMENT ON COLUMN ops.ledger.run_id IS 'The run; sorts by time';
COMMENT ON COLUMN ops.ledger.document_id IS 'The document: one URL looked at by one source in one run';
COMMENT ON COLUMN ops.ledger.source_id IS 'The source, as named by its YAML file';
COMMENT ON COLUMN ops.ledger.url IS 'Its address';
COMMENT ON COLUMN ops.ledger.status IS 'Its one final status';
COMMENT ON COLUMN ops.ledger.reason IS 'Why';
COMMENT ON COLUMN ops.ledger.detail IS 'What was seen';
COMMENT ON COLUMN ops.ledger.article_id IS 'The article it belongs to, where there is one';
COMMENT ON COLUMN ops.ledger.recorded_at IS 'When its fate at the source was known';

CREATE TABLE ops.fetch_state (
    source_id VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    fetched_at TIMESTAMPTZ NOT NULL,
    status INTEGER NOT NULL,
    etag VARCHAR,
    last_modified VARCHAR,
    sha256 VARCHAR
);
COMMENT ON TABLE ops.fetch_state IS 'One row per url. Key: source_id, url.';
COMMENT ON COLUMN ops.fetch_state.source_id IS 'The source, as named by its YAML file';
COMMENT ON COLUMN ops.fetch_state.url IS 'A page, a feed or a listing';
COMMENT ON COLUMN ops.fetch_state.kind IS 'page or poll';
COMMENT ON COLUMN ops.fetch_state.fetched_at IS 'When it was last asked for';
COMMENT ON COLUMN ops.fetch_state.status IS 'What the last answer was; 0 without one';
COMMENT ON COLUMN ops.fetch_state.etag IS 'Its validator';
COMMENT ON COLUMN ops.fetch_state.last_modified IS 'Its other validator';
COMMENT ON COLUMN ops.fetch_state.sha256 IS 'SHA-256 of its last body';

CREATE TABLE ops.source_failures (
    run_id VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    detail VARCHAR,
    failed_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE ops.source_failures IS 'One row per source that could not be polled in a run. Key: run_id, source_id.';
COMMENT ON COLUMN ops.source_failures.run_id IS 'The run; sorts by time';
COMMENT ON COLUMN ops.source_failures.source_id IS 'The source, as named by its YAML file';
COMMENT ON COLUMN ops.source_failures.reason IS 'Why';
COMMENT ON COLUMN ops.source_failures.detail IS 'What was seen';
COMMENT ON COLUMN ops.source_failures.failed_at IS 'When';

CREATE TABLE state.document_context (
    document_id VARCHAR NOT NULL,
    sequence BIGINT NOT NULL,
    hints VARCHAR NOT NULL,
    stop_reason VARCHAR,
    stop_detail VARCHAR,
    processed BOOLEAN NOT NULL
);
COMMENT ON TABLE state.document_context IS 'One row per fetched body. Key: document_id.';
COMMENT ON COLUMN state.document_context.document_id IS 'The document: one URL looked at by one source in one run';
COMMENT ON COLUMN state.document_context.sequence IS 'Place among the candidates of its source and run';
COMMENT ON COLUMN state.document_context.hints IS 'What the feed or listing said of it, JSON';
COMMENT ON COLUMN state.document_context.stop_reason IS 'Reason of an earlier reading that had to be stopped';
COMMENT ON COLUMN state.document_context.stop_detail IS 'Its detail';
COMMENT ON COLUMN state.document_context.processed IS 'Whether it was worked on';

CREATE TABLE state.releases (
    run_id VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    released_by VARCHAR NOT NULL,
    note VARCHAR NOT NULL,
    released_at TIMESTAMPTZ NOT NULL,
    stop_reason VARCHAR,
    stop_detail VARCHAR,
    processed BOOLEAN NOT NULL
);
COMMENT ON TABLE state.releases IS 'One row per release of a quarantined document. Key: run_id, document_id.';
COMMENT ON COLUMN state.releases.run_id IS 'The run; sorts by time';
COMMENT ON COLUMN state.releases.document_id IS 'The document: one URL looked at by one source in one run';
COMMENT ON COLUMN state.releases.released_by IS 'Who';
COMMENT ON COLUMN state.releases.note IS 'Why';
COMMENT ON COLUMN state.releases.released_at IS 'When';
COMMENT ON COLUMN state.releases.stop_reason IS 'Reason of an earlier reading after the release that had to be stopped';
COMMENT ON COLUMN state.releases.stop_detail IS 'Its detail';
COMMENT ON COLUMN state.releases.processed IS 'Whether it was worked on';

CREATE TABLE state.journals (
    path VARCHAR NOT NULL,
    lines BIGINT NOT NULL,
    bytes BIGINT NOT NULL
);
COMMENT ON TABLE state.journals IS 'One row per journal file. Key: path.';
COMMENT ON COLUMN state.journals.path IS 'Relative to raw/';
COMMENT ON COLUMN state.journals.lines IS 'Lines taken from it so far';
COMMENT ON COLUMN state.journals.bytes IS 'Their length in bytes: where the next line begins';

CREATE TABLE state.source_settings (
    source_id VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    outlet VARCHAR NOT NULL,
    outlet_country VARCHAR,
    language VARCHAR
);
COMMENT ON TABLE state.source_settings IS 'One row per source x run in which its settings changed. Key: source_id, run_id. A document is read under the settings of its own run, in a rebuild too.';
COMMENT ON COLUMN state.source_settings.source_id IS 'The source, as named by its YAML file';
COMMENT ON COLUMN state.source_settings.run_id IS 'The run; sorts by time';
COMMENT ON COLUMN state.source_settings.outlet IS 'Name of the outlet from that run on';
COMMENT ON COLUMN state.source_settings.outlet_country IS 'Where the outlet is at home, as set from that run on (ISO 3166-1 alpha-3, and XKX for Kosovo)';
COMMENT ON COLUMN state.source_settings.language IS 'Its language as set from that run on, ISO 639-1';

CREATE TABLE state.signatures (
    article_id VARCHAR NOT NULL,
    band INTEGER NOT NULL,
    hash BIGINT NOT NULL
);
COMMENT ON TABLE state.signatures IS 'One row per article x band of its MinHash. Key: article_id, band.';
COMMENT ON COLUMN state.signatures.article_id IS 'The article: hash of its canonical URL (of its content where it has none)';
COMMENT ON COLUMN state.signatures.band IS 'Band of the locality-sensitive hash, from 0';
COMMENT ON COLUMN state.signatures.hash IS 'Hash of that band''s values';

CREATE TABLE state.copies (
    article_a VARCHAR NOT NULL,
    article_b VARCHAR NOT NULL,
    similarity DOUBLE NOT NULL
);
COMMENT ON TABLE state.copies IS 'One row per pair of near-copies. Key: article_a, article_b.';
COMMENT ON COLUMN state.copies.article_a IS 'The first by id';
COMMENT ON COLUMN state.copies.article_b IS 'The second';
COMMENT ON COLUMN state.copies.similarity IS 'Jaccard similarity of their word shingles';

CREATE TABLE state.affected_days (
    day DATE NOT NULL
);
COMMENT ON TABLE state.affected_days IS 'One row per day whose marts are behind. Key: day.';
COMMENT ON COLUMN state.affected_days.day IS 'A day that a load touched and that is not recomputed yet';

CREATE TABLE state.changed_articles (
    article_id VARCHAR NOT NULL
);
COMMENT ON TABLE state.changed_articles IS 'One row per article whose story is behind. Key: article_id.';
COMMENT ON COLUMN state.changed_articles.article_id IS 'The article: hash of its canonical URL (of its content where it has none)';

CREATE TABLE state.facts (
    name VARCHAR NOT NULL,
    value VARCHAR NOT NULL
);
COMMENT ON TABLE state.facts IS 'One row per fact about the warehouse. Key: name.';
COMMENT ON COLUMN state.facts.name IS 'rules_version, last_published_run …';
COMMENT ON COLUMN state.facts.value IS 'Its value';
