"""What publishers reserve: robots tags, and the reservation of text and data mining."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from contracts.reasons import Reason
from sources.http.fetcher import Answer, Fetcher, FetchFailure, Validators, never
from sources.polite.gate import LocalHostGate
from sources.polite.host_files import Manner
from sources.polite.memory import RunMemory
from sources.polite.rights import Rights, refusal_of
from sources.polite.robots import Robots
from sources.polite.tdmrep import by_file, parse
from sources.polite.visit import Means, Visitor

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
NOINDEX, NOARCHIVE, RESERVED = Reason.NOINDEX, Reason.NOARCHIVE, Reason.TDM_RESERVED


def page(headers=(), body: bytes | str = b"", url="https://news.example.org/a") -> Answer:
    data = body if isinstance(body, bytes) else body.encode()
    return Answer(url, url, 200, "OK", (("Content-Type", "text/html"), *headers), data)


def reason_of(answer: Answer) -> Reason | None:
    refused = refusal_of(answer, "ForeignDesk", NOW)
    return refused[0] if refused else None


# one X-Robots-Tag header or several, and what they mean for us
TAGS: list[tuple[str, tuple[str, ...], Reason | None]] = [
    ("nothing", ("",), None),
    ("noindex", ("noindex",), NOINDEX),
    ("capitals and blanks", ("  NoIndex ,  NoFollow ",), NOINDEX),
    ("none", ("none",), NOINDEX),
    ("noarchive", ("noarchive",), NOARCHIVE),
    ("nocache, as Bing has it", ("nocache",), NOARCHIVE),
    ("both", ("noarchive, noindex",), NOINDEX),
    ("both in two headers", ("noarchive", "noindex"), NOINDEX),
    ("all", ("all",), None),
    ("index, follow", ("index, follow",), None),
    ("nofollow", ("nofollow",), None),
    ("nosnippet", ("nosnippet",), None),
    ("noimageindex", ("noimageindex",), None),
    ("notranslate", ("notranslate",), None),
    ("indexifembedded", ("indexifembedded",), None),
    ("limits of snippets", ("max-snippet: -1, max-image-preview:large, max-video-preview: 0",), None),
    ("a limit, then noindex", ("max-snippet:50, noindex",), NOINDEX),
    ("an unknown word", ("noindexes, archive",), None),
    ("contradictions", ("index, noindex",), NOINDEX),
    ("semicolons by mistake", ("nofollow; noarchive",), NOARCHIVE),
    ("blanks by mistake", ("noindex nofollow",), NOINDEX),
    ("another crawler", ("otherbot: noindex",), None),
    ("another crawler, all its rules", ("otherbot: nofollow, noindex, noarchive",), None),
    ("us", ("ForeignDesk: noindex",), NOINDEX),
    ("us in small letters", ("foreigndesk:noarchive",), NOARCHIVE),
    ("us with a version", ("ForeignDesk/1.0: noindex",), NOINDEX),
    ("everyone by a star", ("*: noindex",), NOINDEX),
    ("another crawler, then us", ("otherbot: nofollow, ForeignDesk: noindex",), NOINDEX),
    ("us, then another crawler", ("ForeignDesk: nofollow, otherbot: noindex",), None),
    ("everyone, then another crawler", ("noarchive, otherbot: noindex",), NOARCHIVE),
    ("another crawler in one header, everyone in the next", ("otherbot: noindex", "noarchive"), NOARCHIVE),
    ("another crawler with a limit", ("otherbot: max-snippet: 5, noindex",), None),
    ("unavailable after a day gone by", ("unavailable_after: 25 Jun 2010 15:00:00 PST",), NOINDEX),
    ("the same as RFC 850", ("unavailable_after: Friday, 25-Jun-10 15:00:00 GMT",), NOINDEX),
    ("the same as RFC 822", ("unavailable_after: Fri, 25 Jun 2010 15:00:00 +0200",), NOINDEX),
    ("the same as ISO 8601", ("unavailable_after: 2010-06-25T15:00:00Z",), NOINDEX),
    ("the same as a day", ("unavailable_after: 2010-06-25",), NOINDEX),
    ("unavailable after a day to come", ("unavailable_after: Fri, 25 Jun 2100 15:00:00 GMT",), None),
    ("a day to come, and noarchive", ("unavailable_after: Fri, 25 Jun 2100 15:00:00 GMT, noarchive",), NOARCHIVE),
    ("unavailable after nonsense", ("unavailable_after: some day",), None),
    ("unavailable after nothing", ("unavailable_after:",), None),
    ("unavailable to another crawler", ("otherbot: unavailable_after: 2010-06-25",), None),
    ("unavailable to us", ("ForeignDesk: unavailable_after: 2010-06-25",), NOINDEX),
    ("colons and commas", (":,,:,",), None),
]


@pytest.mark.parametrize(("name", "values", "reason"), TAGS, ids=[case[0] for case in TAGS])
def test_a_robots_tag_that_says(name, values, reason):
    assert reason_of(page([("X-Robots-Tag", value) for value in values])) == reason
    assert reason_of(page([("x-robots-tag", value) for value in values])) == reason


def meta(content: str, name: str = "robots") -> str:
    return f'<html><head><meta name="{name}" content="{content}"></head><body></body></html>'


# a page, and what its metas mean for us
METAS: list[tuple[str, str | bytes, Reason | None]] = [
    ("no meta", "<p>noindex</p>", None),
    ("robots", meta("noindex"), NOINDEX),
    ("capitals", '<META NAME="ROBOTS" CONTENT="NOINDEX,NOFOLLOW">', NOINDEX),
    ("attributes the other way round", '<meta content="noarchive" id=x name="robots"/>', NOARCHIVE),
    ("single quotes", "<meta name='robots' content='noindex'>", NOINDEX),
    ("no quotes", "<meta name=robots content=noindex>", NOINDEX),
    ("line ends within the tag", '<meta\n\tname = "robots"\n\tcontent = "none"\n>', NOINDEX),
    ("an entity within the value", '<meta name="robots" content="no&#105;ndex">', NOINDEX),
    ("blanks around the name", '<meta name=" robots " content="noindex">', NOINDEX),
    ("no content", '<meta name="robots">', None),
    ("our name", meta("noindex", "foreigndesk"), NOINDEX),
    ("our name as it is written", meta("noindex", "ForeignDesk"), NOINDEX),
    ("another crawler's name", meta("noindex", "otherbot"), None),
    ("two metas", '<meta name="robots" content="nofollow"><meta name="foreigndesk" content="noarchive">', NOARCHIVE),
    ("ours cannot take back what is said to all", meta("index", "foreigndesk") + meta("noindex"), NOINDEX),
    ("what most pages say", meta("index, follow, max-image-preview:large, max-snippet:-1"), None),
    ("words of a description", meta("noindex", "description"), None),
    ("a comment", '<!-- <meta name="robots" content="noindex"> -->', None),
    ("a script", """<script>var x = '<meta name="robots" content="noindex">';</script>""", None),
    ("a value of another attribute", """<meta name="x" content='<meta name="robots" content="noindex">'>""", None),
    ("a head that ends early", f"<head><div></div>{meta('noindex')}", NOINDEX),
    ("a tag that is cut", '<meta name="robots" content="noindex', None),
    ("a date gone by", meta("unavailable_after: 2010-06-25"), NOINDEX),
    ("UTF-16", ("<!DOCTYPE html>" + meta("noindex")).encode("utf-16"), NOINDEX),
    ("UTF-16 without a mark", meta("noindex").encode("utf-16-le"), NOINDEX),
    ("UTF-16, big end first, without a mark", meta("noindex").encode("utf-16-be"), NOINDEX),
    ("UTF-16 without a mark, after a blank line", ("\n" + meta("noindex")).encode("utf-16-be"), NOINDEX),
    ("Shift JIS", "<title>日本</title>".encode("shift_jis") + meta("noindex").encode(), NOINDEX),
    ("bytes that are no text", b"\x89PNG\x00\x01<meta" + bytes(range(256)), None),
    ("behind 100 KB of styles", f"<style>{'a{}' * 33_000}</style>{meta('noindex')}", NOINDEX),
    ("beyond what is read", f"<style>{'a{}' * 50_000}</style>{meta('noindex')}", None),
    ("a page that nests without end", "<div>" * 100_000 + meta("noindex"), None),
]


@pytest.mark.parametrize(("name", "body", "reason"), METAS, ids=[case[0] for case in METAS])
def test_a_page_with(name, body, reason):
    assert reason_of(page(body=body)) == reason


def header(value: str, name: str = "tdm-reservation") -> tuple[str, str]:
    return name, value


# headers, page, and whether it is reserved
RESERVATIONS: list[tuple[str, list[tuple[str, str]], str, bool]] = [
    ("nothing", [], "", False),
    ("a header of 1", [header("1")], "", True),
    ("a header of 1 with blanks", [header(" 1 ")], "", True),
    ("a header of 0", [header("0")], "", False),
    ("a header of 2, a protocol error", [header("2")], "", False),
    ("a header in capitals", [header("1", "TDM-Reservation")], "", True),
    ("two headers that contradict each other", [header("0"), header("1")], "", True),
    ("a policy alone", [header("https://a.example/p", "tdm-policy")], "", False),
    ("a meta of 1", [], meta("1", "tdm-reservation"), True),
    ("a meta of 0", [], meta("0", "tdm-reservation"), False),
    ("a meta in capitals", [], meta("1", "TDM-RESERVATION"), True),
    ("a meta of nonsense", [], meta("yes", "tdm-reservation"), False),
    ("a meta of 0 over a header of 1", [header("1")], meta("0", "tdm-reservation"), False),
    ("a meta of 1 over a header of 0", [header("0")], meta("1", "tdm-reservation"), True),
    ("a meta of nonsense under a header of 1", [header("1")], meta("no", "tdm-reservation"), True),
]


@pytest.mark.parametrize(("name", "headers", "body", "reserved"), RESERVATIONS, ids=[case[0] for case in RESERVATIONS])
def test_the_reservation_by(name, headers, body, reserved):
    assert (reason_of(page(headers, body)) == RESERVED) is reserved


def test_a_reservation_names_where_it_stands_and_the_policy():
    headers = [header("1"), header("https://a.example/policy.json", "tdm-policy")]
    assert refusal_of(page(headers), "ForeignDesk", NOW) == (
        RESERVED,
        "tdm-reservation: 1 (header), policy https://a.example/policy.json",
    )
    two = meta("1", "tdm-reservation") + meta("https://a.example/terms", "tdm-policy")
    assert refusal_of(page(headers, two), "ForeignDesk", NOW)[1].endswith("(meta), policy https://a.example/terms")


def test_the_words_of_a_robots_tag_are_told():
    assert refusal_of(page(body=meta("nofollow, noarchive")), "ForeignDesk", NOW)[1] == "meta robots: noarchive"
    assert refusal_of(page([("X-Robots-Tag", "none")]), "ForeignDesk", NOW)[1] == "X-Robots-Tag: none"


def test_a_reservation_is_named_before_a_noindex():
    assert reason_of(page([("X-Robots-Tag", "noindex"), header("1")])) == RESERVED


ONE = {"location": "/", "tdm-reservation": 1}
# a tdmrep.json, a path, and what it says of it
FILES: list[tuple[str, object, str, bool | None]] = [
    ("everything", [ONE], "/a/b?c=d", True),
    ("nothing", [], "/a", None),
    ("the root only", [{"location": "/$", "tdm-reservation": 1}], "/a", None),
    ("a folder", [{"location": "/a/", "tdm-reservation": 1}], "/a/b", True),
    ("another folder", [{"location": "/b/", "tdm-reservation": 1}], "/a/b", None),
    ("another case", [{"location": "/A/", "tdm-reservation": 1}], "/a/b", None),
    ("a wildcard", [{"location": "/b/images/*.jpg", "tdm-reservation": 1}], "/b/images/x/y.jpg", True),
    ("a wildcard and an end", [{"location": "/*.jpg$", "tdm-reservation": 1}], "/x.jpg?size=1", None),
    ("an exact path", [{"location": "/this/path/exactly$", "tdm-reservation": 1}], "/this/path/exactly", True),
    ("a dollar in a path", [{"location": "/foo-%24", "tdm-reservation": 1}], "/foo-$", True),
    ("an escape", [{"location": "/caf%C3%A9", "tdm-reservation": 1}], "/café", True),
    ("the first match", [{"location": "/a/", "tdm-reservation": 0}, ONE], "/a/b", False),
    ("the first match, though another is longer", [ONE, {"location": "/a/", "tdm-reservation": 0}], "/a/b", True),
    ("a value as text", [{"location": "/", "tdm-reservation": "1"}], "/a", True),
    ("a value as truth", [{"location": "/", "tdm-reservation": True}], "/a", True),
    ("another value, a protocol error", [{"location": "/", "tdm-reservation": 2}], "/a", None),
    ("a rule without a value, then one with", [{"location": "/"}, ONE], "/a", True),
    ("a rule without a location", [{"tdm-reservation": 1}], "/a", None),
    ("an object for a list", ONE, "/a", True),
    ("a path without its slash", [{"location": "a/", "tdm-reservation": 1}], "/a/b", True),
    ("a whole address", [{"location": "https://a.example/a/", "tdm-reservation": 1}], "/a/b", True),
    ("the address of a host", [{"location": "https://a.example", "tdm-reservation": 1}], "/a/b", True),
    ("a star alone", [{"location": "*", "tdm-reservation": 1}], "/a/b", True),
    ("a fragment sign", [{"location": "/a#b", "tdm-reservation": 1}], "/a", None),
    ("a line end, which is no second rule", [{"location": "/x\nDisallow: /", "tdm-reservation": 1}], "/a", None),
    ("other things in the list", [1, None, "x", [ONE], ONE], "/a", True),
    ("a number for a file", 7, "/a", None),
    ("many stars", [{"location": "/" + "*a" * 50 + "b", "tdm-reservation": 1}], "/" + "a" * 3000, None),
]


@pytest.mark.parametrize(("name", "content", "path", "reserved"), FILES, ids=[case[0] for case in FILES])
def test_a_file_of_reservations_with(name, content, path, reserved):
    assert by_file(parse(json.dumps(content)), f"https://news.example.org{path}").reserved is reserved


@pytest.mark.parametrize("text", ["", "<html></html>", "[{", "[" * 100_000, '{"location": "/"', "null"])
def test_a_file_that_is_no_list_of_rules_reserves_nothing(text):
    assert parse(text) == ()


class Run:
    """A run of its own over a site: gate, robots and rights with one memory."""

    def __init__(self, newsroom, fetcher, memory=None):
        memory = memory or RunMemory()
        self.gate = LocalHostGate(newsroom.time.monotonic, newsroom.time.sleep, memory=memory, clock=newsroom.clock)
        self.robots = Robots(fetcher, self.gate, memory=memory, clock=newsroom.clock)
        self.rights = Rights(fetcher, self.gate, self.robots, memory=memory, clock=newsroom.clock)
        self.means = Means(fetcher, self.robots, self.gate, newsroom.clock, never, self.rights)


@pytest.fixture
def begin(newsroom):
    """Begins a run."""
    with Fetcher(newsroom.limits) as fetcher:
        yield lambda memory=None: Run(newsroom, fetcher, memory)


FILE = "/.well-known/tdmrep.json"
ALL_RESERVED = json.dumps([{**ONE, "tdm-policy": "https://news.example.org/terms"}])


def test_the_file_of_a_host_is_asked_for_once_in_its_turn(begin, site, newsroom):
    site.put(FILE, ALL_RESERVED)
    run = begin()
    for path in ("/a", "/b"):
        reason, detail = run.rights.before(f"{site.url}{path}", Manner(delay=2.0))
        assert reason == RESERVED
        assert detail == "tdm-reservation: 1 (tdmrep.json, /), policy https://news.example.org/terms"
    assert site.paths() == ["/robots.txt", FILE]
    assert sum(newsroom.time.slept) == pytest.approx(2)


def test_the_file_is_gone_by_for_a_day_in_all_runs(begin, site, newsroom):
    memory = RunMemory()
    site.put(FILE, site.reply(404))
    assert begin(memory).rights.before(f"{site.url}/a") is None
    newsroom.later(hours=23)
    assert begin(memory).rights.before(f"{site.url}/a") is None
    assert site.paths().count(FILE) == 1
    site.put(FILE, ALL_RESERVED)
    newsroom.later(hours=2)
    assert begin(memory).rights.before(f"{site.url}/a")[0] == RESERVED


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_host_without_the_file_reserves_nothing(begin, site, status):
    site.put(FILE, site.reply(status, ALL_RESERVED.encode()))
    assert begin().rights.before(f"{site.url}/a") is None


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_file_that_cannot_be_had_leaves_the_last_word_or_else_header_and_meta(begin, site, newsroom, status):
    down = site.reply(status)
    site.put(FILE, down)
    run = begin()
    assert run.rights.before(f"{site.url}/a") is None
    assert run.rights.before(f"{site.url}/b") is None
    assert site.paths().count(FILE) == 1
    assert run.rights.refusal(page([header("1")], url=f"{site.url}/a"))[0] == RESERVED
    memory = RunMemory()
    site.put(FILE, ALL_RESERVED)
    assert begin(memory).rights.before(f"{site.url}/a")[0] == RESERVED
    site.put(FILE, down)
    newsroom.later(days=3)
    run = begin(memory)
    assert run.rights.before(f"{site.url}/a")[0] == RESERVED
    assert run.rights.refusal(page(url=f"{site.url}/a"))[0] == RESERVED


def test_the_file_is_not_asked_for_where_robots_txt_forbids_it(begin, site):
    site.put("/robots.txt", "User-agent: *\nDisallow: /.well-known/")
    site.put(FILE, ALL_RESERVED)
    assert begin().rights.before(f"{site.url}/a") is None
    assert FILE not in site.paths()


def test_what_header_or_meta_say_supersedes_the_file(begin, site):
    site.put(FILE, ALL_RESERVED)
    rights = begin().rights
    rights.before(f"{site.url}/a")
    assert rights.refusal(page(url=f"{site.url}/a"))[0] == RESERVED
    assert rights.refusal(page([header("0")], url=f"{site.url}/a")) is None
    assert rights.refusal(page([header("0")], meta("1", "tdm-reservation"), f"{site.url}/a"))[0] == RESERVED


def test_a_page_of_someone_elses_archive_is_judged_by_itself(begin, site):
    site.put(FILE, ALL_RESERVED)
    rights = begin().rights
    rights.before(f"{site.url}/a")
    assert rights.refusal(page(url=f"{site.url}/a"), captured=True) is None
    assert rights.refusal(page([header("1")], url=f"{site.url}/a"), captured=True)[0] == RESERVED


@pytest.fixture
def visit(begin, feed_spec, site):
    """Visits a page of the site in a run of its own."""

    def go(path, run=None):
        visitor = Visitor(feed_spec(f"{site.url}/feed", delay_seconds=0), (run or begin()).means)
        return visitor.page(f"{site.url}{path}", Validators())

    return go


def test_a_page_that_the_file_reserves_is_not_asked_for_and_no_redirect_to_one_followed(visit, site):
    site.put(FILE, json.dumps([{"location": "/paid/", "tdm-reservation": 1}]))
    site.put("/free", site.reply(302, Location="/paid/a"))
    site.put("/paid/a", "mine")
    for path, status in (("/paid/a", 0), ("/free", 302)):  # what was answered is not asked again before its time
        assert (visit(path).reason, visit(path).status) == (RESERVED, status)
    assert "/paid/a" not in site.paths()


@pytest.mark.parametrize(
    ("headers", "body", "reason"),
    [
        ({"X_Robots_Tag": "noindex"}, "<p>text</p>", NOINDEX),
        ({}, meta("noarchive"), NOARCHIVE),
        ({"TDM_Reservation": "1"}, "<p>text</p>", RESERVED),
        ({"X_Robots_Tag": "otherbot: noindex"}, meta("index, follow"), None),
    ],
)
def test_a_page_that_reserves_its_rights_is_not_handed_out(visit, site, headers, body, reason):
    site.put("/a", body, **headers)
    got = visit("/a")
    if reason is None:
        assert isinstance(got, Answer)
    else:
        assert isinstance(got, FetchFailure)
        assert (got.reason, got.status) == (reason, 200)


def test_a_304_may_bring_a_reservation(begin, feed_spec, site):
    site.put("/a", "one", ETag='"1"', X_Robots_Tag="noindex")
    visitor = Visitor(feed_spec(f"{site.url}/feed", delay_seconds=0), begin().means)
    got = visitor.page(f"{site.url}/a", Validators('"1"'))
    assert (got.reason, got.status) == (NOINDEX, 304)


def test_feeds_may_say_noindex_of_themselves(begin, feed_spec, site):
    site.put("/feed", "<rss/>", X_Robots_Tag="noindex", TDM_Reservation="1")
    visitor = Visitor(feed_spec(f"{site.url}/feed", delay_seconds=0), begin().means)
    assert isinstance(visitor.get(f"{site.url}/feed", Validators(), anywhere=True), Answer)
    assert FILE not in site.paths()
