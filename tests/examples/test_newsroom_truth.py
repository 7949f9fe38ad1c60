"""The example newsroom's content: deterministic, plausible, and consistent with what it says of itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from statistics import mean

import pytest

from contracts.reasons import REASON_MEANING, Reason, Status
from examples.newsroom import Article, Newsroom, build_newsroom
from reference.countries import load_countries
from reference.topics.taxonomy import load_taxonomy

TODAY = date(2026, 11, 25)
DIRT = {
    "second_address", "future_date", "short_link", "asks_to_wait", "goes_missing", "edited", "missing", "withdrawn",
    "refused", "broken", "loop", "forbidden_by_robots", "forbidden_to_us", "mail_link", "elsewhere", "section_page",
    "about_page", "consent", "captcha", "stub", "paywall", "script_shell", "soft_error", "pdf", "empty", "monster",
}  # fmt: skip


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return frozenset(tuple(words[i : i + 5]) for i in range(len(words) - 4))


def jaccard(a: frozenset[tuple[str, ...]], b: frozenset[tuple[str, ...]]) -> float:
    return len(a & b) / len(a | b)


def texts(newsroom: Newsroom) -> Iterator[str]:
    for article in (*newsroom.articles, *newsroom.edits):
        yield article.title
        yield from (block.text for block in article.blocks)
        yield from article.captions


def test_the_same_day_and_seed_give_an_equal_newsroom(newsroom: Newsroom) -> None:
    assert build_newsroom(TODAY) == newsroom
    assert build_newsroom(TODAY, seed=8) != newsroom


def test_it_has_enough_outlets_countries_styles_and_articles(newsroom: Newsroom) -> None:
    assert len(newsroom.sites) >= 9
    assert len({site.country for site in newsroom.sites}) >= 7
    assert len({site.style for site in newsroom.sites}) == len(newsroom.sites)
    assert len(newsroom.articles) >= 160
    assert min(Counter(article.site for article in newsroom.articles).values()) >= 15


def test_articles_are_as_long_as_news_is(newsroom: Newsroom) -> None:
    lengths = [article.words for article in newsroom.articles]
    assert min(lengths) > 120
    assert max(lengths) < 600
    assert mean(lengths) > 230


@pytest.mark.parametrize("today", [TODAY, date(2027, 1, 1), date(2028, 3, 1)])
def test_every_moment_lies_in_the_eight_weeks_before_today(today: date) -> None:
    newsroom = build_newsroom(today)
    start, end = (datetime.combine(day, datetime.min.time(), UTC) for day in (today - timedelta(days=56), today))
    for article in (*newsroom.articles, *newsroom.edits):
        assert start <= article.written < end
        assert article.modified is None or article.written < article.modified < end
        assert article.future is None or article.future > end
        assert article.published is None or article.published <= article.written


def test_no_template_shows_through(newsroom: Newsroom) -> None:
    for text in texts(newsroom):
        assert not re.search(r"[{}\[\]\x1f]|::|  | [,.;]|,,|\.\.|\b[Tt]he the\b|\ba a\b", text), text
        assert not re.search(r"\b[Aa] [aeioAEIO](?!u?ro|ne\b|nce\b)", text), text
        assert not re.search(r"(^|[.!?] )[a-z]", text.replace("...", "")), text
        assert text[0] == text[0].upper()
        assert text.count('"') % 2 == 0
        assert text.count("“") == text.count("”")


def test_unintended_pairs_share_under_three_tenths_of_their_shingles(newsroom: Newsroom) -> None:
    signed = [(article, shingles(article.body)) for article in newsroom.articles]
    for (a, of_a), (b, of_b) in combinations(signed, 2):
        if a.story != b.story:
            assert jaccard(of_a, of_b) < 0.3, (a.key, b.key)


def test_copies_of_the_wire_share_most_of_their_text_and_not_their_lead(newsroom: Newsroom) -> None:
    stories: dict[str, list[Article]] = {}
    for article in newsroom.articles:
        stories.setdefault(article.story, []).append(article)
    copied = sorted((group for group in stories.values() if len(group) > 1), key=len)
    assert [len(group) for group in copied] == [3, 5]
    for group in copied:
        original = min(group, key=lambda article: article.written)
        assert original.site == "equator-wire"
        for copy in group:
            if copy is not original:
                assert jaccard(shingles(original.body), shingles(copy.body)) > 0.5
                assert copy.lead != original.lead
                assert copy.note is not None
                assert "Equator Wire" in copy.note


def test_one_week_has_five_times_the_usual_news_of_two_countries(newsroom: Newsroom) -> None:
    pair = set(newsroom.burst_countries)
    weeks = Counter(
        article.written.date() - timedelta(days=article.written.weekday())
        for article in newsroom.articles
        if pair & set(article.focus)
    )
    burst = weeks.pop(newsroom.burst_week)
    assert newsroom.burst_week + timedelta(days=7) <= TODAY
    assert burst >= 5 * mean(weeks.values())
    assert len({a.site for a in newsroom.articles if a.burst}) == len(newsroom.sites)


def test_the_truth_of_an_article_is_consistent(newsroom: Newsroom) -> None:
    countries = {country.iso3 for country in load_countries()}
    topics = {topic.topic_id for topic in load_taxonomy().topics}
    for article in newsroom.articles:
        assert article.focus
        assert set(article.focus) <= set(article.mentioned) <= countries
        assert article.topics
        assert set(article.topics) <= topics
        assert (article.published is None) == (article.precision == "none")
        assert article.sections
    keys = [article.key for article in newsroom.articles]
    assert len(keys) == len(set(keys))
    addresses = [(article.site, article.path) for article in newsroom.articles]
    assert len(addresses) == len(set(addresses))


def test_expected_fates_are_pairs_that_the_ledger_knows(newsroom: Newsroom) -> None:
    for offer in newsroom.offers:
        for outcome in (offer.morning, offer.evening):
            for status, reason in outcome.options if outcome else ():
                assert REASON_MEANING[Reason(reason)][0] is Status(status), offer


def test_all_the_worlds_dirt_is_there(newsroom: Newsroom) -> None:
    assert {offer.dirt for offer in newsroom.offers if offer.dirt} == DIRT


def test_every_address_is_offered_once(newsroom: Newsroom) -> None:
    addresses = [(offer.site, offer.path) for offer in newsroom.offers]
    assert len(addresses) == len(set(addresses))


def test_the_evening_edits_two_articles_for_all_to_see(newsroom: Newsroom) -> None:
    assert len(newsroom.edits) == 2
    for edit in newsroom.edits:
        before = newsroom.article(edit.key)
        assert edit.path == before.path
        assert len(edit.blocks) > len(before.blocks)
        assert edit.modified is not None
        assert edit.site not in newsroom.quiet
    late = [offer for offer in newsroom.offers if offer.morning is None]
    assert len(late) == 4
    assert all(offer.site not in newsroom.quiet for offer in late)
