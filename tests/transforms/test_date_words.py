"""Dates as news pages of some forty languages print them beside a headline: the day, the time, and whether the words
beside it say that the text was published or updated then."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from contracts.records import Article, PageContext
from tests.support.texts import UNDATED
from transforms.pages.dates import Moment
from transforms.pages.extract import read_page
from transforms.pages.moments import moments_in

FETCHED = datetime(2026, 6, 1, 12, tzinfo=UTC)
ADDRESS = "https://example.org/world/accord"
# The language of the page, what it prints, "p" for published or "m" for modified, and the moment in UTC.
TABLE = [
    ("es", "Publicado el 4 de marzo de 2025 a las 21:30", "p", "2025-03-04 21:30"),
    ("es", "Actualizado: 4 mar. 2025 - 21:30 CET", "m", "2025-03-04 20:30"),
    ("es", "Actualizado a 4 de marzo de 2025 21:30", "m", "2025-03-04 21:30"),
    ("es", "04/03/2025 21:30h", "p", "2025-03-04 21:30"),
    ("pt", "Publicado em 4 de março de 2025 às 21h30", "p", "2025-03-04 21:30"),
    ("pt", "04/03/2025 21h30 Atualizado há 2 horas", "p", "2025-03-04 21:30"),
    ("pt", "Atualizado em 04.mar.2025 às 21h30", "m", "2025-03-04 21:30"),
    ("fr", "Publié le 4 mars 2025 à 21h30", "p", "2025-03-04 21:30"),
    ("fr", "Mis à jour le 04/03/2025 à 21:30", "m", "2025-03-04 21:30"),
    ("fr", "Par Jeanne Exemple, le 1er mars 2025", "p", "2025-03-01"),
    ("de", "Veröffentlicht am 4. März 2025 um 21:30 Uhr", "p", "2025-03-04 21:30"),
    ("de", "Stand: 04.03.2025, 21:30 Uhr", "m", "2025-03-04 21:30"),
    ("de", "Aktualisiert am 04.03.2025, 21.30 Uhr", "m", "2025-03-04 21:30"),
    ("it", "Pubblicato il 4 marzo 2025 alle 21:30", "p", "2025-03-04 21:30"),
    ("it", "Ultimo aggiornamento: 4 mar 2025, 21:30", "m", "2025-03-04 21:30"),
    ("nl", "Gepubliceerd op 4 maart 2025 om 21.30 uur", "p", "2025-03-04 21:30"),
    ("nl", "Laatst bijgewerkt: 4 mrt 2025, 21:30", "m", "2025-03-04 21:30"),
    ("pl", "Opublikowano: 4 marca 2025, 21:30", "p", "2025-03-04 21:30"),
    ("pl", "Aktualizacja: 04.03.2025 21:30", "m", "2025-03-04 21:30"),
    ("ru", "Опубликовано 4 марта 2025 года в 21:30", "p", "2025-03-04 21:30"),
    ("ru", "Обновлено: 4 марта 2025, 21:30 (МСК)", "m", "2025-03-04 18:30"),
    ("ru", "21:30, 4 марта 2025", "p", "2025-03-04 21:30"),
    ("uk", "Опубліковано: 4 березня 2025 р., 21:30", "p", "2025-03-04 21:30"),
    ("uk", "Оновлено 4 березня 2025, 21:30", "m", "2025-03-04 21:30"),
    ("tr", "Yayınlanma: 04 Mart 2025 - 21:30", "p", "2025-03-04 21:30"),
    ("tr", "Güncelleme: 04.03.2025 21:30", "m", "2025-03-04 21:30"),
    ("tr", "4 Mart 2025 Salı 21:30", "p", "2025-03-04 21:30"),
    ("ar", "نُشر في ٤ مارس ٢٠٢٥ الساعة ٢١:٣٠", "p", "2025-03-04 21:30"),
    ("ar", "آخر تحديث: 4 آذار 2025 21:30", "m", "2025-03-04 21:30"),
    ("ar", "4 آذار/مارس 2025", "p", "2025-03-04"),
    ("ar", "الثلاثاء 4 كانون الأول 2024", "p", "2024-12-04"),
    ("ar", "تاريخ النشر: 04/03/2025 - 09:30 م", "p", "2025-03-04 21:30"),
    ("fa", "تاریخ انتشار: ۱۴ اسفند ۱۴۰۳ - ۲۱:۳۰", "p", "2025-03-04 21:30"),
    ("fa", "۱۴۰۳/۱۲/۱۴ ۲۱:۳۰", "p", "2025-03-04 21:30"),
    ("fa", "به\u200cروزرسانی: ۱۴ اسفند ۱۴۰۳", "m", "2025-03-04"),
    ("he", "פורסם: 4 במרץ 2025, 21:30", "p", "2025-03-04 21:30"),
    ("he", "עודכן: 04.03.25 21:30", "m", "2025-03-04 21:30"),
    ("hi", "प्रकाशित: 4 मार्च 2025, 09:30 PM IST", "p", "2025-03-04 21:30"),
    ("hi", "अपडेटेड 4 मार्च 2025", "m", "2025-03-04"),
    ("zh", "2025年3月4日 21:30", "p", "2025-03-04 21:30"),
    ("zh", "发布时间:2025-03-04 21:30", "p", "2025-03-04 21:30"),
    ("zh", "更新时间：2025年03月04日21:30", "m", "2025-03-04 21:30"),
    ("zh-TW", "民國114年3月4日", "p", "2025-03-04"),
    ("zh-TW", "2025/03/04 21:30 更新", "m", "2025-03-04 21:30"),
    ("ja", "2025年3月4日 21時30分", "p", "2025-03-04 21:30"),
    ("ja", "令和7年3月4日", "p", "2025-03-04"),
    ("ja", "公開日：2025年3月4日", "p", "2025-03-04"),
    ("ja", "2025年3月4日 午後9時30分 更新", "m", "2025-03-04 21:30"),
    ("ja", "2025.03.04 Tue posted at 21:30 JST", "p", "2025-03-04 12:30"),
    ("ko", "입력 2025.03.04. 오후 9:30", "p", "2025-03-04 21:30"),
    ("ko", "수정 2025-03-04 21:30", "m", "2025-03-04 21:30"),
    ("ko", "2025년 3월 4일", "p", "2025-03-04"),
    ("th", "เผยแพร่: 4 มี.ค. 2568 21:30 น.", "p", "2025-03-04 21:30"),
    ("th", "วันที่ 4 มีนาคม พ.ศ. 2568 เวลา 21:30 น.", "p", "2025-03-04 21:30"),
    ("th", "อัปเดต 4 มีนาคม 2568", "m", "2025-03-04"),
    ("vi", "Thứ Ba, 04/03/2025, 21:30 (GMT+7)", "p", "2025-03-04 14:30"),
    ("vi", "Ngày 4 tháng 3 năm 2025", "p", "2025-03-04"),
    ("vi", "Cập nhật lúc 21:30 ngày 4/3/2025", "m", "2025-03-04 21:30"),
    ("id", "Selasa, 04 Mar 2025 21:30 WIB", "p", "2025-03-04 14:30"),
    ("id", "Diperbarui 4 Maret 2025, 21:30 WIB", "m", "2025-03-04 14:30"),
    ("el", "Δημοσιεύτηκε: 4 Μαρτίου 2025, 21:30", "p", "2025-03-04 21:30"),
    ("el", "Τελευταία ενημέρωση: 4 Μαρ. 2025 9:30 μμ", "m", "2025-03-04 21:30"),
    ("cs", "Publikováno 4. března 2025 21:30", "p", "2025-03-04 21:30"),
    ("cs", "Aktualizováno 4. 3. 2025, 21:30", "m", "2025-03-04 21:30"),
    ("sv", "Publicerad 4 mars 2025 kl. 21.30", "p", "2025-03-04 21:30"),
    ("sv", "Uppdaterad 2025-03-04 21.30", "m", "2025-03-04 21:30"),
    ("fi", "Julkaistu 4.3.2025 klo 21.30", "p", "2025-03-04 21:30"),
    ("fi", "Päivitetty 4. maaliskuuta 2025", "m", "2025-03-04"),
    ("hu", "Megjelent: 2025. március 4. 21:30", "p", "2025-03-04 21:30"),
    ("hu", "Frissítve: 2025.03.04. 21:30", "m", "2025-03-04 21:30"),
    ("da", "Publiceret 4. marts 2025 kl. 21:30", "p", "2025-03-04 21:30"),
    ("nb", "Publisert 4. mars 2025, 21:30", "p", "2025-03-04 21:30"),
    ("nb", "Sist oppdatert 04.03.2025 21:30", "m", "2025-03-04 21:30"),
    ("ro", "Publicat: 4 martie 2025, 21:30", "p", "2025-03-04 21:30"),
    ("ro", "Actualizat acum o zi, 04.03.2025", "m", "2025-03-04"),
    ("bg", "Публикувано на 4 март 2025, 21:30", "p", "2025-03-04 21:30"),
    ("sr", "Objavljeno: 4. mart 2025. 21:30", "p", "2025-03-04 21:30"),
    ("hr", "Objavljeno 4. ožujka 2025. u 21:30", "p", "2025-03-04 21:30"),
    ("sk", "Aktualizované 4. marca 2025", "m", "2025-03-04"),
    ("ca", "Publicat el 4 de març de 2025", "p", "2025-03-04"),
    ("lt", "2025 m. kovo 4 d. 21:30", "p", "2025-03-04 21:30"),
    ("lv", "2025. gada 4. marts, 21:30", "p", "2025-03-04 21:30"),
    ("et", "Avaldatud 4. märts 2025, 21:30", "p", "2025-03-04 21:30"),
    ("bn", "প্রকাশ: ০৪ মার্চ ২০২৫, ২১:৩০", "p", "2025-03-04 21:30"),
    ("ur", "شائع: 4 مارچ 2025", "p", "2025-03-04"),
    ("ta", "4 மார்ச் 2025", "p", "2025-03-04"),
    ("sw", "Imechapishwa: 4 Machi 2025", "p", "2025-03-04"),
    ("ka", "4 მარტი, 2025", "p", "2025-03-04"),
    ("ms", "Dikemas kini: 4 Mac 2025", "m", "2025-03-04"),
    ("ms", "4 Mac 2025", "p", "2025-03-04"),
    ("tl", "Marso 4, 2025", "p", "2025-03-04"),
    ("en", "Last updated on March 4, 2025 at 9:30 pm EST", "m", "2025-03-05 02:30"),
    ("en", "Published: Mar. 4, 2025 at 9:30 a.m. PT", "p", "2025-03-04 17:30"),
    ("en", "First published on Tue 4 Mar 2025 09.30 GMT", "p", "2025-03-04 09:30"),
    ("en", "Tuesday, March 4th, 2025", "p", "2025-03-04"),
    ("en", "4 Mar 2025, 09:30 PM IST", "p", "2025-03-04 21:30"),
]


def read(line: str, language: str) -> Article:
    """The article of a page that prints the line between its headline and its text."""
    page = (
        f'<html lang="{language}"><head><title>River accord nearly settled</title></head><body><nav><a href="/a">Home</a>'
        f"</nav><main><article><h1>River accord nearly settled</h1><div>{line}</div>{UNDATED}</article></main>"
        "<footer>© 2019 Example Media</footer></body></html>"
    )
    article, verdict = read_page(page.encode(), PageContext(FETCHED, ADDRESS, ADDRESS))
    assert isinstance(article, Article), verdict
    return article


@pytest.mark.parametrize(("language", "line", "role", "moment"), TABLE)
def test_a_printed_date_is_read_with_its_time_and_with_what_it_is_the_date_of(
    language: str, line: str, role: str, moment: str
) -> None:
    article = read(line, language)
    stated = {
        (d.role[0], d.at.strftime("%Y-%m-%d" if d.precision == "day" else "%Y-%m-%d %H:%M")) for d in article.dates
    }
    assert stated == {(role, moment)}
    chosen = article.modified_at if role == "m" else article.published_at
    assert chosen is not None
    assert chosen.strftime("%Y-%m-%d %H:%M").startswith(moment)


def test_the_table_holds_forty_languages_and_both_roles_in_most() -> None:
    languages = {language for language, *_ in TABLE}
    assert len(languages) >= 40
    assert sum({"p", "m"} <= {role for name, _, role, _ in TABLE if name == one} for one in languages) >= 20


def moments(line: str, language: str | None = None) -> list[Moment]:
    return [found.moment for found in moments_in(line, language)]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        (
            "\u0664 \u0643\u0627\u0646\u0648\u0646 \u0627\u0644\u062b\u0627\u0646\u064a \u0662\u0660\u0662\u0665",
            "2025-01-04",
        ),
        ("4 \u062a\u0634\u0631\u064a\u0646 \u0627\u0644\u0623\u0648\u0644 2024", "2024-10-04"),
        ("4 \u062a\u0634\u0631\u064a\u0646 \u0627\u0644\u062b\u0627\u0646\u064a 2024", "2024-11-04"),
        ("4 \u062c\u0627\u0646\u0641\u064a 2025", "2025-01-04"),
        ("4 \u063a\u0634\u062a 2024", "2024-08-04"),
    ],
)
def test_arabic_months_are_read_by_the_names_of_the_levant_the_maghreb_and_egypt(line: str, day: str) -> None:
    assert [moment.day for moment in moments(line, "ar")] == [day]


@pytest.mark.parametrize(
    ("line", "language", "day"),
    [
        ("30 \u0627\u0633\u0641\u0646\u062f 1403", "fa", "2025-03-20"),
        ("1 \u0641\u0631\u0648\u0631\u062f\u06cc\u0646 1404", "fa", "2025-03-21"),
        ("\u5e73\u621031\u5e744\u670830\u65e5", "ja", "2019-04-30"),
        ("\u4ee4\u548c\u5143\u5e745\u67081\u65e5", "ja", "2019-05-01"),
        ("31 \u0e18\u0e31\u0e19\u0e27\u0e32\u0e04\u0e21 2567", "th", "2024-12-31"),
    ],
)
def test_other_calendars_are_turned_at_their_edges(line: str, language: str, day: str) -> None:
    assert [moment.day for moment in moments(line, language)] == [day]


@pytest.mark.parametrize(
    ("line", "offset", "utc"),
    [
        ("4 March 2025 09:30 GMT", 0, "09:30"),
        ("4 March 2025 09:30 BST", 60, "08:30"),
        ("4 March 2025 09:30 +0545", 345, "03:45"),
        ("4 March 2025 09:30 (UTC+8)", 480, "01:30"),
        ("March 4, 2025 9:30 a.m. ET", -300, "14:30"),
        ("July 4, 2025 9:30 a.m. ET", -240, "13:30"),
        ("4 March 2025 09:30 IST", None, "09:30"),
        ("4 March 2025 09:30", None, "09:30"),
    ],
)
def test_a_zone_is_taken_only_where_its_letters_mean_one_thing(line: str, offset: int | None, utc: str) -> None:
    (moment,) = moments(line, "en")
    assert (moment.offset, moment.at.strftime("%H:%M")) == (offset, utc)


def test_a_line_may_state_two_dates_each_with_its_own_word() -> None:
    article = read("Published 4 March 2025 10:00 | Updated 6 March 2025 11:00", "en")
    assert article.published_at == datetime(2025, 3, 4, 10, tzinfo=UTC)
    assert article.modified_at == datetime(2025, 3, 6, 11, tzinfo=UTC)
    article = read("2025-03-04 10:00 \u516c\u958b / 2025-03-06 11:00 \u66f4\u65b0", "ja")
    assert article.modified_at == datetime(2025, 3, 6, 11, tzinfo=UTC)


@pytest.mark.parametrize("line", ["March 2025", "4 March", "Updated 2 weeks ago", "Volume 4, No. 3.2025", "10:30"])
def test_a_line_that_names_no_day_dates_nothing(line: str) -> None:
    article = read(line, "en")
    assert article.published_at is None
    assert article.published_from == "none"
    assert article.dates == ()
