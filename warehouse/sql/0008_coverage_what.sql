-- Of an article it is known not only whether its countries could be judged, but its regions and topics too. What stood
-- there is of earlier rules and is written anew with the tags; until then nothing is claimed to have been judged.

ALTER TABLE news.article_coverage RENAME TO article_coverage_before;
CREATE TABLE news.article_coverage (
    article_id VARCHAR NOT NULL,
    countries_judged BOOLEAN NOT NULL,
    countries_reason VARCHAR,
    regions_judged BOOLEAN NOT NULL,
    regions_reason VARCHAR,
    topics_judged BOOLEAN NOT NULL,
    topics_reason VARCHAR
);
INSERT INTO news.article_coverage
SELECT article_id, countries_judged, countries_reason, false, 'language_unknown', false, 'language_unknown'
FROM news.article_coverage_before;
DROP TABLE news.article_coverage_before;
COMMENT ON TABLE news.article_coverage IS 'One row per article. Key: article_id. An article that was not judged has no rows in news.country_mentions, which does not mean that it names no country: nothing is known. Regions and topics of an article that was not judged for them may have rows all the same, of names that are written alike in all languages and of words that are English too: what is found counts, what is missing says nothing. Which languages have what: ref.coverage; how many by day: mart.countries_judged_daily.';
COMMENT ON COLUMN news.article_coverage.article_id IS 'The article: hash of its canonical URL (of its content where it has none)';
COMMENT ON COLUMN news.article_coverage.countries_judged IS 'Whether its countries could be looked for: its language has a gazetteer';
COMMENT ON COLUMN news.article_coverage.countries_reason IS 'Why not; NULL where they could';
COMMENT ON COLUMN news.article_coverage.regions_judged IS 'Whether its regions could be looked for: they have names in its language';
COMMENT ON COLUMN news.article_coverage.regions_reason IS 'Why not; NULL where they could';
COMMENT ON COLUMN news.article_coverage.topics_judged IS 'Whether its topics could be judged: there are phrases in its language';
COMMENT ON COLUMN news.article_coverage.topics_reason IS 'Why not; NULL where they could';
