"""Lists of addresses, in the YAML file and in files."""

from __future__ import annotations

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.journal import Polled
from contracts.reasons import Reason
from sources.kinds import urls
from sources.kinds.urls import URLS
from sources.spec import SourceSpec


def spec(**more) -> SourceSpec:
    return SourceSpec.model_validate({"name": "u", "kind": "urls", "outlet": "O", "delay_seconds": 0, **more})


def found(source: SourceSpec) -> list[str]:
    (poll,) = URLS.discover(source, lambda url: pytest.fail("nobody is to be asked"), lambda url: None)
    assert poll.offer.problem is None
    return [candidate.url for candidate in poll.offer.candidates]


FILES: dict[str, tuple[str, bytes, list[str]]] = {
    "one a line": ("a.txt", b"https://example.org/1\nhttps://example.org/2\n", ["https://example.org/1", "https://example.org/2"]),
    "comments and blanks": ("a.txt", b"# list\n\n  https://example.org/1  \n\t\n  # https://example.org/2\n", ["https://example.org/1"]),
    "without a last line break": ("a.txt", b"https://example.org/1", ["https://example.org/1"]),
    "line breaks of Windows, with a mark": ("a.txt", b"\xef\xbb\xbfhttps://example.org/1\r\nhttps://example.org/2\r\n", ["https://example.org/1", "https://example.org/2"]),
    "twice": ("a.txt", b"https://example.org/1\nhttps://EXAMPLE.org:443/1#c\n", ["https://example.org/1"]),
    "commas belong to an address": ("a.txt", b"https://example.org/1,2.html\n", ["https://example.org/1,2.html"]),
    "no addresses": ("a.txt", b"example.org/1\nftp://example.org/\nhttp://[bad\n\xff\xfe\n", ["example.org/1", "ftp://example.org/", "http://[bad", "\u00ff\u00fe"]),
    "nothing": ("a.txt", b"", []),
    "a column": ("a.csv", b'https://example.org/1,"One, two"\nhttps://example.org/2,x\n', ["https://example.org/1", "https://example.org/2"]),
    "a column with a heading": ("a.csv", b'\xef\xbb\xbfurl,title\n"https://example.org/1,2","One\nline, two"\n\n', ["https://example.org/1,2"]),
    "a column without a heading, first line bad": ("a.csv", b"example.org/1,x\nhttps://example.org/2,x\n", ["example.org/1", "https://example.org/2"]),
    "a word that is no heading": ("a.csv", b"https://example.org/1\nurl\n", ["https://example.org/1", "url"]),
    "tabs": ("a.TSV", b"url\ttitle\nhttps://example.org/1\tOne\n", ["https://example.org/1"]),
    "a quotation mark never closed": ("a.csv", b'https://example.org/1,"x\nhttps://example.org/2\n', ["https://example.org/1"]),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_file_gives_its_addresses(tmp_path, name):
    file, body, expected = FILES[name]
    (tmp_path / file).write_bytes(body)
    assert found(spec(path=tmp_path / file)) == expected


def test_addresses_of_the_yaml_come_before_those_of_a_file(tmp_path):
    (tmp_path / "a.txt").write_text("https://example.org/1\nhttps://example.org/2\n")
    both = spec(urls=["https://example.org/3", "https://example.org/1"], path=tmp_path / "a.txt")
    assert found(both) == [f"https://example.org/{number}" for number in (3, 1, 2)]


def test_each_listed_site_is_the_sources_own_and_a_bad_line_has_its_fate(newsroom, make_site, tmp_path):
    one, two, other = make_site(), make_site(), make_site()
    one.put("/1", "one")
    two.put("/2", "two")
    two.put("/3", two.reply(302, Location=f"{other.url}/3"))
    (tmp_path / "a.txt").write_text(f"{two.url}/2\n{two.url}/3\nexample.org/4\n")
    newsroom.collect(spec(urls=[f"{one.url}/1"], path=tmp_path / "a.txt"))
    assert newsroom.fates() == {"1": "fetched", "2": "fetched", "3": "off_site", "example.org/4": "bad_url"}
    assert newsroom.of(Polled)[0].candidates == 4
    assert other.asked == []


def test_listed_pages_are_looked_at_again_by_their_age_and_politely(newsroom, site):
    site.put("/robots.txt", "User-agent: *\nDisallow: /private")
    site.put("/1", "one")
    source = spec(urls=[f"{site.url}/1", f"{site.url}/private"])
    newsroom.collect(source)
    assert newsroom.fates() == {"1": "fetched", "private": "robots_disallowed"}
    newsroom.collect(source)
    assert newsroom.fates()["1"] == "not_due"
    newsroom.later(hours=2)
    newsroom.collect(source)
    assert newsroom.fates()["1"] == "same_content"


@pytest.mark.parametrize("making", ["missing", "a folder", "a pipe", "too large", "a name with NUL"])
def test_a_file_that_cannot_be_read_is_the_sources_failure(newsroom, tmp_path, monkeypatch, making):
    path = tmp_path / "list.txt"
    if making == "a folder":
        path.mkdir()
    elif making == "a pipe":
        os.mkfifo(path)
    elif making == "too large":
        monkeypatch.setattr(urls, "MOST_BYTES", 10)
        path.write_text("https://example.org/1")
    elif making == "a name with NUL":
        path = tmp_path / "a\0b"
    report = newsroom.collect(spec(path=path))
    assert report.failure == (Reason.TOO_LARGE if making == "too large" else Reason.UNREADABLE_FILE)
    assert str(path) in report.detail


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([".txt", ".csv", ".tsv"]))
def test_no_bytes_at_all_raise(tmp_path_factory, data, suffix):
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    path.write_bytes(data)
    for url in found(spec(path=path)):
        url.encode()
