"""A body composed of blocks: offsets that hold, text in normal form, quotations and datelines found."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.pages.clean import Block, compose, compose_within, normalise, quoted


def test_headings_and_paragraphs_are_separated_by_a_blank_line_and_items_by_a_line() -> None:
    composed = compose(
        [
            Block("First."),
            Block("Why it matters", "heading"),
            Block("one", "item"),
            Block("two", "item"),
            Block("Last."),
        ]
    )
    assert composed.body == "First.\n\nWhy it matters\n\none\ntwo\n\nLast."
    assert [composed.body[a:b] for a, b in composed.headings] == ["Why it matters"]


def test_invisible_marks_go_and_joiners_of_persian_stay() -> None:
    assert normalise("co\u00adop\u200beration \u202eabc\u202c\u00a0x\u200f") == "cooperation abc x"
    assert normalise("می\u200cخواهم") == "می\u200cخواهم"
    assert normalise("e\u0301") == "é"


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("He said: “We will stay in the talks.” Then he left.", ["“We will stay in the talks.”"]),
        ('"We will stay in the talks," he said.', ['"We will stay in the talks,"']),
        ("« Nous resterons à la table », dit-il.", ["« Nous resterons à la table »"]),
        ("„Wir bleiben am Tisch“, sagte sie.", ["„Wir bleiben am Tisch“"]),
        ("The so-called “hot line” rang.", []),
        ("“We begin here and go on in the next paragraph", ["“We begin here and go on in the next paragraph"]),
    ],
)
def test_quoted_speech_is_found_and_single_words_in_quotes_are_not(text: str, spans: list[str]) -> None:
    assert [text[a:b] for a, b in quoted(text)] == spans


@pytest.mark.parametrize(
    ("first", "dateline"),
    [
        ("GENEVA, March 3 (Agency) - Delegates met.", "GENEVA, March 3 (Agency)"),
        ("KYIV, Ukraine (AP) — Delegates met.", "KYIV, Ukraine (AP)"),
        ("NAIROBI — Delegates met.", "NAIROBI"),
        ("Geneva (Agency) – Delegates met.", "Geneva (Agency)"),
        ("Delegates met in Geneva - again.", None),
        ("The U.S. – once more – met.", None),
    ],
)
def test_a_dateline_is_the_place_before_the_dash(first: str, dateline: str | None) -> None:
    composed = compose([Block("Talks", "heading"), Block(first), Block("NAIROBI — not here.")])
    span = composed.dateline
    assert (composed.body[span[0] : span[1]] if span else None) == dateline


def test_a_body_beyond_the_limit_is_cut() -> None:
    composed, cut = compose_within([Block("a" * 60), Block("b" * 60)], 100)
    assert cut
    assert len(composed.body) <= 102


KINDS = st.sampled_from(["paragraph", "heading", "item", "row", "pre"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.builds(Block, st.text(max_size=60), KINDS), max_size=8))
def test_spans_hold_whatever_the_blocks_say(blocks: list[Block]) -> None:
    composed = compose(blocks)
    body = composed.body
    assert unicodedata.is_normalized("NFC", body)
    assert body == normalise(body)
    for start, end in (*composed.headings, *composed.quotes, *((composed.dateline,) if composed.dateline else ())):
        assert 0 <= start < end <= len(body)
        assert body[start:end].strip()
