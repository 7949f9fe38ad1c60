-- Spans of a body, so that an article can be tagged again without its page; and what a change of the tagging rules moved.
-- The version of the rules is two now: a warehouse that knows only the one is read again from the archive by the next run.

CREATE TABLE news.article_spans (
    article_id VARCHAR NOT NULL,
    role VARCHAR NOT NULL,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL
);
COMMENT ON TABLE news.article_spans IS 'One row per heading, quotation or dateline of a body. Key: article_id, role, start_char. Of the current revision. With title, body and captions it is all that the taggers read.';
COMMENT ON COLUMN news.article_spans.article_id IS 'The article: hash of its canonical URL (of its content where it has none)';
COMMENT ON COLUMN news.article_spans.role IS 'What it is';
COMMENT ON COLUMN news.article_spans.start_char IS 'First character in the body, from 0';
COMMENT ON COLUMN news.article_spans.end_char IS 'Character after the last';

CREATE TABLE quality.rule_changes (
    run_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    tag VARCHAR NOT NULL,
    articles_before BIGINT NOT NULL,
    articles_now BIGINT NOT NULL,
    gained BIGINT NOT NULL,
    lost BIGINT NOT NULL,
    focus_before BIGINT,
    focus_now BIGINT
);
COMMENT ON TABLE quality.rule_changes IS 'One row per country or topic that a change of the tagging rules moved. Key: run_id, kind, tag. Written when a run tags all articles again, from the texts in the warehouse. A rebuild from the archive begins anew.';
COMMENT ON COLUMN quality.rule_changes.run_id IS 'The run; sorts by time';
COMMENT ON COLUMN quality.rule_changes.kind IS 'What the tag is';
COMMENT ON COLUMN quality.rule_changes.tag IS 'The country (ISO 3166-1 alpha-3, and XKX for Kosovo) or the topic';
COMMENT ON COLUMN quality.rule_changes.articles_before IS 'Articles that had the tag before; of a topic, with a score of .5 and more';
COMMENT ON COLUMN quality.rule_changes.articles_now IS 'Articles that have it since';
COMMENT ON COLUMN quality.rule_changes.gained IS 'Articles that have it now and had not';
COMMENT ON COLUMN quality.rule_changes.lost IS 'Articles that had it and have not now';
COMMENT ON COLUMN quality.rule_changes.focus_before IS 'Articles whose focus the country was; NULL for topics';
COMMENT ON COLUMN quality.rule_changes.focus_now IS 'Articles whose focus it is; NULL for topics';
