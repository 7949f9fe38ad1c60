-- Dates: every statement of a date with its origin beside the ones that were taken. The rules have changed with it, and
-- the next run reads every page again from the archive. Wire copy is a kind of its own.

CREATE TABLE news.article_dates (
    article_id VARCHAR NOT NULL,
    number INTEGER NOT NULL,
    role VARCHAR NOT NULL,
    stated_at TIMESTAMPTZ NOT NULL,
    stated_offset INTEGER,
    stated_precision VARCHAR NOT NULL,
    origin VARCHAR NOT NULL,
    place VARCHAR NOT NULL,
    chosen BOOLEAN NOT NULL,
    refused VARCHAR
);
COMMENT ON TABLE news.article_dates IS 'One row per date that an article''s page or feed states. Key: article_id, number. Of the current revision. What cannot be read as a date is no row.';
COMMENT ON COLUMN news.article_dates.article_id IS 'The article: hash of its canonical URL (of its content where it has none)';
COMMENT ON COLUMN news.article_dates.number IS 'Its place in the order of trust, from 1';
COMMENT ON COLUMN news.article_dates.role IS 'Of what it is the date';
COMMENT ON COLUMN news.article_dates.stated_at IS 'The point in time; midnight UTC for a day without a time';
COMMENT ON COLUMN news.article_dates.stated_offset IS 'Minutes east of UTC that it states; NULL where unknown';
COMMENT ON COLUMN news.article_dates.stated_precision IS 'How exact it is';
COMMENT ON COLUMN news.article_dates.origin IS 'What it was read from';
COMMENT ON COLUMN news.article_dates.place IS 'Where there: the key, the tag''s name, or what stands beside it';
COMMENT ON COLUMN news.article_dates.chosen IS 'Whether published_at or modified_at of the article is this one';
COMMENT ON COLUMN news.article_dates.refused IS 'Why it cannot be the article''s; NULL where it could';

COMMENT ON COLUMN news.articles.kind IS 'article, opinion, live_blog, press_release, transcript, gallery, wire';
