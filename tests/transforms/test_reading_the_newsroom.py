"""The example newsroom's pages, in eleven styles of markup, are read to the letter."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from contracts.records import Article, PageContext
from examples.newsroom.build import build_newsroom
from examples.newsroom.model import Article as Truth
from examples.newsroom.model import Figure, Newsroom
from examples.newsroom.pages import article_page
from transforms.pages.extract import read_page

TODAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def newsroom() -> Newsroom:
    return build_newsroom(TODAY)


@pytest.fixture(scope="module")
def readings(newsroom: Newsroom) -> list[tuple[Truth, Article]]:
    """Every third article with its reading; none may be rejected."""
    sites = {site.name: site for site in newsroom.sites}
    bases = {name: f"http://127.0.0.1:{9000 + i}" for i, name in enumerate(sites)}
    pairs = []
    for truth in newsroom.articles[::3]:
        site = sites[truth.site]
        url = bases[site.name] + truth.path
        kind = "text/html" + (f"; charset={site.charset}" if site.charset else "")
        context = PageContext(datetime(2026, 11, 25, 12, tzinfo=UTC), url, url, kind, outlet=site.outlet)
        reading, verdict = read_page(article_page(newsroom, site, truth, "evening", bases), context)
        assert verdict is None, (truth.key, verdict)
        assert isinstance(reading, Article)
        pairs.append((truth, reading))
    return pairs


def test_titles_bylines_and_captions_are_exact(readings: list[tuple[Truth, Article]]) -> None:
    for truth, reading in readings:
        assert reading.title == truth.title
        assert reading.byline == truth.byline
        assert reading.captions == tuple(text for figure in truth.figures for text in _said_of(figure))


def _said_of(figure: Figure) -> list[str]:
    """What a reader learns from a figure: its caption, and its alternative text where that says something else."""
    told = set(figure.caption.casefold().rstrip(".").split())
    return [figure.caption] if set(figure.alt.casefold().split()) <= told else [figure.alt, figure.caption]


def test_bodies_are_exact_but_for_datelines_and_the_credit_of_an_agency(readings: list[tuple[Truth, Article]]) -> None:
    for truth, reading in readings:
        got, wanted = reading.body.split("\n\n"), [block.text for block in truth.blocks]
        assert got[0].endswith(wanted[0])
        assert got[1 : len(wanted)] == wanted[1:]
        assert all("provided by" in extra for extra in got[len(wanted) :])
        headings = [reading.body[a:b] for a, b in reading.headings]
        assert headings == [block.text for block in truth.blocks if block.kind == "heading"]


def test_sections_of_the_truth_are_all_found(readings: list[tuple[Truth, Article]]) -> None:
    for truth, reading in readings:
        assert set(truth.sections) <= set(reading.sections)


def test_days_are_right_where_the_page_states_one_and_absent_where_it_states_none(
    readings: list[tuple[Truth, Article]],
) -> None:
    for truth, reading in readings:
        assert (reading.published_at is None) == (truth.published is None)
        if truth.published and reading.published_at:
            assert abs((reading.published_at - truth.published).total_seconds()) < 24 * 3600
            exact = reading.published_precision == truth.precision and reading.published_offset is not None
            assert not exact or reading.published_at == truth.published
