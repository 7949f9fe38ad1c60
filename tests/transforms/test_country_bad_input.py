"""The country tagger on texts that no editor let through: there is an answer, offsets hold, and the work grows with the
length only. Work is counted in calls, which are the same on every machine; the clock's figures are only printed."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import pytest

from contracts.records import CountryTags, Texts
from reference.gazetteer import Gazetteer, load_gazetteer
from transforms.countries import tag_countries

SENTENCE = (
    "The ministers of France and Germany met in Springfield near Paris, Texas, on Monday; officials from South Korea, "
    "Georgia and Armenia had left for Vernon Jordan's house in Lower Newton. "
)
GROWING: dict[str, Callable[[int], str]] = {
    "prose in paragraphs": lambda n: (SENTENCE * 5 + "\n\n") * n,
    "prose in one line": lambda n: SENTENCE * 5 * n,
    "all capitals": lambda n: SENTENCE.upper() * 5 * n,
    "no capitals": lambda n: SENTENCE.lower() * 5 * n,
    "one name over and over": lambda n: "Georgia " * 100 * n,
    "a list of one name": lambda n: "Paris, " * 100 * n,
    "names with nothing between": lambda n: "Georgia" * 100 * n,
    "capitalised words": lambda n: "Aa " * 300 * n,
    "towns after prepositions": lambda n: "in Newton de " * 80 * n,
    "an abbreviation": lambda n: "US " * 100 * n,
    "firms": lambda n: "Paris Inc Paris & Co Paris " * 40 * n,
    "digits": lambda n: "0123456789 " * 80 * n,
    "blanks": lambda n: " \n" * 500 * n,
    "emoji": lambda n: "\U0001f1eb\U0001f1f7 \U0001f600" * 200 * n,
    "combining marks": lambda n: "e\u0301" * 500 * n,
    "half surrogate pairs": lambda n: "\ud800 France \udc00" * 60 * n,
}
IN_LANGUAGES: dict[str, Callable[[int], str]] = {
    "zh": lambda n: "中国和法国" * 100 * n,
    "ja": lambda n: "日本政府とフランスの" * 80 * n,
    "ar": lambda n: "وقال وزير الخارجية المصري إن فرنسا والعراق وللأردن " * 20 * n,
    "ru": lambda n: "Министр Франции встретился с представителями Германии и Японии. " * 20 * n,
    "tr": lambda n: "Türkiye'nin ve Fransa'dan gelen Almanların " * 25 * n,
}
LANGUAGES = (None, "en", *IN_LANGUAGES, "xx")
ODD = {
    "empty": "",
    "blank": " \n\t ",
    "digits only": "1234 5678",
    "noise of OCR": "Rus5ia and Fr ance, G e r m a n y; lndia, the Un1ted St@tes 0f Ameriea; Kenya~|",
    "mixed scripts": "Россия, Russia и China met中国in Paris, τη Γαλλία και Ιταλία, العراق and Iraq.",
    "emoji within": "\U0001f1eb\U0001f1f7 France\u200d\U0001f600Kenya \ufe0fIraq",
    "combining marks": "Me\u0301xico, Co\u0302te d'Ivoire and Tu\u0308rkiye; F\u0301rance",
    "both directions": "\u202eecnarF\u202c France \u2067Iraq\u2069 \u200fKenya\u200e",
    "lone surrogates": "\ud83d France \udc00 and Ken\udfffya",
    "characters whose small letters are two": "İstanbul, İran and ẞerbia, ﬁnland, Ǆibouti",
    "nothing but marks": "., ; : ( ) - – — ' ’ “ ” … $ % & / \\ < > | " * 20,
    "null characters": "France\x00Kenya\x00 Iraq \x1b[31mChad\x1b[0m",
}


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def assert_offsets_hold(texts: Texts, tags: CountryTags) -> None:
    for found in (*tags.mentions, *tags.refusals):
        text = texts.text_of(found.field, found.item)
        assert found.start < found.end
        assert text[found.start : found.end] == found.surface
    assert sum(share.salience for share in tags.countries) == pytest.approx(1 if tags.countries else 0)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ODD)
def test_odd_text_gets_an_answer_whose_offsets_hold(name: str, language: str | None, gazetteer: Gazetteer) -> None:
    for texts in (
        Texts(None, ODD[name], language=language),
        Texts(ODD[name], "Nothing.", (ODD[name],), headings=((0, 3),), language=language),
    ):
        tags = tag_countries(texts, gazetteer)
        assert_offsets_hold(texts, tags)
        assert tag_countries(texts, gazetteer) == tags


def test_names_beside_what_is_odd_are_found(gazetteer: Gazetteer) -> None:
    def found(name: str) -> set[str]:
        return {m.iso3 for m in tag_countries(Texts(None, ODD[name], language="en"), gazetteer).mentions}

    assert {"RUS", "CHN", "FRA", "IRQ"} <= found("mixed scripts")
    assert {"FRA", "IRQ", "KEN"} <= found("both directions")
    assert found("lone surrogates") == {"FRA"}
    assert found("noise of OCR") == {"KEN"}
    assert [found(name) for name in ("empty", "blank", "digits only", "nothing but marks")] == [set()] * 4


def test_capitals_only_and_no_capitals_name_the_same_countries(gazetteer: Gazetteer) -> None:
    headline = "France and Germany ask Kenya for talks on Ukraine"
    for text in (headline, headline.upper(), headline.lower()):
        assert {m.iso3 for m in tag_countries(Texts(text, "Nothing."), gazetteer).mentions} == {
            "FRA", "DEU", "KEN", "UKR",
        }  # fmt: skip


def test_words_of_a_line_of_capitals_are_no_parts_of_a_country(gazetteer: Gazetteer) -> None:
    text = "THE MINISTER SAID IN PARIS, IN A STATEMENT, THAT FRANCE, OR ITS ALLIES, WOULD ACT ON MONDAY."
    assert {m.iso3 for m in tag_countries(Texts(None, text, language="en"), gazetteer).mentions} == {"FRA"}
    placed = tag_countries(Texts(None, "PORTLAND, OR (AP) - Officials met on Monday.", language="en"), gazetteer)
    assert {m.iso3 for m in placed.mentions} == {"USA"}


@pytest.mark.parametrize(
    ("headline", "countries"),
    [
        ("china and uk sign trade deal as japan and niger watch", {"CHN", "GBR", "JPN", "NER"}),
        ("usa v mexico: what to know", {"USA", "MEX"}),
        ("fine china sold with a panama hat; turkey for dinner, and us too", set()),
    ],
)
def test_a_headline_in_small_letters_names_what_its_words_mean(
    headline: str, countries: set[str], gazetteer: Gazetteer
) -> None:
    assert {m.iso3 for m in tag_countries(Texts(headline, "nothing.", language="en"), gazetteer).mentions} == countries


def calls(text: str, gazetteer: Gazetteer, language: str | None = None) -> int:
    """How many functions are called to tag a text, those written in C included."""
    number = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal number
        number += event in ("call", "c_call")

    tag_countries(Texts(None, text[:200], language=language), gazetteer)
    sys.setprofile(count)
    try:
        tag_countries(Texts(None, text, language=language), gazetteer)
    finally:
        sys.setprofile(None)
    return number


@pytest.mark.parametrize("name", GROWING)
def test_work_grows_with_the_length_only(name: str, gazetteer: Gazetteer) -> None:
    build = GROWING[name]
    short, long = calls(build(4), gazetteer), calls(build(16), gazetteer)
    assert long <= 4.3 * short + 200


@pytest.mark.parametrize("language", IN_LANGUAGES)
def test_work_grows_with_the_length_only_in_other_languages(language: str, gazetteer: Gazetteer) -> None:
    build = IN_LANGUAGES[language]
    assert tag_countries(Texts(None, build(1), language=language), gazetteer).mentions
    short, long = calls(build(4), gazetteer, language), calls(build(16), gazetteer, language)
    assert long <= 4.3 * short + 200


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "words"), [(None, "Georgia "), (None, "Paris, "), ("zh", "中国和法国"), ("ja", "日本政府とフランスの")]
)
def test_ten_times_the_text_takes_about_ten_times_as_long(
    language: str | None, words: str, gazetteer: Gazetteer
) -> None:
    """Measured: 10 to 12 times, of which the garbage collector has what is over 10. Time that grows with the square
    would be a hundred times."""

    def seconds(times: int) -> float:
        texts = Texts(None, words * times, language=language)
        start = time.process_time()
        assert len(tag_countries(texts, gazetteer).mentions) >= times
        return time.process_time() - start

    seconds(100)
    short = min(seconds(3_000) for _ in range(3))
    assert min(seconds(30_000) for _ in range(2)) <= 20 * short


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ten megabytes", (SENTENCE * 5 + "\n\n") * (10_000_000 // (5 * len(SENTENCE) + 2))),
        ("a line of five megabytes", SENTENCE * (5_000_000 // len(SENTENCE))),
        ("Georgia a hundred thousand times", "Georgia " * 100_000),
    ],
)
def test_the_longest_texts_end_with_an_answer(name: str, text: str, gazetteer: Gazetteer) -> None:
    def seconds(part: str) -> float:
        start = time.process_time()
        assert_offsets_hold(Texts(None, part), tag_countries(Texts(None, part), gazetteer))
        return time.process_time() - start

    quarter, whole = seconds(text[: len(text) // 4]), seconds(text)
    print(f"{name}: {len(text) / 1e6:.1f} MB in {whole:.1f} s of processor time, a quarter of it in {quarter:.1f} s")
