"""From bytes to text: what kind of file it is, which charset, and what had to be repaired.

The weight of evidence for a charset, in this order: a byte-order mark; bytes that are strictly valid UTF-8 with
characters beyond ASCII (the chance that another charset looks so is nil after a few of them); what header and page
declare, if it decodes; a guess from the bytes. RFC 9110 and the WHATWG Encoding Standard give the labels."""

from __future__ import annotations

import codecs
import re
import zlib
from dataclasses import dataclass

from contracts.reasons import Reason
from contracts.records import Rejection
from transforms.pages.html_guard import lightened
from transforms.pages.notes import Note

MAX_BYTES = 32 * 1024 * 1024  # after unpacking; the fetcher's own limit is 10 MB
MAX_CHARS = 4_000_000  # a page with its markup; the largest of 561 real pages has 3.1 million

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "PDF"), (b"PK\x03\x04", "zip archive"), (b"PK\x05\x06", "zip archive"), (b"\x89PNG\r\n", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"), (b"GIF87a", "GIF image"), (b"GIF89a", "GIF image"), (b"II*\x00", "TIFF image"),
    (b"MM\x00*", "TIFF image"), (b"RIFF", "RIFF media"), (b"OggS", "Ogg media"), (b"ID3", "MP3 audio"),
    (b"fLaC", "FLAC audio"), (b"\x1aE\xdf\xa3", "Matroska video"), (b"\x7fELF", "program"), (b"MZ\x90\x00", "program"),
    (b"BZh", "bzip2 archive"), (b"\xfd7zXZ\x00", "xz archive"), (b"(\xb5/\xfd", "zstd archive"),
    (b"7z\xbc\xaf\x27\x1c", "7z archive"), (b"Rar!\x1a\x07", "rar archive"), (b"\xd0\xcf\x11\xe0", "Office document"),
    (b"wOFF", "font"), (b"wOF2", "font"), (b"SQLite format 3\x00", "database"), (b"PAR1", "parquet file"),
    (b"{\\rtf", "RTF document"), (b"\x00asm", "program"),
)  # fmt: skip
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
         (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))  # fmt: skip
# Labels that mean more than they say (WHATWG Encoding Standard, section 4.2): the superset that browsers use.
_SUPERSET = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932",
    "euc_kr": "cp949", "iso8859-9": "cp1254", "tis-620": "cp874", "iso8859-11": "cp874", "big5": "big5hkscs",
    "utf-16": "utf-16-le",
}  # fmt: skip
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
# Labels of the same standard that Python does not know.
_LABELS = {
    "x-mac-cyrillic": "mac_cyrillic", "x-mac-ukrainian": "mac_cyrillic", "x-mac-roman": "mac_roman", "x-sjis": "cp932",
    "windows-31j": "cp932", "ms_kanji": "cp932", "x-euc-jp": "euc_jp", "x-gbk": "gb18030", "gb_2312-80": "gb18030",
    "windows-949": "cp949", "ksc_5601": "cp949", "x-x-big5": "big5hkscs", "cn-big5": "big5hkscs",
    "windows-874": "cp874", "dos-874": "cp874", "x-cp1250": "cp1250", "x-cp1251": "cp1251", "x-cp1252": "cp1252",
    "x-cp1253": "cp1253", "x-cp1254": "cp1254", "x-cp1255": "cp1255", "x-cp1256": "cp1256", "x-cp1257": "cp1257",
    "x-cp1258": "cp1258", "iso-8859-8-i": "iso8859-8", "iso-8859-8-e": "iso8859-8", "logical": "iso8859-8",
    "visual": "iso8859-8", "iso-8859-6-i": "iso8859-6", "iso-8859-6-e": "iso8859-6", "unicode-1-1-utf-8": "utf-8",
    "x-unicode20utf8": "utf-8",
}  # fmt: skip
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE)
_XML_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w:.-]{2,40})[\"']", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE)
_LOOKED_AT = 50_000  # characters in which is seen whether the bytes are text
_EMBEDDED = re.compile(r"data:[\w/+.-]{1,60};base64,[A-Za-z0-9+/=\s]{2000,}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\x80-\x84\x86-\x9f]")
# UTF-8 of two to four bytes, each byte shown as Windows-1252 shows it.
_TAIL = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_MOJIBAKE = re.compile(f"[Â-ß][{_TAIL}]|[à-ï][{_TAIL}]{{2}}|[ð-ô][{_TAIL}]{{3}}")
_MOJIBAKE_HINTS = ("â€", "Ã", "Â", "Ð", "Ñ")
_MOJIBAKE_BYTES = re.compile(rb"\xc3(?:[\x82\x83\x90\x91]|\xa2\xe2\x82\xac)")  # the hints in UTF-8


@dataclass(frozen=True)
class Decoded:
    """A body as text. `notes` say what was guessed or repaired."""

    text: str
    charset: str
    notes: tuple[Note, ...] = ()


def decode(payload: bytes, content_type: str | None = None) -> Decoded | Rejection:
    """The text of a body, or why there is none: `not_html` for another kind of file, `empty_body`, `undecodable`."""
    payload, notes = _unpacked(payload)
    if not payload.strip(b"\x00 \t\r\n\f"):
        return Rejection(Reason.EMPTY_BODY, "no bytes but white space", "decode")
    kind = _file_kind(payload)
    if kind:
        return Rejection(Reason.NOT_HTML, kind, "decode")
    charset, more, good = _charset(payload, content_type)
    notes += more
    text, replaced = _text(payload, charset, good)
    strange = replaced + len(_CONTROL.findall(text, 0, _LOOKED_AT))
    if strange > 0.1 * min(len(text), _LOOKED_AT):
        reason = Reason.NOT_HTML if text.count("\x00") > 0.02 * len(text) else Reason.UNDECODABLE
        return Rejection(reason, f"{strange} of {len(text)} characters are no text in {charset}", "decode")
    if replaced and b"\xef\xbf\xbd" not in payload:
        notes.append(Note.BYTES_REPLACED)
    if len(text) > MAX_CHARS:
        text = lightened(_EMBEDDED.sub("", text))
    if len(text) > MAX_CHARS:
        text = text[:MAX_CHARS]
        notes.append(Note.PAGE_CUT)
    # In a wide string the look for such groups takes as long as decoding it: in the bytes it is a tenth.
    doubtful = charset != "utf-8" or _MOJIBAKE_BYTES.search(payload) is not None
    text, repaired = repair_mojibake(text) if doubtful else (text, False)
    if repaired:
        notes.append(Note.MOJIBAKE_REPAIRED)
    if b"\x00" in payload:  # in a wide string the search for NUL stops at every character
        text = text.replace("\x00", "")
    return Decoded(text, charset, tuple(dict.fromkeys(notes)))


def _text(payload: bytes, charset: str, good: str | None) -> tuple[str, int]:
    """The bytes as text, and how many characters of it stand for bytes that are none. `good` is the text already, where
    the bytes are strictly the charset's: it need not be searched then, which takes as long as decoding it."""
    if good is not None and b"\xef\xbf\xbd" not in payload:
        return good.lstrip("\ufeff"), 0
    text = payload.decode(charset, errors="replace").lstrip("\ufeff")
    return text, 0 if text.isascii() else text.count("\ufffd")


def repair_mojibake(text: str) -> tuple[str, bool]:
    """Sets right UTF-8 that was once read as Windows-1252 ("â€™" for "’"), where that is certain: at least three such
    groups, and each of the groups in the text decodes to one sensible character."""
    if text.isascii() or not any(hint in text for hint in _MOJIBAKE_HINTS):
        return text, False
    groups = _MOJIBAKE.findall(text)
    if len(groups) < 3 or len(groups) > len(text) // 2:
        return text, False
    meant = {group: _reread(group) for group in set(groups)}
    if not all(meant.values()):
        return text, False
    return _MOJIBAKE.sub(lambda match: meant[match.group()] or match.group(), text), True


def _reread(group: str) -> str | None:
    data = bytearray()
    for character in group:
        try:
            data += character.encode("cp1252")
        except UnicodeEncodeError:
            if ord(character) > 0xFF:
                return None
            data.append(ord(character))
    try:
        character = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return character if character.isprintable() or character.isspace() or character in "\u200b\u00ad\ufeff" else None


def _unpacked(payload: bytes) -> tuple[bytes, list[Note]]:
    """gzip is unpacked, once and within the limit; anything longer than the limit is cut."""
    notes: list[Note] = []
    if payload[:3] == b"\x1f\x8b\x08":
        unpacker = zlib.decompressobj(wbits=31)
        try:
            unpacked = unpacker.decompress(payload, MAX_BYTES + 1)
        except zlib.error:
            return payload, notes
        if not unpacked and not unpacker.eof:
            return payload, notes
        payload = unpacked
    if len(payload) > MAX_BYTES:
        notes.append(Note.PAGE_CUT)
        payload = payload[:MAX_BYTES]
    return payload, notes


def _file_kind(payload: bytes) -> str | None:
    for magic, name in (*_MAGIC, (b"\x1f\x8b", "damaged gzip")):
        if payload.startswith(magic):
            return name
    if payload[4:8] == b"ftyp":
        return "MP4 media"
    if payload[257:262] == b"ustar":
        return "tar archive"
    return None


def _charset(payload: bytes, content_type: str | None) -> tuple[str, list[Note], str | None]:
    """The charset, notes on it, and the text where finding out took decoding all of it."""
    for mark, name in _BOMS:
        if payload.startswith(mark):
            return name, [], None
    wide = _utf16_by_nuls(payload)
    if wide:
        return wide, [Note.CHARSET_GUESSED], None
    declared = _declared(payload, content_type)
    if b"\x1b$" in payload[:100_000] and _decodes(payload, "iso2022_jp"):
        return "iso2022_jp", [], None
    if payload.isascii():
        return "utf-8", [], None
    good = _strictly_utf8(payload)
    if good is not None or _mostly_utf8(payload):
        contradicted = bool(declared) and declared[0] not in ("utf-8", "cp1252")
        return "utf-8", [Note.CHARSET_CONTRADICTED] if contradicted else [], good
    tried = [name for name in declared if name != "utf-8"]
    # A header's Latin-1 is often the server's default: what the page itself says comes first then.
    for name in sorted(tried, key=lambda name: name == "cp1252"):
        if _decodes(payload, name) and (name != "cp1252" or _may_be_latin(payload)):
            return name, [Note.CHARSET_CONTRADICTED] if name != declared[0] else [], None
    guess = _guess(payload)
    return guess, [Note.CHARSET_CONTRADICTED if declared else Note.CHARSET_GUESSED], None


def _utf16_by_nuls(payload: bytes) -> str | None:
    """UTF-16 without a mark shows itself by NULs in every other byte of its ASCII (markup is ASCII); in scripts beyond
    Latin they are few, but always on the same side."""
    head = payload[:4096]
    half = max(1, len(head) // 2)
    even, odd = head[::2].count(0) / half, head[1::2].count(0) / half
    if odd > 0.08 and even < 0.1 * odd:
        return "utf-16-le"
    if even > 0.08 and odd < 0.1 * even:
        return "utf-16-be"
    return None


def _declared(payload: bytes, content_type: str | None) -> list[str]:
    """What header and page declare, as Python names, the header first; unknown labels are passed over."""
    labels = [match.group(1) for match in [_HEADER.search(content_type or "")] if match]
    for pattern in (_XML_DECLARED, _DECLARED):
        found = pattern.search(payload[:8192])
        if found:
            labels.append(found.group(1).decode("ascii"))
    names = []
    for label in labels:
        try:
            name = codecs.lookup(_LABELS.get(label.lower(), label)).name
        except LookupError:
            continue
        name = _SUPERSET.get(name, name)
        if not name.startswith(("utf-16", "utf-32", "idna", "punycode", "unicode", "raw", "rot", "utf-7")):
            names.append(name)
    return list(dict.fromkeys(names))


def _strictly_utf8(payload: bytes) -> str | None:
    try:
        return payload.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _mostly_utf8(payload: bytes) -> bool:
    """Valid UTF-8 but for a few bytes (a cut at the end, a foreign widget)."""
    text = payload.decode("utf-8", errors="replace")
    if len(payload) < 400 and "\ufffd" in text[:200]:
        return False
    high = len(payload.translate(None, delete=bytes(range(128))))
    return text.count("\ufffd") <= 0.02 * high


def _decodes(payload: bytes, name: str) -> bool:
    """Whether the charset makes text of (nearly) all of it: at most one wrong place in ten thousand bytes."""
    try:
        text = payload.decode(name, errors="replace")
    except (LookupError, UnicodeError, ValueError):
        return False
    wrong = text.count("\ufffd") + len(_CONTROL.findall(text))
    return wrong <= max(1, len(payload) // 10_000) if name != "cp1252" else wrong <= len(payload) // 50


def _may_be_latin(payload: bytes) -> bool:
    """Whether bytes beyond ASCII stand alone or in pairs between others, as letters with accents do. In the other
    alphabets' charsets, each of which decodes as Latin-1 too, they come in whole words."""
    lengths = [len(run) for run in _HIGH_RUN.findall(payload, 0, 200_000)]
    return sum(length for length in lengths if length >= 3) <= 0.4 * sum(lengths)


def _guess(payload: bytes) -> str:
    """By the bytes alone, on the first 20,000 of lines beyond ASCII (charset_normalizer is slow on more)."""
    from charset_normalizer import from_bytes

    lines = [line for line in payload.split(b"\n") if not line.isascii()]
    best = from_bytes(b"\n".join(lines)[:20_000]).best()
    name = best.encoding if best else "cp1252"
    return _SUPERSET.get(codecs.lookup(name).name, name)
