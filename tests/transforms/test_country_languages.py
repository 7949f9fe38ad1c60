"""The country tagger in other languages: boundaries, the document's sense, what cannot be judged, time."""

from __future__ import annotations

import unicodedata

import pytest

from contracts.records import CountryTags, Texts
from reference.gazetteer import load_gazetteer
from tests.support.work import steps
from transforms.countries import tag_countries


def tag(text: str, language: str | None) -> CountryTags:
    return tag_countries(Texts(None, text, language=language), load_gazetteer())


def found(text: str, language: str) -> list[tuple[str, str]]:
    return [(mention.surface, mention.iso3) for mention in tag(text, language).mentions]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ru", "переговоры с Украиной в Эр-Рияде", [("Украиной", "UKR"), ("Эр-Рияде", "SAU")]),
        ("tr", "Türkiye'nin ve Rusların", [("Türkiye", "TUR"), ("Rus", "RUS")]),
        ("de", "US-Präsident im Ukrainekrieg", [("US", "USA"), ("Ukraine", "UKR")]),
        ("fr", "L’Ukraine, l'armée d’Israël", [("Ukraine", "UKR"), ("Israël", "ISR")]),
        ("es", "iraníes y alemanas", [("iraníes", "IRN"), ("alemanas", "DEU")]),
        ("es", "el chinchorro rusonorte", []),
        ("it", "OGGI L'ITALIA", [("ITALIA", "ITA")]),
        ("nl", "de raad van 's-Gravenhage", [("s-Gravenhage", "NLD")]),
    ],
)
def test_a_word_is_found_in_its_forms_and_not_in_other_words(
    language: str, text: str, expected: list[tuple[str, str]]
) -> None:
    assert found(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "Le Pérou, l'Élysée", ["Pérou", "Élysée"]),
        ("es", "México e Irán", ["México", "Irán"]),
        ("ru", "Российские войска и Йемен", ["Российские", "Йемен"]),
        ("uk", "Україна й Київ", ["Україна", "Київ"]),
        ("vi", "Thụy Điển và Nhật Bản", ["Thụy Điển", "Nhật Bản"]),
        ("ja", "ドイツとパキスタン", ["ドイツ", "パキスタン"]),
        ("ko", "한국과 일본", ["한국", "일본"]),
        ("tr", "İsrail ve Türkiye", ["İsrail", "Türkiye"]),
        ("en", "Côte d'Ivoire and Türkiye", ["Côte d'Ivoire", "Türkiye"]),
    ],
)
def test_accents_of_two_characters_are_read_as_those_of_one(language: str, text: str, expected: list[str]) -> None:
    apart = unicodedata.normalize("NFD", text)
    assert [surface for surface, _ in found(apart, language)] == [unicodedata.normalize("NFD", one) for one in expected]
    assert [surface for surface, _ in found(text, language)] == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ru", "Росси\u0301я и Украи\u0301на", ["Росси\u0301я", "Украи\u0301на"]),
        ("ar", "في الصِّين والســعودية", ["الصِّين", "الســعودية"]),
        ("ar", "ﺍﻟﺼﻴﻦ", ["ﺍﻟﺼﻴﻦ"]),
        ("fa", "ايران و امریكا، کره‌شمالی", ["ايران", "امریكا", "کره‌شمالی"]),
        ("hi", "फ़्रान्स और लन्दन", ["फ़्रान्स", "लन्दन"]),
        ("vi", "Thuỵ Điển", ["Thuỵ Điển"]),
        ("ja", "ﾛｼｱとﾄﾞｲﾂ", ["ﾛｼｱ", "ﾄﾞｲﾂ"]),
        ("tr", "TÜRKİYE, i\u0307ran", ["TÜRKİYE"]),
        ("de", "Frank\u00adreich und Ｃｈｉｎａ", ["Frank\u00adreich", "Ｃｈｉｎａ"]),
    ],
)
def test_marks_that_writers_set_or_leave_out_hide_no_country(language: str, text: str, expected: list[str]) -> None:
    tags = tag(text, language)
    assert [mention.surface for mention in tags.mentions] == expected
    assert [text[mention.start : mention.end] for mention in tags.mentions] == expected


def test_oman_and_amman_are_told_apart_by_the_mark_that_makes_two_words_of_them() -> None:
    assert found("في عَمَّان وعُمَان", "ar") == [("عَمَّان", "JOR"), ("عُمَان", "OMN")]
    assert found("السلطات العُمانية", "ar") == [("عُمانية", "OMN")]


def test_what_may_be_two_countries_is_the_one_that_the_document_names() -> None:
    assert found("Los coreanos de Pyongyang", "es")[0] == ("coreanos", "PRK")
    assert found("Los coreanos de Seúl", "es")[0] == ("coreanos", "KOR")


def test_a_refusal_names_its_rule() -> None:
    tags = tag("Buques en el mar de China Meridional.", "es")
    assert [(refusal.surface, refusal.rule) for refusal in tags.refusals] == [("mar de China Meridional", "sea")]


@pytest.mark.parametrize(
    ("language", "text", "rule"),
    [
        ("es", "Cruzaron el estrecho de Taiwán.", "sea"),
        ("es", "Vive en la calle Dinamarca.", "street"),
        ("es", "Asunción Martínez ganó el premio.", "person"),
        ("fr", "Une rue de Londres, la nuit.", "street"),
        ("de", "Stau auf der Berliner Straße.", "street"),
        ("de", "Sie unterrichtet Deutsch.", "language"),
        ("ru", "Авария на Варшавском шоссе.", "street"),
        ("ru", "Михаил Турецкий дал концерт.", "person"),
        ("uk", "Майкл Польський виграв.", "person"),
        ("ar", "قال أحمد المصري للصحيفة.", "person"),
        ("ar", "أغلق شارع باريس.", "street"),
        ("fa", "احمد تهرانی بازیکن تیم است.", "person"),
        ("ja", "デンゼル・ワシントンさん", "person"),
        ("zh", "乔治·华盛顿的画像", "person"),
    ],
)
def test_what_stands_beside_a_name_makes_something_else_of_it(language: str, text: str, rule: str) -> None:
    tags = tag(text, language)
    assert tags.mentions == ()
    assert [refusal.rule for refusal in tags.refusals] == [rule]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("es", "En Santiago Piñera saludó.", ["Santiago"]),
        ("de", "Der deutsche Weg; er führt in Paris Gespräche.", ["deutsche", "Paris"]),
        ("ru", "Польский премьер говорил по-русски.", ["Польский"]),
        ("ar", "الرئيس المصري", ["مصري"]),
        ("zh", "中国·乌镇", ["中国"]),
        ("fr", "la frontière franco-allemande", ["franco", "allemande"]),
        ("fr", "un franco de port", []),
    ],
)
def test_it_does_not_where_the_words_only_look_so(language: str, text: str, expected: list[str]) -> None:
    assert [surface for surface, _ in found(text, language)] == expected


def test_a_language_named_beside_another_is_one_too_but_not_before_a_noun() -> None:
    assert found("Она преподаёт русский язык и немецкий.", "ru") == []
    assert found("Кафедра русского языка и немецкой культуры.", "ru") == [("немецкой", "DEU")]


def test_a_surname_with_the_article_is_no_country_where_it_stands_alone_again() -> None:
    text = "قال محمد شياع السوداني إن السوداني سيسافر مع الوفد المصري."
    assert found(text, "ar") == [("مصري", "EGY")]


def test_a_leader_counts_from_the_first_year_of_office_that_the_english_file_has() -> None:
    def macron(year: int) -> CountryTags:
        return tag_countries(Texts(None, "Le discours de Macron.", language="fr", year=year), load_gazetteer())

    assert [refusal.rule for refusal in macron(2009).refusals] == ["before_its_time"]
    assert [mention.iso3 for mention in macron(2019).mentions] == ["FRA"]


def test_a_language_without_a_gazetteer_is_not_judged_and_says_why() -> None:
    tags = tag("Tá Uachtarán na Fraince i mBaile Átha Cliath.", "ga")
    assert (tags.mentions, tags.countries, tags.covered, tags.reason) == ((), (), False, "language_not_covered")


def test_an_unknown_language_is_read_as_english_if_its_script_is_latin() -> None:
    assert [mention.iso3 for mention in tag("Talks in Norway.", None).mentions] == ["NOR"]
    tags = tag("Переговоры в Норвегии.", None)
    assert (tags.covered, tags.reason) == (False, "language_unknown")


def test_the_call_may_say_the_language() -> None:
    tags = tag_countries(Texts(None, "Die Niederlande"), load_gazetteer(), language="de")
    assert [mention.iso3 for mention in tags.mentions] == ["NLD"]


@pytest.mark.parametrize("language", ["ru", "de", "zh", "ar"])
@pytest.mark.parametrize(
    "text",
    ["", "\ud800\udc00 \ud800", "Georgia " * 2000, "😀e\u0301\u202e" * 500, "1234 " * 500, "ع\u064e\u0301" * 3000],
)
def test_odd_texts_have_an_answer_whose_offsets_hold(language: str, text: str) -> None:
    for mention in tag(text, language).mentions:
        assert text[mention.start : mention.end] == mention.surface


def test_work_grows_with_the_length_only() -> None:
    text = "Президент России прибыл в Пекин; в Южной Корее и США ждут. "
    gazetteer = load_gazetteer()
    small, large = Texts(None, text * 20, language="ru"), Texts(None, text * 200, language="ru")
    tag_countries(small, gazetteer)
    one = steps(lambda: tag_countries(small, gazetteer))
    assert steps(lambda: tag_countries(large, gazetteer)) < 12 * one + 1_000
