"""The country tagger at its public surface: what is a mention, what is none, what an article is about."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.records import CountryTags, Texts
from reference.gazetteer import Gazetteer, load_gazetteer
from reference.telltales import load_telltales
from tests.support.work import steps
from transforms.countries import tag_countries

SHARED = Path(__file__).resolve().parents[2].parent / "shared"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def tag(body: str, title: str | None = None) -> CountryTags:
    return tag_countries(Texts(title, body), load_gazetteer())


def found(body: str, title: str | None = None) -> list[tuple[str, str]]:
    return [(mention.surface, mention.iso3) for mention in tag(body, title).mentions]


def focus(tags: CountryTags) -> set[str]:
    return {share.iso3 for share in tags.countries if share.is_focus}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Talks between Norway and Chile resumed.", [("Norway", "NOR"), ("Chile", "CHL")]),
        ("The Kremlin and the White House traded barbs.", [("Kremlin", "RUS"), ("White House", "USA")]),
        ("Downing Street denied it.", [("Downing Street", "GBR")]),
        ("Beijing said Taipei had crossed a line.", [("Beijing", "CHN"), ("Taipei", "TWN")]),
        ("U.S.-PRC talks; a China-US deal.", [("U.S.", "USA"), ("PRC", "CHN"), ("China", "CHN"), ("US", "USA")]),
        ("“Israel’s” army met Iran's guards.", [("Israel", "ISR"), ("Iran", "IRN")]),
        ("Côte d’Ivoire and Zaïre", [("Côte d’Ivoire", "CIV"), ("Zaïre", "COD")]),
        ("Niger borders Nigeria.", [("Niger", "NER"), ("Nigeria", "NGA")]),
        ("Dominica is not the Dominican Republic.", [("Dominica", "DMA"), ("Dominican Republic", "DOM")]),
        ("Guinea and Equatorial Guinea", [("Guinea", "GIN"), ("Equatorial Guinea", "GNQ")]),
        ("Guinea-Bissau votes.", [("Guinea-Bissau", "GNB")]),
        ("Papua New Guinea votes.", [("Papua New Guinea", "PNG")]),
        ("in the Democratic Republic of the Congo", [("Democratic Republic of the Congo", "COD")]),
        ("North Korea and South Korea", [("North Korea", "PRK"), ("South Korea", "KOR")]),
        ("South\nKorea wraps here.", [("South\nKorea", "KOR")]),
        ("The USSR and Czechoslovakia signed.", [("USSR", "RUS"), ("Czechoslovakia", "CZE")]),
        ("Burma, Swaziland and Holland", [("Burma", "MMR"), ("Swaziland", "SWZ"), ("Holland", "NLD")]),
        ("Air France cancelled its flights.", [("Air France", "FRA")]),
        ("A man from Paris, Texas, complained.", [("Paris", "USA"), ("Texas", "USA")]),
        ("They met in Athens, Ga., on Monday.", [("Athens", "USA"), ("Ga.", "USA")]),
        ("Hungary and Georgia joined.", [("Hungary", "HUN"), ("Georgia", "GEO")]),
        ("Georgia, Alabama and Florida vote.", [("Georgia", "USA"), ("Alabama", "USA"), ("Florida", "USA")]),
        ("Georgia's parliament passed the law on foreign agents.", [("Georgia", "GEO")]),
        ("Georgia's ambassador met the governor; a jury in Fulton County waits.", [("Georgia", "USA")]),
        ("Tbilisi says Georgia will not yield.", [("Tbilisi", "GEO"), ("Georgia", "GEO")]),
        ("The Phillipines and Washinton agreed.", [("Phillipines", "PHL"), ("Washinton", "USA")]),
    ],
)  # fmt: skip
def test_words_that_name_a_country_are_mentions(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Ships crossed the South China Sea.", "sea"),
        ("A cyclone formed over the Indian Ocean.", "sea"),
        ("The Bank of America raised its rates.", "company"),
        ("A plate of French fries and Brazil nuts.", "thing"),
        ("A bull in a china shop.", "thing"),
        ("German measles closed the school.", "disease"),
        ("They keep guinea pigs.", "species"),
        ("Michael Jordan retired.", "person"),
        ("Vernon Jordan was his lawyer.", "person"),
        ("Chad Mendes won by knockout.", "person"),
        ("She studied at Georgia Tech.", "institution_name"),
        ("Across the Americas, prices fell.", "region"),
        ("She spoke only French.", "language"),
        ("They walked along Washington Street.", "street"),
        ("The Kyoto Protocol lapsed.", "treaty"),
        ("The Washington Post reported it.", "media"),
        ("It cost US$5 million.", "currency"),
        ("He wears Size US 9.", "number"),
        ("The liner France was sold for scrap.", "ship"),
        ("They prayed to Saint Lucia.", "person"),
        ("Togo the sled dog has a statue.", "animal"),
        ("Turkey prices rise before Thanksgiving.", "thing"),
        ("Gordon Brown's Bakery opened in town.", "company"),
        ("A band called East Germany's Children split.", "title"),
        ("Samoa Joe won the bout.", "person"),
        ("The manual comes in English, Arabic, French and Japanese.", "language"),
        ("To learn languages such as Japanese takes years.", "language"),
        ("It cost 500 yen.", "unsupported"),
        ("He managed Porto for two years.", "team"),
        ("The Lyon midfielder was sent off.", "team"),
        ("Lille 2-1 Lens", "team"),
        ("Ottawa held on to beat Detroit 3-2.", "team"),
        ("Porto's coach blamed the pitch.", "team"),
        ("Jordan hit the shot that won the Bulls their sixth title.", "person"),
        ("The soup is thickened with PRC, packed red cells.", "other_sense"),
        ("Cups of polylactic acid (PLA) rot in a year.", "other_sense"),
        ('The novel "A Winter in Madrid" sold well.', "title"),
        ("Georgia, 27, a nurse, won a prize.", "person"),
        ("A girl named Kenya won the bee.", "person"),
        ("His daughters, Paris, London and India, watched.", "person"),
        ("The poet Israel Zangwill is read again.", "person"),
        ("Coach Carter benched three starters.", "person"),
        ("Her Spanish is better than mine.", "language"),
        ("He teaches Latin and Greek.", "language"),
        ("The truck sells Korean tacos.", "thing"),
        ("A Norwegian hound shares her bed.", "species"),
        ("Denver Realty sold the block.", "company"),
        ("Her years at The Hanover taught her much.", "longer_name"),
        ("Hurricane Florence stalled off the coast.", "storm"),
        ("The Oslo Accords were signed.", "treaty"),
    ],
)
def test_words_that_only_look_like_a_country_are_refused_with_the_rule(text: str, rule: str) -> None:
    tags = tag(text)
    assert tags.mentions == ()
    assert rule in {refusal.rule for refusal in tags.refusals}


@pytest.mark.parametrize(
    "text", ["polish the silver", "give us the car", "so many may go", "", "12 345", "\ud800 x", "☃"]
)
def test_common_words_and_odd_text_name_no_country(text: str) -> None:
    assert tag(text).mentions == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Xi and Putin spoke.", ["CHN", "RUS"]),
        ("Merkel met Hollande.", ["DEU", "FRA"]),
        ("Ethiopian Airlines flies twice a week.", ["ETH"]),
        ("The American University of Beirut is closed.", ["LBN"]),
        ("In Brazzaville, Congo's president spoke.", ["COG", "COG"]),
        ("Sterling fell to $1.19.", ["GBR"]),
        ("Egyptian cotton farmers want more.", ["EGY"]),
        ("A Chinese cake maker was fined.", ["CHN"]),
        ("Jordan, a kingdom of eleven million, took them in.", ["JOR"]),
        ("The PLA held drills.", ["CHN"]),
        ("Lebanon won the title. Coach Ritter said Lebanon, Pa., had waited.", ["USA", "USA", "USA"]),
    ],
)
def test_what_looks_like_something_else_is_a_mention_where_the_words_say_so(text: str, expected: list[str]) -> None:
    assert [iso3 for _, iso3 in found(text)] == expected


def test_an_abbreviation_that_a_text_explains_once_is_explained_throughout() -> None:
    assert found("It has active noise cancellation (ANC).\n\n" + 40 * "It is light. " + "At home the ANC hums.") == []


def test_every_telltale_is_of_a_name_that_would_be_a_mention(gazetteer: Gazetteer) -> None:
    assert [name for name in load_telltales() if not gazetteer.knows(name) or gazetteer.entry_of(name).refused] == []


def test_peoples_and_adjectives_in_a_list_are_no_languages() -> None:
    assert [iso3 for _, iso3 in found("British, French and German banks met.")] == ["GBR", "FRA", "DEU"]
    assert [iso3 for _, iso3 in found("It pitted the English, French and Dutch against Spain.")][1:] == [
        "FRA",
        "NLD",
        "ESP",
    ]


def test_a_name_of_two_countries_is_a_mention_of_both() -> None:
    assert found("The two Koreas reopened a hotline.") == [("two Koreas", "KOR"), ("two Koreas", "PRK")]


def test_a_currency_names_its_country_unless_it_is_an_amount() -> None:
    assert found("The yen hit a low.") == [("yen", "JPN")]
    assert found("Tokyo said it cost 500 yen.") == [("Tokyo", "JPN"), ("yen", "JPN")]


def test_a_parliament_that_passes_laws_needs_no_other_word_of_its_country() -> None:
    assert found("The Diet passed the budget.") == [("The Diet", "JPN")]
    assert found("The Diet is good for you.") == []


@pytest.mark.parametrize(("text", "codes"), [
    ("Jordan spoke. King Abdullah was in Amman.", {"JOR"}),
    ("Riyadh said King Abdullah of Saudi Arabia was ill.", {"SAU"}),
    ("Paris Hilton left court. Paris, 40, said nothing.", set()),
    ("Chad Johnson was arrested. Chad denied it.", set()),
])  # fmt: skip
def test_the_rest_of_a_text_decides_about_kings_and_first_names(text: str, codes: set[str]) -> None:
    assert {iso3 for _, iso3 in found(text)} == codes


def test_capitals_are_read_as_names_and_us_as_a_pronoun() -> None:
    assert found("CHINA AND RUSSIA SIGN DEAL, LET US PRAY") == [("CHINA", "CHN"), ("RUSSIA", "RUS")]


def test_a_text_without_capitals_still_names_countries() -> None:
    assert found("minister flies from germany to brazil") == [("germany", "DEU"), ("brazil", "BRA")]


def test_longest_words_win() -> None:
    assert found("New Mexico, South Sudan and Northern Ireland") == [
        ("New Mexico", "USA"), ("South Sudan", "SSD"), ("Northern Ireland", "GBR"),
    ]  # fmt: skip


def test_local_news_decides_what_a_bare_town_name_means() -> None:
    text = (
        "The Paris City Council met on Monday. The school district and the county sheriff asked for money, and the "
        "fire department will move. High School students came to Paris from all sides."
    )
    assert {mention.iso3 for mention in tag(text).mentions} == {"USA"}
    assert found("The talks in Paris ended with a treaty.") == [("Paris", "FRA")]


def test_the_outlets_country_speaks_for_a_bare_town_only_when_asked() -> None:
    texts = Texts(None, "A bus burned near Richmond on Friday.")
    assert tag_countries(texts, load_gazetteer()).mentions == ()
    asked = tag_countries(texts, load_gazetteer(), outlet_country="GBR").mentions
    assert [(mention.surface, mention.iso3, mention.rule) for mention in asked] == [
        ("Richmond", "GBR", "outlet_country")
    ]


def test_a_leader_is_none_before_the_first_year() -> None:
    text = "Emmanuel Macron and Barack Obama"
    late = tag_countries(Texts(None, text, year=2016), load_gazetteer())
    early = tag_countries(Texts(None, text, year=1999), load_gazetteer())
    assert {mention.iso3 for mention in late.mentions} == {"FRA", "USA"}
    assert {refusal.rule for refusal in early.refusals} == {"before_its_time"}


def test_roles_come_from_the_spans_and_the_dateline() -> None:
    body = "LAGOS, March 3 - Oil rose.\n\nNews from Ghana\n\nHe said “Togo must act” in Benin."
    heading, quote = body.index("News"), body.index("“Togo")
    texts = Texts(None, body, headings=((heading, heading + 15),), quotes=((quote, quote + 15),))
    roles = {mention.surface: mention.role for mention in tag_countries(texts, load_gazetteer()).mentions}
    assert roles == {"LAGOS": "dateline", "Ghana": "heading", "Togo": "quote", "Benin": "text"}


def test_captions_are_their_own_field_with_their_place() -> None:
    tags = tag_countries(
        Texts("Peru votes", "Lima was calm.", captions=("A street.", "Voters in Bolivia.")), load_gazetteer()
    )
    assert [(m.field, m.item, m.iso3) for m in tags.mentions] == [
        ("title", None, "PER"), ("body", None, "PER"), ("caption", 1, "BOL"),
    ]  # fmt: skip


def test_a_repeated_title_is_evidence_and_does_not_count_twice() -> None:
    title = "Kenya and Uganda sign a pact"
    body = f"{title}\n\nThe two agreed on Monday. Kenya will pay."
    tags = tag_countries(Texts(title, body, repeated_title=(0, len(title))), load_gazetteer())
    counts = {share.iso3: share.mentions for share in tags.countries}
    assert counts == {"KEN": 2, "UGA": 1}
    assert sum(mention.iso3 == "KEN" for mention in tags.mentions) == 3


def test_salience_sums_to_one_and_falls() -> None:
    tags = tag("France and Spain met. France paid. Portugal watched.\n\nMore from France.", "France meets Spain")
    assert sum(share.salience for share in tags.countries) == pytest.approx(1)
    assert [share.iso3 for share in tags.countries] == ["FRA", "ESP", "PRT"]
    assert [share.in_title for share in tags.countries] == [True, True, False]


def test_the_lead_ends_at_the_first_blank_line() -> None:
    tags = tag("Peru voted.\n\nChile did not.")
    assert {share.iso3: share.in_lead for share in tags.countries} == {"PER": True, "CHL": False}


# A text of our own in the shape of the article that the project was founded on.
TITLE = "India and Japan navy chiefs hold talks in Tokyo"
BODY = """Senior officers from India arrived in Tokyo this week for talks with their Japanese counterparts.

The first round gave Tokyo and New Delhi a chance to speak of shared worries. India's navy sent its vice chief, and the
Japanese side was led by an admiral. The deputy minister for Indonesia, Fiji, and Tonga took part for Japan.

Indian officials said that patrols in the Philippine Sea would go on. Japan agreed. The Lok Sabha was told in May.

Envoys of India and Japan will meet again, after stops in Australia and in Hokkaido."""


def test_an_article_about_two_countries_has_these_two_as_its_focus() -> None:
    tags = tag(BODY, TITLE)
    assert focus(tags) == {"IND", "JPN"}
    assert {share.iso3 for share in tags.countries} == {"IND", "JPN", "IDN", "FJI", "TON", "AUS"}
    assert [(refusal.surface, refusal.rule) for refusal in tags.refusals] == [("Philippine Sea", "sea")]


PIECES = (
    "Georgia", "U.S.", "us", "US", "Côte d’Ivoire", "South\nKorea", "İstanbul", "\u0301", " ", "\n\n", ", ", "-", "’s",
    "“", "Paris", "Texas", "🙂", "\u202e", "Washinton", "CHINA", "ﬁ", "ß", "Ga.", "New ", "Sea", "in ", "\ud800", "of ",
    "Chad",
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30), st.lists(st.sampled_from(PIECES), max_size=8))
def test_every_span_is_its_surface_and_mentions_never_overlap(body: list[str], title: list[str]) -> None:
    texts = Texts("".join(title), "".join(body), captions=("".join(body[:5]),))
    tags = tag_countries(texts, load_gazetteer())
    fields = {("title", None): texts.title or "", ("body", None): texts.body, ("caption", 0): texts.captions[0]}
    last: dict[tuple[str, int | None], int] = {}
    for mention in tags.mentions:
        where = (mention.field, mention.item)
        assert fields[where][mention.start : mention.end] == mention.surface
        assert mention.start >= last.get(where, 0)
        last[where] = mention.end
    for refusal in tags.refusals:
        assert fields[refusal.field, refusal.item][refusal.start : refusal.end] == refusal.surface
    assert not tags.countries or sum(share.salience for share in tags.countries) == pytest.approx(1)


@pytest.mark.parametrize("unit", ["Georgia ", "Mount Anderson of Hampton ", "a", "In South ", "X, "])
def test_work_grows_with_length_only(unit: str, gazetteer: Gazetteer) -> None:
    """Ten times the text makes no more than some ten times the work: nothing is quadratic."""
    small, large = (Texts(None, unit * (size // len(unit))) for size in (10_000, 100_000))
    one = steps(lambda: tag_countries(small, gazetteer))
    assert steps(lambda: tag_countries(large, gazetteer)) < 12 * one + 1_000


@pytest.mark.slow
@pytest.mark.skipif(not (SHARED / "gold").exists(), reason="the labelled sets lie in ../shared/gold")
@pytest.mark.parametrize(
    ("name", "in_focus", "floor", "without_usa"),
    [("geovirus", False, 0.977, 0), ("lgl_half", False, 0.887, 0), ("reuters_1987", True, 0.942, 0.9058)],
)
def test_labelled_sets_keep_their_floors(
    name: str, in_focus: bool, floor: float, without_usa: float, gazetteer: Gazetteer
) -> None:
    hits = errors = other_hits = other_errors = 0
    for line in (SHARED / "gold" / "countries" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        title, text = row["title"], row["text"]
        repeated = (0, len(title)) if title and text.startswith(title) else None
        tags = tag_countries(Texts(title, text, repeated_title=repeated), gazetteer)
        got = focus(tags) if in_focus else {share.iso3 for share in tags.countries}
        wanted = set(row["countries"])
        got -= set(row["optional"]) - wanted
        hits, errors = hits + len(got & wanted), errors + len(got ^ wanted)
        other_hits += len((got & wanted) - {"USA"})
        other_errors += len((got ^ wanted) - {"USA"})
    assert 2 * hits / (2 * hits + errors) >= floor
    assert 2 * other_hits / (2 * other_hits + other_errors) >= without_usa


@pytest.mark.skipif(not (SHARED / "seed").exists(), reason="the founding article lies in ../shared/seed")
def test_the_founding_article_has_its_countries_and_focus() -> None:
    expected = json.loads((SHARED / "seed" / "expected.json").read_text(encoding="utf-8"))
    raw = (SHARED / "seed" / "article.txt").read_text(encoding="utf-8")
    begin = raw.index(expected["body_starts"])
    body = raw[begin : raw.index(expected["body_ends"]) + len(expected["body_ends"])]
    for caption in expected["captions"]:
        body = body.replace(caption, "")
    for captions in ((), tuple(expected["captions"])):
        tags = tag_countries(Texts(expected["title"], body, captions=captions), load_gazetteer())
        assert {share.iso3 for share in tags.countries} == set(expected["countries_mentioned"])
        assert focus(tags) == set(expected["countries_focus"])
        assert ("South China Sea", "sea") in {(refusal.surface, refusal.rule) for refusal in tags.refusals}
