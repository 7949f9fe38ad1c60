"""Bylines: people out of the lines that newspapers print, in many languages, and nobody invented."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from contracts.records import Article, PageContext
from transforms.pages.bylines import people
from transforms.pages.extract import extract_document

URL = "https://www.example.org/world/talks"
CONTEXT = PageContext(fetched_at=datetime(2026, 6, 1, 12, tzinfo=UTC), url=URL, final_url=URL)
TEXT = "<p>The ministers of both countries met in the capital to discuss trade, fisheries and their border.</p>" * 6
TITLE = "Ministers of two lake states meet"


def byline(head: str = "", top: str = "") -> str | None:
    html = (
        f"<html><head>{head}</head><body><main><article><h1>{TITLE}</h1>{top}<div>{TEXT}</div></article></main></body>"
    )
    article = extract_document(html.encode(), CONTEXT)
    assert isinstance(article, Article)
    return article.byline


LABELLED = [
    "By Anna Example", "ByAnna Example", "Written by Anna Example", "Von Anna Example", "Ein Kommentar von Anna Example",
    "Mit Anna Example", "Text: Anna Example", "Par Anna Example", "Propos recueillis par Anna Example",
    "Por Anna Example", "Texto de Anna Example", "Di Anna Example", "A cura di Anna Example", "Door Anna Example",
    "Tekst: Anna Example", "Skrevet av Anna Example", "Af Anna Example", "Autor: Anna Example", "Oleh Anna Example",
    "Penulis: Anna Example", "Yazan: Anna Example", "Haber: Anna Example", "Tác giả: Anna Example",
    "Szerző: Anna Example", "Автор: Anna Example", "Текст: Anna Example", "Γράφει η Anna Example", "بقلم Anna Example",
    "作者:Anna Example",
]  # fmt: skip


@pytest.mark.parametrize("line", LABELLED)
def test_a_label_before_a_name_is_not_part_of_it(line: str) -> None:
    assert people([line], set()) == ["Anna Example"]


@pytest.mark.parametrize(
    "line",
    ["Oleh Kovalenko", "Di Wang", "Dan Brown", "Will Young", "Theo Walcott", "Kim In Hwan", "Byron Smith", "J. K. Rowling",
     "Anna van 't Hof", "Sophie in 't Veld", "Jean d'Ormesson", "Ahmed al-Khatib", "José Ortega y Gasset", "Fritz Haber",
     "Emily Post", "Malcolm X", "Ban Ki-moon", "Anna I. Example", "王小明", "มานี ใจดี", "أحمد علي"],
)  # fmt: skip
def test_names_that_look_like_labels_and_joiners_stay_whole(line: str) -> None:
    assert people([line], set()) == [line]


@pytest.mark.parametrize(
    "line",
    ["By Anna Example, Paris", "By Anna Example, New York", "Von Anna Example, Berlin", "By Anna Example in Paris",
     "Anna Example for Example Post", "Par Anna Example avec AFP", "Anna Example con EFE", "Anna Example/AFP",
     "Anna Example (Reuters)", "Anna Example anna@example.org", "Anna Example @anna_example", "Anna Example, MD, PhD",
     "Anna Example – 12 mai 2026", "Anna Example, The Example Post", "Anna Example, CNN Business",
     "Anna Example. Example International", "Anna Example, Example Sport", "ANNA EXAMPLE", "Anna Example, Economics Editor",
     "Anna ExampleFounder at Oaks", "Anna Example on behalf of the Lakes group", "By Anna Example and Agencies"],
)  # fmt: skip
def test_what_stands_behind_a_name_is_no_part_of_it_and_nobody_else(line: str) -> None:
    assert people([line], set()) == ["Anna Example"]


@pytest.mark.parametrize(
    "joiner", ["and", "&", "und", "et", "y", "e", "og", "ve", "with", "avec", "dan", "và", "i", "и"]
)
def test_two_names_are_two_people_in_any_language(joiner: str) -> None:
    assert people([f"Anna Example {joiner} Budi Santoso"], set()) == ["Anna Example", "Budi Santoso"]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By ANNA VAN DER BERG AND SHANNON MCDONALD", ["Anna van der Berg", "Shannon McDonald"]),
        ("作者:王小明、李四", ["王小明", "李四"]),
        ("김철수 기자", ["김철수"]),
        ("Anna Example in London and Tomas Reyes in Paris", ["Anna Example", "Tomas Reyes"]),
        ("Anna Example, Jr.", ["Anna Example Jr"]),
    ],
)
def test_names_are_written_as_names(line: str, names: list[str]) -> None:
    assert people([line], set()) == names


@pytest.mark.parametrize(
    "line",
    ["La rédaction", "Redaktion", "Redacción", "Редакция", "Agencia EFE", "PA Media", "Sponsored by Example", "Гость",
     "The Example Team", "Example News Weekly", "Example Post", "Science X", "Foto: Anna Example", "Staff Reports"],
)  # fmt: skip
def test_offices_agencies_and_photographers_are_no_authors(line: str) -> None:
    assert people([line], set()) == []


@pytest.mark.parametrize(
    "top",
    ["<p>Von Anna Example</p>", "<p>12 May 2026 | Par Anna Example</p>", '<div class="x">Emily Example</div>',
     "<p>May 12, 2026 • Emily Example in Lakes</p>", "<h4>Emily Example</h4>", "<p>Tekst: Anna Example</p>"],
)  # fmt: skip
def test_a_name_between_headline_and_text_is_found_without_a_telling_box(top: str) -> None:
    assert byline("", top) in ("Anna Example", "Emily Example")


@pytest.mark.parametrize(
    "top",
    ["<p>Reviewed by</p><p>Emily Example</p>", "<figure><figcaption>Emily Example</figcaption></figure>",
     '<p class="author">Europe</p>', "<p>Emily One</p><p>Emily Two</p><p>Emily Three</p>", "<p>Climate Change</p>"],
)  # fmt: skip
def test_who_checked_it_who_took_the_photo_and_a_row_of_names_are_not_the_author(top: str) -> None:
    assert byline("", top) is None


def test_the_owner_of_a_site_is_its_author_under_the_same_name_and_an_outlet_is_not() -> None:
    def owned(name: str) -> str | None:
        return byline(f'<meta property="og:site_name" content="{name}"><meta name="author" content="{name}">')

    assert owned("Emily Example") == "Emily Example"
    assert owned("Rolling Lakes") is None


def test_an_office_in_the_data_does_not_make_photographers_authors() -> None:
    credits = '<p class="author">Example Staff</p><p class="author">Emily Example</p>'
    assert byline('<meta name="author" content="Example Staff">', credits) is None
