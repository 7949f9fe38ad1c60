"""What can be judged in which language is said of every text: countries, regions and topics apart."""

from __future__ import annotations

import unicodedata

import pytest

from contracts.records import Texts
from reference.coverage import coverage, judged_in
from transforms.rules import load_rules
from transforms.tagging import tag


@pytest.mark.parametrize(
    ("language", "text", "countries", "regions", "topics"),
    [
        ("en", "Talks in Norway.", None, None, None),
        ("fr", "Des pourparlers en Norvège.", None, None, None),
        ("th", "การเจรจาในนอร์เวย์", None, "language_not_covered", "language_not_covered"),
        ("ga", "Cainteanna san Iorua.", *["language_not_covered"] * 3),
        (None, "Talks in Norway.", None, None, None),
        (None, "Переговоры в Норвегии.", *["language_unknown"] * 3),
    ],
)
def test_each_kind_of_tag_says_why_it_could_not_be_judged(
    language: str | None, text: str, countries: str | None, regions: str | None, topics: str | None
) -> None:
    tags = tag(Texts(None, text, language=language), load_rules())
    assert (tags.countries.reason, tags.regions_reason, tags.topics_reason) == (countries, regions, topics)


def test_what_can_be_judged_in_a_language_has_rows_in_its_coverage() -> None:
    rows = {(row.what, row.language) for row in coverage() if row.entries}
    for what, row in (("countries", "country_names"), ("regions", "regions"), ("topics", "topics")):
        assert judged_in(what) == {language for kind, language in rows if kind == row}


def test_all_taggers_read_a_text_without_marks_and_answer_in_its_own_offsets() -> None:
    text = unicodedata.normalize("NFD", "Le président a critiqué l’Union européenne au Pérou et au Brésil.")
    tags = tag(Texts(text, text, language="fr", captions=(text,)), load_rules())
    found = [*tags.countries.mentions, *tags.regions]
    assert {unicodedata.normalize("NFC", one.surface) for one in found} >= {"Pérou", "Brésil", "Union européenne"}
    assert {one.field for one in found} == {"title", "body", "caption"}
    assert all(text[one.start : one.end] == one.surface for one in found)
