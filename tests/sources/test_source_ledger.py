"""Whatever a server answers, each candidate gets exactly one entry, and the sums are equal: for all kinds on the web,
with pages that are looked at again, budgets, windows and stops."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest

from contracts.journal import Fate, Fetched, Polled, SourceFailed
from contracts.reasons import REASON_MEANING, Reason, Status
from core.ids import document_id
from sources.archive.reader import read_payload
from sources.revisits import next_look
from sources.spec import SourceSpec
from tests.support.wordpress_site import WordPress

SEEDS = {"": 30, "soak": 600}[os.environ.get("DESK_TEST_SCALE", "")]
PAGES = [f"/{number}" for number in range(24)]
ODD = ["mailto:x@example.org", "https://elsewhere.example/x", "http://10.0.0.1/x"]
UNCHANGED = {Reason.NOT_MODIFIED, Reason.SAME_CONTENT}
# Fates of which no request was made.
UNASKED = {Reason.NOT_DUE, Reason.BUDGET_USED, Reason.OUTSIDE_WINDOW}


def random_reply(site, chance: random.Random):
    """An answer of any kind that a server may think of, at its whim. Redirects within the site lead to pages that no
    source names, so that what was asked for can be told from what was led to."""
    body = bytes(chance.randrange(256) for _ in range(chance.randrange(300)))
    wait = chance.choice(["1", "20", "40", "99999999", "soon", "-3", "Wed, 04 Mar 2026 12:00:10 GMT"])
    choices = [
        site.reply(200, body, Content_Type="text/html", ETag=f'"{chance.randrange(3)}"'),
        site.reply(200, b"always the same", Content_Type="text/html"),
        site.reply(200, body, X_Robots_Tag=chance.choice(["noindex", "noarchive", "none", "all", "otherbot: noindex"])),
        site.reply(200, body, tdm_reservation=chance.choice(["1", "0"])),
        site.reply(200, b"not gzip", Content_Encoding="gzip"),
        site.reply(200, b"x" * 300_000),
        site.reply(204),
        site.reply(304),
        site.reply(
            chance.choice([301, 302, 307, 308]),
            Location=chance.choice(["/elsewhere/1", "/elsewhere/2", "file:///x", "//[", "", "https://other.example/"]),
        ),
        site.reply(302, Location="http://192.168.0.1/"),
        site.reply(chance.choice([400, 401, 403, 404, 408, 410, 418, 425, 451])),
        site.reply(429, Retry_After=wait),
        site.reply(503, Retry_After=wait),
        site.reply(chance.choice([500, 502, 504, 599, 600, 999])),
    ]
    return chance.choice(choices)


@dataclass
class Source:
    """A source of some kind on a site. `paths` are those by which it is polled; `publish` lets it name other pages from
    now on, and gives their addresses."""

    spec: SourceSpec
    paths: tuple[str, ...]
    publish: Callable[[], list[str]]


def a_source(kind: str, site, newsroom, chance: random.Random) -> Source:
    values = {
        "name": "a-source", "kind": kind, "outlet": "O", "delay_seconds": 0, "sites": ["10.0.0.1"],
        "max_pages": chance.choice([3, 12, 99]), "max_mb": chance.choice([0.2, 500]),
        "revisits": chance.choice([["1h", "1d", "7d"], ["0s"], [], ["30m"]]),
    }  # fmt: skip

    def some() -> list[str]:
        return [*chance.sample(PAGES, 14), *chance.sample(ODD, 1)]

    def full(paths: list[str]) -> list[str]:
        return [path if ":" in path else site.url + path for path in paths]

    def feed() -> list[str]:
        paths = some()
        site.feed(*paths, date="Wed, 04 Mar 2026 10:00:00 GMT", ETag=f'"{chance.randrange(2)}"')
        return full(paths)

    def listing() -> list[str]:
        halves = some(), some()
        for number, paths in enumerate(halves):
            links = "".join(f'<a class="story" href="{path}">x</a>' for path in paths)
            site.put(f"/list?{number}", f'{links}<a rel="next" href="/list?{number + 1}">more</a>')
        return full(halves[0] + halves[1])

    def sitemap() -> list[str]:
        paths = some()
        dates = [chance.choice([None, "2026-03-04", "2026-01-01", "2026-03-04T11:50:00Z"]) for _ in paths]
        pages = [(path, day) for path, day in zip(paths, dates, strict=True) if ":" not in path]
        site.sitemap(*pages, ETag=f'"{chance.randrange(2)}"')
        return [site.url + path for path, _ in pages]

    def wordpress() -> list[str]:
        blog.now = newsroom.clock().replace(tzinfo=None)
        for post in chance.sample(list(blog.posts.values()), min(3, len(blog.posts))):
            blog.edit(post.id, content=f"<p>{chance.random()}</p>")
        for _ in range(8):
            blog.add(blog.now - timedelta(minutes=chance.randrange(20_000)))
        return []

    if kind == "feed":
        return Source(SourceSpec.model_validate({**values, "url": f"{site.url}/feed"}), ("/feed",), feed)
    if kind == "listing":
        more = {"url": f"{site.url}/list?0", "links": ".story", "next": "[rel=next]", "max_polls": 2}
        return Source(SourceSpec.model_validate({**values, **more}), ("/list?0", "/list?1"), listing)
    if kind == "sitemap":
        more = {"url": f"{site.url}/sitemap.xml"}
        return Source(SourceSpec.model_validate({**values, **more}), ("/sitemap.xml",), sitemap)
    if kind == "urls":
        urls = [url for url in full(some()) if "mailto" not in url]
        return Source(SourceSpec.model_validate({**values, "urls": urls}), (), lambda: urls)
    blog = WordPress(site.url, offset=timedelta())
    return Source(SourceSpec.model_validate({**values, "url": f"{site.url}/"}), (), wordpress)


def answering(source: Source, site, chance: random.Random):
    """Pages answer at random, and now and then the source itself does."""
    scripted, blog = site.answer, getattr(source.publish, "__closure__", None)
    blogs = [cell.cell_contents for cell in blog or () if isinstance(cell.cell_contents, WordPress)]

    def answer(asked):
        if asked.path in ("/robots.txt", "/.well-known/tdmrep.json"):
            return scripted(asked)
        if asked.path in source.paths and chance.random() > 0.15:
            return scripted(asked)
        if blogs and (asked.path == "/" or "wp-json" in asked.path) and chance.random() > 0.05:
            reply = blogs[0].respond(asked.path, asked.headers)
            return site.reply(reply.status, reply.body, **{"Content_Type": reply.content_type, **dict(reply.headers)})
        if chance.random() < 0.4:  # a page as pages are
            etag = f'"{asked.path}"'
            same = asked.headers.get("if-none-match") == etag
            return site.reply(304 if same else 200, asked.path.encode(), ETag=etag, Content_Type="text/html")
        return random_reply(site, chance)

    return answer


@pytest.mark.parametrize("seed", range(SEEDS))
@pytest.mark.parametrize("kind", ["feed", "listing", "sitemap", "urls", "wordpress"])
def test_every_candidate_has_exactly_one_entry_whatever_the_server_does(newsroom, site, kind, seed):
    chance = random.Random(f"{kind} {seed}")
    site.put("/robots.txt", "User-agent: *\nDisallow: /13\n")
    site.put("/.well-known/tdmrep.json", '[{"location": "/7", "tdm-reservation": 1}]')
    source = a_source(kind, site, newsroom, chance)
    site.answer = answering(source, site, chance)
    newsroom.hears_rights = chance.random() < 0.7
    for _ in range(4):
        listed = source.publish()
        window = chance.choice([(None, None)] * 4 + [(date(2026, 2, 1), date(2026, 3, 4))])
        ends = chance.choice([10**9, 10**9, 12])
        before, asked = dict(newsroom.states), len(site.asked)
        report = newsroom.collect(source.spec, stop=lambda ends=ends: len(newsroom.entries) > ends, window=window)
        agrees(newsroom, report)
        if not newsroom.of(SourceFailed):
            is_as_listed(newsroom, listed, before)
            is_as_asked(newsroom, source.spec, site.paths()[asked:], before)
        newsroom.later(minutes=chance.choice([5, 90, 3_000, 15_000]))


class Killed(BaseException):
    """What a test raises where a process would be gone."""


@pytest.mark.parametrize("at", range(6))
def test_a_run_that_dies_at_any_entry_loses_nothing_and_fetches_nothing_twice(newsroom, site, feed_spec, at):
    """The feed answers 304 to its own ETag: had the dead run kept it, the pages it did not reach would be lost."""
    paths = [f"/{number}" for number in range(4)]
    for path in paths:
        site.put(path, path)
    spec = feed_spec(site.feed(*paths, ETag='"f"'))

    def dying(entry) -> None:
        if len(newsroom.entries) == at:
            raise Killed
        newsroom.entries.append(entry)

    with pytest.raises(Killed):
        newsroom.collect(spec, journal=dying)
    newsroom.remember()
    done = {entry.url for entry in newsroom.of(Fetched)}
    newsroom.collect(spec)
    assert {entry.url for entry in newsroom.of(Fetched)} == {f"{site.url}{path}" for path in paths} - done
    assert sum(site.paths().count(path) for path in paths) <= len(paths) + 1


def agrees(newsroom, report) -> None:
    """The report, the entries and the archive of the last run say the same."""
    entries = newsroom.of(Fetched) + newsroom.of(Fate)
    if newsroom.of(SourceFailed):
        assert not entries
        return
    assert newsroom.of(Polled)
    discovered = len(entries)
    assert sum(report.counts.values()) == discovered
    assert len({entry.document_id for entry in entries}) == len({entry.url for entry in entries}) == discovered
    assert sorted(entry.sequence for entry in entries) == list(range(discovered))
    statuses: Counter[str] = Counter()
    for entry in entries:
        assert entry.document_id == document_id(entry.run_id, entry.source_id, entry.url)
        if isinstance(entry, Fate):
            assert Status(entry.status) == REASON_MEANING[Reason(entry.reason)][0]
            statuses[entry.status] += 1
        else:
            statuses[Status.HELD] += 1
            read_payload(newsroom.raw, entry.warc_path, entry.warc_offset, entry.warc_length, entry.sha256)
    assert statuses == {status.value: number for status, number in report.counts.items()}
    kinds = Counter(kind for kind, _ in newsroom.records())
    polled = Counter("revisit" if poll.status == 304 else "response" for poll in newsroom.of(Polled))
    unchanged = sum(isinstance(entry, Fate) and entry.reason in UNCHANGED for entry in entries)
    assert kinds["revisit"] - unchanged in range(polled["revisit"] + 1)
    assert kinds["response"] >= len(newsroom.of(Fetched))


def is_as_listed(newsroom, listed, before) -> None:
    """All that the source lists is in the ledger, and beyond that only pages that earlier runs knew."""
    entries = {entry.url for entry in newsroom.of(Fetched) + newsroom.of(Fate)}
    polls = newsroom.of(Polled)
    if listed and all(poll.status in (0, 200) and not poll.note for poll in polls):
        assert set(listed) <= entries
        known = {url for _, url, kind in before if kind == "page"}
        assert entries - set(listed) <= known
    for poll in polls:
        assert 0 <= poll.known <= poll.candidates <= len(entries)


def is_as_asked(newsroom, spec, paths, before) -> None:
    """What was asked for was due and within the budget, and its entry says that it was answered; the rest was not."""
    asked = {path for path in paths if path in PAGES or path.startswith("/post-")}
    assert len(asked) <= spec.max_pages
    entries = {urlsplit(entry.url).path: entry for entry in newsroom.of(Fetched) + newsroom.of(Fate)}
    assert asked <= set(entries)
    for path, entry in entries.items():
        if isinstance(entry, Fate) and entry.reason in UNASKED:
            assert path not in asked
        if entry.url.startswith(spec.address[:16]) and (isinstance(entry, Fetched) or entry.http_status):
            assert path in asked
        known = before.get((spec.source_id, entry.url, "page"))
        if path in asked and known and known.sha256 and spec.kind != "wordpress":  # that says itself what has changed
            due = next_look(known, spec.revisits)
            assert due is not None
            assert due <= newsroom.clock()
