-- What a change of the tagging rules moved is told of regions too. The column `kind` has a word more; no row changes.

COMMENT ON TABLE quality.rule_changes IS 'One row per country, region or topic that a change of the tagging rules moved. Key: run_id, kind, tag. Written when a run tags all articles again, from the texts in the warehouse. A rebuild from the archive begins anew.';
COMMENT ON COLUMN quality.rule_changes.tag IS 'The country (ISO 3166-1 alpha-3, and XKX for Kosovo), the region (region_id) or the topic (topic_id)';
COMMENT ON COLUMN quality.rule_changes.articles_before IS 'Articles that had the tag before: that name the country or the region; of a topic, with a score of .5 and more';
COMMENT ON COLUMN quality.rule_changes.focus_before IS 'Articles whose focus the country was; NULL for regions and topics';
COMMENT ON COLUMN quality.rule_changes.focus_now IS 'Articles whose focus it is; NULL for regions and topics';
