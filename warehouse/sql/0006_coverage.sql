-- What each language has, which articles could be judged, and how many by day. The rules have changed with it.

CREATE TABLE ref.coverage (
    language VARCHAR NOT NULL,
    what VARCHAR NOT NULL,
    entries BIGINT NOT NULL,
    checked_sentences INTEGER
);
COMMENT ON TABLE ref.coverage IS 'One row per language x kind of knowledge. Key: language, what. A language without rows is not covered: nothing can be said of its articles, which is not the same as no country.';
COMMENT ON COLUMN ref.coverage.language IS 'ISO 639-1';
COMMENT ON COLUMN ref.coverage.what IS 'What is known in that language';
COMMENT ON COLUMN ref.coverage.entries IS 'Entries of that kind: rows of the data files, each with all its spellings; topics and regions by number';
COMMENT ON COLUMN ref.coverage.checked_sentences IS 'Sentences of that language that were written to check its countries; NULL where there is no such table';

CREATE TABLE news.article_coverage (
    article_id VARCHAR NOT NULL,
    countries_judged BOOLEAN NOT NULL,
    countries_reason VARCHAR
);
COMMENT ON TABLE news.article_coverage IS 'One row per article. Key: article_id. An article that was not judged has no rows in news.country_mentions, which does not mean that it names no country: nothing is known. Which languages have what: ref.coverage; how many by day: mart.countries_judged_daily.';
COMMENT ON COLUMN news.article_coverage.article_id IS 'The article: hash of its canonical URL (of its content where it has none)';
COMMENT ON COLUMN news.article_coverage.countries_judged IS 'Whether its countries could be looked for: its language has a gazetteer';
COMMENT ON COLUMN news.article_coverage.countries_reason IS 'Why not; NULL where they could';

CREATE VIEW mart.countries_judged_daily AS
SELECT articles.day, articles.language, count(*) AS articles,
       count(*) FILTER (coverage.countries_judged) AS articles_judged
FROM news.articles AS articles LEFT JOIN news.article_coverage AS coverage ON coverage.article_id = articles.article_id
GROUP BY articles.day, articles.language;
COMMENT ON VIEW mart.countries_judged_daily IS 'One row per day x language. What the numbers of countries by day are numbers of: mart.country_daily and mart.country_pair_daily count articles that were judged, and a share is one of articles_judged.';
COMMENT ON COLUMN mart.countries_judged_daily.day IS 'UTC day of the articles (news.articles.day)';
COMMENT ON COLUMN mart.countries_judged_daily.language IS 'Their language, ISO 639-1; NULL where undecided';
COMMENT ON COLUMN mart.countries_judged_daily.articles IS 'Articles of that day and language';
COMMENT ON COLUMN mart.countries_judged_daily.articles_judged IS 'Those whose countries could be looked for';
