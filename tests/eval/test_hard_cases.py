"""Hard cases in English: sentences as news writes them, each with the countries that a reader would take from it.

`hard_cases.tsv` has class, text, iso3 codes (sorted, joined by commas, "-" for none) and a note. A sentence is right if
the set of countries mentioned is exactly the set expected. The expectations were written before the tagger was asked;
where one was changed afterwards its note says why.

The first run, before any rule or phrase was added for this table, had 547 of 654 right (.836). Sentences were added four
times, each written before it was run: 141 for classes that had just been mended, 134 of them right at first (.950); 131 and
91 for classes that nobody had looked at, of which 97 (.740) and 70 (.769) were right at first; 70 with a country, to see
whether the refusals go too far, of which 62 were right at first (.886). Their misses have since been
mended by classes, so the share today says less about unseen text than the first figures do. The goal is .97: FLOOR may
only rise.

A national airline stands for its country, and so does an index or a currency that only one country has ("the yen fell";
an amount of it, "500 yen", only where the text names the country); a language, a dish, a ship or a title does not.
Whatever fails is printed."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import NamedTuple

from contracts.records import Texts
from reference.gazetteer import load_gazetteer
from transforms.countries import tag_countries

TABLE = Path(__file__).with_name("hard_cases.tsv")
GOAL = 0.97
FLOOR = 0.975


class Case(NamedTuple):
    name: str
    text: str
    expected: frozenset[str]
    note: str


@cache
def cases() -> tuple[Case, ...]:
    rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]]
    return tuple(Case(name, text, frozenset(codes.split(",")) - {"-"}, note) for name, text, codes, note in rows)


def found(case: Case) -> frozenset[str]:
    return frozenset(mention.iso3 for mention in tag_countries(Texts(None, case.text), load_gazetteer()).mentions)


def test_the_table_is_large_and_each_class_has_sentences_without_and_with_a_country() -> None:
    kinds: dict[str, set[bool]] = defaultdict(set)
    for case in cases():
        kinds[case.name].add(bool(case.expected))
    assert len(cases()) >= 1000
    assert len(kinds) >= 42
    assert not [name for name, seen in kinds.items() if seen != {True, False}]


def test_no_sentence_stands_twice() -> None:
    texts = [case.text for case in cases()]
    assert len(set(texts)) == len(texts)


def test_the_share_of_hard_cases_that_are_right_does_not_fall_and_the_others_are_listed() -> None:
    wrong = [(case, got) for case in cases() if (got := found(case)) != case.expected]
    for case, got in sorted(wrong):
        print(f"{case.name}: {case.text} expected {sorted(case.expected)}, found {sorted(got)}")
    right = 1 - len(wrong) / len(cases())
    print(f"{len(cases()) - len(wrong)} of {len(cases())} right, {right:.3f}; the goal is {GOAL}")
    assert right >= FLOOR
