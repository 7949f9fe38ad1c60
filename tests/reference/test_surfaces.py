"""Surfaces as they are compared: folding keeps every character's place, and the automaton finds whole words only."""

from __future__ import annotations

import pytest

from reference.gazetteer import load_gazetteer
from reference.surfaces import fold

TEXTS = (
    "Côte d’Ivoire, the U.S. and “Türkiye”",
    "plain words, 12 of them; nothing else.",
    "Россия и China, 中国; \ud83d İstanbul ﬁnland e\u0301",
    "",
)


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_folded_as_its_characters_are_one_by_one(text: str) -> None:
    assert fold(text) == "".join(map(fold, text))
    assert len(fold(text)) == len(text)


def test_what_is_no_letter_of_ascii_is_folded_away_and_dots_stay() -> None:
    assert fold("Côte d’Ivoire, the U.S.") == "cote d ivoire  the u.s."


def found(text: str) -> set[str]:
    """The folded surfaces that the automaton finds in a text, by its own figures."""
    gazetteer, padded = load_gazetteer(), f" {fold(text)} "
    matches = gazetteer.automaton.find_matches_as_indexes(padded, overlapping=True)
    assert all(padded[start] == " " and padded[end - 1] in " ." for _, start, end in matches)
    assert all(fold(gazetteer.entries[number].surface) for number, _, _ in matches)
    return {padded[start + 1 : end - 1] for _, start, end in matches}


def test_the_automaton_finds_whole_words_at_the_end_of_a_sentence_too() -> None:
    assert {"u.s.", "georgia"} <= found("The U.S. and Georgia.")
    assert "georgia" in found("Georgia")
    assert "georgia" not in found("Georgians, Georgia5 and xGeorgia")


def test_words_that_stand_side_by_side_are_all_found() -> None:
    assert {"france", "kenya", "south korea", "korea"} <= found("France Kenya South Korea")
