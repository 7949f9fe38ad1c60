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

from core.text import words
from transforms.stories import CreditedText, Groups, Outlet, are_copies, cluster, link, origins, signature, story_id
from transforms.stories.shingles import words_hash

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
PINNED = (186796570834770853, -5108154594593842393, -6218392104413435314)


def quake(place: str, size: str, depth: int, hour: str, source: str) -> str:
    return (
        f"An earthquake of magnitude {size} was felt near {place} at {hour} local time, the seismological institute in "
        f"{source} said. It lay at a depth of {depth} kilometres. There were no immediate reports of injuries or of "
        f"damage to buildings. People ran into the streets, a resident of {place} told the radio. The institute said "
        "that aftershocks were to be expected in the coming days and asked people to stay away from damaged houses."
    )


def share_enough(a: str, b: str) -> bool:
    """What makes two texts candidates: the same words throughout, or two sampled shingles in common."""
    one, two = signature(a), signature(b)
    return one[0] == two[0] or len({*one[2:]} & {*two[2:]}) >= 2


def paragraph_hash(paragraph: str) -> int:
    return words_hash(words(paragraph.casefold()))


@pytest.mark.parametrize("copy", [ORIGINAL, NEW_LEAD, CUT_SHORT, WITH_FURNITURE, LIGHTLY_EDITED, ORIGINAL.upper()])
def test_a_copy_is_a_candidate_and_is_verified(copy: str) -> None:
    assert share_enough(ORIGINAL, copy)
    assert are_copies(ORIGINAL, copy)
    assert are_copies(copy, ORIGINAL)


def test_the_same_event_in_other_words_is_no_copy() -> None:
    assert not are_copies(ORIGINAL, OWN_REPORT)


def test_texts_from_one_template_are_no_copies() -> None:
    a = quake("Old Brenna", "5.2", 14, "06:41", "Kestrel City")
    b = quake("Sankt Alban", "4.7", 33, "23:10", "Upper Dorn")
    assert not are_copies(a, b)
    assert are_copies(a, a + " Read more on our page about the region.")


def test_what_opens_both_texts_is_a_copy_even_under_more_words_of_the_outlet() -> None:
    note = (
        "This report is free to read because of people like you, and because of the stubbornness of our printers. " * 3
    )
    assert are_copies(ORIGINAL, f"{CUT_SHORT}\n\n{note}")
    assert not are_copies(f"{ORIGINAL}\n\n{note}", f"{OWN_REPORT}\n\n{note}")


def test_standing_paragraphs_of_an_outlet_are_left_out() -> None:
    foot = "\n\n".join(f"{quake('Tarn', '3.1', 9, '07:12', 'Dorn')} Number {i} of our notes." for i in range(2))
    a, b = f"{PARAGRAPHS[0]} {PARAGRAPHS[1]}\n\n{foot}", f"{PARAGRAPHS[2]} {PARAGRAPHS[3]}\n\n{foot}"
    standing = frozenset(paragraph_hash(p) for p in foot.split("\n\n"))
    assert not are_copies(a, b, standing)
    assert are_copies(a, a.replace("forty", "fifty"), standing)
    assert not are_copies(foot, f"{foot}\n\nOne more word.", standing), "nothing of their own is left"


def test_a_digest_does_not_tie_its_items_together() -> None:
    items = [" ".join(f"{name}{i}" for i in range(60)) for name in ("north", "south", "east", "west", "mid", "far")]
    digest = "\n\n".join(items)
    assert not any(are_copies(item, digest) for item in items[1:])


def test_very_short_texts_are_copies_only_word_for_word() -> None:
    short = "The ferry to Amsel is cancelled today because of the storm."
    assert are_copies(short, "The ferry to Amsel is cancelled today, because of the storm!")
    assert not are_copies(short, short + " It will sail again on Friday.")
    assert signature(short) == signature(short.upper())
    assert len(signature(short)) == 1


def test_scripts_without_spaces_are_compared_too() -> None:
    text = "渔民周二封锁了港口入口抗议政府计划在夏天之前实行新的捕捞配额两艘运木材的货船不得不在防波堤外等待近六个小时"
    assert share_enough(text, text + "更多报道请看本网")
    assert are_copies(text, text + "更多报道请看本网")


def test_texts_that_have_nothing_in_common_share_nothing() -> None:
    assert not {*signature(ORIGINAL)} & {*signature(quake("Old Brenna", "5.2", 14, "06:41", "Kestrel City"))}


def test_signatures_are_signed_64_bit_integers_and_the_same_everywhere() -> None:
    """Pinned: signatures are kept in the warehouse, so one that hashes otherwise would lose every old copy."""
    numbers = signature(ORIGINAL)
    assert all(-(2**63) <= number < 2**63 for number in numbers)
    assert numbers[:3] == PINNED
    code = "import sys; from transforms.stories import signature; print(*signature(sys.stdin.read()))"
    other = subprocess.run(
        [sys.executable, "-c", code],
        input=ORIGINAL,
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).resolve().parents[2],
        env={"PYTHONHASHSEED": "7", "PYTHONUTF8": "1"},
    )
    assert tuple(map(int, other.stdout.split())) == numbers


@pytest.mark.parametrize(("words_long", "share"), [(420, 3), (900, 3), (1500, 2), (1500, 5), (640, 6)])
def test_copies_cut_short_are_candidates(words_long: int, share: int) -> None:
    chance = random.Random(11)
    found = 0
    for _ in range(100):
        text = [f"w{chance.randrange(4000)}" for _ in range(words_long)]
        found += share_enough(" ".join(text), " ".join(text[: words_long // share]))
    assert found >= 96


def test_any_text_has_a_signature_of_bounded_length() -> None:
    assert len(signature("")) == 1
    assert len(signature("word " * 200_000)) <= 100
    assert len(signature("\n\n".join(f"paragraph {i} of the many that this page has" for i in range(50_000)))) <= 100
    assert not are_copies("", "")


BODIES = {"c": ORIGINAL, "a": NEW_LEAD, "b": OWN_REPORT, "d": CUT_SHORT}


def test_copies_are_linked_and_what_hangs_together_already_is_not_looked_at() -> None:
    groups = Groups()
    assert link([("a", "c"), ("b", "c"), ("c", "d")], BODIES, groups, {}) == [("a", "c"), ("c", "d")]
    # "e" has no body: looking at it would raise.
    groups.join("d", "e")
    assert link([("a", "d"), ("a", "e"), ("e", "c")], BODIES, groups, {}) == []
    with pytest.raises(KeyError):
        link([("a", "z")], BODIES, groups, {})


DAY = date(2026, 1, 1)


def stories(days: dict[str, int], pairs: list[tuple[str, str]]) -> dict[str, str]:
    groups = Groups()
    for a, b in pairs:
        groups.join(a, b)
    columns = {"article_id": list(days), "day": [DAY + timedelta(days=n) for n in days.values()]}
    return dict(cluster(groups, pl.DataFrame(columns, schema={"article_id": pl.String, "day": pl.Date})).iter_rows())


def test_connected_copies_are_one_story_named_after_its_first_member() -> None:
    found = stories({"a": 3, "b": 1, "c": 2, "d": 0}, [("a", "b"), ("a", "c")])
    assert found == {"a": story_id("b"), "b": story_id("b"), "c": story_id("b"), "d": story_id("d")}


def test_on_one_day_the_smaller_id_is_first() -> None:
    assert set(stories({"b": 0, "a": 0}, [("a", "b")]).values()) == {story_id("a")}


def test_no_articles_give_an_empty_frame_with_its_columns() -> None:
    articles = pl.DataFrame(schema={"article_id": pl.String, "day": pl.Date})
    empty = cluster(Groups(), articles)
    assert empty.schema == {"article_id": pl.String, "story_id": pl.String}
    assert empty.is_empty()


IDS = [f"{i:02d}" for i in range(12)]
GRAPHS = st.tuples(
    st.fixed_dictionaries({i: st.integers(0, 70) for i in IDS}),
    st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)), max_size=14),
    st.randoms(use_true_random=False),
)


@settings(max_examples=150, deadline=None)
@given(GRAPHS)
def test_stories_do_not_depend_on_any_order(graph: tuple[dict[str, int], list[tuple[str, str]], random.Random]) -> None:
    days, pairs, chance = graph
    shuffled = [pair if chance.random() < 0.5 else pair[::-1] for pair in chance.sample(pairs, len(pairs))]
    mixed = {i: days[i] for i in chance.sample(IDS, len(IDS))}
    assert stories(days, pairs) == stories(mixed, shuffled)


OUTLETS = (
    Outlet("wire", "Equator Wire", ("www.equator-wire.example",)),
    Outlet("ap", "The Associated Press", ("ap.example",)),
    Outlet("courier", "The Amsel Courier", ("courier.example", "amsel.example")),
    Outlet("post-a", "Morning Post", ("a.example",)),
    Outlet("post-b", "Morning Post", ("b.example",)),
)


def origin(
    head: str = "", tail: str = "", *, canonical: str | None = None, byline: str | None = None, by: str = "courier"
) -> str | None:
    member = CreditedText("s", by, canonical, byline, head or "A text.", tail or head or "A text.")
    return origins([member], OUTLETS).get("s")


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("PARIS, March 3 (Equator Wire) - Talks went on", "wire"),
        ("(Equator Wire) — Talks went on", "wire"),
        ("PARIS, March 3 /Equator Wire/ -- Talks went on", "wire"),
        ("KYIV, Ukraine (AP) — Talks went on", "ap"),
        ("Berlin (AP/Equator Wire) - Talks went on", "ap"),
        ("Talks went on.\n\nThis article was first published by Equator Wire.", "wire"),
        ("Talks went on.\n\nThis article was originally published on equator-wire.example.", "wire"),
        ("Talks went on.\n\nThis story was originally published in The Amsel Courier on Tuesday.", "courier"),
        ("Talks went on.\n\nThis story was provided by the Equator Wire agency and edited by the Kauri Post.", "wire"),
        ("Talks went on.\n\nThis article is republished from Equator Wire under a Creative Commons license.", "wire"),
        ("Talks went on.\n\nReprinted with permission from the Associated Press.", "ap"),
        ("Talks went on.\n\nSource: Equator Wire", "wire"),
        ("Es geht weiter.\n\nQuelle: AP", "ap"),
        ("Es geht weiter.\n\nDieser Text ist zuerst erschienen bei Equator Wire.", "wire"),
        ("On continue.\n\nCet article a été publié initialement par Equator Wire.", "wire"),
        ("Seguimos.\n\nPublicado originalmente en Equator Wire.", "wire"),
        ("Идём дальше.\n\nИсточник: Equator Wire", "wire"),
        ("继续。\n\n来源：Equator Wire", "wire"),
        ("Talks went on.\n\nWith reporting by Associated Press", "ap"),
        # What only looks like a credit, or names nobody known.
        ("PARIS (Reuters) - Talks went on", None),
        ("The minister (Equator Wire is his reading) said that talks went on", None),
        ("Talks went on.\n\nSource: Ministry of Fisheries", None),
        ("Talks went on.\n\nThis article was first published by Morning Post.", None),
        ("Equator Wire has a new director, the company said.", None),
    ],
)
def test_an_explicit_credit_names_the_origin(text: str, source: str | None) -> None:
    assert origin(text) == source


def test_a_canonical_address_at_another_outlet_names_the_origin() -> None:
    assert origin(canonical="https://equator-wire.example/x") == "wire"
    assert origin(canonical="https://www.courier.example/x") is None, "its own"
    assert origin(canonical="https://elsewhere.example/x") is None
    assert origin("(AP) - Talks", canonical="https://equator-wire.example/x") == "wire"
    assert origin("Talks.\n\nThis text was first published by AP.", canonical="https://equator-wire.example/x") == "ap"


def test_a_byline_of_an_agency_names_the_origin() -> None:
    assert origin(byline="Equator Wire") == "wire"
    assert origin(byline="Ilse Brandt, Equator Wire") == "wire"
    assert origin(byline="Ilse Brandt") is None


def test_members_that_disagree_are_counted() -> None:
    wire, ap = "(Equator Wire) - Talks", "Talks.\n\nThis text was first published by AP."

    def told(*heads: str) -> str:
        return origins([CreditedText("s", "courier", None, None, head, head) for head in heads], OUTLETS)["s"]

    assert told(wire, wire, ap) == "wire"
    assert told(wire, ap) == "ap", "the more explicit"
    assert told("(AP) - Talks", wire) == "ap", "the earlier"
