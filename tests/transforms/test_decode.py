"""Bytes to text: charsets weighed, other kinds of files named, repairs noted."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from contracts.reasons import Reason
from contracts.records import Rejection
from transforms.pages.decode import Decoded, decode, repair_mojibake
from transforms.pages.notes import Note

GREEK = "<p>Οι υπουργοί συναντήθηκαν στην πρωτεύουσα για συνομιλίες.</p>"
RUSSIAN = "<html><body><p>Министры встретились в столице, чтобы обсудить торговлю и границу.</p></body></html>"
GERMAN = "<html><body><p>Die Außenminister berieten über Häfen, Zölle und Fischfang.</p></body></html>"


def text_of(payload: bytes, content_type: str | None = None) -> Decoded:
    decoded = decode(payload, content_type)
    assert isinstance(decoded, Decoded), decoded
    return decoded


def zip_bytes() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "a")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"", Reason.EMPTY_BODY),
        (b" \r\n\t", Reason.EMPTY_BODY),
        (b"\x00" * 500, Reason.EMPTY_BODY),
        (b"%PDF-1.7\n1 0 obj", Reason.NOT_HTML),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, Reason.NOT_HTML),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 40, Reason.NOT_HTML),
        (zip_bytes(), Reason.NOT_HTML),
        (b"\x00\x00\x00\x20ftypisom" + b"\x00" * 40, Reason.NOT_HTML),
        (b"\x1f\x8b\x08\x00broken", Reason.NOT_HTML),
        (bytes(range(256)) * 40, Reason.UNDECODABLE),
    ],
)
def test_what_is_no_text_is_refused_with_its_reason(payload: bytes, reason: Reason) -> None:
    rejection = decode(payload)
    assert isinstance(rejection, Rejection)
    assert rejection.reason is reason
    assert rejection.stage == "decode"
    assert rejection.detail


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_read_with_and_without_a_mark(charset: str) -> None:
    assert "Außenminister" in text_of(GERMAN.encode(charset)).text


def test_a_wrong_header_loses_against_clear_utf8() -> None:
    decoded = text_of(RUSSIAN.encode("utf-8"), "text/html; charset=koi8-r")
    assert decoded.charset == "utf-8"
    assert "Министры" in decoded.text
    assert Note.CHARSET_CONTRADICTED in decoded.notes


def test_the_header_is_believed_where_the_bytes_agree() -> None:
    decoded = text_of(RUSSIAN.encode("cp1251"), "text/html; charset=windows-1251")
    assert "Министры встретились" in decoded.text
    assert decoded.notes == ()


def test_the_pages_own_charset_wins_over_a_servers_default_of_latin_1() -> None:
    page = RUSSIAN.replace("<body>", '<head><meta charset="windows-1251"></head><body>')
    assert "Министры" in text_of(page.encode("cp1251"), "text/html; charset=iso-8859-1").text


def test_latin_1_is_read_as_the_superset_that_browsers_use() -> None:
    assert "“so”" in text_of("<p>“so” – sagte er</p>".encode("cp1252"), "text/html; charset=iso-8859-1").text


def test_an_undeclared_charset_is_guessed_and_said_so() -> None:
    decoded = text_of((GREEK * 5).encode("cp1253"))
    assert "υπουργοί" in decoded.text
    assert Note.CHARSET_GUESSED in decoded.notes


@pytest.mark.parametrize("charset", ["shift_jis", "euc_jp", "gb2312", "big5", "euc_kr", "iso2022_jp"])
def test_declared_east_asian_charsets_are_read(charset: str) -> None:
    words = {"gb2312": "中国外交部发言人", "big5": "外交部發言人", "euc_kr": "외교부 대변인"}.get(
        charset, "外務省の報道官は東京で"
    )
    page = f'<html><head><meta charset="{charset}"></head><body><p>{words * 6}</p></body></html>'
    assert words in text_of(page.encode(charset)).text


def test_a_cut_character_does_not_change_the_charset() -> None:
    decoded = text_of((RUSSIAN * 4).encode("utf-8")[:-20] + b"\xd0")
    assert decoded.charset == "utf-8"
    assert Note.BYTES_REPLACED in decoded.notes


def test_a_gzipped_body_is_unpacked() -> None:
    assert "Außenminister" in text_of(gzip.compress(GERMAN.encode())).text


def test_mojibake_is_repaired_when_it_is_certain() -> None:
    broken = "He said itâ€™s â€œoverâ€\x9d, and Franceâ€™s minister left."
    assert repair_mojibake(broken) == ("He said it’s “over”, and France’s minister left.", True)
    decoded = text_of(f"<p>{broken}</p>".encode())
    assert Note.MOJIBAKE_REPAIRED in decoded.notes


@pytest.mark.parametrize("text", ["A REPÚBLICA NÃO É", "SÃO PAULO e ÂNGELA", "Ã©", "naïve façade", "Ãƒ alone"])
def test_text_that_may_be_meant_so_is_left_alone(text: str) -> None:
    assert repair_mojibake(text) == (text, False)


def test_embedded_images_do_not_crowd_out_the_text() -> None:
    page = (
        '<html><body><img src="data:image/png;base64,' + "A" * 9_000_000 + '"><p>The text behind it.</p></body></html>'
    )
    assert "The text behind it." in text_of(page.encode()).text
