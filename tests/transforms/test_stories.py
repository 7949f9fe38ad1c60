"""Stories: copies are found and told from look-alikes; clusters depend on the articles and on nothing else."""

from __future__ import annotations

import random
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.stories import are_copies, band_hashes, cluster, similarity, story_id, verify

PARAGRAPHS = (
    "Fishing boats from three villages blocked the entrance of Port Amsel on Tuesday to protest against a new quota "
    "that the ministry in Kestrel City wants to bring in before the summer.",
    "About forty boats took part, according to the harbour master, Ilse Brandt, who said that two freighters with "
    "timber had to wait outside the breakwater for nearly six hours until the coast guard opened a lane.",
    "The quota would cut the catch of herring by a third. The ministry says that stocks have fallen by half since "
    "2019 and that there will be nothing left to share out unless all fleets hold back together.",
    "“We were not asked, and we will not be the only ones to pay,” said Tomas Weil, who speaks for the boats of "
    "Lower Amsel. He wants the larger trawlers from abroad to be counted first.",
    "Talks are to go on next week in the presence of a mediator from the Northern Fisheries Council. Until then the "
    "boats will stay in port, and the market hall has warned its customers that fish will be dear.",
)
ORIGINAL = "\n\n".join(PARAGRAPHS)
NEW_LEAD = "\n\n".join(
    [
        "Freighters were kept waiting for hours off Port Amsel as angry crews of small boats closed the harbour.",
        *PARAGRAPHS[1:],
    ]
)
CUT_SHORT = "\n\n".join(PARAGRAPHS[:2])
WITH_FURNITURE = (
    ORIGINAL
    + "\n\nThis report is free to read because of people like you. Follow the Amsel Courier on every platform and "
    "sign up for our morning letter, which tells you in five minutes what the coast talks about today."
)
LIGHTLY_EDITED = (
    ORIGINAL.replace("About forty", "Some forty").replace("warned", "told").replace("abroad", "other countries")
)
OWN_REPORT = (
    "A blockade by herring fishers brought traffic at the port of Amsel to a halt for most of Tuesday. Crews are "
    "angry at a plan by the government that takes away a third of what they may catch. Two ships carrying wood were "
    "held up, the coast guard said, before it escorted them in. “We were not asked, and we will not be the only ones "
    "to pay,” said Tomas Weil, a skipper. Scientists advising the ministry have long called for a pause, because the "
    "herring in the bay has become scarce. A mediator is expected to bring both sides to one table next week."
)
PINNED = (1177893007820147844, 495055999728982057)


def quake(place: str, size: str, depth: int, hour: str, source: str) -> str:
    return (
        f"An earthquake of magnitude {size} was felt near {place} at {hour} local time, the seismological institute in "
        f"{source} said. It lay at a depth of {depth} kilometres. There were no immediate reports of injuries or of "
        f"damage to buildings. People ran into the streets, a resident of {place} told the radio. The institute said "
        "that aftershocks were to be expected in the coming days and asked people to stay away from damaged houses."
    )


def share_a_band(a: str, b: str) -> bool:
    return any(x == y for x, y in zip(band_hashes(a), band_hashes(b), strict=False))


@pytest.mark.parametrize("copy", [ORIGINAL, NEW_LEAD, CUT_SHORT, WITH_FURNITURE, LIGHTLY_EDITED, ORIGINAL.upper()])
def test_a_copy_is_a_candidate_and_is_verified(copy: str) -> None:
    assert share_a_band(ORIGINAL, copy)
    assert are_copies(ORIGINAL, copy) == are_copies(copy, ORIGINAL) == similarity(ORIGINAL, copy)
    assert similarity(ORIGINAL, copy) > 0.3


def test_the_same_event_in_other_words_is_no_copy() -> None:
    assert are_copies(ORIGINAL, OWN_REPORT) is None
    assert similarity(ORIGINAL, OWN_REPORT) < 0.15


def test_texts_from_one_template_are_no_copies() -> None:
    a = quake("Old Brenna", "5.2", 14, "06:41", "Kestrel City")
    b = quake("Sankt Alban", "4.7", 33, "23:10", "Upper Dorn")
    assert similarity(a, b) > 0.3
    assert are_copies(a, b) is None
    assert are_copies(a, a + " Read more on our page about the region.") is not None


def test_a_digest_does_not_tie_its_items_together() -> None:
    items = [" ".join(f"{name}{i}" for i in range(60)) for name in ("north", "south", "east", "west", "mid", "far")]
    digest = "\n\n".join(items)
    assert all(are_copies(item, digest) is None for item in items)


def test_very_short_texts_are_copies_only_word_for_word() -> None:
    short = "The ferry to Amsel is cancelled today because of the storm."
    assert are_copies(short, "The ferry to Amsel is cancelled today, because of the storm!") == 1.0
    assert are_copies(short, short + " It will sail again on Friday.") is None
    assert band_hashes(short) == band_hashes(short.upper())
    assert len(band_hashes(short)) == 1
    assert not share_a_band(short, short + " It will sail again on Friday.")


def test_scripts_without_spaces_are_compared_too() -> None:
    text = "渔民周二封锁了港口入口抗议政府计划在夏天之前实行新的捕捞配额两艘运木材的货船不得不在防波堤外等待近六个小时"
    assert share_a_band(text, text + "更多报道请看本网")
    assert are_copies(text, text + "更多报道请看本网") is not None


def test_texts_that_have_nothing_in_common_share_no_band() -> None:
    assert not share_a_band(ORIGINAL, quake("Old Brenna", "5.2", 14, "06:41", "Kestrel City"))


def test_bands_are_signed_64_bit_integers_and_the_same_everywhere() -> None:
    """Pinned: signatures are kept in the warehouse, so a library that hashes otherwise would lose every old copy."""
    bands = band_hashes(ORIGINAL)
    assert len(bands) == 32
    assert all(-(2**63) <= band < 2**63 for band in bands)
    assert bands[:2] == PINNED
    code = "import sys; from transforms.stories import band_hashes; print(*band_hashes(sys.stdin.read()))"
    other = subprocess.run(
        [sys.executable, "-c", code],
        input=ORIGINAL,
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).resolve().parents[2],
        env={"PYTHONHASHSEED": "7", "PYTHONUTF8": "1"},
    )
    assert tuple(map(int, other.stdout.split())) == bands


def test_nine_in_ten_copies_cut_to_a_third_are_candidates() -> None:
    chance = random.Random(11)
    found = 0
    for _ in range(200):
        text = [f"w{chance.randrange(4000)}" for _ in range(420)]
        found += share_a_band(" ".join(text), " ".join(text[:140]))
    assert found >= 180


def test_an_empty_text_and_a_long_one_have_bands() -> None:
    assert len(band_hashes("")) == 1
    assert len(band_hashes("word " * 200_000)) == 32
    assert are_copies("", "") is None


def test_verify_gives_each_pair_once_in_order() -> None:
    bodies = {"c": ORIGINAL, "a": NEW_LEAD, "b": OWN_REPORT}
    pairs = verify([("c", "a"), ("a", "c"), ("b", "c"), ("c", "c")], bodies)
    assert pairs.select("article_a", "article_b").rows() == [("a", "c")]
    assert 0.5 < pairs["similarity"][0] < 1
    assert verify([], bodies).schema == pairs.schema
    with pytest.raises(KeyError):
        verify([("a", "z")], bodies)


DAY = date(2026, 1, 1)


def frames(days: dict[str, int], pairs: list[tuple[str, str]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    articles = pl.DataFrame(
        {"article_id": list(days), "day": [DAY + timedelta(days=n) for n in days.values()]},
        schema={"article_id": pl.String, "day": pl.Date},
    )
    columns = {"article_a": pl.String, "article_b": pl.String}
    return pl.DataFrame(pairs, schema=columns, orient="row"), articles


def stories(days: dict[str, int], pairs: list[tuple[str, str]]) -> dict[str, str]:
    return dict(cluster(*frames(days, pairs)).iter_rows())


def test_connected_copies_are_one_story_named_after_its_first_member() -> None:
    found = stories({"a": 3, "b": 1, "c": 2, "d": 0}, [("a", "b"), ("a", "c")])
    assert found == {"a": story_id("b"), "b": story_id("b"), "c": story_id("b"), "d": story_id("d")}


def test_on_one_day_the_smaller_id_is_first() -> None:
    assert set(stories({"b": 0, "a": 0}, [("a", "b")]).values()) == {story_id("a")}


def test_pairs_more_than_30_days_apart_do_not_count_but_a_chain_may_be_longer() -> None:
    assert stories({"a": 0, "b": 31}, [("a", "b")]) == {"a": story_id("a"), "b": story_id("b")}
    assert stories({"a": 0, "b": 30}, [("a", "b")])["b"] == story_id("a")
    assert stories({"a": 0, "b": 30, "c": 60}, [("a", "b"), ("b", "c")])["c"] == story_id("a")


def test_pairs_with_an_article_that_is_not_given_are_passed_over() -> None:
    assert stories({"a": 0}, [("a", "z")]) == {"a": story_id("a")}


def test_no_articles_give_an_empty_frame_with_its_columns() -> None:
    empty = cluster(*frames({}, []))
    assert empty.schema == {"article_id": pl.String, "story_id": pl.String}
    assert empty.is_empty()


IDS = [f"{i:02d}" for i in range(12)]
GRAPHS = st.tuples(
    st.fixed_dictionaries({i: st.integers(0, 70) for i in IDS}),
    st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda p: p[0] != p[1]), max_size=14),
    st.randoms(use_true_random=False),
)


@settings(max_examples=150, deadline=None)
@given(GRAPHS)
def test_stories_do_not_depend_on_any_order(graph: tuple[dict[str, int], list[tuple[str, str]], random.Random]) -> None:
    days, pairs, chance = graph
    shuffled = [pair if chance.random() < 0.5 else pair[::-1] for pair in chance.sample(pairs, len(pairs))]
    mixed = {i: days[i] for i in chance.sample(IDS, len(IDS))}
    assert cluster(*frames(days, pairs)).equals(cluster(*frames(mixed, shuffled)))


@settings(max_examples=100, deadline=None)
@given(GRAPHS)
def test_clustering_a_story_alone_gives_what_clustering_all_gives(
    graph: tuple[dict[str, int], list[tuple[str, str]], random.Random],
) -> None:
    days, pairs, _ = graph
    whole = stories(days, pairs)
    for story in set(whole.values()):
        members = {article: days[article] for article, named in whole.items() if named == story}
        assert stories(members, pairs) == {article: story for article in members}
