"""Header, meta, byte-order mark and bytes in agreement and at odds, in the charsets of the world's news."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

import pytest

from contracts.records import Article, PageContext
from transforms.pages.decode import Decoded, decode, repair_mojibake
from transforms.pages.extract import extract_document

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
TEXTS = {
    "ru": "Министры двух стран встретились во вторник в столице, чтобы обсудить торговлю, рыболовство и общую границу.",
    "uk": "Міністри двох країн зустрілися у вівторок у столиці, щоб обговорити торгівлю, рибальство та спільний кордон.",
    "bg": "Министрите на двете страни се срещнаха във вторник в столицата, за да обсъдят търговията и общата граница.",
    "el": "Οι υπουργοί των δύο χωρών συναντήθηκαν την Τρίτη στην πρωτεύουσα για να συζητήσουν το εμπόριο και τα σύνορα.",
    "ar": "التقى وزيرا البلدين يوم الثلاثاء في العاصمة لمناقشة التجارة ومصايد الأسماك والحدود المشتركة بينهما.",
    "he": "שרי שתי המדינות נפגשו ביום שלישי בבירה כדי לדון בסחר, בדיג ובגבול המשותף שביניהן.",
    "ja": "両国の閣僚は火曜日に首都で会談し、貿易と漁業、そして共通の国境について話し合った。",
    "ko": "양국 장관들은 화요일 수도에서 만나 무역과 어업 그리고 공동 국경에 대해 논의했다.",
    "zh": "两国部长星期二在首都会晤，讨论贸易、渔业和共同边界问题，并同意秋季再次会谈。",
    "zh-tw": "兩國部長星期二在首都會晤，討論貿易、漁業和共同邊界問題，並同意秋季再次會談。",
    "vi": "Bộ trưởng hai nước đã gặp nhau hôm thứ Ba tại thủ đô để thảo luận về thương mại, nghề cá và biên giới chung.",
    "tr": "İki ülkenin bakanları salı günü başkentte buluşarak ticareti, balıkçılığı ve ortak sınırı görüştü.",
    "pl": "Ministrowie obu państw spotkali się we wtorek w stolicy, aby omówić handel, rybołówstwo i wspólną granicę, źródła.",
    "cs": "Ministři obou zemí se v úterý sešli v hlavním městě, aby projednali obchod, rybolov a společnou hranici, řekl mluvčí.",
    "hu": "A két ország miniszterei kedden a fővárosban találkoztak, hogy a kereskedelemről és a közös határról tárgyaljanak, őszintén.",
    "de": "Die Außenminister beider Länder berieten am Dienstag über Häfen, Zölle, Fischfang und ihre gemeinsame Grenze.",
    "fr": "Les ministres des deux pays se sont réunis mardi à la capitale pour débattre du commerce, de la pêche et de leur frontière.",
    "th": "รัฐมนตรีของทั้งสองประเทศพบกันเมื่อวันอังคารที่เมืองหลวงเพื่อหารือเรื่องการค้าและพรมแดนร่วมกัน",
    "lt": "Abiejų šalių ministrai antradienį susitiko sostinėje aptarti prekybos, žvejybos ir bendros sienos, sakė atstovė.",
}  # fmt: skip
# The text, its charset in truth, what the header and the page say ("" for nothing), and whether they are wrong.
CASES = [
    ("ru", "cp1251", "windows-1251", "", False), ("ru", "cp1251", "", "windows-1251", False), ("ru", "koi8-r", "koi8-r", "", False),
    ("ru", "cp1251", "iso-8859-1", "windows-1251", True), ("ru", "utf-8", "windows-1251", "", True), ("ru", "utf-8", "koi8-r", "koi8-r", True),
    ("ru", "utf-8", "windows-1251", "utf-8", True), ("ru", "cp1251", "utf-8", "windows-1251", True), ("ru", "cp1251", "utf-8", "utf-8", True),
    ("ru", "cp1251", "", "", False), ("ru", "koi8-r", "", "", False), ("ru", "iso8859-5", "iso-8859-5", "", False), ("ru", "cp866", "ibm866", "", False),
    ("ru", "mac_cyrillic", "x-mac-cyrillic", "", False), ("ru", "utf-16", "utf-8", "", False), ("ru", "utf-16-le", "windows-1251", "", False), ("ru", "utf-8-sig", "windows-1251", "koi8-r", False),
    ("ru", "cp1251", "iso-8859-1", "", True), ("he", "cp1255", "iso-8859-1", "", True), ("uk", "cp1251", "windows-1251", "utf-8", False), ("uk", "koi8-u", "koi8-u", "", False), ("bg", "cp1251", "", "windows-1251", False),
    ("el", "iso8859-7", "iso-8859-7", "", False), ("el", "cp1253", "", "windows-1253", False), ("el", "utf-8", "iso-8859-7", "iso-8859-7", True),
    ("el", "cp1253", "iso-8859-1", "windows-1253", True), ("el", "cp1253", "", "", False), ("el", "utf-16-be", "", "", False),
    ("ar", "cp1256", "windows-1256", "", False), ("ar", "iso8859-6", "iso-8859-6", "", False), ("ar", "utf-8", "windows-1256", "", True),
    ("ar", "cp1256", "utf-8", "", True), ("he", "cp1255", "windows-1255", "", False), ("he", "iso8859-8", "iso-8859-8-i", "", False),
    ("he", "utf-8", "iso-8859-8", "", True), ("he", "cp1255", "utf-8", "windows-1255", True),
    ("ja", "shift_jis", "shift_jis", "", False), ("ja", "shift_jis", "x-sjis", "", False), ("ja", "euc_jp", "", "euc-jp", False), ("ja", "iso2022_jp", "", "", False),
    ("ja", "utf-8", "shift_jis", "", True), ("ja", "shift_jis", "utf-8", "shift_jis", True), ("ja", "euc_jp", "iso-8859-1", "euc-jp", True),
    ("ja", "shift_jis", "", "", False), ("ja", "euc_jp", "shift_jis", "", True), ("ja", "shift_jis", "euc-jp", "", True),
    ("ko", "euc_kr", "euc-kr", "", False), ("ko", "cp949", "", "ks_c_5601-1987", False), ("ko", "utf-8", "euc-kr", "", True), ("ko", "euc_kr", "utf-8", "", True),
    ("zh", "gb2312", "gb2312", "", False), ("zh", "gbk", "", "gb2312", False), ("zh", "gb18030", "gb18030", "", False), ("zh", "gb18030", "x-gbk", "", False),
    ("zh", "utf-8", "gb2312", "", True), ("zh", "gbk", "utf-8", "gb2312", True), ("zh", "gbk", "iso-8859-1", "", True), ("zh-tw", "big5", "big5", "", False),
    ("zh-tw", "big5", "", "big5-hkscs", False), ("zh-tw", "utf-8", "big5", "", True), ("zh-tw", "big5", "utf-8", "", True),
    ("vi", "cp1258", "windows-1258", "", False), ("vi", "utf-8", "windows-1258", "", True), ("vi", "utf-8", "iso-8859-1", "", False),
    ("tr", "cp1254", "windows-1254", "", False), ("tr", "iso8859-9", "iso-8859-9", "", False), ("tr", "cp1254", "iso-8859-1", "iso-8859-9", True), ("tr", "utf-8", "iso-8859-9", "", True),
    ("pl", "iso8859-2", "iso-8859-2", "", False), ("pl", "cp1250", "", "windows-1250", False), ("pl", "utf-8", "iso-8859-2", "", True), ("pl", "cp1250", "utf-8", "windows-1250", True),
    ("cs", "cp1250", "windows-1250", "", False), ("cs", "iso8859-2", "", "iso-8859-2", False), ("hu", "cp1250", "windows-1250", "", False),
    ("de", "cp1252", "iso-8859-1", "", False), ("de", "cp1252", "utf-8", "", True), ("de", "cp1252", "", "", False), ("de", "iso8859-15", "iso-8859-15", "", False),
    ("de", "utf-8", "iso-8859-1", "iso-8859-1", False), ("de", "utf-8", "us-ascii", "", False), ("fr", "cp1252", "us-ascii", "", False), ("fr", "mac_roman", "macintosh", "", False),
    ("th", "cp874", "windows-874", "", False), ("th", "cp874", "tis-620", "", False), ("th", "utf-8", "tis-620", "", True), ("lt", "cp1257", "windows-1257", "", False),
]  # fmt: skip
IDS = [f"{lang}-{actual}-header {header or 'none'}-page {meta or 'none'}" for lang, actual, header, meta, _ in CASES]


def page(text: str, meta: str = "") -> str:
    declared = f"<meta charset='{meta}'>" if meta else ""
    body = "".join(f"<p>{i}. {text} {text}</p>" for i in range(1, 4))
    head = f"<!doctype html><html><head>{declared}<title>{text[:20]}</title></head>"
    return f"{head}<body><article><h1>{text[:20]}</h1>{body}</article></body></html>"


def encoded(text: str, charset: str) -> bytes:
    """In Windows-1258 the tone marks of Vietnamese are characters of their own."""
    return ("".join(map(_split_tone, text)) if charset == "cp1258" else text).encode(charset)


def _split_tone(character: str) -> str:
    parts = unicodedata.normalize("NFD", character)
    tone = next((mark for mark in "\u0300\u0301\u0303\u0309\u0323" if mark in parts), "")
    return unicodedata.normalize("NFC", parts.replace(tone, "")) + tone if tone else character


def read(payload: bytes, content_type: str = "text/html") -> Article:
    article = extract_document(payload, PageContext(fetched_at=NOW, content_type=content_type))
    assert isinstance(article, Article), article
    return article


@pytest.mark.parametrize(("lang", "actual", "header", "meta", "wrong"), CASES, ids=IDS)
def test_the_text_comes_out_whatever_header_and_page_say(
    lang: str, actual: str, header: str, meta: str, wrong: bool
) -> None:
    article = read(encoded(page(TEXTS[lang], meta), actual), f"text/html; charset={header}" if header else "text/html")
    assert unicodedata.normalize("NFC", TEXTS[lang]) in article.body
    assert ("charset_contradicted" in article.notes) == wrong
    assert article.language == lang[:2]


def test_there_are_thirty_contradictions_and_more() -> None:
    assert sum(1 for case in CASES if case[4]) >= 30


@pytest.mark.parametrize(
    ("label", "charset", "lang"),
    [("x-cp1251", "cp1251", "ru"), ("x-mac-cyrillic", "mac_cyrillic", "ru"), ("dos-874", "cp874", "th"), ("x-x-big5", "big5", "zh-tw"),
     ("windows-31j", "cp932", "ja"), ("visual", "iso8859-8", "he")],
)  # fmt: skip
def test_a_label_that_only_browsers_know_is_understood(label: str, charset: str, lang: str) -> None:
    decoded = decode(page(TEXTS[lang]).encode(charset), f"text/html; charset={label}")
    assert isinstance(decoded, Decoded)
    assert TEXTS[lang] in decoded.text
    assert decoded.notes == ()


MISREAD = (
    "He said it’s “over”, and the café’s owner – Señor Núñez – left at 5 € a cup.",
    "Les élèves ont été reçus, « rien n’était prêt ».",
)


@pytest.mark.parametrize("text", MISREAD)
def test_utf8_that_was_read_as_another_charset_is_repaired(text: str) -> None:
    assert repair_mojibake(text.encode().decode("latin-1")) == (text, True)


@pytest.mark.parametrize(
    "text", [*TEXTS.values(), "SÃO PAULO, Ñandú, Â", "ÐÑ are letters", "Ãâ", "5 â 6 € – “so”", "Â§ 5 und § 6"]
)
def test_text_that_is_right_is_never_repaired(text: str) -> None:
    assert repair_mojibake(text) == (text, False)


def test_spans_hold_in_text_with_marks_that_nobody_sees() -> None:
    said = "“We have\u00ad not sol\u200bved the ques\u2060tion of the cafe\u0301,”"
    first = f"<p>VELM, May 12 (Lake News) - The \u202etalks\u202c resumed. {said} said Mirela Anders in Velm on Tuesday, and left.</p>"
    rest = "<h2>A stra\u00adit\ufeff</h2><p>The ministers of both countries will meet again before the autumn in the capital, she said.</p>"
    article = read(
        f"<html><head><meta charset=utf-8><title>Talks</title></head><body><article><h1>Talks</h1>{first}{rest}</article></body></html>".encode()
    )
    assert "“We have not solved the question of the café,”" in [article.body[a:b] for a, b in article.quotes]
    assert [article.body[a:b] for a, b in article.headings] == ["A strait"]
    assert article.dateline is not None
    assert article.body[slice(*article.dateline)] == "VELM, May 12 (Lake News)"
    assert not set(article.body) & set("\u00ad\u200b\u2060\u202e\u202c\ufeff")
    assert unicodedata.is_normalized("NFC", article.body)


def test_a_page_in_two_languages_is_marked_and_one_that_quotes_another_is_not() -> None:
    def body(*langs: str) -> str:
        paragraphs = "".join(f"<p>{i}. {TEXTS[lang]} {TEXTS[lang]}</p>" for i, lang in enumerate(langs))
        return f"<html><head><meta charset='utf-8'><title>Häfen</title></head><body><article><h1>Häfen</h1>{paragraphs}</article></body></html>"

    for langs, mixed in (
        (("de",) * 4 + ("ru",) * 4, True), (("fr",) * 4 + ("de",) * 4, True), (("zh",) * 10 + ("vi",) * 5, True),
        (("de",) * 8, False), (("de",) * 7 + ("fr",), False), (("el", *("de",) * 7), False), (("ar",) * 6, False), (("zh",) * 6, False),
    ):  # fmt: skip
        assert ("mixed_languages" in read(body(*langs).encode()).notes) == mixed, langs
