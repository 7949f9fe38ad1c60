"""The archive: valid WARC, read back byte for byte, and honest about damage."""

from __future__ import annotations

import contextlib
import gzip
import os
import pickle
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from core.clock import iso
from core.ids import sha256
from sources.archive.members import Member, parse, walk
from sources.archive.reader import ArchiveDamaged, read_payload
from sources.archive.writer import Archive
from sources.http.fetcher import Answer, Fetcher

MOMENT = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)
LATER = MOMENT + timedelta(days=1, microseconds=7)


class Args:
    """What warcio's checker takes from its command line."""

    def __init__(self, *inputs: str) -> None:
        self.inputs, self.verbose = inputs, False


def answer(body: bytes, *headers: tuple[str, str]) -> Answer:
    given = (("Content-Type", "text/html"), *headers)
    url = "http://site.example/a?b=c"
    return Answer(url, url, 200, "OK", given, body, (("Host", "site.example"), ("User-Agent", "ForeignDesk/0")))


def write(raw, *answers: Answer):
    with Archive(raw, "run-1").writer("source", MOMENT) as warc:
        places = [warc.response(one, MOMENT) for one in answers]
        warc.sync()
    return places


def read(raw, place, body: bytes) -> bytes:
    return read_payload(raw, place.warc_path, place.offset, place.length, sha256(body))


def records(path):
    with path.open("rb") as handle:
        return [(record.rec_type, record.content_stream().read()) for record in ArchiveIterator(handle)]


def headers(path):
    """The WARC header of each record, as warcio reads it, with what stands in its HTTP head."""
    with path.open("rb") as handle:
        return [
            ({name: value for name, value in record.rec_headers.headers},
             dict(record.http_headers.headers) if record.http_headers else None)
            for record in ArchiveIterator(handle)
        ]  # fmt: skip


def readable_by_all(path) -> int:
    """Both readers of others find every record whole and its digests right; gives the number of records."""
    assert Checker(Args(str(path))).process_all() == 0
    with path.open("rb") as handle:
        checked = []
        for record in ArchiveIterator(handle, check_digests=True):
            record.content_stream().read()
            checked.append((record.rec_type, record.digest_checker.passed))
    assert {passed for kind, passed in checked if kind != "revisit"} == {True}
    fast = 0
    for record in FastIterator(str(path), parse_http=False):
        fast += 1
        assert record.verify_block_digest(), record.headers.to_dict()
        if record.is_http and record.headers.get("WARC-Type") != "revisit":
            record.parse_http()
            assert record.verify_payload_digest(), record.headers.to_dict()
    with path.open("rb") as handle:
        ours = [parse(found.data) for found in walk(handle) if isinstance(found, Member)]
    assert len(checked) == fast == len(ours)
    return fast


def test_a_file_is_valid_and_holds_info_answer_and_request(tmp_path, capsys):
    (place,) = write(tmp_path, answer(b"<p>one</p>"))
    path = tmp_path / place.warc_path
    assert place.warc_path == "2026/03/04/source-run-1.warc.gz"
    assert Checker(Args(str(path))).process_all() == 0, capsys.readouterr().out
    assert [kind for kind, _ in records(path)] == ["warcinfo", "response", "request"]
    assert records(path)[1][1] == b"<p>one</p>"


def test_headers_of_the_wire_are_kept_under_other_names_so_that_others_read_the_same_bytes(tmp_path, site, newsroom):
    body = b"<p>compressed on the way</p>" * 50
    reply = site.reply(200, gzip.compress(body), Content_Encoding="gzip", X_Note="caf\xe9", Content_Type="text/html")
    site.put("/a", reply)
    with Fetcher(newsroom.limits) as fetcher:
        got = fetcher.get(f"{site.url}/a")
    assert isinstance(got, Answer)
    (place,) = write(tmp_path, got)
    assert read(tmp_path, place, body) == body
    assert records(tmp_path / place.warc_path)[1][1] == body
    text = gzip.decompress((tmp_path / place.warc_path).read_bytes()[place.offset : place.offset + place.length])
    assert b"X-Crawl-Content-Encoding: gzip" in text
    assert b"\r\nContent-Encoding" not in text
    assert Checker(Args(str(tmp_path / place.warc_path))).process_all() == 0


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.binary(max_size=300),
    name=st.text(st.characters(codec="latin-1"), max_size=12),
    value=st.text(st.characters(codec="latin-1"), max_size=40),
    reason=st.text(st.characters(codec="latin-1"), max_size=12),
)
def test_whatever_came_over_the_wire_reads_back_as_the_same_bytes(tmp_path, body, name, value, reason):
    given = Answer("http://a.example/", "http://a.example/", 200, reason, ((name, value),), body)
    with Archive(tmp_path, sha256(repr(given).encode())[:12]).writer("source", MOMENT) as warc:
        place = warc.response(given, MOMENT)
    assert read(tmp_path, place, body) == body
    assert records(tmp_path / place.warc_path)[1][1] == body


def test_a_second_writer_of_the_same_run_goes_on_at_the_end(tmp_path):
    (first,) = write(tmp_path, answer(b"one"))
    (second,) = write(tmp_path, answer(b"two"))
    assert second.warc_path == first.warc_path
    assert second.offset > first.offset
    assert (read(tmp_path, first, b"one"), read(tmp_path, second, b"two")) == (b"one", b"two")
    assert Checker(Args(str(tmp_path / first.warc_path))).process_all() == 0


def test_a_torn_tail_hurts_no_earlier_record(tmp_path):
    first, second = write(tmp_path, answer(b"one"), answer(b"two"))
    path = tmp_path / first.warc_path
    os.truncate(path, second.offset + second.length // 2)
    assert read(tmp_path, first, b"one") == b"one"
    with pytest.raises(ArchiveDamaged, match="cut"):
        read(tmp_path, second, b"two")


def test_damage_is_named_and_never_read_as_something_else(tmp_path):
    (place,) = write(tmp_path, answer(b"one"))
    path = tmp_path / place.warc_path
    whole = path.read_bytes()
    for position in range(place.offset, place.offset + place.length, 7):
        path.write_bytes(whole[:position] + bytes([whole[position] ^ 0x55]) + whole[position + 1 :])
        with contextlib.suppress(ArchiveDamaged):  # or the byte said nothing (a time in gzip's header): the same body
            assert read(tmp_path, place, b"one") == b"one"
    path.write_bytes(whole)
    with pytest.raises(ArchiveDamaged, match="not what was fetched"):
        read(tmp_path, place, b"another body")
    with pytest.raises(ArchiveDamaged, match="damaged"):
        read_payload(tmp_path, place.warc_path, place.offset + 1, place.length - 1, sha256(b"one"))
    path.unlink()
    with pytest.raises(ArchiveDamaged, match="cannot be read"):
        read(tmp_path, place, b"one")


def test_the_error_survives_the_way_back_from_a_worker_process():
    error = pickle.loads(pickle.dumps(ArchiveDamaged("what", "remedy")))
    assert (error.message, error.remedy) == ("what", "remedy")


def test_a_write_that_fails_half_way_is_taken_back(tmp_path, monkeypatch):
    with Archive(tmp_path, "run-1").writer("source", MOMENT) as warc:
        first = warc.response(answer(b"one"), MOMENT)
        real, calls = os.write, []

        def full(handle, data):
            calls.append(1)
            if len(calls) == 2:
                raise OSError(28, "No space left on device")
            return real(handle, bytes(data)[:10])

        with monkeypatch.context() as patch:
            patch.setattr(os, "write", full)
            with pytest.raises(OSError, match="No space"):
                warc.response(answer(b"two"), MOMENT)
        third = warc.response(answer(b"three"), MOMENT)
    assert read(tmp_path, first, b"one") == b"one"
    assert read(tmp_path, third, b"three") == b"three"
    assert Checker(Args(str(tmp_path / first.warc_path))).process_all() == 0


def test_nothing_is_made_on_the_disk_before_the_first_record(tmp_path):
    with Archive(tmp_path / "raw", "run-1").writer("source", MOMENT) as warc:
        warc.sync()
    assert not (tmp_path / "raw").exists()


ODD = (
    ("X-Empty", ""), ("X-Colon", "a: b: c"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ("x" * 300, "y" * 5000),
    ("X-Latin", "caf\xe9 \x80\xff"), ("X-Unicode", "\u6771\u4eac"), ("X Space", "v"), ("X-Caf\xe9", "v"), ("", "no name"),
    ("X-Break", "a\r\n b"), ("Transfer-Encoding", "chunked"), ("Content-Encoding", "br"), ("Content-Length", "7"),
)  # fmt: skip
EVERY_RECORD = {
    "a page": lambda warc: warc.response(answer(b"<p>one</p>"), MOMENT),
    "an empty body": lambda warc: warc.response(answer(b""), MOMENT),
    "a body that looks like a head": lambda warc: warc.response(answer(b"HTTP/1.1 200 OK\r\n\r\nWARC/1.1\r\n\r\n"), MOMENT),
    "line breaks only": lambda warc: warc.response(answer(b"\r\n\r\n\r\n"), MOMENT),
    "ten megabytes": lambda warc: warc.response(answer(os.urandom(5_000_000) + b"x" * 5_000_000), MOMENT),
    "odd headers": lambda warc: warc.response(answer(b"odd", *ODD), MOMENT),
    "no headers": lambda warc: warc.response(Answer("http://a.example/", "http://a.example/", 200, "", (), b"x"), MOMENT),
    "HTTP/1.0": lambda warc: warc.response(replace(answer(b"x"), protocol="HTTP/1.0"), MOMENT),
    "an address in Japanese": lambda warc: warc.response(at("http://\u6771\u4eac.example/\u9053?q=\u6771 x#\xe9"), MOMENT),
    "an address with brackets": lambda warc: warc.response(at("http://[::1]:8080/a[1]<b>{c}|d%20e"), MOMENT),
    "a 304": lambda warc: warc.revisit(not_modified(), MOMENT, sha256=sha256(b"one"), kept_at=MOMENT),
    "a 304 of which nothing is known": lambda warc: warc.revisit(not_modified(), MOMENT, sha256=None, kept_at=None),
    "a 304 with a length": lambda warc: warc.revisit(
        not_modified(("Content-Length", "500"), ("Transfer-Encoding", "chunked")), MOMENT, sha256=None, kept_at=None
    ),
    "the same bytes again": lambda warc: warc.revisit(
        answer(b"one", *ODD), LATER, sha256=sha256(b"one"), kept_at=MOMENT, kept_url="http://a.example/first"
    ),
    "a file": lambda warc: warc.resource("folder:caf%E9%20%231.txt", b"text", "text/plain", MOMENT),
    "an empty file": lambda warc: warc.resource("folder:empty.txt", b"", "text/plain", MOMENT),
    "a file that looks like an answer": lambda warc: warc.resource(
        "folder:a.txt", b"HTTP/1.1 200 OK\r\nA: b\r\n\r\nc", "text/plain", MOMENT
    ),
    "a capture": lambda warc: warc.captured(answer(b"theirs", *ODD), MOMENT, "CC-NEWS 1.warc.gz#123", LATER),
    "a capture without a head": lambda warc: warc.captured(bare(b"theirs"), MOMENT, "their.warc#7", LATER),
}  # fmt: skip


def at(url: str) -> Answer:
    return replace(answer(b"<p>where</p>"), url=url, final_url=url)


def bare(body: bytes) -> Answer:
    return replace(answer(body), protocol="")


def not_modified(*more: tuple[str, str]) -> Answer:
    url = "http://site.example/a"
    return Answer(url, url, 304, "Not Modified", (("ETag", '"v1"'), *more), b"", (("Host", "site.example"),))


@pytest.mark.parametrize("name", EVERY_RECORD)
def test_every_kind_of_record_is_read_by_the_readers_of_others(tmp_path, name, capsys):
    with Archive(tmp_path, "run-1").writer("source", MOMENT) as warc:
        place = EVERY_RECORD[name](warc)
        EVERY_RECORD["a page"](warc)
    assert place.offset > 0
    assert readable_by_all(tmp_path / place.warc_path) >= 3, capsys.readouterr().out


def test_one_file_holds_every_kind_of_record(tmp_path):
    with Archive(tmp_path, "run-1").writer("source", MOMENT) as warc:
        places = [make(warc) for make in EVERY_RECORD.values()]
    path = tmp_path / places[0].warc_path
    assert readable_by_all(path) > len(EVERY_RECORD)
    with path.open("rb") as handle:
        found = {(one.offset, one.length) for one in walk(handle)}
    assert {(place.offset, place.length) for place in places} <= found


def test_a_304_is_a_revisit_with_its_own_head_that_names_what_it_stands_for(tmp_path):
    with Archive(tmp_path, "run-1").writer("source", MOMENT) as warc:
        warc.response(answer(b"one"), MOMENT)
        place = warc.revisit(not_modified(), LATER, sha256=sha256(b"one"), kept_at=MOMENT)
    _, first, _, revisit, request = headers(tmp_path / place.warc_path)
    assert revisit[0]["WARC-Type"] == "revisit"
    assert revisit[0]["WARC-Profile"] == "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
    assert revisit[0]["WARC-Date"] == iso(LATER)
    assert revisit[0]["WARC-Refers-To-Date"] == first[0]["WARC-Date"] == iso(MOMENT)
    assert revisit[0]["WARC-Refers-To-Target-URI"] == revisit[0]["WARC-Target-URI"] == "http://site.example/a"
    assert revisit[0]["WARC-Payload-Digest"] == first[0]["WARC-Payload-Digest"] == f"sha256:{sha256(b'one')}"
    assert "WARC-Truncated" not in revisit[0]
    assert revisit[1] == {"ETag": '"v1"'}
    assert request[0]["WARC-Concurrent-To"] == revisit[0]["WARC-Record-ID"]


def test_the_same_bytes_again_are_a_revisit_without_them(tmp_path):
    body = b"<p>the same</p>" * 1000
    with Archive(tmp_path, "run-1").writer("source", MOMENT) as warc:
        place = warc.revisit(
            answer(body), LATER, sha256=sha256(body), kept_at=MOMENT, kept_url="http://site.example/first"
        )
    fields, http = headers(tmp_path / place.warc_path)[1]
    assert fields["WARC-Profile"] == "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
    assert fields["WARC-Refers-To-Target-URI"] == "http://site.example/first"
    assert fields["WARC-Truncated"] == "length"
    assert fields["WARC-Payload-Digest"] == f"sha256:{sha256(body)}"
    assert http == {"Content-Type": "text/html", "Content-Length": str(len(body))}
    assert place.length < 800


def test_a_capture_keeps_its_date_and_says_where_it_came_from(tmp_path):
    with Archive(tmp_path, "run-1").writer("source", LATER) as warc:
        places = [warc.captured(one, MOMENT, "a b.warc.gz#123", LATER) for one in (answer(b"one"), bare(b"two"))]
    (response, _), (resource, _) = headers(tmp_path / places[0].warc_path)[1:]
    assert (response["WARC-Type"], resource["WARC-Type"]) == ("response", "resource")
    assert {one["WARC-Date"] for one in (response, resource)} == {iso(MOMENT)}
    assert {one["WARC-Creation-Date"] for one in (response, resource)} == {iso(LATER)}
    assert {one["WARC-Source-URI"] for one in (response, resource)} == {"a%20b.warc.gz#123"}
    assert resource["Content-Type"] == "text/html"
    assert [read(tmp_path, place, body) for place, body in zip(places, (b"one", b"two"), strict=True)] == [
        b"one",
        b"two",
    ]


def test_a_request_and_its_answer_belong_together(tmp_path):
    (place,) = write(tmp_path, answer(b"one"))
    (info, _), (response, _), (request, sent) = headers(tmp_path / place.warc_path)
    assert request["WARC-Concurrent-To"] == response["WARC-Record-ID"]
    assert request["WARC-Date"] == response["WARC-Date"] == info["WARC-Date"] == iso(MOMENT)
    assert sent == {"Host": "site.example", "User-Agent": "ForeignDesk/0"}
    assert info["WARC-Filename"] == "source-run-1.warc.gz"
    assert [set(one) >= {"WARC-Block-Digest"} for one in (info, response, request)] == [True] * 3


def test_what_interrupts_a_write_leaves_no_half_record(tmp_path, monkeypatch):
    with Archive(tmp_path, "run-1").writer("source", MOMENT) as warc:
        first = warc.response(answer(b"one"), MOMENT)
        real = os.write

        def interrupted(handle, data):
            real(handle, bytes(data)[:10])
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(os, "write", interrupted)
            with pytest.raises(KeyboardInterrupt):
                warc.response(answer(b"two"), MOMENT)
    assert readable_by_all(tmp_path / first.warc_path) == 3
