"""The sentence that words stand in: whole, and no more than is needed."""

from __future__ import annotations

import pytest

from warehouse.evidence import sentence

TEXT = (
    "Gen. A. Okoro met Adm. Lind in Oslo. The U.S. forces left on Jan. 5, officials said. “Was it planned?” Nobody knew!\n"
    "A new paragraph has no full stop"
)


@pytest.mark.parametrize(
    ("word", "whole"),
    [
        ("Oslo", "Gen. A. Okoro met Adm. Lind in Oslo."),
        ("Lind", "Gen. A. Okoro met Adm. Lind in Oslo."),
        ("U.S.", "The U.S. forces left on Jan. 5, officials said."),
        ("forces", "The U.S. forces left on Jan. 5, officials said."),
        ("planned", "“Was it planned?”"),
        ("Nobody", "Nobody knew!"),
        ("paragraph", "A new paragraph has no full stop"),
    ],
)
def test_abbreviations_and_initials_end_no_sentence(word: str, whole: str) -> None:
    start = TEXT.index(word)
    assert sentence(TEXT, start, start + len(word)) == whole


def test_a_sentence_in_another_script_ends_at_its_own_mark() -> None:
    text = "肯尼亚与法国签署协议。日本表示欢迎。"
    assert sentence(text, text.index("日本"), text.index("日本") + 2) == "日本表示欢迎。"


def test_a_text_without_an_end_is_cut_with_an_ellipsis() -> None:
    text = "word " * 200 + "Kenya " + "word " * 200
    start = text.index("Kenya")
    cut = sentence(text, start, start + 5)
    assert cut.startswith("…")
    assert cut.endswith("…")
    assert "Kenya" in cut
    assert len(cut) < 500
