"""mart: what analysts count. Each table is recomputed for affected days only, by one pure function in
`transforms/aggregates/`. Articles are counted on their `day`; a tag counts from score .5."""

from __future__ import annotations

from contracts.common import ARTICLE_ID, COMPLETENESS, DAY, SOURCE_ID, count, iso3, key, share
from contracts.schema import Column, Table, View

_STORIES = count("stories", "The same counted by story: copies of one text are one")
_SOURCES = count("sources", "Sources that carried them")
_WEIGHT = Column("weight", "DOUBLE", "Sum of their scores", minimum=0)

COUNTRY_DAILY = Table(
    "mart", "country_daily", "day x country", ("day", "iso3"),
    (
        DAY,
        iso3("iso3", "The country"),
        count("articles_focus", "Articles about it (focus country)"),
        count("articles_mentioning", "Articles that name it at all, those about it included"),
        count("stories", "Articles that name it, counted by story: copies of one text are one"),
        _SOURCES,
        count("mentions", "Mentions of it in those articles"),
        share("foreign_share", "Share of mentioning articles whose outlet country is known and differs", nullable=True),
        COMPLETENESS,
    ),
    day="day",
    references=((("iso3",), "ref.countries"),),
    notes="foreign_share is NULL where no mentioning article has a known outlet country.",
)  # fmt: skip

TOPIC_DAILY = Table(
    "mart", "topic_daily", "day x topic", ("day", "topic_id"),
    (
        DAY,
        key("topic_id", "The topic"),
        count("articles", "Articles tagged with it"),
        _WEIGHT,
        _STORIES,
        _SOURCES,
        share("judged_share", "Share of the day's articles of which it could be told whether they carry the topic: their language has phrases for it (ref.topic_coverage)"),
        COMPLETENESS,
    ),
    day="day",
    references=((("topic_id",), "ref.topics"),),
)  # fmt: skip

COUNTRY_TOPIC_DAILY = Table(
    "mart", "country_topic_daily", "day x focus country x topic", ("day", "iso3", "topic_id"),
    (
        DAY,
        iso3("iso3", "The focus country"),
        key("topic_id", "The topic"),
        count("articles", "Articles about the country that carry the topic"),
        _WEIGHT,
        _STORIES,
        _SOURCES,
        share("judged_share", "Share of the day's articles about the country of which it could be told whether they carry the topic: their language has phrases for it (ref.topic_coverage)"),
        COMPLETENESS,
    ),
    day="day",
    references=((("iso3",), "ref.countries"), (("topic_id",), "ref.topics")),
    notes="What is written of a country: an article that only names it is not counted.",
)  # fmt: skip

COUNTRY_PAIR_DAILY = Table(
    "mart", "country_pair_daily", "day x unordered pair of countries", ("day", "iso3_a", "iso3_b"),
    (
        DAY,
        iso3("iso3_a", "The first of the pair by code"),
        iso3("iso3_b", "The second"),
        count("articles", "Articles that name both"),
        count("articles_focus", "Articles about both (both are focus countries)"),
        count("stories", "Articles that name both, counted by story"),
        _SOURCES,
        COMPLETENESS,
    ),
    day="day",
    references=((("iso3_a",), "ref.countries"), (("iso3_b",), "ref.countries")),
    notes="A pair is a co-mention, not an event. iso3_a < iso3_b.",
)  # fmt: skip

SOURCE_DAILY = Table(
    "mart", "source_daily", "day x source", ("day", "source_id"),
    (
        Column("day", "DATE", "The article's day, else the UTC day the document was first seen"),
        SOURCE_ID,
        count("discovered", "Documents of all statuses"),
        count("loaded", "New articles"),
        count("quarantined", "Documents in quarantine"),
        count("failed", "Documents that could not be fetched"),
        Column("expected_low", "DOUBLE", "Lower end of the articles expected, from days before this one; NULL below 21 days of history", nullable=True, minimum=0),
        Column("expected_high", "DOUBLE", "Upper end", nullable=True, minimum=0),
        Column("complete", "BOOLEAN", "Whether loaded reaches expected_low; NULL without an expectation", nullable=True),
    ),
    day="day",
    references=((("source_id",), "ref.sources"),),
)  # fmt: skip

_WEEK = Column("week", "DATE", "Monday of the week, UTC")
_TREND = (
    Column("baseline", "DOUBLE", "Median of the 8 weeks before, weeks without any as 0; NULL below 4 weeks of history", nullable=True, minimum=0),
    Column("z", "DOUBLE", "How far the week lies from its baseline, in standard deviations of a Poisson count", nullable=True),
    Column("is_burst", "BOOLEAN", "Whether z is 3 or more with at least 5 articles; NULL without a baseline", nullable=True),
)  # fmt: skip
_TREND_NOTES = "z = 2 (sqrt(articles + 3/8) - sqrt(baseline + 3/8)), Anscombe 1948. The last week may not be over."

COUNTRY_TRENDS = Table(
    "mart", "country_trends", "week x country", ("week", "iso3"),
    (_WEEK, iso3("iso3", "The country"), count("articles", "Articles about it (focus country)"), *_TREND),
    references=((("iso3",), "ref.countries"),),
    notes=_TREND_NOTES,
)  # fmt: skip

TOPIC_TRENDS = Table(
    "mart", "topic_trends", "week x topic", ("week", "topic_id"),
    (_WEEK, key("topic_id", "The topic"), count("articles", "Articles tagged with it"), *_TREND),
    references=((("topic_id",), "ref.topics"),),
    notes=_TREND_NOTES,
)  # fmt: skip

TABLES = (
    COUNTRY_DAILY,
    TOPIC_DAILY,
    COUNTRY_TOPIC_DAILY,
    COUNTRY_PAIR_DAILY,
    SOURCE_DAILY,
    COUNTRY_TRENDS,
    TOPIC_TRENDS,
)

REGION_SPREAD = View(
    "mart", "region_spread", "article x region named x country that belonged to it on the article's day",
    (
        ARTICLE_ID,
        Column("day", "DATE", "The article's UTC day (news.articles.day)"),
        key("region_id", "The group or region that the article names"),
        iso3("member_iso3", "A country that belonged to it on that day; the article need not name it"),
        count("region_mentions", "Mentions of the region in the article: the same number for each member"),
        Column("member_named", "BOOLEAN", "Whether the article names the country itself as well (news.article_countries)"),
    ),
    """SELECT named.article_id, articles.day, named.region_id, members.iso3 AS member_iso3, named.region_mentions,
       (named.article_id, members.iso3) IN (SELECT (article_id, iso3) FROM news.article_countries) AS member_named
FROM (
    SELECT article_id, region_id, count(*) AS region_mentions FROM news.region_mentions GROUP BY article_id, region_id
) AS named
JOIN news.articles AS articles ON articles.article_id = named.article_id
JOIN ref.region_members AS members ON members.region_id = named.region_id
WHERE (members.since IS NULL OR members.since <= articles.day)
  AND (members.until IS NULL OR articles.day < members.until)""",
    notes="Not mentions of the countries, and in no other number: an article on NATO has 32 rows here and names perhaps "
    "none of the 32. Regions without a list of record are not in it.",
)  # fmt: skip

COUNTRIES_JUDGED_DAILY = View(
    "mart", "countries_judged_daily", "day x language",
    (
        Column("day", "DATE", "UTC day of the articles (news.articles.day)"),
        Column("language", "VARCHAR", "Their language, ISO 639-1; NULL where undecided"),
        count("articles", "Articles of that day and language"),
        count("articles_judged", "Those whose countries could be looked for"),
    ),
    """SELECT articles.day, articles.language, count(*) AS articles,
       count(*) FILTER (coverage.countries_judged) AS articles_judged
FROM news.articles AS articles LEFT JOIN news.article_coverage AS coverage ON coverage.article_id = articles.article_id
GROUP BY articles.day, articles.language""",
    notes="What the numbers of countries by day are numbers of: mart.country_daily and mart.country_pair_daily count "
    "articles that were judged, and a share is one of articles_judged.",
)  # fmt: skip

TOPICS_JUDGED_DAILY = View(
    "mart", "topics_judged_daily", "day with articles x topic",
    (
        DAY,
        key("topic_id", "The topic"),
        count("articles", "Articles of the day"),
        count("articles_judged", "Those of which it could be told whether they carry the topic: their language has phrases for it (ref.topic_coverage)"),
    ),
    """SELECT languages.day, topics.topic_id, sum(languages.articles)::BIGINT AS articles,
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
GROUP BY languages.day, topics.topic_id""",
    notes="What the numbers of topics by day are numbers of, also on days on which no article carries the topic, where "
    "mart.topic_daily has no row: nothing was found among articles_judged.",
)  # fmt: skip

# What a view counts where several topics go under one name: an article once, by its highest score.
_TOGETHER = """count(*) AS articles, sum(tagged.score) AS weight,
       count(DISTINCT tagged.story_id) AS stories, count(DISTINCT tagged.source_id) AS sources,
       any_value(judged.judged_share) AS judged_share, any_value(days.completeness) AS completeness"""
_ITS_SCORE = """articles.article_id, any_value(articles.story_id) AS story_id,
           any_value(articles.source_id) AS source_id, max(scores.score) AS score
    FROM news.article_topics AS scores JOIN news.articles AS articles ON articles.article_id = scores.article_id"""
_ITS_DAY = """JOIN (
    SELECT day, any_value(completeness) AS completeness FROM mart.topic_daily GROUP BY day
) AS days ON days.day = tagged.day
JOIN ({}) AS judged ON judged.day = tagged.day"""
_LEAST = "min(judged.articles_judged / judged.articles) AS judged_share"
_TOGETHER_COLUMNS = (
    Column("weight", "DOUBLE", "Sum of their highest scores among those topics", minimum=0),
    _STORIES,
    _SOURCES,
    share(
        "judged_share",
        "The least over those topics of the share of the day's articles of which it could be told whether they carry the topic (mart.topics_judged_daily)",
    ),
    COMPLETENESS,
)

_OF_PARENT = f"""
    SELECT judged.day, topics.parent_id, {_LEAST}
    FROM mart.topics_judged_daily AS judged JOIN ref.topics AS topics ON topics.topic_id = judged.topic_id
    GROUP BY judged.day, topics.parent_id
"""

TOPIC_PARENT_DAILY = View(
    "mart", "topic_parent_daily", "day x parent of topics",
    (
        DAY,
        key("parent_id", "The parent (ref.topics)"),
        count("articles", "Articles tagged with any of its topics, each once"),
        *_TOGETHER_COLUMNS,
    ),
    f"""SELECT tagged.day, tagged.parent_id, {_TOGETHER}
FROM (
    SELECT articles.day, topics.parent_id, {_ITS_SCORE}
    JOIN ref.topics AS topics ON topics.topic_id = scores.topic_id
    WHERE scores.score >= .5 AND topics.parent_id IS NOT NULL
    GROUP BY articles.day, topics.parent_id, articles.article_id
) AS tagged
{_ITS_DAY.format(_OF_PARENT)} AND judged.parent_id = tagged.parent_id
GROUP BY tagged.day, tagged.parent_id""",
    notes="Less than the sum of its topics in mart.topic_daily, by as much as they overlap.",
)  # fmt: skip

# Each later row of the crosswalk leads on from where an earlier one led: versions only rise, so it comes to an end.
_NAMES = """WITH RECURSIVE leads AS (
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
)"""

_OF_NAME = f"""
    SELECT judged.day, names.topic_id, names.until_version, {_LEAST}
    FROM mart.topics_judged_daily AS judged JOIN names ON names.to_id = judged.topic_id
    GROUP BY judged.day, names.topic_id, names.until_version
"""

TOPIC_SERIES = View(
    "mart", "topic_series", "day x topic, under all names that topics have and had",
    (
        DAY,
        key("topic_id", "The topic, of today or of an earlier version of the taxonomy"),
        Column("until_version", "INTEGER", "First version of the taxonomy that did not know it so; NULL for the topics of today"),
        Column("widened", "BOOLEAN", "Whether more is counted than the topic meant: it was merged with others"),
        count("articles", "Articles tagged with it, or with any of the topics that it became, each once"),
        *_TOGETHER_COLUMNS,
    ),
    f"""{_NAMES}
SELECT tagged.day, tagged.topic_id, tagged.until_version, any_value(tagged.widened) AS widened, {_TOGETHER}
FROM (
    SELECT articles.day, names.topic_id, names.until_version, any_value(names.widened) AS widened, {_ITS_SCORE}
    JOIN names ON names.to_id = scores.topic_id
    WHERE scores.score >= .5 GROUP BY articles.day, names.topic_id, names.until_version, articles.article_id
) AS tagged
{_ITS_DAY.format(_OF_NAME)} AND judged.topic_id = tagged.topic_id
AND judged.until_version IS NOT DISTINCT FROM tagged.until_version
GROUP BY tagged.day, tagged.topic_id, tagged.until_version""",
    notes="A topic that was renamed, split or merged goes on here under the name it had: its days are those of what it "
    "became (ref.topic_crosswalk). One that was retired without a successor has no rows.",
)  # fmt: skip

VIEWS = (REGION_SPREAD, COUNTRIES_JUDGED_DAILY, TOPICS_JUDGED_DAILY, TOPIC_PARENT_DAILY, TOPIC_SERIES)
