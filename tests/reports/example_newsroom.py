"""A published snapshot made up for tests of the report: eight weeks, ten countries, nine sources, twelve topics, and
the world's dirt. Everything follows from one seeded generator; the marts are computed from the articles by plain SQL,
so that a number on a page can be checked against either."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import polars as pl

from contracts.reasons import REASON_MEANING, Reason, Status
from contracts.render import create_all, polars_schema
from contracts.tables import BY_NAME, PUBLIC
from core.ids import stable_id

FIRST_DAY, LAST_DAY = date(2026, 10, 1), date(2026, 11, 25)
RUNS = ("20261118T060000000Z-aa01", "20261125T060000000Z-aa02")
EARLIER_RUN, LAST_RUN = RUNS
GENERATED_AT = datetime(2026, 11, 25, 6, 4, 30, tzinfo=UTC)

COUNTRIES = {
    "CHN": ("CN", "China", "Asia", 9), "USA": ("US", "United States", "Americas", 8),
    "KEN": ("KE", "Kenya", "Africa", 5), "FRA": ("FR", "France", "Europe", 4), "IND": ("IN", "India", "Asia", 5),
    "BRA": ("BR", "Brazil", "Americas", 3), "POL": ("PL", "Poland", "Europe", 3), "JPN": ("JP", "Japan", "Asia", 4),
    "PHL": ("PH", "Philippines", "Asia", 3), "TUR": ("TR", "Türkiye", "Asia", 3),
}  # fmt: skip
TOPICS = {
    "diplomacy": ("Diplomacy & summits", 9), "trade": ("Trade & tariffs", 7),
    "defence": ("Defence & military cooperation", 6),
    "maritime": ("Maritime security & shipping", 5), "energy": ("Energy", 5), "elections": ("Elections", 4),
    "migration": ("Migration & refugees", 3), "climate_environment": ("Climate & environment", 3),
    "technology": ("Technology & semiconductors", 3), "humanitarian": ("Humanitarian crises & relief", 2),
    "sanctions": ("Sanctions & export controls", 2), "cyber": ("Cyber security & attacks", 2),
}  # fmt: skip
SOURCES = {
    "harbour-times": ("Harbour Times", "PHL", "feed", 5), "northern-wire": ("Northern Wire", "POL", "feed", 6),
    "capital-ledger": ("Capital Ledger", "USA", "listing", 7), "rift-herald": ("Rift Valley Herald", "KEN", "feed", 4),
    "levant-dispatch": ("Levant Dispatch", "TUR", "listing", 3),
    "pacific-review": ("Pacific Review", "JPN", "listing", 2),
    "atlantique": ("L’Atlantique", "FRA", "feed", 4), "open-strait": ("Open Strait Institute", None, "folder", 1),
    "silent-post": ("Silent Post", "BRA", "feed", 0),
}  # fmt: skip
GAP_SOURCE = "atlantique"
_HEADLINES = (
    "{a} and {b} reopen talks on {t}", "{a} sends envoys as {t} tops the agenda",
    "What {a} wants from {b}: {t} in five charts",
    "Ministers from {a} meet in a week shaped by {t}", "{b} answers {a} over {t}", "In {a}, a quiet shift on {t}",
)  # fmt: skip
_STATUSES = (
    (Reason.NOT_MODIFIED, 31), (Reason.SAME_CONTENT, 9), (Reason.SAME_ARTICLE, 6), (Reason.NOT_DUE, 12),
    (Reason.ROBOTS_DISALLOWED, 4), (Reason.HTTP_404, 3), (Reason.TIMEOUT, 1), (Reason.NEW_REVISION, 5),
)  # fmt: skip
_REJECTED = (
    (Reason.CONSENT_PAGE, "one form, 41 words, the word “cookies” nine times", 4),
    (Reason.TOO_SHORT, "23 words", 3),
    (Reason.NOT_AN_ARTICLE, "listing: 48 links, 61 words outside of them", 2),
    (Reason.NOT_HTML, "application/pdf", 1),
    (Reason.FAILED_EXPECTATION, "published_at lies after fetched_at", 1),
)


@dataclass(frozen=True)
class Dirt:
    """What a hostile page can bring into the text columns."""

    title: str = "{a} and {b} reopen talks"
    outlet: str = ""
    url: str = ""
    detail: str = ""
    observed: str = "article_id: 6b1f0c22a9d34e5f7a81, 90aa11c3be72d04418f2"


def empty_snapshot(path: Path) -> Path:
    """A snapshot with all public tables and no row."""
    with duckdb.connect(str(path)) as con:
        con.execute(create_all(PUBLIC))
    return path


def example_snapshot(path: Path, articles: int = 420, dirt: Dirt | None = None) -> Path:
    """A snapshot of about `articles` articles; `dirt` puts hostile texts where pages can put them."""
    frames = _Rows(random.Random(7), dirt)
    frames.reference()
    for number in range(articles):
        frames.article(number)
    frames.operations()
    empty_snapshot(path)
    with duckdb.connect(str(path)) as con:
        con.execute("SET TimeZone = 'UTC'")
        for name, rows in frames.rows.items():
            frame = pl.DataFrame(rows, schema=polars_schema(BY_NAME[name]), orient="row")
            con.register("frame", frame.to_arrow())
            con.execute(f"INSERT INTO {name} SELECT * FROM frame")
            con.unregister("frame")
        for statement in _MARTS:
            con.execute(statement)
    return path


class _Rows:
    """Rows by table, in the order of the declared columns."""

    def __init__(self, chance: random.Random, dirt: Dirt | None) -> None:
        self.chance, self.dirt = chance, dirt
        self.rows: dict[str, list[tuple[object, ...]]] = {}

    def add(self, table: str, *values: object) -> None:
        assert len(values) == len(BY_NAME[table].columns), table
        self.rows.setdefault(table, []).append(values)

    def reference(self) -> None:
        for iso3, (iso2, name, region, _) in COUNTRIES.items():
            self.add("ref.countries", iso3, iso2, name, name, region, region, None, "state")
        for topic, (label, _) in TOPICS.items():
            self.add(
                "ref.topics", topic, label, f"What concerns {label.lower()} between states", None, [], [], ["20000638"],
                ["international relations"], ["20000638"], "1",
            )  # fmt: skip
        for source, (outlet, country, kind, _) in SOURCES.items():
            outlet = (self.dirt and self.dirt.outlet) or outlet
            self.add(
                "ref.sources", source, outlet, country, "en", kind, f"https://{source}.example/feed", 2, None, None, None,
                None, "{}", LAST_RUN,
            )  # fmt: skip

    def article(self, number: int) -> None:
        chance = self.chance
        day = FIRST_DAY + timedelta(days=chance.randrange((LAST_DAY - FIRST_DAY).days + 1))
        source = _pick(chance, {name: spec[3] for name, spec in SOURCES.items()})
        burst = date(2026, 11, 8) <= day <= date(2026, 11, 16) and chance.random() < 0.5
        focus = "PHL" if burst else _pick(chance, {iso3: spec[3] for iso3, spec in COUNTRIES.items()})
        topic = "maritime" if burst else _pick(chance, {name: spec[1] for name, spec in TOPICS.items()})
        others = chance.sample([iso3 for iso3 in COUNTRIES if iso3 != focus], k=chance.choice((1, 1, 2, 2, 3)))
        names = {"a": COUNTRIES[focus][1], "b": COUNTRIES[others[0]][1], "t": TOPICS[topic][0].split(" & ")[0].lower()}
        title = (self.dirt.title if self.dirt else chance.choice(_HEADLINES)).format(**names)
        run_id = LAST_RUN if day > date(2026, 11, 18) else EARLIER_RUN
        url = (self.dirt and self.dirt.url) or f"https://{source}.example/{day:%Y/%m/%d}/{number}"
        article_id, document_id = stable_id("article", str(number)), stable_id("document", str(number))
        seen = datetime(day.year, day.month, day.day, 9, 30, tzinfo=UTC)
        story = stable_id("story", str(number - 1 if number % 9 == 1 else number))
        self._body(article_id, document_id, source, url, title, seen, run_id, story)
        self._tags(article_id, focus, others, topic)

    def _body(
        self, article_id: str, document_id: str, source: str, url: str, title: str, seen: datetime, run_id: str,
        story: str,
    ) -> None:  # fmt: skip
        undated = source == "open-strait"
        self.add(
            "news.articles", article_id, document_id, source, url, title, None, None if undated else seen,
            None if undated else 0, "none" if undated else "second", "none" if undated else "meta", None, seen,
            seen.date(), "first_seen" if undated else "published", "en", [], [], title, f"{title}. A first paragraph.",
            [], 400, "article", "html", 0.9, [], stable_id(title), story, 1, None, "rules-1",
        )  # fmt: skip
        self._document(document_id, source, url, seen, run_id)
        self.add(
            "ops.ledger", run_id, document_id, source, url, Status.LOADED, Reason.NEW_ARTICLE, None, article_id, seen
        )

    def _document(self, document_id: str, source: str, url: str, seen: datetime, run_id: str) -> None:
        warc = f"{seen:%Y/%m/%d}/{source}-{run_id}.warc.gz"
        offset = 14_208 * self.chance.randrange(1, 90)
        self.add(
            "raw.documents", document_id, source, url, url, seen, 200, "text/html", "0" * 64, warc, offset, 9_120,
            run_id,
        )  # fmt: skip

    def _tags(self, article_id: str, focus: str, others: list[str], topic: str) -> None:
        both = self.chance.random() < 0.35
        salience = 1 / (1 + len(others))
        for place, iso3 in enumerate((focus, *others)):
            is_focus = place == 0 or (place == 1 and both)
            self.add(
                "news.article_countries", article_id, iso3, 3 - min(place, 2), place < 2, place == 0, salience, is_focus
            )
        second = self.chance.choice([name for name in TOPICS if name != topic])
        self.add("news.article_topics", article_id, topic, 0.9)
        self.add("news.article_topics", article_id, second, self.chance.choice((0.2, 0.4, 0.6)))

    def operations(self) -> None:
        moment = datetime(2026, 11, 25, 6, 0, 2, tzinfo=UTC)
        live = [name for name, spec in SOURCES.items() if spec[3]]
        for reason, count in _STATUSES:
            for number in range(count):
                source = live[(number * 5 + len(reason)) % len(live)]
                document = stable_id(reason, str(number))
                self.add(
                    "ops.ledger", LAST_RUN, document, source, f"https://{source}.example/{reason}/{number}",
                    REASON_MEANING[reason][0], reason, None, None, moment,
                )  # fmt: skip
        self._quarantine(moment, live)
        for run_id, verb, minutes in ((EARLIER_RUN, "run", 7), (LAST_RUN, "run", 4)):
            started = datetime.strptime(run_id[:15], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
            statuses = [row[4] for row in self.rows["ops.ledger"] if row[0] == run_id]
            counts = [statuses.count(status) for status in Status]
            self.add(
                "ops.runs", run_id, verb, "done", None, started, started + timedelta(minutes=minutes), "0.1.0",
                len(statuses), *counts,
            )  # fmt: skip
        self.add(
            "ops.source_failures", LAST_RUN, "silent-post", Reason.UNREACHABLE, "no address for silent-post.example",
            moment,
        )  # fmt: skip
        self._polls(moment)
        self._verdicts(moment)

    def _polls(self, moment: datetime) -> None:
        """Each source polled in both runs; one feed showed nothing in the last that the first had met."""
        for source, (_, _, kind, weight) in SOURCES.items():
            url = f"https://{source}.example/feed"
            for run_id, at in ((EARLIER_RUN, moment - timedelta(days=7)), (LAST_RUN, moment)):
                first, gap = run_id == EARLIER_RUN, source == GAP_SOURCE
                known = 0 if first or gap else 15
                if kind == "feed" and weight:
                    self.add("ops.polls", run_id, source, url, at, 200, 20, known, None, None, not first and gap)

    def _quarantine(self, moment: datetime, live: list[str]) -> None:
        number = 0
        for reason, detail, count in _REJECTED:
            for _ in range(count):
                source, document = live[number % 5], stable_id("rejected", str(number))
                url = (self.dirt and self.dirt.url) or f"https://{source}.example/2026/11/24/page-{number}"
                detail = (self.dirt and self.dirt.detail) or detail
                stage = "gate" if reason is Reason.FAILED_EXPECTATION else "extract"
                released = moment if number == 4 else None
                self._document(document, source, url, moment, LAST_RUN)
                self.add(
                    "ops.ledger", LAST_RUN, document, source, url, Status.QUARANTINED, reason, detail, None, moment
                )
                self.add("quality.quarantine", document, source, url, stage, reason, detail, LAST_RUN, moment, released)
                number += 1

    def _verdicts(self, moment: datetime) -> None:
        observed = self.dirt.observed if self.dirt else Dirt().observed
        suites = ["gate:news.articles", *(f"audit:{table.qualified}" for table in PUBLIC)]
        for suite in suites:
            failed = suite in ("gate:news.articles", "audit:mart.source_daily")
            self.add(
                "quality.validations", LAST_RUN, suite, True, "warning" if failed else None, len(suite) * 37, moment
            )
            self.add(
                "quality.results", LAST_RUN, suite, "values not null: article_id", "critical", True, 0,
                len(suite) * 37, None,
            )  # fmt: skip
        self.add(
            "quality.results", LAST_RUN, "gate:news.articles", "published_at at most fetched_at", "warning", False, 2,
            444, observed,
        )  # fmt: skip
        self.add(
            "quality.results", LAST_RUN, "audit:mart.source_daily", "sources seen within three days", "warning", False,
            1, 9, "source_id: silent-post",
        )  # fmt: skip


def _pick(chance: random.Random, weights: dict[str, int]) -> str:
    return chance.choices(list(weights), weights=list(weights.values()))[0]


_MARTS = (
    """INSERT INTO mart.country_daily
    SELECT a.day, c.iso3, count(*) FILTER (c.is_focus), count(*), count(DISTINCT a.story_id),
        count(DISTINCT a.source_id), sum(c.mentions),
        avg((s.outlet_country <> c.iso3)::INT) FILTER (s.outlet_country IS NOT NULL), NULL
    FROM news.article_countries c JOIN news.articles a USING (article_id) JOIN ref.sources s USING (source_id)
    GROUP BY ALL""",
    """INSERT INTO mart.topic_daily
    SELECT a.day, t.topic_id, count(*), sum(t.score), count(DISTINCT a.story_id), count(DISTINCT a.source_id), 1, NULL
    FROM news.article_topics t JOIN news.articles a USING (article_id) WHERE t.score >= .5 GROUP BY ALL""",
    """INSERT INTO mart.country_topic_daily
    SELECT a.day, c.iso3, t.topic_id, count(*), sum(t.score), count(DISTINCT a.story_id), count(DISTINCT a.source_id),
        1, NULL
    FROM news.article_topics t JOIN news.article_countries c USING (article_id) JOIN news.articles a USING (article_id)
    WHERE t.score >= .5 AND c.is_focus GROUP BY ALL""",
    """INSERT INTO mart.country_pair_daily
    SELECT a.day, x.iso3, y.iso3, count(*), count(*) FILTER (x.is_focus AND y.is_focus), count(DISTINCT a.story_id),
        count(DISTINCT a.source_id), NULL
    FROM news.article_countries x JOIN news.article_countries y ON x.article_id = y.article_id AND x.iso3 < y.iso3
    JOIN news.articles a ON a.article_id = x.article_id GROUP BY ALL""",
    """INSERT INTO mart.source_daily
    SELECT day, source_id, count(*), count(*), 0, 0, NULL, NULL, NULL FROM news.articles GROUP BY ALL""",
    """INSERT INTO news.stories
    SELECT story_id, min(article_id), min_by(source_id, article_id), count(*), count(DISTINCT source_id), min(day),
        max(day)
    FROM news.articles GROUP BY ALL""",
)  # fmt: skip
