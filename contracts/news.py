"""news: articles, their copies, and the words that name countries, regions and topics in them."""

from __future__ import annotations

from contracts.common import ARTICLE_ID, DOCUMENT_ID, RULES_VERSION, SOURCE_ID, count, iso3, key, share
from contracts.schema import Column, Table

FIELDS = ("title", "body", "caption")
MENTION_KINDS = ("name", "demonym", "capital", "city", "division", "leader", "institution", "alias")
ROLES = ("text", "heading", "quote", "dateline")
PRECISIONS = ("second", "minute", "hour", "day", "none")
DATE_ORIGINS = ("json-ld", "meta", "feed", "url", "text", "none")

SPAN_ROLES = ("heading", "quote", "dateline")
DATE_ROLES = ("published", "modified")
UNJUDGED = ("language_not_covered", "language_unknown")
DATE_REFUSALS = ("future", "implausible", "before_publication")

_SPAN = (
    Column("field", "VARCHAR", "Where the words stand: title, body, or a caption", allowed=FIELDS),
    Column("item", "INTEGER", "Which caption, from 0; NULL in title and body", nullable=True, minimum=0),
    Column("start_char", "INTEGER", "First character of the words in the stored field, from 0", minimum=0),
    Column("end_char", "INTEGER", "Character after the last", minimum=1),
    Column("surface", "VARCHAR", "The words themselves: field[start_char:end_char]"),
)
_OF_ARTICLE = ((("article_id",), "news.articles"),)

ARTICLES = Table(
    "news", "articles", "article, current revision", ("article_id",),
    (
        ARTICLE_ID,
        DOCUMENT_ID,
        SOURCE_ID,
        Column("canonical_url", "VARCHAR", "The article's own address; NULL for a file that states none", nullable=True),
        Column("title", "VARCHAR", "Headline, without the site's name", nullable=True),
        Column("byline", "VARCHAR", "Authors as people, comma between; NULL where none is named", nullable=True),
        Column("published_at", "TIMESTAMPTZ", "When it says it was published; NULL with published_from none", nullable=True),
        Column("published_offset", "INTEGER", "Minutes east of UTC that the page stated; NULL where unknown", nullable=True, minimum=-1440, maximum=1440),
        Column("published_precision", "VARCHAR", "How exact published_at is", allowed=PRECISIONS),
        Column("published_from", "VARCHAR", "What published_at was read from", allowed=DATE_ORIGINS),
        Column("modified_at", "TIMESTAMPTZ", "When it says it was last changed", nullable=True),
        Column("first_seen_at", "TIMESTAMPTZ", "When its first revision was fetched"),
        Column("day", "DATE", "The UTC day it counts for: published_at's, else first_seen_at's"),
        Column("day_basis", "VARCHAR", "Which of the two day is", allowed=("published", "first_seen")),
        Column("language", "VARCHAR", "Language of the body, ISO 639-1; NULL where undecided", nullable=True),
        Column("sections", "VARCHAR[]", "The outlet's own sections"),
        Column("keywords", "VARCHAR[]", "The outlet's own keywords"),
        Column("lead", "VARCHAR", "First paragraph or standfirst", nullable=True, long_text=True),
        Column("body", "VARCHAR", "The text: paragraphs and headings with a blank line between, without page furniture", long_text=True),
        Column("captions", "VARCHAR[]", "Image captions and alternative texts, apart from the body", long_text=True),
        Column("word_count", "INTEGER", "Words of the body", minimum=1),
        Column("kind", "VARCHAR", "article, opinion, live_blog, press_release, transcript, gallery, wire"),
        Column("extracted_by", "VARCHAR", "Which reader took the text out of the page"),
        share("extraction_confidence", "How sure the reader was of the text"),
        Column("notes", "VARCHAR[]", "Short codes of what was repaired, refused or contradictory"),
        Column("content_sha256", "VARCHAR", "SHA-256 of title and body"),
        key("story_id", "The story it is a copy of (news.stories)"),
        Column("revision", "INTEGER", "1 for the first text seen, then counted up", minimum=1),
        Column("gone_at", "TIMESTAMPTZ", "When its page was found gone (404, 410); NULL while it stands", nullable=True),
        RULES_VERSION,
    ),
    may_be_empty=False,
    references=((("document_id",), "raw.documents"), (("source_id",), "ref.sources"), (("story_id",), "news.stories")),
)  # fmt: skip

ARTICLE_REVISIONS = Table(
    "news", "article_revisions", "earlier revision", ("article_id", "revision"),
    (
        ARTICLE_ID,
        Column("revision", "INTEGER", "Its number; the current one stands in news.articles", minimum=1),
        DOCUMENT_ID,
        Column("title", "VARCHAR", "Headline then", nullable=True),
        Column("body", "VARCHAR", "Text then", long_text=True),
        Column("content_sha256", "VARCHAR", "SHA-256 of title and body then"),
        Column("seen_at", "TIMESTAMPTZ", "When it was fetched"),
        share("changed_share", "Share of the body that the next revision changed"),
    ),
    references=_OF_ARTICLE,
    example="""-- Each edit: when it was seen, whether it changed the title, and how much of the text.
SELECT before.article_id, before.revision, coalesce(after.seen_at, documents.fetched_at) AS edited_at,
       before.title AS title_before, CASE WHEN after.revision IS NULL THEN articles.title ELSE after.title END AS title_after,
       title_before IS DISTINCT FROM title_after AS title_changed, before.changed_share
FROM news.article_revisions AS before JOIN news.articles USING (article_id)
JOIN raw.documents ON documents.document_id = articles.document_id
LEFT JOIN news.article_revisions AS after
  ON after.article_id = before.article_id AND after.revision = before.revision + 1
ORDER BY edited_at DESC""",
)  # fmt: skip

ARTICLE_DATES = Table(
    "news", "article_dates", "date that an article's page or feed states", ("article_id", "number"),
    (
        ARTICLE_ID,
        Column("number", "INTEGER", "Its place in the order of trust, from 1", minimum=1),
        Column("role", "VARCHAR", "Of what it is the date", allowed=DATE_ROLES),
        Column("stated_at", "TIMESTAMPTZ", "The point in time; midnight UTC for a day without a time"),
        Column("stated_offset", "INTEGER", "Minutes east of UTC that it states; NULL where unknown", nullable=True, minimum=-1440, maximum=1440),
        Column("stated_precision", "VARCHAR", "How exact it is", allowed=PRECISIONS[:-1]),
        Column("origin", "VARCHAR", "What it was read from", allowed=DATE_ORIGINS[:-1]),
        Column("place", "VARCHAR", "Where there: the key, the tag's name, or what stands beside it"),
        Column("chosen", "BOOLEAN", "Whether published_at or modified_at of the article is this one"),
        Column("refused", "VARCHAR", "Why it cannot be the article's; NULL where it could", nullable=True, allowed=DATE_REFUSALS),
    ),
    notes="Of the current revision. What cannot be read as a date is no row.",
    references=_OF_ARTICLE,
    example="""-- Articles whose page states another day of publication than the one that was taken, and where.
SELECT articles.article_id, articles.title, taken.stated_at AS taken_at, taken.place AS taken_from,
       other.stated_at AS other_at, other.place AS other_from, other.refused
FROM news.article_dates AS taken
JOIN news.article_dates AS other USING (article_id, role)
JOIN news.articles USING (article_id)
WHERE role = 'published' AND taken.chosen AND abs(date_diff('day', taken.stated_at, other.stated_at)) > 1
ORDER BY articles.day DESC, articles.article_id, other.number""",
)  # fmt: skip

ARTICLE_SPANS = Table(
    "news", "article_spans", "heading, quotation or dateline of a body", ("article_id", "role", "start_char"),
    (
        ARTICLE_ID,
        Column("role", "VARCHAR", "What it is", allowed=SPAN_ROLES),
        Column("start_char", "INTEGER", "First character in the body, from 0", minimum=0),
        Column("end_char", "INTEGER", "Character after the last", minimum=1),
    ),
    notes="Of the current revision. With title, body and captions it is all that the taggers read.",
    references=_OF_ARTICLE,
)  # fmt: skip

STORIES = Table(
    "news", "stories", "cluster of copies of one text", ("story_id",),
    (
        key("story_id", "Named after its first member by (day, article_id)"),
        key("first_article_id", "That member"),
        key("origin_source_id", "The source that its members credit, by dateline, first publication or canonical address; else that of its first member"),
        count("articles", "Copies, the first included"),
        count("sources", "Sources that carry a copy"),
        Column("first_day", "DATE", "Day of the first copy"),
        Column("last_day", "DATE", "Day of the last copy"),
    ),
    notes="Pairs of near-copies whose days lie within 30 days, connected. Nothing depends on the date of the run.",
    may_be_empty=False,
)  # fmt: skip

COUNTRY_MENTIONS = Table(
    "news", "country_mentions", "mention", ("article_id", "field", "item", "start_char", "iso3"),
    (
        ARTICLE_ID,
        iso3("iso3", "The country named"),
        *_SPAN,
        Column("kind", "VARCHAR", "What kind of name it is", allowed=MENTION_KINDS),
        Column("role", "VARCHAR", "Where in the text it stands", allowed=ROLES),
        Column("rule", "VARCHAR", "The rule that took it"),
        RULES_VERSION,
    ),
    references=(*_OF_ARTICLE, (("iso3",), "ref.countries")),
)  # fmt: skip

ARTICLE_COUNTRIES = Table(
    "news", "article_countries", "article x country", ("article_id", "iso3"),
    (
        ARTICLE_ID,
        iso3("iso3", "The country named"),
        Column("mentions", "BIGINT", "How often title, body and captions name it", minimum=1),
        Column("in_title", "BOOLEAN", "Whether the title names it"),
        Column("in_lead", "BOOLEAN", "Whether the first paragraph names it"),
        share("salience", "Its share of what the article says of countries; sums to 1 in an article"),
        Column("is_focus", "BOOLEAN", "Whether the article is about it (focus country)"),
    ),
    references=(*_OF_ARTICLE, (("iso3",), "ref.countries")),
)  # fmt: skip

REGION_MENTIONS = Table(
    "news", "region_mentions", "mention of a group or region", ("article_id", "field", "item", "start_char", "region_id"),
    (
        ARTICLE_ID,
        key("region_id", "The group or region named"),
        *_SPAN,
        Column("role", "VARCHAR", "Where in the text it stands", allowed=ROLES),
        Column("rule", "VARCHAR", "The rule that took it"),
        RULES_VERSION,
    ),
    references=(*_OF_ARTICLE, (("region_id",), "ref.regions")),
    notes="No mention of the countries in it: those are in news.country_mentions, and no words are in both. Who wants a "
    "region's mentions spread over its members has mart.region_spread.",
    example="""-- The regions named most, and the share of the articles naming them that are about no country at all.
SELECT region_id, label, count(DISTINCT article_id) AS articles, count(*) AS mentions,
       avg((article_id NOT IN (SELECT article_id FROM news.article_countries WHERE is_focus))::INT) AS without_focus
FROM news.region_mentions JOIN ref.regions USING (region_id)
GROUP BY ALL ORDER BY articles DESC, region_id""",
)  # fmt: skip

ARTICLE_COVERAGE = Table(
    "news", "article_coverage", "article", ("article_id",),
    (
        ARTICLE_ID,
        Column("countries_judged", "BOOLEAN", "Whether its countries could be looked for: its language has a gazetteer"),
        Column("countries_reason", "VARCHAR", "Why not; NULL where they could", nullable=True, allowed=UNJUDGED),
        Column("regions_judged", "BOOLEAN", "Whether its regions could be looked for: they have names in its language"),
        Column("regions_reason", "VARCHAR", "Why not; NULL where they could", nullable=True, allowed=UNJUDGED),
        Column("topics_judged", "BOOLEAN", "Whether topics could be judged: its language has phrases for all or some of them: ref.topic_coverage says for which"),
        Column("topics_reason", "VARCHAR", "Why not; NULL where they could", nullable=True, allowed=UNJUDGED),
    ),
    references=_OF_ARTICLE,
    notes="An article that was not judged has no rows in news.country_mentions, which does not mean that it names no "
    "country: nothing is known. Regions and topics of an article that was not judged for them may have rows all the same, "
    "of names that are written alike in all languages and of words that are English too: what is found counts, what is "
    "missing says nothing. Which languages have what: ref.coverage; how many by day: mart.countries_judged_daily.",
    example="""-- Articles that name no country, and those of which it cannot be said.
SELECT countries_judged, countries_reason, language, count(*) AS articles
FROM news.articles JOIN news.article_coverage USING (article_id) ANTI JOIN news.article_countries USING (article_id)
GROUP BY ALL ORDER BY articles DESC, language""",
)  # fmt: skip

TOPIC_MENTIONS = Table(
    "news", "topic_mentions", "piece of topic evidence", ("article_id", "topic_id", "field", "item", "start_char", "rule"),
    (
        ARTICLE_ID,
        key("topic_id", "The topic it speaks for"),
        *_SPAN,
        Column("rule", "VARCHAR", "The phrase or pattern that took it"),
        Column(
            "weight", "DOUBLE",
            "What it adds to the log-odds of the topic; negative speaks against. All of a topic's pieces, its bias and "
            "what a stronger topic takes sum to the log-odds that the score is made of",
        ),
        RULES_VERSION,
    ),
    references=(*_OF_ARTICLE, (("topic_id",), "ref.topics")),
)  # fmt: skip

ARTICLE_TOPICS = Table(
    "news", "article_topics", "article x topic", ("article_id", "topic_id"),
    (
        ARTICLE_ID,
        key("topic_id", "The topic"),
        share("score", "How surely the article is about it; .5 and more is the tag"),
    ),
    references=(*_OF_ARTICLE, (("topic_id",), "ref.topics")),
)  # fmt: skip

# What the taggers give; replaced as a whole when the rules of tagging change.
TAGS = (ARTICLE_COVERAGE, COUNTRY_MENTIONS, ARTICLE_COUNTRIES, REGION_MENTIONS, TOPIC_MENTIONS, ARTICLE_TOPICS)

TABLES = (
    ARTICLES, ARTICLE_REVISIONS, ARTICLE_DATES, ARTICLE_SPANS, STORIES, ARTICLE_COVERAGE, COUNTRY_MENTIONS,
    ARTICLE_COUNTRIES, REGION_MENTIONS, TOPIC_MENTIONS, ARTICLE_TOPICS,
)  # fmt: skip
