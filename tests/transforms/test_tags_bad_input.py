"""All taggers together on texts that no editor let through: there is an answer, and the offsets of regions and topics hold
as those of countries do."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from contracts.records import Texts
from expectations.facts import spans_hold
from transforms.rules import Rules, load_rules
from transforms.tagging import tag

ODD = {
    "empty": "",
    "blank": " \n\t ",
    "digits only": "1234 5678 " * 50,
    "noise of OCR": "lran and Ch1na met the E U; N ATO, Afri-\ncan Union and the Euro-\npean Union; NAT0.",
    "mixed scripts": "Россия и НАТО met中国in the EU, η Ευρώπη και NATO, العراق and the GCC, NATOの首脳.",
    "emoji within": "NATO\U0001f600EU \U0001f1ea\U0001f1fa ASEAN\u200d\U0001f600G7 \ufe0fAfrica",
    "combining marks": "N\u0301ATO, Visegra\u0301d Group, the E\u0301U and Ame\u0301rique latine",
    "both directions": "\u202eOTAN\u202c NATO \u2067EU\u2069 \u200fAfrica\u200e \u202bSahel\u202c",
    "lone surrogates": "\ud83d NATO \udc00 and Afri\udfffca in the EU",
    "full and half widths, ligatures, no width": "ＮＡＴＯ, ﬁne Europe, NA\u200bTO, Sahel\u200b.",
    "null characters": "NATO\x00EU\x00 Africa \x1b[31mSahel\x1b[0m",
    "capitals": "NATO AND THE AFRICAN UNION MET IN THE SAHEL, OR IN EUROPE.",
    "small letters": "nato and the african union met in the sahel, or in europe.",
}
GROWING: dict[str, Callable[[int], str]] = {
    "an abbreviation": lambda n: "NATO " * 150 * n,
    "words that the text has to speak for": lambda n: "AU, the Gulf, the Quad and the West. " * 30 * n,
    "regions and countries in turn": lambda n: "Africa and Kenya, the EU and France. " * 30 * n,
    "one line": lambda n: "Leaders of NATO met the African Union in Paris " * 25 * n,
}


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load_rules()


@pytest.mark.parametrize("language", [None, "en", "ar", "de", "ja", "zh", "xx"])
@pytest.mark.parametrize("name", ODD)
def test_odd_text_gets_an_answer_whose_offsets_hold(name: str, language: str | None, rules: Rules) -> None:
    for texts in (
        Texts(None, ODD[name], language=language),
        Texts(ODD[name], "Nothing.", (ODD[name], ODD[name]), headings=((0, 3),), language=language),
    ):
        tags = tag(texts, rules)
        assert spans_hold(texts, [*tags.countries.mentions, *tags.regions, *tags.topics.mentions])
        assert spans_hold(texts, tags.countries.refusals)


@pytest.mark.parametrize("name", ["capitals", "small letters"])
def test_regions_are_named_in_capitals_and_in_small_letters(name: str, rules: Rules) -> None:
    found = {mention.region_id for mention in tag(Texts(None, ODD[name], language="en"), rules).regions}
    assert found == {"nato", "african_union", "sahel", "europe"}


@pytest.mark.parametrize("name", GROWING)
def test_work_grows_with_the_length_only(name: str, rules: Rules) -> None:
    short, long = (calls(GROWING[name](size), rules) for size in (4, 16))
    assert long <= 4.3 * short + 400


def calls(text: str, rules: Rules) -> int:
    """How many functions are called to tag a text, those written in C included."""
    number = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal number
        number += event in ("call", "c_call")

    tag(Texts(None, text[:300], language="en"), rules)
    sys.setprofile(count)
    try:
        tag(Texts(None, text, language="en"), rules)
    finally:
        sys.setprofile(None)
    return number
