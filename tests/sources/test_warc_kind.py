"""Other people's archives, in every packing and with every dirt that we have heard of."""

from __future__ import annotations

import gzip
import io
import os
import tracemalloc
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import brotli
import pytest
from fastwarc.stream_io import Lz4Writer, ZstdWriter, zstd_train_dictionary_from_samples
from warcio.archiveiterator import ArchiveIterator

from contracts.journal import Fate, Fetched, Polled, SourceFailed
from contracts.reasons import Reason, Status
from contracts.records import Candidate, UrlState
from core.clock import iso
from core.ids import sha256
from sources.archive.reader import read_payload
from sources.kinds.connector import Captured, Poll
from sources.kinds.warc import WARC
from sources.spec import SourceSpec

PAGE = b"<html><body><p>Someone else fetched this.</p></body></html>"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
DAY = datetime(2024, 5, 1, 8, 0, tzinfo=UTC)
LIMIT = 200_000


@dataclass(frozen=True)
class Record:
    """A record of a file to be made."""

    url: str = "http://news.example/1"
    block: bytes = HEAD + PAGE
    at: datetime | str | None = DAY
    kind: str = "response"
    content_type: str = "application/http; msgtype=response"
    more: tuple[tuple[str, str], ...] = ()
    length: int | str | None = None

    def bytes(self) -> bytes:
        date = self.at if isinstance(self.at, str | None) else f"{self.at:%Y-%m-%dT%H:%M:%SZ}"
        fields = [
            ("WARC-Type", self.kind), ("WARC-Record-ID", f"<urn:uuid:{sha256(repr(self).encode())[:32]}>"),
            *([("WARC-Date", date)] if date is not None else []), *([("WARC-Target-URI", self.url)] if self.url else []),
            ("Content-Type", self.content_type), *self.more,
            ("Content-Length", str(len(self.block) if self.length is None else self.length)),
        ]  # fmt: skip
        head = "".join(f"{name}: {value}\r\n" for name, value in fields)
        return b"WARC/1.0\r\n" + head.encode() + b"\r\n" + self.block + b"\r\n\r\n"


def http(*headers: str, body: bytes = PAGE, status: str = "200 OK") -> bytes:
    lines = [f"HTTP/1.1 {status}", *(headers or ("Content-Type: text/html",))]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def page(number: int, at: datetime = DAY, body: bytes | None = None) -> Record:
    return Record(f"http://news.example/{number}", HEAD + (body if body is not None else PAGE + b"%d" % number), at)


INFO = Record("", b"software: Somebody/1.0\r\n", kind="warcinfo", content_type="application/warc-fields")


def packed_by(writer: type) -> Callable[[Iterable[bytes]], bytes]:
    def pack(pieces: Iterable[bytes]) -> bytes:
        out = io.BytesIO()
        packer = writer(out)
        for piece in pieces:
            packer.write(piece)
            packer.finish()
        packer.flush()
        return out.getvalue()

    return pack


def by_dictionary(out: io.BytesIO) -> ZstdWriter:
    samples = [page(number).bytes() for number in range(400)]
    return ZstdWriter(out, dictionary=zstd_train_dictionary_from_samples(samples, 4000))


def one_piece(pack: Callable[[Iterable[bytes]], bytes]) -> Callable[[Iterable[bytes]], bytes]:
    return lambda pieces: pack([b"".join(pieces)])


def gzipped(pieces: Iterable[bytes]) -> bytes:
    return b"".join(map(gzip.compress, pieces))


def in_threes(pieces: Iterable[bytes]) -> bytes:
    whole = list(pieces)
    return gzipped(b"".join(whole[at : at + 3]) for at in range(0, len(whole), 3))


PACKINGS: dict[str, tuple[str, Callable[[Iterable[bytes]], bytes]]] = {
    "plain": ("a.warc", b"".join),
    "plain, blank lines between": ("a.warc", lambda pieces: b"\r\n\r\n".join(pieces)),
    "gzip by record": ("a.warc.gz", gzipped),
    "gzip in one piece": ("a.warc.gz", one_piece(gzipped)),
    "gzip, three records a member": ("a.warc.gz", in_threes),
    "gzip, though the name does not say so": ("a.warc", gzipped),
    "plain, though the name says gzip": ("a.warc.gz", b"".join),
    "zstd by record": ("a.warc.zst", packed_by(ZstdWriter)),
    "zstd in one piece": ("a.warc.zst", one_piece(packed_by(ZstdWriter))),
    "zstd with a dictionary before it": ("a.warc.zst", lambda pieces: packed_by(by_dictionary)(pieces)),
    "LZ4 by record": ("a.warc.lz4", packed_by(Lz4Writer)),
}


def write(folder: Path, records: Sequence[Record], name: str = "a.warc.gz", pack: Callable = gzipped) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pack([INFO.bytes(), *(record.bytes() for record in records)]))
    return path


def spec_of(path: Path) -> SourceSpec:
    return SourceSpec.model_validate({"name": "theirs", "kind": "warc", "outlet": "Theirs", "path": path})


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """A folder of theirs, apart from our own archive."""
    return tmp_path / "theirs"


def polls(path: Path, known: Callable[[str], UrlState | None] = lambda url: None) -> list[Poll]:
    return list(WARC.discover(spec_of(path), lambda url: pytest.fail(url), known))


def offered(path: Path) -> list[Candidate]:
    return [candidate for poll in polls(path) for candidate in poll.offer.candidates]


def obtain(path: Path, candidate: Candidate, limit: int = LIMIT):
    return WARC.obtain(spec_of(path), candidate, lambda url: pytest.fail(url), limit)


def only(folder: Path, record: Record, limit: int = LIMIT):
    """What a file with this one record gives."""
    path = write(folder, [record])
    (candidate,) = offered(path)
    return obtain(path, candidate, limit)


@pytest.mark.parametrize("packing", PACKINGS)
def test_a_file_is_read_however_it_is_packed(tmp_path, packing):
    name, pack = PACKINGS[packing]
    bodies = [PAGE, b"", os.urandom(150_000), PAGE * 900, b"last"]
    path = write(tmp_path, [page(number, DAY, body) for number, body in enumerate(bodies)], name, pack)
    found = offered(path)
    assert [one.url for one in found] == [f"http://news.example/{number}" for number in range(5)]
    assert len({one.locator for one in found}) == 5
    for order in (found, found[::-1], [found[3], found[3], found[0]]):
        for candidate in order:
            got = obtain(path, candidate)
            assert isinstance(got, Captured), got
            assert got.answer.body == bodies[found.index(candidate)]
    assert [one.offer.note for one in polls(path)] == [None]


def test_a_capture_has_its_date_address_status_and_headers(tmp_path):
    block = http(
        "Content-Type: text/html", "X-Robots-Tag: noindex", "X-Latin: caf\xe9", 'ETag: "1"', "Folded: a\r\n  b"
    )
    got = only(tmp_path, Record("http://News.example:80/a b?utm_source=x", block, DAY))
    assert isinstance(got, Captured)
    assert got.at == DAY
    assert (got.answer.status, got.answer.reason, got.answer.protocol) == (200, "OK", "HTTP/1.1")
    assert got.answer.final_url == "http://News.example:80/a b?utm_source=x"
    assert got.answer.headers == (
        ("Content-Type", "text/html"), ("X-Robots-Tag", "noindex"), ("X-Latin", "caf\xe9"), ("ETag", '"1"'),
        ("Folded", "a b"),
    )  # fmt: skip
    assert offered(tmp_path / "a.warc.gz") == [
        Candidate("http://news.example/a%20b", locator=f"a.warc.gz#{info_size()}")
    ]


def info_size() -> int:
    return len(gzip.compress(INFO.bytes()))


BODIES = {
    "chunked": (http("Content-Type: text/html", "Transfer-Encoding: chunked", body=b"5\r\n<p>he\r\n6;x=y\r\nllo</p\r\n1\r\n>\r\n0\r\n\r\n"), b"<p>hello</p>"),
    "chunked, put together by the crawler": (http("Content-Type: text/html", "Transfer-Encoding: chunked"), PAGE),
    "gzip": (http("Content-Type: text/html", "Content-Encoding: gzip", body=gzip.compress(PAGE)), PAGE),
    "gzip, undone by the crawler": (http("Content-Type: text/html", "Content-Encoding: gzip"), PAGE),
    "gzip in chunks": (
        http("Content-Type: text/html", "Content-Encoding: gzip", "Transfer-Encoding: Chunked",
             body=b"%x\r\n%b\r\n0\r\n\r\n" % (len(gzip.compress(PAGE, mtime=0)), gzip.compress(PAGE, mtime=0))), PAGE),
    "deflate": (http("Content-Type: text/html", "Content-Encoding: deflate", body=zlib.compress(PAGE)), PAGE),
    "brotli": (http("Content-Type: text/html", "Content-Encoding: br", body=brotli.compress(PAGE)), PAGE),
    "zstd": (http("Content-Type: text/html", "Content-Encoding: zstd", body=packed_by(ZstdWriter)([PAGE])), PAGE),
    "as Common Crawl keeps it": (http("Content-Type: text/html", "X-Crawl-Content-Encoding: gzip", f"Content-Length: {len(PAGE)}"), PAGE),
    "a head without carriage returns": (b"HTTP/1.1 200 OK\nContent-Type: text/html\n\n" + PAGE, PAGE),
    "HTTP/2": (b"HTTP/2 200 \r\ncontent-type: text/html\r\n\r\n" + PAGE, PAGE),
    "no reason, no headers": (b"HTTP/1.0 200\r\n\r\n" + PAGE, PAGE),
    "a line that is no header": (b"HTTP/1.1 200 OK\r\nnonsense\r\n: empty\r\n\r\n" + PAGE, PAGE),
    "a head of 100 KB": (http("Content-Type: text/html", "X-Long: " + "y" * 100_000), PAGE),
    "nothing but a head": (http("Content-Type: text/html", body=b""), b""),
    "plain text": (http("Content-Type: text/plain"), PAGE),
    "XHTML": (http("Content-Type: application/xhtml+xml; charset=x"), PAGE),
    "no type": (http("Server: x"), PAGE),
    "203": (http("Content-Type: text/html", status="203 Changed on the way"), PAGE),
}  # fmt: skip


@pytest.mark.parametrize("name", BODIES)
def test_what_is_a_page_comes_with_its_codings_undone(tmp_path, name):
    block, body = BODIES[name]
    got = only(tmp_path, Record(block=block))
    assert isinstance(got, Captured), got
    assert got.answer.body == body


REFUSED = {
    "a picture": (Record(block=http("Content-Type: image/png")), Reason.OTHER_MEDIA_TYPE, "image/png"),
    "a video larger than the limit": (Record(block=http("Content-Type: video/mp4", body=b"x" * 300_000)), Reason.OTHER_MEDIA_TYPE, "video/mp4"),
    "a feed": (Record(block=http("Content-Type: application/rss+xml")), Reason.OTHER_MEDIA_TYPE, "rss"),
    "what the archive knows for a PDF": (
        Record(block=http("Server: x"), more=(("WARC-Identified-Payload-Type", "application/pdf"),)), Reason.OTHER_MEDIA_TYPE, "pdf"),
    "a picture that is no web page's": (Record(kind="resource", content_type="image/png", block=b"\x89PNG"), Reason.OTHER_MEDIA_TYPE, "image/png"),
    "a redirect": (Record(block=http("Location: /new", status="301 Moved")), Reason.OTHER_MEDIA_TYPE, "leads to /new"),
    "a 304 of its own": (Record(block=http("ETag: x", status="304 Not Modified", body=b"")), Reason.OTHER_MEDIA_TYPE, "304"),
    "206": (Record(block=http(status="206 Partial")), Reason.BAD_RESPONSE, "206"),
    "403": (Record(block=http(status="403 Forbidden")), Reason.HTTP_403, "HTTP 403"),
    "404": (Record(block=http(status="404 Not Found")), Reason.HTTP_404, "HTTP 404"),
    "503": (Record(block=http(status="503 Busy")), Reason.HTTP_5XX, "HTTP 503"),
    "no HTTP at all": (Record(block=b"some bytes"), Reason.UNREADABLE_FILE, "no HTTP head"),
    "no block": (Record(block=b""), Reason.UNREADABLE_FILE, "no HTTP head"),
    "too large": (Record(block=HEAD + b"x" * (LIMIT + 1)), Reason.TOO_LARGE, "200001 bytes"),
    "a bomb": (Record(block=http("Content-Type: text/html", "Content-Encoding: gzip", body=gzip.compress(b"\0" * 9_000_000))), Reason.TOO_LARGE, "decompressed"),
    "a bomb of zstd": (Record(block=http("Content-Type: text/html", "Content-Encoding: zstd", body=packed_by(ZstdWriter)([b"\0" * 5_000_000]))), Reason.TOO_LARGE, "decompressed"),
    "gzip that is none": (Record(block=http("Content-Type: text/html", "Content-Encoding: gzip", body=b"\x01\x02")), Reason.UNREADABLE_FILE, "gzip"),
    "zstd that is none": (Record(block=http("Content-Type: text/html", "Content-Encoding: zstd", body=b"\x01\x02\x03\x04\x05")), Reason.UNREADABLE_FILE, "zstd"),
    "chunks that stop": (Record(block=http("Content-Type: text/html", "Transfer-Encoding: chunked", body=b"5\r\n<p>he\r\n9\r\nllo")), Reason.UNREADABLE_FILE, "chunk"),
    "a page that they cut for its length": (Record(more=(("WARC-Truncated", "length"),)), Reason.TOO_LARGE, "length"),
    "a page whose connection was cut": (Record(more=(("WARC-Truncated", "disconnect"),)), Reason.UNREADABLE_FILE, "disconnect"),
    "a page in several records": (Record(more=(("WARC-Segment-Number", "1"),)), Reason.UNREADABLE_FILE, "continued"),
    "no date": (Record(at=None), Reason.UNREADABLE_FILE, "WARC-Date"),
    "a date that is none": (Record(at="yesterday"), Reason.UNREADABLE_FILE, "WARC-Date"),
    "an address that is none": (Record("http://[half"), Reason.BAD_URL, "http://[half"),
    "a revisit of what is not there": (Record(kind="revisit", block=HEAD, more=(("WARC-Refers-To-Target-URI", "http://x.example/"),)), Reason.UNREADABLE_FILE, "not in these files"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_page_ends_with_its_reason(tmp_path, name):
    record, reason, words = REFUSED[name]
    got = only(tmp_path, record)
    assert not isinstance(got, Captured)
    assert got.reason is reason
    assert words in got.detail


DATES = {
    "2024-05-01T08:00:00Z": DAY,
    "2024-05-01T08:00:00.123456Z": DAY.replace(microsecond=123456),
    "2024-05-01T08:00:00.123456789Z": DAY.replace(microsecond=123456),
    "2024-05-01T10:00:00+02:00": DAY,
    "2024-05-01T08:00:00": DAY,
    "2024-05-01T08:00Z": DAY,
    "2024-05-01": DAY.replace(hour=0),
    "20240501T080000Z": DAY,
}


@pytest.mark.parametrize("text", DATES)
def test_dates_are_read_as_they_are_written(tmp_path, text):
    got = only(tmp_path, Record(at=text))
    assert isinstance(got, Captured), got
    assert got.at == DATES[text]


def test_only_answers_resources_and_revisits_of_web_addresses_are_candidates(tmp_path):
    more = [
        Record(kind="request", block=b"GET / HTTP/1.1\r\n\r\n"), Record(kind="metadata", content_type="application/warc-fields"),
        Record(kind="conversion", content_type="text/plain"), Record(kind="screenshot"), Record("dns:news.example"),
        Record("urn:pageinfo:http://news.example/", kind="resource"), Record("<http://news.example/2>"),
        Record("HTTPS://news.example/3", kind="Response"), Record("http://news.example/4", b"<p>four</p>", kind="resource", content_type="text/html"),
    ]  # fmt: skip
    found = offered(write(tmp_path, more))
    assert [one.url for one in found] == ["http://news.example/2", "https://news.example/3", "http://news.example/4"]
    got = obtain(tmp_path / "a.warc.gz", found[2])
    assert isinstance(got, Captured)
    assert (got.answer.protocol, got.answer.body, got.answer.content_type) == ("", b"<p>four</p>", "text/html")


def test_captures_of_one_address_come_in_the_order_of_their_dates_across_files(tmp_path):
    def on(day: int, number: int = 1) -> Record:
        return page(number, DAY + timedelta(days=day), b"day %d" % day)

    write(tmp_path, [on(5), on(1), on(9, 2)], "b/one.warc.gz")
    write(tmp_path, [on(3), on(7), on(2, 2)], "a/two.warc")
    write(tmp_path, [on(4)], "three.warc.zst", packed_by(ZstdWriter))
    found = offered(tmp_path)
    days = [obtain(tmp_path, one).answer.body.decode() for one in found if one.url == "http://news.example/1"]
    assert days == [f"day {day}" for day in (1, 3, 4, 5, 7)]
    assert sorted(one.url[-1] for one in found) == list("1111122")


def test_a_revisit_brings_what_it_refers_to_under_its_own_address(tmp_path):
    body = http("Content-Type: text/html", body=b"<p>the same story</p>")
    digest = ("WARC-Payload-Digest", "sha1:AAAABBBBCCCCDDDDEEEEFFFFGGGGHHHH")
    later = DAY + timedelta(days=1)

    def revisit(url: str, *more: tuple[str, str]) -> Record:
        return Record(url, HEAD, later, "revisit", more=more)

    by_place = (
        ("WARC-Refers-To-Target-URI", "<http://news.example/1>"),
        ("WARC-Refers-To-Date", "2024-05-01T08:00:00Z"),
    )
    write(tmp_path, [Record(block=body, more=(digest,)), page(2)], "first.warc.gz")
    write(tmp_path, [
        revisit("http://news.example/by-place", *by_place), revisit("http://news.example/by-digest", digest),
        revisit("http://news.example/1", digest), revisit("http://news.example/2"), revisit("http://news.example/9"),
        revisit("http://news.example/other", ("WARC-Payload-Digest", "sha1:ZZZZ")),
    ], "second.warc.gz")  # fmt: skip
    got = {one.url.rpartition("/")[2]: obtain(tmp_path, one) for one in offered(tmp_path) if " " in (one.locator or "")}
    for name in ("by-place", "by-digest"):
        assert isinstance(got[name], Captured), got[name]
        assert got[name].answer.body == b"<p>the same story</p>"
        assert got[name].answer.final_url == f"http://news.example/{name}"
        assert got[name].at == later
    assert {name: got[name].reason for name in ("1", "2", "9", "other")} == {
        "1": Reason.SAME_CONTENT, "2": Reason.SAME_CONTENT, "9": Reason.UNREADABLE_FILE, "other": Reason.UNREADABLE_FILE,
    }  # fmt: skip


def pages(count: int) -> bytes:
    return gzipped([INFO.bytes(), *(page(number).bytes() for number in range(count))])


DAMAGED = {
    "cut in a record": (pages(4)[:-60], 3),
    "cut in the middle of everything": (pages(4)[: len(pages(2)) + 30], 2),
    "cut of a plain file": (b"".join([page(0).bytes(), page(1).bytes()[:-30]]), 1),
    "zeros at the end": (pages(3) + b"\0" * 5000, 3),
    "a text behind it": (pages(3) + b"Some words of someone.\n" * 9, 3),
    "a byte that fell over": (bytearray(pages(4)).replace(page(2).block[-5:], b"?"), 4),
    "a length that is none": (pages(2) + gzipped([Record("http://news.example/2", length="many").bytes(), page(3).bytes()]), 2),
    "a length beyond the end": (pages(2) + gzipped([Record("http://news.example/2", length=9_000_000).bytes()]), 2),
    "a record without an end": (pages(2) + gzipped([b"WARC/1.0\r\nWARC-Type: response\r\n"]), 2),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_file_gives_what_stands_before_the_damage_and_says_so(tmp_path, name):
    data, whole = DAMAGED[name]
    path = tmp_path / "a.warc.gz"
    path.write_bytes(data)
    (poll,) = polls(path)
    assert [one.url for one in poll.offer.candidates] == [f"http://news.example/{number}" for number in range(whole)]
    assert all(isinstance(obtain(path, one), Captured) for one in poll.offer.candidates)
    assert (poll.offer.note is None) == (name == "a byte that fell over")
    assert poll.offer.problem is None


def test_a_byte_that_flips_in_a_member_stops_the_reading_there(tmp_path):
    data = bytearray(pages(4))
    data[len(pages(2)) + 100] ^= 0x40
    path = tmp_path / "a.warc.gz"
    path.write_bytes(data)
    (poll,) = polls(path)
    assert len(poll.offer.candidates) == 2
    assert "a.warc.gz: " in (poll.offer.note or "")


ALIEN = {
    "an ARC file": ("x.arc", b"filedesc://x.arc 0.0.0.0 20010101000000 text/plain 76\n1 0 A\n", "warcio recompress"),
    "a packed ARC file": (
        "x.arc.gz",
        gzip.compress(b"filedesc://x.arc 0.0.0.0 2001 text/plain 76\n"),
        "warcio recompress",
    ),
    "a page": ("x.warc", PAGE, "not a WARC file"),
    "a packed page": ("x.warc.gz", gzip.compress(PAGE), "not a WARC file"),
    "a WARC file of the future": ("x.warc", b"WARC/7.0\r\nWARC-Type: response\r\n\r\n\r\n\r\n", "not a WARC file"),
    "nothing": ("x.warc.gz", b"", "no bytes"),
    "noise": ("x.warc.gz", b"\x1f\x8b\x08" + os.urandom(500), "not a WARC file"),
}


@pytest.mark.parametrize("name", ALIEN)
def test_what_is_no_archive_is_the_sources_problem_and_beside_others_a_note(tmp_path, name):
    file, data, words = ALIEN[name]
    (tmp_path / file).write_bytes(data)
    for place in (tmp_path / file, tmp_path):
        (poll,) = polls(place)
        assert words in (poll.offer.problem or "")
        assert file in (poll.offer.problem or "")
    write(tmp_path, [page(1)], "good.warc.gz")
    found = {poll.url: poll.offer for poll in polls(tmp_path)}
    assert len(found["warc:good.warc.gz"].candidates) == 1
    assert words in (found[f"warc:{file}"].note or "")
    assert {offer.problem for offer in found.values()} == {None}


def test_a_folder_is_walked_without_what_is_hidden_or_leads_out(tmp_path):
    folder, outside = tmp_path / "in", tmp_path / "out"
    write(outside, [page(9)])
    write(folder, [page(1)], "deep/a b#1.warc.gz")
    write(folder, [page(2)], ".hidden.warc.gz")
    write(folder, [page(3)], ".git/a.warc.gz")
    (folder / "readme.txt").write_text("not read")
    (folder / "link.warc.gz").symlink_to(outside / "a.warc.gz")
    (folder / "round").symlink_to(folder)
    os.mkfifo(folder / "pipe.warc")
    found = {poll.url: poll.offer for poll in polls(folder)}
    assert set(found) == {"warc:deep/a%20b%231.warc.gz", "warc:link.warc.gz", "warc:pipe.warc"}
    assert "leads out" in (found["warc:link.warc.gz"].note or "")
    assert "regular" in (found["warc:pipe.warc"].note or "")
    (candidate,) = offered(folder)
    assert candidate.locator == f"deep/a%20b%231.warc.gz#{info_size()}"
    assert isinstance(obtain(folder, candidate), Captured)


def test_a_name_that_is_no_text_is_found_again(tmp_path):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.warc.gz"))
    for pack in (gzipped, one_piece(gzipped)):
        write(tmp_path, [page(1), page(2)], path.name, pack)
        assert [obtain(path, one).answer.body[-1:] for one in offered(path)] == [b"1", b"2"]


def test_an_empty_folder_and_one_that_is_gone_are_the_sources_problem(tmp_path, newsroom):
    assert "no archive file" in (polls(tmp_path)[0].offer.problem or "")
    report = newsroom.collect(spec_of(tmp_path / "gone"))
    assert report.failure == Reason.UNREADABLE_FILE


def test_a_file_that_cannot_be_had_is_the_sources_problem_and_beside_others_a_note(tmp_path):
    (tmp_path / "gone.warc.gz").symlink_to(tmp_path / "nowhere")
    assert "gone.warc.gz: No such file" in (polls(tmp_path)[0].offer.problem or "")
    write(tmp_path, [page(1)])
    assert [(poll.offer.note or "")[:12] for poll in polls(tmp_path)] == ["", "gone.warc.gz"]


def test_a_file_that_changed_meanwhile_fails_by_name(tmp_path):
    path = write(tmp_path, [page(1), page(2)])
    found = offered(path)
    for change in (lambda: write(tmp_path, [page(5), page(6)]), lambda: path.write_bytes(b""), path.unlink):
        change()
        for candidate in found:
            got = obtain(path, candidate)
            assert not isinstance(got, Captured)
            assert got.reason is Reason.UNREADABLE_FILE
            assert got.detail


def test_collecting_archives_captures_with_their_dates_and_origin(tmp_path, newsroom):
    path = write(tmp_path, [
        page(1), Record("http://news.example/pic", http("Content-Type: image/png")),
        Record("http://news.example/gone", http(status="404 Not Found"), DAY + timedelta(days=2)),
        page(1, DAY + timedelta(days=3), b"<p>an edit</p>"),
        Record("http://news.example/bare", b"<p>bare</p>", DAY, "resource", "text/html"),
    ])  # fmt: skip
    report = newsroom.collect(spec_of(path))
    assert report.counts == {Status.HELD: 3, Status.SKIPPED: 1, Status.FAILED: 1}
    fetched = newsroom.of(Fetched)
    assert [(one.url, one.fetched_at) for one in fetched if one.url.endswith("1")] == [
        ("http://news.example/1", iso(DAY)), ("http://news.example/1", iso(DAY + timedelta(days=3))),
    ]  # fmt: skip
    assert len({one.document_id for one in fetched}) == 3
    for one in fetched:
        read_payload(newsroom.raw, one.warc_path, one.warc_offset, one.warc_length, one.sha256)
    gone = next(fate for fate in newsroom.of(Fate) if fate.reason == "http_404")
    assert (gone.at, gone.http_status) == (iso(DAY + timedelta(days=2)), 404)
    with (newsroom.raw / fetched[0].warc_path).open("rb") as handle:
        heads = [record.rec_headers for record in ArchiveIterator(handle)]
    assert [head.get_header("WARC-Type") for head in heads] == ["warcinfo", "response", "resource", "response"]
    assert heads[1].get_header("WARC-Source-URI") == f"a.warc.gz#{info_size()}"
    assert heads[1].get_header("WARC-Date") == iso(DAY)


def test_a_file_that_was_read_is_not_read_again_until_it_changes(theirs, newsroom):
    write(theirs, [page(1), page(2)], "one.warc.gz")
    spec = spec_of(theirs)
    newsroom.collect(spec)
    assert newsroom.of(Polled)[0].cursor
    os.utime(theirs / "one.warc.gz")
    report = newsroom.collect(spec)
    assert (report.counts, newsroom.of(SourceFailed)) == ({}, [])
    write(theirs, [page(3), Record("http://news.example/again", HEAD, DAY, "revisit",
                                     more=(("WARC-Refers-To-Target-URI", "http://news.example/2"),))], "two.warc.gz")  # fmt: skip
    report = newsroom.collect(spec)
    assert report.counts == {Status.HELD: 2}
    assert {one.url.rpartition("/")[2] for one in newsroom.of(Fetched)} == {"3", "again"}
    with (theirs / "one.warc.gz").open("ab") as handle:
        handle.write(gzip.compress(page(4).bytes()))
    report = newsroom.collect(spec)
    assert report.counts == {Status.HELD: 1, Status.UNCHANGED: 2}


def test_what_a_publisher_reserves_in_its_head_is_not_kept(theirs, newsroom):
    newsroom.hears_rights = True
    write(theirs, [
        Record("http://news.example/a", http("Content-Type: text/html", "X-Robots-Tag: noarchive")),
        Record("http://news.example/b", http("Content-Type: text/html", "tdm-reservation: 1")), page(1),
    ])  # fmt: skip
    newsroom.collect(spec_of(theirs))
    assert newsroom.fates() == {"a": "noarchive", "b": "tdm_reserved", "1": "fetched"}


def test_memory_stays_flat_however_large_the_file_is(tmp_path):
    path = tmp_path / "large.warc.gz"
    with path.open("wb") as handle:
        for number in range(20):
            handle.write(gzip.compress(page(number, DAY, os.urandom(50_000) * 20).bytes(), 1))
    tracemalloc.start()
    assert len(offered(path)) == 20
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000
