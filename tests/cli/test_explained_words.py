"""What `desk explain` and `desk tag --explain` show of words: each sentence once, its words beneath, and what could not
be judged."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from itertools import pairwise

import pytest
from rich.console import Console

import cli.sentences
from cli.sentences import Found, judged_lines, print_found
from contracts.news import UNJUDGED
from core.workspace import Workspace
from tests.support.command import desk

ICELANDIC = "Ríkisstjórn Íslands undirritaði samning við Danmörku í Reykjavík í gær um varnir og öryggi á Norðurslóðum."
SWAHILI = "Serikali ya Kenya na Tanzania zimesaini mkataba wa amani jana mjini Nairobi, walisema viongozi wa serikali."


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> Callable[[list[Found], int], list[str]]:
    """Prints on a terminal of so many columns; gives the lines."""

    def lines(rows: list[Found], width: int) -> list[str]:
        file = StringIO()
        monkeypatch.setattr(cli.sentences, "out", lambda: Console(file=file, width=width, highlight=False))
        print_found(rows)
        return [line.rstrip() for line in file.getvalue().splitlines()]

    return lines


def test_an_articles_sentences_stand_once_with_their_words_beneath_and_roles_told_apart(newsroom: Workspace) -> None:
    (row, *_) = desk(
        "sql", "SELECT article_id, title FROM news.articles ORDER BY title", "--json", "-w", newsroom.root
    ).json
    shown = desk("explain", row["article_id"], "--workspace", newsroom.root).out.splitlines()
    assert "  judged      countries, regions, topics" in [line.rstrip() for line in shown]
    at = next(number for number, line in enumerate(shown) if line.startswith(f"  title: {row['title']}"))
    assert shown[at + 1].split()[2:5] == ["name", "name", "text"]
    told = next(number for number, line in enumerate(shown) if line.strip().startswith("body: “"))
    assert any("demonym" in line for line in shown[told + 1 : told + 4])


def test_what_the_language_does_not_allow_to_judge_is_said_with_the_reason() -> None:
    nothing = desk("tag", ICELANDIC, "--explain")
    assert "not judged: countries, regions and topics, because" in nothing.out
    assert "language_not_covered: is" in nothing.out
    assert "nothing in it looks like a country" not in nothing.err
    some = desk("tag", SWAHILI, "--explain").out.splitlines()
    assert "judged: countries" in some
    assert any(line.startswith("not judged: regions and topics, because") for line in some)
    (text,) = json.loads(desk("tag", SWAHILI, "--explain", "--json").out)["texts"]
    assert text["language"] == "sw"
    assert text["not_judged"] == {
        "countries": None, "regions": "language_not_covered", "topics": "language_not_covered",
    }  # fmt: skip


def test_every_reason_has_words_for_people() -> None:
    for reason in UNJUDGED:
        ((_, line),) = judged_lines(None, {"topics": reason})
        assert line.startswith("topics, because ")
        assert f"because {reason}" not in line


@pytest.mark.parametrize("width", [80, 120])
def test_the_columns_fit_the_terminal_and_nothing_is_cut_off(
    width: int, printed: Callable[[list[Found], int], list[str]]
) -> None:
    sentence = "The Organisation for the Prohibition of Chemical Weapons met in The Hague on Tuesday. " * 2
    words = "Organisation for the Prohibition of Chemical Weapons"
    row = Found(
        sentence, "caption 12", "1000-1052", words, "food_agriculture", "institution", "document", "dateline", 0.123
    )
    lines = printed([row], width)
    assert max(map(len, lines)) <= width
    whole = "".join("".join(lines).split())
    for value in ("1000-1052", "institution", "dateline", "0.123", "caption12:"):
        assert value in whole
    heads = lines[0]
    assert [head in heads for head in ("words", "for", "kind", "rule", "role", "weight", "at")] == [True] * 7


def test_neither_a_sentence_nor_words_can_act_on_the_terminal(printed: Callable[[list[Found], int], list[str]]) -> None:
    row = Found(
        "In \x1b[31mKen\u202eya it rained.", "body", "3-12", "\x1b[31mKen\u202eya", "KEN", "name", "name", "text", None
    )
    assert not {"\x1b", "\u202e"} & set("".join(printed([row], 80)))


def test_words_of_one_sentence_stand_together_and_an_empty_column_is_left_out(
    printed: Callable[[list[Found], int], list[str]],
) -> None:
    rows = [
        Found("Kenya and Peru met.", "body", span, word, tag, "name", "name", "text", None)
        for word, tag, span in (("Kenya", "KEN", "0-5"), ("Peru", "PER", "10-14"))
    ]
    lines = printed([*rows, Found("Peru left.", "body", "20-24", "Peru", "PER", "name", "name", "text", None)], 80)
    assert "weight" not in lines[0]
    assert [line.split()[0] for line in lines if line.strip()] == ["words", "body:", "Kenya", "Peru", "body:", "Peru"]
    starts = [line.index("name") for line in lines[1:] if "name" in line]
    assert all(one == other for one, other in pairwise(starts))


def test_where_a_language_has_phrases_for_some_topics_only_it_is_said_for_how_many() -> None:
    assert judged_lines("es", {"countries": None, "topics": None}) == [("judged", "countries, topics (10 of 36)")]
    assert judged_lines("en", {"countries": None, "topics": None}) == [("judged", "countries, topics")]
