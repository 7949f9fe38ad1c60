"""More hard cases: short news passages whose author had seen neither hard_cases.tsv nor the gazetteer.

`hard_cases_more.tsv` has class, text, iso3 codes (sorted, joined by commas, "-" for none), the year of publication where
it matters, and a note. A passage is right if the set of countries mentioned is exactly the set expected, as in
test_hard_cases. The table was committed before it was run, and no expectation has been changed since: those that one
may doubt say so in their note and count as they stand.

Blind figure, before any rule or phrase was written with these passages in view: 361 of 436 right (.828); of the passages
with a country 234 of 265 (.883), of those without one 127 of 171 (.743); leaving out the 32 whose expectation is noted as
doubtful, 348 of 404 (.861). Over pairs of passage and country the precision was .854, the recall .929. Since then its
misses have been mended by classes, so that the share measured below is that of a table tuned to: it says what does not
get worse, and nothing of unseen text. FLOOR may only rise."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import NamedTuple

from contracts.records import Texts
from reference.gazetteer import load_gazetteer
from transforms.countries import tag_countries

TABLE = Path(__file__).with_name("hard_cases_more.tsv")
FLOOR = 0.95


class Passage(NamedTuple):
    name: str
    text: str
    expected: frozenset[str]
    year: int | None
    note: str


@cache
def passages() -> tuple[Passage, ...]:
    rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]]
    return tuple(
        Passage(name, text, frozenset(codes.split(",")) - {"-"}, int(year) if year else None, note)
        for name, text, codes, year, note in rows
    )


def found(passage: Passage) -> frozenset[str]:
    texts = Texts(None, passage.text, year=passage.year)
    return frozenset(mention.iso3 for mention in tag_countries(texts, load_gazetteer()).mentions)


def test_the_second_table_is_large_and_each_class_has_passages_without_and_with_a_country() -> None:
    kinds: dict[str, set[bool]] = defaultdict(set)
    for passage in passages():
        kinds[passage.name].add(bool(passage.expected))
    assert len(passages()) >= 320
    assert len({passage.text for passage in passages()}) == len(passages())
    assert not [name for name, seen in kinds.items() if seen != {True, False}]


def test_the_share_of_those_passages_that_are_right_does_not_fall_and_the_others_are_listed() -> None:
    wrong = [(passage, got) for passage in passages() if (got := found(passage)) != passage.expected]
    for passage, got in sorted(wrong, key=lambda pair: pair[0].name):
        note = f" ({passage.note})" if passage.note else ""
        print(f"{passage.name}: {passage.text} expected {sorted(passage.expected)}, found {sorted(got)}{note}")
    right = 1 - len(wrong) / len(passages())
    print(f"{len(passages()) - len(wrong)} of {len(passages())} right, {right:.3f}")
    assert right >= FLOOR
