"""The region tagger: hard sentences, roles and spans, and who has the words where countries claim them too."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.records import CountryMention, CountryTags, RegionMention, Tags, Texts
from reference.regions import load_regions
from transforms.regions import part_countries, tag_regions
from transforms.rules import load_rules
from transforms.tagging import tag

EVAL = Path(__file__).resolve().parents[1] / "eval"


def sentences(name: str) -> Iterator[tuple[str, list[str], str | None]]:
    """Text, the regions that it names, and its language where the file has a column for it."""
    lines = (EVAL / name).read_text(encoding="utf-8").splitlines()
    for line in lines[2:]:
        text, wanted, *language = line.split("\t")
        yield text, [] if wanted == "-" else sorted(wanted.split()), language[0] if language else None


def tagged(text: str, title: str | None = None, language: str | None = "en") -> Tags:
    return tag(Texts(title, text, language=language), load_rules())


def ids(mentions: tuple[RegionMention, ...]) -> list[str]:
    return sorted(mention.region_id for mention in mentions)


def test_the_table_of_sentences_is_large_and_half_traps() -> None:
    table = list(sentences("regions.tsv"))
    assert len({text for text, _, _ in table}) >= 150
    assert sum(not wanted for _, wanted, _ in table) >= 50
    known = {region.region_id for region in load_regions().regions}
    assert {region for _, wanted, _ in table for region in wanted} <= known


@pytest.mark.parametrize(
    ("text", "wanted", "language"), [*sentences("regions.tsv"), *sentences("regions_languages.tsv")]
)
def test_a_sentence_names_the_regions_that_it_is_said_to_name(
    text: str, wanted: list[str], language: str | None
) -> None:
    tags = tagged(text, language=language or "en")
    assert ids(tags.regions) == wanted
    for mention in tags.regions:
        assert text[mention.start : mention.end] == mention.surface


@pytest.mark.parametrize(
    ("text", "regions", "countries"),
    [
        ("South Africa and southern Africa share a river.", ["southern_africa"], ["ZAF"]),
        ("West Africa needs Nigeria.", ["west_africa"], ["NGA"]),
        ("The Central African Republic and Central African states met.", ["central_africa"], ["CAF"]),
        ("Gulf Arab states and Saudi Arabia agreed.", ["gulf_states"], ["SAU"]),
        ("The Indian subcontinent is hot.", ["south_asia"], []),
        ("South Korea watched East Asia.", ["east_asia"], ["KOR"]),
        ("The Organization of American States met Americans.", ["oas"], ["USA"]),
        ("American Samoa is in Oceania.", ["oceania"], ["ASM"]),
        ("Equatorial Guinea lies in Central Africa.", ["central_africa"], ["GNQ"]),
        ("The EU-Turkey deal holds.", ["eu"], ["TUR"]),
        ("South African and West African ministers met.", ["west_africa"], ["ZAF"]),
    ],
)
def test_the_longer_name_has_the_words(text: str, regions: list[str], countries: list[str]) -> None:
    tags = tagged(text)
    assert ids(tags.regions) == regions
    assert sorted({share.iso3 for share in tags.countries.countries}) == countries


def test_no_surface_of_a_region_is_a_mention_of_a_country_too() -> None:
    shared = []
    for _, _, surfaces in load_regions().patterns:
        for surface in surfaces:
            if surface.region_id is not None and surface.language in (None, "en"):
                tags = tagged(f"Ministers of {surface.written} met on Monday.")
                spans = [(m.start, m.end) for m in tags.regions]
                shared += [m for m in tags.countries.mentions if any(m.start < e and s < m.end for s, e in spans)]
    assert shared == []


def test_a_country_that_gives_way_to_a_region_is_a_refusal_and_has_no_share() -> None:
    text = "Heat gripped the Malian Sahel, and Nepal."
    mali = CountryMention("MLI", "body", 17, 23, "Malian", "demonym", "demonym")
    nepal = CountryMention("NPL", "body", 35, 40, "Nepal", "name", "name")
    sahel = RegionMention("sahel", "body", 17, 29, "Malian Sahel", "name")
    texts = Texts(None, text)
    countries, regions = part_countries(texts, CountryTags((mali, nepal)), (sahel,))
    assert regions == (sahel,)
    assert countries.mentions == (nepal,)
    assert [(r.surface, r.rule) for r in countries.refusals] == [("Malian", "region")]
    assert [(share.iso3, share.salience) for share in countries.countries] == [("NPL", 1.0)]


def test_where_both_claim_the_same_words_the_country_has_them() -> None:
    country = CountryMention("CAF", "body", 0, 15, "Central African", "demonym", "demonym")
    region = RegionMention("central_africa", "body", 0, 15, "Central African", "adjective")
    tags = CountryTags((country,))
    assert part_countries(Texts(None, "Central African"), tags, (region,)) == (tags, ())


def test_among_many_mentions_of_both_only_the_words_that_both_claim_are_parted() -> None:
    text = "NATO met Ukraine. The Indian subcontinent is hot. " * 5_000
    tags = tagged(text)
    assert [(m.region_id, m.surface) for m in tags.regions] == [
        ("nato", "NATO"), ("south_asia", "Indian subcontinent"),
    ] * 5_000  # fmt: skip
    assert [m.surface for m in tags.countries.mentions] == ["Ukraine"] * 5_000


def test_any_surface_may_be_the_last_words_of_a_text_whole_or_without_its_last_sign() -> None:
    written = {
        (surface.written, surface.language) for _, _, surfaces in load_regions().patterns for surface in surfaces
    }
    for surface, language in written:
        for text in (surface, surface[:-1], f"Ministers of {surface[:-1]}"):  # "OPEC+" and "OPEC"
            found = tag_regions(Texts(None, text, language=language or "en"), load_regions())
            assert all(text[m.start : m.end] == m.surface for m in found)


@pytest.mark.parametrize("text", ["Drought across the Sahel drove herders south.", "In the Sahel, prices rose."])
def test_a_province_that_is_called_like_a_region_gives_way_to_it(text: str) -> None:
    tags = tagged(text)
    assert ids(tags.regions) == ["sahel"]
    assert tags.countries.mentions == ()
    assert tags.countries.countries == ()


def test_headings_quotes_captions_and_titles_are_told_apart() -> None:
    body = "NATO meets\n\nThe chief said: “The EU must act.” Africa waits."
    quote = body.index("“"), body.index("”") + 1
    texts = Texts(
        "ASEAN at odds",
        body,
        ("A summit in Asia", "Leaders of the G7"),
        headings=((0, 10),),
        quotes=(quote,),
        language="en",
    )
    found = tag_regions(texts, load_regions())
    assert [(m.region_id, m.field, m.item, m.role) for m in found] == [
        ("asean", "title", None, "text"),
        ("nato", "body", None, "heading"),
        ("eu", "body", None, "quote"),
        ("africa", "body", None, "text"),
        ("asia", "caption", 0, "text"),
        ("g7", "caption", 1, "text"),
    ]


def test_letters_that_mean_much_count_where_the_document_says_what_they_stand_for() -> None:
    assert ids(tagged("The AU said so.").regions) == []
    mentions = tagged("The AU said so.", title="African Union sends troops").regions
    assert [(m.region_id, m.rule) for m in mentions] == [("african_union", "name"), ("african_union", "document")]


def test_english_words_do_not_count_in_a_text_of_another_language() -> None:
    assert ids(tagged("Asia och Africa, EC och the Gulf.", language="sv").regions) == []
    assert ids(tagged("Il vertice NATO e il G7.", language="it").regions) == ["g7", "nato"]


@pytest.mark.parametrize("repeated", ["the Gulf and Iran ", "NATO ", "EU", "the West and Russia ", "Asia-Pacific "])
def test_a_hundred_thousand_repetitions_end_in_as_many_answers_or_none(repeated: str) -> None:
    text = repeated * 20_000
    found = tag_regions(Texts(None, text, language="en"), load_regions())
    assert len(found) in (0, 20_000)
    assert all(text[m.start : m.end] == m.surface for m in found[::1000])


@given(
    st.lists(
        st.sampled_from(["NATO", "the EU", "\ud800", "South Africa", "africa", "é", "\n", "İ", "GULF STATES", "."])
    )
)
@settings(max_examples=60, deadline=None)
def test_spans_hold_on_any_text_and_never_overlap(parts: list[str]) -> None:
    text = " ".join(parts)
    found = tag_regions(Texts(None, text), load_regions())
    assert all(text[m.start : m.end] == m.surface for m in found)
    assert all(one.end <= two.start for one, two in pairwise(found))
