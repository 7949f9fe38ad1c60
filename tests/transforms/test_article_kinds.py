"""Which kind of article a page is: by the words of many languages, its data, and credits to agencies."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from contracts.records import Article, PageContext
from transforms.pages.extract import extract_document

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
SENTENCE = "The ministers of both countries met in the capital to discuss trade, fisheries and their border. "
TITLE = "Ministers of two lake states meet"


def kind(
    title: str = TITLE, url: str = "news/talks-of-ministers", head: str = "", top: str = "", body: str = ""
) -> str:
    url = f"https://www.example.org/{url}"
    text = body or "".join(f"<p>{SENTENCE * 2}</p>" for _ in range(4))
    html = (
        f'<html><head><title>{title}</title><meta property="og:type" content="article">{head}</head><body><main>'
        f"<article><h1>{title}</h1>{top}<div class='entry-content'>{text}</div></article></main></body></html>"
    )
    context = PageContext(fetched_at=NOW, url=url, final_url=url, content_type="text/html; charset=utf-8")
    found = extract_document(html.encode(), context)
    assert isinstance(found, Article), found
    return found.kind


def section(name: str) -> str:
    return f'<meta property="article:section" content="{name}">'


FOLDERS = {
    "opinion": ["opinion", "op-ed", "columnists", "commentisfree", "meinung", "leitartikel", "tribunes", "opinión",
                "opiniao", "editoriali", "opinie", "debatt", "mielipide", "felietony", "yazarlar", "opini"],
    "press_release": ["press-releases", "pressemitteilungen", "communiques", "notas-de-prensa", "comunicati-stampa",
                      "persberichten", "pressmeddelanden", "siaran-pers", "basin-bulteni"],
    "live_blog": ["live-blog", "live-updates", "liveticker", "en-direct", "en-vivo", "ao-vivo", "diretta", "na-zywo",
                  "canli-anlatim", "news/live"],
    "gallery": ["gallery", "photos", "bildergalerie", "fotostrecken", "diaporama", "fotogaleria", "fotogallery",
                "fotoserie", "bildspel", "galeri-foto"],
}  # fmt: skip


@pytest.mark.parametrize(("folder", "expected"), [(f, kind) for kind, folders in FOLDERS.items() for f in folders])
def test_the_folder_of_the_address_tells_the_kind(folder: str, expected: str) -> None:
    assert kind(url=f"{folder}/talks-of-ministers") == expected


TITLES = {
    "opinion": ["Opinion | {}", "Column: {}", "Kommentar: {}", "Éditorial. {}", "Opinión: {}", "Мнение: {}", "社説:{}",
                "رأي: {}", "Leder: {}", "Commento: {}"],
    "live_blog": ["Live: {}", "LIVE | {}", "En direct. {}", "Liveticker: {}", "En vivo: {}", "Diretta: {}",
                  "Онлайн: {}", "بث مباشر: {}", "直播:{}", "{} – live updates"],
    "gallery": ["{} in pictures", "{} en images", "In Bildern: {}", "Fotos: {}", "Фоторепортаж: {}", "بالصور: {}",
                "组图:{}", "Kuvat: {}", "Zdjęcia: {}", "{} in beeld"],
    "transcript": ["Transcript: {}", "Im Wortlaut: {}", "Transcription: {}", "Transcripción: {}", "Trascrizione: {}",
                   "Стенограмма: {}", "实录:{}", "Udskrift: {}", "Deşifre: {}", "녹취록: {}"],
}  # fmt: skip


@pytest.mark.parametrize(("title", "expected"), [(t, kind) for kind, titles in TITLES.items() for t in titles])
def test_a_label_before_the_headline_tells_the_kind(title: str, expected: str) -> None:
    assert kind(title.format(TITLE)) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Meinung", "opinion"), ("Мнения", "opinion"), ("評論", "opinion"), ("Press Releases", "press_release"),
     ("Пресс-релизы", "press_release"), ("Fotogalerie", "gallery"), ("Europe", "article")],
)  # fmt: skip
def test_the_section_tells_the_kind(name: str, expected: str) -> None:
    assert kind(head=section(name)) == expected


@pytest.mark.parametrize(
    "body",
    ["LAKETOWN (Reuters) - ", "LAKETOWN, Lakes (AP) — ", "LAKETOWN, 3 March (Xinhua) -- ", "Laketown (dpa/lno) - ",
     "ROMA, 3 MAR - (ANSA) - ", "LAKETOWN, May 3. /TASS/. ", "(AFP) — ", "新华社北京3月3日电 ", "Laketown, 3 may (EFE).- "],
)  # fmt: skip
def test_a_dateline_that_credits_an_agency_makes_wire_copy(body: str) -> None:
    assert kind(body=f"<p>{body}{SENTENCE * 2}</p>" + f"<p>{SENTENCE * 2}</p>" * 3) == "wire"


@pytest.mark.parametrize(
    "author",
    ["Reuters", "The Associated Press", "By ANNA EXAMPLE, AP Political Writer", "Anna Example, Associated Press"],
)
def test_an_agency_as_the_author_in_the_data_makes_wire_copy(author: str) -> None:
    data = f'{{"@type": "NewsArticle", "headline": "{TITLE}", "author": {{"@type": "Person", "name": "{author}"}}}}'
    assert kind(head=f'<script type="application/ld+json">{data}</script>') == "wire"


@pytest.mark.parametrize(
    ("top", "end"),
    [
        ("<p>By Reuters</p>", ""),
        ("<p>Example News wire services</p>", ""),
        ("<p>Anna Example Associated Press</p>", ""),
        ("<p>PTI, Laketown,</p>", ""),
        ("", " PTI"),
        ("", " (Reuters)"),
    ],
)
def test_a_credit_above_or_below_the_text_makes_wire_copy(top: str, end: str) -> None:
    body = f"<p>{SENTENCE * 2}</p>" * 3 + f"<p>{(SENTENCE * 2).strip()}{end}</p>"
    assert kind(top=top, body=body) == "wire"


@pytest.mark.parametrize(
    ("top", "first"),
    [("<p>Photo: Anna Example, AP</p>", ""), ("<p>Anna Example, Associated Press</p>", ""), ("", "According to Reuters, "),
     ("<p>By Anna Example</p>", "Ministers (PA system at hand) met. "), ("", "Bloomberg analysts met. ")],
)  # fmt: skip
def test_a_photographers_agency_and_a_source_in_the_text_make_none(top: str, first: str) -> None:
    assert kind(top=top, body=f"<p>{first}{SENTENCE * 2}</p>" + f"<p>{SENTENCE * 2}</p>" * 3) == "article"


def test_an_agencys_own_page_is_an_article() -> None:
    html = f"<html><body><article><h1>{TITLE}</h1><p>LAKETOWN (Reuters) - {SENTENCE * 4}</p></article></body></html>"
    url = "https://www.reuters.com/world/talks-of-ministers"
    found = extract_document(html.encode(), PageContext(fetched_at=NOW, url=url, final_url=url))
    assert isinstance(found, Article)
    assert found.kind == "article"


@pytest.mark.parametrize(
    ("title", "url"),
    [("Opinion polls open in two lake states", "news/opinion-polls-open"), ("Photo law: ministers of lakes meet", "news/a-b"),
     ("Live music returns to the lake", "live-music/it-returns"), ("Column of tanks seen at the lake", "world/column-of")],
)  # fmt: skip
def test_words_within_headlines_and_addresses_are_no_labels(title: str, url: str) -> None:
    assert kind(title, url) == "article"


def test_a_menu_of_sections_names_no_kind() -> None:
    assert kind(head="".join(map(section, ("News", "Politics", "Business", "Opinions", "Photos")))) == "article"


def test_a_gallery_among_the_data_of_an_article_is_not_its_kind() -> None:
    own = f'{{"@type": "NewsArticle", "headline": "{TITLE}", "image": {{"@type": "ImageGallery", "name": "Lakes"}}}}'
    gallery = f'{{"@type": "ImageGallery", "name": "{TITLE}"}}'
    assert kind(head=f'<script type="application/ld+json">{own}</script>') == "article"
    assert kind(head=f'<script type="application/ld+json">{gallery}</script>') == "gallery"


def test_speakers_that_come_back_make_a_transcript_and_properties_of_products_do_not() -> None:
    spoken = f"<p>MIRELA ANDERS: {SENTENCE}</p><p>TOMAS REYES: {SENTENCE}</p>" * 5
    listed = f"<p>Best For: {SENTENCE}</p><p>Light Needs: {SENTENCE}</p>" * 5
    assert kind(body=spoken) == "transcript"
    assert kind(body=listed) == "article"


@pytest.mark.parametrize(
    "start", ["LAKETOWN, May 3, 2026 /PRNewswire/ -- ", "FOR IMMEDIATE RELEASE ", "LAKETOWN--(BUSINESS WIRE)--"]
)
def test_a_release_names_its_service(start: str) -> None:
    assert kind(body=f"<p>{start}{SENTENCE * 2}</p>" + f"<p>{SENTENCE * 2}</p>" * 3) == "press_release"
