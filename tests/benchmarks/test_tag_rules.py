"""A class of rules that is switched off lets through, or misses, what it is there for: so the table of what each gains
measures what it says."""

from __future__ import annotations

import pytest

from benchmarks.countries import Labelled
from benchmarks.country_scores import score
from benchmarks.tag_rules import VARIANTS, Variant, tagged, variants
from contracts.records import Texts
from reference.gazetteer import load_gazetteer

# By the label's beginning: a text, what it names, and what it is taken to name without the class.
CASES = {
    "phrases that hold": ("A guinea pig and Guinea Pig Club.", set(), {"GIN"}),
    "words beside": ("The talks were held on Jordan Street in Nairobi.", {"KEN"}, {"KEN", "JOR"}),
    "persons": ("Keith Jordan spoke in Nairobi.", {"KEN"}, {"KEN", "JOR"}),
    "misspellings": ("He was born in Phillipines.", {"PHL"}, set()),
    "the place named": ("It was in Paris, Texas.", {"USA"}, {"FRA", "USA"}),
    "demonyms": ("A Kenyan minister spoke in Oslo.", {"KEN", "NOR"}, {"NOR"}),
}


def found(text: str, variant: Variant) -> set[str]:
    (_, gazetteer), *_ = variants([variant])
    document = Labelled("1", Texts(None, text), frozenset(), frozenset(), ())
    return {share.iso3 for share in tagged(document, gazetteer, variant.kinds).countries}


@pytest.mark.parametrize("label", CASES)
def test_a_class_that_is_switched_off_is_missed(label: str) -> None:
    text, with_it, without_it = CASES[label]
    (variant,) = [variant for variant in VARIANTS if variant.label.startswith(label)]
    assert found(text, Variant("all rules")) == with_it
    assert found(text, variant) == without_it


def test_a_variant_leaves_the_gazetteer_of_everyone_else_alone() -> None:
    before = load_gazetteer()
    list(variants(VARIANTS[:3]))
    assert load_gazetteer() is before
    assert before.without == frozenset()


def test_optional_countries_neither_gain_nor_lose_and_one_may_be_left_out_on_both_sides() -> None:
    document = Labelled("1", Texts(None, ""), frozenset(("FRA", "USA")), frozenset(("DEU",)), ())
    answers = [(document, frozenset(("FRA", "DEU", "KEN")))]
    assert (score(answers).precision, score(answers).recall) == (0.5, 0.5)
    assert score(answers, without="USA").recall == 1.0
