"""Rules of meaning, per public table: what a declaration cannot say.

SQL over the table's row `t`, true where the rule holds; NULL where it does not apply."""

from __future__ import annotations

from contracts.reasons import REASON_MEANING, Status
from contracts.render import quoted
from expectations.rules import Rule, Severity


def _rule(words: str, sql: str, severity: Severity = "critical") -> Rule:
    flag = "holds_" + "".join(c if c.isalnum() else "_" for c in words.lower())
    return Rule(words, "holds", flag, severity, sql=sql)


def _if(condition: str, sql: str) -> str:
    """The rule, where the condition is true."""
    return f"CASE WHEN {condition} THEN {sql} END"


def _found(values: str, table: str, columns: str | None = None, where: str = "true") -> str:
    """The row's values are in the table's columns (of the same names, unless given)."""
    columns = columns or values.replace("t.", "")
    return f"({values}) IN (SELECT ({columns}) FROM {table} WHERE {where})"


def _count(table: str, where: str, what: str = "*") -> str:
    return f"(SELECT count({what}) FROM {table} WHERE {where})"


_SUM = " + ".join(f"t.{status.value}" for status in Status)
_STATUS_OF_REASON = " ".join(
    f"WHEN {quoted(reason.value)} THEN {quoted(status.value)}" for reason, (status, _) in REASON_MEANING.items()
)
_UTC_DAY = "({0} AT TIME ZONE 'UTC')::DATE"
_ITS_DAY = "(SELECT a.day FROM news.articles AS a WHERE a.article_id = t.article_id)"
# What stands at a mention's place in its article; a place that does not exist is a fault too.
_SURFACE = """coalesce(t.surface = (
    SELECT substr(CASE t.field WHEN 'title' THEN a.title WHEN 'body' THEN a.body ELSE a.captions[t.item + 1] END,
                  t.start_char + 1, t.end_char - t.start_char)
    FROM news.articles AS a WHERE a.article_id = t.article_id), false)"""
_OF_COUNTRY = "news.article_countries AS c JOIN news.articles AS a USING (article_id)"
_OF_TOPIC = "news.article_topics AS c JOIN news.articles AS a USING (article_id)"
_SAME_COUNTRY = "a.day = t.day AND c.iso3 = t.iso3"


def _sha256(column: str) -> Rule:
    return _rule(f"{column} is 64 hex digits", f"regexp_full_match(t.{column}, '[0-9a-f]{{64}}')")


_ONE_VERSION = _rule(
    "rules_version is that of every article", "t.rules_version = (SELECT max(rules_version) FROM news.articles)"
)
_SPAN = (
    _rule("end_char is greater than start_char", "t.end_char > t.start_char"),
    _rule("item is given for captions only", "(t.field = 'caption') = (t.item IS NOT NULL)"),
    _rule("surface is what stands between start_char and end_char", _SURFACE),
    _ONE_VERSION,
)


def _coverage(articles: str) -> tuple[Rule, ...]:
    """Every row of a mart counts something, and neither stories nor sources outnumber the articles."""
    latest = _UTC_DAY.format("(SELECT max(first_seen_at) FROM news.articles)")
    return (
        _rule(f"{articles} is at least 1", f"t.{articles} >= 1"),
        _rule(f"stories is between 1 and {articles}", f"t.stories BETWEEN 1 AND t.{articles}"),
        _rule(f"sources is between 1 and {articles}", f"t.sources BETWEEN 1 AND t.{articles}"),
        _rule(
            "day lies between 1900 and the day after the last fetch",
            f"t.day BETWEEN DATE '1900-01-01' AND {latest} + 1",
            "warning",
        ),
    )


_ARTICLES = (
    _rule("it is known whether its countries were judged", _found("t.article_id", "news.article_coverage")),
    _rule(
        "published_precision is none exactly where published_at is NULL",
        "(t.published_precision = 'none') = (t.published_at IS NULL)",
    ),
    _rule(
        "published_from is none exactly where published_at is NULL",
        "(t.published_from = 'none') = (t.published_at IS NULL)",
    ),
    _rule("day_basis says whether published_at is known", "(t.day_basis = 'first_seen') = (t.published_at IS NULL)"),
    _rule(
        "day is the UTC day of published_at, else of first_seen_at",
        f"t.day = {_UTC_DAY.format('coalesce(t.published_at, t.first_seen_at)')}",
    ),
    _rule("body holds text", "length(trim(t.body)) > 0"),
    _sha256("content_sha256"),
    _ONE_VERSION,
    _rule("title is at most 1000 characters", "length(t.title) <= 1000", "warning"),
    _rule("word_count is at most 200000", "t.word_count <= 200000", "warning"),
    _rule(
        "published_at is at most a day after it was first seen",
        "t.published_at <= t.first_seen_at + INTERVAL 1 DAY",
        "warning",
    ),
    _rule("published_at is not before 1990", "t.published_at >= TIMESTAMPTZ '1990-01-01 00:00:00+00'", "warning"),
    _rule("language is two letters", "regexp_full_match(t.language, '[a-z]{2}')", "warning"),
)
_STORIES = (
    _rule(
        "articles is the number of its members",
        f"t.articles = {_count('news.articles AS a', 'a.story_id = t.story_id')}",
    ),
    _rule(
        "sources is the number of its members' sources",
        f"t.sources = {_count('news.articles AS a', 'a.story_id = t.story_id', 'DISTINCT a.source_id')}",
    ),
    _rule(
        "first_article_id is a member, of the first day",
        _found("t.story_id, t.first_article_id, t.first_day", "news.articles", "story_id, article_id, day"),
    ),
    _rule("first_day is not after last_day", "t.first_day <= t.last_day"),
)
_ARTICLE_COVERAGE = (
    *(
        _rule(
            f"a reason is given where its {what} were not judged, and only there",
            f"t.{what}_judged = (t.{what}_reason IS NULL)",
        )
        for what in ("countries", "regions", "topics")
    ),
    _rule(
        "where it was not judged it names no country",
        _if("NOT t.countries_judged", f"NOT {_found('t.article_id', 'news.country_mentions')}"),
    ),
)
_REGION_MENTIONS = (
    *_SPAN,
    _rule(
        "its words name no country as well",
        """NOT EXISTS (FROM news.country_mentions AS c WHERE c.article_id = t.article_id AND c.field = t.field
        AND c.item IS NOT DISTINCT FROM t.item AND c.start_char < t.end_char AND t.start_char < c.end_char)""",
    ),
)
_REGION_MEMBERS = (
    _rule("until is after since", "t.until > t.since"),
    _rule(
        "its times in the region do not overlap",
        _count(
            "ref.region_members AS o",
            "o.region_id = t.region_id AND o.iso3 = t.iso3 "
            "AND (o.since IS NULL OR t.until IS NULL OR o.since < t.until) "
            "AND (t.since IS NULL OR o.until IS NULL OR t.since < o.until)",
        )
        + " = 1",
    ),
)
_ARTICLE_COUNTRIES = (
    _rule("salience sums to 1 in the article", "abs(sum(t.salience) OVER (PARTITION BY t.article_id) - 1) < .01"),
    _rule("at least one mention shows it", _found("t.article_id, t.iso3", "news.country_mentions")),
    _rule(
        "its day and country are in mart.country_daily",
        _found(f"{_ITS_DAY}, t.iso3", "mart.country_daily", "day, iso3"),
    ),
)
_ARTICLE_TOPICS = (
    _rule(
        "at least one mention speaks for the tag",
        _if("t.score >= .5", _found("t.article_id, t.topic_id", "news.topic_mentions", where="weight > 0")),
    ),
    _rule(
        "the tag's day and topic are in mart.topic_daily",
        _if("t.score >= .5", _found(f"{_ITS_DAY}, t.topic_id", "mart.topic_daily", "day, topic_id")),
    ),
)
_COUNTRY_DAILY = (
    *_coverage("articles_mentioning"),
    _rule("mentions is at least articles_mentioning", "t.mentions >= t.articles_mentioning"),
    _rule("articles_focus is at most articles_mentioning", "t.articles_focus <= t.articles_mentioning"),
    _rule(
        "articles_mentioning is the number of articles", f"t.articles_mentioning = {_count(_OF_COUNTRY, _SAME_COUNTRY)}"
    ),
    _rule(
        "articles_focus is the number of articles",
        f"t.articles_focus = {_count(_OF_COUNTRY, _SAME_COUNTRY + ' AND c.is_focus')}",
    ),
)
_WEIGHT = _rule(
    "weight lies between half of articles and articles",
    "t.weight BETWEEN t.articles * .5 - 1e-6 AND t.articles + 1e-6",
)
_TOPIC_DAILY = (
    *_coverage("articles"),
    _WEIGHT,
    _rule(
        "articles is the number of articles",
        f"t.articles = {_count(_OF_TOPIC, 'a.day = t.day AND c.topic_id = t.topic_id AND c.score >= .5')}",
    ),
    _rule(
        "judged_share is that of the articles whose language has the topic",
        "coalesce(abs(t.judged_share - (SELECT j.articles_judged / j.articles FROM mart.topics_judged_daily AS j "
        "WHERE j.day = t.day AND j.topic_id = t.topic_id)) < 1e-9, false)",
    ),
)
_COUNTRY_TOPIC_DAILY = (
    *_coverage("articles"),
    _WEIGHT,
    _rule(
        "articles is at most the country's articles_focus",
        "t.articles <= (SELECT c.articles_focus FROM mart.country_daily AS c WHERE c.day = t.day AND c.iso3 = t.iso3)",
    ),
)
_COUNTRY_PAIR_DAILY = (
    *_coverage("articles"),
    _rule("iso3_a is before iso3_b", "t.iso3_a < t.iso3_b"),
    _rule("articles_focus is at most articles", "t.articles_focus <= t.articles"),
    _rule(
        "articles is at most the first country's articles_mentioning",
        "t.articles <= (SELECT c.articles_mentioning FROM mart.country_daily AS c "
        "WHERE c.day = t.day AND c.iso3 = t.iso3_a)",
    ),
)
_SOURCE_DAILY = (
    _rule(
        "expected_low and expected_high are given together",
        "(t.expected_low IS NULL) = (t.expected_high IS NULL)",
    ),
    _rule("expected_low is at most expected_high", "t.expected_low <= t.expected_high"),
    _rule(
        "complete says whether loaded reaches expected_low",
        "t.complete IS NOT DISTINCT FROM (t.loaded >= t.expected_low)",
    ),
    _rule("discovered covers loaded, quarantined and failed", "t.discovered >= t.loaded + t.quarantined + t.failed"),
)
_QUARANTINE = (
    _rule("a released document was released after it was quarantined", "t.released_at >= t.quarantined_at"),
    _rule(
        "no article stands on a document that waits",
        _if("t.released_at IS NULL", f"NOT {_found('t.document_id', 'news.articles')}"),
    ),
)
_RUNS = (
    _rule("discovered is the sum of the eight statuses", f"t.discovered = {_SUM}"),
    _rule(
        "discovered is the number of its ledger rows",
        _if("t.ended_at IS NOT NULL", f"t.discovered = {_count('ops.ledger AS l', 'l.run_id = t.run_id')}"),
    ),
    _rule("it did not end before it began", "t.ended_at >= t.started_at", "warning"),
)
_LEDGER = (
    _rule("status is that of its reason", f"t.status = CASE t.reason {_STATUS_OF_REASON} END"),
    _rule(
        "a document that made or met an article names it",
        _if("t.status IN ('loaded', 'updated', 'duplicate')", "t.article_id IS NOT NULL"),
    ),
    _rule("article_id is in news.articles", _if("t.article_id IS NOT NULL", _found("t.article_id", "news.articles"))),
    _rule(
        "a quarantined document is in quality.quarantine",
        _if("t.status = 'quarantined'", _found("t.document_id", "quality.quarantine")),
    ),
)

# Steward and operator see each source with a gap by name. A week back, not further: a gap cannot be mended afterwards,
# and a warning that never goes is one that nobody reads.
_NO_GAP = """t.source_id NOT IN (
    SELECT p.source_id FROM ops.polls AS p
    WHERE p.is_gap AND p.polled_at > (SELECT max(polled_at) FROM ops.polls) - INTERVAL 7 DAY)"""
_POLLS = (
    _rule("known is at most candidates", "t.known <= t.candidates", "warning"),
    _rule(
        "a gap is a poll that was answered and knew nothing",
        "NOT t.is_gap OR (t.status BETWEEN 200 AND 299 AND t.known = 0)",
    ),
)
_FETCH_STATE = (
    _rule("first_seen_at is not after fetched_at", "t.first_seen_at <= t.fetched_at"),
    _rule("kept_at and sha256 are given together", "(t.kept_at IS NULL) = (t.sha256 IS NULL)"),
    _rule(
        "only a page keeps a body, only a poll a cursor",
        "CASE t.kind WHEN 'page' THEN t.cursor IS NULL ELSE t.sha256 IS NULL END",
    ),
)

MEANING: dict[str, tuple[Rule, ...]] = {
    "raw.documents": (
        _sha256("sha256"),
        _rule("it has a ledger row in its run", _found("t.run_id, t.document_id", "ops.ledger")),
    ),
    "ref.countries": (_rule("iso3 is three capital letters", "regexp_full_match(t.iso3, '[A-Z]{3}')"),),
    "ref.region_members": _REGION_MEMBERS,
    "ref.topics": (
        _rule("each medtop code has a label", "len(t.medtop_codes) = len(t.medtop_labels)"),
        _rule("each medtop code has its successor, or itself", "len(t.medtop_codes) = len(t.medtop_successors)"),
        _rule(
            "its parent has none: there are two levels",
            f"t.parent_id IS NULL OR {_found('t.parent_id', 'ref.topics', 'topic_id', where='parent_id IS NULL')}",
        ),
        _rule(
            "a topic says what is in and what is out", "t.parent_id IS NULL OR len(t.includes) * len(t.excludes) > 0"
        ),
    ),
    "ref.topic_crosswalk": (_rule("only a retired topic leads nowhere", "(t.to_id IS NULL) = (t.kind = 'retired')"),),
    "ref.sources": (
        _rule(
            "outlet_country is in ref.countries",
            _if("t.outlet_country IS NOT NULL", _found("t.outlet_country", "ref.countries", "iso3")),
        ),
        _rule("floor_per_day is at most ceiling_per_day", "t.floor_per_day <= t.ceiling_per_day"),
        _rule("its polls of the last 7 days left no gap", _NO_GAP, "warning"),
    ),
    "news.articles": _ARTICLES,
    "news.article_revisions": (
        _rule(
            "revision is before the current one",
            "t.revision < (SELECT a.revision FROM news.articles AS a WHERE a.article_id = t.article_id)",
        ),
        _sha256("content_sha256"),
    ),
    "news.stories": _STORIES,
    "news.article_coverage": _ARTICLE_COVERAGE,
    "news.country_mentions": (
        *_SPAN,
        _rule("its country is one of the article's", _found("t.article_id, t.iso3", "news.article_countries")),
    ),
    "news.article_countries": _ARTICLE_COUNTRIES,
    "news.region_mentions": _REGION_MENTIONS,
    "news.topic_mentions": _SPAN,
    "news.article_topics": _ARTICLE_TOPICS,
    "mart.country_daily": _COUNTRY_DAILY,
    "mart.topic_daily": _TOPIC_DAILY,
    "mart.country_topic_daily": _COUNTRY_TOPIC_DAILY,
    "mart.country_pair_daily": _COUNTRY_PAIR_DAILY,
    "mart.source_daily": _SOURCE_DAILY,
    "quality.validations": (
        _rule(
            "success is given unless a critical expectation failed",
            "t.success = (t.severity IS DISTINCT FROM 'critical')",
        ),
    ),
    "quality.results": (_rule("success is given exactly where no row failed", "t.success = (t.unexpected_count = 0)"),),
    "quality.quarantine": _QUARANTINE,
    "ops.runs": _RUNS,
    "ops.ledger": _LEDGER,
    "ops.fetch_state": _FETCH_STATE,
    "ops.polls": _POLLS,
}
