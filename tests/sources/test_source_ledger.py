"""Whatever a server answers, each candidate gets exactly one entry, and the sums are equal."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from contracts.journal import Fate, Fetched, Polled, SourceFailed
from contracts.reasons import REASON_MEANING, Reason, Status
from core.ids import document_id
from sources.archive.reader import read_payload

PATHS = [f"/{number}" for number in range(25)] + ["mailto:x@example.org", "https://elsewhere.example/x"]


def random_reply(site, chance: random.Random):
    """An answer of any kind that a server may think of, at its whim."""
    body = bytes(chance.randrange(256) for _ in range(chance.randrange(300)))
    wait = chance.choice(["1", "20", "40", "99999999", "soon", "-3", "Wed, 04 Mar 2026 12:00:10 GMT"])
    choices = [
        site.reply(200, body, Content_Type="text/html", ETag=f'"{chance.randrange(3)}"'),
        site.reply(200, b"always the same", Content_Type="text/html"),
        site.reply(200, b"not gzip", Content_Encoding="gzip"),
        site.reply(200, b"x" * 300_000),
        site.reply(204),
        site.reply(304),
        site.reply(
            chance.choice([301, 302, 307, 308]), Location=chance.choice([*PATHS, "/feed", "file:///x", "//[", ""])
        ),
        site.reply(302, Location="http://192.168.0.1/"),
        site.reply(chance.choice([400, 401, 403, 404, 410, 418, 451])),
        site.reply(429, Retry_After=wait),
        site.reply(503, Retry_After=wait),
        site.reply(chance.choice([500, 502, 504, 599, 600, 999])),
    ]
    return chance.choice(choices)


@pytest.mark.parametrize("seed", range(30))
def test_every_candidate_has_exactly_one_entry_whatever_the_server_does(newsroom, site, feed_spec, seed):
    chance = random.Random(seed)
    scripted = site.answer
    site.put("/robots.txt", "User-agent: *\nDisallow: /13\n")
    spec = feed_spec(site.feed(*chance.sample(PATHS, 20), ETag='"f"'), max_pages=chance.choice([5, 15, 99]))
    site.answer = lambda asked: (
        scripted(asked) if asked.path in ("/feed", "/robots.txt") else random_reply(site, chance)
    )
    ends = chance.choice([10**9, 10**9, 12])
    for _ in range(3):
        report = newsroom.collect(spec, stop=lambda: len(newsroom.entries) > ends)
        agrees(newsroom, report)
        newsroom.later(minutes=chance.choice([5, 90]))


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
    assert len(newsroom.of(Polled)) == 1
    discovered = newsroom.of(Polled)[0].candidates
    assert len(entries) == discovered == sum(report.counts.values())
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
