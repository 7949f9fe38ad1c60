"""Stories tell copies from look-alikes: labelled pairs in one warehouse, and their scores by kind do not fall."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from core.ids import sha256
from tests.support.story_pairs import Pair, pairs
from tests.support.story_scores import Scores, settle
from transforms.stories import are_copies

FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))["stories"]
# 30 of each of 36 kinds: 1,080 pairs, which settle in a few seconds. The soak takes as many again, which no rule saw.
EACH = 30


def _hash(of: list[Pair]) -> str:
    return sha256("\x1f".join(f"{p.kind} {p.a.source} {p.a.day} {p.a.body} {p.b.body}" for p in of).encode())


@pytest.fixture(scope="module")
def labelled() -> list[Pair]:
    return pairs(EACH)


@pytest.fixture(scope="module")
def scores(labelled: list[Pair]) -> Scores:
    return settle(labelled)


@pytest.mark.slow
def test_pairs_stand_at_their_floors_or_above(labelled: list[Pair], scores: Scores) -> None:
    assert _hash(labelled) == FLOORS["pairs_sha256"], "other pairs: measure the floors anew"
    assert len(labelled) >= 1000
    assert scores.precision >= FLOORS["precision"] >= 0.98
    assert scores.recall >= FLOORS["recall"] >= 0.95
    found = scores.by_kind()
    assert found.keys() == FLOORS["kinds"].keys()
    fallen = {kind: (value, FLOORS["kinds"][kind]) for kind, value in found.items() if value < FLOORS["kinds"][kind]}
    assert not fallen


def test_pairs_by_themselves_are_told_apart_too() -> None:
    """Without a warehouse that knows what stands under each outlet's articles: are_copies alone, on a few of each."""
    few = pairs(5)
    verdicts = [(pair, are_copies(pair.a.body, pair.b.body)) for pair in few]
    assert [are_copies(pair.b.body, pair.a.body) for pair in few] == [verdict for _, verdict in verdicts]
    right = sum(pair.copies and verdict for pair, verdict in verdicts)
    assert right / sum(verdict for _, verdict in verdicts) >= FLOORS["alone_precision"]
    assert right / sum(pair.copies for pair in few) >= FLOORS["alone_recall"]


@pytest.mark.slow
@pytest.mark.skipif(os.environ.get("DESK_TEST_SCALE") != "soak", reason="as many pairs again: make soak")
def test_pairs_that_no_rule_was_made_on_score_as_well() -> None:
    scores = settle(pairs(EACH, first=1000))
    assert scores.precision >= 0.98
    assert scores.recall >= 0.95
