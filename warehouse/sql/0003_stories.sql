-- Stories: signatures are samples of word shingles instead of bands, with the standing words of each source apart. Pairs
-- of copies are not kept: the stories say what belongs together. The signatures of before mean nothing to this program;
-- the rules have changed with it, and the next run reads every page again from the archive.

DROP TABLE state.copies;
DROP TABLE state.signatures;
CREATE TABLE state.signatures (
    article_id VARCHAR NOT NULL,
    place INTEGER NOT NULL,
    hash BIGINT NOT NULL
);
COMMENT ON TABLE state.signatures IS 'One row per article x number of its signature. Key: article_id, place.';
COMMENT ON COLUMN state.signatures.article_id IS 'The article: hash of its canonical URL (of its content where it has none)';
COMMENT ON COLUMN state.signatures.place IS '0 all words, 1 the opening, from 2 on sampled word shingles and paragraphs';
COMMENT ON COLUMN state.signatures.hash IS 'Their hash';

CREATE TABLE state.standing (
    source_id VARCHAR NOT NULL,
    hash BIGINT NOT NULL
);
COMMENT ON TABLE state.standing IS 'One row per source x words that it sets under many articles. Key: source_id, hash.';
COMMENT ON COLUMN state.standing.source_id IS 'The source; empty for words that very many texts of any source have';
COMMENT ON COLUMN state.standing.hash IS 'Hash of the words, as in state.signatures';

COMMENT ON COLUMN news.stories.origin_source_id IS 'The source that its members credit, by dateline, first publication or canonical address; else that of its first member';
