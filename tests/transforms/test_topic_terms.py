"""New terms: what stories of a topic say and the others do not, counted by story and by source."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from transforms.aggregates.topic_terms import NewTerm, new_terms, z_score


@dataclass(frozen=True)
class Text:
    article_id: str
    source_id: str
    title: str
    body: str
    covered: tuple[tuple[str, int, int], ...] = ()


def rest(*bodies: str, count: int = 60) -> list[Text]:
    """So many other stories; the first say these words."""
    said = [*bodies, *("The council met." for _ in range(count - len(bodies)))]
    return [Text(f"r{n}", f"s{n % 3}", "", body) for n, body in enumerate(said)]


def stories(*bodies: str, sources: int = 3) -> list[Text]:
    return [Text(f"a{n}", f"s{n % sources}", "", body) for n, body in enumerate(bodies)]


def found(topic: list[Text], others: list[Text], known: tuple[str, ...] = ()) -> dict[str, NewTerm]:
    return {new.term: new for new in new_terms(topic, others, lambda words, _: " ".join(words) in known)}


TOLD = ("A drone hit it.", "The drone fell.", "One more drone came.", "Then a drone burned.", "A drone was seen.")


def test_a_word_of_the_topics_stories_that_others_lack_is_proposed_with_its_counts_and_two_places() -> None:
    new = found(stories(*TOLD), rest("A drone show."))["drone"]
    assert (new.stories, new.sources, new.rest_stories, new.is_name) == (5, 3, 1, False)
    assert [(p.article_id, p.field, p.start, p.end) for p in new.places] == [("a0", "body", 2, 7), ("a1", "body", 4, 9)]


def test_a_word_that_others_use_as_much_is_not_proposed() -> None:
    assert "drone" not in found(stories(*TOLD), rest(*TOLD * 12))


def test_a_word_of_one_source_or_of_two_stories_is_not_proposed() -> None:
    assert found(stories(*TOLD, sources=1), rest()) == {}
    assert "drone" not in found(stories(*TOLD[:2], "x", "y", "z"), rest())


def test_a_word_counts_once_in_a_story_however_often_it_stands_there() -> None:
    often = stories("drone. " * 50, "drone. " * 50, "Rain.", "Snow.", "Hail.")
    assert "drone" not in found(often, rest())
    assert found(stories(*(body * 9 for body in TOLD)), rest())["drone"].stories == 5


def test_background_that_is_copied_from_story_to_story_counts_once_even_with_other_names_and_numbers() -> None:
    towns = ("Kano", "Jos", "Yola", "Zaria", "Ikeja", "Lokoja")
    told = [f"Rain {n}. In {town} the rebels took the northern mill in 20{n}; they burned it, and the valley too."
            for n, town in enumerate(towns, 10)]  # fmt: skip
    assert found(stories(*told), rest()).keys() <= {"rain"}
    own = [f"The rebels took {what} of the valley." for what in ("hill", "bridge", "mill", "school", "market", "well")]
    assert "rebels" in " ".join(found(stories(*own), rest()))


def test_words_that_a_phrase_has_already_are_not_counted() -> None:
    covered = [Text(t.article_id, t.source_id, "", t.body, (("body", t.body.index("drone"), t.body.index("drone") + 5),))
               for t in stories(*TOLD)]  # fmt: skip
    assert found(covered, rest()) == {}
    assert found(stories(*TOLD), rest(), known=("drone",)) == {}


def test_a_part_of_a_longer_term_is_left_out_and_no_term_begins_with_an_idle_word() -> None:
    told = ("A state of emergency fell.", "The state of emergency ends.", "No state of emergency here.",
            "One state of emergency more.", "In the state of emergency.")  # fmt: skip
    assert list(found(stories(*told), rest())) == ["state of emergency"]


def test_a_term_ends_at_a_full_stop_and_has_no_figure() -> None:
    told = (
        "See drone. Attack it.",
        "A drone. Attack now.",
        "The drone. Attack 7 more.",
        "Drone. Attack!",
        "A drone, attack",
    )
    assert sorted(found(stories(*told), rest())) == ["attack", "drone"]
    assert found(stories(*("Over 737 more" for _ in range(5))), rest()) == {}


def test_a_term_written_with_a_capital_is_a_name_and_the_caller_is_told_so() -> None:
    told = ("Then Wagner came.", "The Wagner men.", "If Wagner goes.", "As Wagner said.", "Old Wagner told us.")
    asked: dict[str, bool] = {}

    def known(words: tuple[str, ...], is_name: bool) -> bool:
        asked[" ".join(words)] = is_name
        return False

    assert [new.is_name for new in new_terms(stories(*told), rest(), known) if new.term == "wagner"] == [True]
    assert asked["wagner"]


def test_a_capital_that_begins_a_sentence_or_stands_in_a_title_makes_no_name() -> None:
    told = ("Drones came.", "Then. Drones fell!", "Drones burn", "Why? Drones hit it.", "Drones won.")
    assert not found(stories(*told), rest())["drones"].is_name
    titles = [Text(f"a{n}", f"s{n % 3}", f"{word} Drones", "") for n, word in enumerate(("Six", "Big", "Red", "Old"))]
    assert not found(titles, rest())["drones"].is_name


def test_titles_are_read_and_an_example_names_the_field() -> None:
    told = [
        Text(f"a{n}", f"s{n % 3}", f"{word} drones", "") for n, word in enumerate(("Six", "Big", "Red", "Old", "Hot"))
    ]
    assert found(told, rest())["drones"].places[0].field == "title"


def test_the_surest_term_comes_first_and_nothing_in_gives_nothing() -> None:
    told = [
        f"{body} {more}"
        for body, more in zip(TOLD, ("The mast fell.", "A mast.", "No mast here.", "x", "y"), strict=True)
    ]
    given = new_terms(stories(*told), rest(), lambda *_: False)
    assert [new.term for new in given] == ["drone"]
    assert new_terms([], [], lambda *_: False) == []
    assert new_terms([], rest(), lambda *_: False) == []


@pytest.mark.parametrize(("here", "there"), [(0, 0), (5, 5), (0, 60), (60, 0), (60, 60)])
def test_the_z_score_is_a_number_also_at_the_ends(here: int, there: int) -> None:
    assert abs(z_score(here, 60, there, 60)) < 20


def test_the_z_score_is_nought_without_a_difference_and_grows_with_what_was_counted() -> None:
    assert z_score(10, 100, 10, 100) == pytest.approx(0)
    assert z_score(10, 100, 20, 200) == pytest.approx(0, abs=0.05)
    assert 0 < z_score(3, 50, 0, 100) < z_score(6, 50, 0, 100) < z_score(30, 500, 0, 1000)
    assert z_score(0, 50, 6, 50) == pytest.approx(-z_score(6, 50, 0, 50))
