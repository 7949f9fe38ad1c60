"""Archives and lines of documents in a folder: each document by its name or number, and none that bursts."""

from __future__ import annotations

import gzip
import io
import json
import os
import stat
import struct
import threading
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.journal import Fate, Fetched
from contracts.records import Document, PageContext
from core.clock import parse_iso
from sources.archive.reader import read_payload
from sources.http.decoding import BadEncoding, TooLarge
from sources.http.fetcher import FetchFailure
from sources.kinds import containers, packed
from sources.kinds.folder import FOLDER
from sources.kinds.packed import Region, Unpacking, bytes_at, lines
from sources.spec_files import folder_source

WEB = "https://www.example.org/world"
LIMIT = 200_000


def zipped(**members: str | bytes) -> bytes:
    """An archive; `__` in a name stands for `/`, `_` for `.`."""
    return zipped_as({name.replace("__", "/").replace("_", "."): body for name, body in members.items()})


def zipped_as(members: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return buffer.getvalue()


def jsonl(*rows: object) -> bytes:
    return b"".join((row if isinstance(row, bytes) else json.dumps(row).encode()) + b"\n" for row in rows)


@pytest.fixture
def folder(tmp_path) -> Path:
    path = tmp_path / "pages"
    path.mkdir()
    return path


def documents(folder: Path, limit: int = LIMIT) -> dict[str, object]:
    """What each candidate gives: its body and kind, or why it has none."""
    spec = folder_source(folder)
    (poll,) = FOLDER.discover(spec, lambda url: pytest.fail("nobody is to be asked"), lambda url: None)
    found: dict[str, object] = {}
    for candidate in poll.offer.candidates:
        got = FOLDER.obtain(spec, candidate, lambda url: pytest.fail("nobody is to be asked"), limit)
        words = (str(got.reason), got.detail) if isinstance(got, FetchFailure) else (got.body, got.content_type)
        assert candidate.url not in found
        found[candidate.url] = words
    return found


def test_members_of_an_archive_are_documents_by_their_names(folder):
    members = {
        "b.html": "<p>b</p>", "a/deep/c d.txt": "c", "a/n.md": "n", "a/é#!.htm": "<p>e</p>", "g.txt.gz": gzip.compress(b"g"),
        "picture.png": b"\x89PNG", ".hidden/x.html": "x", "__MACOSX/b.html": "x", "empty.txt": "",
    }  # fmt: skip
    for method, name in ((zipfile.ZIP_STORED, "s.zip"), (zipfile.ZIP_DEFLATED, "sub/d.ZIP")):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(zipped_as(members, method))
    expected = {}
    for name in ("s.zip", "sub/d.ZIP"):
        expected |= {
            f"folder:{name}!/b.html": (b"<p>b</p>", "text/html"),
            f"folder:{name}!/a/deep/c%20d.txt": (b"c", "text/plain"),
            f"folder:{name}!/a/n.md": (b"n", "text/plain"),
            f"folder:{name}!/a/%C3%A9%23%21.htm": (b"<p>e</p>", "text/html"),
            f"folder:{name}!/g.txt.gz": (b"g", "text/plain"),
            f"folder:{name}!/empty.txt": (b"", "text/plain"),
        }
    assert documents(folder) == expected


def test_an_archive_with_something_before_it_is_read(folder):
    (folder / "self-extracting.zip").write_bytes(b"MZ" * 500 + zipped(a_txt="a"))
    assert documents(folder) == {"folder:self-extracting.zip!/a.txt": (b"a", "text/plain")}


def with_flag(archive: bytes) -> bytes:
    """Says that all members are encrypted."""
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = archive.find(mark)
        while at >= 0:
            archive = archive[: at + offset] + b"\x01" + archive[at + offset + 1 :]
            at = archive.find(mark, at + 1)
    return archive


def with_link(name: str, target: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        info = zipfile.ZipInfo(name)
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, target)
    return buffer.getvalue()


def overlapping() -> bytes:
    """An archive in which many members are the same bytes."""
    plain = zipped_as({"a.txt": os.urandom(1000)})
    end = plain.rfind(b"PK\x05\x06")
    start = plain.find(b"PK\x01\x02")
    directory = plain[start:end] * 50
    return plain[:start] + directory + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 50, 50, len(directory), start, 0)


def broken_inside(archive: bytes, by: int = 60) -> bytes:
    return archive[:by] + bytes((archive[by] ^ 0xFF,)) + archive[by + 1 :]


TEXT = "Words of some length that pack. " * 40
BROKEN: dict[str, tuple[bytes, dict[str, str]]] = {
    "no archive": (b"not an archive", {"": "unreadable_file: not a zip archive"}),
    "nothing": (b"", {"": "unreadable_file: not a zip archive"}),
    "cut": (zipped(a_txt=TEXT)[:80], {"": "unreadable_file: not a zip archive"}),
    "encrypted": (with_flag(zipped(a_txt="a")), {"!/a.txt": "unreadable_file: it is encrypted"}),
    "a link": (with_link("a.txt", "/etc/passwd"), {"!/a.txt": "unreadable_file: it is a link"}),
    "up": (zipped_as({"../a.txt": "a", "b/../../c.txt": "c"}), {"!/../a.txt": "unreadable_file: its name leads", "!/b/../../c.txt": "unreadable_file: its name leads"}),
    "absolute": (zipped_as({"/etc/a.txt": "a"}), {"!//etc/a.txt": "unreadable_file: its name leads"}),
    "backslashes": (zipped_as({"..\\a.txt": "a", "C:\\a.txt": "a"}), {"!/..%5Ca.txt": "unreadable_file: its name leads", "!/C%3A%5Ca.txt": "unreadable_file: its name leads"}),
    "a method unheard of": (zipped_as({"a.txt": "a"}, zipfile.ZIP_LZMA), {"!/a.txt": "unreadable_file: it is packed by method 14"}),
    "an archive within": (zipped_as({"b.zip": zipped(a_txt="a")}), {"!/b.zip": "unreadable_file: an archive within an archive"}),
    "packed lines within": (zipped_as({"b.jsonl.gz": gzip.compress(b"{}")}), {"!/b.jsonl.gz": "unreadable_file: packed lines within"}),
    "a broken member": (broken_inside(zipped(a_txt=TEXT)), {"!/a.txt": "unreadable_file: the member is"}),
    "a member with other bytes": (broken_inside(zipped_as({"a.txt": TEXT}, zipfile.ZIP_STORED)), {"!/a.txt": "unreadable_file: the member is cut, or does not match"}),
    "a large member": (zipped(a_txt=b"\0" * 3_000_000), {"!/a.txt": "too_large: 3000000 bytes, the limit is 200000"}),
    "a packed member that bursts": (zipped_as({"a.txt.gz": gzip.compress(b"\0" * 3_000_000)}), {"!/a.txt.gz": "too_large: over 200000 bytes"}),
    "members over each other": (overlapping(), {"": "too_large: its members lie over each other"}),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_wrong_with_an_archive_fails_by_name_and_the_others_come(folder, name):
    body, expected = BROKEN[name]
    (folder / "b.zip").write_bytes(body)
    (folder / "c.txt").write_text("c")
    found = documents(folder)
    assert found.pop("folder:c.txt") == (b"c", "text/plain")
    assert list(found) == [f"folder:b.zip{suffix}" for suffix in expected]
    for suffix, words in expected.items():
        assert ": ".join(found[f"folder:b.zip{suffix}"]).startswith(words), found


def test_an_archive_that_unpacks_to_too_much_in_all_is_left(folder, monkeypatch):
    monkeypatch.setattr(packed, "_LEAST_BOMB", 100_000)
    (folder / "b.zip").write_bytes(zipped_as({f"{n}.txt": b"\0" * 100_000 for n in range(100)}))
    (reason, words), = documents(folder).values()  # fmt: skip
    assert (reason, words.startswith("unpacks to more than")) == ("too_large", True)


def test_a_packed_archive_is_named(folder):
    (folder / "b.zip.gz").write_bytes(gzip.compress(zipped(a_txt="a")))
    assert documents(folder) == {"folder:b.zip.gz": ("unreadable_file", "a packed archive is not read; unpack it")}


ROWS: dict[str, tuple[object, str | None, tuple[bytes, str]]] = {
    "text": ({"text": "Words."}, None, (b"Words.", "text/plain; charset=utf-8")),
    "html": ({"html": "<p>Words.</p>", "text": "Words."}, None, (b"<p>Words.</p>", "text/html; charset=utf-8")),
    "an empty html": ({"html": " ", "text": "Words."}, None, (b"Words.", "text/plain; charset=utf-8")),
    "body": ({"body": "Words < and > words."}, None, (b"Words < and > words.", "text/plain; charset=utf-8")),
    "body of html": ({"body": "<P>Words.</P>"}, None, (b"<P>Words.</P>", "text/html; charset=utf-8")),
    "content": ({"content": "Words."}, None, (b"Words.", "text/plain; charset=utf-8")),
    "beyond ASCII": ({"text": "Café \ud83d\ude00"}, None, ("Café 😀".encode(), "text/plain; charset=utf-8")),
    "half a character": (b'{"text": "A \\ud83d B"}', None, (b"A ? B", "text/plain; charset=utf-8")),
    "an address": ({"text": "Words.", "url": f"{WEB}/1?utm_source=x#c"}, f"{WEB}/1", (b"Words.", "text/plain; charset=utf-8")),
    "an address as desk extract has it": ({"text": "Words.", "url": None, "canonical_url": f"{WEB}/2"}, f"{WEB}/2", (b"Words.", "text/plain; charset=utf-8")),
    "an address that is none": ({"text": "Words.", "url": "story-17"}, None, (b"Words.", "text/plain; charset=utf-8")),
    "an address of another type": ({"text": "Words.", "url": 17}, None, (b"Words.", "text/plain; charset=utf-8")),
    "no text": ({"title": "One"}, None, (b"unreadable_file", "line 2: no text in `html`, `text`, `body` or `content`")),
    "text of another type": ({"text": ["Words."]}, None, (b"unreadable_file", "line 2: no text in `html`, `text`, `body` or `content`")),
    "no object": ([1], None, (b"unreadable_file", "line 2: not a JSON object but list")),
    "no JSON": (b"{text: 1}", None, (b"unreadable_file", "line 2: not JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)")),
    "no UTF-8": (b'{"text": "\xff"}', None, (b"unreadable_file", "line 2: not JSON: 'utf-8' codec can't decode byte 0xff in position 10: invalid start byte")),
    "larger than the limit": ({"text": "x" * 200_001}, None, (b"too_large", "line 2: 200001 bytes, the limit is 200000")),
}  # fmt: skip


@pytest.mark.parametrize("form", ["a.jsonl", "a.JSONL.gz", "a.zip"])
@pytest.mark.parametrize("name", ROWS)
def test_each_line_is_a_document(folder, name, form):
    row, url, (body, words) = ROWS[name]
    data = jsonl({"text": "first"}, row, b"", {"text": "last"})
    inside = f"{form}!/deep/l.jsonl" if form == "a.zip" else form
    (folder / form).write_bytes(
        {"a.jsonl": data, "a.JSONL.gz": gzip.compress(data), "a.zip": zipped(deep__l_jsonl=data)}[form]
    )
    found = documents(folder)
    first = f"folder:{inside}"
    assert list(found) == [f"{first}#1", url or f"{first}#2", f"{first}#4"]
    got = found[url or f"{first}#2"]
    assert got == ((body.decode(), words) if isinstance(got[0], str) else (body, words))
    assert (found[f"{first}#1"][0], found[f"{first}#4"][0]) == (b"first", b"last")


def test_a_line_brings_its_hints(folder):
    (folder / "a.jsonl").write_bytes(
        jsonl(
            {"text": "x", "title": " Talks\nresume ", "published_at": "2026-03-03", "date": "no", "author": ["A. Writer", "B. Writer"], "modified_at": "M", "sections": ["World", 5]},
            {"text": "x", "date": "3 March 2026", "byline": "A. Writer", "title": 5, "sections": "World"},
        )
    )  # fmt: skip
    (poll,) = FOLDER.discover(folder_source(folder), lambda url: None, lambda url: None)
    first, second = (candidate.hints for candidate in poll.offer.candidates)
    assert (first.title, first.published, first.author, first.modified, first.sections) == (
        "Talks resume", "2026-03-03", "A. Writer, B. Writer", "M", ("World",),
    )  # fmt: skip
    assert (second.title, second.published, second.author, second.sections) == (None, "3 March 2026", "A. Writer", ())
    assert first.text is None


def context(entry: Fetched) -> PageContext:
    """What a reader of the document is told."""
    document = Document(
        entry.document_id, entry.source_id, entry.run_id, entry.sequence, entry.url, entry.final_url,
        parse_iso(entry.fetched_at), entry.status, entry.content_type, entry.sha256, entry.warc_path, entry.warc_offset,
        entry.warc_length,
    )  # fmt: skip
    return PageContext.of(document)


def test_a_line_with_an_address_is_that_page_in_the_archive_and_for_its_reader(newsroom, folder):
    (folder / "a.jsonl").write_bytes(jsonl({"html": "<p>One</p>", "url": f"{WEB}/1", "title": "One"}, {"text": "Two"}))
    newsroom.collect(folder_source(folder))
    one, two = newsroom.of(Fetched)
    assert (one.url, one.final_url, one.hints.title) == (f"{WEB}/1", f"{WEB}/1", "One")
    assert read_payload(newsroom.raw, one.warc_path, one.warc_offset, one.warc_length, one.sha256) == b"<p>One</p>"
    assert (two.url, one.document_id != two.document_id) == ("folder:a.jsonl#2", True)
    assert [context(entry).url for entry in (one, two)] == [f"{WEB}/1", None]
    newsroom.collect(folder_source(folder))
    assert {entry.reason for entry in newsroom.of(Fate)} == {"same_content"}


def test_several_lines_of_one_address_are_several_documents(newsroom, folder):
    (folder / "a.jsonl").write_bytes(jsonl({"text": "One", "url": f"{WEB}/1"}, {"text": "Two", "url": f"{WEB}/1"}))
    newsroom.collect(folder_source(folder))
    assert [entry.url for entry in newsroom.of(Fetched)] == [f"{WEB}/1"] * 2
    assert len({entry.document_id for entry in newsroom.of(Fetched)}) == 2


@pytest.mark.parametrize("form", ["cut", "broken"])
def test_packed_lines_that_are_cut_or_broken_give_what_came_before_and_fail_by_name(folder, form):
    whole = gzip.compress(jsonl(*({"text": f"{n} {os.urandom(500).hex()}"} for n in range(2_000))), compresslevel=1)
    most = 9 * len(whole) // 10
    (folder / "a.jsonl.gz").write_bytes(whole[:most] if form == "cut" else broken_inside(whole, most))
    *good, (last, (reason, words)) = documents(folder).items()
    assert len(good) > 1_000
    assert all(isinstance(body, bytes) for _, (body, _) in good[:-1])
    assert (last, reason) == ("folder:a.jsonl.gz", "unreadable_file")
    assert words.startswith("after line")


def test_lines_in_an_archive_that_do_not_match_their_checksum_say_so(folder):
    archive = zipped_as({"a.jsonl": jsonl({"text": "one"}, {"text": "two"})}, zipfile.ZIP_STORED)
    (folder / "a.zip").write_bytes(archive.replace(b"two", b"six"))
    found = documents(folder)
    assert found["folder:a.zip!/a.jsonl#2"][0] == b"six"
    assert found["folder:a.zip!/a.jsonl"] == ("unreadable_file", "it does not match its checksum")


def test_lines_and_files_without_end_are_bounded(folder, monkeypatch):
    monkeypatch.setattr(containers, "_MOST_LINE", 1_000)
    monkeypatch.setattr(containers, "_MOST_LINES", 3)
    (folder / "a.jsonl").write_bytes(jsonl({"text": "x" * 5_000}, *({"text": "x"} for _ in range(5))))
    found = documents(folder)
    assert found["folder:a.jsonl#1"] == ("too_large", "line 1: over 1000 bytes")
    assert found["folder:a.jsonl"] == ("too_large", "more than 3 documents; divide it")
    assert list(found) == ["folder:a.jsonl#1", "folder:a.jsonl#2", "folder:a.jsonl#3", "folder:a.jsonl"]


def test_packed_lines_that_burst_are_left_where_they_do(folder, monkeypatch):
    monkeypatch.setattr(packed, "_LEAST_BOMB", 1_000_000)
    rows = jsonl({"text": "one"}) + b" " * 50_000_000
    (folder / "a.jsonl.gz").write_bytes(gzip.compress(rows))
    found = documents(folder)
    assert found["folder:a.jsonl.gz#1"][0] == b"one"
    assert found["folder:a.jsonl.gz"][0] == "too_large"


def test_a_file_that_changes_meanwhile_fails_by_its_line(folder):
    (folder / "a.jsonl").write_bytes(jsonl({"text": "one"}, {"text": "two"}))
    spec = folder_source(folder)
    (poll,) = FOLDER.discover(spec, lambda url: None, lambda url: None)
    (folder / "a.jsonl").write_bytes(b"{")
    for number, candidate in enumerate(poll.offer.candidates, start=1):
        got = FOLDER.obtain(spec, candidate, lambda url: None, LIMIT)
        assert str(got.reason) == "unreadable_file"
        assert f"line {number}" in got.detail
    (folder / "a.jsonl").unlink()
    assert str(FOLDER.obtain(spec, poll.offer.candidates[0], lambda url: None, LIMIT).reason) == "unreadable_file"


def test_the_lines_of_a_packed_file_are_found_without_beginning_anew(tmp_path, monkeypatch):
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(b"".join(b"%06d\n" % number for number in range(1_000_000)), compresslevel=1))
    made: list[Region] = []
    monkeypatch.setattr(packed, "Unpacking", lambda region: made.append(region) or Unpacking(region))
    region = Region(path, "gzip")
    for number in [*range(0, 1_000_000, 5_003), 17, 400_000]:
        assert bytes_at(region, 7 * number, 6) == b"%06d" % number
    assert len(made) == 2  # once, and once more for the step back


def test_two_threads_may_read_one_packed_file(tmp_path):
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(b"".join(b"%06d\n" % number for number in range(100_000)), compresslevel=1))
    wrong: list[int] = []

    def walk() -> None:
        wrong.extend(n for n in range(0, 100_000, 997) if bytes_at(Region(path, "gzip"), 7 * n, 6) != b"%06d" % n)

    threads = [threading.Thread(target=walk) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.binary(max_size=30).filter(lambda line: b"\n" not in line), max_size=12),
    st.sampled_from(["plain", "gzip", "two members", "deflate"]),
    st.integers(1, 40),
    st.sampled_from([b"", b"\n", b"\0\0\0"]),
)
def test_lines_are_those_of_the_file_however_it_is_packed(tmp_path_factory, rows, form, piece, after):
    data = b"\n".join(rows)
    path = tmp_path_factory.getbasetemp() / "lines"
    raw = zlib.compressobj(wbits=-15)
    region = {
        "plain": lambda: (data, Region(path, "plain")),
        "gzip": lambda: (gzip.compress(data) + after, Region(path, "gzip")),
        "two members": lambda: (gzip.compress(data[:9]) + gzip.compress(data[9:]) + after, Region(path, "gzip")),
        "deflate": lambda: ((packed_ := raw.compress(data) + raw.flush()) + after, Region(path, "deflate", 0, len(packed_))),
    }  # fmt: skip
    body, place = region[form]()
    path.write_bytes(body)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packed, "_PIECE", piece)
        patch.setattr(packed, "_MOST_UNPACKED", 3)
        found = list(lines(Unpacking(place), 20))
        whole = data.split(b"\n")
        whole = whole[:-1] if whole[-1] == b"" else whole
        assert [line for _, _, line in found] == [line if len(line) <= 20 else None for line in whole]
        for offset, length, line in found:
            assert line is None or bytes_at(place, offset, length) == line


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_bytes_at_all_raise(tmp_path_factory, data):
    folder = tmp_path_factory.getbasetemp() / "any"
    folder.mkdir(exist_ok=True)
    whole = {
        "a.zip": zipped(a_txt="a", b_jsonl=jsonl({"text": "b"})),
        "a.jsonl": jsonl({"text": "b", "url": WEB}),
        "a.jsonl.gz": gzip.compress(jsonl({"text": "b"})),
        "a.html.gz": gzip.compress(b"<p>a</p>"),
    }
    for name, body in whole.items():
        at, length = data.draw(st.integers(0, len(body))), data.draw(st.integers(0, 12))
        (folder / name).write_bytes(body[:at] + data.draw(st.binary(max_size=12)) + body[at + length :])
    spec = folder_source(folder)
    (poll,) = FOLDER.discover(spec, lambda url: None, lambda url: None)
    for candidate in poll.offer.candidates:
        FOLDER.obtain(spec, candidate, lambda url: None, LIMIT)


def test_what_is_raised_for_a_broken_stream_is_one_of_two(tmp_path, monkeypatch):
    monkeypatch.setattr(packed, "_LEAST_BOMB", 1_000_000)
    path = tmp_path / "a.gz"
    path.write_bytes(b"no gzip")
    with pytest.raises(BadEncoding):
        bytes_at(Region(path, "gzip"), 0, 1)
    path.write_bytes(gzip.compress(b" " * 20_000_000))
    with pytest.raises(TooLarge):
        bytes_at(Region(path, "gzip"), 19_000_000, 1)
