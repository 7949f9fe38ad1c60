"""ref: countries, regions, topics and sources by name."""

from __future__ import annotations

from contracts.common import SOURCE_ID, count, iso3, key, share
from contracts.schema import Column, Table

REGION_KINDS = ("alliance", "bloc", "union", "geographic", "informal")
COVERED = (
    "country_names", "demonyms", "capitals", "cities", "divisions", "institutions", "leaders", "aliases", "topics", "regions",
)  # fmt: skip
TOPIC_CHANGES = ("renamed", "merged", "split", "retired")
SOURCE_KINDS = ("feed", "sitemap", "wordpress", "listing", "urls", "warc", "folder")

COUNTRIES = Table(
    "ref", "countries", "country", ("iso3",),
    (
        iso3("iso3", "The country"),
        Column("iso2", "VARCHAR", "ISO 3166-1 alpha-2, and XK", nullable=True),
        Column("name", "VARCHAR", "Common English name"),
        Column("official_name", "VARCHAR", "Official English name", nullable=True),
        Column("region", "VARCHAR", "UN M49 region", nullable=True),
        Column("subregion", "VARCHAR", "UN M49 subregion", nullable=True),
        Column("capital", "VARCHAR", "Seat of government", nullable=True),
        Column("status", "VARCHAR", "state, or a territory that ISO lists", allowed=("state", "territory")),
    ),
    may_be_empty=False,
)  # fmt: skip

REGIONS = Table(
    "ref", "regions", "group of countries or part of the world", ("region_id",),
    (
        key("region_id", "The group or region"),
        Column("label", "VARCHAR", "Its name"),
        Column("kind", "VARCHAR", "What holds it together: a pact, common business, institutions, the map, or usage", allowed=REGION_KINDS),
        Column("definition", "VARCHAR", "What is meant by it here"),
        Column("source", "VARCHAR", "Where its members are from"),
    ),
    may_be_empty=False,
)  # fmt: skip

REGION_MEMBERS = Table(
    "ref", "region_members", "time for which a country belongs to a region", ("region_id", "iso3", "since"),
    (
        key("region_id", "The group or region"),
        iso3("iso3", "The country; for a state that is no more the one that its mentions count for"),
        Column("since", "DATE", "First day; 1 January where only the year is known, NULL where it was always so", nullable=True),
        Column("until", "DATE", "First day on which it belongs to it no more; NULL while it does", nullable=True),
        Column("note", "VARCHAR", "What there is to know of it, such as a suspension, which is no exit", nullable=True),
    ),
    may_be_empty=False,
    references=((("region_id",), "ref.regions"), (("iso3",), "ref.countries")),
    notes="A region without rows has no list of record.",
    example="""-- Who belonged to the European Union on a day.
SELECT iso3, name, since FROM ref.region_members JOIN ref.countries USING (iso3)
WHERE region_id = 'eu' AND (since IS NULL OR since <= DATE '2019-12-31') AND (until IS NULL OR DATE '2019-12-31' < until)
ORDER BY since, iso3""",
)  # fmt: skip

COVERAGE = Table(
    "ref", "coverage", "language x kind of knowledge", ("language", "what"),
    (
        Column("language", "VARCHAR", "ISO 639-1"),
        Column("what", "VARCHAR", "What is known in that language", allowed=COVERED),
        count("entries", "Entries of that kind: rows of the data files, each with all its spellings; topics and regions by number"),
        Column("checked_sentences", "INTEGER", "Sentences of that language that were written to check its countries; NULL where there is no such table", nullable=True, minimum=0),
    ),
    may_be_empty=False,
    notes="A language without rows is not covered: nothing can be said of its articles, which is not the same as no country. "
    "Which topics it has is in ref.topic_coverage.",
    example="""-- The languages of the articles, and what is known in each.
SELECT articles.language, count(DISTINCT article_id) AS articles, list(DISTINCT what ORDER BY what) AS known
FROM news.articles LEFT JOIN ref.coverage USING (language) GROUP BY ALL ORDER BY articles DESC, language""",
)  # fmt: skip

TOPICS = Table(
    "ref", "topics", "topic, or parent of topics", ("topic_id",),
    (
        key("topic_id", "The topic"),
        Column("label", "VARCHAR", "Its name"),
        Column("definition", "VARCHAR", "What belongs to it"),
        Column("parent_id", "VARCHAR", "The parent that it belongs to; NULL for a parent, with which no article is tagged", nullable=True),
        Column("includes", "VARCHAR[]", "What belongs to it, each with a headline as an example; none for a parent"),
        Column("excludes", "VARCHAR[]", "What does not, though its words are near: with the topic it belongs to, where there is one, and an example"),
        Column("medtop_codes", "VARCHAR[]", "IPTC Media Topics codes"),
        Column("medtop_labels", "VARCHAR[]", "Their labels, in the same order"),
        Column("medtop_successors", "VARCHAR[]", "In the same order the codes to use today: the same, and of a retired one its successor"),
        Column("version", "VARCHAR", "Version of the taxonomy: its number, and a hash over all that topics mean"),
    ),
    may_be_empty=False,
    references=((("parent_id",), "ref.topics"),),
    notes="Two levels. Phrases and weights are not part of the version: they are rules (rules_version).",
    example="""-- The topics under their parents.
SELECT parents.label AS parent, topics.topic_id, topics.label, topics.definition, topics.includes, topics.excludes
FROM ref.topics AS topics JOIN ref.topics AS parents ON parents.topic_id = topics.parent_id ORDER BY ALL""",
)  # fmt: skip

TOPIC_COVERAGE = Table(
    "ref", "topic_coverage", "topic x language in which it can be judged", ("topic_id", "language"),
    (
        key("topic_id", "The topic"),
        Column("language", "VARCHAR", "ISO 639-1"),
        count("phrases", "Phrases that speak for it in that language, shorthand written out"),
    ),
    may_be_empty=False,
    references=((("topic_id",), "ref.topics"),),
    notes="Where a topic has no row for a language nothing can be said of articles in it: that none carries the topic does "
    "not mean that none is about it. The judged_share of marts counts by these rows. An article in no known language "
    "that was judged all the same (news.article_coverage) was read as English.",
    example="""-- The languages in which each topic can be judged.
SELECT topic_id, list(language ORDER BY language) AS languages FROM ref.topic_coverage GROUP BY topic_id ORDER BY topic_id""",
)  # fmt: skip

TOPIC_CROSSWALK = Table(
    "ref", "topic_crosswalk", "what became of a topic with a version of the taxonomy", ("since_version", "from_id", "to_id"),
    (
        Column("since_version", "INTEGER", "First version of the taxonomy in which it holds", minimum=1),
        Column("since_day", "DATE", "Day of that version"),
        key("from_id", "The topic before"),
        Column("to_id", "VARCHAR", "The topic since; NULL where there is none", nullable=True),
        Column("kind", "VARCHAR", "What happened to it", allowed=TOPIC_CHANGES),
        share("share", "Share of its articles that went there; NULL where it was not measured", nullable=True),
        Column("note", "VARCHAR", "What there is to know of it"),
    ),
    notes="Days before a change are tagged by the topics of today as well: a series never mixes two versions. Under the "
    "name that a topic had, it stands in mart.topic_series.",
)  # fmt: skip

SOURCES = Table(
    "ref", "sources", "source", ("source_id",),
    (
        SOURCE_ID,
        Column("outlet", "VARCHAR", "Name of the outlet"),
        iso3("outlet_country", "Where the outlet is at home; NULL where unknown", nullable=True),
        Column("language", "VARCHAR", "Its language as set, ISO 639-1", nullable=True),
        Column("kind", "VARCHAR", "How it is read", allowed=SOURCE_KINDS),
        Column("url", "VARCHAR", "Where it is read"),
        Column("tier", "INTEGER", "1 sources of record, 2 good ones, 3 the rest; NULL where a run did not say", nullable=True, minimum=1, maximum=3),
        Column("floor_per_day", "INTEGER", "Articles on a normal day, at least; NULL where not set", nullable=True, minimum=0),
        Column("ceiling_per_day", "INTEGER", "Articles on a normal day, at most; NULL where not set", nullable=True, minimum=1),
        Column("origin", "VARCHAR", "Public list in which its address was looked up: repository and path", nullable=True),
        Column("checked", "DATE", "Day on which `desk sources check` last succeeded; NULL: never", nullable=True),
        Column("settings", "VARCHAR", "Its YAML as JSON, as of the last run that used it"),
        Column("last_run_id", "VARCHAR", "That run"),
    ),
    may_be_empty=False,
)  # fmt: skip

TABLES = (COUNTRIES, REGIONS, REGION_MEMBERS, COVERAGE, TOPICS, TOPIC_COVERAGE, TOPIC_CROSSWALK, SOURCES)
