-- Groups and regions: their own mentions, who belonged to them when, and a view for who wants the one spread over the
-- other. The rules have changed with it.

CREATE TABLE ref.regions (
    region_id VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    definition VARCHAR NOT NULL,
    source VARCHAR NOT NULL
);
COMMENT ON TABLE ref.regions IS 'One row per group of countries or part of the world. Key: region_id.';
COMMENT ON COLUMN ref.regions.region_id IS 'The group or region';
COMMENT ON COLUMN ref.regions.label IS 'Its name';
COMMENT ON COLUMN ref.regions.kind IS 'What holds it together: a pact, common business, institutions, the map, or usage';
COMMENT ON COLUMN ref.regions.definition IS 'What is meant by it here';
COMMENT ON COLUMN ref.regions.source IS 'Where its members are from';

CREATE TABLE ref.region_members (
    region_id VARCHAR NOT NULL,
    iso3 VARCHAR NOT NULL,
    since DATE,
    until DATE,
    note VARCHAR
);
COMMENT ON TABLE ref.region_members IS 'One row per time for which a country belongs to a region. Key: region_id, iso3, since. A region without rows has no list of record.';
COMMENT ON COLUMN ref.region_members.region_id IS 'The group or region';
COMMENT ON COLUMN ref.region_members.iso3 IS 'The country; for a state that is no more the one that its mentions count for (ISO 3166-1 alpha-3, and XKX for Kosovo)';
COMMENT ON COLUMN ref.region_members.since IS 'First day; 1 January where only the year is known, NULL where it was always so';
COMMENT ON COLUMN ref.region_members.until IS 'First day on which it belongs to it no more; NULL while it does';
COMMENT ON COLUMN ref.region_members.note IS 'What there is to know of it, such as a suspension, which is no exit';

CREATE TABLE news.region_mentions (
    article_id VARCHAR NOT NULL,
    region_id VARCHAR NOT NULL,
    field VARCHAR NOT NULL,
    item INTEGER,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL,
    surface VARCHAR NOT NULL,
    role VARCHAR NOT NULL,
    rule VARCHAR NOT NULL,
    rules_version VARCHAR NOT NULL
);
COMMENT ON TABLE news.region_mentions IS 'One row per mention of a group or region. Key: article_id, field, item, start_char, region_id. No mention of the countries in it: those are in news.country_mentions, and no words are in both. Who wants a region''s mentions spread over its members has mart.region_spread.';
COMMENT ON COLUMN news.region_mentions.article_id IS 'The article: hash of its canonical URL (of its content where it has none)';
COMMENT ON COLUMN news.region_mentions.region_id IS 'The group or region named';
COMMENT ON COLUMN news.region_mentions.field IS 'Where the words stand: title, body, or a caption';
COMMENT ON COLUMN news.region_mentions.item IS 'Which caption, from 0; NULL in title and body';
COMMENT ON COLUMN news.region_mentions.start_char IS 'First character of the words in the stored field, from 0';
COMMENT ON COLUMN news.region_mentions.end_char IS 'Character after the last';
COMMENT ON COLUMN news.region_mentions.surface IS 'The words themselves: field[start_char:end_char]';
COMMENT ON COLUMN news.region_mentions.role IS 'Where in the text it stands';
COMMENT ON COLUMN news.region_mentions.rule IS 'The rule that took it';
COMMENT ON COLUMN news.region_mentions.rules_version IS 'Version of the rules that gave this row';

CREATE VIEW mart.region_spread AS
SELECT named.article_id, articles.day, named.region_id, members.iso3 AS member_iso3, named.region_mentions,
       (named.article_id, members.iso3) IN (SELECT (article_id, iso3) FROM news.article_countries) AS member_named
FROM (
    SELECT article_id, region_id, count(*) AS region_mentions FROM news.region_mentions GROUP BY article_id, region_id
) AS named
JOIN news.articles AS articles ON articles.article_id = named.article_id
JOIN ref.region_members AS members ON members.region_id = named.region_id
WHERE (members.since IS NULL OR members.since <= articles.day)
  AND (members.until IS NULL OR articles.day < members.until);
COMMENT ON VIEW mart.region_spread IS 'One row per article x region named x country that belonged to it on the article''s day. Not mentions of the countries, and in no other number: an article on NATO has 32 rows here and names perhaps none of the 32. Regions without a list of record are not in it.';
COMMENT ON COLUMN mart.region_spread.article_id IS 'The article: hash of its canonical URL (of its content where it has none)';
COMMENT ON COLUMN mart.region_spread.day IS 'The article''s UTC day (news.articles.day)';
COMMENT ON COLUMN mart.region_spread.region_id IS 'The group or region that the article names';
COMMENT ON COLUMN mart.region_spread.member_iso3 IS 'A country that belonged to it on that day; the article need not name it (ISO 3166-1 alpha-3, and XKX for Kosovo)';
COMMENT ON COLUMN mart.region_spread.region_mentions IS 'Mentions of the region in the article: the same number for each member';
COMMENT ON COLUMN mart.region_spread.member_named IS 'Whether the article names the country itself as well (news.article_countries)';
