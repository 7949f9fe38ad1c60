"""The archive: valid WARC, read back byte for byte, and honest about damage."""

from __future__ import annotations

import contextlib
import gzip
import os
import pickle
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from core.ids import sha256
from sources.archive.reader import ArchiveDamaged, read_payload
from sources.archive.writer import Archive
from sources.http.fetcher import Answer, Fetcher

MOMENT = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)


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
