-- Topics: two levels, what is in and out of each, retired Media Topics with their successors; what became of former
-- topics; the languages in which each can be judged; weights and judged shares of countries' topics; views by parent,
-- across changes of the taxonomy, and of how many articles could be judged.

ALTER TABLE ref.topics RENAME TO topics_before;
CREATE TABLE ref.topics (
    topic_id VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    definition VARCHAR NOT NULL,
    parent_id VARCHAR,
    includes VARCHAR[] NOT NULL,
    excludes VARCHAR[] NOT NULL,
    medtop_codes VARCHAR[] NOT NULL,
    medtop_labels VARCHAR[] NOT NULL,
    medtop_successors VARCHAR[] NOT NULL,
    version VARCHAR NOT NULL
);
COMMENT ON TABLE ref.topics IS 'One row per topic, or parent of topics. Key: topic_id. Two levels. Phrases and weights are not part of the version: they are rules (rules_version).';
COMMENT ON COLUMN ref.topics.topic_id IS 'The topic';
COMMENT ON COLUMN ref.topics.label IS 'Its name';
COMMENT ON COLUMN ref.topics.definition IS 'What belongs to it';
COMMENT ON COLUMN ref.topics.parent_id IS 'The parent that it belongs to; NULL for a parent, with which no article is tagged';
COMMENT ON COLUMN ref.topics.includes IS 'What belongs to it, each with a headline as an example; none for a parent';
COMMENT ON COLUMN ref.topics.excludes IS 'What does not, though its words are near: with the topic it belongs to, where there is one, and an example';
COMMENT ON COLUMN ref.topics.medtop_codes IS 'IPTC Media Topics codes';
COMMENT ON COLUMN ref.topics.medtop_labels IS 'Their labels, in the same order';
COMMENT ON COLUMN ref.topics.medtop_successors IS 'In the same order the codes to use today: the same, and of a retired one its successor';
COMMENT ON COLUMN ref.topics.version IS 'Version of the taxonomy: its number, and a hash over all that topics mean';

INSERT INTO ref.topics
SELECT topic_id, label, definition, NULL, [], [], medtop_codes, medtop_labels, medtop_codes, version
FROM ref.topics_before;
DROP TABLE ref.topics_before;

CREATE TABLE ref.topic_crosswalk (
    since_version INTEGER NOT NULL,
    since_day DATE NOT NULL,
    from_id VARCHAR NOT NULL,
    to_id VARCHAR,
    kind VARCHAR NOT NULL,
    share DOUBLE,
    note VARCHAR NOT NULL
);
COMMENT ON TABLE ref.topic_crosswalk IS 'One row per what became of a topic with a version of the taxonomy. Key: since_version, from_id, to_id. Days before a change are tagged by the topics of today as well: a series never mixes two versions. Under the name that a topic had, it stands in mart.topic_series.';
COMMENT ON COLUMN ref.topic_crosswalk.since_version IS 'First version of the taxonomy in which it holds';
COMMENT ON COLUMN ref.topic_crosswalk.since_day IS 'Day of that version';
COMMENT ON COLUMN ref.topic_crosswalk.from_id IS 'The topic before';
COMMENT ON COLUMN ref.topic_crosswalk.to_id IS 'The topic since; NULL where there is none';
COMMENT ON COLUMN ref.topic_crosswalk.kind IS 'What happened to it';
COMMENT ON COLUMN ref.topic_crosswalk.share IS 'Share of its articles that went there; NULL where it was not measured (0..1)';
COMMENT ON COLUMN ref.topic_crosswalk.note IS 'What there is to know of it';

CREATE TABLE ref.topic_coverage (
    topic_id VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    phrases BIGINT NOT NULL
);
COMMENT ON TABLE ref.topic_coverage IS 'One row per topic x language in which it can be judged. Key: topic_id, language. Where a topic has no row for a language nothing can be said of articles in it: that none carries the topic does not mean that none is about it. The judged_share of marts counts by these rows. An article in no known language that was judged all the same (news.article_coverage) was read as English.';
COMMENT ON COLUMN ref.topic_coverage.topic_id IS 'The topic';
COMMENT ON COLUMN ref.topic_coverage.language IS 'ISO 639-1';
COMMENT ON COLUMN ref.topic_coverage.phrases IS 'Phrases that speak for it in that language, shorthand written out';

-- Until a run counts these days again they have what follows from the tags as they stand.
ALTER TABLE mart.country_topic_daily RENAME TO country_topic_daily_before;
CREATE TABLE mart.country_topic_daily (
    day DATE NOT NULL,
    iso3 VARCHAR NOT NULL,
    topic_id VARCHAR NOT NULL,
    articles BIGINT NOT NULL,
    weight DOUBLE NOT NULL,
    stories BIGINT NOT NULL,
    sources BIGINT NOT NULL,
    judged_share DOUBLE NOT NULL,
    completeness DOUBLE
);
COMMENT ON TABLE mart.country_topic_daily IS 'One row per day x focus country x topic. Key: day, iso3, topic_id. What is written of a country: an article that only names it is not counted.';
COMMENT ON COLUMN mart.country_topic_daily.day IS 'UTC day of the articles counted (news.articles.day)';
COMMENT ON COLUMN mart.country_topic_daily.iso3 IS 'The focus country (ISO 3166-1 alpha-3, and XKX for Kosovo)';
COMMENT ON COLUMN mart.country_topic_daily.topic_id IS 'The topic';
COMMENT ON COLUMN mart.country_topic_daily.articles IS 'Articles about the country that carry the topic';
COMMENT ON COLUMN mart.country_topic_daily.weight IS 'Sum of their scores';
COMMENT ON COLUMN mart.country_topic_daily.stories IS 'The same counted by story: copies of one text are one';
COMMENT ON COLUMN mart.country_topic_daily.sources IS 'Sources that carried them';
COMMENT ON COLUMN mart.country_topic_daily.judged_share IS 'Share of the day''s articles about the country of which it could be told whether they carry the topic: their language has phrases for it (ref.topic_coverage) (0..1)';
COMMENT ON COLUMN mart.country_topic_daily.completeness IS 'Share of the input expected on that day that was there; NULL while no source has the three weeks of history that an expectation needs (0..1)';

INSERT INTO mart.country_topic_daily
SELECT before.day, before.iso3, before.topic_id, before.articles, counted.weight, before.stories, before.sources,
       about.judged_share, before.completeness
FROM mart.country_topic_daily_before AS before
JOIN (
    SELECT articles.day, focus.iso3, scores.topic_id, sum(scores.score) AS weight
    FROM news.articles JOIN news.article_countries AS focus USING (article_id)
    JOIN news.article_topics AS scores USING (article_id)
    WHERE focus.is_focus AND scores.score >= .5 GROUP BY ALL
) AS counted USING (day, iso3, topic_id)
JOIN (
    SELECT articles.day, focus.iso3, avg(coalesce(coverage.topics_judged, false)::INT) AS judged_share
    FROM news.articles JOIN news.article_countries AS focus USING (article_id)
    LEFT JOIN news.article_coverage AS coverage USING (article_id)
    WHERE focus.is_focus GROUP BY ALL
) AS about USING (day, iso3);
DROP TABLE mart.country_topic_daily_before;
INSERT INTO state.affected_days
SELECT DISTINCT day FROM news.articles WHERE day NOT IN (SELECT day FROM state.affected_days);

COMMENT ON COLUMN mart.topic_daily.judged_share IS 'Share of the day''s articles of which it could be told whether they carry the topic: their language has phrases for it (ref.topic_coverage) (0..1)';

CREATE VIEW mart.topics_judged_daily AS
SELECT languages.day, topics.topic_id, sum(languages.articles)::BIGINT AS articles,
       coalesce(sum(languages.judged) FILTER (known.topic_id IS NOT NULL), 0)::BIGINT AS articles_judged
FROM (
    SELECT articles.day, coalesce(articles.language, 'en') AS language, count(*) AS articles,
           count(*) FILTER (coverage.topics_judged) AS judged
    FROM news.articles AS articles LEFT JOIN news.article_coverage AS coverage ON coverage.article_id = articles.article_id
    GROUP BY articles.day, coalesce(articles.language, 'en')
) AS languages
CROSS JOIN ref.topics AS topics
LEFT JOIN ref.topic_coverage AS known ON known.topic_id = topics.topic_id AND known.language = languages.language
WHERE topics.parent_id IS NOT NULL
GROUP BY languages.day, topics.topic_id;
COMMENT ON VIEW mart.topics_judged_daily IS 'One row per day with articles x topic. What the numbers of topics by day are numbers of, also on days on which no article carries the topic, where mart.topic_daily has no row: nothing was found among articles_judged.';
COMMENT ON COLUMN mart.topics_judged_daily.day IS 'UTC day of the articles counted (news.articles.day)';
COMMENT ON COLUMN mart.topics_judged_daily.topic_id IS 'The topic';
COMMENT ON COLUMN mart.topics_judged_daily.articles IS 'Articles of the day';
COMMENT ON COLUMN mart.topics_judged_daily.articles_judged IS 'Those of which it could be told whether they carry the topic: their language has phrases for it (ref.topic_coverage)';

CREATE VIEW mart.topic_parent_daily AS
SELECT tagged.day, tagged.parent_id, count(*) AS articles, sum(tagged.score) AS weight,
       count(DISTINCT tagged.story_id) AS stories, count(DISTINCT tagged.source_id) AS sources,
       any_value(judged.judged_share) AS judged_share, any_value(days.completeness) AS completeness
FROM (
    SELECT articles.day, topics.parent_id, articles.article_id, any_value(articles.story_id) AS story_id,
           any_value(articles.source_id) AS source_id, max(scores.score) AS score
    FROM news.article_topics AS scores JOIN news.articles AS articles ON articles.article_id = scores.article_id
    JOIN ref.topics AS topics ON topics.topic_id = scores.topic_id
    WHERE scores.score >= .5 AND topics.parent_id IS NOT NULL
    GROUP BY articles.day, topics.parent_id, articles.article_id
) AS tagged
JOIN (
    SELECT day, any_value(completeness) AS completeness FROM mart.topic_daily GROUP BY day
) AS days ON days.day = tagged.day
JOIN (
    SELECT judged.day, topics.parent_id, min(judged.articles_judged / judged.articles) AS judged_share
    FROM mart.topics_judged_daily AS judged JOIN ref.topics AS topics ON topics.topic_id = judged.topic_id
    GROUP BY judged.day, topics.parent_id
) AS judged ON judged.day = tagged.day AND judged.parent_id = tagged.parent_id
GROUP BY tagged.day, tagged.parent_id;
COMMENT ON VIEW mart.topic_parent_daily IS 'One row per day x parent of topics. Less than the sum of its topics in mart.topic_daily, by as much as they overlap.';
COMMENT ON COLUMN mart.topic_parent_daily.day IS 'UTC day of the articles counted (news.articles.day)';
COMMENT ON COLUMN mart.topic_parent_daily.parent_id IS 'The parent (ref.topics)';
COMMENT ON COLUMN mart.topic_parent_daily.articles IS 'Articles tagged with any of its topics, each once';
COMMENT ON COLUMN mart.topic_parent_daily.weight IS 'Sum of their highest scores among those topics';
COMMENT ON COLUMN mart.topic_parent_daily.stories IS 'The same counted by story: copies of one text are one';
COMMENT ON COLUMN mart.topic_parent_daily.sources IS 'Sources that carried them';
COMMENT ON COLUMN mart.topic_parent_daily.judged_share IS 'The least over those topics of the share of the day''s articles of which it could be told whether they carry the topic (mart.topics_judged_daily) (0..1)';
COMMENT ON COLUMN mart.topic_parent_daily.completeness IS 'Share of the input expected on that day that was there; NULL while no source has the three weeks of history that an expectation needs (0..1)';

CREATE VIEW mart.topic_series AS
WITH RECURSIVE leads AS (
    SELECT from_id AS topic_id, since_version AS until_version, to_id, since_version AS reached,
           kind = 'merged' AS widened
    FROM ref.topic_crosswalk WHERE to_id IS NOT NULL
    UNION ALL
    SELECT leads.topic_id, leads.until_version, later.to_id, later.since_version,
           leads.widened OR later.kind = 'merged'
    FROM leads JOIN ref.topic_crosswalk AS later
    ON later.from_id = leads.to_id AND later.since_version > leads.reached AND later.to_id IS NOT NULL
), ends AS (
    SELECT topic_id, until_version, to_id, bool_or(widened) AS widened
    FROM leads GROUP BY topic_id, until_version, to_id
), names AS (
    SELECT topic_id, until_version, to_id, bool_or(widened) OVER (PARTITION BY topic_id, until_version) AS widened
    FROM ends
    UNION ALL
    SELECT topic_id, NULL, topic_id, false FROM ref.topics WHERE parent_id IS NOT NULL
)
SELECT tagged.day, tagged.topic_id, tagged.until_version, any_value(tagged.widened) AS widened, count(*) AS articles, sum(tagged.score) AS weight,
       count(DISTINCT tagged.story_id) AS stories, count(DISTINCT tagged.source_id) AS sources,
       any_value(judged.judged_share) AS judged_share, any_value(days.completeness) AS completeness
FROM (
    SELECT articles.day, names.topic_id, names.until_version, any_value(names.widened) AS widened, articles.article_id, any_value(articles.story_id) AS story_id,
           any_value(articles.source_id) AS source_id, max(scores.score) AS score
    FROM news.article_topics AS scores JOIN news.articles AS articles ON articles.article_id = scores.article_id
    JOIN names ON names.to_id = scores.topic_id
    WHERE scores.score >= .5 GROUP BY articles.day, names.topic_id, names.until_version, articles.article_id
) AS tagged
JOIN (
    SELECT day, any_value(completeness) AS completeness FROM mart.topic_daily GROUP BY day
) AS days ON days.day = tagged.day
JOIN (
    SELECT judged.day, names.topic_id, names.until_version, min(judged.articles_judged / judged.articles) AS judged_share
    FROM mart.topics_judged_daily AS judged JOIN names ON names.to_id = judged.topic_id
    GROUP BY judged.day, names.topic_id, names.until_version
) AS judged ON judged.day = tagged.day AND judged.topic_id = tagged.topic_id
AND judged.until_version IS NOT DISTINCT FROM tagged.until_version
GROUP BY tagged.day, tagged.topic_id, tagged.until_version;
COMMENT ON VIEW mart.topic_series IS 'One row per day x topic, under all names that topics have and had. A topic that was renamed, split or merged goes on here under the name it had: its days are those of what it became (ref.topic_crosswalk). One that was retired without a successor has no rows.';
COMMENT ON COLUMN mart.topic_series.day IS 'UTC day of the articles counted (news.articles.day)';
COMMENT ON COLUMN mart.topic_series.topic_id IS 'The topic, of today or of an earlier version of the taxonomy';
COMMENT ON COLUMN mart.topic_series.until_version IS 'First version of the taxonomy that did not know it so; NULL for the topics of today';
COMMENT ON COLUMN mart.topic_series.widened IS 'Whether more is counted than the topic meant: it was merged with others';
COMMENT ON COLUMN mart.topic_series.articles IS 'Articles tagged with it, or with any of the topics that it became, each once';
COMMENT ON COLUMN mart.topic_series.weight IS 'Sum of their highest scores among those topics';
COMMENT ON COLUMN mart.topic_series.stories IS 'The same counted by story: copies of one text are one';
COMMENT ON COLUMN mart.topic_series.sources IS 'Sources that carried them';
COMMENT ON COLUMN mart.topic_series.judged_share IS 'The least over those topics of the share of the day''s articles of which it could be told whether they carry the topic (mart.topics_judged_daily) (0..1)';
COMMENT ON COLUMN mart.topic_series.completeness IS 'Share of the input expected on that day that was there; NULL while no source has the three weeks of history that an expectation needs (0..1)';

COMMENT ON COLUMN news.topic_mentions.weight IS 'What it adds to the log-odds of the topic; negative speaks against. All of a topic''s pieces, its bias and what a stronger topic takes sum to the log-odds that the score is made of';
COMMENT ON COLUMN news.article_coverage.topics_judged IS 'Whether topics could be judged: its language has phrases for all or some of them: ref.topic_coverage says for which';
COMMENT ON TABLE ref.coverage IS 'One row per language x kind of knowledge. Key: language, what. A language without rows is not covered: nothing can be said of its articles, which is not the same as no country. Which topics it has is in ref.topic_coverage.';
