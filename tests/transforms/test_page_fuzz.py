"""No bytes raise, spans always hold, the same bytes give the same answer: on pages cut, spliced and made up."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.page_cutting import cut_page, pieces, read, unheld

CUTS, EXAMPLES = {"": (120, 80), "soak": (20_000, 5_000)}[os.environ.get("DESK_TEST_SCALE", "")]
MADE_UP = settings(
    max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
TYPES = ("text/html", "text/plain", None, "text/html; charset=windows-1251", "application/xhtml+xml; charset=utf-16")
PROJECT = Path(__file__).resolve().parents[2]

pages = cache(pieces)


@pytest.mark.parametrize("seed", range(4))
def test_cut_and_spliced_pages_raise_nothing_and_their_spans_hold(seed: int) -> None:
    dice = random.Random(seed)
    for number in range(CUTS // 4):
        payload, content_type = cut_page(pages(), dice), dice.choice(TYPES)
        assert unheld(read(payload, content_type)) == [], (seed, number)


_words = st.sampled_from(
    ("Kenya", "said", "Velm.", "The ministers met in Paris on Tuesday to discuss trade and fish.", "“We", "agree”", "Title", "»", "„",
     "By Ana Ruiz", "12 May 2026", "PARIS (Agency) - ", "Copyright", "Read more", "日本の首相は東京で会談した。", "القاهرة", "\u202e", "\u00ad",
     "&amp;", "&lt;p&gt;", "\x00", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"), "e\u0301", "[1]", "](x)", "# ")
)  # fmt: skip
_tags = st.sampled_from(
    ("p", "div", "h1", "h2", "article", "main", "a href='/x'", "li", "ul", "table", "tr", "td", "blockquote", "figure", "figcaption",
     "span hidden", "time datetime='2026-05-12'", "script", "style", "title", "body", "html", "head", "br", "img alt='Two flags' src=x",
     "meta property='og:title' content='T'", "b", "section class='related'", "div class='comments'", "pre", "nav", "footer", "svg")
)  # fmt: skip
_trees = st.recursive(
    st.lists(st.one_of(_words, st.text(max_size=30)), max_size=8).map(" ".join),
    lambda inner: st.builds(
        lambda tag, parts, closed: f"<{tag}>{' '.join(parts)}" + (f"</{tag.split()[0]}>" if closed else ""),
        _tags, st.lists(inner, max_size=6), st.booleans(),
    ),
    max_leaves=30,
)  # fmt: skip


@MADE_UP
@given(_trees, st.sampled_from(TYPES), st.sampled_from(("utf-8", "utf-16-le", "cp1251", "shift_jis")))
def test_made_up_markup_raises_nothing_and_its_spans_hold(markup: str, content_type: str | None, charset: str) -> None:
    payload = markup.encode(charset, "ignore")
    outcome = read(payload, content_type)
    assert unheld(outcome) == []
    assert read(payload, content_type) == outcome


@MADE_UP
@given(st.binary(max_size=3000), st.sampled_from(TYPES))
def test_any_bytes_end_with_an_article_or_a_reason(payload: bytes, content_type: str | None) -> None:
    assert unheld(read(payload, content_type)) == []


def test_the_order_of_reading_changes_nothing() -> None:
    dice = random.Random(11)
    cut = [cut_page(pages(), dice) for _ in range(CUTS // 4)]
    forward = [read(payload) for payload in cut]
    assert [read(payload) for payload in reversed(cut)] == forward[::-1]


def digest(seed: int, count: int) -> str:
    """Everything that comes of some cut pages, in one hash."""
    dice = random.Random(seed)
    outcomes = [read(cut_page(pages(), dice)) for _ in range(count)]
    return hashlib.sha256("\n".join(map(repr, outcomes)).encode()).hexdigest()


@pytest.mark.slow
def test_another_process_with_other_hashes_of_strings_gives_the_same() -> None:
    command = (
        "import importlib.util as u; s = u.spec_from_file_location('f', 'tests/transforms/test_page_fuzz.py');"
        f"m = u.module_from_spec(s); s.loader.exec_module(m); print(m.digest(5, {CUTS // 4}))"
    )
    said = {
        subprocess.run(
            (sys.executable, "-c", command), cwd=PROJECT, env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(said) == 1
