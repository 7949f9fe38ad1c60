"""Bytes of feeds, listings and lists of addresses as text. It never fails: a wrong letter in a title does less harm
than a source that cannot be read. (How a page is decoded, each repair noted, is `transforms.pages.decode`.)"""

from __future__ import annotations

import codecs
import re

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_UNMARKED = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))  # XML that begins without a mark
_LABEL = rb"""\s*=\s*["']?\s*([\w:.-]{2,40})"""
_IN_BODY = re.compile(rb"(?:encoding|charset)" + _LABEL, re.IGNORECASE)
_IN_HEADER = re.compile(rb"charset" + _LABEL, re.IGNORECASE)
# Codecs of Python that are charsets; others by that name unpack, escape, or take quadratic time (punycode).
_CHARSETS = re.compile(
    r"ascii|iso8859-\d+|cp\d+|koi8-[rut]|gb2312|gbk|gb18030|hz|big5(hkscs)?|euc_\w+|shift_jis\w*|iso2022_\w+|johab|"
    r"mac-\w+|tis-620|ptcp154|utf-(8|16|32)(-[bl]e)?"
)
_STATEFUL = re.compile(r"hz|iso2022_\w+")  # written in ASCII bytes, so that they pass for UTF-8
# What browsers read for these labels (WHATWG Encoding Standard, section 4.2).
_READ_AS = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030"}

_MOST_WRONG = 100_000  # each takes a microsecond


def as_text(body: bytes, content_type: str | None = None) -> str:
    """The text, by this evidence: a byte-order mark; bytes that are valid UTF-8, whatever is declared; the charset of
    the Content-Type, then that of the first 1,024 bytes. Where all fail: UTF-8, in which each wrong byte is read as
    Windows-1252 (a feed of UTF-8 with a quotation mark pasted in from elsewhere), or U+FFFD."""
    for mark, charset in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(charset, "replace")
    for start, charset in _UNMARKED:
        if body.startswith(start):
            return body.decode(charset, "replace")
    declared = _declared(body, content_type)
    for charset in (*filter(_STATEFUL.fullmatch, declared), "utf-8", *declared):
        try:
            return body.decode(charset)
        except UnicodeError:
            continue
    foreign = next((charset for charset in declared if charset not in ("utf-8", "cp1252")), None)
    if foreign is None and _mostly_utf8(body):
        return body.decode("utf-8", _BYTE_BY_BYTE)
    return body.decode(foreign or "cp1252", "replace")


def _mostly_utf8(body: bytes) -> bool:
    """Whether there are characters of several bytes, which other charsets hardly show, and not too many wrong bytes."""
    text = body.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    right = len(text) - len(text.encode("ascii", "ignore")) - wrong
    return wrong <= min(20 * right, _MOST_WRONG)


def _declared(body: bytes, content_type: str | None) -> list[str]:
    labels = (_IN_HEADER.search((content_type or "").encode("utf-8", "replace")), _IN_BODY.search(body[:1024]))
    found: list[str] = []
    for match in filter(None, labels):
        try:
            name = codecs.lookup(match[1].decode("ascii", "replace")).name
        except (LookupError, ValueError):
            continue
        if _CHARSETS.fullmatch(name):
            found.append(_READ_AS.get(name, name))
    return found


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


_BYTE_BY_BYTE = "desk.windows-1252"
codecs.register_error(_BYTE_BY_BYTE, _as_windows_1252)
