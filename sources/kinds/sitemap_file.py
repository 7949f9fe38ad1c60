"""The bytes of a sitemap -> what they list: sitemaps.org's protocol 0.9 (urlset, index, gzip, plain text, and the
`Sitemap:` lines of a robots.txt) with Google's news extension.

Read by expat as a stream, so that no tree of 50,000 entries stands in memory (25 MB with news titles: 0.5 s). Names
count without their prefix: namespaces that are missing, wrong or invented are common. No entity is ever declared or
followed. What is not well-formed is mended once (bare ampersands, HTML's entities, control characters, a wrong
encoding, text before the declaration); a file that is cut gives the entries before the cut."""

from __future__ import annotations

import functools
import html
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from xml.parsers import expat

from core.urls import is_web_url

MAX_BYTES = 52_428_800  # the protocol's limit on a file once it is unpacked
MAX_ENTRIES = 100_000  # the protocol allows 50,000; some files hold more, and each entry takes about 1 kB of memory
MAX_MENDED = 20_000_000  # bytes; ampersands alone would grow to five times as many, and take 0.3 s a MB
_MAX_DEPTH = 64
_PART = 1_048_576  # expat before 2.6 reads an open tag or comment again with each part: 50 MB of one take 11 s in 64 kB
_ENTRIES = ("url", "sitemap")
_INDEX_OR_SET = ("urlset", "sitemapindex")
_FEEDS = ("rss", "feed", "rdf")
_FIELDS = {"loc": 0, "lastmod": 1, "news/publication_date": 2, "news/title": 3}
_AT_THE_END = {
    expat.errors.codes[name]
    for name in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
}


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry as written: the address of a page, or, in an index, of a further sitemap."""

    address: str
    lastmod: str | None = None
    published: str | None = None
    title: str | None = None


@dataclass(frozen=True)
class SitemapFile:
    """What a file lists. `note`: what could not be read of it. `problem`: why it is no sitemap. `feed`: the unpacked
    bytes of an RSS or Atom feed, which the protocol also takes for a sitemap."""

    pages: tuple[Listed, ...] = ()
    sitemaps: tuple[Listed, ...] = ()
    note: str | None = None
    problem: str | None = None
    feed: bytes | None = None


class _Refused(Exception):
    """No sitemap, or none that is to be read."""


class _Full(Exception):
    """More entries than are read."""


def read_sitemap(body: bytes) -> SitemapFile:
    """What a sitemap lists, in its order. Never raises for what the bytes are."""
    try:
        data, cut = _unpacked(body)
        if not data.strip(b"\0 \t\r\n"):
            raise _Refused(cut or "empty")
        return _read_xml(data, cut) if _looks_like_xml(data) else _read_text(data, cut)
    except _Refused as refusal:
        return SitemapFile(problem=str(refusal))


def _unpacked(body: bytes) -> tuple[bytes, str | None]:
    """The body without gzip, which its first bytes tell (names and headers say it wrongly), and where it is cut."""
    if not body.startswith(b"\x1f\x8b"):
        return body[:MAX_BYTES], f"only the first {MAX_BYTES} bytes were read" if len(body) > MAX_BYTES else None
    unpacked = bytearray()
    while body.startswith(b"\x1f\x8b"):
        member = zlib.decompressobj(31)
        try:
            unpacked += member.decompress(body, MAX_BYTES - len(unpacked) + 1)
        except zlib.error as error:
            return bytes(unpacked), f"broken gzip after {len(unpacked)} bytes: {error}"
        if len(unpacked) > MAX_BYTES:
            return bytes(unpacked[:MAX_BYTES]), f"only the first {MAX_BYTES} bytes were read"
        if not member.eof:
            return bytes(unpacked), f"the gzip file is cut after {len(unpacked)} bytes"
        body = member.unused_data
    return bytes(unpacked), None


def _looks_like_xml(data: bytes) -> bool:
    head = data[:1000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return head.startswith(b"<") or any(mark in head for mark in (b"<?xml", b"<urlset", b"<sitemapindex"))


def _read_xml(data: bytes, cut: str | None) -> SitemapFile:
    reader = _Reader()
    fault = reader.read(data)
    if fault and not reader.ended_early and len(data) <= MAX_MENDED:
        mended = _Reader()
        again = mended.read(_mended(data))
        if len(mended) >= len(reader):
            reader, fault = mended, again
    if reader.root in _FEEDS:
        return SitemapFile(feed=data)
    if not len(reader) and (fault or reader.root not in _INDEX_OR_SET):
        what = f"its first element is <{reader.root[:40]}>" if reader.root else "no element in it"
        raise _Refused(f"not a sitemap: {what}" + (f"; {fault}" if fault else ""))
    pages, sitemaps = (tuple(found) for found in (reader.found["url"], reader.found["sitemap"]))
    return SitemapFile(pages, sitemaps, note=cut or fault)


class _Reader:
    """One reading of an XML text. Afterwards `found` has the entries, `root` the name of the first element."""

    def __init__(self) -> None:
        self.found: dict[str, list[Listed]] = {name: [] for name in _ENTRIES}
        self.root = ""
        self.ended_early = False
        self._depth = 0
        self._entry: str | None = None  # the kind of entry that is open
        self._path: list[str] = []  # names within it
        self._values: list[str | None] = [None] * len(_FIELDS)
        self._text: list[str] = []

    def __len__(self) -> int:
        return sum(map(len, self.found.values()))

    def read(self, data: bytes) -> str | None:
        """Reads on until the end or the first fault, and says what that was. Raises _Refused."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text.append
        parser.EntityDeclHandler = _refuse_entities
        try:
            for start in range(0, len(data), _PART):
                parser.Parse(data[start : start + _PART], start + _PART >= len(data))
        except _Full:
            self.ended_early = True
            return f"only its first {MAX_ENTRIES} entries were read"
        except expat.ExpatError as error:
            if error.code in _AT_THE_END:
                self.ended_early = True
                return f"cut off after {len(self)} entries ({len(data)} bytes)"
            return f"not well-formed after {len(self)} entries (line {error.lineno}): {expat.ErrorString(error.code)}"
        except (ValueError, LookupError) as error:  # an encoding that expat cannot read, or that there is not
            return str(error)
        return None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = _local(name)
        self._depth += 1
        self._text.clear()
        if self._entry is not None:
            self._path.append(name)
        elif name in _ENTRIES:
            self._entry = name
        elif not self.root:
            self.root = name
            if name == "html":
                raise _Refused("an HTML page, not a sitemap")
        if self._depth > _MAX_DEPTH:
            raise _Refused(f"elements nested more than {_MAX_DEPTH} deep")

    def _end(self, name: str) -> None:
        self._depth -= 1
        if self._path:
            field = _FIELDS.get("/".join(self._path))
            if field is not None and self._values[field] is None:
                self._values[field] = " ".join("".join(self._text).split()) or None
            self._path.pop()
        elif self._entry is not None:
            self._close(self._entry)
        self._text.clear()

    def _close(self, entry: str) -> None:
        address, lastmod, published, title = self._values
        if address:
            self.found[entry].append(Listed(address, lastmod, published, title))
        self._entry = None
        self._values = [None] * len(_FIELDS)
        if len(self) >= MAX_ENTRIES:
            raise _Full


@functools.lru_cache(maxsize=1000)
def _local(name: str) -> str:
    """A name without its prefix, in lower case."""
    return name.rpartition(":")[2].lower()


def _refuse_entities(*declaration: object) -> None:
    raise _Refused("declares entities, which no sitemap needs")


_BEGINNING = re.compile(r"<(?:[\w-]+:)?(?:urlset|sitemapindex)\b", re.IGNORECASE)
_DECLARATION = re.compile(r"^[^<]*(?:<\?xml\b[^>]*\?>)?\s*")
_ENCODING = re.compile(
    rb"""^[^>]{0,200}?encoding=["'](utf-?8|utf-16(?:[lb]e)?|"""
    rb"""(?:iso-?8859|windows|cp|koi8|euc|gb|big5|shift|x-sjis)[\w-]{0,12})["']""",
    re.IGNORECASE,
)
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2
_BARE = re.compile(r"&(?:#\d{1,7};|#x[0-9a-f]{1,6};|\w{1,30};)?|<(?![a-z_!?/])", re.IGNORECASE)
_CDATA, _CDATA_END = "<![CDATA[", "]]>"
_XML_ENTITIES = ("&amp;", "&lt;", "&gt;", "&quot;", "&apos;")


def _mended(data: bytes) -> bytes:
    """The text in UTF-8 without what makes XML parsers stop and what no reader would miss."""
    text = _UNFIT.sub("", _decoded(data))
    beginning = _BEGINNING.search(text, 0, 10_000)  # after the warnings of a PHP that is not well
    text = text[beginning.start() :] if beginning else _DECLARATION.sub("", text, count=1)
    return "".join(_pieces(text)).encode()


def _pieces(text: str) -> Iterator[str]:
    """The text made well-formed; what stands in CDATA may hold any sign."""
    here = 0
    while (start := text.find(_CDATA, here)) >= 0 and (end := text.find(_CDATA_END, start)) >= 0:
        end += len(_CDATA_END)
        yield _BARE.sub(_well_formed, text[here:start])
        yield text[start:end]
        here = end
    yield _BARE.sub(_well_formed, text[here:])


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = _ENCODING.match(data)
    try:
        return data.decode(declared[1].decode() if declared else "utf-8", "replace")
    except LookupError:
        return data.decode("utf-8", "replace")


def _well_formed(found: re.Match[str]) -> str:
    text = found[0]
    if text.startswith("<"):
        return text if len(text) > 1 else "&lt;"
    if text in _XML_ENTITIES:
        return text
    return html.escape(html.unescape(text))


def _read_text(data: bytes, cut: str | None) -> SitemapFile:
    """A text file with one address a line, or the sitemaps that a robots.txt names."""
    lines = [line.strip() for line in _decoded(data).splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    named = [line.split(":", 1)[1].strip() for line in lines if line[:8].lower() == "sitemap:"]
    if named:
        return SitemapFile(sitemaps=tuple(map(Listed, named)), note=cut)
    addresses = [line for line in lines[:MAX_ENTRIES] if is_web_url(line)]
    other = min(len(lines), MAX_ENTRIES) - len(addresses)
    if other >= len(addresses):
        raise _Refused("neither XML nor a list of addresses")
    notes = (
        cut,
        f"{other} lines are no addresses" if other else None,
        f"only its first {MAX_ENTRIES} lines were read" if len(lines) > MAX_ENTRIES else None,
    )
    return SitemapFile(pages=tuple(map(Listed, addresses)), note="; ".join(filter(None, notes)) or None)
