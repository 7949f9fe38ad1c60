"""The kinds of sources, each behind one protocol (`connector`): discover finds candidates, obtain gets the body of one.
`registry` has them by the word that a YAML file says.

feed            RSS, Atom (feed_xml, over markup) and JSON Feed (feed_json)
sitemap         indexes and files (sitemap_file), their dates (lastmod)
wordpress       the API (wordpress_api, wordpress_names), walked while it changes (wordpress_walk)
listing, urls   pages with links, and addresses that somebody wrote down
warc            other people's archives (warc_files, warc_records, warc_streams)
folder          files of this machine: .zip (zipped), .jsonl (json_lines), packed or not (containers, packed)

charset and hinting make text of other people's bytes, and hints of their text."""
